//! What a line looks like: how long it is, how it begins and ends, and what it would be in a paste.

use unicode_script::Script;

use crate::characters::{character, family, sets_no_spaces};
use crate::document::Role;

use super::dateline::Dateline;
use super::phrases::{is_boilerplate, is_byline};
use super::stamp::{after_stamp, is_stamp, time_at_start};

/// Letters beyond so many change nothing about a line's looks.
const MOST_SCANNED: usize = 1500;
/// Words of a line that are remembered, to be compared with those of its neighbours.
const MOST_WORDS: usize = 60;
/// A word is known by its beginning: what follows is mostly inflection.
const STEM: usize = 6;
/// Shorter words are mostly grammar.
const SHORTEST_WORD: usize = 4;
/// Characters of scripts without spaces say as much as so many letters of a word.
const DENSE_LETTERS: usize = 3;
/// No more characters stand behind a text's last full stop.
const LONGEST_TAIL: usize = 80;

/// What a line is, as far as its looks tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No line: the edge of the paste.
    Edge,
    /// Several sentences.
    Paragraph,
    /// One sentence with its full stop.
    Sentence,
    /// A short line with a full stop.
    Short,
    /// A line that asks or calls.
    Asks,
    /// Ends in an ellipsis, as teasers do.
    Cut,
    /// Long, and without an end.
    Long,
    /// Of a headline's length, without a full stop.
    Title,
    /// A word or three.
    Label,
    /// Ends with a colon or comma.
    Leading,
    /// A date or time alone.
    Stamp,
    /// Names who wrote it.
    Byline,
}

impl Kind {
    pub const COUNT: usize = 12;

    /// Whether headlines look so.
    pub fn is_title(self) -> bool {
        matches!(self, Self::Short | Self::Asks | Self::Title | Self::Label)
    }

    /// Whether the text of an article looks so.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Paragraph | Self::Sentence | Self::Long | Self::Cut)
    }
}

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Stop,
    Asks,
    Ellipsis,
    Leading,
    Open,
}

impl End {
    pub const COUNT: usize = 5;
}

/// How a line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    Upper,
    Lower,
    Caseless,
    Digit,
    Quote,
    Sign,
}

impl Begin {
    pub const COUNT: usize = 6;
}

/// What stands before the entries of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    Bullet(char),
    /// `1.`, `2)`, `№ 3`: the number.
    Number(u32),
    /// A bare number, or one above [`LAST_PLAIN_NUMBER`]: a marker only where it counts on.
    BareNumber(u32),
    /// `12:30`
    Time,
    /// A pictograph, as channels set before their posts.
    Pictograph,
}

impl Marker {
    /// Whether two markers are of one list.
    pub fn matches(self, other: Self) -> bool {
        match (self, other) {
            (Self::Bullet(a), Self::Bullet(b)) => a == b,
            (Self::Number(_) | Self::BareNumber(_), Self::Number(_) | Self::BareNumber(_)) => true,
            (a, b) => std::mem::discriminant(&a) == std::mem::discriminant(&b),
        }
    }
}

/// What a line looks like.
#[derive(Clone, Debug)]
pub struct Look {
    pub kind: Kind,
    pub begin: Begin,
    pub end: End,
    pub marker: Option<Marker>,
    pub dateline: Option<Dateline>,
    /// Letters and digits; more for scripts whose characters say more.
    pub letters: usize,
    /// Share of words that begin with a capital letter.
    pub capitals: f32,
    /// Hashes of its words, sorted and without repetition.
    pub words: Vec<u32>,
    /// The script of most of its first letters.
    pub script: Option<Script>,
}

/// What a line is to splitting.
#[derive(Debug)]
pub enum Line {
    /// Part of an item.
    Content(Look),
    /// Signs that part items, such as `***`.
    Rule,
    /// No part of any item, unless it stands inside one: "Read more", "Share", a note on cookies.
    Boilerplate,
}

impl Line {
    /// Looks at a line, given without white space around it, and heeds what markup says that it is.
    pub fn of(line: &str, role: Role) -> Self {
        if !line.chars().any(|c| character(c).is_alphanumeric()) {
            return if line.chars().any(is_pictograph) { Self::Content(Look::of(line, role)) } else { Self::Rule };
        }
        if role == Role::Caption || is_boilerplate(line) {
            return Self::Boilerplate;
        }
        Self::Content(Look::of(line, role))
    }
}

impl Look {
    /// Whether the text of an agency begins with it.
    pub fn is_wire(&self) -> bool {
        self.dateline.is_some_and(|dateline| dateline.is_signed)
    }

    /// Looks at a line that is neither signs nor boilerplate.
    pub fn of(line: &str, role: Role) -> Self {
        let marker = marker(line).or_else(|| (role == Role::ListItem).then_some(Marker::Bullet('•')));
        let end = end_of(line);
        let mut scan = Scan::default();
        scan.read(line);
        let letters = scan.letters;
        let sentences = scan.stops;
        let kind = match role {
            Role::Heading(_) => Kind::Title,
            Role::Time => Kind::Stamp,
            Role::Byline => Kind::Byline,
            _ if is_stamp(line) => Kind::Stamp,
            _ if letters < 60 && is_byline(line) => Kind::Byline,
            _ => match end {
                End::Leading => Kind::Leading,
                End::Ellipsis => Kind::Cut,
                End::Stop if letters >= 120 || (sentences >= 1 && letters >= 50) => Kind::Paragraph,
                End::Stop if letters >= 50 => Kind::Sentence,
                End::Stop => Kind::Short,
                End::Asks if letters >= 120 => Kind::Paragraph,
                End::Asks => Kind::Asks,
                End::Open if letters >= 170 || (sentences >= 1 && letters >= 120) => Kind::Long,
                End::Open if letters < 16 => Kind::Label,
                End::Open => Kind::Title,
            },
        };
        scan.words.sort_unstable();
        scan.words.dedup();
        let capitals = if scan.cased_words == 0 { 0.0 } else { scan.capitals as f32 / scan.cased_words as f32 };
        Self {
            kind,
            begin: begin_of(line),
            end,
            marker,
            dateline: Dateline::of(line),
            letters,
            capitals,
            words: scan.words,
            script: main_script(line),
        }
    }
}

/// The script that nearly all of the line's first letters are of.
fn main_script(line: &str) -> Option<Script> {
    const ENOUGH: usize = 120;
    let mut counts: Vec<(Script, usize)> = Vec::new();
    let mut letters = 0;
    for c in line.chars().map(character).filter(|c| c.is_alphabetic).take(ENOUGH) {
        let script = family(c.script);
        letters += 1;
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.filter(|(_, count)| *count * 5 >= letters * 4).map(|(script, _)| script)
}

#[derive(Default)]
struct Scan {
    letters: usize,
    /// Full stops inside the line, each behind a word and before another sentence.
    stops: usize,
    cased_words: usize,
    capitals: usize,
    words: Vec<u32>,
}

impl Scan {
    fn read(&mut self, line: &str) {
        let mut hash = Hash::default();
        let mut stopped = false;
        let mut dense_before: Option<char> = None;
        for c in line.chars().take(MOST_SCANNED) {
            let known = character(c);
            if known.is_alphanumeric() {
                let dense = sets_no_spaces(known.script);
                self.letters += match c {
                    _ if dense => DENSE_LETTERS,
                    // A syllable block holds two to four letters.
                    '가'..='힣' => 2,
                    _ => 1,
                };
                if stopped && !known.is_lowercase && !c.is_ascii_digit() {
                    self.stops += 1;
                }
                stopped = false;
                if dense {
                    if let Some(before) = dense_before {
                        self.remember(Hash::default().push(before).push(c).0);
                    }
                    dense_before = Some(c);
                    continue;
                }
                if hash.1 == 0 && (known.is_uppercase || known.is_lowercase) {
                    self.cased_words += 1;
                    self.capitals += usize::from(known.is_uppercase);
                }
                if hash.1 < STEM {
                    hash = hash.push(known.lower);
                } else {
                    hash.1 += 1;
                }
            } else {
                // A stop behind a word of one letter is an initial's or an abbreviation's.
                stopped = match c {
                    '.' => hash.1 > 1,
                    '!' | '?' | '。' | '！' | '？' | '।' | '۔' | '؟' | '።' | '։' | '။' | '។' => true,
                    _ => stopped && !matches!(c, ',' | ';'),
                };
                if hash.1 >= SHORTEST_WORD {
                    self.remember(hash.0);
                }
                hash = Hash::default();
                dense_before = None;
            }
        }
        if hash.1 >= SHORTEST_WORD {
            self.remember(hash.0);
        }
    }

    fn remember(&mut self, word: u32) {
        if self.words.len() < MOST_WORDS {
            self.words.push(word);
        }
    }
}

/// The hash of a word's beginning, and how many characters the word has so far.
#[derive(Clone, Copy)]
struct Hash(u32, usize);

impl Default for Hash {
    fn default() -> Self {
        Self(0x811c_9dc5, 0)
    }
}

impl Hash {
    fn push(self, c: char) -> Self {
        Self((self.0 ^ u32::from(c)).wrapping_mul(0x0100_0193).rotate_left(5), self.1 + 1)
    }
}

/// Emoji and the like: they decorate a line, they are no rule.
pub fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{26ff}' | '\u{2705}' | '\u{270a}'..='\u{270d}' | '\u{2753}'..='\u{2757}' | '\u{2764}')
}

fn begin_of(line: &str) -> Begin {
    match line.chars().next() {
        Some('"' | '“' | '«' | '„' | '「' | '『' | '‘' | '\'' | '”' | '»') => Begin::Quote,
        Some(c) if c.is_uppercase() => Begin::Upper,
        Some(c) if c.is_lowercase() => Begin::Lower,
        Some(c) if c.is_numeric() => Begin::Digit,
        Some(c) if c.is_alphabetic() => Begin::Caseless,
        _ => Begin::Sign,
    }
}

/// How a line ends, closing quotes and brackets aside.
pub fn end_of(line: &str) -> End {
    let closing = |c: char| {
        matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '」' | '』' | '›' | '“' | '）' | '】' | '*')
            || c.is_whitespace()
    };
    let bare = line.trim_end_matches(closing);
    if bare.ends_with('…') || bare.ends_with("..") {
        return End::Ellipsis;
    }
    match bare.chars().next_back() {
        Some(c) if is_stop(c) => End::Stop,
        Some('!' | '?' | '！' | '？' | '؟') => End::Asks,
        Some(':' | ';' | ',' | '，' | '：' | '、' | '،' | '؛') => End::Leading,
        _ if has_tail(bare) => End::Stop,
        _ => End::Open,
    }
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '。' | '।' | '۔' | '።' | '։' | '၊' | '။' | '៕' | '។' | '॥' | '．')
}

/// Whether nothing stands behind the last full stop but an agency, the number of a note, tags, an address, signs or a button.
fn has_tail(line: &str) -> bool {
    let stops = line.char_indices().rev().take(LONGEST_TAIL).filter(|(_, c)| is_stop(*c));
    let tails = stops.map(|(at, c)| (&line[..at], &line[at + c.len_utf8()..]));
    // A dot inside an address, or behind an initial, is none.
    let mut tails = tails.filter(|(sentence, tail)| {
        !tail.starts_with(|c: char| character(c).is_alphanumeric())
            && sentence.chars().rev().take_while(|c| character(*c).is_alphanumeric()).nth(1).is_some()
    });
    tails.next().is_some_and(|(_, tail)| {
        let tail = tail.trim_start_matches([' ', '"', '”', '»', '’', ')']);
        tail.starts_with(['(', '[', '—', '–', '-', '#', '@'])
            || tail.starts_with("http")
            || is_boilerplate(tail)
            || !tail.chars().any(|c| character(c).is_alphanumeric())
    })
}

/// What marks the line as an entry of a list.
pub fn marker(line: &str) -> Option<Marker> {
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    if "•·‣▪●○◦■□►▶▸➤➡→✓✔✅◆◇★☆❖*⁃".contains(first) && rest.chars().any(char::is_alphanumeric)
    {
        return Some(Marker::Bullet(first));
    }
    if matches!(first, '-' | '–' | '—' | '+' | '>') && rest.starts_with(' ') {
        return Some(Marker::Bullet(first));
    }
    if time_at_start(line) || after_stamp(line) > 0 {
        return Some(Marker::Time);
    }
    if is_pictograph(first) {
        return Some(Marker::Pictograph);
    }
    number(line)
}

/// Larger numbers may be years: they mark where they count on.
pub const LAST_PLAIN_NUMBER: u32 = 999;

/// `1.`, `2)`, `(3)`, `[4]`, `№5`, `#6`, `7、` or a bare `8`, before more text.
fn number(line: &str) -> Option<Marker> {
    let inner = line.trim_start_matches(['(', '[', '№', '#', '（', '【']).trim_start();
    let opened = inner.len() < line.len();
    let digits = inner.find(|c: char| !c.is_numeric()).filter(|end| *end > 0)?;
    let value =
        inner[..digits].chars().try_fold(0_u32, |value, c| Some(value * 10 + digit(c)?).filter(|v| *v < 100_000))?;
    let rest = &inner[digits..];
    let closed = rest.trim_start_matches(['.', ')', ']', ':', '、', '．', '）', '】', '/', '-', '–', '—']);
    let spaced =
        closed.starts_with(char::is_whitespace) || closed.starts_with(|c: char| !c.is_numeric() && !c.is_ascii());
    if closed.is_empty() || !spaced {
        return None;
    }
    // "3-year-old", "5–6 people" and "10.5 million" have no space behind the sign.
    let marked = opened || closed.len() < rest.len();
    Some(if marked && value <= LAST_PLAIN_NUMBER { Marker::Number(value) } else { Marker::BareNumber(value) })
}

/// The value of a decimal digit of any script.
pub fn digit(c: char) -> Option<u32> {
    if let Some(digit) = c.to_digit(10) {
        return Some(digit);
    }
    // In all of these blocks the digits stand together, from zero to nine.
    let zeros = ['٠', '۰', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '༠', '၀', '០', '０'];
    if let Some(zero) =
        zeros.into_iter().find(|zero| (*zero..=char::from_u32(u32::from(*zero) + 9).unwrap_or(*zero)).contains(&c))
    {
        return Some(u32::from(c) - u32::from(zero));
    }
    match c {
        '①'..='⑳' => Some(u32::from(c) - u32::from('①') + 1),
        _ => None,
    }
}
