//! How common words are in news: what two items share says the more the rarer it is.

use crate::ModelError;
use crate::container::Reader;
use crate::features::word_hash;
use crate::table::Table;

/// A word is known by this many of its first letters: what follows is mostly inflection.
const STEM: usize = 5;
/// The first level: stems that at least this share of the texts in some language have. Each further level is twice that.
const LEAST_SHARE: f32 = 0.002;
/// Stems that are on no level stand in so many texts or fewer.
const RARE_SHARE: f32 = 0.0005;
/// Number of levels.
const LEVELS: i8 = 6;
/// In place of a level: a whole word that is among the commonest of its language.
const GRAMMAR: i8 = LEVELS + 1;

/// Common stems, each with its level, and the words that are grammar.
#[derive(Debug)]
pub(crate) struct Words {
    table: Table,
    /// What it says that two items share a stem of each level; of none, the first.
    weights: [f32; 1 + LEVELS as usize],
}

impl Words {
    pub fn read(reader: Reader) -> Result<Self, ModelError> {
        let table = Table::read(reader)?;
        if table.dim() == 1 {
            let weights = std::array::from_fn(|level| -libm::logf(share(level)));
            return Ok(Self { table, weights });
        }
        let problem = "a word must have one level".to_owned();
        Err(ModelError::Malformed { section: "words".to_owned(), problem })
    }

    /// How much it says that two items share a stem: the logarithm of one by the share of texts that it stands in, by and
    /// large.
    pub fn weight(&self, stem: u64) -> f32 {
        self.weights[self.level(stem)]
    }

    /// The level of a stem; 0 for a rare one.
    fn level(&self, stem: u64) -> usize {
        match self.table.row(stem) {
            Some([level @ 1..=LEVELS]) => *level as usize,
            _ => 0,
        }
    }

    /// Whether a word is one of the commonest of its language: articles, prepositions, pronouns and the like.
    pub fn is_grammar(&self, chars: &[char]) -> bool {
        self.table.row(word_hash(chars)) == Some(&[GRAMMAR])
    }
}

/// The share of the texts that a stem of that level stands in.
fn share(level: usize) -> f32 {
    match level {
        0 => RARE_SHARE,
        _ => LEAST_SHARE * f32::from(1_i16 << (level - 1)) * std::f32::consts::SQRT_2,
    }
}

/// The hash of a word's stem.
pub fn stem(chars: &[char]) -> u64 {
    // The first character keeps stems and whole words apart.
    let mut letters = ['*'; STEM + 1];
    let length = chars.len().min(STEM);
    for (letter, c) in letters[1..].iter_mut().zip(chars) {
        *letter = if *c == 'ё' { 'е' } else { *c };
    }
    word_hash(&letters[..=length])
}

/// What the model file says of a stem that this share of the texts in a language have.
pub fn level(share: f32) -> Option<i8> {
    (1..=LEVELS).rev().find(|level| share >= LEAST_SHARE * f32::from(1_i16 << (level - 1)))
}

/// What the model file says of a word that is grammar.
pub fn grammar(chars: &[char]) -> (u64, i8) {
    (word_hash(chars), GRAMMAR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::{Container, Part, write};
    use crate::keys::{Keys, key};

    fn chars(word: &str) -> Vec<char> {
        word.chars().collect()
    }

    #[test]
    fn common_stems_grammar_and_rare_words_are_told_apart() {
        let mut entries = [(stem(&chars("поезд")), 2), grammar(&chars("это"))];
        entries.sort_by_key(|(hash, _)| key(*hash));
        let keys = Keys::new(entries.iter().map(|(hash, _)| key(*hash)));
        let table = Table::new(keys, 1, entries.iter().map(|(_, level)| *level).collect());
        let file = write(Part::Topics, &[("words", table.to_bytes())]);
        let container = Container::read(&file, Part::Topics).expect("just written");
        let words = Words::read(container.section("words").expect("just written")).expect("just written");
        assert_eq!(words.level(stem(&chars("поездами"))), 2);
        assert!((share(2) - 0.004 * std::f32::consts::SQRT_2).abs() < 1e-6);
        assert_eq!(words.weight(stem(&chars("величковка"))), -libm::logf(RARE_SHARE));
        assert!(words.is_grammar(&chars("это")) && !words.is_grammar(&chars("поезд")));
    }

    #[test]
    fn levels_double() {
        assert_eq!([0.0019, 0.002, 0.0039, 0.004, 0.9].map(level), [None, Some(1), Some(1), Some(2), Some(LEVELS)]);
    }
}
