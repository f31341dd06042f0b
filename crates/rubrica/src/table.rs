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
        if !BITS.contains(&bits) {
            return Err(reader.malformed("its values must have 2 to 8 bits"));
        }
        let values = unpack(reader.take((count * bits as usize).div_ceil(8))?, bits, count);
        reader.finish()?;
        Ok(Self { shift: shift(log2_rows), dim, values })
    }

    /// The bytes of the model file, with as few bits a value as all values fit into.
    pub fn to_bytes(&self) -> Vec<u8> {
        let fits =
            |bits: &u32| self.values.iter().all(|v| (-(1 << (bits - 1))..1 << (bits - 1)).contains(&i32::from(*v)));
        let bits = BITS.into_iter().find(fits).unwrap_or(8);
        let mut bytes = Vec::new();
        for number in [64 - self.shift, self.dim as u32, bits] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(pack(&self.values, bits));
        bytes
    }
}

/// How many bits a value of a model file may have.
const BITS: std::ops::RangeInclusive<u32> = 2..=8;

/// Values in two's complement, one behind the other, the lowest bit first.
fn pack(values: &[i8], bits: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity((values.len() * bits as usize).div_ceil(8));
    let (mut held, mut count) = (0_u32, 0);
    for value in values {
        held |= (u32::from(*value as u8) & ((1 << bits) - 1)) << count;
        count += bits;
        while count >= 8 {
            bytes.push(held as u8);
            held >>= 8;
            count -= 8;
        }
    }
    if count > 0 {
        bytes.push(held as u8);
    }
    bytes
}

fn unpack(bytes: &[u8], bits: u32, count: usize) -> Vec<i8> {
    let mut bytes = bytes.iter();
    let (mut held, mut available) = (0_u32, 0);
    (0..count)
        .map(|_| {
            while available < bits {
                held |= u32::from(bytes.next().copied().unwrap_or(0)) << available;
                available += 8;
            }
            // Shifting left and back spreads the sign.
            let value = ((held << (8 - bits)) as u8 as i8) >> (8 - bits);
            held >>= bits;
            available -= bits;
            value
        })
        .collect()
}

/// The high bits of a hash choose the row.
fn shift(log2_rows: u32) -> u32 {
    64 - log2_rows
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
    fn every_number_of_bits_is_read_as_written() {
        for bits in BITS {
            let largest = ((1_i16 << (bits - 1)) - 1) as i8;
            let values: Vec<i8> = [-largest - 1, largest, 0, -1].into_iter().cycle().take(3 * 8).collect();
            let table = Table::new(3, values);
            assert_eq!(table.to_bytes().len(), 12 + 3 * bits as usize);
            assert_eq!(written_and_read(&table), table);
        }
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
