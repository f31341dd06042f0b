//! The assertions of `common`, in Node.
#![cfg(target_arch = "wasm32")]

pub mod common;
