//! Draws by weights.

/// Places, each drawn as often as its weight says.
#[derive(Debug)]
pub struct Weighted {
    /// Running sums of the weights.
    sums: Vec<f64>,
}

impl FromIterator<f64> for Weighted {
    fn from_iter<I: IntoIterator<Item = f64>>(weights: I) -> Self {
        let mut sum = 0.0;
        let sums = weights.into_iter().map(|weight| {
            sum += weight;
            sum
        });
        Self { sums: sums.collect() }
    }
}

impl Weighted {
    /// One of the places.
    ///
    /// # Panics
    /// If there are none.
    pub fn draw(&self, random: &mut fastrand::Rng) -> usize {
        let last = self.sums.len() - 1;
        let at = random.f64() * self.sums[last];
        self.sums.partition_point(|sum| *sum < at).min(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_drawn_as_often_as_their_weights_say() {
        let weighted: Weighted = [1.0, 0.0, 3.0].into_iter().collect();
        let mut random = fastrand::Rng::with_seed(1);
        let mut drawn = [0.0_f64; 3];
        (0..20_000).for_each(|_| drawn[weighted.draw(&mut random)] += 1.0 / 20_000.0);
        assert!((drawn[0] - 0.25).abs() < 0.02 && drawn[1] == 0.0, "{drawn:?}");
    }
}
