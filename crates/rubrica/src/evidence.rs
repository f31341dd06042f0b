//! The words that say so: exact shares of a topic's score.
//!
//! A score is a weighted sum over the features of the item, so every feature's share is known. Shares are summed to
//! words; the strongest words are shown, and what the others carry is stated as the rest.

use crate::features::token_features;
use crate::lexicon::Lexicon;
use crate::report::Evidence;
use crate::token::{Shape, Token, tokens};
use crate::topics::TopicModel;

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
    lexicon: &mut Lexicon,
    direction: &[f32],
    topic: &str,
) -> Vec<Evidence> {
    let item = &text[start..end];
    let mut shares = Vec::new();
    tokens(item, |token, chars| {
        if token.shape == Shape::Dense {
            dense(item, &token, chars, lexicon.topics, direction, &mut shares);
        } else {
            let weight = lexicon.share(&token, chars, direction);
            shares.push(Share { start: token.start, end: token.end, weight });
        }
    });
    strongest(item, shares)
        .into_iter()
        .map(|share| Evidence {
            start: start + share.start,
            end: start + share.end,
            topic: topic.to_owned(),
            weight: crate::report::rounded(share.weight),
        })
        .collect()
}

/// Without spaces there are no words to sum to: each n-gram's share is spread over its characters, and characters
/// of one sign that stand together make a span.
fn dense(text: &str, token: &Token, chars: &[char], topics: &TopicModel, direction: &[f32], shares: &mut Vec<Share>) {
    let word = &text[token.start..token.end];
    let mut weights = vec![0.0; chars.len()];
    token_features(token, chars, |feature| {
        if feature.topics
            && let Some(row) = topics.row(feature.hash)
        {
            let weight: f32 = row.iter().zip(direction).map(|(value, weight)| f32::from(*value) * weight).sum();
            let (start, end) = feature.covers;
            for character in &mut weights[start..end] {
                *character += weight / (end - start) as f32;
            }
        }
    });
    let mut borders: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    borders.push(word.len());
    if chars.len() + 1 != borders.len() {
        // Normalising changed the number of characters: the stretch stays whole.
        shares.push(Share { start: token.start, end: token.end, weight: weights.iter().sum() });
        return;
    }
    let mut from = 0;
    for run in weights.chunk_by(|a, b| (*a > 0.0) == (*b > 0.0)) {
        let to = from + run.len();
        let (start, end) = (token.start + borders[from], token.start + borders[to]);
        shares.push(Share { start, end, weight: run.iter().sum() });
        from = to;
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
