//! The assertions of `common`, in a browser.
#![cfg(target_arch = "wasm32")]

pub mod common;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
