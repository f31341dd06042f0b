//! Trains what tells whether two items report the same event.

use std::path::Path;

use ndarray::{Array2, ArrayView1};
use rubrica::TopicModel;
use rubrica::training::{Head, SIGNALS, story_signals};
use rubrica_learn::Fit;
use serde::Deserialize;

use crate::TrainError;
use crate::corpus::{Row, each_line};
use crate::topics::{beginning, topic_of};

/// Two articles and whether they report the same event.
#[derive(Debug, Deserialize)]
struct Pair {
    a: String,
    b: String,
    a_text: String,
    b_text: String,
    same: bool,
}

/// Pairs made from rows: a title and its own text, a title and the text of another row on the same topic.
const MADE: usize = 3000;
/// The judged pairs are few and count this much more than the made ones.
const JUDGED_WEIGHT: usize = 20;

/// Fits the head on judged pairs and on pairs made from training rows.
///
/// # Errors
/// If the pairs cannot be read or no head can be fitted.
pub fn fit(data: &Path, model: &TopicModel, rows: &[Row], random: &mut fastrand::Rng) -> Result<Head, TrainError> {
    let mut examples: Vec<([f32; SIGNALS], usize)> = Vec::new();
    each_line(&data.join("stories/dev.jsonl.zst"), |line| {
        let pair: Pair = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let (a, b) = (format!("{}\n{}", pair.a, pair.a_text), format!("{}\n{}", pair.b, pair.b_text));
        let whole = story_signals(model, &a, &b);
        let titles = story_signals(model, &pair.a, &pair.b);
        for signals in [whole, titles] {
            examples.extend(std::iter::repeat_n((signals, usize::from(pair.same)), JUDGED_WEIGHT));
        }
        Ok(())
    })?;
    let whole: Vec<&Row> = rows.iter().filter(|row| !row.title.is_empty() && row.text.len() > 100).collect();
    if !whole.is_empty() {
        for _ in 0..MADE {
            let row = whole[random.usize(..whole.len())];
            let text = Row { title: String::new(), ..row.clone() };
            examples.push((story_signals(model, &row.title, &beginning(&text, 300)), 1));
            let other = whole[random.usize(..whole.len())];
            if other.source == row.source && topic_of(other) == topic_of(row) && other.title != row.title {
                examples.push((story_signals(model, &row.title, &beginning(other, 300)), 0));
            }
            let other = whole[random.usize(..whole.len())];
            if other.title != row.title {
                examples.push((story_signals(model, &row.title, &beginning(other, 300)), 0));
            }
        }
    }
    let mut matrix = Array2::zeros((examples.len(), SIGNALS));
    for (mut row, (signals, _)) in matrix.rows_mut().into_iter().zip(&examples) {
        row.assign(&ArrayView1::from(&signals[..]));
    }
    let classes: Vec<usize> = examples.iter().map(|(_, same)| *same).collect();
    Fit::default().head(matrix, &classes).map_err(TrainError::learn("story"))
}
