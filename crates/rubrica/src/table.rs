//! The table of learned vectors: one row of small integers for every bucket that a feature can hash into.

use crate::ModelError;
use crate::container::Reader;

/// Rows of `dim` integers, a power of two of them. The unit of the integers is of no matter: sums of rows are brought
/// to unit length before a head sees them, and integer sums are exact whatever their order.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    shift: u32,
    dim: usize,
    values: Vec<i8>,
}

impl Table {
    /// A table of `values.len() / dim` rows.
    ///
    /// # Panics
    /// If the number of rows is not a power of two of at least 2.
    pub fn new(dim: usize, values: Vec<i8>) -> Self {
        let rows = values.len() / dim;
        assert!(rows.is_power_of_two() && rows > 1 && rows * dim == values.len(), "rows are a power of two");
        Self { shift: shift(rows.trailing_zeros()), dim, values }
    }

    /// Length of a row.
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// The row that a feature's hash leads to.
    pub fn row(&self, hash: u64) -> &[i8] {
        &self.values[(hash >> self.shift) as usize * self.dim..][..self.dim]
    }

    /// A sum of no rows.
    pub fn nothing(&self) -> Sum {
        Sum { recent: vec![0; self.dim], earlier: Vec::new(), rows: 0 }
    }

    /// Adds a feature's row to a sum.
    pub fn add(&self, hash: u64, sum: &mut Sum) {
        sum.make_room(1);
        for (sum, value) in sum.recent.iter_mut().zip(self.row(hash)) {
            *sum += i32::from(*value);
        }
    }

    pub(crate) fn read(mut reader: Reader) -> Result<Self, ModelError> {
        let (log2_rows, dim, bits) = (reader.u32()?, reader.u32()? as usize, reader.u32()?);
        if !(1..=24).contains(&log2_rows) || !(1..=1024).contains(&dim) {
            return Err(reader.malformed("it has an impossible size"));
        }
        let count = dim << log2_rows;
        let values = match bits {
            8 => reader.take(count)?.iter().map(|byte| *byte as i8).collect(),
            4 if count.is_multiple_of(2) => reader.take(count / 2)?.iter().flat_map(|byte| nibbles(*byte)).collect(),
            _ => return Err(reader.malformed("its values must have 4 or 8 bits")),
        };
        reader.finish()?;
        Ok(Self { shift: shift(log2_rows), dim, values })
    }

    /// The bytes of the model file: 4 bits a value where all values fit, else 8.
    pub fn to_bytes(&self) -> Vec<u8> {
        let small = self.values.iter().all(|v| (-8..8).contains(v));
        let bits: u32 = if small { 4 } else { 8 };
        let mut bytes = Vec::new();
        for number in [64 - self.shift, self.dim as u32, bits] {
            bytes.extend(number.to_le_bytes());
        }
        if small {
            bytes.extend(self.values.chunks(2).map(|pair| (pair[0] as u8 & 15) | ((pair[1] as u8) << 4)));
        } else {
            bytes.extend(self.values.iter().map(|v| *v as u8));
        }
        bytes
    }
}

/// The high bits of a hash choose the row.
fn shift(log2_rows: u32) -> u32 {
    64 - log2_rows
}

fn nibbles(byte: u8) -> [i8; 2] {
    // Shifting left and back spreads the sign.
    [(byte << 4) as i8 >> 4, byte as i8 >> 4]
}

/// So many rows fit into 32 bits whatever they hold.
const MOST_RECENT: u32 = i32::MAX as u32 / 128;

/// A sum of rows. 32 bits are fast and nearly always enough; a text of millions of words is carried over to 64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    recent: Vec<i32>,
    /// Empty until it is needed.
    earlier: Vec<i64>,
    /// Number of rows in `recent`.
    rows: u32,
}

impl Sum {
    /// Adds another sum of the same table.
    pub fn join(&mut self, other: &Self) {
        self.make_room(other.rows);
        for (sum, more) in self.recent.iter_mut().zip(&other.recent) {
            *sum += more;
        }
        if !other.earlier.is_empty() {
            self.earlier.resize(self.recent.len(), 0);
            for (sum, more) in self.earlier.iter_mut().zip(&other.earlier) {
                *sum += more;
            }
        }
    }

    /// The factor that brings the sum to unit length; 0 for a sum of nothing.
    pub fn factor(&self) -> f64 {
        let squares: f64 = self.totals().map(|v| v * v).sum();
        if squares > 0.0 { 1.0 / squares.sqrt() } else { 0.0 }
    }

    /// The sum at unit length.
    pub fn unit(&self) -> Vec<f32> {
        let factor = self.factor();
        self.totals().map(|v| (v * factor) as f32).collect()
    }

    fn totals(&self) -> impl Iterator<Item = f64> {
        let earlier = self.earlier.iter().copied().chain(std::iter::repeat(0));
        self.recent.iter().zip(earlier).map(|(recent, earlier)| (i64::from(*recent) + earlier) as f64)
    }

    fn make_room(&mut self, rows: u32) {
        if self.rows + rows > MOST_RECENT {
            self.earlier.resize(self.recent.len(), 0);
            for (earlier, recent) in self.earlier.iter_mut().zip(&mut self.recent) {
                *earlier += i64::from(std::mem::take(recent));
            }
            self.rows = 0;
        }
        self.rows += rows;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::{Container, Part, write};

    fn written_and_read(table: &Table) -> Table {
        let file = write(Part::Topics, &[("table", table.to_bytes())]);
        let container = Container::read(&file, Part::Topics).expect("just written");
        Table::read(container.section("table").expect("just written")).expect("just written")
    }

    #[test]
    fn four_and_eight_bits_are_read_as_written() {
        let small = Table::new(2, (-8..8).collect());
        assert_eq!(small.to_bytes().len(), 12 + 8);
        assert_eq!(written_and_read(&small), small);
        let large = Table::new(2, vec![-128, 127, 0, 1]);
        assert_eq!(large.to_bytes().len(), 12 + 4);
        assert_eq!(written_and_read(&large), large);
    }

    #[test]
    fn high_bits_choose_the_row() {
        let table = Table::new(1, vec![10, 20, 30, 40]);
        let rows: Vec<i8> = [0, 1 << 62, 2 << 62, 3 << 62].iter().map(|hash| table.row(*hash)[0]).collect();
        assert_eq!(rows, [10, 20, 30, 40]);
    }

    #[test]
    fn a_unit_vector_has_length_one_and_nothing_stays_nothing() {
        let table = Table::new(2, vec![3, 4, 0, 0]);
        let mut sum = table.nothing();
        assert_eq!(sum.unit(), [0.0, 0.0]);
        table.add(0, &mut sum);
        assert_eq!(sum.unit(), [0.6, 0.8]);
    }

    #[test]
    fn a_sum_of_more_rows_than_32_bits_hold_is_exact() {
        let table = Table::new(1, vec![-128, 0]);
        let mut sum = table.nothing();
        for _ in 0..MOST_RECENT {
            table.add(0, &mut sum);
        }
        let part = sum.clone();
        sum.join(&part);
        table.add(0, &mut sum);
        let rows = 2.0 * f64::from(MOST_RECENT) + 1.0;
        assert_eq!(sum.totals().collect::<Vec<f64>>(), [-128.0 * rows]);
    }
}
