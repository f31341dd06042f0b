//! Words of a text, normalised, with their places in the text kept.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_script::Script;

use crate::characters::{Class, character};

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

/// Calls `each` for every token, in order, with its characters: lower-cased, compatibility forms resolved (NFKC),
/// digits as `0`. Addresses (`https://…`, `www.…`, `@name`) are passed over: they are in no language and about nothing.
pub fn tokens(text: &str, each: impl FnMut(Token, &[char])) {
    first_tokens(text, usize::MAX, each);
}

/// The same for no more than `most` tokens.
pub fn first_tokens(text: &str, most: usize, mut each: impl FnMut(Token, &[char])) {
    let mut normal: Vec<char> = Vec::with_capacity(2 * LONGEST_WORD);
    let mut at = 0;
    let mut left = most;
    while left > 0
        && let Some(c) = text[at..].chars().next()
    {
        let class = character(c).class;
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
        left -= 1;
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
        let known = character(c);
        let dense = known.class == Class::Dense;
        let inside = match known.class {
            Class::Separator => false,
            Class::Inner => {
                // Inside only if a letter follows, or if it is a mark on the letter before.
                if known.is_apostrophe {
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
        let known = character(c);
        if known.is_numeric {
            normal.push('0');
            continue;
        }
        letters += usize::from(!known.is_joiner);
        if script == Script::Common {
            script = known.script;
        }
        plain &= known.keeps_its_form;
        if normal.len() >= LONGEST_WORD {
            continue;
        }
        if known.is_apostrophe {
            normal.push('\'');
        } else if known.becomes_several {
            normal.extend(c.to_lowercase());
        } else if !known.is_joiner {
            normal.push(known.lower);
        }
    }
    normal.truncate(LONGEST_WORD);
    if !plain && is_nfkc_quick(normal.iter().copied()) != IsNormalized::Yes {
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
