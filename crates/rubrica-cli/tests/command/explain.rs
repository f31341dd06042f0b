//! `rubrica explain`.

use serde_json::json;

use crate::support::{POLITICS, SPORT, rubrica};

#[test]
fn words_stand_in_brackets_where_there_are_no_colours() {
    let page = rubrica("explain --against politics --news -").input(SPORT).done().clean();
    assert!(page.starts_with("1. en · news "), "{page}");
    assert!(page.contains("sport = +") && page.contains("sport and not politics = +"), "{page}");
    assert!(page.contains(" +0.") && page.contains('[') && !page.contains('\x1b'), "{page}");
}

#[test]
fn a_report_tells_the_same() {
    let report =
        rubrica("explain --json --topic crime --languages ru uk text.txt").file("text.txt", POLITICS).done().json();
    let item = &report["items"][0];
    let evidence = item["evidence"].as_array().expect("a list");
    assert!(!evidence.is_empty() && evidence.iter().all(|span| span["topic"] == "crime"), "{item}");
    let [contrast] = &item["contrasts"].as_array().expect("a list")[..] else { panic!("{item}") };
    assert_eq!((&contrast["label"], &contrast["against"]), (&json!("ru"), &json!("uk")));
}

#[test]
fn markup_is_read_as_by_classify() {
    let html =
        format!("<!doctype html><title>x</title><nav>Menu</nav><article><p class=sport>{POLITICS}</p></article>");
    let explained = |arguments: &str, file: &str| rubrica(arguments).file(file, &*html).done();
    let page = explained("explain page.html", "page.html").clean();
    assert!(page.contains("politics = +") && !page.contains("class") && !page.contains("Menu"), "{page}");
    assert_eq!(explained("explain --input html page", "page").clean(), page);
    assert!(explained("explain --input text page.html", "page.html").clean().contains("class"));
    let report = explained("explain --json page.html", "page.html").json();
    assert_eq!(report["text"], POLITICS);
    assert_eq!(explained("explain --input jsonl page", "page").status, Some(2));
}

#[test]
fn what_cannot_be_asked_is_told() {
    let done = rubrica("explain --languages uk xx -").input(SPORT).done();
    assert_eq!(done.status, Some(2));
    assert!(done.complaints.contains("`xx`"), "{}", done.complaints);
    assert_eq!(rubrica("explain --topic sports -").done().status, Some(2));
    let done = rubrica("explain nowhere.txt").done();
    assert_eq!(done.status, Some(1));
    assert!(done.complaints.contains("nowhere.txt"), "{}", done.complaints);
}
