//! Are two items told to report the same event when they do?

use std::collections::BTreeMap;

use rubrica::Rubrica;
use serde::Serialize;

use super::Rows;
use super::groups::{Group, by_name};
use super::row::{self, Pair};
use crate::metrics::{Decision, Scored, decision_curve, roc_auc};

/// From this probability on, two items count as the same story.
pub const SAME: f64 = 0.5;

#[derive(Serialize)]
pub struct Metrics {
    /// Pairs measured.
    rows: usize,
    same: usize,
    #[serde(flatten)]
    decision: Decision,
    roc_auc: Option<f64>,
    /// The decision at the threshold that is best on these very pairs: a bound, not a promise.
    best_f1: Option<Decision>,
    curve: Vec<Decision>,
    by_language: BTreeMap<String, Group>,
}

pub fn measure(rubrica: &Rubrica, rows: &Rows) -> Metrics {
    let pairs: Vec<(Scored, Option<String>)> = rows.score(|_, line| {
        let pair: Pair = row::parse(line)?;
        let (a, b) = pair.texts();
        Ok((Scored { score: rubrica.same_story(&a, &b), is_positive: pair.same }, pair.lang))
    });
    let scored: Vec<Scored> = pairs.iter().map(|(scored, _)| *scored).collect();
    let is_right = |row: &Scored| (row.score >= SAME) == row.is_positive;
    Metrics {
        rows: scored.len(),
        same: scored.iter().filter(|row| row.is_positive).count(),
        decision: Decision::at(SAME, &scored),
        roc_auc: roc_auc(&scored),
        best_f1: Decision::best_f1(&scored),
        curve: decision_curve(&scored),
        by_language: by_name(pairs.iter().map(|(row, language)| (language.as_deref(), is_right(row)))),
    }
}
