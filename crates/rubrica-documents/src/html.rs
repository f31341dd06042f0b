//! The blocks of an HTML page, as its readers see them. `crates/rubrica-wasm/js/dom.ts` reads a browser's DOM in the same way.

use rubrica::{Block, Document, Role};

use crate::tree::{Id, Node, ROOT, Tree};

/// Elements with nothing to read in them.
const SILENT: [&str; 20] = [
    "audio", "button", "canvas", "datalist", "head", "iframe", "math", "nav", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea", "title", "video", "option", "optgroup",
];
/// Elements that stand on lines of their own.
const BLOCKS: [&str; 41] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "thead",
    "tr",
    "ul",
];
/// What stands for `<hr>` in a text.
const RULE: &str = "***";

/// Reads a page.
pub fn read(page: &str) -> Document {
    let mut document = Document::default();
    for block in blocks(page) {
        document.push(Block { text: &block.text, role: block.role, item: block.item });
    }
    document
}

/// The blocks of a page.
pub fn blocks(page: &str) -> Vec<OwnedBlock> {
    blocks_in(&Tree::parse(page), ROOT)
}

/// The blocks inside a node.
pub fn blocks_in(tree: &Tree, id: Id) -> Vec<OwnedBlock> {
    let mut reader = Reader::new(tree);
    reader.read(id);
    reader.blocks
}

/// The encoding that a page's `meta` names.
pub fn declared_encoding(page: &str) -> Option<String> {
    let tree = Tree::parse(page);
    tree.nodes().filter(|node| node.name() == "meta").find_map(|meta| {
        let content = || {
            let is_type = meta.attribute("http-equiv")?.eq_ignore_ascii_case("content-type");
            let (_, charset) = meta.attribute("content").filter(|_| is_type)?.split_once("charset=")?;
            Some(charset.trim_matches(['"', '\'', ' ']).to_owned())
        };
        meta.attribute("charset").map(str::to_owned).or_else(content)
    })
}

/// A block of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedBlock {
    pub text: String,
    pub role: Role,
    pub item: Option<u32>,
}

/// What an element says of the text inside it.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is set apart from the others")]
struct Inside {
    role: Role,
    item: Option<u32>,
    preformatted: bool,
    link: bool,
    time: bool,
    byline: bool,
}

enum Step {
    Enter(Id, Inside),
    Leave(Id),
}

struct Reader<'t> {
    tree: &'t Tree,
    blocks: Vec<OwnedBlock>,
    /// The block that is being read.
    text: String,
    /// What all of its text is inside of.
    inside: Option<Inside>,
    /// An entry of a list has begun, and no block of it is read yet.
    entry_begins: bool,
    items: u32,
}

impl<'t> Reader<'t> {
    fn new(tree: &'t Tree) -> Self {
        Self { tree, blocks: Vec::new(), text: String::new(), inside: None, entry_begins: false, items: 0 }
    }

    /// Walks the tree without recursion: pages may be nested as deep as they like.
    fn read(&mut self, id: Id) {
        let articles = self.articles_inside(id);
        let mut steps = vec![Step::Enter(id, Inside::default())];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(id, inside) => {
                    let node = self.tree.node(id);
                    self.write(&node.text, inside);
                    if let Some(inside) = self.enter(node, inside, articles[id]) {
                        steps.push(Step::Leave(id));
                        steps.extend(node.children.iter().rev().map(|child| Step::Enter(*child, inside)));
                    }
                }
                Step::Leave(id) => self.leave(self.tree.node(id)),
            }
        }
        self.end_block();
    }

    /// For every node below `id` the number of articles inside it.
    fn articles_inside(&self, id: Id) -> Vec<u32> {
        let mut order = vec![id];
        let mut at = 0;
        while let Some(id) = order.get(at) {
            order.extend(&self.tree.node(*id).children);
            at += 1;
        }
        let mut counts = vec![0; self.tree.nodes().count()];
        for id in order.into_iter().rev() {
            let inside = |child: &Id| counts[*child] + u32::from(is_article(self.tree.node(*child)));
            counts[id] = self.tree.node(id).children.iter().map(inside).sum();
        }
        counts
    }

    /// What holds inside an element, if there is anything to read in it.
    fn enter(&mut self, node: &Node, mut inside: Inside, articles: u32) -> Option<Inside> {
        let name = node.name();
        if SILENT.contains(&name) || is_hidden(node) {
            return None;
        }
        if BLOCKS.contains(&name) {
            self.end_block();
        }
        match name {
            "br" => self.end_line(),
            "hr" => self.blocks.push(OwnedBlock { text: RULE.to_owned(), role: Role::Paragraph, item: inside.item }),
            "li" => (inside.role, self.entry_begins) = (Role::ListItem, true),
            "blockquote" => inside.role = Role::Quote,
            "figcaption" | "caption" => inside.role = Role::Caption,
            "pre" => inside.preformatted = true,
            "a" if node.attribute("href").is_some() => inside.link = true,
            "time" => inside.time = true,
            _ => {}
        }
        if let Some(level) = heading_level(name) {
            inside.role = Role::Heading(level);
        }
        inside.byline |= ["rel", "itemprop"].iter().any(|kind| has_word(node.attribute(kind), "author"));
        // What holds many articles is a list of them.
        if is_article(node) && inside.item.is_none() && articles < 2 {
            inside.item = Some(self.items);
            self.items += 1;
        }
        Some(inside)
    }

    fn leave(&mut self, node: &Node) {
        let name = node.name();
        if BLOCKS.contains(&name) {
            self.end_block();
        } else if matches!(name, "td" | "th") {
            self.end_cell();
        }
    }

    fn write(&mut self, text: &str, inside: Inside) {
        if inside.preformatted {
            self.text.push_str(text);
        } else {
            for c in text.chars() {
                if !is_space(c) {
                    self.text.push(c);
                } else if !self.text.ends_with([' ', '\n', '\t']) && !self.text.is_empty() {
                    self.text.push(' ');
                }
            }
        }
        if text.chars().all(is_space) {
            return;
        }
        let both = self.inside.unwrap_or(inside);
        self.inside = Some(Inside {
            link: both.link && inside.link,
            time: both.time && inside.time,
            byline: both.byline && inside.byline,
            ..both
        });
    }

    fn end_line(&mut self) {
        self.trim_end();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn end_cell(&mut self) {
        self.trim_end();
        if !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) {
            self.text.push('\t');
        }
    }

    fn trim_end(&mut self) {
        let length = self.text.trim_end_matches(' ').len();
        self.text.truncate(length);
    }

    fn end_block(&mut self) {
        let text = std::mem::take(&mut self.text);
        let (Some(inside), text) = (self.inside.take(), text.trim()) else { return };
        let role = match inside.role {
            Role::Heading(level) => Role::Heading(level),
            _ if inside.time => Role::Time,
            _ if inside.byline => Role::Byline,
            _ if inside.link => Role::Link,
            // What goes on below the first block of an entry is text.
            Role::ListItem if !self.entry_begins => Role::Paragraph,
            role => role,
        };
        self.entry_begins = false;
        self.blocks.push(OwnedBlock { text: text.to_owned(), role, item: inside.item });
    }
}

fn is_article(node: &Node) -> bool {
    node.name() == "article" || node.attribute("role") == Some("article")
}

fn heading_level(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

fn has_word(list: Option<&str>, word: &str) -> bool {
    list.is_some_and(|list| list.split_ascii_whitespace().any(|one| one == word))
}

/// As far as the page itself says so; its style sheets are not read.
fn is_hidden(node: &Node) -> bool {
    node.attribute("hidden").is_some()
        || node.attribute("aria-hidden") == Some("true")
        || node.attribute("role") == Some("navigation")
        || node.name() == "dialog" && node.attribute("open").is_none()
        || node.attribute("style").is_some_and(|style| style.split(';').any(hides))
}

/// Whether a declaration of a style hides what it is given to.
fn hides(declaration: &str) -> bool {
    let Some((name, value)) = declaration.split_once(':') else { return false };
    let value = value.trim().to_ascii_lowercase();
    match &*name.trim().to_ascii_lowercase() {
        "display" => value.starts_with("none"),
        "visibility" => value.starts_with("hidden"),
        "font-size" => value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').parse() == Ok(0.0),
        _ => false,
    }
}

/// White space that pages show as one space.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}' | '\u{a0}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(page: &str) -> Vec<(String, Role, Option<u32>)> {
        blocks(page).into_iter().map(|block| (block.text, block.role, block.item)).collect()
    }

    fn texts(page: &str) -> Vec<String> {
        blocks(page).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn elements_tell_what_blocks_are() {
        let page = "<h1>Head <i>line</i></h1><p>By <a rel=author href=x>Ann</a><p><a rel=author href=x>Ann</a>
            <p><time>12 May</time><blockquote><p>Quote</p></blockquote><figure><img><figcaption>Fig</figcaption></figure>
            <ul><li>One<p>more</p><li><a href=x>Two</a></ul><p>See <a href=y>this</a><hr>";
        let block = |text: &str, role| (text.to_owned(), role, None);
        let expected = [
            block("Head line", Role::Heading(1)),
            block("By Ann", Role::Paragraph),
            block("Ann", Role::Byline),
            block("12 May", Role::Time),
            block("Quote", Role::Quote),
            block("Fig", Role::Caption),
            block("One", Role::ListItem),
            block("more", Role::Paragraph),
            block("Two", Role::Link),
            block("See this", Role::Paragraph),
            block("***", Role::Paragraph),
        ];
        assert_eq!(read_as(page), expected);
    }

    #[test]
    fn articles_are_items_unless_they_hold_many() {
        let page = "<article>list <article>a<article>reply</article></article><div role=article>b</div></article>c";
        let block = |text: &str, item| (text.to_owned(), Role::Paragraph, item);
        assert_eq!(
            read_as(page),
            [block("list", None), block("a", Some(0)), block("reply", Some(0)), block("b", Some(1)), block("c", None)]
        );
    }

    #[test]
    fn what_no_reader_sees_does_not_count() {
        let page = "<title>no</title><style>no</style><nav>no</nav><p hidden>no<p style='color:red; Display : NONE'>no
            <span aria-hidden=true>no</span><p style='font-size:0px'>no<p style='font-size:0.9em'>yes<script>no</script>
            <noscript>no</noscript><template><p>no</template><svg><title>no</title></svg><dialog>no</dialog>
            <p>yes<!-- no --><button>no</button><select><option>no</select><textarea>no</textarea>";
        assert_eq!(texts(page), ["yes", "yes"]);
    }

    #[test]
    fn white_space_is_shown_as_browsers_do() {
        assert_eq!(
            texts("<div> a\n <b> b</b>&nbsp;c<br><br><br> d<pre> e\n\n  f </pre><table><tr><td> 1 <td>2</table>"),
            ["a b c\n\nd", "e\n\n  f", "1\t2"]
        );
    }

    #[test]
    fn nothing_is_too_deep() {
        let page = "<div>".repeat(4_000) + "deep";
        assert_eq!(texts(&page), ["deep"]);
    }
}
