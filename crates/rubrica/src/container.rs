//! The model file: a header, a digest, and named sections of plain little-endian numbers.
//!
//! ```text
//! 0   "RUBRICA\0"
//! 8   format version, u16
//! 10  part, u16: 1 language, 2 topics, 3 a pack of topics
//! 12  length of the payload in bytes, u32
//! 16  SHA-256 of the payload, 32 bytes
//! 48  payload: number of sections, u32; then for each: name, 8 bytes padded with zeros; length, u32; bytes
//! ```

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::ModelError;

const MAGIC: &[u8; 8] = b"RUBRICA\0";
const FORMAT: u16 = 2;
const HEADER: usize = 48;
const DIGEST: std::ops::Range<usize> = 16..HEADER;
const NAME: usize = 8;
/// Long work on bytes is done by so many at a time: engines of wasm make a function fast between its calls.
pub(crate) const AT_ONCE: usize = 4096;

/// The kinds of model file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Tells languages.
    Language,
    /// Tells topics, news and stories.
    Topics,
    /// What the topic model knows of words with other letters than a to z.
    Pack,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Topics => "topics",
            Self::Pack => "pack",
        }
    }

    fn code(self) -> u16 {
        match self {
            Self::Language => 1,
            Self::Topics => 2,
            Self::Pack => 3,
        }
    }
}

/// A checked model file: its sections by name.
#[derive(Debug)]
pub struct Container<'a> {
    /// Digest of the payload, hexadecimal.
    pub sha256: String,
    /// Length of the file; bytes may come behind it.
    pub length: usize,
    sections: Vec<(&'a str, &'a [u8])>,
}

impl<'a> Container<'a> {
    /// Checks header, length and digest, and finds the sections.
    ///
    /// # Errors
    /// Whatever keeps `bytes` from being a whole model of that part and of this format.
    pub fn read(bytes: &'a [u8], expected: Part) -> Result<Self, ModelError> {
        Self::open(bytes, expected, false)
    }

    /// The same. Of bytes that the caller has compared with a hash (`verified`) the digest that they state is taken as theirs.
    ///
    /// # Errors
    /// As those of [`read`](Self::read), but damage of verified bytes goes unseen.
    pub fn open(bytes: &'a [u8], expected: Part, verified: bool) -> Result<Self, ModelError> {
        let magic = &bytes[..bytes.len().min(MAGIC.len())];
        if magic.is_empty() || !MAGIC.starts_with(magic) {
            return Err(ModelError::Foreign { found: magic.to_vec() });
        }
        let truncated = |expected| ModelError::Truncated { expected, actual: bytes.len() };
        if bytes.len() < HEADER {
            return Err(truncated(HEADER));
        }
        let (header, payload) = bytes.split_at(HEADER);
        let format = u16::from_le_bytes([header[8], header[9]]);
        if format != FORMAT {
            return Err(ModelError::Version { part: expected.name(), found: format, supported: FORMAT });
        }
        let part = u16::from_le_bytes([header[10], header[11]]);
        if part != expected.code() {
            let found = [Part::Language, Part::Topics].into_iter().find(|known| known.code() == part);
            return Err(ModelError::WrongPart { expected: expected.name(), found: found.unwrap_or(Part::Pack).name() });
        }
        let length = u32::from_le_bytes([header[12], header[13], header[14], header[15]]) as usize;
        if payload.len() < length {
            return Err(truncated(HEADER + length));
        }
        let payload = &payload[..length];
        let stated = hex(&header[DIGEST]);
        let actual = if verified { stated.clone() } else { digest(payload) };
        if stated != actual {
            return Err(ModelError::Damaged { expected: stated, actual });
        }
        let mut rest = Reader { section: "sections", bytes: payload };
        let count = rest.u32()?;
        let mut sections = Vec::new();
        for _ in 0..count {
            let name = std::str::from_utf8(rest.take(NAME)?)
                .map_err(|_| malformed("sections", "a name is not UTF-8"))?
                .trim_end_matches('\0');
            let length = rest.u32()? as usize;
            sections.push((name, rest.take(length)?));
        }
        Ok(Self { sha256: actual, length: HEADER + length, sections })
    }

    /// All sections, each with its name.
    pub fn sections(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.sections.iter().copied()
    }

    /// A reader over the section of that name.
    ///
    /// # Errors
    /// If the model has no such section.
    pub fn section(&self, name: &'static str) -> Result<Reader<'a>, ModelError> {
        let found = self.sections.iter().find(|(n, _)| *n == name);
        let (_, bytes) = found.ok_or_else(|| malformed(name, "it is missing"))?;
        Ok(Reader { section: name, bytes })
    }
}

/// Writes a model file.
///
/// # Panics
/// If a section's name is longer than eight bytes: the names are constants of the two models.
pub fn write(part: Part, sections: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut payload = (sections.len() as u32).to_le_bytes().to_vec();
    for (name, bytes) in sections {
        let mut padded = [0; NAME];
        padded[..name.len()].copy_from_slice(name.as_bytes());
        payload.extend(padded);
        payload.extend((bytes.len() as u32).to_le_bytes());
        payload.extend(bytes);
    }
    let mut file = MAGIC.to_vec();
    file.extend(FORMAT.to_le_bytes());
    file.extend(part.code().to_le_bytes());
    file.extend((payload.len() as u32).to_le_bytes());
    file.extend(Sha256::digest(&payload));
    file.extend(payload);
    file
}

/// Reads numbers from a section, in order.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    section: &'static str,
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    /// The next `length` bytes.
    ///
    /// # Errors
    /// If the section ends before.
    pub fn take(&mut self, length: usize) -> Result<&'a [u8], ModelError> {
        if self.bytes.len() < length {
            return Err(self.malformed(&format!("it ends {} bytes early", length - self.bytes.len())));
        }
        let (taken, rest) = self.bytes.split_at(length);
        self.bytes = rest;
        Ok(taken)
    }

    /// The next four bytes as a number.
    ///
    /// # Errors
    /// If the section ends before.
    pub fn u32(&mut self) -> Result<u32, ModelError> {
        self.take(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }

    /// The next `count` floats.
    ///
    /// # Errors
    /// If the section ends before, or one of them is not finite.
    pub fn floats(&mut self, count: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.take(count.saturating_mul(4))?;
        let floats: Vec<f32> = bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        if floats.iter().all(|f| f.is_finite()) { Ok(floats) } else { Err(self.malformed("a number is not finite")) }
    }

    /// The rest of the section as lines of text.
    ///
    /// # Errors
    /// If it is not UTF-8.
    pub fn lines(&mut self) -> Result<Vec<String>, ModelError> {
        let text = std::str::from_utf8(self.bytes).map_err(|_| self.malformed("it is not UTF-8"))?;
        self.bytes = &[];
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// All that is left unread.
    pub fn rest(self) -> &'a [u8] {
        self.bytes
    }

    /// Checks that nothing is left unread.
    ///
    /// # Errors
    /// If something is.
    pub fn finish(self) -> Result<(), ModelError> {
        if self.bytes.is_empty() { Ok(()) } else { Err(self.malformed("it goes on after its end")) }
    }

    /// An error that names this section.
    pub fn malformed(&self, problem: &str) -> ModelError {
        malformed(self.section, problem)
    }
}

fn malformed(section: &str, problem: &str) -> ModelError {
    ModelError::Malformed { section: section.to_owned(), problem: problem.to_owned() }
}

/// SHA-256, hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    let mut hasher = Sha256::new();
    bytes.chunks(AT_ONCE).for_each(|some| hasher.update(some));
    hex(&hasher.finalize())
}

/// Lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        write(Part::Language, &[("numbers", 7_u32.to_le_bytes().to_vec()), ("names", b"en\nru\n".to_vec())])
    }

    #[test]
    fn what_was_written_is_read() {
        let file = file();
        let container = Container::read(&file, Part::Language).expect("just written");
        assert_eq!(container.section("names").and_then(|mut r| r.lines()), Ok(vec!["en".into(), "ru".into()]));
        assert_eq!(container.section("numbers").and_then(|mut r| r.u32()), Ok(7));
        assert_eq!(container.section("absent").expect_err("no such section").code(), "malformed-model");
    }

    #[test]
    fn every_truncation_is_told() {
        let file = file();
        for end in 1..file.len() {
            let error = Container::read(&file[..end], Part::Language).expect_err("truncated");
            assert_eq!(error.code(), "truncated-model", "at {end}");
        }
        assert_eq!(Container::read(&[], Part::Language).expect_err("empty").code(), "foreign-model");
    }

    #[test]
    fn every_flipped_byte_of_the_payload_is_told() {
        for at in HEADER..file().len() {
            let mut file = file();
            file[at] ^= 1;
            assert_eq!(Container::read(&file, Part::Language).expect_err("damaged").code(), "damaged-model");
        }
    }

    #[test]
    fn of_verified_bytes_all_but_damage_is_told() {
        let mut file = file();
        assert_eq!(
            Container::open(&file, Part::Language, true).map(|container| container.sha256),
            Container::read(&file, Part::Language).map(|container| container.sha256)
        );
        for end in 1..file.len() {
            let error = Container::open(&file[..end], Part::Language, true).expect_err("truncated");
            assert_eq!(error.code(), "truncated-model", "at {end}");
        }
        assert_eq!(Container::open(&file, Part::Topics, true).expect_err("other part").code(), "wrong-model");
        if let Some(last) = file.last_mut() {
            *last ^= 1;
        }
        assert!(Container::open(&file, Part::Language, true).is_ok());
    }

    #[test]
    fn foreign_files_other_formats_and_other_parts_are_told_apart() {
        let error = |bytes: &[u8], part| Container::read(bytes, part).expect_err("not that model").code();
        assert_eq!(error(b"<!DOCTYPE html>", Part::Language), "foreign-model");
        assert_eq!(error(&file(), Part::Topics), "wrong-model");
        let mut newer = file();
        newer[8] = 99;
        assert_eq!(error(&newer, Part::Language), "model-version");
    }
}
