//! Why the command gives up. What only spoils one row or one file is reported and skipped instead.

use std::io;
use std::path::{Path, PathBuf};

use rubrica::{DeskError, ModelError};
use rubrica_learn::LearnError;

/// Why the command gives up.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The arguments contradict each other.
    #[error("{0}\n\nFor more information, try '--help'.")]
    Usage(String),
    /// A file that the whole run needs cannot be read.
    #[error("{path}: {source}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A model file was read but is no model.
    #[error("{path}: {source}", path = path.display())]
    Model {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: ModelError,
    },
    /// A desk was read but cannot be used.
    #[error("{path}: {source}", path = path.display())]
    Desk {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: DeskError,
    },
    /// The examples teach nothing.
    #[error("{0}; give every topic some examples")]
    Learn(#[from] LearnError),
    /// What is to be gone on with is something else.
    #[error(
        "--resume: what was written before is not of these files in this order: {0}; write to another file, or leave --resume out"
    )]
    Resume(&'static str),
    /// The result cannot be written.
    #[error("cannot write the result: {0}")]
    Write(#[from] io::Error),
}

impl Failure {
    /// The result cannot be written to that file.
    pub fn write(path: &Path, error: &io::Error) -> Self {
        Self::Write(io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    }

    /// 2 for wrong use, as clap has it, and 1 for all else.
    pub fn exit_code(&self) -> u8 {
        if matches!(self, Self::Usage(_)) { 2 } else { 1 }
    }

    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Write(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}
