//! Where one item of a paste ends and the next begins.
//!
//! A line is a sentence (long, with a full stop) or a title (anything else). Titles start items; sentences go on with the
//! item before them. An empty line, a change of script or language, a bullet or a rule part what would otherwise be joined.

use crate::language::{LanguageModel, LanguageSum};
use crate::reading::Line;
use crate::report::best_language;
use crate::topics::TopicSum;

/// A line with fewer letters than this is a title even with a full stop.
const SHORTEST_SENTENCE: usize = 50;
/// The same for scripts that set no spaces, whose characters say more each.
const SHORTEST_DENSE_SENTENCE: usize = 20;
/// A line's language counts as told with this many letters.
const TELLING_LETTERS: usize = 40;
/// … and with this confidence.
const TELLING_CONFIDENCE: f64 = 0.8;
/// Sentences set apart by an empty line go on with the item if they share at least this much of its direction.
const SAME_SUBJECT: f32 = 0.15;

/// Lines that make one item.
pub(crate) struct Group {
    pub start: usize,
    pub end: usize,
    pub language: LanguageSum,
    pub topics: TopicSum,
}

/// Parts the lines of a paste into items. Lines of signs alone (`***`, `---`) belong to none.
pub(crate) fn split(text: &str, lines: &[Line], model: &LanguageModel) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut parts = true;
    // Whether empty lines also stand between the paragraphs of an article: they do if nothing else parts lines.
    let always_blank = lines.iter().skip(1).all(|line| line.after_blank);
    let mut last: Option<&Line> = None;
    for line in lines {
        if line.topics.tokens == 0 && text[line.start..line.end].chars().all(|c| !c.is_alphanumeric() && c.is_ascii()) {
            parts = true;
            continue;
        }
        match (groups.last_mut(), last) {
            (Some(group), Some(last)) if !parts && goes_on(text, group, last, line, always_blank, model) => {
                group.join(line);
            }
            _ => groups.push(Group::of(line)),
        }
        parts = false;
        last = Some(line);
    }
    groups
}

/// The whole text as one item.
pub(crate) fn whole(lines: &[Line]) -> Option<Group> {
    let (first, rest) = lines.split_first()?;
    let mut group = Group::of(first);
    rest.iter().for_each(|line| group.join(line));
    Some(group)
}

impl Group {
    fn of(line: &Line) -> Self {
        Self { start: line.start, end: line.end, language: line.language.clone(), topics: line.topics.clone() }
    }

    fn join(&mut self, line: &Line) {
        self.end = line.end;
        self.language.join(&line.language);
        self.topics.join(&line.topics);
    }
}

/// Whether `line` goes on with the item that ends with `last`.
fn goes_on(text: &str, group: &Group, last: &Line, line: &Line, always_blank: bool, model: &LanguageModel) -> bool {
    let (before, this) = (&text[last.start..last.end], &text[line.start..line.end]);
    if begins_as_entry(this) || !is_sentence(this, line) || changes_language(&group.language, &line.language, model) {
        return false;
    }
    let after_title = !is_sentence(before, last);
    match (line.after_blank, after_title) {
        // A title and its text, with or without an empty line between them.
        (_, true) | (false, false) => true,
        (true, false) => {
            always_blank && crate::head::dot(&group.topics.vector().values, &line.topics.vector().values) > SAME_SUBJECT
        }
    }
}

/// Ends as a sentence does, and is long enough to be more than a title. An ellipsis leads on: it is a teaser's end.
fn is_sentence(text: &str, line: &Line) -> bool {
    let text = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '」', '』', '›', '“']);
    let stopped = text
        .ends_with(['.', '!', '?', ':', ';', '。', '！', '？', '।', '۔', '؟', '።', '։', '၊', '။', '៕', '॥'])
        && !text.ends_with("..");
    let dense = line.language.main_script().is_some_and(crate::token::sets_no_spaces);
    // Thai and Lao set no full stop.
    let unstopped =
        matches!(line.language.main_script(), Some(unicode_script::Script::Thai | unicode_script::Script::Lao));
    let letters = line.language.letters();
    (stopped && letters >= if dense { SHORTEST_DENSE_SENTENCE } else { SHORTEST_SENTENCE })
        || (unstopped && letters >= 4 * SHORTEST_SENTENCE)
}

/// Begins with a bullet, as the entries of a list do.
fn begins_as_entry(text: &str) -> bool {
    text.starts_with(['•', '·', '‣', '▪', '●', '○', '◦', '*', '■', '►', '▶', '➤', '✓'])
        || text.starts_with("- ")
        || text.starts_with("– ") && !text.ends_with(['.', '!', '?'])
}

fn changes_language(before: &LanguageSum, this: &LanguageSum, model: &LanguageModel) -> bool {
    if before.main_script() != this.main_script() {
        return this.main_script().is_some() && before.main_script().is_some();
    }
    if before.letters() < TELLING_LETTERS || this.letters() < TELLING_LETTERS {
        return false;
    }
    let (before, this) = (model.decide(before, &[]), model.decide(this, &[]));
    let told = before[0].confidence >= TELLING_CONFIDENCE && this[0].confidence >= TELLING_CONFIDENCE;
    told && best_language(&before) != best_language(&this)
}
