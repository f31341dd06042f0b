//! Trains the topic model.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rubrica::training::{
    Container, Head, Metric, Pack, Part, SIGNALS, SIGNS, Table, Temperatures, signs, softmax, topic_scores,
    topic_vector, write,
};
use rubrica::{TOPICS, TopicModel};
use rubrica_learn::Fit;

use crate::TrainError;
use crate::bitext::share_directions;
use crate::calibrate::{Scored, temperatures};
use crate::checkpoint::{Keeper, Place, Unfinished};
use crate::command::read_file;
use crate::corpus::{Row, rows, topic_files};
use crate::draw::Weighted;
use crate::features::topic_features;
use crate::glossary::Glossary;
use crate::made::{self, made};
use crate::metric::metric;
use crate::network::{BATCH, Course, Example, Layer, Network, Target, Want, matrix, unit};
use crate::progress::Progress;
use crate::stories;
use crate::teacher::{ADDED, Direction, sentences_read, text_directions, word_directions};

/// How the topic model is trained.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Size and course.
    pub course: Course,
    /// Examples that linfa fits the heads on.
    pub head_examples: usize,
    /// Shares of the examples: the teacher's words, the teacher's texts, parallel sentences, labelled rows translated word by
    /// word; labelled rows as they are are the rest.
    pub shares: [f32; 4],
    /// What a label counts, a direction of the teacher counting one.
    pub label_weight: f32,
    /// This share of a text's words is left out each time it is learned from, so that no text is known by one word of it.
    pub left_out: f32,
    /// The teacher's vectors of texts that the data folder has none of.
    pub added: PathBuf,
    /// Sources that are not trained on: for honest estimates only.
    pub hold_out: Vec<String>,
    /// A finished model file, whose table is taken as it is: only the heads and the temperatures are made.
    pub finished: Option<PathBuf>,
    /// Seed of everything random.
    pub seed: u64,
    /// Where the vectors are kept while they are learned, so that a training that is cut off goes on.
    pub unfinished: Option<Unfinished>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            course: Course {
                // For each pack. The first and that of Cyrillic are most of a first paste in English and Russian, whose bytes are
                // counted; who reads what is written otherwise loads one pack more. Of Arabic, CJK, Indic and other scripts these
                // are all features that are seen twice.
                rows: vec![300_000, 200_000, 150_000, 200_000, 300_000, 240_000, 240_000],
                own_rows: Some(vec![18_000, 14_000, 11_000, 14_000, 18_000, 15_000, 15_000]),
                spare: 0.1,
                dim: 80,
                bits: 1,
                examples: 24_000_000,
                rate: 0.1,
                lasso: 0.0,
                pruned_after: 0.25,
                rounded_after: 0.5,
                shipped_every: 8,
            },
            head_examples: 400_000,
            shares: [0.1, 0.16, 0.06, 0.25],
            label_weight: 0.5,
            left_out: 0.3,
            added: ADDED.into(),
            hold_out: Vec::new(),
            finished: None,
            seed: 2,
            unfinished: None,
        }
    }
}

/// A source's own labels are a lesson if there are at least two with this many rows.
const LESSON_ROWS: usize = 100;
/// The heads see so many times the disasters that there are.
const DISASTERS: f64 = 4.0;
/// Whether a text is news is learned from few examples, which count this much more than a topic.
const KIND_WEIGHT: f32 = 2.0;
/// How often texts that are made up, and sentences that people say to each other, are drawn beside a source of their size: for
/// the vectors, and for the heads.
const MADE: [f64; 2] = [1.0, 0.2];
/// What is not news is drawn at least this share as often as the news of its language, where it is made up: some have much
/// news. For the vectors, and for the heads.
const LEAST_NOT_NEWS: [f64; 2] = [0.5, 0.2];
/// Layers: the teacher's direction, the 17 topics, news or not; then one a source.
const TEACHER: usize = 0;
const TOPIC: usize = 1;
const KIND: usize = 2;

/// What labelled rows are drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lesson {
    Vectors,
    Heads,
}

/// The rows of the training folder, and what is known of them.
pub struct Lessons {
    rows: Vec<Row>,
    /// The teacher's direction of a row.
    directions: HashMap<usize, Direction>,
    /// Of a row that has no label, the teacher's scores of the topics.
    opinions: HashMap<usize, Vec<f32>>,
    /// Rows of parallel sentences with the direction that all languages share.
    parallel: Vec<(usize, Direction)>,
    /// Words, with their languages.
    words: Vec<(String, String, Direction)>,
    /// If there are labelled rows that it can translate.
    glossary: Option<Glossary>,
    /// For each lesson, labelled rows in groups of one source, language and topic.
    labelled: [Vec<Vec<usize>>; 2],
    /// For each lesson, how often each group is drawn.
    weights: [Weighted; 2],
    /// Layer and class of a source's label.
    own_labels: HashMap<(String, String), (usize, usize)>,
    /// Number of classes of each source's layer.
    own_classes: Vec<usize>,
    taught: Vec<usize>,
}

impl Lessons {
    /// Reads all that there is to learn from.
    ///
    /// # Errors
    /// If the data cannot be read.
    pub fn read(data: &Path, plan: &Plan, random: &mut fastrand::Rng) -> Result<Self, TrainError> {
        let mut all = Vec::new();
        for file in topic_files(data, "train")? {
            all.extend(rows(&file)?);
        }
        all.retain(|row| !plan.hold_out.contains(&row.source) && !is_kept_for_kind(row));
        all.extend(made(random));
        all.extend(sentences_read(data, &plan.added)?);
        let languages: HashMap<&str, &str> = all.iter().map(|row| (row.id.as_str(), row.lang.as_str())).collect();
        let by_id = text_directions(data, Some(&plan.added), &languages)?;
        let mut directions: HashMap<usize, Direction> =
            all.iter().enumerate().filter_map(|(i, row)| Some((i, by_id.get(&row.id)?.clone()))).collect();
        share_directions(&all, &mut directions);
        let teacher = teacher_head(&all, &directions)?;
        let opinions = label_rows(&mut all, &directions, &teacher);
        eprintln!("topics: the teacher labels {} rows", opinions.len());
        let words = word_directions(data, &plan.added)?;
        let mut taught: Vec<usize> = directions.keys().copied().filter(|row| !is_for_heads(&all[*row])).collect();
        taught.sort_unstable();
        let (labelled, weights) = groups(&all);
        let is_read = |glossary: &Glossary| labelled[0].iter().any(|group| glossary.reads(&all[group[0]].lang));
        let glossary = Some(Glossary::new(&words)).filter(is_read);
        let (own_labels, own_classes) = own_labels(&all);
        Ok(Self {
            parallel: parallel(&all, &directions),
            rows: all,
            directions,
            opinions,
            words,
            glossary,
            labelled,
            weights,
            own_labels,
            own_classes,
            taught,
        })
    }

    /// Texts that the teacher has read, evenly among all.
    fn for_metric(&self) -> Vec<(String, &Direction)> {
        let every = self.taught.len().div_ceil(MOST_FOR_METRIC).max(1);
        let some = self.taught.iter().step_by(every);
        some.map(|row| (beginning(&self.rows[*row], 240), &self.directions[row])).collect()
    }

    /// A row with a topic or known not to be news; sources evenly enough.
    fn draw_labelled(&self, lesson: Lesson, random: &mut fastrand::Rng) -> usize {
        let group = &self.labelled[lesson as usize][self.weights[lesson as usize].draw(random)];
        group[random.usize(..group.len())]
    }

    fn draw(&self, plan: &Plan, random: &mut fastrand::Rng) -> (String, Vec<Target>) {
        let kind = random.f32();
        let [words, texts, parallel, translated] = plan.shares;
        if kind < words {
            let (_, word, direction) = &self.words[random.usize(..self.words.len())];
            (word.clone(), vec![towards(direction)])
        } else if kind < words + texts {
            let row = self.taught[random.usize(..self.taught.len())];
            (beginning(&self.rows[row], 240), self.targets(row, plan, random))
        } else if kind < words + texts + parallel && !self.parallel.is_empty() {
            let (row, direction) = &self.parallel[random.usize(..self.parallel.len())];
            let mut targets = self.targets(*row, plan, random);
            targets.retain(|target| target.layer != TEACHER);
            targets.push(towards(direction));
            (self.rows[*row].text.clone(), targets)
        } else if let Some(glossary) = &self.glossary
            && kind < words + texts + parallel + translated
        {
            let row = loop {
                let row = self.draw_labelled(Lesson::Vectors, random);
                if glossary.reads(&self.rows[row].lang) {
                    break row;
                }
            };
            let (text, targets) = self.some_of(row, plan, random);
            (glossary.translated(&text, &self.rows[row].lang, random), targets)
        } else {
            let row = self.draw_labelled(Lesson::Vectors, random);
            self.some_of(row, plan, random)
        }
    }

    /// The headline or the beginning of a row, and what is to be learned of it.
    fn some_of(&self, row: usize, plan: &Plan, random: &mut fastrand::Rng) -> (String, Vec<Target>) {
        let mut targets = self.targets(row, plan, random);
        let text = if random.f32() < 0.3 {
            targets.retain(|target| target.layer != TEACHER);
            headline(&self.rows[row])
        } else {
            beginning(&self.rows[row], [160, 240, 400, 800][random.usize(..4)])
        };
        (text, targets)
    }

    /// The row's topic; where it is the teacher's opinion alone, one by chance, as likely as the teacher finds it.
    fn topic(&self, row: usize, random: &mut fastrand::Rng) -> Option<usize> {
        let Some(opinion) = self.opinions.get(&row) else { return topic_of(&self.rows[row]) };
        let mut shares = opinion.clone();
        softmax(&mut shares);
        let mut left = random.f32();
        shares.iter().position(|share| {
            left -= share;
            left < 0.0
        })
    }

    fn targets(&self, index: usize, plan: &Plan, random: &mut fastrand::Rng) -> Vec<Target> {
        let row = &self.rows[index];
        let mut targets = Vec::new();
        if let Some(direction) = self.directions.get(&index) {
            targets.push(towards(direction));
        }
        if let Some(topic) = self.topic(index, random) {
            targets.push(label(TOPIC, topic, plan.label_weight));
        }
        if let Some(news) = is_news(row) {
            targets.push(label(KIND, usize::from(news), KIND_WEIGHT * plan.label_weight));
        }
        let own = row.label.as_ref().and_then(|l| self.own_labels.get(&(row.source.clone(), l.clone())));
        if let Some((layer, class)) = own {
            targets.push(label(*layer, *class, plan.label_weight));
        }
        targets
    }
}

/// One row in so many is for the heads.
const HEADS_OF: u32 = 10;
/// Where a group has fewer rows for them, all of its rows are for both.
const LEAST_FOR_HEADS: usize = 5;
/// This share of the examples for the head of topics that can be translated is …
const TRANSLATED_FOR_HEADS: f32 = 0.2;
/// … and of those for news or not, of which hardly any but English and Russian ones are real.
const TRANSLATED_FOR_KIND: f32 = 0.5;
/// The metric is found on so many texts.
const MOST_FOR_METRIC: usize = 100_000;
/// So many examples say what is news: of more, linfa's fit ends where it began.
const MOST_FOR_KIND: usize = 150_000;

/// The teacher's own head: topics from its directions, fitted on the labelled rows that it has read.
fn teacher_head(rows: &[Row], directions: &HashMap<usize, Direction>) -> Result<Head, TrainError> {
    let mut labelled: Vec<(usize, usize)> =
        directions.keys().filter_map(|row| Some((*row, topic_of(&rows[*row])?))).collect();
    labelled.sort_unstable();
    let classes: Vec<usize> = labelled.iter().map(|(_, topic)| *topic).collect();
    Fit::default()
        .head(matrix(labelled.iter().map(|(row, _)| &*directions[row])), &classes)
        .map_err(TrainError::learn("teacher's"))
}

/// Gives unlabelled news that the teacher has read the topic that it finds likeliest: Russian, for one, has almost no
/// labelled conflicts and disasters. Returns its scores of these rows.
fn label_rows(rows: &mut [Row], directions: &HashMap<usize, Direction>, head: &Head) -> HashMap<usize, Vec<f32>> {
    let mut opinions = HashMap::new();
    for (index, direction) in directions {
        let row = &mut rows[*index];
        if row.topic.is_none() && is_news(row) == Some(true) {
            let scores = head.scores(direction);
            let likeliest = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
            row.topic = likeliest.map(|topic| TOPICS[topic].slug.to_owned());
            opinions.insert(*index, scores);
        }
    }
    opinions
}

fn label(layer: usize, class: usize, weight: f32) -> Target {
    Target { layer, weight, want: Want::Class(class) }
}

fn towards(direction: &Direction) -> Target {
    Target { layer: TEACHER, weight: 1.0, want: Want::Direction(direction.clone()) }
}

/// Index of the row's topic.
pub fn topic_of(row: &Row) -> Option<usize> {
    TOPICS.iter().position(|topic| row.topic.as_deref() == Some(topic.slug))
}

/// Whether the row is news; general prose is neither. Uzbek has nothing but legal acts: what they would teach is that a
/// language is no news, and those that are written alike.
fn is_news(row: &Row) -> Option<bool> {
    match row.kind.as_str() {
        "news" => Some(true),
        "not-news" if row.lang != "uz" => Some(false),
        _ => None,
    }
}

/// The dev split has no rows that are not news: a fixed twentieth of the English and Russian training rows is kept for
/// calibrating and measuring the kind, and trained on by nothing.
pub fn is_kept_for_kind(row: &Row) -> bool {
    matches!(row.lang.as_str(), "en" | "ru") && is_news(row).is_some() && number_of(row).is_multiple_of(20)
}

/// Vectors know the rows by heart that they were trained on: heads fitted on these would trust them too much. So a tenth
/// of the rows is drawn for the heads alone; parallel sentences are drawn for the vectors all the same.
fn is_for_heads(row: &Row) -> bool {
    number_of(row) % HEADS_OF == 1
}

fn number_of(row: &Row) -> u32 {
    row.id.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)))
}

/// The rows that [`is_kept_for_kind`] keeps.
///
/// # Errors
/// If they cannot be read.
pub fn kind_dev(data: &Path) -> Result<Vec<Row>, TrainError> {
    let mut kept = Vec::new();
    for file in topic_files(data, "train")? {
        kept.extend(rows(&file)?.into_iter().filter(is_kept_for_kind));
    }
    Ok(kept)
}

/// Title and text as one item, cut after so many characters.
pub fn beginning(row: &Row, characters: usize) -> String {
    let whole = match (row.title.is_empty(), row.text.is_empty()) {
        (false, false) => format!("{}\n{}", row.title, row.text),
        (true, _) => row.text.clone(),
        (_, true) => row.title.clone(),
    };
    match whole.char_indices().nth(characters) {
        Some((end, _)) => whole[..end].to_owned(),
        None => whole,
    }
}

/// The text without this share of its words; a single word, or a text that sets no spaces, stays whole.
fn thinned(text: &str, left_out: f32, random: &mut fastrand::Rng) -> String {
    if !text.contains(' ') {
        return text.to_owned();
    }
    text.split_inclusive(char::is_whitespace).filter(|_| random.f32() >= left_out).collect()
}

/// The title alone, or the first words of the text.
fn headline(row: &Row) -> String {
    if row.title.is_empty() { beginning(row, 80) } else { row.title.clone() }
}

/// A source in one language is drawn by the root of its size, its topics by their shares of it; and both by this.
fn group_weight(lesson: Lesson, source: &str, language: &str, topic: Option<usize>) -> f64 {
    match (source, topic.map(|topic| TOPICS[topic].slug)) {
        // Of these two languages there is enough that is real.
        (made::SOURCE | "tatoeba", _) if lesson == Lesson::Heads && matches!(language, "en" | "ru") => 0.02,
        (made::SOURCE | "tatoeba", _) => MADE[lesson as usize],
        // Few sources are not news: the vectors see more of them, the heads less, or they would miss news.
        (_, None) if lesson == Lesson::Vectors => 5.0,
        (_, None) => 4.0,
        // The same 700 sentences in each of 197 languages would else be most of what is drawn.
        ("sib200", _) => 0.2,
        // So with these, which are in 79 languages and labelled by the teacher alone. And illness was gathered in the first
        // months of the pandemic, when the name of a region was a sign of it.
        ("ntrex" | "wmtnews" | "dslcc", _) | ("newsapi-ru" | "newsapi-fr" | "newsapi-train", Some("health")) => 0.3,
        // Of the same months: the heads need no more of it.
        ("annot-rare-ru", Some("health")) if lesson == Lesson::Heads => 0.3,
        // Almost all that is labelled of Russian conflicts, disasters, labour and education, beside much that the teacher
        // labelled.
        ("annot-rare-ru", _) if lesson == Lesson::Heads => 12.0,
        ("annot-rare-ru", _) => 3.0,
        _ => 1.0,
    }
}

/// Few sets of labels have one for disasters, so that labelled news has fewer of them than news has: the heads see more.
fn topic_weight(lesson: Lesson, topic: Option<usize>) -> f64 {
    let is_disaster = topic.is_some_and(|topic| TOPICS[topic].slug == "disaster");
    if lesson == Lesson::Heads && is_disaster { DISASTERS } else { 1.0 }
}

/// Most pastes are in these two, which have many sources and would else be less than a fifth of what is drawn.
fn language_weight(language: &str) -> f64 {
    if matches!(language, "en" | "ru") { 3.0 } else { 1.0 }
}

/// Labelled rows in groups of one source, language and topic, and how often each group is drawn, for each lesson.
fn groups(rows: &[Row]) -> ([Vec<Vec<usize>>; 2], [Weighted; 2]) {
    let mut groups: BTreeMap<(&str, &str, Option<usize>), Vec<usize>> = BTreeMap::new();
    let mut of_source: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let topic = topic_of(row);
        if topic.is_some() || is_news(row) == Some(false) {
            groups.entry((&row.source, &row.lang, topic)).or_default().push(index);
            *of_source.entry((&row.source, &row.lang)).or_default() += 1;
        }
    }
    let weights = [Lesson::Vectors, Lesson::Heads].map(|lesson| {
        let weight = |((source, language, topic), group): (&(&str, &str, Option<usize>), &Vec<usize>)| {
            let all = of_source[&(*source, *language)] as f64;
            let weight = language_weight(language)
                * group_weight(lesson, source, language, *topic)
                * topic_weight(lesson, *topic);
            weight * group.len() as f64 / all.sqrt()
        };
        let mut weights: Vec<f64> = groups.iter().map(weight).collect();
        let mut lacking: BTreeMap<&str, f64> = BTreeMap::new();
        for ((_, language, topic), weight) in groups.keys().zip(&weights) {
            let is_news = topic.is_some();
            *lacking.entry(language).or_default() +=
                if is_news { LEAST_NOT_NEWS[lesson as usize] * weight } else { -weight };
        }
        let made = groups.keys().zip(&mut weights).filter(|((source, ..), _)| *source == made::SOURCE);
        made.for_each(|((_, language, _), weight)| *weight += lacking[language].max(0.0));
        weights.into_iter().collect()
    });
    let part = |for_heads: bool| {
        let part = groups.values().map(|group| {
            let part: Vec<usize> = group.iter().copied().filter(|row| is_for_heads(&rows[*row]) == for_heads).collect();
            if part.len() < LEAST_FOR_HEADS { group.clone() } else { part }
        });
        part.collect()
    };
    ([part(false), part(true)], weights)
}

type OwnLabels = HashMap<(String, String), (usize, usize)>;

/// For every source whose own labels are a lesson: layer and class of each label, and the number of classes.
fn own_labels(rows: &[Row]) -> (OwnLabels, Vec<usize>) {
    let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for row in rows {
        if let Some(label) = &row.label {
            *counts.entry(&row.source).or_default().entry(label).or_default() += 1;
        }
    }
    let mut own = HashMap::new();
    let mut classes = Vec::new();
    for (source, labels) in counts {
        let lessons: BTreeSet<&str> = labels.iter().filter(|(_, n)| **n >= LESSON_ROWS).map(|(l, _)| *l).collect();
        if lessons.len() < 2 {
            continue;
        }
        for (class, label) in lessons.iter().enumerate() {
            own.insert((source.to_owned(), (*label).to_owned()), (KIND + 1 + classes.len(), class));
        }
        classes.push(lessons.len());
    }
    (own, classes)
}

/// SIB-200 says the same in 197 languages under one number: the mean of the directions that the teacher gave in some of
/// them holds for all.
fn parallel(rows: &[Row], directions: &HashMap<usize, Direction>) -> Vec<(usize, Direction)> {
    let number = |row: &Row| row.id.strip_prefix("sib200:")?.rsplit(':').next()?.parse::<u32>().ok();
    let mut sums: BTreeMap<u32, Vec<f32>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        if let (Some(number), Some(direction)) = (number(row), directions.get(&index)) {
            let sum = sums.entry(number).or_insert_with(|| vec![0.0; direction.len()]);
            sum.iter_mut().zip(direction.iter()).for_each(|(sum, value)| *sum += value);
        }
    }
    let shared: BTreeMap<u32, Direction> = sums
        .into_iter()
        .map(|(number, mut sum)| {
            unit(&mut sum);
            (number, sum.into())
        })
        .collect();
    let with_shared = |(index, row)| Some((index, shared.get(&number(row)?)?.clone()));
    rows.iter().enumerate().filter_map(with_shared).collect()
}

/// Trains on `data/topics`, calibrates on its dev split; returns the bytes of the model file.
///
/// # Errors
/// If the data cannot be read or make no model.
pub fn train(data: &Path, plan: &Plan) -> Result<Vec<u8>, TrainError> {
    let mut random = fastrand::Rng::with_seed(plan.seed);
    let lessons = Lessons::read(data, plan, &mut random)?;
    eprintln!(
        "topics: {} rows, {} words and {} texts of the teacher, {} parallel sentences, {} sources with their own labels",
        lessons.rows.len(),
        lessons.words.len(),
        lessons.taught.len(),
        lessons.parallel.len(),
        lessons.own_classes.len()
    );
    let tables = match &plan.finished {
        Some(path) => Tables::of(&read_file(path)?)?,
        None => Tables::new(&learned(data, &lessons, plan, random)?)?,
    };
    let blank = |dim: usize, classes: usize| Head::new(dim, vec![0.0; dim * classes], vec![0.0; classes]);
    let model = |topics: &Head, kind: &Head, heat: &Temperatures, kind_heat: &Temperatures, metric: &Metric| {
        let base = write(
            Part::Topics,
            &[
                ("version", env!("CARGO_PKG_VERSION").into()),
                ("topics", topics.to_bytes()),
                ("heat", heat.to_bytes()),
                ("kind", kind.to_bytes()),
                ("kindheat", kind_heat.to_bytes()),
                ("metric", metric.to_bytes()),
                ("story", blank(SIGNALS, 2).to_bytes()),
                ("words", stories::no_words().to_bytes()),
                ("packs", tables.digests.clone()),
                ("table", tables.base.clone()),
            ],
        );
        [&base[..], &tables.packs].concat()
    };
    let one = Temperatures::new(vec![1.0]);
    let (no_topics, no_kind) = (blank(plan.course.dim, TOPICS.len()), blank(plan.course.dim + SIGNS, 2));
    let unchanged = Metric::plain(plan.course.dim);
    let vectors = TopicModel::from_bytes(&model(&no_topics, &no_kind, &one, &one, &unchanged))?;
    let metric = metric(&vectors, plan.course.dim, &lessons.for_metric())?;
    eprintln!("topics: linfa fits the heads");
    let (topics, kind) = heads(&lessons, &vectors, plan)?;
    let model = |heat: &Temperatures, kind_heat: &Temperatures| model(&topics, &kind, heat, kind_heat, &metric);
    let cold = TopicModel::from_bytes(&model(&one, &one))?;
    let texts = |row: &Row| [headline(row), beginning(row, 240), beginning(row, 4000)];
    let (dev, kind_dev) = (dev(data)?, kind_dev(data)?);
    let topic_dev =
        dev.par_iter().flat_map_iter(|row| texts(row).map(|text| (text, topic_of(row)))).filter_map(|(text, topic)| {
            let (scores, _, length) = topic_scores(&cold, &text);
            Some(Scored { scores, class: topic?, length })
        });
    let kinds = kind_dev.par_iter().flat_map_iter(|row| texts(row).map(|text| (text, is_news(row)))).filter_map(
        |(text, news)| {
            let (_, scores, length) = topic_scores(&cold, &text);
            Some(Scored { scores, class: usize::from(news?), length })
        },
    );
    let (topic_dev, kinds): (Vec<Scored>, Vec<Scored>) = (topic_dev.collect(), kinds.collect());
    stories::refit(data, &plan.added, &model(&temperatures(&topic_dev, &[]), &temperatures(&kinds, &[])))
}

/// The tables as they stand in a model file.
struct Tables {
    /// That of the model itself.
    base: Vec<u8>,
    /// SHA-256 of the packs, a line each.
    digests: Vec<u8>,
    /// The files of the packs, one behind the other.
    packs: Vec<u8>,
}

impl Tables {
    /// From the bytes of the tables, one for each pack.
    fn new(tables: &[Vec<u8>]) -> Result<Self, TrainError> {
        let (mut digests, mut packs) = (Vec::new(), Vec::new());
        for (pack, table) in Pack::ALL.into_iter().zip(tables).skip(1) {
            // The name keeps packs without rows apart, which are known by their digests.
            let file = write(Part::Pack, &[("name", pack.name().into()), ("table", table.clone())]);
            digests.push(Container::read(&file, Part::Pack)?.sha256);
            packs.extend(file);
        }
        Ok(Self { base: tables[0].clone(), digests: digests.join("\n").into_bytes(), packs })
    }

    /// Those of a finished model.
    fn of(file: &[u8]) -> Result<Self, TrainError> {
        let (mut part, mut rest) = (Part::Topics, file);
        let mut tables = Vec::new();
        while !rest.is_empty() {
            let container = Container::read(rest, part)?;
            tables.push(container.section("table")?.rest().to_vec());
            (part, rest) = (Part::Pack, &rest[container.length..]);
        }
        Self::new(&tables)
    }
}

/// The tables that are learned, one for each pack.
fn learned(data: &Path, lessons: &Lessons, plan: &Plan, mut random: fastrand::Rng) -> Result<Vec<Vec<u8>>, TrainError> {
    let course = &plan.course;
    let the_same = Plan { unfinished: None, ..plan.clone() };
    let mut keeper = Keeper::new(plan.unfinished.as_ref(), &the_same, &[data, &plan.added]);
    let (start, mut network) = keeper.found().unwrap_or_else(|| {
        let network = network(lessons, plan, &mut random);
        (Place { seed: random.get_seed(), ..Place::default() }, network)
    });
    random.seed(start.seed);
    let progress = Progress::from("topic vectors", start.batch, course.batches());
    let draw = |random: &mut fastrand::Rng| -> Vec<(String, Vec<Target>)> {
        let one = |_| {
            let (text, targets) = lessons.draw(plan, random);
            (thinned(&text, plan.left_out, random), targets)
        };
        (0..BATCH).map(one).collect()
    };
    let mut seed = random.get_seed();
    let mut drawn = draw(&mut random);
    for batch in start.batch..course.batches() {
        if course.begins_part(batch) {
            keeper.keep(|| Place { batch, seed, ..Place::default() }, &network)?;
        }
        let rate = course.prepare(batch, &mut network.bag);
        let examples: Vec<Example> = drawn
            .into_par_iter()
            .map(|(text, targets)| Example { rows: network.bag.rows(&topic_features(&text)), targets })
            .collect();
        seed = random.get_seed();
        // One thread draws what comes next, so that the other is not left idle.
        let (loss, next) = rayon::join(|| network.learn(&examples, rate), || draw(&mut random));
        progress.step(loss / BATCH as f32);
        drawn = next;
    }
    progress.finish();
    keeper.keep_now(&Place { batch: course.batches(), seed, ..Place::default() }, &network);
    Ok(course.tables(&mut network.bag).iter().map(Table::to_bytes).collect())
}

fn network(lessons: &Lessons, plan: &Plan, random: &mut fastrand::Rng) -> Network {
    let bag = plan.course.bag(topic_features, |random| lessons.draw(plan, random).0, random);
    let teacher = lessons.words.first().map_or(2, |(_, _, direction)| direction.len());
    let outputs = [teacher, TOPICS.len(), 2].into_iter().chain(lessons.own_classes.iter().copied());
    let layers = outputs.map(|outputs| Layer::new(plan.course.dim, outputs, random)).collect();
    Network { bag, layers }
}

/// An example for the heads.
struct Drawn {
    topic: Option<usize>,
    news: Option<bool>,
    text: String,
    signs: [f32; SIGNS],
}

/// The heads for topics and for news or not. Their examples have a seed of their own: with a finished table they are the
/// same.
fn heads(lessons: &Lessons, vectors: &TopicModel, plan: &Plan) -> Result<(Head, Head), TrainError> {
    let mut random = fastrand::Rng::with_seed(plan.seed);
    let drawn = for_heads(lessons, plan.head_examples, TRANSLATED_FOR_HEADS, &mut random);
    let seen = |drawn: &[Drawn]| -> Vec<Vec<f32>> {
        drawn.par_iter().map(|drawn| topic_vector(vectors, &drawn.text)).collect()
    };
    let of_topics = seen(&drawn);
    let known = drawn.iter().zip(&of_topics).filter_map(|(drawn, vector)| Some((&**vector, drawn.topic?)));
    let (rows, classes): (Vec<&[f32]>, Vec<usize>) = known.unzip();
    let topics = Fit::default().head(matrix(rows.into_iter()), &classes).map_err(TrainError::learn("topics"))?;
    let drawn = for_heads(lessons, plan.head_examples.min(MOST_FOR_KIND), TRANSLATED_FOR_KIND, &mut random);
    let of_kinds = seen(&drawn);
    let known = drawn
        .iter()
        .zip(&of_kinds)
        .filter_map(|(drawn, vector)| Some(([&vector[..], &drawn.signs].concat(), usize::from(drawn.news?))));
    let (rows, classes): (Vec<Vec<f32>>, Vec<usize>) = known.unzip();
    let kind = Fit::default().head(matrix(rows.iter().map(Vec::as_slice)), &classes);
    Ok((topics, kind.map_err(TrainError::learn("kind"))?))
}

/// So many examples for a head; this share of those that can be translated is.
fn for_heads(lessons: &Lessons, count: usize, translated: f32, random: &mut fastrand::Rng) -> Vec<Drawn> {
    let one = |_| {
        let row = lessons.draw_labelled(Lesson::Heads, random);
        let mut text = match random.usize(0..3) {
            0 => headline(&lessons.rows[row]),
            1 => beginning(&lessons.rows[row], 240),
            _ => beginning(&lessons.rows[row], 800),
        };
        // What it is set with is lost in translation, and is that of the row.
        let signs = signs(&text);
        if let Some(glossary) = &lessons.glossary
            && glossary.reads(&lessons.rows[row].lang)
            && random.f32() < translated
        {
            text = glossary.translated(&text, &lessons.rows[row].lang, random);
        }
        Drawn { topic: lessons.topic(row, random), news: is_news(&lessons.rows[row]), text, signs }
    };
    (0..count).map(one).collect()
}

/// The rows of the dev split.
///
/// # Errors
/// If they cannot be read.
pub fn dev(data: &Path) -> Result<Vec<Row>, TrainError> {
    let mut all = Vec::new();
    for file in topic_files(data, "dev")? {
        all.extend(rows(&file)?);
    }
    Ok(all)
}
