//! Is a sentence's own translation the one that is likeliest to tell the same?

use std::collections::BTreeMap;

use rubrica::Rubrica;
use rubrica::training::{Gist, gist, same_story};
use serde::{Deserialize, Serialize};

use super::story::SAME;
use super::{Rows, row};
use crate::metrics::{Decision, Scored, ratio};

/// The language that partners are looked for from.
const FROM: &str = "en";

#[derive(Serialize)]
pub struct Metrics {
    /// Rows measured.
    rows: usize,
    /// Rows left out: their id is not of the form `source:language:number`.
    without_number: usize,
    /// English sentences that have a translation.
    sentences: usize,
    /// The share of these whose nearest among all other rows, of whatever language, is a translation of theirs.
    nearest_of_all: Option<f64>,
    /// The share whose nearest among all rows of that language is its translation.
    nearest_by_language: BTreeMap<String, Option<f64>>,
    /// Of all pairs of an English sentence and another row: is it said to report the same just where it is a translation?
    pairs: Decision,
}

#[derive(Deserialize)]
struct Sentence {
    id: String,
    text: String,
    lang: String,
}

struct Read {
    number: String,
    language: String,
    gist: Gist,
}

pub fn measure(rubrica: &Rubrica, rows: &Rows) -> Metrics {
    let all: Vec<Option<Read>> = rows.score(|_, line| {
        let Sentence { id, text, lang } = row::parse(line)?;
        let parts: Vec<&str> = id.split(':').collect();
        let [_, _, number] = parts[..] else { return Ok(None) };
        Ok(Some(Read { number: number.to_owned(), language: lang, gist: gist(rubrica, &text) }))
    });
    let lines = all.len();
    let read: Vec<Read> = all.into_iter().flatten().collect();
    let english: Vec<&Read> = read.iter().filter(|row| row.language == FROM).collect();
    let mut by_language: BTreeMap<&str, Vec<&Read>> = BTreeMap::new();
    for row in read.iter().filter(|row| row.language != FROM) {
        by_language.entry(&row.language).or_default().push(row);
    }
    let is_found = |sentence: &Read, among: &mut dyn Iterator<Item = &Read>| {
        let likely = |other: &Read| same_story(rubrica.topics(), &sentence.gist, &other.gist);
        let likeliest = among.max_by(|a, b| likely(a).total_cmp(&likely(b)));
        likeliest.is_some_and(|likeliest| likeliest.number == sentence.number)
    };
    let share = |found: &dyn Fn(&Read) -> Option<bool>| {
        let answers: Vec<bool> = english.iter().filter_map(|sentence| found(sentence)).collect();
        (answers.len(), ratio(answers.iter().filter(|is_right| **is_right).count(), answers.len()))
    };
    let has = |sentence: &Read, rows: &[&Read]| rows.iter().any(|row| row.number == sentence.number);
    let (sentences, nearest_of_all) = share(&|sentence| {
        let translated = by_language.values().any(|rows| has(sentence, rows));
        let mut others = read.iter().filter(|row| !std::ptr::eq(*row, sentence));
        translated.then(|| is_found(sentence, &mut others))
    });
    let nearest_by_language = by_language.iter().map(|(language, rows)| {
        let (_, share) = share(&|sentence| has(sentence, rows).then(|| is_found(sentence, &mut rows.iter().copied())));
        ((*language).to_owned(), share)
    });
    let pairs = english.iter().flat_map(|sentence| {
        let others = read.iter().filter(|row| !std::ptr::eq(*row, *sentence));
        others.map(|other| Scored {
            score: f64::from(same_story(rubrica.topics(), &sentence.gist, &other.gist)),
            is_positive: other.number == sentence.number,
        })
    });
    Metrics {
        rows: read.len(),
        without_number: lines - read.len(),
        sentences,
        nearest_of_all,
        nearest_by_language: nearest_by_language.collect(),
        pairs: Decision::at(SAME, &pairs.collect::<Vec<_>>()),
    }
}
