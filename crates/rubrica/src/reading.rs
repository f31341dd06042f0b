//! One pass over the text: its lines, and what each adds to the vectors of the item that it will belong to.

use crate::features::{Feature, Visitor, features};
use crate::language::{LanguageModel, LanguageSum};
use crate::split::Place;
use crate::token::Token;
use crate::topics::{TopicModel, TopicSum};

/// A line of the paste that holds more than white space.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub place: Place,
    pub language: LanguageSum,
    pub topics: TopicSum,
}

/// Reads every line of the text.
pub(crate) fn lines(text: &str, language: &LanguageModel, topics: &TopicModel) -> Vec<Line> {
    places(text)
        .map(|place| {
            let mut summing = Summing { language, topics, sums: (language.nothing(), topics.nothing()) };
            features(&text[place.start..place.end], &mut summing);
            let (language, topics) = summing.sums;
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
