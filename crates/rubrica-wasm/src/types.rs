//! The TypeScript of what crosses the border.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rubrica::{
        Contrast, Desk, DeskScore, DetectedLanguage, Evidence, Example, Item, Label, ModelInfo, Part, PartKind,
        Passage, Report, Share, Story, TopicScore,
    };
    use serde::Serialize;
    use serde_json::Value;

    const TYPES: &str = include_str!("types.d.ts");

    /// The names of the fields that an interface declares.
    fn declared(interface: &str) -> BTreeSet<String> {
        let (_, body) =
            TYPES.split_once(&format!("export interface {interface} {{\n")).expect("the interface is there");
        let (body, _) = body.split_once("\n}").expect("it ends");
        let fields = body.lines().filter_map(|line| line.trim_end_matches(';').split_once(": "));
        let names = fields.map(|(name, _)| name.trim().trim_end_matches('?').to_owned());
        names.filter(|name| name.chars().all(char::is_alphanumeric)).collect()
    }

    /// The names of the fields that a value is written with.
    fn written(value: &impl Serialize) -> BTreeSet<String> {
        match serde_json::to_value(value) {
            Ok(Value::Object(fields)) => fields.into_iter().map(|(name, _)| name).collect(),
            other => panic!("not an object: {other:?}"),
        }
    }

    #[test]
    fn typescript_declares_the_fields_that_rust_writes() {
        let language = DetectedLanguage { detected_language: "en".into(), confidence: 1.0 };
        let topic = TopicScore { id: String::new(), slug: String::new(), confidence: 1.0, score: 1.0, rest: Some(1.0) };
        let evidence = Evidence { start: 0, end: 1, topic: String::new(), weight: 1.0 };
        assert_eq!(declared("Report"), written(&Report { text: Some(String::new()), ..Report::default() }));
        let share = Share { start: 0, end: 1, weight: 1.0 };
        let contrast =
            Contrast { label: String::new(), against: String::new(), score: 1.0, rest: 1.0, spans: vec![share] };
        let story =
            Story { items: Vec::new(), central: 0, headline: String::new(), names: Vec::new(), numbers: Vec::new() };
        assert_eq!(declared("Contrast"), written(&contrast));
        assert_eq!(declared("Share"), written(&share));
        let at_desk =
            DeskScore { topic: String::new(), confidence: 1.0, score: 1.0, rest: Some(1.0), evidence: Vec::new() };
        let item =
            Item { contrasts: vec![contrast.clone()], desk: Some(Vec::new()), doubt: Some(0.0), ..Item::default() };
        assert_eq!(declared("Item"), written(&item));
        assert_eq!(declared("DeskScore"), written(&at_desk));
        assert_eq!(declared("Label"), written(&Label::default()));
        assert_eq!(declared("DeskFile"), written(&Desk { examples: Some(Vec::new()), ..Desk::default() }));
        assert_eq!(declared("Example"), written(&Example::default()));
        assert_eq!(declared("DetectedLanguage"), written(&language));
        assert_eq!(declared("TopicScore"), written(&topic));
        assert_eq!(declared("Evidence"), written(&evidence));
        assert_eq!(declared("Passage"), written(&Passage { start: 0, end: 1, language: String::new() }));
        assert_eq!(declared("Part"), written(&Part { part: PartKind::Headline, start: 0, end: 1 }));
        assert_eq!(declared("Story"), written(&story));
        assert_eq!(declared("ModelInfo"), written(&ModelInfo::default()));
    }
}
