//! The reader's own topics, learned from a few examples.
//!
//! An example is some dozens of words among all that there are, and linfa takes dense rows. But the weights that a
//! regression with a penalty finds for words are a sum of the examples' own, so all it needs to know of the words is their
//! inner products: the rows of a Cholesky factor have the same, with a column an example instead of a column a word.
//!
//! Every example is learned twice, as it is and without its words. An item in another language shares no word with any
//! example, and few items share many: what the vector alone can tell has to be learned as well.

use std::collections::HashMap;

use ndarray::{Array2, ArrayView1, s};
use rubrica::{Desk, Example, Impression, Rubrica};
use serde::Serialize;

use crate::{Fit, LearnError};

/// For the mean loss of an example. Chosen by quick trials, some of them on labels that `rubrica-desks` reports on.
const PENALTY: f32 = 0.0005;
/// Far more steps than a desk takes.
const STEPS: u64 = 100;
/// Where the gradient is this short, no probability moves by a hundredth any more.
const TOLERANCE: f32 = 1e-4;
/// A penalty leaves scores shy: taken so many times, they are nearer to how often a topic is right.
const EMPHASIS: f32 = 2.0;
/// Added to each example's product with itself, so that the factor exists where two are alike.
const JITTER: f32 = 1e-3;
/// A topic that is as near as this to what stands behind it is that itself: `elections` may be all of politics.
const SAME_TOPIC: f32 = 0.7;
/// The score of an answer that is never given.
const NEVER: f32 = -1e3;
/// So many words are kept, those that count most: a desk of long articles stays a small file.
const MOST_WORDS: usize = 4_000;
/// A desk is judged by learning it from nine tenths of its examples and asking it for the others, ten times.
const FOLDS: usize = 10;

/// What there is to learn a desk from.
#[derive(Clone, Debug, Default)]
pub struct Lesson {
    /// SHA-256 of the model that the impressions are from.
    pub model: String,
    /// The names of the topics.
    pub topics: Vec<String>,
    /// A topic less likely than this will not be given to an item, 0 to 1.
    pub floor: f64,
    /// What is seen of each example, and the index of its topic; `None` for one that belongs to none of them.
    pub examples: Vec<(Option<usize>, Impression)>,
    /// What belongs to no topic, as far as no example says otherwise: `Rubrica::backdrop`.
    pub backdrop: Vec<Impression>,
}

/// How good a desk is on its own examples, each asked of a desk that was learned without it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// How many examples were asked for: all but those that are the only one of their topic, or of none.
    pub examples: usize,
    /// How many of them were given what they are examples of.
    pub right: usize,
    /// The same for each topic, in the desk's order.
    pub topics: Vec<TopicEvaluation>,
}

/// How good a desk is on the examples of one topic.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicEvaluation {
    /// Its name.
    pub topic: String,
    /// How many of its examples were asked for: none, if it has but one.
    pub examples: usize,
    /// How many of these it was given.
    pub right: usize,
    /// How many examples of other topics, or of none, it was given.
    pub wrong: usize,
}

impl Lesson {
    /// The floor of desks for which none is chosen.
    pub const FLOOR: f64 = 0.4;

    /// What `rubrica` sees of those examples. Topics come in the order in which the examples name them.
    pub fn of(rubrica: &Rubrica, examples: &[Example], floor: f64) -> Self {
        let mut lesson =
            Self { model: rubrica.model().sha256.clone(), floor, backdrop: rubrica.backdrop(), ..Self::default() };
        for Example { topic, text } in examples {
            let topic = topic.as_ref().map(|name| {
                lesson.topics.iter().position(|known| known == name).unwrap_or_else(|| {
                    lesson.topics.push(name.clone());
                    lesson.topics.len() - 1
                })
            });
            lesson.examples.push((topic, rubrica.impression(text)));
        }
        lesson
    }

    /// Learns the desk. It holds no texts.
    ///
    /// # Errors
    /// If a topic has no examples, or an example no topic; if linfa cannot solve it.
    pub fn learn(&self) -> Result<Desk, LearnError> {
        let rows = self.rows()?;
        let all: Vec<usize> = (0..rows.len()).collect();
        let learned = Learned::from(&rows, &products(&rows), &all, self.topics.len() + 1)?;
        Ok(learned.desk(self, &rows))
    }

    /// How good the desk is on its own examples: ten times it is learned without a tenth of them, and asked for those.
    ///
    /// # Errors
    /// As [`learn`](Self::learn).
    pub fn evaluate(&self) -> Result<Evaluation, LearnError> {
        let rows = self.rows()?;
        let none = self.topics.len();
        let products = products(&rows);
        let fold = folds(&rows[..self.examples.len()]);
        let mut topics: Vec<TopicEvaluation> = self
            .topics
            .iter()
            .map(|topic| TopicEvaluation { topic: topic.clone(), examples: 0, right: 0, wrong: 0 })
            .collect();
        let (mut examples, mut right) = (0, 0);
        for held_out in 0..FOLDS {
            let asked: Vec<usize> = (0..fold.len()).filter(|row| fold[*row] == Some(held_out)).collect();
            if asked.is_empty() {
                continue;
            }
            let learned_from: Vec<usize> = (0..rows.len()).filter(|row| !asked.contains(row)).collect();
            let learned = Learned::from(&rows, &products, &learned_from, none + 1)?;
            for row in asked {
                let class = rows[row].class;
                let given = learned.answer(rows[row].seen, &products.row(row), self.floor as f32);
                examples += 1;
                right += usize::from(given == class);
                if let Some(topic) = topics.get_mut(class) {
                    topic.examples += 1;
                }
                if let Some(topic) = topics.get_mut(given) {
                    topic.right += usize::from(given == class);
                    topic.wrong += usize::from(given != class);
                }
            }
        }
        Ok(Evaluation { examples, right, topics })
    }

    /// The examples, and behind them the backdrop, as rows of a regression.
    fn rows(&self) -> Result<Vec<Row<'_>>, LearnError> {
        let none = self.topics.len();
        let mut rows = Vec::new();
        for (topic, seen) in &self.examples {
            let class = topic.unwrap_or(none);
            if class > none {
                return Err(LearnError::NoSuchTopic { topic: class, topics: none });
            }
            rows.push(Row { class, seen });
        }
        if let Some(empty) = (0..none).find(|topic| rows.iter().all(|row| row.class != *topic)) {
            return Err(LearnError::NoExamples { topic: self.topics[empty].clone() });
        }
        if none == 0 {
            return Err(LearnError::NoTopics);
        }
        let means: Vec<Vec<f32>> = (0..none).map(|topic| mean(rows.iter().filter(|row| row.class == topic))).collect();
        let is_apart = |seen: &&Impression| means.iter().all(|mean| dot(mean, &seen.vector) < SAME_TOPIC);
        rows.extend(self.backdrop.iter().filter(is_apart).map(|seen| Row { class: none, seen }));
        Ok(rows)
    }
}

struct Row<'l> {
    class: usize,
    seen: &'l Impression,
}

/// The direction that the vectors of rows have on the whole.
fn mean<'r>(rows: impl Iterator<Item = &'r Row<'r>>) -> Vec<f32> {
    let mut vector = Vec::new();
    for row in rows {
        vector.resize(row.seen.vector.len(), 0.0);
        vector.iter_mut().zip(&row.seen.vector).for_each(|(sum, value)| *sum += value);
    }
    let length = dot(&vector, &vector).sqrt().max(f32::MIN_POSITIVE);
    vector.iter_mut().for_each(|value| *value /= length);
    vector
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The inner products of all rows' words with each other.
fn products(rows: &[Row]) -> Array2<f32> {
    let mut products = Array2::zeros((rows.len(), rows.len()));
    for (a, row) in rows.iter().enumerate() {
        for (b, other) in rows[..=a].iter().enumerate() {
            let product = row.seen.words_in_common(other.seen);
            products[[a, b]] = product;
            products[[b, a]] = product;
        }
    }
    products
}

/// In which fold each row is asked for: those of a class go round. None where a class would be left without any.
fn folds(rows: &[Row]) -> Vec<Option<usize>> {
    let mut seen: HashMap<usize, usize> = HashMap::new();
    let place: Vec<usize> = rows
        .iter()
        .map(|row| {
            let count = seen.entry(row.class).or_default();
            *count += 1;
            *count - 1
        })
        .collect();
    // Classes do not all begin with the first fold, which would be the largest then.
    rows.iter().zip(place).map(|(row, place)| (seen[&row.class] > 1).then_some((place + row.class) % FOLDS)).collect()
}

/// What was learned. Each table has a row for every class.
struct Learned {
    /// What each dimension of a vector counts.
    vector: Array2<f32>,
    /// The rows that were learned from.
    from: Vec<usize>,
    /// What the words of each of those rows count.
    words: Array2<f32>,
    bias: Vec<f32>,
}

impl Learned {
    fn from(rows: &[Row], products: &Array2<f32>, from: &[usize], classes: usize) -> Result<Self, LearnError> {
        let dim = rows.first().map_or(0, |row| row.seen.vector.len());
        let factor = factor(products, from);
        let has_words = |row: &usize| !rows[*row].seen.words.is_empty();
        let without_words: Vec<usize> = from.iter().copied().filter(has_words).collect();
        let of: Vec<usize> = from.iter().chain(&without_words).map(|row| rows[*row].class).collect();
        let mut seen = Array2::zeros((of.len(), dim + from.len()));
        for (mut line, row) in seen.rows_mut().into_iter().zip(from.iter().chain(&without_words)) {
            line.slice_mut(s![..dim]).assign(&ArrayView1::from(&rows[*row].seen.vector));
        }
        seen.slice_mut(s![..from.len(), dim..]).assign(&factor);
        // Rows have at most unit length; see `Fit`.
        let longest = seen.rows().into_iter().map(|row| row.dot(&row)).fold(f32::MIN_POSITIVE, f32::max).sqrt();
        let fit = Fit { penalty: PENALTY, steps: STEPS, tolerance: TOLERANCE };
        let head = fit.head(seen / longest, &of)?;
        let scale = EMPHASIS / longest;
        let (mut vector, mut words) = (Array2::zeros((classes, dim)), Array2::zeros((classes, from.len())));
        for class in 0..head.classes() {
            let weights: Vec<f32> = head.row(class).iter().map(|weight| weight * scale).collect();
            vector.row_mut(class).assign(&ArrayView1::from(&weights[..dim]));
            words.row_mut(class).assign(&ArrayView1::from(&solve_transposed(&factor, weights[dim..].to_vec())));
        }
        // A class is not likelier for having more examples.
        let count = |class| of.iter().filter(|known| **known == class).count() as f32;
        let mut bias: Vec<f32> =
            (0..head.classes()).map(|class| EMPHASIS * (head.bias(class) - count(class).ln())).collect();
        // Where there is no backdrop either, nothing is known of what belongs to no topic.
        bias.resize(classes, NEVER);
        Ok(Self { vector, from: from.to_vec(), words, bias })
    }

    /// The score of each class for what is seen of an item, given the products of its words with those of all rows.
    fn scores(&self, seen: &Impression, products: &ArrayView1<f32>) -> Vec<f32> {
        let of_class = |class: usize| {
            let words = self.from.iter().zip(self.words.row(class)).map(|(row, weight)| products[*row] * weight);
            self.bias[class] + self.vector.row(class).dot(&ArrayView1::from(&seen.vector)) + words.sum::<f32>()
        };
        (0..self.bias.len()).map(of_class).collect()
    }

    /// The class of a row as a report has it: the likeliest topic, or none of them below the floor.
    fn answer(&self, seen: &Impression, products: &ArrayView1<f32>, floor: f32) -> usize {
        let none = self.bias.len() - 1;
        let mut scores = self.scores(seen, products);
        rubrica::training::softmax(&mut scores);
        let best = (0..none).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(none);
        if scores[best] >= floor { best } else { none }
    }

    /// The desk that reads vectors and words instead of rows.
    fn desk(&self, lesson: &Lesson, rows: &[Row]) -> Desk {
        let classes = self.bias.len();
        let mut weights: Vec<Vec<f64>> =
            self.vector.rows().into_iter().map(|row| row.iter().map(|weight| f64::from(*weight)).collect()).collect();
        let mut words: HashMap<u32, Vec<f64>> = HashMap::new();
        for (row, counted) in self.from.iter().zip(self.words.columns()) {
            for (word, counts) in &rows[*row].seen.words {
                let sums = words.entry(*word).or_insert_with(|| vec![0.0; classes]);
                for (sum, weight) in sums.iter_mut().zip(counted) {
                    *sum += f64::from(weight * counts);
                }
            }
        }
        let mut words: Vec<(u32, Vec<f64>)> = words.into_iter().collect();
        let most = |sums: &[f64]| sums.iter().fold(0.0_f64, |most, sum| most.max(sum.abs()));
        words.sort_by(|a, b| most(&b.1).total_cmp(&most(&a.1)).then(a.0.cmp(&b.0)));
        words.truncate(MOST_WORDS);
        words.sort_by_key(|word| word.0);
        // More digits would say nothing, and make a larger file.
        let round = |row: &mut Vec<f64>| row.iter_mut().for_each(|value| *value = (*value * 1e4).round() / 1e4);
        weights.iter_mut().for_each(round);
        words.iter_mut().for_each(|(_, row)| round(row));
        let mut bias = self.bias.iter().map(|bias| f64::from(*bias)).collect();
        round(&mut bias);
        Desk {
            format: Desk::FORMAT,
            model: lesson.model.clone(),
            topics: lesson.topics.clone(),
            floor: lesson.floor,
            weights,
            bias,
            words,
            examples: None,
        }
    }
}

/// The Cholesky factor of the products of those rows' words.
fn factor(products: &Array2<f32>, rows: &[usize]) -> Array2<f32> {
    let mut factor = Array2::<f32>::zeros((rows.len(), rows.len()));
    for a in 0..rows.len() {
        for b in 0..=a {
            let known = factor.slice(s![a, ..b]).dot(&factor.slice(s![b, ..b]));
            let rest = products[[rows[a], rows[b]]] - known;
            factor[[a, b]] = if a == b { (rest + JITTER).max(JITTER).sqrt() } else { rest / factor[[b, b]] };
        }
    }
    factor
}

/// Solves `factorᵀ · x = right`.
fn solve_transposed(factor: &Array2<f32>, right: Vec<f32>) -> Vec<f32> {
    let mut x = right;
    for a in (0..x.len()).rev() {
        x[a] /= factor[[a, a]];
        for b in 0..a {
            x[b] -= factor[[a, b]] * x[a];
        }
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two topics that differ in direction and words, and some noise from a small multiplicative generator.
    fn lesson(each: usize) -> Lesson {
        let mut state = 11_u64;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1 << 24) as f32 - 0.5
        };
        let mut seen = |axis: usize, words: Vec<(u32, f32)>| {
            let mut vector: Vec<f32> = (0..4).map(|at| 0.8 * random() + if at == axis { 1.0 } else { 0.0 }).collect();
            let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
            vector.iter_mut().for_each(|value| *value /= length);
            Impression { vector, words }
        };
        Lesson {
            model: "m".into(),
            topics: vec!["chess".into(), "rowing".into()],
            floor: Lesson::FLOOR,
            examples: (0..2 * each as u32)
                .map(|i| (Some(i as usize % 2), seen(i as usize % 2, vec![(i % 2, 0.8), (10 + i, 0.6)])))
                .collect(),
            backdrop: vec![seen(2, vec![]), seen(3, vec![])],
        }
    }

    #[test]
    fn a_desk_of_weights_says_what_the_rows_said() {
        let lesson = lesson(6);
        let rows = lesson.rows().expect("two topics");
        let all: Vec<usize> = (0..rows.len()).collect();
        let products = products(&rows);
        let learned = Learned::from(&rows, &products, &all, 3).expect("two topics");
        let desk = learned.desk(&lesson, &rows);
        for (place, row) in rows.iter().enumerate() {
            let scores = learned.scores(row.seen, &products.row(place));
            for (class, by_rows) in scores.into_iter().enumerate() {
                let by_vector: f64 =
                    desk.weights[class].iter().zip(&row.seen.vector).map(|(w, v)| w * f64::from(*v)).sum();
                let count =
                    |word: u32| row.seen.words.iter().find(|known| known.0 == word).map_or(0.0, |known| known.1);
                let by_words: f64 =
                    desk.words.iter().map(|(word, weights)| f64::from(count(*word)) * weights[class]).sum();
                let by_weights = desk.bias[class] + by_vector + by_words;
                assert!((f64::from(by_rows) - by_weights).abs() < 2e-3, "{by_rows} and {by_weights}");
            }
        }
    }

    #[test]
    fn examples_are_told_apart_that_were_not_learned_from() {
        let evaluation = lesson(10).evaluate().expect("two topics");
        assert_eq!(evaluation.examples, 20);
        assert!(evaluation.right >= 17, "{evaluation:?}");
        assert_eq!(evaluation.topics[0].examples, 10);
        assert_eq!(evaluation.topics.iter().map(|topic| topic.right).sum::<usize>(), evaluation.right);
    }

    #[test]
    fn examples_without_sense_are_not_told_apart() {
        let mut lesson = lesson(10);
        for (index, (topic, _)) in lesson.examples.iter_mut().enumerate() {
            *topic = Some((index / 2) % 2);
        }
        let evaluation = lesson.evaluate().expect("two topics");
        assert!(evaluation.right <= 14, "honest about chance: {evaluation:?}");
    }

    #[test]
    fn a_topic_with_one_example_is_learned_and_not_judged() {
        let mut lesson = lesson(4);
        lesson.examples.truncate(3);
        assert_eq!(lesson.learn().expect("two topics").topics, ["chess", "rowing"]);
        let evaluation = lesson.evaluate().expect("two topics");
        let asked: Vec<usize> = evaluation.topics.iter().map(|topic| topic.examples).collect();
        assert_eq!((evaluation.examples, &asked[..]), (2, &[2, 0][..]));
    }

    #[test]
    fn one_topic_is_told_from_none() {
        let mut lesson = lesson(5);
        lesson.topics.truncate(1);
        lesson.examples.retain(|(topic, _)| *topic == Some(0));
        assert_eq!(lesson.learn().expect("a topic and the backdrop").weights.len(), 2);
    }

    #[test]
    fn without_a_backdrop_the_likeliest_topic_is_given() {
        let lesson = Lesson { backdrop: Vec::new(), floor: 0.0, ..lesson(8) };
        let evaluation = lesson.evaluate().expect("two topics");
        let given: usize = evaluation.topics.iter().map(|topic| topic.right + topic.wrong).sum();
        assert_eq!(given, evaluation.examples);
    }

    #[test]
    fn a_topic_that_is_one_of_the_backdrop_is_not_told_from_itself() {
        let mut lesson = lesson(5);
        let [axis, other] = [vec![1.0, 0.0, 0.0, 0.0], vec![0.0, 0.0, 1.0, 0.0]];
        lesson.backdrop =
            vec![axis, other].into_iter().map(|vector| Impression { vector, words: Vec::new() }).collect();
        let rows = lesson.rows().expect("two topics");
        assert_eq!(rows.len(), lesson.examples.len() + 1);
    }

    #[test]
    fn equal_examples_are_no_trouble() {
        let mut lesson = lesson(5);
        let one = lesson.examples[0].clone();
        lesson.examples.extend(vec![one; 20]);
        let desk = lesson.learn().expect("the factor exists");
        assert!(desk.weights.iter().flatten().all(|weight| weight.is_finite()));
    }

    #[test]
    fn impossible_lessons_are_told() {
        let mut gap = lesson(3);
        gap.topics.push("curling".into());
        assert_eq!(gap.learn().expect_err("no examples").to_string(), "the topic “curling” has no examples");
        assert_eq!(Lesson::default().learn().expect_err("nothing").to_string(), "there are no topics to learn");
        let mut beyond = lesson(3);
        beyond.examples[0].0 = Some(7);
        assert!(beyond.learn().expect_err("no such topic").to_string().contains("topic 7 of 2"));
    }
}
