//! Pastes made of real rows, with the true places of their items: what splitting is fitted and measured on.
//!
//! Some styles of parting items, some languages and some sources are never fitted on ([`Pool::Report`]).

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use fastrand::Rng;
use rayon::prelude::*;
use serde::Serialize;

use crate::TrainError;
use crate::corpus::{Row, rows, topic_files};

/// Languages that nothing is fitted on.
const HELD_LANGUAGES: [&str; 8] = ["es", "fa", "tr", "uk", "vi", "so", "ur", "ky"];
/// Sources that nothing is fitted on.
const HELD_SOURCES: [&str; 4] = ["bbc-topics-2022", "tagesschau-2022", "italian-news-2025", "vtbhack-rbc-interfax"];
/// Sources whose rows are no items of a paste of news: lone sentences, comments, abstracts.
const NO_ITEMS: [&str; 5] = ["sib200", "tengri-comments", "vk-not-news", "khl-cyberleninka", "notnews-en"];
/// One row in so many of the others is kept for tuning.
const TUNED_ON: u64 = 10;
/// No more headlines or articles of one source and language than this are kept.
const MOST_OF_A_SOURCE: usize = 1500;

/// A language with fewer headlines would repeat itself …
const FEWEST_HEADLINES: usize = 40;
/// … as would one with fewer articles, if pastes began with it.
const FEWEST_ARTICLES: usize = 20;

/// Which rows pastes are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pool {
    /// Rows to fit on.
    Fit,
    /// Other rows of the same languages and sources, to choose by.
    Tune,
    /// Dev rows, and rows of languages and sources that are in neither of the others: to report.
    Report,
}

/// How items are parted in a paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Style {
    /// Empty lines between items, none inside.
    Blank,
    /// Empty lines between items and between paragraphs alike.
    BlankAlike,
    /// No empty lines at all.
    Newline,
    /// An empty line between paragraphs, two or more between items.
    Wide,
    /// An empty line between items and paragraphs, but none below a headline.
    Tight,
    /// A bullet before every item.
    Bullets,
    /// `***` or `---` between items.
    Rules,
    /// An empty line between some items and not between others.
    Ragged,
    /// One article, alone.
    Article,
    /// Headlines, and nothing else.
    Column,
    /// Never fitted on: numbers before the items.
    Numbers,
    /// Never fitted on: clock times before the items.
    Times,
    /// Never fitted on: lines of odd signs between the items.
    OddRules,
}

impl Style {
    /// Whether splitting is fitted on it; the others only report.
    pub fn is_fitted(self) -> bool {
        !matches!(self, Self::Numbers | Self::Times | Self::OddRules)
    }

    /// Its name in files and figures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::BlankAlike => "blank-alike",
            Self::Newline => "newline",
            Self::Wide => "wide",
            Self::Tight => "tight",
            Self::Bullets => "bullets",
            Self::Rules => "rules",
            Self::Ragged => "ragged",
            Self::Article => "article",
            Self::Column => "column",
            Self::Numbers => "numbers",
            Self::Times => "times",
            Self::OddRules => "odd-rules",
        }
    }
}

/// A paste and where its items are, in bytes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Paste {
    /// The paste.
    pub text: String,
    /// Its items, in order.
    pub items: Vec<Span>,
    /// How they are parted.
    pub style: &'static str,
    /// Their languages.
    pub languages: Vec<String>,
}

/// A stretch of a paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
}

/// What a language has to make pastes of.
#[derive(Debug, Default)]
struct Shelf {
    headlines: Vec<String>,
    /// A headline and one paragraph.
    blurbs: Vec<Article>,
    articles: Vec<Article>,
}

impl Shelf {
    /// Whether it has enough for the first item of any paste.
    fn can_begin(&self) -> bool {
        self.articles.len() >= FEWEST_ARTICLES
    }
}

#[derive(Clone, Debug)]
struct Article {
    title: Option<String>,
    paragraphs: Vec<String>,
}

/// Rows, sorted by language and by what they can be in a paste.
#[derive(Debug)]
pub struct Material {
    shelves: BTreeMap<String, Shelf>,
}

impl Material {
    /// Reads the rows of a pool.
    ///
    /// # Errors
    /// If the data cannot be read, or are too few to make pastes of.
    pub fn read(data: &Path, pool: Pool) -> Result<Self, TrainError> {
        let mut files = topic_files(data, "train")?;
        if pool == Pool::Report {
            files.extend(topic_files(data, "dev")?);
        }
        let read: Result<Vec<Vec<Row>>, TrainError> = files
            .par_iter()
            .map(|file| {
                let is_dev = file.parent().is_some_and(|folder| folder.ends_with("dev"));
                let mut rows = rows(file)?;
                rows.retain(|row| pool_of(row, is_dev) == pool && !NO_ITEMS.contains(&&*row.source));
                Ok(rows)
            })
            .collect();
        let mut shelves: BTreeMap<String, Shelf> = BTreeMap::new();
        let mut taken: BTreeMap<(String, String, usize), usize> = BTreeMap::new();
        for row in read?.into_iter().flatten() {
            let paragraphs = paragraphs(&row.text);
            let title = title(&row.title);
            let is_post = row.source == "telegram-nktkln";
            let stock = shelves.entry(row.lang.clone()).or_default();
            let kind = usize::from(paragraphs.len() > 1) + usize::from(!paragraphs.is_empty());
            let taken = taken.entry((row.source, row.lang, kind)).or_default();
            *taken += 1;
            if *taken > MOST_OF_A_SOURCE {
                continue;
            }
            if let Some(title) = &title {
                stock.headlines.push(title.clone());
            }
            // Tickers write whole sentences without their full stops.
            if let Some(ticker) = paragraphs.first().filter(|_| taken.is_multiple_of(4)).and_then(|first| ticker(first))
            {
                stock.headlines.push(ticker);
            }
            match paragraphs.len() {
                1 if title.is_some() && is_whole(&paragraphs[0]) => stock.blurbs.push(Article { title, paragraphs }),
                0 | 1 => {}
                // Posts of channels are often several items in one.
                _ if is_post => {}
                2 if title.is_none() || paragraphs.iter().map(String::len).sum::<usize>() < 300 => {}
                _ => stock.articles.push(Article { title, paragraphs }),
            }
        }
        shelves.retain(|_, stock| stock.headlines.len() >= FEWEST_HEADLINES);
        if !shelves.values().any(Shelf::can_begin) {
            return Err(TrainError::Data(format!(
                "no language has {FEWEST_HEADLINES} headlines and {FEWEST_ARTICLES} articles of several paragraphs in \
                 topics/; a paste needs one that has"
            )));
        }
        Ok(Self { shelves })
    }

    /// A language, by the square root of what it has.
    fn language(&self, fits: impl Fn(&Shelf) -> bool, rng: &mut Rng) -> &String {
        let weight = |stock: &Shelf| ((stock.headlines.len() + 3 * stock.articles.len()) as f32).sqrt();
        let shelves = || self.shelves.iter().filter(|(_, stock)| fits(stock));
        let mut left = rng.f32() * shelves().map(|(_, stock)| weight(stock)).sum::<f32>();
        let mut found = shelves();
        loop {
            // `read` made sure that a language can begin a paste, and where one is left it is returned below.
            let (language, stock) = found.next().expect("a language that fits");
            left -= weight(stock);
            if left <= 0.0 || found.clone().next().is_none() {
                return language;
            }
        }
    }

    /// A paste of that style. The same rows and generator give the same paste.
    pub fn paste(&self, style: Style, rng: &mut Rng) -> Paste {
        let first = self.language(Shelf::can_begin, rng);
        let mut languages = vec![first];
        let mut used: Vec<&str> = Vec::new();
        if rng.f32() < 0.6 && style != Style::Article {
            for _ in 0..rng.usize(1..4) {
                let language = self.language(|_| true, rng);
                if !languages.contains(&language) {
                    languages.push(language);
                }
            }
        }
        let count = match style {
            Style::Article => 1,
            Style::Column => {
                if rng.f32() < 0.5 {
                    20
                } else {
                    rng.usize(2..=40)
                }
            }
            _ => match rng.f32() {
                ..0.1 => 2,
                ..0.85 => rng.usize(3..=14),
                _ => rng.usize(2..=40),
            },
        };
        // What the paste is made of: mostly headlines, mostly articles, or as it comes.
        let share_of_articles = [0.2, 0.4, 0.6, 0.9][rng.usize(..4)];
        let share_of_blurbs = [0.0, 0.0, 0.0, 0.1, 0.4][rng.usize(..5)];
        let untitled = rng.f32() < 0.06;
        let dress = Dress::new(rng);
        let mut page = Page::new(style, rng);
        for number in 0..count {
            let language = languages[if number == 0 { 0 } else { rng.usize(..languages.len()) }];
            let stock = &self.shelves[language];
            let article = match style {
                Style::Article => true,
                Style::Column => false,
                _ => rng.f32() < share_of_articles && !stock.articles.is_empty(),
            };
            let blurb = style != Style::Column && rng.f32() < share_of_blurbs && !stock.blurbs.is_empty();
            let lines = if article {
                let article = pick(&stock.articles, &mut used, |article| &article.paragraphs[0], rng);
                dress.article(article, stock, language, untitled, rng)
            } else if blurb {
                let blurb = pick(&stock.blurbs, &mut used, |blurb| &blurb.paragraphs[0], rng);
                blurb.title.iter().chain(&blurb.paragraphs).cloned().collect()
            } else {
                vec![pick(&stock.headlines, &mut used, |headline| headline, rng).clone()]
            };
            page.item(number, &lines, rng);
            if dress.buttons && number + 1 < count && style != Style::Column && rng.f32() < 0.3 {
                page.noise(pick_noise(language, rng));
            }
        }
        let mut languages: Vec<String> = languages.into_iter().cloned().collect();
        languages.sort();
        Paste { text: page.text, items: page.items, style: style.name(), languages }
    }
}

/// One of `from` that is not used yet, if some tries find one.
fn pick<'a, T>(from: &'a [T], used: &mut Vec<&'a str>, name: impl Fn(&'a T) -> &'a String, rng: &mut Rng) -> &'a T {
    let mut picked = &from[rng.usize(..from.len())];
    for _ in 0..8 {
        if !used.contains(&name(picked).as_str()) {
            break;
        }
        picked = &from[rng.usize(..from.len())];
    }
    used.push(name(picked));
    picked
}

fn pool_of(row: &Row, is_dev: bool) -> Pool {
    let held = HELD_LANGUAGES.contains(&&*row.lang) || HELD_SOURCES.contains(&&*row.source);
    if is_dev || held {
        Pool::Report
    } else if row.id.bytes().fold(7_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)) >> 20
        & 0xffff
        < 0x10000 / TUNED_ON
    {
        Pool::Tune
    } else {
        Pool::Fit
    }
}

/// A headline on one line, neither a word nor a text.
fn title(raw: &str) -> Option<String> {
    let title = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters = title.chars().filter(|c| c.is_alphanumeric()).count();
    let dense = title.chars().any(|c| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{e00}'..='\u{eff}'));
    ((if dense { 4 } else { 9 })..=180).contains(&letters).then_some(title)
}

/// The first sentence of a text without its full stop.
fn ticker(paragraph: &str) -> Option<String> {
    let end = paragraph.find(". ").or_else(|| paragraph.strip_suffix(['.', '。', '।', '۔']).map(str::len))?;
    title(&paragraph[..end]).filter(|title| title.chars().count() >= 60)
}

/// The paragraphs of a text. A long text that has lost them is parted after every few sentences.
fn paragraphs(text: &str) -> Vec<String> {
    let mut lines: Vec<String> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if lines.len() < 3 && text.len() >= 500 {
        lines = lines.iter().flat_map(|line| sentences(line)).collect();
    }
    // Rows are cut after a number of characters, mostly inside a sentence.
    if lines.len() > 1 && lines.last().is_some_and(|line| !is_whole(line)) {
        lines.pop();
    }
    lines.retain(|line| line.chars().filter(|c| c.is_alphanumeric()).count() > 3);
    lines
}

/// Whether the text ends as a sentence does.
fn is_whole(line: &str) -> bool {
    line.ends_with(['.', '!', '?', '"', '”', '»', '।', '۔', '。', '։', '።', ')', '؟']) && !line.ends_with("..")
}

/// Groups of one to three sentences, by their length so that the same text always comes apart alike.
fn sentences(text: &str) -> Vec<String> {
    let mut groups = Vec::new();
    let mut start = 0;
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for pair in chars.windows(2) {
        let ((at, c), (next, behind)) = (pair[0], pair[1]);
        let dense_stop = matches!(c, '。' | '！' | '？');
        let stop = matches!(c, '.' | '!' | '?' | '।' | '۔' | '؟' | '።') && behind == ' ';
        let enough = 90 + (start * 7919 % 220);
        if (stop || dense_stop) && at - start > if dense_stop { enough / 2 } else { enough } {
            groups.push(text[start..at + c.len_utf8()].trim().to_owned());
            start = next;
        }
    }
    groups.push(text[start..].trim().to_owned());
    groups
}

/// What pages set around the text of an article, all made up.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is set apart from the others")]
struct Dress {
    byline: bool,
    date: bool,
    credit: bool,
    dateline: bool,
    links: bool,
    subheads: bool,
    buttons: bool,
    most_paragraphs: usize,
}

const NAMES: [&str; 12] = [
    "Anna Keller",
    "Tom Barrow",
    "Marta Ruiz",
    "Иван Соколов",
    "Ольга Мельник",
    "Jean Morel",
    "Lucia Bassi",
    "Kemal Aydın",
    "Priya Nair",
    "Li Wei",
    "Paulo Teles",
    "Sara Lind",
];
const DATES: [&str; 8] = [
    "12 May 2024, 14:30",
    "May 3, 2023",
    "2024-11-02 09:15",
    "15.03.2025",
    "7 марта 2025, 18:40",
    "3. Oktober 2024",
    "12 juin 2023 à 08h20",
    "2023年5月6日 10:21",
];
const CITIES: [&str; 8] = [
    "LONDON (Agency) — ",
    "МОСКВА, 5 мая. — ",
    "PARIS, 3 juin - ",
    "Berlin (ag) - ",
    "NAIROBI — ",
    "ROMA - ",
    "Kyiv. ",
    "DELHI: ",
];
const CREDITS: [&str; 8] = [
    "Photo: Agency",
    "Фото: Иван Соколов / Агентство",
    "Foto: Agentur",
    "Image: Tom Barrow/Agency",
    "Crédit photo : Agence",
    "Photo by Anna Keller",
    "Getty Images",
    "Файл: архив",
];

impl Dress {
    fn new(rng: &mut Rng) -> Self {
        let dressed = rng.f32() < 0.3;
        let buttons = rng.f32() < 0.3;
        let mut flag = |share: f32| dressed && rng.f32() < share;
        Self {
            byline: flag(0.5),
            date: flag(0.5),
            credit: flag(0.3),
            dateline: flag(0.4),
            links: flag(0.3),
            subheads: flag(0.2),
            buttons,
            most_paragraphs: [3, 6, 30][rng.usize(..3)],
        }
    }

    /// The lines of an article.
    fn article(&self, article: &Article, stock: &Shelf, language: &str, untitled: bool, rng: &mut Rng) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        if !untitled || rng.bool() {
            // Rows without a headline lend themselves to pastes that have such items anyway.
            lines.extend(article.title.clone());
        }
        if self.byline && rng.f32() < 0.8 {
            let lead = match language {
                "ru" | "uk" => ["Автор: ", "Текст: ", ""],
                "de" => ["Von ", "Autor: ", ""],
                "fr" => ["Par ", "Par ", ""],
                _ => ["By ", "By ", ""],
            };
            lines.push(format!("{}{}", lead[rng.usize(..3)], NAMES[rng.usize(..NAMES.len())]));
        }
        if self.date && rng.f32() < 0.8 {
            lines.push(DATES[rng.usize(..DATES.len())].to_owned());
        }
        if self.credit && rng.f32() < 0.5 {
            lines.push(CREDITS[rng.usize(..CREDITS.len())].to_owned());
        }
        let most = self.most_paragraphs.min(article.paragraphs.len());
        for (index, paragraph) in article.paragraphs[..most].iter().enumerate() {
            if self.subheads && index > 0 && rng.f32() < 0.4 {
                lines.extend(subhead(paragraph, rng));
            }
            let dateline = if index == 0 && self.dateline { CITIES[rng.usize(..CITIES.len())] } else { "" };
            lines.push(format!("{dateline}{paragraph}"));
            if self.links && index + 1 < most && rng.f32() < 0.2 {
                let lead = ["Read also: ", "Читайте также: ", "Lesen Sie auch: ", "Lire aussi : ", "Related: ", ""];
                let title = &stock.headlines[rng.usize(..stock.headlines.len())];
                let lead = lead[rng.usize(..5)];
                lines.push(format!("{lead}{title}"));
            }
        }
        lines
    }
}

/// A few words in a row from a paragraph, as stand above a part of an article; `None` where it has no such words.
fn subhead(paragraph: &str, rng: &mut Rng) -> Option<String> {
    let words: Vec<&str> = paragraph.split_whitespace().collect();
    let text = if words.len() < 8 {
        // Without spaces: what stands before a comma.
        let clause = paragraph.split(['，', '、', '。', ',']).next()?.trim();
        (4..=14).contains(&clause.chars().count()).then(|| clause.to_owned())?
    } else {
        let count = rng.usize(2..6);
        let first = rng.usize(..=words.len() - count);
        words[first..first + count].join(" ")
    };
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let mut rest = text.chars();
    let first = rest.next()?;
    let is_plain = text.chars().count() >= 6 && !text.contains(['.', '!', '?', '"', '“', '”', '«', '»', '(', ')']);
    is_plain.then(|| first.to_uppercase().chain(rest).collect())
}

fn pick_noise(language: &str, rng: &mut Rng) -> &'static str {
    let own: &[&'static str] = match language {
        "ru" => &["Читать далее", "Подробнее", "Реклама", "Поделиться", "Подписывайтесь на наш канал в Telegram"],
        "uk" => &["Читати далі", "Поділитися", "Підписуйтесь на наш канал"],
        "de" => &["Mehr", "Weiterlesen", "Anzeige", "Teilen"],
        "fr" => &["Lire la suite", "Partager", "Publicité"],
        "es" => &["Leer más", "Compartir", "Publicidad"],
        "ar" => &["اقرأ المزيد", "إعلان"],
        _ => &[
            "Read more",
            "Share",
            "Advertisement",
            "Continue reading →",
            "Facebook Twitter WhatsApp",
            "We use cookies to improve this site. Accept all",
        ],
    };
    own[rng.usize(..own.len())]
}

/// A paste in the making.
struct Page {
    style: Style,
    text: String,
    items: Vec<Span>,
    inside: &'static str,
    between: String,
    marker: usize,
    minutes: u32,
    tight: bool,
}

impl Page {
    fn new(style: Style, rng: &mut Rng) -> Self {
        let eol = "\n";
        let blank = "\n\n";
        let rule = |rng: &mut Rng, rules: &[&str]| rules[rng.usize(..rules.len())].to_owned();
        let (inside, between) = match style {
            Style::Blank | Style::Ragged => (eol, blank.to_owned()),
            Style::BlankAlike | Style::Tight => (blank, blank.to_owned()),
            Style::Newline => (eol, eol.to_owned()),
            Style::Wide => (blank, "\n".repeat(rng.usize(3..5))),
            Style::Article | Style::Column | Style::Bullets | Style::Numbers | Style::Times => {
                let inside = if rng.bool() { eol } else { blank };
                let between = if rng.bool() { blank } else { inside };
                (inside, between.to_owned())
            }
            Style::Rules => {
                let inside = if rng.bool() { eol } else { blank };
                (inside, format!("{inside}{}{inside}", rule(rng, &["***", "---", "* * *", "———", "___"])))
            }
            Style::OddRules => {
                let inside = if rng.bool() { eol } else { blank };
                let odd =
                    ["~~~~~", "=====", "+++", "· · ·", "§", "◆◆◆", "⁂", "•••", "######", "<<<>>>", "▬▬▬▬▬▬", "//////"];
                (inside, format!("{inside}{}{inside}", rule(rng, &odd)))
            }
        };
        Self {
            style,
            text: String::new(),
            items: Vec::new(),
            inside,
            between,
            marker: rng.usize(..8),
            minutes: rng.u32(0..1300),
            tight: style == Style::Tight || rng.f32() < 0.05,
        }
    }

    fn marker(&mut self, number: usize, rng: &mut Rng) -> String {
        match self.style {
            Style::Bullets => ["• ", "- ", "* ", "– ", "▪ ", "● ", "→ ", "◦ "][self.marker].to_owned(),
            Style::Numbers => match self.marker {
                0 | 1 => format!("{}. ", number + 1),
                2 | 3 => format!("{}) ", number + 1),
                4 => format!("({}) ", number + 1),
                5 => format!("[{}] ", number + 1),
                6 => format!("№{} ", number + 1),
                _ => format!("{}. ", number + 1 + 9 * (self.minutes as usize % 3)),
            },
            Style::Times => {
                self.minutes = (self.minutes + rng.u32(1..90)) % 1440;
                let (hours, minutes) = (self.minutes / 60, self.minutes % 60);
                match self.marker {
                    0..=2 => format!("{hours:02}:{minutes:02} "),
                    3 => format!("{hours:02}:{minutes:02} — "),
                    4 => format!("[{hours:02}:{minutes:02}] "),
                    5 => format!("{hours:02}:{minutes:02}\n"),
                    6 => format!("{hours:02}.{minutes:02} "),
                    _ => format!("{hours:02}:{minutes:02} | "),
                }
            }
            _ => String::new(),
        }
    }

    fn item(&mut self, number: usize, lines: &[String], rng: &mut Rng) {
        if !self.text.is_empty() {
            let ragged = self.style == Style::Ragged && rng.bool();
            self.text.push_str(if ragged { "\n" } else { &self.between });
        }
        let start = self.text.len();
        let marker = self.marker(number, rng);
        self.text.push_str(&marker);
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.text.push_str(if index == 1 && self.tight { "\n" } else { self.inside });
            }
            self.text.push_str(line);
        }
        self.items.push(Span { start, end: self.text.len() });
    }

    fn noise(&mut self, line: &str) {
        self.text.push_str(self.inside);
        self.text.push_str(line);
    }
}

/// Where the items of a paste begin.
pub fn starts(paste: &Paste) -> impl Iterator<Item = usize> {
    paste.items.iter().map(|item| item.start)
}

/// The lines of the paste that hold something, and whether an item begins there.
pub fn labels(paste: &Paste, lines: &[Range<usize>]) -> Vec<bool> {
    lines.iter().map(|line| starts(paste).any(|start| start == line.start)).collect()
}
