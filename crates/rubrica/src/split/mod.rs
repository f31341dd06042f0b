//! Where one item of a paste ends and the next begins.
//!
//! Paragraphs that were broken to fit a page are put together (`wrapped.rs`), and what markup says is heard first
//! (`markup.rs`). Every line is looked at (`look.rs`): signs part items, boilerplate belongs to none, and the rest is a
//! headline, a sentence, a date and so on. What meets at a gap between two lines, and what the paste looks like as a whole
//! (`paste.rs`), is weighed by two small linear layers (`weights.rs`) that are fitted on made pastes, with the vectors of
//! lines that the shipped models make; where they are in doubt, a change of language decides.

mod dateline;
mod look;
mod markup;
mod parts;
mod paste;
mod phrases;
mod stamp;
mod weights;
mod wrapped;

use std::ops::Range;

pub use look::digit;
pub use paste::{Features, Paste, Said, Signal, Vectors};
pub use phrases::is_boilerplate;
pub use weights::{AROUND, NEAR};
pub use wrapped::lines;

use crate::characters::family;
use crate::document::{Document, Hint};
use crate::language::{LanguageModel, LanguageSum};
use crate::lexicon::Lexicon;
use crate::reading::{Place, Sums, places};
use crate::report::Part;
use look::Line;
use parts::parts;
use paste::Gap;

/// A line's language counts as told with this many letters.
const TELLING_LETTERS: usize = 30;
/// … and with this confidence.
const TELLING_CONFIDENCE: f32 = 0.8;
/// How much a change of language speaks for a new item.
const NEW_LANGUAGE: f32 = 3.0;

/// Lines that make one item.
pub(crate) struct Group {
    pub start: usize,
    pub end: usize,
    pub sums: Sums,
    pub parts: Vec<Part>,
}

/// Parts the lines of a text into items.
pub(crate) fn split(text: &str, document: Option<&Document>, lexicon: &mut Lexicon) -> Vec<Group> {
    let (places, hints) = lines_and_hints(text, document);
    let mut lines = Vec::new();
    let paste = Paste::read(text, &places, &hints, |place| {
        let line = Sums::of(&text[place.start..place.end], place.start, lexicon);
        let topics = lexicon.topics.meaning(&line.topics.vector()).values;
        let vectors = Vectors { topics, language: line.language.vector() };
        lines.push(line);
        vectors
    });
    let scores = scores(&paste, &NEAR, &AROUND);
    let mut groups: Vec<(Group, Range<usize>)> = Vec::new();
    let mut last = 0;
    for (at, ((entry, score), line)) in paste.entries.iter().zip(scores).zip(lines).enumerate() {
        let place = &places[entry.line];
        match groups.last_mut() {
            Some((group, entries))
                if !part(score, || changes_language(&group.sums.language, &line.language, lexicon.language)) =>
            {
                // With the boilerplate between: an item is one stretch of text.
                for between in &places[last + 1..entry.line] {
                    group.sums.read(&text[between.start..between.end], between.start, lexicon);
                }
                group.sums.join(line);
                group.end = place.end;
                entries.end = at + 1;
            }
            _ => {
                let group = Group { start: place.start, end: place.end, sums: line, parts: Vec::new() };
                groups.push((group, at..at + 1));
            }
        }
        last = entry.line;
    }
    let with_parts = |(group, entries): (Group, Range<usize>)| {
        let mut lines = paste.entries[entries].iter().map(|entry| (places[entry.line], entry.look.clone()));
        Group { parts: parts(text, &mut lines), ..group }
    };
    groups.into_iter().map(with_parts).collect()
}

/// Whether items part at a gap of that score. The language is asked for only where it decides.
fn part(score: f32, changes_language: impl FnOnce() -> bool) -> bool {
    score > 0.0 || score > -NEW_LANGUAGE && changes_language()
}

/// The whole text, which begins at `offset`, as one item. Of all offsets in it only those of its sentences heed that.
pub(crate) fn whole(text: &str, offset: usize, document: Option<&Document>, lexicon: &mut Lexicon) -> Group {
    let (places, hints) = lines_and_hints(text, document);
    let mut sums = Sums::nothing(lexicon);
    places.iter().for_each(|place| sums.read(&text[place.start..place.end], offset + place.start, lexicon));
    Group {
        start: places.first().map_or(0, |first| first.start),
        end: places.last().map_or(0, |last| last.end),
        sums,
        parts: parts_of_lines(text, &places, &hints),
    }
}

/// The parts of a text that is one item.
pub(crate) fn parts_of(text: &str) -> Vec<Part> {
    parts_of_lines(text, &lines(text), &[])
}

/// The lines of a text, and what its markup says of each. Markup has no paragraphs that were broken to fit a page.
fn lines_and_hints(text: &str, document: Option<&Document>) -> (Vec<Place>, Vec<Hint>) {
    let Some(document) = document else { return (lines(text), Vec::new()) };
    let places: Vec<Place> = places(text).collect();
    let hints = document.hints(&places);
    (places, hints)
}

fn parts_of_lines(text: &str, places: &[Place], hints: &[Hint]) -> Vec<Part> {
    // One by one: most are never looked at.
    let mut looks = places.iter().enumerate().filter_map(|(line, place)| {
        match Line::of(&text[place.start..place.end], role(hints, line)) {
            Line::Content(look) => Some((*place, look)),
            Line::Rule | Line::Boilerplate => None,
        }
    });
    parts(text, &mut looks)
}

/// How much speaks for an item to begin with each line, by the layers of the two rounds: above 0, more than against it.
pub fn scores(paste: &Paste, near_layer: &[i8], around_layer: &[i8]) -> Vec<f32> {
    let mut features = Features::default();
    let said = Said::new(paste, near_layer);
    let score = |(at, entry): (usize, &paste::Entry)| {
        if at == 0 || entry.gap == Gap::Parted {
            return f32::INFINITY;
        }
        if entry.gap == Gap::Joined {
            return f32::NEG_INFINITY;
        }
        paste.near(at, &mut features);
        paste.around(at, &said, &mut features);
        features.score(around_layer)
    };
    let mut scores: Vec<f32> = paste.entries.iter().enumerate().map(score).collect();
    paste.part_headlines(&mut scores);
    scores
}

/// The role that markup gives to a line; without markup, none in particular.
fn role(hints: &[Hint], line: usize) -> crate::document::Role {
    hints.get(line).map(|hint| hint.role).unwrap_or_default()
}

fn changes_language(before: &LanguageSum, this: &LanguageSum, model: &LanguageModel) -> bool {
    if before.letters() < TELLING_LETTERS || this.letters() < TELLING_LETTERS {
        return false;
    }
    if before.main_script().map(family) != this.main_script().map(family) {
        return true;
    }
    let told = |sum| Some(model.likely(sum)[0]).filter(|(_, confidence)| *confidence >= TELLING_CONFIDENCE);
    matches!((told(before), told(this)), (Some((before, _)), Some((this, _))) if before != this)
}
