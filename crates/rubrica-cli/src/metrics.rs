//! What is measured, from labels and scores alone. Where a figure is not defined, such as the precision of a label that
//! was never given, it is `None` and `null` in the result.

use std::collections::BTreeMap;

use serde::Serialize;

/// `part` of `whole`, unless there is no whole.
pub fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The mean of the values that are defined.
pub fn mean(values: impl IntoIterator<Item = Option<f64>>) -> Option<f64> {
    let (sum, count) =
        values.into_iter().flatten().fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / count as f64)
}

/// How many rows of each label were given each label.
#[derive(Debug, Default)]
pub struct Confusion {
    counts: BTreeMap<(String, String), usize>,
}

/// How well one label is recognised.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LabelScores {
    /// Of the rows given the label, the share that have it.
    pub precision: Option<f64>,
    /// Of the rows that have the label, the share that were given it.
    pub recall: Option<f64>,
    /// The harmonic mean of both.
    pub f1: Option<f64>,
    /// Rows that have the label.
    pub support: usize,
}

/// Rows of one label that were given another.
#[derive(Debug, PartialEq, Serialize)]
pub struct Mistake {
    pub label: String,
    pub given: String,
    pub rows: usize,
}

impl Confusion {
    /// Counts pairs of the true label and the given one.
    pub fn count<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut counts = BTreeMap::new();
        for (label, given) in pairs {
            *counts.entry((label.to_owned(), given.to_owned())).or_default() += 1;
        }
        Self { counts }
    }

    pub fn rows(&self) -> usize {
        self.counts.values().sum()
    }

    pub fn accuracy(&self) -> Option<f64> {
        let correct = self.counts.iter().filter(|((label, given), _)| label == given).map(|(_, rows)| rows).sum();
        ratio(correct, self.rows())
    }

    /// The scores of every label that was there or was given.
    pub fn labels(&self) -> BTreeMap<&str, LabelScores> {
        #[derive(Default)]
        struct Sums {
            correct: usize,
            support: usize,
            given: usize,
        }
        let mut sums: BTreeMap<&str, Sums> = BTreeMap::new();
        for ((label, given), rows) in &self.counts {
            sums.entry(label).or_default().support += rows;
            sums.entry(given).or_default().given += rows;
            if label == given {
                sums.entry(label).or_default().correct += rows;
            }
        }
        let scores = |sums: Sums| LabelScores {
            precision: ratio(sums.correct, sums.given),
            recall: ratio(sums.correct, sums.support),
            f1: ratio(2 * sums.correct, sums.support + sums.given),
            support: sums.support,
        };
        sums.into_iter().map(|(label, sums)| (label, scores(sums))).collect()
    }

    /// The mean F1 of the labels that some row has.
    pub fn macro_f1(&self) -> Option<f64> {
        mean(self.labels().values().filter(|scores| scores.support > 0).map(|scores| scores.f1))
    }

    /// The mean F1 of the labels, each counted as often as rows have it.
    pub fn weighted_f1(&self) -> Option<f64> {
        let labels = self.labels();
        let sum: f64 = labels.values().filter_map(|scores| Some(scores.f1? * scores.support as f64)).sum();
        (self.rows() > 0).then(|| sum / self.rows() as f64)
    }

    /// The mean, over the labels that some row has, of the share of their rows that is right.
    pub fn macro_accuracy(&self) -> Option<f64> {
        mean(self.labels().values().map(|scores| scores.recall))
    }

    /// [`Confusion::macro_accuracy`] over the `count` labels with most rows; of equals, the first in the alphabet.
    pub fn macro_accuracy_of_largest(&self, count: usize) -> Option<f64> {
        let mut labels: Vec<LabelScores> = self.labels().into_values().collect();
        labels.sort_by_key(|scores| std::cmp::Reverse(scores.support));
        mean(labels.into_iter().take(count).map(|scores| scores.recall))
    }

    /// For each label, how many of its rows were given which label.
    pub fn table(&self) -> BTreeMap<&str, BTreeMap<&str, usize>> {
        let mut table: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for ((label, given), &rows) in &self.counts {
            table.entry(label).or_default().insert(given, rows);
        }
        table
    }

    /// The `count` most common mistakes.
    pub fn mistakes(&self, count: usize) -> Vec<Mistake> {
        let wrong = self.counts.iter().filter(|((label, given), _)| label != given);
        let mut mistakes: Vec<Mistake> =
            wrong.map(|((label, given), &rows)| Mistake { label: label.clone(), given: given.clone(), rows }).collect();
        mistakes.sort_by_key(|mistake| std::cmp::Reverse(mistake.rows));
        mistakes.truncate(count);
        mistakes
    }
}

/// An answer: how sure the model was of it, and whether it was right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    pub confidence: f64,
    pub is_right: bool,
}

/// Whether confidences mean what they say.
#[derive(Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// Expected calibration error over ten bins of equal width: the mean distance of a bin's confidence from its
    /// accuracy, each bin counted as often as answers fall into it.
    pub ece: Option<f64>,
    pub bins: Vec<Bin>,
}

/// The answers with confidences from `from` up to, but not including, `to`; the last bin includes 1.
#[derive(Debug, PartialEq, Serialize)]
pub struct Bin {
    pub from: f64,
    pub to: f64,
    pub rows: usize,
    pub confidence: Option<f64>,
    pub accuracy: Option<f64>,
}

const BINS: usize = 10;

impl Calibration {
    pub fn of(answers: &[Answer]) -> Self {
        let mut groups: [Vec<Answer>; BINS] = Default::default();
        for &answer in answers {
            groups[((answer.confidence * BINS as f64) as usize).min(BINS - 1)].push(answer);
        }
        let bins: Vec<Bin> = groups.iter().enumerate().map(|(index, group)| Bin::of(index, group)).collect();
        let distance: f64 =
            bins.iter().filter_map(|bin| Some((bin.accuracy? - bin.confidence?).abs() * bin.rows as f64)).sum();
        Self { ece: (!answers.is_empty()).then(|| distance / answers.len() as f64), bins }
    }
}

impl Bin {
    fn of(index: usize, answers: &[Answer]) -> Self {
        Self {
            from: index as f64 / BINS as f64,
            to: (index + 1) as f64 / BINS as f64,
            rows: answers.len(),
            confidence: mean(answers.iter().map(|answer| Some(answer.confidence))),
            accuracy: accuracy(answers),
        }
    }
}

/// The share of answers that are right.
pub fn accuracy(answers: &[Answer]) -> Option<f64> {
    ratio(answers.iter().filter(|answer| answer.is_right).count(), answers.len())
}

/// The mean of −ln of the probabilities given to the true labels. Probabilities come rounded to a millionth; one of 0
/// counts as that.
pub fn log_loss(probabilities: impl IntoIterator<Item = f64>) -> Option<f64> {
    mean(probabilities.into_iter().map(|probability| Some(-probability.clamp(1e-6, 1.0).ln())))
}

/// What is left, and how much of it is right, where answers below a confidence are not given.
#[derive(Debug, PartialEq, Serialize)]
pub struct Threshold {
    pub confidence: f64,
    /// Of the answers given, the share that is right.
    pub precision: Option<f64>,
    /// The share of rows with an answer.
    pub answered: Option<f64>,
}

/// The table from which a caller picks the confidence below which not to trust an answer.
pub fn thresholds(answers: &[Answer]) -> Vec<Threshold> {
    let table = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];
    let row = |confidence| {
        let given: Vec<Answer> = answers.iter().copied().filter(|answer| answer.confidence >= confidence).collect();
        Threshold { confidence, precision: accuracy(&given), answered: ratio(given.len(), answers.len()) }
    };
    table.into_iter().map(row).collect()
}

/// A row of a yes-or-no question: the score for yes, and the truth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    pub score: f64,
    pub is_positive: bool,
}

/// How well "yes, if the score is `threshold` or more" answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    pub threshold: f64,
    pub accuracy: Option<f64>,
    /// Of the rows answered yes, the share that is positive.
    pub precision: Option<f64>,
    /// Of the positive rows, the share that is answered yes.
    pub recall: Option<f64>,
    pub f1: Option<f64>,
}

impl Decision {
    pub fn at(threshold: f64, rows: &[Scored]) -> Self {
        let positives = rows.iter().filter(|row| row.is_positive).count();
        let (mut yes, mut right_yes) = (0, 0);
        for row in rows.iter().filter(|row| row.score >= threshold) {
            yes += 1;
            right_yes += usize::from(row.is_positive);
        }
        Self::from_counts(threshold, rows.len(), positives, yes, right_yes)
    }

    /// The decision with the best F1; of equals, that with the highest threshold.
    pub fn best_f1(rows: &[Scored]) -> Option<Self> {
        let mut best: Option<Self> = None;
        for decision in Self::at_every_score(rows) {
            if best.as_ref().is_none_or(|best| decision.f1 > best.f1) {
                best = Some(decision);
            }
        }
        best
    }

    /// The decisions at all scores that occur, the highest first.
    fn at_every_score(rows: &[Scored]) -> Vec<Self> {
        let mut sorted = rows.to_vec();
        sorted.sort_by(|a, b| b.score.total_cmp(&a.score));
        let positives = rows.iter().filter(|row| row.is_positive).count();
        let (mut yes, mut right_yes) = (0, 0);
        let mut decisions = Vec::new();
        for group in sorted.chunk_by(|a, b| a.score.total_cmp(&b.score).is_eq()) {
            yes += group.len();
            right_yes += group.iter().filter(|row| row.is_positive).count();
            decisions.push(Self::from_counts(group[0].score, rows.len(), positives, yes, right_yes));
        }
        decisions
    }

    fn from_counts(threshold: f64, rows: usize, positives: usize, yes: usize, right_yes: usize) -> Self {
        let right_no = rows + right_yes - positives - yes;
        Self {
            threshold,
            accuracy: ratio(right_yes + right_no, rows),
            precision: ratio(right_yes, yes),
            recall: ratio(right_yes, positives),
            f1: ratio(2 * right_yes, positives + yes),
        }
    }
}

/// The decisions at thresholds from 0.05 to 0.95.
pub fn decision_curve(rows: &[Scored]) -> Vec<Decision> {
    (1..20).map(|step| Decision::at(f64::from(step) / 20.0, rows)).collect()
}

/// The probability that a positive row has a higher score than a negative one; a tie counts half.
pub fn roc_auc(rows: &[Scored]) -> Option<f64> {
    let mut sorted = rows.to_vec();
    sorted.sort_by(|a, b| a.score.total_cmp(&b.score));
    let (mut negatives_below, mut wins) = (0.0, 0.0);
    for group in sorted.chunk_by(|a, b| a.score.total_cmp(&b.score).is_eq()) {
        let positives = group.iter().filter(|row| row.is_positive).count() as f64;
        let negatives = group.len() as f64 - positives;
        wins += positives * (negatives_below + negatives / 2.0);
        negatives_below += negatives;
    }
    let pairs = negatives_below * (rows.len() as f64 - negatives_below);
    (pairs > 0.0).then(|| wins / pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|found| (found - expected).abs() < 1e-9)
    }

    /// Of four `a`, three are right and one is called `b`; of two `b`, one is right and one is called `c`, which no row is.
    fn confusion() -> Confusion {
        Confusion::count([("a", "a"), ("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", "c")])
    }

    fn answers(pairs: &[(f64, bool)]) -> Vec<Answer> {
        pairs.iter().map(|&(confidence, is_right)| Answer { confidence, is_right }).collect()
    }

    fn scored(pairs: &[(f64, bool)]) -> Vec<Scored> {
        pairs.iter().map(|&(score, is_positive)| Scored { score, is_positive }).collect()
    }

    #[test]
    fn labels_are_scored_one_against_the_rest() {
        let confusion = confusion();
        let labels = confusion.labels();
        let half = Some(0.5);
        assert_eq!(labels["b"], LabelScores { precision: half, recall: half, f1: half, support: 2 });
        assert!(close(labels["a"].precision, 1.0) && close(labels["a"].recall, 0.75));
        assert!(close(labels["a"].f1, 6.0 / 7.0));
        assert_eq!(labels["c"], LabelScores { precision: Some(0.0), recall: None, f1: Some(0.0), support: 0 });
    }

    #[test]
    fn means_over_labels_leave_out_labels_that_no_row_has() {
        let confusion = confusion();
        assert_eq!(confusion.rows(), 6);
        assert!(close(confusion.accuracy(), 4.0 / 6.0));
        assert!(close(confusion.macro_f1(), f64::midpoint(6.0 / 7.0, 0.5)));
        assert!(close(confusion.weighted_f1(), (4.0 * 6.0 / 7.0 + 2.0 * 0.5) / 6.0));
        assert!(close(confusion.macro_accuracy(), 0.625));
        assert!(close(confusion.macro_accuracy_of_largest(1), 0.75));
        assert!(close(confusion.macro_accuracy_of_largest(60), 0.625));
    }

    #[test]
    fn mistakes_are_sorted_by_their_number() {
        let confusion = Confusion::count([("a", "b"), ("c", "a"), ("c", "a"), ("a", "a")]);
        let mistakes = confusion.mistakes(1);
        assert_eq!(mistakes, [Mistake { label: "c".into(), given: "a".into(), rows: 2 }]);
        assert_eq!(confusion.table()["a"], BTreeMap::from([("a", 1), ("b", 1)]));
    }

    #[test]
    fn nothing_measured_is_not_zero() {
        let nothing = Confusion::default();
        assert_eq!((nothing.accuracy(), nothing.macro_f1(), nothing.weighted_f1()), (None, None, None));
        assert_eq!(Calibration::of(&[]).ece, None);
        assert_eq!(roc_auc(&[]), None);
        assert_eq!(log_loss([]), None);
        assert_eq!(Decision::best_f1(&[]), None);
        assert_eq!(thresholds(&[])[0], Threshold { confidence: 0.0, precision: None, answered: None });
    }

    #[test]
    fn calibration_error_is_the_distance_of_confidence_from_accuracy() {
        // The bin 0.9–1.0 has a mean confidence of 0.95 and one of two right; 0.3–0.4 has 0.3 and none of one right.
        let calibration = Calibration::of(&answers(&[(0.9, true), (1.0, false), (0.3, false)]));
        assert!(close(calibration.ece, (0.45 * 2.0 + 0.3) / 3.0));
        assert_eq!(calibration.bins.iter().map(|bin| bin.rows).collect::<Vec<_>>(), [0, 0, 0, 1, 0, 0, 0, 0, 0, 2]);
        assert_eq!(calibration.bins[9].accuracy, Some(0.5));
        assert_eq!(calibration.bins[0].confidence, None);
    }

    #[test]
    fn log_loss_of_an_impossible_label_is_finite() {
        assert!(close(log_loss([1.0, 0.5]), 0.5 * std::f64::consts::LN_2));
        assert!(close(log_loss([0.0]), 6.0 * std::f64::consts::LN_10));
    }

    #[test]
    fn thresholds_trade_answers_for_precision() {
        let table = thresholds(&answers(&[(0.95, true), (0.5, true), (0.45, false), (0.2, false)]));
        let at = |confidence: f64| {
            let row = table.iter().find(|row| (row.confidence - confidence).abs() < 1e-9);
            row.map(|row| (row.precision, row.answered))
        };
        assert_eq!(at(0.0), Some((Some(0.5), Some(1.0))));
        assert_eq!(at(0.5), Some((Some(1.0), Some(0.5))));
        assert_eq!(at(0.99), Some((None, Some(0.0))));
    }

    #[test]
    fn a_decision_counts_both_kinds_of_right_answers() {
        let rows = scored(&[(0.9, true), (0.6, false), (0.5, true), (0.1, false), (0.2, true)]);
        let decision = Decision::at(0.5, &rows);
        assert!(close(decision.precision, 2.0 / 3.0) && close(decision.recall, 2.0 / 3.0));
        assert!(close(decision.f1, 2.0 / 3.0) && close(decision.accuracy, 3.0 / 5.0));
        let none = Decision::at(1.0, &rows);
        assert_eq!((none.precision, none.recall, none.f1), (None, Some(0.0), Some(0.0)));
    }

    #[test]
    fn the_best_threshold_is_one_of_the_scores() {
        let rows = scored(&[(0.9, true), (0.6, false), (0.5, true), (0.1, false), (0.2, true)]);
        // Yes down to 0.2: 3 of 4 right, all found.
        let best = Decision::best_f1(&rows);
        assert!(best.as_ref().is_some_and(|best| best == &Decision::at(0.2, &rows)));
        assert!(close(best.and_then(|best| best.f1), 6.0 / 7.0));
        assert_eq!(decision_curve(&rows)[9], Decision::at(0.5, &rows));
    }

    #[test]
    fn the_area_under_the_curve_counts_won_pairs() {
        assert_eq!(roc_auc(&scored(&[(0.9, true), (0.8, true), (0.1, false)])), Some(1.0));
        // Pairs: 0.9 beats both negatives, 0.5 ties with one and beats the other, 0.2 beats one.
        let rows = scored(&[(0.9, true), (0.5, true), (0.2, true), (0.5, false), (0.1, false)]);
        assert!(close(roc_auc(&rows), (2.0 + 1.5 + 1.0) / 6.0));
        assert_eq!(roc_auc(&scored(&[(0.9, true)])), None);
    }
}
