//! What callers hand over. TypeScript checks it before it gets here; JavaScript does not.

use std::ops::Range;

use js_sys::{Array, Object, Reflect};
use rubrica::{Explain, Options, TOPICS};
use wasm_bindgen::{JsCast, JsValue};

use crate::error;

/// A string. Lone surrogates, which UTF-8 has no bytes for, become U+FFFD.
pub fn text(value: &JsValue) -> Result<String, JsValue> {
    value.as_string().ok_or_else(|| error::argument("`text` must be a string"))
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
    let asked = value.as_string();
    match (value.as_bool(), TOPICS.iter().find(|topic| asked.as_deref() == Some(topic.slug))) {
        (Some(true), _) => Ok(Explain::Best),
        (Some(false), _) => Ok(Explain::Nothing),
        (None, Some(topic)) => Ok(Explain::Topic(topic)),
        (None, None) => {
            let slugs = TOPICS.map(|topic| topic.slug).join(", ");
            Err(error::argument(&format!("`{name}` must be true, false or the slug of a topic: {slugs}")))
        }
    }
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
