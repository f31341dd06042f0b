//! Paragraphs that were broken to fit a page, as mail and PDF have them.

use std::ops::RangeInclusive;

use crate::characters::character;
use crate::reading::{Place, places};

use super::look::{End, Marker, end_of, marker};

/// Characters of the longest line of a page.
const PAGE: RangeInclusive<usize> = 45..=120;

/// The lines of a text, those of a broken paragraph taken as one.
pub fn lines(text: &str) -> Vec<Place> {
    let places: Vec<Place> = places(text).collect();
    let mut lines = Vec::with_capacity(places.len());
    for block in places.chunk_by(|_, next| next.blanks == 0) {
        if block.len() == 1 {
            lines.extend_from_slice(block);
        } else {
            Block::new(text, block).join(&mut lines);
        }
    }
    lines
}

/// Lines without an empty one between.
struct Block<'t> {
    places: &'t [Place],
    texts: Vec<&'t str>,
    /// Their characters, if a page can have so many in a line.
    lengths: Vec<Option<usize>>,
    /// Those of the longest.
    width: usize,
}

impl<'t> Block<'t> {
    fn new(text: &'t str, places: &'t [Place]) -> Self {
        let texts: Vec<&str> = places.iter().map(|place| &text[place.start..place.end]).collect();
        let length = |line: &&str| Some(line.chars().take(PAGE.end() + 1).count()).filter(|n| n <= PAGE.end());
        let lengths: Vec<Option<usize>> = texts.iter().map(length).collect();
        let width = lengths.iter().flatten().copied().max().unwrap_or_default();
        Self { places, texts, lengths, width }
    }

    /// Adds the lines to `lines`, each paragraph as one.
    fn join(&self, lines: &mut Vec<Place>) {
        let mut first = 0;
        while first < self.places.len() {
            let last = first + (first..self.places.len()).take_while(|at| self.is_full(*at)).count();
            if self.is_paragraph(first, last) {
                lines.push(Place { end: self.places[last].end, ..self.places[first] });
            } else {
                lines.extend_from_slice(&self.places[first..=last]);
            }
            first = last + 1;
        }
    }

    /// Whether the first word of the next line had no room in this one, and is not that of an entry of a list.
    fn is_full(&self, at: usize) -> bool {
        let (Some(length), Some(Some(_))) = (self.lengths[at], self.lengths.get(at + 1)) else { return false };
        let next = self.texts[at + 1];
        let word = next.split_whitespace().next().unwrap_or_default();
        length + 1 + word.chars().count() > self.width && matches!(marker(next), None | Some(Marker::BareNumber(_)))
    }

    /// Whether full lines are prose: they end with a sentence, and one of them breaks off within it, as lower case tells.
    fn is_paragraph(&self, first: usize, last: usize) -> bool {
        let ends = |at: usize| matches!(end_of(self.texts[at]), End::Stop | End::Asks | End::Ellipsis);
        let goes_on = |at: usize| {
            let word = self.texts[at].split_whitespace().next().unwrap_or_default();
            word.chars().all(|c| !character(c).is_uppercase) && word.starts_with(|c| character(c).is_lowercase)
        };
        PAGE.contains(&self.width) && (first..last).any(|at| goes_on(at + 1) && !ends(at)) && ends(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> Vec<String> {
        lines(text).iter().map(|line| text[line.start..line.end].replace('\n', " ")).collect()
    }

    #[test]
    fn broken_paragraphs_are_one_line_each() {
        let paragraphs = [
            "The city council voted on Thursday to close the old harbour bridge for repairs until spring, the mayor said. \
             Engineers had warned that its cables were worn.",
            "Shops on the north bank fear that they will lose half of their customers while the bridge is closed.",
            "Работы начнутся в декабре и обойдутся городу в сорок миллионов, что на треть дороже, чем ожидалось ещё весной.",
        ];
        let broken = paragraphs.map(|paragraph| broken_at(60, paragraph));
        assert!(broken.iter().all(|paragraph| paragraph.contains('\n')));
        assert_eq!(joined(&broken.join("\n\n")), paragraphs);
        assert_eq!(joined(&broken.join("\n")), paragraphs);
    }

    #[test]
    fn lists_keep_their_lines() {
        for list in [
            "Storm closes the port of Harwell for the third time\nCouncil votes on the new budget after a long debate",
            "storm closes the port of harwell for the third time\ncouncil votes on the new budget after a long debate",
            "Storm closes the port of Harwell for the third time\nvia Harwell Post",
            "A fire destroyed a furniture warehouse near the river.\nShares of the carmaker rose by a tenth on Friday.",
            "Storm closes the port of Harwell for the third time\niPhone prices rise again, and nobody knows why.",
            "short lines\nof a poem\nend so.",
            "• A fire destroyed a furniture warehouse near the river.\n• Shares of the carmaker rose by a tenth on Friday.",
        ] {
            assert_eq!(lines(list).len(), list.lines().count(), "{list}");
        }
    }

    /// The text in lines of so many characters at most.
    fn broken_at(width: usize, text: &str) -> String {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ') {
            match lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= width) {
                Some(line) => *line = format!("{line} {word}"),
                None => lines.push(word.to_owned()),
            }
        }
        lines.join("\n")
    }
}
