//! The entries of a feed, an item each.

use rubrica::{Block, Document, Role};
use serde_json::Value;

use crate::ReadError;
use crate::charset;
use crate::html::{self, OwnedBlock};
use crate::tree::{Id, Tree};

/// Text and what it is.
type Text = (String, Role);

/// Reads RSS, RDF, Atom or JSON Feed.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let text = charset::decode_declared(bytes, declared_encoding);
    let entries = if text.trim_start().starts_with('{') {
        let feed: Value = serde_json::from_str(&text)?;
        feed["items"].as_array().map(|items| items.iter().map(of_json).collect())
    } else {
        of_xml(&Tree::parse_xml(&text))
    };
    let mut document = Document::default();
    for (number, entry) in (0..).zip(entries.ok_or(ReadError::NoFeed)?) {
        for (text, role) in entry {
            document.push(Block { text: &text, role, item: Some(number) });
        }
    }
    Ok(document)
}

/// The encoding that the declaration of XML names.
fn declared_encoding(head: &str) -> Option<String> {
    let tree = Tree::parse_xml(head);
    let declaration = tree.nodes().find_map(|node| node.instruction.strip_prefix("xml "))?;
    let (_, value) = declaration.split_once("encoding")?;
    Some(value.split(['"', '\'']).nth(1)?.to_owned())
}

/// The entries of XML, if it is a feed.
fn of_xml(tree: &Tree) -> Option<Vec<Vec<Text>>> {
    let mut entries = Vec::new();
    for entry in tree.nodes().filter(|node| matches!(node.name(), "item" | "entry")) {
        let first = |names: &[&str]| {
            let found = names.iter().filter_map(|name| {
                let child = entry.children.iter().copied().find(|child| tree.node(*child).is(name))?;
                Some(inside(tree, child, entry.name() == "entry"))
            });
            found.into_iter().find(|blocks| !blocks.is_empty()).unwrap_or_default()
        };
        let title = first(&["title"]);
        entries.push(together(title, first(&["content:encoded", "content", "description", "summary"])));
    }
    let is_feed = !entries.is_empty() || tree.nodes().any(|node| matches!(node.name(), "rss" | "feed" | "RDF"));
    is_feed.then_some(entries)
}

/// The blocks of what an entry has. Atom says what kind of text it is; RSS knows HTML alone.
fn inside(tree: &Tree, id: Id, is_atom: bool) -> Vec<Text> {
    match tree.node(id).attribute("type") {
        Some("xhtml") if is_atom => of_blocks(html::blocks_in(tree, id)),
        Some("html") => of_html(&tree.text_in(id)),
        _ if is_atom => plain(&tree.text_in(id)),
        _ => of_html(&tree.text_in(id)),
    }
}

fn of_json(item: &Value) -> Vec<Text> {
    let field = |name: &str| item[name].as_str().filter(|text| !text.trim().is_empty());
    let content = field("content_html").map(of_html).filter(|blocks| !blocks.is_empty());
    let text = || field("content_text").or_else(|| field("summary")).map(plain).unwrap_or_default();
    together(field("title").map(plain).unwrap_or_default(), content.unwrap_or_else(text))
}

/// A title and what stands below it. Titles often stand in the text once more.
fn together(title: Vec<Text>, mut blocks: Vec<Text>) -> Vec<Text> {
    let title = title.into_iter().map(|(text, _)| text).collect::<Vec<_>>().join(" ");
    // `Iranian` does not begin with the title `Iran`.
    let begins = |text: &str| text.strip_prefix(&*title).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    match blocks.first_mut() {
        Some((text, role)) if *text == title => *role = Role::Heading(1),
        Some((text, _)) if title.is_empty() || begins(text) => {}
        _ => blocks.insert(0, (title, Role::Heading(1))),
    }
    blocks
}

fn of_html(text: &str) -> Vec<Text> {
    of_blocks(html::blocks(text))
}

fn of_blocks(blocks: Vec<OwnedBlock>) -> Vec<Text> {
    blocks.into_iter().map(|OwnedBlock { text, role, .. }| (text, role)).collect()
}

fn plain(text: &str) -> Vec<Text> {
    let text = text.trim();
    if text.is_empty() { Vec::new() } else { vec![(text.to_owned(), Role::Paragraph)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(feed: &str) -> String {
        read(feed.as_bytes()).expect("a feed").text().to_owned()
    }

    #[test]
    fn rss_atom_and_json_are_read_entry_by_entry() {
        let rss = "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>
            <channel><title>All</title><item><title>Cup &amp;amp; final</title><description>short</description>
            <content:encoded><![CDATA[<p>The <b>goal</b> came late.</p><script>no</script>]]></content:encoded></item>
            <item><title>Storm ahead</title><description>Storm ahead &lt;b&gt;tonight&lt;/b&gt;</description></item>
            </channel></rss>";
        assert_eq!(text(rss), "Cup & final\nThe goal came late.\n\nStorm ahead tonight");
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>All</title><id>x</id>
            <updated>2024-05-03T10:00:00Z</updated>
            <entry><id>1</id><title>1 &lt; 2</title><summary>plain &lt;b&gt;</summary></entry>
            <entry><id>2</id><title type='html'>Two &lt;b&gt;bold&lt;/b&gt;</title><content type='html'>&lt;p&gt;A&lt;p&gt;B</content></entry>
            </feed>";
        assert_eq!(text(atom), "1 < 2\nplain <b>\n\nTwo bold\nA\nB");
        let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"All","items":[
            {"id":"1","title":"One","content_html":"<p>A</p><p>B</p>"},{"id":"2","content_text":"a < b"},{"id":"3"}]}"#;
        assert_eq!(text(json), "One\nA\nB\n\na < b");
        let rss = "<rss><item><title>Iran</title><description>Iranian envoys met</description></item></rss>";
        assert_eq!(text(rss), "Iran\nIranian envoys met");
    }

    #[test]
    fn a_feed_in_an_old_encoding_says_so() {
        let mut feed =
            b"<?xml version='1.0' encoding='windows-1251'?><rss version='2.0'><channel><title>x</title><item><title>"
                .to_vec();
        feed.extend(b"\xcf\xee\xe6\xe0\xf0</title></item></channel></rss>");
        assert_eq!(read(&feed).expect("a feed").text(), "Пожар");
    }

    #[test]
    fn what_is_no_feed_is_told() {
        for bad in ["", "plain", "<html></html>", "{\"a\":1}"] {
            assert!(matches!(read(bad.as_bytes()), Err(ReadError::NoFeed)), "{bad}");
        }
        assert!(matches!(read(b" {"), Err(ReadError::Json(_))));
    }

    #[test]
    fn a_feed_may_have_no_entries_yet() {
        for empty in
            ["<rss version='2.0'><channel></channel></rss>", "<feed/>", "<rdf:RDF></rdf:RDF>", "{\"items\":[]}"]
        {
            assert_eq!(text(empty), "", "{empty}");
        }
    }
}
