//! Which features a table has a row for.
//!
//! Most features of a language are rare and say nothing. Giving each a row by its hash alone would let them spoil the
//! rows of those that matter; here a feature either has a row of its own or none.

use crate::ModelError;
use crate::container::Reader;

/// A feature's key is so many of the highest bits of its hash. Two features of one key share a row: with 2^17 rows, one
/// feature in 128 that should have none finds another's.
pub const KEY_BITS: u32 = 24;

/// Keys of one bucket have so many first bits in common; the last bits of each are its tag.
const BUCKET_BITS: u32 = 16;
const TAG_BITS: u32 = KEY_BITS - BUCKET_BITS;
const BUCKETS: usize = 1 << BUCKET_BITS;
/// So many tags are compared at once, each a byte of a word.
const AT_ONCE: usize = 8;
const LOW_BITS: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = LOW_BITS << 7;

/// A set of keys, each with its place in ascending order: the row. As small as it can be without unpacking anything, since
/// to look a key up takes as long as the memory that it stands in takes to answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Keys {
    /// Where the tags of each bucket begin, and at last where all end.
    starts: Vec<u32>,
    /// Ascending in each bucket; behind the last, zeros that are in none.
    tags: Vec<u8>,
}

/// The key of a feature's hash.
pub fn key(hash: u64) -> u32 {
    (hash >> (64 - KEY_BITS)) as u32
}

impl Keys {
    /// The set of these keys, each below 2^[`KEY_BITS`].
    pub fn new(keys: impl IntoIterator<Item = u32>) -> Self {
        let mut keys: Vec<u32> = keys.into_iter().collect();
        if !keys.is_sorted() {
            keys.sort_unstable();
        }
        keys.dedup();
        let mut starts = vec![0_u32; BUCKETS + 1];
        for key in &keys {
            starts[(key >> TAG_BITS) as usize + 1] += 1;
        }
        for bucket in 0..BUCKETS {
            starts[bucket + 1] += starts[bucket];
        }
        let tags = keys.into_iter().map(|key| key as u8).chain([0; AT_ONCE]).collect();
        Self { starts, tags }
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.starts[BUCKETS] as usize
    }

    /// Whether there is no key at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row of a feature, if it has one.
    #[inline]
    pub fn row(&self, hash: u64) -> Option<usize> {
        let (row, found) = self.find(hash);
        found.then_some(row)
    }

    /// The row of a feature, and whether it has one; without, the row is of no meaning. Most features of a text are found
    /// or not as chance will have it, so nothing here branches on that.
    #[inline]
    pub(crate) fn find(&self, hash: u64) -> (usize, bool) {
        let (bucket, tag) = ((hash >> (64 - BUCKET_BITS)) as usize, key(hash) as u8);
        let (start, end) = (self.starts[bucket] as usize, self.starts[bucket + 1] as usize);
        if end - start > AT_ONCE {
            let tags = &self.tags[start..end];
            let place = tags.iter().position(|other| *other == tag);
            return (start + place.unwrap_or(0), place.is_some());
        }
        let mut tags = [0; AT_ONCE];
        tags.copy_from_slice(&self.tags[start..start + AT_ONCE]);
        // The lowest byte that is zero here is the tag's; what the borrow does to those above it is of no matter.
        let differing = u64::from_le_bytes(tags) ^ (u64::from(tag) * LOW_BITS);
        let zeros = differing.wrapping_sub(LOW_BITS) & !differing & HIGH_BITS;
        let row = start + zeros.trailing_zeros() as usize / 8;
        (row, row < end)
    }

    /// The keys, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.starts.windows(2).zip(0..).flat_map(|(places, bucket)| {
            let tags = &self.tags[places[0] as usize..places[1] as usize];
            tags.iter().map(move |tag| bucket << TAG_BITS | u32::from(*tag))
        })
    }

    /// Elias–Fano: of every key the low bits as they are, of the high bits the steps from key to key in unary. With
    /// keys as evenly spread as hashes are, that is half a bit from the least possible.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let low = low_bits(self.len());
        let mut bytes = (self.len() as u32).to_le_bytes().to_vec();
        let mut lows = Bits::default();
        let mut highs = Bits::default();
        let mut last = 0;
        for key in self.iter() {
            lows.push(key & ((1 << low) - 1), low);
            for _ in last..key >> low {
                highs.push(0, 1);
            }
            highs.push(1, 1);
            last = key >> low;
        }
        bytes.extend(lows.bytes());
        bytes.extend(highs.bytes());
        bytes
    }

    pub(crate) fn read(reader: &mut Reader) -> Result<Self, ModelError> {
        let len = reader.u32()? as usize;
        if len >= 1 << KEY_BITS {
            return Err(reader.malformed("it has more keys than there are"));
        }
        let low = low_bits(len);
        let lows = unpack(reader.take((len * low as usize).div_ceil(8))?, low);
        let mut keys = Vec::with_capacity(len);
        let mut high = 0;
        let mut lows = lows.take(len);
        // The bits of the last byte behind the last key are padding.
        while keys.len() < len {
            let byte = reader.take(1)?[0];
            for bit in 0..8 {
                if byte >> bit & 1 == 0 {
                    high += 1;
                } else if let Some(low_part) = lows.next() {
                    if high >> (KEY_BITS - low) != 0 {
                        return Err(reader.malformed("a key is too large"));
                    }
                    keys.push(high << low | low_part);
                }
            }
        }
        Ok(Self::new(keys))
    }
}

/// The number of low bits that makes the whole shortest.
fn low_bits(len: usize) -> u32 {
    ((1_usize << KEY_BITS) / len.max(1)).max(1).ilog2()
}

/// Numbers of a few bits each, one behind the other, the lowest bit first.
#[derive(Debug, Default)]
pub(crate) struct Bits {
    bytes: Vec<u8>,
    held: u64,
    count: u32,
}

impl Bits {
    /// Adds the lowest `bits` (at most 32) of a number.
    pub fn push(&mut self, number: u32, bits: u32) {
        self.held |= (u64::from(number) & ((1 << bits) - 1)) << self.count;
        self.count += bits;
        while self.count >= 8 {
            self.bytes.push(self.held as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// What was added, the last byte filled with zeros.
    pub fn bytes(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.bytes.push(self.held as u8);
        }
        self.bytes
    }
}

/// The numbers of `bits` (at most 32) each; zeros behind the last byte.
pub(crate) fn unpack(bytes: &[u8], bits: u32) -> impl Iterator<Item = u32> {
    let mut bytes = bytes.iter();
    let (mut held, mut available) = (0_u64, 0);
    std::iter::repeat_with(move || {
        while available < bits {
            held |= u64::from(bytes.next().copied().unwrap_or(0)) << available;
            available += 8;
        }
        let number = (held & ((1 << bits) - 1)) as u32;
        held >>= bits;
        available -= bits;
        number
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::{Container, Part, write};

    fn written_and_read(keys: &Keys) -> Result<Keys, ModelError> {
        let file = write(Part::Topics, &[("keys", keys.to_bytes())]);
        let container = Container::read(&file, Part::Topics)?;
        let mut section = container.section("keys")?;
        let keys = Keys::read(&mut section)?;
        section.finish().map(|()| keys)
    }

    const LARGEST: u32 = (1 << KEY_BITS) - 1;

    #[test]
    fn rows_are_places_in_ascending_order() {
        let keys = Keys::new([LARGEST, 7, 64, 63, 7]);
        let row = |key: u32| keys.row(u64::from(key) << (64 - KEY_BITS) | 0xffff);
        assert_eq!([7, 63, 64, LARGEST].map(row), [Some(0), Some(1), Some(2), Some(3)]);
        assert_eq!([0, 8, 65, LARGEST - 1].map(row), [None; 4]);
        assert_eq!(keys.iter().collect::<Vec<u32>>(), [7, 63, 64, LARGEST]);
    }

    #[test]
    fn every_key_is_found_and_no_other_however_crowded() {
        let hash = |key: u32| u64::from(key) << (64 - KEY_BITS) | 0xff;
        for step in [1, 3, 40, 100] {
            let keys = Keys::new((0..4096).step_by(step));
            for key in 0..8192_u32 {
                let row = key as usize / step;
                let is_there = key < 4096 && (key as usize).is_multiple_of(step);
                assert_eq!(keys.row(hash(key)), is_there.then_some(row), "{key} among every {step}th");
            }
        }
    }

    #[test]
    fn any_set_is_read_as_written() {
        let sets: [Vec<u32>; 5] =
            [vec![], vec![0], vec![LARGEST], vec![0, 1, LARGEST], (0..LARGEST).step_by(97).collect()];
        for set in sets {
            let keys = Keys::new(set);
            assert_eq!(written_and_read(&keys), Ok(keys));
        }
    }

    #[test]
    fn evenly_spread_keys_take_few_bits() {
        let keys = Keys::new((0..1 << 17).map(|i| (i << 7) + i % 100));
        assert!(keys.to_bytes().len() * 8 < (1 << 17) * 10);
    }

    #[test]
    fn a_key_that_is_too_large_is_an_error() {
        // One key: 24 low bits, then its high part in unary, which must be 0. One key among four of 22 bits: at most 3.
        let of_one = [1_u32.to_le_bytes().to_vec(), vec![0, 0, 0, 0b10]].concat();
        let of_four = [4_u32.to_le_bytes().to_vec(), vec![0; 11], vec![0b1110_0000, 0b10]].concat();
        for bytes in [of_one, of_four] {
            let file = write(Part::Topics, &[("keys", bytes)]);
            let container = Container::read(&file, Part::Topics).expect("just written");
            let error = Keys::read(&mut container.section("keys").expect("just written")).expect_err("too large");
            assert!(error.to_string().contains("a key is too large"), "{error}");
        }
    }

    #[test]
    fn keys_that_end_early_are_an_error() {
        let bytes = Keys::new([5, 9, 1 << 20]).to_bytes();
        let file = write(Part::Topics, &[("keys", bytes[..bytes.len() - 1].to_vec())]);
        let container = Container::read(&file, Part::Topics).expect("just written");
        let error = Keys::read(&mut container.section("keys").expect("just written")).expect_err("cut off");
        assert_eq!(error.code(), "malformed-model");
    }
}
