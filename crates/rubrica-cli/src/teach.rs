//! `rubrica teach`: examples in, a desk of the reader's own topics out.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use rubrica::{Desk, DeskError, Example};
use rubrica_learn::{Evaluation, Lesson, TopicEvaluation};
use serde_json::{Map, Value};

use crate::args::TeachArgs;
use crate::console::{Console, complain};
use crate::failure::Failure;
use crate::input::{Source, lines, total_size, utf8};
use crate::{json, models};

/// Fewer examples of a topic say little of how good the desk is.
const FEW: usize = 5;

/// Learns a desk as told and returns how many lines and files had to be skipped.
pub fn run(args: &TeachArgs) -> Result<u64, Failure> {
    let rubrica = models::rubrica(args.models.as_deref())?;
    let sources = args.sources();
    let console = Console::for_quiet_work(total_size(&sources));
    let (mut examples, kept_floor) = match &args.desk {
        Some(path) => kept(path)?,
        None => (Vec::new(), Lesson::FLOOR),
    };
    for source in &sources {
        read(args, source, &console, &mut examples);
    }
    let floor = args.floor.unwrap_or(kept_floor);
    if !(0.0..=1.0).contains(&floor) {
        return Err(Failure::Usage(format!("--floor must be between 0 and 1, not {floor}")));
    }
    let lesson = Lesson::of(&rubrica, &examples, floor);
    let desk = Desk { examples: (!args.no_examples).then_some(examples), ..lesson.learn()? };
    write(&args.output, &json::compact(&desk))?;
    say(&lesson.evaluate()?);
    Ok(console.skipped())
}

/// The examples of a desk, whichever model it was learned with, and its floor.
fn kept(path: &Path) -> Result<(Vec<Example>, f64), Failure> {
    let desk = models::desk(path)?;
    let examples = desk.examples.ok_or_else(|| Failure::Desk {
        path: path.to_owned(),
        source: DeskError::Malformed { problem: "it was kept without its examples, and cannot be taught more".into() },
    })?;
    Ok((examples, desk.floor))
}

fn read(args: &TeachArgs, source: &Source, console: &Console, examples: &mut Vec<Example>) {
    let input = match source.open(console) {
        Ok(input) => input,
        Err(error) => return console.skip(source, error),
    };
    for line in lines(input) {
        match line {
            Ok(line) => match example(args, &line.bytes) {
                Ok(example) => {
                    // An example that is given again is the same one: asked for without itself, a copy would tell the answer.
                    examples.retain(|known| known.text != example.text);
                    examples.push(example);
                }
                Err(problem) => console.skip(source.line(line.number), problem),
            },
            Err(error) => return console.skip(source, format_args!("the rest cannot be read: {error}")),
        }
    }
}

fn example(args: &TeachArgs, line: &[u8]) -> Result<Example, String> {
    let mut row: Map<String, Value> = serde_json::from_str(utf8(line)?).map_err(|error| json::problem(&error))?;
    let text = match row.remove(&args.field) {
        Some(Value::String(text)) => text,
        Some(_) => return Err(format!("the field `{}` is not a string", args.field)),
        None => return Err(format!("no field `{}`", args.field)),
    };
    let topic = match row.remove(&args.topic_field) {
        Some(Value::String(topic)) if !topic.trim().is_empty() => Some(topic.trim().to_owned()),
        Some(Value::Null) => None,
        Some(_) => return Err(format!("the field `{}` is neither the name of a topic nor null", args.topic_field)),
        None => return Err(format!("no field `{}`; null stands for none of the topics", args.topic_field)),
    };
    Ok(Example { topic, text })
}

fn write(path: &Path, desk: &[u8]) -> Result<(), Failure> {
    if path == Path::new("-") {
        let mut out = io::stdout().lock();
        out.write_all(desk)?;
        out.write_all(b"\n")?;
        return Ok(out.flush()?);
    }
    fs::write(path, [desk, b"\n"].concat()).map_err(|error| Failure::write(path, &error))
}

fn say(Evaluation { examples, right, topics }: &Evaluation) {
    complain(format_args!(
        "right {right} times in {examples} on your own examples, each asked without having been learned"
    ));
    for TopicEvaluation { topic, examples, right, wrong } in topics {
        let found = match examples {
            // Without it there would be none to learn from.
            0 => "one example, which was not asked".to_owned(),
            _ => format!("{right} of {examples} found"),
        };
        let few = if *examples < FEW { "; too few to say how good it is" } else { "" };
        complain(format_args!("{topic}: {found}, {wrong} others taken for it{few}"));
    }
}
