//! Which language a text is in.

use std::ops::Range;

use unicode_script::Script;

use crate::ModelError;
use crate::calibration::Temperatures;
use crate::container::{Container, Part};
use crate::evidence::Scorer;
use crate::features::token_features;
use crate::han::Han;
use crate::head::{Head, dot, softmax};
use crate::lexicon::{Hashes, Shelf};
use crate::report::{DetectedLanguage, rounded};
use crate::table::{Sum, Table};
use crate::token::{Token, tokens};

/// What no language is called.
pub const UNDETERMINED: &str = "und";
/// The language that is written in two ways.
pub(crate) const CHINESE: &str = "zh";
/// Languages less likely than this are not listed.
const WORTH_LISTING: f32 = 0.01;
/// No more languages than this are listed before `und`.
const LONGEST_LIST: usize = 5;
/// A language is possible if it is written in the script of at least this share of the text's letters.
const SCRIPT_SHARE: usize = 4;

/// Tells languages. Loads alone, without the topic model.
#[derive(Debug)]
pub struct LanguageModel {
    table: Table,
    head: Head,
    /// The classes of the head, sorted by code. A language that is written in several scripts has a class for each: its
    /// texts have nothing in common but the name.
    classes: Vec<Class>,
    /// The classes of each language.
    languages: Vec<Range<usize>>,
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
    /// The scripts of its letters; none for `und`, which may be written in any.
    scripts: Vec<Script>,
    is_undetermined: bool,
}

/// What a stretch of text adds to the question of its language. Sums of stretches are sums of the whole.
#[derive(Clone, Debug)]
pub struct LanguageSum {
    sum: Sum,
    scripts: Vec<(Script, usize)>,
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
        let mut section = container.section("prior")?;
        let prior = section.floats(classes.len())?;
        section.finish()?;
        let mut languages: Vec<Range<usize>> = Vec::new();
        for same in classes.chunk_by(|a, b| a.code == b.code) {
            let start = languages.last().map_or(0, |before| before.end);
            languages.push(start..start + same.len());
        }
        Ok(Self {
            table,
            head,
            classes,
            languages,
            prior,
            words: Shelf::default(),
            temperatures: Temperatures::read(container.section("heat")?)?,
            sha256: container.sha256,
        })
    }

    /// The codes of all languages that can be told, without `und`.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.iter().map(|classes| &*self.classes[classes.start].code).filter(|code| *code != UNDETERMINED)
    }

    /// The likeliest languages of `text`, best first, `und` last.
    pub fn detect(&self, text: &str) -> Vec<DetectedLanguage> {
        self.detect_among(text, &[])
    }

    /// As [`detect`](Self::detect), among `expected` languages alone (all, if there are none).
    pub fn detect_among(&self, text: &str, expected: &[&str]) -> Vec<DetectedLanguage> {
        self.decide(&self.read(text), expected)
    }

    /// The scores of all classes for `text` before the temperature, and its number of letters: what calibration needs.
    pub(crate) fn uncalibrated(&self, text: &str) -> (Vec<f32>, usize) {
        let sum = self.read(text);
        (self.scores(&sum, &[]), sum.letters())
    }

    pub(crate) fn vector(&self, text: &str) -> Vec<f32> {
        self.read(text).vector()
    }

    fn read(&self, text: &str) -> LanguageSum {
        let mut sum = self.nothing();
        let mut words = self.words.take();
        tokens(text, |token, chars| {
            sum.count(&token, chars);
            sum.add_rows(words.of(&token, chars, self.dim(), |rows| {
                let mut hashes = Hashes::default();
                token_features(&token, chars, |feature| hashes.push_if(feature.language, feature.hash));
                self.add_rows_of(hashes.all(), rows);
            }));
        });
        self.words.put(words);
        sum
    }

    /// The sum of an empty text.
    pub(crate) fn nothing(&self) -> LanguageSum {
        LanguageSum { sum: Sum::of(self.dim()), scripts: Vec::new(), han: Han::default() }
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

    pub(crate) fn decide(&self, sum: &LanguageSum, expected: &[&str]) -> Vec<DetectedLanguage> {
        listed(self.ranked(sum, expected))
    }

    /// The likeliest languages and their probabilities, best first, `und` last.
    pub(crate) fn ranked(&self, sum: &LanguageSum, expected: &[&str]) -> Vec<(&str, f32)> {
        let probabilities = self.probabilities(sum, expected);
        let mut und = 1.0;
        let mut ranked: Vec<(&str, f32)> = Vec::new();
        for classes in &self.languages {
            let probability: f32 = probabilities[classes.clone()].iter().sum();
            let class = &self.classes[classes.start];
            if class.is_undetermined {
                und = probability;
            } else if probability >= WORTH_LISTING {
                ranked.push((&*class.code, probability));
            }
        }
        with_undetermined(ranked, und)
    }

    /// A probability for every class of the head, in its order.
    fn probabilities(&self, sum: &LanguageSum, expected: &[&str]) -> Vec<f32> {
        let mut scores = self.scores(sum, expected);
        let temperature = self.temperatures.at(sum.letters());
        let trust = prior_trust(sum.letters());
        for (score, prior) in scores.iter_mut().zip(&self.prior) {
            *score = *score / temperature + trust * prior;
        }
        softmax(&mut scores);
        scores
    }

    /// A score for every class of the head, in its order; minus infinity where the script rules a language out.
    fn scores(&self, sum: &LanguageSum, expected: &[&str]) -> Vec<f32> {
        let vector = sum.sum.unit();
        let written = sum.written_in();
        let is_possible = |Class { code, scripts, is_undetermined }: &Class| {
            *is_undetermined
                || scripts.iter().any(|script| written.contains(script))
                    && (expected.is_empty() || expected.contains(&code.as_str()))
        };
        let score = |(place, class)| {
            if is_possible(class) { self.head.score(place, &vector) } else { f32::NEG_INFINITY }
        };
        self.classes.iter().enumerate().map(score).collect()
    }

    /// How the score of a language less that of another is made, and that difference. `None` if one of them is unknown, or
    /// ruled out by the script.
    pub(crate) fn contrast(&self, sum: &LanguageSum, language: &str, against: &str) -> Option<(Scorer, f32)> {
        let scores = self.scores(sum, &[]);
        let best = |code: &str| {
            let classes = (0..scores.len()).filter(|class| self.classes[*class].code == code);
            classes.max_by(|a, b| scores[*a].total_cmp(&scores[*b])).filter(|class| scores[*class].is_finite())
        };
        let classes = (best(language)?, best(against)?);
        let temperature = self.temperatures.at(sum.letters());
        let (mut shares, difference) =
            self.head.contrast(classes, &sum.sum.unit(), self.head.dim(), sum.sum.factor() as f32, temperature);
        let prior = prior_trust(sum.letters()) * (self.prior[classes.0] - self.prior[classes.1]);
        shares.bias += prior;
        Some((shares, difference + prior))
    }
}

/// How much the prior counts for a text of so many letters: wholly up to 2^3, less with every doubling, and nothing from
/// 2^6 on, where the letters say enough.
pub fn prior_trust(letters: usize) -> f32 {
    (2.0 - libm::log2f(letters.max(1) as f32) / 3.0).clamp(0.0, 1.0)
}

/// The longest list that is worth giving: best first, `und` last.
pub(crate) fn with_undetermined(mut ranked: Vec<(&str, f32)>, und: f32) -> Vec<(&str, f32)> {
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    ranked.truncate(LONGEST_LIST);
    ranked.push((UNDETERMINED, und));
    ranked
}

/// The list as a report has it.
pub(crate) fn listed(ranked: Vec<(&str, f32)>) -> Vec<DetectedLanguage> {
    ranked
        .into_iter()
        .map(|(code, probability)| DetectedLanguage {
            detected_language: code.to_owned(),
            confidence: rounded(probability),
        })
        .collect()
}

impl Class {
    /// `code<TAB>Script Script…`, ISO 15924 codes.
    fn read(line: &str) -> Option<Self> {
        let (code, scripts) = line.split_once('\t').unwrap_or((line, ""));
        let scripts = scripts.split_whitespace().map(Script::from_short_name).collect::<Option<_>>()?;
        Some(Self { code: code.to_owned(), scripts, is_undetermined: code == UNDETERMINED })
    }
}

impl LanguageSum {
    /// Adds the sum of a token's rows.
    pub(crate) fn add_rows(&mut self, rows: &[i16]) {
        self.sum.add(rows);
    }

    /// Takes note of a token's script.
    pub(crate) fn count(&mut self, token: &Token, chars: &[char]) {
        if token.is_of_language() {
            self.count_letters(token.script, token.letters);
        }
        if token.script == Script::Han {
            self.han.count(chars);
        }
    }

    fn count_letters(&mut self, script: Script, letters: usize) {
        match self.scripts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += letters,
            None => self.scripts.push((script, letters)),
        }
    }

    /// Joins two stretches.
    pub(crate) fn join(&mut self, other: &Self) {
        self.sum.join(&other.sum);
        for (script, letters) in &other.scripts {
            self.count_letters(*script, *letters);
        }
        self.han.join(other.han);
    }

    /// Whether Chinese is written in simplified (`Hans`) or traditional (`Hant`) characters.
    pub(crate) fn chinese_script(&self) -> Option<&'static str> {
        self.han.script()
    }

    /// What languages are told by, of unit length.
    pub(crate) fn vector(&self) -> Vec<f32> {
        self.sum.unit()
    }

    /// How alike two stretches are, 1 at most.
    pub(crate) fn likeness(&self, other: &Self) -> f32 {
        dot(&self.vector(), &other.vector())
    }

    /// Number of letters read.
    pub(crate) fn letters(&self) -> usize {
        self.scripts.iter().map(|(_, count)| count).sum()
    }

    /// The script of most letters.
    pub(crate) fn main_script(&self) -> Option<Script> {
        self.scripts.iter().max_by_key(|(_, count)| *count).map(|(script, _)| *script)
    }

    /// The scripts that enough of it is written in.
    fn written_in(&self) -> Vec<Script> {
        let letters = self.letters();
        let enough = self.scripts.iter().filter(|(_, count)| count * SCRIPT_SHARE >= letters);
        enough.map(|(script, _)| *script).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::prior_trust;

    #[test]
    fn the_prior_counts_for_short_texts_alone() {
        assert_eq!([0, 1, 8, 64, 1 << 20].map(prior_trust), [1.0, 1.0, 1.0, 0.0, 0.0]);
        assert!(0.0 < prior_trust(40) && prior_trust(40) < prior_trust(20) && prior_trust(20) < 1.0);
    }
}
