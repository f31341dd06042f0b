//! The parts of an item, where they are plain: its headline, who wrote it, where and when, and whence it comes.

use crate::reading::Place;
use crate::report::{Part, PartKind};

use super::dateline::Dateline;
use super::look::{Kind, Look};
use super::phrases::is_source;
use super::stamp::after_stamp;

/// What stands around a text stands within so many lines of its beginning.
const HEAD: usize = 5;

/// The parts of an item of these lines, in the order of the text: of the first of them, no more are looked at.
pub(crate) fn parts(text: &str, lines: &mut dyn Iterator<Item = (Place, Look)>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut add = |part, start: usize, end: usize| parts.push(Part { part, start, end });
    let mut lines = lines.peekable();
    let mut headline = false;
    for number in 0..HEAD {
        let Some((place, look)) = lines.next() else { break };
        let line = &text[place.start..place.end];
        match look.kind {
            Kind::Stamp => add(PartKind::Date, place.start, place.end),
            Kind::Byline if is_source(line) => add(PartKind::Source, place.start, place.end),
            Kind::Byline => add(PartKind::Byline, place.start, place.end),
            Kind::Label | Kind::Title
                if number == 0 && lines.peek().is_some_and(|(_, next)| is_heading(&look, next)) => {}
            _ if !headline
                && number < 2
                && line.contains(char::is_alphanumeric)
                && is_headline(&look, lines.peek().is_some()) =>
            {
                headline = true;
                let timed = after_stamp(line);
                if timed > 0 {
                    add(PartKind::Date, place.start, place.start + clock_end(&line[..timed]));
                }
                let marked = timed + marker_length(&line[timed..], &look);
                add(PartKind::Headline, place.start + marked, place.end);
            }
            _ => {
                if let Some(Dateline { length, .. }) = look.dateline {
                    add(PartKind::Dateline, place.start, place.start + length);
                }
                // The text has begun.
                break;
            }
        }
    }
    parts
}

/// A word or three above a headline are its section or source, and a line above a list its heading.
fn is_heading(line: &Look, next: &Look) -> bool {
    next.kind == Kind::Title && (line.kind == Kind::Label || line.marker.is_none() && next.marker.is_some())
}

/// Alone, a line is a headline if it is no sentence; above a text, if it looks like a title.
fn is_headline(look: &Look, text_follows: bool) -> bool {
    match look.kind {
        Kind::Title => true,
        Kind::Asks | Kind::Short | Kind::Label => text_follows,
        _ => false,
    }
}

/// How many bytes of bullet or number stand before the line's words.
fn marker_length(line: &str, look: &Look) -> usize {
    if look.marker.is_none() {
        return 0;
    }
    let counted = line.trim_start_matches(|c: char| !c.is_alphanumeric() && !is_opening(c));
    let digits = counted.trim_start_matches(char::is_numeric);
    let behind = digits.trim_start_matches(['.', ')', ']', ':', '、', '．', '）', '】', '/']).trim_start();
    // A bare number belongs to the headline: "5 killed in storm".
    let numbered = digits.len() < counted.len() && !behind.is_empty() && !digits.starts_with(char::is_whitespace);
    let rest = if numbered { behind } else { counted };
    if rest.is_empty() {
        return 0;
    }
    line.len() - rest.len()
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '“' | '«' | '„' | '「' | '『' | '‘' | '\'' | '(' | '¿' | '¡' | '#' | '$' | '€' | '£')
}

/// The clock time without the signs behind it.
fn clock_end(timed: &str) -> usize {
    timed.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ']' | ')')).len()
}
