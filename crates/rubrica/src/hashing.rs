//! Maps whose keys are hashes already.

use std::hash::{BuildHasherDefault, Hasher};

/// For maps from hashes, which need no hashing.
pub(crate) type Hashed = BuildHasherDefault<AsItIs>;

/// Takes a hash as it is.
#[derive(Debug, Default)]
pub(crate) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("only hashes are keys");
    }

    fn write_u32(&mut self, hash: u32) {
        self.write_u64(u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    }

    fn write_u64(&mut self, hash: u64) {
        // The table of the standard library takes its first bits from the top and its place from the bottom.
        self.0 = hash ^ (hash >> 32);
    }
}
