//! Does a paste come apart where its items do?

use std::collections::BTreeMap;

use rubrica::{Explain, Options, Rubrica};
use serde::Serialize;

use super::Rows;
use super::row::{self, Paste, Span};
use crate::metrics::ratio;

#[derive(Serialize)]
pub struct Metrics {
    /// Pastes measured.
    rows: usize,
    #[serde(flatten)]
    all: Scores,
    by_style: BTreeMap<String, Scores>,
    /// A paste of several languages counts for each.
    by_language: BTreeMap<String, Scores>,
}

/// How the boundaries that were found go with the true ones. A boundary is where an item begins that is not the first.
#[derive(Debug, Default, PartialEq, Serialize)]
struct Scores {
    pastes: usize,
    /// Boundaries that are there.
    boundaries: usize,
    /// Boundaries that were found.
    found: usize,
    precision: Option<f64>,
    recall: Option<f64>,
    f1: Option<f64>,
    /// Share of pastes all of whose items begin where they should, and no others.
    whole_pastes: Option<f64>,
    /// Share of true items that were found with start and end.
    exact_items: Option<f64>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    pastes: usize,
    boundaries: usize,
    found: usize,
    right: usize,
    whole: usize,
    items: usize,
    exact: usize,
}

impl Counts {
    fn of(expected: &[Span], given: &[Span]) -> Self {
        let starts = |spans: &[Span]| spans.iter().skip(1).map(|span| span.start).collect::<Vec<_>>();
        let (boundaries, found) = (starts(expected), starts(given));
        Self {
            pastes: 1,
            boundaries: boundaries.len(),
            found: found.len(),
            right: found.iter().filter(|start| boundaries.binary_search(start).is_ok()).count(),
            whole: usize::from(boundaries == found),
            items: expected.len(),
            exact: given.iter().filter(|span| expected.contains(span)).count(),
        }
    }

    fn add(&mut self, other: Self) {
        self.pastes += other.pastes;
        self.boundaries += other.boundaries;
        self.found += other.found;
        self.right += other.right;
        self.whole += other.whole;
        self.items += other.items;
        self.exact += other.exact;
    }

    fn scores(self) -> Scores {
        Scores {
            pastes: self.pastes,
            boundaries: self.boundaries,
            found: self.found,
            precision: ratio(self.right, self.found),
            recall: ratio(self.right, self.boundaries),
            f1: ratio(2 * self.right, self.found + self.boundaries),
            whole_pastes: ratio(self.whole, self.pastes),
            exact_items: ratio(self.exact, self.items),
        }
    }
}

pub fn measure(rubrica: &Rubrica, rows: &Rows) -> Metrics {
    let options = Options { explain: Explain::Nothing, top_k: 0, ..Options::default() };
    let measured = rows.score(|_, line| {
        let paste: Paste = row::parse(line)?;
        check(&paste)?;
        let items = rubrica.classify(&paste.text.0, &options).items;
        let given: Vec<Span> = items.iter().map(|item| Span { start: item.start, end: item.end }).collect();
        Ok((Counts::of(&paste.items, &given), paste.style, paste.languages))
    });
    let mut all = Counts::default();
    let (mut by_style, mut by_language) = (BTreeMap::<_, Counts>::new(), BTreeMap::<_, Counts>::new());
    for (counts, style, languages) in measured {
        all.add(counts);
        if let Some(style) = style {
            by_style.entry(style).or_default().add(counts);
        }
        for language in languages {
            by_language.entry(language).or_default().add(counts);
        }
    }
    let scores =
        |groups: BTreeMap<String, Counts>| groups.into_iter().map(|(name, counts)| (name, counts.scores())).collect();
    Metrics { rows: all.pastes, all: all.scores(), by_style: scores(by_style), by_language: scores(by_language) }
}

/// Items out of order could not be compared.
fn check(paste: &Paste) -> Result<(), String> {
    let mut end = 0;
    for (index, item) in paste.items.iter().enumerate() {
        if item.start < end || item.end <= item.start || paste.text.0.get(item.start..item.end).is_none() {
            return Err(format!(
                "`items[{index}]` ({} to {}) is no stretch of the text behind the item before it; offsets count bytes",
                item.start, item.end
            ));
        }
        end = item.end;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(spans: &[(usize, usize)]) -> Vec<Span> {
        spans.iter().map(|&(start, end)| Span { start, end }).collect()
    }

    #[test]
    fn boundaries_are_counted_without_the_first() {
        let expected = spans(&[(0, 4), (5, 9), (10, 14)]);
        let scores = Counts::of(&expected, &spans(&[(0, 4), (5, 7), (8, 14)])).scores();
        assert_eq!((scores.boundaries, scores.found), (2, 2));
        assert_eq!((scores.precision, scores.recall, scores.f1), (Some(0.5), Some(0.5), Some(0.5)));
        assert_eq!((scores.whole_pastes, scores.exact_items), (Some(0.0), Some(1.0 / 3.0)));
        let right = Counts::of(&expected, &expected).scores();
        assert_eq!((right.f1, right.whole_pastes, right.exact_items), (Some(1.0), Some(1.0), Some(1.0)));
        let alone = Counts::of(&expected[..1], &expected[..1]).scores();
        assert_eq!((alone.f1, alone.whole_pastes), (None, Some(1.0)));
    }

    #[test]
    fn items_that_are_no_stretches_are_told() {
        let problem = |items: &str| {
            let paste: Paste = serde_json::from_str(&format!(r#"{{"text":"aé b","items":{items}}}"#)).expect("a row");
            check(&paste)
        };
        assert_eq!(problem(r#"[{"start":0,"end":3},{"start":4,"end":5}]"#), Ok(()));
        assert!(problem(r#"[{"start":0,"end":2}]"#).is_err_and(|problem| problem.contains("`items[0]` (0 to 2)")));
        assert!(problem(r#"[{"start":0,"end":3},{"start":1,"end":5}]"#).is_err());
    }
}
