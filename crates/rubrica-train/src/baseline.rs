//! What everybody can have: TF-IDF of words and word pairs with a logistic regression, trained on the same rows.
//!
//! It is trained in the evaluation, so that its figures and ours come from one run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;
use rubrica::TOPICS;
use rubrica::training::tokens;

use crate::TrainError;
use crate::corpus::{Row, rows, topic_files};
use crate::linear::{Linear, Sparse};
use crate::progress::Progress;
use crate::topics::{beginning, topic_of};

/// Terms are hashed into so many columns: more than there are distinct terms of any weight.
const COLUMNS: usize = 1 << 21;
const EPOCHS: usize = 4;
const RATE: f32 = 0.3;
/// Training rows are cut after so many characters, as hidden test sets are.
const LONGEST: usize = 1000;

/// A logistic regression over TF-IDF.
pub struct Baseline {
    inverse_frequency: Vec<f32>,
    linear: Linear,
}

impl Baseline {
    /// Trains on every labelled row of `data/topics/train` whose source is not held out.
    ///
    /// # Errors
    /// If the data cannot be read.
    pub fn train(data: &Path, hold_out: &[String], seed: u64) -> Result<Self, TrainError> {
        let mut labelled = Vec::new();
        for file in topic_files(data, "train")? {
            let rows = rows(&file)?.into_iter().filter(|row| !hold_out.contains(&row.source));
            labelled.extend(rows.filter_map(|row| Some((topic_of(&row)?, row))));
        }
        let counted: Vec<(usize, BTreeMap<u32, f32>)> =
            labelled.par_iter().map(|(topic, row)| (*topic, counts(&beginning(row, LONGEST)))).collect();
        let mut frequency = vec![0.0_f32; COLUMNS];
        for (_, terms) in &counted {
            terms.keys().for_each(|column| frequency[*column as usize] += 1.0);
        }
        let all = counted.len() as f32;
        let inverse_frequency = frequency.iter().map(|n| ((1.0 + all) / (1.0 + n)).ln() + 1.0).collect();
        let mut baseline = Self { inverse_frequency, linear: Linear::new(COLUMNS, TOPICS.len()) };
        let examples: Vec<(usize, Sparse)> =
            counted.into_par_iter().map(|(topic, terms)| (topic, baseline.weighted(terms))).collect();
        baseline.fit(&examples, &mut fastrand::Rng::with_seed(seed));
        Ok(baseline)
    }

    /// Index of the likeliest topic.
    pub fn topic(&self, text: &str) -> usize {
        self.linear.best(&self.weighted(counts(text))).0
    }

    /// The share of the labelled rows that are given their topic.
    pub fn accuracy(&self, rows: &[Row]) -> f64 {
        let judged: Vec<bool> =
            rows.par_iter().filter_map(|row| Some(topic_of(row)? == self.topic(&beginning(row, usize::MAX)))).collect();
        judged.iter().filter(|right| **right).count() as f64 / judged.len().max(1) as f64
    }

    fn fit(&mut self, examples: &[(usize, Sparse)], random: &mut fastrand::Rng) {
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let progress = Progress::new("baseline", EPOCHS * examples.len());
        for epoch in 0..EPOCHS {
            random.shuffle(&mut order);
            let rate = RATE * (1.0 - epoch as f32 / EPOCHS as f32);
            for index in &order {
                let (topic, terms) = &examples[*index];
                progress.step(self.linear.learn(terms, *topic, rate));
            }
        }
        progress.finish();
    }

    /// A row of unit length.
    fn weighted(&self, counts: BTreeMap<u32, f32>) -> Sparse {
        let mut terms: Sparse = counts
            .into_iter()
            .map(|(column, count)| (column, (1.0 + count.ln()) * self.inverse_frequency[column as usize]))
            .collect();
        let length = terms.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
        terms.iter_mut().for_each(|(_, value)| *value /= length);
        terms
    }
}

/// How often each word and word pair stands in a text; of scripts without spaces, characters and their pairs.
fn counts(text: &str) -> BTreeMap<u32, f32> {
    let mut counts = BTreeMap::new();
    let mut count = |term: &str| *counts.entry(column(term)).or_insert(0.0) += 1.0;
    let mut previous = String::new();
    tokens(text, |token, chars| {
        if token.shape == rubrica::training::Shape::Dense {
            let grams: BTreeSet<String> =
                (1..=2).flat_map(|n| chars.windows(n).map(|w| w.iter().collect()).collect::<Vec<String>>()).collect();
            grams.iter().for_each(|gram| count(gram));
            previous.clear();
        } else {
            let word: String = chars.iter().collect();
            count(&word);
            count(&format!("{previous} {word}"));
            previous = word;
        }
    });
    counts
}

/// FNV-1a.
fn column(term: &str) -> u32 {
    let hash = term
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    ((hash >> 20) as usize % COLUMNS) as u32
}
