//! Learns the table of vectors: features in, their rows summed and brought to unit length, layers on top.
//!
//! linfa fits what is shipped on top of the finished vectors; the layers here only teach the vectors and are dropped.
//! Steps are taken in batches. A batch is worked on by two threads whose shares are fixed, so the same seed gives the
//! same bytes on every number of cores.

use rubrica::training::{Head, Table, dot, softmax};

use crate::quantise::Rounding;

/// The share of a training after which vectors are made of rounded values.
pub const ROUNDED_AFTER: f32 = 0.7;
/// Added to sums of squares, so that a first step is finite.
const EPSILON: f32 = 1e-10;

/// Something to learn from.
#[derive(Clone, Debug)]
pub struct Example {
    /// Hashes of the features.
    pub features: Vec<u64>,
    /// What the layers should say.
    pub targets: Vec<Target>,
}

/// What one layer should say of an example.
#[derive(Clone, Debug)]
pub struct Target {
    /// Index of the layer.
    pub layer: usize,
    /// How much it counts.
    pub weight: f32,
    /// What is wanted.
    pub want: Want,
}

/// What is wanted of a layer.
#[derive(Clone, Debug)]
pub enum Want {
    /// A class of a softmax.
    Class(usize),
    /// The direction of a vector of unit length.
    Direction(std::sync::Arc<[f32]>),
}

/// The learned vectors, a row a bucket.
#[derive(Debug)]
pub struct Bag {
    shift: u32,
    dim: usize,
    values: Vec<f32>,
    /// Sum of the mean squares of each row's gradients (`AdaGrad`, one rate a row).
    squares: Vec<f32>,
    /// Once it is set, vectors are made of rounded values, as they will be of the shipped table: what is learned then
    /// makes up for the rounding.
    rounding: Option<Rounding>,
}

impl Bag {
    /// A table of 2^`log2_rows` small random rows.
    pub fn new(log2_rows: u32, dim: usize, random: &mut fastrand::Rng) -> Self {
        let rows = 1 << log2_rows;
        let values = (0..rows * dim).map(|_| (random.f32() - 0.5) / dim as f32).collect();
        Self { shift: 64 - log2_rows, dim, values, squares: vec![0.0; rows], rounding: None }
    }

    fn index(&self, hash: u64) -> usize {
        (hash >> self.shift) as usize
    }

    /// The sum of the features' rows.
    pub fn sum(&self, features: &[u64]) -> Vec<f32> {
        let mut sum = vec![0.0; self.dim];
        for hash in features {
            let row = &self.values[self.index(*hash) * self.dim..][..self.dim];
            match self.rounding {
                Some(rounding) => sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += rounding.round(*value)),
                None => sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += value),
            }
        }
        sum
    }

    /// From now on, rounds values to `bits`.
    pub fn round_to(&mut self, bits: u32) {
        self.rounding = Some(Rounding::new(&self.values, bits));
    }

    /// The table that is shipped: rounded to `bits`, rows that no example ever reached left empty, as they hold noise.
    pub fn table(&mut self, bits: u32) -> Table {
        for (row, squares) in self.values.chunks_mut(self.dim).zip(&self.squares) {
            if *squares == 0.0 {
                row.fill(0.0);
            }
        }
        let rounding = *self.rounding.get_or_insert_with(|| Rounding::new(&self.values, bits));
        rounding.table(self.dim, &self.values)
    }

    /// The vector of an item: the sum at unit length.
    pub fn vector(&self, features: &[u64]) -> Vec<f32> {
        let mut sum = self.sum(features);
        unit(&mut sum);
        sum
    }
}

/// Brings a vector to unit length; returns its length before.
pub fn unit(vector: &mut [f32]) -> f32 {
    let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|v| *v /= length);
    }
    length
}

/// A linear layer over item vectors.
#[derive(Debug)]
pub struct Layer {
    dim: usize,
    outputs: usize,
    /// A row of `dim` weights and a bias for every output.
    weights: Vec<f32>,
    squares: Vec<f32>,
}

impl Layer {
    /// A layer that says nothing yet.
    pub fn new(dim: usize, outputs: usize, random: &mut fastrand::Rng) -> Self {
        let weights = (0..outputs * (dim + 1)).map(|_| (random.f32() - 0.5) * 0.1).collect();
        Self { dim, outputs, weights, squares: vec![0.0; outputs * (dim + 1)] }
    }

    /// The layer as a head, to begin a fit from.
    pub fn head(&self) -> Head {
        let rows = || (0..self.outputs).map(|output| self.row(output));
        let weights = rows().flat_map(|row| row[..self.dim].iter().copied()).collect();
        Head::new(self.dim, weights, rows().map(|row| row[self.dim]).collect())
    }

    fn row(&self, output: usize) -> &[f32] {
        &self.weights[output * (self.dim + 1)..][..=self.dim]
    }

    /// What the layer says of a vector, before any softmax.
    pub fn outputs(&self, vector: &[f32]) -> Vec<f32> {
        (0..self.outputs)
            .map(|output| {
                let row = self.row(output);
                dot(&row[..self.dim], vector) + row[self.dim]
            })
            .collect()
    }

    /// The loss of one example; adds the gradients for the vector and for the weights.
    fn learn(&self, vector: &[f32], target: &Target, for_vector: &mut [f32], for_weights: &mut [f32]) -> f32 {
        let mut outputs = self.outputs(vector);
        let loss = match &target.want {
            Want::Class(class) => {
                softmax(&mut outputs);
                let loss = -outputs[*class].max(1e-9).ln();
                outputs[*class] -= 1.0;
                loss
            }
            Want::Direction(direction) => {
                // 1 − cosine.
                let length = unit(&mut outputs).max(1e-3);
                let cosine: f32 = outputs.iter().zip(direction.iter()).map(|(o, d)| o * d).sum();
                for (output, wanted) in outputs.iter_mut().zip(direction.iter()) {
                    *output = (cosine * *output - wanted) / length;
                }
                1.0 - cosine
            }
        };
        for (output, gradient) in outputs.iter().enumerate() {
            let gradient = gradient * target.weight;
            if gradient.abs() < 1e-5 {
                continue;
            }
            let weights = self.row(output);
            let for_row = &mut for_weights[output * (self.dim + 1)..][..=self.dim];
            for d in 0..self.dim {
                for_vector[d] += gradient * weights[d];
                for_row[d] += gradient * vector[d];
            }
            for_row[self.dim] += gradient;
        }
        loss * target.weight
    }

    fn step(&mut self, gradients: &[f32], rate: f32) {
        for ((weight, squares), gradient) in self.weights.iter_mut().zip(&mut self.squares).zip(gradients) {
            if *gradient != 0.0 {
                *squares += gradient * gradient;
                *weight -= rate * gradient / (*squares + EPSILON).sqrt();
            }
        }
    }
}

/// Table and layers.
#[derive(Debug)]
pub struct Network {
    /// The table.
    pub bag: Bag,
    /// The layers, by index.
    pub layers: Vec<Layer>,
}

/// Half of a batch's gradients.
struct Half {
    loss: f32,
    for_layers: Vec<Vec<f32>>,
    /// For each example the gradient of its sum of rows.
    for_sums: Vec<Vec<f32>>,
}

impl Network {
    /// Learns from a batch; returns the sum of the losses.
    pub fn learn(&mut self, batch: &[Example], rate: f32) -> f32 {
        let (first, second) = batch.split_at(batch.len() / 2);
        let (first_half, second_half) = rayon::join(|| self.gradients(first), || self.gradients(second));
        for (index, layer) in self.layers.iter_mut().enumerate() {
            let gradients: Vec<f32> =
                first_half.for_layers[index].iter().zip(&second_half.for_layers[index]).map(|(a, b)| a + b).collect();
            layer.step(&gradients, rate);
        }
        let for_sums: Vec<&[f32]> =
            first_half.for_sums.iter().chain(&second_half.for_sums).map(Vec::as_slice).collect();
        self.bag.step(batch, &for_sums, rate);
        first_half.loss + second_half.loss
    }

    fn gradients(&self, examples: &[Example]) -> Half {
        let mut half = Half {
            loss: 0.0,
            for_layers: self.layers.iter().map(|layer| vec![0.0; layer.weights.len()]).collect(),
            for_sums: Vec::with_capacity(examples.len()),
        };
        for example in examples {
            let mut vector = self.bag.sum(&example.features);
            let length = unit(&mut vector);
            let mut gradient = vec![0.0; vector.len()];
            for target in &example.targets {
                half.loss +=
                    self.layers[target.layer].learn(&vector, target, &mut gradient, &mut half.for_layers[target.layer]);
            }
            // Through the division by the length: what points along the vector changes nothing.
            let along: f32 = gradient.iter().zip(&vector).map(|(g, v)| g * v).sum();
            let length = length.max(1e-6);
            for (gradient, value) in gradient.iter_mut().zip(&vector) {
                *gradient = (*gradient - along * value) / length;
            }
            half.for_sums.push(gradient);
        }
        half
    }
}

impl Bag {
    /// Moves every row that a batch reached; one thread the lower half of the table, the other the upper.
    fn step(&mut self, batch: &[Example], for_sums: &[&[f32]], rate: f32) {
        let (shift, dim) = (self.shift, self.dim);
        let middle = self.squares.len() / 2;
        let (low_values, high_values) = self.values.split_at_mut(middle * dim);
        let (low_squares, high_squares) = self.squares.split_at_mut(middle);
        let work = |values: &mut [f32], squares: &mut [f32], from: usize| {
            for (example, gradient) in batch.iter().zip(for_sums) {
                let square = gradient.iter().map(|g| g * g).sum::<f32>() / dim as f32;
                if square == 0.0 {
                    continue;
                }
                for hash in &example.features {
                    let index = ((hash >> shift) as usize).wrapping_sub(from);
                    if index >= squares.len() {
                        continue;
                    }
                    squares[index] += square;
                    let step = rate / (squares[index] + EPSILON).sqrt();
                    for (value, gradient) in values[index * dim..][..dim].iter_mut().zip(*gradient) {
                        *value -= step * gradient;
                    }
                }
            }
        };
        rayon::join(|| work(low_values, low_squares, 0), || work(high_values, high_squares, middle));
    }
}
