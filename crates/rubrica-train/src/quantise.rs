//! From floats to the small integers that are shipped.

use rubrica::training::ROW_SIZES;
use serde::{Deserialize, Serialize};

/// So much of a table's values is clipped: the fewer the bits, the more finer steps are worth than the outermost values.
fn clipped(bits: u32) -> f64 {
    match bits {
        ..=3 => 0.08,
        4 => 0.03,
        _ => 1e-4,
    }
}

/// How rows are rounded.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Rounding {
    /// Every value to a multiple of `unit`, at most `largest` of them.
    Values {
        /// The step.
        unit: f32,
        /// The most steps.
        largest: f32,
    },
    /// Every row to signs and zeros times one of [`ROW_SIZES`] of `unit`.
    Signs {
        /// The step of the sizes.
        unit: f32,
    },
}

/// A value counts as zero below this share of its row's mean.
const ZERO: f32 = 0.7;
/// So many rows are larger than the largest size can say.
const CLIPPED_ROWS: f64 = 0.002;

impl Rounding {
    /// The rounding to `bits` (1 to 8; 1 means signs and a size for each row) that suits these rows of `dim` values.
    pub fn new(values: &[f32], dim: usize, bits: u32) -> Self {
        if bits == 1 {
            let sizes = values.chunks(dim).map(|row| size(row).1).filter(|size| *size > 0.0).collect();
            let largest = ROW_SIZES[ROW_SIZES.len() - 1];
            return Self::Signs { unit: quantile(sizes, CLIPPED_ROWS) / f32::from(largest) };
        }
        let largest = ((1_u32 << (bits - 1)) - 1) as f32;
        let sizes = values.iter().map(|v| v.abs()).filter(|v| *v > 0.0).collect();
        Self::Values { unit: quantile(sizes, clipped(bits)) / largest, largest }
    }

    /// What a step of the integers stands for.
    pub fn unit(self) -> f32 {
        let (Self::Values { unit, .. } | Self::Signs { unit }) = self;
        unit
    }

    /// The integers that are shipped for a row.
    pub fn steps(self, row: &[f32]) -> Vec<i8> {
        match self {
            Self::Values { unit, largest } => {
                row.iter().map(|value| (value / unit).round().clamp(-largest, largest) as i8).collect()
            }
            Self::Signs { unit } => {
                let (least, size) = size(row);
                let size = ROW_SIZES[nearest(size / unit)];
                let step = |value: &f32| match value {
                    value if value.abs() <= least => 0,
                    value if value.is_sign_negative() => -size,
                    _ => size,
                };
                row.iter().map(step).collect()
            }
        }
    }
}

/// Of a row, the value up to which all count as zero, and the mean size of the others.
fn size(row: &[f32]) -> (f32, f32) {
    let least = ZERO * row.iter().map(|v| v.abs()).sum::<f32>() / row.len() as f32;
    let (sum, count) = row
        .iter()
        .map(|v| v.abs())
        .filter(|v| *v > least)
        .fold((0.0, 0_u32), |(sum, count), size| (sum + size, count + 1));
    (least, if count == 0 { 0.0 } else { sum / count as f32 })
}

/// The place among [`ROW_SIZES`] of what is nearest to a size by its logarithm.
pub fn nearest(size: f32) -> usize {
    let above = ROW_SIZES.partition_point(|known| f32::from(*known) < size);
    let Some(below) = above.checked_sub(1) else { return above };
    let is_below = |above: i8| size * size < f32::from(ROW_SIZES[below]) * f32::from(above);
    if ROW_SIZES.get(above).copied().is_some_and(|above| !is_below(above)) { above } else { below }
}

/// The size that only this share of sizes is above.
fn quantile(mut sizes: Vec<f32>, share: f64) -> f32 {
    if sizes.is_empty() {
        return 1.0;
    }
    let place = ((sizes.len() as f64 * (1.0 - share)) as usize).min(sizes.len() - 1);
    *sizes.select_nth_unstable_by(place, f32::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_keep_the_direction_and_the_size_of_a_row() {
        let row = [4.0, -3.8, 0.2, -0.1, 4.2];
        let rounding = Rounding::Signs { unit: 0.1 };
        assert_eq!(rounding.steps(&row), [40, -40, 0, 0, 40]);
    }

    #[test]
    fn a_row_of_zeros_stays_one() {
        assert_eq!(Rounding::Signs { unit: 0.1 }.steps(&[0.0; 3]), [0; 3]);
        assert_eq!(Rounding::new(&[0.0; 3], 3, 4).steps(&[0.0; 3]), [0; 3]);
    }

    #[test]
    fn sizes_are_rounded_to_those_that_a_file_can_say() {
        assert_eq!([-1.0, 0.1, 4.4, 4.6, 57.0, 1e9].map(|size| ROW_SIZES[nearest(size)]), [4, 4, 4, 5, 64, 127]);
    }
}
