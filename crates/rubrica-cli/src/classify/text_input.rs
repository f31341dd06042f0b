//! Whole files as texts, with markup or without.

use std::io::Write;

use super::sink::Sink;
use super::{Job, table};
use crate::args::{ClassifyArgs, OutputFormat};
use crate::batch::in_order;
use crate::failure::Failure;
use crate::input::Source;
use crate::json;
use crate::text::Text;

/// What a file is called in the result.
const FILE: &str = "file";

pub fn classify(job: &Job, args: &ClassifyArgs, out: &mut Sink<impl Write>) -> Result<(), Failure> {
    let read = |source: &Source| Text::read(source, args.markup(source), &job.console);
    if let ([source], OutputFormat::Json) = (&*job.sources, job.format) {
        return classify_alone(job, source, read(source), out);
    }
    if job.format == OutputFormat::Csv {
        out.row(&table::header(&[FILE]))?;
    }
    let mut texts = job.sources.iter().map(|source| (source, read(source)));
    while out.has_next()
        && let Some((source, text)) = texts.next()
    {
        match text {
            Ok(text) => out.pass(|| row(job, source, &text))?,
            Err(problem) => job.console.skip(source, problem),
        }
    }
    in_order(
        texts,
        |(_, text)| text.as_ref().map_or(0, |text| text.as_str().len()),
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
fn classify_alone(
    job: &Job,
    source: &Source,
    text: Result<Text, String>,
    out: &mut Sink<impl Write>,
) -> Result<(), Failure> {
    match text {
        Ok(text) => {
            let mut report = json::indented(&job.report(&text));
            report.push(b'\n');
            out.row(&report)?;
        }
        Err(problem) => job.console.skip(source, problem),
    }
    Ok(())
}

fn row(job: &Job, source: &Source, text: &Text) -> Vec<u8> {
    let name = source.to_string();
    match job.format {
        OutputFormat::Csv => job.table_rows(&[&name], text),
        OutputFormat::Json | OutputFormat::Jsonl => job.json_row(&[(FILE, name)], text),
    }
}
