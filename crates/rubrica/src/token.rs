//! Words of a text, normalised, with their places in the text kept.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

/// More characters than this of one word are noise (keyboard mashing, base64): they are read but make no features.
const LONGEST_WORD: usize = 40;

/// How the characters of a token hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Letters between separators.
    Word,
    /// A stretch of a script that sets no spaces between words, cut to a length.
    Dense,
    /// Digits alone.
    Number,
}

/// A token and the bytes of the text that it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
    /// How its characters hang together.
    pub shape: Shape,
    /// Script of its first letter; [`Script::Common`] for numbers.
    pub script: Script,
    /// Number of its letters in the text.
    pub letters: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Dense,
    Digit,
    /// Belongs to a word if it stands inside it: marks, joiners, apostrophes.
    Inner,
    Separator,
}

/// Calls `each` for every token, in order, with its characters: lower-cased, compatibility forms resolved (NFKC),
/// digits as `0`. Addresses (`https://…`, `www.…`, `@name`) are passed over: they are in no language and about nothing.
pub fn tokens(text: &str, mut each: impl FnMut(Token, &[char])) {
    let mut normal: Vec<char> = Vec::with_capacity(2 * LONGEST_WORD);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let class = class(c);
        if matches!(class, Class::Separator | Class::Inner) {
            at += c.len_utf8();
            if c == '@' {
                at += word_end(&text[at..], Class::Letter);
            }
            continue;
        }
        if (c == 'h' || c == 'w') && starts_with_address(&text[at..]) {
            at += text[at..].find(char::is_whitespace).unwrap_or(text.len() - at);
            continue;
        }
        let end = at + word_end(&text[at..], class);
        each(normalise(&text[at..end], at, class, &mut normal), &normal);
        at = end;
    }
}

fn starts_with_address(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|prefix| text.starts_with(prefix))
}

/// Length in bytes of the token at the beginning of `text`, whose first character is of `first` class.
fn word_end(text: &str, first: Class) -> usize {
    let mut end = 0;
    let mut characters = 0;
    for (at, c) in text.char_indices() {
        let class = class(c);
        let dense = class == Class::Dense;
        let inside = match class {
            Class::Separator => false,
            Class::Inner => {
                // Inside only if a letter follows, or if it is a mark on the letter before.
                if is_apostrophe(c) {
                    continue;
                }
                true
            }
            Class::Letter | Class::Digit | Class::Dense => (first == Class::Dense) == dense,
        };
        if !inside || (end < at && breaks_at_apostrophe(&text[end..at], first)) {
            break;
        }
        end = at + c.len_utf8();
        characters += 1;
        if first == Class::Dense && characters == LONGEST_WORD {
            break;
        }
    }
    end
}

/// Between `end` of the word so far and the next letter stand only apostrophes: one holds a word together, two do not.
fn breaks_at_apostrophe(between: &str, first: Class) -> bool {
    first == Class::Dense || between.chars().count() > 1
}

fn normalise(word: &str, start: usize, class: Class, normal: &mut Vec<char>) -> Token {
    normal.clear();
    let mut plain = true;
    let mut letters = 0;
    let mut script = Script::Common;
    for c in word.chars() {
        if c.is_numeric() {
            normal.push('0');
            continue;
        }
        if !is_joiner(c) {
            letters += 1;
        }
        if script == Script::Common {
            script = script_of(c);
        }
        plain &= keeps_its_form(c);
        if normal.len() >= LONGEST_WORD {
            continue;
        }
        if c.is_ascii() {
            normal.push(c.to_ascii_lowercase());
        } else if is_apostrophe(c) {
            normal.push('\'');
        } else if !is_joiner(c) {
            normal.extend(c.to_lowercase());
        }
    }
    normal.truncate(LONGEST_WORD);
    if !plain {
        let resolved: Vec<char> = normal.iter().copied().nfkc().take(LONGEST_WORD).collect();
        normal.clear();
        normal.extend(resolved);
    }
    let shape = match class {
        Class::Dense => Shape::Dense,
        _ if letters > 0 => Shape::Word,
        _ => Shape::Number,
    };
    Token { start, end: start + word.len(), shape, script, letters }
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' | 'à'..='ö' | 'ø'..='ž' | 'а'..='я' | 'А'..='Я' => Class::Letter,
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

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | 'ʻ' | 'ʹ' | '`' | '´' | '‘')
}

/// Zero-width joiners, soft hyphens and tatweel: how a word is drawn, not what it is.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{ad}' | '\u{2060}' | '\u{640}')
}

/// Characters that NFKC leaves alone whatever stands next to them: most of what is ever read.
fn keeps_its_form(c: char) -> bool {
    matches!(c,
        '\0'..='\x7f' | 'à'..='ö' | 'ø'..='ı' | 'ĸ'..='ľ' | 'ł'..='ň' | 'Ŋ'..='ž'
        | 'А'..='я' | 'ё'..='џ' | 'ا'..='غ' | 'ف'..='ي' | 'א'..='ת' | 'α'..='ω' | 'ά'..='ώ'
        | '\u{4e00}'..='\u{9fff}' | 'あ'..='ん' | 'ア'..='ン' | '가'..='힣' | 'ก'..='า' | 'क'..='ह')
}

/// Scripts whose words stand without spaces between them.
pub fn sets_no_spaces(script: Script) -> bool {
    use Script::{Bopomofo, Han, Hiragana, Javanese, Katakana, Khmer, Lao, Myanmar, New_Tai_Lue, Tai_Le, Tai_Tham};
    is_han_or_kana(script)
        || matches!(script, Script::Thai | Lao | Khmer | Myanmar | Javanese | Tai_Le | New_Tai_Lue | Tai_Tham)
        || matches!(script, Bopomofo | Han | Hiragana | Katakana)
}

/// Scripts whose single characters carry meaning or whole syllables of Chinese and Japanese.
pub fn is_han_or_kana(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo)
}

/// The script of a character, at once for the commonest.
pub fn script_of(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' | 'à'..='ö' | 'ø'..='ž' => Script::Latin,
        'а'..='я' | 'А'..='Я' => Script::Cyrillic,
        '\u{4e00}'..='\u{9fff}' => Script::Han,
        // The long-vowel mark stands in words of kana.
        'ー' => Script::Katakana,
        _ => c.script(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        tokens(text, |token, chars| {
            assert!(text.get(token.start..token.end).is_some(), "offsets on character borders");
            found.push(chars.iter().collect());
        });
        found
    }

    #[test]
    fn words_are_lower_cased_and_digits_lose_their_value() {
        assert_eq!(words("Don't PANIC: G20, 1984!"), ["don't", "panic", "g00", "0000"]);
        assert_eq!(words("П’ять Ёлок ‘quoted’ rock''n"), ["п'ять", "ёлок", "quoted", "rock", "n"]);
    }

    #[test]
    fn one_word_has_one_form_however_it_is_encoded() {
        assert_eq!(words("и\u{306}од caf\u{e9} cafe\u{301} ｆｕｌｌ"), ["йод", "café", "café", "full"]);
        assert_eq!(words("می\u{200c}خواهم soft\u{ad}hyphen"), ["میخواهم", "softhyphen"]);
    }

    #[test]
    fn addresses_are_passed_over() {
        assert_eq!(words("see https://example.org/a?b=c or www.example.org, @somebody said"), ["see", "or", "said"]);
    }

    #[test]
    fn scripts_without_spaces_come_in_stretches() {
        assert_eq!(words("东京 2025年ニュース"), ["东京", "0000", "年ニュース"]);
        assert_eq!(words("ข่าววันนี้ Bangkok"), ["ข่าววันนี้", "bangkok"]);
    }

    #[test]
    fn offsets_lead_back_to_the_text() {
        let text = "«Ещё» 𝄞 ﬁne";
        let mut spans = Vec::new();
        tokens(text, |token, _| spans.push(&text[token.start..token.end]));
        assert_eq!(spans, ["Ещё", "ﬁne"]);
    }
}
