//! linfa's other learners, to compare the regression with. What ships uses none of them.

use linfa::DatasetBase;
use linfa::traits::{Fit as _, Predict as _};
use linfa_bayes::GaussianNb;
use linfa_svm::Svm;
use ndarray::{Array1, Array2, Axis};

/// A learner of classes from rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Other {
    /// The class whose rows have the mean that is nearest, by the angle.
    NearestMean,
    /// Every column normally distributed within a class.
    NaiveBayes {
        /// The share of the widest column's variance that is added to each: examples are few.
        smoothing: f32,
    },
    /// A linear support vector machine for each class against the rest.
    SupportVectors {
        /// What an example on the wrong side costs.
        cost: f32,
    },
}

/// Where support vectors are near enough to the best: linfa's own bound takes a hundred times as long.
const TOLERANCE: f32 = 1e-3;

/// Why a learner gave no answers.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OtherError {
    /// Naive Bayes could not be fitted.
    #[error("linfa's naive Bayes: {0}")]
    NaiveBayes(#[from] linfa_bayes::NaiveBayesError),
    /// A support vector machine could not be fitted.
    #[error("linfa's support vectors: {0}")]
    SupportVectors(#[from] linfa_svm::SvmError),
}

impl Other {
    /// The classes that it gives to `asked` after `rows` of `classes` (0, 1, 2 … without gaps).
    ///
    /// # Errors
    /// If linfa cannot solve it.
    pub fn answers(self, rows: &Array2<f32>, classes: &[usize], asked: &Array2<f32>) -> Result<Vec<usize>, OtherError> {
        let of: Vec<usize> = (0..=classes.iter().copied().max().unwrap_or(0)).collect();
        match self {
            Self::NearestMean => {
                let means = of.iter().map(|class| {
                    let members: Vec<usize> = (0..classes.len()).filter(|row| classes[*row] == *class).collect();
                    let sum = rows.select(Axis(0), &members).sum_axis(Axis(0));
                    let length = sum.dot(&sum).sqrt().max(f32::MIN_POSITIVE);
                    asked.dot(&(sum / length))
                });
                Ok(highest(&means.collect::<Vec<_>>()))
            }
            Self::NaiveBayes { smoothing } => {
                let examples = DatasetBase::new(rows.clone(), Array1::from(classes.to_vec()));
                let model = GaussianNb::params().var_smoothing(smoothing).fit(&examples)?;
                Ok(model.predict(asked).to_vec())
            }
            Self::SupportVectors { cost } => {
                let scores = of.iter().map(|class| {
                    let is_it: Array1<bool> = classes.iter().map(|known| known == class).collect();
                    // The others are many: together they cost as much.
                    let share = is_it.iter().filter(|it| **it).count() as f32 / classes.len() as f32;
                    let model = Svm::<f32, bool>::params()
                        .pos_neg_weights(cost * (1.0 - share), cost * share)
                        .eps(TOLERANCE)
                        .linear_kernel()
                        .fit(&DatasetBase::new(rows.clone(), is_it))?;
                    Ok(asked.rows().into_iter().map(|row| model.weighted_sum(&row) - model.rho).collect())
                });
                Ok(highest(&scores.collect::<Result<Vec<_>, OtherError>>()?))
            }
        }
    }
}

/// For every row the class that scores highest; `scores` has a row's score of each class.
fn highest(scores: &[Array1<f32>]) -> Vec<usize> {
    let rows = scores.first().map_or(0, Array1::len);
    let best = |row: usize| (0..scores.len()).max_by(|a, b| scores[*a][row].total_cmp(&scores[*b][row]));
    (0..rows).filter_map(best).collect()
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn each_tells_two_directions_apart() {
        let rows = array![[1.0, 0.1], [0.9, -0.1], [0.1, 1.0], [-0.1, 0.9]];
        let asked = array![[0.0, 1.0], [1.0, 0.0], [0.3, 0.9]];
        let learners = [Other::NearestMean, Other::NaiveBayes { smoothing: 0.1 }, Other::SupportVectors { cost: 10.0 }];
        for learner in learners {
            let answers = learner.answers(&rows, &[0, 0, 1, 1], &asked).expect("two directions");
            assert_eq!(answers, [1, 0, 1], "{learner:?}");
        }
    }
}
