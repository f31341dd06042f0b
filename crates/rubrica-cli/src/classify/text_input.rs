//! Whole files as texts.

use std::io::Write;

use super::sink::Sink;
use super::{Job, table};
use crate::args::OutputFormat;
use crate::batch::in_order;
use crate::failure::Failure;
use crate::input::Source;
use crate::json;

/// What a file is called in the result.
const FILE: &str = "file";

pub fn classify(job: &Job, out: &mut Sink<impl Write>) -> Result<(), Failure> {
    if let ([source], OutputFormat::Json) = (&*job.sources, job.format) {
        return classify_alone(job, source, out);
    }
    if job.format == OutputFormat::Csv {
        out.row(&table::header(&[FILE]))?;
    }
    let texts = job.sources.iter().map(|source| (source, source.read_text(&job.console)));
    in_order(
        texts,
        |(_, text)| text.as_ref().map_or(0, String::len),
        |(source, text)| (source, text.map(|text| row(job, source, &text))),
        |(source, row)| {
            match row {
                Ok(row) => out.row(&row)?,
                Err(problem) => job.console.skip(source, problem),
            }
            Ok(())
        },
    )
}

/// A single text as JSON is its report and nothing else, laid out for the eye.
fn classify_alone(job: &Job, source: &Source, out: &mut Sink<impl Write>) -> Result<(), Failure> {
    match source.read_text(&job.console) {
        Ok(text) => {
            let mut report = json::indented(&job.report(&text));
            report.push(b'\n');
            out.row(&report)?;
        }
        Err(problem) => job.console.skip(source, problem),
    }
    Ok(())
}

fn row(job: &Job, source: &Source, text: &str) -> Vec<u8> {
    let name = source.to_string();
    match job.format {
        OutputFormat::Csv => job.table_rows(&[&name], text),
        OutputFormat::Json | OutputFormat::Jsonl => job.json_row(&[(FILE, name)], text),
    }
}
