//! `rubrica classify`: texts in, reports out.

mod csv_input;
mod jsonl_input;
mod sink;
mod table;
mod text_input;

use std::fs::File;
use std::io::{self, Write};

use rubrica::{Options, Report, Rubrica};
use serde::Serialize;

use crate::args::{ClassifyArgs, Input, Offsets, OutputFormat};
use crate::console::Console;
use crate::failure::Failure;
use crate::input::{Source, total_size};
use crate::text::Text;
use crate::{json, models};
use sink::{Layout, Sink};

/// Classifies as told and returns how many rows and files had to be skipped.
pub fn run(args: &ClassifyArgs) -> Result<u64, Failure> {
    let output = args.output()?;
    let sources = args.sources();
    let mut rubrica = models::rubrica(args.models.as_deref())?;
    if let Some(path) = &args.desk {
        let desk = models::desk(path)?;
        rubrica.set_desk(Some(desk)).map_err(|source| Failure::Desk { path: path.clone(), source })?;
    }
    let total = total_size(&sources);
    let job = Job {
        format: args.format()?,
        options: args.options(),
        offsets: args.offsets,
        rubrica,
        console: if output.is_some() { Console::for_quiet_work(total) } else { Console::new(total) },
        sources,
    };
    let is_alone = args.input() == Input::Texts && job.sources.len() == 1;
    let layout = match job.format {
        OutputFormat::Json if is_alone => Layout::AsIs,
        OutputFormat::Json => Layout::Array,
        OutputFormat::Jsonl => Layout::Lines,
        OutputFormat::Csv => Layout::AsIs,
    };
    let mut out = match output {
        None => Sink::new(Box::new(io::stdout().lock()) as Box<dyn Write>, layout),
        Some(path) if args.resume => Sink::behind(path, layout).map_err(|error| Failure::write(path, &error))?,
        Some(path) => {
            let file = File::create(path).map_err(|error| Failure::write(path, &error))?;
            Sink::new(Box::new(file) as Box<dyn Write>, layout)
        }
    };
    match args.input() {
        Input::Texts => text_input::classify(&job, args, &mut out)?,
        Input::Jsonl => jsonl_input::classify(&job, &args.field, &mut out)?,
        Input::Csv => csv_input::classify(&job, &args.field, &mut out)?,
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
    fn report(&self, text: &Text) -> Report {
        self.in_unit(text.report(&self.rubrica, &self.options), text)
    }

    fn in_unit(&self, report: Report, text: &Text) -> Report {
        match self.offsets {
            Offsets::Bytes => report,
            Offsets::Utf16 => report.into_utf16(text.as_str()),
        }
    }

    /// A JSON object of the row's other fields and the report.
    fn json_row<K: Serialize, V: Serialize>(&self, fields: &[(K, V)], text: &Text) -> Vec<u8> {
        json::compact(&json::WithLast { fields, last: ("report", &self.report(text)) })
    }

    /// A table row for each item, which begins with the row's other cells.
    fn table_rows(&self, cells: &[&str], text: &Text) -> Vec<u8> {
        let in_bytes = text.report(&self.rubrica, &self.options);
        let texts: Vec<&str> = in_bytes.items.iter().map(|item| &text.as_str()[item.start..item.end]).collect();
        table::rows(cells, &self.in_unit(in_bytes, text), &texts)
    }
}
