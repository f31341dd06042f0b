//! The parts of the topic model's table, a group of scripts each: features of different scripts have nothing in common, so
//! a text needs no more of them than it is written in.

use unicode_script::Script;

use crate::characters::character;

/// A group of scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pack {
    /// What is in every model: Latin letters, and what belongs to no script.
    Latin,
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
    pub const ALL: [Self; 6] = [Self::Latin, Self::Cyrillic, Self::Arabic, Self::Cjk, Self::Indic, Self::Other];

    /// The pack that knows the features of a token in that script.
    #[inline]
    pub fn of(script: Script) -> Self {
        match script {
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
        ["latin", "cyrillic", "arabic", "cjk", "indic", "other"][self as usize]
    }

    /// The packs that have features of a text, by their numbers.
    pub fn all_in(text: &str) -> [bool; Self::ALL.len()] {
        let mut found = [false; Self::ALL.len()];
        for known in text.chars().map(character).filter(|known| known.is_alphanumeric()) {
            found[Self::of(known.script) as usize] = true;
        }
        found
    }
}
