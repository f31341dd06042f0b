//! Is the language the right one?

use std::collections::{BTreeMap, BTreeSet};

use rubrica::{Rubrica, best_language};
use serde::Serialize;

use super::Rows;
use super::groups::{Group, bucket, by_name, grouped};
use super::row::{self, Labelled};
use crate::metrics::{Answer, Calibration, Confusion, LabelScores, Mistake};

/// Language detectors are compared on their largest languages; small ones differ from list to list.
const LARGEST: usize = 60;
/// How many confusions to list.
const MISTAKES: usize = 50;

#[derive(Serialize)]
pub struct Metrics {
    /// Rows measured.
    rows: usize,
    /// Rows left out: they name no language.
    without_label: usize,
    #[serde(flatten)]
    all: Scores,
    /// The mean accuracy over the 60 languages with most rows.
    macro_accuracy_of_largest_60: Option<f64>,
    /// Languages of rows that the model does not know and so gets wrong.
    unknown_languages: Vec<String>,
    calibration: Calibration,
    by_length: BTreeMap<String, Bucket>,
    by_source: BTreeMap<String, Group>,
    mistakes: Vec<Mistake>,
    languages: BTreeMap<String, LabelScores>,
}

#[derive(Serialize)]
struct Scores {
    accuracy: Option<f64>,
    /// The mean of the languages' accuracies.
    macro_accuracy: Option<f64>,
    macro_f1: Option<f64>,
}

#[derive(Serialize)]
struct Bucket {
    rows: usize,
    #[serde(flatten)]
    scores: Scores,
    ece: Option<f64>,
}

/// A row with a language, and what the model says.
struct Scored {
    language: String,
    given: String,
    confidence: f64,
    /// Length of the text in characters.
    length: usize,
    source: Option<String>,
}

impl Scored {
    fn is_right(&self) -> bool {
        self.language == self.given
    }
}

pub fn measure(rubrica: &Rubrica, rows: &Rows) -> Metrics {
    let all: Vec<Option<Scored>> = rows.score(|source, line| score(rubrica, row::parse_language(source, line)?));
    let read = all.len();
    let scored: Vec<Scored> = all.into_iter().flatten().collect();
    let everything: Vec<&Scored> = scored.iter().collect();
    let confusion = confusion(&everything);
    let known: BTreeSet<&str> = rubrica.language().languages().collect();
    let found: BTreeSet<&str> = scored.iter().map(|row| &*row.language).collect();
    Metrics {
        rows: scored.len(),
        without_label: read - scored.len(),
        all: Scores::of(&confusion),
        macro_accuracy_of_largest_60: confusion.macro_accuracy_of_largest(LARGEST),
        unknown_languages: found.difference(&known).map(|&code| code.to_owned()).collect(),
        calibration: calibration(&everything),
        by_length: grouped(scored.iter().map(|row| (bucket(row.length), row)), Bucket::of),
        by_source: by_name(scored.iter().map(|row| (row.source.as_deref(), row.is_right()))),
        mistakes: confusion.mistakes(MISTAKES),
        languages: confusion.labels().into_iter().map(|(code, scores)| (code.to_owned(), scores)).collect(),
    }
}

fn score(rubrica: &Rubrica, row: Labelled) -> Result<Option<Scored>, String> {
    let text = row.whole_text()?;
    let Some(code) = row.lang else { return Ok(None) };
    let detected = rubrica.language().detect(&text);
    let given = best_language(&detected).to_owned();
    let confidence = detected.iter().find(|language| language.detected_language == given).map_or(0.0, |l| l.confidence);
    let length = text.chars().count();
    let language = known_tag(&code, rubrica.language().languages());
    Ok(Some(Scored { language, given, confidence, length, source: row.source }))
}

/// Of `zh-Hant-TW`, `zh`: the model tells languages, not where they are spoken, nor, but for those that it knows by a tag
/// like `ar-Latn`, how they are written.
fn known_tag<'a>(code: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let tag = code.replace('_', "-").to_lowercase();
    let begins = |known: &&str| {
        let parts = tag.split_at_checked(known.len());
        parts.is_some_and(|(begin, rest)| {
            begin.eq_ignore_ascii_case(known) && (rest.is_empty() || rest.starts_with('-'))
        })
    };
    match known.into_iter().filter(begins).max_by_key(|known| known.len()) {
        Some(known) => known.to_owned(),
        None => tag.split('-').next().unwrap_or(&tag).to_owned(),
    }
}

impl Bucket {
    fn of(rows: &[&Scored]) -> Self {
        Self { rows: rows.len(), scores: Scores::of(&confusion(rows)), ece: calibration(rows).ece }
    }
}

impl Scores {
    fn of(confusion: &Confusion) -> Self {
        Self {
            accuracy: confusion.accuracy(),
            macro_accuracy: confusion.macro_accuracy(),
            macro_f1: confusion.macro_f1(),
        }
    }
}

fn confusion(rows: &[&Scored]) -> Confusion {
    Confusion::count(rows.iter().map(|row| (&*row.language, &*row.given)))
}

fn calibration(rows: &[&Scored]) -> Calibration {
    let answers: Vec<Answer> =
        rows.iter().map(|row| Answer { confidence: row.confidence, is_right: row.is_right() }).collect();
    Calibration::of(&answers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_tag_counts_what_the_model_tells() {
        let tag = |code| known_tag(code, ["ar", "ar-Latn", "en", "pt", "zh"]);
        assert_eq!(tag("zh-Hant-TW"), "zh");
        assert_eq!(tag("pt_BR"), "pt");
        assert_eq!(tag("EN"), "en");
        assert_eq!(tag("ar-EG"), "ar");
        assert_eq!(tag("ar_latn"), "ar-Latn");
        assert_eq!(tag("ar-Latn-EG"), "ar-Latn");
        assert_eq!(tag("enm"), "enm");
    }
}
