//! Is the best topic the right one?

use std::collections::BTreeMap;

use rubrica::{Rubrica, TOPICS, TopicScore};
use serde::Serialize;

use super::groups::{Calibrated, Group, bucket, by_name, calibrated};
use super::{Labelled, Rows, known, only_item, row};
use crate::metrics::{Answer, Calibration, Confusion, LabelScores, Threshold, log_loss, ratio, thresholds};

#[derive(Serialize)]
pub struct Metrics {
    /// Rows measured.
    rows: usize,
    /// Rows left out: they name none of the 17 topics.
    without_label: usize,
    /// What some of these name instead, and how many rows do.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unknown_topics: BTreeMap<String, usize>,
    accuracy: Option<f64>,
    /// The share of rows whose topic is one of the best two.
    top2_accuracy: Option<f64>,
    macro_f1: Option<f64>,
    weighted_f1: Option<f64>,
    log_loss: Option<f64>,
    calibration: Calibration,
    thresholds: Vec<Threshold>,
    topics: BTreeMap<String, LabelScores>,
    by_length: BTreeMap<String, Calibrated>,
    by_language: BTreeMap<String, Calibrated>,
    by_source: BTreeMap<String, Group>,
    confusion: BTreeMap<String, BTreeMap<String, usize>>,
}

/// A row with a topic, and what the model says.
struct Scored {
    topic: &'static str,
    given: String,
    confidence: f64,
    /// The probability given to the right topic.
    probability: f64,
    is_in_top2: bool,
    /// Length of the text in characters.
    length: usize,
    language: Option<String>,
    source: Option<String>,
}

impl Scored {
    fn is_right(&self) -> bool {
        self.topic == self.given
    }

    fn answer(&self) -> Answer {
        Answer { confidence: self.confidence, is_right: self.is_right() }
    }
}

pub fn measure(rubrica: &Rubrica, rows: &Rows) -> Metrics {
    let all = rows.score(|_, line| score(rubrica, row::parse(line)?));
    let read = all.len();
    let (scored, unknown_topics) = known(all);
    let answers: Vec<Answer> = scored.iter().map(Scored::answer).collect();
    let confusion = Confusion::count(scored.iter().map(|row| (row.topic, &*row.given)));
    Metrics {
        rows: scored.len(),
        without_label: read - scored.len(),
        unknown_topics,
        accuracy: confusion.accuracy(),
        top2_accuracy: ratio(scored.iter().filter(|row| row.is_in_top2).count(), scored.len()),
        macro_f1: confusion.macro_f1(),
        weighted_f1: confusion.weighted_f1(),
        log_loss: log_loss(scored.iter().map(|row| row.probability)),
        calibration: Calibration::of(&answers),
        thresholds: thresholds(&answers),
        topics: confusion.labels().into_iter().map(|(topic, scores)| (topic.to_owned(), scores)).collect(),
        by_length: calibrated(scored.iter().map(|row| (bucket(row.length), row.answer()))),
        by_language: calibrated(scored.iter().map(|row| (row.language.as_deref(), row.answer()))),
        by_source: by_name(scored.iter().map(|row| (row.source.as_deref(), row.is_right()))),
        confusion: confusion
            .table()
            .into_iter()
            .map(|(topic, given)| (topic.to_owned(), given.into_iter().map(|(t, n)| (t.to_owned(), n)).collect()))
            .collect(),
    }
}

fn score(rubrica: &Rubrica, row: row::Labelled) -> Result<Labelled<Scored>, String> {
    let text = row.whole_text()?;
    let label = row.topic.as_deref();
    let Some(topic) = TOPICS.iter().find(|topic| label == Some(topic.slug) || label == Some(topic.id)) else {
        return Ok(Err(row.topic));
    };
    let topic = topic.slug;
    let topics = only_item(rubrica, &text, TOPICS.len()).topics;
    let rank = topics.iter().position(|score| score.slug == topic);
    let best: Option<&TopicScore> = topics.first();
    Ok(Ok(Scored {
        topic,
        given: best.map_or_else(String::new, |best| best.slug.clone()),
        confidence: best.map_or(0.0, |best| best.confidence),
        probability: rank.map_or(0.0, |rank| topics[rank].confidence),
        is_in_top2: rank.is_some_and(|rank| rank < 2),
        length: text.chars().count(),
        language: row.lang,
        source: row.source,
    }))
}
