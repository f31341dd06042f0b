//! Other ways to tell languages, learned from the same draws and measured on the same texts as the shipped one.

use std::path::Path;

use fastrand::Rng;
use rayon::prelude::*;
use rubrica::LanguageModel;

use crate::TrainError;
use crate::features::{Found, language_features};
use crate::language::{Drawn, Plan, draws, train};
use crate::linear::{Linear, Sparse};
use crate::progress::Progress;
use crate::yardstick::{Figures, Test, figures, measure};

/// Features are hashed into so many columns: as few as take the room of the learned vectors, and many.
const COLUMNS: [usize; 2] = [1 << 12, 1 << 16];
/// First learning rate of the softmax; it falls to nothing.
const RATE: f32 = 0.5;

/// A way to tell languages, and how it does.
#[derive(Clone, Debug)]
pub struct Contender {
    /// What it is.
    pub name: String,
    /// Its size, where a weight takes a byte.
    pub bytes: usize,
    /// Its figures on the tests.
    pub figures: Vec<Figures>,
}

/// Multinomial naive Bayes, a softmax on hashed features, and learned vectors with a softmax by linfa on top, after the
/// same number of examples, drawn in the same way.
///
/// # Errors
/// If the data cannot be read or the head cannot be fitted.
pub fn compare(data: &Path, plan: &Plan, tests: &[Test]) -> Result<Vec<Contender>, TrainError> {
    let (codes, drawn) = draws(data, plan, plan.course.examples)?;
    let linear = |name: &str, columns: usize, linear: &Linear, row: fn(&[Found], usize) -> Sparse| {
        let best = |text: &str| {
            let (class, probability) = linear.best(&row(&language_features(text), columns));
            (codes[class].clone(), f64::from(probability))
        };
        Contender {
            name: format!("{name}, {columns} hashed columns"),
            bytes: columns * codes.len(),
            figures: tests.iter().map(|test| figures(test, best)).collect(),
        }
    };
    let mut found = Vec::new();
    for columns in COLUMNS {
        let rows: Vec<(usize, Sparse)> =
            drawn.par_iter().map(|(class, features)| (*class, counts(features, columns))).collect();
        let bayes = Linear::naive_bayes(rows.iter().map(|(class, row)| (*class, row)), columns, codes.len());
        found.push(linear("multinomial naive Bayes", columns, &bayes, counts));
    }
    for columns in COLUMNS {
        found.push(linear("softmax", columns, &softmax(&drawn, columns, codes.len(), plan.seed), directed));
    }
    drop(drawn);
    let file = train(data, &Plan { finished: None, ..plan.clone() })?;
    found.push(Contender {
        name: format!("learned vectors, {} rows, a softmax by linfa on top", plan.course.rows.iter().sum::<usize>()),
        bytes: file.len(),
        figures: measure(&LanguageModel::from_bytes(&file)?, tests),
    });
    Ok(found)
}

/// Sees every example once.
fn softmax(drawn: &[Drawn], columns: usize, classes: usize, seed: u64) -> Linear {
    let mut linear = Linear::new(columns, classes);
    let mut order: Vec<usize> = (0..drawn.len()).collect();
    Rng::with_seed(seed).shuffle(&mut order);
    let progress = Progress::new("softmax", order.len());
    for (number, index) in order.iter().enumerate() {
        let rate = RATE * (1.0 - number as f32 / order.len() as f32);
        let (class, features) = &drawn[*index];
        progress.step(linear.learn(&directed(features, columns), *class, rate));
    }
    progress.finish();
    linear
}

/// How often each column is met.
fn counts(features: &[Found], columns: usize) -> Sparse {
    let mut found: Vec<u32> =
        features.iter().map(|Found { hash, .. }| ((hash >> 20) % columns as u64) as u32).collect();
    found.sort_unstable();
    found.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32)).collect()
}

/// The same at unit length.
fn directed(features: &[Found], columns: usize) -> Sparse {
    let mut row = counts(features, columns);
    let length = row.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
    row.iter_mut().for_each(|(_, value)| *value /= length);
    row
}
