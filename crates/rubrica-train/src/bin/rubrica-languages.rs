//! Measures language models on words, pairs of words, headlines and sentences, and writes those texts for others.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use rubrica::LanguageModel;
use rubrica_train::{TrainError, finish, language_tests, measure_language, read_file};

/// Measures language models on words, pairs of words, headlines, sentences and what is no language: all of it cut from
/// dev data or made here, none of it trained on.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The folder with the corpora.
    #[arg(long)]
    data: PathBuf,
    /// The same seed and data give the same texts.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure model files and write a table to stdout, a row a file.
    Measure {
        /// Files such as models/language.bin.
        #[arg(required = true)]
        models: Vec<PathBuf>,
    },
    /// Write the texts to stdout, a JSON object a line: `test`, `lang`, `text`.
    Write,
}

fn main() -> ExitCode {
    finish("rubrica-languages", run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<(), TrainError> {
    let tests = language_tests(&arguments.data, arguments.seed)?;
    let mut out = std::io::stdout().lock();
    let mut line =
        |text: String| writeln!(out, "{text}").map_err(|source| TrainError::Write { path: "stdout".into(), source });
    match &arguments.command {
        Command::Measure { models } => {
            for path in models {
                let figures = measure_language(&LanguageModel::from_bytes(&read_file(path)?)?, &tests);
                line(format!("\n{}\n\n| test | texts | languages | % | calibration error |", path.display()))?;
                line("| --- | ---: | ---: | ---: | ---: |".to_owned())?;
                for test in figures {
                    let (accuracy, calibration) = (100.0 * test.accuracy, 100.0 * test.calibration);
                    let (rows, languages) = (test.rows, test.languages);
                    line(format!("| {} | {rows} | {languages} | {accuracy:.1} | {calibration:.1} |", test.name))?;
                }
            }
        }
        Command::Write => {
            for test in tests {
                for row in test.rows {
                    let row = serde_json::json!({ "test": test.name, "lang": row.lang, "text": row.text });
                    line(row.to_string())?;
                }
            }
        }
    }
    Ok(())
}
