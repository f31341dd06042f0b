//! Reads `../shared/data` as it is.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::TrainError;
use crate::command::read_file;

/// A labelled text.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Row {
    /// Source and number.
    pub id: String,
    /// BCP 47 primary subtag.
    pub lang: String,
    /// `news`, `not-news` or `general`.
    pub kind: String,
    /// Slug of an IPTC topic.
    pub topic: Option<String>,
    /// The source's own label.
    pub label: Option<String>,
    /// Headline.
    pub title: String,
    /// Body.
    pub text: String,
    /// Data set.
    pub source: String,
    /// When it was published, as the source writes it.
    pub date: Option<String>,
}

/// A text with its language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// BCP 47 primary subtag.
    pub language: String,
    /// Data set.
    pub source: String,
    /// ISO 15924 code, or the beginning of its name.
    pub script: String,
    /// The text.
    pub text: String,
}

/// The files of the folder `topics/split`, in order of their names.
///
/// # Errors
/// If the folder cannot be listed.
pub fn topic_files(data: &Path, split: &str) -> Result<Vec<PathBuf>, TrainError> {
    let folder = data.join("topics").join(split);
    let entries = std::fs::read_dir(&folder).map_err(|source| TrainError::read(&folder, source))?;
    let mut files = Vec::new();
    for entry in entries {
        files.push(entry.map_err(|source| TrainError::read(&folder, source))?.path());
    }
    files.sort();
    Ok(files)
}

/// The rows of a `.jsonl.zst` file.
///
/// # Errors
/// If it cannot be read, or a line is no row.
pub fn rows(path: &Path) -> Result<Vec<Row>, TrainError> {
    let mut rows = Vec::new();
    each_line(path, |line| {
        rows.push(serde_json::from_str(line).map_err(|error| error.to_string())?);
        Ok(())
    })?;
    Ok(rows)
}

/// The sentences of a file of language, source, script and text, parted by tabs.
///
/// # Errors
/// If it cannot be read, or a line has fewer fields.
pub fn sentences(path: &Path) -> Result<Vec<Sentence>, TrainError> {
    let mut sentences = Vec::new();
    each_line(path, |line| {
        let fields: Vec<&str> = line.splitn(4, '\t').collect();
        let [language, source, script, text] = fields[..] else {
            return Err("a line must have language, source, script and text, parted by tabs".to_owned());
        };
        let [language, source, script, text] = [language, source, script, text].map(str::to_owned);
        sentences.push(Sentence { language, source, script, text });
        Ok(())
    })?;
    Ok(sentences)
}

/// The words of a file of language, rank and word, parted by tabs.
///
/// # Errors
/// If it cannot be read, or a line has fewer fields.
pub fn words(path: &Path) -> Result<Vec<(String, String)>, TrainError> {
    let mut words = Vec::new();
    each_line(path, |line| {
        let fields: Vec<&str> = line.splitn(3, '\t').collect();
        let [language, _, word] = fields[..] else {
            return Err("a line must have language, rank and word, parted by tabs".to_owned());
        };
        words.push((language.to_owned(), word.to_owned()));
        Ok(())
    })?;
    Ok(words)
}

/// Calls `each` with every line of a zstd file; names file and line where it fails.
pub fn each_line(path: &Path, mut each: impl FnMut(&str) -> Result<(), String>) -> Result<(), TrainError> {
    let text = unpacked(path).map_err(|source| TrainError::read(path, source))?;
    for (number, line) in BufReader::new(text).lines().enumerate() {
        let line = line.map_err(|source| TrainError::read(path, source))?;
        each(&line).map_err(|problem| TrainError::Line { path: path.to_owned(), line: number + 1, problem })?;
    }
    Ok(())
}

/// What a zstd file holds.
fn unpacked(path: &Path) -> std::io::Result<impl Read> {
    let mut decoder = zstd::Decoder::new(File::open(path)?)?;
    decoder.window_log_max(27)?;
    Ok(decoder)
}

/// A two-dimensional array of a `.npy` file, row by row.
#[derive(Debug)]
pub struct Matrix<T> {
    /// Length of a row.
    pub columns: usize,
    /// All rows, one after the other.
    pub values: Vec<T>,
}

impl Matrix<i8> {
    /// Reads an `int8` array.
    ///
    /// # Errors
    /// If the file cannot be read or holds something else.
    pub fn read(path: &Path) -> Result<Self, TrainError> {
        let (columns, bytes) = npy(path, "|i1")?;
        Ok(Self { columns, values: bytes.into_iter().map(|byte| byte as i8).collect() })
    }
}

impl Matrix<f32> {
    /// Reads a `float32` array.
    ///
    /// # Errors
    /// If the file cannot be read or holds something else.
    pub fn read(path: &Path) -> Result<Self, TrainError> {
        let (columns, bytes) = npy(path, "<f4")?;
        let values = bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        Ok(Self { columns, values })
    }
}

impl<T> Matrix<T> {
    /// One row.
    pub fn row(&self, index: usize) -> &[T] {
        &self.values[index * self.columns..][..self.columns]
    }
}

/// Length of a row and the data of a C-ordered `.npy` file of that type, which may be packed (`.npy.zst`).
fn npy(path: &Path, kind: &str) -> Result<(usize, Vec<u8>), TrainError> {
    let wrong = |problem: &str| TrainError::Line { path: path.to_owned(), line: 1, problem: problem.to_owned() };
    let mut bytes = Vec::new();
    if path.extension().is_some_and(|extension| extension == "zst") {
        unpacked(path)
            .and_then(|mut file| file.read_to_end(&mut bytes))
            .map_err(|source| TrainError::read(path, source))?;
    } else {
        bytes = read_file(path)?;
    }
    if bytes.len() < 10 || !bytes.starts_with(b"\x93NUMPY\x01") {
        return Err(wrong("no .npy file of version 1"));
    }
    let length = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let header = bytes.get(10..10 + length).ok_or_else(|| wrong("the header is cut off"))?;
    let header = String::from_utf8_lossy(header).into_owned();
    if !header.contains(kind) || header.contains("'fortran_order': True") {
        return Err(wrong(&format!("the array must be C-ordered {kind}, but is {header}")));
    }
    let shape = header.split("'shape': (").nth(1).and_then(|rest| rest.split(')').next()).unwrap_or_default();
    let sizes: Vec<usize> = shape.split(',').filter_map(|size| size.trim().parse().ok()).collect();
    let columns = sizes.last().copied().filter(|columns| *columns > 0).ok_or_else(|| wrong("it has no shape"))?;
    bytes.drain(..10 + length);
    Ok((columns, bytes))
}
