//! What callers hand over. TypeScript checks it before it gets here; JavaScript does not.

use js_sys::{Array, Object, Reflect};
use rubrica::Options;
use wasm_bindgen::{JsCast, JsValue};

use crate::error;

/// A string. Lone surrogates, which UTF-8 has no bytes for, become U+FFFD.
pub fn text(value: &JsValue) -> Result<String, JsValue> {
    value.as_string().ok_or_else(|| error::argument("`text` must be a string"))
}

/// An object of options, or nothing.
pub fn options(value: &JsValue) -> Result<Options, JsValue> {
    let mut options = Options::default();
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

fn set(options: &mut Options, name: &str, value: &JsValue) -> Result<(), JsValue> {
    match name {
        "topK" => options.top_k = count(name, value)?,
        "split" => options.split = boolean(name, value)?,
        "explain" => options.explain = boolean(name, value)?,
        _ => {
            let message = format!("there is no option `{name}`; the options are `topK`, `split` and `explain`");
            return Err(error::argument(&message));
        }
    }
    Ok(())
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
