//! One pass over the text: its lines, and what each adds to the vectors of the item that it will belong to.

use crate::language::LanguageSum;
use crate::lexicon::Lexicon;
use crate::token::tokens;
use crate::topics::TopicSum;

/// A line of the paste that holds more than white space.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// First byte that is no white space.
    pub start: usize,
    /// The byte behind the last that is no white space.
    pub end: usize,
    /// Whether an empty line stands between this one and the one before.
    pub after_blank: bool,
    pub language: LanguageSum,
    pub topics: TopicSum,
}

/// Reads every line of the text.
pub(crate) fn lines(text: &str, lexicon: &mut Lexicon) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut at = 0;
    let mut blank = false;
    for raw in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            // The second half of "\r\n" is no line of its own.
            blank |= raw != "\n" || !text[..at].ends_with('\r');
        } else {
            let start = at + (raw.len() - raw.trim_start().len());
            let (mut language, mut topics) = (lexicon.language.nothing(), lexicon.topics.nothing());
            tokens(trimmed, |token, chars| lexicon.add(&token, chars, &mut language, &mut topics));
            lines.push(Line { start, end: start + trimmed.len(), after_blank: blank, language, topics });
            blank = false;
        }
        at += raw.len();
    }
    lines
}
