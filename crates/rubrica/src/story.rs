//! Which items report the same event.
//!
//! Two items are compared by the angle between their vectors (which also works across languages) and by the words,
//! names and numbers that they share. A head that linfa fitted on judged pairs weighs the four.

use crate::head::{Head, dot, softmax};
use crate::report::Story;
use crate::token::{Shape, tokens};
use crate::topics::ItemVector;

/// What two items are compared by: cosine, shared words, shared names, shared numbers.
pub const SIGNALS: usize = 4;
/// A word is known by this many of its first letters: what follows is mostly inflection.
const STEM: usize = 5;
/// Shorter words are mostly grammar.
const SHORTEST_STEM: usize = 4;
/// The event stands in the beginning; later words would only add chance agreement.
const MOST_WORDS: usize = 150;
/// They are looked for in no more bytes than this.
const LONGEST_BEGINNING: usize = 4_000;
/// Items at a wider angle than this are never compared closer.
const WIDEST: f32 = 0.25;
/// Two items tell the same story from this probability on.
const SAME: f32 = 0.5;
/// All items of a paste are compared with each other if they are no more than this. Of a longer paste an item is compared
/// with the nearest before it, so that the time grows with its length and not with its square.
const ALL_COMPARED: usize = 5_000;
/// Each item brings no more than this many pairs with those before it: the likeliest.
const MOST_PAIRS: usize = 8;
/// Two groups are compared by no more than this many members of each.
const MOST_MEMBERS: usize = 16;

/// What of an item is compared with others. Words are hashed, sorted and without repetition.
#[derive(Debug)]
pub struct Gist {
    vector: Vec<f32>,
    words: Vec<u32>,
    names: Vec<u32>,
    numbers: Vec<u32>,
}

impl Gist {
    /// The gist of an item.
    pub(crate) fn new(text: &str, vector: &ItemVector) -> Self {
        let (mut words, mut names, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
        let mut read = 0;
        let text = &text[..text.floor_char_boundary(LONGEST_BEGINNING)];
        tokens(text, |token, chars| {
            read += 1;
            if read > MOST_WORDS {
                return;
            }
            let original = &text[token.start..token.end];
            match token.shape {
                Shape::Word if chars.len() >= SHORTEST_STEM => {
                    let stem = hash(chars.iter().copied().take(STEM));
                    if original.starts_with(char::is_uppercase) {
                        names.push(stem);
                    }
                    words.push(stem);
                }
                Shape::Dense => words.extend(chars.windows(2).map(|pair| hash(pair.iter().copied()))),
                // The digits themselves, which a feature does not keep.
                Shape::Number if chars.len() > 1 => numbers.push(hash(original.chars())),
                Shape::Word | Shape::Number => {}
            }
        });
        for set in [&mut words, &mut names, &mut numbers] {
            set.sort_unstable();
            set.dedup();
        }
        Self { vector: vector.values.clone(), words, names, numbers }
    }

    /// The signals of a pair, each 0 to 1 (the cosine −1 to 1).
    pub fn compare(&self, other: &Self) -> [f32; SIGNALS] {
        [
            dot(&self.vector, &other.vector),
            overlap(&self.words, &other.words),
            overlap(&self.names, &other.names),
            overlap(&self.numbers, &other.numbers),
        ]
    }
}

/// FNV-1a over characters.
fn hash(chars: impl Iterator<Item = char>) -> u32 {
    chars.fold(0x811c_9dc5, |hash, c| (hash ^ u32::from(c)).wrapping_mul(0x0100_0193))
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
/// Items without a gist stay alone.
pub(crate) fn stories(head: &Head, gists: &[Option<Gist>]) -> Vec<Story> {
    let probability = |a: usize, b: usize| match (&gists[a], &gists[b]) {
        (Some(x), Some(y)) if dot(&x.vector, &y.vector) >= WIDEST => same(head, &x.compare(y)),
        _ => 0.0,
    };
    let mut group: Vec<usize> = (0..gists.len()).collect();
    let mut members: Vec<Vec<usize>> = group.iter().map(|item| vec![*item]).collect();
    for (_, a, b) in likely_pairs(gists.len(), probability) {
        let (keep, give) = (group[a].min(group[b]), group[a].max(group[b]));
        if keep == give || mean_probability(&members[keep], &members[give], probability) < SAME {
            continue;
        }
        let moved = std::mem::take(&mut members[give]);
        for item in &moved {
            group[*item] = keep;
        }
        members[keep].extend(moved);
    }
    members
        .into_iter()
        .filter(|items| items.len() > 1)
        .map(|mut items| {
            items.sort_unstable();
            Story { items }
        })
        .collect()
}

/// The likeliest pairs of each item with those before it, of all items the likeliest first.
fn likely_pairs(items: usize, probability: impl Fn(usize, usize) -> f32) -> Vec<(f32, usize, usize)> {
    let reach = if items <= ALL_COMPARED { items } else { ALL_COMPARED * ALL_COMPARED / 2 / items };
    let mut pairs = Vec::new();
    for b in 0..items {
        let mut of_item: Vec<(f32, usize, usize)> = (b.saturating_sub(reach)..b)
            .map(|a| (probability(a, b), a, b))
            .filter(|(probability, ..)| *probability >= SAME)
            .collect();
        of_item.sort_by(|x, y| y.0.total_cmp(&x.0));
        pairs.extend(of_item.into_iter().take(MOST_PAIRS));
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0));
    pairs
}

fn mean_probability(a: &[usize], b: &[usize], probability: impl Fn(usize, usize) -> f32) -> f32 {
    let (a, b) = (&a[..a.len().min(MOST_MEMBERS)], &b[..b.len().min(MOST_MEMBERS)]);
    let mut sum = 0.0;
    for x in a {
        for y in b {
            sum += probability(*x, *y);
        }
    }
    sum / (a.len() * b.len()) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A head that goes by the cosine alone.
    fn by_cosine() -> Head {
        Head::new(SIGNALS, vec![0.0, 0.0, 0.0, 0.0, 20.0, 0.0, 0.0, 0.0], vec![0.0, -16.0])
    }

    fn gist(vector: [f32; 2]) -> Gist {
        Gist { vector: vector.to_vec(), words: Vec::new(), names: Vec::new(), numbers: Vec::new() }
    }

    #[test]
    fn near_items_are_grouped_and_none_twice() {
        let gists = [[1.0, 0.0], [0.0, 1.0], [0.98, 0.2], [0.1, 0.99]].map(|vector| Some(gist(vector)));
        let gists: Vec<Option<Gist>> = gists.into_iter().chain([None]).collect();
        let groups: Vec<Vec<usize>> = stories(&by_cosine(), &gists).into_iter().map(|story| story.items).collect();
        assert_eq!(groups, [vec![0, 2], vec![1, 3]]);
    }

    #[test]
    fn shared_parts_are_counted_in_one_pass() {
        assert!((overlap(&[1, 3, 5, 7], &[3, 4, 7, 9]) - 0.5).abs() < 1e-6);
        assert!(overlap(&[], &[1]).abs() < 1e-6);
    }

    #[test]
    fn very_many_equal_items_are_grouped_in_time() {
        let gists: Vec<Option<Gist>> = (0..20_000).map(|_| Some(gist([1.0, 0.0]))).collect();
        let groups = stories(&by_cosine(), &gists);
        assert_eq!(groups.iter().map(|story| story.items.len()).sum::<usize>(), 20_000);
    }
}
