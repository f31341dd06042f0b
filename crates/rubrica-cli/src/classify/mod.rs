//! `rubrica classify`: texts in, reports out.

mod csv_input;
mod jsonl_input;
mod sink;
mod table;
mod text_input;

use std::io;

use rubrica::{Options, Report, Rubrica};
use serde::Serialize;

use crate::args::{ClassifyArgs, InputFormat, Offsets, OutputFormat};
use crate::console::Console;
use crate::failure::Failure;
use crate::input::{Source, total_size};
use crate::{json, models};
use sink::{Layout, Sink};

/// Classifies as told and returns how many rows and files had to be skipped.
pub fn run(args: &ClassifyArgs) -> Result<u64, Failure> {
    let sources = args.sources();
    let job = Job {
        format: args.format()?,
        options: args.options(),
        offsets: args.offsets,
        rubrica: models::rubrica(args.models.as_deref())?,
        console: Console::new(total_size(&sources)),
        sources,
    };
    let is_alone = args.input() == InputFormat::Text && job.sources.len() == 1;
    let layout = match job.format {
        OutputFormat::Json if is_alone => Layout::AsIs,
        OutputFormat::Json => Layout::Array,
        OutputFormat::Jsonl => Layout::Lines,
        OutputFormat::Csv => Layout::AsIs,
    };
    let mut out = Sink::new(io::stdout().lock(), layout);
    match args.input() {
        InputFormat::Text => text_input::classify(&job, &mut out)?,
        InputFormat::Jsonl => jsonl_input::classify(&job, &args.field, &mut out)?,
        InputFormat::Csv => csv_input::classify(&job, &args.field, &mut out)?,
    }
    out.finish()?;
    Ok(job.console.skipped())
}

/// What is the same for all rows.
struct Job {
    sources: Vec<Source>,
    format: OutputFormat,
    options: Options,
    offsets: Offsets,
    rubrica: Rubrica,
    console: Console,
}

impl Job {
    /// The report as it is to be written.
    fn report(&self, text: &str) -> Report {
        self.in_unit(self.rubrica.classify(text, &self.options), text)
    }

    fn in_unit(&self, report: Report, text: &str) -> Report {
        match self.offsets {
            Offsets::Bytes => report,
            Offsets::Utf16 => report.into_utf16(text),
        }
    }

    /// A JSON object of the row's other fields and the report.
    fn json_row<K: Serialize, V: Serialize>(&self, fields: &[(K, V)], text: &str) -> Vec<u8> {
        json::compact(&json::WithLast { fields, last: ("report", &self.report(text)) })
    }

    /// A table row for each item, which begins with the row's other cells.
    fn table_rows(&self, cells: &[&str], text: &str) -> Vec<u8> {
        let in_bytes = self.rubrica.classify(text, &self.options);
        let texts: Vec<&str> = in_bytes.items.iter().map(|item| &text[item.start..item.end]).collect();
        table::rows(cells, &self.in_unit(in_bytes, text), &texts)
    }
}
