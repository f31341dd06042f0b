//! Rows that share a few directions, each with a size of its own (gain–shape vector quantisation).

use rayon::prelude::*;
use rubrica::training::{DIRECTION_UNIT, Row};
use serde::{Deserialize, Serialize};

use crate::quantise::nearest;

/// Number of directions of a codebook: ten bits choose one.
const CODES: usize = 1024;
/// A new codebook is refined so many times.
const REFINED: usize = 12;
/// So many directions are compared with a row at once.
const TOGETHER: usize = 64;
/// So many neighbours of a direction are asked first, where a row is looked for that has hardly moved.
const NEIGHBOURS: usize = 32;
/// So many products are summed side by side.
const LANES: usize = 16;

/// A row to be encoded, and how much it counts.
pub type Weighted<'r> = (&'r [f32], f32);

/// The directions that rows can have.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Codebook {
    dim: usize,
    /// One behind the other, as they are shipped.
    directions: Vec<i8>,
    /// The same at unit length, a few side by side for each place of a row.
    side_by_side: Vec<[f32; TOGETHER]>,
    /// The same, one behind the other.
    units: Vec<f32>,
    /// Of each direction those that are nearest to it.
    neighbours: Vec<Vec<u16>>,
}

/// A codebook's directions and their length, as a training that is not finished keeps them.
#[derive(Serialize, Deserialize)]
struct Kept(usize, Vec<i8>);

impl From<Codebook> for Kept {
    fn from(book: Codebook) -> Self {
        Self(book.dim, book.directions)
    }
}

impl From<Kept> for Codebook {
    fn from(Kept(dim, directions): Kept) -> Self {
        Self::with(directions, dim)
    }
}

impl Codebook {
    /// A codebook for these rows of `dim` values.
    pub fn new(rows: &[Weighted], dim: usize, random: &mut fastrand::Rng) -> Self {
        // It begins with rows that are drawn by the root of what they count (Efraimidis and Spirakis 2006).
        let mut key = |row, weight: f32| random.f32().max(1e-9).ln() / (weight * squared(row)).max(1e-12).sqrt();
        let mut drawn: Vec<(f32, &[f32])> = rows.iter().map(|(row, weight)| (key(row, *weight), *row)).collect();
        drawn.sort_by(|a, b| b.0.total_cmp(&a.0));
        let drawn: Vec<&[f32]> = drawn.into_iter().take(CODES).map(|(_, row)| row).collect();
        let mut book = Self::of(&drawn.concat(), dim);
        for _ in 0..REFINED {
            book.refine(rows, random);
        }
        book
    }

    /// The codebook of directions of any length.
    fn of(directions: &[f32], dim: usize) -> Self {
        let directions: Vec<i8> = directions
            .chunks_exact(dim)
            .flat_map(|direction| {
                let length = squared(direction).sqrt().max(1e-9);
                let factor = f32::from(DIRECTION_UNIT) * (dim as f32).sqrt() / length;
                direction.iter().map(move |value| (value * factor).round().clamp(-127.0, 127.0) as i8)
            })
            .collect();
        Self::with(directions, dim)
    }

    /// The codebook of these directions.
    fn with(directions: Vec<i8>, dim: usize) -> Self {
        let unit = |direction: &[i8]| {
            let direction: Vec<f32> = direction.iter().map(|value| f32::from(*value)).collect();
            let length = squared(&direction).sqrt().max(1.0);
            direction.into_iter().map(move |value| value / length)
        };
        let units: Vec<f32> = directions.chunks_exact(dim).flat_map(unit).collect();
        let mut side_by_side = Vec::with_capacity(units.len().div_ceil(TOGETHER));
        for some in units.chunks(TOGETHER * dim) {
            // Where there are fewer, the first ones stand again, and are found where they stood first.
            let of = |place: usize| std::array::from_fn(|lane| some[lane * dim % some.len() + place]);
            side_by_side.extend((0..dim).map(of));
        }
        let neighbours = neighbours(&units, dim);
        Self { dim, directions, side_by_side, units, neighbours }
    }

    /// The directions, one behind the other.
    pub fn directions(&self) -> &[i8] {
        &self.directions
    }

    /// The direction nearest to a row, and how far the row goes in it.
    fn nearest(&self, row: &[f32]) -> (usize, f32) {
        let mut best = (0, f32::NEG_INFINITY);
        for (block, directions) in self.side_by_side.chunks_exact(self.dim).enumerate() {
            let mut sums = [0.0_f32; TOGETHER];
            for (value, side) in row.iter().zip(directions) {
                for lane in 0..TOGETHER {
                    sums[lane] += value * side[lane];
                }
            }
            for (lane, sum) in sums.iter().enumerate() {
                if *sum > best.1 {
                    best = (block * TOGETHER + lane, *sum);
                }
            }
        }
        best
    }

    /// The same, from neighbour to neighbour, for a row that was nearest to that one: nearly always the nearest of all.
    fn nearest_from(&self, code: usize, row: &[f32]) -> (usize, f32) {
        let gain = |code: usize| product(&self.units[code * self.dim..][..self.dim], row);
        let mut best = (code, gain(code));
        loop {
            let (from, _) = best;
            for code in &self.neighbours[from] {
                let code = usize::from(*code);
                let gain = gain(code);
                if gain > best.1 {
                    best = (code, gain);
                }
            }
            if best.0 == from {
                return best;
            }
        }
    }

    /// What stands for a row, in integers of `unit`. `code`, if it is known, is what stood for it before it moved a little.
    pub fn encode(&self, row: &[f32], unit: f32, code: Option<usize>) -> Row {
        let (code, gain) = code.map_or_else(|| self.nearest(row), |code| self.nearest_from(code, row));
        Row::Direction { code, size: nearest(gain / (self.dim as f32).sqrt() / unit) }
    }

    /// What of a row's squared length its direction does not have.
    pub fn residual(&self, row: &[f32]) -> f32 {
        let (_, gain) = self.nearest(row);
        squared(row) - gain * gain
    }

    /// Moves every direction to the mean of the rows that it is nearest to (Lloyd 1982), and says which was nearest to each row.
    /// One that is nearest to none becomes one of the rows, by chance.
    pub fn refine(&mut self, rows: &[Weighted], random: &mut fastrand::Rng) -> Vec<usize> {
        let codes: Vec<(usize, f32)> = rows.par_iter().map(|(row, _)| self.nearest(row)).collect();
        let mut sums = vec![0.0_f32; self.directions.len()];
        let mut counts = vec![0_usize; self.directions.len() / self.dim];
        for ((row, weight), (code, gain)) in rows.iter().zip(&codes) {
            counts[*code] += 1;
            for (sum, value) in sums[*code * self.dim..][..self.dim].iter_mut().zip(*row) {
                *sum += weight * gain * value;
            }
        }
        for (sum, count) in sums.chunks_exact_mut(self.dim).zip(counts) {
            if count == 0 {
                sum.copy_from_slice(rows[random.usize(..rows.len())].0);
            }
        }
        *self = Self::of(&sums, self.dim);
        codes.into_iter().map(|(code, _)| code).collect()
    }
}

/// Of each direction of unit length the [`NEIGHBOURS`] nearest.
fn neighbours(units: &[f32], dim: usize) -> Vec<Vec<u16>> {
    let of = |direction: &[f32]| {
        let gains: Vec<f32> = units.chunks_exact(dim).map(|other| product(direction, other)).collect();
        let mut nearest: Vec<u16> = (0..gains.len() as u16).collect();
        nearest.sort_by(|a, b| gains[usize::from(*b)].total_cmp(&gains[usize::from(*a)]));
        nearest.truncate(NEIGHBOURS);
        nearest
    };
    units.par_chunks_exact(dim).map(of).collect()
}

/// The sum of products, as fast as a processor can.
fn product(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let (some_a, some_b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f32 = some_a.remainder().iter().zip(some_b.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in some_a.zip(some_b) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum::<f32>() + rest
}

fn squared(row: &[f32]) -> f32 {
    row.iter().map(|value| value * value).sum()
}

#[cfg(test)]
mod tests {
    use rubrica::training::in_size;

    use super::*;

    #[test]
    fn rows_of_few_directions_are_encoded_well() {
        let mut random = fastrand::Rng::with_seed(1);
        let directions = [[3.0, 4.0, 0.0], [0.0, -1.0, 1.0]];
        let rows: Vec<Vec<f32>> = (0..4 * CODES)
            .map(|row| {
                let size = 0.5 + random.f32();
                directions[row % 2].iter().map(|value| value * size).collect()
            })
            .collect();
        let weighted: Vec<Weighted> = rows.iter().map(|row| (&row[..], 1.0)).collect();
        let book = Codebook::new(&weighted, 3, &mut random);
        assert_eq!(book.directions().len(), 3 * CODES);
        let unit = 0.04;
        for row in &rows {
            let Row::Direction { code, size } = book.encode(row, unit, None) else {
                panic!("a direction stands for it")
            };
            let decoded: Vec<f32> =
                in_size(&book.directions()[3 * code..][..3], size).map(|value| f32::from(value) * unit).collect();
            let error: f32 = row.iter().zip(&decoded).map(|(a, b)| (a - b) * (a - b)).sum();
            // A size is at most an eighth off, and a value of a direction half a step.
            assert!(error < 0.05 * squared(row), "{row:?} {decoded:?}");
            assert!(book.residual(row) < 0.01 * squared(row), "{row:?}");
        }
        assert!(
            matches!(book.encode(&[0.0; 3], unit, None), Row::Direction { size: 0, .. }),
            "no length has the smallest size"
        );
    }

    #[test]
    fn a_row_that_moves_a_little_is_found_from_where_it_was() {
        let mut random = fastrand::Rng::with_seed(2);
        let mut some = |scale: f32| -> Vec<f32> { (0..80).map(|_| scale * (random.f32() - 0.5)).collect() };
        let rows: Vec<Vec<f32>> = (0..4 * CODES).map(|_| some(1.0)).collect();
        let weighted: Vec<Weighted> = rows.iter().map(|row| (&row[..], 1.0)).collect();
        let book = Codebook::new(&weighted, 80, &mut fastrand::Rng::with_seed(1));
        let mut missed = 0;
        for row in &rows {
            let (before, _) = book.nearest(row);
            let moved: Vec<f32> = row.iter().zip(some(0.2)).map(|(value, step)| value + step).collect();
            let ((_, best), (_, found)) = (book.nearest(&moved), book.nearest_from(before, &moved));
            missed += usize::from(found < best - 1e-4);
            assert!(found > 0.5 * best, "{found} of {best}");
        }
        assert!(missed < rows.len() / 20, "{missed} of {}", rows.len());
    }

    #[test]
    fn fewer_rows_than_codes_have_a_direction_each() {
        let rows = [[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]];
        let weighted: Vec<Weighted> = rows.iter().map(|row| (&row[..], 1.0)).collect();
        let book = Codebook::new(&weighted, 2, &mut fastrand::Rng::with_seed(1));
        assert_eq!(book.directions().len(), 2 * 3);
        assert!(rows.iter().all(|row| book.residual(row) < 0.01));
    }
}
