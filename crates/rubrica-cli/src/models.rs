//! The models: those built in, or those of a folder.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use rubrica::{Desk, DeskError, LanguageModel, ModelError, Rubrica, TopicModel};

use crate::failure::Failure;
use crate::input::text;
use crate::json;

const LANGUAGE: &str = "language.bin";
const TOPICS: &str = "topics.bin";

static BUILT_IN_LANGUAGE: &[u8] = include_bytes!("../../../models/language.bin");
static BUILT_IN_TOPICS: &[u8] = include_bytes!("../../../models/topics.bin");

/// The classifier with the models of `folder`, or with those built in.
pub fn rubrica(folder: Option<&Path>) -> Result<Rubrica, Failure> {
    let language = load(folder, LANGUAGE, BUILT_IN_LANGUAGE, LanguageModel::from_bytes)?;
    let topics = load(folder, TOPICS, BUILT_IN_TOPICS, TopicModel::from_bytes)?;
    Ok(Rubrica::new(language, topics))
}

/// The desk of that file.
pub fn desk(path: &Path) -> Result<Desk, Failure> {
    let malformed = |problem| Failure::Desk { path: path.to_owned(), source: DeskError::Malformed { problem } };
    let bytes = fs::read(path).map_err(|source| Failure::Read { path: path.to_owned(), source })?;
    let text = text(bytes).map_err(malformed)?;
    serde_json::from_str(&text).map_err(|error| malformed(json::problem(&error)))
}

fn load<M>(
    folder: Option<&Path>,
    name: &str,
    built_in: &'static [u8],
    from_bytes: impl Fn(&[u8]) -> Result<M, ModelError>,
) -> Result<M, Failure> {
    let path = folder.map_or_else(|| PathBuf::from(format!("built-in {name}")), |folder| folder.join(name));
    let bytes = match folder {
        None => Cow::Borrowed(built_in),
        Some(_) => Cow::Owned(fs::read(&path).map_err(|source| Failure::Read { path: path.clone(), source })?),
    };
    from_bytes(&bytes).map_err(|source| Failure::Model { path, source })
}
