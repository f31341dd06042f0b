//! The lines of a text, and what each adds to the vectors of the item that it belongs to.

use crate::language::LanguageSum;
use crate::lexicon::Lexicon;
use crate::passages::Unit;
use crate::token::tokens;
use crate::topics::TopicSum;

/// Where a line lies, white space around it left out, and how many empty lines stand before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub start: usize,
    pub end: usize,
    pub blanks: usize,
}

/// What stretches of a text add to the vectors of their item.
#[derive(Clone, Debug)]
pub(crate) struct Sums {
    pub language: LanguageSum,
    pub topics: TopicSum,
    /// Its sentences and quotations.
    pub units: Vec<Unit>,
}

impl Sums {
    /// The sums of an empty text.
    pub fn nothing(lexicon: &Lexicon) -> Self {
        Self { language: lexicon.language.nothing(), topics: lexicon.topics.nothing(), units: Vec::new() }
    }

    /// The sums of one line, which begins at `offset`.
    pub fn of(line: &str, offset: usize, lexicon: &mut Lexicon) -> Self {
        let mut sums = Self::nothing(lexicon);
        sums.read(line, offset, lexicon);
        sums
    }

    /// Adds a line, which begins at `offset`.
    pub fn read(&mut self, line: &str, offset: usize, lexicon: &mut Lexicon) {
        let first = self.units.len();
        let mut unit = Unit::new(lexicon.language.nothing());
        let mut read = 0;
        tokens(line, |token, chars| {
            if unit.ends_before(&token, &line[read..token.start]) {
                self.units.push(std::mem::replace(&mut unit, Unit::new(lexicon.language.nothing())));
            }
            lexicon.add(&token, chars, &mut unit.language, &mut self.topics);
            unit.count(&token, offset);
            read = token.end;
        });
        if !unit.is_empty() {
            self.units.push(unit);
        }
        self.units[first..].iter().for_each(|unit| self.language.join(&unit.language));
    }

    /// Adds the sums of the line behind.
    pub fn join(&mut self, other: Self) {
        self.language.join(&other.language);
        self.topics.join(&other.topics);
        self.units.extend(other.units);
    }
}

/// Where the lines of the text lie that hold more than white space.
pub(crate) fn places(text: &str) -> impl Iterator<Item = Place> {
    let mut at = 0;
    let mut blanks = 0;
    text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']).filter_map(move |raw| {
        let start = at;
        at += raw.len();
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            // The second half of "\r\n" is no line of its own.
            blanks += usize::from(raw != "\n" || !text[..start].ends_with('\r'));
            return None;
        }
        let start = start + (raw.len() - raw.trim_start().len());
        Some(Place { start, end: start + trimmed.len(), blanks: std::mem::take(&mut blanks) })
    })
}
