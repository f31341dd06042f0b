//! Why a model file cannot be used.

/// Why a model file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The bytes do not begin as a Rubrica model does.
    #[error(
        "not a Rubrica model: the file must begin with \"RUBRICA\\0\" but begins with {found:02x?}; \
         check that the path leads to a model and not to an error page"
    )]
    Foreign {
        /// The first bytes of the file, eight at most.
        found: Vec<u8>,
    },
    /// The file is of a format that this version cannot read.
    #[error(
        "the {part} model has format {found}, this version of Rubrica reads format {supported}; \
         take model and code from the same release"
    )]
    Version {
        /// Which model: `language` or `topics`.
        part: &'static str,
        /// Format of the file.
        found: u16,
        /// Format that this version reads.
        supported: u16,
    },
    /// A whole model, but of the other part.
    #[error("this is the {found} model, the {expected} model was expected; the two files may have been swapped")]
    WrongPart {
        /// What was asked for.
        expected: &'static str,
        /// What the file holds.
        found: &'static str,
    },
    /// The file ends too early.
    #[error("the model ends after {actual} bytes but says it has {expected}; fetch it again")]
    Truncated {
        /// Bytes needed.
        expected: usize,
        /// Bytes there.
        actual: usize,
    },
    /// The bytes do not have the digest that the header states.
    #[error("the model is damaged: its SHA-256 is {actual}, the header says {expected}; fetch it again")]
    Damaged {
        /// Digest in the header, hexadecimal.
        expected: String,
        /// Digest of the bytes, hexadecimal.
        actual: String,
    },
    /// The bytes are what was written, but what was written makes no model.
    #[error("the model's section `{section}` is wrong: {problem}; train or fetch it again")]
    Malformed {
        /// Name of the section.
        section: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A pack that does not belong to the topic model.
    #[error("the pack with SHA-256 {sha256} is not of this topic model; take all files from the same release")]
    OtherRelease {
        /// Digest in the pack's header, hexadecimal.
        sha256: String,
    },
}

impl ModelError {
    /// A stable name for programs: `foreign-model`, `model-version`, `wrong-model`, `truncated-model`, `damaged-model`,
    /// `malformed-model` or `other-release`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Foreign { .. } => "foreign-model",
            Self::Version { .. } => "model-version",
            Self::WrongPart { .. } => "wrong-model",
            Self::Truncated { .. } => "truncated-model",
            Self::Damaged { .. } => "damaged-model",
            Self::Malformed { .. } => "malformed-model",
            Self::OtherRelease { .. } => "other-release",
        }
    }
}
