//! Bytes as text: in the encoding that they say they are in, else UTF-8, else what they look like.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::html;

/// A declaration stands within so many bytes of a page's beginning: the HTML standard looks no further.
const HEAD: usize = 1024;

/// The text of bytes that are declared to be in an encoding, or in none.
pub fn decode<'b>(bytes: &'b [u8], declared: Option<&'static Encoding>) -> Cow<'b, str> {
    // A byte order mark counts more than what a document says of itself.
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0;
    }
    if let Some(declared) = declared {
        return declared.decode_without_bom_handling(bytes).0;
    }
    match str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => guess(bytes).decode_without_bom_handling(bytes).0,
    }
}

/// The text of an HTML page.
pub fn decode_html(bytes: &[u8]) -> Cow<'_, str> {
    decode_declared(bytes, html::declared_encoding)
}

/// The text of bytes in which `find` may find a declaration of their encoding.
pub fn decode_declared(bytes: &[u8], find: impl Fn(&str) -> Option<String>) -> Cow<'_, str> {
    // Whatever the encoding is, a declaration in it is written in ASCII.
    let head = WINDOWS_1252.decode_without_bom_handling(&bytes[..bytes.len().min(HEAD)]).0;
    let named = find(&head).and_then(|label| Encoding::for_label(label.as_bytes()));
    // As the standard has it: what was found by reading ASCII is not UTF-16.
    decode(bytes, named.map(|encoding| if encoding.is_ascii_compatible() { encoding } else { UTF_8 }))
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CYRILLIC: &[u8] =
        b"\xcf\xee\xe6\xe0\xf0 \xe2 \xef\xee\xf0\xf2\xf3 \xef\xee\xf2\xf3\xf8\xe5\xed \xea \xf3\xf2\xf0\xf3";

    #[test]
    fn a_mark_or_a_declaration_is_heeded() {
        assert_eq!(decode(b"\xff\xfea\0b\0", Some(UTF_8)), "ab");
        assert_eq!(decode(b"\xef\xbb\xbfa", None), "a");
        assert_eq!(decode_html(b"<meta charset=iso-8859-2>\xb1"), "<meta charset=iso-8859-2>ą");
        assert_eq!(
            decode_html(b"<META http-equiv='Content-Type' content='text/html; charset=koi8-r'>\xd0"),
            "<META http-equiv='Content-Type' content='text/html; charset=koi8-r'>п"
        );
        assert_eq!(decode_html("<meta charset=utf-16>é".as_bytes()), "<meta charset=utf-16>é");
    }

    #[test]
    fn without_one_it_is_utf8_or_what_it_looks_like() {
        assert_eq!(decode("é文".as_bytes(), None), "é文");
        assert_eq!(decode(CYRILLIC, None), "Пожар в порту потушен к утру");
        assert_eq!(decode_html(b"<meta charset=no-such>caf\xc3\xa9"), "<meta charset=no-such>café");
    }
}
