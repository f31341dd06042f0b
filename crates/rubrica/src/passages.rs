//! Which stretches of an item are in which language.
//!
//! While lines are read, their sentences, quotations and changes of script are kept as units. A unit is looked at only if
//! it is unlike the item as a whole, so an item in one language costs an inner product a unit. Where one is, the languages
//! of all units are chosen together: a change of language has its price.

use std::ops::Range;

use unicode_script::Script;

use crate::characters::{family, is_han_or_kana, sets_no_spaces};
use crate::language::{LanguageModel, LanguageSum, with_undetermined};
use crate::ranking::ranking;
use crate::token::Token;

/// A unit less like the whole than this may be in another language.
const ALIKE: f32 = 0.9;
/// A unit says nothing by itself with fewer letters than this …
const FEWEST_LETTERS: usize = 12;
/// … or words: `Windows Update` is no English.
const FEWEST_WORDS: usize = 3;
/// Of a script without spaces, so many letters say as much as the words of others.
const FEWEST_DENSE_LETTERS: usize = 6;
/// A unit brings in a language of its own with this probability at least.
const SURE: f32 = 0.8;
/// No more languages than this are looked for in an item.
const MOST_LANGUAGES: usize = 4;
/// The price of a change of language, and the most that a unit in a language that is not its own can cost.
const CHANGE: f32 = 3.0;
const DEAREST: f32 = 9.0;

/// A sentence, a quotation or a stretch in one script.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub start: usize,
    pub end: usize,
    words: usize,
    pub language: LanguageSum,
}

/// Units in a row that are in one language.
pub(crate) struct Stretch<'m> {
    pub units: Range<usize>,
    pub language: &'m str,
}

impl Unit {
    /// A unit without tokens.
    pub fn new(language: LanguageSum) -> Self {
        Self { start: 0, end: 0, words: 0, language }
    }

    /// Whether a token behind `between` begins another unit.
    pub fn ends_before(&self, token: &Token, between: &str) -> bool {
        self.words > 0
            && (between.chars().any(parts)
                || token.letters > 0
                    && self.language.main_script().is_some_and(|script| family(script) != family(token.script)))
    }

    /// Takes note of where a token stands, whose features are in the sum.
    pub fn count(&mut self, token: &Token, offset: usize) {
        if self.words == 0 {
            self.start = offset + token.start;
        }
        self.end = offset + token.end;
        self.words += 1;
    }

    /// Whether there is a token in it.
    pub fn is_empty(&self) -> bool {
        self.words == 0
    }

    /// Whether it is long enough to tell its language.
    fn tells(&self) -> bool {
        let letters = self.language.letters();
        match self.language.main_script() {
            Some(script) if is_han_or_kana(script) || sets_no_spaces(script) => letters >= FEWEST_DENSE_LETTERS,
            Some(_) => letters >= FEWEST_LETTERS && self.words >= FEWEST_WORDS,
            None => false,
        }
    }

    fn is_unlike(&self, whole: &LanguageSum, script: Option<Script>) -> bool {
        self.tells() && (self.language.main_script().map(family) != script || self.language.likeness(whole) < ALIKE)
    }
}

/// Signs that stand between sentences and around quotations.
fn parts(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | ':'
            | ';'
            | '"'
            | '«'
            | '»'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‹'
            | '›'
            | '('
            | ')'
            | '['
            | ']'
            | '—'
            | '–'
            | '|'
            | '/'
            | '。'
            | '！'
            | '？'
            | '：'
            | '；'
            | '「'
            | '」'
            | '『'
            | '』'
            | '（'
            | '）'
            | '《'
            | '》'
            | '।'
            | '॥'
            | '؟'
            | '۔'
            | '\t'
    )
}

/// The stretches of an item in different languages; none if all of it is in one.
pub(crate) fn stretches<'m>(model: &'m LanguageModel, whole: &LanguageSum, units: &[Unit]) -> Vec<Stretch<'m>> {
    let script = whole.main_script().map(family);
    if units.len() < 2 || !units.iter().any(|unit| unit.is_unlike(whole, script)) {
        return Vec::new();
    }
    let ranked: Vec<Option<Vec<(&str, f32)>>> =
        units.iter().map(|unit| unit.tells().then(|| model.likely(&unit.language))).collect();
    let languages = languages(units, &ranked);
    if languages.len() < 2 {
        return Vec::new();
    }
    let chosen = cheapest(&ranked, &languages);
    let mut found: Vec<Stretch> = Vec::new();
    for (unit, language) in chosen.into_iter().enumerate() {
        match found.last_mut() {
            Some(last) if last.language == languages[language] => last.units.end = unit + 1,
            _ => found.push(Stretch { units: unit..unit + 1, language: languages[language] }),
        }
    }
    if found.len() < 2 { Vec::new() } else { found }
}

/// The languages that units are surely in, those of most letters.
fn languages<'m>(units: &[Unit], ranked: &[Option<Vec<(&'m str, f32)>>]) -> Vec<&'m str> {
    let mut letters: Vec<(&str, usize)> = Vec::new();
    for (unit, ranked) in units.iter().zip(ranked) {
        let Some(&(language, probability)) = ranked.as_ref().and_then(|ranked| ranked.first()) else { continue };
        if probability >= SURE {
            match letters.iter_mut().find(|(known, _)| *known == language) {
                Some((_, count)) => *count += unit.language.letters(),
                None => letters.push((language, unit.language.letters())),
            }
        }
    }
    let order = ranking(letters.iter().map(|(_, count)| *count as f64));
    order.into_iter().take(MOST_LANGUAGES).map(|place| letters[place].0).collect()
}

/// For every unit the place of its language, so that surprises and changes together cost least.
fn cheapest(ranked: &[Option<Vec<(&str, f32)>>], languages: &[&str]) -> Vec<usize> {
    let mut costs = vec![0.0; languages.len()];
    // For every unit and language, the language of the unit before.
    let mut before: Vec<Vec<usize>> = Vec::with_capacity(ranked.len());
    for ranked in ranked {
        let best = least(&costs);
        let mut from = Vec::with_capacity(languages.len());
        let mut next = Vec::with_capacity(languages.len());
        for (language, code) in languages.iter().enumerate() {
            let stays = costs[language] < costs[best] + CHANGE;
            from.push(if stays { language } else { best });
            let reached = if stays { costs[language] } else { costs[best] + CHANGE };
            let surprise = ranked.as_ref().map_or(0.0, |ranked| {
                let known = ranked.iter().find(|(known, _)| known == code);
                known.map_or(DEAREST, |(_, probability)| -libm::logf(*probability)).min(DEAREST)
            });
            next.push(reached + surprise);
        }
        costs = next;
        before.push(from);
    }
    let mut language = least(&costs);
    let mut chosen: Vec<usize> = before
        .iter()
        .rev()
        .map(|from| {
            let this = language;
            language = from[this];
            this
        })
        .collect();
    chosen.reverse();
    chosen
}

fn least(costs: &[f32]) -> usize {
    (1..costs.len()).fold(0, |best, place| if costs[place] < costs[best] { place } else { best })
}

/// The languages of stretches together, each by its share of the letters, best first, `und` last.
pub(crate) fn in_proportion<'m>(
    model: &'m LanguageModel,
    stretches: &[Stretch<'m>],
    units: &[Unit],
) -> Vec<(&'m str, f32)> {
    let mut shares: Vec<(&str, f32)> = Vec::new();
    let mut und = 0.0;
    let all: usize = units.iter().map(|unit| unit.language.letters()).sum();
    for stretch in stretches {
        let Some((first, rest)) = units[stretch.units.clone()].split_first() else { continue };
        let mut sum = first.language.clone();
        rest.iter().for_each(|unit| sum.join(&unit.language));
        let share = sum.letters() as f32 / all as f32;
        let ranked = model.ranked(&sum, &[]);
        let (languages, undetermined) = ranked.split_at(ranked.len() - 1);
        und += share * undetermined[0].1;
        for (language, probability) in languages {
            match shares.iter_mut().find(|(known, _)| known == language) {
                Some((_, sum)) => *sum += share * probability,
                None => shares.push((language, share * probability)),
            }
        }
    }
    with_undetermined(&shares, und)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_language_has_its_price() {
        let languages = ["ru", "en"];
        let sure = |code| Some(vec![(code, 0.99), ("und", 0.01)]);
        let doubtful = Some(vec![("en", 0.6), ("ru", 0.3), ("und", 0.1)]);
        assert_eq!(cheapest(&[sure("ru"), sure("en"), sure("ru")], &languages), [0, 1, 0]);
        assert_eq!(cheapest(&[sure("ru"), doubtful.clone(), sure("ru")], &languages), [0, 0, 0]);
        assert_eq!(cheapest(&[sure("ru"), None, sure("en"), None, doubtful], &languages), [0, 0, 1, 1, 1]);
    }
}
