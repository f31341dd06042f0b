//! Pastes written by hand, in `tests/fixtures/pastes`: every item stands between ⟪ and ⟫.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rubrica::{Explain, Options, Rubrica};

static RUBRICA: LazyLock<Rubrica> = LazyLock::new(|| {
    let models = (include_bytes!("../../../models/language.bin"), include_bytes!("../../../models/topics.bin"));
    Rubrica::from_bytes(models.0, models.1).expect("the shipped models can be read")
});

const BRACKETS: [char; 2] = ['⟪', '⟫'];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The paste with its items in brackets, as it comes apart.
fn bracketed(paste: &str) -> String {
    let report = RUBRICA.classify(paste, &Options { explain: Explain::Nothing, ..Options::default() });
    let mut shown = String::new();
    let mut at = 0;
    for item in report.items {
        shown += &paste[at..item.start];
        shown.push(BRACKETS[0]);
        shown += &paste[item.start..item.end];
        shown.push(BRACKETS[1]);
        at = item.end;
    }
    shown + &paste[at..]
}

#[test]
fn pastes_written_by_hand_come_apart_where_their_items_do() {
    let folder = root().join("tests/fixtures/pastes");
    let mut files: Vec<PathBuf> =
        fs::read_dir(&folder).expect("the fixtures are there").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    assert!(files.len() >= 40, "{} pastes", files.len());
    let mut wrong = Vec::new();
    for file in &files {
        let expected = fs::read_to_string(file).expect("a text");
        let given = bracketed(&expected.replace(BRACKETS, ""));
        if given != expected {
            wrong.push(format!("{}:\n{given}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{} of {} come apart otherwise:\n\n{}", wrong.len(), files.len(), wrong.join("\n"));
}

#[test]
fn a_numbered_list_goes_on_beyond_a_thousand_and_a_chronicle_is_no_list() {
    let lines =
        ["Storm closes the port of Harwell", "Council votes on the new budget", "Team wins the final in extra time"];
    let listed = |marks: &mut dyn Iterator<Item = String>| {
        let lines = marks.zip(lines.iter().cycle()).map(|(mark, line)| format!("{mark} {line}"));
        RUBRICA.classify(&lines.collect::<Vec<_>>().join("\n"), &Options::default()).items.len()
    };
    assert_eq!(listed(&mut (1..=2200).map(|number| format!("{number}."))), 2200);
    assert_eq!(listed(&mut (1..=1100).map(|number| format!("{number}"))), 1100);
    let chronicle = "2018 – Pier opened\n2019 – Storm closes port\n2020 – Ships return\n2021 – Ferry line opened\n\
                     2022 – Railway built";
    assert_eq!(RUBRICA.classify(chronicle, &Options::default()).items.len(), 1);
}

#[test]
fn the_mixed_sample_has_nine_items() {
    let Ok(paste) = fs::read_to_string(root().join("../shared/samples/mixed-paste.txt")) else {
        eprintln!("skipped: ../shared/samples/mixed-paste.txt is not there");
        return;
    };
    let items = RUBRICA.classify(&paste, &Options::default()).items;
    // An article of twelve lines, then eight headlines.
    let lines: Vec<&str> = paste.lines().collect();
    let (article, headlines) = lines.split_at(lines.len() - 8);
    let expected: Vec<String> =
        std::iter::once(article.join("\n")).chain(headlines.iter().map(|line| (*line).to_owned())).collect();
    let given: Vec<&str> = items.iter().map(|item| &paste[item.start..item.end]).collect();
    assert_eq!(given, expected);
}

#[test]
fn headlines_that_are_nearly_equal_come_apart() {
    let kinds = [
        "Storm number {} closes the harbour for a second day",
        "Council of ward {} votes to plant trees in every street",
        "Police arrest {} men after the bank robbery in the old town",
        "Northfield win match {} of the season after a late goal",
    ];
    for between in ["\n", "\n\n"] {
        let alike: Vec<String> = (0..260).map(|number| format!("Team {number} won the cup final yesterday")).collect();
        assert_eq!(RUBRICA.classify(&alike.join(between), &Options::default()).items.len(), alike.len());
        let headlines: Vec<String> =
            (0..1600).map(|number| kinds[number % kinds.len()].replace("{}", &number.to_string())).collect();
        let paste = headlines.join(between);
        let options = Options { explain: Explain::Nothing, top_k: 0, ..Options::default() };
        let items = RUBRICA.classify(&paste, &options).items;
        let given: Vec<&str> = items.iter().map(|item| &paste[item.start..item.end]).collect();
        assert_eq!(given, headlines);
    }
}
