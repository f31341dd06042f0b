//! Items that the caller marks off: where they begin and end, checked before anything is read.

use std::ops::Range;

/// Why spans cannot be the items of a text. Spans are counted from 0; offsets are in the unit they were given in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SpanError {
    /// A span with nothing in it.
    #[error("item {item} ({start} to {end}) is empty: its end must lie behind its start")]
    Empty {
        /// Number of the span.
        item: usize,
        /// Where it begins.
        start: usize,
        /// Where it ends.
        end: usize,
    },
    /// A span that begins before the one ahead of it ends.
    #[error("item {item} begins at {start}, before item {} ends at {before}: items must be in order and apart", item - 1)]
    Disordered {
        /// Number of the span.
        item: usize,
        /// Where it begins.
        start: usize,
        /// Where the span ahead of it ends.
        before: usize,
    },
    /// A span that ends behind the text.
    #[error("item {item} ends at {end}, but the text ends at {length}: was it marked off in another text?")]
    Beyond {
        /// Number of the span.
        item: usize,
        /// Where it ends.
        end: usize,
        /// Length of the text.
        length: usize,
    },
    /// A span that begins or ends inside a character.
    #[error("item {item} is cut at {at}, which is inside a character: offsets must stand between characters")]
    InsideCharacter {
        /// Number of the span.
        item: usize,
        /// The offset.
        at: usize,
    },
}

/// Whether `items` can be the items of `text`; offsets in bytes.
pub(crate) fn check(text: &str, items: &[Range<usize>]) -> Result<(), SpanError> {
    check_order(items, text.len())?;
    for (item, span) in items.iter().enumerate() {
        if let Some(at) = [span.start, span.end].into_iter().find(|at| !text.is_char_boundary(*at)) {
            return Err(SpanError::InsideCharacter { item, at });
        }
    }
    Ok(())
}

fn check_order(items: &[Range<usize>], length: usize) -> Result<(), SpanError> {
    let mut before = 0;
    for (item, &Range { start, end }) in items.iter().enumerate() {
        if start < before {
            return Err(SpanError::Disordered { item, start, before });
        }
        if end <= start {
            return Err(SpanError::Empty { item, start, end });
        }
        if end > length {
            return Err(SpanError::Beyond { item, end, length });
        }
        before = end;
    }
    Ok(())
}

/// The spans of `text` that are given in UTF-16 code units, as JavaScript counts, in bytes.
///
/// # Errors
/// If they are not in order and apart, or not within the text, or cut a character.
pub fn spans_from_utf16(text: &str, spans: &[Range<usize>]) -> Result<Vec<Range<usize>>, SpanError> {
    check_order(spans, text.chars().map(char::len_utf16).sum())?;
    let mut chars = text.chars();
    let (mut bytes, mut units) = (0, 0);
    let mut bytes_at = |item, at| {
        while units < at {
            let Some(c) = chars.next() else { break };
            bytes += c.len_utf8();
            units += c.len_utf16();
        }
        if units == at { Ok(bytes) } else { Err(SpanError::InsideCharacter { item, at }) }
    };
    let in_bytes = |(item, span): (usize, &Range<usize>)| Ok(bytes_at(item, span.start)?..bytes_at(item, span.end)?);
    spans.iter().enumerate().map(in_bytes).collect()
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "one span is meant, not its numbers")]
mod tests {
    use super::*;

    #[test]
    fn spans_that_cannot_be_items_are_told_by_number() {
        let problem = |items: &[Range<usize>]| check("aé文𝄞", items).expect_err("no items").to_string();
        assert_eq!(problem(&[0..1, 1..1]), "item 1 (1 to 1) is empty: its end must lie behind its start");
        assert_eq!(
            problem(&[0..3, 1..6]),
            "item 1 begins at 1, before item 0 ends at 3: items must be in order and apart"
        );
        assert_eq!(problem(&[0..11]), "item 0 ends at 11, but the text ends at 10: was it marked off in another text?");
        assert_eq!(
            problem(&[0..2]),
            "item 0 is cut at 2, which is inside a character: offsets must stand between characters"
        );
        assert_eq!(check("aé文𝄞", &[0..1, 1..3, 6..10]), Ok(()));
        assert_eq!(check("", &[]), Ok(()));
    }

    #[test]
    fn spans_in_utf16_become_spans_in_bytes() {
        let text = "aé文𝄞b";
        assert_eq!(spans_from_utf16(text, &[0..2, 2..3, 3..5, 5..6]), Ok(vec![0..3, 3..6, 6..10, 10..11]));
        assert_eq!(spans_from_utf16(text, &[3..4]), Err(SpanError::InsideCharacter { item: 0, at: 4 }));
        assert_eq!(spans_from_utf16(text, &[0..1, 5..7]), Err(SpanError::Beyond { item: 1, end: 7, length: 6 }));
    }
}
