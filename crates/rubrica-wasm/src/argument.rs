//! What callers hand over. TypeScript checks it before it gets here; JavaScript does not.

use std::ops::Range;

use js_sys::{Array, Object, Reflect};
use rubrica::{Asked, Block, Desk, DeskError, Document, Explain, LanguageModel, Options, Role, TOPICS, Topic};
use wasm_bindgen::{JsCast, JsValue};

use crate::error;

/// What is to be classified.
pub enum Input {
    Text(String),
    Document(Document),
}

/// A string, or an object of blocks.
pub fn input(value: &JsValue) -> Result<Input, JsValue> {
    let Some(object) = value.dyn_ref::<Object>() else { return text(value).map(Input::Text) };
    let blocks = Reflect::get(object, &"blocks".into())?;
    let array: &Array = blocks
        .dyn_ref()
        .ok_or_else(|| error::argument("what is classified must be a string or `{blocks}`, with an array of blocks"))?;
    let mut document = Document::default();
    for (index, value) in (0..).zip(array.iter()) {
        push_block(&mut document, index, &value)?;
    }
    Ok(Input::Document(document))
}

fn push_block(document: &mut Document, index: u32, value: &JsValue) -> Result<(), JsValue> {
    let object: &Object = value
        .dyn_ref()
        .ok_or_else(|| error::argument(&format!("`blocks[{index}]` must be an object with a `text`")))?;
    let field = |name: &str| Reflect::get(object, &name.into());
    let path = |name: &str| format!("blocks[{index}].{name}");
    let text =
        field("text")?.as_string().ok_or_else(|| error::argument(&format!("`{}` must be a string", path("text"))))?;
    let item = match field("item")? {
        item if item.is_undefined() => None,
        item => Some(limited(&path("item"), &item, 0, u32::MAX)?),
    };
    let level = match field("level")? {
        level if level.is_undefined() => 1,
        level => limited(&path("level"), &level, 1, 6)? as u8,
    };
    let role = match field("role")? {
        role if role.is_undefined() => Role::Paragraph,
        role => role.as_string().and_then(|name| Role::of_name(&name, level)).ok_or_else(|| {
            error::argument(&format!(
                "`{}` must be one of {}",
                path("role"),
                Role::names().collect::<Vec<_>>().join(", ")
            ))
        })?,
    };
    document.push(Block { text: &text, role, item });
    Ok(())
}

fn limited(name: &str, value: &JsValue, least: u32, most: u32) -> Result<u32, JsValue> {
    let number = value.as_f64().filter(|n| n.fract() == 0.0 && (f64::from(least)..=f64::from(most)).contains(n));
    number
        .map(|number| number as u32)
        .ok_or_else(|| error::argument(&format!("`{name}` must be a whole number from {least} to {most}")))
}

/// A string. Lone surrogates, which UTF-8 has no bytes for, become U+FFFD.
pub fn text(value: &JsValue) -> Result<String, JsValue> {
    value.as_string().ok_or_else(|| error::argument("`text` must be a string"))
}

/// A desk, or nothing.
pub fn desk(value: JsValue) -> Result<Option<Desk>, JsValue> {
    if value.is_undefined() {
        return Ok(None);
    }
    serde_wasm_bindgen::from_value(value)
        .map(Some)
        .map_err(|problem| error::desk(&DeskError::Malformed { problem: problem.to_string() }))
}

/// How to classify: the core's options, and the items if the caller marks them off, in UTF-16 code units.
#[derive(Default)]
pub struct ClassifyOptions {
    pub core: Options,
    pub items: Option<Vec<Range<usize>>>,
}

/// An object of options, or nothing.
pub fn options(value: &JsValue) -> Result<ClassifyOptions, JsValue> {
    let mut options = ClassifyOptions::default();
    if value.is_undefined() {
        return Ok(options);
    }
    let object: &Object = value.dyn_ref().ok_or_else(|| error::argument("`options` must be an object"))?;
    for name in Object::keys(object) {
        let value = Reflect::get(object, &name)?;
        if !value.is_undefined() {
            set(&mut options, &name.as_string().unwrap_or_default(), &value)?;
        }
    }
    Ok(options)
}

fn set(options: &mut ClassifyOptions, name: &str, value: &JsValue) -> Result<(), JsValue> {
    match name {
        "topK" => options.core.top_k = count(name, value)?,
        "split" => options.core.split = boolean(name, value)?,
        "explain" => options.core.explain = explain(name, value)?,
        "items" => options.items = Some(spans(name, value)?),
        _ => {
            let message =
                format!("there is no option `{name}`; the options are `topK`, `split`, `explain` and `items`");
            return Err(error::argument(&message));
        }
    }
    Ok(())
}

fn spans(name: &str, value: &JsValue) -> Result<Vec<Range<usize>>, JsValue> {
    let array: &Array =
        value.dyn_ref().ok_or_else(|| error::argument(&format!("`{name}` must be an array of `{{start, end}}`")))?;
    let span = |(index, value): (u32, JsValue)| {
        let object: &Object = value
            .dyn_ref()
            .ok_or_else(|| error::argument(&format!("`{name}[{index}]` must be an object with `start` and `end`")))?;
        let offset = |field: &str| count(&format!("{name}[{index}].{field}"), &Reflect::get(object, &field.into())?);
        Ok(offset("start")?..offset("end")?)
    };
    (0..).zip(array.iter()).map(span).collect()
}

fn explain(name: &str, value: &JsValue) -> Result<Explain, JsValue> {
    if let Some(yes) = value.as_bool() {
        return Ok(if yes { Explain::Best } else { Explain::Nothing });
    }
    if value.is_string() {
        return Ok(Explain::Asked(Asked { topics: vec![topic(name, value)?], ..Asked::default() }));
    }
    let object: &Object = value.dyn_ref().ok_or_else(|| {
        error::argument(&format!(
            "`{name}` must be true, false, the slug of a topic, or an object that says what to explain"
        ))
    })?;
    let mut asked = Asked::default();
    for key in Object::keys(object) {
        let value = Reflect::get(object, &key)?;
        let key = key.as_string().unwrap_or_default();
        let name = format!("{name}.{key}");
        if value.is_undefined() {
            continue;
        }
        match &*key {
            "topics" => {
                asked.topics =
                    array(&name, &value)?.iter().map(|value| topic(&name, &value)).collect::<Result<_, _>>()?;
            }
            "against" => asked.against = Some(topic(&name, &value)?),
            "news" => asked.news = boolean(&name, &value)?,
            "languages" => {
                let codes: Option<Vec<String>> = array(&name, &value)?.iter().map(|code| code.as_string()).collect();
                let pair = codes.and_then(|codes| codes.try_into().ok());
                asked.languages = Some(
                    pair.ok_or_else(|| error::argument(&format!("`{name}` must be an array of two language codes")))?,
                );
            }
            _ => {
                let message = format!("there is no `{name}`; there are `topics`, `against`, `news` and `languages`");
                return Err(error::argument(&message));
            }
        }
    }
    Ok(Explain::Asked(asked))
}

/// Languages that are held against each other must be known.
pub fn check_languages(options: &Options, language: &LanguageModel) -> Result<(), JsValue> {
    let Explain::Asked(Asked { languages: Some(languages), .. }) = &options.explain else { return Ok(()) };
    match languages.iter().find(|code| language.languages().all(|known| known != *code)) {
        Some(unknown) => {
            Err(error::argument(&format!("`explain.languages`: `{unknown}` is no language that can be told")))
        }
        None => Ok(()),
    }
}

fn topic(name: &str, value: &JsValue) -> Result<&'static Topic, JsValue> {
    let slug = value.as_string();
    TOPICS.iter().find(|topic| slug.as_deref() == Some(topic.slug)).ok_or_else(|| {
        let slugs = TOPICS.map(|topic| topic.slug).join(", ");
        error::argument(&format!("`{name}` must be one of the slugs of topics: {slugs}"))
    })
}

fn array<'v>(name: &str, value: &'v JsValue) -> Result<&'v Array, JsValue> {
    value.dyn_ref().ok_or_else(|| error::argument(&format!("`{name}` must be an array")))
}

fn boolean(name: &str, value: &JsValue) -> Result<bool, JsValue> {
    value.as_bool().ok_or_else(|| error::argument(&format!("`{name}` must be true or false")))
}

fn count(name: &str, value: &JsValue) -> Result<usize, JsValue> {
    let number = value.as_f64().filter(|number| number.fract() == 0.0 && *number >= 0.0);
    // A number beyond usize becomes its maximum, which asks for all there is.
    number
        .map(|number| number as usize)
        .ok_or_else(|| error::argument(&format!("`{name}` must be a whole number, 0 or more")))
}

/// An array of language codes, or nothing.
pub fn expected(value: &JsValue) -> Result<Vec<String>, JsValue> {
    if value.is_undefined() {
        return Ok(Vec::new());
    }
    let codes = value.dyn_ref().and_then(|array: &Array| array.iter().map(|code| code.as_string()).collect());
    codes.ok_or_else(|| error::argument("`expected` must be an array of strings"))
}
