//! What single characters are.
//!
//! The standard library and its kin search long lists for what they tell of a character, and reading asks often. So it is
//! asked once for each page of 256 characters that a text has, and kept.

use std::sync::OnceLock;

use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_script::{Script, UnicodeScript};

/// What a character is to words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Letter,
    Dense,
    Digit,
    /// Belongs to a word if it stands inside it: marks, joiners, apostrophes.
    Inner,
    Separator,
}

/// What is asked of a character.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(crate) struct Character {
    /// The first of its lower-case form, which nearly always is the only one.
    pub lower: char,
    pub script: Script,
    pub class: Class,
    pub is_alphabetic: bool,
    pub is_numeric: bool,
    pub is_uppercase: bool,
    pub is_lowercase: bool,
    /// Its lower-case form has several characters.
    pub becomes_several: bool,
    pub is_apostrophe: bool,
    /// Zero-width joiners, soft hyphens and tatweel: how a word is drawn, not what it is.
    pub is_joiner: bool,
    /// NFKC leaves its lower-case form alone, if it does so with those that stand next to it.
    pub keeps_its_form: bool,
}

impl Character {
    /// Whether it is a letter or a digit.
    pub fn is_alphanumeric(self) -> bool {
        self.is_alphabetic || self.is_numeric
    }

    fn new(c: char) -> Self {
        let c = latin_form(c);
        let mut lower = c.to_lowercase();
        Self {
            lower: lower.next().unwrap_or(c),
            becomes_several: lower.next().is_some(),
            script: script_of(c),
            class: class(c),
            is_alphabetic: c.is_alphabetic(),
            is_numeric: c.is_numeric(),
            is_uppercase: c.is_uppercase(),
            is_lowercase: c.is_lowercase(),
            is_apostrophe: is_apostrophe(c),
            is_joiner: is_joiner(c),
            keeps_its_form: keeps_its_form(c),
        }
    }
}

type Page = [Character; 256];

/// The pages of the Basic Multilingual Plane, which nearly all that is read is in.
static PAGES: [OnceLock<Box<Page>>; 256] = [const { OnceLock::new() }; 256];

/// What a character is.
#[inline]
pub(crate) fn character(c: char) -> Character {
    let (page, place) = (c as usize / 256, c as usize % 256);
    match PAGES.get(page) {
        Some(known) => known.get_or_init(|| read(page))[place],
        None => Character::new(c),
    }
}

/// A text in lower case, as the standard library has it, but for letters that are drawn otherwise: those are Latin.
pub(crate) fn lowercase(text: &str) -> String {
    // At the end of a word this letter has another form.
    if text.contains('Σ') {
        return text.chars().map(latin_form).collect::<String>().to_lowercase();
    }
    let mut lower = String::with_capacity(text.len());
    for c in text.chars() {
        let known = character(c);
        if known.becomes_several {
            lower.extend(c.to_lowercase());
        } else {
            lower.push(known.lower);
        }
    }
    lower
}

#[cold]
fn read(page: usize) -> Box<Page> {
    // What is no character, but half of one in UTF-16, is never asked for.
    Box::new(std::array::from_fn(|place| {
        Character::new(char::from_u32((page * 256 + place) as u32).unwrap_or(char::REPLACEMENT_CHARACTER))
    }))
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '\'' => Class::Inner,
        '\0'..='\x7f' => Class::Separator,
        '\u{4e00}'..='\u{9fff}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => Class::Dense,
        _ if is_apostrophe(c) || is_joiner(c) => Class::Inner,
        _ if c.is_numeric() => Class::Digit,
        _ if c.is_alphabetic() => {
            if sets_no_spaces(script_of(c)) {
                Class::Dense
            } else {
                Class::Letter
            }
        }
        // A mark on a letter of a dense script belongs to that stretch.
        _ if is_combining_mark(c) => {
            if sets_no_spaces(script_of(c)) {
                Class::Dense
            } else {
                Class::Inner
            }
        }
        _ => Class::Separator,
    }
}

/// Letters that are drawn for mathematics or in circles (`𝐁`, `Ⓑ`) are of no script: the Latin one that NFKC makes of each.
fn latin_form(c: char) -> char {
    if c.is_ascii() || script_of(c) != Script::Common || !c.is_alphabetic() {
        return c;
    }
    // What others iterate over, too: code for another kind would be more wasm.
    let alone = [c];
    let mut form = alone.iter().copied().nfkc();
    match (form.next(), form.next()) {
        (Some(letter), None) if script_of(letter) == Script::Latin => letter,
        _ => c,
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | 'ʻ' | 'ʹ' | '`' | '´' | '‘')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{ad}' | '\u{2060}' | '\u{640}')
}

/// Words of such characters alone are their own NFKC (Unicode Standard Annex 15, section 9).
fn keeps_its_form(c: char) -> bool {
    c.to_lowercase()
        .all(|c| canonical_combining_class(c) == 0 && is_nfkc_quick(std::iter::once(c)) == IsNormalized::Yes)
}

/// Scripts whose words stand without spaces between them.
pub fn sets_no_spaces(script: Script) -> bool {
    use Script::{Javanese, Khmer, Lao, Myanmar, New_Tai_Lue, Tai_Le, Tai_Tham, Thai};
    is_han_or_kana(script)
        || matches!(script, Thai | Lao | Khmer | Myanmar | Javanese | Tai_Le | New_Tai_Lue | Tai_Tham)
}

/// Scripts whose single characters carry meaning or whole syllables of Chinese and Japanese.
pub fn is_han_or_kana(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo)
}

/// The script that stands for all that are written together: Japanese is in three at once.
pub fn family(script: Script) -> Script {
    if is_han_or_kana(script) { Script::Han } else { script }
}

/// The script of a character.
pub fn script_of(c: char) -> Script {
    match c {
        '\u{4e00}'..='\u{9fff}' => Script::Han,
        // The long-vowel mark stands in words of kana.
        'ー' => Script::Katakana,
        _ => c.script(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_case_is_that_of_the_standard_library() {
        for text in ["", "Ab ÇÉ", "ΟΔΥΣΣΕΥΣ", "İSTANBUL ẞ", "𐐀 МИР"] {
            assert_eq!(lowercase(text), text.to_lowercase());
        }
    }

    #[test]
    fn letters_that_are_drawn_otherwise_are_latin() {
        assert_eq!(lowercase("𝐁𝑖𝓰 Ⓑⓘ🄶 ℏ"), "big big ħ");
        assert_eq!(lowercase("𝐁 ΟΔΥΣΣΕΥΣ"), "b οδυσσευς");
        assert_eq!(character('𝔄').script, Script::Latin);
        assert!(character('𝔄').is_uppercase && !character('𝔞').is_uppercase);
        // Of mathematics in Greek letters and of units nobody reads the script.
        assert_eq!(lowercase("𝛼 5 µm 🅰"), "𝛼 5 µm 🅰");
        assert_eq!(character('µ').script, Script::Common);
    }

    #[test]
    fn every_character_is_what_the_standard_library_says() {
        for c in '\0'..=char::MAX {
            let known = character(c);
            let c = latin_form(c);
            assert_eq!(known.is_alphanumeric(), c.is_alphanumeric(), "{c:?}");
            assert_eq!((known.is_uppercase, known.is_lowercase), (c.is_uppercase(), c.is_lowercase()), "{c:?}");
            assert_eq!(c.to_lowercase().next(), Some(known.lower), "{c:?}");
            assert_eq!(c.to_lowercase().count() > 1, known.becomes_several, "{c:?}");
            assert_eq!(known.script, script_of(c), "{c:?}");
            if known.keeps_its_form {
                let word = format!("a{}e", c.to_lowercase());
                assert_eq!(word.nfkc().collect::<String>(), word, "{c:?}");
            }
        }
    }
}
