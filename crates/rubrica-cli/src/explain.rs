//! `rubrica explain`: a text, and the words that decided.

use std::env;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};

use rubrica::{Item, Report, Share};

use crate::args::ExplainArgs;
use crate::console::Console;
use crate::failure::Failure;
use crate::text::Text;
use crate::{json, models};

/// Explains as told and returns how many files had to be skipped.
pub fn run(args: &ExplainArgs) -> Result<u64, Failure> {
    let source = args.source();
    let console = Console::for_quiet_work(None);
    let rubrica = models::rubrica(args.models.as_deref())?;
    let options = args.options(rubrica.language())?;
    let text = match Text::read(&source, args.markup(), &console) {
        Ok(text) => text,
        Err(problem) => {
            console.skip(source, problem);
            return Ok(console.skipped());
        }
    };
    let report = text.report(&rubrica, &options);
    let mut out = if args.json {
        json::indented(&report)
    } else {
        let colours = io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Page { text: text.as_str(), colours }.report(&report).into_bytes()
    };
    if out.last().is_some_and(|end| *end != b'\n') {
        out.push(b'\n');
    }
    drop(console);
    io::stdout().write_all(&out)?;
    Ok(0)
}

/// How a report is written for the eye.
struct Page<'t> {
    text: &'t str,
    colours: bool,
}

/// What speaks for: bold green. What speaks against: red.
const FOR: &str = "\x1b[1;32m";
const AGAINST: &str = "\x1b[31m";
const PLAIN: &str = "\x1b[0m";

impl Page<'_> {
    fn report(&self, report: &Report) -> String {
        let items: Vec<String> =
            report.items.iter().enumerate().map(|(number, item)| self.item(number, item, report)).collect();
        items.join("\n")
    }

    fn item(&self, number: usize, item: &Item, report: &Report) -> String {
        let mut page = String::new();
        // Writing to a string cannot fail.
        let mut line = |text: String| {
            let _ = writeln!(page, "{text}");
        };
        let topics: Vec<String> =
            item.topics.iter().map(|t| format!("{} {:.0} %", t.slug, 100.0 * t.confidence)).collect();
        line(format!(
            "{}. {} · news {:.0} % · {}",
            number + 1,
            item.best_language(),
            100.0 * item.news,
            topics.join(", ")
        ));
        for topic in &item.topics {
            let Some(rest) = topic.rest else { continue };
            let spans: Vec<Share> = item
                .evidence
                .iter()
                .filter(|span| span.topic == topic.slug)
                .map(|span| Share { start: span.start, end: span.end, weight: span.weight })
                .collect();
            line(format!("\n   {} = {:+.2}, of which {rest:+.2} in other words", topic.slug, topic.score));
            line(self.marked(item, &spans));
        }
        for contrast in &item.contrasts {
            line(format!(
                "\n   {} and not {} = {:+.2}, of which {:+.2} in other words",
                contrast.label, contrast.against, contrast.score, contrast.rest
            ));
            line(self.marked(item, &contrast.spans));
        }
        if let Some(story) = item.story.and_then(|story| report.stories.get(story)) {
            let others: Vec<String> =
                story.items.iter().filter(|other| **other != number).map(|other| (other + 1).to_string()).collect();
            let shared: Vec<&str> = story.names.iter().chain(&story.numbers).map(String::as_str).collect();
            let shared = if shared.is_empty() { String::new() } else { format!(": {}", shared.join(", ")) };
            line(format!("\n   the same story as {}{shared}", others.join(", ")));
        }
        page
    }

    /// The item with its spans in colours, or in brackets with their weights. Lines without spans are left out of an item
    /// of many lines.
    fn marked(&self, item: &Item, spans: &[Share]) -> String {
        let mut marked = String::new();
        let mut at = item.start;
        for Share { start, end, weight } in spans {
            marked.push_str(&shown(&self.text[at..*start]));
            let words = shown(&self.text[*start..*end]);
            let _ = if self.colours {
                write!(marked, "{}{words}{PLAIN}", if *weight > 0.0 { FOR } else { AGAINST })
            } else {
                write!(marked, "[{words} {weight:+.2}]")
            };
            at = *end;
        }
        marked.push_str(&shown(&self.text[at..item.end]));
        let is_marked = |line: &&str| line.contains(if self.colours { "\x1b[" } else { "[" });
        let lines: Vec<&str> = marked.lines().collect();
        let kept: Vec<String> =
            lines.iter().filter(|line| lines.len() < 3 || is_marked(line)).map(|line| format!("   {line}")).collect();
        kept.join("\n")
    }
}

/// The text with signs for the characters that would move a terminal's cursor or change its colours.
fn shown(text: &str) -> String {
    let sign = |c: char| match u32::from(c) {
        0x09 | 0x0a => c,
        code @ ..=0x1f => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7f => '␡',
        0x80..=0x9f => char::REPLACEMENT_CHARACTER,
        _ => c,
    };
    text.replace("\r\n", "\n").chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_does_not_steer_the_terminal() {
        assert_eq!(shown("a\tb\r\n\x1b[31mred\x07 \u{9b}31m\x7f é"), "a\tb\n␛[31mred␇ \u{fffd}31m␡ é");
    }
}
