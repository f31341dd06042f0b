//! How many letters of a text are of which script.

use unicode_script::Script;

use crate::characters::family;
use crate::ranking::ranking;
use crate::token::Token;

/// A script counts if it is that of at least one letter in so many.
const ENOUGH: usize = 4;

/// The letters of a text, by script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters(Vec<(Script, usize)>);

impl Letters {
    /// Adds those of a token.
    pub fn count(&mut self, token: &Token) {
        if token.is_of_language() {
            self.add(token.script, token.letters);
        }
    }

    /// Adds those of another text.
    pub fn join(&mut self, other: &Self) {
        for (script, letters) in &other.0 {
            self.add(*script, *letters);
        }
    }

    fn add(&mut self, script: Script, letters: usize) {
        match self.0.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += letters,
            None => self.0.push((script, letters)),
        }
    }

    /// Number of all letters.
    pub fn all(&self) -> usize {
        self.0.iter().map(|(_, count)| count).sum()
    }

    /// The script of most of them.
    pub fn main_script(&self) -> Option<Script> {
        self.0.iter().max_by_key(|(_, count)| *count).map(|(script, _)| *script)
    }

    /// The families of the scripts that enough of them are of, each with its number of letters, the most first.
    pub fn families(&self) -> Vec<(Script, usize)> {
        let mut families: Vec<(Script, usize)> = Vec::with_capacity(1);
        for (script, letters) in self.written() {
            match families.iter_mut().find(|(known, _)| *known == family(script)) {
                Some((_, count)) => *count += letters,
                None => families.push((family(script), letters)),
            }
        }
        // Nearly always there is one.
        if families.len() < 2 {
            return families;
        }
        ranking(families.iter().map(|(_, letters)| *letters as f64)).into_iter().map(|place| families[place]).collect()
    }

    /// The scripts that enough of them are of, each with its number of letters.
    pub fn written(&self) -> impl Iterator<Item = (Script, usize)> {
        let all = self.all();
        self.0.iter().copied().filter(move |(_, count)| count * ENOUGH >= all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokens;

    fn letters(text: &str) -> Letters {
        let mut letters = Letters::default();
        tokens(text, |token, _| letters.count(&token));
        letters
    }

    #[test]
    fn a_script_counts_from_a_quarter_of_the_letters_on() {
        assert_eq!(letters("Привет друзья from me").families(), [(Script::Cyrillic, 12), (Script::Latin, 6)]);
        assert_eq!(letters("Привет друзья ok").families(), [(Script::Cyrillic, 12)]);
        assert_eq!(letters("1984 G20 !").families(), []);
        assert_eq!(letters("Привет ok").families(), [(Script::Cyrillic, 6), (Script::Latin, 2)]);
    }

    #[test]
    fn han_and_kana_are_one_family() {
        let japanese = letters("東京のニュース");
        assert_eq!(japanese.families(), [(Script::Han, japanese.all())]);
    }
}
