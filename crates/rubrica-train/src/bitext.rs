//! Finds which sentences of a parallel corpus say the same.
//!
//! NTREX is one text in many languages, but its sentences stand in no order. The teacher's directions tell which of them are
//! translations of each other (bitext mining), and their mean over all languages is nearer to what they say than what the
//! teacher makes of each.

use std::collections::{BTreeMap, HashMap};

use ndarray::{Array2, ArrayView1, Axis};
use rayon::prelude::*;

use crate::corpus::Row;
use crate::network::matrix;
use crate::teacher::Direction;

/// The parallel corpus.
const SOURCE: &str = "ntrex";
/// A language that the teacher knows well and that has nearly all sentences: the others are first compared with it.
const PIVOT: &str = "el";
/// Then with the means, so many times in all.
const ROUNDS: usize = 3;
/// A translation is at least so near (cosine).
const NEAR: f32 = 0.5;

/// Gives sentences that say the same one direction; those without a translation keep their own.
pub fn share_directions(rows: &[Row], directions: &mut HashMap<usize, Direction>) {
    let mut languages: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        if row.source == SOURCE && directions.contains_key(&index) {
            languages.entry(&row.lang).or_default().push(index);
        }
    }
    let Some(pivot) = languages.get(PIVOT) else { return };
    let directions_of = |rows: &[usize]| matrix(rows.iter().map(|row| &*directions[row]));
    let mut means = directions_of(pivot);
    let mut pairs = Vec::new();
    for _ in 0..ROUNDS {
        let with_means = |rows: &Vec<usize>| {
            let nearest = mutually_nearest(&directions_of(rows).dot(&means.t()));
            nearest.into_iter().map(|(row, mean)| (rows[row], mean)).collect::<Vec<_>>()
        };
        pairs = languages.par_iter().flat_map_iter(|(_, rows)| with_means(rows)).collect();
        let mut sums = Array2::zeros(means.dim());
        for (row, mean) in &pairs {
            let mut sum = sums.row_mut(*mean);
            sum += &ArrayView1::from(&*directions[row]);
        }
        for (mut mean, sum) in means.outer_iter_mut().zip(sums.outer_iter()) {
            let length = sum.dot(&sum).sqrt();
            if length > 0.0 {
                mean.assign(&(&sum / length));
            }
        }
    }
    eprintln!("topics: {} sentences in {} languages say one of {}", pairs.len(), languages.len(), means.nrows());
    for (row, mean) in pairs {
        directions.insert(row, means.row(mean).iter().copied().collect());
    }
}

/// Rows and columns that are near and the nearest to each other.
fn mutually_nearest(cosines: &Array2<f32>) -> Vec<(usize, usize)> {
    let nearest_along = |axis| cosines.axis_iter(axis).map(nearest).collect::<Vec<_>>();
    let (of_rows, of_columns) = (nearest_along(Axis(0)), nearest_along(Axis(1)));
    let mutual = of_rows.into_iter().enumerate().filter(|(row, column)| of_columns[*column] == *row);
    mutual.filter(|pair| cosines[*pair] >= NEAR).collect()
}

fn nearest(cosines: ArrayView1<'_, f32>) -> usize {
    (0..cosines.len()).max_by(|a, b| cosines[*a].total_cmp(&cosines[*b])).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::unit;

    #[test]
    fn translations_share_a_direction_whatever_their_order() {
        let mut random = fastrand::Rng::with_seed(1);
        let mut noise = |size: f32| (0..32).map(|_| (random.f32() - 0.5) * size).collect::<Vec<f32>>();
        let said: Vec<Vec<f32>> = (0..20).map(|_| noise(2.0)).collect();
        let (mut rows, mut directions) = (Vec::new(), HashMap::new());
        let mut add = |lang: &str, mut vector: Vec<f32>| {
            unit(&mut vector);
            directions.insert(rows.len(), Direction::from(vector));
            rows.push(Row { source: SOURCE.into(), lang: lang.into(), ..Row::default() });
        };
        for (lang, step) in [("de", 3), ("el", 1), ("ko", 7)] {
            for sentence in (0..said.len()).map(|i| i * step % said.len()) {
                add(lang, said[sentence].iter().zip(noise(0.5)).map(|(said, noise)| said + noise).collect());
            }
        }
        add("ko", noise(2.0));
        let alone = (rows.len() - 1, directions[&(rows.len() - 1)].clone());
        share_directions(&rows, &mut directions);
        for i in 0..20 {
            assert_eq!(directions[&(20 + i * 3 % 20)], directions[&i]);
            assert_eq!(directions[&(20 + i * 7 % 20)], directions[&(40 + i)]);
        }
        assert_eq!(directions[&alone.0], alone.1);
    }
}
