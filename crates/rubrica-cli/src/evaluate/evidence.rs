//! Does the evidence carry the topic? What is shown is deleted, and kept alone, and the text is classified again.

use rubrica::{Explain, Options, Rubrica, TOPICS};
use serde::Serialize;

use super::row;
use super::{Rows, only_item};
use crate::metrics::ratio;

/// So many of the strongest spans are deleted.
const DELETED: usize = 3;
/// So many of the strongest spans are kept alone.
const KEPT: usize = 5;

#[derive(Serialize)]
pub struct Metrics {
    /// Rows measured.
    rows: usize,
    /// Rows left out: fewer than three spans speak for their best topic.
    too_short: usize,
    /// How much less likely the topic is, on the mean, without the three spans that speak for it most.
    drop_without_evidence: Option<f64>,
    /// The same without three random spans of the same lengths.
    drop_without_random: Option<f64>,
    /// The one by the other.
    times: Option<f64>,
    /// The share of rows that keep their topic if nothing but the five strongest spans is left.
    kept_by_evidence: Option<f64>,
    /// The farthest that weights and rest came from the score, over all 17 topics of every row read.
    largest_gap: f64,
}

struct Measured {
    gap: f64,
    drops: Option<Drops>,
}

struct Drops {
    evidence: f64,
    random: f64,
    is_kept: bool,
}

pub fn measure(rubrica: &Rubrica, rows: &Rows) -> Metrics {
    let measured: Vec<Measured> = rows.score(|_, line| {
        let row: row::Labelled = row::parse(line)?;
        Ok(score(rubrica, &row.whole_text()?, line.number))
    });
    let drops: Vec<&Drops> = measured.iter().filter_map(|row| row.drops.as_ref()).collect();
    let mean = |of: &dyn Fn(&Drops) -> f64| {
        (!drops.is_empty()).then(|| drops.iter().map(|drops| of(drops)).sum::<f64>() / drops.len() as f64)
    };
    let (evidence, random) = (mean(&|drops| drops.evidence), mean(&|drops| drops.random));
    Metrics {
        rows: drops.len(),
        too_short: measured.len() - drops.len(),
        drop_without_evidence: evidence,
        drop_without_random: random,
        times: evidence.zip(random).filter(|(_, random)| *random > 0.0).map(|(evidence, random)| evidence / random),
        kept_by_evidence: ratio(drops.iter().filter(|drops| drops.is_kept).count(), drops.len()),
        largest_gap: measured.iter().map(|row| row.gap).fold(0.0, f64::max),
    }
}

fn score(rubrica: &Rubrica, text: &str, seed: u64) -> Measured {
    let asked = rubrica::Asked { topics: TOPICS.iter().collect(), ..rubrica::Asked::default() };
    let options = Options { split: false, top_k: TOPICS.len(), explain: Explain::Asked(asked) };
    // A text that is not split is one item, even if nothing is in it.
    let item = rubrica.classify(text, &options).items.pop().unwrap_or_default();
    let gaps = item.topics.iter().map(|topic| {
        let shown: f64 = item.evidence.iter().filter(|span| span.topic == topic.slug).map(|span| span.weight).sum();
        (shown + topic.rest.unwrap_or(f64::NAN) - topic.score).abs()
    });
    // A rest that is missing is a gap like no other.
    let gap = gaps.fold(0.0, |most: f64, gap| if gap.is_nan() { f64::INFINITY } else { most.max(gap) });
    let Some(best) = item.topics.first() else { return Measured { gap, drops: None } };
    let mut spans: Vec<_> = item.evidence.iter().filter(|span| span.topic == best.slug && span.weight > 0.0).collect();
    spans.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let mut strongest: Vec<(usize, usize)> = spans.iter().map(|span| (span.start, span.end)).collect();
    strongest.truncate(KEPT);
    if strongest.len() < DELETED {
        return Measured { gap, drops: None };
    }
    let probability = |text: &str| {
        let topics = only_item(rubrica, text, TOPICS.len()).topics;
        topics.iter().find(|topic| topic.slug == best.slug).map_or(0.0, |topic| topic.confidence)
    };
    let deleted = strongest[..DELETED].to_vec();
    let random = random_spans(text, &deleted, seed);
    strongest.sort_unstable();
    let kept: Vec<&str> = strongest.iter().map(|(start, end)| &text[*start..*end]).collect();
    let with_kept = only_item(rubrica, &kept.join(" "), 1);
    Measured {
        gap,
        drops: Some(Drops {
            evidence: best.confidence - probability(&without(text, &deleted)),
            random: best.confidence - probability(&without(text, &random)),
            is_kept: with_kept.best_topic().is_some_and(|topic| topic.slug == best.slug),
        }),
    }
}

/// The text with a space in place of each span.
fn without(text: &str, spans: &[(usize, usize)]) -> String {
    let mut spans = spans.to_vec();
    spans.sort_unstable();
    let mut left = String::new();
    let mut at = 0;
    for (start, end) in spans {
        left.push_str(&text[at.min(start)..start]);
        left.push(' ');
        at = at.max(end);
    }
    left.push_str(&text[at..]);
    left
}

/// For each span one of as many characters anywhere in the text, apart from each other.
fn random_spans(text: &str, spans: &[(usize, usize)], seed: u64) -> Vec<(usize, usize)> {
    let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut random = fastrand::Rng::with_seed(seed);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (start, end) in spans {
        let length = text[*start..*end].chars().count();
        // Where the text has no room left, the last try stands: spans then overlap, and less is deleted.
        let mut place = (0, 0);
        for _ in 0..50 {
            let at = random.usize(..borders.len() - length);
            place = (borders[at], borders[at + length]);
            if found.iter().all(|other| other.1 <= place.0 || place.1 <= other.0) {
                break;
            }
        }
        found.push(place);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_cut_out() {
        assert_eq!(without("one two three", &[(8, 13), (0, 3)]), "  two  ");
        assert_eq!(without("abcdef", &[(0, 4), (2, 5)]), "  f");
    }

    #[test]
    fn random_spans_have_the_length_asked_and_keep_apart() {
        let text = "Ein längerer Satz über nichts, der überall geschnitten werden kann";
        for seed in 0..50 {
            let spans = random_spans(text, &[(0, 3), (4, 13), (14, 18)], seed);
            let lengths: Vec<usize> = spans.iter().map(|(start, end)| text[*start..*end].chars().count()).collect();
            assert_eq!(lengths, [3, 8, 4]);
            let mut sorted = spans.clone();
            sorted.sort_unstable();
            assert!(sorted.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{spans:?}");
        }
    }
}
