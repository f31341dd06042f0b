//! The teacher's vectors, cached in the data folder.
//!
//! The teacher places texts of one language near each other whatever they are about. Each language's mean is therefore
//! taken away, so that what is learned of one language holds in the others.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use crate::TrainError;
use crate::corpus::{Matrix, Row, Sentence, each_line, sentences, words};
use crate::network::unit;

/// A direction of unit length.
pub type Direction = Arc<[f32]>;

/// Where `scripts/teach.py` keeps its vectors.
pub const ADDED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/teacher");

/// The vectors there: packed, as they stand in the repository.
const ADDED_VECTORS: &str = "texts.npy.zst";
const ADDED_WORD_VECTORS: &str = "words.npy.zst";
/// The ids of what they are of; of texts, also in the data folder.
const TEXT_IDS: &str = "texts.ids.zst";
const ADDED_WORD_IDS: &str = "words.ids.zst";

/// A mean over fewer vectors than this is noise: it is taken away in part.
const STEADY: f32 = 50.0;

/// The vectors of single words: language, word and direction. Those of the data folder, and those of the folder `added`.
///
/// # Errors
/// If the files cannot be read or do not go together.
pub fn word_directions(data: &Path, added: &Path) -> Result<Vec<(String, String, Direction)>, TrainError> {
    let folder = data.join("teacher");
    let mut list = words(&folder.join("words.tsv.zst"))?;
    let mut all = vectors(&folder, &folder.join("words.npy"), list.len())?;
    let numbers = numbers(&added.join(ADDED_WORD_IDS), WORD)?;
    all.extend(vectors(&folder, &added.join(ADDED_WORD_VECTORS), numbers.len())?);
    let listed = words(&data.join("language/words.tsv.zst"))?;
    for number in numbers {
        let word = listed.get(number).ok_or_else(|| TrainError::Data(format!("{WORD}{number} is no line")))?;
        list.push(word.clone());
    }
    let languages: Vec<&str> = list.iter().map(|(language, _)| language.as_str()).collect();
    let directions = directions(all, &languages);
    Ok(list.into_iter().zip(directions).map(|((language, word), direction)| (language, word, direction)).collect())
}

/// The vectors of rows of the training texts, by row id: those of the data folder, and, if there is one, those of the folder
/// `added`, for rows that the teacher had not read. `language` tells the language of a row; rows without one are left out.
///
/// # Errors
/// If the files cannot be read or do not go together.
pub fn text_directions(
    data: &Path,
    added: Option<&Path>,
    language: &HashMap<&str, &str>,
) -> Result<HashMap<String, Direction>, TrainError> {
    let folder = data.join("teacher");
    let mut ids: Vec<String> = Vec::new();
    let mut all = Vec::new();
    let own = (&*folder, "texts.npy");
    for (cache, file) in std::iter::once(own).chain(added.map(|added| (added, ADDED_VECTORS))) {
        let before = ids.len();
        each_line(&cache.join(TEXT_IDS), |id| {
            ids.push(id.to_owned());
            Ok(())
        })?;
        all.extend(vectors(&folder, &cache.join(file), ids.len() - before)?);
    }
    let languages: Vec<&str> = ids.iter().map(|id| language.get(id.as_str()).copied().unwrap_or("")).collect();
    let directions = directions(all, &languages);
    let known = ids.iter().zip(directions).zip(&languages).filter(|(_, language)| !language.is_empty());
    Ok(known.map(|((id, direction), _)| (id.clone(), direction)).collect())
}

/// The ids that `scripts/teach.py` gives sentences and words of the language corpus: this and the number of the line, from 0.
const SENTENCE: &str = "language/train:";
const WORD: &str = "language/words:";

/// What the sources of the language corpus are: news, or what people say to each other, or, what else the teacher has read of it
/// (`SENTENCES` of `scripts/teach.py`), prose.
fn kind(source: &str) -> &'static str {
    match source {
        "ntrex" | "wmtnews" | "dslcc" => "news",
        "tatoeba" => "not-news",
        _ => "general",
    }
}

/// The sentences that the teacher has read: it labels news in languages that have no labels, and the prose is for the words.
///
/// # Errors
/// If the files cannot be read.
pub fn sentences_read(data: &Path, added: &Path) -> Result<Vec<Row>, TrainError> {
    let numbers: BTreeSet<usize> = numbers(&added.join(TEXT_IDS), SENTENCE)?.into_iter().collect();
    let sentences = sentences(&data.join("language/train.tsv.zst"))?.into_iter().enumerate();
    let chosen = sentences.filter(|(number, _)| numbers.contains(number));
    Ok(chosen
        .map(|(number, Sentence { language, source, text, .. })| Row {
            id: format!("{SENTENCE}{number}"),
            lang: language,
            kind: kind(&source).to_owned(),
            source,
            text,
            ..Row::default()
        })
        .collect())
}

/// The numbers of the lines that ids with that beginning stand for.
fn numbers(ids: &Path, beginning: &str) -> Result<Vec<usize>, TrainError> {
    let mut numbers = Vec::new();
    each_line(ids, |id| {
        if let Some(number) = id.strip_prefix(beginning) {
            numbers.push(number.parse().map_err(|_| format!("no number of a line in {id}"))?);
        }
        Ok(())
    })?;
    Ok(numbers)
}

/// The `count` vectors of a file, in the units of the teacher's folder.
fn vectors(folder: &Path, file: &Path, count: usize) -> Result<Vec<Vec<f32>>, TrainError> {
    let vectors = Matrix::<i8>::read(file)?;
    let scale = Matrix::<f32>::read(&folder.join("scale.npy"))?;
    let columns = vectors.columns;
    if vectors.values.len() != columns * count || scale.values.len() != columns {
        return Err(TrainError::Data(format!(
            "{} has {} values, not {columns} for each of {count} lines",
            file.display(),
            vectors.values.len(),
        )));
    }
    let floats = |row: &[i8]| row.iter().zip(&scale.values).map(|(value, scale)| f32::from(*value) * scale).collect();
    Ok((0..count).map(|row| floats(vectors.row(row))).collect())
}

/// Takes each language's mean away.
fn directions(mut vectors: Vec<Vec<f32>>, languages: &[&str]) -> Vec<Direction> {
    let mut means: BTreeMap<&str, (f32, Vec<f32>)> = BTreeMap::new();
    for (vector, language) in vectors.iter().zip(languages) {
        let (count, sum) = means.entry(language).or_insert_with(|| (0.0, vec![0.0; vector.len()]));
        *count += 1.0;
        sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += value);
    }
    for (count, sum) in means.values_mut() {
        sum.iter_mut().for_each(|value| *value /= *count + STEADY);
    }
    for (vector, language) in vectors.iter_mut().zip(languages) {
        let (_, mean) = &means[language];
        vector.iter_mut().zip(mean).for_each(|(value, mean)| *value -= mean);
        unit(vector);
    }
    vectors.into_iter().map(Direction::from).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::corpus::topic_files;

    #[test]
    fn every_added_vector_belongs_to_a_row() -> Result<(), TrainError> {
        let data = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
        if !data.exists() {
            println!("skipped: ../shared/data is not there");
            return Ok(());
        }
        let mut known: HashSet<String> =
            sentences_read(data, Path::new(ADDED))?.into_iter().map(|row| row.id).collect();
        for file in topic_files(data, "train")? {
            // A row begins with its id: to read all of half a million would take minutes.
            each_line(&file, |row| {
                known.insert(row.split('"').nth(3).ok_or("a row without an id")?.to_owned());
                Ok(())
            })?;
        }
        let mut added = HashSet::new();
        each_line(&Path::new(ADDED).join(TEXT_IDS), |id| {
            assert!(known.contains(id), "{id} is no row of ../shared/data: run scripts/teach.py again");
            assert!(added.insert(id.to_owned()), "{id} is there twice");
            Ok(())
        })?;
        let vectors = Matrix::<i8>::read(&Path::new(ADDED).join(ADDED_VECTORS))?;
        assert_eq!(vectors.values.len(), added.len() * vectors.columns);
        let listed = words(&data.join("language/words.tsv.zst"))?.len();
        let numbers = numbers(&Path::new(ADDED).join(ADDED_WORD_IDS), WORD)?;
        let different: HashSet<usize> = numbers.iter().copied().filter(|number| *number < listed).collect();
        let vectors = Matrix::<i8>::read(&Path::new(ADDED).join(ADDED_WORD_VECTORS))?;
        assert_eq!(vectors.values.len(), different.len() * vectors.columns, "run scripts/teach.py again");
        assert_eq!(numbers.len(), different.len());
        Ok(())
    }
}
