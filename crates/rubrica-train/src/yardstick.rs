//! What the language model is measured with beside whole sentences: single words, pairs of words and headlines, cut from
//! dev sentences that nothing was trained on, and what is no language.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fastrand::Rng;
use rayon::prelude::*;
use rubrica::training::chinese_script;
use rubrica::{LanguageModel, UNDETERMINED, best_language};
use serde::Serialize;

use crate::TrainError;
use crate::corpus::{Sentence, sentences};
use crate::noise::not_language;

/// The 75 languages of lingua, whose tests of words and pairs of words detectors are compared on.
const LINGUA: &str = "af ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gu he hi hr hu hy id is it ja \
    ka kk ko la lg lt lv mi mk mn mr ms nb nl nn pa pl pt ro ru sk sl sn so sq sr st sv sw ta te th tl tn tr ts uk ur vi \
    xh yo zh zu";
/// Languages that are easily taken for one another.
const CLOSE: [(&str, &str); 3] =
    [("close: bs hr sr", "bs hr sr"), ("close: da nb nn sv", "da nb nn sv"), ("close: id ms", "id ms")];
/// So many words, and pairs of them, a language.
const PIECES: usize = 300;
/// Shorter words are left out, as lingua does.
const SHORTEST: usize = 5;
/// Words of a headline.
const HEADLINE: std::ops::RangeInclusive<usize> = 5..=9;
/// Texts that are no language.
const NOISE: usize = 2_000;
/// From this confidence on, a language given to what is none counts as claimed.
const CLAIMED: f64 = 0.5;
/// Bins of the calibration error.
const BINS: usize = 10;

/// A text and its language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Labelled {
    /// Code of the language.
    pub lang: String,
    /// The text.
    pub text: String,
}

/// Texts of one kind.
#[derive(Clone, Debug)]
pub struct Test {
    /// What they are.
    pub name: &'static str,
    /// The texts.
    pub rows: Vec<Labelled>,
}

/// How a model does on a test.
#[derive(Clone, Debug)]
pub struct Figures {
    /// What was measured.
    pub name: &'static str,
    /// Number of texts.
    pub rows: usize,
    /// Number of languages, those that the model lacks among them.
    pub languages: usize,
    /// The mean of the languages' accuracies; of texts that are no language, the share that is given one with
    /// confidence.
    pub accuracy: f64,
    /// Expected calibration error.
    pub calibration: f64,
}

/// All tests.
///
/// # Errors
/// If the data cannot be read.
pub fn tests(data: &Path, seed: u64) -> Result<Vec<Test>, TrainError> {
    let dev = sentences(&data.join("language/dev.tsv.zst"))?;
    let mut random = Rng::with_seed(seed);
    let (words, pairs) = pieces(&dev, &mut random);
    let news = || dev.iter().filter(|sentence| sentence.source == "ntrex-news");
    let row = |lang: &str, text: &str| Labelled { lang: lang.to_owned(), text: text.to_owned() };
    let of_lingua = |rows: &[Labelled]| among(rows, LINGUA);
    let sentences: Vec<Labelled> = dev.iter().map(|sentence| row(&sentence.language, &sentence.text)).collect();
    let mut tests = vec![
        Test { name: "words, lingua's 75", rows: of_lingua(&words) },
        Test { name: "words, all", rows: words },
        Test { name: "word pairs, lingua's 75", rows: of_lingua(&pairs) },
        Test { name: "word pairs, all", rows: pairs },
        Test { name: "dev, lingua's 75", rows: of_lingua(&sentences) },
        Test { name: "dev, all", rows: sentences },
        Test { name: "news", rows: news().map(|sentence| row(&sentence.language, &sentence.text)).collect() },
        Test {
            name: "headlines",
            rows: news().map(|sentence| row(&sentence.language, &headline(&sentence.text, &mut random))).collect(),
        },
    ];
    let near: Vec<Labelled> = news().map(|sentence| row(&sentence.language, &sentence.text)).collect();
    tests.extend(CLOSE.map(|(name, languages)| Test { name, rows: among(&near, languages) }));
    let is_traditional = |sentence: &&Sentence| chinese_script(&sentence.text) == Some("Hant");
    let traditional: Vec<Labelled> =
        dev.iter().filter(is_traditional).map(|sentence| row(&sentence.language, &sentence.text)).collect();
    tests.push(Test { name: "close: zh yue, traditional", rows: among(&traditional, "zh yue") });
    let noise = (0..NOISE).map(|_| row(UNDETERMINED, &not_language(&mut random))).collect();
    tests.push(Test { name: "no language", rows: noise });
    Ok(tests)
}

/// How a model does on the tests.
pub fn measure(model: &LanguageModel, tests: &[Test]) -> Vec<Figures> {
    tests.iter().map(|test| figures(test, |text| best(model, text))).collect()
}

/// How a detector does on a test; `detect` gives a code and how sure it is.
pub fn figures(test: &Test, detect: impl Fn(&str) -> (String, f64) + Sync) -> Figures {
    let answers: Vec<(bool, f64)> = test
        .rows
        .par_iter()
        .map(|row| {
            let (code, confidence) = detect(&row.text);
            (code == row.lang, confidence)
        })
        .collect();
    let mut languages: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (row, (is_right, _)) in test.rows.iter().zip(&answers) {
        let (right, all) = languages.entry(&row.lang).or_default();
        *right += usize::from(*is_right);
        *all += 1;
    }
    let accuracy = if languages.contains_key(UNDETERMINED) {
        let claimed = answers.iter().filter(|(is_right, confidence)| !is_right && *confidence > CLAIMED).count();
        claimed as f64 / answers.len() as f64
    } else {
        languages.values().map(|(right, all)| *right as f64 / *all as f64).sum::<f64>() / languages.len() as f64
    };
    Figures {
        name: test.name,
        rows: answers.len(),
        languages: languages.len(),
        accuracy,
        calibration: calibration_error(&answers),
    }
}

fn best(model: &LanguageModel, text: &str) -> (String, f64) {
    let detected = model.detect(text);
    let code = best_language(&detected);
    let confidence = detected.iter().find(|language| language.detected_language == code).map_or(0.0, |l| l.confidence);
    (code.to_owned(), confidence)
}

/// The distance of confidence from accuracy, bin by bin.
fn calibration_error(answers: &[(bool, f64)]) -> f64 {
    let mut bins = [(0.0, 0.0); BINS];
    for (is_right, confidence) in answers {
        let bin = &mut bins[((confidence * BINS as f64) as usize).min(BINS - 1)];
        bin.0 += confidence;
        bin.1 += f64::from(u8::from(*is_right));
    }
    bins.iter().map(|(confidence, right)| (confidence - right).abs()).sum::<f64>() / answers.len().max(1) as f64
}

fn among(rows: &[Labelled], languages: &str) -> Vec<Labelled> {
    let languages: BTreeSet<&str> = languages.split_whitespace().collect();
    rows.iter().filter(|row| languages.contains(&*row.lang)).cloned().collect()
}

/// Words of every language, each once, lower-cased, and pairs of such words that follow each other.
fn pieces(dev: &[Sentence], random: &mut Rng) -> (Vec<Labelled>, Vec<Labelled>) {
    let mut words: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut pairs: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for sentence in dev {
        let lower = sentence.text.to_lowercase();
        let found: Vec<&str> = lower
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|word| {
                word.chars().count() >= SHORTEST && !word.contains(|c: char| c.is_numeric() || "/@.".contains(c))
            })
            .collect();
        words.entry(&sentence.language).or_default().extend(found.iter().map(|&word| word.to_owned()));
        pairs.entry(&sentence.language).or_default().extend(found.chunks_exact(2).map(|pair| pair.join(" ")));
    }
    let mut some = |found: BTreeMap<&str, BTreeSet<String>>| {
        found
            .into_iter()
            .flat_map(|(lang, texts)| {
                let mut texts: Vec<String> = texts.into_iter().collect();
                random.shuffle(&mut texts);
                texts.truncate(PIECES);
                texts.into_iter().map(move |text| Labelled { lang: lang.to_owned(), text })
            })
            .collect()
    };
    (some(words), some(pairs))
}

/// The beginning of a sentence, without its full stop.
fn headline(sentence: &str, random: &mut Rng) -> String {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let count = random.usize(HEADLINE);
    if words.len() > 2 {
        return words[..count.min(words.len())].join(" ").trim_end_matches(['.', ',', ':', ';', '।']).to_owned();
    }
    sentence.chars().take(3 * count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(language: &str, text: &str) -> Sentence {
        let (source, script) = ("ntrex-news".to_owned(), "Latn".to_owned());
        Sentence { language: language.to_owned(), source, script, text: text.to_owned() }
    }

    #[test]
    fn words_are_those_of_five_letters_and_more_each_once() {
        let dev =
            [sentence("en", "Three \"Wooden\" ships, 25km off. Wooden masts"), sentence("de", "Über den Wolken.")];
        let (words, pairs) = pieces(&dev, &mut Rng::with_seed(1));
        let of = |rows: &[Labelled], lang: &str| {
            let texts: BTreeSet<String> =
                rows.iter().filter(|row| row.lang == lang).map(|row| row.text.clone()).collect();
            texts.into_iter().collect::<Vec<String>>()
        };
        assert_eq!(of(&words, "en"), ["masts", "ships", "three", "wooden"]);
        assert_eq!(of(&words, "de"), ["wolken"]);
        assert_eq!(of(&pairs, "en"), ["ships wooden", "three wooden"]);
    }

    #[test]
    fn accuracy_is_the_mean_over_languages_and_of_no_language_the_share_that_is_claimed() {
        let row = |lang: &str, text: &str| Labelled { lang: lang.to_owned(), text: text.to_owned() };
        let test = |rows| Test { name: "test", rows };
        // One of three right in `en`, the only one in `de`.
        let rows = vec![row("en", "en"), row("en", "de"), row("en", "fr"), row("de", "de")];
        let found = figures(&test(rows), |text| (text.to_owned(), 0.75));
        assert_eq!((found.rows, found.languages), (4, 2));
        assert!((found.accuracy - f64::midpoint(1.0 / 3.0, 1.0)).abs() < 1e-12);
        // All are given 0.75, and half of them are right.
        assert!((found.calibration - 0.25).abs() < 1e-12);

        let noise = vec![row("und", "und"), row("und", "en"), row("und", "unsure")];
        let found = figures(&test(noise), |text| (text.to_owned(), if text == "unsure" { 0.4 } else { 0.9 }));
        assert!((found.accuracy - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn headlines_are_short_and_have_no_full_stop() {
        let mut random = Rng::with_seed(1);
        let text = "The council of the old town voted on Monday to close the bridge for good.";
        for _ in 0..50 {
            let headline = headline(text, &mut random);
            assert!(text.starts_with(&headline) && HEADLINE.contains(&headline.split(' ').count()), "{headline}");
        }
        assert_eq!(headline("It rained all day.", &mut random), "It rained all day");
    }
}
