//! From floats to the small integers that are shipped.

/// So much of a table's values is clipped: the fewer the bits, the more finer steps are worth than the outermost values.
fn clipped(bits: u32) -> f64 {
    match bits {
        ..=3 => 0.08,
        4 => 0.03,
        _ => 1e-4,
    }
}

/// How values are rounded: to a multiple of `unit`, at most `largest` of them.
#[derive(Clone, Copy, Debug)]
pub struct Rounding {
    unit: f32,
    largest: f32,
}

impl Rounding {
    /// The rounding to `bits` (2 to 8) that suits these values.
    pub fn new(values: &[f32], bits: u32) -> Self {
        let largest = ((1_u32 << (bits - 1)) - 1) as f32;
        let mut sizes: Vec<f32> = values.iter().map(|v| v.abs()).filter(|v| *v > 0.0).collect();
        let place = (sizes.len() as f64 * (1.0 - clipped(bits))) as usize;
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
        self.multiple(value) * self.unit
    }

    /// The integer that is shipped for a value.
    pub fn steps(self, value: f32) -> i8 {
        self.multiple(value) as i8
    }

    fn multiple(self, value: f32) -> f32 {
        (value / self.unit).round().clamp(-self.largest, self.largest)
    }
}
