#![doc = include_str!("../README.md")]

use js_sys::{Error, RangeError, SyntaxError};
use rubrica::{Block, Role};
use rubrica_documents::Format;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// The formats by their names.
const FORMATS: [(&str, Format); 3] = [("html", Format::Html), ("markdown", Format::Markdown), ("feed", Format::Feed)];

/// The blocks of a file.
///
/// # Errors
/// A `SyntaxError`, if the bytes are to be a feed and are none; a `RangeError`, if there is no such format.
#[wasm_bindgen]
pub fn read(bytes: &[u8], format: &str) -> Result<JsValue, JsValue> {
    let known = FORMATS.iter().find(|(name, _)| *name == format).ok_or_else(|| {
        let names = FORMATS.map(|(name, _)| name).join(", ");
        RangeError::new(&format!("`format` must be one of {names}, and is {format}"))
    })?;
    let document = rubrica_documents::read(bytes, known.1).map_err(|problem| SyntaxError::new(&problem.to_string()))?;
    let blocks: Vec<JsBlock> = document.blocks().map(JsBlock::from).collect();
    Ok(blocks.serialize(&Serializer::json_compatible())?)
}

/// A block as `classify()` takes it.
#[derive(Serialize)]
struct JsBlock<'d> {
    text: &'d str,
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<u32>,
}

impl<'d> From<Block<'d>> for JsBlock<'d> {
    fn from(Block { text, role, item }: Block<'d>) -> Self {
        let level = if let Role::Heading(level) = role { Some(level) } else { None };
        Self { text, role: role.name(), level, item }
    }
}

/// Turns panics into errors that say what happened and where.
#[wasm_bindgen(start, skip_typescript)]
fn throw_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let error = Error::new(&format!("Rubrica's reader of documents failed, which is a bug: {panic}"));
        // An error that was just made takes any property; if it did not, the message would still be there.
        let _ = js_sys::Reflect::set(&error, &"code".into(), &"panic".into());
        wasm_bindgen::throw_val(error.into());
    }));
}
