//! A report as rows of a table, one for each item.

use rubrica::{Item, Report};

/// The columns of the result, behind those of the input.
pub const COLUMNS: [&str; 9] =
    ["start", "end", "language", "language_confidence", "news", "topic", "topic_confidence", "story", "text"];

/// The header: the input's columns and [`COLUMNS`]. Of the latter, one whose name is taken is called `report_…`, and again so
/// if that is taken, too.
pub fn header(input: &[&str]) -> Vec<u8> {
    let own = COLUMNS.map(|name| {
        let mut own = name.to_owned();
        while input.contains(&&*own) {
            own.insert_str(0, "report_");
        }
        own
    });
    line(input, &own)
}

/// The rows of a report, each after the cells of the input's row. `texts` are the texts of its items.
/// A report without items gives one row with empty cells, so that no row of the input is lost.
pub fn rows(cells: &[&str], report: &Report, texts: &[&str]) -> Vec<u8> {
    if report.items.is_empty() {
        return line(cells, &COLUMNS.map(|_| String::new()));
    }
    report.items.iter().zip(texts).flat_map(|(item, text)| line(cells, &own_cells(item, text))).collect()
}

fn own_cells(item: &Item, text: &str) -> [String; COLUMNS.len()] {
    let language = item.best_language();
    let language_confidence = item.language.iter().find(|l| l.detected_language == language).map(|l| l.confidence);
    let topic = item.best_topic();
    [
        item.start.to_string(),
        item.end.to_string(),
        language.to_owned(),
        or_empty(language_confidence),
        item.news.to_string(),
        or_empty(topic.map(|topic| &topic.slug)),
        or_empty(topic.map(|topic| topic.confidence)),
        or_empty(item.story),
        text.to_owned(),
    ]
}

fn or_empty(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn line(cells: &[&str], own: &[String; COLUMNS.len()]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Neither can fail: a single record cannot be longer than another, and the writer writes to memory.
    writer.write_record(cells.iter().copied().chain(own.iter().map(String::as_str))).expect("one record");
    writer.into_inner().expect("flushed to memory")
}

#[cfg(test)]
mod tests {
    use rubrica::{DetectedLanguage, TopicScore};

    use super::*;

    fn string(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).unwrap_or_default()
    }

    #[test]
    fn a_taken_name_is_not_used_twice() {
        assert_eq!(
            string(header(&["id", "topic"])),
            "id,topic,start,end,language,language_confidence,news,report_topic,topic_confidence,story,text\n"
        );
        let again = string(header(&["news", "report_news"]));
        assert!(again.contains(",report_report_news,"), "{again}");
    }

    #[test]
    fn every_item_gives_a_row_and_no_items_an_empty_one() {
        let language = |code: &str, confidence| DetectedLanguage { detected_language: code.into(), confidence };
        let topic =
            TopicScore { id: "medtop:15000000".into(), slug: "sport".into(), confidence: 0.5, score: 1.0, rest: None };
        let item = Item {
            start: 0,
            end: 4,
            language: vec![language("en", 0.75), language("und", 0.25)],
            news: 1.0,
            topics: vec![topic],
            ..Item::default()
        };
        let mut report = Report { items: vec![item], ..Report::default() };
        assert_eq!(string(rows(&["x,y"], &report, &["a\n\"b"])), "\"x,y\",0,4,en,0.75,1,sport,0.5,,\"a\n\"\"b\"\n");
        report.items.clear();
        assert_eq!(string(rows(&["7"], &report, &[])), "7,,,,,,,,,\n");
    }
}
