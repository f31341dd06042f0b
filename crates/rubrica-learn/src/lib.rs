//! The only crate that knows linfa: item vectors in, a head out; examples in, the reader's own topics out.
//!
//! linfa minimises the *sum* of the rows' losses plus `alpha / 2 · |weights|²`, so its penalty has to grow with the
//! number of rows; [`Fit::penalty`] is a mean's penalty and is scaled here. Rows must have at most unit length: the loss
//! subtracts the largest score of the whole matrix and floors what lies far below it.

mod desk;
#[cfg(feature = "others")]
mod others;

use std::collections::BTreeSet;

use linfa::DatasetBase;
use linfa::traits::Fit as _;
use linfa_logistic::MultiLogisticRegression;
use linfa_logistic::error::Error as LogisticError;
use ndarray::{Array1, Array2};
use rubrica::training::Head;

pub use desk::{Evaluation, Lesson, TopicEvaluation};
#[cfg(feature = "others")]
pub use others::{Other, OtherError};

/// How to fit a head.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Weight decay for the mean loss of a row.
    pub penalty: f32,
    /// Largest number of steps.
    pub steps: u64,
    /// The fit ends where the gradient of a row's mean loss is shorter than this.
    pub tolerance: f32,
}

impl Default for Fit {
    fn default() -> Self {
        Self { penalty: 1e-6, steps: 200, tolerance: 1e-6 }
    }
}

/// Why no head could be fitted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LearnError {
    /// Vectors and classes do not go together.
    #[error("{vectors} vectors and {classes} classes: every vector needs its class")]
    Uneven {
        /// Number of vectors.
        vectors: usize,
        /// Number of class labels.
        classes: usize,
    },
    /// A softmax over fewer than two classes says nothing.
    #[error("all {rows} rows are of one class; two at least are needed")]
    OneClass {
        /// Number of rows.
        rows: usize,
    },
    /// Classes must be numbered without gaps.
    #[error("class {missing} of {classes} has no row; number the classes that have rows from 0")]
    Gap {
        /// The class without a row.
        missing: usize,
        /// Number of classes.
        classes: usize,
    },
    /// A desk of no topics.
    #[error("there are no topics to learn")]
    NoTopics,
    /// A topic that nothing can be learned of.
    #[error("the topic “{topic}” has no examples")]
    NoExamples {
        /// Its name.
        topic: String,
    },
    /// An example of a topic that the desk does not have.
    #[error("an example is of topic {topic} of {topics}; they are numbered from 0")]
    NoSuchTopic {
        /// Index of the topic.
        topic: usize,
        /// Number of topics.
        topics: usize,
    },
    /// linfa gave up, also with larger penalties.
    #[error("linfa found no head, also with a penalty of {penalty}: {source}")]
    Linfa {
        /// The last penalty that was tried.
        penalty: f32,
        /// What linfa said.
        source: LogisticError,
    },
}

/// How often the fit is tried again with ten times the penalty: the line search of linfa can fail where the loss is flat.
const TRIES: u32 = 4;

impl Fit {
    /// Fits a softmax head on item vectors (a row each) and their classes (0, 1, 2 … without gaps).
    ///
    /// # Errors
    /// If vectors and classes do not make a problem, or linfa cannot solve it.
    pub fn head(&self, vectors: Array2<f32>, classes: &[usize]) -> Result<Head, LearnError> {
        self.fit(None, vectors, classes)
    }

    /// As [`head`](Self::head), beginning from the weights of `start` instead of zeros.
    ///
    /// # Errors
    /// As [`head`](Self::head).
    ///
    /// # Panics
    /// If `start` is not of the same dimension and number of classes.
    pub fn refine(&self, start: &Head, vectors: Array2<f32>, classes: &[usize]) -> Result<Head, LearnError> {
        // linfa wants a column a class, the biases as the last row.
        let dim = start.dim();
        let initial = Array2::from_shape_fn((dim + 1, start.classes()), |(row, class)| {
            if row == dim { start.bias(class) } else { start.row(class)[row] }
        });
        self.fit(Some(&initial), vectors, classes)
    }

    fn fit(&self, start: Option<&Array2<f32>>, vectors: Array2<f32>, classes: &[usize]) -> Result<Head, LearnError> {
        let (rows, dim) = vectors.dim();
        if rows != classes.len() {
            return Err(LearnError::Uneven { vectors: rows, classes: classes.len() });
        }
        let known: BTreeSet<usize> = classes.iter().copied().collect();
        if known.len() < 2 {
            return Err(LearnError::OneClass { rows });
        }
        if let Some(missing) = (0..known.len()).find(|class| !known.contains(class)) {
            return Err(LearnError::Gap { missing, classes: known.len() });
        }
        let dataset = DatasetBase::new(vectors, Array1::from(classes.to_vec()));
        let mut penalty = self.penalty;
        for attempt in 1.. {
            let mut regression = MultiLogisticRegression::default()
                .alpha(penalty * rows as f32)
                .max_iterations(self.steps)
                .gradient_tolerance(self.tolerance * rows as f32);
            if let Some(start) = start {
                regression = regression.initial_params(start.clone());
            }
            match regression.fit(&dataset) {
                // linfa keeps a column a class; a head keeps a row.
                Ok(model) => {
                    let weights = model.params().t().iter().copied().collect();
                    return Ok(Head::new(dim, weights, model.intercept().to_vec()));
                }
                Err(source) if attempt == TRIES => return Err(LearnError::Linfa { penalty, source }),
                Err(_) => penalty *= 10.0,
            }
        }
        unreachable!("the last attempt returns")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rubrica::training::softmax;

    /// Three clusters on the unit sphere, from a small multiplicative generator.
    fn clusters(rows: usize, dim: usize) -> (Array2<f32>, Vec<usize>) {
        let mut state = 7_u64;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1 << 24) as f32 - 0.5
        };
        let classes: Vec<usize> = (0..rows).map(|row| row % 3).collect();
        let mut vectors = Array2::from_shape_fn((rows, dim), |(row, column)| {
            random() + if column % 3 == classes[row] { 0.5 } else { 0.0 }
        });
        for mut row in vectors.rows_mut() {
            let length = row.dot(&row).sqrt();
            row /= length;
        }
        (vectors, classes)
    }

    #[test]
    fn exported_head_and_linfa_give_the_same_probabilities() {
        let (vectors, classes) = clusters(300, 12);
        let fit = Fit::default();
        let head = fit.head(vectors.clone(), &classes).expect("three clusters");
        let dataset = DatasetBase::new(vectors.clone(), Array1::from(classes));
        let model = MultiLogisticRegression::default()
            .alpha(fit.penalty * 300.0)
            .max_iterations(fit.steps)
            .gradient_tolerance(fit.tolerance * 300.0)
            .fit(&dataset)
            .expect("the same fit");
        let expected = model.predict_probabilities(&vectors);
        let mut largest = 0.0_f32;
        for (vector, expected) in vectors.rows().into_iter().zip(expected.rows()) {
            let mut scores = head.scores(&vector.to_vec());
            softmax(&mut scores);
            for (score, expected) in scores.iter().zip(expected) {
                largest = largest.max((score - expected).abs());
            }
        }
        assert!(largest <= 1e-5, "largest difference {largest}");
    }

    #[test]
    fn a_head_tells_clusters_apart() {
        let (vectors, classes) = clusters(300, 12);
        let head = Fit::default().head(vectors.clone(), &classes).expect("three clusters");
        let right = vectors.rows().into_iter().zip(&classes).filter(|(vector, class)| {
            let scores = head.scores(&vector.to_vec());
            (0..3).all(|other| scores[other] <= scores[**class])
        });
        assert!(right.count() > 280);
    }

    #[test]
    fn impossible_problems_are_told() {
        let vectors = || Array2::from_elem((2, 3), 0.5);
        let error = |classes: &[usize]| Fit::default().head(vectors(), classes).expect_err("no problem").to_string();
        assert_eq!(error(&[0]), "2 vectors and 1 classes: every vector needs its class");
        assert_eq!(error(&[1, 1]), "all 2 rows are of one class; two at least are needed");
        assert_eq!(error(&[0, 2]), "class 1 of 2 has no row; number the classes that have rows from 0");
    }

    #[test]
    fn fits_can_cross_threads() {
        fn crosses<T: Send + Sync + Unpin>() {}
        crosses::<Fit>();
        crosses::<LearnError>();
    }
}
