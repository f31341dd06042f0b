//! Documents written by hand, in `tests/fixtures/documents`: beside each, its text as `NAME.txt`, with every item between ⟪ and ⟫.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use rubrica::{Explain, Options, Rubrica};
use rubrica_documents::{Format, read};

const MODELS: [&[u8]; 2] =
    [include_bytes!("../../../models/language.bin"), include_bytes!("../../../models/topics.bin")];

#[test]
fn documents_written_by_hand_come_apart_where_their_items_do() {
    let rubrica = Rubrica::from_bytes(MODELS[0], MODELS[1]).expect("the shipped models can be read");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/documents");
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder).expect("the fixtures are there").map(|entry| entry.expect("a file").path()).collect();
    files.retain(|file| file.extension() != Some(OsStr::new("txt")));
    files.sort();
    assert!(files.len() >= 10, "{} documents", files.len());
    let mut wrong = Vec::new();
    for file in &files {
        let format = match file.extension().and_then(OsStr::to_str) {
            Some("html") => Format::Html,
            Some("md") => Format::Markdown,
            _ => Format::Feed,
        };
        let document = read(&fs::read(file).expect("a file"), format).expect("a document");
        let report = rubrica.classify_document(&document, &Options { explain: Explain::Nothing, ..Options::default() });
        let mut given = String::new();
        let mut at = 0;
        for item in report.items {
            given += &document.text()[at..item.start];
            given = given + "⟪" + &document.text()[item.start..item.end] + "⟫";
            at = item.end;
        }
        given = given + &document.text()[at..] + "\n";
        let expected = fs::read_to_string(file.with_added_extension("txt")).unwrap_or_default();
        if given != expected {
            wrong.push(format!("{}:\n{given}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{} of {} come apart otherwise:\n\n{}", wrong.len(), files.len(), wrong.join("\n"));
}
