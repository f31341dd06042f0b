//! Trains the language model.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ndarray::Array2;
use rayon::prelude::*;
use rubrica::training::{
    Head, Part, Table, Temperatures, chinese_script, family, language_scores, script_of, section, write,
};
use rubrica::{LanguageModel, UNDETERMINED};
use rubrica_learn::Fit;

use crate::TrainError;
use crate::calibrate::{Scored, temperatures};
use crate::checkpoint::{Keeper, Place, Unfinished};
use crate::command::read_file;
use crate::corpus::{sentences, words};
use crate::draw::Weighted;
use crate::features::{Found, language_features, letters};
use crate::network::{BATCH, Course, Example, Layer, Network, Target, Want};
use crate::noise::noise;
use crate::progress::Progress;

/// How the language model is trained.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Size and course.
    pub course: Course,
    /// Examples that linfa fits the head on.
    pub head_examples: usize,
    /// A language needs this many sentences.
    pub least_sentences: usize,
    /// Seed of everything random.
    pub seed: u64,
    /// A finished model file, whose table and head are taken as they are: only the prior and the temperatures are made.
    pub finished: Option<PathBuf>,
    /// Where the vectors are kept while they are learned, so that a training that is cut off goes on.
    pub unfinished: Option<Unfinished>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            course: Course {
                rows: vec![116_200],
                own_rows: None,
                spare: 0.0,
                dim: 32,
                bits: 1,
                examples: 60_000_000,
                rate: 0.15,
                lasso: 0.0015,
                pruned_after: 0.4,
                rounded_after: 0.7,
                shipped_every: 1,
            },
            head_examples: 200_000,
            least_sentences: 700,
            seed: 1,
            finished: None,
            unfinished: None,
        }
    }
}

/// A language counts as written in a script if at least this share of its letters is.
const SCRIPT_SHARE: f64 = 0.05;
/// Share of examples that are no language.
const NOISE: f32 = 0.03;
/// Languages are drawn by this power of their number of sentences: a small one must not vanish, nor swallow its
/// big neighbour.
const EVENNESS: f64 = 0.5;

/// A language that is always confused is drawn this much oftener than one that never is, and once.
const HARDNESS: f64 = 12.0;
/// Sentences of each language to look for confusions in …
const LOOKS: usize = 60;
/// … so many times in a training.
const LOOKED: usize = 20;

/// Of the texts that are some language, this share is a word of its list, …
const LISTED: f32 = 0.25;
/// … up to this one it is a word of a sentence, …
const WORD: f32 = 0.34;
/// … up to this one two of them, …
const PAIR: f32 = 0.52;
/// … up to this one three to eight, and then a whole sentence.
const PHRASE: f32 = 0.7;

/// A language with a shorter list of words counts as having so many in the prior: little data is not little written.
const SHORTEST_LIST: f32 = 1500.0;

/// Varieties of Arabic whose sentences in the corpus are standard Arabic: they would take its place.
const NOT_TOLD_APART: [&str; 2] = ["acq", "ars"];

/// The families of scripts that made noise is written in: in each, what is no language is a class.
const OF_NOISE: [&str; 2] = ["Cyrl", "Latn"];

/// The sentences and words of one language in one family of scripts: a class of the head.
struct Corpus {
    code: String,
    family: &'static str,
    scripts: Vec<&'static str>,
    /// Sentences in groups of one source and script, so that none drowns the others.
    groups: Vec<Vec<String>>,
    groups_to_draw: Weighted,
    words: Vec<String>,
}

/// Sentences by what they have in common: source and script, and of Chinese whether it is simplified or traditional.
type Groups = BTreeMap<(String, String, Option<&'static str>), Vec<String>>;

impl Corpus {
    fn new(code: &str, family: &'static str, groups: Groups, words: Vec<String>) -> Self {
        let size = |sentences: &Vec<String>| (sentences.len() as f64).sqrt();
        let mut of_writing: BTreeMap<Option<&str>, f64> = BTreeMap::new();
        for ((_, _, writing), sentences) in &groups {
            *of_writing.entry(*writing).or_default() += size(sentences);
        }
        Self {
            code: code.to_owned(),
            family,
            scripts: scripts(groups.values().flatten(), family),
            groups_to_draw: groups
                .iter()
                .map(|((_, _, writing), sentences)| size(sentences) / of_writing[writing])
                .collect(),
            groups: groups.into_values().collect(),
            words,
        }
    }

    fn len(&self) -> usize {
        self.groups.iter().map(Vec::len).sum()
    }

    /// A sentence; writings are drawn evenly, and their groups by the root of their size.
    fn sentence(&self, random: &mut fastrand::Rng) -> &str {
        let group = &self.groups[self.groups_to_draw.draw(random)];
        &group[random.usize(..group.len())]
    }
}

/// Trains on `data/language`, calibrates on its dev split; returns the bytes of the model file.
///
/// # Errors
/// If the data cannot be read or make no model.
pub fn train(data: &Path, plan: &Plan) -> Result<Vec<u8>, TrainError> {
    let corpora = corpora(data, plan.least_sentences)?;
    eprintln!("language: {} languages, each in each of its scripts", corpora.len());
    let labels: Vec<String> = corpora
        .iter()
        .map(|corpus| format!("{}\t{}", corpus.code, corpus.scripts.join(" ")))
        .chain(OF_NOISE.map(|script| format!("{UNDETERMINED}\t{script}")))
        .collect();
    let labels = labels.join("\n").into_bytes();
    let prior = prior(&corpora);
    let (table, head) = match &plan.finished {
        Some(path) => finished(path, &labels)?,
        None => learned(data, &corpora, &prior, plan)?,
    };
    let head = shortened(head);
    let bytes = |floats: &[f32]| floats.iter().flat_map(|float| float.to_le_bytes()).collect::<Vec<u8>>();
    let model = |prior: &[f32], temperatures: &Temperatures| {
        write(
            Part::Language,
            &[
                ("labels", labels.clone()),
                ("head", head.clone()),
                ("prior", bytes(prior)),
                ("heat", temperatures.to_bytes()),
                ("table", table.clone()),
            ],
        )
    };
    let cold = LanguageModel::from_bytes(&model(&prior, &Temperatures::new(vec![1.0])))?;
    let temperatures = temperatures(&scored_dev(data, &cold, &corpora, plan.seed)?, &prior);
    Ok(model(&prior, &temperatures))
}

/// A text's class and its features.
pub type Drawn = (usize, Vec<Found>);

/// A code for every class, and `count` texts as training draws them.
pub fn draws(data: &Path, plan: &Plan, count: usize) -> Result<(Vec<String>, Vec<Drawn>), TrainError> {
    let corpora = corpora(data, plan.least_sentences)?;
    let even = vec![0.0; corpora.len()];
    let sampler = Sampler::new(&corpora, &even);
    let mut random = fastrand::Rng::with_seed(plan.seed);
    let texts = sampler.draws(count, &mut random);
    let examples = texts.into_par_iter().map(|draw| (draw.class, language_features(&draw.text))).collect();
    let noise = OF_NOISE.map(|_| UNDETERMINED.to_owned());
    let codes = corpora.iter().map(|corpus| corpus.code.clone()).chain(noise).collect();
    Ok((codes, examples))
}

/// Table and head of a finished model, as they stand in a file.
fn finished(path: &Path, labels: &[u8]) -> Result<(Vec<u8>, Vec<u8>), TrainError> {
    let file = read_file(path)?;
    if section(&file, Part::Language, "labels")? != labels {
        return Err(TrainError::Data(format!(
            "{} has other languages than the corpora: train it anew, without --finished",
            path.display()
        )));
    }
    let part = |name| section(&file, Part::Language, name);
    Ok((part("table")?, part("head")?))
}

/// What a short text leaves open goes to the language that more is written in: by the root of the length of its list of
/// words. As logarithms, a class each.
fn prior(corpora: &[Corpus]) -> Vec<f32> {
    let lengths = corpora.iter().map(|corpus| corpus.words.len()).chain(OF_NOISE.map(|_| 0));
    lengths.map(|length| 0.5 * (length as f32).max(SHORTEST_LIST).ln()).collect()
}

/// Which classes are possible in a text, as a model that reads it will see: those written in a script that enough of it is
/// in, and of the family of most of its letters.
fn possible(corpora: &[Corpus], text: &str) -> Vec<bool> {
    let letters = letters(text);
    let main = letters.families().first().map(|(family, _)| *family);
    let written = letters.written().filter(|(script, _)| Some(family(*script)) == main);
    let written: Vec<&str> = written.map(|(script, _)| script.short_name()).collect();
    let languages = corpora.iter().map(|corpus| corpus.scripts.iter().any(|script| written.contains(script)));
    languages.chain(OF_NOISE.map(|script| written.contains(&script))).collect()
}

/// What is wanted of a text of this class; nothing, if the class is ruled out by the text's scripts. `prior` is what the class
/// was drawn by, if it was.
fn target(possible: &[bool], class: usize, prior: Option<&[f32]>) -> Option<Target> {
    let of = |(class, possible): (usize, &bool)| {
        if *possible { prior.map_or(0.0, |prior| prior[class]) } else { f32::NEG_INFINITY }
    };
    let prior: Arc<[f32]> = possible.iter().enumerate().map(of).collect();
    possible[class].then_some(Target { layer: 0, weight: 1.0, want: Want::ClassWithPrior(class, prior) })
}

/// Learns a table and fits a head on it.
fn learned(data: &Path, corpora: &[Corpus], prior: &[f32], plan: &Plan) -> Result<(Vec<u8>, Vec<u8>), TrainError> {
    let classes = corpora.len() + OF_NOISE.len();
    let mut sampler = Sampler::new(corpora, prior);
    let mut random = fastrand::Rng::with_seed(plan.seed);
    let course = &plan.course;
    let the_same = Plan { unfinished: None, ..plan.clone() };
    let mut keeper = Keeper::new(plan.unfinished.as_ref(), &the_same, &[data]);
    let (start, mut network) = keeper.found().unwrap_or_else(|| {
        let network = Network {
            bag: course.bag(language_features, |random| sampler.draw(random).text, &mut random),
            layers: vec![Layer::new(course.dim, classes, &mut random)],
        };
        (Place { seed: random.get_seed(), confusions: sampler.confusions.clone(), ..Place::default() }, network)
    });
    random.seed(start.seed);
    sampler.note(start.confusions);
    let progress = Progress::from("language vectors", start.batch, course.batches());
    let looks = |batch: usize| batch > 0 && batch.is_multiple_of((course.batches() / LOOKED).max(1));
    // What comes next can be drawn, unless that depends on what is being learned.
    let comes = |batch: usize| batch < course.batches() && !looks(batch);
    let mut seed = random.get_seed();
    let mut drawn = if comes(start.batch) { sampler.draws(BATCH, &mut random) } else { Vec::new() };
    for batch in start.batch..course.batches() {
        if course.begins_part(batch) {
            keeper.keep(|| Place { batch, seed, confusions: sampler.confusions.clone() }, &network)?;
        }
        let rate = course.prepare(batch, &mut network.bag);
        if looks(batch) {
            sampler.look_for_confusions(&network, &mut random);
            drawn = sampler.draws(BATCH, &mut random);
        }
        let examples: Vec<Example> = drawn
            .into_par_iter()
            .map(|Draw { class, text, by_prior }| {
                let target = target(&possible(corpora, &text), class, by_prior.then_some(prior));
                Example { rows: network.bag.rows(&language_features(&text)), targets: target.into_iter().collect() }
            })
            .collect();
        seed = random.get_seed();
        // One thread draws it, so that the other is not left idle.
        let draw = || if comes(batch + 1) { sampler.draws(BATCH, &mut random) } else { Vec::new() };
        let (loss, next) = rayon::join(|| network.learn(&examples, rate), draw);
        progress.step(loss / BATCH as f32);
        drawn = next;
    }
    progress.finish();
    keeper.keep_now(&Place { batch: course.batches(), seed, confusions: sampler.confusions.clone() }, &network);
    let table = course.tables(&mut network.bag).iter().flat_map(Table::to_bytes).collect();

    eprintln!("language: linfa fits the head");
    let even = vec![0.0; corpora.len()];
    let sampler = Sampler::new(corpora, &even);
    let drawn = sampler.draws(plan.head_examples, &mut random);
    let examples: Vec<(usize, Vec<f32>)> = drawn
        .into_par_iter()
        .filter(|draw| possible(corpora, &draw.text)[draw.class])
        .map(|draw| (draw.class, network.bag.vector(&language_features(&draw.text))))
        .collect();
    let family_of = |class: usize| corpora.get(class).map_or_else(|| OF_NOISE[class - corpora.len()], |c| c.family);
    Ok((table, head(&network.layers[0].head(), &examples, family_of)?.to_bytes()))
}

/// The head, begun from `start` and fitted on vectors and their classes, among the classes of each family by itself. Those of a
/// family that has but one need no fit.
fn head(
    start: &Head,
    examples: &[(usize, Vec<f32>)],
    family_of: impl Fn(usize) -> &'static str,
) -> Result<Head, TrainError> {
    let mut families: BTreeMap<&str, Vec<&(usize, Vec<f32>)>> = BTreeMap::new();
    for example in examples {
        families.entry(family_of(example.0)).or_default().push(example);
    }
    let mut rows: Vec<(Vec<f32>, f32)> =
        (0..start.classes()).map(|class| (start.row(class).to_vec(), start.bias(class))).collect();
    for examples in families.values() {
        let mut classes: Vec<usize> = examples.iter().map(|(class, _)| *class).collect();
        classes.sort_unstable();
        classes.dedup();
        if classes.len() < 2 {
            continue;
        }
        let of_family = assembled(start.dim(), classes.iter().map(|class| &rows[*class]));
        let vectors = Array2::from_shape_fn((examples.len(), start.dim()), |(row, column)| examples[row].1[column]);
        let targets: Vec<usize> =
            examples.iter().map(|(class, _)| classes.partition_point(|known| known < class)).collect();
        let fit = Fit { penalty: 1e-7, steps: 30, tolerance: 1e-6 };
        let fitted = fit.refine(&of_family, vectors, &targets).map_err(TrainError::learn("language"))?;
        for (place, class) in classes.into_iter().enumerate() {
            rows[class] = (fitted.row(place).to_vec(), fitted.bias(place));
        }
    }
    Ok(assembled(start.dim(), rows.iter()))
}

/// A head's bytes with as many bits of each number as matter, rounded to the first 16 of 32 (bfloat16): the others are noise,
/// which packs into nothing smaller. The first four bytes are the number of classes.
fn shortened(mut head: Vec<u8>) -> Vec<u8> {
    for float in head[4..].chunks_exact_mut(4) {
        // Half of the last bit that stays is added; the sign comes first and is not reached by what is carried.
        let high = u16::from_le_bytes([float[2], float[3]]).wrapping_add(u16::from(float[1] >> 7));
        float.copy_from_slice(&[[0; 2], high.to_le_bytes()].concat());
    }
    head
}

/// A head from weights and biases, a pair a class.
fn assembled<'r>(dim: usize, rows: impl Iterator<Item = &'r (Vec<f32>, f32)>) -> Head {
    let (weights, bias): (Vec<&[f32]>, Vec<f32>) = rows.map(|(weights, bias)| (&weights[..], *bias)).unzip();
    Head::new(dim, weights.concat(), bias)
}

/// Scores on dev sentences and on pieces of them of every length.
fn scored_dev(data: &Path, model: &LanguageModel, corpora: &[Corpus], seed: u64) -> Result<Vec<Scored>, TrainError> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut found = Vec::new();
    for sentence in sentences(&data.join("language/dev.tsv.zst"))? {
        let pieces = [1, 2, 4, 8].map(|words| piece(&sentence.text, words, &mut random));
        for text in pieces.iter().map(String::as_str).chain([sentence.text.as_str()]) {
            let (scores, letters) = language_scores(model, text);
            // Of a language's classes, the one for the script that the text is in.
            let classes = (0..corpora.len()).filter(|class| corpora[*class].code == sentence.language);
            if let Some(class) = classes.max_by(|a, b| scores[*a].total_cmp(&scores[*b]))
                && letters > 0
            {
                found.push(Scored { scores, class, length: letters });
            }
        }
    }
    Ok(found)
}

fn corpora(data: &Path, least_sentences: usize) -> Result<Vec<Corpus>, TrainError> {
    let mut by_language: BTreeMap<String, Groups> = BTreeMap::new();
    for sentence in sentences(&data.join("language/train.tsv.zst"))? {
        // In news, traditional Chinese is as much at home; of ours it is a quarter, and would be taken for Cantonese.
        let is_chinese = sentence.language == "zh";
        let writing = is_chinese.then(|| chinese_script(&sentence.text).unwrap_or("Hans"));
        let groups = by_language.entry(sentence.language).or_default();
        groups.entry((sentence.source, sentence.script, writing)).or_default().push(sentence.text);
    }
    by_language.retain(|code, groups| {
        !NOT_TOLD_APART.contains(&code.as_str()) && groups.values().map(Vec::len).sum::<usize>() >= least_sentences
    });
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (language, word) in words(&data.join("language/words.tsv.zst"))? {
        // The list calls Tagalog by its standard form's name.
        let language = if language == "fil" { "tl".to_owned() } else { language };
        lists.entry(language).or_default().push(word);
    }
    if by_language.len() < 2 {
        return Err(TrainError::Data(format!(
            "only {} languages have {least_sentences} sentences in language/train.tsv.zst; two at least are needed",
            by_language.len()
        )));
    }
    Ok(by_language.into_iter().flat_map(|(code, groups)| by_script(&code, groups, lists.remove(&code))).collect())
}

/// Parts a language by the families of scripts it is written in. What is in a script that it hardly uses (quotations, names)
/// is left out.
fn by_script(code: &str, groups: Groups, words: Option<Vec<String>>) -> Vec<Corpus> {
    let mut parts: BTreeMap<&'static str, (Groups, Vec<String>)> = BTreeMap::new();
    let mut all = 0;
    for (group, sentences) in groups {
        for sentence in sentences {
            let Some(family) = main_family(&sentence) else { continue };
            all += 1;
            parts.entry(family).or_default().0.entry(group.clone()).or_default().push(sentence);
        }
    }
    parts.retain(|_, (groups, _)| groups.values().map(Vec::len).sum::<usize>() as f64 >= SCRIPT_SHARE * f64::from(all));
    for word in words.into_iter().flatten() {
        if let Some(part) = main_family(&word).and_then(|family| parts.get_mut(family)) {
            part.1.push(word);
        }
    }
    parts.into_iter().map(|(family, (groups, words))| Corpus::new(code, family, groups, words)).collect()
}

/// The family of scripts of most letters.
fn main_family(text: &str) -> Option<&'static str> {
    let mut letters: BTreeMap<&'static str, usize> = BTreeMap::new();
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        *letters.entry(family(script_of(c)).short_name()).or_default() += 1;
    }
    letters.into_iter().max_by_key(|(_, count)| *count).map(|(family, _)| family)
}

/// The scripts of a family that a language is written in, ISO 15924 codes.
fn scripts<'s>(sentences: impl Iterator<Item = &'s String>, of: &str) -> Vec<&'static str> {
    let mut letters: BTreeMap<&'static str, usize> = BTreeMap::new();
    for c in sentences.flat_map(|sentence| sentence.chars()).filter(|c| c.is_alphabetic()) {
        let script = script_of(c);
        if family(script).short_name() == of {
            *letters.entry(script.short_name()).or_default() += 1;
        }
    }
    let all: usize = letters.values().sum();
    letters.retain(|_, count| *count as f64 >= SCRIPT_SHARE * all as f64);
    letters.into_keys().collect()
}

/// A text to learn from.
struct Draw {
    class: usize,
    text: String,
    /// Whether its class was drawn by the prior as well.
    by_prior: bool,
}

/// Draws texts of every length, evenly enough over the languages: single words and pairs oftener of those that more is
/// written in, because that is what such a text will be taken for.
struct Sampler<'c> {
    corpora: &'c [Corpus],
    /// As logarithms, a class each.
    prior: &'c [f32],
    classes: Weighted,
    /// The same, weighted by the prior as well.
    classes_by_prior: Weighted,
    /// How often each language was lately missed, or given wrongly, for whole sentences.
    confusions: Vec<f64>,
}

impl<'c> Sampler<'c> {
    fn new(corpora: &'c [Corpus], prior: &'c [f32]) -> Self {
        let confusions = vec![0.0; corpora.len()];
        let (classes, classes_by_prior) = weighted(corpora, prior, &confusions);
        Self { corpora, prior, classes, classes_by_prior, confusions }
    }

    /// Takes note of which languages the network confuses. Both sides of a confusion count alike: weighing only the
    /// language that is missed would turn the confusion round.
    fn look_for_confusions(&mut self, network: &Network, random: &mut fastrand::Rng) {
        let texts: Vec<(usize, &str)> = (0..self.corpora.len())
            .flat_map(|class| (0..LOOKS).map(move |_| class))
            .map(|class| (class, self.corpora[class].sentence(random)))
            .collect();
        let given: Vec<Option<usize>> = texts
            .par_iter()
            .map(|(_, text)| {
                let scores = network.layers[0].outputs(&network.bag.vector(&language_features(text)));
                let possible = possible(self.corpora, text);
                let classes = (0..scores.len()).filter(|class| possible[*class]);
                classes.max_by(|a, b| scores[*a].total_cmp(&scores[*b]))
            })
            .collect();
        let mut confusions = vec![0.0; self.confusions.len()];
        for ((class, _), given) in texts.iter().zip(given) {
            let Some(given) = given else { continue };
            for side in [*class, given] {
                if *class != given && side < confusions.len() {
                    confusions[side] += 0.5 / LOOKS as f64;
                }
            }
        }
        self.note(confusions);
    }

    /// Draws by these confusions from now on.
    fn note(&mut self, confusions: Vec<f64>) {
        (self.classes, self.classes_by_prior) = weighted(self.corpora, self.prior, &confusions);
        self.confusions = confusions;
    }

    /// So many texts.
    fn draws(&self, count: usize, random: &mut fastrand::Rng) -> Vec<Draw> {
        (0..count).map(|_| self.draw(random)).collect()
    }

    /// A text of some language, or of none.
    fn draw(&self, random: &mut fastrand::Rng) -> Draw {
        if random.f32() < NOISE {
            let text = noise(random);
            let family = OF_NOISE.iter().position(|family| main_family(&text) == Some(*family));
            return Draw { class: self.corpora.len() + family.unwrap_or(0), text, by_prior: false };
        }
        let kind = random.f32();
        let by_prior = kind < PAIR;
        let class = if by_prior { &self.classes_by_prior } else { &self.classes }.draw(random);
        let corpus = &self.corpora[class];
        let text = if kind < LISTED && !corpus.words.is_empty() {
            // The lists are sorted by frequency: the first words are drawn oftener, all of them sometimes.
            let place = (random.f32() * random.f32() * corpus.words.len() as f32) as usize;
            corpus.words[place].clone()
        } else {
            let sentence = corpus.sentence(random);
            match kind {
                k if k < WORD => piece(sentence, 1, random),
                k if k < PAIR => piece(sentence, 2, random),
                k if k < PHRASE => piece(sentence, random.usize(3..9), random),
                _ => sentence.to_owned(),
            }
        };
        Draw { class, text, by_prior }
    }
}

/// Languages that are often confused are drawn oftener; first all by their size, then by the prior as well.
fn weighted(corpora: &[Corpus], prior: &[f32], confusions: &[f64]) -> (Weighted, Weighted) {
    let weight =
        |(corpus, confusions): (&Corpus, &f64)| (corpus.len() as f64).powf(EVENNESS) * (1.0 + HARDNESS * confusions);
    let weights = || corpora.iter().zip(confusions).map(weight);
    let by_prior = weights().zip(prior).map(|(weight, prior)| weight * f64::from(*prior).exp());
    (weights().collect(), by_prior.collect())
}

/// So many words in a row from a sentence; of a script without spaces twice as many characters.
fn piece(sentence: &str, words: usize, random: &mut fastrand::Rng) -> String {
    let spaced: Vec<&str> = sentence.split_whitespace().collect();
    let count = sentence.chars().count();
    if count > 12 * spaced.len() {
        let length = (2 * words).min(count);
        let from = random.usize(..=count - length);
        return sentence.chars().skip(from).take(length).collect();
    }
    let words = words.min(spaced.len());
    let from = random.usize(..=spaced.len() - words);
    spaced[from..from + words].join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus(code: &str, words: usize) -> Corpus {
        let sentences = vec!["one two three four five six seven eight nine ten".to_owned(); 100];
        let groups = [(("source".to_owned(), "Latn".to_owned(), None), sentences)].into_iter().collect();
        Corpus::new(code, "Latn", groups, vec!["word".to_owned(); words])
    }

    #[test]
    fn chinese_is_drawn_in_both_writings_alike() {
        let group = |writing, text: &str, count| {
            (("source".to_owned(), "Hani".to_owned(), Some(writing)), vec![text.to_owned(); count])
        };
        let groups = [group("Hans", "议会", 900), group("Hant", "議會", 100)].into_iter().collect();
        let corpus = Corpus::new("zh", "Hani", groups, Vec::new());
        let mut random = fastrand::Rng::with_seed(1);
        let traditional = (0..10_000).filter(|_| corpus.sentence(&mut random) == "議會").count();
        assert!(traditional.abs_diff(5_000) < 200, "{traditional}");
    }

    #[test]
    fn words_and_pairs_are_drawn_by_the_prior_and_nothing_else_is() {
        let corpora = [corpus("aa", 100), corpus("bb", 9 * SHORTEST_LIST as usize)];
        let prior = prior(&corpora);
        let sampler = Sampler::new(&corpora, &prior);
        let mut random = fastrand::Rng::with_seed(1);
        let drawn: Vec<Draw> = (0..20_000).map(|_| sampler.draw(&mut random)).filter(|draw| draw.class < 2).collect();
        let share = |by_prior: bool| {
            let of_kind: Vec<&Draw> = drawn.iter().filter(|draw| draw.by_prior == by_prior).collect();
            of_kind.iter().filter(|draw| draw.class == 1).count() as f64 / of_kind.len() as f64
        };
        // The root of nine times as many words, and as many sentences.
        assert!((share(true) - 0.75).abs() < 0.02 && (share(false) - 0.5).abs() < 0.02);
        assert!(drawn.iter().all(|draw| draw.by_prior == (draw.text.split(' ').count() < 3)));
    }
}
