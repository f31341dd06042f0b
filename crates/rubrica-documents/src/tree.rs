//! The tree that a page is parsed into: nodes in one list, which know each other by number.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, parse_document};
use xml5ever::driver::{XmlParseOpts, parse_document as parse_xml_document};

/// Number of a node.
pub type Id = usize;

/// The document itself.
pub const ROOT: Id = 0;

/// A parsed page.
#[derive(Debug)]
pub struct Tree(Vec<Node>);

/// An element, a text, or what is neither and holds none.
#[derive(Debug, Default)]
pub struct Node {
    /// Of an element.
    name: Option<QualName>,
    attributes: Vec<Attribute>,
    pub text: String,
    /// Of a processing instruction, such as the declaration of XML.
    pub instruction: String,
    pub children: Vec<Id>,
    parent: Option<Id>,
}

impl Tree {
    /// Parses a page as browsers do.
    pub fn parse(page: &str) -> Self {
        parse_document(Builder::new(), ParseOpts::default()).one(page)
    }

    /// Parses XML, good or bad.
    pub fn parse_xml(text: &str) -> Self {
        parse_xml_document(Builder::new(), XmlParseOpts::default()).one(text)
    }

    pub fn node(&self, id: Id) -> &Node {
        &self.0[id]
    }

    /// All nodes, in the order in which they were read.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.0.iter()
    }

    /// All text inside a node.
    pub fn text_in(&self, id: Id) -> String {
        let mut text = String::new();
        let mut left = vec![id];
        while let Some(id) = left.pop() {
            let node = self.node(id);
            text.push_str(&node.text);
            left.extend(node.children.iter().rev());
        }
        text
    }
}

impl Node {
    /// Name of the element in lower case; empty for what is none.
    pub fn name(&self) -> &str {
        self.name.as_ref().map_or("", |name| &name.local)
    }

    /// Whether it is an element of XML of that name, prefix and all.
    pub fn is(&self, qualified: &str) -> bool {
        self.name.as_ref().is_some_and(|name| match (&name.prefix, qualified.split_once(':')) {
            (Some(prefix), Some((wanted, local))) => **prefix == *wanted && *name.local == *local,
            (None, None) => *name.local == *qualified,
            _ => false,
        })
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
    }
}

/// A tree that the parser is at work on. It never holds two borrows at once: no method calls back.
struct Builder(RefCell<Vec<Node>>);

/// The name of an element, as the parser asks for it.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Builder {
    fn new() -> Self {
        Self(RefCell::new(vec![Node::default()]))
    }

    fn add(&self, node: Node) -> Id {
        let mut nodes = self.0.borrow_mut();
        nodes.push(node);
        nodes.len() - 1
    }

    /// The parent of a node, and which of its children the node is. Looked for from the end, where the parser works.
    fn place(&self, id: Id) -> Option<(Id, usize)> {
        let nodes = self.0.borrow();
        let parent = nodes[id].parent?;
        nodes[parent].children.iter().rposition(|child| *child == id).map(|index| (parent, index))
    }

    fn insert(&self, parent: Id, index: usize, child: NodeOrText<Id>) {
        let id = match child {
            NodeOrText::AppendNode(id) => {
                self.remove_from_parent(&id);
                id
            }
            NodeOrText::AppendText(text) => {
                let mut nodes = self.0.borrow_mut();
                let before = index.checked_sub(1).and_then(|before| nodes[parent].children.get(before)).copied();
                if let Some(before) = before.filter(|before| !nodes[*before].text.is_empty()) {
                    nodes[before].text.push_str(&text);
                    return;
                }
                drop(nodes);
                self.add(Node { text: text.into(), ..Node::default() })
            }
        };
        let mut nodes = self.0.borrow_mut();
        nodes[id].parent = Some(parent);
        let children = &mut nodes[parent].children;
        children.insert(index.min(children.len()), id);
    }
}

impl TreeSink for Builder {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a> = Name;

    fn finish(self) -> Tree {
        Tree(self.0.into_inner())
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        ROOT
    }

    fn elem_name(&self, target: &Id) -> Name {
        // Asked of elements alone; what is none has no name.
        Name(
            self.0.borrow()[*target]
                .name
                .clone()
                .unwrap_or_else(|| QualName::new(None, Namespace::default(), LocalName::default())),
        )
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        self.add(Node { name: Some(name), attributes, ..Node::default() })
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.add(Node::default())
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Id {
        self.add(Node { instruction: format!("{target} {data}"), ..Node::default() })
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        let end = self.0.borrow()[*parent].children.len();
        self.insert(*parent, end, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        if self.place(*element).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// What stands in a template is no part of the page. Its element stands for the contents, and is never looked into.
    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, x: &Id, y: &Id) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        if let NodeOrText::AppendNode(id) = &child {
            self.remove_from_parent(id);
        }
        if let Some((parent, index)) = self.place(*sibling) {
            self.insert(parent, index, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        let known = &mut self.0.borrow_mut()[*target].attributes;
        for attribute in attributes {
            if known.iter().all(|other| other.name != attribute.name) {
                known.push(attribute);
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        if let Some((parent, index)) = self.place(*target) {
            let mut nodes = self.0.borrow_mut();
            nodes[parent].children.remove(index);
            nodes[*target].parent = None;
        }
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let mut nodes = self.0.borrow_mut();
        let children = std::mem::take(&mut nodes[*node].children);
        for child in &children {
            nodes[*child].parent = Some(*new_parent);
        }
        nodes[*new_parent].children.extend(children);
    }
}
