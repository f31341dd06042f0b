//! What the words of a paste add to its sums, looked up once for every distinct word.

use std::collections::HashMap;

use crate::features::{token_features, word_hash};
use crate::hashing::Hashed;
use crate::language::{LanguageModel, LanguageSum};
use crate::token::{Shape, Token};
use crate::topics::{TopicModel, TopicSum};

/// More distinct words than this are not kept: memory stays small however long the paste.
const MOST_WORDS: usize = 1 << 16;

/// Both models, and the words that were met so far.
#[derive(Debug)]
pub(crate) struct Lexicon<'m> {
    pub language: &'m LanguageModel,
    pub topics: &'m TopicModel,
    places: HashMap<u64, Entry, Hashed>,
    /// For every word the sum of its rows in the language table, and then that in the topic table.
    ///
    /// A word has at most 40 characters, so at most 42 · 5 n-grams; 211 rows of 8-bit values fit into 16 bits.
    sums: Vec<i16>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    place: usize,
    language_rows: u32,
    topic_rows: u32,
}

/// A word's sums.
struct Word<'l> {
    language: (&'l [i16], u32),
    topics: (&'l [i16], u32),
}

impl<'m> Lexicon<'m> {
    /// A lexicon that has met no word.
    pub fn new(language: &'m LanguageModel, topics: &'m TopicModel) -> Self {
        Self { language, topics, places: HashMap::default(), sums: Vec::new() }
    }

    /// Adds a token to the sums of the stretch that it stands in.
    pub fn add(&mut self, token: &Token, chars: &[char], language: &mut LanguageSum, topics: &mut TopicSum) {
        language.count(token, chars);
        topics.tokens += 1;
        if token.shape == Shape::Dense {
            let (language_model, topic_model) = (self.language, self.topics);
            token_features(token, chars, |feature| {
                if feature.language {
                    language_model.add(feature.hash, language);
                }
                if feature.topics {
                    topic_model.add(feature.hash, topics);
                }
            });
        } else {
            let word = self.word(token, chars);
            language.add_rows(word.language);
            topics.add_rows(word.topics);
        }
    }

    /// What a word adds to a topic's score: its row sum times `direction`.
    pub fn share(&mut self, token: &Token, chars: &[char], direction: &[f32]) -> f32 {
        let (sum, _) = self.word(token, chars).topics;
        sum.iter().zip(direction).map(|(value, weight)| f32::from(*value) * weight).sum()
    }

    fn word(&mut self, token: &Token, chars: &[char]) -> Word<'_> {
        let (language_dim, topic_dim) = (self.language.dim(), self.topics.dim());
        let hash = word_hash(chars);
        let entry = match self.places.get(&hash) {
            Some(entry) => *entry,
            None => self.look_up(hash, token, chars),
        };
        let (language, topics) = self.sums[entry.place..][..language_dim + topic_dim].split_at(language_dim);
        Word { language: (language, entry.language_rows), topics: (topics, entry.topic_rows) }
    }

    fn look_up(&mut self, hash: u64, token: &Token, chars: &[char]) -> Entry {
        let dims = self.language.dim() + self.topics.dim();
        let full = self.places.len() == MOST_WORDS;
        // A full lexicon has one place more, for the word that was met last.
        let place = self.places.len() * dims;
        self.sums.resize(place + dims, 0);
        let mut entry = Entry { place, language_rows: 0, topic_rows: 0 };
        let (language, topics) = self.sums[place..].split_at_mut(self.language.dim());
        language.fill(0);
        topics.fill(0);
        token_features(token, chars, |feature| {
            if feature.language
                && let Some(row) = self.language.row(feature.hash)
            {
                add(row, language);
                entry.language_rows += 1;
            }
            if feature.topics
                && let Some(row) = self.topics.row(feature.hash)
            {
                add(row, topics);
                entry.topic_rows += 1;
            }
        });
        if !full {
            self.places.insert(hash, entry);
        }
        entry
    }
}

fn add(row: &[i8], sum: &mut [i16]) {
    sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += i16::from(*value));
}
