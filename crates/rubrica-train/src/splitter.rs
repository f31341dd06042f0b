//! Fits the two layers that part a paste into items, on pastes made of rows.

use std::fmt::Write as _;
use std::path::Path;

use clap::ValueEnum as _;
use fastrand::Rng;
use rayon::prelude::*;
use rubrica::training::{
    GAPS_AROUND, GAPS_NEAR, GapFeatures, GapSignal, Paste as Looks, Said, Vectors, gap_scores, paste, vectors,
};
use rubrica::{Explain, Options, Rubrica};

use crate::TrainError;
use crate::pastes::{Material, Paste, Pool, Style, labels};

/// How many pastes of a style to fit on: more of those that must not come apart, or come apart wholly.
fn pastes_of(style: Style) -> usize {
    match style {
        Style::Article | Style::Column => 18_000,
        Style::Blank | Style::BlankAlike | Style::Newline | Style::Ragged => 5400,
        _ => 2700,
    }
}

/// The weights of both rounds, in tenths: so they take less room in a page than as floats.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    near: Vec<i8>,
    around: Vec<i8>,
}

/// Fits both rounds. The models make the vectors of lines.
///
/// # Errors
/// If the data cannot be read.
pub fn fit(data: &Path, rubrica: &Rubrica, seed: u64) -> Result<Weights, TrainError> {
    Ok(fit_without(&Material::read(data, Pool::Fit)?, rubrica, None, 1, seed))
}

/// Fits both rounds without a signal, on a part of the pastes.
pub fn fit_without(
    material: &Material,
    rubrica: &Rubrica,
    signal: Option<GapSignal>,
    part: usize,
    seed: u64,
) -> Weights {
    let mut rng = Rng::with_seed(seed);
    let seeds: Vec<(Style, u64)> = Style::value_variants()
        .iter()
        .filter(|style| style.is_fitted())
        .flat_map(|style| (0..pastes_of(*style) / part).map(move |_| *style))
        .map(|style| (style, rng.u64(..)))
        .collect();
    let pastes: Vec<(Looks, Vec<bool>)> = seeds
        .into_par_iter()
        .map(|(style, seed)| looks(&material.paste(style, &mut Rng::with_seed(seed)), rubrica))
        .collect();
    let near = layer(&pastes, |looks, at, features, _| looks.near(at, features), &[], signal, seed);
    let said: Vec<Said> = pastes.par_iter().map(|(looks, _)| Said::new(looks, &near)).collect();
    let around = layer(
        &pastes,
        |looks, at, features, said| {
            looks.near(at, features);
            looks.around(at, &said[0], features);
        },
        &said,
        signal,
        seed,
    );
    Weights { near, around }
}

/// A paste as splitting sees it, and for every entry whether an item begins there.
fn looks(paste_made: &Paste, rubrica: &Rubrica) -> (Looks, Vec<bool>) {
    let (looks, lines) = paste(&paste_made.text, |line| vectors(rubrica, line));
    let begins = labels(paste_made, &lines);
    let begins = looks.entries.iter().map(|entry| begins[entry.line]).collect();
    (looks, begins)
}

/// Logistic regression by `AdaGrad` on sparse rows. linfa takes dense ones: of 1,400 features a gap has some 40.
fn layer(
    pastes: &[(Looks, Vec<bool>)],
    see: impl Fn(&Looks, usize, &mut GapFeatures, &[Said]) + Sync,
    said: &[Said],
    signal: Option<GapSignal>,
    seed: u64,
) -> Vec<i8> {
    let mut rows: Vec<(Vec<(usize, f32)>, f32)> = Vec::new();
    let mut length = 0;
    let mut features = GapFeatures::without(signal);
    for (index, (looks, begins)) in pastes.iter().enumerate() {
        for at in (1..looks.entries.len()).filter(|at| looks.entries[*at].is_open()) {
            see(looks, at, &mut features, said.get(index..=index).unwrap_or_default());
            length = features.dim();
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
    // A weight beyond 12.7 becomes 12.7, which decides as surely.
    weights.into_iter().map(|weight| (weight * 10.0).round() as i8).collect()
}

/// How often every gap is seen.
const EPOCHS: usize = 10;
/// First learning rate.
const RATE: f32 = 0.1;
/// Weight decay.
const DECAY: f32 = 1e-5;

/// How pastes of a style come apart.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// How they are parted.
    pub style: Style,
    /// F1 of boundaries; 1 where there are none to find and none were found.
    pub f1: f64,
    /// Share of pastes that come apart wholly as they should.
    pub whole: f64,
}

/// How pastes come apart, for every style, on so many pastes of it. `begins` says which of the lines begin an item.
pub fn measure(
    material: &Material,
    rubrica: &Rubrica,
    count: usize,
    seed: u64,
    begins: impl Fn(&str, &Looks) -> Vec<bool> + Sync,
) -> Vec<Figures> {
    let mut rng = Rng::with_seed(seed);
    let of_style = |style: Style| {
        let seeds: Vec<u64> = (0..count).map(|_| rng.u64(..)).collect();
        let sums = seeds.into_par_iter().map(|seed| {
            let made = material.paste(style, &mut Rng::with_seed(seed));
            let (looks, expected) = looks(&made, rubrica);
            let pairs: Vec<(bool, bool)> = expected.into_iter().zip(begins(&made.text, &looks)).skip(1).collect();
            let count = |holds: fn(&(bool, bool)) -> bool| pairs.iter().filter(|pair| holds(pair)).count();
            [count(|p| p.0 && p.1), count(|p| p.0), count(|p| p.1), usize::from(pairs.iter().all(|p| p.0 == p.1))]
        });
        let [right, true_ones, found, whole] =
            sums.reduce(|| [0; 4], |a, b| std::array::from_fn(|index| a[index] + b[index]));
        let f1 = if true_ones + found == 0 { 1.0 } else { 2.0 * right as f64 / (true_ones + found) as f64 };
        Figures { style, f1, whole: whole as f64 / count as f64 }
    };
    Style::value_variants().iter().copied().map(of_style).collect()
}

/// What the shipped splitter says, with the language model.
pub fn shipped(rubrica: &Rubrica) -> impl Fn(&str, &Looks) -> Vec<bool> + Sync {
    let options = Options { explain: Explain::Nothing, top_k: 0, ..Options::default() };
    move |text, looks| {
        let items = rubrica.classify(text, &options).items;
        let (_, lines) = paste(text, |_| Vectors::default());
        let begins = |line: usize| items.binary_search_by_key(&lines[line].start, |item| item.start).is_ok();
        looks.entries.iter().map(|entry| begins(entry.line)).collect()
    }
}

impl Weights {
    /// Those that are shipped.
    pub fn shipped() -> Self {
        Self { near: GAPS_NEAR.to_vec(), around: GAPS_AROUND.to_vec() }
    }

    /// What they say by looks alone, without the language model.
    pub fn begins(&self) -> impl Fn(&str, &Looks) -> Vec<bool> + Sync {
        |_, looks| gap_scores(looks, &self.near, &self.around).into_iter().map(|score| score > 0.0).collect()
    }

    /// The module of the core that holds them.
    pub fn to_rust(&self) -> String {
        let mut code = String::from(
            "//! Written by `rubrica-pastes fit`, formatted by `cargo fmt`; nothing in it is edited by hand.\n\n",
        );
        for (name, doc, weights) in [("NEAR", "first", &self.near), ("AROUND", "second", &self.around)] {
            let _ = writeln!(
                code,
                "/// The layer of the {doc} round, in tenths.\n#[rustfmt::skip]\npub const {name}: [i8; {}] = [",
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
