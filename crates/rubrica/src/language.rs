//! Which language a text is in.
//!
//! A script rules most languages out. So a language is told among those of the same family of scripts alone, by what a text
//! has of that family: the vectors of two families have nothing in common. A text in several families is in languages of
//! each, in proportion to their letters.

use unicode_script::Script;

use crate::ModelError;
use crate::calibration::Temperatures;
use crate::characters::family;
use crate::container::{Container, Part};
use crate::evidence::Scorer;
use crate::features::token_features;
use crate::han::Han;
use crate::head::{Head, dot, softmax};
use crate::letters::Letters;
use crate::lexicon::{Hashes, Shelf};
use crate::ranking::ranking;
use crate::report::{DetectedLanguage, rounded};
use crate::table::{Sum, Table};
use crate::token::{Token, tokens};

/// What no language is called.
pub const UNDETERMINED: &str = "und";
/// The language that is written in two ways.
pub(crate) const CHINESE: &str = "zh";
/// Languages less likely than this never come to be listed: all that a model knows are together less than what a list leaves
/// to `und`.
const WORTH_LISTING: f32 = 0.000_03;
/// A language whose score is so much below the best does not change what a report shows of the others: 2^-24 of their share.
/// (The softmax itself cuts far lower, as training sees it, too. Most languages are below this, and need not go through it.)
const NEGLIGIBLE: f32 = 17.0;
/// What stretches of a text are compared by: no language less likely than this, and no more of them.
const LIKELY: f32 = 0.01;
const MOST_LIKELY: usize = 5;
/// A list ends once its languages are together as likely as this.
const ENOUGH: f64 = 0.99;

/// Tells languages. Loads alone, without the topic model.
#[derive(Debug)]
pub struct LanguageModel {
    table: Table,
    head: Head,
    /// The classes of the head, sorted by code. A language that is written in several families of scripts has a class for
    /// each: its texts have nothing in common but the name.
    classes: Vec<Class>,
    families: Vec<Family>,
    temperatures: Temperatures,
    /// What speaks for each class before a letter is read, as logarithms: how much is written in its language.
    prior: Vec<f32>,
    /// The words of the texts before.
    words: Shelf,
    pub(crate) sha256: String,
}

#[derive(Debug)]
struct Class {
    code: String,
    /// The scripts of its letters, all of one family.
    scripts: Vec<Script>,
    is_undetermined: bool,
}

/// The classes of a family of scripts.
#[derive(Debug)]
struct Family {
    /// What it is known by.
    script: Script,
    /// The scripts of its classes.
    scripts: Vec<Script>,
    classes: Vec<usize>,
    /// The head, a few classes side by side: their biases, and then their weights for each place of a vector.
    weights: Vec<[f32; SIDE_BY_SIDE]>,
}

/// So many classes are scored at once.
const SIDE_BY_SIDE: usize = 8;

/// What a stretch of text adds to the question of its language. Sums of stretches are sums of the whole.
#[derive(Clone, Debug)]
pub struct LanguageSum {
    dim: usize,
    letters: Letters,
    /// The rows of each family of scripts.
    sums: Vec<(Script, Sum)>,
    han: Han,
}

impl LanguageModel {
    /// Reads a model file.
    ///
    /// # Errors
    /// If `bytes` are no whole language model of this format.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Self::of(Container::read(bytes, Part::Language)?)
    }

    /// The same for bytes that the caller has compared with a hash already: their damage is not looked for again.
    ///
    /// # Errors
    /// As those of [`from_bytes`](Self::from_bytes).
    pub fn from_verified_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Self::of(Container::open(bytes, Part::Language, true)?)
    }

    fn of(container: Container) -> Result<Self, ModelError> {
        let table = Table::read(container.section("table")?)?;
        let mut section = container.section("head")?;
        let head = Head::read(&mut section, table.dim())?;
        section.finish()?;
        let mut section = container.section("labels")?;
        let classes = section.lines()?.iter().map(|line| Class::read(line)).collect::<Option<Vec<_>>>();
        let classes = classes.ok_or_else(|| section.malformed("a script is unknown"))?;
        if classes.len() != head.classes() || classes.iter().all(|class| class.code != UNDETERMINED) {
            return Err(section.malformed("it does not name the classes of the head, `und` among them"));
        }
        let mut families: Vec<Family> = Vec::new();
        for (place, class) in classes.iter().enumerate() {
            let [first, others @ ..] = &class.scripts[..] else {
                return Err(section.malformed("a class has no script"));
            };
            if others.iter().any(|other| family(*other) != family(*first)) {
                return Err(section.malformed("the scripts of a class are of several families"));
            }
            let known = families.iter().position(|known| known.script == family(*first)).unwrap_or_else(|| {
                families.push(Family::of(*first));
                families.len() - 1
            });
            families[known].add(place, &class.scripts);
        }
        families.iter_mut().for_each(|family| family.take_weights(&head));
        let mut section = container.section("prior")?;
        let prior = section.floats(classes.len())?;
        section.finish()?;
        Ok(Self {
            table,
            head,
            classes,
            families,
            prior,
            words: Shelf::default(),
            temperatures: Temperatures::read(container.section("heat")?)?,
            sha256: container.sha256,
        })
    }

    /// The codes of all languages that can be told, without `und`.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        let languages = self.classes.chunk_by(|a, b| a.code == b.code).map(|same| &*same[0].code);
        languages.filter(|code| *code != UNDETERMINED)
    }

    /// The languages of `text` that are likelier than none, best first, and `und` last: as [`Item::language`](crate::Item::language).
    pub fn detect(&self, text: &str) -> Vec<DetectedLanguage> {
        self.detect_among(text, &[])
    }

    /// As [`detect`](Self::detect), among `expected` languages alone (all, if there are none).
    pub fn detect_among(&self, text: &str, expected: &[&str]) -> Vec<DetectedLanguage> {
        listed(self.ranked(&self.read(text), expected))
    }

    /// The scores of all classes for `text` before the temperature, and its number of letters: what calibration needs. Of a
    /// text in several families of scripts, for what it has of that of most letters.
    pub(crate) fn uncalibrated(&self, text: &str) -> (Vec<f32>, usize) {
        let sum = self.read(text);
        let mut all = vec![f32::NEG_INFINITY; self.classes.len()];
        let families = sum.letters.families();
        let Some((family, letters)) = families.first() else { return (all, 0) };
        self.scores(&sum, *family, &[]).into_iter().for_each(|(class, score)| all[class] = score);
        (all, *letters)
    }

    pub(crate) fn vector(&self, text: &str) -> Vec<f32> {
        self.read(text).vector()
    }

    fn read(&self, text: &str) -> LanguageSum {
        let mut sum = self.nothing();
        let mut words = self.words.take();
        tokens(text, |token, chars| {
            let rows = words.of(&token, chars, self.dim(), |rows| {
                let mut hashes = Hashes::default();
                token_features(&token, chars, |feature| hashes.push_if(feature.language, feature.hash));
                self.add_rows_of(hashes.all(), rows);
            });
            sum.add(&token, chars, rows);
        });
        self.words.put(words);
        sum
    }

    /// The sum of an empty text.
    pub(crate) fn nothing(&self) -> LanguageSum {
        LanguageSum { dim: self.dim(), letters: Letters::default(), sums: Vec::new(), han: Han::default() }
    }

    /// Length of a row.
    pub(crate) fn dim(&self) -> usize {
        self.table.dim()
    }

    /// The row of a feature, if it has one.
    pub(crate) fn row(&self, hash: u64) -> Option<&[i8]> {
        self.table.row(hash)
    }

    /// Adds the rows of features, as many of them as have one.
    pub(crate) fn add_rows_of(&self, hashes: &[u64], sum: &mut [i16]) {
        self.table.add(hashes, sum);
    }

    /// The likely languages of a stretch of text, best first, and last the probability that it is in none.
    pub(crate) fn likely(&self, sum: &LanguageSum) -> Vec<(&str, f32)> {
        let mut ranked = self.ranked(sum, &[]);
        let und = ranked.pop();
        ranked.retain(|(_, probability)| *probability >= LIKELY);
        ranked.truncate(MOST_LIKELY);
        ranked.extend(und);
        ranked
    }

    /// The languages and their probabilities, best first, and last that of `und`: that it is none of them.
    pub(crate) fn ranked(&self, sum: &LanguageSum, expected: &[&str]) -> Vec<(&str, f32)> {
        let families = sum.letters.families();
        let all: usize = families.iter().map(|(_, letters)| letters).sum();
        let mut ranked: Vec<(&str, f32)> = Vec::new();
        let mut und = if families.is_empty() { 1.0 } else { 0.0 };
        for (family, letters) in families {
            let share = letters as f32 / all as f32;
            let mut scores = self.scores(sum, family, expected);
            if scores.is_empty() {
                und += share;
                continue;
            }
            let temperature = self.temperatures.at(letters);
            for (class, score) in &mut scores {
                *score = *score / temperature + self.beside(sum, letters, *class);
            }
            let best = scores.iter().fold(f32::NEG_INFINITY, |best, (_, score)| best.max(*score));
            scores.retain(|(_, score)| *score > best - NEGLIGIBLE);
            let mut probabilities: Vec<f32> = scores.iter().map(|(_, score)| *score).collect();
            softmax(&mut probabilities);
            // A family has a class for a language: only those of the others can have named it before.
            let of_others = ranked.len();
            for (probability, (class, _)) in probabilities.into_iter().zip(scores) {
                let Class { code, is_undetermined, .. } = &self.classes[class];
                if *is_undetermined {
                    und += share * probability;
                } else if probability >= WORTH_LISTING {
                    match ranked[..of_others].iter_mut().find(|(known, _)| known == code) {
                        Some((_, sum)) => *sum += share * probability,
                        None => ranked.push((code, share * probability)),
                    }
                }
            }
        }
        with_undetermined(&ranked, und)
    }

    /// The classes that are possible in what a text has of a family of scripts, each with its score before the temperature.
    fn scores(&self, sum: &LanguageSum, family: Script, expected: &[&str]) -> Vec<(usize, f32)> {
        let Some(family) = self.families.iter().find(|known| known.script == family) else { return Vec::new() };
        let vector = sum.of(family.script).map_or_else(|| vec![0.0; self.dim()], Sum::unit);
        let mut scores = family.scores(&vector);
        if !expected.is_empty() || family.scripts.len() > 1 {
            let written: Vec<Script> = sum.letters.written().map(|(script, _)| script).collect();
            scores.retain(|(class, _)| {
                let Class { code, scripts, is_undetermined } = &self.classes[*class];
                (*is_undetermined || expected.is_empty() || expected.contains(&code.as_str()))
                    && scripts.iter().any(|script| written.contains(script))
            });
        }
        scores
    }

    /// How the score of a language less that of another is made by what a text has of which family of scripts, and that
    /// difference. `None` if one of them is unknown, or no family has both.
    pub(crate) fn contrast(&self, sum: &LanguageSum, language: &str, against: &str) -> Option<(Script, Scorer, f32)> {
        sum.letters.families().into_iter().find_map(|(family, letters)| {
            let possible = self.scores(sum, family, &[]);
            let class =
                |code: &str| possible.iter().map(|(class, _)| *class).find(|class| self.classes[*class].code == code);
            let classes = (class(language)?, class(against)?);
            let of_family = sum.of(family)?;
            let temperature = self.temperatures.at(letters);
            let factor = of_family.factor() as f32;
            let (mut shares, difference) =
                self.head.contrast(classes, &of_family.unit(), self.head.dim(), factor, temperature);
            let beside = self.beside(sum, letters, classes.0) - self.beside(sum, letters, classes.1);
            shares.bias += beside;
            Some((family, shares, difference + beside))
        })
    }

    /// What speaks for a class besides the rows: how much is written in its language, and whether its characters are there.
    fn beside(&self, sum: &LanguageSum, letters: usize, class: usize) -> f32 {
        prior_trust(letters) * self.prior[class] - sum.han.against(&self.classes[class].code)
    }
}

/// How much the prior counts for a text of so many letters: wholly up to 2^3, less with every doubling, and nothing from
/// 2^6 on, where the letters say enough.
pub fn prior_trust(letters: usize) -> f32 {
    (2.0 - libm::log2f(letters.max(1) as f32) / 3.0).clamp(0.0, 1.0)
}

/// Best first, `und` last.
pub(crate) fn with_undetermined<'l>(ranked: &[(&'l str, f32)], und: f32) -> Vec<(&'l str, f32)> {
    let order = ranking(ranked.iter().map(|(_, probability)| f64::from(*probability)));
    order.into_iter().map(|place| ranked[place]).chain([(UNDETERMINED, und)]).collect()
}

/// The list as a report has it, by the rules of the web platform's `LanguageDetector`: the languages that are likelier than
/// none, until nearly all is said. What is left is `und`.
pub(crate) fn listed(mut ranked: Vec<(&str, f32)>) -> Vec<DetectedLanguage> {
    let unknown = ranked.pop().map_or(1.0, |(_, und)| rounded(und));
    let mut list = Vec::new();
    let mut said = 0.0;
    for (code, probability) in ranked {
        let confidence = rounded(probability);
        if confidence == 0.0 || confidence < unknown || said >= ENOUGH {
            break;
        }
        list.push(detected(code, confidence));
        said += confidence;
    }
    let left = (1.0 - said) as f32;
    list.push(detected(UNDETERMINED, rounded(left.max(0.0))));
    list
}

fn detected(code: &str, confidence: f64) -> DetectedLanguage {
    DetectedLanguage { detected_language: code.to_owned(), confidence }
}

impl Class {
    /// `code<TAB>Script Script…`, ISO 15924 codes.
    fn read(line: &str) -> Option<Self> {
        let (code, scripts) = line.split_once('\t').unwrap_or((line, ""));
        let scripts = scripts.split_whitespace().map(Script::from_short_name).collect::<Option<_>>()?;
        Some(Self { code: code.to_owned(), scripts, is_undetermined: code == UNDETERMINED })
    }
}

impl Family {
    /// The family of a script, without classes.
    fn of(script: Script) -> Self {
        Self { script: family(script), scripts: Vec::new(), classes: Vec::new(), weights: Vec::new() }
    }

    fn add(&mut self, class: usize, scripts: &[Script]) {
        self.classes.push(class);
        for script in scripts {
            if !self.scripts.contains(script) {
                self.scripts.push(*script);
            }
        }
    }

    /// The weights of all its classes, once they are known.
    fn take_weights(&mut self, head: &Head) {
        for classes in self.classes.chunks(SIDE_BY_SIDE) {
            let side_by_side = |of: &dyn Fn(usize) -> f32| {
                let mut values = [0.0; SIDE_BY_SIDE];
                values.iter_mut().zip(classes).for_each(|(value, class)| *value = of(*class));
                values
            };
            self.weights.push(side_by_side(&|class| head.bias(class)));
            self.weights.extend((0..head.dim()).map(|place| side_by_side(&|class| head.row(class)[place])));
        }
    }

    /// All its classes with their scores before the temperature.
    fn scores(&self, vector: &[f32]) -> Vec<(usize, f32)> {
        let mut scores = Vec::with_capacity(self.classes.len());
        for (classes, weights) in self.classes.chunks(SIDE_BY_SIDE).zip(self.weights.chunks_exact(1 + vector.len())) {
            let mut sums = weights[0];
            for (value, weights) in vector.iter().zip(&weights[1..]) {
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += value * weight);
            }
            scores.extend(classes.iter().copied().zip(sums));
        }
        scores
    }
}

impl LanguageSum {
    /// Adds a token, whose rows have this sum.
    pub(crate) fn add(&mut self, token: &Token, chars: &[char], rows: &[i16]) {
        if token.is_of_language() {
            self.letters.count(token);
            self.of_mut(family(token.script)).add(rows);
        }
        if family(token.script) == Script::Han {
            self.han.count(chars);
        }
    }

    /// Joins two stretches.
    pub(crate) fn join(&mut self, other: &Self) {
        self.letters.join(&other.letters);
        for (family, sum) in &other.sums {
            self.of_mut(*family).join(sum);
        }
        self.han.join(other.han);
    }

    fn of(&self, family: Script) -> Option<&Sum> {
        self.sums.iter().find(|(known, _)| *known == family).map(|(_, sum)| sum)
    }

    fn of_mut(&mut self, family: Script) -> &mut Sum {
        let place = self.sums.iter().position(|(known, _)| *known == family).unwrap_or_else(|| {
            self.sums.push((family, Sum::of(self.dim)));
            self.sums.len() - 1
        });
        &mut self.sums[place].1
    }

    /// Whether Chinese is written in simplified (`Hans`) or traditional (`Hant`) characters.
    pub(crate) fn chinese_script(&self) -> Option<&'static str> {
        self.han.script()
    }

    /// What languages are told by, of unit length: all families of scripts together.
    pub(crate) fn vector(&self) -> Vec<f32> {
        let mut all = Sum::of(self.dim);
        self.sums.iter().for_each(|(_, sum)| all.join(sum));
        all.unit()
    }

    /// How alike two stretches are, 1 at most.
    pub(crate) fn likeness(&self, other: &Self) -> f32 {
        dot(&self.vector(), &other.vector())
    }

    /// Number of letters read.
    pub(crate) fn letters(&self) -> usize {
        self.letters.all()
    }

    /// The script of most letters.
    pub(crate) fn main_script(&self) -> Option<Script> {
        self.letters.main_script()
    }
}

#[cfg(test)]
mod tests {
    use super::{UNDETERMINED, listed, prior_trust};

    /// What comes of languages that are so likely, and `und`.
    fn confidences(languages: &[f32], und: f32) -> Vec<f64> {
        let ranked = languages.iter().map(|probability| ("en", *probability)).chain([(UNDETERMINED, und)]).collect();
        listed(ranked).into_iter().map(|language| language.confidence).collect()
    }

    #[test]
    fn languages_are_listed_while_they_are_likelier_than_none_and_not_nearly_all_is_said() {
        assert_eq!(confidences(&[0.5, 0.2, 0.1], 0.2), [0.5, 0.2, 0.3]);
        assert_eq!(confidences(&[0.4, 0.0], 0.4), [0.4, 0.6]);
        assert_eq!(confidences(&[0.3, 0.2], 0.5), [1.0]);
        assert_eq!(confidences(&[0.75, 0.25, 0.0], 0.0), [0.75, 0.25, 0.0]);
        assert_eq!(confidences(&[0.9, 0.09, 0.01], 0.0), [0.9, 0.09, 0.01]);
        assert_eq!(confidences(&[0.125; 8], 0.0).len(), 9);
        assert_eq!(confidences(&[], 1.0), [1.0]);
    }

    #[test]
    fn the_prior_counts_for_short_texts_alone() {
        assert_eq!([0, 1, 8, 64, 1 << 20].map(prior_trust), [1.0, 1.0, 1.0, 0.0, 0.0]);
        assert!(0.0 < prior_trust(40) && prior_trust(40) < prior_trust(20) && prior_trust(20) < 1.0);
    }
}
