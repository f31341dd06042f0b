//! What the user sees on stderr: a progress bar and complaints.

use std::fmt::Display;
use std::io::{self, IsTerminal, Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Writes one line to stderr. That stderr is closed is no reason to stop.
pub fn complain(message: impl Display) {
    let _ = writeln!(io::stderr(), "rubrica: {message}");
}

/// A progress bar over the bytes of the input, and the count of what had to be skipped.
pub struct Console {
    bar: ProgressBar,
    skipped: AtomicU64,
}

impl Console {
    /// A bar up to `total` bytes, or without an end where the size of the input is not known.
    /// It is seen only where stderr is a terminal.
    pub fn new(total: Option<u64>) -> Self {
        // Results that scroll through the same terminal would tear the bar to pieces.
        Self::with_target(total, io::stdout().is_terminal())
    }

    /// The same, also seen where stdout is a terminal: for commands that write nothing before the end.
    pub fn for_quiet_work(total: Option<u64>) -> Self {
        Self::with_target(total, false)
    }

    fn with_target(total: Option<u64>, hidden: bool) -> Self {
        let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(total, target);
        let template = match total {
            Some(_) => "{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
            None => "{spinner} {bytes} {bytes_per_sec}",
        };
        // The templates are constants; were one wrong, the default style would do.
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar, skipped: AtomicU64::new(0) }
    }

    /// `reader`, watched by the bar.
    pub fn watch<R: Read + 'static>(&self, reader: R) -> impl Read + 'static {
        self.bar.wrap_read(reader)
    }

    /// Reports and counts something that has to be skipped.
    pub fn skip(&self, place: impl Display, problem: impl Display) {
        self.skipped.fetch_add(1, Ordering::Relaxed);
        self.bar.suspend(|| complain(format_args!("{place}: {problem}")));
    }

    pub fn skipped(&self) -> u64 {
        self.skipped.load(Ordering::Relaxed)
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
