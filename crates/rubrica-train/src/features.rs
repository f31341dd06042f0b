//! The features of a text, by the table that knows them.

use rubrica::training::{Feature, Token, Visitor, features};

/// The hashes of the features that the language table knows.
pub fn language_features(text: &str) -> Vec<u64> {
    hashes(text, |feature| feature.language)
}

/// The hashes of the features that the topic table knows.
pub fn topic_features(text: &str) -> Vec<u64> {
    hashes(text, |feature| feature.topics)
}

fn hashes(text: &str, keep: fn(&Feature) -> bool) -> Vec<u64> {
    struct Hashes(Vec<u64>, fn(&Feature) -> bool);
    impl Visitor for Hashes {
        fn feature(&mut self, feature: Feature) {
            if (self.1)(&feature) {
                self.0.push(feature.hash);
            }
        }
        fn token(&mut self, _: Token, _: &[char]) {}
    }
    let mut hashes = Hashes(Vec::new(), keep);
    features(text, &mut hashes);
    hashes.0
}
