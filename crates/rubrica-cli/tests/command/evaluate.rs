//! `rubrica evaluate`, on rows written for it.

use serde_json::{Value, json};

use crate::support::{ECONOMY, POLITICS, SPORT, jsonl, packed, rubrica};

const STORY_A: (&str, &str) = (
    "Earthquake of magnitude 6.8 strikes northern Chile",
    "A strong earthquake hit Antofagasta in northern Chile on Tuesday night, and four people were injured.",
);
const STORY_B: (&str, &str) = (
    "Four hurt as 6.8 quake shakes Antofagasta",
    "Four people were injured when an earthquake of magnitude 6.8 struck Antofagasta, Chile, late on Tuesday.",
);

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

#[test]
fn topics_are_measured() {
    let row = |title: &str, text: &str, topic: Value, lang: &str| json!({"title": title, "text": text, "topic": topic, "kind": "news", "lang": lang, "source": "ours"});
    let rows = [
        row("", SPORT, json!("sport"), "en"),
        row("Кто голосовал", POLITICS, json!("politics"), "ru"),
        // By its IPTC code.
        row("", ECONOMY, json!("medtop:04000000"), "de"),
        // Wrong on purpose.
        row("", SPORT, json!("weather"), "en"),
        row("", SPORT, Value::Null, "en"),
        row("", SPORT, json!("football"), "en"),
    ];
    let metrics = rubrica("evaluate --task topic --data rows.jsonl").file("rows.jsonl", jsonl(&rows)).done().json();
    assert_eq!((&metrics["task"], &metrics["data"]), (&json!("topic"), &json!(["rows.jsonl"])));
    assert_eq!([&metrics["rows"], &metrics["without_label"], &metrics["skipped"]], [&json!(4), &json!(2), &json!(0)]);
    assert_eq!(metrics["unknown_topics"], json!({"football": 1}));
    assert_eq!(metrics["accuracy"], 0.75);
    let half_right = json!({"precision": 0.5, "recall": 1.0, "f1": 0.666_667, "support": 1});
    assert_eq!(metrics["topics"]["sport"], half_right);
    // F1: economy and politics 1, sport 2/3, weather 0.
    assert_eq!(metrics["macro_f1"], 0.666_667);
    assert_eq!(metrics["weighted_f1"], 0.666_667);
    let groups = |name: &str| -> Vec<_> {
        let groups = metrics[name].as_object().into_iter().flatten();
        groups.map(|(name, group)| (name.as_str(), &group["rows"], &group["accuracy"])).collect()
    };
    let (one, half, whole) = (&json!(1), &json!(0.5), &json!(1.0));
    assert_eq!(groups("by_language"), [("de", one, whole), ("en", &json!(2), half), ("ru", one, whole)]);
    // One of English's two answers is wrong, and both claim the same.
    let ece = number(&metrics["by_language"]["en"]["ece"]);
    assert!(ece > 0.2 && ece <= 0.5, "{ece}");
    assert_eq!(groups("by_length"), [("over-100", &json!(4), &json!(0.75))]);
    assert_eq!(metrics["by_length"]["over-100"]["ece"], metrics["calibration"]["ece"]);
    assert_eq!(metrics["by_source"], json!({"ours": {"rows": 4, "accuracy": 0.75}}));
    assert_eq!(metrics["confusion"]["weather"], json!({"sport": 1}));
    assert!(number(&metrics["log_loss"]) > 0.0);
    assert!(number(&metrics["calibration"]["ece"]) > 0.0);
    assert_eq!(metrics["thresholds"][0], json!({"confidence": 0.0, "precision": 0.75, "answered": 1.0}));
    assert_eq!(metrics["model"]["name"], "rubrica");
}

#[test]
fn kinds_are_measured() {
    let row = |text: &str, kind: &str| json!({"text": text, "kind": kind, "lang": "en"});
    let rows = [
        row(SPORT, "news"),
        // Wrong on purpose.
        row(ECONOMY, "not-news"),
        row(SPORT, "general"),
        row(SPORT, "gossip"),
        json!({"text": SPORT}),
    ];
    let metrics = rubrica("evaluate --task kind --data rows.jsonl").file("rows.jsonl", jsonl(&rows)).done().json();
    assert_eq!([&metrics["rows"], &metrics["news"], &metrics["not_news"]], [&json!(2), &json!(1), &json!(1)]);
    assert_eq!([&metrics["general"], &metrics["without_label"]], [&json!(1), &json!(2)]);
    assert_eq!(metrics["unknown_kinds"], json!({"gossip": 1}));
    let decision = [&metrics["accuracy"], &metrics["precision"], &metrics["recall"], &metrics["f1"]];
    assert_eq!(decision, [&json!(0.5), &json!(0.5), &json!(1.0), &json!(0.666_667)]);
    assert!(metrics["roc_auc"].is_number());
    assert_eq!(metrics["by_language"]["en"]["rows"], 2);
}

#[test]
fn languages_are_measured_from_json_and_from_tables() {
    let rows = [(SPORT, "en"), (POLITICS, "ru-RU"), (ECONOMY, "de"), (ECONOMY, "xx")];
    let json_rows: Vec<Value> = rows.iter().map(|(text, lang)| json!({"text": text, "lang": lang})).collect();
    let tsv = rows.iter().map(|(text, lang)| format!("{lang}\tours\tLatn\t{text}\n")).collect::<Vec<_>>().concat();
    let of_json =
        rubrica("evaluate --task language --data rows.jsonl").file("rows.jsonl", jsonl(&json_rows)).done().json();
    let of_table =
        rubrica("evaluate --task language --data rows.tsv.zst").file("rows.tsv.zst", packed(tsv)).done().json();
    for metrics in [&of_json, &of_table] {
        assert_eq!((&metrics["rows"], &metrics["accuracy"]), (&json!(4), &json!(0.75)));
        assert_eq!(
            (&metrics["macro_accuracy"], &metrics["macro_accuracy_of_largest_60"]),
            (&json!(0.75), &json!(0.75))
        );
        assert_eq!(metrics["unknown_languages"], json!(["xx"]));
        assert_eq!(metrics["mistakes"], json!([{"label": "xx", "given": "de", "rows": 1}]));
        assert_eq!(metrics["by_length"]["over-100"]["rows"], 4);
        assert_eq!(metrics["languages"]["ru"], json!({"precision": 1.0, "recall": 1.0, "f1": 1.0, "support": 1}));
    }
    assert_eq!(of_table["by_source"], json!({"ours": {"rows": 4, "accuracy": 0.75}}));
    assert_eq!(of_json["by_source"], json!({}));
}

#[test]
fn stories_are_measured() {
    let pair = |a: (&str, &str), b: (&str, &str), same: bool| json!({"a": a.0, "a_text": a.1, "b": b.0, "b_text": b.1, "same": same, "lang": "en"});
    let other = ("Cup final decided in the last minute", SPORT);
    let rows = [pair(STORY_A, STORY_B, true), pair(STORY_A, other, false), pair(other, STORY_B, false)];
    let metrics = rubrica("evaluate --task story --data rows.jsonl").file("rows.jsonl", jsonl(&rows)).done().json();
    assert_eq!((&metrics["rows"], &metrics["same"]), (&json!(3), &json!(1)));
    assert_eq!(metrics["roc_auc"], 1.0);
    assert_eq!(metrics["best_f1"]["f1"], 1.0);
    assert_eq!(metrics["curve"].as_array().map(Vec::len), Some(19));
    assert_eq!(metrics["by_language"]["en"]["rows"], 3);
}

#[test]
fn splits_are_measured() {
    let text = "Council votes to plant trees\n\nFerry to the islands suspended\n\nOil falls to its lowest price";
    let at = |word: &str| text.find(word).expect("it is there");
    let span = |start: usize, end: usize| json!({"start": start, "end": end});
    let (second, third) = (at("Ferry"), at("Oil"));
    let right = [span(0, second - 2), span(second, third - 2), span(third, text.len())];
    let wrong = [span(0, second - 2), span(second, text.len())];
    let row = |items: &[Value], style: &str| json!({"text": text, "items": items, "style": style, "languages": ["en"]});
    let rows = [row(&right, "column"), row(&wrong, "other"), row(&[span(5, 2)], "none")];
    let done = rubrica("evaluate --task split --data rows.jsonl").file("rows.jsonl", jsonl(&rows)).done();
    assert!(done.complaints.contains("rows.jsonl:3: `items[0]` (5 to 2)"), "{}", done.complaints);
    let metrics: Value = serde_json::from_str(&done.out).expect("the metrics of the rest");
    assert_eq!((&metrics["rows"], &metrics["boundaries"], &metrics["found"]), (&json!(2), &json!(3), &json!(4)));
    assert_eq!((&metrics["precision"], &metrics["recall"]), (&json!(0.75), &json!(1.0)));
    assert_eq!(metrics["by_style"]["column"]["whole_pastes"], 1.0);
    assert_eq!(metrics["by_style"]["other"]["whole_pastes"], 0.0);
    assert_eq!(metrics["by_language"]["en"]["pastes"], 2);
}

#[test]
fn rows_that_cannot_be_read_are_reported_counted_and_skipped() {
    let good = json!({"text": SPORT, "topic": "sport"});
    let rows = format!("{good}\nnonsense\n{{\"topic\": \"sport\"}}\n{good}\n");
    let done = rubrica("evaluate --task topic --data rows.jsonl gone.jsonl").file("rows.jsonl", rows).done();
    let metrics: Value = serde_json::from_str(&done.out).expect("the metrics of the rest");
    assert_eq!((done.status, &metrics["rows"], &metrics["skipped"]), (Some(1), &json!(2), &json!(3)));
    assert!(done.complaints.contains("rows.jsonl:2: "), "{}", done.complaints);
    assert!(done.complaints.contains("rows.jsonl:3: neither `title` nor `text`"), "{}", done.complaints);
    assert!(done.complaints.contains("gone.jsonl: No such file"), "{}", done.complaints);
}

#[test]
fn no_rows_have_no_metrics() {
    for task in ["topic", "kind", "language", "story"] {
        let metrics = rubrica(&format!("evaluate --task {task} --data -")).done().json();
        assert_eq!((&metrics["rows"], &metrics["accuracy"]), (&json!(0), &Value::Null), "{task}");
    }
}

#[test]
fn a_limit_counts_over_all_files() {
    let rows = format!("{}\n", json!({"text": SPORT, "lang": "en"})).repeat(5);
    let run = |limit: usize| {
        let run = rubrica(&format!("evaluate --task language --limit {limit} --data a.jsonl b.jsonl"));
        run.file("a.jsonl", &rows).file("b.jsonl", &rows).done().json()["rows"].clone()
    };
    assert_eq!([run(0), run(3), run(7), run(70)], [json!(0), json!(3), json!(7), json!(10)]);
}

#[test]
fn wrong_use_is_told_from_other_failures() {
    for arguments in ["evaluate", "evaluate --task topic", "evaluate --task taste --data -"] {
        assert_eq!(rubrica(arguments).done().status, Some(2), "{arguments}");
    }
}

#[test]
fn evidence_is_deleted_and_kept() {
    let rows = [SPORT, POLITICS, ECONOMY, "x"].map(|text| json!({"text": text}));
    let metrics = rubrica("evaluate --task evidence --data rows.jsonl").file("rows.jsonl", jsonl(&rows)).done().json();
    assert_eq!([&metrics["rows"], &metrics["too_short"]], [&json!(3), &json!(1)]);
    assert!(number(&metrics["drop_without_evidence"]) > 0.0, "{metrics}");
    assert!(number(&metrics["kept_by_evidence"]) > 0.5, "{metrics}");
    assert!(number(&metrics["largest_gap"]) < 1e-4, "{metrics}");
}

#[test]
fn translations_are_looked_for() {
    let row = |id: &str, lang: &str, text: &str| json!({"id": id, "lang": lang, "text": text});
    let rows = [
        row("ours:en:1", "en", "The team of Berlin won the match against Madrid by 31 to 27"),
        row("ours:en:2", "en", "Doctors in Moscow vaccinate 340 patients against the virus"),
        row("ours:ru:1", "ru", "Команда Берлина выиграла матч против Мадрида со счётом 31 на 27"),
        row("ours:ru:2", "ru", "Врачи в Москве вакцинируют 340 пациентов от вируса"),
        row("ours", "ru", "Ни с чем не связано"),
    ];
    let metrics =
        rubrica("evaluate --task translation --data rows.jsonl").file("rows.jsonl", jsonl(&rows)).done().json();
    assert_eq!(
        [&metrics["rows"], &metrics["without_number"], &metrics["sentences"]],
        [&json!(4), &json!(1), &json!(2)]
    );
    assert_eq!(metrics["nearest_by_language"], json!({"ru": 1.0}));
    assert_eq!(metrics["pairs"]["threshold"], json!(0.5));
    assert_eq!(metrics["pairs"]["precision"], json!(1.0));
    assert_eq!(metrics["paste"], json!({"told": 2, "there": 2, "precision": 1.0, "recall": 1.0}));
}
