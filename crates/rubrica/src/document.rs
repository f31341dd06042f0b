//! Texts that come with markup: blocks, and what each of them is.

use crate::reading::Place;

/// What a block is, as the markup of its document says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// Text, and nothing more is known of it.
    #[default]
    Paragraph,
    /// A heading, of level 1 (the highest) to 6.
    Heading(u8),
    /// An entry of a list.
    ListItem,
    /// A quotation.
    Quote,
    /// A link, and nothing else.
    Link,
    /// A date or time, and nothing else.
    Time,
    /// The name of an author.
    Byline,
    /// What stands below a picture, or above a table. No part of an item, unless it stands inside one.
    Caption,
}

impl Role {
    /// The roles by the names that the npm package has for them. That of headings stands for all levels.
    const NAMES: [(&str, Self); 8] = [
        ("paragraph", Self::Paragraph),
        ("heading", Self::Heading(1)),
        ("listItem", Self::ListItem),
        ("quote", Self::Quote),
        ("link", Self::Link),
        ("time", Self::Time),
        ("byline", Self::Byline),
        ("caption", Self::Caption),
    ];

    /// All names.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::NAMES.into_iter().map(|(name, _)| name)
    }

    /// Its name; all headings have one.
    pub fn name(self) -> &'static str {
        let same = |known: &Self| std::mem::discriminant(known) == std::mem::discriminant(&self);
        // Every role is among them: the test below goes through all.
        Self::NAMES.iter().find(|(_, known)| same(known)).map_or("paragraph", |(name, _)| name)
    }

    /// The role of that name; if it is a heading, one of that level.
    pub fn of_name(name: &str, level: u8) -> Option<Self> {
        let (_, role) = Self::NAMES.into_iter().find(|(known, _)| *known == name)?;
        Some(if let Self::Heading(_) = role { Self::Heading(level) } else { role })
    }
}

/// A stretch of a document that stands by itself, such as a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Block<'t> {
    /// Its text. White space around it counts for nothing; line ends inside it are kept.
    pub text: &'t str,
    /// What it is.
    pub role: Role,
    /// The number of its item, where the document says which blocks belong together, as a feed or an HTML `article` does.
    /// Neighbours of one number are one item, neighbours of two numbers never are.
    pub item: Option<u32>,
}

/// Blocks, joined to one text: each on lines of its own, with an empty line before each new item and each heading below text.
///
/// ```
/// use rubrica::{Block, Document, Role};
///
/// let blocks = [("Council plants trees", Role::Heading(2)), ("Every street gets ten.", Role::Paragraph), ("Storm ahead", Role::Heading(2))];
/// let document: Document = blocks.map(|(text, role)| Block { text, role, item: None }).into_iter().collect();
/// assert_eq!(document.text(), "Council plants trees\nEvery street gets ten.\n\nStorm ahead");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    text: String,
    marks: Vec<Mark>,
}

/// What is known of the text up to `end`, from the end of the mark before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    end: usize,
    role: Role,
    item: Option<u32>,
}

/// What the markup says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hint {
    pub role: Role,
    pub item: Option<u32>,
    /// Number of its block.
    pub block: usize,
}

impl Document {
    /// Adds a block at the end. One without text changes nothing.
    pub fn push(&mut self, block: Block) {
        let text = block.text.trim();
        if text.is_empty() {
            return;
        }
        if let Some(last) = self.marks.last() {
            let is_heading = |role| matches!(role, Role::Heading(_));
            let apart = last.item != block.item || is_heading(block.role) && !is_heading(last.role);
            self.text.push_str(if apart { "\n\n" } else { "\n" });
        }
        self.text.push_str(text);
        self.marks.push(Mark { end: self.text.len(), role: block.role, item: block.item });
    }

    /// The text that reports of this document count their offsets in.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks, in order: collected again, they make this document.
    pub fn blocks(&self) -> impl Iterator<Item = Block<'_>> {
        let mut from = 0;
        self.marks.iter().map(move |mark| {
            // The line ends before a block are none of it, and no block begins with white space.
            let text = self.text[from..mark.end].trim_start();
            from = mark.end;
            Block { text, role: mark.role, item: mark.item }
        })
    }

    /// What is said of each of these lines of the text, which are in order.
    pub(crate) fn hints(&self, places: &[Place]) -> Vec<Hint> {
        let mut marks = self.marks.iter().enumerate().peekable();
        let hint = |place: &Place| {
            while marks.next_if(|(_, mark)| mark.end <= place.start).is_some() {}
            // Every line lies in a block: `push` adds nothing but blocks and the line ends between them.
            marks.peek().map(|&(block, &Mark { role, item, .. })| Hint { role, item, block })
        };
        places.iter().map_while(hint).collect()
    }
}

impl<'t> Extend<Block<'t>> for Document {
    fn extend<T: IntoIterator<Item = Block<'t>>>(&mut self, blocks: T) {
        blocks.into_iter().for_each(|block| self.push(block));
    }
}

impl<'t> FromIterator<Block<'t>> for Document {
    fn from_iter<T: IntoIterator<Item = Block<'t>>>(blocks: T) -> Self {
        let mut document = Self::default();
        document.extend(blocks);
        document
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::places;

    fn block(text: &str, role: Role, item: Option<u32>) -> Block<'_> {
        Block { text, role, item }
    }

    #[test]
    fn blocks_are_joined_with_empty_lines_where_something_begins() {
        let document = Document::from_iter([
            block(" Title\n", Role::Heading(1), Some(0)),
            block("Deck", Role::Heading(2), Some(0)),
            block("Text", Role::Paragraph, Some(0)),
            block(" \n", Role::Heading(1), Some(7)),
            block("Text", Role::Paragraph, Some(1)),
            block("Part", Role::Heading(3), Some(1)),
            block("Text", Role::Paragraph, None),
        ]);
        assert_eq!(document.text(), "Title\nDeck\nText\n\nText\n\nPart\n\nText");
        assert_eq!(Document::default().text(), "");
        assert_eq!(document.blocks().collect::<Document>(), document);
        assert_eq!(document.blocks().nth(4), Some(block("Part", Role::Heading(3), Some(1))));
    }

    #[test]
    fn every_role_has_a_name() {
        for name in Role::names() {
            let role = Role::of_name(name, 3).expect("a role");
            assert_eq!(role.name(), name);
            // A new role does not compile here until it stands among the names.
            match role {
                Role::Heading(level) => assert_eq!((name, level), ("heading", 3)),
                Role::Paragraph
                | Role::ListItem
                | Role::Quote
                | Role::Link
                | Role::Time
                | Role::Byline
                | Role::Caption => {}
            }
        }
        assert_eq!(Role::of_name("title", 1), None);
    }

    #[test]
    fn every_line_is_told_what_its_block_is() {
        let document = Document::from_iter([
            block("a\n\nb", Role::Quote, None),
            block("c", Role::Time, Some(1)),
            block("d\u{2028}e", Role::Link, Some(1)),
        ]);
        let places: Vec<Place> = places(document.text()).collect();
        let hints: Vec<(Role, Option<u32>, usize)> =
            document.hints(&places).into_iter().map(|hint| (hint.role, hint.item, hint.block)).collect();
        let expected = [
            (Role::Quote, None, 0),
            (Role::Quote, None, 0),
            (Role::Time, Some(1), 1),
            (Role::Link, Some(1), 2),
            (Role::Link, Some(1), 2),
        ];
        assert_eq!(hints, expected);
    }
}
