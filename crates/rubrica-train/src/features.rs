//! The features of a text, by the table that knows them.

use rubrica::training::{Feature, Letters, Pack, Token, Visitor, family, features, tokens};

/// A feature that was found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The number of the table that may have a row for it.
    pub table: usize,
    /// Its hash.
    pub hash: u64,
}

/// The features that the language table knows, of what a text has of the family of scripts that most of its letters are of.
pub fn language_features(text: &str) -> Vec<Found> {
    let main = letters(text).families().first().map(|(family, _)| *family);
    let (of_main, of_others) = (0, 1);
    let table = |token: &Token, _: &[char]| if Some(family(token.script)) == main { of_main } else { of_others };
    let mut found = found(text, |feature| feature.language, table);
    found.retain(|feature| feature.table == of_main);
    found
}

/// The letters of a text.
pub fn letters(text: &str) -> Letters {
    let mut letters = Letters::default();
    tokens(text, |token, _| letters.count(&token));
    letters
}

/// The features that the topic model's tables know, one for each [`Pack`].
pub fn topic_features(text: &str) -> Vec<Found> {
    found(text, |feature| feature.topics, |token, chars| Pack::of(token.script, chars) as usize)
}

fn found(text: &str, keep: fn(&Feature) -> bool, table: impl Fn(&Token, &[char]) -> usize) -> Vec<Found> {
    struct Finder<T> {
        found: Vec<Found>,
        /// Where the features of the token begin that comes next.
        token: usize,
        keep: fn(&Feature) -> bool,
        table: T,
    }
    impl<T: Fn(&Token, &[char]) -> usize> Visitor for Finder<T> {
        fn feature(&mut self, feature: Feature) {
            if (self.keep)(&feature) {
                self.found.push(Found { table: 0, hash: feature.hash });
            }
        }
        fn token(&mut self, token: Token, chars: &[char]) {
            let table = (self.table)(&token, chars);
            self.found[self.token..].iter_mut().for_each(|found| found.table = table);
            self.token = self.found.len();
        }
    }
    let mut finder = Finder { found: Vec::new(), token: 0, keep, table };
    features(text, &mut finder);
    finder.found
}
