//! The one feature extractor: training and serving both see text through [`features`] and nothing else.

use crate::characters::is_han_or_kana;
use crate::token::{Shape, Token, tokens};
use unicode_script::Script;

/// A feature of a text, hashed, and which of the two tables knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    /// 64 bits, the highest of which are well mixed: they are the feature's key in a table.
    pub hash: u64,
    /// The language table has a row for it.
    pub language: bool,
    /// The topic table has a row for it.
    pub topics: bool,
    /// First character of the token that it covers, and the one behind the last.
    pub covers: (usize, usize),
}

/// Takes what [`features`] finds.
pub trait Visitor {
    /// A feature of the token that comes next.
    fn feature(&mut self, feature: Feature);
    /// A token, after all of its features, and its normalised characters.
    fn token(&mut self, token: Token, chars: &[char]);
}

/// Which lengths of character n-grams go into which table.
struct Lengths {
    language: std::ops::RangeInclusive<usize>,
    topics: std::ops::RangeInclusive<usize>,
}

const LONGEST_GRAM: usize = 5;

const WORDS: Lengths = Lengths { language: 1..=LONGEST_GRAM, topics: 3..=4 };
/// A syllable block holds two to four letters.
const HANGUL: Lengths = Lengths { language: 1..=3, topics: 2..=4 };
const HAN_AND_KANA: Lengths = Lengths { language: 1..=3, topics: 1..=4 };
/// Without spaces, longer n-grams have to stand in for words.
const OTHER_DENSE: Lengths = Lengths { language: 1..=4, topics: 3..=LONGEST_GRAM };

/// Shows `visitor` every token, in order, and before it each of that token's features.
pub fn features(text: &str, visitor: &mut impl Visitor) {
    tokens(text, |token, chars| {
        token_features(&token, chars, |feature| visitor.feature(feature));
        visitor.token(token, chars);
    });
}

/// Shows each feature of one token, whose normalised characters are `chars`.
///
/// Features of a word are the word itself and its character n-grams, word borders (`<`, `>`) counting as characters.
/// Stretches of scripts without spaces have n-grams alone.
pub fn token_features(token: &Token, chars: &[char], mut each: impl FnMut(Feature)) {
    let covers = (0, chars.len());
    match token.shape {
        Shape::Number => each(Feature { hash: word_hash(chars), language: false, topics: true, covers }),
        Shape::Word => {
            let language = token.is_of_language();
            each(Feature { hash: word_hash(chars), language, topics: true, covers });
            let lengths = if token.script == Script::Hangul { HANGUL } else { WORDS };
            grams(chars, true, &lengths, |feature| each(Feature { language: feature.language && language, ..feature }));
        }
        Shape::Dense => {
            let lengths = if is_han_or_kana(token.script) { HAN_AND_KANA } else { OTHER_DENSE };
            grams(chars, false, &lengths, each);
        }
    }
}

/// The hash of a whole word.
pub fn word_hash(chars: &[char]) -> u64 {
    chars.iter().fold(Seed::Word as u64, |hash, c| mix(hash, u64::from(*c)))
}

fn grams(chars: &[char], borders: bool, lengths: &Lengths, mut each: impl FnMut(Feature)) {
    let border = usize::from(borders);
    let length = chars.len() + 2 * border;
    let at = |i: usize| match i {
        0 if borders => '<',
        _ if i - border < chars.len() => chars[i - border],
        _ => '>',
    };
    let longest = *lengths.language.end().max(lengths.topics.end());
    for start in 0..length {
        let mut hash = Seed::Gram as u64;
        for n in 1..=longest.min(length - start) {
            hash = mix(hash, u64::from(at(start + n - 1)));
            let (language, topics) = (lengths.language.contains(&n), lengths.topics.contains(&n));
            // A border alone says nothing.
            if (language || topics) && !(n == 1 && borders && (start == 0 || start == length - 1)) {
                let covers = (start.saturating_sub(border), (start + n - border).min(chars.len()));
                each(Feature { hash, language, topics, covers });
            }
        }
    }
}

/// Where a hash begins, so that a word and the n-gram of the same letters differ.
// u64, because a discriminant is an isize otherwise, which wasm has 32 bits of.
#[derive(Clone, Copy)]
#[repr(u64)]
enum Seed {
    Word = 0x6a09_e667_f3bc_c908,
    Gram = 0x3b67_ae85_84ca_a73b,
}

/// One step of a multiplicative hash: the high bits depend on every character so far.
fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(23) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let mut found = Hashes(Vec::new(), keep);
        features(text, &mut found);
        found.0
    }

    #[test]
    fn a_word_gives_itself_and_its_n_grams() {
        // `<ab>`: itself; n-grams of length 1: a b; 2: <a ab b>; 3: <ab ab>; 4: <ab>.
        assert_eq!(hashes("ab", |f| f.language).len(), 1 + 2 + 3 + 2 + 1);
        assert_eq!(hashes("ab", |f| f.topics).len(), 1 + 2 + 1);
    }

    #[test]
    fn case_does_not_matter() {
        assert_eq!(hashes("Red ROSES", |_| true), hashes("red roses", |_| true));
    }

    #[test]
    fn a_chinese_word_has_the_same_features_inside_a_sentence() {
        let sentence = hashes("我爱北京天安门", |f| f.topics);
        assert!(hashes("北京", |f| f.topics).iter().all(|hash| sentence.contains(hash)));
    }

    #[test]
    fn nothing_but_signs_has_no_features() {
        assert_eq!(hashes("… — 🙂🙂 !?", |_| true), []);
    }

    #[test]
    fn hashes_spread_over_a_small_table() {
        let text = (0..20_000).map(|i| format!("w{}", radix(i))).collect::<Vec<String>>().join(" ");
        let mut rows = vec![0_u32; 1 << 12];
        for hash in hashes(&text, |f| f.topics) {
            rows[(hash >> 52) as usize] += 1;
        }
        let filled = rows.iter().filter(|n| **n > 0).count();
        assert!(filled > rows.len() * 9 / 10, "{filled} of {} rows are used", rows.len());
    }

    fn radix(mut n: u32) -> String {
        let mut word = String::new();
        while n > 0 {
            word.push(char::from(b'a' + (n % 26) as u8));
            n /= 26;
        }
        word
    }
}
