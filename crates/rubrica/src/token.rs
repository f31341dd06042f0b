//! Words of a text, normalised, with their places in the text kept.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_script::Script;

use crate::characters::{Class, character};

/// More characters than this of one word are noise (keyboard mashing, base64): they are read but make no features.
const LONGEST_WORD: usize = 40;

/// Hardly a name of a host is longer. To look further would cost time wherever many names hang together by full stops.
const LONGEST_HOST: usize = 64;

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
    /// Number of its digits in the text.
    pub digits: usize,
}

impl Token {
    /// Whether it is in some language: not so numbers, and names like `G20` and `2x`.
    pub fn is_of_language(&self) -> bool {
        self.letters > self.digits
    }
}

/// Calls `each` for every token, in order, with its characters: lower-cased, compatibility forms resolved (NFKC),
/// digits as `0`. Addresses (`https://…`, `www.…`, `host.org/…`, `who@host.org`, `@name`, `/a/path`) are passed over: they are
/// in no language and about nothing.
pub fn tokens(text: &str, mut each: impl FnMut(Token, &[char])) {
    each_token(text, usize::MAX, &mut each);
}

/// The same for no more than `most` tokens.
pub fn first_tokens(text: &str, most: usize, mut each: impl FnMut(Token, &[char])) {
    each_token(text, most, &mut each);
}

// One for all: with a loop for each, a page loads more code.
fn each_token(text: &str, most: usize, each: &mut dyn FnMut(Token, &[char])) {
    let mut normal: Vec<char> = Vec::with_capacity(2 * LONGEST_WORD);
    let mut at = 0;
    let mut left = most;
    let behind_address = |at: usize| at + text[at..].find(ends_address).unwrap_or(text.len() - at);
    while left > 0
        && let Some(c) = text[at..].chars().next()
    {
        let class = character(c).class;
        if matches!(class, Class::Separator | Class::Inner) {
            if c == '/'
                && starts_with_path(&text[at..])
                && text[..at].chars().next_back().is_none_or(char::is_whitespace)
            {
                at = behind_address(at);
                continue;
            }
            at += c.len_utf8();
            if c == '@' {
                at += word_end(&text[at..], Class::Letter);
            }
            continue;
        }
        if (c == 'h' || c == 'w') && starts_with_address(&text[at..]) {
            at = behind_address(at);
            continue;
        }
        let end = at + word_end(&text[at..], class);
        if goes_on_as_address(&text[end..]) {
            at = behind_address(end);
            continue;
        }
        each(normalise(&text[at..end], at, class, &mut normal), &normal);
        at = end;
        left -= 1;
    }
}

fn starts_with_address(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|prefix| text.starts_with(prefix))
}

/// White space, or a letter or sign of a script that sets no spaces.
fn ends_address(c: char) -> bool {
    c.is_whitespace() || c >= '\u{2e80}' || character(c).class == Class::Dense
}

/// Whether names between slashes follow each other: `/usr/lib`.
fn starts_with_path(text: &str) -> bool {
    let mut names = text.split('/').skip(1);
    let is_name = |name: Option<&str>| name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphanumeric()));
    let first = names.next();
    is_name(first) && is_name(names.next()) && first.is_some_and(|name| !name.contains(char::is_whitespace))
}

/// Whether the word before was the beginning of an address: `@host` follows, or `.host/`.
fn goes_on_as_address(text: &str) -> bool {
    let is_host = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    match text.as_bytes() {
        [b'@', next, ..] => next.is_ascii_alphanumeric(),
        [b'.', next, ..] if next.is_ascii_alphabetic() => {
            let host = text.bytes().take(LONGEST_HOST).take_while(|byte| is_host(byte)).count();
            let path = text[host..].strip_prefix('/');
            path.is_some_and(|path| path.starts_with(|c: char| !c.is_whitespace()))
        }
        _ => false,
    }
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

/// The token of a word that begins at `start`, and its characters as [`tokens`] gives them.
pub(crate) fn normalise(word: &str, start: usize, class: Class, normal: &mut Vec<char>) -> Token {
    normal.clear();
    let mut plain = true;
    let (mut letters, mut digits) = (0, 0);
    let mut script = Script::Common;
    for c in word.chars() {
        let known = character(c);
        if known.is_numeric {
            digits += 1;
            normal.push('0');
            continue;
        }
        // A mark is a part of the letter before it, and in its script.
        letters += usize::from(!known.is_joiner && known.script != Script::Inherited);
        if matches!(script, Script::Common | Script::Inherited) {
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
    Token { start, end: start + word.len(), shape, script, letters, digits }
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
        assert_eq!(
            words("mail who.else@example.org or open example.org/a-b?c=d, /usr/lib/x.so"),
            ["mail", "who", "or", "open"]
        );
        assert_eq!(words("见https://example.org/a。新闻 who@example.org，再见"), ["见", "新闻", "再见"]);
        // No addresses: a choice, an agency between slashes, a full stop without a space, a site's name.
        assert_eq!(
            words("and/or /Agency/ it ended.Then example.org said"),
            ["and", "or", "agency", "it", "ended", "then", "example", "org", "said"]
        );
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
