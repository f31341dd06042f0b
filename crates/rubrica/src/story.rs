//! Which items report the same event.
//!
//! Two items are compared by how near they are in meaning and by the words, names and numbers that they share, each
//! the weightier the rarer it is. A head that linfa fitted on pairs weighs these signals. In a paste, items in different
//! languages are also tied where each is by far the nearest to the other, and items that are left alone where it would be odd
//! if they shared their words by chance.

use std::collections::HashMap;
use std::ops::Range;

use unicode_script::Script;

use crate::hashing::Hashed;
use crate::head::{Head, dot, softmax};
use crate::language::UNDETERMINED;
use crate::letters::Letters;
use crate::metric::Meaning;
use crate::ranking::{Scored, best_first, ranking};
use crate::report::{DetectedLanguage, Item, Part, PartKind, Story};
use crate::split::{digit, parts_of};
use crate::token::{Shape, Token, first_tokens};
use crate::words::{Words, stem};

/// What two items of one language are compared by; those of different ones, whose signals weigh otherwise, have as many.
const OF_ONE_LANGUAGE: usize = 7;
/// What two items are compared by, see [`Gist::compare`].
pub const SIGNALS: usize = 2 * OF_ONE_LANGUAGE + 1;
/// The language of an item is known from this confidence on.
const KNOWN: f64 = 0.8;
/// Shorter words are mostly grammar.
const SHORTEST_WORD: usize = 3;
/// A headline without a line of its own ends after so many tokens.
const LONGEST_HEADLINE: usize = 30;
/// The event stands in the beginning; later words would only add chance agreement.
const MOST_WORDS: usize = 150;
/// They are looked for in no more bytes than this.
const LONGEST_BEGINNING: usize = 4_000;
/// A word of this weight is rare: about one text in a hundred has it.
const RARE: f32 = 4.4;
/// A name is known by the consonants among so many of its first letters: the vowels change with case and script.
const NAME_LETTERS: usize = 6;
/// Brings the logarithm of what two items share to about the size of the other signals.
const MASS_SCALE: f32 = 5.0;
/// Two items tell the same story from this probability on.
const SAME: f32 = 0.5;
/// Items are looked for that share a word with this one among so many that had it last.
const LATEST: usize = 64;
/// An item is compared with no more than this many before it: those with which it shares most.
const MOST_COMPARED: usize = 24;
/// Of more items than this, a pair in different languages is as much less likely to tell the same as they are more: each
/// has few that do, however many there are.
const FEW: f32 = 100.0;
/// Items of different languages share few words: they are compared if what they mean is as near as this …
const NEAR: f32 = 0.6;
/// … and all of them with each other if they are no more than this. Of a longer paste an item is compared with the nearest
/// before it, so that the time grows with its length and not with its square.
const ALL_COMPARED: usize = 5_000;
/// Two such items tell the same if each is the nearest to the other, and by so much nearer than what comes next: how near
/// translations are differs more from one sentence to another than this does (as in mining parallel sentences, Artetxe and
/// Schwenk 2019).
const MARGIN: f32 = 0.15;
/// So many of the nearest in other languages are known of an item.
const NEIGHBOURS: usize = 8;
/// Each item brings no more than this many pairs with those before it: the likeliest.
const MOST_PAIRS: usize = 8;
/// Two groups are compared by no more than this many members of each.
const MOST_MEMBERS: usize = 16;
/// Two items left alone are tied if fewer such pairs than this would come about by chance in the whole paste …
const MOST_BY_CHANCE: f32 = 0.5;
/// … which is taken to have as many pairs as this, at least: two items alone prove little by one word.
const FEWEST_PAIRS: f32 = 36.0;
/// … and they do not mean quite other things.
const APART: f32 = -0.25;
/// … or, if one word that is no name is all they share, mean something of one kind.
const AKIN: f32 = 0.25;
/// The texts by which shares of words were counted have about so many words.
const COUNTED_WORDS: f32 = 20.0;
/// What a headline ends in behind a dash is a credit up to so many words.
const LONGEST_CREDIT: usize = 4;
/// No more names, and no more numbers, are told of a story.
const MOST_TOLD: usize = 8;

/// What of an item is compared with others.
#[derive(Debug)]
pub struct Gist {
    meaning: Vec<f32>,
    script: Script,
    /// The hash of its code, if it is known.
    language: Option<u32>,
    headline: Bag,
    numbers_of_headline: Vec<u32>,
    beginning: Bag,
    names: Vec<u32>,
    numbers: Vec<u32>,
}

/// Words with their weights, sorted and without repetition.
#[derive(Debug, Default)]
struct Bag(Vec<(u32, f32)>);

/// A name or number and where it stands in its item.
struct Mention {
    hash: u32,
    place: Range<usize>,
    is_number: bool,
    /// It is plain that this is a name, and no word that begins a sentence.
    is_plain: bool,
}

impl Gist {
    /// The gist of an item whose likeliest language comes first in `languages`.
    pub(crate) fn new(
        text: &str,
        languages: &[DetectedLanguage],
        meaning: Meaning,
        words: &Words,
        frame: &Frame,
    ) -> Self {
        let text = beginning(text);
        let (mut of_headline, mut of_beginning) = (Vec::new(), Vec::new());
        let mut letters = Letters::default();
        let mut numbers_of_headline = Vec::new();
        let mut read_of_headline = 0;
        first_tokens(text, MOST_WORDS, |token, chars| {
            if frame.is_around(token.start) {
                return;
            }
            let in_headline = frame.headline.contains(&token.start) && read_of_headline < LONGEST_HEADLINE;
            read_of_headline += usize::from(in_headline);
            letters.count(&token);
            if in_headline && token.shape == Shape::Number {
                numbers_of_headline.push(number(FNV_OFFSET, &text[token.start..token.end]));
            }
            each_stem(&token, chars, |stem| {
                let word = (hash(stem), words.weight(stem));
                of_beginning.push(word);
                if in_headline {
                    of_headline.push(word);
                }
            });
        });
        let mentions = mentions(text, frame, words);
        let sorted = |is_number| {
            let mut hashes: Vec<u32> = mentions.iter().filter(|m| m.is_number == is_number).map(|m| m.hash).collect();
            hashes.sort_unstable();
            hashes.dedup();
            hashes
        };
        Self {
            meaning: meaning.values,
            script: letters.main_script().unwrap_or(Script::Common),
            language: languages
                .first()
                .filter(|language| language.confidence >= KNOWN && language.detected_language != UNDETERMINED)
                .map(|language| exact(&language.detected_language.chars().collect::<Vec<_>>())),
            headline: Bag::new(of_headline),
            numbers_of_headline,
            beginning: Bag::new(of_beginning),
            names: sorted(false),
            numbers: sorted(true),
        }
    }

    /// The signals of a pair, each 0 to 1 (the cosine −1 to 1): cosine; how far the headlines overlap; the same if both
    /// have numbers of their own, as in a series; how much of each headline the other item has, at least; the rare words
    /// shared; the names; the numbers. First those of a pair in one language, then of one in different languages, of which
    /// one half is 0; last whether the languages differ.
    pub fn compare(&self, other: &Self) -> [f32; SIGNALS] {
        let overlap_of_headlines = self.headline.overlap(&other.headline);
        let signals: [f32; OF_ONE_LANGUAGE] = [
            dot(&self.meaning, &other.meaning),
            overlap_of_headlines,
            if self.is_numbered_otherwise(other) { overlap_of_headlines } else { 0.0 },
            self.headline.part_in(&other.beginning).min(other.headline.part_in(&self.beginning)),
            libm::log1pf(self.beginning.rare_mass(&other.beginning)) / MASS_SCALE,
            overlap(&self.names, &other.names),
            overlap(&self.numbers, &other.numbers),
        ];
        let is_foreign = self.is_foreign(other);
        let mut all = [0.0; SIGNALS];
        all[usize::from(is_foreign) * OF_ONE_LANGUAGE..][..OF_ONE_LANGUAGE].copy_from_slice(&signals);
        all[SIGNALS - 1] = f32::from(u8::from(is_foreign));
        all
    }

    /// Whether they are in different languages, as far as these or their scripts tell.
    fn is_foreign(&self, other: &Self) -> bool {
        let scripts = self.script != other.script && self.script != Script::Common && other.script != Script::Common;
        scripts || self.language.zip(other.language).is_some_and(|(own, theirs)| own != theirs)
    }

    /// Whether each headline has a number that the other has not.
    fn is_numbered_otherwise(&self, other: &Self) -> bool {
        let has_own = |own: &[u32], theirs: &[u32]| own.iter().any(|number| !theirs.contains(number));
        let (own, theirs) = (&self.numbers_of_headline, &other.numbers_of_headline);
        has_own(own, theirs) && has_own(theirs, own)
    }

    /// The logarithm of how likely a pair is to share its headlines' words by chance. Nothing shared, or one word that is no
    /// name and said of other things (`signs`, `rejects`): 0.
    fn chance(&self, other: &Self) -> f32 {
        let (shorter, longer) = (self.headline.0.len(), other.headline.0.len());
        let (shorter, longer) = (shorter.min(longer) as f32, shorter.max(longer) as f32);
        let tries = libm::logf((shorter * longer / COUNTED_WORDS).max(1.0));
        let (mut sum, mut words) = (0.0, 0);
        self.headline.each_shared(&other.headline, |weight| {
            sum += (tries - weight).min(0.0);
            words += 1;
        });
        let is_telling =
            words > 1 || overlap(&self.names, &other.names) > 0.0 || dot(&self.meaning, &other.meaning) >= AKIN;
        if is_telling { sum } else { 0.0 }
    }
}

impl Bag {
    fn new(mut words: Vec<(u32, f32)>) -> Self {
        words.sort_unstable_by_key(|(hash, _)| *hash);
        words.dedup_by_key(|(hash, _)| *hash);
        Self(words)
    }

    /// Shows the weight of each word that both have.
    fn each_shared(&self, other: &Self, mut each: impl FnMut(f32)) {
        let (a, b) = (&self.0, &other.0);
        let (mut i, mut j) = (0, 0);
        while i < a.len() && j < b.len() {
            if a[i].0 == b[j].0 {
                each(a[i].1);
            }
            let (next_a, next_b) = (a[i].0 <= b[j].0, b[j].0 <= a[i].0);
            i += usize::from(next_a);
            j += usize::from(next_b);
        }
    }

    fn sum(&self, of: impl Fn(f32) -> f32) -> f32 {
        self.0.iter().map(|(_, weight)| of(*weight)).sum()
    }

    /// The cosine of both as vectors of weights.
    fn overlap(&self, other: &Self) -> f32 {
        let mut shared = 0.0;
        self.each_shared(other, |weight| shared += weight * weight);
        if shared == 0.0 { 0.0 } else { shared / (self.sum(|w| w * w) * other.sum(|w| w * w)).sqrt() }
    }

    /// The part of this bag, by weight, that the other has too.
    fn part_in(&self, other: &Self) -> f32 {
        let mut shared = 0.0;
        self.each_shared(other, |weight| shared += weight);
        if shared == 0.0 { 0.0 } else { shared / self.sum(|w| w) }
    }

    /// The weight of the rare words that both have.
    fn rare_mass(&self, other: &Self) -> f32 {
        let mut shared = 0.0;
        self.each_shared(other, |weight| shared += if is_rare(weight) { weight } else { 0.0 });
        shared
    }

    fn rare(&self) -> impl Iterator<Item = (u32, f32)> {
        self.0.iter().copied().filter(|(_, weight)| is_rare(*weight))
    }
}

fn is_rare(weight: f32) -> bool {
    weight >= RARE
}

/// The stem of a word, or those of a stretch without spaces.
pub(crate) fn each_stem(token: &Token, chars: &[char], mut each: impl FnMut(u64)) {
    match token.shape {
        Shape::Word if chars.len() >= SHORTEST_WORD => each(stem(chars)),
        Shape::Dense => chars.windows(2).for_each(|pair| each(stem(pair))),
        Shape::Word | Shape::Number => {}
    }
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_BEGINNING)]
}

/// What of an item's beginning is its headline, and what stands around its text.
#[derive(Debug)]
pub(crate) struct Frame {
    headline: Range<usize>,
    around: Vec<Range<usize>>,
}

impl Frame {
    /// That of a text by itself.
    pub(crate) fn of(text: &str) -> Self {
        let text = beginning(text);
        Self::new(text, &parts_of(text), 0)
    }

    /// Those of the items of a paste. What several headlines begin with before a colon, or end in behind a dash or the like, is
    /// who writes, or where and when (`Name: …`, `… - Agency`, `… · 3 hours ago`).
    pub(crate) fn of_items(paste: &str, items: &[Item]) -> Vec<Self> {
        let texts = || items.iter().map(|item| beginning(&paste[item.start..item.end]));
        let mut frames: Vec<Self> =
            texts().zip(items).map(|(text, item)| Self::new(text, &item.parts, item.start)).collect();
        let mut counts: HashMap<u32, u32, Hashed> = HashMap::default();
        for (text, frame) in texts().zip(&frames) {
            each_credit(&text[frame.headline.clone()], &mut |_, hash| {
                *counts.entry(hash).or_default() += 1;
                true
            });
        }
        for (text, frame) in texts().zip(&mut frames) {
            let line = frame.headline.clone();
            each_credit(&text[line.clone()], &mut |place, hash| {
                let is_credit = counts.get(&hash).is_some_and(|count| *count > 1);
                match place.start {
                    _ if !is_credit => {}
                    0 => frame.headline.start = line.start + place.end,
                    start => frame.headline.end = line.start + start,
                }
                is_credit
            });
            frame.around.extend([line.start..frame.headline.start, frame.headline.end..line.end]);
        }
        frames
    }

    /// That of an item with these parts, whose offsets count from `start` bytes before it.
    fn new(item: &str, parts: &[Part], start: usize) -> Self {
        let place = |part: &Part| (part.start - start).min(item.len())..(part.end - start).min(item.len());
        let plain = parts.iter().find(|part| part.part == PartKind::Headline);
        let headline = plain.map_or_else(|| first_line(item), place);
        let others = parts.iter().filter(|part| part.part != PartKind::Headline).map(place);
        let around = others.chain(std::iter::once(0..headline.start)).collect();
        Self { headline, around }
    }

    /// Whether what stands there says who wrote it, when and where, and not what it says.
    fn is_around(&self, at: usize) -> bool {
        self.around.iter().any(|part| part.contains(&at))
    }
}

fn first_line(item: &str) -> Range<usize> {
    let start = item.len() - item.trim_start().len();
    start..item[start..].find(['\n', '\r']).map_or(item.trim_end().len().max(start), |length| start + length)
}

/// Shows where a headline's beginning before a colon stands and what it is known by, and then each of its ends behind a dash or
/// the like, the last first, as long as `each` takes it. What stands before the colon, if it is taken, has no such ends.
fn each_credit(headline: &str, each: &mut dyn FnMut(Range<usize>, u32) -> bool) {
    let is_short = |part: &str| part.split_whitespace().count() <= LONGEST_CREDIT;
    // Digits are left out: the hour is another in each.
    let known_by = |part: &str| part.chars().filter(|c| c.is_alphabetic()).fold(FNV_OFFSET, fold);
    let colon = headline.char_indices().find(|(_, c)| matches!(c, ':' | '：' | '>'));
    let lead = colon.filter(|(at, _)| *at > 0 && is_short(&headline[..*at])).map(|(at, sign)| 0..at + sign.len_utf8());
    let taken = lead.filter(|lead| each(lead.clone(), known_by(&headline[lead.clone()])));
    let from = taken.map_or(0, |lead| lead.end);
    let mut end = headline.len();
    for (at, sign) in headline.char_indices().rev().take_while(|(at, _)| *at > from) {
        let behind = &headline[at + sign.len_utf8()..end];
        if !matches!(sign, '-' | '–' | '—' | '|' | '·' | '•') || !behind.starts_with(' ') {
            continue;
        }
        if !is_short(behind) || !each(at..end, known_by(behind)) {
            break;
        }
        end = at;
    }
}

/// The names and numbers in the beginning of an item, in the order of the text.
fn mentions(text: &str, frame: &Frame, words: &Words) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut line = (0, 0, 0);
    let mut last_end = None;
    let settle = |found: &mut Vec<Mention>, (from, capitals, all): (usize, usize, usize)| {
        // Where most words have capitals, capitals tell no names.
        if all > 3 && capitals * 2 > all {
            found[from..].iter_mut().for_each(|mention: &mut Mention| mention.is_plain = mention.is_number);
        }
    };
    first_tokens(text, MOST_WORDS, |token, chars| {
        let original = &text[token.start..token.end];
        let gap = last_end.map_or("\n", |end| &text[end..token.start]);
        last_end = Some(token.end);
        if gap.contains('\n') {
            settle(&mut found, line);
            line = (found.len(), 0, 0);
        }
        if frame.is_around(token.start) {
            return;
        }
        match token.shape {
            Shape::Number => match found.last_mut() {
                Some(last) if last.is_number && is_inside_number(&text[last.place.end..token.start], chars.len()) => {
                    (last.hash, last.place.end) = (number(last.hash, original), token.end);
                }
                _ => {
                    let hash = number(FNV_OFFSET, original);
                    found.push(Mention { hash, place: token.start..token.end, is_number: true, is_plain: true });
                }
            },
            Shape::Word if chars.len() >= SHORTEST_WORD => {
                let is_capital = original.starts_with(char::is_uppercase);
                line.1 += usize::from(is_capital && chars.len() > SHORTEST_WORD);
                line.2 += usize::from(chars.len() > SHORTEST_WORD);
                let begins = gap.contains(['.', '!', '?', '…', '\n', ':']);
                let weight = words.weight(stem(chars));
                if is_capital && is_rare(weight) && !words.is_grammar(chars) {
                    let hash = name(chars);
                    found.push(Mention { hash, place: token.start..token.end, is_number: false, is_plain: !begins });
                }
            }
            Shape::Word | Shape::Dense => {}
        }
    });
    settle(&mut found, line);
    // One digit alone is the same by chance.
    found.retain(|mention| !mention.is_number || text[mention.place.clone()].chars().nth(1).is_some());
    found
}

/// Whether that stands between two parts of one number, of which the second has so many digits: `1,200,000`, `2.5`, `10 000`.
fn is_inside_number(between: &str, digits: usize) -> bool {
    matches!(between, "," | ".") || matches!(between, " " | "\u{a0}" | "\u{202f}") && digits == 3
}

/// The hash of a number that goes on with these digits, of whatever script.
fn number(hash: u32, digits: &str) -> u32 {
    digits.chars().filter_map(digit).filter_map(char::from_u32).fold(hash, fold)
}

/// What names have in common, however they are inflected and whether in Latin, Cyrillic or Greek letters.
fn name(chars: &[char]) -> u32 {
    let sounds = chars.iter().take(NAME_LETTERS).filter_map(|c| {
        Some(match *c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'j' | 'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю'
            | 'я' | 'ь' | 'ъ' | 'й' | 'і' | 'ї' | 'є' | 'α' | 'ε' | 'η' | 'ι' | 'ο' | 'υ' | 'ω' | '\'' => {
                return None;
            }
            'б' => 'b',
            'в' | 'w' | 'β' => 'v',
            'г' | 'ґ' | 'γ' => 'g',
            'д' | 'δ' => 'd',
            'з' | 'z' | 'с' | 'ζ' | 'σ' | 'ς' | 'ц' | 'ш' | 'щ' | 'ж' => 's',
            'к' | 'c' | 'q' | 'κ' | 'х' | 'χ' | 'ч' => 'k',
            'л' | 'λ' => 'l',
            'м' | 'μ' => 'm',
            'н' | 'ν' => 'n',
            'п' | 'π' => 'p',
            'р' | 'ρ' => 'r',
            'т' | 'τ' | 'θ' => 't',
            'ф' | 'φ' => 'f',
            other => other,
        })
    });
    sounds.fold(FNV_OFFSET, fold)
}

fn exact(chars: &[char]) -> u32 {
    chars.iter().copied().fold(FNV_OFFSET, fold)
}

/// Where FNV-1a begins.
const FNV_OFFSET: u32 = 0x811c_9dc5;

/// One step of FNV-1a.
fn fold(hash: u32, c: char) -> u32 {
    (hash ^ u32::from(c)).wrapping_mul(0x0100_0193)
}

/// The well mixed half of a stem's hash.
pub(crate) fn hash(stem: u64) -> u32 {
    (stem >> 32) as u32
}

/// The shared part of two sorted sets, by the geometric mean of their sizes.
fn overlap(a: &[u32], b: &[u32]) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (mut i, mut j, mut shared) = (0, 0, 0_u32);
    while i < a.len() && j < b.len() {
        shared += u32::from(a[i] == b[j]);
        let (next_a, next_b) = (a[i] <= b[j], b[j] <= a[i]);
        i += usize::from(next_a);
        j += usize::from(next_b);
    }
    shared as f32 / ((a.len() * b.len()) as f32).sqrt()
}

/// Probability that two items report the same event.
pub(crate) fn same(head: &Head, signals: &[f32; SIGNALS]) -> f32 {
    let mut scores = head.scores(signals);
    softmax(&mut scores);
    scores[1]
}

/// Groups items by event: the likeliest pairs first, two groups joining only if their pairs are likely on the whole.
/// Items without a gist stay alone. `text` gives the text of an item.
pub(crate) fn stories<'t>(
    head: &Head,
    words: &Words,
    frames: &[Frame],
    gists: &[Option<Gist>],
    text: impl Fn(usize) -> &'t str,
) -> Vec<Story> {
    let odds_against = (gists.iter().flatten().count() as f32 / FEW).max(1.0);
    let probability = |a: usize, b: usize| match (&gists[a], &gists[b]) {
        (Some(x), Some(y)) => {
            let same = same(head, &x.compare(y));
            if x.is_foreign(y) { same / (same + (1.0 - same) * odds_against) } else { same }
        }
        _ => 0.0,
    };
    let Pairs { likely, odd, neighbours } = pairs(gists, probability);
    let mut groups = Groups::new(gists.len());
    for (_, a, b) in likely {
        groups.join(a, b, |x, y| mean(x, y, probability) >= SAME);
    }
    for (_, a, b) in mutual(&neighbours, gists, &groups.of) {
        groups.join(a, b, |x, y| mean(x, y, |a, b| cosine(gists, a, b)) >= NEAR);
    }
    for (_, a, b) in odd {
        groups.join(a, b, |x, y| x.len() == 1 && y.len() == 1);
    }
    let found = groups.members.into_iter().filter(|items| items.len() > 1);
    found
        .map(|mut items| {
            items.sort_unstable();
            let central = central(&items, probability);
            story(items, central, words, frames, &text)
        })
        .collect()
}

/// Items in groups that grow together.
struct Groups {
    /// The group of each item: the first of its members.
    of: Vec<usize>,
    members: Vec<Vec<usize>>,
}

impl Groups {
    fn new(items: usize) -> Self {
        Self { of: (0..items).collect(), members: (0..items).map(|item| vec![item]).collect() }
    }

    fn join(&mut self, a: usize, b: usize, may: impl Fn(&[usize], &[usize]) -> bool) {
        let (keep, give) = (self.of[a].min(self.of[b]), self.of[a].max(self.of[b]));
        if keep == give || !may(&self.members[keep], &self.members[give]) {
            return;
        }
        let moved = std::mem::take(&mut self.members[give]);
        for item in &moved {
            self.of[*item] = keep;
        }
        self.members[keep].extend(moved);
    }
}

/// What may be one story.
struct Pairs {
    /// The likely pairs, the likeliest first.
    likely: Vec<Scored>,
    /// Those that share words as they would hardly by chance, the oddest first.
    odd: Vec<Scored>,
    /// Those of each item.
    neighbours: Vec<Neighbours>,
}

/// The items in other languages that are nearest to one, the nearest first, with their cosines.
#[derive(Clone, Default)]
struct Neighbours(Vec<(f32, usize)>);

impl Neighbours {
    fn add(&mut self, cosine: f32, item: usize) {
        // What is farther away is no nearest, and no next that matters.
        if cosine < NEAR - MARGIN {
            return;
        }
        let place = self.0.partition_point(|other| other.0 >= cosine);
        if place < NEIGHBOURS {
            self.0.truncate(NEIGHBOURS - 1);
            self.0.insert(place, (cosine, item));
        }
    }

    /// The nearest item, and those in yet other languages that are near to both, as far as they are nearer by far than what
    /// means something else. Items of one group count as one. If nothing among so many means something else, the last of them
    /// stands for it.
    fn partners(&self, gists: &[Option<Gist>], of: &[usize]) -> Vec<usize> {
        let mut partners: Vec<(f32, usize)> = Vec::new();
        let mut next = self.0.get(NEIGHBOURS - 1).map_or(f32::NEG_INFINITY, |(last, _)| *last);
        for (near, item) in &self.0 {
            if partners.iter().any(|(_, known)| of[*known] == of[*item]) {
                continue;
            }
            if *near < NEAR || !partners.iter().all(|(_, known)| are_foreign_and_near(gists, *known, *item)) {
                next = *near;
                break;
            }
            partners.push((*near, *item));
        }
        partners.into_iter().filter(|(near, _)| near - next >= MARGIN).map(|(_, item)| item).collect()
    }
}

/// The pairs in different languages of which each is a partner of the other, the nearest first.
fn mutual(neighbours: &[Neighbours], gists: &[Option<Gist>], of: &[usize]) -> Vec<Scored> {
    let partners: Vec<Vec<usize>> = neighbours.iter().map(|neighbours| neighbours.partners(gists, of)).collect();
    let mut found: Vec<Scored> = Vec::new();
    for (b, of_b) in partners.iter().enumerate() {
        let back = |a: &&usize| partners[**a].iter().any(|item| of[*item] == of[b]);
        found.extend(of_b.iter().filter(back).map(|a| (f64::from(cosine(gists, *a, b)), *a, b)));
    }
    best_first(&mut found);
    found
}

fn are_foreign_and_near(gists: &[Option<Gist>], a: usize, b: usize) -> bool {
    let (Some(one), Some(other)) = (&gists[a], &gists[b]) else { return false };
    one.is_foreign(other) && cosine(gists, a, b) >= NEAR
}

/// How near two items are in meaning.
fn cosine(gists: &[Option<Gist>], a: usize, b: usize) -> f32 {
    gists[a].as_ref().zip(gists[b].as_ref()).map_or(0.0, |(a, b)| dot(&a.meaning, &b.meaning))
}

/// Compares each item with those before it that it is worth comparing with.
fn pairs(gists: &[Option<Gist>], probability: impl Fn(usize, usize) -> f32) -> Pairs {
    let count = gists.iter().flatten().count() as f32;
    let most_by_chance = libm::logf(MOST_BY_CHANCE / (count * (count - 1.0) / 2.0).max(FEWEST_PAIRS));
    let (mut likely, mut odd) = (Vec::new(), Vec::new());
    let mut had: HashMap<u32, Vec<u32>> = HashMap::new();
    let mut shared = vec![0.0_f32; gists.len()];
    let mut neighbours = vec![Neighbours::default(); gists.len()];
    for (b, gist) in gists.iter().enumerate() {
        let Some(gist) = gist else { continue };
        let mut of_item: Vec<Scored> = Vec::new();
        for a in candidates(gists, b, gist, &had, &mut shared, &mut neighbours) {
            let probability = probability(a, b);
            if probability >= SAME {
                of_item.push((f64::from(probability), a, b));
            } else if let Some(other) = &gists[a] {
                let chance = gist.chance(other);
                if chance < most_by_chance && dot(&gist.meaning, &other.meaning) >= APART {
                    odd.push((f64::from(-chance), a, b));
                }
            }
        }
        best_first(&mut of_item);
        likely.extend(of_item.into_iter().take(MOST_PAIRS));
        for (word, _) in gist.beginning.rare() {
            had.entry(word).or_default().push(b as u32);
        }
    }
    best_first(&mut likely);
    best_first(&mut odd);
    Pairs { likely, odd, neighbours }
}

/// The items before `b` that it is worth comparing with: those that share its rare words most, and those in other languages
/// that are near in meaning; `neighbours` are told how near. `had` knows the items that had a word, `shared` is all zeros before
/// and after.
fn candidates(
    gists: &[Option<Gist>],
    b: usize,
    gist: &Gist,
    had: &HashMap<u32, Vec<u32>>,
    shared: &mut [f32],
    neighbours: &mut [Neighbours],
) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for (word, weight) in gist.beginning.rare() {
        for item in had.get(&word).into_iter().flat_map(|items| items.iter().rev().take(LATEST)) {
            let item = *item as usize;
            if shared[item] == 0.0 {
                found.push(item);
            }
            shared[item] += weight;
        }
    }
    found.sort_unstable();
    let mut found: Vec<usize> =
        ranking(found.iter().map(|item| f64::from(shared[*item]))).into_iter().map(|place| found[place]).collect();
    found.iter().for_each(|item| shared[*item] = 0.0);
    found.truncate(MOST_COMPARED);
    let reach = if gists.len() <= ALL_COMPARED { b } else { ALL_COMPARED * ALL_COMPARED / 2 / gists.len() };
    let mut foreign: Vec<Scored> = Vec::new();
    for (a, other) in gists[..b].iter().enumerate().skip(b.saturating_sub(reach)) {
        if let Some(other) = other
            && gist.is_foreign(other)
        {
            let cosine = dot(&gist.meaning, &other.meaning);
            neighbours[a].add(cosine, b);
            neighbours[b].add(cosine, a);
            if cosine >= NEAR && !found.contains(&a) {
                foreign.push((f64::from(cosine), a, b));
            }
        }
    }
    best_first(&mut foreign);
    found.extend(foreign.into_iter().take(MOST_COMPARED).map(|(_, a, _)| a));
    found
}

/// The mean of what `of` says of each item of the one group and each of the other.
fn mean(a: &[usize], b: &[usize], of: impl Fn(usize, usize) -> f32) -> f32 {
    let (a, b) = (&a[..a.len().min(MOST_MEMBERS)], &b[..b.len().min(MOST_MEMBERS)]);
    let mut sum = 0.0;
    for x in a {
        for y in b {
            sum += of(*x, *y);
        }
    }
    sum / (a.len() * b.len()) as f32
}

/// The item that is likeliest to tell the same as the others: of a large group, one of the first.
fn central(items: &[usize], probability: impl Fn(usize, usize) -> f32) -> usize {
    let items = &items[..items.len().min(MOST_MEMBERS)];
    let mut best = (f32::NEG_INFINITY, items[0]);
    for item in items {
        let sum = items.iter().filter(|other| *other != item).map(|other| probability(*item, *other)).sum();
        if sum > best.0 {
            best = (sum, *item);
        }
    }
    best.1
}

/// A story of these items, with what most of them name.
fn story<'t>(
    items: Vec<usize>,
    central: usize,
    words: &Words,
    frames: &[Frame],
    text: impl Fn(usize) -> &'t str,
) -> Story {
    let of = |item: usize| mentions(beginning(text(item)), &frames[item], words);
    let of_items: Vec<Vec<Mention>> = items.iter().take(MOST_MEMBERS).map(|item| of(*item)).collect();
    let own = beginning(text(central));
    let mut seen: Vec<(bool, u32)> = Vec::new();
    let mut told: [Vec<Range<usize>>; 2] = Default::default();
    for mention in of(central) {
        let those = |other: &Mention| other.hash == mention.hash && other.is_number == mention.is_number;
        let with = of_items.iter().filter(|mentions| mentions.iter().any(those)).count();
        let is_plain = of_items.iter().flatten().any(|other| those(other) && other.is_plain);
        if with * 2 <= of_items.len() || !is_plain || seen.contains(&(mention.is_number, mention.hash)) {
            continue;
        }
        seen.push((mention.is_number, mention.hash));
        let told = &mut told[usize::from(mention.is_number)];
        match told.last_mut() {
            // First and last name are one.
            Some(last) if !mention.is_number && &own[last.end..mention.place.start] == " " => {
                last.end = mention.place.end;
            }
            _ => told.push(mention.place),
        }
    }
    let [names, numbers] =
        told.map(|told| told.into_iter().take(MOST_TOLD).map(|place| own[place].to_owned()).collect());
    Story { items, central, headline: own[frames[central].headline.clone()].trim().to_owned(), names, numbers }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A head that goes by the overlap of headlines alone.
    fn by_headlines() -> Head {
        let mut weights = vec![0.0; 2 * SIGNALS];
        weights[SIGNALS + 1] = 20.0;
        Head::new(SIGNALS, weights, vec![0.0, -10.0])
    }

    /// A gist with nothing but a headline, of words of this weight.
    fn gist(words: &[u32], weight: f32) -> Gist {
        let bag = || Bag::new(words.iter().map(|word| (*word, weight)).collect());
        Gist {
            meaning: vec![1.0, 0.0],
            script: Script::Latin,
            language: None,
            headline: bag(),
            numbers_of_headline: Vec::new(),
            beginning: bag(),
            names: Vec::new(),
            numbers: Vec::new(),
        }
    }

    fn no_words() -> Words {
        let table = crate::table::Table::new(crate::keys::Keys::new([]), 1, Vec::new());
        let file = crate::container::write(crate::container::Part::Topics, &[("words", table.to_bytes())]);
        let container = crate::container::Container::read(&file, crate::container::Part::Topics).expect("just written");
        Words::read(container.section("words").expect("just written")).expect("just written")
    }

    /// Each by itself.
    fn frames(texts: &[&str]) -> Vec<Frame> {
        texts.iter().map(|text| Frame::of(text)).collect()
    }

    fn groups(gists: &[Option<Gist>]) -> Vec<Vec<usize>> {
        let found = stories(&by_headlines(), &no_words(), &frames(&vec!["Text"; gists.len()]), gists, |_| "Text");
        found.into_iter().map(|story| story.items).collect()
    }

    #[test]
    fn likely_items_are_grouped_and_none_twice() {
        let gists = [&[1, 2, 3, 4][..], &[5, 6, 7], &[1, 2, 3], &[5, 6, 7, 8]].map(|words| Some(gist(words, 5.0)));
        let gists: Vec<Option<Gist>> = gists.into_iter().chain([None]).collect();
        assert_eq!(groups(&gists), [vec![0, 2], vec![1, 3]]);
    }

    #[test]
    fn one_rare_word_ties_two_items_left_alone_in_a_small_paste() {
        let words = |rare: u32, own: u32| [rare, own, own + 1, own + 2, own + 3];
        // Far less than the head asks for.
        let shared = |weight| [Some(gist(&words(1, 10), weight)), Some(gist(&words(1, 20), weight))];
        assert_eq!(groups(&shared(7.6)), [[0, 1]]);
        assert_eq!(groups(&shared(4.4)), [[0; 0]; 0], "it may well be by chance");
        let elsewhere = |names: &[u32]| {
            let one = Gist { names: names.to_vec(), ..gist(&words(1, 10), 7.6) };
            let other = Gist { names: names.to_vec(), meaning: vec![0.0, 1.0], ..gist(&words(1, 20), 7.6) };
            groups(&[Some(one), Some(other)])
        };
        assert_eq!(elsewhere(&[]), [[0; 0]; 0], "a verb or the like is said of many things");
        assert_eq!(elsewhere(&[7]), [[0, 1]]);
        let others = (0..200).map(|item| Some(gist(&words(100 + item * 10, 101 + item * 10), 7.6)));
        let large: Vec<Option<Gist>> = shared(7.6).into_iter().chain(others).collect();
        assert_eq!(groups(&large), [[0; 0]; 0], "among so many items it may well be by chance");
    }

    #[test]
    fn items_are_foreign_if_their_scripts_or_languages_are_known_to_differ() {
        let of = |script, language| Gist { script, language, ..gist(&[1, 2], 5.0) };
        let signals = |a: &Gist, b: &Gist| a.compare(b);
        let (spanish, french, unknown) =
            (of(Script::Latin, Some(1)), of(Script::Latin, Some(2)), of(Script::Latin, None));
        let (russian, digits) = (of(Script::Cyrillic, Some(3)), of(Script::Common, None));
        for other in [&french, &russian] {
            assert_eq!(signals(&spanish, other)[SIGNALS - 1], 1.0);
            assert_eq!(signals(&spanish, other)[..OF_ONE_LANGUAGE], [0.0; OF_ONE_LANGUAGE]);
            assert_eq!(signals(&spanish, other)[OF_ONE_LANGUAGE + 1], 1.0, "the same headline");
        }
        for other in [&spanish, &unknown, &digits] {
            assert_eq!(signals(&spanish, other)[SIGNALS - 1], 0.0);
            assert_eq!(signals(&spanish, other)[1], 1.0, "the same headline");
        }
        assert_eq!(signals(&unknown, &russian)[SIGNALS - 1], 1.0);
    }

    #[test]
    fn in_a_long_paste_items_in_two_languages_must_be_likelier_to_be_one_story() {
        let mut weights = vec![0.0; 2 * SIGNALS];
        weights[SIGNALS + OF_ONE_LANGUAGE + 1] = 20.0;
        let head = Head::new(SIGNALS, weights, vec![0.0, -19.0]);
        let item = |words: &[u32], language| Some(Gist { language: Some(language), ..gist(words, 1.0) });
        let told_twice = || [item(&[1, 2], 1), item(&[1, 2], 2)];
        let of = |gists: &[Option<Gist>]| {
            stories(&head, &no_words(), &frames(&vec!["Text"; gists.len()]), gists, |_| "Text").len()
        };
        assert_eq!(of(&told_twice()), 1);
        let others = |count: u32| told_twice().into_iter().chain((0..count).map(|other| item(&[10 + other], 1)));
        assert_eq!(of(&others(90).collect::<Vec<_>>()), 1);
        assert_eq!(of(&others(900).collect::<Vec<_>>()), 0, "one pair of so many looks as likely by chance");
    }

    /// An item that means this, in that language, and shares no word with any other.
    fn meant(meaning: [f32; 3], language: u32, word: u32) -> Gist {
        let length = dot(&meaning, &meaning).sqrt();
        let meaning = meaning.iter().map(|value| value / length).collect();
        Gist { meaning, language: Some(language), ..gist(&[word], 5.0) }
    }

    #[test]
    fn items_in_two_languages_tell_the_same_if_each_is_by_far_the_nearest_to_the_other() {
        let (en, ru) = (1, 2);
        let quake = |language, word| meant([1.0, 0.2, 0.0], language, word);
        let flood = |language, word| meant([0.0, 0.1, 1.0], language, word);
        let of = |gists: Vec<Gist>| groups(&gists.into_iter().map(Some).collect::<Vec<_>>());
        assert_eq!(of(vec![quake(en, 1), flood(en, 2), quake(ru, 3), flood(ru, 4)]), [[0, 2], [1, 3]]);
        assert_eq!(of(vec![quake(en, 1), quake(en, 2)]), [[0; 0]; 0], "in one language words tell it");
        let other_quake = meant([1.0, 0.4, 0.1], ru, 5);
        assert_eq!(of(vec![quake(en, 1), quake(ru, 2), other_quake]), [[0; 0]; 0], "it may be either");
        assert_eq!(of(vec![quake(en, 1), flood(ru, 2)]), [[0; 0]; 0], "they are not near");
    }

    #[test]
    fn a_story_is_told_in_many_languages_and_more_than_once_in_each() {
        let quake = |language: u32, word| Some(meant([1.0, 0.01 * language as f32, 0.0], language, word));
        let in_four = [1, 2, 3, 4].map(|language| quake(language, language));
        let another = Some(meant([0.0, 1.0, 0.0], 2, 9));
        assert_eq!(groups(&in_four.into_iter().chain([another]).collect::<Vec<_>>()), [[0, 1, 2, 3]]);
        // The same headline twice in one language: these are one already, and no rivals.
        assert_eq!(groups(&[quake(1, 1), quake(2, 2), quake(2, 2)]), [[0, 1, 2]]);
    }

    #[test]
    fn an_item_of_a_story_is_not_tied_by_one_word() {
        let gists = [&[1, 2, 3, 4][..], &[1, 2, 3], &[1, 10, 11, 12, 13]].map(|words| Some(gist(words, 7.6)));
        assert_eq!(groups(&gists), [[0, 1]]);
    }

    #[test]
    fn shared_words_count_by_their_weight() {
        let bag = |words: &[(u32, f32)]| Bag::new(words.to_vec());
        let (a, b) = (bag(&[(1, 3.0), (2, 4.0)]), bag(&[(2, 4.0), (3, 3.0)]));
        assert!((a.overlap(&b) - 16.0 / 25.0).abs() < 1e-6);
        assert!((a.part_in(&b) - 4.0 / 7.0).abs() < 1e-6);
        assert_eq!(a.rare_mass(&b), 0.0, "a word of weight 4 is not rare");
        assert_eq!(a.overlap(&bag(&[])), 0.0);
    }

    #[test]
    fn a_name_is_the_same_in_other_cases_and_scripts() {
        let name = |word: &str| name(&word.chars().collect::<Vec<char>>());
        for (one, other) in [("москва", "moscow"), ("путина", "putin"), ("газе", "gaza"), ("трамп", "trump")]
        {
            assert_eq!(name(one), name(other), "{one} {other}");
        }
        assert_ne!(name("paris"), name("london"));
    }

    #[test]
    fn a_story_tells_what_its_items_name() {
        let texts = [
            "Flood reaches Zarvik\nThe river Olda rose by 340 centimetres in Zarvik, mayor Jon Harkel said.",
            "Zarvik under water\nIn Zarvik, said Jon Harkel, the Olda stands 340 centimetres higher. Brunt was spared.",
        ];
        let gists = [Some(gist(&[1, 2, 3], 7.6)), Some(gist(&[1, 2, 3], 7.6))];
        let found = stories(&by_headlines(), &no_words(), &frames(&texts), &gists, |item| texts[item]);
        let [story] = &found[..] else { panic!("{found:?}") };
        assert_eq!((story.central, &*story.headline), (0, "Flood reaches Zarvik"));
        assert_eq!(story.names, ["Zarvik", "Olda", "Jon Harkel"]);
        assert_eq!(story.numbers, ["340"]);
    }

    #[test]
    fn a_number_is_told_whole_and_where_most_items_have_it() {
        let texts = [
            "Zarvik spends 1,200,000 crowns on 12 pumps\nOf 340 houses in Zarvik 40 were lost, said Jon Harkel. Harkel left.",
            "Pumps for Zarvik\nZarvik, said Jon Harkel, pays 1,200,000 crowns. Harkel counted 57 houses that were lost.",
        ];
        let gists = texts.map(|_| Some(gist(&[1, 2, 3], 7.6)));
        let found = stories(&by_headlines(), &no_words(), &frames(&texts), &gists, |item| texts[item]);
        assert_eq!(found[0].numbers, ["1,200,000"], "12, 40 and 57 have two digits each, and are not the same");
        assert_eq!(found[0].names, ["Zarvik", "Jon Harkel"], "the last name alone is not told again");
        assert_eq!(number(FNV_OFFSET, "2026"), number(FNV_OFFSET, "٢٠٢٦"));
    }

    #[test]
    fn who_writes_and_when_is_no_story() {
        let own = |texts: &[&str]| {
            let paste = texts.concat();
            let mut end = 0;
            let of = |text: &&str| {
                let start = end;
                end += text.len();
                let parts = parts_of(text).into_iter();
                let parts =
                    parts.map(|part| Part { start: start + part.start, end: start + part.end, ..part }).collect();
                Item { start, end, parts, ..Item::default() }
            };
            let items: Vec<Item> = texts.iter().map(of).collect();
            let frames = Frame::of_items(&paste, &items).into_iter();
            frames.zip(texts).map(|(frame, text)| text[frame.headline].trim().to_owned()).collect::<Vec<String>>()
        };
        let bare = ["Flood reaches Zarvik", "Rovers win the cup", "Court rejects appeal - lawyer"];
        assert_eq!(own(&bare), bare, "what stands behind one headline alone may be what it says");
        let set = [
            "Flood reaches Zarvik - Orvel Post · 3 hours ago",
            "Rovers win the cup - Orvel Post · 12 hours ago",
            "Court rejects appeal - lawyer · 5 hours ago",
        ];
        assert_eq!(own(&set), bare);
        assert_eq!(
            own(&["[10:01] <bot> Flood reaches Zarvik", "[10:05] <bot> Rovers win the cup"])[1],
            "Rovers win the cup"
        );
        assert_eq!(own(&["City - News: Fire"; 2]), ["Fire"; 2], "what is led by a credit may have a dash");
        assert_eq!(
            own(&["Orvel Post\nFlood reaches the old town of Zarvik\n3 hours ago"]),
            ["Flood reaches the old town of Zarvik"]
        );
    }

    #[test]
    fn headlines_in_capitals_name_nothing() {
        let names = |text: &str| {
            let plain = mentions(text, &Frame::of(text), &no_words()).into_iter().filter(|mention| mention.is_plain);
            plain.map(|mention| text[mention.place].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names("Storm Hits The Coast Of Zarvik"), [""; 0]);
        assert_eq!(names("Storm hits the coast of Zarvik"), ["Zarvik"]);
    }

    #[test]
    fn very_many_equal_items_are_grouped_in_time() {
        let gists: Vec<Option<Gist>> = (0..20_000).map(|_| Some(gist(&[1, 2, 3], 7.6))).collect();
        assert_eq!(groups(&gists).iter().map(Vec::len).sum::<usize>(), 20_000);
    }
}
