//! Made-up texts that are not news: what shops, cooks, astrologers, friends, offices and landlords write, and no newsroom
//! does.
//!
//! The corpora hold few texts that are not news outside English and Russian. The sentences that these are made of stand in
//! `made`, a file a language. Each of these languages has news, labelled or of parallel sentences: else the language itself
//! would speak against news.

use std::collections::HashMap;

use crate::corpus::Row;

/// What the rows name as their source.
pub const SOURCE: &str = "made";

/// Languages and the sentences made for them: a kind of text a line, its sentences or words parted by ` | `.
const LANGUAGES: [(&str, &str); 18] = [
    ("ar", include_str!("../made/ar.txt")),
    ("de", include_str!("../made/de.txt")),
    ("en", include_str!("../made/en.txt")),
    ("es", include_str!("../made/es.txt")),
    ("fr", include_str!("../made/fr.txt")),
    ("hi", include_str!("../made/hi.txt")),
    ("id", include_str!("../made/id.txt")),
    ("it", include_str!("../made/it.txt")),
    ("ja", include_str!("../made/ja.txt")),
    ("ko", include_str!("../made/ko.txt")),
    ("nl", include_str!("../made/nl.txt")),
    ("pl", include_str!("../made/pl.txt")),
    ("pt", include_str!("../made/pt.txt")),
    ("ru", include_str!("../made/ru.txt")),
    ("tr", include_str!("../made/tr.txt")),
    ("uk", include_str!("../made/uk.txt")),
    ("vi", include_str!("../made/vi.txt")),
    ("zh", include_str!("../made/zh.txt")),
];

/// Product titles in every language, and how many offers at most stand behind the product.
const TITLES: usize = 400;
const MOST_OFFERS: usize = 2;
/// Texts of every other kind in every language.
const EACH: usize = 100;
/// The kinds of texts that are sentences, in any order, and of how many of these at most.
const KINDS: [(&str, usize); 6] = [("ad", 4), ("recipe", 4), ("horoscope", 3), ("chat", 2), ("legal", 1), ("job", 2)];

/// The rows, all of kind `not-news`.
pub fn made(random: &mut fastrand::Rng) -> Vec<Row> {
    let mut rows = Vec::new();
    for (language, file) in LANGUAGES {
        let writer = Writer::new(language, file);
        rows.extend((0..TITLES).map(|_| writer.title(random)));
        for (kind, most) in KINDS {
            rows.extend((0..EACH).map(|_| writer.text(kind, most, random)));
        }
    }
    rows
}

/// Writes in one language.
struct Writer {
    language: &'static str,
    /// Sentences and words by their kind.
    lists: HashMap<&'static str, Vec<&'static str>>,
}

impl Writer {
    fn new(language: &'static str, file: &'static str) -> Self {
        let list = |line: &'static str| {
            let (kind, list) = line.split_once(": ")?;
            Some((kind, list.split(" | ").map(str::trim).collect()))
        };
        Self { language, lists: file.lines().filter_map(list).collect() }
    }

    /// One of a list, or nothing if there is none.
    fn pick(&self, kind: &str, random: &mut fastrand::Rng) -> &'static str {
        self.lists.get(kind).map_or("", |list| list[random.usize(..list.len())])
    }

    fn sets_spaces(&self) -> bool {
        !matches!(self.language, "ja" | "zh")
    }

    /// A product as a shop lists it.
    fn title(&self, random: &mut fastrand::Rng) -> Row {
        let mut words: Vec<String> = Vec::new();
        if random.f32() < 0.7 {
            words.push(self.pick("quality", random).to_owned());
        }
        words.push(self.pick("product", random).to_owned());
        if random.f32() < 0.3 {
            words.push(self.pick("quality", random).to_owned());
        }
        if random.f32() < 0.6 {
            words.push(brand(random));
        }
        if random.f32() < 0.5 {
            words.push(code(random));
        }
        if random.f32() < 0.4 {
            words.push(self.price(random));
        }
        let mut parts = vec![words.join(" ")];
        for _ in 0..random.usize(..=MOST_OFFERS) {
            parts.push(self.filled(self.pick("offer", random), random));
        }
        self.row(capitalised(&parts.join(if self.sets_spaces() { ", " } else { "，" })))
    }

    /// Some sentences of a kind.
    fn text(&self, kind: &str, most: usize, random: &mut fastrand::Rng) -> Row {
        let mut sentences = self.lists.get(kind).cloned().unwrap_or_default();
        random.shuffle(&mut sentences);
        sentences.truncate(random.usize(1..=most));
        let sentences: Vec<String> =
            sentences.into_iter().map(|sentence| capitalised(&self.filled(sentence, random))).collect();
        self.row(sentences.join(if self.sets_spaces() { " " } else { "" }))
    }

    /// A sentence with something in place of what stands in braces.
    fn filled(&self, sentence: &str, random: &mut fastrand::Rng) -> String {
        let mut parts = sentence.split('{');
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or((part, ""));
            text += &match name {
                "price" => self.price(random),
                "number" => random.u32(2..90).to_string(),
                "brand" => brand(random),
                _ => self.pick(name, random).to_owned(),
            };
            text += rest;
        }
        text
    }

    fn price(&self, random: &mut fastrand::Rng) -> String {
        format!("{} {}", random.u32(5..9000), self.pick("currency", random))
    }

    fn row(&self, title: String) -> Row {
        Row {
            lang: self.language.to_owned(),
            kind: "not-news".to_owned(),
            source: SOURCE.to_owned(),
            title,
            ..Row::default()
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// A name that no maker has: syllables.
fn brand(random: &mut fastrand::Rng) -> String {
    let syllables = ["ka", "ro", "ven", "tis", "mo", "lar", "do", "rin", "sel", "vo", "tec", "max", "pro", "nia"];
    let name: String = (0..random.usize(2..4)).map(|_| syllables[random.usize(..syllables.len())]).collect();
    capitalised(&name)
}

/// A model number, such as `RX-204`.
fn code(random: &mut fastrand::Rng) -> String {
    let letters: String = (0..random.usize(1..4)).map(|_| char::from(random.u8(b'A'..=b'Z'))).collect();
    let dash = if random.bool() { "-" } else { "" };
    format!("{letters}{dash}{}", random.u32(1..3000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_what_its_texts_are_made_of() {
        for (language, file) in LANGUAGES {
            let writer = Writer::new(language, file);
            let words = ["currency", "product", "quality", "offer"];
            for kind in KINDS.map(|(kind, _)| kind).into_iter().chain(words) {
                assert!(writer.lists.get(kind).is_some_and(|list| !list.is_empty()), "{language} has no {kind}");
            }
            let known = |name: &str| ["price", "number", "brand", "product", "quality"].contains(&name);
            let slots: Vec<&str> = file.match_indices('{').map(|(at, _)| &file[at + 1..]).collect();
            assert!(!slots.is_empty(), "{language} has no sentence with a slot");
            for slot in slots {
                assert!(slot.split_once('}').is_some_and(|(name, _)| known(name)), "{language}: {{{slot:.20}");
            }
        }
    }

    #[test]
    fn texts_have_no_gaps_and_are_no_news() {
        let rows = made(&mut fastrand::Rng::with_seed(1));
        assert_eq!(rows.len(), LANGUAGES.len() * (TITLES + KINDS.len() * EACH));
        for row in rows {
            assert!(!row.title.is_empty() && !row.title.contains(['{', '}', '|']), "{}", row.title);
            assert_eq!(row.kind, "not-news");
        }
    }
}
