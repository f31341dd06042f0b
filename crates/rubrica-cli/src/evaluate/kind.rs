//! Is news told from what is no news?

use std::collections::BTreeMap;

use rubrica::Rubrica;
use serde::Serialize;

use super::row::{self, Labelled};
use super::{Group, Rows, by_name, only_item};
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
    /// Rows left out: their kind is missing or unknown.
    without_label: usize,
    /// News is the positive class.
    #[serde(flatten)]
    decision: Decision,
    roc_auc: Option<f64>,
    calibration: Calibration,
    curve: Vec<Decision>,
    by_language: BTreeMap<String, Group>,
    by_source: BTreeMap<String, Group>,
}

enum Row {
    Measured(Measured),
    General,
    WithoutLabel,
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
    let (mut measured, mut general, mut without_label) = (Vec::new(), 0, 0);
    for row in rows.score(|_, line| score(rubrica, row::parse(line)?)) {
        match row {
            Row::Measured(row) => measured.push(row),
            Row::General => general += 1,
            Row::WithoutLabel => without_label += 1,
        }
    }
    let scored: Vec<Scored> = measured.iter().map(|row| row.scored).collect();
    let answers: Vec<Answer> = measured.iter().map(Measured::answer).collect();
    let news = scored.iter().filter(|row| row.is_positive).count();
    Metrics {
        rows: scored.len(),
        news,
        not_news: scored.len() - news,
        general,
        without_label,
        decision: Decision::at(NEWS, &scored),
        roc_auc: roc_auc(&scored),
        calibration: Calibration::of(&answers),
        curve: decision_curve(&scored),
        by_language: by_name(measured.iter().map(|row| (row.language.as_deref(), row.is_right()))),
        by_source: by_name(measured.iter().map(|row| (row.source.as_deref(), row.is_right()))),
    }
}

fn score(rubrica: &Rubrica, row: Labelled) -> Result<Row, String> {
    let text = row.whole_text()?;
    let is_positive = match row.kind.as_deref() {
        Some("news") => true,
        Some("not-news") => false,
        Some("general") => return Ok(Row::General),
        _ => return Ok(Row::WithoutLabel),
    };
    let scored = Scored { score: only_item(rubrica, &text, 0).news, is_positive };
    Ok(Row::Measured(Measured { scored, language: row.lang, source: row.source }))
}
