//! What a text is about, and whether it is news.

use crate::ModelError;
use crate::calibration::Temperatures;
use crate::container::{Container, Part};
use crate::evidence::Scorer;
use crate::features::token_features;
use crate::head::{Head, softmax};
use crate::lexicon::Hashes;
use crate::metric::{Meaning, Metric};
use crate::pack::Pack;
use crate::ranking::ranking;
use crate::report::{DetectedLanguage, TopicScore, rounded};
use crate::signs::{SIGNS, signs};
use crate::story::{Frame, Gist, SIGNALS};
use crate::table::{Sum, Table};
use crate::taxonomy::TOPICS;
use crate::token::{Token, tokens};
use crate::words::Words;

/// Tells topics, news and stories.
#[derive(Debug)]
pub struct TopicModel {
    /// One for each pack that is there; the first always is.
    tables: [Option<Table>; Pack::ALL.len()],
    /// SHA-256 of the packs that belong to this model, in their order, the first left out.
    packs: Vec<String>,
    dim: usize,
    head: Head,
    temperatures: Temperatures,
    kind: Head,
    kind_temperatures: Temperatures,
    /// How near items are in meaning.
    pub(crate) metric: Metric,
    pub(crate) story: Head,
    pub(crate) words: Words,
    pub(crate) version: String,
    pub(crate) sha256: String,
}

/// What a stretch of text adds to an item's vector. Sums of stretches are sums of the whole.
#[derive(Clone, Debug)]
pub struct TopicSum {
    sum: Sum,
    pub(crate) tokens: usize,
}

/// The vector of an item, of unit length, and what it took to make it.
#[derive(Clone, Debug)]
pub struct ItemVector {
    pub(crate) values: Vec<f32>,
    /// Number of tokens: the length that temperatures go by.
    tokens: usize,
    /// From the sum of rows to unit length.
    pub(crate) factor: f32,
}

impl TopicModel {
    /// Reads a model file.
    ///
    /// # Errors
    /// If `bytes` are no whole topic model of this format.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Self::of(bytes, false)
    }

    /// The same for bytes that the caller has compared with a hash already: their damage is not looked for again.
    ///
    /// # Errors
    /// As those of [`from_bytes`](Self::from_bytes).
    pub fn from_verified_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Self::of(bytes, true)
    }

    fn of(bytes: &[u8], verified: bool) -> Result<Self, ModelError> {
        let base = Container::open(bytes, Part::Topics, verified)?;
        let mut rest = &bytes[base.length..];
        let mut model = Self::base(base)?;
        while !rest.is_empty() {
            rest = &rest[model.add_pack(rest, verified)?..];
        }
        Ok(model)
    }

    /// The model without packs.
    fn base(container: Container) -> Result<Self, ModelError> {
        let table = Table::read(container.section("table")?)?;
        let mut section = container.section("packs")?;
        let packs = section.lines()?;
        if packs.len() != Pack::ALL.len() - 1 {
            return Err(section.malformed("it does not name a pack for each group of letters but the first"));
        }
        let head = |name, dim, classes| {
            let mut section = container.section(name)?;
            let head = Head::read(&mut section, dim)?;
            if head.classes() != classes {
                return Err(section.malformed(&format!("it has {} classes, not {classes}", head.classes())));
            }
            section.finish().map(|()| head)
        };
        Ok(Self {
            head: head("topics", table.dim(), TOPICS.len())?,
            temperatures: Temperatures::read(container.section("heat")?)?,
            kind: head("kind", table.dim() + SIGNS, 2)?,
            kind_temperatures: Temperatures::read(container.section("kindheat")?)?,
            metric: Metric::read(container.section("metric")?, table.dim())?,
            story: head("story", SIGNALS, 2)?,
            words: Words::read(container.section("words")?)?,
            version: container.section("version")?.lines()?.concat(),
            packs,
            sha256: container.sha256,
            dim: table.dim(),
            tables: [Some(table), None, None, None, None, None, None],
        })
    }

    /// Adds a pack, which stands first in `bytes`: what the model knows of some scripts. Returns the length of its file.
    ///
    /// # Errors
    /// If `bytes` begin with no whole pack, or with one of another model.
    pub(crate) fn add_pack(&mut self, bytes: &[u8], verified: bool) -> Result<usize, ModelError> {
        let container = Container::open(bytes, Part::Pack, verified)?;
        let pack = self.packs.iter().position(|digest| *digest == container.sha256);
        let pack = pack.ok_or_else(|| ModelError::OtherRelease { sha256: container.sha256.clone() })?;
        let section = container.section("table")?;
        let table = Table::read(section)?;
        if table.dim() != self.dim {
            return Err(section.malformed("its rows are not as long as those of the model"));
        }
        self.tables[pack + 1] = Some(table);
        Ok(container.length)
    }

    /// The names of the packs that know something of `text` and are not there.
    pub(crate) fn missing(&self, text: &str) -> impl Iterator<Item = &'static str> {
        let wanted = Pack::all_in(text);
        Pack::ALL
            .into_iter()
            .filter(move |pack| wanted[*pack as usize] && self.tables[*pack as usize].is_none())
            .map(Pack::name)
    }

    /// The sum of an empty text.
    pub(crate) fn nothing(&self) -> TopicSum {
        TopicSum { sum: Sum::of(self.dim), tokens: 0 }
    }

    /// Length of a row.
    pub(crate) fn dim(&self) -> usize {
        self.dim
    }

    /// The table with the features of a token, if it is there.
    pub(crate) fn table(&self, token: &Token, chars: &[char]) -> Option<&Table> {
        self.tables[Pack::of(token.script, chars) as usize].as_ref()
    }

    /// The scores of a text, taken as one item, before the temperatures: of the topics, of not-news and news; and its
    /// number of tokens. What calibration needs.
    pub(crate) fn uncalibrated(&self, text: &str) -> (Vec<f32>, Vec<f32>, usize) {
        let vector = self.read(text).vector();
        (self.head.scores(&vector.values), self.kind.scores(&with_signs(&vector, text)), vector.tokens)
    }

    /// What an item that is of one topic and nothing else would mean, for every topic.
    pub(crate) fn plain_topics(&self) -> impl Iterator<Item = Meaning> {
        (0..TOPICS.len()).map(|topic| self.metric.meaning(self.head.row(topic)))
    }

    /// What an item's vector means, as splitting, stories and desks see it.
    pub(crate) fn meaning(&self, vector: &ItemVector) -> Meaning {
        self.metric.meaning(&vector.values)
    }

    /// What of a text in such a language, taken as one item, is compared with others.
    pub(crate) fn gist(&self, text: &str, languages: &[DetectedLanguage]) -> Gist {
        Gist::new(text, languages, self.meaning_of(text), &self.words, &Frame::of(text))
    }

    pub(crate) fn vector(&self, text: &str) -> Vec<f32> {
        self.read(text).sum.unit()
    }

    /// What a text means, taken as one item.
    pub(crate) fn meaning_of(&self, text: &str) -> Meaning {
        self.meaning(&self.read(text).vector())
    }

    fn read(&self, text: &str) -> TopicSum {
        let mut sum = self.nothing();
        let mut rows = vec![0; self.dim()];
        tokens(text, |token, chars| {
            let mut hashes = Hashes::default();
            token_features(&token, chars, |feature| hashes.push_if(feature.topics, feature.hash));
            rows.fill(0);
            if let Some(table) = self.table(&token, chars) {
                table.add(hashes.all(), &mut rows);
            }
            sum.add_rows(&rows);
            sum.tokens += 1;
        });
        sum
    }

    /// The likeliest `top_k` topics, best first, and the index of each in [`TOPICS`].
    pub(crate) fn topics(&self, vector: &ItemVector, top_k: usize) -> Vec<(usize, TopicScore)> {
        let temperature = self.temperature(vector);
        let scores: Vec<f32> = self.head.scores(&vector.values).iter().map(|score| score / temperature).collect();
        let mut probabilities = scores.clone();
        softmax(&mut probabilities);
        let mut ranked = ranking(probabilities.iter().copied().map(f64::from));
        ranked.truncate(top_k);
        let score = |topic: usize| TopicScore {
            id: TOPICS[topic].id.to_owned(),
            slug: TOPICS[topic].slug.to_owned(),
            confidence: rounded(probabilities[topic]),
            score: rounded(scores[topic]),
            rest: None,
        };
        ranked.into_iter().map(|topic| (topic, score(topic))).collect()
    }

    /// Probability that the item, which is `text`, is news. Where nothing can be read, nothing is reported.
    pub(crate) fn news(&self, vector: &ItemVector, text: &str) -> f64 {
        if vector.tokens == 0 {
            return 0.0;
        }
        let temperature = self.kind_temperatures.at(vector.tokens);
        let mut scores: Vec<f32> =
            self.kind.scores(&with_signs(vector, text)).iter().map(|s| s / temperature).collect();
        softmax(&mut scores);
        rounded(scores[1])
    }

    /// How the score of a topic is made.
    pub(crate) fn scorer(&self, vector: &ItemVector, topic: usize) -> Scorer {
        let temperature = self.temperature(vector);
        let scale = vector.factor / temperature;
        let direction = self.head.row(topic).iter().map(|weight| weight * scale).collect();
        Scorer { direction, bias: self.head.bias(topic) / temperature }
    }

    /// How the score of a topic less that of another is made, and that difference.
    pub(crate) fn contrast(&self, vector: &ItemVector, topic: usize, against: usize) -> (Scorer, f32) {
        self.head.contrast((topic, against), &vector.values, self.dim, vector.factor, self.temperature(vector))
    }

    /// The same of being news (or not) and of not being it. What the signs of the `text` say is no word's share.
    pub(crate) fn kind_contrast(&self, vector: &ItemVector, text: &str, is_news: bool) -> (Scorer, f32) {
        let classes = (usize::from(is_news), usize::from(!is_news));
        let temperature = self.kind_temperatures.at(vector.tokens);
        self.kind.contrast(classes, &with_signs(vector, text), self.dim, vector.factor, temperature)
    }

    fn temperature(&self, vector: &ItemVector) -> f32 {
        self.temperatures.at(vector.tokens)
    }
}

/// What tells news from what is not.
fn with_signs(vector: &ItemVector, text: &str) -> Vec<f32> {
    [&vector.values[..], &signs(text)].concat()
}

impl TopicSum {
    /// Adds the sum of a token's rows.
    pub(crate) fn add_rows(&mut self, rows: &[i16]) {
        self.sum.add(rows);
    }

    /// Joins two stretches.
    pub(crate) fn join(&mut self, other: &Self) {
        self.sum.join(&other.sum);
        self.tokens += other.tokens;
    }

    pub(crate) fn vector(&self) -> ItemVector {
        ItemVector { values: self.sum.unit(), tokens: self.tokens, factor: self.sum.factor() as f32 }
    }
}
