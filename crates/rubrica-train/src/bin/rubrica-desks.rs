//! Measures desks: the reader's own topics, learned from a few examples.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use rubrica_learn::Other;
use rubrica_train::{DeskPool, DeskReader, TrainError, desks_across_languages, desks_given, finish, read_models};

/// Measures desks on fine labels that the corpora have, and writes tables of percent.
///
/// The shipped models were trained on these rows with these labels. An honest figure needs models that were not:
/// `rubrica-train --only topics --hold-out SOURCE --out DIR`, and `--models DIR`.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The folder with the corpora.
    #[arg(long)]
    data: PathBuf,
    /// The folder with language.bin and topics.bin.
    #[arg(long, default_value = "models")]
    models: PathBuf,
    /// The source whose labels are the topics.
    #[arg(long, default_value = "huffpost-headlines-41x900")]
    source: String,
    /// How many desks each figure is the mean of.
    #[arg(long, default_value_t = 20)]
    draws: u64,
    /// Examples a topic.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 2, 5, 10, 20, 50, 100])]
    examples: Vec<usize>,
    /// Use all rows of the source, also those that the teacher has not read, and leave the teacher out.
    #[arg(long)]
    all: bool,
    /// Instead: compare linfa's other learners with the regression, on what a desk sees.
    #[arg(long)]
    learners: bool,
    /// Instead: how often a desk with a floor gives its topics, to what they belong to and to what they do not, in these
    /// languages.
    #[arg(long, value_delimiter = ',')]
    given: Vec<String>,
    /// Instead: accuracy on SIB-200 in these languages, with examples in English and with examples in the language.
    #[arg(long, value_delimiter = ',')]
    across: Vec<String>,
}

fn main() -> ExitCode {
    finish("rubrica-desks", run(&Arguments::parse()))
}

fn run(args: &Arguments) -> Result<(), TrainError> {
    let mut rubrica = read_models(&args.models)?;
    if !args.given.is_empty() {
        println!(
            "\nDesks of four random topics of the seven of SIB-200 with English examples, percent of sentences: of the four \
             topics that are given theirs, and of the others that are given one of the four, with the floor of desks for \
             which none is chosen; mean of {} draws:\n",
            args.draws
        );
        println!("| language | examples | own | others |\n| --- | ---: | ---: | ---: |");
        for language in &args.given {
            for examples in &args.examples {
                let given = desks_given(&args.data, &mut rubrica, ("en", language), *examples, args.draws)?;
                println!("| {language} | {examples} | {:.1} | {:.1} |", given.own * 100.0, given.strangers * 100.0);
            }
        }
        return Ok(());
    }
    if !args.across.is_empty() {
        println!(
            "\nDesks of all topics of SIB-200, accuracy on sentences that were not learned from in any language, mean of {} \
             draws; examples a topic:\n",
            args.draws
        );
        println!("| language | examples | in English | in the language |\n| --- | ---: | ---: | ---: |");
        for language in &args.across {
            for examples in &args.examples {
                let accuracy = |learned: &str| {
                    desks_across_languages(&args.data, &rubrica, (learned, language), *examples, args.draws)
                };
                let (english, own) = (accuracy("en")?, accuracy(language)?);
                println!("| {language} | {examples} | {:.1} | {:.1} |", english * 100.0, own * 100.0);
            }
        }
        return Ok(());
    }
    let pool = DeskPool::read(&args.data, &rubrica, &args.source, !args.all)?;
    println!(
        "Desks of ten random topics among the labels of `{}`, macro F1, mean of {} draws; examples a topic. A dash: too few \
         rows of each label.\n",
        args.source, args.draws
    );
    if args.learners {
        return compare_learners(&pool, args);
    }
    println!("| examples | desk | vector alone | TF-IDF | teacher |\n| ---: | ---: | ---: | ---: | ---: |");
    for examples in &args.examples {
        let mut cells = vec![examples.to_string()];
        for reader in [DeskReader::Desk, DeskReader::Vector, DeskReader::TfIdf, DeskReader::Teacher] {
            let figure = if args.all && reader == DeskReader::Teacher {
                None
            } else {
                let measured = pool.macro_f1(reader, *examples, args.draws);
                measured.map_err(|source| TrainError::Learn { part: "desk", source })?
            };
            cells.push(percent(figure));
        }
        println!("| {} |", cells.join(" | "));
    }
    Ok(())
}

/// Each learner with several settings: the best of them on the very rows that are reported is shown, which favours the
/// others over the regression, whose setting is the shipped one.
fn compare_learners(pool: &DeskPool, args: &Arguments) -> Result<(), TrainError> {
    println!("| examples | regression | nearest mean | naive Bayes | support vectors |");
    println!("| ---: | ---: | ---: | ---: | ---: |");
    for examples in &args.examples {
        let desk = pool.macro_f1(DeskReader::Desk, *examples, args.draws);
        let mut cells = vec![desk.map_err(|source| TrainError::Learn { part: "desk", source })?];
        let others = [
            vec![Other::NearestMean],
            [1e-3, 1e-2, 1e-1, 1.0].map(|smoothing| Other::NaiveBayes { smoothing }).to_vec(),
            [0.1, 1.0, 10.0, 100.0].map(|cost| Other::SupportVectors { cost }).to_vec(),
        ];
        for settings in others {
            let figures = settings.into_iter().map(|learner| pool.macro_f1_of(learner, *examples, args.draws));
            let figures: Vec<Option<f64>> =
                figures.collect::<Result<_, _>>().map_err(|error| TrainError::Data(error.to_string()))?;
            cells.push(figures.into_iter().flatten().max_by(f64::total_cmp));
        }
        let cells: Vec<String> = cells.into_iter().map(percent).collect();
        println!("| {examples} | {} |", cells.join(" | "));
    }
    Ok(())
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1}", share * 100.0))
}
