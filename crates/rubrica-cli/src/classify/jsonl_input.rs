//! A JSON object a line. What is not the text is written back as it was read, to the letter.

use std::fmt;
use std::io::Write;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Job;
use super::sink::Sink;
use crate::batch::in_order;
use crate::failure::Failure;
use crate::input::{Source, lines, utf8};
use crate::json;
use crate::text::Text;

pub fn classify(job: &Job, field: &str, out: &mut Sink<impl Write>) -> Result<(), Failure> {
    job.sources.iter().try_for_each(|source| classify_source(job, field, source, out))
}

fn classify_source(job: &Job, field: &str, source: &Source, out: &mut Sink<impl Write>) -> Result<(), Failure> {
    let input = match source.open(&job.console) {
        Ok(input) => input,
        Err(error) => {
            job.console.skip(source, error);
            return Ok(());
        }
    };
    let mut broken = None;
    let mut readable = lines(input).map_while(|line| line.map_err(|error| broken = Some(error)).ok());
    while out.has_next()
        && let Some(line) = readable.next()
    {
        match parsed(field, &line.bytes) {
            Ok((text, others)) => out.pass(|| job.json_row(&others, &Text::Plain(text)))?,
            Err(problem) => job.console.skip(source.line(line.number), problem),
        }
    }
    in_order(
        readable,
        |line| line.bytes.len(),
        |line| (line.number, classified(job, field, &line.bytes)),
        |(number, row)| {
            match row {
                Ok(row) => out.row(&row)?,
                Err(problem) => job.console.skip(source.line(number), problem),
            }
            Ok::<_, Failure>(())
        },
    )?;
    if let Some(error) = broken {
        job.console.skip(source, format_args!("the rest cannot be read: {error}"));
    }
    Ok(())
}

fn classified(job: &Job, field: &str, line: &[u8]) -> Result<Vec<u8>, String> {
    let (text, others) = parsed(field, line)?;
    Ok(job.json_row(&others, &Text::Plain(text)))
}

/// The text of a line, and its other fields.
fn parsed<'l>(field: &str, line: &'l [u8]) -> Result<(String, Vec<Field<'l>>), String> {
    let row: Row = serde_json::from_str(utf8(line)?).map_err(|error| json::problem(&error))?;
    row.take(field)
}

/// A field whose value is not yet read.
type Field<'a> = (String, &'a RawValue);

/// The fields of an object, in their order.
struct Row<'a>(Vec<Field<'a>>);

impl<'a> Row<'a> {
    /// The text, and the fields that go with it into the result.
    fn take(self, field: &str) -> Result<(String, Vec<Field<'a>>), String> {
        // As in JavaScript, the last of equal names counts.
        let text = self.0.iter().rev().find(|(name, _)| name == field).ok_or_else(|| format!("no field `{field}`"))?.1;
        let json::Text(text) =
            serde_json::from_str(text.get()).map_err(|_| format!("the field `{field}` is not a string"))?;
        // An older report would stand there beside the new one.
        let others = self.0.into_iter().filter(|(name, _)| name != field && name != "report").collect();
        Ok((text, others))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Row<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RowVisitor)
    }
}

struct RowVisitor;

impl<'de> Visitor<'de> for RowVisitor {
    type Value = Row<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut fields = Vec::new();
        while let Some((json::Text(name), value)) = map.next_entry()? {
            fields.push((name, value));
        }
        Ok(Row(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(line: &str) -> Result<(String, String), String> {
        let row: Row = serde_json::from_str(line).map_err(|error| json::problem(&error))?;
        let (text, others) = row.take("text")?;
        let others: Vec<String> = others.iter().map(|(name, value)| format!("{name}={}", value.get())).collect();
        Ok((text, others.join(" ")))
    }

    fn both(text: &str, others: &str) -> (String, String) {
        (text.into(), others.into())
    }

    #[test]
    fn the_text_is_taken_out_and_the_rest_is_left_as_it_was() {
        assert_eq!(taken(r#"{"z":1.50,"text":"a\nb","a":[1, 2]}"#), Ok(both("a\nb", "z=1.50 a=[1, 2]")));
        assert_eq!(taken(r#"{"te\u0078t":"a","report":{}}"#), Ok(both("a", "")));
        assert_eq!(
            taken(r#"{"text":"a","id":1234567890123456789012,"text":"b"}"#),
            Ok(both("b", "id=1234567890123456789012"))
        );
    }

    #[test]
    fn what_is_no_row_is_told() {
        assert_eq!(taken("{}"), Err("no field `text`".into()));
        assert_eq!(taken(r#"{"text":null}"#), Err("the field `text` is not a string".into()));
        assert!(taken("[]").is_err_and(|problem| problem.contains("expected a JSON object")));
        assert!(taken(r#"{"text":"a"} x"#).is_err_and(|problem| problem == "trailing characters, at column 14"));
        assert!(taken(r#"{"text":"#).is_err_and(|problem| problem.contains("EOF")));
    }
}
