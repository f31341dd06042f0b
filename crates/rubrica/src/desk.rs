//! The reader's own topics. They are learned elsewhere, from a few examples (`rubrica-learn`); here items are scored.
//!
//! A desk reads two things of an item: its vector, which says in every language what it is about, and the words of its
//! beginning, which know the names that no model has met. Both are summed in one linear score, so its evidence is exact.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::evidence::Scorer as Direction;
use crate::head::{Head, softmax};
use crate::metric::{Meaning, Metric};
use crate::ranking::ranking;
use crate::report::{DeskScore, rounded};
use crate::story::{each_stem, hash};
use crate::token::{Token, first_tokens};
use crate::words::Words;

/// The length of an item's words beside its vector, of unit length: names and jargon are most of what tells the topics of
/// one desk apart. More would let the vector fade, which is all that other languages have.
const WORDS: f32 = 4.0;

/// What an item is about stands in the beginning: so many words, in no more bytes than this.
const MOST_WORDS: usize = 150;
const LONGEST_BEGINNING: usize = 4_000;

/// What a desk sees of an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Impression {
    /// What the item's vector means, of unit length; zeros where nothing can be read.
    pub vector: Vec<f32>,
    /// The hashed stems of the words in its beginning, sorted, each once, with what it counts: the more the rarer it is in
    /// news.
    pub words: Vec<(u32, f32)>,
}

/// The reader's own topics, as they are kept in a file: plain data, checked by `Rubrica::set_desk`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Desk {
    /// Version of this shape: [`Desk::FORMAT`].
    pub format: u32,
    /// SHA-256 of the model whose vectors were learned from, as in a report's `model`.
    pub model: String,
    /// The names of the topics.
    pub topics: Vec<String>,
    /// A topic less likely than this is not given to an item.
    pub floor: f64,
    /// For every topic, and at last for none of them, what each dimension of an item's vector counts.
    pub weights: Vec<Vec<f64>>,
    /// For every topic, and at last for none, the score of an empty item.
    pub bias: Vec<f64>,
    /// Hashed stems, and what each counts for every topic and at last for none.
    pub words: Vec<(u32, Vec<f64>)>,
    /// What was learned from, if the reader keeps it here: then the desk can be changed, and learned again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub examples: Option<Vec<Example>>,
}

/// A text, and the topic that it is an example of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// One of the desk's topics; `None` for a text that belongs to none of them.
    #[serde(default)]
    pub topic: Option<String>,
    /// The text, taken as one item.
    pub text: String,
}

/// Why a desk cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeskError {
    /// What was read is no desk.
    #[error("this is no desk of Rubrica's: {problem}")]
    Malformed {
        /// What is wrong with it.
        problem: String,
    },
    /// The desk was learned from the vectors of another model.
    #[error(
        "the desk was learned with another model ({}…, this one is {}…) and would say nonsense with this one; {}",
        short(desk),
        short(model),
        if *examples { "it holds its examples: learn it again from them" } else {
            "it was kept without its examples: teach it anew, or use the version of Rubrica that made it"
        }
    )]
    OtherModel {
        /// SHA-256 of the model that the desk was learned with.
        desk: String,
        /// SHA-256 of this model.
        model: String,
        /// Whether the desk holds the examples to learn it again from.
        examples: bool,
    },
}

fn short(sha256: &str) -> &str {
    &sha256[..sha256.floor_char_boundary(12)]
}

impl DeskError {
    /// A stable name for programs: `malformed-desk` or `other-model`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "malformed-desk",
            Self::OtherModel { .. } => "other-model",
        }
    }
}

impl Impression {
    pub(crate) fn new(text: &str, meaning: Meaning, words: &Words) -> Self {
        Self { vector: meaning.values, words: stems(text, words) }
    }

    /// The inner product of the words of two items.
    pub fn words_in_common(&self, other: &Self) -> f32 {
        let product = |(stem, counts): &(u32, f32)| {
            let known = other.words.binary_search_by_key(stem, |known| known.0);
            known.map_or(0.0, |place| counts * other.words[place].1)
        };
        self.words.iter().map(product).sum()
    }
}

impl Desk {
    /// The version of the shape that this version of Rubrica reads and writes.
    pub const FORMAT: u32 = 1;
}

/// A desk made ready: its layer, and where to find a word's weights.
#[derive(Debug)]
pub(crate) struct Scorer {
    desk: Desk,
    head: Head,
    places: HashMap<u32, usize>,
}

/// What a desk says of an item, as a report has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Label {
    /// The topics that it is given, best first, without evidence.
    pub desk: Vec<DeskScore>,
    /// How near the two likeliest answers are, 0 to 1.
    pub doubt: f64,
}

/// What a desk says of an item.
pub(crate) struct Verdict {
    /// The topics that it is given, best first, with their indices.
    pub topics: Vec<(usize, DeskScore)>,
    /// How near the two likeliest answers are, 0 to 1.
    pub doubt: f64,
}

impl Scorer {
    /// Checks a desk against the model whose vectors it will read.
    pub fn new(desk: Desk, model: &str, dim: usize) -> Result<Self, DeskError> {
        let malformed = |problem: String| Err(DeskError::Malformed { problem });
        if desk.format != Desk::FORMAT {
            return malformed(format!("its format is {}, this version reads {}", desk.format, Desk::FORMAT));
        }
        if desk.model != model {
            let examples = desk.examples.as_ref().is_some_and(|examples| !examples.is_empty());
            return Err(DeskError::OtherModel { desk: desk.model, model: model.to_owned(), examples });
        }
        let classes = desk.topics.len() + 1;
        let distinct: HashSet<&String> = desk.topics.iter().collect();
        if desk.topics.is_empty() || distinct.len() != desk.topics.len() {
            return malformed("it needs topics, each of its own name".into());
        }
        let has_shape = desk.bias.len() == classes
            && desk.weights.len() == classes
            && desk.weights.iter().all(|row| row.len() == dim)
            && desk.words.iter().all(|(_, row)| row.len() == classes);
        if !has_shape {
            return malformed(format!("its weights do not fit {} topics and {dim} dimensions", desk.topics.len()));
        }
        let numbers =
            || desk.weights.iter().flatten().chain(&desk.bias).chain(desk.words.iter().flat_map(|word| &word.1));
        // As they are used: what is too large for 32 bits is not finite there.
        if !numbers().all(|number| (*number as f32).is_finite()) || !(0.0..=1.0).contains(&desk.floor) {
            return malformed("a number in it is out of bounds".into());
        }
        let weights = desk.weights.iter().flatten().map(|weight| *weight as f32).collect();
        let head = Head::new(dim, weights, desk.bias.iter().map(|bias| *bias as f32).collect());
        let places = desk.words.iter().enumerate().map(|(place, (word, _))| (*word, place)).collect();
        Ok(Self { desk, head, places })
    }

    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    pub fn verdict(&self, item: &Impression) -> Verdict {
        let mut scores = self.head.scores(&item.vector);
        for (word, counts) in &item.words {
            if let Some(place) = self.places.get(word) {
                for (score, weight) in scores.iter_mut().zip(&self.desk.words[*place].1) {
                    *score += counts * *weight as f32;
                }
            }
        }
        let mut probabilities = scores.clone();
        softmax(&mut probabilities);
        let ranked = ranking(probabilities.iter().copied().map(f64::from));
        let doubt = 1.0 - (probabilities[ranked[0]] - probabilities[ranked[1]]);
        let given =
            |class: &usize| *class < self.desk.topics.len() && f64::from(probabilities[*class]) >= self.desk.floor;
        let topics = ranked.into_iter().filter(given).map(|class| {
            let score = DeskScore {
                topic: self.desk.topics[class].clone(),
                confidence: rounded(probabilities[class]),
                score: rounded(scores[class]),
                rest: None,
                evidence: Vec::new(),
            };
            (class, score)
        });
        Verdict { topics: topics.collect(), doubt: rounded(doubt) }
    }

    /// What the dimensions of an item's sum add to the score of one of the topics, and what its words add beside them.
    pub fn shares(&self, topic: usize, item: &Impression, metric: &Metric, factor: f32) -> (Direction, Beside<'_>) {
        let direction = metric.back(self.head.row(topic)).iter().map(|weight| weight * factor).collect();
        let beside = Beside { scorer: self, topic, left: item.words.iter().copied().collect() };
        (Direction { direction, bias: self.head.bias(topic) }, beside)
    }
}

/// What a word of an item adds beside its rows.
pub(crate) struct Beside<'s> {
    scorer: &'s Scorer,
    topic: usize,
    /// What the words count that were not met yet: a word counts once, where it stands first.
    left: HashMap<u32, f32>,
}

impl Beside<'_> {
    /// What the words in a token add.
    pub fn of_token(&mut self, token: &Token, chars: &[char]) -> f32 {
        let mut sum = 0.0;
        each_stem(token, chars, |stem| {
            if let Some(counts) = self.left.remove(&hash(stem))
                && let Some(place) = self.scorer.places.get(&hash(stem))
            {
                sum += counts * self.scorer.desk.words[*place].1[self.topic] as f32;
            }
        });
        sum
    }
}

/// The stems of the words in a text's beginning, sorted and without repetition; their counts are a vector of the length
/// `WORDS`.
fn stems(text: &str, words: &Words) -> Vec<(u32, f32)> {
    let mut stems = Vec::new();
    first_tokens(&text[..text.floor_char_boundary(LONGEST_BEGINNING)], MOST_WORDS, |token, chars| {
        each_stem(&token, chars, |stem| stems.push((hash(stem), words.weight(stem))));
    });
    stems.sort_unstable_by_key(|(stem, _)| *stem);
    stems.dedup_by_key(|(stem, _)| *stem);
    let length = stems.iter().map(|(_, counts)| counts * counts).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    stems.iter_mut().for_each(|(_, counts)| *counts *= WORDS / length);
    stems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desk() -> Desk {
        Desk {
            format: Desk::FORMAT,
            model: "abc".into(),
            topics: vec!["chess".into(), "our region".into()],
            floor: 0.5,
            weights: vec![vec![4.0, 0.0], vec![0.0, 4.0], vec![0.0, 0.0]],
            bias: vec![0.0, 0.0, 1.0],
            words: vec![(7, vec![8.0, 0.0, 0.0])],
            examples: None,
        }
    }

    fn topics(item: &Impression) -> Vec<String> {
        let scorer = Scorer::new(desk(), "abc", 2).expect("a desk of this model");
        scorer.verdict(item).topics.into_iter().map(|(_, score)| score.topic).collect()
    }

    #[test]
    fn items_are_given_topics_by_their_vector_and_their_words() {
        let item =
            |vector: [f32; 2], words: &[(u32, f32)]| Impression { vector: vector.to_vec(), words: words.to_vec() };
        assert_eq!(topics(&item([1.0, 0.0], &[])), ["chess"]);
        assert_eq!(topics(&item([0.0, 1.0], &[])), ["our region"]);
        assert_eq!(topics(&item([0.0, 0.0], &[])), Vec::<String>::new());
        assert_eq!(topics(&item([0.0, 0.0], &[(7, 1.0)])), ["chess"]);
        assert_eq!(topics(&item([0.0, 0.0], &[(7, 0.1)])), Vec::<String>::new(), "a common word counts little");
    }

    #[test]
    fn words_in_common_count_as_much_as_they_do_in_both() {
        let a = Impression { vector: vec![], words: vec![(1, 0.5), (2, 1.0), (4, 2.0)] };
        let b = Impression { vector: vec![], words: vec![(2, 0.5), (3, 1.0), (4, 1.5)] };
        assert!((a.words_in_common(&b) - (0.5 + 3.0)).abs() < 1e-6);
    }

    #[test]
    fn every_way_in_which_a_desk_is_wrong_is_told() {
        let error = |change: fn(&mut Desk)| {
            let mut desk = desk();
            change(&mut desk);
            Scorer::new(desk, "abc", 2).expect_err("not of this shape")
        };
        assert!(error(|desk| desk.format = 9).to_string().contains("its format is 9"));
        assert!(error(|desk| desk.topics[1] = "chess".into()).to_string().contains("of its own name"));
        assert!(error(|desk| desk.topics.clear()).to_string().contains("needs topics"));
        assert!(error(|desk| desk.weights[0].push(1.0)).to_string().contains("do not fit"));
        assert!(error(|desk| desk.words[0].1.clear()).to_string().contains("do not fit"));
        assert!(error(|desk| desk.bias[0] = f64::NAN).to_string().contains("out of bounds"));
        assert!(error(|desk| desk.bias[0] = 1e300).to_string().contains("out of bounds"));
        assert!(error(|desk| desk.floor = 2.0).to_string().contains("out of bounds"));
        let other = error(|desk| desk.model = "0123456789abcdef".into());
        assert_eq!(other.code(), "other-model");
        assert!(other.to_string().contains("0123456789ab…") && other.to_string().contains("without its examples"));
        let kept = error(|desk| {
            desk.model.clear();
            desk.examples = Some(vec![Example::default()]);
        });
        assert!(kept.to_string().contains("learn it again"));
    }
}
