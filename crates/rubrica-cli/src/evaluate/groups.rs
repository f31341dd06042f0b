//! Rows that have something in common, such as their language, and what is measured of them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::metrics::{Answer, Calibration, accuracy, ratio};

/// The buckets of length: their names, and the most characters in them.
const LENGTHS: [(&str, usize); 4] = [("0-20", 20), ("21-50", 50), ("51-100", 100), ("over-100", usize::MAX)];

/// How many rows of a group there are, and what share of them is right.
#[derive(Debug, Default, PartialEq, Serialize)]
pub struct Group {
    pub rows: usize,
    pub accuracy: Option<f64>,
}

/// … and how far that share is from what was claimed.
#[derive(Debug, PartialEq, Serialize)]
pub struct Calibrated {
    #[serde(flatten)]
    group: Group,
    ece: Option<f64>,
}

/// Groups right and wrong answers by a name, such as the row's language. Rows without the name are left out.
pub fn by_name<'a>(answers: impl IntoIterator<Item = (Option<&'a str>, bool)>) -> BTreeMap<String, Group> {
    grouped(answers, |answers| Group {
        rows: answers.len(),
        accuracy: ratio(answers.iter().filter(|is_right| **is_right).count(), answers.len()),
    })
}

/// The same for answers that claim to be right with some confidence.
pub fn calibrated<'a>(answers: impl IntoIterator<Item = (Option<&'a str>, Answer)>) -> BTreeMap<String, Calibrated> {
    grouped(answers, |answers| Calibrated {
        group: Group { rows: answers.len(), accuracy: accuracy(answers) },
        ece: Calibration::of(answers).ece,
    })
}

/// What is measured of the rows of each name. Rows without the name are left out.
pub fn grouped<'a, R, G>(
    rows: impl IntoIterator<Item = (Option<&'a str>, R)>,
    measure: impl Fn(&[R]) -> G,
) -> BTreeMap<String, G> {
    let mut groups: BTreeMap<&str, Vec<R>> = BTreeMap::new();
    for (name, row) in rows {
        if let Some(name) = name {
            groups.entry(name).or_default().push(row);
        }
    }
    groups.into_iter().map(|(name, rows)| (name.to_owned(), measure(&rows))).collect()
}

/// The bucket of a text of so many characters; the last one takes any.
pub fn bucket(length: usize) -> Option<&'static str> {
    LENGTHS.iter().find(|(_, most)| length <= *most).map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_leave_out_rows_without_the_name() {
        let groups = by_name([(Some("en"), true), (None, false), (Some("en"), false), (Some("de"), true)]);
        let group = |rows, accuracy| Group { rows, accuracy: Some(accuracy) };
        assert_eq!(groups, BTreeMap::from([("de".into(), group(1, 1.0)), ("en".into(), group(2, 0.5))]));
    }

    #[test]
    fn what_is_claimed_is_compared_with_what_is_right_in_each_group() {
        let answer = |confidence, is_right| Answer { confidence, is_right };
        let groups =
            calibrated([(Some("en"), answer(1.0, true)), (Some("de"), answer(1.0, false)), (None, answer(0.5, true))]);
        let group = |share, ece| Calibrated { group: Group { rows: 1, accuracy: Some(share) }, ece: Some(ece) };
        assert_eq!(groups, BTreeMap::from([("de".into(), group(0.0, 1.0)), ("en".into(), group(1.0, 0.0))]));
    }

    #[test]
    fn buckets_take_their_upper_bound() {
        let buckets = [0, 20, 21, 50, 51, 100, 101, usize::MAX].map(bucket);
        let names = ["0-20", "0-20", "21-50", "21-50", "51-100", "51-100", "over-100", "over-100"];
        assert_eq!(buckets, names.map(Some));
    }
}
