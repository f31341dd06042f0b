//! The whole training, from corpora to model files.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use rubrica_train::{
    Course, LanguagePlan, TopicPlan, TrainError, Unfinished, finish, held_out_accuracy, read_file, refit_stories,
    train_language, train_topics, write_card, write_file,
};

/// Trains the models of Rubrica, measures them, and writes the model card.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The folder with the corpora.
    #[arg(long)]
    data: PathBuf,
    /// Where models, `metrics.json` and `MODEL_CARD.md` go.
    #[arg(long)]
    out: PathBuf,
    /// Do one part alone.
    #[arg(long)]
    only: Option<Step>,
    /// Keep what is learned so far in OUT after so many seconds at least: a training that is cut off goes on there when it is
    /// started again, with the same program, plan and data. Up to 3 GB, twice that while it is written; deleted at the end.
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    keep_every: u64,
    /// Stop when this batch comes, or soon behind it, and keep what is learned so far; without this, the same command goes on.
    #[arg(long, value_name = "BATCH", requires = "only")]
    pause_at: Option<usize>,
    #[command(flatten)]
    experiment: Experiment,
}

/// Departures from the plan of the shipped models, for experiments; they go with `--only language` or `--only topics`.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Experiments")]
struct Experiment {
    /// Rows of the table; of topics, rows of each pack's table.
    #[arg(long, requires = "only", value_delimiter = ',')]
    rows: Option<Vec<usize>>,
    /// Rows of each table that keep signs of their own; the others share directions.
    #[arg(long, requires = "only", value_delimiter = ',')]
    own_rows: Option<Vec<usize>>,
    /// Length of a vector.
    #[arg(long, requires = "only")]
    dim: Option<usize>,
    /// Bits of a value: 2 to 8, or 1 for signs and zeros and a size for each row.
    #[arg(long, requires = "only")]
    bits: Option<u32>,
    /// Examples to learn from.
    #[arg(long, requires = "only")]
    examples: Option<usize>,
    /// First learning rate.
    #[arg(long, requires = "only")]
    rate: Option<f32>,
    /// How much rows are drawn to zero until they are pruned.
    #[arg(long, requires = "only")]
    lasso: Option<f32>,
    /// The share of a text's words that is left out each time it is learned from (topics).
    #[arg(long, requires = "only")]
    left_out: Option<f32>,
    /// What a label counts, a direction of the teacher counting one (topics).
    #[arg(long, requires = "only")]
    label_weight: Option<f32>,
    /// Shares of the teacher's words, the teacher's texts, parallel sentences and rows translated word by word among the
    /// examples (topics).
    #[arg(long, requires = "only", value_delimiter = ',')]
    shares: Vec<f32>,
    /// A finished model: take its table as it is, and make the rest anew; of languages, the head stays, too.
    #[arg(long, requires = "only", value_name = "FILE")]
    finished: Option<PathBuf>,
    /// Sources that are not trained on; how the model does on them and on dev is printed, and a TF-IDF regression
    /// beside it (topics).
    #[arg(long, requires = "only", value_delimiter = ',')]
    hold_out: Vec<String>,
}

impl Experiment {
    fn course(&self, course: Course) -> Course {
        Course {
            rows: self.rows.clone().unwrap_or(course.rows),
            own_rows: self.own_rows.clone().or(course.own_rows),
            dim: self.dim.unwrap_or(course.dim),
            bits: self.bits.unwrap_or(course.bits),
            examples: self.examples.unwrap_or(course.examples),
            rate: self.rate.unwrap_or(course.rate),
            lasso: self.lasso.unwrap_or(course.lasso),
            ..course
        }
    }

    fn language(&self) -> LanguagePlan {
        let plan = LanguagePlan::default();
        LanguagePlan { course: self.course(plan.course), finished: self.finished.clone(), ..plan }
    }

    fn topics(&self) -> TopicPlan {
        let plan = TopicPlan::default();
        TopicPlan {
            course: self.course(plan.course),
            label_weight: self.label_weight.unwrap_or(plan.label_weight),
            left_out: self.left_out.unwrap_or(plan.left_out),
            shares: self.shares[..].try_into().unwrap_or(plan.shares),
            hold_out: self.hold_out.clone(),
            finished: self.finished.clone(),
            ..plan
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Step {
    /// Train the language model.
    Language,
    /// Train the topic model, its words and story head included.
    Topics,
    /// Count words and fit the story head anew for the topic model that is there.
    Story,
    /// Measure both and write `metrics.json` and `MODEL_CARD.md`.
    Card,
}

/// The baseline's shuffling.
const SEED: u64 = 3;

fn main() -> ExitCode {
    finish("rubrica-train", run(&Arguments::parse()))
}

fn run(Arguments { data, out, only, keep_every, pause_at, experiment }: &Arguments) -> Result<(), TrainError> {
    let write = |name: &str, model: Vec<u8>| write_file(&out.join(name), &model);
    let every = Duration::from_secs(*keep_every);
    let unfinished = |name: &str| Unfinished { path: out.join(name), every, pause_at: *pause_at };
    let (of_languages, of_topics) = (unfinished("language.unfinished"), unfinished("topics.unfinished"));
    let wants = |step| only.is_none_or(|only| only == step);
    std::fs::create_dir_all(out).map_err(|source| TrainError::Write { path: out.clone(), source })?;
    if wants(Step::Language) {
        let plan = LanguagePlan { unfinished: Some(of_languages.clone()), ..experiment.language() };
        write("language.bin", train_language(data, &plan)?)?;
    }
    if wants(Step::Topics) {
        let plan = TopicPlan { unfinished: Some(of_topics.clone()), ..experiment.topics() };
        let model = train_topics(data, &plan)?;
        if !experiment.hold_out.is_empty() {
            println!("source\tlanguage\trows\taccuracy\tTF-IDF");
            for (set, accuracy) in held_out_accuracy(data, &model, &experiment.hold_out, SEED)? {
                let share = |right: usize| right as f64 / accuracy.rows as f64;
                println!("{set}\t{}\t{:.4}\t{:.4}", accuracy.rows, share(accuracy.right), share(accuracy.baseline));
            }
        }
        write("topics.bin", model)?;
    }
    if *only == Some(Step::Story) {
        let model = read_file(&out.join("topics.bin"))?;
        write("topics.bin", refit_stories(data, &TopicPlan::default().added, &model)?)?;
    }
    if wants(Step::Card) {
        write_card(data, out, SEED)?;
    }
    // Not before: started again, all of it goes on from here.
    if wants(Step::Language) {
        of_languages.forget()?;
    }
    if wants(Step::Topics) {
        of_topics.forget()?;
    }
    Ok(())
}
