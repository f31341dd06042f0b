//! What the commands of this crate share.

use std::path::Path;
use std::process::ExitCode;

use rubrica::Rubrica;

use crate::TrainError;

/// Says on stderr why a command failed, if it did.
pub fn finish(command: &str, result: Result<(), TrainError>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{command}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The bytes of a file.
///
/// # Errors
/// If it cannot be read.
pub fn read_file(path: &Path) -> Result<Vec<u8>, TrainError> {
    std::fs::read(path).map_err(|source| TrainError::read(path, source))
}

/// Writes a file.
///
/// # Errors
/// If it cannot be written.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), TrainError> {
    std::fs::write(path, bytes).map_err(|source| TrainError::write(path, source))
}

/// The models of a folder.
///
/// # Errors
/// If it has no `language.bin` and `topics.bin` of this format.
pub fn read_models(folder: &Path) -> Result<Rubrica, TrainError> {
    let file = |name| read_file(&folder.join(name));
    Ok(Rubrica::from_bytes(&file("language.bin")?, &file("topics.bin")?)?)
}
