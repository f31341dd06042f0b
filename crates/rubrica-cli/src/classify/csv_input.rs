//! A table with a header row.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read, Write};

use csv::{ByteRecord, ErrorKind, StringRecord};

use super::sink::Sink;
use super::{Job, table};
use crate::args::OutputFormat;
use crate::batch::in_order;
use crate::failure::Failure;
use crate::input::{Source, utf8};
use crate::text::Text;

pub fn classify(job: &Job, field: &str, out: &mut Sink<impl Write>) -> Result<(), Failure> {
    let mut written_header = None;
    job.sources.iter().try_for_each(|source| {
        let table = source
            .open(&job.console)
            .map_err(|error| error.to_string())
            .and_then(|input| Table::open(input, field))
            .and_then(|table| table.columns.check(job.format).map(|()| table));
        match table {
            Ok(table) => classify_table(job, source, table, &mut written_header, out),
            Err(problem) => {
                job.console.skip(source, problem);
                Ok(())
            }
        }
    })
}

fn classify_table(
    job: &Job,
    source: &Source,
    mut table: Table<impl BufRead>,
    written_header: &mut Option<Vec<u8>>,
    out: &mut Sink<impl Write>,
) -> Result<(), Failure> {
    let columns = table.columns.clone();
    if job.format == OutputFormat::Csv {
        let header = table::header(&columns.others());
        match written_header {
            Some(written) if *written != header => {
                job.console.skip(source, "its columns are not those of the first table; use --format jsonl");
                return Ok(());
            }
            Some(_) => {}
            None => {
                out.row(&header)?;
                *written_header = Some(header);
            }
        }
    }
    let complain = |Problem { line, what }: Problem| match line {
        Some(line) => job.console.skip(source.line(line), what),
        None => job.console.skip(source, what),
    };
    while out.has_next()
        && let Some(row) = table.next()
    {
        match row.and_then(|(line, record)| columns.cells(line, &record)) {
            Ok(cells) => out.pass(|| written(job, &columns, &cells))?,
            Err(problem) => complain(problem),
        }
    }
    in_order(
        table,
        |row| row.as_ref().map_or(0, |(_, record)| record.as_slice().len()),
        |row| row.and_then(|(line, record)| classified(job, &columns, line, &record)),
        |row| {
            match row {
                Ok(row) => out.row(&row)?,
                Err(problem) => complain(problem),
            }
            Ok(())
        },
    )
}

fn classified(job: &Job, columns: &Columns, line: Option<u64>, record: &ByteRecord) -> Result<Vec<u8>, Problem> {
    Ok(written(job, columns, &columns.cells(line, record)?))
}

fn written(job: &Job, columns: &Columns, cells: &StringRecord) -> Vec<u8> {
    // Records of another length than the header were refused when they were read.
    let text = Text::from(&cells[columns.text]);
    match job.format {
        OutputFormat::Csv => job.table_rows(&columns.without_text(cells), &text),
        OutputFormat::Json | OutputFormat::Jsonl => job.json_row(&columns.fields(cells), &text),
    }
}

/// The names of the columns, and which of them is the text.
#[derive(Clone)]
struct Columns {
    names: StringRecord,
    text: usize,
}

impl Columns {
    /// A name that two columns have stands for neither: not for the text, nor for a field of JSON.
    fn check(&self, format: OutputFormat) -> Result<(), String> {
        let is_twice = |name: &str| self.names.iter().filter(|other| *other == name).count() > 1;
        let text = &self.names[self.text];
        if is_twice(text) {
            return Err(format!("two columns are named `{text}`: which is the text?"));
        }
        match self.others().into_iter().find(|name| is_twice(name)) {
            Some(name) if format != OutputFormat::Csv => {
                Err(format!("two columns are named `{name}`, which JSON cannot hold; use --format csv"))
            }
            _ => Ok(()),
        }
    }

    /// The cells of a row that begins on that line.
    fn cells(&self, line: Option<u64>, record: &ByteRecord) -> Result<StringRecord, Problem> {
        let cell = |(name, cell)| utf8(cell).map_err(|what| Problem { line, what: format!("column `{name}`: {what}") });
        self.names.iter().zip(record).map(cell).collect()
    }

    /// What goes with the text of a row into its JSON.
    fn fields<'r>(&'r self, record: &'r StringRecord) -> Vec<(&'r str, &'r str)> {
        self.others().into_iter().zip(self.without_text(record)).filter(|&(name, _)| name != "report").collect()
    }

    fn others(&self) -> Vec<&str> {
        self.without_text(&self.names)
    }

    fn without_text<'r>(&self, record: &'r StringRecord) -> Vec<&'r str> {
        record.iter().enumerate().filter(|&(column, _)| column != self.text).map(|(_, cell)| cell).collect()
    }
}

/// The rows of a table that is read.
struct Table<R> {
    columns: Columns,
    reader: csv::Reader<Lines<R>>,
}

/// A row that cannot be read, or the rest of a file.
struct Problem {
    line: Option<u64>,
    what: String,
}

impl<R: BufRead> Table<R> {
    fn open(input: R, field: &str) -> Result<Self, String> {
        let mut reader = csv::Reader::from_reader(Lines::new(input));
        let names = reader.byte_headers().map_err(|error| error.to_string())?.clone();
        reader.get_ref().are_closed()?;
        reader.get_mut().rows.pop_front();
        let names: StringRecord =
            names.iter().map(utf8).collect::<Result<_, _>>().map_err(|problem| format!("the header row: {problem}"))?;
        if names.is_empty() {
            return Err(format!("no column `{field}`; there is no header row"));
        }
        let Some(text) = names.iter().position(|name| name == field) else {
            let found: Vec<&str> = names.iter().collect();
            return Err(format!("no column `{field}`; the header row names: {}", found.join(", ")));
        };
        Ok(Self { columns: Columns { names, text }, reader })
    }
}

impl<R: Read> Iterator for Table<R> {
    /// A row, and the line on which it begins.
    type Item = Result<(Option<u64>, ByteRecord), Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = ByteRecord::new();
        let read = self.reader.read_byte_record(&mut record);
        if matches!(read, Ok(false)) {
            return None;
        }
        let line = self.reader.get_mut().rows.pop_front();
        Some(match (self.reader.get_ref().are_closed(), read) {
            (Err(what), _) => Err(Problem { line: None, what }),
            (Ok(()), Ok(_)) => Ok((line, record)),
            (Ok(()), Err(error)) => Err(Problem::of(&error, line)),
        })
    }
}

/// Hands a table on, and knows what its reader does not tell: on which line a row begins behind empty ones, and of a quotation
/// mark that is never closed, when all that stands behind it is one row.
struct Lines<R> {
    input: R,
    place: Place,
    line: u64,
    /// Lines on which rows begin that the reader has not given yet.
    rows: VecDeque<u64>,
    /// The line of the last mark that opened a cell.
    opened: u64,
    has_ended: bool,
}

/// Where in a row a byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    RowStart,
    CellStart,
    Bare,
    Quoted,
    /// Behind a mark that closes the cell, unless another follows.
    Closed,
}

impl<R> Lines<R> {
    fn new(input: R) -> Self {
        Self { input, place: Place::RowStart, line: 1, rows: VecDeque::new(), opened: 1, has_ended: false }
    }

    fn see(&mut self, byte: u8) {
        if self.place == Place::RowStart && !matches!(byte, b'\n' | b'\r') {
            self.rows.push_back(self.line);
        }
        self.place = match (self.place, byte) {
            (Place::Quoted, b'"') => Place::Closed,
            (Place::Quoted, _) | (Place::Closed, b'"') => Place::Quoted,
            (Place::RowStart | Place::CellStart, b'"') => {
                self.opened = self.line;
                Place::Quoted
            }
            (_, b',') => Place::CellStart,
            (_, b'\n' | b'\r') => Place::RowStart,
            _ => Place::Bare,
        };
        self.line += u64::from(byte == b'\n');
    }

    /// Asked after each row: the end is only read for the last.
    fn are_closed(&self) -> Result<(), String> {
        if self.has_ended && self.place == Place::Quoted {
            return Err(format!("the quotation mark opened in line {} is never closed", self.opened));
        }
        Ok(())
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        buffer[..count].iter().for_each(|byte| self.see(*byte));
        self.has_ended |= count == 0;
        Ok(count)
    }
}

impl Problem {
    /// What is wrong with the row that begins on that line.
    fn of(error: &csv::Error, line: Option<u64>) -> Self {
        match error.kind() {
            ErrorKind::UnequalLengths { expected_len, len, .. } => {
                Self { line, what: format!("cells: {len}, but the header row has {expected_len}") }
            }
            _ => Self { line: None, what: format!("the rest cannot be read: {error}") },
        }
    }
}
