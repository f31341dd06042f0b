//! What Rubrica says of a paste. The same shape from Rust, the command line and JavaScript.

use serde::{Deserialize, Serialize};

/// All that was found in one paste.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The text that all offsets count in, where it came as a [`Document`](crate::Document) of blocks and not as one text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
    /// The items of the paste, in the order in which they stand there.
    pub items: Vec<Item>,
    /// The groups of two or more items that report the same event.
    pub stories: Vec<Story>,
    /// The model that said so.
    pub model: ModelInfo,
}

/// One article, headline or blurb inside a paste.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Where the item begins in the paste, in bytes (UTF-16 code units after [`Report::into_utf16`]).
    pub start: usize,
    /// Where the item ends: the offset behind its last character.
    pub end: usize,
    /// The languages that are likelier than none, best first, until they make 0.99 together; the last entry is always
    /// `und`, with what is left. So `und` comes first where no language can be told.
    pub language: Vec<DetectedLanguage>,
    /// Of Chinese, `Hans` or `Hant`: whether it is in simplified or traditional characters, if any tells.
    #[serde(default)]
    pub script: Option<String>,
    /// Where which language is, in the order of the text; empty if all of the item is in one. [`Item::language`] then has
    /// the languages by their shares of the letters.
    #[serde(default)]
    pub passages: Vec<Passage>,
    /// Probability, 0 to 1, that the item is news and not an advertisement, a listing, boilerplate or the like.
    pub news: f64,
    /// The likeliest topics, best first.
    pub topics: Vec<TopicScore>,
    /// The spans that speak for or against the topics that carry a [`TopicScore::rest`], in the order of the text.
    pub evidence: Vec<Evidence>,
    /// Why this and not that, where it was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub contrasts: Vec<Contrast>,
    /// Headline, byline, dateline, date and source, where they are plain, in the order of the text.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// The reader's own topics that the item belongs to, best first; empty if it belongs to none of them. `None` only
    /// where there is no desk.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub desk: Option<Vec<DeskScore>>,
    /// How near the desk's two likeliest answers are ("none of them" is one), 0 to 1: the items of most doubt would teach
    /// it most. `None` only where there is no desk.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub doubt: Option<f64>,
    /// Index into [`Report::stories`], if the item shares its event with another.
    pub story: Option<usize>,
}

/// A language and how sure the model is of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DetectedLanguage {
    /// BCP 47 primary language subtag, or `ar-Latn` for Arabic in Latin letters; `und` where no language can be told.
    pub detected_language: String,
    /// Probability, 0 to 1.
    pub confidence: f64,
}

/// A stretch of an item that is in another language than the stretches around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Where it begins in the paste, in the unit of [`Item::start`].
    pub start: usize,
    /// The offset behind its last letter.
    pub end: usize,
    /// As [`DetectedLanguage::detected_language`].
    pub language: String,
}

/// One of the 17 top-level IPTC Media Topics and how sure the model is of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicScore {
    /// IPTC code (`QCode`), such as `medtop:16000000`.
    pub id: String,
    /// Short English name, such as `conflict`.
    pub slug: String,
    /// Calibrated probability, 0 to 1.
    pub confidence: f64,
    /// The score before the softmax.
    pub score: f64,
    /// What of the score no span of [`Item::evidence`] carries: the bias, and words of little weight.
    /// The weights of this topic's spans and the rest add up to the score. Only on topics that are explained.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rest: Option<f64>,
}

/// One of the reader's own topics, how sure the desk is of it, and the words that say so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskScore {
    /// The reader's name for it.
    pub topic: String,
    /// Probability, 0 to 1.
    pub confidence: f64,
    /// The score before the softmax.
    pub score: f64,
    /// What of the score no span of `evidence` carries. Only on the best topic, and only if it is explained.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rest: Option<f64>,
    /// The spans that speak for or against it, in the order of the text. With the rest they add up to the score.
    pub evidence: Vec<Evidence>,
}

/// A span of the paste and its exact share of a topic's score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where the span begins in the paste, in the unit of [`Item::start`].
    pub start: usize,
    /// The offset behind its last character.
    pub end: usize,
    /// Slug of the topic, or the reader's name for it, that it speaks for (`weight` above 0) or against.
    pub topic: String,
    /// Share of the topic's score.
    pub weight: f64,
}

/// Why an item is this and not that: two topics, news and not news, or two languages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contrast {
    /// Slug of a topic, `news` or `not-news`, or the code of a language.
    pub label: String,
    /// What it is held against: another of the same kind.
    pub against: String,
    /// The natural logarithm of how many times likelier the one is than the other.
    pub score: f64,
    /// What of the score no span carries. The weights of all spans and the rest add up to the score.
    pub rest: f64,
    /// The spans that speak for the one (`weight` above 0) or for the other, in the order of the text.
    pub spans: Vec<Share>,
}

/// A span of the paste and its exact share of a score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Where the span begins in the paste, in the unit of [`Item::start`].
    pub start: usize,
    /// The offset behind its last character.
    pub end: usize,
    /// Share of the score.
    pub weight: f64,
}

/// A span of the paste that is a part of its item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which part.
    pub part: PartKind,
    /// Where it begins in the paste, in the unit of [`Item::start`].
    pub start: usize,
    /// The offset behind its last character.
    pub end: usize,
}

/// What a part of an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum PartKind {
    /// The line that names the story.
    Headline,
    /// Who wrote it.
    Byline,
    /// Where the report comes from, at the beginning of its text: `LONDON (Agency)`.
    Dateline,
    /// When: a date, a time, or both.
    Date,
    /// Whom it was taken from.
    Source,
}

/// Items that report the same event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// Indices into [`Report::items`], ascending.
    pub items: Vec<usize>,
    /// Of these, the item that has most in common with the others.
    pub central: usize,
    /// Its headline, or its first line.
    pub headline: String,
    /// The names that most of the items share, as the central item has them. None in scripts without capital letters.
    pub names: Vec<String>,
    /// The numbers of two digits or more that most of the items share.
    pub numbers: Vec<String>,
}

/// Which model made a report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ModelInfo {
    /// Always `rubrica`.
    pub name: String,
    /// Version of the model files.
    pub version: String,
    /// SHA-256 over the digests of the model files, in hexadecimal.
    pub sha256: String,
}

impl Item {
    /// The language the item is taken to be in: the first of [`Item::language`].
    pub fn best_language(&self) -> &str {
        best_language(&self.language)
    }

    /// The likeliest topic. `None` only where no topics were asked for.
    pub fn best_topic(&self) -> Option<&TopicScore> {
        self.topics.first()
    }

    /// Whether the item is more likely news than not.
    pub fn is_news(&self) -> bool {
        self.news >= 0.5
    }
}

/// The first of a list, which is `und` where it lists no language.
pub fn best_language(detected: &[DetectedLanguage]) -> &str {
    detected.first().map_or("und", |best| &best.detected_language)
}

impl Report {
    /// The same report with every offset counted in UTF-16 code units of `text`, as JavaScript counts.
    /// `text` must be the text that was classified.
    #[must_use]
    pub fn into_utf16(mut self, text: &str) -> Self {
        let mut offsets: Vec<&mut usize> = Vec::new();
        for item in &mut self.items {
            offsets.extend([&mut item.start, &mut item.end]);
            let of_desk = item.desk.iter_mut().flatten().flat_map(|score| &mut score.evidence);
            for evidence in item.evidence.iter_mut().chain(of_desk) {
                offsets.extend([&mut evidence.start, &mut evidence.end]);
            }
            for passage in &mut item.passages {
                offsets.extend([&mut passage.start, &mut passage.end]);
            }
            for span in item.contrasts.iter_mut().flat_map(|contrast| &mut contrast.spans) {
                offsets.extend([&mut span.start, &mut span.end]);
            }
            for part in &mut item.parts {
                offsets.extend([&mut part.start, &mut part.end]);
            }
        }
        offsets.sort_unstable_by_key(|offset| **offset);
        let (mut bytes, mut units) = (0, 0);
        let mut chars = text.chars();
        for offset in offsets {
            while bytes < *offset {
                let Some(c) = chars.next() else { break };
                bytes += c.len_utf8();
                units += c.len_utf16();
            }
            *offset = units;
        }
        self
    }
}

/// Numbers in a report are rounded to a millionth: more digits say nothing.
pub(crate) fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_utf16_code_units_across_astral_characters() {
        let text = "a𝄞é文b";
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let evidence =
            bytes.windows(2).map(|w| Evidence { start: w[0], end: w[1], topic: "arts".into(), weight: 1.0 }).collect();
        let item = Item { start: 0, end: text.len(), evidence, ..Item::default() };
        let report = Report { items: vec![item], ..Report::default() }.into_utf16(text);
        let spans: Vec<_> = report.items[0].evidence.iter().map(|e| (e.start, e.end)).collect();
        assert_eq!(spans, [(0, 1), (1, 3), (3, 4), (4, 5), (5, 6)]);
        assert_eq!(report.items[0].end, text.encode_utf16().count());
    }
}
