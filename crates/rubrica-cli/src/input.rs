//! Where texts come from: files and standard input, as they are or packed with zstd, with or without a byte order mark.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use encoding_rs_io::DecodeReaderBytesBuilder;
use rubrica::Document;
use rubrica_documents::Format;

use crate::console::Console;

/// How a zstd frame begins. No text begins so: the second byte is in no encoding that we read the start of a character.
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// A file, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Stdin,
    File(PathBuf),
}

impl From<&Path> for Source {
    fn from(path: &Path) -> Self {
        if path == Path::new("-") { Self::Stdin } else { Self::File(path.to_owned()) }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stdin => f.write_str("-"),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

impl Source {
    /// Whether the name ends in `.ending` or `.ending.zst`.
    pub fn has_ending(&self, ending: &str) -> bool {
        let Self::File(path) = self else { return false };
        let is = |path: &Path, ending: &str| path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending));
        let unpacked = if is(path, "zst") { path.with_extension("") } else { path.clone() };
        is(&unpacked, ending)
    }

    /// The place of a line in this source, as complaints name it.
    pub fn line(&self, number: u64) -> impl fmt::Display {
        format!("{self}:{number}")
    }

    /// Opens the source. What is read are the bytes of the text: unpacked, and without byte order mark, but where there
    /// was none not yet known to be UTF-8.
    pub fn open(&self, console: &Console) -> io::Result<impl BufRead + use<>> {
        Ok(BufReader::new(decoded(self.unpacked(console)?)))
    }

    fn unpacked(&self, console: &Console) -> io::Result<Box<dyn Read>> {
        unpacked(match self {
            Self::Stdin => Box::new(console.watch(io::stdin())),
            Self::File(path) => Box::new(console.watch(File::open(path)?)),
        })
    }

    /// Reads the whole source as a document, whose markup says what encoding it is in.
    pub fn read_document(&self, format: Format, console: &Console) -> Result<Document, String> {
        let mut bytes = Vec::new();
        self.unpacked(console)
            .and_then(|mut input| input.read_to_end(&mut bytes))
            .map_err(|error| error.to_string())?;
        rubrica_documents::read(&bytes, format).map_err(|error| error.to_string())
    }

    /// Reads the whole source as one text.
    pub fn read_text(&self, console: &Console) -> Result<String, String> {
        self.open(console).map_err(|error| error.to_string()).and_then(whole)
    }
}

/// The text in the bytes of a file.
pub fn text(bytes: Vec<u8>) -> Result<String, String> {
    let unpacked = unpacked(Box::new(Cursor::new(bytes))).map_err(|error| error.to_string())?;
    whole(decoded(unpacked))
}

/// All of the input as one text.
fn whole(mut input: impl Read) -> Result<String, String> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    utf8(&bytes).map(str::to_owned)
}

/// What a byte order mark says, done.
fn decoded(unpacked: Box<dyn Read>) -> impl Read {
    DecodeReaderBytesBuilder::new().utf8_passthru(true).strip_bom(true).build(unpacked)
}

/// The size of all sources together, if each is a plain file.
pub fn total_size(sources: &[Source]) -> Option<u64> {
    sources
        .iter()
        .map(|source| match source {
            Source::Stdin => None,
            Source::File(path) => fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len()),
        })
        .sum()
}

fn unpacked(mut raw: Box<dyn Read>) -> io::Result<Box<dyn Read>> {
    let mut head = Vec::with_capacity(ZSTD_MAGIC.len());
    raw.by_ref().take(ZSTD_MAGIC.len() as u64).read_to_end(&mut head)?;
    let is_packed = head == ZSTD_MAGIC;
    let whole = Cursor::new(head).chain(raw);
    Ok(if is_packed { Box::new(zstd::Decoder::new(whole)?) } else { Box::new(whole) })
}

/// The bytes as text, or where and why they are none.
pub fn utf8(bytes: &[u8]) -> Result<&str, String> {
    str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        match bytes.get(at) {
            Some(byte) if error.error_len().is_some() => {
                format!("not UTF-8: byte 0x{byte:02X} at offset {at}; convert it first, for example with iconv")
            }
            _ => format!("not UTF-8: ends inside the character at offset {at}"),
        }
    })
}

/// A line and its number, counted from 1.
pub struct Line {
    pub number: u64,
    pub bytes: Vec<u8>,
}

/// The lines of `input` that hold more than white space, without their ends.
pub fn lines(mut input: impl BufRead) -> impl Iterator<Item = io::Result<Line>> {
    let mut number = 0;
    std::iter::from_fn(move || {
        loop {
            let mut bytes = Vec::new();
            match input.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) => number += 1,
                Err(error) => return Some(Err(error)),
            }
            while bytes.last().is_some_and(|end| matches!(end, b'\n' | b'\r')) {
                bytes.pop();
            }
            if !bytes.trim_ascii().is_empty() {
                return Some(Ok(Line { number, bytes }));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_seen_through_the_packing() {
        let source = |name: &str| Source::from(Path::new(name));
        assert!(source("a/b.tsv").has_ending("tsv"));
        assert!(source("a/b.TSV.zst").has_ending("tsv"));
        assert!(!source("a/b.tsv.gz").has_ending("tsv"));
        assert!(!source("tsv").has_ending("tsv"));
        assert!(!source("-").has_ending("tsv"));
    }

    #[test]
    fn lines_keep_their_numbers_past_empty_ones() {
        let found: Vec<_> = lines(&b"a\r\n\n  \nb\nc"[..])
            .map(|line| line.map(|line| (line.number, line.bytes)))
            .collect::<Result<_, _>>()
            .unwrap_or_default();
        assert_eq!(found, [(1, b"a".to_vec()), (4, b"b".to_vec()), (5, b"c".to_vec())]);
    }

    #[test]
    fn what_is_not_utf8_is_told_with_its_place() {
        assert_eq!(utf8("é".as_bytes()), Ok("é"));
        assert!(utf8(b"ab\xe9 c").is_err_and(|problem| problem.contains("0xE9 at offset 2")));
        assert!(utf8(b"ab\xc3").is_err_and(|problem| problem.contains("inside the character at offset 2")));
    }
}
