//! From floats to the small integers that are shipped.

use rubrica::training::Table;

/// So much of a table's values may be clipped: with few bits, finer steps are worth more than the outermost values.
const CLIPPED_OF_8_BITS: f64 = 1e-4;
const CLIPPED_OF_4_BITS: f64 = 0.03;

/// How values are rounded: to a multiple of `unit`, at most `largest` of them.
#[derive(Clone, Copy, Debug)]
pub struct Rounding {
    unit: f32,
    largest: f32,
}

impl Rounding {
    /// The rounding to `bits` (4 or 8) that suits these values.
    pub fn new(values: &[f32], bits: u32) -> Self {
        let (largest, clipped) = if bits == 4 { (7.0, CLIPPED_OF_4_BITS) } else { (127.0, CLIPPED_OF_8_BITS) };
        let mut sizes: Vec<f32> = values.iter().map(|v| v.abs()).filter(|v| *v > 0.0).collect();
        let place = (sizes.len() as f64 * (1.0 - clipped)) as usize;
        let unit = if sizes.is_empty() {
            1.0
        } else {
            let place = place.min(sizes.len() - 1);
            *sizes.select_nth_unstable_by(place, f32::total_cmp).1 / largest
        };
        Self { unit, largest }
    }

    /// The rounded value.
    pub fn round(self, value: f32) -> f32 {
        self.steps(value) * self.unit
    }

    /// The table that is shipped for these values.
    pub fn table(self, dim: usize, values: &[f32]) -> Table {
        Table::new(dim, values.iter().map(|value| self.steps(*value) as i8).collect())
    }

    fn steps(self, value: f32) -> f32 {
        (value / self.unit).round().clamp(-self.largest, self.largest)
    }
}
