//! What the words of a text add to its sums, looked up once for every distinct word.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::features::{token_features, word_hash};
use crate::hashing::Hashed;
use crate::language::{LanguageModel, LanguageSum};
use crate::table::MOST_ROWS;
use crate::token::{Shape, Token};
use crate::topics::{TopicModel, TopicSum};

/// When so many distinct words are known, they are forgotten: memory stays small however much is read.
const MOST_WORDS: usize = 1 << 15;

/// Both models, and the words that were met so far.
#[derive(Debug)]
pub(crate) struct Lexicon<'m> {
    pub language: &'m LanguageModel,
    pub topics: &'m TopicModel,
    /// For every word the sum of its rows in the language table, and then that in the topic table.
    words: WordSums,
    shelf: &'m Shelf,
}

impl<'m> Lexicon<'m> {
    /// A lexicon with the words of an earlier one, if there was one.
    pub fn new(language: &'m LanguageModel, topics: &'m TopicModel, shelf: &'m Shelf) -> Self {
        Self { language, topics, words: shelf.take(), shelf }
    }

    /// Adds a token to the sums of the stretch that it stands in.
    pub fn add(&mut self, token: &Token, chars: &[char], language: &mut LanguageSum, topics: &mut TopicSum) {
        topics.tokens += 1;
        let (language_rows, topic_rows) = self.word(token, chars);
        language.add(token, chars, language_rows);
        topics.add_rows(topic_rows);
    }

    /// Adds a token to a sum of topics alone.
    pub fn add_to_topics(&mut self, token: &Token, chars: &[char], topics: &mut TopicSum) {
        topics.tokens += 1;
        let (_, rows) = self.word(token, chars);
        topics.add_rows(rows);
    }

    /// What a word adds to a topic's score: its row sum times `direction`.
    pub fn share(&mut self, token: &Token, chars: &[char], direction: &[f32]) -> f32 {
        let (_, sum) = self.word(token, chars);
        sum.iter().zip(direction).map(|(value, weight)| f32::from(*value) * weight).sum()
    }

    /// The sums of a token's rows in both tables.
    fn word(&mut self, token: &Token, chars: &[char]) -> (&[i16], &[i16]) {
        let (language, topics) = (self.language, self.topics);
        let sums = self.words.of(token, chars, language.dim() + topics.dim(), |sums| {
            let (mut of_language, mut of_topics) = (Hashes::default(), Hashes::default());
            token_features(token, chars, |feature| {
                of_language.push_if(feature.language, feature.hash);
                of_topics.push_if(feature.topics, feature.hash);
            });
            let (language_sum, topic_sum) = sums.split_at_mut(language.dim());
            language.add_rows_of(of_language.all(), language_sum);
            if let Some(table) = topics.table(token, chars) {
                table.add(of_topics.all(), topic_sum);
            }
        });
        sums.split_at(language.dim())
    }
}

impl Drop for Lexicon<'_> {
    fn drop(&mut self) {
        self.shelf.put(std::mem::take(&mut self.words));
    }
}

/// The hashes of a token's features. A token has at most 40 characters, so at most 42 · 5 n-grams and itself.
pub(crate) struct Hashes {
    hashes: [u64; MOST_ROWS],
    count: usize,
}

impl Default for Hashes {
    fn default() -> Self {
        Self { hashes: [0; MOST_ROWS], count: 0 }
    }
}

impl Hashes {
    /// Adds a hash, or does not.
    #[inline]
    pub fn push_if(&mut self, is_one: bool, hash: u64) {
        self.hashes[self.count] = hash;
        self.count += usize::from(is_one);
    }

    /// Those that were added.
    pub fn all(&self) -> &[u64] {
        &self.hashes[..self.count]
    }
}

/// The sums of the rows of words that were met.
#[derive(Debug, Default)]
pub(crate) struct WordSums {
    places: HashMap<u64, usize, Hashed>,
    sums: Vec<i16>,
}

impl WordSums {
    /// The sums of a token, which are so wide: what `fill` makes of zeros, where they are not known.
    pub fn of(&mut self, token: &Token, chars: &[char], width: usize, fill: impl FnOnce(&mut [i16])) -> &[i16] {
        let word = key(token, chars);
        let known = if token.shape == Shape::Dense { None } else { self.places.get(&word).copied() };
        let place = known.unwrap_or_else(|| {
            if self.places.len() == MOST_WORDS {
                self.places.clear();
            }
            let place = self.places.len() * width;
            // A stretch without spaces hardly ever comes again: its place is the next word's.
            if token.shape != Shape::Dense {
                self.places.insert(word, place);
            }
            self.sums.truncate(place);
            self.sums.resize(place + width, 0);
            fill(&mut self.sums[place..]);
            place
        });
        &self.sums[place..place + width]
    }
}

/// What tells a word from any other whose features or tables differ.
fn key(token: &Token, chars: &[char]) -> u64 {
    let kind = 2 * u64::from(token.shape == Shape::Number) + u64::from(token.is_of_language());
    word_hash(chars).wrapping_add(4 * token.script as u64 + kind)
}

/// Where the words lie while nobody reads: what was looked up for one text is known for the next.
#[derive(Debug, Default)]
pub(crate) struct Shelf(Mutex<Vec<WordSums>>);

impl Shelf {
    /// The words that were put here last; none, if other threads have them.
    pub fn take(&self) -> WordSums {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Puts them back.
    pub fn put(&self, words: WordSums) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(words);
    }
}
