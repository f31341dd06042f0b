//! Finds the metric in which item vectors are about as near each other as the teacher finds their texts.

use linfa_linalg::eigh::Eigh;
use ndarray::{Array2, Axis};
use rayon::prelude::*;
use rubrica::TopicModel;
use rubrica::training::{Metric, topic_vector};

use crate::TrainError;
use crate::network::matrix;
use crate::teacher::Direction;

/// A penalty on the map from vectors to the teacher's directions, for each text.
const PENALTY: f32 = 2e-4;
/// How long a direction is in the metric: as long as the map makes it, to this power. At zero vectors stay as they are; at one
/// what the map hardly tells is lost, which desks miss.
const POWER: f32 = 0.5;
/// No direction becomes shorter than this part of the longest.
const SHORTEST: f32 = 1e-3;

/// The metric for the vectors of a model, by what the teacher says of texts.
///
/// # Errors
/// If it cannot be solved.
pub fn metric(model: &TopicModel, dim: usize, texts: &[(String, &Direction)]) -> Result<Metric, TrainError> {
    if texts.is_empty() {
        return Ok(Metric::plain(dim));
    }
    let vectors: Vec<Vec<f32>> = texts.par_iter().map(|(text, _)| topic_vector(model, text)).collect();
    let vectors = centred(matrix(vectors.iter().map(Vec::as_slice)));
    let directions = centred(matrix(texts.iter().map(|(_, direction)| &***direction)));
    let ridge = Array2::<f32>::eye(dim) * (PENALTY * texts.len() as f32);
    let inverse = function(&(vectors.t().dot(&vectors) + ridge), |value| 1.0 / value)?;
    let map = inverse.dot(&vectors.t().dot(&directions));
    // The map stretches a direction by the root of its eigenvalue in this.
    let squared = map.dot(&map.t());
    let most = squared.diag().sum().max(f32::MIN_POSITIVE);
    let least = SHORTEST * SHORTEST * most;
    Ok(Metric::new(dim, function(&squared, |value| value.max(least).powf(POWER / 2.0))?.into_iter().collect()))
}

fn centred(mut rows: Array2<f32>) -> Array2<f32> {
    if let Some(mean) = rows.mean_axis(Axis(0)) {
        rows -= &mean;
    }
    rows
}

/// A function of a symmetric matrix: of its eigenvalues.
fn function(matrix: &Array2<f32>, of: impl Fn(f32) -> f32) -> Result<Array2<f32>, TrainError> {
    let unsolved = |error| TrainError::Data(format!("the metric of vectors cannot be found: {error}"));
    let (values, vectors) = matrix.eigh().map_err(unsolved)?;
    Ok((&vectors * &values.mapv(of)).dot(&vectors.t()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_of_a_matrix_is_one_of_its_eigenvalues() -> Result<(), TrainError> {
        // Its eigenvalues are 1 and 9, along the diagonals.
        let matrix = ndarray::array![[5.0_f32, 4.0], [4.0, 5.0]];
        let root = function(&matrix, f32::sqrt)?;
        for (value, wanted) in root.iter().zip([2.0, 1.0, 1.0, 2.0]) {
            assert!((value - wanted).abs() < 1e-5, "{root}");
        }
        Ok(())
    }
}
