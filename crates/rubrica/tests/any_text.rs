//! Whatever is pasted: no panic, offsets on character borders, items in order and apart, and nothing left out but
//! boilerplate. `FUZZ_SECONDS=600 cargo test --release -p rubrica --test any_text` goes on for ten minutes.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rubrica::training::is_boilerplate;
use rubrica::{Block, Document, Options, Report, Role, Rubrica};

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

/// Any blocks: roles and items as they come, texts as above.
fn blocks() -> impl Strategy<Value = Vec<(String, Role, Option<u32>)>> {
    let role = prop_oneof![
        3 => Just(Role::Paragraph),
        1 => (0_u8..9).prop_map(Role::Heading),
        1 => prop::sample::select(vec![Role::ListItem, Role::Quote, Role::Link, Role::Time, Role::Byline, Role::Caption]),
    ];
    let item = prop_oneof![3 => Just(None), 1 => (0_u32..4).prop_map(Some)];
    prop::collection::vec((paste(), role, item), 0..12)
}

/// Tries cases of proptest's own number, and goes on as long as the environment's `FUZZ_SECONDS` asks for.
fn try_all<S: Strategy>(strategy: &S, check: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(0);
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut cases = 0;
    loop {
        let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
        cases += config.cases;
        if let Err(problem) = TestRunner::new(config).run(strategy, &check) {
            panic!("{problem}");
        }
        if Instant::now() >= end {
            println!("{cases} cases");
            return;
        }
    }
}

#[test]
fn spans_of_any_text_are_true() {
    try_all(&(paste(), any::<bool>()), |(text, split)| {
        let report = RUBRICA.classify(&text, &Options { split, ..Options::default() });
        check_spans(&text, &report)?;
        check_gaps(&text, &report)
    });
}

#[test]
fn spans_of_any_document_are_true() {
    try_all(&(blocks(), any::<bool>()), |(blocks, split)| {
        let document: Document =
            blocks.iter().map(|(text, role, item)| Block { text, role: *role, item: *item }).collect();
        let report = RUBRICA.classify_document(&document, &Options { split, ..Options::default() });
        prop_assert_eq!(report.text.as_deref(), Some(document.text()));
        check_spans(document.text(), &report)?;
        if blocks.iter().all(|(_, role, _)| *role != Role::Caption) {
            check_gaps(document.text(), &report)?;
        }
        Ok(())
    });
}

fn check_spans(text: &str, report: &Report) -> Result<(), TestCaseError> {
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
        let mut last = item.start;
        for part in &item.parts {
            prop_assert!(last <= part.start && part.start < part.end && part.end <= item.end, "{part:?}");
            prop_assert!(text.get(part.start..part.end).is_some());
            last = part.end;
        }
    }
    let utf16 = report.clone().into_utf16(text);
    for (item, wide) in report.items.iter().zip(&utf16.items) {
        prop_assert_eq!(text[..item.start].encode_utf16().count(), wide.start);
        prop_assert_eq!(text[..item.end].encode_utf16().count(), wide.end);
    }
    Ok(())
}

/// Between items there is nothing but signs and boilerplate.
fn check_gaps(text: &str, report: &Report) -> Result<(), TestCaseError> {
    for line in gaps(text, report).flat_map(|gap| gap.split(['\n', '\r', '\u{2028}', '\u{2029}'])) {
        let is_content = line.contains(char::is_alphanumeric) && !is_boilerplate(line.trim());
        prop_assert!(!is_content, "{line:?} is in no item");
    }
    Ok(())
}

/// The stretches around the items.
fn gaps<'t>(text: &'t str, report: &Report) -> impl Iterator<Item = &'t str> {
    let mut end = 0;
    let mut gaps = Vec::new();
    for item in &report.items {
        gaps.push(&text[end..item.start]);
        end = item.end;
    }
    gaps.push(&text[end..]);
    gaps.into_iter()
}
