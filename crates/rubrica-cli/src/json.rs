//! JSON as JavaScript writes it, and strings as JavaScript encodes them, so that the same text gives the same report,
//! byte for byte, here and there.

use std::fmt;
use std::io::{self, Write};

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

/// One line of JSON.
pub fn compact(value: &impl Serialize) -> Vec<u8> {
    written(value, CompactFormatter)
}

/// JSON with an indented line for each value.
pub fn indented(value: &impl Serialize) -> Vec<u8> {
    written(value, PrettyFormatter::new())
}

fn written(value: &impl Serialize, layout: impl Formatter) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, JsNumbers(layout));
    // Writing to memory does not fail, and all our maps have strings for keys.
    value.serialize(&mut serializer).expect("our values are JSON");
    bytes
}

/// A formatter that writes `1` for 1.0 and `0.000002` for 2e-6, as `JSON.stringify` does.
/// True for the numbers of a report, which are multiples of a millionth; JavaScript writes smaller ones with an exponent.
struct JsNumbers<F>(F);

/// Methods that leave the work to the formatter inside.
macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*)),* $(,)?) => {$(
        fn $method<W: ?Sized + Write>(&mut self, writer: &mut W, $($argument: $type),*) -> io::Result<()> {
            self.0.$method(writer, $($argument),*)
        }
    )*};
}

impl<F: Formatter> Formatter for JsNumbers<F> {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        let unsigned_zero = if value == 0.0 { 0.0 } else { value };
        write!(writer, "{unsigned_zero}")
    }

    forward!(
        begin_array(),
        end_array(),
        begin_array_value(first: bool),
        end_array_value(),
        begin_object(),
        end_object(),
        begin_object_key(first: bool),
        begin_object_value(),
        end_object_value(),
    );
}

/// An object of the given fields, in their order, and a last one.
pub struct WithLast<'a, K, V, L> {
    pub fields: &'a [(K, V)],
    pub last: (&'a str, &'a L),
}

impl<K: Serialize, V: Serialize, L: Serialize> Serialize for WithLast<'_, K, V, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len() + 1))?;
        for (key, value) in self.fields {
            map.serialize_entry(key, value)?;
        }
        map.serialize_entry(self.last.0, self.last.1)?;
        map.end()
    }
}

/// A JSON string in which half of a surrogate pair, which JSON allows and UTF-8 does not, is read as U+FFFD.
/// JavaScript's encoder does the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Asked for bytes, serde_json gives surrogates as WTF-8; asked for a string, it refuses them.
        deserializer.deserialize_bytes(TextVisitor)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
        Ok(Text(text.to_owned()))
    }

    fn visit_bytes<E: de::Error>(self, wtf8: &[u8]) -> Result<Text, E> {
        if let Ok(text) = str::from_utf8(wtf8) {
            return self.visit_str(text);
        }
        String::from_utf8(without_surrogates(wtf8.to_vec())).map(Text).map_err(E::custom)
    }
}

/// WTF-8 with U+FFFD in place of every surrogate: both take three bytes.
fn without_surrogates(mut wtf8: Vec<u8>) -> Vec<u8> {
    for at in 1..wtf8.len().saturating_sub(1) {
        // U+D800 to U+DFFF, and nothing else, are encoded as ED A0…BF xx.
        if wtf8[at - 1] == 0xed && wtf8[at] >= 0xa0 {
            wtf8[at - 1..=at + 1].copy_from_slice("\u{fffd}".as_bytes());
        }
    }
    wtf8
}

/// What `serde_json` says of a single line: its place is a column, the line is always the first.
pub fn problem(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.split_once(" at line ") {
        Some((what, _)) => format!("{what}, at column {}", error.column()),
        None => message,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    fn string(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).unwrap_or_default()
    }

    #[test]
    fn numbers_are_written_as_in_javascript() {
        let numbers = [1.0, 0.0, -0.0, 0.000_002, -0.000_012, 0.998, 12.5];
        assert_eq!(string(compact(&numbers)), "[1,0,0,0.000002,-0.000012,0.998,12.5]");
        assert_eq!(string(indented(&[1.0])), "[\n  1\n]");
    }

    #[test]
    fn half_a_surrogate_pair_is_read_as_the_replacement_character() {
        let read = |json: &str| serde_json::from_str::<Text>(json).map(|text| text.0).map_err(|e| problem(&e));
        assert_eq!(read(r#""a\ud83d\ude00b""#).as_deref(), Ok("a😀b"));
        assert_eq!(read(r#""a\ud83db\ude00""#).as_deref(), Ok("a\u{fffd}b\u{fffd}"));
        assert_eq!(read(r#""\ud800\ud800""#).as_deref(), Ok("\u{fffd}\u{fffd}"));
        assert_eq!(read(r#""힣""#).as_deref(), Ok("힣"), "the last characters before the surrogates stay");
        assert!(read("[1]").is_err_and(|problem| problem.contains("expected a string")));
        assert!(read("null").is_err_and(|problem| problem.contains("expected a string")));
    }

    #[test]
    fn fields_keep_their_order_and_their_spelling() {
        let raw: Box<RawValue> = serde_json::from_str("1.0e400").unwrap_or_else(|_| RawValue::NULL.to_owned());
        let fields = [("z", &*raw), ("a", RawValue::TRUE)];
        let object = WithLast { fields: &fields, last: ("report", &1) };
        assert_eq!(string(compact(&object)), r#"{"z":1.0e400,"a":true,"report":1}"#);
    }
}
