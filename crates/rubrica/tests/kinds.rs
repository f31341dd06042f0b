//! The shipped model tells news from what is none, in many languages. All texts of `tests/fixtures/kinds.tsv` were written for this
//! test, a line each: its language, what it is, and the text.

use std::collections::{BTreeMap, BTreeSet};

use rubrica::{ModelError, Options, Rubrica};

const KINDS: &str = include_str!("../../../tests/fixtures/kinds.tsv");
/// Of what is no news so many texts may be taken for news.
const MISTAKEN: usize = 30;

#[test]
fn what_is_no_news_is_told_from_news_in_many_languages() -> Result<(), ModelError> {
    let rubrica = Rubrica::from_bytes(
        include_bytes!("../../../models/language.bin"),
        include_bytes!("../../../models/topics.bin"),
    )?;
    let options = Options { split: false, ..Options::default() };
    let mut mistaken: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut languages: BTreeSet<&str> = BTreeSet::new();
    for line in KINDS.lines() {
        let [language, kind, text] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not three fields: {line}")
        };
        languages.insert(language);
        let report = rubrica.classify(text, &options);
        if (report.items[0].news >= 0.5) != (kind == "news") {
            mistaken.entry(kind).or_default().push(text);
        }
    }
    assert!(languages.len() > 20);
    assert_eq!(mistaken.remove("news"), None, "headlines");
    let all: usize = mistaken.values().map(Vec::len).sum();
    assert!(all <= MISTAKEN, "{all} are news: {mistaken:#?}");
    Ok(())
}
