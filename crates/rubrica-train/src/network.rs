//! Learns the table of vectors: features in, their rows summed and brought to unit length, layers on top.
//!
//! linfa fits what is shipped on top of the finished vectors; the layers here only teach the vectors and are dropped.
//! Steps are taken in batches. A batch is worked on by two threads whose shares are fixed, so the same seed gives the
//! same bytes on every number of cores.

use std::sync::Arc;

use ndarray::Array2;
use rayon::prelude::*;
use rubrica::training::{Head, KEY_BITS, Keys, Row, Table, dot, in_size, key, softmax};
use serde::{Deserialize, Serialize};

use crate::codebook::{Codebook, Weighted};
use crate::features::Found;
use crate::quantise::Rounding;

/// So many times the rows that are shipped take part in the training until then.
const CANDIDATES: usize = 8;
/// Features are counted over so many texts, to choose the candidates.
const COUNTED: usize = 300_000;
/// Added to sums of squares, so that a first step is finite.
const EPSILON: f32 = 1e-10;
/// Once there are codebooks, they are refined after every part of the training, of so many.
const PARTS: usize = 60;
/// A layer is to say so many times the direction that is wanted of it.
const REACH: f32 = 8.0;
/// What codebooks draw rows by.
const SEED: u64 = 5;
/// Examples a batch.
pub const BATCH: usize = 256;

/// The course of a training: its size, and what happens when.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Rows of each table that is shipped.
    pub rows: Vec<usize>,
    /// So many rows of each table have signs of their own; the others share the directions of a codebook. All have, if it is
    /// not said, or if values have more than one bit.
    pub own_rows: Option<Vec<usize>>,
    /// This share of rows more is learned, and those that would be missed least go at the end.
    pub spare: f32,
    /// Length of a row.
    pub dim: usize,
    /// Bits of a value in the shipped table; 1 means signs and zeros, and a size for each row.
    pub bits: u32,
    /// Examples to learn from.
    pub examples: usize,
    /// First learning rate; it falls to nothing.
    pub rate: f32,
    /// Until rows are pruned, a row is drawn to zero each time it is learned from, as by a gradient of this length: those
    /// that the others can stand in for vanish, and are not missed (group lasso, Yuan and Lin 2006).
    pub lasso: f32,
    /// The share of the training after which only the rows that matter stay.
    pub pruned_after: f32,
    /// The share after which vectors are made of rounded values.
    pub rounded_after: f32,
    /// From then on, rounded values are brought up to date after every so many batches.
    pub shipped_every: usize,
}

impl Course {
    /// Number of batches.
    pub fn batches(&self) -> usize {
        self.examples / BATCH
    }

    /// A table of small random rows for the features that are seen oftenest, more of them than will stay.
    pub fn bag(
        &self,
        features: fn(&str) -> Vec<Found>,
        mut draw: impl FnMut(&mut fastrand::Rng) -> String,
        random: &mut fastrand::Rng,
    ) -> Bag {
        let mut counts: Vec<Counts> = self.rows.iter().map(|_| Counts::default()).collect();
        for _ in 0..COUNTED.min(self.examples) / BATCH {
            let texts: Vec<String> = (0..BATCH).map(|_| draw(random)).collect();
            let found: Vec<Vec<Found>> = texts.par_iter().map(|text| features(text)).collect();
            found.iter().flatten().for_each(|feature| counts[feature.table].add(feature.hash));
        }
        let keys =
            counts.iter().zip(self.rows_to_learn()).map(|(counts, rows)| counts.most_frequent(CANDIDATES * rows));
        Bag { lasso: self.lasso, shipped_every: self.shipped_every, ..Bag::new(keys.collect(), self.dim, random) }
    }

    /// The rows of each table that are learned after the pruning.
    fn rows_to_learn(&self) -> Vec<usize> {
        self.rows.iter().map(|rows| rows + (*rows as f32 * self.spare) as usize).collect()
    }

    /// Whether a part of the training begins with a batch. All rounded rows are brought up to date then.
    pub fn begins_part(&self, batch: usize) -> bool {
        batch.is_multiple_of((self.batches() / PARTS).max(1))
    }

    /// Does what is due before a batch; returns its learning rate.
    pub fn prepare(&self, batch: usize, bag: &mut Bag) -> f32 {
        let due = |share: f32| batch == (self.batches() as f32 * share) as usize;
        if due(self.pruned_after) {
            bag.prune(&self.rows_to_learn());
            bag.lasso = 0.0;
        }
        if self.begins_part(batch) {
            bag.refine_codebooks();
        }
        if due(self.rounded_after) {
            self.round(bag);
        }
        self.rate * (1.0 - batch as f32 / self.batches() as f32)
    }

    /// The tables that are shipped of what was learned.
    pub fn tables(&self, bag: &mut Bag) -> Vec<Table> {
        if bag.shipped.is_none() {
            self.round(bag);
        }
        bag.tables(&self.rows)
    }

    fn round(&self, bag: &mut Bag) {
        let own_rows = self.own_rows.as_deref().filter(|_| self.bits == 1);
        bag.round_to(self.bits, own_rows.unwrap_or_default());
    }
}

/// Something to learn from.
#[derive(Clone, Debug)]
pub struct Example {
    /// Rows of the features that have one.
    pub rows: Vec<u32>,
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
    /// The same where classes are drawn unevenly, with the logarithms of how much oftener than others each is: what the layer
    /// learns is what speaks for a class beside that (logit adjustment, Menon et al. 2021). Minus infinity rules a class out.
    ClassWithPrior(usize, Arc<[f32]>),
    /// The direction of a vector of unit length.
    Direction(Arc<[f32]>),
}

/// How often features were seen, by their keys.
#[derive(Debug)]
struct Counts(Vec<u32>);

impl Default for Counts {
    fn default() -> Self {
        Self(vec![0; 1 << KEY_BITS])
    }
}

impl Counts {
    /// Counts a feature.
    fn add(&mut self, hash: u64) {
        self.0[key(hash) as usize] += 1;
    }

    /// The `most` keys that were seen oftenest, and more than once.
    fn most_frequent(&self, most: usize) -> Keys {
        let mut seen: Vec<u32> = (0..1 << KEY_BITS).filter(|key| self.0[*key as usize] > 1).collect();
        if seen.len() > most {
            seen.select_nth_unstable_by_key(most, |key| (std::cmp::Reverse(self.0[*key as usize]), *key));
            seen.truncate(most);
        }
        Keys::new(seen)
    }
}

/// The learned vectors, a row for every feature that has one, the rows of one table behind those of another.
#[derive(Debug, Serialize, Deserialize)]
pub struct Bag {
    #[serde(with = "numbers")]
    keys: Vec<Keys>,
    /// Where the rows of each table begin.
    starts: Vec<usize>,
    dim: usize,
    values: Vec<f32>,
    /// Sum of the mean squares of each row's gradients (`AdaGrad`, one rate a row).
    squares: Vec<f32>,
    /// How often each row was learned from.
    uses: Vec<u32>,
    /// Once it is set, vectors are made of rounded values, as they will be of the shipped table: what is learned then
    /// makes up for the rounding.
    shipped: Option<Shipped>,
    /// [`Course::lasso`].
    lasso: f32,
    /// [`Course::shipped_every`].
    shipped_every: usize,
    /// Number of batches learned from since rows are rounded.
    batches: usize,
    /// The rows that were learned from since values were last shipped.
    #[serde(skip)]
    to_ship: Vec<u32>,
}

/// How rows are shipped.
#[derive(Debug, Serialize, Deserialize)]
struct Shipped {
    rounding: Rounding,
    /// Of each table the directions of those rows that share them.
    codebooks: Vec<Option<Codebook>>,
    /// Of each row that is coded, the table whose codebook has its direction.
    coded_by: Vec<Option<usize>>,
    /// The direction that each coded row was given last.
    #[serde(skip)]
    codes: Vec<u16>,
    /// The values that each row has so. No file keeps them: they are made of the rest.
    #[serde(skip)]
    values: Vec<f32>,
}

/// Keys as the numbers that they are.
mod numbers {
    use rubrica::training::Keys;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(keys: &[Keys], serializer: S) -> Result<S::Ok, S::Error> {
        keys.iter().map(|keys| keys.iter().collect()).collect::<Vec<Vec<u32>>>().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Keys>, D::Error> {
        Ok(Vec::<Vec<u32>>::deserialize(deserializer)?.into_iter().map(Keys::new).collect())
    }
}

impl Shipped {
    /// What a row is shipped as, and the directions that it may be one of. `code`, if it is known, is what it was shipped as before
    /// it moved a little.
    fn form(&self, row: usize, values: &[f32], code: Option<usize>) -> (Row, &[i8]) {
        match self.coded_by[row].and_then(|table| self.codebooks[table].as_ref()) {
            Some(book) => (book.encode(values, self.rounding.unit(), code), book.directions()),
            None => (Row::Own(self.rounding.steps(values)), &[]),
        }
    }
}

impl Bag {
    /// A small random row for every key of each table.
    pub fn new(keys: Vec<Keys>, dim: usize, random: &mut fastrand::Rng) -> Self {
        let rows = keys.iter().map(Keys::len).sum();
        let values = (0..rows * dim).map(|_| (random.f32() - 0.5) / dim as f32).collect();
        let starts = starts(&keys);
        Self {
            keys,
            starts,
            dim,
            values,
            squares: vec![0.0; rows],
            uses: vec![0; rows],
            shipped: None,
            lasso: 0.0,
            shipped_every: 1,
            batches: 0,
            to_ship: Vec::new(),
        }
    }

    /// Makes the rounded values, which a file does not keep, of what was read from one.
    pub fn ship_again(&mut self) {
        if let Some(shipped) = &mut self.shipped {
            shipped.values = vec![0.0; self.values.len()];
            shipped.codes = vec![0; self.uses.len()];
        }
        self.ship_all(false);
    }

    /// The rows of those features that have one.
    pub fn rows(&self, features: &[Found]) -> Vec<u32> {
        let row = |feature: &Found| {
            let row = self.keys[feature.table].row(feature.hash)?;
            Some((self.starts[feature.table] + row) as u32)
        };
        features.iter().filter_map(row).collect()
    }

    /// Keeps the `most` rows of each table whose loss would change the texts that were learned from most: how often a row
    /// was used times its squared length.
    pub fn prune(&mut self, most: &[usize]) {
        let weight = |row: usize| {
            let squared: f32 = self.values[row * self.dim..][..self.dim].iter().map(|v| v * v).sum();
            self.uses[row] as f32 * squared
        };
        let weights: Vec<f32> = (0..self.uses.len()).map(weight).collect();
        let mut all = Vec::new();
        for (table, most) in most.iter().enumerate() {
            let (start, keys) = (self.starts[table], self.keys[table].iter().collect::<Vec<u32>>());
            let mut kept: Vec<usize> = (start..start + keys.len()).collect();
            if kept.len() > *most {
                kept.select_nth_unstable_by(*most, |a, b| weights[*b].total_cmp(&weights[*a]).then(a.cmp(b)));
                kept.truncate(*most);
                kept.sort_unstable();
            }
            self.keys[table] = Keys::new(kept.iter().map(|row| keys[row - start]));
            all.extend(kept);
        }
        let kept = all;
        self.starts = starts(&self.keys);
        self.values = kept.iter().flat_map(|row| &self.values[row * self.dim..][..self.dim]).copied().collect();
        self.squares = kept.iter().map(|row| self.squares[*row]).collect();
        self.uses = kept.iter().map(|row| self.uses[*row]).collect();
        if let Some(shipped) = &mut self.shipped {
            let values = &shipped.values;
            shipped.values = kept.iter().flat_map(|row| &values[row * self.dim..][..self.dim]).copied().collect();
            shipped.coded_by = kept.iter().map(|row| shipped.coded_by[*row]).collect();
            shipped.codes = kept.iter().map(|row| shipped.codes[*row]).collect();
        }
    }

    /// The sum of rows.
    fn sum(&self, rows: &[u32]) -> Vec<f32> {
        let values = self.shipped.as_ref().map_or(&self.values, |shipped| &shipped.values);
        let mut sum = vec![0.0; self.dim];
        for row in rows {
            let row = &values[*row as usize * self.dim..][..self.dim];
            sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
        sum
    }

    /// From now on, rounds values to `bits`, and lets all but so many rows of each table share directions: those that have most
    /// to lose by it keep their own.
    fn round_to(&mut self, bits: u32, own_rows: &[usize]) {
        let mut random = fastrand::Rng::with_seed(SEED);
        let mut coded_by = vec![None; self.uses.len()];
        let mut codebooks = vec![None; self.keys.len()];
        for (table, own) in own_rows.iter().enumerate() {
            let rows: Vec<usize> = (self.starts[table]..).take(self.keys[table].len()).collect();
            if rows.len() <= *own {
                continue;
            }
            let first = Codebook::new(&self.weighted(&rows), self.dim, &mut random);
            let residual = |row: &usize| (self.uses[*row] as f32 * first.residual(self.row(*row)), *row);
            let mut residuals: Vec<(f32, usize)> = rows.par_iter().map(residual).collect();
            residuals.sort_by(|a, b| b.0.total_cmp(&a.0));
            residuals[*own..].iter().for_each(|(_, row)| coded_by[*row] = Some(table));
            let coded: Vec<usize> = rows.into_iter().filter(|row| coded_by[*row].is_some()).collect();
            codebooks[table] = Some(Codebook::new(&self.weighted(&coded), self.dim, &mut random));
        }
        let rounding = Rounding::new(&self.values, self.dim, bits);
        let (codes, values) = (vec![0; self.uses.len()], vec![0.0; self.values.len()]);
        self.shipped = Some(Shipped { rounding, codebooks, coded_by, codes, values });
        self.ship_all(false);
    }

    /// Fits codebooks to what rows have become.
    fn refine_codebooks(&mut self) {
        let Some(shipped) = &self.shipped else { return };
        let mut random = fastrand::Rng::with_seed(SEED);
        let mut codebooks = shipped.codebooks.clone();
        let mut codes = vec![0; self.uses.len()];
        for (table, codebook) in codebooks.iter_mut().enumerate() {
            let Some(codebook) = codebook else { continue };
            let rows: Vec<usize> = (0..self.uses.len()).filter(|row| shipped.coded_by[*row] == Some(table)).collect();
            let nearest = codebook.refine(&self.weighted(&rows), &mut random);
            rows.iter().zip(nearest).for_each(|(row, code)| codes[*row] = code as u16);
        }
        if let Some(shipped) = &mut self.shipped {
            shipped.codebooks = codebooks;
            shipped.codes = codes;
            // Directions have moved as rows do: a little.
            self.ship_all(true);
        }
    }

    /// Rows, and how often each was used.
    fn weighted(&self, rows: &[usize]) -> Vec<Weighted<'_>> {
        rows.iter().map(|row| (self.row(*row), self.uses[*row] as f32)).collect()
    }

    fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.dim..][..self.dim]
    }

    fn ship_all(&mut self, moved: bool) {
        let rows: Vec<u32> = (0..self.uses.len() as u32).collect();
        self.ship(&rows, moved);
    }

    /// Brings the shipped values of rows up to date, once there are any; `moved` says whether they have only moved a little since.
    fn ship(&mut self, rows: &[u32], moved: bool) {
        let Some(shipped) = &self.shipped else { return };
        let unit = shipped.rounding.unit();
        let integers = |row: &u32| {
            let row = *row as usize;
            match shipped.form(row, self.row(row), moved.then(|| shipped.codes[row].into())) {
                (Row::Own(integers), _) => (0, integers),
                (Row::Direction { code, size }, directions) => {
                    (code, in_size(&directions[code * self.dim..][..self.dim], size).collect())
                }
            }
        };
        let integers: Vec<(usize, Vec<i8>)> = rows.par_iter().with_min_len(256).map(integers).collect();
        let Some(shipped) = &mut self.shipped else { return };
        for (row, (code, integers)) in rows.iter().zip(integers) {
            let row = *row as usize;
            shipped.codes[row] = code as u16;
            let values = &mut shipped.values[row * self.dim..][..self.dim];
            values.iter_mut().zip(integers).for_each(|(value, integer)| *value = f32::from(integer) * unit);
        }
    }

    /// The tables that are shipped of rounded rows: at most so many `rows` in each, and none that no example ever reached:
    /// those hold noise.
    fn tables(&mut self, rows: &[usize]) -> Vec<Table> {
        for (row, uses) in self.values.chunks_mut(self.dim).zip(&self.uses) {
            if *uses == 0 {
                row.fill(0.0);
            }
        }
        let used = |(start, keys): (&usize, &Keys)| {
            self.uses[*start..start + keys.len()].iter().filter(|uses| **uses > 0).count()
        };
        let used: Vec<usize> = self.starts.iter().zip(&self.keys).map(used).collect();
        self.prune(&used.iter().zip(rows).map(|(used, rows)| *used.min(rows)).collect::<Vec<usize>>());
        // Only `Course::tables` calls this, and it rounds rows that are not.
        let shipped = self.shipped.as_ref().expect("rows are rounded");
        let table = |(table, keys): (usize, &Keys)| {
            let rows = (self.starts[table]..).take(keys.len());
            let rows: Vec<Row> = rows.map(|row| shipped.form(row, self.row(row), None).0).collect();
            let directions = shipped.codebooks[table].as_ref().map_or(&[][..], Codebook::directions);
            Table::of_rows(keys.clone(), self.dim, directions, &rows)
        };
        self.keys.iter().enumerate().map(table).collect()
    }

    /// The vector of an item: the sum of its features' rows at unit length.
    pub fn vector(&self, features: &[Found]) -> Vec<f32> {
        let mut sum = self.sum(&self.rows(features));
        unit(&mut sum);
        sum
    }
}

/// Makes a row shorter by so much, at most to nothing.
fn shorten(row: &mut [f32], by: f32) {
    let length = row.iter().map(|v| v * v).sum::<f32>().sqrt();
    let kept = if length > by { 1.0 - by / length } else { 0.0 };
    row.iter_mut().for_each(|v| *v *= kept);
}

/// Where the rows of each table begin, one behind the other.
fn starts(keys: &[Keys]) -> Vec<usize> {
    let mut end = 0;
    let start = |keys: &Keys| {
        end += keys.len();
        end - keys.len()
    };
    keys.iter().map(start).collect()
}

/// Brings a vector to unit length; returns its length before.
pub fn unit(vector: &mut [f32]) -> f32 {
    let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|v| *v /= length);
    }
    length
}

/// Vectors as the rows of a matrix.
pub fn matrix<'v>(vectors: impl ExactSizeIterator<Item = &'v [f32]>) -> Array2<f32> {
    let rows = vectors.len();
    let values: Vec<f32> = vectors.flatten().copied().collect();
    let columns = values.len() / rows.max(1);
    Array2::from_shape_fn((rows, columns), |(row, column)| values[row * columns + column])
}

/// A linear layer over item vectors.
#[derive(Debug, Serialize, Deserialize)]
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
            Want::Class(class) => cross_entropy(&mut outputs, *class),
            Want::ClassWithPrior(class, prior) => {
                outputs.iter_mut().zip(prior.iter()).for_each(|(output, prior)| *output += prior);
                cross_entropy(&mut outputs, *class)
            }
            Want::Direction(direction) => {
                // Half of the squared distance, in units of `REACH`. The gradient of the cosine would fade as the layer grows.
                let mut squares = 0.0;
                for (output, wanted) in outputs.iter_mut().zip(direction.iter()) {
                    *output = *output / REACH - wanted;
                    squares += *output * *output;
                }
                squares * REACH / 2.0
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

/// The loss of a softmax of which a class is wanted; puts the gradients in place of the outputs.
fn cross_entropy(outputs: &mut [f32], class: usize) -> f32 {
    softmax(outputs);
    let loss = -outputs[class].max(1e-9).ln();
    outputs[class] -= 1.0;
    loss
}

/// Table and layers.
#[derive(Debug, Serialize, Deserialize)]
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
            let mut vector = self.bag.sum(&example.rows);
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
        let (dim, lasso) = (self.dim, self.lasso);
        let middle = self.squares.len() / 2;
        let (low_values, high_values) = self.values.split_at_mut(middle * dim);
        let (low_squares, high_squares) = self.squares.split_at_mut(middle);
        let (low_uses, high_uses) = self.uses.split_at_mut(middle);
        let work = |values: &mut [f32], squares: &mut [f32], uses: &mut [u32], from: usize| {
            for (example, gradient) in batch.iter().zip(for_sums) {
                let square = gradient.iter().map(|g| g * g).sum::<f32>() / dim as f32;
                if square == 0.0 {
                    continue;
                }
                for row in &example.rows {
                    let index = (*row as usize).wrapping_sub(from);
                    if index >= squares.len() {
                        continue;
                    }
                    uses[index] += 1;
                    squares[index] += square;
                    let step = rate / (squares[index] + EPSILON).sqrt();
                    let row = &mut values[index * dim..][..dim];
                    for (value, gradient) in row.iter_mut().zip(*gradient) {
                        *value -= step * gradient;
                    }
                    if lasso > 0.0 {
                        shorten(row, lasso * step);
                    }
                }
            }
        };
        rayon::join(
            || work(low_values, low_squares, low_uses, 0),
            || work(high_values, high_squares, high_uses, middle),
        );
        if self.shipped.is_some() {
            self.to_ship.extend(batch.iter().flat_map(|example| example.rows.iter().copied()));
            self.batches += 1;
            if self.batches.is_multiple_of(self.shipped_every) {
                let mut rows = std::mem::take(&mut self.to_ship);
                rows.sort_unstable();
                rows.dedup();
                self.ship(&rows, true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lengths of three rows, the first two of which tell two classes apart and the third is in every text.
    fn lengths(lasso: f32) -> [f32; 3] {
        let mut random = fastrand::Rng::with_seed(1);
        let bag = Bag { lasso, ..Bag::new(vec![Keys::new([1, 2, 3])], 4, &mut random) };
        let mut network = Network { bag, layers: vec![Layer::new(4, 2, &mut random)] };
        let example = |class: usize| Example {
            rows: vec![class as u32, 2],
            targets: vec![Target { layer: 0, weight: 1.0, want: Want::Class(class) }],
        };
        for _ in 0..500 {
            network.learn(&[example(0), example(1)], 0.1);
        }
        [0, 1, 2].map(|row| unit(&mut network.bag.values[row * 4..][..4]))
    }

    #[test]
    fn rows_that_the_others_can_stand_in_for_vanish() {
        let [first, second, needless] = lengths(0.05);
        assert!(needless < 0.05 * first.min(second), "{first} {second} {needless}");
        let [first, second, needless] = lengths(0.0);
        assert!(needless > 0.05 * first.min(second), "without the lasso it stays: {first} {second} {needless}");
    }

    #[test]
    fn a_row_is_shortened_to_nothing_at_most() {
        let mut row = [3.0, 4.0];
        shorten(&mut row, 1.0);
        assert!((row[0] - 2.4).abs() < 1e-6 && (row[1] - 3.2).abs() < 1e-6, "{row:?}");
        shorten(&mut row, 10.0);
        shorten(&mut row, 10.0);
        assert_eq!(row, [0.0, 0.0]);
    }
}
