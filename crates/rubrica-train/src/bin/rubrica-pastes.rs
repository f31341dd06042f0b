//! Makes pastes with known items, and fits the layers that part a paste.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use fastrand::Rng;
use rubrica_train::{PasteMaterial, Pool, Style, TrainError, fit_splitter};

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
    Fit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Rows {
    Tune,
    Report,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rubrica-pastes: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), TrainError> {
    let mut out = std::io::stdout().lock();
    let mut write = |text: String| {
        out.write_all(text.as_bytes()).map_err(|source| TrainError::Write { path: "stdout".into(), source })
    };
    match &arguments.command {
        Command::Fit => {
            let weights = fit_splitter(&arguments.data, arguments.seed)?;
            for (style, f1, whole) in weights.measure(&arguments.data, Pool::Tune, 600, arguments.seed + 1)? {
                eprintln!("{:<12} F1 {f1:.4}, whole {whole:.4}", style.name());
            }
            write(weights.to_rust())
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
