#![doc = include_str!("../README.md")]

mod argument;
mod error;
mod types;

use std::collections::HashMap;

use argument::Input;
use js_sys::{Array, Float32Array, Object, Reflect, Uint32Array};
use rubrica::{
    DetectedLanguage, Impression, Label, LanguageModel, Rubrica, TopicModel, UNDETERMINED, spans_from_utf16,
};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// Classifies pastes of news. `free()` gives its memory back.
#[wasm_bindgen]
pub struct Classifier {
    core: Rubrica,
    /// What a desk sees of the texts that were labelled last.
    seen: HashMap<String, Impression>,
}

#[wasm_bindgen]
impl Classifier {
    /// A classifier from the bytes of its two model files. Where they were `verified` already, by comparing them with a hash,
    /// they are not looked through for damage again.
    ///
    /// # Errors
    /// `foreign-model`, `wrong-model`, `truncated-model` and the like, if either is not the model that it should be.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] language: &[u8],
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] topics: &[u8],
        verified: bool,
    ) -> Result<Classifier, JsValue> {
        let language = language_model(language, verified)?;
        let topics = if verified { TopicModel::from_verified_bytes(topics) } else { TopicModel::from_bytes(topics) };
        let core = Rubrica::new(language, topics.map_err(|problem| error::model(&problem))?);
        Ok(Self { core, seen: HashMap::new() })
    }

    /// Adds a pack of the topic model, from the bytes of its file: what it knows of some scripts.
    ///
    /// # Errors
    /// `wrong-model`, `truncated-model`, `other-release` and the like, if it is no pack of this model.
    #[wasm_bindgen(js_name = addPack)]
    pub fn add_pack(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] bytes: &[u8],
        verified: bool,
    ) -> Result<(), JsValue> {
        self.core.add_pack(bytes, verified).map_err(|problem| error::model(&problem))
    }

    /// The names of the packs that know something of these texts and were not added.
    ///
    /// # Errors
    /// `invalid-argument`, if one of `texts` is no string.
    #[wasm_bindgen(js_name = missingPacks)]
    pub fn missing_packs(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly string[]")] texts: &Array,
    ) -> Result<Vec<String>, JsValue> {
        let mut missing: Vec<&str> = Vec::new();
        for text in texts.iter() {
            for pack in self.core.missing_packs(&argument::text(&text)?) {
                if !missing.contains(&pack) {
                    missing.push(pack);
                }
            }
        }
        Ok(missing.into_iter().map(str::to_owned).collect())
    }

    /// Classifies every item of a paste. Offsets in the report are UTF-16 code units.
    ///
    /// # Errors
    /// `invalid-argument`, if `input` is no string and no blocks, an option is unknown or of the wrong type, or `items`
    /// are no spans of the text, in order and apart.
    #[wasm_bindgen(unchecked_return_type = "Report")]
    pub fn classify(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string | Blocks")] input: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ClassifyOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let (input, options) = (argument::input(input)?, argument::options(options)?);
        argument::check_languages(&options.core, self.core.language())?;
        let report = match (&input, &options.items) {
            (Input::Text(text), None) => self.core.classify(text, &options.core).into_utf16(text),
            (Input::Text(text), Some(items)) => spans_from_utf16(text, items)
                .and_then(|items| self.core.classify_items(text, &items, &options.core))
                .map_err(|problem| error::argument(&format!("`items`: {problem}")))?
                .into_utf16(text),
            (Input::Document(document), None) => {
                self.core.classify_document(document, &options.core).into_utf16(document.text())
            }
            (Input::Document(_), Some(_)) => {
                return Err(error::argument(
                    "`items` marks off the items of a text; blocks have an `item` of their own",
                ));
            }
        };
        to_js(&report)
    }

    /// Sets the reader's own topics, of which every report then speaks; `undefined` ends that.
    ///
    /// # Errors
    /// `malformed-desk` or `other-model`, if it is no desk of this model. What was set before then stays.
    #[wasm_bindgen(js_name = setDesk)]
    pub fn set_desk(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "DeskFile")] desk: JsValue,
    ) -> Result<(), JsValue> {
        let desk = argument::desk(desk)?;
        self.core.set_desk(desk).map_err(|problem| error::desk(&problem))
    }

    /// What the desk that was set says of texts, each taken as one item. Texts that were asked for just before, when the desk
    /// was perhaps another, are not read again.
    ///
    /// # Errors
    /// `invalid-argument`, if one of `texts` is no string, or no desk was set.
    #[wasm_bindgen(unchecked_return_type = "Label[]")]
    pub fn labels(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "readonly string[]")] texts: &Array,
    ) -> Result<JsValue, JsValue> {
        let mut known = std::mem::take(&mut self.seen);
        let mut labels: Vec<Label> = Vec::new();
        for text in texts.iter() {
            let text = argument::text(&text)?;
            let seen = known.remove(&text);
            let seen =
                self.seen.entry(text).or_insert_with_key(|text| seen.unwrap_or_else(|| self.core.impression(text)));
            labels.push(self.core.label(seen).ok_or_else(|| error::argument("`labels` needs a desk"))?);
        }
        to_js(&labels)
    }

    /// What a desk sees of texts, each taken as one item: what it is taught with.
    ///
    /// # Errors
    /// `invalid-argument`, if one of `texts` is no string.
    #[wasm_bindgen(unchecked_return_type = "Impressions")]
    pub fn impressions(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly string[]")] texts: &Array,
    ) -> Result<JsValue, JsValue> {
        let (mut vectors, mut words, mut counts, mut ends) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for text in texts.iter() {
            let seen = self.core.impression(&argument::text(&text)?);
            vectors.extend(seen.vector);
            words.extend(seen.words.iter().map(|(word, _)| *word));
            counts.extend(seen.words.iter().map(|(_, count)| *count));
            ends.push(words.len() as u32);
        }
        let impressions = Object::new();
        let parts: [(&str, JsValue); 4] = [
            ("vectors", Float32Array::from(&vectors[..]).into()),
            ("words", Uint32Array::from(&words[..]).into()),
            ("counts", Float32Array::from(&counts[..]).into()),
            ("ends", Uint32Array::from(&ends[..]).into()),
        ];
        for (name, part) in parts {
            Reflect::set(&impressions, &name.into(), &part)?;
        }
        Ok(impressions.into())
    }

    /// The vectors of what belongs to no desk unless an example says otherwise, one behind the other.
    pub fn backdrop(&self) -> Vec<f32> {
        self.core.backdrop().into_iter().flat_map(|seen| seen.vector).collect()
    }

    /// SHA-256 of the model, as in a report.
    #[wasm_bindgen(getter)]
    pub fn model(&self) -> String {
        self.core.model().sha256.clone()
    }
}

/// Detects languages, with the language model alone. `free()` gives its memory back.
#[wasm_bindgen]
pub struct Detector {
    core: LanguageModel,
    /// What a result is made of: names that JavaScript keeps, so that none is made anew for every text.
    codes: HashMap<String, JsValue>,
    detected_language: JsValue,
    confidence: JsValue,
}

#[wasm_bindgen]
impl Detector {
    /// A detector from the bytes of the language model, which are not looked through for damage where they were `verified`.
    ///
    /// # Errors
    /// `foreign-model`, `wrong-model`, `truncated-model` and the like, if it is not the model that it should be.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Uint8Array")] language: &[u8],
        verified: bool,
    ) -> Result<Detector, JsValue> {
        let core = language_model(language, verified)?;
        let codes = core.languages().chain([UNDETERMINED]).map(|code| (code.to_owned(), code.into())).collect();
        Ok(Self { core, codes, detected_language: "detectedLanguage".into(), confidence: "confidence".into() })
    }

    /// The languages of a text, as `Item.language` has them. Among `expected` alone, if languages are given there.
    ///
    /// # Errors
    /// `invalid-argument`, if `text` is no string or `expected` no array of strings.
    #[wasm_bindgen(unchecked_return_type = "DetectedLanguage[]")]
    pub fn detect(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "readonly string[]")] expected: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let expected = argument::expected(expected)?;
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        let found = Array::new();
        for DetectedLanguage { detected_language, confidence } in
            self.core.detect_among(&argument::text(text)?, &expected)
        {
            let one = Object::new();
            // The model tells no other languages than it lists.
            Reflect::set(&one, &self.detected_language, &self.codes[&detected_language])?;
            Reflect::set(&one, &self.confidence, &confidence.into())?;
            found.push(&one);
        }
        Ok(found.into())
    }

    /// The codes of all languages that can be told, without `und`.
    pub fn languages(&self) -> Vec<String> {
        self.core.languages().map(str::to_owned).collect()
    }
}

/// Turns panics into errors that say what happened and where.
#[wasm_bindgen(start, skip_typescript)]
fn throw_panics() {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_val(error::panic(panic))));
}

fn language_model(bytes: &[u8], verified: bool) -> Result<LanguageModel, JsValue> {
    let model = if verified { LanguageModel::from_verified_bytes(bytes) } else { LanguageModel::from_bytes(bytes) };
    model.map_err(|problem| error::model(&problem))
}

/// Plain objects, arrays, strings and numbers: what `JSON.parse` would give.
fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}
