//! The words that say so: exact shares of a score.
//!
//! A score is a weighted sum over the features of the item, so every feature's share is known. Shares are summed to
//! words, or spread over the characters that n-grams cover; the strongest stretches are shown, and what the others carry
//! is stated as the rest.

use unicode_normalization::char::is_combining_mark;
use unicode_script::Script;

use crate::characters::{Class, family, script_of};
use crate::features::{Feature, token_features};
use crate::language::LanguageModel;
use crate::lexicon::Lexicon;
use crate::ranking::ranking;
use crate::report::{Share, rounded};
use crate::token::{Shape, Token, normalise, tokens};

/// No more spans than this are shown for one item and question.
const MOST_SPANS: usize = 8;
/// A span is shown if its share is at least this part of the strongest's.
const WEAKEST: f32 = 0.25;
/// Neighbours are one phrase if the weaker carries at least this part of what the stronger does.
const WEAKEST_NEIGHBOUR: f32 = 0.5;
/// Of a stretch of characters, those are shown that carry at least this part of what its strongest does.
const WEAKEST_CHARACTER: f32 = 0.25;

/// A stretch of the item and its share of the score.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    start: usize,
    end: usize,
    weight: f32,
}

/// How a score is made: what one unit of each dimension of a summed row adds to it, and what it is without any.
pub(crate) struct Scorer {
    pub direction: Vec<f32>,
    pub bias: f32,
}

/// The shares that are worth showing, and the sum of all others, bias included.
pub(crate) struct Shares {
    pub spans: Vec<Share>,
    pub rest: f64,
}

/// The strongest spans of `text[start..end]` for a score of the topic table.
pub(crate) fn evidence(text: &str, place: (usize, usize), lexicon: &mut Lexicon, scorer: &Scorer) -> Shares {
    evidence_beside(text, place, lexicon, scorer, |_, _| 0.0)
}

/// The same where words also count by themselves: `beside` tells what a token adds that its rows do not.
pub(crate) fn evidence_beside(
    text: &str,
    (start, end): (usize, usize),
    lexicon: &mut Lexicon,
    scorer: &Scorer,
    mut beside: impl FnMut(&Token, &[char]) -> f32,
) -> Shares {
    let item = &text[start..end];
    let mut found = Found::default();
    tokens(item, |token, chars| {
        if token.shape == Shape::Dense {
            // Without spaces there are no words to sum to.
            let table = lexicon.topics.table(&token, chars);
            let share = |feature: &Feature| {
                let row = if feature.topics { table.and_then(|table| table.row(feature.hash)) } else { None };
                row.map(|row| share(row, &scorer.direction))
            };
            characters(item, &token, chars, beside(&token, chars), share, &mut found);
        } else {
            let weight = lexicon.share(&token, chars, &scorer.direction) + beside(&token, chars);
            found.total += f64::from(weight);
            if token.shape != Shape::Number && !lexicon.topics.words.is_grammar(chars) {
                found.stretches.push(Stretch { start: token.start, end: token.end, weight });
            }
        }
    });
    found.shares(item, start, scorer)
}

/// The strongest stretches of letters of `text[start..end]` for a score by what it has of a family of scripts.
pub(crate) fn language_evidence(
    text: &str,
    (start, end): (usize, usize),
    model: &LanguageModel,
    of: Script,
    scorer: &Scorer,
) -> Shares {
    let item = &text[start..end];
    let mut found = Found::default();
    tokens(item, |token, chars| {
        if !token.is_of_language() || family(token.script) != of {
            return;
        }
        let share = |feature: &Feature| {
            let row = if feature.language { model.row(feature.hash) } else { None };
            row.map(|row| share(row, &scorer.direction))
        };
        characters(item, &token, chars, 0.0, share, &mut found);
    });
    found.shares(item, start, scorer)
}

/// What was found: stretches that may be shown, and the sum of all shares.
#[derive(Default)]
struct Found {
    stretches: Vec<Stretch>,
    total: f64,
}

impl Found {
    /// Adds the strong characters of a word; those of one sign that stand together make a stretch.
    fn stretches_of(&mut self, token: &Token, word: &str, chars: &[char], mut weights: Vec<f32>) {
        let sum = |weights: &[f32]| weights.iter().sum::<f32>();
        let Some(borders) = borders(word, chars) else {
            self.stretches.push(Stretch { start: token.start, end: token.end, weight: sum(&weights) });
            return;
        };
        let mut from = 0;
        for to in 1..=chars.len() {
            if to == chars.len() || borders[to] != borders[to - 1] && !cling(chars[to - 1], chars[to]) {
                let mean = sum(&weights[from..to]) / (to - from) as f32;
                weights[from..to].fill(mean);
                from = to;
            }
        }
        let floor = WEAKEST_CHARACTER * weights.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let side = |weight: f32| if weight.abs() < floor { 0 } else { weight.total_cmp(&0.0) as i8 };
        let mut from = 0;
        while from < chars.len() {
            let sign = side(weights[from]);
            let mut to = from + 1;
            while to < chars.len() && side(weights[to]) == sign {
                to += 1;
            }
            if sign != 0 {
                let (start, end) = (token.start + borders[from], token.start + borders[to]);
                self.stretches.push(Stretch { start, end, weight: sum(&weights[from..to]) });
            }
            from = to;
        }
    }

    /// The strongest, `offset` added to their places.
    fn shares(self, item: &str, offset: usize, scorer: &Scorer) -> Shares {
        let span = |stretch: Stretch| Share {
            start: offset + stretch.start,
            end: offset + stretch.end,
            weight: rounded(stretch.weight),
        };
        let spans: Vec<Share> = strongest(item, self.stretches).into_iter().map(span).collect();
        let shown: f64 = spans.iter().map(|span| span.weight).sum();
        Shares { spans, rest: rounded((f64::from(scorer.bias) + self.total - shown) as f32) }
    }
}

fn share(row: &[i8], direction: &[f32]) -> f32 {
    row.iter().zip(direction).map(|(value, weight)| f32::from(*value) * weight).sum()
}

/// Each feature's share is spread over its characters, and what the token has by `itself` over all.
fn characters(
    text: &str,
    token: &Token,
    chars: &[char],
    itself: f32,
    share: impl Fn(&Feature) -> Option<f32>,
    found: &mut Found,
) {
    let word = &text[token.start..token.end];
    let mut weights = vec![itself / chars.len() as f32; chars.len()];
    found.total += f64::from(itself);
    token_features(token, chars, |feature| {
        if let Some(weight) = share(&feature) {
            found.total += f64::from(weight);
            let (start, end) = feature.covers;
            for character in &mut weights[start..end] {
                *character += weight / (end - start) as f32;
            }
        }
    });
    found.stretches_of(token, word, chars, weights);
}

/// Where in a word its characters begin before they are normalised, and where the last ends, if each is made of one alone.
fn borders(word: &str, chars: &[char]) -> Option<Vec<usize>> {
    let mut borders = Vec::new();
    let mut normal = Vec::new();
    let mut end = word.len();
    for (at, c) in word.char_indices() {
        let rest = &chars[borders.len()..];
        if rest.is_empty() {
            // Of a long word only the beginning is normalised.
            end = at;
            break;
        }
        normalise(&word[at..at + c.len_utf8()], at, Class::Letter, &mut normal);
        normal.truncate(rest.len());
        if !rest.starts_with(&normal) {
            return None;
        }
        borders.resize(borders.len() + normal.len(), at);
    }
    borders.push(end);
    (borders.len() == chars.len() + 1).then_some(borders)
}

/// Whether no word can end between two characters: before a mark or a small kana, within katakana, before the vowels of Thai
/// and Lao that a consonant leads, and behind those that lead one.
fn cling(before: char, behind: char) -> bool {
    let katakana = |c| script_of(c) == Script::Katakana;
    is_combining_mark(behind)
        || katakana(before) && katakana(behind)
        || matches!(behind, 'ー' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ะ' | 'า' | 'ະ' | 'າ')
        || matches!(before, 'เ'..='ไ' | 'ເ'..='ໄ')
}

/// The strongest stretches in the order of the text, phrases joined.
fn strongest(text: &str, mut found: Vec<Stretch>) -> Vec<Stretch> {
    let order = ranking(found.iter().map(|stretch| f64::from(stretch.weight.abs())));
    let floor = order.first().map_or(0.0, |first| found[*first].weight.abs() * WEAKEST);
    let mut kept = vec![false; found.len()];
    for index in order.into_iter().take(MOST_SPANS) {
        kept[index] = found[index].weight.abs() >= floor && found[index].weight != 0.0;
    }
    let mut keep = kept.iter();
    found.retain(|_| keep.next().is_some_and(|kept| *kept));
    let mut joined: Vec<Stretch> = Vec::new();
    let mut neighbour = 0.0;
    for stretch in found {
        match joined.last_mut() {
            Some(last)
                if are_one_phrase(neighbour, stretch.weight)
                    && text[last.end..stretch.start].chars().all(|c| c == ' ' || c == '-') =>
            {
                last.end = stretch.end;
                last.weight += stretch.weight;
            }
            _ => joined.push(stretch),
        }
        neighbour = stretch.weight;
    }
    joined
}

/// Whether neighbours with these shares speak as one.
fn are_one_phrase(a: f32, b: f32) -> bool {
    let (weaker, stronger) = (a.abs().min(b.abs()), a.abs().max(b.abs()));
    (a > 0.0) == (b > 0.0) && weaker >= WEAKEST_NEIGHBOUR * stronger
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is shown of words with these shares.
    fn shown(words: &[(&str, f32)]) -> Vec<String> {
        let mut text = String::new();
        let mut found = Vec::new();
        for (word, weight) in words {
            let start = text.len();
            text += word;
            found.push(Stretch { start, end: text.len(), weight: *weight });
            text += " ";
        }
        strongest(&text, found).iter().map(|stretch| text[stretch.start..stretch.end].to_owned()).collect()
    }

    #[test]
    fn neighbours_that_say_about_as_much_are_one_phrase() {
        assert_eq!(shown(&[("prime", 1.0), ("minister", 1.5), ("there", 0.1)]), ["prime minister"]);
        assert_eq!(shown(&[("one", 1.0), ("two", 1.0), ("three", 1.0), ("four", 1.0)]), ["one two three four"]);
        assert_eq!(shown(&[("new", 0.5), ("earthquake", 1.5)]), ["new", "earthquake"]);
        assert_eq!(shown(&[("for", 1.0), ("against", -1.0)]), ["for", "against"]);
        assert_eq!(shown(&[("end,", 1.0), (",", 0.0), ("beginning", 1.0)]), ["end,", "beginning"]);
    }

    #[test]
    fn what_says_little_beside_the_strongest_is_not_shown() {
        assert_eq!(
            shown(&[("earthquake", 2.0), ("said", 0.4), ("on", -0.1), ("cheap", -0.6)]),
            ["earthquake", "cheap"]
        );
        assert_eq!(shown(&[("nothing", 0.0)]), [""; 0]);
    }

    /// The characters of a text's first token.
    fn first_chars(text: &str) -> Vec<char> {
        let mut first = Vec::new();
        crate::token::first_tokens(text, 1, |_, chars| first = chars.to_vec());
        first
    }

    #[test]
    fn characters_are_found_again_in_the_text() {
        let found = |text: &str| {
            let borders = borders(text, &first_chars(text))?;
            Some(borders.windows(2).map(|place| text[place[0]..place[1]].to_owned()).collect::<Vec<String>>())
        };
        let split = |text: &str| Some(text.split(' ').map(str::to_owned).collect::<Vec<String>>());
        // The vowel becomes two characters, the first of which is a mark without a place of its own …
        assert_eq!(found("คำนำ"), split("ค  ำ น  ำ"));
        // … and the fortieth is the last: thirteen times three, and one more.
        let long = "นำ".repeat(20);
        assert_eq!(borders(&long, &first_chars(&long)).map(|borders| borders[39..].to_vec()), Some(vec![78, 81]));
        assert_eq!(found("می\u{200c}خواهم"), split("م ی\u{200c} خ و ا ه م"));
        assert_eq!(found("ＡＢ1"), split("Ａ Ｂ 1"));
        assert_eq!(found("cafe\u{301}"), None);
    }

    /// The stretches of a text without spaces, in which the character at that place alone says something.
    fn stretch_around(text: &str, place: usize) -> Vec<(&str, f32)> {
        let mut found = Found::default();
        tokens(text, |token, chars| {
            let share = |feature: &Feature| (feature.covers == (place, place + 1)).then_some(1.0);
            characters(text, &token, chars, 0.0, share, &mut found);
        });
        found.stretches.iter().map(|stretch| (&text[stretch.start..stretch.end], stretch.weight)).collect()
    }

    #[test]
    fn words_of_katakana_and_syllables_are_not_cut() {
        for (text, place, whole) in [
            ("新型スマートフォンを発売", 5, "スマートフォン"),
            ("新型を発売", 1, "型"),
            ("らーめん", 0, "らー"),
            ("やっぱり", 0, "やっ"),
            ("ข่าวทหาร", 0, "ข่า"),
            ("คำร้อง", 0, "คำ"),
            ("กเมือง", 2, "เมื"),
        ] {
            let found = stretch_around(text, place);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].0 == whole && (found[0].1 - 1.0).abs() < 1e-5, "{text}: {found:?}");
        }
    }
}
