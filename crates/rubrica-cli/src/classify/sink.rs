//! Writes rows one by one, so that the result may be longer than the memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use crate::failure::Failure;

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
    /// How many of the rows that come were written by an earlier run, and the last line of it.
    earlier: usize,
    last: Vec<u8>,
}

impl Sink<Box<dyn Write>> {
    /// Goes on behind the whole lines of a file, if there is one. Part of a line is what an earlier run was cut off at.
    pub fn behind(path: &Path, layout: Layout) -> io::Result<Self> {
        let mut file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        let (mut earlier, mut last, mut end) = (0, Vec::new(), 0);
        let mut input = BufReader::new(&mut file);
        let mut line = Vec::new();
        while input.read_until(b'\n', &mut line)? > 0 && line.ends_with(b"\n") {
            earlier += 1;
            end += line.len() as u64;
            std::mem::swap(&mut last, &mut line);
            line.clear();
        }
        file.set_len(end)?;
        file.seek(SeekFrom::Start(end))?;
        Ok(Self { earlier, last, ..Self::new(Box::new(file), layout) })
    }
}

impl<W: Write> Sink<W> {
    pub fn new(out: W, layout: Layout) -> Self {
        Self { out: BufWriter::new(out), layout, is_begun: false, earlier: 0, last: Vec::new() }
    }

    /// Whether the row that comes was written by an earlier run.
    pub fn has_next(&self) -> bool {
        self.earlier > 0
    }

    /// Passes over such a row, whose line begins so.
    pub fn pass(&mut self, beginning: &[u8]) -> Result<(), Failure> {
        self.earlier -= 1;
        if self.earlier == 0 && !self.last.starts_with(beginning) {
            return Err(Failure::Resume("its last line is not of the row that comes there"));
        }
        Ok(())
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
    pub fn finish(mut self) -> Result<(), Failure> {
        if self.has_next() {
            return Err(Failure::Resume("it has more lines than they have rows"));
        }
        let end: &[u8] = match (self.layout, self.is_begun) {
            (Layout::Array, false) => b"[]\n",
            (Layout::Array, true) => b"\n]\n",
            (Layout::AsIs | Layout::Lines, _) => b"",
        };
        self.out.write_all(end)?;
        Ok(self.out.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(layout: Layout, rows: &[&str]) -> Result<String, Failure> {
        let mut bytes = Vec::new();
        let mut sink = Sink::new(&mut bytes, layout);
        rows.iter().try_for_each(|row| sink.row(row.as_bytes()))?;
        sink.finish()?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    #[test]
    fn rows_become_lines_or_an_array() -> Result<(), Failure> {
        assert_eq!(written(Layout::Lines, &["1", "2"])?, "1\n2\n");
        assert_eq!(written(Layout::Lines, &[])?, "");
        assert_eq!(written(Layout::Array, &["1", "2"])?, "[\n1,\n2\n]\n");
        assert_eq!(written(Layout::Array, &[])?, "[]\n");
        assert_eq!(written(Layout::AsIs, &["a\n", "b\n"])?, "a\nb\n");
        Ok(())
    }
}
