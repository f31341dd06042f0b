//! The lines of a paste, their looks, and what can be told of the gaps between them.
//!
//! A gap is what stands before a line. Whether items part there is decided in two rounds: a linear layer weighs what is
//! near ([`Paste::near`]); a second one weighs the same and what the first said of the whole paste ([`Paste::around`]).

use std::collections::HashMap;
use std::ops::Range;

use crate::document::Hint;
use crate::hashing::Hashed;
use crate::head::dot;
use crate::reading::Place;

use super::look::{Begin, End, Kind, LAST_PLAIN_NUMBER, Line, Look, Marker};
use super::{markup, role};

/// A line of the paste that belongs to an item.
#[derive(Debug)]
pub struct Entry {
    /// Index into the lines that the paste was read from.
    pub line: usize,
    pub look: Look,
    vectors: Vectors,
    /// How wide the gap is: 0 without an empty line, 1 with one, 2 wider than the narrowest with one.
    space: usize,
    /// What is certain of the gap.
    pub(super) gap: Gap,
    /// What markup says of the line.
    pub(super) hint: Option<Hint>,
    /// Boilerplate stands in the gap.
    interrupted: bool,
}

/// The vectors of a line, of unit length.
#[derive(Clone, Debug, Default)]
pub struct Vectors {
    /// What topics are told by.
    pub topics: Vec<f32>,
    /// What languages are told by.
    pub language: Vec<f32>,
}

impl Entry {
    /// Whether it is for looks to say if items part before the line.
    pub fn is_open(&self) -> bool {
        self.gap == Gap::Open
    }
}

/// What is certain of a gap, before anything is weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    Open,
    /// Items part: signs stand in it, or markup says so.
    Parted,
    /// Items do not part: markup says so.
    Joined,
}

/// The lines of a paste that belong to items, and what the paste as a whole tells of its layout.
#[derive(Debug)]
pub struct Paste {
    /// Its lines, signs and boilerplate left out.
    pub entries: Vec<Entry>,
    /// 0: no empty lines; 1: empty lines everywhere; 2: somewhere.
    layout: usize,
    /// Share of the widest of three kinds of gaps.
    wide: f32,
    /// Signs stand between some items.
    ruled: bool,
    /// What marks the items, if the first line is marked and others are like it.
    marked: Option<Marker>,
    /// Shares of lines that look like titles, like text, and like whole sentences.
    titles: f32,
    texts: f32,
    wholes: f32,
    /// In how many lines a word stands.
    frequency: HashMap<u32, u32, Hashed>,
}

/// What is known of a gap, as a sparse vector: what kinds of lines meet there, how far apart, and the like.
#[derive(Debug, Default)]
pub struct Features {
    /// Indices and values, ascending.
    pub found: Vec<(usize, f32)>,
    length: usize,
    signal: Signal,
    /// A signal that is left out, to learn what it brings.
    without: Option<Signal>,
}

/// What a feature tells of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signal {
    /// The kinds of the lines around the gap.
    #[default]
    Kinds,
    /// Empty lines, here and in the paste.
    Space,
    /// How lines begin and end, and their capitals.
    Edges,
    /// How long lines are.
    Lengths,
    /// Bullets, numbers, times.
    Markers,
    /// How many titles and texts stand in a row.
    Runs,
    /// Words that lines share.
    Words,
    /// How near lines are in what they are about.
    Subject,
    /// How near lines are in their languages.
    Language,
    /// A change of script.
    Script,
    /// What the paste is made of.
    Paste,
    /// What the first round said of the whole paste.
    Said,
}

impl Signal {
    /// All of them, and their names in figures.
    pub const ALL: [(Self, &'static str); 12] = [
        (Self::Kinds, "kinds of lines"),
        (Self::Space, "empty lines"),
        (Self::Edges, "beginnings and ends"),
        (Self::Lengths, "lengths"),
        (Self::Markers, "markers"),
        (Self::Runs, "runs"),
        (Self::Words, "shared words"),
        (Self::Subject, "vectors of topics"),
        (Self::Language, "vectors of languages"),
        (Self::Script, "change of script"),
        (Self::Paste, "make-up of the paste"),
        (Self::Said, "second round"),
    ];
}

impl Features {
    /// Features that leave a signal out.
    pub fn without(signal: Option<Signal>) -> Self {
        Self { without: signal, ..Self::default() }
    }

    fn clear(&mut self) {
        self.found.clear();
        self.length = 0;
    }

    /// The next features are of that signal.
    fn of(&mut self, signal: Signal) -> &mut Self {
        self.signal = signal;
        self
    }

    fn push(&mut self, at: usize, value: f32) {
        if value != 0.0 && self.without != Some(self.signal) {
            self.found.push((self.length + at, value));
        }
    }

    /// One of `count` cases holds.
    fn case(&mut self, count: usize, case: usize) {
        debug_assert!(case < count);
        self.push(case, 1.0);
        self.length += count;
    }

    /// A case that holds or does not.
    fn flag(&mut self, holds: bool) {
        self.value(f32::from(u8::from(holds)));
    }

    fn value(&mut self, value: f32) {
        self.push(0, value);
        self.length += 1;
    }

    /// A value of its own weight in each of `count` cases.
    fn value_in(&mut self, count: usize, case: usize, value: f32) {
        self.push(case, value);
        self.length += count;
    }

    /// Length of the vector.
    pub fn dim(&self) -> usize {
        self.length
    }

    /// The sum of `weights`, in tenths, over the features.
    pub fn score(&self, weights: &[i8]) -> f32 {
        self.found.iter().fold(0.0, |sum, (at, value)| sum + f32::from(weights[*at]) * value) / 10.0
    }
}

/// Of numbers that count on, those that may be the years of a chronicle.
const YEARS: std::ops::Range<u32> = 1800..2100;
const KINDS: usize = Kind::COUNT;
const SPACES: usize = 3;
const LAYOUTS: usize = 3;
/// A title, a text, or neither.
const SORTS: usize = 3;
/// Lines are told apart by length up to so many sizes.
const SIZES: usize = 9;
/// Runs are counted up to this.
const RUN: usize = 5;
/// No score of the first round weighs more than this in the second.
const MOST_SCORE: f32 = 5.0;
/// Scripts differ only where so many letters show them.
const TELLING_LETTERS: usize = 12;
/// Two lines without full stops are two headlines if each has so many letters.
const OPEN_LETTERS: usize = 20;
/// A heading above a list has fewer letters.
const LONGEST_HEADING: usize = 30;
/// The steps of what is told of the paste as a whole: of how many lines it has, …
const LENGTHS: usize = 5;
/// … of the share of its lines that are whole sentences, …
const WHOLES: usize = 4;
/// … and of the share of its gaps at which items part: none, some steps between, all.
const SHARES: usize = 8;
/// Lines before the gap whose words are compared with those behind it.
const REACH: usize = 3;

fn sort(kind: Kind) -> usize {
    if kind.is_title() {
        0
    } else if kind.is_text() {
        1
    } else {
        2
    }
}

fn size(letters: usize) -> usize {
    [16, 30, 50, 75, 100, 140, 220, 400].iter().take_while(|most| letters >= **most).count()
}

impl Paste {
    /// Looks at every line of `text`; `places` are those that hold more than white space, `hints` what markup says of them.
    /// `vectors` makes the vectors of a line that belongs to an item; it is asked in their order.
    pub(crate) fn read(
        text: &str,
        places: &[Place],
        hints: &[Hint],
        mut vectors: impl FnMut(&Place) -> Vectors,
    ) -> Self {
        let line_at = |place: &Place| &text[place.start..place.end];
        let looked: Vec<Line> =
            places.iter().enumerate().map(|(line, place)| Line::of(line_at(place), role(hints, line))).collect();
        // What is a button among items is an item if there is nothing else.
        let all_boilerplate = !looked.iter().any(|line| matches!(line, Line::Content(_)));
        let mut entries: Vec<Entry> = Vec::new();
        let (mut parted, mut interrupted, mut blanks, mut ruled) = (false, false, 0, false);
        for (line, (place, look)) in places.iter().zip(looked).enumerate() {
            blanks = blanks.max(place.blanks);
            let look = match look {
                Line::Rule => {
                    parted = true;
                    ruled |= !entries.is_empty();
                    continue;
                }
                Line::Boilerplate if all_boilerplate => Look::of(line_at(place), role(hints, line)),
                Line::Boilerplate => {
                    interrupted = true;
                    continue;
                }
                Line::Content(look) => look,
            };
            let gap = if parted { Gap::Parted } else { Gap::Open };
            let (hint, vectors) = (hints.get(line).copied(), vectors(place));
            entries.push(Entry { line, look, vectors, space: blanks, gap, hint, interrupted });
            (parted, interrupted, blanks) = (false, false, 0);
        }
        markup::settle(&mut entries);
        let mut paste = Self {
            entries,
            layout: 0,
            wide: 0.0,
            ruled,
            marked: None,
            titles: 0.0,
            texts: 0.0,
            wholes: 0.0,
            frequency: HashMap::default(),
        };
        paste.measure();
        paste
    }

    fn measure(&mut self) {
        let narrowest = self.entries.iter().skip(1).map(|entry| entry.space).filter(|blanks| *blanks > 0).min();
        for entry in &mut self.entries {
            entry.space = match entry.space {
                0 => 0,
                blanks if Some(blanks) == narrowest => 1,
                _ => 2,
            };
        }
        let gaps = self.entries.len().saturating_sub(1).max(1) as f32;
        let count = |holds: fn(&Entry) -> bool| self.entries.iter().skip(1).filter(|entry| holds(entry)).count();
        let blank = count(|entry| entry.space > 0);
        self.layout = if blank == 0 { 0 } else { 1 + usize::from(blank < self.entries.len() - 1) };
        self.wide = count(|entry| entry.space == 2) as f32 / gaps;
        let all = self.entries.len().max(1) as f32;
        let share =
            |holds: fn(Kind) -> bool| self.entries.iter().filter(|entry| holds(entry.look.kind)).count() as f32 / all;
        self.titles = share(Kind::is_title);
        self.texts = share(Kind::is_text);
        self.wholes = share(|kind| matches!(kind, Kind::Paragraph | Kind::Sentence));
        self.confirm_markers();
        for entry in &self.entries {
            for word in &entry.look.words {
                *self.frequency.entry(*word).or_default() += 1;
            }
        }
    }

    /// Bare numbers mark only where they count on; other markers, where the list has another entry.
    fn confirm_markers(&mut self) {
        let mut last: Option<(u32, usize)> = None;
        let mut counting = vec![false; self.entries.len()];
        for (at, entry) in self.entries.iter().enumerate() {
            // After the last plain one the list goes on with numbers that count as bare.
            let Some(Marker::BareNumber(number) | Marker::Number(number @ LAST_PLAIN_NUMBER)) = entry.look.marker
            else {
                continue;
            };
            if let Some((last, before)) = last
                && number == last + 1
                && (counting[before] || !YEARS.contains(&last))
            {
                counting[before] = true;
                counting[at] = true;
            }
            last = Some((number, at));
        }
        for (entry, counts) in self.entries.iter_mut().zip(counting) {
            if matches!(entry.look.marker, Some(Marker::BareNumber(_))) && !counts {
                entry.look.marker = None;
            }
        }
        let marker = |at: usize| self.entries.get(at).and_then(|entry| entry.look.marker);
        let like = |first: Marker| {
            let matches = move |entry: &&Entry| entry.look.marker.is_some_and(|marker| marker.matches(first));
            self.entries.iter().filter(matches)
        };
        // A list of headlines, or of what happened when, may have a heading.
        let of_list = |first: &Marker| {
            let lines = like(*first).filter(|entry| entry.look.kind.is_title() || *first == Marker::Time).count();
            self.entries[0].look.letters < LONGEST_HEADING && lines > 2 && lines * 3 >= (self.entries.len() - 1) * 2
        };
        let below_heading = marker(1).filter(|_| marker(0).is_none()).filter(of_list);
        self.marked = marker(0).filter(|first| like(*first).count() > 1).or(below_heading);
        // The heading is no item: it stands above the first.
        if below_heading.is_some() && self.entries[1].is_open() {
            self.entries[1].gap = Gap::Joined;
        }
    }

    fn kind(&self, at: Option<usize>) -> Kind {
        at.and_then(|at| self.entries.get(at)).map_or(Kind::Edge, |entry| entry.look.kind)
    }

    /// The kind of the line behind `at`, unless signs part them.
    fn next_kind(&self, at: usize) -> Kind {
        self.entries.get(at + 1).filter(|entry| entry.gap != Gap::Parted).map_or(Kind::Edge, |entry| entry.look.kind)
    }

    fn is_marked(&self, at: usize) -> bool {
        match (self.marked, self.entries[at].look.marker) {
            (Some(mode), Some(marker)) => marker.matches(mode),
            _ => false,
        }
    }

    /// What is known of the gap before line `at`, which is not the first.
    pub fn near(&self, at: usize, to: &mut Features) {
        to.clear();
        let (a, b) = (&self.entries[at - 1], &self.entries[at]);
        let (kind_a, kind_b) = (a.look.kind, b.look.kind);
        let before_a = self.kind((a.gap != Gap::Parted).then(|| at.checked_sub(2)).flatten());
        let kind_c = self.next_kind(at);
        let next_space = self.entries.get(at + 1).map_or(0, |entry| entry.space);
        let (sort_a, sort_b) = (sort(kind_a), sort(kind_b));
        let layout = self.layout * SPACES + b.space;

        to.of(Signal::Kinds).case(1, 0);
        to.case(KINDS * KINDS * SPACES, (kind_a as usize * KINDS + kind_b as usize) * SPACES + b.space);
        to.case(KINDS * KINDS, kind_b as usize * KINDS + kind_c as usize);
        to.case(KINDS * KINDS, before_a as usize * KINDS + kind_a as usize);
        to.of(Signal::Space).case(KINDS * LAYOUTS * SPACES, kind_a as usize * LAYOUTS * SPACES + layout);
        to.case(KINDS * LAYOUTS * SPACES, kind_b as usize * LAYOUTS * SPACES + layout);
        to.case(
            SPACES * SPACES * SPACES * SORTS,
            ((a.space * SPACES + b.space) * SPACES + next_space) * SORTS + sort_b,
        );
        to.of(Signal::Edges)
            .case(End::COUNT * Begin::COUNT, a.look.end as usize * Begin::COUNT + b.look.begin as usize);
        to.of(Signal::Lengths).case(SIZES * SORTS, size(a.look.letters) * SORTS + sort_a);
        to.case(SIZES * SORTS, size(b.look.letters) * SORTS + sort_b);
        to.of(Signal::Paste).value_in(KINDS, kind_b as usize, f32::from(u8::from(at == 1)));
        to.value_in(KINDS, kind_b as usize, f32::from(u8::from(b.interrupted)));
        to.of(Signal::Space).value_in(SPACES, b.space, f32::from(u8::from(self.ruled)));
        to.value_in(SPACES, b.space, self.wide);
        let changes = f32::from(u8::from(changes_script(&a.look, &b.look)));
        to.of(Signal::Script).value_in(SORTS * SORTS, sort_a * SORTS + sort_b, changes);
        self.markers(at, to.of(Signal::Markers));
        self.runs(at, to.of(Signal::Runs));
        to.of(Signal::Paste).value_in(SORTS, sort_b, self.titles);
        to.value_in(SORTS, sort_b, self.texts);
        to.value_in(LAYOUTS * SPACES, layout, self.titles);
        to.of(Signal::Edges).value_in(SORTS, sort_b, b.look.capitals);
        to.value_in(SORTS, sort_b, b.look.capitals - a.look.capitals);
        self.vocabulary(at, to.of(Signal::Words));
        self.subjects(at, to.of(Signal::Subject));
        self.languages(at, to.of(Signal::Language));
        let stamped = |at: usize| self.entries[at].look.kind == Kind::Stamp;
        to.of(Signal::Kinds).flag(kind_b == Kind::Stamp && stamped(0));
        to.flag(kind_a == Kind::Stamp && !stamped(0) && stamped(self.entries.len() - 1));
    }

    /// Parts what no item is, however it scored: a headline below nothing but a headline, one that comes behind a button,
    /// headlines in a row that end an item behind a wider gap (a subhead has text below it), a second dateline behind the
    /// text of the first, headlines of one form, and what a date or the like stands beside.
    pub fn part_headlines(&self, scores: &mut [f32]) {
        let open =
            |entry: &Entry| matches!(entry.look.kind, Kind::Title | Kind::Long) && entry.look.letters >= OPEN_LETTERS;
        let mut first = 0;
        let mut widest = 0;
        for at in 1..self.entries.len() {
            if scores[at] > 0.0 {
                (first, widest) = (at, 0);
                continue;
            }
            if self.entries[at].gap == Gap::Joined {
                continue;
            }
            let (a, b) = (&self.entries[at - 1], &self.entries[at]);
            let ends_item = scores.get(at + 1).is_none_or(|score| *score > 0.0);
            let title = matches!(b.look.kind, Kind::Title | Kind::Label);
            let behind_text = a.look.end == End::Stop && title;
            if behind_text && at > first + 1 && b.space > widest {
                let run = at..at + self.headlines_that_end_an_item(at, scores);
                if !run.is_empty() {
                    let lines = run.filter(|line| self.entries[*line].space >= b.space);
                    lines.for_each(|line| scores[line] = MOST_SCORE);
                    (first, widest) = (at, 0);
                    continue;
                }
            }
            let parts = ends_item && at == first + 1 && open(a) && open(b) && self.entries.len() > 2
                || b.interrupted && behind_text && b.look.kind == Kind::Title
                || a.look.kind.is_text() && b.look.is_wire() && self.entries[first].look.is_wire();
            if parts {
                scores[at] = MOST_SCORE;
                (first, widest) = (at, 0);
            } else {
                widest = widest.max(b.space);
            }
        }
        self.part_columns(scores, open);
        let has_text = self.texts > 0.0;
        if !self.part_at_marks(scores, 0, has_text) && !has_text {
            self.part_at_marks(scores, OPEN_LETTERS, false);
        }
    }

    /// Parts items by the lines that stand beside each: its date, or what has fewer letters than `small` (its source or
    /// section). They belong to what comes before them if the paste ends with one, else to what follows. Where there is
    /// text, they stand behind it and above a headline; else each headline has as many. Tells whether it did.
    fn part_at_marks(&self, scores: &mut [f32], small: usize, has_text: bool) -> bool {
        let sort_at = |at: usize| sort(self.entries[at].look.kind);
        let mut runs: Vec<Range<usize>> = Vec::new();
        let mut others = 0;
        for (at, entry) in self.entries.iter().enumerate() {
            if entry.look.kind != Kind::Stamp && entry.look.letters >= small {
                others += 1;
            } else if let Some(run) = runs.last_mut().filter(|run| run.end == at) {
                run.end += 1;
            } else {
                runs.push(at..at + 1);
            }
        }
        let count = self.entries.len();
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else { return false };
        let leading = if first.start == 0 { first.end } else { 0 };
        let trailing = if last.end == count { last.len() } else { 0 };
        let inner = &runs[usize::from(leading > 0)..runs.len() - usize::from(trailing > 0 && runs.len() > 1)];
        let is_regular = others == inner.len() + 1 && inner.iter().all(|run| run.len() == inner[0].len());
        if runs.len() < 2 || !(has_text || is_regular) {
            return false;
        }
        // Where the item begins that a run belongs to, or that comes behind it.
        let begin = |run: &Range<usize>| {
            let space = |at: usize| self.entries[at].space;
            let widest =
                (run.start..run.end).fold(run.end, |widest, at| if space(at) > space(widest) { at } else { widest });
            if (run.start..=run.end).all(|at| at == widest || space(at) < space(widest)) {
                widest
            } else if trailing > 0 {
                run.end - run.len().saturating_sub(trailing)
            } else if leading > 0 || !has_text {
                run.end - run.len().min(leading)
            } else if first.start == 1 {
                // Below the title of the page, and above each item.
                run.start
            } else {
                run.end
            }
        };
        let is_between = |run: &&Range<usize>| sort_at(run.end) == 0 && (!has_text || sort_at(run.start - 1) == 1);
        if inner.iter().filter(is_between).count() * 3 < inner.len() * 2 {
            return false;
        }
        let mut set = |at: usize, score: f32| {
            if self.entries[at].is_open() {
                scores[at] = score;
            }
        };
        for run in inner.iter().filter(is_between) {
            (run.start..=run.end).for_each(|at| set(at, -MOST_SCORE));
            set(begin(run), MOST_SCORE);
        }
        (1..=leading).for_each(|at| set(at, -MOST_SCORE));
        (count - trailing..count).for_each(|at| set(at, -MOST_SCORE));
        true
    }

    /// Parts three and more headlines of one form: no item says the same over and over, with another number or name.
    fn part_columns(&self, scores: &mut [f32], open: impl Fn(&Entry) -> bool) {
        let is_alike = |line: usize| {
            let (words, above) = (&self.entries[line].look.words, &self.entries[line - 1].look.words);
            self.entries[line].is_open() && words.iter().filter(|word| above.contains(word)).count() * 2 > words.len()
        };
        let mut first = 0;
        for end in 1..=self.entries.len() {
            if scores.get(end).is_some_and(|score| *score <= 0.0) {
                continue;
            }
            let mut inner = first + 1..end;
            if inner.len() > 1 && self.entries[first..end].iter().all(&open) && inner.all(is_alike) {
                scores[first + 1..end].fill(MOST_SCORE);
            }
            first = end;
        }
    }

    /// How many headlines stand in a row from `at` to the end of its item; 0 if something else ends it.
    fn headlines_that_end_an_item(&self, at: usize, scores: &[f32]) -> usize {
        let joined = |line: usize| line == at || scores[line] <= 0.0 && self.entries[line].is_open();
        let run = (at..self.entries.len())
            .take_while(|line| joined(*line) && matches!(self.entries[*line].look.kind, Kind::Title | Kind::Label))
            .count();
        if scores.get(at + run).is_none_or(|score| *score > 0.0) { run } else { 0 }
    }

    fn markers(&self, at: usize, to: &mut Features) {
        let (a, b) = (self.entries[at - 1].look.marker, self.entries[at].look.marker);
        let (marked_a, marked_b) = (self.is_marked(at - 1), self.is_marked(at));
        let same = matches!((a, b), (Some(a), Some(b)) if a.matches(b));
        let case = match (self.marked, marked_a, marked_b) {
            (Some(_), true, true) => 0,
            (Some(_), false, true) => 1,
            (Some(_), true, false) => 2,
            (Some(_), false, false) => 3,
            (None, ..) if same => 4,
            (None, ..) => 5 + usize::from(a.is_some()) + 2 * usize::from(b.is_some()),
        };
        to.case(9, case);
        to.flag(b == Some(Marker::Pictograph));
    }

    /// How many titles or texts stand in a row before the gap, and titles behind it.
    fn runs(&self, at: usize, to: &mut Features) {
        let sort_b = sort(self.entries[at].look.kind);
        let run = |wanted: usize| {
            let before = self.entries[..at].iter().rev().take(RUN - 1);
            before.take_while(|entry| sort(entry.look.kind) == wanted).count()
        };
        to.case(RUN * SORTS, run(0) * SORTS + sort_b);
        to.case(RUN * SORTS, run(1) * SORTS + sort_b);
        let behind = self.entries[at..].iter().take(RUN - 1);
        let titles = behind.take_while(|entry| sort(entry.look.kind) == 0).count();
        to.case(RUN * SPACES, titles * SPACES + self.entries[at].space);
    }

    /// How much of their words the lines around the gap share.
    fn vocabulary(&self, at: usize, to: &mut Features) {
        let b = &self.entries[at].look;
        let sort_b = sort(b.kind);
        let last = self.shared(&self.entries[at - 1].look, b);
        let from = at.saturating_sub(REACH);
        let before = (from..at).map(|before| self.shared(&self.entries[before].look, b)).fold(0.0, f32::max);
        let next = self.entries.get(at + 1).map_or(0.0, |next| self.shared(b, &next.look));
        to.value_in(SORTS, sort_b, last);
        to.value_in(SORTS, sort_b, before);
        to.value_in(SORTS, sort_b, next);
        to.value_in(SORTS, sort_b, f32::from(u8::from(before == 0.0)));
        to.value_in(SORTS, sort_b, f32::from(u8::from(next == 0.0)));
    }

    /// How near the line is to those around it in what it is about.
    fn subjects(&self, at: usize, to: &mut Features) {
        let near = |a: usize, b: usize| match (self.entries.get(a), self.entries.get(b)) {
            (Some(a), Some(b)) => dot(&a.vectors.topics, &b.vectors.topics),
            _ => 0.0,
        };
        let (sort_a, sort_b) = (sort(self.entries[at - 1].look.kind), sort(self.entries[at].look.kind));
        let last = near(at - 1, at);
        let before = (at.saturating_sub(REACH)..at).map(|before| near(before, at)).fold(-1.0, f32::max);
        to.value_in(SORTS * SORTS, sort_a * SORTS + sort_b, last);
        to.value_in(SORTS, sort_b, last * last.abs());
        to.value_in(SORTS, sort_b, before);
        to.value_in(SORTS, sort_b, near(at, at + 1));
        to.value_in(SORTS, sort_b, near(at - 1, at + 1));
    }

    /// How near the line is to those above it in language.
    fn languages(&self, at: usize, to: &mut Features) {
        let b = &self.entries[at];
        let near = |a: usize| dot(&self.entries[a].vectors.language, &b.vectors.language);
        let a = &self.entries[at - 1].look;
        let last = near(at - 1);
        let before = (at.saturating_sub(REACH)..at).map(near).fold(-1.0, f32::max);
        let shorter = size(a.letters.min(b.look.letters));
        to.value_in(SORTS * SORTS, sort(a.kind) * SORTS + sort(b.look.kind), last);
        to.value_in(SIZES, shorter, last);
        to.value_in(SIZES, shorter, last * last.abs());
        to.value_in(SIZES, size(b.look.letters), before);
    }

    /// Shared words, rare ones counting more: 0 for none, 1 for the same words.
    fn shared(&self, a: &Look, b: &Look) -> f32 {
        let lines = self.entries.len() as f32;
        let weight = |word: u32| {
            let lines_with = self.frequency.get(&word).copied().unwrap_or(1) as f32;
            libm::logf((lines + 6.0) / lines_with)
        };
        let (mut i, mut j, mut both) = (0, 0, 0.0);
        while i < a.words.len() && j < b.words.len() {
            match a.words[i].cmp(&b.words[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    both += weight(a.words[i]);
                    i += 1;
                    j += 1;
                }
            }
        }
        let fewer = a.words.len().min(b.words.len()) as f32;
        if both == 0.0 { 0.0 } else { (both / (fewer.sqrt() * libm::logf(lines + 6.0))).min(1.0) }
    }

    /// What the first round said around the gap before line `at`; `scores` has a score for every line but the first's,
    /// which counts for nothing.
    pub fn around(&self, at: usize, said: &Said, to: &mut Features) {
        let clipped = |at: Option<usize>| {
            let score = at.filter(|at| *at > 0).and_then(|at| said.scores.get(at)).copied().unwrap_or(MOST_SCORE);
            score.clamp(-MOST_SCORE, MOST_SCORE) / MOST_SCORE
        };
        let entry = &self.entries[at];
        let sort_b = sort(entry.look.kind);
        let own = clipped(Some(at));
        to.of(Signal::Said).value_in(SPACES, entry.space, own);
        to.value(clipped(at.checked_sub(1)));
        to.value(clipped(at.checked_sub(2)));
        to.value(clipped(Some(at + 1)));
        to.value(clipped(Some(at + 2)));
        to.value_in(SPACES, entry.space, said.mean[entry.space]);
        to.value_in(SPACES, entry.space, own - said.mean[entry.space]);
        to.value_in(SPACES, entry.space, said.mean[0]);
        to.value_in(SPACES, entry.space, said.mean[1]);
        to.value_in(SPACES, entry.space, said.mean[2]);
        to.case(RUN * SORTS, said.since(at) * SORTS + sort_b);
        to.case(RUN * SORTS, said.until(at) * SORTS + sort_b);
        let (share, lines, wholes) = (said.share_of_others(at), self.lines(), self.wholes());
        to.case(SHARES * SORTS, share * SORTS + sort_b);
        to.case(SHARES * LENGTHS, share * LENGTHS + lines);
        to.value_in(SHARES, share, own);
        to.case(WHOLES * SORTS, wholes * SORTS + sort_b);
        to.case(WHOLES * SHARES, wholes * SHARES + share);
        to.case(WHOLES * KINDS, wholes * KINDS + entry.look.kind as usize);
        to.value_in(WHOLES, wholes, own);
        to.value_in(LENGTHS, lines, own);
    }

    /// The number of lines, in steps.
    fn lines(&self) -> usize {
        [3, 6, 12, 24].iter().take_while(|least| self.entries.len() >= **least).count()
    }

    /// The share of whole sentences, in steps: none, and three more.
    fn wholes(&self) -> usize {
        [0.0, 0.1, 0.3].iter().take_while(|most| self.wholes > **most).count()
    }
}

/// What the first round said of all gaps.
#[derive(Debug)]
pub struct Said {
    scores: Vec<f32>,
    /// Mean score of the gaps of each width, −1 to 1.
    mean: [f32; SPACES],
    /// Number of gaps at which items part.
    parted: usize,
}

impl Said {
    /// What the layer of the first round says of a paste.
    pub fn new(paste: &Paste, near_layer: &[i8]) -> Self {
        let mut features = Features::default();
        let score = |at: usize| {
            let entry = &paste.entries[at];
            // Nothing stands before the first line.
            if at == 0 || entry.gap == Gap::Parted && entry.hint.is_some() {
                return MOST_SCORE;
            }
            if entry.gap == Gap::Joined {
                return -MOST_SCORE;
            }
            paste.near(at, &mut features);
            features.score(near_layer)
        };
        let scores: Vec<f32> = (0..paste.entries.len()).map(score).collect();
        let mut sums = [(0.0, 0.0); SPACES];
        for (entry, score) in paste.entries.iter().zip(&scores).skip(1) {
            let (sum, count) = &mut sums[entry.space];
            *sum += score.clamp(-MOST_SCORE, MOST_SCORE) / MOST_SCORE;
            *count += 1.0_f32;
        }
        let parted = scores.iter().skip(1).filter(|score| **score > 0.0).count();
        Self { scores, mean: sums.map(|(sum, count)| sum / count.max(1.0)), parted }
    }

    fn parts(&self, at: usize) -> bool {
        at == 0 || self.scores.get(at).is_none_or(|score| *score > 0.0)
    }

    /// At how many of the other gaps items part, in steps.
    fn share_of_others(&self, at: usize) -> usize {
        let others = self.scores.len().saturating_sub(2);
        match self.parted - usize::from(self.parts(at)) {
            0 => 0,
            parted if parted == others => SHARES - 1,
            parted => 1 + [10, 30, 50, 70, 90].iter().take_while(|least| parted * 100 >= **least * others).count(),
        }
    }

    /// Lines since items parted last.
    fn since(&self, at: usize) -> usize {
        (1..RUN).find(|lines| self.parts(at - lines.min(&at))).unwrap_or(RUN) - 1
    }

    /// Lines until items part next.
    fn until(&self, at: usize) -> usize {
        (1..RUN).find(|lines| self.parts(at + lines)).unwrap_or(RUN) - 1
    }
}

fn changes_script(a: &Look, b: &Look) -> bool {
    let shown = |look: &Look| look.script.filter(|_| look.letters >= TELLING_LETTERS);
    matches!((shown(a), shown(b)), (Some(a), Some(b)) if a != b)
}
