//! Whatever is pasted: no panic, offsets on character borders, items in order and apart.

use std::sync::LazyLock;

use proptest::prelude::*;
use rubrica::training::is_boilerplate;
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
        "\n~~~\n",
        "\nRead more\n",
        "\nФото: Агентство\n",
        "Автор: Имя\n",
        "LONDON (Agency) — ",
        "12 May 2024\n",
        "1. ",
        "٢) ",
        "№3 ",
        "[12:30] ",
        "🔥",
        "Council votes to plant trees\n",
        "The council decided on Tuesday that every street will get its trees within five years.\n",
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
        "Парламент избрал нового премьер-министра. ",
        "«We will continue to work with all our partners» ",
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

/// As many as the environment's `PROPTEST_CASES` asks for.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(512)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_are_true(text in paste(), split: bool) {
        let report = RUBRICA.classify(&text, &Options { split, ..Options::default() });
        let mut end = 0;
        for item in &report.items {
            prop_assert!(item.start >= end && item.end >= item.start, "items in order and apart");
            prop_assert!(text.get(item.start..item.end).is_some(), "on character borders");
            end = item.end;
            let mut last = item.start;
            for passage in &item.passages {
                prop_assert!(last <= passage.start && passage.start < passage.end && passage.end <= item.end);
                prop_assert!(text.get(passage.start..passage.end).is_some());
                last = passage.end;
            }
            prop_assert!(item.passages.len() != 1, "one passage is the whole item");
            prop_assert!(item.passages.windows(2).all(|pair| pair[0].language != pair[1].language));
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
        for line in gaps(&text, &report).flat_map(|gap| gap.split(['\n', '\r', '\u{2028}', '\u{2029}'])) {
            let is_content = line.contains(char::is_alphanumeric) && !is_boilerplate(line.trim());
            prop_assert!(!is_content, "{line:?} is in no item");
        }
        for item in &report.items {
            let mut last = item.start;
            for part in &item.parts {
                prop_assert!(last <= part.start && part.start < part.end && part.end <= item.end, "{part:?}");
                prop_assert!(text.get(part.start..part.end).is_some());
                last = part.end;
            }
        }
        let utf16 = report.clone().into_utf16(&text);
        for (item, wide) in report.items.iter().zip(&utf16.items) {
            prop_assert_eq!(text[..item.start].encode_utf16().count(), wide.start);
            prop_assert_eq!(text[..item.end].encode_utf16().count(), wide.end);
        }
    }
}

/// The stretches around the items.
fn gaps<'t>(text: &'t str, report: &rubrica::Report) -> impl Iterator<Item = &'t str> {
    let mut end = 0;
    let mut gaps = Vec::new();
    for item in &report.items {
        gaps.push(&text[end..item.start]);
        end = item.end;
    }
    gaps.push(&text[end..]);
    gaps.into_iter()
}
