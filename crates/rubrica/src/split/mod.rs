//! Where one item of a paste ends and the next begins.
//!
//! Every line is looked at (`look.rs`): signs part items, boilerplate belongs to none, and the rest is a headline, a
//! sentence, a date and so on. What meets at a gap between two lines, and what the paste looks like as a whole
//! (`paste.rs`), is weighed by two small linear layers (`weights.rs`) that are fitted on made pastes; where they are in doubt, a
//! change of language decides.

mod look;
mod parts;
mod paste;
mod phrases;
mod stamp;
mod weights;

pub(crate) use parts::parts;
pub(crate) use paste::family;
pub use paste::{Features, Paste, Place, Said};
pub use phrases::is_boilerplate;

use std::ops::Range;

use crate::language::{LanguageModel, LanguageSum};
use crate::reading::Line;
use crate::report::best_language;
use crate::topics::TopicSum;

/// A line's language counts as told with this many letters.
const TELLING_LETTERS: usize = 40;
/// … and with this confidence.
const TELLING_CONFIDENCE: f64 = 0.8;
/// How much a change of language speaks for a new item.
const NEW_LANGUAGE: f32 = 3.0;

/// Lines that make one item.
pub(crate) struct Group {
    pub start: usize,
    pub end: usize,
    /// Its sentences and quotations, among those of the whole paste.
    pub units: Range<usize>,
    pub language: LanguageSum,
    pub topics: TopicSum,
}

/// Parts the lines of a paste into items.
pub(crate) fn split(text: &str, lines: &[Line], model: &LanguageModel) -> Vec<Group> {
    let paste = Paste::read(text, lines.iter().map(|line| line.place));
    let mut groups: Vec<Group> = Vec::new();
    let mut last = 0;
    for (entry, score) in paste.entries.iter().zip(scores(&paste, &weights::NEAR, &weights::AROUND)) {
        let line = &lines[entry.line];
        match groups.last_mut() {
            Some(group) if !part(score, || changes_language(&group.language, &line.language, model)) => {
                // With the boilerplate between: an item is one stretch of text.
                lines[last + 1..=entry.line].iter().for_each(|line| group.join(line));
            }
            _ => groups.push(Group::of(line)),
        }
        last = entry.line;
    }
    groups
}

/// Whether items part at a gap of that score. The language is asked for only where it decides.
fn part(score: f32, changes_language: impl FnOnce() -> bool) -> bool {
    score > 0.0 || score > -NEW_LANGUAGE && changes_language()
}

/// How much speaks for an item to begin with each line, by the layers of the two rounds: above 0, more than against it.
pub fn scores(paste: &Paste, near_layer: &[f32], around_layer: &[f32]) -> Vec<f32> {
    let mut features = Features::default();
    let said = Said::new(paste, near_layer);
    let score = |(at, entry): (usize, &paste::Entry)| {
        if at == 0 || entry.parted {
            return f32::INFINITY;
        }
        paste.near(at, &mut features);
        paste.around(at, &said, &mut features);
        features.score(around_layer)
    };
    let mut scores: Vec<f32> = paste.entries.iter().enumerate().map(score).collect();
    paste.part_headlines(&mut scores);
    scores
}

/// The whole text as one item.
pub(crate) fn whole(lines: &[Line]) -> Option<Group> {
    let (first, rest) = lines.split_first()?;
    let mut group = Group::of(first);
    rest.iter().for_each(|line| group.join(line));
    Some(group)
}

impl Group {
    fn of(line: &Line) -> Self {
        Self {
            start: line.place.start,
            end: line.place.end,
            units: line.units.clone(),
            language: line.language.clone(),
            topics: line.topics.clone(),
        }
    }

    fn join(&mut self, line: &Line) {
        self.end = line.place.end;
        self.units.end = line.units.end;
        self.language.join(&line.language);
        self.topics.join(&line.topics);
    }
}

fn changes_language(before: &LanguageSum, this: &LanguageSum, model: &LanguageModel) -> bool {
    if before.letters() < TELLING_LETTERS || this.letters() < TELLING_LETTERS {
        return false;
    }
    if before.main_script().map(paste::family) != this.main_script().map(paste::family) {
        return true;
    }
    let (before, this) = (model.decide(before, &[]), model.decide(this, &[]));
    let told = before[0].confidence >= TELLING_CONFIDENCE && this[0].confidence >= TELLING_CONFIDENCE;
    told && best_language(&before) != best_language(&this)
}
