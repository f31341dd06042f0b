//! Temperatures: what turns the scores of a head into probabilities that can be believed.

use crate::ModelError;
use crate::container::Reader;

/// A temperature for every doubling of a text's length. Short texts deserve less confidence than long ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Temperatures {
    /// `knots[i]` holds at length 2^i; between knots it runs straight over the logarithm of the length.
    knots: Vec<f32>,
}

impl Temperatures {
    /// Temperatures at lengths 1, 2, 4, 8…
    ///
    /// # Panics
    /// If there are none, or one is not above zero.
    pub fn new(knots: Vec<f32>) -> Self {
        assert!(!knots.is_empty() && knots.iter().all(|t| *t > 0.0), "temperatures are above zero");
        Self { knots }
    }

    /// The temperature for a text of that length.
    pub fn at(&self, length: usize) -> f32 {
        let place = libm::log2f(length.max(1) as f32);
        let knot = place as usize;
        match (self.knots.get(knot), self.knots.get(knot + 1)) {
            (Some(low), Some(high)) => low + (high - low) * (place - knot as f32),
            // Longer than any that was seen: as the longest.
            _ => self.knots[self.knots.len() - 1],
        }
    }

    pub(crate) fn read(mut reader: Reader) -> Result<Self, ModelError> {
        let count = reader.u32()? as usize;
        let knots = reader.floats(count)?;
        if knots.is_empty() || knots.iter().any(|t| *t <= 0.0) {
            return Err(reader.malformed("a temperature must be above zero"));
        }
        reader.finish()?;
        Ok(Self { knots })
    }

    /// The bytes of the model file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = (self.knots.len() as u32).to_le_bytes().to_vec();
        bytes.extend(self.knots.iter().flat_map(|t| t.to_le_bytes()));
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_knots_the_temperature_runs_straight() {
        let temperatures = Temperatures::new(vec![4.0, 2.0, 1.0]);
        let at: Vec<f32> = [0, 1, 2, 4, 1_000_000].map(|length| temperatures.at(length)).to_vec();
        assert_eq!(at, [4.0, 4.0, 2.0, 1.0, 1.0]);
        let middle = temperatures.at(3);
        assert!(1.0 < middle && middle < 2.0, "{middle}");
    }
}
