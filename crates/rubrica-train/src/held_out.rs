//! Honest estimates: how a model does on sources that it was not trained on.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use rubrica::TopicModel;
use rubrica::training::topic_scores;

use crate::TrainError;
use crate::corpus::{Row, rows, topic_files};
use crate::topics::{beginning, dev, topic_of};

/// Hidden test sets are cut after about so many characters.
const LONGEST: usize = 400;

/// Rows and share of right topics for every source and language of the held-out sources and of the dev split.
///
/// # Errors
/// If the data cannot be read or `model` is none.
pub fn accuracy(data: &Path, model: &[u8], sources: &[String]) -> Result<BTreeMap<String, (usize, f64)>, TrainError> {
    let model = TopicModel::from_bytes(model)?;
    let mut all = dev(data)?;
    for file in topic_files(data, "train")? {
        all.extend(rows(&file)?.into_iter().filter(|row| sources.contains(&row.source)));
    }
    let judged: Vec<(String, bool)> = all.par_iter().filter_map(|row| judge(&model, row)).collect();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (set, right) in judged {
        let (all, hits) = counts.entry(set).or_default();
        *all += 1;
        *hits += usize::from(right);
    }
    Ok(counts.into_iter().map(|(set, (all, right))| (set, (all, right as f64 / all as f64))).collect())
}

fn judge(model: &TopicModel, row: &Row) -> Option<(String, bool)> {
    let topic = topic_of(row)?;
    let (scores, _, _) = topic_scores(model, &beginning(row, LONGEST));
    let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
    Some((format!("{}\t{}", row.source, row.lang), best == topic))
}
