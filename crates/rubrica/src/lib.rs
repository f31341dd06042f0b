#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod calibration;
mod characters;
mod classifier;
mod container;
mod desk;
mod document;
mod error;
mod evidence;
mod features;
mod han;
mod hashing;
mod head;
mod keys;
mod language;
mod letters;
mod lexicon;
mod metric;
mod pack;
mod passages;
mod ranking;
mod reading;
mod report;
mod signs;
mod spans;
mod split;
mod story;
mod table;
mod taxonomy;
mod token;
mod topics;
mod words;

pub use classifier::{Asked, Explain, Options, Rubrica};
pub use desk::{Desk, DeskError, Example, Impression, Label};
pub use document::{Block, Document, Role};
pub use error::ModelError;
pub use language::{LanguageModel, UNDETERMINED};
pub use report::{
    Contrast, DeskScore, DetectedLanguage, Evidence, Item, ModelInfo, Part, PartKind, Passage, Report, Share, Story,
    TopicScore, best_language,
};
pub use spans::{SpanError, spans_from_utf16};
pub use taxonomy::{TOPICS, Topic};
pub use topics::TopicModel;

/// What training shares with serving, so that both read text in the same way. No stable interface.
#[doc(hidden)]
pub mod training {
    pub use crate::calibration::Temperatures;
    pub use crate::characters::{family, is_han_or_kana, script_of};
    pub use crate::container::{Container, Part, write};
    pub use crate::features::{Feature, Visitor, features};
    pub use crate::han::script as chinese_script;
    pub use crate::head::{Head, dot, softmax};
    pub use crate::keys::{KEY_BITS, Keys, key};
    pub use crate::language::prior_trust;
    pub use crate::letters::Letters;
    pub use crate::metric::Metric;
    pub use crate::pack::Pack;
    pub use crate::signs::{SIGNS, signs};
    pub use crate::split::{
        AROUND as GAPS_AROUND, Features as GapFeatures, NEAR as GAPS_NEAR, Paste, Said, Signal as GapSignal, Vectors,
        is_boilerplate, scores as gap_scores,
    };
    pub use crate::story::{Gist, SIGNALS};
    pub use crate::table::{DIRECTION_UNIT, ROW_SIZES, Row, Table, in_size};
    pub use crate::token::{Shape, Token, tokens};
    pub use crate::words::{grammar, level};

    /// Scores of every class of the language head before the temperature, and the number of letters.
    pub fn language_scores(model: &crate::LanguageModel, text: &str) -> (Vec<f32>, usize) {
        model.uncalibrated(text)
    }

    /// The bytes of one section of a model's file.
    ///
    /// # Errors
    /// If `file` is no whole model of that part, or has no such section.
    pub fn section(file: &[u8], part: Part, name: &'static str) -> Result<Vec<u8>, crate::ModelError> {
        let container = crate::container::Container::read(file, part)?;
        container.section(name).map(|section| section.rest().to_vec())
    }

    /// What two texts, each taken as one item, are compared by. Each comes with the code of its language.
    pub fn story_signals(model: &crate::TopicModel, a: (&str, &str), b: (&str, &str)) -> [f32; SIGNALS] {
        let gist = |(language, text): (&str, &str)| {
            let language = crate::DetectedLanguage { detected_language: language.to_owned(), confidence: 1.0 };
            model.gist(text, &[language])
        };
        gist(a).compare(&gist(b))
    }

    /// Probability that two items report the same event.
    pub fn same_story(model: &crate::TopicModel, a: &Gist, b: &Gist) -> f32 {
        crate::story::same(&model.story, &a.compare(b))
    }

    /// The items of each story in a paste of items with those gists and texts.
    pub fn stories(model: &crate::TopicModel, gists: &[Option<Gist>], texts: &[String]) -> Vec<Vec<usize>> {
        let frames: Vec<_> = texts.iter().map(|text| crate::story::Frame::of(text)).collect();
        let found = crate::story::stories(&model.story, &model.words, &frames, gists, |item| &texts[item]);
        found.into_iter().map(|story| story.items).collect()
    }

    /// What of a text, taken as one item, is compared with others.
    pub fn gist(rubrica: &crate::Rubrica, text: &str) -> Gist {
        rubrica.gist(text)
    }

    /// The stems of a text's words, hashed.
    pub fn stems(text: &str, mut each: impl FnMut(u64)) {
        tokens(text, |token, chars| crate::story::each_stem(&token, chars, &mut each));
    }

    /// The lines of a paste as splitting sees them, and where each lies. `vectors` makes the vectors of a line.
    pub fn paste(text: &str, mut vectors: impl FnMut(&str) -> Vectors) -> (Paste, Vec<std::ops::Range<usize>>) {
        let places = crate::split::lines(text);
        let paste = Paste::read(text, &places, &[], |place| vectors(&text[place.start..place.end]));
        (paste, places.iter().map(|place| place.start..place.end).collect())
    }

    /// The vectors of a line of text.
    pub fn vectors(rubrica: &crate::Rubrica, line: &str) -> Vectors {
        Vectors { topics: rubrica.topics().meaning_of(line).values, language: rubrica.language().vector(line) }
    }

    /// The vector of a text, taken as one item, of unit length.
    pub fn topic_vector(model: &crate::TopicModel, text: &str) -> Vec<f32> {
        model.vector(text)
    }

    /// Scores of the topics, of not-news and news, before the temperatures, and the number of tokens.
    pub fn topic_scores(model: &crate::TopicModel, text: &str) -> (Vec<f32>, Vec<f32>, usize) {
        model.uncalibrated(text)
    }
}
