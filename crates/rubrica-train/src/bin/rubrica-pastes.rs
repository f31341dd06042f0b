//! Makes pastes with known items, and fits the layers that part a paste.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use fastrand::Rng;
use rubrica::training::GapSignal;
use rubrica_train::{
    PasteMaterial, Pool, SplitFigures, SplitWeights, Style, TrainError, finish, fit_splitter, fit_splitter_without,
    measure_speed, measure_splitter, read_models, shipped_splitter,
};

/// Makes pastes with known items out of the rows of the corpora, and fits the layers that part a paste.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The folder with the corpora.
    #[arg(long)]
    data: PathBuf,
    /// The same seed and data give the same bytes.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write pastes to stdout, a JSON object a line, for `rubrica evaluate --task split`.
    Write {
        /// Pastes of each style.
        #[arg(long, default_value_t = 200)]
        count: usize,
        /// Whose rows: those to choose by, or those to report on.
        #[arg(long, value_enum, default_value_t = Rows::Report)]
        rows: Rows,
        /// Only this style.
        #[arg(long, value_enum)]
        style: Option<Style>,
    },
    /// Fit the layers, measure them on rows to choose by (on stderr), and write them as a module of Rust to stdout: `crates/rubrica/src/split/weights.rs`.
    Fit {
        /// The folder with the models, for the vectors of lines.
        #[arg(long, default_value = "models")]
        models: PathBuf,
    },
    /// Measure what each signal brings, on rows to choose by: the layers fitted without it, on a part of the pastes.
    Ablate {
        /// The folder with the models.
        #[arg(long, default_value = "models")]
        models: PathBuf,
        /// Fit on one in so many pastes.
        #[arg(long, default_value_t = 4)]
        part: usize,
    },
    /// Measure what splitting costs, on rows to report on: its time beside a whole report's, and its memory, as JSON.
    Speed {
        /// The folder with the models.
        #[arg(long, default_value = "models")]
        models: PathBuf,
        /// Size of the large text.
        #[arg(long, default_value_t = 10, value_name = "MB")]
        megabytes: usize,
    },
}

/// Pastes of a style to measure on.
const MEASURED: usize = 600;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Rows {
    Tune,
    Report,
}

fn main() -> ExitCode {
    finish("rubrica-pastes", run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<(), TrainError> {
    let mut out = std::io::stdout().lock();
    let mut write = |text: String| {
        out.write_all(text.as_bytes()).map_err(|source| TrainError::Write { path: "stdout".into(), source })
    };
    match &arguments.command {
        Command::Fit { models } => {
            let rubrica = read_models(models)?;
            let weights = fit_splitter(&arguments.data, &rubrica, arguments.seed)?;
            let material = PasteMaterial::read(&arguments.data, Pool::Tune)?;
            for SplitFigures { style, f1, whole } in
                measure_splitter(&material, &rubrica, MEASURED, arguments.seed + 1, weights.begins())
            {
                eprintln!("{:<12} F1 {f1:.4}, whole {whole:.4}", style.name());
            }
            write(weights.to_rust())
        }
        Command::Ablate { models, part } => {
            let rubrica = read_models(models)?;
            let (fit, tune) =
                (PasteMaterial::read(&arguments.data, Pool::Fit)?, PasteMaterial::read(&arguments.data, Pool::Tune)?);
            let seed = arguments.seed;
            let mut row = |name: &str, figures: Vec<SplitFigures>| {
                let cells: Vec<String> = figures
                    .iter()
                    .map(|SplitFigures { f1, whole, .. }| format!("{:.1} / {:.1}", 100.0 * f1, 100.0 * whole))
                    .collect();
                write(format!("| {name} | {} |\n", cells.join(" | ")))
            };
            let by_looks =
                |weights: &SplitWeights| measure_splitter(&tune, &rubrica, MEASURED, seed + 1, weights.begins());
            row("shipped", measure_splitter(&tune, &rubrica, MEASURED, seed + 1, shipped_splitter(&rubrica)))?;
            row("without a change of language", by_looks(&SplitWeights::shipped()))?;
            row("fitted on a part", by_looks(&fit_splitter_without(&fit, &rubrica, None, *part, seed)))?;
            for (signal, name) in GapSignal::ALL {
                let weights = fit_splitter_without(&fit, &rubrica, Some(signal), *part, seed);
                row(&format!("without {name}"), by_looks(&weights))?;
            }
            Ok(())
        }
        Command::Speed { models, megabytes } => {
            let rubrica = read_models(models)?;
            let material = PasteMaterial::read(&arguments.data, Pool::Report)?;
            let figures = measure_speed(&rubrica, &material, megabytes * 1_000_000, arguments.seed);
            // Numbers: JSON can hold them.
            write(serde_json::to_string_pretty(&figures).expect("figures are plain data") + "\n")
        }
        Command::Write { count, rows, style } => {
            let pool = if *rows == Rows::Tune { Pool::Tune } else { Pool::Report };
            let material = PasteMaterial::read(&arguments.data, pool)?;
            let mut rng = Rng::with_seed(arguments.seed);
            for kind in Style::value_variants().iter().filter(|kind| style.is_none_or(|style| style == **kind)) {
                for _ in 0..*count {
                    let paste = material.paste(*kind, &mut rng);
                    // Strings and numbers: JSON can hold them.
                    let line = serde_json::to_string(&paste).expect("a paste is plain data");
                    write(line + "\n")?;
                }
            }
            Ok(())
        }
    }
}
