//! Writes rows one by one, so that the result may be longer than the memory.

use std::io::{self, BufWriter, Write};

/// What is put around the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Nothing: the rows bring their own line ends.
    AsIs,
    /// A line end behind each.
    Lines,
    /// Brackets and commas.
    Array,
}

/// Where the rows go.
pub struct Sink<W: Write> {
    out: BufWriter<W>,
    layout: Layout,
    is_begun: bool,
}

impl<W: Write> Sink<W> {
    pub fn new(out: W, layout: Layout) -> Self {
        Self { out: BufWriter::new(out), layout, is_begun: false }
    }

    pub fn row(&mut self, row: &[u8]) -> io::Result<()> {
        let before: &[u8] = match (self.layout, self.is_begun) {
            (Layout::Array, false) => b"[\n",
            (Layout::Array, true) => b",\n",
            (Layout::AsIs | Layout::Lines, _) => b"",
        };
        let after: &[u8] = if self.layout == Layout::Lines { b"\n" } else { b"" };
        self.is_begun = true;
        [before, row, after].iter().try_for_each(|part| self.out.write_all(part))
    }

    /// Writes what is left. Without it the last rows may be lost.
    pub fn finish(mut self) -> io::Result<()> {
        let end: &[u8] = match (self.layout, self.is_begun) {
            (Layout::Array, false) => b"[]\n",
            (Layout::Array, true) => b"\n]\n",
            (Layout::AsIs | Layout::Lines, _) => b"",
        };
        self.out.write_all(end)?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(layout: Layout, rows: &[&str]) -> io::Result<String> {
        let mut bytes = Vec::new();
        let mut sink = Sink::new(&mut bytes, layout);
        rows.iter().try_for_each(|row| sink.row(row.as_bytes()))?;
        sink.finish()?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    #[test]
    fn rows_become_lines_or_an_array() -> io::Result<()> {
        assert_eq!(written(Layout::Lines, &["1", "2"])?, "1\n2\n");
        assert_eq!(written(Layout::Lines, &[])?, "");
        assert_eq!(written(Layout::Array, &["1", "2"])?, "[\n1,\n2\n]\n");
        assert_eq!(written(Layout::Array, &[])?, "[]\n");
        assert_eq!(written(Layout::AsIs, &["a\n", "b\n"])?, "a\nb\n");
        Ok(())
    }
}
