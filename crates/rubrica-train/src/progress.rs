//! How far a long computation is, on stderr.

use std::cell::Cell;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Where stderr is no terminal, a line is written this often.
const LINE_EVERY: Duration = Duration::from_secs(30);

/// A bar on a terminal, a line now and then in a log.
pub struct Progress {
    name: &'static str,
    bar: ProgressBar,
    loss: Cell<Option<f32>>,
    last_line: Cell<Instant>,
}

impl Progress {
    /// A computation of so many steps.
    pub fn new(name: &'static str, steps: usize) -> Self {
        Self::from(name, 0, steps)
    }

    /// One of which so many steps were done before.
    pub fn from(name: &'static str, done: usize, steps: usize) -> Self {
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
        let bar = ProgressBar::new(steps as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(name);
        bar.set_position(done as u64);
        Self { name, bar, loss: Cell::new(None), last_line: Cell::new(Instant::now()) }
    }

    /// One step is done, at this mean loss.
    pub fn step(&self, loss: f32) {
        let smooth = self.loss.get().map_or(loss, |before| before * 0.99 + loss * 0.01);
        self.loss.set(Some(smooth));
        self.bar.inc(1);
        if self.bar.position().is_multiple_of(100) {
            self.bar.set_message(format!("{} loss {smooth:.4}", self.name));
        }
        if self.bar.is_hidden() && self.last_line.get().elapsed() > LINE_EVERY {
            self.last_line.set(Instant::now());
            eprintln!("{} {}/{} loss {smooth:.4}", self.name, self.bar.position(), self.bar.length().unwrap_or(0));
        }
    }

    /// All steps are done.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
        let loss = self.loss.get().map(|loss| format!(", loss {loss:.4}")).unwrap_or_default();
        eprintln!("{}: {} steps{loss}", self.name, self.bar.position());
    }
}
