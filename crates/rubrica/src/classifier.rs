//! The way of one paste, from text to report.

use std::ops::Range;

use crate::evidence::evidence;
use crate::language::{CHINESE, LanguageModel, listed};
use crate::lexicon::Lexicon;
use crate::passages::{Stretch, Unit, in_proportion, stretches};
use crate::reading::lines;
use crate::report::{Item, ModelInfo, Passage, Report, best_language, rounded};
use crate::spans::{SpanError, check};
use crate::split::{Group, parts, split, whole};
use crate::story::{Gist, same, stories};
use crate::taxonomy::{TOPICS, Topic};
use crate::topics::{ItemVector, TopicModel};
use crate::{ModelError, container};

/// How a text is to be classified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Part the text into items. If not, all of it is one item.
    pub split: bool,
    /// How many topics to list for every item, at most.
    pub top_k: usize,
    /// Find the words that speak for and against a topic of each item.
    pub explain: Explain,
}

/// The topic for which an item's words are weighed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Explain {
    /// None.
    Nothing,
    /// The item's best.
    #[default]
    Best,
    /// This one, in every item. It is listed last where it is not among the best.
    Topic(&'static Topic),
}

impl Default for Options {
    fn default() -> Self {
        Self { split: true, top_k: 3, explain: Explain::default() }
    }
}

/// The classifier: a language model and a topic model.
#[derive(Debug)]
pub struct Rubrica {
    language: LanguageModel,
    topics: TopicModel,
    info: ModelInfo,
}

impl Rubrica {
    /// A classifier from its two models.
    pub fn new(language: LanguageModel, topics: TopicModel) -> Self {
        let info = ModelInfo {
            name: "rubrica".to_owned(),
            version: topics.version.clone(),
            sha256: container::digest(format!("{}{}", language.sha256, topics.sha256).as_bytes()),
        };
        Self { language, topics, info }
    }

    /// A classifier from the bytes of its two model files.
    ///
    /// # Errors
    /// If either is not a whole model of its part and of this format.
    pub fn from_bytes(language: &[u8], topics: &[u8]) -> Result<Self, ModelError> {
        Ok(Self::new(LanguageModel::from_bytes(language)?, TopicModel::from_bytes(topics)?))
    }

    /// The language model.
    pub fn language(&self) -> &LanguageModel {
        &self.language
    }

    /// Classifies every item of a paste.
    pub fn classify(&self, text: &str, options: &Options) -> Report {
        let mut lexicon = Lexicon::new(&self.language, &self.topics);
        let mut units = Vec::new();
        let lines = lines(text, 0, &mut lexicon, &mut units);
        let groups = if options.split {
            split(text, &lines, &self.language)
        } else {
            vec![whole(&lines).unwrap_or_else(|| self.nothing())]
        };
        self.report(text, &groups, &units, &mut lexicon, options)
    }

    /// Classifies the spans of a text that the caller marks off as its items, whatever [`Options::split`] says. The
    /// report has an item for each, with the span's own start and end.
    ///
    /// # Errors
    /// If the spans are empty, not in order and apart, not within the text, or cut a character.
    pub fn classify_items(&self, text: &str, items: &[Range<usize>], options: &Options) -> Result<Report, SpanError> {
        check(text, items)?;
        let mut lexicon = Lexicon::new(&self.language, &self.topics);
        let mut units = Vec::new();
        let groups: Vec<Group> = items
            .iter()
            .map(|span| {
                let lines = lines(&text[span.clone()], span.start, &mut lexicon, &mut units);
                Group { start: span.start, end: span.end, ..whole(&lines).unwrap_or_else(|| self.nothing()) }
            })
            .collect();
        Ok(self.report(text, &groups, &units, &mut lexicon, options))
    }

    fn report(&self, text: &str, groups: &[Group], units: &[Unit], lexicon: &mut Lexicon, options: &Options) -> Report {
        let vectors: Vec<ItemVector> = groups.iter().map(|group| group.topics.vector()).collect();
        let mut items: Vec<Item> = groups
            .iter()
            .zip(&vectors)
            .map(|(group, vector)| {
                let item = self.item(text, group, vector, lexicon, options);
                self.with_languages(item, group, &units[group.units.clone()])
            })
            .collect();
        let stories = self.stories(text, &items, &vectors);
        for (number, story) in stories.iter().enumerate() {
            for item in &story.items {
                items[*item].story = Some(number);
            }
        }
        Report { items, stories, model: self.info.clone() }
    }

    /// Probability that two texts, each taken as one item, report the same event.
    pub fn same_story(&self, a: &str, b: &str) -> f64 {
        rounded(same(&self.topics.story, &self.topics.gist(a).compare(&self.topics.gist(b))))
    }

    fn nothing(&self) -> Group {
        Group { start: 0, end: 0, units: 0..0, language: self.language.nothing(), topics: self.topics.nothing() }
    }

    fn item(&self, text: &str, group: &Group, vector: &ItemVector, lexicon: &mut Lexicon, options: &Options) -> Item {
        let asked = match options.explain {
            Explain::Topic(asked) => TOPICS.iter().position(|topic| topic == asked),
            Explain::Best | Explain::Nothing => None,
        };
        let mut topics = self.topics.topics(vector, if asked.is_some() { TOPICS.len() } else { options.top_k });
        let mut rank = 0;
        topics.retain(|(topic, _)| {
            rank += 1;
            rank <= options.top_k || Some(*topic) == asked
        });
        let explained = match options.explain {
            Explain::Nothing => None,
            Explain::Best => topics.first_mut(),
            Explain::Topic(_) => topics.iter_mut().find(|(topic, _)| Some(*topic) == asked),
        };
        let mut spans = Vec::new();
        if let Some((index, topic)) = explained {
            let direction = self.topics.direction(vector, *index);
            spans = evidence(text, (group.start, group.end), lexicon, &direction, &topic.slug);
            let shown: f64 = spans.iter().map(|span| span.weight).sum();
            topic.rest = Some(rounded((topic.score - shown) as f32));
        }
        Item {
            start: group.start,
            end: group.end,
            news: self.topics.news(vector),
            topics: topics.into_iter().map(|(_, score)| score).collect(),
            evidence: spans,
            parts: parts(text, group.start, group.end),
            ..Item::default()
        }
    }

    /// The item with its language, or its languages and where each is.
    fn with_languages(&self, item: Item, group: &Group, units: &[Unit]) -> Item {
        let stretches = stretches(&self.language, &group.language, units);
        let ranked = if stretches.is_empty() {
            self.language.ranked(&group.language, &[])
        } else {
            in_proportion(&self.language, &stretches, units)
        };
        let language = listed(ranked);
        let is_chinese = best_language(&language) == CHINESE;
        Item {
            script: group.language.chinese_script().filter(|_| is_chinese).map(str::to_owned),
            language,
            passages: stretches
                .into_iter()
                .map(|Stretch { units: within, language }| Passage {
                    start: units[within.start].start,
                    end: units[within.end - 1].end,
                    language: language.to_owned(),
                })
                .collect(),
            ..item
        }
    }

    /// Only news tells stories.
    fn stories(&self, text: &str, items: &[Item], vectors: &[ItemVector]) -> Vec<crate::report::Story> {
        let gists: Vec<Option<Gist>> = items
            .iter()
            .zip(vectors)
            .map(|(item, vector)| item.is_news().then(|| Gist::new(&text[item.start..item.end], vector)))
            .collect();
        stories(&self.topics.story, &gists)
    }
}
