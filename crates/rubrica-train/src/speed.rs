//! What splitting costs: its time beside that of a whole report, and its memory.

use std::fs;
use std::time::Instant;

use clap::ValueEnum as _;
use fastrand::Rng;
use rubrica::training::{GAPS_AROUND, GAPS_NEAR, Vectors, gap_scores, paste, vectors};
use rubrica::{Options, Rubrica};
use serde::Serialize;

use crate::pastes::{Material, Style};

/// Every paste is read so often, and its shortest time counts.
const ROUNDS: usize = 3;

/// Times in seconds and memory in bytes, of so many texts.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Speed {
    /// How many texts were read, one by one.
    texts: usize,
    /// Their size together.
    bytes: usize,
    /// Time for splitting by looks. The words of the lines are looked up for the rest of the report too: their vectors are
    /// made before.
    split: f64,
    /// Time for the whole report, with evidence.
    report: f64,
    /// The first as a share of the second.
    share: f64,
    /// Most memory that was in use at once beyond what was there before; where the system tells (Linux).
    split_memory: Option<u64>,
    /// The same for the whole report.
    report_memory: Option<u64>,
}

/// Pastes of all styles, as many to each, one by one; and all of them as one text of so many bytes.
pub fn measure(rubrica: &Rubrica, material: &Material, bytes: usize, seed: u64) -> [Speed; 2] {
    let mut rng = Rng::with_seed(seed);
    let mut texts: Vec<String> = Vec::new();
    let mut large = String::new();
    while large.len() < bytes {
        for style in Style::value_variants() {
            let text = material.paste(*style, &mut rng).text;
            large = large + &text + "\n\n";
            texts.push(text);
        }
    }
    texts.truncate(Style::value_variants().len() * 30);
    [of(rubrica, &texts), of(rubrica, &[large])]
}

fn of(rubrica: &Rubrica, texts: &[String]) -> Speed {
    let with_vectors: Vec<(&String, Vec<Vectors>)> = texts
        .iter()
        .map(|text| {
            let mut all = Vec::new();
            paste(text, |line| {
                all.push(vectors(rubrica, line));
                Vectors::default()
            });
            (text, all)
        })
        .collect();
    let (split, split_memory) = best(&with_vectors, |(text, all)| {
        let mut vectors = all.iter();
        let (looks, _) = paste(text, |_| vectors.next().cloned().unwrap_or_default());
        gap_scores(&looks, &GAPS_NEAR, &GAPS_AROUND).len()
    });
    let (report, report_memory) = best(texts, |text| rubrica.classify(text, &Options::default()).items.len());
    Speed {
        texts: texts.len(),
        bytes: texts.iter().map(String::len).sum(),
        split,
        report,
        share: split / report,
        split_memory,
        report_memory,
    }
}

/// The shortest time of some rounds, and the most memory of all.
fn best<T>(texts: &[T], work: impl Fn(&T) -> usize) -> (f64, Option<u64>) {
    let before = memory("VmRSS:");
    // Forgets what was the most so far; where that cannot be, the figure is too large, not too small.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let round = |_| {
        let began = Instant::now();
        let sum: usize = texts.iter().map(&work).sum();
        // So that no compiler finds the work to be of no use.
        std::hint::black_box(sum);
        began.elapsed().as_secs_f64()
    };
    let seconds = (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min);
    (seconds, before.zip(memory("VmHWM:")).map(|(before, most)| most.saturating_sub(before)))
}

/// A figure of this process in bytes, as Linux tells it.
fn memory(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}
