//! Whatever is pasted: no panic, offsets on character borders, items in order and apart.

use std::sync::LazyLock;

use proptest::prelude::*;
use rubrica::{Options, Rubrica};

static RUBRICA: LazyLock<Rubrica> = LazyLock::new(|| {
    let models = (include_bytes!("../../../models/language.bin"), include_bytes!("../../../models/topics.bin"));
    Rubrica::from_bytes(models.0, models.1).expect("the shipped models can be read")
});

/// Any characters, and lines of what splitting and tokens look at.
fn paste() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\n",
        "\n\n",
        "\r\n",
        "\u{2028}",
        "- ",
        "• ",
        "***",
        "12:30",
        "A",
        "word ",
        "Слово. ",
        "東京",
        "ภาษา",
        "ไทย",
        "'",
        "’’",
        "\u{301}",
        "\u{200d}",
        "ﬁ",
        "𝄞",
        "@x",
        "https://",
        "www.",
        ".",
        "…",
        "!”",
        "\0",
        "İ",
        "ß",
        "½",
        "٣",
        "한국",
        "\u{ad}",
    ]);
    prop_oneof![any::<String>(), prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_are_true(text in paste(), split: bool) {
        let report = RUBRICA.classify(&text, &Options { split, ..Options::default() });
        let mut end = 0;
        for item in &report.items {
            prop_assert!(item.start >= end && item.end >= item.start, "items in order and apart");
            prop_assert!(text.get(item.start..item.end).is_some(), "on character borders");
            end = item.end;
            let mut last = item.start;
            for span in &item.evidence {
                prop_assert!(last <= span.start && span.start < span.end && span.end <= item.end);
                prop_assert!(text.get(span.start..span.end).is_some());
                last = span.end;
            }
            if let Some(best) = item.topics.first() {
                let sum: f64 = item.evidence.iter().map(|span| span.weight).sum::<f64>() + best.rest.unwrap_or(f64::NAN);
                prop_assert!((sum - best.score).abs() < 1e-4, "{sum} is not {}", best.score);
            }
        }
        let missed = text[end..].chars().chain(gaps(&text, &report)).find(|c| c.is_alphanumeric());
        prop_assert!(missed.is_none(), "{missed:?} is in no item");
        let utf16 = report.clone().into_utf16(&text);
        for (item, wide) in report.items.iter().zip(&utf16.items) {
            prop_assert_eq!(text[..item.start].encode_utf16().count(), wide.start);
            prop_assert_eq!(text[..item.end].encode_utf16().count(), wide.end);
        }
    }
}

/// The characters between the items.
fn gaps<'t>(text: &'t str, report: &rubrica::Report) -> impl Iterator<Item = char> + 't {
    let mut end = 0;
    let mut gaps = Vec::new();
    for item in &report.items {
        gaps.push(&text[end..item.start]);
        end = item.end;
    }
    gaps.into_iter().flat_map(str::chars)
}
