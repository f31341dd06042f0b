//! A text to report on.

use rubrica::{Document, Options, Report, Rubrica};
use rubrica_documents::Format;

use crate::console::Console;
use crate::input::Source;

/// A text, with markup or without.
pub enum Text {
    Plain(String),
    Document(Document),
}

impl Text {
    /// Reads a whole source, which has that markup.
    pub fn read(source: &Source, markup: Option<Format>, console: &Console) -> Result<Self, String> {
        match markup {
            None => source.read_text(console).map(Self::Plain),
            Some(format) => source.read_document(format, console).map(Self::Document),
        }
    }

    /// What offsets count in.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Document(document) => document.text(),
        }
    }

    pub fn report(&self, rubrica: &Rubrica, options: &Options) -> Report {
        match self {
            Self::Plain(text) => rubrica.classify(text, options),
            Self::Document(document) => rubrica.classify_document(document, options),
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}
