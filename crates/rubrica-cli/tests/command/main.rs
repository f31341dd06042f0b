//! The command as its users see it: files and standard input in, output, complaints and exit status out.

mod classify;
mod evaluate;
mod explain;
mod support;
mod teach;
