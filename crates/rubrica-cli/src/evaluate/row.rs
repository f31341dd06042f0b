//! The shapes of labelled rows.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::input::{Line, Source, utf8};
use crate::json::{self, Text};

/// A text and what is known of it.
#[derive(Debug, Default, Deserialize)]
pub struct Labelled {
    title: Option<Text>,
    text: Option<Text>,
    pub topic: Option<String>,
    pub kind: Option<String>,
    pub lang: Option<String>,
    pub source: Option<String>,
}

impl Labelled {
    /// Title and text together.
    pub fn whole_text(&self) -> Result<String, String> {
        match (&self.title, &self.text) {
            (None, None) => Err("neither `title` nor `text`".into()),
            (title, text) => Ok(joined(title.as_ref(), text.as_ref())),
        }
    }
}

/// Two texts, and whether they tell the same story.
#[derive(Debug, Deserialize)]
pub struct Pair {
    a: Text,
    b: Text,
    a_text: Option<Text>,
    b_text: Option<Text>,
    pub same: bool,
    pub lang: Option<String>,
}

impl Pair {
    /// Both texts, each with its title.
    pub fn texts(&self) -> (String, String) {
        (joined(Some(&self.a), self.a_text.as_ref()), joined(Some(&self.b), self.b_text.as_ref()))
    }
}

/// A paste, and where its items are, in bytes.
#[derive(Debug, Deserialize)]
pub struct Paste {
    pub text: Text,
    pub items: Vec<Span>,
    pub style: Option<String>,
    #[serde(default)]
    pub languages: Vec<String>,
}

/// A stretch of a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

/// A title and a text as one: a line for the title, if both are there.
fn joined(title: Option<&Text>, text: Option<&Text>) -> String {
    let parts: Vec<&str> = [title, text].into_iter().flatten().map(|part| &*part.0).filter(|p| !p.is_empty()).collect();
    parts.join("\n")
}

/// A row of JSON.
pub fn parse<R: DeserializeOwned>(line: &Line) -> Result<R, String> {
    let row = utf8(&line.bytes)?;
    // An array would be taken for the fields in their order.
    if row.trim_start().starts_with('[') {
        return Err("an array; a JSON object was expected".into());
    }
    serde_json::from_str(row).map_err(|error| json::problem(&error))
}

/// A row of JSON, or of a table of language, source, script and text, if the file's name ends in `.tsv`.
pub fn parse_language(source: &Source, line: &Line) -> Result<Labelled, String> {
    if source.has_ending("tsv") { parse_tsv(utf8(&line.bytes)?) } else { parse(line) }
}

fn parse_tsv(line: &str) -> Result<Labelled, String> {
    let cells: Vec<&str> = line.splitn(4, '\t').collect();
    let [lang, source, _script, text] = cells[..] else {
        return Err(format!("{} cells; language, source, script and text were expected", cells.len()));
    };
    Ok(Labelled {
        lang: Some(lang.to_owned()),
        source: Some(source.to_owned()),
        text: Some(Text(text.to_owned())),
        ..Labelled::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labelled(json: &str) -> Result<Labelled, String> {
        parse(&Line { number: 1, bytes: json.into() })
    }

    #[test]
    fn title_and_text_are_read_together() {
        let text = |json| labelled(json).and_then(|row| row.whole_text());
        assert_eq!(text(r#"{"title":"a","text":"b"}"#).as_deref(), Ok("a\nb"));
        assert_eq!(text(r#"{"title":"","text":"b"}"#).as_deref(), Ok("b"));
        assert_eq!(text(r#"{"title":"a","text":null}"#).as_deref(), Ok("a"));
        assert_eq!(text(r#"{"text":""}"#).as_deref(), Ok(""));
        assert!(text(r#"{"id":"a"}"#).is_err());
        assert!(text(r#" ["a","b"]"#).is_err_and(|problem| problem.contains("object was expected")));
        assert!(text(r#"{"text":1}"#).is_err_and(|problem| problem.contains("expected a string")));
    }

    #[test]
    fn a_table_may_have_tabs_in_its_text() {
        let row = parse_tsv("de\tntrex\tLatn\tein\tTab");
        assert_eq!(row.and_then(|row| row.whole_text()).as_deref(), Ok("ein\tTab"));
        assert!(parse_tsv("de\tein").is_err_and(|problem| problem.starts_with("2 cells")));
    }
}
