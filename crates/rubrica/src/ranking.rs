//! The order of what has scores. One sort for all: each kind of element that is sorted is six kilobytes more for every page.

/// A score, and what has it.
pub(crate) type Scored = (f64, usize, usize);

/// The highest score first, of equal ones the first.
pub(crate) fn best_first(scored: &mut [Scored]) {
    scored.sort_by(|x, y| y.0.total_cmp(&x.0));
}

/// The places of these scores, the highest first, of equal ones the first.
pub(crate) fn ranking(scores: impl Iterator<Item = f64>) -> Vec<usize> {
    let mut places: Vec<Scored> = scores.enumerate().map(|(place, score)| (score, place, 0)).collect();
    best_first(&mut places);
    places.into_iter().map(|(_, place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_is_first_and_equal_ones_keep_their_order() {
        assert_eq!(ranking([0.5, 2.0, -1.0, 2.0, 0.5].into_iter()), [1, 3, 0, 4, 2]);
    }
}
