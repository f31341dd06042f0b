#![doc = include_str!("../README.md")]

mod args;
mod batch;
mod classify;
mod console;
mod evaluate;
mod explain;
mod failure;
mod input;
mod json;
mod metrics;
mod models;
mod teach;
mod text;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Arguments, Command};
use crate::console::complain;

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Classify(args) => classify::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Teach(args) => teach::run(&args),
    };
    match done {
        Ok(0) => ExitCode::SUCCESS,
        Ok(skipped) => {
            complain(format_args!("{skipped} unreadable, reported above and skipped"));
            ExitCode::from(1)
        }
        // Whoever read our output has enough of it: `rubrica classify … | head` is no error.
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            complain(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}
