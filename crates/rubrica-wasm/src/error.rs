//! Errors as JavaScript knows them: real ones, with a `code` for programs.

use std::panic::PanicHookInfo;

use js_sys::{Error, Reflect, TypeError};
use rubrica::{DeskError, ModelError};
use wasm_bindgen::JsValue;

/// A model that cannot be used.
pub fn model(problem: &ModelError) -> JsValue {
    with_code(Error::new(&problem.to_string()).into(), problem.code())
}

/// A desk that cannot be used.
pub fn desk(problem: &DeskError) -> JsValue {
    with_code(Error::new(&problem.to_string()).into(), problem.code())
}

/// A call with something else than it takes.
pub fn argument(message: &str) -> JsValue {
    with_code(TypeError::new(message).into(), "invalid-argument")
}

/// A bug of ours.
pub fn panic(panic: &PanicHookInfo) -> JsValue {
    let message = format!("Rubrica failed, which is a bug; the module must be loaded anew: {panic}");
    with_code(Error::new(&message).into(), "panic")
}

fn with_code(error: JsValue, code: &str) -> JsValue {
    // An error that was just made takes any property; if it did not, the message would still be there.
    let _ = Reflect::set(&error, &"code".into(), &code.into());
    error
}
