//! Is a sentence's own translation the one that is likeliest to tell the same?

use std::collections::BTreeMap;

use rubrica::Rubrica;
use rubrica::training::{Gist, gist, same_story, stories};
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
    /// All rows as the items of one paste.
    paste: Grouping,
}

/// Which items tell the same story, and which are translations of each other.
#[derive(Serialize)]
struct Grouping {
    /// Pairs of items in one story.
    told: usize,
    /// Pairs of translations.
    there: usize,
    /// The share of the pairs told that are translations.
    precision: Option<f64>,
    /// The share of the translations that are told.
    recall: Option<f64>,
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
    text: String,
    gist: Gist,
}

pub fn measure(rubrica: &Rubrica, rows: &Rows) -> Metrics {
    let all: Vec<Option<Read>> = rows.score(|_, line| {
        let Sentence { id, text, lang } = row::parse(line)?;
        let parts: Vec<&str> = id.split(':').collect();
        let [_, _, number] = parts[..] else { return Ok(None) };
        let gist = gist(rubrica, &text);
        Ok(Some(Read { number: number.to_owned(), language: lang, text, gist }))
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
        paste: grouping(rubrica, read),
    }
}

fn grouping(rubrica: &Rubrica, rows: Vec<Read>) -> Grouping {
    let (mut numbers, mut texts, mut gists) = (Vec::new(), Vec::new(), Vec::new());
    for Read { number, text, gist, .. } in rows {
        numbers.push(number);
        texts.push(text);
        gists.push(Some(gist));
    }
    let pairs = |items: usize| items * items.saturating_sub(1) / 2;
    let pairs_of_one_number = |items: &mut dyn Iterator<Item = usize>| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        items.for_each(|item| *counts.entry(&numbers[item]).or_default() += 1);
        counts.into_values().map(pairs).sum::<usize>()
    };
    let groups = stories(rubrica.topics(), &gists, &texts);
    let told = groups.iter().map(|items| pairs(items.len())).sum();
    let right = groups.iter().map(|items| pairs_of_one_number(&mut items.iter().copied())).sum();
    let there = pairs_of_one_number(&mut (0..numbers.len()));
    Grouping { told, there, precision: ratio(right, told), recall: ratio(right, there) }
}
