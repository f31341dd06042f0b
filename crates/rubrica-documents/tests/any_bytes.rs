//! Whatever a file holds, it is read or refused. `FUZZ_SECONDS=600 cargo test --release -p rubrica-documents` goes on for ten minutes.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rubrica_documents::{Format, read};

/// Any bytes, and what pages and feeds are made of.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<article>",
        "</article>",
        "<li>",
        "<ul>",
        "<table>",
        "<tr>",
        "<td>",
        "<br>",
        "<hr>",
        "<h1>",
        "</h1>",
        "<h3>",
        "<a href=x>",
        "</a>",
        "<a rel=author>",
        "<time>",
        "</time>",
        "<pre>",
        "</pre>",
        "<p hidden>",
        "<template>",
        "</template>",
        "<select>",
        "<option>",
        "<svg>",
        "<math>",
        "<script>",
        "</script>",
        "<b style='display:none'>",
        "<meta charset=koi8-r>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&amp;",
        "&#0;",
        "&#x1f600;",
        "<frameset>",
        "<body>",
        "<html hidden>",
        "<form>",
        "<dialog>",
        "# ",
        "\n",
        "\n\n",
        "- ",
        "> ",
        "| a | b |\n|-|-|\n",
        "---\n",
        "```\n",
        "*",
        "[x](y)",
        "Council plants trees",
        "Слово",
        "東京",
        "\u{feff}",
        "\0",
        "<?xml version='1.0' encoding='utf-16'?>",
        "<rss version='2.0'><channel>",
        "<item>",
        "<title>",
        "</title>",
        "</item>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<entry>",
        "<content type='xhtml'>",
        "</entry>",
        r#"{"version":"https://jsonfeed.org/version/1","title":"x","items":["#,
        r#"{"id":"1","content_html":"<p>"}"#,
        "]}",
    ]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat().into_bytes()),
    ]
}

#[test]
fn any_bytes_are_read_or_refused() {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(0);
    let end = Instant::now() + Duration::from_secs(seconds);
    loop {
        let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
        let run = TestRunner::new(config).run(&bytes(), |bytes| {
            for format in [Format::Html, Format::Markdown] {
                prop_assert!(read(&bytes, format).is_ok());
            }
            // A feed may be refused.
            let _ = read(&bytes, Format::Feed);
            Ok(())
        });
        if let Err(problem) = run {
            panic!("{problem}");
        }
        if Instant::now() >= end {
            return;
        }
    }
}
