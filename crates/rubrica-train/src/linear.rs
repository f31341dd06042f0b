//! Linear models on sparse rows, which the learned vectors are compared with: a softmax by `AdaGrad`, and multinomial
//! naive Bayes. linfa takes dense rows, and its naive Bayes (0.8.1) prints every weight while it learns.

use rubrica::training::softmax;

/// Columns and their values.
pub type Sparse = Vec<(u32, f32)>;

/// How much slower a bias is learned than a weight.
const BIAS_RATE: f32 = 0.01;

/// A weight for every column and class.
pub struct Linear {
    classes: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
    /// Sums of squared gradients, a column each.
    squares: Vec<f32>,
}

impl Linear {
    /// Nothing learned.
    pub fn new(columns: usize, classes: usize) -> Self {
        Self { classes, weights: vec![0.0; columns * classes], bias: vec![0.0; classes], squares: vec![1e-6; columns] }
    }

    /// Multinomial naive Bayes with add-one smoothing: a weight is the logarithm of a column's share in the class.
    pub fn naive_bayes<'r>(
        examples: impl Iterator<Item = (usize, &'r Sparse)>,
        columns: usize,
        classes: usize,
    ) -> Self {
        let mut bayes = Self::new(columns, classes);
        let mut counts = vec![1.0_f32; columns * classes];
        let mut all = vec![columns as f64; classes];
        for (class, row) in examples {
            bayes.bias[class] += 1.0;
            for (column, count) in row {
                counts[*column as usize * classes + class] += count;
                all[class] += f64::from(*count);
            }
        }
        let examples: f32 = bayes.bias.iter().sum();
        bayes.bias.iter_mut().for_each(|count| *count = (*count / examples).ln());
        let share = |(at, count): (usize, f32)| (f64::from(count) / all[at % classes]).ln() as f32;
        bayes.weights = counts.into_iter().enumerate().map(share).collect();
        bayes
    }

    /// A score for every class.
    pub fn scores(&self, row: &Sparse) -> Vec<f32> {
        let mut scores = self.bias.clone();
        for (column, value) in row {
            let weights = &self.weights[*column as usize * self.classes..][..self.classes];
            scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += value * weight);
        }
        scores
    }

    /// The likeliest class, and its probability.
    pub fn best(&self, row: &Sparse) -> (usize, f32) {
        let mut scores = self.scores(row);
        softmax(&mut scores);
        let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap_or(0);
        (best, scores[best])
    }

    /// Takes a step towards `class`; returns the loss before it.
    pub fn learn(&mut self, row: &Sparse, class: usize, rate: f32) -> f32 {
        let mut gradient = self.scores(row);
        softmax(&mut gradient);
        let loss = -gradient[class].max(1e-9).ln();
        gradient[class] -= 1.0;
        let square: f32 = gradient.iter().map(|g| g * g).sum();
        for (column, value) in row {
            let column = *column as usize;
            self.squares[column] += square * value * value;
            let step = rate * value / self.squares[column].sqrt();
            let weights = &mut self.weights[column * self.classes..][..self.classes];
            weights.iter_mut().zip(&gradient).for_each(|(weight, gradient)| *weight -= step * gradient);
        }
        self.bias.iter_mut().zip(&gradient).for_each(|(bias, gradient)| *bias -= BIAS_RATE * rate * gradient);
        loss
    }
}

#[cfg(test)]
mod tests {
    use linfa::DatasetBase;
    use linfa::traits::Fit as _;
    use linfa_bayes::{MultinomialNb, NaiveBayes as _};
    use ndarray::{Array1, Array2};

    use super::*;

    #[test]
    fn it_learns_which_column_speaks_for_which_class() {
        let mut linear = Linear::new(3, 3);
        let rows: Vec<Sparse> = (0..3).map(|column| vec![(column, 1.0)]).collect();
        let first = linear.learn(&rows[0], 0, 0.5);
        for _ in 0..50 {
            rows.iter().enumerate().for_each(|(class, row)| {
                linear.learn(row, class, 0.5);
            });
        }
        assert!(linear.learn(&rows[0], 0, 0.5) < 0.1 * first);
        let best: Vec<usize> = rows.iter().map(|row| linear.best(row).0).collect();
        assert_eq!(best, [0, 1, 2]);
    }

    #[test]
    fn naive_bayes_is_that_of_linfa() {
        let mut random = fastrand::Rng::with_seed(1);
        let dense =
            Array2::from_shape_fn((60, 5), |(row, column)| f32::from(random.u8(..4 + 9 * u8::from(row % 3 == column))));
        let classes: Vec<usize> = (0..60).map(|row| row % 3).collect();
        let sparse: Vec<Sparse> =
            dense.rows().into_iter().map(|row| (0..).zip(row.iter().copied()).collect()).collect();
        let ours = Linear::naive_bayes(classes.iter().copied().zip(&sparse), 5, 3);
        let data = DatasetBase::new(dense.clone(), Array1::from(classes.clone()));
        let linfas = MultinomialNb::params().alpha(1.0).fit(&data).expect("counts are not negative");
        let (probabilities, _) = linfas.predict_proba(dense.view());
        for (row, linfas) in sparse.iter().zip(probabilities.rows()) {
            let (class, probability) = ours.best(row);
            assert!((probability - linfas[class]).abs() < 1e-3, "{probability} {linfas}");
        }
    }
}
