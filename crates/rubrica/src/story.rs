//! Which items report the same event.
//!
//! Two items are compared by the angle between their vectors (which also works across languages) and by the words,
//! names and numbers that they share. A head that linfa fitted on judged pairs weighs the four.

use std::collections::BTreeSet;

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
/// Items at a wider angle than this are never compared closer.
const WIDEST: f32 = 0.25;
/// Two items tell the same story from this probability on.
const SAME: f32 = 0.5;

/// What of an item is compared with others.
#[derive(Debug)]
pub struct Gist {
    vector: Vec<f32>,
    words: BTreeSet<String>,
    names: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

impl Gist {
    /// The gist of an item.
    pub(crate) fn new(text: &str, vector: &ItemVector) -> Self {
        let (mut words, mut names, mut numbers) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut read = 0;
        tokens(text, |token, chars| {
            read += 1;
            if read > MOST_WORDS {
                return;
            }
            let original = &text[token.start..token.end];
            match token.shape {
                Shape::Word if chars.len() >= SHORTEST_STEM => {
                    let stem: String = chars.iter().take(STEM).collect();
                    if original.starts_with(char::is_uppercase) {
                        names.insert(stem.clone());
                    }
                    words.insert(stem);
                }
                Shape::Dense => words.extend(chars.windows(2).map(|pair| pair.iter().collect())),
                Shape::Number if chars.len() > 1 => {
                    numbers.insert(original.to_owned());
                }
                Shape::Word | Shape::Number => {}
            }
        });
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

/// The shared part of two sets, by the geometric mean of their sizes.
fn overlap(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    a.intersection(b).count() as f32 / ((a.len() * b.len()) as f32).sqrt()
}

/// Probability that two items report the same event.
pub(crate) fn same(head: &Head, signals: &[f32; SIGNALS]) -> f32 {
    let mut scores = head.scores(signals);
    softmax(&mut scores);
    scores[1]
}

/// Groups items by event: the likeliest pairs first, two groups joining only if their pairs are likely on the whole.
pub(crate) fn stories(head: &Head, gists: &[Option<Gist>]) -> Vec<Story> {
    let probability = |a: usize, b: usize| match (&gists[a], &gists[b]) {
        (Some(x), Some(y)) if dot(&x.vector, &y.vector) >= WIDEST => same(head, &x.compare(y)),
        _ => 0.0,
    };
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for b in 0..gists.len() {
        for a in 0..b {
            let p = probability(a, b);
            if p >= SAME {
                pairs.push((p, a, b));
            }
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0));
    let mut group: Vec<usize> = (0..gists.len()).collect();
    let mut members: Vec<Vec<usize>> = group.iter().map(|item| vec![*item]).collect();
    for (_, a, b) in pairs {
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

fn mean_probability(a: &[usize], b: &[usize], probability: impl Fn(usize, usize) -> f32) -> f32 {
    let sum: f32 = a.iter().flat_map(|x| b.iter().map(|y| probability(*x, *y)).collect::<Vec<_>>()).sum();
    sum / (a.len() * b.len()) as f32
}
