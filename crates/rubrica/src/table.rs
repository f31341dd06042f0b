//! The table of learned vectors: a row of small integers for every feature that is worth one.

use crate::ModelError;
use crate::container::{AT_ONCE, Reader};
use crate::keys::{Bits, Keys, unpack};

/// A row of `dim` integers for every key. The unit of the integers is of no matter: sums of rows are brought to unit
/// length before a head sees them, and integer sums are exact whatever their order.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    keys: Keys,
    dim: usize,
    values: Vec<i8>,
}

/// How many bits a value of a model file may have …
const BITS: std::ops::RangeInclusive<u32> = 2..=8;
/// … and what stands there in place of it where rows are signs and zeros times a size.
const SIGNS: u32 = 1;
/// The sizes that such a row can have, each a quarter above the one before; a file holds their places here.
pub const ROW_SIZES: [i8; 16] = [4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 64, 80, 101, 127];
const SIZE_BITS: u32 = 4;
/// Five signs or zeros have 3^5 forms: a byte.
const SIGNS_A_BYTE: usize = 5;
/// The form that each byte stands for. One above 3^5 − 1 only repeats what another says.
static SIGNS_OF: [[i8; SIGNS_A_BYTE]; 256] = signs_of();

const fn signs_of() -> [[i8; SIGNS_A_BYTE]; 256] {
    let mut signs = [[0; SIGNS_A_BYTE]; 256];
    let mut byte = 0;
    while byte < signs.len() {
        let (mut place, mut rest) = (0, byte);
        while place < SIGNS_A_BYTE {
            signs[byte][place] = (rest % 3) as i8 - 1;
            rest /= 3;
            place += 1;
        }
        byte += 1;
    }
    signs
}

impl Table {
    /// A table of a row for every key.
    ///
    /// # Panics
    /// If there are not `dim` values for every key.
    pub fn new(keys: Keys, dim: usize, values: Vec<i8>) -> Self {
        assert_eq!(values.len(), dim * keys.len(), "a row for every key");
        Self { keys, dim, values }
    }

    /// Length of a row.
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// The row of a feature, if it has one.
    #[inline]
    pub fn row(&self, hash: u64) -> Option<&[i8]> {
        self.keys.row(hash).map(|row| &self.values[row * self.dim..][..self.dim])
    }

    /// Adds the rows of features, as many of them as have one, to `sum`. At most [`MOST_ROWS`] features, so that 16 bits
    /// are enough.
    pub fn add(&self, hashes: &[u64], sum: &mut [i16]) {
        debug_assert!(hashes.len() <= MOST_ROWS && sum.len() == self.dim);
        // Some at a time: first where their rows are, then the rows, so that the memory can look for many at once.
        for some in hashes.chunks(TOGETHER) {
            let (mut rows, mut count) = ([0; TOGETHER], 0);
            for hash in some {
                let (row, found) = self.keys.find(*hash);
                rows[count] = row;
                count += usize::from(found);
            }
            for row in &rows[..count] {
                add(&self.values[row * self.dim..][..self.dim], sum);
            }
        }
    }

    pub(crate) fn read(mut reader: Reader) -> Result<Self, ModelError> {
        let (dim, bits) = (reader.u32()? as usize, reader.u32()?);
        if !(1..=1024).contains(&dim) {
            return Err(reader.malformed("its rows have an impossible length"));
        }
        if bits != SIGNS && !BITS.contains(&bits) {
            return Err(reader.malformed("its values must have 1 to 8 bits"));
        }
        let keys = Keys::read(&mut reader)?;
        let count = dim * keys.len();
        let values = if bits == SIGNS {
            let sizes = unpack(reader.take((keys.len() * SIZE_BITS as usize).div_ceil(8))?, SIZE_BITS);
            let packed = reader.take(count.div_ceil(SIGNS_A_BYTE))?;
            let mut values = vec![0; packed.len() * SIGNS_A_BYTE];
            for (packed, values) in packed.chunks(AT_ONCE).zip(values.chunks_mut(AT_ONCE * SIGNS_A_BYTE)) {
                unpack_signs(packed, values);
            }
            values.truncate(count);
            for (row, size) in values.chunks_exact_mut(dim).zip(sizes) {
                row.iter_mut().for_each(|value| *value *= ROW_SIZES[size as usize]);
            }
            values
        } else {
            let packed = reader.take((count * bits as usize).div_ceil(8))?;
            let mut values = vec![0; count];
            // Eight values of so many bits are so many bytes: every part begins with a byte of its own.
            for (packed, values) in packed.chunks(AT_ONCE * bits as usize).zip(values.chunks_mut(AT_ONCE * 8)) {
                unpack_signed(packed, bits, values);
            }
            values
        };
        reader.finish()?;
        Ok(Self { keys, dim, values })
    }

    /// The bytes of the model file: as signs and sizes if all rows are that, else with as few bits a value as all
    /// values fit into.
    pub fn to_bytes(&self) -> Vec<u8> {
        let fits =
            |bits: &u32| self.values.iter().all(|v| (-(1 << (bits - 1))..1 << (bits - 1)).contains(&i32::from(*v)));
        let sizes: Option<Vec<usize>> = self.values.chunks_exact(self.dim).map(place_of_size).collect();
        let bits = if sizes.is_some() { SIGNS } else { BITS.into_iter().find(fits).unwrap_or(8) };
        let mut bytes = Vec::new();
        for number in [self.dim as u32, bits] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.keys.to_bytes());
        let mut packed = Bits::default();
        if let Some(sizes) = sizes {
            sizes.iter().for_each(|size| packed.push(*size as u32, SIZE_BITS));
            bytes.extend(packed.bytes());
            let signs = |five: &[i8]| five.iter().rev().fold(0, |byte, value| 3 * byte + (value.signum() + 1) as u8);
            bytes.extend(self.values.chunks(SIGNS_A_BYTE).map(signs));
        } else {
            for value in &self.values {
                packed.push(u32::from(*value as u8), bits);
            }
            bytes.extend(packed.bytes());
        }
        bytes
    }
}

/// Five values for each byte.
#[inline(never)]
fn unpack_signs(packed: &[u8], values: &mut [i8]) {
    for (byte, values) in packed.iter().zip(values.chunks_exact_mut(SIGNS_A_BYTE)) {
        values.copy_from_slice(&SIGNS_OF[usize::from(*byte)]);
    }
}

/// Values of a few bits each.
#[inline(never)]
fn unpack_signed(packed: &[u8], bits: u32, values: &mut [i8]) {
    for (value, packed) in values.iter_mut().zip(unpack(packed, bits)) {
        // Shifting left and back spreads the sign.
        *value = ((packed << (8 - bits)) as u8 as i8) >> (8 - bits);
    }
}

/// The place among [`ROW_SIZES`] of the one size of a row's values, zeros left out; none if there are several.
fn place_of_size(row: &[i8]) -> Option<usize> {
    let mut sizes = row.iter().filter(|value| **value != 0).map(|value| value.unsigned_abs());
    let Some(size) = sizes.next() else { return Some(0) };
    let place = ROW_SIZES.iter().position(|known| known.unsigned_abs() == size)?;
    sizes.all(|other| other == size).then_some(place)
}

/// So many rows fit into 16 bits whatever they hold.
pub const MOST_ROWS: usize = i16::MAX as usize / 128;
/// So many features are looked up together.
const TOGETHER: usize = 32;

/// Adds a row to a sum. In eights, which the compiler makes one step of.
fn add(row: &[i8], sum: &mut [i16]) {
    let (mut sums, mut values) = (sum.chunks_exact_mut(8), row.chunks_exact(8));
    for (sum, values) in sums.by_ref().zip(values.by_ref()) {
        for place in 0..8 {
            sum[place] += i16::from(values[place]);
        }
    }
    for (sum, value) in sums.into_remainder().iter_mut().zip(values.remainder()) {
        *sum += i16::from(*value);
    }
}

/// So many sums of 16 bits fit into 32.
const MOST_ADDS: u32 = 1 << 16;

/// A sum of rows. 32 bits are fast and nearly always enough; a text of many thousand words is carried over to 64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    recent: Vec<i32>,
    /// Empty until it is needed.
    earlier: Vec<i64>,
    /// Number of sums of 16 bits in `recent`.
    adds: u32,
}

impl Sum {
    /// A sum of no rows of so many values.
    pub fn of(dim: usize) -> Self {
        Self { recent: vec![0; dim], earlier: Vec::new(), adds: 0 }
    }

    /// Adds a sum of rows of the same table.
    pub fn add(&mut self, rows: &[i16]) {
        self.make_room(1);
        for (sum, value) in self.recent.iter_mut().zip(rows) {
            *sum += i32::from(*value);
        }
    }

    /// Adds another sum of the same table.
    pub fn join(&mut self, other: &Self) {
        self.make_room(other.adds);
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

    fn make_room(&mut self, adds: u32) {
        if self.adds + adds > MOST_ADDS {
            self.earlier.resize(self.recent.len(), 0);
            for (earlier, recent) in self.earlier.iter_mut().zip(&mut self.recent) {
                *earlier += i64::from(std::mem::take(recent));
            }
            self.adds = 0;
        }
        self.adds += adds;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::{Container, Part, write};
    use crate::keys::KEY_BITS;

    fn written_and_read(table: &Table) -> Table {
        let file = write(Part::Topics, &[("table", table.to_bytes())]);
        let container = Container::read(&file, Part::Topics).expect("just written");
        Table::read(container.section("table").expect("just written")).expect("just written")
    }

    /// Rows for the hashes of the first keys: 0, 1, …
    fn table(dim: usize, values: Vec<i8>) -> Table {
        Table::new(Keys::new(0..(values.len() / dim) as u32), dim, values)
    }

    fn hash(key: u32) -> u64 {
        u64::from(key) << (64 - KEY_BITS)
    }

    #[test]
    fn every_number_of_bits_is_read_as_written() {
        for bits in BITS {
            let largest = ((1_i16 << (bits - 1)) - 1) as i8;
            let values: Vec<i8> = [-largest - 1, largest, 0, -1].into_iter().cycle().take(3 * 8).collect();
            let table = table(3, values);
            assert_eq!(table.to_bytes().len(), 8 + table.keys.to_bytes().len() + 3 * bits as usize);
            assert_eq!(written_and_read(&table), table);
        }
    }

    #[test]
    fn rows_of_signs_take_a_byte_for_five_and_four_bits_for_their_size() {
        let sizes = ROW_SIZES.iter().copied().chain([127, 127]);
        let values: Vec<i8> = sizes.flat_map(|size| [size, 0, -size, -size, 0, size, 0]).collect();
        let table = table(7, values);
        assert_eq!(table.to_bytes().len(), 8 + table.keys.to_bytes().len() + 18 / 2 + (18 * 7_usize).div_ceil(5));
        assert_eq!(written_and_read(&table), table);
        let zeros = Table::new(Keys::new([3, 4]), 2, vec![0; 4]);
        assert_eq!(written_and_read(&zeros), zeros);
    }

    #[test]
    fn a_feature_without_a_row_adds_nothing() {
        let table = table(2, vec![3, 4]);
        let mut rows = [0; 2];
        table.add(&[hash(1)], &mut rows);
        assert_eq!(rows, [0, 0]);
        table.add(&[hash(1), hash(0)], &mut rows);
        assert_eq!(rows, [3, 4]);
        let mut sum = Sum::of(table.dim());
        assert_eq!(sum.unit(), [0.0, 0.0]);
        sum.add(&rows);
        assert_eq!(sum.unit(), [0.6, 0.8]);
    }

    #[test]
    fn rows_of_any_length_are_summed_whole() {
        for dim in 1..40 {
            let table = table(dim, (0..3 * dim).map(|value| value as i8 - 60).collect());
            let mut sum = vec![0; dim];
            table.add(&[0, 1, 2, 3, 1].map(hash), &mut sum);
            let row = |row: usize| (0..dim).map(move |place| (row * dim + place) as i16 - 60);
            let expected: Vec<i16> = row(0).zip(row(1)).zip(row(2)).map(|((a, b), c)| a + 2 * b + c).collect();
            assert_eq!(sum, expected);
        }
    }

    #[test]
    fn a_sum_of_more_rows_than_32_bits_hold_is_exact() {
        let table = table(1, vec![-128]);
        let mut rows = [0];
        table.add(&[hash(0); MOST_ROWS], &mut rows);
        let mut sum = Sum::of(table.dim());
        (0..MOST_ADDS).for_each(|_| sum.add(&rows));
        let part = sum.clone();
        sum.join(&part);
        sum.add(&rows);
        let added = 2.0 * f64::from(MOST_ADDS) + 1.0;
        assert_eq!(sum.totals().collect::<Vec<f64>>(), [-128.0 * MOST_ROWS as f64 * added]);
    }
}
