//! Measures the finished models and writes `metrics.json` and `MODEL_CARD.md`.
//!
//! The metrics are those of `rubrica evaluate`: the same command that anyone can run.

use std::fmt::Write as _;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rubrica::training::{Container, Pack, Part};
use rubrica::{LanguageModel, Rubrica, TopicModel};
use serde_json::{Value, json};

use crate::TrainError;
use crate::baseline::Baseline;
use crate::command::{read_file, write_file};
use crate::corpus::{Row, Sentence, rows, sentences};
use crate::stories::cross_validate;
use crate::topics::{Plan, kind_dev};
use crate::yardstick::{Figures as LanguageFigures, measure as measure_language, tests as language_tests};

/// The texts that `rubrica-languages` makes if it is not told otherwise.
const PIECES_SEED: u64 = 1;
/// The topics of languages with fewer rows say little.
const FEWEST_ROWS: u64 = 100;
/// A model must be above the baseline in these languages.
const BASELINE_LANGUAGES: [&str; 2] = ["en", "ru"];

/// The tables of `rubrica-desks`, which take longer than all else and need models of their own.
const DESKS: &str = "desks.md";

/// What `scripts/baselines.py` measures.
const OTHERS: &str = "baselines.json";

/// Sources that desks are measured on, and others like them.
const UNSEEN: &str = "huffpost-headlines-41x900,huffpost-v3-sample,thucnews-titles,toutiao-5k,rbc-hacksai,sib200";

/// Measures the models in `out` on the dev data and writes both files beside them. What was measured of desks is there
/// already, if it was (`desks.md`).
///
/// # Errors
/// If models or data cannot be read, or the command `rubrica` is not built.
pub fn write(data: &Path, out: &Path, seed: u64) -> Result<(), TrainError> {
    let metrics = measure(data, out, seed)?;
    let text = serde_json::to_string_pretty(&metrics).map_err(|error| TrainError::Data(error.to_string()))?;
    write_file(&out.join("metrics.json"), (text + "\n").as_bytes())?;
    let desks = measured(&out.join(DESKS))?.unwrap_or_else(|| "Not measured with these models.".to_owned());
    let others = measured(&out.join(OTHERS))?.unwrap_or_else(|| "null".to_owned());
    let others: Value =
        serde_json::from_str(&others).map_err(|error| TrainError::Data(format!("{OTHERS}: {error}")))?;
    write_file(&out.join("MODEL_CARD.md"), card(&metrics, &others, &desks, &sources(data)?).as_bytes())
}

/// What another program has measured and written beside the models, if it has.
fn measured(path: &Path) -> Result<Option<String>, TrainError> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read.map(Some).map_err(|source| TrainError::read(path, source)),
    }
}

fn measure(data: &Path, out: &Path, seed: u64) -> Result<Value, TrainError> {
    let evaluate = |task: &str, file: &Path| evaluate(task, file, out);
    let (language, topics) = (read_file(&out.join("language.bin"))?, read_file(&out.join("topics.bin"))?);
    let languages = LanguageModel::from_bytes(&language)?.languages().count();
    let model = Rubrica::from_bytes(&language, &topics)?.classify("", &rubrica::Options::default()).model;

    let baseline = Baseline::train(data, &[], seed)?;
    let mut by_language = serde_json::Map::new();
    for language in BASELINE_LANGUAGES {
        let file = data.join(format!("topics/dev/{language}.jsonl.zst"));
        let ours = evaluate("topic", &file)?;
        let theirs = baseline.accuracy(&rows(&file)?);
        by_language.insert(
            language.to_owned(),
            json!({ "ours": ours, "tf-idf + logistic regression": { "accuracy": theirs } }),
        );
    }
    drop(baseline);
    let everything = evaluate_rows("topic", &crate::topics::dev(data)?, out)?;
    let kind = evaluate_rows("kind", &kind_dev(data)?, out)?;
    Ok(json!({
        "model": model,
        "files": {
            "language.bin": { "bytes": language.len(), "languages": languages },
            "topics.bin": { "bytes": topics.len(), "packs": packs(&topics)? },
        },
        "language": evaluate("language", &data.join("language/dev.tsv.zst"))?,
        "language, pieces": pieces(data, &language)?,
        "topic": by_language,
        "topic, all of dev": everything,
        "kind, kept rows": kind,
        "kind, sentences": evaluate_rows("kind", &kinds_of_sentences(data)?, out)?,
        "story": evaluate("story", &data.join("stories/dev.jsonl.zst"))?,
        "story, cross-validated": cross_validate(data, &Plan::default().added, &TopicModel::from_bytes(&topics)?)?,
    }))
}

/// Sentences of the language corpus's dev split, each a row: those of news, and what people say to each other, which is none. As
/// source they have their kind and language.
fn kinds_of_sentences(data: &Path) -> Result<Vec<Row>, TrainError> {
    let row = |Sentence { language, source, text, .. }: Sentence| {
        let kind = match source.as_str() {
            "ntrex-news" => "news",
            "tatoeba" => "not-news",
            _ => return None,
        };
        Some(Row {
            source: format!("{kind} {language}"),
            kind: kind.to_owned(),
            lang: language,
            text,
            ..Row::default()
        })
    };
    Ok(sentences(&data.join("language/dev.tsv.zst"))?.into_iter().filter_map(row).collect())
}

/// The bytes of the topic model without its packs, and of each pack.
fn packs(topics: &[u8]) -> Result<Value, TrainError> {
    let (mut part, mut rest) = (Part::Topics, topics);
    let mut bytes = serde_json::Map::new();
    for pack in Pack::ALL {
        let length = Container::read(rest, part)?.length;
        bytes.insert(pack.name().to_owned(), length.into());
        (part, rest) = (Part::Pack, &rest[length..]);
    }
    Ok(Value::Object(bytes))
}

/// What `rubrica-languages measure` says, by the names of the tests.
fn pieces(data: &Path, model: &[u8]) -> Result<Value, TrainError> {
    let model = LanguageModel::from_bytes(model)?;
    let figures = measure_language(&model, &language_tests(data, PIECES_SEED)?);
    let figure = |test: LanguageFigures| {
        let value = json!({ "texts": test.rows, "languages": test.languages, "accuracy": test.accuracy, "ece": test.calibration });
        (test.name.to_owned(), value)
    };
    Ok(Value::Object(figures.into_iter().map(figure).collect()))
}

/// What `rubrica evaluate` says.
fn evaluate(task: &str, file: &Path, models: &Path) -> Result<Value, TrainError> {
    eprintln!("rubrica evaluate --task {task} --data {}", file.display());
    let command = command()?;
    let failed = |problem: String| TrainError::Data(format!("rubrica evaluate --task {task}: {problem}"));
    let output = Command::new(&command)
        .args(["evaluate", "--task", task, "--data"])
        .arg(file)
        .arg("--models")
        .arg(models)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|source| TrainError::read(&command, source))?;
    if !output.status.success() {
        return Err(failed(output.status.to_string()));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| failed(error.to_string()))
}

/// The same for rows that stand in no file of their own.
fn evaluate_rows(task: &str, rows: &[Row], models: &Path) -> Result<Value, TrainError> {
    let path = std::env::temp_dir().join(format!("rubrica-{task}-{}.jsonl", std::process::id()));
    let written = fs::File::create(&path).and_then(|file| {
        let mut file = std::io::BufWriter::new(file);
        for row in rows {
            let row = json!({
                "title": row.title, "text": row.text, "topic": row.topic, "kind": row.kind, "lang": row.lang,
                "source": row.source,
            });
            writeln!(file, "{row}")?;
        }
        file.flush()
    });
    written.map_err(|source| TrainError::write(&path, source))?;
    let result = evaluate(task, &path, models);
    // A temporary file that cannot be removed does no harm.
    let _ = fs::remove_file(&path);
    let mut result = result?;
    result["data"] = Value::Null;
    Ok(result)
}

/// The command beside this one.
fn command() -> Result<PathBuf, TrainError> {
    let beside = std::env::current_exe().ok().map(|path| path.with_file_name("rubrica"));
    beside.filter(|path| path.exists()).ok_or_else(|| {
        TrainError::Data(
            "the card is measured with the command `rubrica`: build it with `cargo build --release`".into(),
        )
    })
}

/// Name, description and licence of every source, from the data folder's own description.
fn sources(data: &Path) -> Result<Vec<[String; 3]>, TrainError> {
    let path = data.join("README.md");
    let text = fs::read_to_string(&path).map_err(|source| TrainError::read(&path, source))?;
    let mut found = Vec::new();
    let (mut wanted, mut licence_column, mut what_column) = (false, 0, 0);
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            wanted = heading.ends_with("sources");
            licence_column = 0;
        }
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if !wanted || !line.starts_with('|') {
            continue;
        }
        if let Some(column) = cells.iter().position(|cell| *cell == "licence") {
            licence_column = column;
            what_column = cells.iter().position(|cell| *cell == "what").unwrap_or(1);
        } else if licence_column > 0 && !cells[0].starts_with("---") && cells.len() > licence_column.max(what_column) {
            found.push([cells[0], cells[what_column], cells[licence_column]].map(str::to_owned));
        }
    }
    Ok(found)
}

/// Languages whose sentences are shown one by one.
const SHOWN: [&str; 22] = [
    "ar", "cs", "de", "el", "en", "es", "fa", "fr", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ro", "ru", "sv",
    "tr", "uk", "vi",
];

/// The table of [`kinds_of_sentences`].
fn kinds_by_language(sentences: &Value) -> String {
    let share = |kind: &str, language: &str| &sentences["by_source"][format!("{kind} {language}")]["accuracy"];
    let mean = |kind: &str| {
        let groups = sentences["by_source"].as_object().into_iter().flatten();
        let shares = groups.filter(|(name, _)| name.split_once(' ').is_some_and(|(known, _)| known == kind));
        let shares: Vec<f64> = shares.filter_map(|(_, group)| group["accuracy"].as_f64()).collect();
        (shares.len(), json!(shares.iter().sum::<f64>() / shares.len().max(1) as f64))
    };
    let ((news_in, news), (talk_in, talk)) = (mean("news"), mean("not-news"));
    let rows: Vec<String> = SHOWN
        .iter()
        .map(|language| {
            format!("| {language} | {} | {} |", percent(share("news", language)), percent(share("not-news", language)))
        })
        .collect();
    format!(
        "\nSingle sentences of the language corpus's dev split: of news (NTREX, in {news_in} languages; without what stands around them \
         many are what somebody says), and what people say to each other (Tatoeba, in {talk_in}), which is no news. Area under the ROC \
         curve of all: {}.\n\n| language | news told as news | talk told as none |\n| --- | ---: | ---: |\n{}\n| mean of all | {} | {} |",
        percent(&sentences["roc_auc"]),
        rows.join("\n"),
        percent(&news),
        percent(&talk)
    )
}

fn percent(value: &Value) -> String {
    value.as_f64().map_or_else(|| "–".to_owned(), |share| format!("{:.1}", 100.0 * share))
}

fn card(metrics: &Value, others: &Value, desks: &str, sources: &[[String; 3]]) -> String {
    let mut card = String::new();
    let files = &metrics["files"];
    // Writing to a string cannot fail.
    let mut line = |text: String| {
        let _ = writeln!(card, "{text}");
    };
    line(format!(
        "# Model card of Rubrica {}\n\nWritten by `rubrica-train --only card --data ../shared/data --out models`; the figures are in `metrics.json`, \
         each from `rubrica evaluate` on dev data. No vector and no head but the story head was fitted on them; the temperatures were, \
         and this model was chosen among several by them: on other data expect a little less, calibration above all. All shares are in percent.\n",
        metrics["model"]["version"].as_str().unwrap_or_default()
    ));
    line("## Files\n\n| file | bytes | what |\n| --- | ---: | --- |".into());
    line(format!(
        "| language.bin | {} | {} languages and `und` |",
        files["language.bin"]["bytes"], files["language.bin"]["languages"]
    ));
    line(format!("| topics.bin | {} | 17 topics, news or not, stories |", files["topics.bin"]["bytes"]));
    let packs = files["topics.bin"]["packs"].as_object().into_iter().flatten();
    let packs: Vec<String> = packs.map(|(name, bytes)| format!("{name} {bytes}")).collect();
    line(format!(
        "\nOf topics.bin, in bytes: {}. A web page loads the first, and of the others those that a text is written in.\n",
        packs.join(", ")
    ));

    line("## Topics\n\nThe whole text of a row (title and text) is one item, all 17 topics are possible.\n".into());
    line("| dev rows | rows | accuracy | right among the best two | macro-F1 | calibration error | TF-IDF + logistic regression on the same rows, accuracy | fastText | the teacher + logistic regression |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |".into());
    for language in BASELINE_LANGUAGES {
        let both = &metrics["topic"][language];
        let theirs = [
            &both["tf-idf + logistic regression"]["accuracy"],
            &others["fastText"][language],
            &others["teacher"][language],
        ];
        line(topic_row(language, &both["ours"], theirs));
    }
    let all = &metrics["topic, all of dev"];
    line(topic_row("all languages", all, [&Value::Null, &others["fastText"]["all"], &Value::Null]) + "\n");
    line("TF-IDF learns in the run that makes this card, the other two in `scripts/baselines.py ../shared/data`: fastText (PyPI, words, pairs, 3- to 5-grams) from every labelled row; the teacher's head from the labelled rows of `../shared/data/teacher`, and it reads the first 240 characters. A dash: not measured.\n".into());
    line("| topic | precision | recall | F1 | rows |\n| --- | ---: | ---: | ---: | ---: |".into());
    for (topic, scores) in all["topics"].as_object().into_iter().flatten() {
        line(format!(
            "| {topic} | {} | {} | {} | {} |",
            percent(&scores["precision"]),
            percent(&scores["recall"]),
            percent(&scores["f1"]),
            scores["support"]
        ));
    }
    line(groups("\n| characters", &all["by_length"], 1));
    line(groups(&format!("\n| language, of {FEWEST_ROWS} rows or more"), &all["by_language"], FEWEST_ROWS));
    line("\n| source | rows | accuracy |\n| --- | ---: | ---: |".into());
    for (source, group) in all["by_source"].as_object().into_iter().flatten() {
        line(format!("| {source} | {} | {} |", group["rows"], percent(&group["accuracy"])));
    }
    line("\nAt a confidence of at least …, this share of the rows is answered and this share of the answers is right:\n\n| confidence | answered | right |\n| ---: | ---: | ---: |".into());
    for threshold in all["thresholds"].as_array().into_iter().flatten() {
        line(format!(
            "| {} | {} | {} |",
            threshold["confidence"],
            percent(&threshold["answered"]),
            percent(&threshold["precision"])
        ));
    }

    let kind = &metrics["kind, kept rows"];
    line("\n## News or not\n\nOn English and Russian rows kept from training (a fixed twentieth), which also set the temperatures. They are of the same sources as the training rows.\n\n| rows | accuracy | F1 of news | area under the ROC curve |\n| ---: | ---: | ---: | ---: |".into());
    line(format!(
        "| {} | {} | {} | {} |",
        kind["rows"],
        percent(&kind["accuracy"]),
        percent(&kind["f1"]),
        percent(&kind["roc_auc"])
    ));

    line(kinds_by_language(&metrics["kind, sentences"]));
    line(languages(metrics));

    let story = &metrics["story"];
    line("## Stories\n\nFive-fold cross-validation on the judged pairs: each fifth is told by a head fitted on the others and on made pairs. The pairs are few, and a pair more or less right moves F1 by two to three points; the signals, and that the odds are halved, were chosen by these pairs.\n\n| language | pairs | precision | recall | F1 |\n| --- | ---: | ---: | ---: | ---: |".into());
    let row = |name: &str, pairs: &Value, scores: &Value| {
        let [precision, recall, f1] = ["precision", "recall", "f1"].map(|name| percent(&scores[name]));
        format!("| {name} | {pairs} | {precision} | {recall} | {f1} |")
    };
    for (language, scores) in metrics["story, cross-validated"].as_object().into_iter().flatten() {
        line(row(language, &scores["pairs"], scores));
    }
    line(row("all, by the shipped head, which was fitted on them too", &story["rows"], story));

    line(format!(
        "\n## Topics of the reader's own\n\nOf a topic model that has seen neither these rows nor their labels, as the shipped one has: \
         `rubrica-train --only topics --examples 8000000 --hold-out {UNSEEN} --out DIR`; then `rubrica-desks --models DIR`, \
         the same with `--across ru,es --examples 10`, and with \
         `--given en,ru,es --examples 4,10,30`, all into `desks.md`.\n\n{}",
        desks.trim_end()
    ));

    line("\n## Known weaknesses\n".into());
    line("- Topics with few labelled rows (labour, weather, religion, environment) and, in Russian, conflict, disaster, labour, human interest and society, most of which only the teacher labelled.\n- Languages without labelled news: what the teacher labelled is all they have (see the rows of SIB-200 above); a headline of five words is often not enough.\n- Close relatives (Bosnian, Croatian, Serbian; Danish, Norwegian; Indonesian, Malay) in short texts.\n- One or two words: a prior for the languages that much is written in decides where letters do not, at the cost of small languages.\n- News or not is learned from English and Russian examples, as they are and word by word in other languages, from what people say to each other in 66 languages, and from advertisements, recipes, horoscopes, titles of laws and the like that were made up in 18; advertisements that read like articles pass as news.\n".into());
    line("## Not for\n\n- Moderating, ranking or removing what people write, or judging people by what they read.\n- Decisions that nobody looks over: below a confidence of 0.5 every other answer may be wrong.\n".into());
    line("## Sources\n\nThe models hold figures derived from these texts, not the texts. The vectors were drawn towards those of multilingual-e5-small (MIT).\n\n| source | what | licence |\n| --- | --- | --- |".into());
    for [name, what, licence] in sources {
        line(format!("| {name} | {what} | {} |", if licence.is_empty() { "not stated" } else { licence }));
    }
    card
}

/// The part of the card on languages.
fn languages(metrics: &Value) -> String {
    let mut part = String::new();
    // Writing to a string cannot fail.
    let mut line = |text: String| {
        let _ = writeln!(part, "{text}");
    };
    let language = &metrics["language"];
    line("\n## Languages\n\nA language of the dev rows that the model lacks counts as wrong.\n\n| rows | accuracy | macro accuracy, all languages of dev | macro accuracy, its 60 largest | calibration error |\n| ---: | ---: | ---: | ---: | ---: |".into());
    line(format!(
        "| {} | {} | {} | {} | {} |",
        language["rows"],
        percent(&language["accuracy"]),
        percent(&language["macro_accuracy"]),
        percent(&language["macro_accuracy_of_largest_60"]),
        percent(&language["calibration"]["ece"])
    ));

    line(groups("\nBy the length of the text in characters:\n\n| characters", &language["by_length"], 1));
    line("\nPieces of dev sentences (`rubrica-languages --data ../shared/data measure models/language.bin`). Accuracy is the mean over the languages; of what is no language, the share that is given one with a confidence above 0.5:\n\n| test | texts | languages | accuracy | calibration error |\n| --- | ---: | ---: | ---: | ---: |".into());
    for (test, figures) in metrics["language, pieces"].as_object().into_iter().flatten() {
        line(format!(
            "| {test} | {} | {} | {} | {} |",
            figures["texts"],
            figures["languages"],
            percent(&figures["accuracy"]),
            percent(&figures["ece"])
        ));
    }
    part
}

/// A table of groups with so many rows at least; `heading` is what stands before its other columns.
fn groups(heading: &str, groups: &Value, fewest: u64) -> String {
    let shown = groups.as_object().into_iter().flatten().filter(|(_, group)| group["rows"].as_u64() >= Some(fewest));
    let row = |(name, group): (&String, &Value)| {
        format!("\n| {name} | {} | {} | {} |", group["rows"], percent(&group["accuracy"]), percent(&group["ece"]))
    };
    let rows: String = shown.map(row).collect();
    format!("{heading} | rows | accuracy | calibration error |\n| --- | ---: | ---: | ---: |{rows}")
}

fn topic_row(name: &str, metrics: &Value, theirs: [&Value; 3]) -> String {
    format!(
        "| {name} | {} | {} | {} | {} | {} | {} |",
        metrics["rows"],
        percent(&metrics["accuracy"]),
        percent(&metrics["top2_accuracy"]),
        percent(&metrics["macro_f1"]),
        percent(&metrics["calibration"]["ece"]),
        theirs.map(percent).join(" | ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_told_by_length_and_by_language_with_the_languages_of_many_rows() {
        let group = |rows: u64| json!({ "rows": rows, "accuracy": 0.75, "ece": 0.0625 });
        let all = json!({
            "by_length": { "0-20": group(7), "over-100": group(300) },
            "by_language": { "en": group(100), "fr": group(99) },
        });
        let card = card(&json!({ "topic, all of dev": all }), &Value::Null, "", &[]);
        let table = |heading: &str, rows: &str| {
            format!("\n\n| {heading} | rows | accuracy | calibration error |\n| --- | ---: | ---: | ---: |\n{rows}\n\n")
        };
        let lengths = table("characters", "| 0-20 | 7 | 75.0 | 6.2 |\n| over-100 | 300 | 75.0 | 6.2 |");
        let languages = table("language, of 100 rows or more", "| en | 100 | 75.0 | 6.2 |");
        assert!(card.contains(&lengths) && card.contains(&languages), "{card}");
    }
}
