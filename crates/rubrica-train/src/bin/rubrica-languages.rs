//! Measures language models on words, pairs of words, headlines and sentences, and writes those texts for others.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use rubrica::LanguageModel;
use rubrica_train::{
    Contender, LanguagePlan, TrainError, compare_languages, finish, language_tests, measure_language, read_file,
};

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
    /// Learn in other ways from so many examples as well, and write a table of how each does: naive Bayes, a softmax on
    /// hashed features, and what ships.
    Compare {
        /// Texts to learn from.
        #[arg(long, default_value_t = 1_000_000)]
        examples: usize,
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
        Command::Compare { examples } => {
            let mut plan = LanguagePlan { seed: arguments.seed, ..LanguagePlan::default() };
            plan.course.examples = *examples;
            let names: Vec<&str> = tests.iter().map(|test| test.name).collect();
            line(format!("| way | MB | {} |", names.join(" | ")))?;
            line(format!("| --- |{}", " ---: |".repeat(names.len() + 1)))?;
            for Contender { name, bytes, figures } in compare_languages(&arguments.data, &plan, &tests)? {
                let cells: Vec<String> = figures.iter().map(|test| format!("{:.1}", 100.0 * test.accuracy)).collect();
                line(format!("| {name} | {:.1} | {} |", bytes as f64 / 1e6, cells.join(" | ")))?;
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
