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
    /// What an earlier run has written, until the first row behind it.
    earlier: Option<Earlier>,
}

/// What an earlier run has written.
struct Earlier {
    file: File,
    /// How many of its rows are still to come.
    rows: usize,
    last: Vec<u8>,
    /// Where its whole lines end, and what stands behind them: the line that it was cut off at.
    end: u64,
    partial: Vec<u8>,
}

impl Sink<Box<dyn Write>> {
    /// Goes on behind the whole lines of a file, if there is one.
    pub fn behind(path: &Path, layout: Layout) -> io::Result<Self> {
        let mut file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        let (mut rows, mut end, mut last, mut line) = (0, 0, Vec::new(), Vec::new());
        let mut input = BufReader::new(&mut file);
        while input.read_until(b'\n', &mut line)? > 0 && line.ends_with(b"\n") {
            rows += 1;
            end += line.len() as u64;
            line.pop();
            last = std::mem::take(&mut line);
        }
        let earlier = Earlier { file: file.try_clone()?, rows, last, end, partial: line };
        Ok(Self { earlier: Some(earlier), ..Self::new(Box::new(file), layout) })
    }
}

impl<W: Write> Sink<W> {
    pub fn new(out: W, layout: Layout) -> Self {
        Self { out: BufWriter::new(out), layout, is_begun: false, earlier: None }
    }

    /// Whether the row that comes was written by an earlier run.
    pub fn has_next(&self) -> bool {
        self.earlier.as_ref().is_some_and(|earlier| earlier.rows > 0)
    }

    /// Passes over such a row. The last of them is made again and compared.
    pub fn pass(&mut self, row: impl FnOnce() -> Vec<u8>) -> Result<(), Failure> {
        let Some(earlier) = &mut self.earlier else { return Ok(()) };
        earlier.rows -= 1;
        if earlier.rows == 0 && row() != earlier.last {
            return Err(Failure::Resume("its last line is not what the row there gives"));
        }
        Ok(())
    }

    pub fn row(&mut self, row: &[u8]) -> Result<(), Failure> {
        // Nothing is cut away before it is known to be the beginning of what comes there.
        if let Some(Earlier { mut file, end, partial, .. }) = self.earlier.take() {
            if !row.starts_with(&partial) {
                return Err(Failure::Resume("its last line does not begin what the row there gives"));
            }
            file.set_len(end)?;
            file.seek(SeekFrom::Start(end))?;
        }
        let before: &[u8] = match (self.layout, self.is_begun) {
            (Layout::Array, false) => b"[\n",
            (Layout::Array, true) => b",\n",
            (Layout::AsIs | Layout::Lines, _) => b"",
        };
        let after: &[u8] = if self.layout == Layout::Lines { b"\n" } else { b"" };
        self.is_begun = true;
        Ok([before, row, after].iter().try_for_each(|part| self.out.write_all(part))?)
    }

    /// Writes what is left. Without it the last rows may be lost.
    pub fn finish(mut self) -> Result<(), Failure> {
        if self.earlier.is_some_and(|earlier| earlier.rows > 0 || !earlier.partial.is_empty()) {
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
