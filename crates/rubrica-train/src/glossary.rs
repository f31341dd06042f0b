//! Words of other languages for those of one, found by the teacher's vectors: a text of which nobody has said in Turkish what
//! it is about is made, word by word, of one of which somebody has in English. Nothing that learns from a bag of words minds
//! that its grammar is that of no language.

use std::collections::{BTreeMap, HashMap};

use ndarray::{Array2, ArrayView1};
use rayon::prelude::*;
use rubrica::training::{Shape, tokens};

use crate::teacher::Direction;

/// The languages that are translated from: most labels are in these.
const FROM: [&str; 2] = ["en", "ru"];
/// So many words for a word, nearest first …
const NEAREST: usize = 3;
/// … and how they are drawn: the nearer the likelier.
const DRAWN: [usize; 6] = [0, 0, 0, 1, 1, 2];
/// A word that is near many others is a translation of none of them: how near it is counts against the mean over so many of
/// its nearest (cross-domain similarity local scaling, Conneau et al. 2018).
const NEIGHBOURS: usize = 10;

/// Translates texts word by word.
pub struct Glossary {
    words: Vec<String>,
    /// By language that is translated from.
    from: BTreeMap<String, Translations>,
}

struct Translations {
    /// The words of the language.
    places: HashMap<String, usize>,
    /// For every language that is translated to, which of all words stand for each of them there.
    to: Vec<Vec<[u32; NEAREST]>>,
}

impl Glossary {
    /// From words, their languages and directions.
    pub fn new(words: &[(String, String, Direction)]) -> Self {
        let mut languages: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, (language, _, _)) in words.iter().enumerate() {
            languages.entry(language).or_default().push(place);
        }
        let matrix = |places: &[usize]| {
            let columns = words[places[0]].2.len();
            Array2::from_shape_fn((places.len(), columns), |(row, column)| words[places[row]].2[column])
        };
        let from = FROM.iter().filter_map(|language| Some((*language, languages.get(language)?)));
        let from = from.filter(|_| languages.len() > 1);
        let from = from.map(|(language, own)| {
            let (vectors, others): (_, Vec<_>) =
                (matrix(own), languages.iter().filter(|(other, _)| **other != language).collect());
            let to = others.par_iter().map(|(_, there)| {
                let nearest = nearest(&vectors.dot(&matrix(there).t()));
                nearest.into_iter().map(|columns| columns.map(|column| there[column] as u32)).collect()
            });
            let places = own.iter().enumerate().map(|(row, place)| (words[*place].1.clone(), row));
            (language.to_owned(), Translations { places: places.collect(), to: to.collect() })
        });
        Self { from: from.collect(), words: words.iter().map(|(_, word, _)| word.clone()).collect() }
    }

    /// Whether texts of that language can be translated.
    pub fn reads(&self, language: &str) -> bool {
        self.from.contains_key(language)
    }

    /// A text of a language that is [read](Self::reads) in another by chance. Words that are not known stay as they are.
    ///
    /// # Panics
    /// If the language is not read.
    pub fn translated(&self, text: &str, language: &str, random: &mut fastrand::Rng) -> String {
        let Translations { places, to } = &self.from[language];
        let to = &to[random.usize(..to.len())];
        let mut translated = String::with_capacity(text.len());
        tokens(text, |token, chars| {
            let word: String = chars.iter().collect();
            match places.get(&word).filter(|_| token.shape == Shape::Word) {
                Some(place) => {
                    let nearest = to[*place][DRAWN[random.usize(..DRAWN.len())]];
                    translated.push_str(&self.words[nearest as usize]);
                }
                None => translated.push_str(&text[token.start..token.end]),
            }
            translated.push(' ');
        });
        translated
    }
}

/// For each row of a matrix of cosines the columns that are nearest to it and not near to everything.
fn nearest(cosines: &Array2<f32>) -> Vec<[usize; NEAREST]> {
    let mut crowds = vec![Largest::<NEIGHBOURS>::default(); cosines.ncols()];
    for row in cosines.rows() {
        crowds.iter_mut().zip(row).for_each(|(crowd, cosine)| crowd.offer(0, *cosine));
    }
    let crowds: Vec<f32> = crowds.iter().map(Largest::mean).collect();
    let of_row = |row: ArrayView1<f32>| {
        let mut nearest = Largest::<NEAREST>::default();
        let scores = row.iter().zip(&crowds).map(|(cosine, crowd)| 2.0 * cosine - crowd);
        scores.enumerate().for_each(|(column, score)| nearest.offer(column, score));
        nearest.0.map(|(column, _)| column)
    };
    cosines.rows().into_iter().map(of_row).collect()
}

/// The places of the largest values that were offered, and these, largest first.
#[derive(Clone)]
struct Largest<const N: usize>([(usize, f32); N]);

impl<const N: usize> Default for Largest<N> {
    fn default() -> Self {
        Self([(0, f32::NEG_INFINITY); N])
    }
}

impl<const N: usize> Largest<N> {
    fn offer(&mut self, place: usize, value: f32) {
        if value > self.0[N - 1].1 {
            let rank = self.0.partition_point(|(_, other)| *other >= value);
            self.0[rank..].rotate_right(1);
            self.0[rank] = (place, value);
        }
    }

    fn mean(&self) -> f32 {
        let values = self.0.iter().map(|(_, value)| *value).filter(|value| value.is_finite());
        values.clone().sum::<f32>() / values.count().max(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of a language, in directions of one plane.
    fn words(language: &str, words: &[(&str, f32)]) -> Vec<(String, String, Direction)> {
        let word = |(word, angle): &(&str, f32)| {
            (language.to_owned(), (*word).to_owned(), Direction::from(vec![angle.cos(), angle.sin()]))
        };
        words.iter().map(word).collect()
    }

    #[test]
    fn known_words_become_near_ones_of_another_language() {
        let english = words("en", &[("court", 0.0), ("goal", 1.5)]);
        let german = words(
            "de",
            &[("gericht", 0.0), ("richter", 0.1), ("urteil", 0.2), ("tor", 1.5), ("spiel", 1.6), ("sieg", 1.4)],
        );
        let glossary = Glossary::new(&[english, german].concat());
        assert!(glossary.reads("en") && !glossary.reads("de"));
        assert!(!Glossary::new(&words("en", &[("court", 0.0)])).reads("en"));
        let mut random = fastrand::Rng::with_seed(1);
        for _ in 0..20 {
            let translated = glossary.translated("Court: GOAL by Müller, 2", "en", &mut random);
            let [court, goal, rest @ ..] = &translated.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{translated}")
            };
            assert!(["gericht", "richter", "urteil"].contains(court), "{translated}");
            assert!(["tor", "spiel", "sieg"].contains(goal), "{translated}");
            assert_eq!(rest, ["by", "Müller", "2", ""]);
        }
    }

    #[test]
    fn what_is_near_to_everything_translates_nothing() {
        // The last column is nearest to every row by the cosine alone.
        let cosines = Array2::from_shape_fn((4, 5), |(row, column)| match column {
            4 => 0.9,
            _ if column == row => 0.8,
            _ => 0.0,
        });
        let first: Vec<usize> = nearest(&cosines).iter().map(|columns| columns[0]).collect();
        assert_eq!(first, [0, 1, 2, 3]);
    }

    #[test]
    fn the_largest_are_kept_in_order() {
        let mut largest = Largest::<3>::default();
        [2.0, 5.0, 1.0, 4.0, 5.0].into_iter().enumerate().for_each(|(place, value)| largest.offer(place, value));
        assert_eq!(largest.0, [(1, 5.0), (4, 5.0), (3, 4.0)]);
        let mut few = Largest::<3>::default();
        few.offer(0, 2.0);
        assert!((few.mean() - 2.0).abs() < 1e-6 && Largest::<3>::default().mean().abs() < 1e-6);
    }
}
