//! Trains what tells whether two items report the same event: how common words are, and the head over the signals.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use ndarray::{Array2, ArrayView1};
use rayon::prelude::*;
use rubrica::TopicModel;
use rubrica::training::{
    Container, Head, Keys, Part, SIGNALS, Table, dot, grammar, key, level, softmax, stems, story_signals, write,
};
use rubrica_learn::Fit;
use serde::{Deserialize, Serialize};

use crate::TrainError;
use crate::corpus::{Row, each_line, rows, topic_files, words};
use crate::teacher::{Direction, text_directions};
use crate::topics::{beginning, topic_of};

/// Two articles and whether they report the same event.
#[derive(Debug, Deserialize)]
struct Pair {
    a: String,
    b: String,
    a_text: String,
    b_text: String,
    same: bool,
    #[serde(default)]
    lang: String,
}

/// The seed of everything random here.
const SEED: u64 = 5;
/// A stem's share is known of a language if so many of its texts have it.
const LEAST_TEXTS: usize = 15;
/// So many of the commonest words of a language are grammar.
const GRAMMAR_WORDS: usize = 60;
/// Texts of one day are taken to report the same if the teacher's directions are at least this near …
const ALIKE: f32 = 0.8;
/// … and to report other things, though not quite others, between these.
const AKIN: std::ops::Range<f32> = 0.4..0.65;
/// Pairs of one day that report other things.
const MOST_AKIN: usize = 4000;
/// Pairs of a title with its own text, and with the text of another row on the same topic.
const MOST_TITLES: usize = 1000;
/// Pairs of a sentence and its translation.
const MOST_TRANSLATIONS: usize = 1000;
/// For each of these, pairs of sentences that say different things: in a paste they are by far the most.
const OTHERS_A_TRANSLATION: usize = 10;
/// Pairs of news in different languages, which report different things: a paste in two languages has hundreds of these for
/// each that does not, and some share a word by chance.
const MOST_STRANGERS: usize = 100_000;
/// Each stands for so many: of more examples linfa's fit ends where it began, so the odds are made less afterwards.
const STRANGERS_WEIGHT: f32 = 8.0;
/// The judged pairs are few and count this much more than the made ones.
const JUDGED_WEIGHT: usize = 20;
/// Half of the judged pairs report the same; of the pairs of a paste that are alike enough to be asked about, fewer do: the odds
/// are made so many times less.
const FEWER_SAME: f32 = 2.0;
/// Folds of cross-validation.
const FOLDS: usize = 5;

/// How the head does on judged pairs that it was not fitted on.
#[derive(Debug, Serialize)]
pub struct CrossValidation {
    pairs: usize,
    precision: f64,
    recall: f64,
    f1: f64,
}

type Signals = [f32; SIGNALS];

/// What the head is fitted on.
struct Examples {
    made: Vec<(Signals, usize)>,
    judged: Vec<Judged>,
}

/// A judged pair: whole texts first, then the titles alone.
struct Judged {
    language: String,
    same: bool,
    forms: [Signals; 2],
}

/// A model file with its words counted and its story head fitted anew; all else in it stays. `added` is the folder with
/// further directions of the teacher.
///
/// # Errors
/// If `model` is none, or the data cannot be read or make no head.
pub fn refit(data: &Path, added: &Path, model: &[u8]) -> Result<Vec<u8>, TrainError> {
    let rows = all_rows(data)?;
    let counted = word_table(data, &rows)?.to_bytes();
    let none = Head::new(SIGNALS, vec![0.0; 2 * SIGNALS], vec![0.0; 2]).to_bytes();
    let counted_model = with_sections(model, [("words", counted.clone()), ("story", none)])?;
    let examples = Examples::read(data, added, &TopicModel::from_bytes(&counted_model)?, &rows)?;
    eprintln!("stories: {} judged pairs, {} made pairs", examples.judged.len(), examples.made.len());
    for (language, result) in examples.cross_validate()? {
        eprintln!("stories: cross-validated on judged pairs in {language}: {result:?}");
    }
    let head = examples.fit(|_| true)?;
    with_sections(model, [("words", counted), ("story", head.to_bytes())])
}

/// How a head fitted on four fifths of the judged pairs, and on the made ones, does on the other fifth: by language.
///
/// # Errors
/// If the data cannot be read or make no head.
pub fn cross_validate(
    data: &Path,
    added: &Path,
    model: &TopicModel,
) -> Result<BTreeMap<String, CrossValidation>, TrainError> {
    Examples::read(data, added, model, &all_rows(data)?)?.cross_validate()
}

/// The file with these sections in place of those of the same names.
fn with_sections<const N: usize>(file: &[u8], new: [(&str, Vec<u8>); N]) -> Result<Vec<u8>, TrainError> {
    let container = Container::read(file, Part::Topics)?;
    let kept = container.sections().filter(|(name, _)| new.iter().all(|(other, _)| other != name)).collect::<Vec<_>>();
    let sections: Vec<(&str, Vec<u8>)> =
        kept.into_iter().map(|(name, bytes)| (name, bytes.to_vec())).chain(new).collect();
    Ok([&write(Part::Topics, &sections), &file[container.length..]].concat())
}

fn all_rows(data: &Path) -> Result<Vec<Row>, TrainError> {
    let mut all = Vec::new();
    for file in topic_files(data, "train")? {
        all.extend(rows(&file)?);
    }
    Ok(all)
}

/// A table of no words.
pub fn no_words() -> Table {
    Table::new(Keys::new([]), 1, Vec::new())
}

/// The level of every common stem, in the language where it is commonest, and the words that are grammar.
fn word_table(data: &Path, rows: &[Row]) -> Result<Table, TrainError> {
    let mut counts: BTreeMap<&str, (usize, HashMap<u64, usize>)> = BTreeMap::new();
    for row in rows {
        let (texts, with) = counts.entry(&row.lang).or_default();
        *texts += 1;
        let mut found = Vec::new();
        stems(&beginning(row, 240), |stem| found.push(stem));
        found.sort_unstable();
        found.dedup();
        for stem in found {
            *with.entry(stem).or_default() += 1;
        }
    }
    let mut levels: BTreeMap<u32, i8> = BTreeMap::new();
    for (texts, with) in counts.into_values() {
        for (stem, count) in with.into_iter().filter(|(_, count)| *count >= LEAST_TEXTS) {
            if let Some(level) = level(count as f32 / texts as f32) {
                let known = levels.entry(key(stem)).or_default();
                *known = level.max(*known);
            }
        }
    }
    let mut read: BTreeMap<String, usize> = BTreeMap::new();
    for (language, word) in words(&data.join("language/words.tsv.zst"))? {
        let read = read.entry(language).or_default();
        *read += 1;
        if *read <= GRAMMAR_WORDS {
            let (hash, level) = grammar(&word.to_lowercase().chars().collect::<Vec<char>>());
            levels.insert(key(hash), level);
        }
    }
    eprintln!("stories: {} common stems and words of grammar", levels.len());
    Ok(Table::new(Keys::new(levels.keys().copied()), 1, levels.into_values().collect()))
}

impl Examples {
    fn read(data: &Path, added: &Path, model: &TopicModel, rows: &[Row]) -> Result<Self, TrainError> {
        let mut judged = Vec::new();
        each_line(&data.join("stories/dev.jsonl.zst"), |line| {
            let pair: Pair = serde_json::from_str(line).map_err(|error| error.to_string())?;
            let (a, b) = (format!("{}\n{}", pair.a, pair.a_text), format!("{}\n{}", pair.b, pair.b_text));
            let signals = |a: &str, b: &str| story_signals(model, (&pair.lang, a), (&pair.lang, b));
            let forms = [signals(&a, &b), signals(&pair.a, &pair.b)];
            judged.push(Judged { same: pair.same, forms, language: pair.lang });
            Ok(())
        })?;
        let mut random = fastrand::Rng::with_seed(SEED);
        let mut pairs = of_one_day(data, added, rows, &mut random)?;
        pairs.extend(titles(rows, &mut random));
        pairs.extend(translations(rows, &mut random));
        pairs.extend(strangers(rows, &mut random));
        let signals = |[a, b]: &[Text; 2]| story_signals(model, (&a.language, &a.text), (&b.language, &b.text));
        let made = pairs.par_iter().map(|(texts, same)| (signals(texts), usize::from(*same))).collect();
        Ok(Self { made, judged })
    }

    /// The head that fits the made pairs and the judged ones for which `wanted` says so of their number.
    fn fit(&self, wanted: impl Fn(usize) -> bool) -> Result<Head, TrainError> {
        let judged = self.judged.iter().enumerate().filter(|(number, _)| wanted(*number)).flat_map(|(_, pair)| {
            let examples = pair.forms.map(|signals| (signals, usize::from(pair.same)));
            std::iter::repeat_n(examples, JUDGED_WEIGHT).flatten()
        });
        let examples: Vec<(Signals, usize)> = self.made.iter().copied().chain(judged).collect();
        let mut matrix = Array2::zeros((examples.len(), SIGNALS));
        for (mut row, (signals, _)) in matrix.rows_mut().into_iter().zip(&examples) {
            row.assign(&ArrayView1::from(&signals[..]));
        }
        let classes: Vec<usize> = examples.iter().map(|(_, same)| *same).collect();
        let head = Fit::default().head(matrix, &classes).map_err(TrainError::learn("story"))?;
        let [different, same] = [0, 1].map(|class| head.row(class));
        let mut weights = [different, same].concat();
        // The last signal is whether the languages differ, the last class that both report the same.
        weights[2 * SIGNALS - 1] -= STRANGERS_WEIGHT.ln();
        Ok(Head::new(SIGNALS, weights, vec![head.bias(0), head.bias(1) - FEWER_SAME.ln()]))
    }

    fn cross_validate(&self) -> Result<BTreeMap<String, CrossValidation>, TrainError> {
        let mut order: Vec<usize> = (0..self.judged.len()).collect();
        fastrand::Rng::with_seed(SEED).shuffle(&mut order);
        let mut fold = vec![0; order.len()];
        order.iter().enumerate().for_each(|(place, number)| fold[*number] = place % FOLDS);
        // Told same, are the same, both.
        let mut counts: BTreeMap<&str, (usize, usize, usize, usize)> = BTreeMap::new();
        for held_out in 0..FOLDS {
            let head = self.fit(|number| fold[number] != held_out)?;
            for (pair, _) in self.judged.iter().zip(&fold).filter(|(_, fold)| **fold == held_out) {
                let mut scores = head.scores(&pair.forms[0]);
                softmax(&mut scores);
                let (pairs, told, same, both) = counts.entry(&pair.language).or_default();
                *pairs += 1;
                *told += usize::from(scores[1] >= 0.5);
                *same += usize::from(pair.same);
                *both += usize::from(scores[1] >= 0.5 && pair.same);
            }
        }
        let ratio = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let result = |(pairs, told, same, both)| CrossValidation {
            pairs,
            precision: ratio(both, told),
            recall: ratio(both, same),
            f1: ratio(2 * both, told + same),
        };
        Ok(counts.into_iter().map(|(language, counts)| (language.to_owned(), result(counts))).collect())
    }
}

/// A text and the code of its language.
struct Text {
    language: String,
    text: String,
}

/// Two texts and whether they report the same.
type Made = ([Text; 2], bool);

fn text(row: &Row, text: String) -> Text {
    Text { language: row.lang.clone(), text }
}

/// Pairs of news of one day and language: such as the teacher finds alike, and such as it finds akin.
fn of_one_day(data: &Path, added: &Path, rows: &[Row], random: &mut fastrand::Rng) -> Result<Vec<Made>, TrainError> {
    let languages: HashMap<&str, &str> = rows.iter().map(|row| (row.id.as_str(), row.lang.as_str())).collect();
    let directions = text_directions(data, Some(added), &languages)?;
    let mut days: BTreeMap<(&str, &str), Vec<(&Row, &Direction)>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.kind == "news") {
        let day = row.date.as_deref().and_then(|date| date.get(..10)).filter(|day| day.as_bytes()[4] == b'-');
        if let (Some(day), Some(direction)) = (day, directions.get(&row.id)) {
            days.entry((&row.lang, day)).or_default().push((row, direction));
        }
    }
    let (mut alike, mut akin) = (Vec::new(), Vec::new());
    for day in days.values() {
        for (number, (a, direction)) in day.iter().enumerate() {
            for (b, other) in &day[..number] {
                let near = dot(direction, other);
                if near >= ALIKE {
                    alike.push((*a, *b, true));
                } else if AKIN.contains(&near) {
                    akin.push((*a, *b, false));
                }
            }
        }
    }
    random.shuffle(&mut akin);
    akin.truncate(MOST_AKIN);
    let whole = |row: &Row| text(row, beginning(row, 1500));
    let title = |row: &Row| text(row, if row.title.is_empty() { beginning(row, 120) } else { row.title.clone() });
    let pairs = alike.into_iter().chain(akin);
    Ok(pairs.flat_map(|(a, b, same)| [([whole(a), whole(b)], same), ([title(a), title(b)], same)]).collect())
}

/// Titles with their own texts, and with the texts of other rows of the same source and topic.
fn titles(rows: &[Row], random: &mut fastrand::Rng) -> Vec<Made> {
    let whole: Vec<&Row> = rows.iter().filter(|row| !row.title.is_empty() && row.text.len() > 100).collect();
    let mut made = Vec::new();
    for _ in 0..if whole.is_empty() { 0 } else { MOST_TITLES } {
        let row = whole[random.usize(..whole.len())];
        let title = || text(row, row.title.clone());
        let untitled = Row { title: String::new(), ..row.clone() };
        made.push(([title(), text(row, beginning(&untitled, 300))], true));
        let other = whole[random.usize(..whole.len())];
        if other.source == row.source && topic_of(other) == topic_of(row) && other.title != row.title {
            made.push(([title(), text(other, beginning(other, 300))], false));
        }
        let other = whole[random.usize(..whole.len())];
        if other.title != row.title {
            made.push(([title(), text(other, beginning(other, 300))], false));
        }
    }
    made
}

/// Sentences of SIB-200 with their translations, and with other sentences in the same languages.
fn translations(rows: &[Row], random: &mut fastrand::Rng) -> Vec<Made> {
    let number = |row: &Row| row.id.strip_prefix("sib200:")?.rsplit(':').next()?.parse::<u32>().ok();
    let mut by_language: BTreeMap<&str, BTreeMap<u32, &Row>> = BTreeMap::new();
    for row in rows {
        if let Some(number) = number(row) {
            by_language.entry(&row.lang).or_default().insert(number, row);
        }
    }
    let Some(english) = by_language.get("en") else { return Vec::new() };
    let english: Vec<(&u32, &&Row)> = english.iter().collect();
    let mut made = Vec::new();
    for _ in 0..MOST_TRANSLATIONS {
        let (number, row) = english[random.usize(..english.len())];
        let Some(foreign) = by_language.get(FOREIGN[random.usize(..FOREIGN.len())]) else { continue };
        let Some(translation) = foreign.get(number) else { continue };
        let sentence = |row: &Row| text(row, row.text.clone());
        made.push(([sentence(row), sentence(translation)], true));
        let others: Vec<&&Row> = foreign.values().collect();
        for _ in 0..OTHERS_A_TRANSLATION {
            let other = others[random.usize(..others.len())];
            if other.id != translation.id {
                made.push(([sentence(row), sentence(other)], false));
            }
        }
    }
    made
}

/// News in different languages, half of it as headlines alone.
fn strangers(rows: &[Row], random: &mut fastrand::Rng) -> Vec<Made> {
    let mut by_language: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    let is_known = |row: &&Row| row.lang == "en" || FOREIGN.contains(&row.lang.as_str());
    for row in rows.iter().filter(is_known).filter(|row| row.kind == "news" && !row.title.is_empty()) {
        by_language.entry(&row.lang).or_default().push(row);
    }
    let news: Vec<Vec<&Row>> = by_language.into_values().collect();
    let mut made = Vec::new();
    for _ in 0..if news.len() < 2 { 0 } else { MOST_STRANGERS } {
        let (language, other) = (random.usize(..news.len()), random.usize(..news.len()));
        if language == other {
            continue;
        }
        let is_headline = random.bool();
        let told = |row: &Row| text(row, if is_headline { row.title.clone() } else { beginning(row, 300) });
        let [a, b] = [language, other].map(|language| told(news[language][random.usize(..news[language].len())]));
        made.push(([a, b], false));
    }
    made
}

/// Languages that English sentences are paired with, most of them in other scripts.
const FOREIGN: [&str; 12] = ["ru", "uk", "zh", "ar", "hi", "el", "ja", "ko", "es", "fr", "de", "tr"];
