#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod charset;
mod feed;
mod html;
mod tree;

use pulldown_cmark::{Options, Parser};
use rubrica::Document;

/// What bytes hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// HTML, a whole page or a piece of one.
    Html,
    /// `CommonMark`, with tables, and HTML where it stands inside.
    Markdown,
    /// RSS, Atom or JSON Feed; every entry is an item.
    Feed,
}

/// Why bytes are no document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Something else than a feed.
    #[error("no feed: RSS has its entries as `item`, Atom as `entry`, JSON Feed as `items`")]
    NoFeed,
    /// Text that begins as JSON does, and is none.
    #[error("not JSON, and so no JSON Feed: {0}")]
    Json(#[from] serde_json::Error),
}

/// Reads a document. Every text is HTML or Markdown, good or bad.
///
/// # Errors
/// If the bytes are to be a feed and are none.
pub fn read(bytes: &[u8], format: Format) -> Result<Document, ReadError> {
    match format {
        Format::Html => Ok(html::read(&charset::decode_html(bytes))),
        Format::Markdown => Ok(markdown(&charset::decode(bytes, None))),
        Format::Feed => feed::read(bytes),
    }
}

fn markdown(text: &str) -> Document {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut page = String::new();
    pulldown_cmark::html::push_html(&mut page, Parser::new_ext(text, options));
    html::read(&page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_read_without_its_signs() {
        let text = "---\ntitle: x\n---\n# Storm *ahead*\n\n**Late** [news](https://x.example) by `Nine` ![](p.png)\n\n\
                    - one\n- two <b>bold</b>\n\n<p hidden>secret</p>\n\n> Said she.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n";
        let document = read(text.as_bytes(), Format::Markdown).expect("all texts are");
        assert_eq!(document.text(), "Storm ahead\nLate news by Nine\none\ntwo bold\nSaid she.\na\tb\n1\t2");
    }
}
