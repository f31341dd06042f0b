//! How good desks are: the reader's own topics, learned from a few examples, on fine labels of the corpora.
//!
//! Four readers of a text are compared, each with the same regression by linfa on top: what a desk sees, its vector alone,
//! TF-IDF of words and word pairs fitted on the same examples, and the teacher's vector. Other learners of linfa are
//! compared with the regression on what a desk sees.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use ndarray::Array2;
use rubrica::training::tokens;
use rubrica::{Desk, Impression, Rubrica};
use rubrica_learn::{LearnError, Lesson, Other, OtherError};

use crate::TrainError;
use crate::corpus::{Row, rows, topic_files};
use crate::teacher::text_directions;
use crate::topics::beginning;

/// Topics of a desk, and how many desks a figure is the mean of.
const TOPICS: usize = 10;
/// Rows of a topic that a desk is asked for, at most.
const ASKED: usize = 50;
/// Topics with fewer rows left to be asked for are not drawn.
const LEAST_ASKED: usize = 20;
/// Topics of the desks that are asked for strangers too.
const OWN: usize = 4;
/// Texts are cut as the teacher's were.
const LONGEST: usize = 240;

/// What reads a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// What a desk sees: the vector and the words.
    Desk,
    /// The vector alone.
    Vector,
    /// TF-IDF of words and word pairs, with the frequencies of the examples.
    TfIdf,
    /// The teacher's vector.
    Teacher,
}

/// A labelled text, read by all that can.
struct Text {
    label: String,
    seen: Impression,
    terms: HashMap<String, f32>,
    teacher: Option<Impression>,
}

/// The texts of a source, for desks of its labels.
pub struct Pool {
    texts: Vec<Text>,
}

impl Pool {
    /// The rows of `source`; those alone that the data folder has the teacher's vectors of, if `taught`.
    ///
    /// # Errors
    /// If the data cannot be read.
    pub fn read(data: &Path, rubrica: &Rubrica, source: &str, taught: bool) -> Result<Self, TrainError> {
        let mut all = Vec::new();
        for file in topic_files(data, "train")? {
            all.extend(rows(&file)?.into_iter().filter(|row| row.source == source));
        }
        let languages: HashMap<&str, &str> = all.iter().map(|row| (row.id.as_str(), row.lang.as_str())).collect();
        let directions = if taught { text_directions(data, None, &languages)? } else { HashMap::new() };
        let read = |row: &Row| {
            let direction = directions.get(&row.id);
            if taught && direction.is_none() {
                return None;
            }
            let text = beginning(row, LONGEST);
            Some(Text {
                label: row.label.clone()?,
                seen: rubrica.impression(&text),
                terms: terms(&text),
                teacher: direction.map(|direction| Impression { vector: direction.to_vec(), words: Vec::new() }),
            })
        };
        Ok(Self { texts: all.iter().filter_map(read).collect() })
    }

    /// The mean macro F1 of `draws` desks of ten random topics (all, if there are fewer) with so many examples each.
    /// `None` if fewer than two labels have rows enough.
    ///
    /// # Errors
    /// If a desk cannot be learned.
    pub fn macro_f1(&self, reader: Reader, examples: usize, draws: u64) -> Result<Option<f64>, LearnError> {
        self.mean_of_draws(examples, draws, |classes, learned, asked| answers(classes, learned, asked, reader))
    }

    /// As [`macro_f1`](Self::macro_f1) of what a desk sees, learned by another learner.
    ///
    /// # Errors
    /// If it cannot learn.
    pub fn macro_f1_of(&self, learner: Other, examples: usize, draws: u64) -> Result<Option<f64>, OtherError> {
        self.mean_of_draws(examples, draws, |_, learned, asked| {
            let mut words: Vec<u32> =
                learned.iter().flat_map(|(_, text)| text.seen.words.iter().map(|(word, _)| *word)).collect();
            words.sort_unstable();
            words.dedup();
            let classes: Vec<usize> = learned.iter().map(|(class, _)| *class).collect();
            learner.answers(&dense(learned, &words), &classes, &dense(asked, &words))
        })
    }

    /// The mean macro F1 of what `answers` gives: it is called with the number of classes, the examples and the texts
    /// that are asked for.
    fn mean_of_draws<E>(
        &self,
        examples: usize,
        draws: u64,
        answers: impl Fn(usize, &[(usize, &Text)], &[(usize, &Text)]) -> Result<Vec<usize>, E>,
    ) -> Result<Option<f64>, E> {
        let mut labels: BTreeMap<&str, Vec<&Text>> = BTreeMap::new();
        for text in &self.texts {
            labels.entry(&text.label).or_default().push(text);
        }
        labels.retain(|_, texts| texts.len() >= examples + LEAST_ASKED);
        if labels.len() < 2 {
            return Ok(None);
        }
        let mut sum = 0.0;
        for draw in 0..draws {
            // The same draws for every reader.
            let mut random = fastrand::Rng::with_seed(draw);
            let mut names: Vec<&str> = labels.keys().copied().collect();
            random.shuffle(&mut names);
            names.truncate(TOPICS);
            let (mut learned, mut asked) = (Vec::new(), Vec::new());
            for (class, name) in names.iter().enumerate() {
                let mut texts = labels[name].clone();
                random.shuffle(&mut texts);
                learned.extend(texts[..examples].iter().map(|text| (class, *text)));
                asked.extend(texts[examples..].iter().take(ASKED).map(|text| (class, *text)));
            }
            sum += f1(names.len(), &asked, &answers(names.len(), &learned, &asked)?);
        }
        Ok(Some(sum / draws as f64))
    }
}

/// A sentence of a parallel corpus, in the language of the examples and in the one that is asked for.
struct Sentence {
    label: String,
    learned: Impression,
    asked: Impression,
}

/// The sentences of SIB-200 that are there in both languages.
fn sentences(
    data: &Path,
    rubrica: &Rubrica,
    (learned, asked): (&str, &str),
) -> Result<BTreeMap<String, Sentence>, TrainError> {
    let mut known: BTreeMap<String, HashMap<String, (String, Impression)>> = BTreeMap::new();
    for file in topic_files(data, "train")? {
        let wanted = |row: &Row| row.source == "sib200" && (row.lang == learned || row.lang == asked);
        for row in rows(&file)?.into_iter().filter(wanted) {
            let (Some(label), Some(index)) = (row.label.clone(), row.id.rsplit(':').next()) else { continue };
            let seen = rubrica.impression(&beginning(&row, LONGEST));
            known.entry(index.to_owned()).or_default().insert(row.lang, (label, seen));
        }
    }
    let in_both = |(index, languages): (String, HashMap<String, (String, Impression)>)| {
        let (label, learned) = languages.get(learned)?.clone();
        let asked = languages.get(asked)?.1.clone();
        Some((index, Sentence { label, learned, asked }))
    };
    Ok(known.into_iter().filter_map(in_both).collect())
}

fn labels(sentences: &BTreeMap<String, Sentence>) -> Vec<String> {
    let mut labels: Vec<String> = sentences.values().map(|sentence| sentence.label.clone()).collect();
    labels.sort_unstable();
    labels.dedup();
    labels
}

/// What a desk learns from and what it is asked for, each with its topic among the desk's.
struct Draw<'s> {
    learned: Vec<(Option<usize>, Impression)>,
    asked: Vec<(Option<usize>, &'s Impression)>,
}

/// Examples for each of those topics, in random order, and all other sentences.
fn drawn<'s>(
    sentences: &'s BTreeMap<String, Sentence>,
    topics: &[String],
    examples: usize,
    random: &mut fastrand::Rng,
) -> Draw<'s> {
    let mut order: Vec<&Sentence> = sentences.values().collect();
    random.shuffle(&mut order);
    let mut counts = vec![0; topics.len()];
    let mut draw = Draw { learned: Vec::new(), asked: Vec::new() };
    for sentence in order {
        let topic = topics.iter().position(|label| *label == sentence.label);
        match topic {
            Some(class) if counts[class] < examples => {
                counts[class] += 1;
                draw.learned.push((topic, sentence.learned.clone()));
            }
            _ => draw.asked.push((topic, &sentence.asked)),
        }
    }
    draw
}

/// Accuracy on SIB-200 in the second language of desks that learned from `examples` a topic in the first, mean of `draws`. The
/// corpus is parallel: no sentence is asked for that was learned from in any language.
///
/// # Errors
/// If the data cannot be read, or a desk cannot be learned.
pub fn across_languages(
    data: &Path,
    rubrica: &Rubrica,
    languages: (&str, &str),
    examples: usize,
    draws: u64,
) -> Result<f64, TrainError> {
    let sentences = sentences(data, rubrica, languages)?;
    let labels = labels(&sentences);
    let (mut right, mut all) = (0, 0);
    for draw in 0..draws {
        let Draw { learned, asked } = drawn(&sentences, &labels, examples, &mut fastrand::Rng::with_seed(draw));
        let desk = learn(labels.len(), learned).map_err(TrainError::learn("desk"))?;
        all += asked.len();
        right += asked.iter().filter(|(topic, seen)| Some(answer(&desk, seen)) == *topic).count();
    }
    Ok(f64::from(right as u32) / f64::from(all as u32))
}

/// What readers see of a desk: it has a floor, and most of a paste is about none of its topics.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    /// The share of the desk's own texts that are given their topic.
    pub own: f64,
    /// The share of other texts that are given any of its topics.
    pub strangers: f64,
}

/// What desks of four random topics of the seven of SIB-200 give, with the floor of desks for which none is chosen. They
/// learned from `examples` a topic in the first language and are asked in the second; mean of `draws`.
///
/// # Errors
/// If the data cannot be read, or a desk cannot be learned.
pub fn given(
    data: &Path,
    rubrica: &mut Rubrica,
    languages: (&str, &str),
    examples: usize,
    draws: u64,
) -> Result<Given, TrainError> {
    let sentences = sentences(data, rubrica, languages)?;
    let mut labels = labels(&sentences);
    let (mut own, mut strangers) = ((0, 0), (0, 0));
    for draw in 0..draws {
        let mut random = fastrand::Rng::with_seed(draw);
        random.shuffle(&mut labels);
        let topics = &labels[..OWN];
        let Draw { learned, asked } = drawn(&sentences, topics, examples, &mut random);
        let lesson = Lesson {
            model: rubrica.model().sha256.clone(),
            topics: topics.to_vec(),
            floor: Lesson::FLOOR,
            examples: learned,
            backdrop: rubrica.backdrop(),
        };
        let desk = lesson.learn().map_err(TrainError::learn("desk"))?;
        rubrica.set_desk(Some(desk)).map_err(|error| TrainError::Data(error.to_string()))?;
        for (topic, seen) in asked {
            let best = rubrica.label(seen).and_then(|label| label.desk.into_iter().next());
            let (some, all) = if topic.is_some() { &mut own } else { &mut strangers };
            *all += 1;
            *some += match topic {
                Some(topic) => u32::from(best.is_some_and(|best| best.topic == topics[topic])),
                None => u32::from(best.is_some()),
            };
        }
    }
    let share = |(some, all): (u32, u32)| f64::from(some) / f64::from(all);
    Ok(Given { own: share(own), strangers: share(strangers) })
}

/// What the regression answers after it has learned.
fn answers(
    classes: usize,
    learned: &[(usize, &Text)],
    asked: &[(usize, &Text)],
    reader: Reader,
) -> Result<Vec<usize>, LearnError> {
    let frequencies = Frequencies::of(learned.iter().map(|(_, text)| *text));
    let see = |text: &Text| match reader {
        Reader::Desk => text.seen.clone(),
        Reader::Vector => Impression { words: Vec::new(), ..text.seen.clone() },
        Reader::TfIdf => frequencies.weighted(text),
        Reader::Teacher => text.teacher.clone().unwrap_or_default(),
    };
    let desk = learn(classes, learned.iter().map(|(class, text)| (Some(*class), see(text))).collect())?;
    Ok(asked.iter().map(|(_, text)| answer(&desk, &see(text))).collect())
}

/// The mean F1 of the classes.
fn f1(classes: usize, asked: &[(usize, &Text)], answers: &[usize]) -> f64 {
    let (mut right, mut given, mut there) = (vec![0.0; classes], vec![0.0; classes], vec![0.0; classes]);
    for ((class, _), answered) in asked.iter().zip(answers) {
        there[*class] += 1.0;
        given[*answered] += 1.0;
        right[*class] += f64::from(u8::from(answered == class));
    }
    (0..classes).map(|class| 2.0 * right[class] / (given[class] + there[class])).sum::<f64>() / classes as f64
}

/// What a desk sees of texts, as rows: the vector, and a column for each of these words.
fn dense(texts: &[(usize, &Text)], words: &[u32]) -> Array2<f32> {
    let dim = texts.first().map_or(0, |(_, text)| text.seen.vector.len());
    let mut rows = Array2::zeros((texts.len(), dim + words.len()));
    for ((_, text), mut row) in texts.iter().zip(rows.rows_mut()) {
        row.iter_mut().zip(&text.seen.vector).for_each(|(value, seen)| *value = *seen);
        for (word, counts) in &text.seen.words {
            if let Ok(place) = words.binary_search(word) {
                row[dim + place] = *counts;
            }
        }
    }
    rows
}

fn learn(classes: usize, examples: Vec<(Option<usize>, Impression)>) -> Result<Desk, LearnError> {
    let topics = (0..classes).map(|class| class.to_string()).collect();
    // Without a backdrop: no row is asked for that belongs to none of the topics.
    Lesson { topics, examples, ..Lesson::default() }.learn()
}

/// The likeliest topic.
fn answer(desk: &Desk, seen: &Impression) -> usize {
    let mut scores = desk.bias.clone();
    for (score, weights) in scores.iter_mut().zip(&desk.weights) {
        *score += weights.iter().zip(&seen.vector).map(|(weight, value)| weight * f64::from(*value)).sum::<f64>();
    }
    for (word, counts) in &seen.words {
        if let Ok(place) = desk.words.binary_search_by_key(word, |known| known.0) {
            let counts = f64::from(*counts);
            scores.iter_mut().zip(&desk.words[place].1).for_each(|(score, weight)| *score += counts * weight);
        }
    }
    (0..desk.topics.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0)
}

/// How often each word and word pair stands in a text.
fn terms(text: &str) -> HashMap<String, f32> {
    let mut terms = HashMap::new();
    let mut previous = String::new();
    tokens(text, |_, chars| {
        let word: String = chars.iter().collect();
        *terms.entry(format!("{previous} {word}")).or_insert(0.0) += 1.0;
        *terms.entry(word.clone()).or_insert(0.0) += 1.0;
        previous = word;
    });
    terms
}

/// The terms of the examples: a column each, and how rare they are.
struct Frequencies<'t> {
    columns: HashMap<&'t str, (usize, f32)>,
}

impl<'t> Frequencies<'t> {
    fn of(texts: impl Iterator<Item = &'t Text>) -> Self {
        let mut counts: BTreeMap<&str, f32> = BTreeMap::new();
        let mut all = 0.0_f32;
        for text in texts {
            all += 1.0;
            text.terms.keys().for_each(|term| *counts.entry(term).or_insert(0.0) += 1.0);
        }
        let rarity = |count: f32| ((1.0 + all) / (1.0 + count)).ln() + 1.0;
        let columns = counts.into_iter().enumerate().map(|(column, (term, n))| (term, (column, rarity(n))));
        Self { columns: columns.collect() }
    }

    fn weighted(&self, text: &Text) -> Impression {
        let mut vector = vec![0.0; self.columns.len()];
        for (term, count) in &text.terms {
            if let Some((column, rarity)) = self.columns.get(term.as_str()) {
                vector[*column] = (1.0 + count.ln()) * rarity;
            }
        }
        let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        vector.iter_mut().for_each(|value| *value /= length);
        Impression { vector, words: Vec::new() }
    }
}
