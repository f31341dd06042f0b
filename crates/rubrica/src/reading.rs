//! One pass over the text: its lines, and what each adds to the vectors of the item that it will belong to.

use std::ops::Range;

use crate::language::LanguageSum;
use crate::lexicon::Lexicon;
use crate::passages::Unit;
use crate::split::Place;
use crate::token::tokens;
use crate::topics::TopicSum;

/// A line of the paste that holds more than white space.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub place: Place,
    /// Its sentences and quotations, among those of the whole paste.
    pub units: Range<usize>,
    pub language: LanguageSum,
    pub topics: TopicSum,
}

/// Reads every line of a stretch of the paste that begins at `offset`; adds its sentences and quotations to `units`, with
/// their places in the paste.
pub(crate) fn lines(text: &str, offset: usize, lexicon: &mut Lexicon, units: &mut Vec<Unit>) -> Vec<Line> {
    places(text)
        .map(|place| {
            let line = &text[place.start..place.end];
            let first = units.len();
            let mut unit = Unit::new(lexicon.language.nothing());
            let mut topics = lexicon.topics.nothing();
            let mut read = 0;
            tokens(line, |token, chars| {
                if unit.ends_before(&token, &line[read..token.start]) {
                    units.push(std::mem::replace(&mut unit, Unit::new(lexicon.language.nothing())));
                }
                lexicon.add(&token, chars, &mut unit.language, &mut topics);
                unit.count(&token, offset + place.start);
                read = token.end;
            });
            if !unit.is_empty() {
                units.push(unit);
            }
            let mut language = lexicon.language.nothing();
            units[first..].iter().for_each(|unit| language.join(&unit.language));
            Line { place, units: first..units.len(), language, topics }
        })
        .collect()
}

/// Where the lines of the text lie that hold more than white space, white space around them left out.
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
