//! Is news told from what is no news?

use std::collections::BTreeMap;

use rubrica::Rubrica;
use serde::Serialize;

use super::groups::{Group, by_name};
use super::{Labelled, Rows, known, only_item, row};
use crate::metrics::{Answer, Calibration, Decision, Scored, decision_curve, roc_auc};

/// From this probability on, an item counts as news.
const NEWS: f64 = 0.5;

#[derive(Serialize)]
pub struct Metrics {
    /// Rows measured.
    rows: usize,
    news: usize,
    not_news: usize,
    /// Rows left out: general prose, neither news nor what passes for its opposite.
    general: usize,
    /// Rows left out: they name no kind that is known.
    without_label: usize,
    /// What some of these name instead, and how many rows do.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unknown_kinds: BTreeMap<String, usize>,
    /// News is the positive class.
    #[serde(flatten)]
    decision: Decision,
    roc_auc: Option<f64>,
    calibration: Calibration,
    curve: Vec<Decision>,
    by_language: BTreeMap<String, Group>,
    by_source: BTreeMap<String, Group>,
}

struct Measured {
    scored: Scored,
    language: Option<String>,
    source: Option<String>,
}

impl Measured {
    fn is_right(&self) -> bool {
        (self.scored.score >= NEWS) == self.scored.is_positive
    }

    fn answer(&self) -> Answer {
        let news = self.scored.score;
        Answer { confidence: news.max(1.0 - news), is_right: self.is_right() }
    }
}

pub fn measure(rubrica: &Rubrica, rows: &Rows) -> Metrics {
    let all = rows.score(|_, line| score(rubrica, row::parse(line)?));
    let read = all.len();
    let (labelled, unknown_kinds) = known(all);
    let without_label = read - labelled.len();
    let measured: Vec<Measured> = labelled.into_iter().flatten().collect();
    let general = read - without_label - measured.len();
    let scored: Vec<Scored> = measured.iter().map(|row| row.scored).collect();
    let answers: Vec<Answer> = measured.iter().map(Measured::answer).collect();
    let news = scored.iter().filter(|row| row.is_positive).count();
    Metrics {
        rows: scored.len(),
        news,
        not_news: scored.len() - news,
        general,
        without_label,
        unknown_kinds,
        decision: Decision::at(NEWS, &scored),
        roc_auc: roc_auc(&scored),
        calibration: Calibration::of(&answers),
        curve: decision_curve(&scored),
        by_language: by_name(measured.iter().map(|row| (row.language.as_deref(), row.is_right()))),
        by_source: by_name(measured.iter().map(|row| (row.source.as_deref(), row.is_right()))),
    }
}

/// General prose has a label and no score.
fn score(rubrica: &Rubrica, row: row::Labelled) -> Result<Labelled<Option<Measured>>, String> {
    let text = row.whole_text()?;
    let is_positive = match row.kind.as_deref() {
        Some("news") => true,
        Some("not-news") => false,
        Some("general") => return Ok(Ok(None)),
        _ => return Ok(Err(row.kind)),
    };
    let scored = Scored { score: only_item(rubrica, &text, 0).news, is_positive };
    Ok(Ok(Some(Measured { scored, language: row.lang, source: row.source })))
}
