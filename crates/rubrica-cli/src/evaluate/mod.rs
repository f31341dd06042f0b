//! `rubrica evaluate`: labelled rows in, metrics out.

mod evidence;
mod groups;
mod kind;
mod language;
mod row;
mod split;
mod story;
mod topic;
mod translation;

use std::collections::BTreeMap;
use std::io::{self, Write};

use rubrica::{Explain, Item, ModelInfo, Options, Rubrica};
use serde::Serialize;
use serde_json::{Map, Number, Value};

use crate::args::{EvaluateArgs, Task};
use crate::batch::in_order;
use crate::console::Console;
use crate::failure::Failure;
use crate::input::{Line, Source, lines, total_size};
use crate::models;

/// Measures as told and returns how many rows and files had to be skipped.
pub fn run(args: &EvaluateArgs) -> Result<u64, Failure> {
    let sources = args.sources();
    let console = Console::for_quiet_work(total_size(&sources));
    let rubrica = models::rubrica(args.models.as_deref())?;
    let rows = Rows { sources: &sources, limit: args.limit.unwrap_or(usize::MAX), console: &console };
    let (task, metrics) = match args.task {
        Task::Topic => ("topic", value(&topic::measure(&rubrica, &rows))),
        Task::Language => ("language", value(&language::measure(&rubrica, &rows))),
        Task::Kind => ("kind", value(&kind::measure(&rubrica, &rows))),
        Task::Story => ("story", value(&story::measure(&rubrica, &rows))),
        Task::Evidence => ("evidence", value(&evidence::measure(&rubrica, &rows))),
        Task::Translation => ("translation", value(&translation::measure(&rubrica, &rows))),
        Task::Split => ("split", value(&split::measure(&rubrica, &rows))),
    };
    let evaluation = Evaluation {
        task,
        data: sources.iter().map(Source::to_string).collect(),
        model: rubrica.model().clone(),
        skipped: console.skipped(),
        metrics,
    };
    drop(console);
    // A JSON value can always be written as JSON.
    let json = serde_json::to_string_pretty(&rounded(value(&evaluation))).expect("JSON");
    writeln!(io::stdout(), "{json}")?;
    Ok(evaluation.skipped)
}

#[derive(Serialize)]
struct Evaluation {
    task: &'static str,
    data: Vec<String>,
    model: ModelInfo,
    /// Rows and files that could not be read.
    skipped: u64,
    #[serde(flatten)]
    metrics: Value,
}

fn value(metrics: &impl Serialize) -> Value {
    // Figures and maps of figures by names: all of it is JSON.
    serde_json::to_value(metrics).expect("metrics are JSON")
}

/// Rounds all fractions to a millionth. Digits behind that are noise, and would differ from run to run of a training.
fn rounded(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            let fraction = number.as_f64().map(|fraction| (fraction * 1e6).round() / 1e6);
            fraction.and_then(Number::from_f64).map_or(Value::Null, Value::Number)
        }
        Value::Array(values) => values.into_iter().map(rounded).collect(),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name, rounded(value))).collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// The labelled rows.
struct Rows<'a> {
    sources: &'a [Source],
    limit: usize,
    console: &'a Console,
}

impl Rows<'_> {
    /// Scores all rows, on all cores, and gives the scores in the order of the rows. Rows without a score are skipped.
    fn score<S: Send>(&self, score: impl Fn(&Source, &Line) -> Result<S, String> + Sync) -> Vec<S> {
        let mut scores = Vec::new();
        let mut left = self.limit;
        for source in self.sources {
            match source.open(self.console) {
                Ok(input) => {
                    let readable = lines(input).map_while(|line| {
                        line.map_err(|error| {
                            self.console.skip(source, format_args!("the rest cannot be read: {error}"));
                        })
                        .ok()
                    });
                    let limited = readable.take(left).inspect(|_| left -= 1);
                    scores.extend(self.score_lines(source, limited, &score));
                }
                Err(error) => self.console.skip(source, error),
            }
        }
        scores
    }

    fn score_lines<S: Send>(
        &self,
        source: &Source,
        lines: impl Iterator<Item = Line>,
        score: impl Fn(&Source, &Line) -> Result<S, String> + Sync,
    ) -> Vec<S> {
        let mut scores = Vec::new();
        let done = in_order(
            lines,
            |line| line.bytes.len(),
            |line| (line.number, score(source, &line)),
            |(number, result)| {
                match result {
                    Ok(score) => scores.push(score),
                    Err(problem) => self.console.skip(source.line(number), problem),
                }
                Ok::<_, std::convert::Infallible>(())
            },
        );
        match done {
            Ok(()) => scores,
        }
    }
}

/// What the model says of a text that is one item.
fn only_item(rubrica: &Rubrica, text: &str, top_k: usize) -> Item {
    let options = Options { split: false, explain: Explain::Nothing, top_k };
    // A text that is not split is one item, even if nothing is in it.
    rubrica.classify(text, &options).items.pop().unwrap_or_default()
}

/// What a row's label leads to: a score, or nothing, where it has none or one that is not known.
type Labelled<S> = Result<S, Option<String>>;

/// The scores, and of the labels that are not known each one's rows.
fn known<S>(rows: Vec<Labelled<S>>) -> (Vec<S>, BTreeMap<String, usize>) {
    let (mut scored, mut unknown) = (Vec::new(), BTreeMap::new());
    for row in rows {
        match row {
            Ok(score) => scored.push(score),
            Err(Some(label)) => *unknown.entry(label).or_default() += 1,
            Err(None) => {}
        }
    }
    (scored, unknown)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fractions_are_rounded_and_counts_are_not() {
        let precise = json!({"a": [0.123_456_789, 7], "b": null, "c": "0.123456789"});
        assert_eq!(rounded(precise), json!({"a": [0.123_457, 7], "b": null, "c": "0.123456789"}));
    }
}
