//! How near items are in meaning.
//!
//! Vectors are learned for topics, too: the few directions that tell topics apart are long in them, and would be most of the
//! cosine of any two. A symmetric matrix, which training finds, gives each direction about the length that it has in what the
//! teacher makes of a text. Splitting, stories and desks compare so.

use crate::ModelError;
use crate::container::Reader;
use crate::head::dot;

/// A symmetric matrix over item vectors.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    dim: usize,
    rows: Vec<f32>,
}

/// An item's vector as a [`Metric`] has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// Of unit length; zeros where nothing can be read.
    pub(crate) values: Vec<f32>,
    /// From the product with the matrix to unit length.
    pub(crate) factor: f32,
}

impl Metric {
    /// A metric of these rows.
    ///
    /// # Panics
    /// If they are not `dim` of as many values.
    pub fn new(dim: usize, rows: Vec<f32>) -> Self {
        assert_eq!(rows.len(), dim * dim, "the matrix is square");
        Self { dim, rows }
    }

    /// The metric in which vectors are what they are.
    pub fn plain(dim: usize) -> Self {
        Self { dim, rows: (0..dim * dim).map(|place| f32::from(u8::from(place % (dim + 1) == 0))).collect() }
    }

    /// A vector in this metric.
    pub(crate) fn meaning(&self, vector: &[f32]) -> Meaning {
        let mut values = self.product(vector);
        let length = dot(&values, &values).sqrt();
        let factor = if length > 0.0 { 1.0 / length } else { 0.0 };
        values.iter_mut().for_each(|value| *value *= factor);
        Meaning { values, factor }
    }

    /// What counts for the product of a vector with the matrix, as it counts for the vector itself.
    pub(crate) fn back(&self, weights: &[f32]) -> Vec<f32> {
        // The matrix is its own transpose.
        self.product(weights)
    }

    fn product(&self, vector: &[f32]) -> Vec<f32> {
        self.rows.chunks_exact(self.dim).map(|row| dot(row, vector)).collect()
    }

    pub(crate) fn read(mut reader: Reader, dim: usize) -> Result<Self, ModelError> {
        let unit = reader.floats(1)?[0];
        let rows = reader.take(dim * dim)?.iter().map(|byte| f32::from(byte.cast_signed()) * unit).collect();
        reader.finish()?;
        Ok(Self { dim, rows })
    }

    /// The bytes of the model file: a value takes one.
    pub fn to_bytes(&self) -> Vec<u8> {
        let most = self.rows.iter().fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
        let unit = most / f32::from(i8::MAX);
        let values = self.rows.iter().map(|value| ((value / unit).round() as i8).cast_unsigned());
        unit.to_le_bytes().into_iter().chain(values).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::{Container, Part, write};

    fn stretched() -> Metric {
        Metric::new(2, vec![3.0, 1.0, 1.0, 0.5])
    }

    #[test]
    fn what_was_written_is_read() -> Result<(), ModelError> {
        let bytes = stretched().to_bytes();
        let read = |bytes: Vec<u8>| {
            let file = write(Part::Topics, &[("metric", bytes)]);
            Metric::read(Container::read(&file, Part::Topics)?.section("metric")?, 2)
        };
        let known = read(bytes.clone())?;
        assert!(known.rows.iter().zip(&stretched().rows).all(|(a, b)| (a - b).abs() < 0.02), "{known:?}");
        for wrong in [bytes[..7].to_vec(), [bytes, vec![0]].concat()] {
            assert_eq!(read(wrong).map_err(|error| error.code()), Err("malformed-model"));
        }
        Ok(())
    }

    #[test]
    fn a_score_of_the_meaning_is_one_of_the_vector() {
        let (metric, vector, weights) = (stretched(), [0.6, -0.8], [0.25, 2.0]);
        let meaning = metric.meaning(&vector);
        assert!((dot(&meaning.values, &meaning.values) - 1.0).abs() < 1e-6);
        let score = dot(&weights, &meaning.values);
        assert!((score - dot(&metric.back(&weights), &vector) * meaning.factor).abs() < 1e-6);
    }

    #[test]
    fn nothing_means_nothing() {
        assert_eq!(stretched().meaning(&[0.0; 2]), Meaning { values: vec![0.0; 2], factor: 0.0 });
        assert_eq!(Metric::plain(3).meaning(&[0.0, 2.0, 0.0]).values, [0.0, 1.0, 0.0]);
    }
}
