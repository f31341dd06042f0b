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
    /// Where most keys share rows with others.
    shared: Option<Shared>,
}

/// Rows that many keys have: each of a few directions in each of [`ROW_SIZES`]. They stand before those that one key has.
#[derive(Clone, Debug, PartialEq)]
struct Shared {
    /// Number of directions.
    directions: usize,
    /// The place of each key's row.
    places: Vec<u16>,
}

/// What the row of a key is.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// Integers of its own.
    Own(Vec<i8>),
    /// One of the directions of its table, in one of [`ROW_SIZES`].
    Direction {
        /// Which direction.
        code: usize,
        /// The place of the size.
        size: usize,
    },
}

/// How many bits a value of a model file may have …
const BITS: std::ops::RangeInclusive<u32> = 2..=8;
/// … and what stands there in place of it where rows are signs and zeros times a size, …
const SIGNS: u32 = 1;
/// … and where most of them are one of a few directions times a size, and the others such signs.
const DIRECTIONS: u32 = 0;
/// The sizes that such a row can have, each a quarter above the one before; a file holds their places here.
pub const ROW_SIZES: [i8; 16] = [4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 64, 80, 101, 127];
const SIZE_BITS: u32 = 4;
/// Directions are kept as the rows that they are in the smallest size: about this large is a value of theirs.
pub const DIRECTION_UNIT: i8 = ROW_SIZES[0];
/// Number of places that 16 bits can say.
const MOST_PLACES: usize = 1 << 16;
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
        Self { keys, dim, values, shared: None }
    }

    /// A table of rows of which some are one of these directions.
    ///
    /// # Panics
    /// If there is not a row for every key, or one is neither a direction and size that there is nor `dim` integers. If there
    /// are directions, such integers must be signs and zeros times one of [`ROW_SIZES`], and at most 2^16 rows may differ.
    pub fn of_rows(keys: Keys, dim: usize, directions: &[i8], rows: &[Row]) -> Self {
        let (directions, codes) = by_use(directions, dim, rows);
        let count = codes.len();
        let mut values = in_all_sizes(&directions, dim);
        let place = |row: &Row| match row {
            Row::Own(own) => {
                assert!(own.len() == dim, "a row of `dim` integers");
                assert!(count == 0 || place_of_size(own).is_some(), "signs times a size");
                values.extend(own);
                values.len() / dim - 1
            }
            Row::Direction { code, size } => {
                assert!(*code < count && *size < ROW_SIZES.len(), "a direction and a size that there is");
                codes[*code] * ROW_SIZES.len() + size
            }
        };
        let places: Vec<usize> = rows.iter().map(place).collect();
        if count == 0 {
            return Self::new(keys, dim, values);
        }
        assert_eq!(places.len(), keys.len(), "a row for every key");
        assert!(values.len() <= MOST_PLACES * dim, "rows that 16 bits can tell apart");
        let places = places.into_iter().map(|place| place as u16).collect();
        Self { keys, dim, values, shared: Some(Shared { directions: count, places }) }
    }

    /// Length of a row.
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// The row of a feature, if it has one.
    #[inline]
    pub fn row(&self, hash: u64) -> Option<&[i8]> {
        let row = self.keys.row(hash)?;
        let place = self.shared.as_ref().map_or(row, |shared| usize::from(shared.places[row]));
        Some(self.at(place))
    }

    #[inline]
    fn at(&self, place: usize) -> &[i8] {
        &self.values[place * self.dim..][..self.dim]
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
            let rows = &mut rows[..count];
            if let Some(Shared { places, .. }) = &self.shared {
                rows.iter_mut().for_each(|row| *row = usize::from(places[*row]));
            }
            for row in rows {
                add(self.at(*row), sum);
            }
        }
    }

    pub(crate) fn read(mut reader: Reader) -> Result<Self, ModelError> {
        let (dim, bits) = (reader.u32()? as usize, reader.u32()?);
        if !(1..=1024).contains(&dim) {
            return Err(reader.malformed("its rows have an impossible length"));
        }
        let keys = Keys::read(&mut reader)?;
        let rows = keys.len();
        let (values, shared) = match bits {
            DIRECTIONS => {
                let (values, shared) = read_shared(&mut reader, dim, rows)?;
                (values, Some(shared))
            }
            SIGNS => (read_signs(&mut reader, dim, rows)?, None),
            _ if BITS.contains(&bits) => (read_values(&mut reader, dim * rows, bits)?, None),
            _ => return Err(reader.malformed("its values must have 0 to 8 bits")),
        };
        reader.finish()?;
        Ok(Self { keys, dim, values, shared })
    }

    /// The bytes of the model file: directions where rows share them, signs and sizes if all rows are that, else as few bits
    /// a value as all values fit into.
    pub fn to_bytes(&self) -> Vec<u8> {
        if let Some(shared) = &self.shared {
            return [self.header(DIRECTIONS), self.shared_to_bytes(shared)].concat();
        }
        if let Some(signs) = signs_to_bytes(&self.values, self.dim) {
            return [self.header(SIGNS), signs].concat();
        }
        let fits =
            |bits: &u32| self.values.iter().all(|v| (-(1 << (bits - 1))..1 << (bits - 1)).contains(&i32::from(*v)));
        let bits = BITS.into_iter().find(fits).unwrap_or(8);
        let values: Vec<usize> = self.values.iter().map(|value| usize::from(*value as u8)).collect();
        [self.header(bits), packed(&values, bits)].concat()
    }

    fn header(&self, bits: u32) -> Vec<u8> {
        let numbers = [self.dim as u32, bits].map(u32::to_le_bytes);
        [numbers.concat(), self.keys.to_bytes()].concat()
    }

    /// The number of directions and their values; whether each row is one of them; the sizes and codes of those that are, the
    /// sizes and signs of the others. Numbers that are unevenly spread stand together and in whole parts of a byte, which
    /// a compressor sees.
    fn shared_to_bytes(&self, Shared { directions, places }: &Shared) -> Vec<u8> {
        let of_directions = directions * ROW_SIZES.len();
        let places = || places.iter().map(|place| usize::from(*place));
        let is_coded: Vec<usize> = places().map(|place| usize::from(place < of_directions)).collect();
        let (codes, sizes): (Vec<usize>, Vec<usize>) = places()
            .filter(|place| *place < of_directions)
            .map(|place| (place / ROW_SIZES.len(), place % ROW_SIZES.len()))
            .unzip();
        // It cannot fail: only `of_rows` and `read` make tables with directions. The one has asserted of each such row that it is
        // signs times a size, the other has such rows from `read_signs`, which makes nothing else.
        let own = signs_to_bytes(&self.values[of_directions * self.dim..], self.dim)
            .expect("`of_rows` asserts it and `read_signs` makes it: signs times a size");
        let (high_bits, low_bits) = code_bits(*directions);
        let mut bytes = (*directions as u32).to_le_bytes().to_vec();
        for direction in 0..*directions {
            bytes.extend(self.at(direction * ROW_SIZES.len()).iter().map(|value| *value as u8));
        }
        bytes.extend(packed(&is_coded, 1));
        bytes.extend(packed(&sizes, SIZE_BITS));
        bytes.extend(packed(&codes.iter().map(|code| code >> low_bits).collect::<Vec<usize>>(), high_bits));
        bytes.extend(packed(&codes, low_bits));
        bytes.extend(own);
        bytes
    }
}

/// Directions, those that most rows have first, and the new code of each.
fn by_use(directions: &[i8], dim: usize, rows: &[Row]) -> (Vec<i8>, Vec<usize>) {
    let mut uses = vec![0_usize; directions.len() / dim];
    for row in rows {
        if let Row::Direction { code, .. } = row
            && let Some(uses) = uses.get_mut(*code)
        {
            *uses += 1;
        }
    }
    let mut order: Vec<usize> = (0..uses.len()).collect();
    order.sort_by_key(|code| std::cmp::Reverse(uses[*code]));
    let sorted = order.iter().flat_map(|code| &directions[code * dim..][..dim]).copied().collect();
    let mut codes = vec![0; order.len()];
    order.into_iter().enumerate().for_each(|(new, old)| codes[old] = new);
    (sorted, codes)
}

/// A direction in the size of that place.
pub fn in_size(direction: &[i8], size: usize) -> impl Iterator<Item = i8> {
    let (size, unit) = (i32::from(ROW_SIZES[size]), i32::from(DIRECTION_UNIT));
    direction.iter().map(move |value| {
        let product = i32::from(*value) * size;
        // Rounded, a half away from zero.
        let rounded = product.signum() * ((product.abs() + unit / 2) / unit);
        rounded.clamp(-i32::from(i8::MAX), i32::from(i8::MAX)) as i8
    })
}

/// Directions, each in all sizes.
fn in_all_sizes(directions: &[i8], dim: usize) -> Vec<i8> {
    let sizes = |direction| (0..ROW_SIZES.len()).flat_map(move |size| in_size(direction, size));
    directions.chunks_exact(dim).flat_map(sizes).collect()
}

/// So many bits tell so many directions apart: those of a byte, and what is below them.
fn code_bits(directions: usize) -> (u32, u32) {
    let bits = directions.max(2).next_power_of_two().ilog2();
    (bits.min(8), bits.saturating_sub(8))
}

/// Numbers of so many bits each.
fn packed(numbers: &[usize], bits: u32) -> Vec<u8> {
    let mut packed = Bits::default();
    numbers.iter().for_each(|number| packed.push(*number as u32, bits));
    packed.bytes()
}

/// The sizes of rows of signs, and then the signs, five a byte; none if a row is anything else.
fn signs_to_bytes(values: &[i8], dim: usize) -> Option<Vec<u8>> {
    let sizes: Vec<usize> = values.chunks_exact(dim).map(place_of_size).collect::<Option<_>>()?;
    let byte = |five: &[i8]| five.iter().rev().fold(0, |byte, value| 3 * byte + (value.signum() + 1) as u8);
    Some(packed(&sizes, SIZE_BITS).into_iter().chain(values.chunks(SIGNS_A_BYTE).map(byte)).collect())
}

/// So many numbers of so many bits each.
fn read_packed<'a>(
    reader: &mut Reader<'a>,
    count: usize,
    bits: u32,
) -> Result<impl Iterator<Item = u32> + use<'a>, ModelError> {
    Ok(unpack(reader.take((count * bits as usize).div_ceil(8))?, bits).take(count))
}

/// What [`signs_to_bytes`] wrote of so many rows.
fn read_signs(reader: &mut Reader, dim: usize, rows: usize) -> Result<Vec<i8>, ModelError> {
    let count = dim * rows;
    let sizes = read_packed(reader, rows, SIZE_BITS)?;
    let packed = reader.take(count.div_ceil(SIGNS_A_BYTE))?;
    let mut values = vec![0; packed.len() * SIGNS_A_BYTE];
    for (packed, values) in packed.chunks(AT_ONCE).zip(values.chunks_mut(AT_ONCE * SIGNS_A_BYTE)) {
        unpack_signs(packed, values);
    }
    values.truncate(count);
    for (row, size) in values.chunks_exact_mut(dim).zip(sizes) {
        row.iter_mut().for_each(|value| *value *= ROW_SIZES[size as usize]);
    }
    Ok(values)
}

/// Values of so many bits each.
fn read_values(reader: &mut Reader, count: usize, bits: u32) -> Result<Vec<i8>, ModelError> {
    let packed = reader.take((count * bits as usize).div_ceil(8))?;
    let mut values = vec![0; count];
    // Eight values of so many bits are so many bytes: every part begins with a byte of its own.
    for (packed, values) in packed.chunks(AT_ONCE * bits as usize).zip(values.chunks_mut(AT_ONCE * 8)) {
        unpack_signed(packed, bits, values);
    }
    Ok(values)
}

/// What [`Table::shared_to_bytes`] wrote.
fn read_shared(reader: &mut Reader, dim: usize, rows: usize) -> Result<(Vec<i8>, Shared), ModelError> {
    let directions = reader.u32()? as usize;
    let of_directions = directions.saturating_mul(ROW_SIZES.len());
    if of_directions > MOST_PLACES {
        return Err(reader.malformed("it has more directions than 16 bits can say"));
    }
    let bytes = reader.take(directions * dim)?;
    let mut values = in_all_sizes(&bytes.iter().map(|value| *value as i8).collect::<Vec<i8>>(), dim);
    let is_coded: Vec<bool> = read_packed(reader, rows, 1)?.map(|bit| bit == 1).collect();
    let coded = is_coded.iter().filter(|is_coded| **is_coded).count();
    if rows - coded > MOST_PLACES - of_directions {
        return Err(reader.malformed("it has more rows that differ than 16 bits can say"));
    }
    let sizes = read_packed(reader, coded, SIZE_BITS)?;
    let (high_bits, low_bits) = code_bits(directions);
    let (highs, lows) = (read_packed(reader, coded, high_bits)?, read_packed(reader, coded, low_bits)?);
    let mut coded = highs.zip(lows).zip(sizes).map(|((high, low), size)| ((high << low_bits | low) as usize, size));
    let (mut places, mut own) = (Vec::with_capacity(rows), 0);
    for is_coded in is_coded {
        let place = match if is_coded { coded.next() } else { None } {
            Some((code, _)) if code >= directions => return Err(reader.malformed("a direction is unknown")),
            Some((code, size)) => code * ROW_SIZES.len() + size as usize,
            None => {
                own += 1;
                of_directions + own - 1
            }
        };
        places.push(place as u16);
    }
    values.extend(read_signs(reader, dim, own)?);
    Ok((values, Shared { directions, places }))
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

    fn read(bytes: Vec<u8>) -> Result<Table, ModelError> {
        let file = write(Part::Topics, &[("table", bytes)]);
        Table::read(Container::read(&file, Part::Topics)?.section("table")?)
    }

    fn written_and_read(table: &Table) -> Result<Table, ModelError> {
        read(table.to_bytes())
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
            assert_eq!(written_and_read(&table), Ok(table));
        }
    }

    #[test]
    fn rows_of_signs_take_a_byte_for_five_and_four_bits_for_their_size() {
        let sizes = ROW_SIZES.iter().copied().chain([127, 127]);
        let values: Vec<i8> = sizes.flat_map(|size| [size, 0, -size, -size, 0, size, 0]).collect();
        let table = table(7, values);
        assert_eq!(table.to_bytes().len(), 8 + table.keys.to_bytes().len() + 18 / 2 + (18 * 7_usize).div_ceil(5));
        assert_eq!(written_and_read(&table), Ok(table));
        let zeros = Table::new(Keys::new([3, 4]), 2, vec![0; 4]);
        assert_eq!(written_and_read(&zeros), Ok(zeros));
    }

    /// Two directions, of which the second is the commoner, and two rows of signs, the last of zeros.
    fn with_directions() -> Table {
        let rows = [
            Row::Direction { code: 0, size: 15 },
            Row::Own(vec![0, -127, 127]),
            Row::Direction { code: 1, size: 2 },
            Row::Own(vec![0; 3]),
            Row::Direction { code: 1, size: 0 },
        ];
        Table::of_rows(Keys::new(0..5), 3, &[0, 1, -127, 4, -3, 5], &rows)
    }

    #[test]
    fn rows_that_share_directions_are_read_as_written() -> Result<(), ModelError> {
        let table = with_directions();
        let read = written_and_read(&table)?;
        assert_eq!(read, table);
        let row = |key| read.row(hash(key)).map_or_else(Vec::new, <[i8]>::to_vec);
        // 4 · 6 / 4, and 3 · 6 / 4 and 5 · 6 / 4 rounded; the largest value is what a byte holds.
        assert_eq!([0, 2, 4].map(row), [vec![0, 32, -127], vec![6, -5, 8], vec![4, -3, 5]]);
        assert_eq!([1, 3].map(row), [vec![0, -127, 127], vec![0; 3]]);
        let mut sum = [0; 3];
        read.add(&[hash(2), hash(4), hash(1), hash(5)], &mut sum);
        assert_eq!(sum, [10, -135, 140]);
        // Two directions; five kinds, three sizes, three codes, two sizes and six signs: a byte, two, one, one and two.
        let bytes = table.to_bytes();
        let behind_keys = &bytes[8 + table.keys.to_bytes().len()..];
        assert_eq!(behind_keys[..10], [2, 0, 0, 0, 4, 253, 5, 0, 1, 129]);
        assert_eq!(behind_keys[10..15], [0b10101, 0x2f, 0, 0b001, 0x0f]);
        assert_eq!(behind_keys.len(), 17);
        Ok(())
    }

    #[test]
    fn codes_of_any_number_of_directions_are_read_as_written() {
        for directions in [1_usize, 2, 3, 255, 256, 257, 1024, 1500] {
            let all: Vec<i8> = (0..directions).flat_map(|code| [(code % 128) as i8, (code / 128) as i8 + 1]).collect();
            let rows: Vec<Row> =
                (0..directions).rev().map(|code| Row::Direction { code, size: code % ROW_SIZES.len() }).collect();
            let table = Table::of_rows(Keys::new(0..directions as u32), 2, &all, &rows);
            assert_eq!(written_and_read(&table), Ok(table), "{directions}");
        }
    }

    #[test]
    fn rows_that_share_no_direction_are_plain() {
        let rows = [Row::Own(vec![3, 4]), Row::Own(vec![5, 6])];
        assert_eq!(Table::of_rows(Keys::new([0, 1]), 2, &[], &rows), table(2, vec![3, 4, 5, 6]));
    }

    #[test]
    fn a_table_that_shares_rows_wrongly_is_an_error() {
        let bytes = with_directions().to_bytes();
        let behind_keys = 8 + with_directions().keys.to_bytes().len();
        let error = |bytes| read(bytes).map_or_else(|error| error.to_string(), |_| "none".to_owned());
        let with = |place: usize, byte: u8| {
            let mut bytes = bytes.clone();
            bytes[place] = byte;
            bytes
        };
        assert!(error(with(4, 9)).contains("0 to 8 bits"));
        assert!(error(with(behind_keys + 1, 255)).contains("more directions than 16 bits can say"));
        assert!(error(with(behind_keys, 200)).contains("early"));
        // One direction alone: of its two codes the second is unknown.
        let one = [
            &bytes[..behind_keys],
            &[1, 0, 0, 0],
            &bytes[behind_keys + 4..behind_keys + 7],
            &bytes[behind_keys + 10..],
        ];
        assert!(error(one.concat()).contains("a direction is unknown"));
        for length in 0..bytes.len() {
            assert!(read(bytes[..length].to_vec()).is_err(), "{length}");
        }
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
