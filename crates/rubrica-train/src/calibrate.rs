//! Finds the temperatures at which confidences are true.

use rubrica::training::{Temperatures, prior_trust};

/// Scores of a dev text, what is right, and the text's length in the unit of the temperatures.
#[derive(Clone, Debug)]
pub struct Scored {
    /// One score a class; minus infinity for a class that is ruled out.
    pub scores: Vec<f32>,
    /// The right class.
    pub class: usize,
    /// Letters or tokens.
    pub length: usize,
}

/// Lengths beyond 2^12 share a temperature.
const KNOTS: usize = 13;
/// Fewer texts than this around a knot say too little: the neighbour's temperature holds.
const FEWEST: usize = 200;

/// The temperature of least log loss around every power of two; `prior` is what speaks for each class of a short text
/// before it is read, and may be empty.
pub fn temperatures(scored: &[Scored], prior: &[f32]) -> Temperatures {
    let mut knots: Vec<Option<f32>> = (0..KNOTS)
        .map(|knot| {
            let near: Vec<&Scored> =
                scored.iter().filter(|s| (s.length.max(1) as f32).log2().round() as usize == knot).collect();
            (near.len() >= FEWEST).then(|| best_temperature(&near, prior))
        })
        .collect();
    let all: Vec<&Scored> = scored.iter().collect();
    let fallback = if all.is_empty() { 1.0 } else { best_temperature(&all, prior) };
    // Gaps take the value before, and those at the beginning the first one found.
    let mut last = knots.iter().flatten().next().copied().unwrap_or(fallback);
    for knot in &mut knots {
        last = *knot.get_or_insert(last);
    }
    Temperatures::new(knots.into_iter().flatten().collect())
}

/// By golden-section search over the logarithm; the loss has one minimum.
fn best_temperature(scored: &[&Scored], prior: &[f32]) -> f32 {
    let ratio = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (0.05_f64.ln(), 20.0_f64.ln());
    let loss = |log: f64| mean_loss(scored, prior, log.exp());
    while high - low > 1e-3 {
        let (a, b) = (high - ratio * (high - low), low + ratio * (high - low));
        if loss(a) < loss(b) { high = b } else { low = a }
    }
    f64::midpoint(low, high).exp() as f32
}

fn mean_loss(scored: &[&Scored], prior: &[f32], temperature: f64) -> f64 {
    let loss = |s: &&Scored| {
        let trust = prior_trust(s.length);
        let scaled = |class: usize| {
            let prior = prior.get(class).map_or(0.0, |prior| trust * prior);
            f64::from(s.scores[class]) / temperature + f64::from(prior)
        };
        let max = (0..s.scores.len()).map(scaled).fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = (0..s.scores.len()).map(|class| (scaled(class) - max).exp()).sum();
        // A class ruled out by its script is a loss that no temperature mends; it must not drown the others.
        (sum.ln() + max - scaled(s.class)).min(20.0)
    };
    scored.iter().map(loss).sum::<f64>() / scored.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overconfident_scores_are_cooled_to_the_truth() {
        // Two classes; the first leads by 4 (98 %) but is right three times in four only: ln 3 = 4 / T.
        let scored: Vec<Scored> =
            (0..400).map(|i| Scored { scores: vec![4.0, 0.0], class: usize::from(i % 4 == 0), length: 16 }).collect();
        let temperature = temperatures(&scored, &[]).at(16);
        assert!((temperature - 4.0 / 3.0_f32.ln()).abs() < 0.01, "{temperature}");
    }
}
