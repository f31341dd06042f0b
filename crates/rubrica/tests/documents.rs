//! Markup tells where items part; where it says nothing, looks do.

use std::sync::LazyLock;

use rubrica::{Block, Document, Explain, Options, PartKind, Report, Role, Rubrica};

static RUBRICA: LazyLock<Rubrica> = LazyLock::new(|| {
    let models = (include_bytes!("../../../models/language.bin"), include_bytes!("../../../models/topics.bin"));
    Rubrica::from_bytes(models.0, models.1).expect("the shipped models can be read")
});

const STORM: &str = "Storm closes the harbour for a second day";
const FERRIES: &str =
    "Ferries stay in port until Thursday, and fishermen count their losses after the longest storm in years.";
const CUP: &str = "Northfield win the cup final after a late goal";
const GOAL: &str =
    "The goal came in the last minute of extra time, when nobody in the ground had expected it any more.";
const COURT: &str = "Bank robbers jailed for nine years";

fn report(blocks: &[(&str, Role, Option<u32>)]) -> Report {
    let document: Document = blocks.iter().map(|&(text, role, item)| Block { text, role, item }).collect();
    RUBRICA.classify_document(&document, &Options { explain: Explain::Nothing, ..Options::default() })
}

fn items(report: &Report) -> Vec<&str> {
    let text = report.text.as_deref().expect("a document's report has its text");
    report.items.iter().map(|item| &text[item.start..item.end]).collect()
}

fn with_roles(blocks: &[(&str, Role)]) -> Report {
    report(&blocks.iter().map(|&(text, role)| (text, role, None)).collect::<Vec<_>>())
}

#[test]
fn blocks_of_one_number_are_one_item_whatever_is_in_them() {
    let (h, p) = (Role::Heading(2), Role::Paragraph);
    let report = report(&[
        (STORM, h, Some(3)),
        (CUP, h, Some(3)),
        ("***", p, Some(3)),
        (COURT, p, Some(3)),
        (GOAL, p, Some(1)),
        (FERRIES, p, None),
    ]);
    assert_eq!(items(&report), [&*format!("{STORM}\n{CUP}\n***\n{COURT}"), GOAL, FERRIES]);
}

#[test]
fn headings_of_one_level_begin_items_and_lower_ones_go_on() {
    let (h1, h2, p) = (Role::Heading(1), Role::Heading(2), Role::Paragraph);
    let cards = with_roles(&[(STORM, h2), (FERRIES, p), (CUP, h2), (GOAL, p), (COURT, h2)]);
    assert_eq!(items(&cards), [&*format!("{STORM}\n{FERRIES}"), &format!("{CUP}\n{GOAL}"), COURT]);
    let article =
        with_roles(&[(STORM, h1), (FERRIES, p), ("Losses", h2), (GOAL, p), ("What comes next", h2), (GOAL, p)]);
    assert_eq!(article.items.len(), 1);
    let with_others =
        with_roles(&[(STORM, h1), (FERRIES, p), ("More stories", h2), (CUP, Role::Link), (COURT, Role::Link)]);
    assert_eq!(items(&with_others)[0], format!("{STORM}\n{FERRIES}"));
    assert_eq!(items(&with_others).last(), Some(&COURT));
}

#[test]
fn links_in_a_row_are_items_and_quotes_are_none() {
    let links = with_roles(&[(STORM, Role::Link), (CUP, Role::Link), (COURT, Role::Link)]);
    assert_eq!(items(&links), [STORM, CUP, COURT]);
    let quoted = with_roles(&[(STORM, Role::Heading(1)), (FERRIES, Role::Paragraph), (CUP, Role::Quote)]);
    assert_eq!(quoted.items.len(), 1);
}

#[test]
fn captions_belong_to_no_item_unless_they_stand_inside_one() {
    let (h, p, c) = (Role::Heading(2), Role::Paragraph, Role::Caption);
    let report =
        with_roles(&[("The harbour on Monday", c), (STORM, h), ("Waves", c), (FERRIES, p), ("A cup", c), (CUP, h)]);
    assert_eq!(items(&report), [&*format!("{STORM}\nWaves\n{FERRIES}"), CUP]);
    assert_eq!(with_roles(&[("The harbour on Monday", c)]).items.len(), 1, "where there is nothing else, it counts");
}

#[test]
fn roles_tell_what_is_headline_byline_and_date() {
    let blocks =
        [(STORM, Role::Heading(1)), ("Ann", Role::Byline), ("Whitsun", Role::Time), (FERRIES, Role::Paragraph)];
    let report = with_roles(&blocks);
    let parts: Vec<PartKind> = report.items[0].parts.iter().map(|part| part.part).collect();
    assert_eq!(parts, [PartKind::Headline, PartKind::Byline, PartKind::Date]);
}

#[test]
fn a_document_of_nothing_has_no_items_and_an_unsplit_one_has_one() {
    assert_eq!(items(&with_roles(&[(" \n", Role::Heading(1))])), [""; 0]);
    let document: Document =
        [STORM, CUP].map(|text| Block { text, role: Role::Link, item: None }).into_iter().collect();
    let report = RUBRICA.classify_document(&document, &Options { split: false, ..Options::default() });
    assert_eq!(report.items.len(), 1);
}
