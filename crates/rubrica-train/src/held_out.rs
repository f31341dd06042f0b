//! Honest estimates: how a model does on sources that it was not trained on.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use rubrica::TopicModel;
use rubrica::training::topic_scores;

use crate::TrainError;
use crate::baseline::Baseline;
use crate::corpus::{Row, rows, topic_files};
use crate::topics::{beginning, dev, topic_of};

/// Hidden test sets are cut after about so many characters.
const LONGEST: usize = 400;

/// How often the right topic was found in one source and language.
#[derive(Clone, Copy, Debug, Default)]
pub struct Accuracy {
    /// Rows with a topic.
    pub rows: usize,
    /// Of these, how many the model got right …
    pub right: usize,
    /// … and how many a TF-IDF regression that was trained on the same rows.
    pub baseline: usize,
}

/// Accuracy on every source and language of the held-out sources and of the dev split.
///
/// # Errors
/// If the data cannot be read or `model` is none.
pub fn accuracy(
    data: &Path,
    model: &[u8],
    sources: &[String],
    seed: u64,
) -> Result<BTreeMap<String, Accuracy>, TrainError> {
    let model = TopicModel::from_bytes(model)?;
    let baseline = Baseline::train(data, sources, seed)?;
    let mut all = dev(data)?;
    for file in topic_files(data, "train")? {
        all.extend(rows(&file)?.into_iter().filter(|row| sources.contains(&row.source)));
    }
    let judged: Vec<(String, [bool; 2])> = all.par_iter().filter_map(|row| judge(&model, &baseline, row)).collect();
    let mut sets: BTreeMap<String, Accuracy> = BTreeMap::new();
    for (set, [ours, theirs]) in judged {
        let accuracy = sets.entry(set).or_default();
        accuracy.rows += 1;
        accuracy.right += usize::from(ours);
        accuracy.baseline += usize::from(theirs);
    }
    Ok(sets)
}

fn judge(model: &TopicModel, baseline: &Baseline, row: &Row) -> Option<(String, [bool; 2])> {
    let topic = topic_of(row)?;
    let text = beginning(row, LONGEST);
    let (scores, _, _) = topic_scores(model, &text);
    let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
    Some((format!("{}\t{}", row.source, row.lang), [best == topic, baseline.topic(&text) == topic]))
}
