//! The parts of the topic model's table, for words in a group of letters each: what is written otherwise has hardly anything
//! in common, so a text needs no more of them than it is written in.

use unicode_normalization::UnicodeNormalization;
use unicode_script::Script;

use crate::characters::character;

/// A group of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pack {
    /// What is in every model: words of the letters a to z, and what belongs to no script.
    Latin,
    /// Words with a Latin letter beyond these, as most languages have but English.
    LatinExtended,
    /// Cyrillic letters.
    Cyrillic,
    /// Arabic letters.
    Arabic,
    /// Chinese, Japanese and Korean.
    Cjk,
    /// The scripts of India and Sri Lanka.
    Indic,
    /// All others.
    Other,
}

impl Pack {
    /// All of them, by their numbers.
    pub const ALL: [Self; 7] =
        [Self::Latin, Self::LatinExtended, Self::Cyrillic, Self::Arabic, Self::Cjk, Self::Indic, Self::Other];

    /// The pack that knows the features of a token in that script, of those normalised characters.
    #[inline]
    pub fn of(script: Script, chars: &[char]) -> Self {
        match script {
            Script::Latin if chars.iter().any(|c| is_latin_extended(*c)) => Self::LatinExtended,
            Script::Latin | Script::Common | Script::Inherited | Script::Unknown => Self::Latin,
            Script::Cyrillic => Self::Cyrillic,
            Script::Arabic => Self::Arabic,
            Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo => Self::Cjk,
            Script::Devanagari
            | Script::Bengali
            | Script::Gurmukhi
            | Script::Gujarati
            | Script::Oriya
            | Script::Tamil
            | Script::Telugu
            | Script::Kannada
            | Script::Malayalam
            | Script::Sinhala => Self::Indic,
            _ => Self::Other,
        }
    }

    /// What files and programs call it.
    pub fn name(self) -> &'static str {
        ["latin", "latinExtended", "cyrillic", "arabic", "cjk", "indic", "other"][self as usize]
    }

    /// The packs that may have features of a text, by their numbers.
    pub fn all_in(text: &str) -> [bool; Self::ALL.len()] {
        let mut found = [false; Self::ALL.len()];
        for c in text.chars() {
            let known = character(c);
            if known.is_alphanumeric() {
                found[Self::of(known.script, &[known.lower]) as usize] = true;
                found[Self::LatinExtended as usize] |= !known.keeps_its_form && becomes_latin_extended(c);
            } else {
                found[Self::LatinExtended as usize] |= MARKS.contains(&c);
            }
        }
        found
    }
}

/// They may become one letter with a Latin one before them.
const MARKS: std::ops::RangeInclusive<char> = '\u{300}'..='\u{36f}';

fn is_latin_extended(c: char) -> bool {
    !c.is_ascii() && character(c).script == Script::Latin
}

/// As İ does, which has no such letter in lower case.
fn becomes_latin_extended(c: char) -> bool {
    !c.is_ascii() && [c].iter().copied().nfkc().any(is_latin_extended)
}
