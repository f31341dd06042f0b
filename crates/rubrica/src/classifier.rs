//! The way of one paste, from text to report.

use std::ops::Range;

use crate::desk::{Desk, DeskError, Impression, Label, Scorer, Verdict};
use crate::document::Document;
use crate::evidence::{Shares, evidence, evidence_beside, language_evidence};
use crate::language::{CHINESE, LanguageModel, listed};
use crate::lexicon::{Lexicon, Shelf};
use crate::passages::{Stretch, in_proportion, stretches};
use crate::report::{
    Contrast, DeskScore, Evidence, Item, ModelInfo, Passage, Report, Share, Story, best_language, rounded,
};
use crate::spans::{SpanError, check};
use crate::split::{Group, split, whole};
use crate::story::{Frame, Gist, same, stories};
use crate::taxonomy::{TOPICS, Topic};
use crate::token::{Token, tokens};
use crate::topics::{ItemVector, TopicModel};
use crate::{ModelError, container};

/// An item that is less likely news than this tells no story.
const PERHAPS_NEWS: f64 = 0.1;

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

/// For what an item's words are weighed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Explain {
    /// Nothing.
    Nothing,
    /// The item's best topic.
    #[default]
    Best,
    /// What is asked, of every item.
    Asked(Asked),
}

/// What is asked of every item. By default, the words for its best topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The topics to explain; the item's best, if there are none. They are listed last where they are not among the best.
    pub topics: Vec<&'static Topic>,
    /// Why each of those topics, and not this one.
    pub against: Option<&'static Topic>,
    /// Why it is news, or why it is not.
    pub news: bool,
    /// Why it is in the first of these languages (BCP 47 primary subtags), and not in the second. Items whose letters rule
    /// one of them out have no answer.
    pub languages: Option<[String; 2]>,
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
    desk: Option<Scorer>,
    /// The words of the texts before.
    words: Shelf,
}

impl Rubrica {
    /// A classifier from its two models.
    pub fn new(language: LanguageModel, topics: TopicModel) -> Self {
        let info = ModelInfo {
            name: "rubrica".to_owned(),
            version: topics.version.clone(),
            sha256: container::digest(format!("{}{}", language.sha256, topics.sha256).as_bytes()),
        };
        Self { language, topics, info, desk: None, words: Shelf::default() }
    }

    /// A classifier from the bytes of its two model files.
    ///
    /// # Errors
    /// If either is not a whole model of its part and of this format.
    pub fn from_bytes(language: &[u8], topics: &[u8]) -> Result<Self, ModelError> {
        Ok(Self::new(LanguageModel::from_bytes(language)?, TopicModel::from_bytes(topics)?))
    }

    /// Which models these are.
    pub fn model(&self) -> &ModelInfo {
        &self.info
    }

    /// The reader's own topics, which every report then speaks of; `None` ends that.
    ///
    /// # Errors
    /// If the desk is none, or was learned with another model. What was set before then stays.
    pub fn set_desk(&mut self, desk: Option<Desk>) -> Result<(), DeskError> {
        self.desk = desk.map(|desk| Scorer::new(desk, &self.info.sha256, self.topics.dim())).transpose()?;
        Ok(())
    }

    /// The desk that was set.
    pub fn desk(&self) -> Option<&Desk> {
        self.desk.as_ref().map(Scorer::desk)
    }

    /// What a desk sees of a text, taken as one item: what it is to be taught with.
    pub fn impression(&self, text: &str) -> Impression {
        let mut lexicon = self.lexicon();
        let mut sum = self.topics.nothing();
        tokens(text, |token, chars| lexicon.add_to_topics(&token, chars, &mut sum));
        Impression::new(text, self.topics.meaning(&sum.vector()), &self.topics.words)
    }

    /// What the desk says of an item that it sees so: the same as a report of the item, found without reading it again.
    /// `None` where there is no desk.
    pub fn label(&self, item: &Impression) -> Option<Label> {
        let Verdict { topics, doubt } = self.desk.as_ref()?.verdict(item);
        Some(Label { desk: topics.into_iter().map(|(_, score)| score).collect(), doubt })
    }

    /// Items that belong to no desk unless their like is among its examples: one that is nothing but its topic, for each
    /// of the [`TOPICS`].
    pub fn backdrop(&self) -> Vec<Impression> {
        self.topics.plain_topics().map(|plain| Impression { vector: plain.values, words: Vec::new() }).collect()
    }

    /// Adds what the topic model knows of some scripts, from the bytes of a pack's file, where its own file has none. They
    /// are not looked through for damage where they were `verified`, by comparing them with a hash.
    ///
    /// # Errors
    /// If `bytes` are no whole pack, or one of another model. What was there before then stays.
    pub fn add_pack(&mut self, bytes: &[u8], verified: bool) -> Result<(), ModelError> {
        let _length = self.topics.add_pack(bytes, verified)?;
        // What words were without the pack.
        self.words = Shelf::default();
        Ok(())
    }

    /// The names of the packs that know something of `text` and are not there. Until they are added, their scripts say
    /// nothing of a topic.
    pub fn missing_packs(&self, text: &str) -> impl Iterator<Item = &'static str> {
        self.topics.missing(text)
    }

    /// The language model.
    pub fn language(&self) -> &LanguageModel {
        &self.language
    }

    /// The topic model.
    pub fn topics(&self) -> &TopicModel {
        &self.topics
    }

    /// Classifies every item of a paste.
    pub fn classify(&self, text: &str, options: &Options) -> Report {
        self.classify_parted(text, None, options)
    }

    /// Classifies every item of a text that came with markup, which tells where items part. Offsets count in
    /// [`Document::text`], which the report has too, as its [`Report::text`].
    pub fn classify_document(&self, document: &Document, options: &Options) -> Report {
        let text = document.text();
        Report { text: Some(text.to_owned()), ..self.classify_parted(text, Some(document), options) }
    }

    fn lexicon(&self) -> Lexicon<'_> {
        Lexicon::new(&self.language, &self.topics, &self.words)
    }

    fn classify_parted(&self, text: &str, document: Option<&Document>, options: &Options) -> Report {
        let mut lexicon = self.lexicon();
        let groups = if options.split {
            split(text, document, &mut lexicon)
        } else {
            vec![whole(text, 0, document, &mut lexicon)]
        };
        self.report(text, &groups, &mut lexicon, options)
    }

    /// Classifies the spans of a text that the caller marks off as its items, whatever [`Options::split`] says. The
    /// report has an item for each, with the span's own start and end.
    ///
    /// # Errors
    /// If the spans are empty, not in order and apart, not within the text, or cut a character.
    pub fn classify_items(&self, text: &str, items: &[Range<usize>], options: &Options) -> Result<Report, SpanError> {
        check(text, items)?;
        let mut lexicon = self.lexicon();
        let groups: Vec<Group> = items
            .iter()
            .map(|span| {
                let mut group = whole(&text[span.clone()], span.start, None, &mut lexicon);
                for part in &mut group.parts {
                    part.start += span.start;
                    part.end += span.start;
                }
                Group { start: span.start, end: span.end, ..group }
            })
            .collect();
        Ok(self.report(text, &groups, &mut lexicon, options))
    }

    fn report(&self, text: &str, groups: &[Group], lexicon: &mut Lexicon, options: &Options) -> Report {
        let vectors: Vec<ItemVector> = groups.iter().map(|group| group.sums.topics.vector()).collect();
        let mut items: Vec<Item> = groups
            .iter()
            .zip(&vectors)
            .map(|(group, vector)| self.with_languages(self.item(text, group, vector, lexicon, options), group))
            .collect();
        let stories = self.stories(text, &items, &vectors);
        for (number, story) in stories.iter().enumerate() {
            for item in &story.items {
                items[*item].story = Some(number);
            }
        }
        Report { text: None, items, stories, model: self.info.clone() }
    }

    /// Probability that two texts, each taken as one item, report the same event.
    pub fn same_story(&self, a: &str, b: &str) -> f64 {
        rounded(same(&self.topics.story, &self.gist(a).compare(&self.gist(b))))
    }

    /// What of a text, taken as one item, is compared with others.
    pub(crate) fn gist(&self, text: &str) -> Gist {
        self.topics.gist(text, &self.language.detect(text))
    }

    fn item(&self, text: &str, group: &Group, vector: &ItemVector, lexicon: &mut Lexicon, options: &Options) -> Item {
        let nothing = Asked::default();
        let asked = if let Explain::Asked(asked) = &options.explain { asked } else { &nothing };
        let explained: Vec<usize> = asked.topics.iter().filter_map(|topic| index(topic)).collect();
        let against = asked.against.and_then(index);
        let wanted = |topic: usize| explained.contains(&topic) || against == Some(topic);
        let all = !explained.is_empty() || against.is_some();
        let mut topics = self.topics.topics(vector, if all { TOPICS.len() } else { options.top_k });
        let best = topics.first().map(|(topic, _)| *topic);
        let mut rank = 0;
        topics.retain(|(topic, _)| {
            rank += 1;
            rank <= options.top_k || wanted(*topic)
        });
        let explained = match options.explain {
            Explain::Nothing => Vec::new(),
            _ if explained.is_empty() => best.into_iter().collect(),
            _ => explained,
        };
        let place = (group.start, group.end);
        let mut spans = Vec::new();
        for (index, topic) in topics.iter_mut().filter(|(topic, _)| explained.contains(topic)) {
            let shares = evidence(text, place, lexicon, &self.topics.scorer(vector, *index));
            topic.rest = Some(shares.rest);
            let span = |Share { start, end, weight }| Evidence { start, end, topic: topic.slug.clone(), weight };
            spans.extend(shares.spans.into_iter().map(span));
        }
        spans.sort_by_key(|span| span.start);
        let mut contrasts = Vec::new();
        let mut contrast = |label: &str, against: &str, score: f32, Shares { spans, rest }: Shares| {
            let (label, against) = (label.to_owned(), against.to_owned());
            contrasts.push(Contrast { label, against, score: rounded(score), rest, spans });
        };
        if let Some(against) = against {
            for topic in explained.iter().filter(|topic| **topic != against) {
                let (scorer, score) = self.topics.contrast(vector, *topic, against);
                let shares = evidence(text, place, lexicon, &scorer);
                contrast(TOPICS[*topic].slug, TOPICS[against].slug, score, shares);
            }
        }
        let news = self.topics.news(vector, &text[group.start..group.end]);
        if asked.news {
            let is_news = news >= 0.5;
            let (scorer, score) = self.topics.kind_contrast(vector, &text[group.start..group.end], is_news);
            let shares = evidence(text, place, lexicon, &scorer);
            let (label, against) = if is_news { ("news", "not-news") } else { ("not-news", "news") };
            contrast(label, against, score, shares);
        }
        if let Some([language, against]) = &asked.languages
            && let Some((family, scorer, score)) = self.language.contrast(&group.sums.language, language, against)
        {
            contrast(language, against, score, language_evidence(text, place, &self.language, family, &scorer));
        }
        let (desk, doubt) = match &self.desk {
            Some(scorer) => {
                let (topics, doubt) = at_desk(scorer, text, group, vector, lexicon, options);
                (Some(topics), Some(doubt))
            }
            None => (None, None),
        };
        Item {
            start: group.start,
            end: group.end,
            news,
            topics: topics.into_iter().map(|(_, score)| score).collect(),
            evidence: spans,
            contrasts,
            parts: group.parts.clone(),
            desk,
            doubt,
            ..Item::default()
        }
    }

    /// The item with its language, or its languages and where each is.
    fn with_languages(&self, item: Item, group: &Group) -> Item {
        let (sum, units) = (&group.sums.language, &group.sums.units);
        let stretches = stretches(&self.language, sum, units);
        let ranked = if stretches.is_empty() {
            self.language.ranked(sum, &[])
        } else {
            in_proportion(&self.language, &stretches, units)
        };
        let language = listed(ranked);
        let is_chinese = best_language(&language) == CHINESE;
        Item {
            script: sum.chinese_script().filter(|_| is_chinese).map(str::to_owned),
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

    /// What is surely no news tells no story.
    fn stories(&self, paste: &str, items: &[Item], vectors: &[ItemVector]) -> Vec<Story> {
        let text = |item: usize| &paste[items[item].start..items[item].end];
        let frames = Frame::of_items(paste, items);
        let gists: Vec<Option<Gist>> = items
            .iter()
            .zip(vectors)
            .enumerate()
            .map(|(number, (item, vector))| {
                (item.news >= PERHAPS_NEWS).then(|| {
                    let meaning = self.topics.meaning(vector);
                    Gist::new(text(number), &item.language, meaning, &self.topics.words, &frames[number])
                })
            })
            .collect();
        stories(&self.topics.story, &self.topics.words, &frames, &gists, text)
    }
}

fn index(topic: &Topic) -> Option<usize> {
    TOPICS.iter().position(|known| known == topic)
}

/// The reader's own topics of an item, and how near the desk's two likeliest answers are.
fn at_desk(
    scorer: &Scorer,
    text: &str,
    group: &Group,
    vector: &ItemVector,
    lexicon: &mut Lexicon,
    options: &Options,
) -> (Vec<DeskScore>, f64) {
    let topics = lexicon.topics;
    let meaning = topics.meaning(vector);
    let factor = vector.factor * meaning.factor;
    let impression = Impression::new(&text[group.start..group.end], meaning, &topics.words);
    let Verdict { topics: mut given, doubt } = scorer.verdict(&impression);
    if options.explain != Explain::Nothing
        && let Some((topic, best)) = given.first_mut()
    {
        let (direction, mut beside) = scorer.shares(*topic, &impression, &topics.metric, factor);
        let place = (group.start, group.end);
        let of_token = |token: &Token, chars: &[char]| beside.of_token(token, chars);
        let Shares { spans, rest } = evidence_beside(text, place, lexicon, &direction, of_token);
        let topic = &best.topic;
        let span = |Share { start, end, weight }| Evidence { start, end, topic: topic.clone(), weight };
        best.evidence = spans.into_iter().map(span).collect();
        best.rest = Some(rest);
    }
    (given.into_iter().map(|(_, score)| score).collect(), doubt)
}
