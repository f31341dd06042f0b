//! The words that say so: exact shares of a topic's score.
//!
//! A score is a weighted sum over the features of the item, so every feature's share is known. Shares are summed to
//! words; the strongest words are shown, and what the others carry is stated as the rest.

use crate::features::{Feature, Visitor, features};
use crate::report::Evidence;
use crate::table::Table;
use crate::token::{Shape, Token};

/// No more spans than this are shown for one item and topic.
const MOST_SPANS: usize = 8;
/// A span is shown if its share is at least this part of the strongest's.
const WEAKEST: f32 = 0.15;

/// A stretch of the item and its share of the score.
#[derive(Clone, Copy, Debug)]
struct Share {
    start: usize,
    end: usize,
    weight: f32,
}

/// The strongest spans of `text[start..end]` for a topic. `direction` is what a unit of each dimension of a summed row
/// adds to the topic's score.
pub(crate) fn evidence(
    text: &str,
    (start, end): (usize, usize),
    table: &Table,
    direction: &[f32],
    topic: &str,
) -> Vec<Evidence> {
    let item = &text[start..end];
    let mut shares = Shares { text: item, table, direction, pending: Vec::new(), found: Vec::new() };
    features(item, &mut shares);
    strongest(item, shares.found)
        .into_iter()
        .map(|share| Evidence {
            start: start + share.start,
            end: start + share.end,
            topic: topic.to_owned(),
            weight: crate::report::rounded(share.weight),
        })
        .collect()
}

struct Shares<'a> {
    text: &'a str,
    table: &'a Table,
    direction: &'a [f32],
    /// Features of the token that is being read: which characters they cover, and their shares.
    pending: Vec<((usize, usize), f32)>,
    found: Vec<Share>,
}

impl Visitor for Shares<'_> {
    fn feature(&mut self, feature: Feature) {
        if feature.topics {
            let row = self.table.row(feature.hash);
            let weight = row.iter().zip(self.direction).map(|(value, weight)| f32::from(*value) * weight).sum();
            self.pending.push((feature.covers, weight));
        }
    }

    fn token(&mut self, token: Token) {
        if token.shape == Shape::Dense {
            self.dense(token);
        } else {
            let weight = self.pending.iter().map(|(_, weight)| weight).sum();
            self.found.push(Share { start: token.start, end: token.end, weight });
        }
        self.pending.clear();
    }
}

impl Shares<'_> {
    /// Without spaces there are no words to sum to: each n-gram's share is spread over its characters, and characters
    /// of one sign that stand together make a span.
    fn dense(&mut self, token: Token) {
        let word = &self.text[token.start..token.end];
        let mut borders: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        borders.push(word.len());
        let covered = self.pending.iter().map(|((_, end), _)| *end).max().unwrap_or(0);
        if covered + 1 != borders.len() {
            // Normalising changed the number of characters: the stretch stays whole.
            let weight = self.pending.iter().map(|(_, weight)| weight).sum();
            self.found.push(Share { start: token.start, end: token.end, weight });
            return;
        }
        let mut weights = vec![0.0; covered];
        for ((start, end), weight) in &self.pending {
            for character in &mut weights[*start..*end] {
                *character += weight / (end - start) as f32;
            }
        }
        let mut from = 0;
        for run in weights.chunk_by(|a, b| (*a > 0.0) == (*b > 0.0)) {
            let to = from + run.len();
            let (start, end) = (token.start + borders[from], token.start + borders[to]);
            self.found.push(Share { start, end, weight: run.iter().sum() });
            from = to;
        }
    }
}

/// The strongest shares in the order of the text, neighbours of one sign joined.
fn strongest(text: &str, mut shares: Vec<Share>) -> Vec<Share> {
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|a, b| shares[*b].weight.abs().total_cmp(&shares[*a].weight.abs()));
    let floor = order.first().map_or(0.0, |first| shares[*first].weight.abs() * WEAKEST);
    let mut kept = vec![false; shares.len()];
    for index in order.into_iter().take(MOST_SPANS) {
        kept[index] = shares[index].weight.abs() >= floor && shares[index].weight != 0.0;
    }
    let mut keep = kept.iter();
    shares.retain(|_| keep.next().is_some_and(|kept| *kept));
    let mut joined: Vec<Share> = Vec::new();
    for share in shares {
        match joined.last_mut() {
            Some(last)
                if (last.weight > 0.0) == (share.weight > 0.0)
                    && text[last.end..share.start].chars().all(|c| c == ' ' || c == '-') =>
            {
                last.end = share.end;
                last.weight += share.weight;
            }
            _ => joined.push(share),
        }
    }
    joined
}
