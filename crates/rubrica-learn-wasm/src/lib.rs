#![doc = include_str!("../README.md")]

use js_sys::{Error, RangeError};
use rubrica::Impression;
use rubrica_learn::Lesson;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// Learns a desk from what is seen of its examples. `free()` gives its memory back.
#[wasm_bindgen]
pub struct Learner(Lesson);

#[wasm_bindgen]
impl Learner {
    /// A lesson. Its parts are described in the README.
    ///
    /// # Errors
    /// A `RangeError`, if the arrays do not go together.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::too_many_arguments)] // arrays cross the border fastest as they are
    pub fn new(
        model: String,
        topics: Vec<String>,
        floor: f64,
        classes: &[i32],
        vectors: &[f32],
        words: &[u32],
        counts: &[f32],
        ends: &[u32],
        backdrop: &[f32],
    ) -> Result<Learner, JsValue> {
        let uneven = || range(&"vectors, words and classes must be of the same examples");
        let dim = vectors.len().checked_div(classes.len()).unwrap_or(0);
        if classes.len() != ends.len() || dim * classes.len() != vectors.len() || words.len() != counts.len() {
            return Err(uneven());
        }
        let mut examples = Vec::with_capacity(classes.len());
        let mut begin = 0;
        for (index, (class, end)) in classes.iter().zip(ends).enumerate() {
            let end = *end as usize;
            let stems = words.get(begin..end).ok_or_else(uneven)?;
            let words = stems.iter().copied().zip(counts[begin..end].iter().copied()).collect();
            begin = end;
            let vector = vectors[index * dim..][..dim].to_vec();
            examples.push((usize::try_from(*class).ok(), Impression { vector, words }));
        }
        let backdrop = match dim {
            0 => Vec::new(),
            _ => backdrop.chunks_exact(dim).map(|row| Impression { vector: row.to_vec(), words: Vec::new() }).collect(),
        };
        Ok(Self(Lesson { model, topics, floor, examples, backdrop }))
    }

    /// The desk, as its file has it, without its examples.
    ///
    /// # Errors
    /// A `RangeError`, if a topic has no examples.
    pub fn learn(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.learn().map_err(|problem| range(&problem))?)
    }

    /// How good the desk is on its own examples, each asked of a desk that was learned without it.
    ///
    /// # Errors
    /// As `learn()`.
    pub fn evaluate(&self) -> Result<JsValue, JsValue> {
        to_js(&self.0.evaluate().map_err(|problem| range(&problem))?)
    }
}

/// Turns panics into errors that say what happened and where.
#[wasm_bindgen(start, skip_typescript)]
fn throw_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let error = Error::new(&format!("Rubrica's learner failed, which is a bug; load it anew: {panic}"));
        // An error that was just made takes any property; if it did not, the message would still be there.
        let _ = js_sys::Reflect::set(&error, &"code".into(), &"panic".into());
        wasm_bindgen::throw_val(error.into());
    }));
}

fn range(problem: &impl ToString) -> JsValue {
    RangeError::new(&problem.to_string()).into()
}

/// Plain objects, arrays, strings and numbers: what `JSON.parse` would give.
fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}
