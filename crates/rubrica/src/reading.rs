//! One pass over the text: its lines, and what each adds to the vectors of the item that it will belong to.

use crate::language::LanguageSum;
use crate::lexicon::Lexicon;
use crate::split::Place;
use crate::token::tokens;
use crate::topics::TopicSum;

/// A line of the paste that holds more than white space.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub place: Place,
    pub language: LanguageSum,
    pub topics: TopicSum,
}

/// Reads every line of the text.
pub(crate) fn lines(text: &str, lexicon: &mut Lexicon) -> Vec<Line> {
    places(text)
        .map(|place| {
            let (mut language, mut topics) = (lexicon.language.nothing(), lexicon.topics.nothing());
            tokens(&text[place.start..place.end], |token, chars| {
                lexicon.add(&token, chars, &mut language, &mut topics);
            });
            Line { place, language, topics }
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
