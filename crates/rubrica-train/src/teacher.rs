//! The teacher's vectors, cached in the data folder.
//!
//! The teacher places texts of one language near each other whatever they are about. Each language's mean is therefore
//! taken away, so that what is learned of one language holds in the others.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use crate::TrainError;
use crate::corpus::{Matrix, each_line, words};
use crate::network::unit;

/// A direction of unit length.
pub type Direction = Arc<[f32]>;

/// A mean over fewer vectors than this is noise: it is taken away in part.
const STEADY: f32 = 50.0;

/// The vectors of single words: language, word and direction.
///
/// # Errors
/// If the files cannot be read or do not go together.
pub fn word_directions(data: &Path) -> Result<Vec<(String, String, Direction)>, TrainError> {
    let folder = data.join("teacher");
    let list = words(&folder.join("words.tsv.zst"))?;
    let languages: Vec<&str> = list.iter().map(|(language, _)| language.as_str()).collect();
    let directions = directions(&folder, "words.npy", &languages)?;
    Ok(list.into_iter().zip(directions).map(|((language, word), direction)| (language, word, direction)).collect())
}

/// The vectors of rows of the training texts, by row id. `language` tells the language of a row; rows without one are
/// left out.
///
/// # Errors
/// If the files cannot be read or do not go together.
pub fn text_directions(data: &Path, language: &HashMap<&str, &str>) -> Result<HashMap<String, Direction>, TrainError> {
    let folder = data.join("teacher");
    let mut ids = Vec::new();
    each_line(&folder.join("texts.ids.zst"), |id| {
        ids.push(id.to_owned());
        Ok(())
    })?;
    let languages: Vec<&str> = ids.iter().map(|id| language.get(id.as_str()).copied().unwrap_or("")).collect();
    let directions = directions(&folder, "texts.npy", &languages)?;
    let known = ids.iter().zip(directions).zip(&languages).filter(|(_, language)| !language.is_empty());
    Ok(known.map(|((id, direction), _)| (id.clone(), direction)).collect())
}

fn directions(folder: &Path, file: &str, languages: &[&str]) -> Result<Vec<Direction>, TrainError> {
    let vectors = Matrix::<i8>::read(&folder.join(file))?;
    let scale = Matrix::<f32>::read(&folder.join("scale.npy"))?;
    let columns = vectors.columns;
    if vectors.values.len() != columns * languages.len() || scale.values.len() != columns {
        return Err(TrainError::Data(format!(
            "teacher/{file} has {} values, not {columns} for each of {} lines",
            vectors.values.len(),
            languages.len()
        )));
    }
    let floats = |row: usize| vectors.row(row).iter().zip(&scale.values).map(|(v, s)| f32::from(*v) * s);
    let mut means: BTreeMap<&str, (f32, Vec<f32>)> = BTreeMap::new();
    for (row, language) in languages.iter().enumerate() {
        let (count, sum) = means.entry(language).or_insert_with(|| (0.0, vec![0.0; columns]));
        *count += 1.0;
        sum.iter_mut().zip(floats(row)).for_each(|(sum, value)| *sum += value);
    }
    for (count, sum) in means.values_mut() {
        sum.iter_mut().for_each(|value| *value /= *count + STEADY);
    }
    Ok(languages
        .iter()
        .enumerate()
        .map(|(row, language)| {
            let (_, mean) = &means[language];
            let mut direction: Vec<f32> = floats(row).zip(mean).map(|(value, mean)| value - mean).collect();
            unit(&mut direction);
            direction.into()
        })
        .collect())
}
