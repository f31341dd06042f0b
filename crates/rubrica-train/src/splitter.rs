//! Fits the two layers that part a paste into items, on pastes made of rows.

use std::fmt::Write as _;
use std::path::Path;

use fastrand::Rng;
use rayon::prelude::*;
use rubrica::training::{GapFeatures, Paste as Looks, Said, paste};

use crate::TrainError;
use crate::pastes::{Material, Paste, Pool, Style, labels};

/// Pastes of each style to fit on.
const PASTES: usize = 900;

/// The weights of both rounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    near: Vec<f32>,
    around: Vec<f32>,
}

/// Fits both rounds.
///
/// # Errors
/// If the data cannot be read, or linfa finds no layer.
pub fn fit(data: &Path, seed: u64) -> Result<Weights, TrainError> {
    let material = Material::read(data, Pool::Fit)?;
    let mut rng = Rng::with_seed(seed);
    let seeds: Vec<(Style, u64)> = Style::KNOWN
        .iter()
        .flat_map(|style| (0..PASTES).map(move |_| *style))
        .map(|style| (style, rng.u64(..)))
        .collect();
    let pastes: Vec<(Looks, Vec<bool>)> =
        seeds.into_par_iter().map(|(style, seed)| looks(&material.paste(style, &mut Rng::with_seed(seed)))).collect();
    let near = layer(&pastes, |looks, at, features, _| looks.near(at, features), &[], seed);
    let said: Vec<Said> = pastes.par_iter().map(|(looks, _)| said(looks, &near)).collect();
    let around = layer(
        &pastes,
        |looks, at, features, said| {
            looks.near(at, features);
            looks.around(at, &said[0], features);
        },
        &said,
        seed,
    );
    Ok(Weights { near, around })
}

/// A paste as splitting sees it, and for every entry whether an item begins there.
fn looks(paste_made: &Paste) -> (Looks, Vec<bool>) {
    let (looks, lines) = paste(&paste_made.text);
    let begins = labels(paste_made, &lines);
    let begins = looks.entries.iter().map(|entry| begins[entry.line]).collect();
    (looks, begins)
}

fn said(looks: &Looks, near: &[f32]) -> Said {
    let mut features = GapFeatures::default();
    let score = |at: usize| {
        if at == 0 {
            return 0.0;
        }
        looks.near(at, &mut features);
        features.score(near)
    };
    Said::new(looks, (0..looks.entries.len()).map(score).collect())
}

/// Logistic regression by AdaGrad on sparse rows. linfa takes dense ones: of 1,400 features a gap has some 40.
fn layer(
    pastes: &[(Looks, Vec<bool>)],
    see: impl Fn(&Looks, usize, &mut GapFeatures, &[Said]) + Sync,
    said: &[Said],
    seed: u64,
) -> Vec<f32> {
    let mut rows: Vec<(Vec<(usize, f32)>, f32)> = Vec::new();
    let mut length = 0;
    let mut features = GapFeatures::default();
    for (index, (looks, begins)) in pastes.iter().enumerate() {
        for at in (1..looks.entries.len()).filter(|at| !looks.entries[*at].parted) {
            see(looks, at, &mut features, said.get(index..=index).unwrap_or_default());
            length = features.len();
            rows.push((features.found.clone(), f32::from(u8::from(begins[at]))));
        }
    }
    let mut weights = vec![0.0_f32; length];
    let mut squares = vec![1e-3_f32; length];
    let mut rng = Rng::with_seed(seed);
    let mut loss = 0.0;
    for _ in 0..EPOCHS {
        rng.shuffle(&mut rows);
        loss = 0.0;
        for (found, begins) in &rows {
            let score: f32 = found.iter().map(|(at, value)| weights[*at] * value).sum();
            let probability = 1.0 / (1.0 + (-score).exp());
            loss -= f64::from(if *begins > 0.5 { probability } else { 1.0 - probability }.max(1e-9).ln());
            for (at, value) in found {
                let gradient = (probability - begins) * value + DECAY * weights[*at];
                squares[*at] += gradient * gradient;
                weights[*at] -= RATE * gradient / squares[*at].sqrt();
            }
        }
    }
    eprintln!("{} gaps, {length} features, loss {:.4}", rows.len(), loss / rows.len() as f64);
    weights.into_iter().map(|weight| (weight * 100.0).round() / 100.0).collect()
}

/// How often every gap is seen.
const EPOCHS: usize = 12;
/// First learning rate.
const RATE: f32 = 0.1;
/// Weight decay.
const DECAY: f32 = 1e-5;

impl Weights {
    /// The module of the core that holds them.
    pub fn to_rust(&self) -> String {
        let mut code = String::from(
            "//! Written by `rubrica-pastes fit`, formatted by `cargo fmt`; nothing in it is edited by hand.\n\n",
        );
        for (name, doc, weights) in [("NEAR", "first", &self.near), ("AROUND", "second", &self.around)] {
            let _ = writeln!(
                code,
                "/// The layer of the {doc} round.\n#[rustfmt::skip]\npub const {name}: [f32; {}] = [",
                weights.len()
            );
            for row in weights.chunks(20) {
                let row: Vec<String> = row.iter().map(|weight| format!("{weight:?},")).collect();
                let _ = writeln!(code, "    {}", row.join(" "));
            }
            code.push_str("];\n\n");
        }
        code.truncate(code.trim_end().len());
        code.push('\n');
        code
    }
}
