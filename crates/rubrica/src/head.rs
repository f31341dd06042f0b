//! A softmax layer: the one thing that linfa fits and Rubrica ships.

use crate::ModelError;
use crate::container::Reader;
use crate::evidence::Scorer;

/// A linear layer over item vectors, `classes × dim` weights and one bias a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    dim: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Head {
    /// A head from weights in rows of `dim`, a row a class.
    ///
    /// # Panics
    /// If `weights` does not have `bias.len()` rows of `dim`.
    pub fn new(dim: usize, weights: Vec<f32>, bias: Vec<f32>) -> Self {
        assert_eq!(weights.len(), dim * bias.len(), "a row of weights and a bias for every class");
        Self { dim, weights, bias }
    }

    /// Length of the vectors that this head takes.
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// Number of classes.
    pub fn classes(&self) -> usize {
        self.bias.len()
    }

    /// The weights of one class.
    pub fn row(&self, class: usize) -> &[f32] {
        &self.weights[class * self.dim..][..self.dim]
    }

    /// The bias of one class.
    pub fn bias(&self, class: usize) -> f32 {
        self.bias[class]
    }

    /// The score of one class before the softmax.
    pub fn score(&self, class: usize, vector: &[f32]) -> f32 {
        dot(self.row(class), vector) + self.bias[class]
    }

    /// The scores of all classes before the softmax.
    pub fn scores(&self, vector: &[f32]) -> Vec<f32> {
        (0..self.classes()).map(|class| self.score(class, vector)).collect()
    }

    /// How the score of one class less that of another is made, and that difference, for a vector whose first `dim` values
    /// are a sum of rows times `factor`. What the others add goes with the bias.
    pub(crate) fn contrast(
        &self,
        (class, other): (usize, usize),
        vector: &[f32],
        dim: usize,
        factor: f32,
        temperature: f32,
    ) -> (Scorer, f32) {
        let weights: Vec<f32> = self.row(class).iter().zip(self.row(other)).map(|(one, other)| one - other).collect();
        let direction = weights[..dim].iter().map(|weight| weight * factor / temperature).collect();
        let bias = self.bias[class] - self.bias[other] + dot(&weights[dim..], &vector[dim..]);
        let score = (self.score(class, vector) - self.score(other, vector)) / temperature;
        (Scorer { direction, bias: bias / temperature }, score)
    }

    pub(crate) fn read(reader: &mut Reader, dim: usize) -> Result<Self, ModelError> {
        let classes = reader.u32()? as usize;
        if classes == 0 {
            return Err(reader.malformed("a head needs a class"));
        }
        let weights = reader.floats(classes.saturating_mul(dim))?;
        let bias = reader.floats(classes)?;
        Ok(Self { dim, weights, bias })
    }

    /// The bytes of the model file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = (self.classes() as u32).to_le_bytes().to_vec();
        bytes.extend(self.weights.iter().chain(&self.bias).flat_map(|f| f.to_le_bytes()));
        bytes
    }
}

/// Inner product. Four sums side by side: the order of additions is fixed, so every machine gets the same bits,
/// and it can still be vectorised.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 4];
    let (a4, b4) = (a.chunks_exact(4), b.chunks_exact(4));
    let tail: f32 = a4.remainder().iter().zip(b4.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a4.zip(b4) {
        for lane in 0..4 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + tail
}

/// Less than this below the best score is a probability that a sum of 24 bits does not see, and no report shows.
const NEGLIGIBLE: f32 = -40.0;

/// Turns scores into probabilities, in place. `libm` and not the machine's own `exp`: the same bits in wasm.
pub fn softmax(scores: &mut [f32]) {
    let max = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        let less = *score - max;
        *score = if less < NEGLIGIBLE { 0.0 } else { libm::expf(less) };
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_weights_times_vector_plus_bias() {
        let head = Head::new(5, vec![1.0, 2.0, 3.0, 4.0, 5.0, 0.0, 0.0, 0.0, 0.0, -1.0], vec![0.5, 0.25]);
        assert_eq!(head.scores(&[1.0, 1.0, 1.0, 1.0, 2.0]), [20.5, -1.75]);
    }

    #[test]
    fn softmax_stays_finite_for_any_finite_score() {
        let mut scores = [-1e30, 0.0, 1e30];
        softmax(&mut scores);
        assert_eq!(scores, [0.0, 0.0, 1.0]);
    }
}
