//! Why training stopped.

use std::path::{Path, PathBuf};

/// Why training stopped.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A file could not be read.
    #[error("cannot read {}: {source}; is this the folder that was meant? --data takes the one that data/README.md describes", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line of a file is not what it should be.
    #[error("{}:{line}: {problem}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// Too little to learn from.
    #[error("{0}")]
    Data(String),
    /// No head could be fitted.
    #[error("the {part} head could not be fitted: {source}")]
    Learn {
        /// Which head.
        part: &'static str,
        /// Why.
        source: rubrica_learn::LearnError,
    },
    /// It is to go on later.
    #[error("paused at batch {batch}: the same command goes on from {}", path.display())]
    Paused {
        /// Where it is kept.
        path: PathBuf,
        /// The batch that comes next.
        batch: usize,
    },
    /// A model that was just written cannot be read: a defect of this program.
    #[error("the model just written cannot be read: {0}")]
    Model(#[from] rubrica::ModelError),
}

impl TrainError {
    pub(crate) fn read(path: &Path, source: std::io::Error) -> Self {
        Self::Read { path: path.to_owned(), source }
    }

    pub(crate) fn write(path: &Path, source: std::io::Error) -> Self {
        Self::Write { path: path.to_owned(), source }
    }

    pub(crate) fn learn(part: &'static str) -> impl Fn(rubrica_learn::LearnError) -> Self {
        move |source| Self::Learn { part, source }
    }
}
