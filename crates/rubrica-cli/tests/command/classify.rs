//! `rubrica classify`.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::{ECONOMY, POLITICS, SPORT, jsonl, language, models, packed, rows, rubrica, topic};

#[test]
fn a_text_gives_its_report() {
    let text = format!("{SPORT}\n\n{POLITICS}\n\n{ECONOMY}\n");
    let report = rubrica("classify paste.txt").file("paste.txt", &text).done().json();
    let items = report["items"].as_array().expect("a report has items");
    let found: Vec<_> = items.iter().map(|item| (language(item), topic(item))).collect();
    assert_eq!(found, [("en", "sport"), ("ru", "politics"), ("de", "economy")]);
    assert_eq!(items[1]["start"], SPORT.len() + 2, "offsets are bytes");
    assert_eq!(report["model"]["name"], "rubrica");
    assert_eq!(rubrica("classify").input(&text).done().json(), report);
    assert_eq!(rubrica("classify -").input(&text).done().json(), report);
}

#[test]
fn options_are_obeyed() {
    let text = format!("{SPORT}\n\n{POLITICS}\n");
    let report = rubrica("classify --no-split --no-explain --top-k 17").input(&text).done().json();
    assert_eq!(report["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["items"][0]["topics"].as_array().map(Vec::len), Some(17));
    assert_eq!(report["items"][0]["evidence"], json!([]));
    let report = rubrica("classify --top-k 1").input(&text).done().json();
    assert_eq!(report["items"][0]["topics"].as_array().map(Vec::len), Some(1));
    assert_ne!(report["items"][0]["evidence"], json!([]));
}

#[test]
fn offsets_count_what_they_are_told_to() {
    let text = format!("𝄞😀 {POLITICS}");
    let spans = |offsets: &str| -> Vec<(usize, usize)> {
        let report = rubrica(&format!("classify --no-split --offsets {offsets}")).input(&text).done().json();
        let item = &report["items"][0];
        let all = item["evidence"].as_array().expect("an item has evidence").iter().chain([item]);
        let offset = |span: &Value, end: &str| span[end].as_u64().expect("a span has offsets") as usize;
        all.map(|span| (offset(span, "start"), offset(span, "end"))).collect()
    };
    let (bytes, units) = (spans("bytes"), spans("utf16"));
    let utf16: Vec<u16> = text.encode_utf16().collect();
    assert!(bytes.len() > 1 && bytes.len() == units.len());
    for (in_bytes, in_units) in bytes.iter().zip(&units) {
        let words = String::from_utf16_lossy(&utf16[in_units.0..in_units.1]);
        assert_eq!(text[in_bytes.0..in_bytes.1], words);
    }
    assert_ne!(bytes, units);
}

#[test]
fn several_texts_are_told_apart_by_name() {
    let run = |arguments: &str| rubrica(arguments).file("a.txt", SPORT).file("b.txt", ECONOMY).done();
    let array = run("classify a.txt b.txt").json();
    assert_eq!((&array[0]["file"], &array[1]["file"]), (&json!("a.txt"), &json!("b.txt")));
    assert_eq!(topic(&array[1]["report"]["items"][0]), "economy");
    assert_eq!(Value::from(run("classify a.txt b.txt --format jsonl").jsonl()), array);
    let table = run("classify a.txt b.txt --format csv").clean();
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let header = "file,start,end,language,language_confidence,news,topic,topic_confidence,story,text";
    assert_eq!(table.headers().expect("a header row").iter().collect::<Vec<_>>().join(","), header);
    let rows: Vec<csv::StringRecord> = table.records().collect::<Result<_, _>>().expect("a table");
    assert_eq!([&rows[0][0], &rows[0][3], &rows[0][6], &rows[0][9]], ["a.txt", "en", "sport", SPORT]);
    assert_eq!([&rows[1][0], &rows[1][3], &rows[1][6], &rows[1][9]], ["b.txt", "de", "economy", ECONOMY]);
}

#[test]
fn rows_keep_their_order_and_their_other_fields() {
    let lines: Vec<String> = (0..3000)
        .map(|id| {
            let text = [SPORT, POLITICS, ECONOMY][id % 3];
            format!(r#"{{"z": {id}.50, "text": "{text}", "big": 123456789012345678901234567890, "a": [1, {{}}], "s": "\ud800"}}"#)
        })
        .collect();
    let out =
        rubrica("classify rows.jsonl --no-explain --no-split").file("rows.jsonl", lines.join("\n")).done().clean();
    assert_eq!(out.lines().count(), lines.len());
    for (id, line) in out.lines().enumerate() {
        let before = format!(
            r#"{{"z":{id}.50,"big":123456789012345678901234567890,"a":[1, {{}}],"s":"\ud800","report":{{"items":"#
        );
        assert!(line.starts_with(&before), "{line}");
        assert!(line.contains(["\"sport\"", "\"politics\"", "\"economy\""][id % 3]), "{line}");
    }
}

#[test]
fn rows_may_be_written_as_one_array_and_have_any_text_field() {
    let input = jsonl(&[json!({"title": SPORT, "report": "old", "id": 1}), json!({"title": ECONOMY, "id": 2})]);
    let run =
        |format: &str| rubrica(&format!("classify --input jsonl --field title --format {format}")).input(&input).done();
    let array = run("json").json();
    assert_eq!(array, Value::from(run("jsonl").jsonl()));
    assert_eq!((&array[0]["id"], topic(&array[0]["report"]["items"][0])), (&json!(1), "sport"));
    assert_eq!(array[0].as_object().map(serde_json::Map::len), Some(2), "the text and the older report are gone");
}

#[test]
fn lines_that_are_no_rows_are_reported_counted_and_skipped() {
    let good = json!({"id": 1, "text": SPORT});
    let bad: [&[u8]; 7] =
        [b"nonsense", b"[1]", b"{}", br#"{"text": null}"#, b"{\"text\": \"caf\xe9\"}", br#"{"text": "a"} "#, b"\0"];
    let mut input = format!("{good}\n\n").into_bytes();
    for line in bad {
        input.extend([line, b"\n"].concat());
    }
    input.extend(good.to_string().into_bytes());
    let done = rubrica("classify rows.jsonl").file("rows.jsonl", input).done();
    assert_eq!(done.status, Some(1));
    assert_eq!(rows(&done.out).len(), 3, "{}", done.out);
    let complaints: Vec<&str> = done.complaints.lines().collect();
    assert_eq!(complaints.len(), 7, "{complaints:?}");
    assert!(complaints[0].starts_with("rubrica: rows.jsonl:3: expected ident, at column 2"), "{}", complaints[0]);
    assert!(complaints[1].starts_with("rubrica: rows.jsonl:4: ") && complaints[1].contains("JSON object"));
    assert_eq!(complaints[2], "rubrica: rows.jsonl:5: no field `text`");
    assert_eq!(complaints[3], "rubrica: rows.jsonl:6: the field `text` is not a string");
    assert!(complaints[4].contains("rows.jsonl:7: not UTF-8: byte 0xE9 at offset 13"), "{}", complaints[4]);
    assert!(complaints[5].contains("rows.jsonl:9: "), "{}", complaints[5]);
    assert!(complaints[6].starts_with("rubrica: 6 "), "{}", complaints[6]);
}

#[test]
fn half_a_surrogate_pair_is_read_as_the_replacement_character() {
    let lone = format!(r#"{{"text": "\ud83d {SPORT}"}}"#);
    let mended = json!({"text": format!("\u{fffd} {SPORT}")}).to_string();
    let run = |input: &str| rubrica("classify --input jsonl --offsets utf16").input(input).done().clean();
    assert_eq!(run(&lone), run(&mended));
    let name = format!(r#"{{"\ud83d": 1, "text": "{SPORT}"}}"#);
    assert!(run(&name).starts_with("{\"\u{fffd}\":1,"), "a name, too");
}

#[test]
fn a_table_gives_a_table() {
    let table = format!("id,text,topic\n1,\"{SPORT}\n\n{POLITICS}\",mine\n2,,\n");
    let out = rubrica("classify in.csv").file("in.csv", table).done().clean();
    let mut out = csv::Reader::from_reader(out.as_bytes());
    let header = "id,topic,start,end,language,language_confidence,news,report_topic,topic_confidence,story,text";
    assert_eq!(out.headers().expect("a header row").iter().collect::<Vec<_>>().join(","), header);
    let rows: Vec<csv::StringRecord> = out.records().collect::<Result<_, _>>().expect("a table");
    let ids: Vec<_> = rows.iter().map(|row| (&row[0], &row[1], &row[7], &row[10])).collect();
    assert_eq!(ids[..2], [("1", "mine", "sport", SPORT), ("1", "mine", "politics", POLITICS)]);
    assert_eq!((ids.len(), ids[2].0, ids[2].3), (3, "2", ""));
}

#[test]
fn a_table_may_give_rows_of_json() {
    let table = format!("id,headline\n7,\"{ECONOMY}\"\n");
    let rows = rubrica("classify in.csv --field headline --format jsonl").file("in.csv", table).done().jsonl();
    assert_eq!(rows[0]["id"], "7");
    assert_eq!(rows[0]["headline"], Value::Null);
    assert_eq!(topic(&rows[0]["report"]["items"][0]), "economy");
}

#[test]
fn rows_of_a_table_that_do_not_fit_are_skipped() {
    let table = [b"text,id\nGood morning,1\nalone\na,b,c\ncaf\xe9s,2\n".as_slice(), SPORT.as_bytes(), b",3\n"].concat();
    let done = rubrica("classify in.csv --format jsonl").file("in.csv", table).done();
    let ids: Vec<Value> = rows(&done.out).iter().map(|row| row["id"].clone()).collect();
    assert_eq!((done.status, ids), (Some(1), vec![json!("1"), json!("3")]));
    assert!(done.complaints.contains("in.csv:3: cells: 1, but the header row has 2"), "{}", done.complaints);
    assert!(
        done.complaints.contains("in.csv:5: column `text`: not UTF-8: byte 0xE9 at offset 3"),
        "{}",
        done.complaints
    );
}

#[test]
fn rows_of_a_table_are_told_by_their_lines_behind_empty_ones_too() {
    let table = format!("\ntext,id\n\n\nalone\n\"{SPORT}\n\n\",1\n\r\n\na,b,c\n");
    let done = rubrica("classify in.csv --format jsonl").file("in.csv", table).done();
    assert_eq!((done.status, rows(&done.out).len()), (Some(1), 1));
    assert!(done.complaints.contains("in.csv:5: cells: 1"), "{}", done.complaints);
    assert!(done.complaints.contains("in.csv:11: cells: 3"), "{}", done.complaints);
}

#[test]
fn a_name_that_two_columns_have_stands_for_neither() {
    let run = |arguments: &str, table: &str| rubrica(arguments).file("in.csv", table).done();
    let done = run("classify in.csv", "text,text\nGood morning,Good night\n");
    assert_eq!((done.status, &*done.out), (Some(1), ""));
    assert!(done.complaints.contains("in.csv: two columns are named `text`"), "{}", done.complaints);
    let ids = "id,text,id\n1,Good morning,2\n";
    let done = run("classify in.csv --format jsonl", ids);
    assert_eq!((done.status, &*done.out), (Some(1), ""));
    assert!(done.complaints.contains("two columns are named `id`, which JSON cannot hold"), "{}", done.complaints);
    assert_eq!(run("classify in.csv", ids).clean().lines().count(), 2);
}

#[test]
fn a_quotation_mark_that_is_never_closed_takes_no_rows_with_it_in_silence() {
    let table = "id,text\n1,Good morning\n\n2,\"Army shells\n3,Votes\n";
    let done = rubrica("classify in.csv --format jsonl").file("in.csv", table).done();
    let ids: Vec<Value> = rows(&done.out).iter().map(|row| row["id"].clone()).collect();
    assert_eq!((done.status, ids), (Some(1), vec![json!("1")]));
    let complaint = "in.csv: the quotation mark opened in line 4 is never closed";
    assert!(done.complaints.contains(complaint), "{}", done.complaints);
    let header = rubrica("classify in.csv").file("in.csv", "id,\"text\n1,Votes\n").done();
    assert!(header.complaints.contains("opened in line 1 is never closed"), "{}", header.complaints);
    let closed = "id,text\n1,\"Say \"\"no\"\", they\nsaid\"\n2,5\" of rain\n3,\"a\"";
    assert_eq!(rubrica("classify in.csv --format jsonl").file("in.csv", closed).done().status, Some(0));
}

#[test]
fn a_table_without_the_column_is_reported() {
    let done = rubrica("classify in.csv other.csv").file("in.csv", "a,b\n1,2\n").file("other.csv", "").done();
    assert_eq!((done.status, &*done.out), (Some(1), ""));
    assert!(done.complaints.contains("in.csv: no column `text`; the header row names: a, b"), "{}", done.complaints);
    assert!(done.complaints.contains("other.csv: no column `text`; there is no header row"), "{}", done.complaints);
    let done = rubrica("classify in.csv").file("in.csv", b"caf\xe9s,text\n").done();
    assert!(
        done.complaints.contains("in.csv: the header row: not UTF-8: byte 0xE9 at offset 3"),
        "{}",
        done.complaints
    );
}

#[test]
fn tables_of_other_columns_do_not_go_into_the_same_table() {
    let files = |arguments: &str| {
        rubrica(arguments).file("a.csv", "id,text\n1,Good morning\n").file("b.csv", "text,x\nGood night,2\n").done()
    };
    let done = files("classify a.csv b.csv");
    assert_eq!((done.status, done.out.lines().count()), (Some(1), 2));
    assert!(done.complaints.contains("b.csv: its columns are not those of the first table"), "{}", done.complaints);
    assert_eq!(files("classify a.csv b.csv --format jsonl").jsonl().len(), 2);
}

#[test]
fn packed_files_are_unpacked() {
    let row = json!({"text": SPORT}).to_string();
    let plain = rubrica("classify rows.jsonl").file("rows.jsonl", &row).done().clean();
    assert_eq!(rubrica("classify rows.jsonl.zst").file("rows.jsonl.zst", packed(&row)).done().clean(), plain);
    let report = rubrica("classify").input(SPORT).done().clean();
    assert_eq!(rubrica("classify").input(packed(SPORT)).done().clean(), report);
}

#[test]
fn a_packed_file_that_was_cut_off_is_reported() {
    let lines = (0..5000).map(|id| format!("{{\"text\": \"{id}\"}}\n")).collect::<Vec<_>>().concat();
    let whole = packed(lines);
    let cut = &whole[..whole.len() / 2];
    for (name, input) in [("cut.jsonl.zst", "jsonl"), ("cut.txt.zst", "text"), ("cut.csv.zst", "csv")] {
        let run = format!("classify {name} --no-explain --format jsonl --input {input}");
        let done = rubrica(&run).file(name, cut).done();
        assert_eq!(done.status, Some(1), "{name}");
        assert!(done.complaints.contains(&format!("rubrica: {name}: ")), "{}", done.complaints);
    }
}

#[test]
fn byte_order_marks_are_obeyed() {
    let report = rubrica("classify").input(POLITICS).done().clean();
    let with_mark = [b"\xef\xbb\xbf", POLITICS.as_bytes()].concat();
    assert_eq!(rubrica("classify").input(with_mark).done().clean(), report);
    let little: Vec<u8> = format!("\u{feff}{POLITICS}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(rubrica("classify").input(little).done().clean(), report);
    let big: Vec<u8> = format!("\u{feff}{POLITICS}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(rubrica("classify").input(big).done().clean(), report);
}

#[test]
fn files_that_cannot_be_read_do_not_stop_the_others() {
    let done = rubrica("classify gone.txt latin.txt good.txt . --format jsonl")
        .file("latin.txt", b"caf\xe9 au lait")
        .file("good.txt", SPORT)
        .done();
    assert_eq!((done.status, rows(&done.out).len()), (Some(1), 1));
    assert!(done.complaints.contains("rubrica: gone.txt: No such file"), "{}", done.complaints);
    assert!(done.complaints.contains("latin.txt: not UTF-8: byte 0xE9 at offset 3"), "{}", done.complaints);
    assert!(done.complaints.contains("rubrica: .: Is a directory"), "{}", done.complaints);
    let alone = rubrica("classify gone.txt").done();
    assert_eq!((alone.status, &*alone.out), (Some(1), ""));
}

#[test]
fn strange_texts_give_reports() {
    let ten_megabytes = format!("{SPORT}\n\n").repeat(10_000_000 / SPORT.len());
    let strange =
        ["", "a", "\0", "\0\0\n\0", "😀🎉👍🏽", "12345 67890", "\n\n\n", &"a".repeat(1_000_000), &ten_megabytes];
    for text in strange {
        let shown: String = text.chars().take(20).collect();
        for arguments in ["classify", "classify --no-split"] {
            let report = rubrica(arguments).input(text).done().json();
            for item in report["items"].as_array().expect("a report has items") {
                assert!(item["start"].as_u64() <= item["end"].as_u64(), "{shown:?}");
                assert!(item["end"].as_u64() <= Some(text.len() as u64), "{shown:?}");
            }
        }
    }
    for text in ["", "😀🎉👍🏽", "12345 67890"] {
        let report = rubrica("classify --no-split").input(text).done().json();
        assert_eq!(language(&report["items"][0]), "und", "{text}");
    }
}

#[test]
fn no_rows_give_no_rows() {
    assert_eq!(rubrica("classify --input jsonl").done().clean(), "");
    assert_eq!(rubrica("classify --input jsonl --format json").done().clean(), "[]\n");
    let header = rubrica("classify --input csv").input("id,text\n").done().clean();
    assert_eq!(header.lines().count(), 1);
}

#[test]
fn other_models_are_read_from_their_folder() {
    let folder = models();
    let report = rubrica("classify").input(SPORT).done().clean();
    let of_folder = rubrica(&format!("classify --models {}", folder.display())).input(SPORT).done().clean();
    assert_eq!(of_folder, report);
    let missing = rubrica("classify --models nowhere").input(SPORT).done();
    assert_eq!((missing.status, &*missing.out), (Some(1), ""));
    assert!(missing.complaints.contains("nowhere/language.bin: No such file"), "{}", missing.complaints);
    let foreign = rubrica("classify --models m").file("m/language.bin", "<html>").file("m/topics.bin", "").done();
    assert_eq!(foreign.status, Some(1));
    assert!(foreign.complaints.contains("m/language.bin: not a Rubrica model"), "{}", foreign.complaints);
}

/// What a run leaves in `out.jsonl`, and its complaints; `left` is what an earlier run left there.
fn in_file(arguments: &str, files: &[(&str, &str)], left: &[u8]) -> io::Result<(String, String)> {
    let run = rubrica(&format!("classify {arguments} --format jsonl --output out.jsonl")).file("out.jsonl", left);
    let run = files.iter().fold(run, |run, (name, content)| run.file(name, content));
    let complaints = run.command().output()?.stderr;
    Ok((fs::read_to_string(run.path("out.jsonl"))?, String::from_utf8_lossy(&complaints).into_owned()))
}

#[test]
fn a_run_that_was_cut_off_goes_on() -> io::Result<()> {
    let lines: String = (0..30)
        .map(|id| {
            if id % 7 == 3 {
                "no row\n".into()
            } else {
                format!("{}\n", json!({"заголовок": id, "text": SPORT}))
            }
        })
        .collect();
    let table = format!("id,text\n1,{SPORT}\nalone\n2,{ECONOMY}\n3,{POLITICS}\n").replace(", ", "; ");
    let inputs: [(&str, &[(&str, &str)]); 3] = [
        ("rows.jsonl", &[("rows.jsonl", &lines)]),
        ("in.csv", &[("in.csv", &table)]),
        ("a.txt gone.txt b.txt c.txt", &[("a.txt", SPORT), ("b.txt", ECONOMY), ("c.txt", POLITICS)]),
    ];
    for (arguments, files) in inputs {
        let resumed = |left: &[u8]| in_file(&format!("{arguments} --resume"), files, left);
        let (whole, complaints) = in_file(arguments, files, b"old")?;
        assert!(whole.lines().count() >= 3 && complaints.contains("reported above"), "{complaints}");
        let ends: Vec<usize> = whole.match_indices('\n').map(|(at, _)| at + 1).collect();
        // Nothing yet, part of a line and of a letter, whole lines, all.
        for end in [0, 9, ends[0], ends[1] + 20, whole.len()] {
            assert_eq!(
                resumed(&whole.as_bytes()[..end])?,
                (whole.clone(), complaints.clone()),
                "{arguments}, cut off at {end}"
            );
        }
        let (first, second) = (&whole[..ends[0]], &whole[ends[0]..ends[1]]);
        for (other, complaint) in [
            (format!("{second}{first}"), "its last line is not what the row there gives"),
            (format!("{first}no part of a line"), "its last line does not begin what the row there gives"),
            ("no line".into(), "its last line does not begin what the row there gives"),
            (whole.repeat(2), "more lines than they have rows"),
            (format!("{whole}more"), "more lines than they have rows"),
        ] {
            let (kept, complaints) = resumed(other.as_bytes())?;
            assert!(complaints.contains(complaint), "{complaints}");
            assert_eq!(kept, other, "nothing is lost");
        }
    }
    Ok(())
}

#[test]
fn what_is_read_is_not_written_over() -> io::Result<()> {
    let wrong = [
        "a.jsonl --output a.jsonl",
        "a.txt --desk a.jsonl --output ./a.jsonl",
        "--input jsonl --output a.jsonl",
        "a.txt --output x --resume",
        "a.jsonl --resume",
    ];
    for arguments in wrong {
        let run = rubrica(&format!("classify {arguments}")).file("a.jsonl", "{}").file("a.txt", SPORT);
        let input = fs::File::open(run.path("a.jsonl"))?;
        let status = run.command().stdin(input).status()?;
        // Not every system has a name for what standard input is.
        if arguments.starts_with("--input") && !Path::new("/dev/stdin").exists() {
            continue;
        }
        assert_eq!(status.code(), Some(2), "{arguments}");
        assert_eq!(fs::read_to_string(run.path("a.jsonl"))?, "{}", "{arguments}");
    }
    let to_stdout = rubrica("classify a.txt --output -").file("a.txt", SPORT).done().json();
    assert_eq!(topic(&to_stdout["items"][0]), "sport");
    Ok(())
}

#[test]
fn wrong_use_is_told_from_other_failures() {
    let wrong = ["", "classify --format xml", "classify --top-k many", "classify a.jsonl --format csv", "translate"];
    for arguments in wrong {
        let done = rubrica(arguments).done();
        assert_eq!((done.status, &*done.out), (Some(2), ""), "{arguments}");
        assert!(done.complaints.contains("--help") || done.complaints.contains("Usage"), "{}", done.complaints);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let lines = format!("{}\n", json!({ "text": SPORT })).repeat(20_000);
    let run = rubrica("classify rows.jsonl --no-explain").file("rows.jsonl", lines);
    let mut child = run.command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command was built");
    let mut first = [0; 100];
    child.stdout.take().expect("it is piped").read_exact(&mut first).expect("there is output");
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn numbers_are_written_as_in_javascript() {
    let out = rubrica("classify --no-split --top-k 17").input("").done().clean();
    let und = out.split_once(r#""detectedLanguage": "und""#).expect("nothing has no language").1;
    assert!(und.trim_start_matches([',', ' ', '\n']).starts_with("\"confidence\": 1\n"), "{out}");
}
