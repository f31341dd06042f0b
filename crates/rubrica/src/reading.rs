//! One pass over the text: its lines, and what each adds to the vectors of the item that it will belong to.

use crate::features::{Feature, Visitor, features};
use crate::language::{LanguageModel, LanguageSum};
use crate::token::Token;
use crate::topics::{TopicModel, TopicSum};

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
pub(crate) fn lines(text: &str, language: &LanguageModel, topics: &TopicModel) -> Vec<Line> {
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
            let mut summing = Summing { language, topics, sums: (language.nothing(), topics.nothing()) };
            features(trimmed, &mut summing);
            let (language, topics) = summing.sums;
            lines.push(Line { start, end: start + trimmed.len(), after_blank: blank, language, topics });
            blank = false;
        }
        at += raw.len();
    }
    lines
}

struct Summing<'m> {
    language: &'m LanguageModel,
    topics: &'m TopicModel,
    sums: (LanguageSum, TopicSum),
}

impl Visitor for Summing<'_> {
    fn feature(&mut self, feature: Feature) {
        if feature.language {
            self.language.add(feature.hash, &mut self.sums.0);
        }
        if feature.topics {
            self.topics.add(feature.hash, &mut self.sums.1);
        }
    }

    fn token(&mut self, token: Token) {
        self.sums.0.count(&token);
        self.sums.1.tokens += 1;
    }
}
