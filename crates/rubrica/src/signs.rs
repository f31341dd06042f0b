//! How a text is set, whatever it says: what sells, chats or lists things uses other signs than news do.

use crate::characters::character;

/// What [`signs`] tells.
pub const SIGNS: usize = ENDS_WITH_STOP + 1;
/// Groups of signs that say the same, in any script.
const GROUPS: usize = 13;
/// The group of full stops.
const STOP: usize = 2;
/// Other signs: emoji, bullets and the like.
const OTHERS: usize = GROUPS;
const DIGITS: usize = OTHERS + 1;
const CAPITALS: usize = DIGITS + 1;
const WORDS: usize = CAPITALS + 1;
const BEGINS_WITH_CAPITAL: usize = WORDS + 1;
const ENDS_WITH_STOP: usize = BEGINS_WITH_CAPITAL + 1;
/// Of longer texts only so much of the beginning is looked at.
const MOST_CHARACTERS: usize = 2_000;

/// The group of a sign, if it is one.
fn group(c: char) -> Option<usize> {
    Some(match c {
        '!' | '！' | '¡' => 0,
        '?' | '？' | '¿' | '؟' => 1,
        '.' | '。' | '।' | '۔' => STOP,
        ',' | '，' | '、' | '،' => 3,
        ':' | ';' | '：' | '；' | '؛' => 4,
        '"' | '«' | '»' | '“' | '”' | '„' | '「' | '」' | '『' | '』' | '《' | '》' => 5,
        '\'' | '’' | '‘' | '`' => 6,
        '-' | '–' | '—' => 7,
        '(' | ')' | '[' | ']' | '{' | '}' | '（' | '）' | '【' | '】' => 8,
        '%' | '$' | '€' | '£' | '¥' | '₽' | '₴' | '₹' | '₺' | '₩' | '°' | '№' | '％' => 9,
        '/' | '\\' | '|' | '_' | '*' | '#' | '@' | '+' | '=' | '<' | '>' | '^' | '~' | '&' => 10,
        '…' => 11,
        '\n' => 12,
        c if c.is_whitespace() => return None,
        _ => OTHERS,
    })
}

/// How much of the text each group of signs, other signs, digits and capitals are, each 0 to 1; how short its words are;
/// whether it begins with a capital and ends with a full stop.
pub fn signs(text: &str) -> [f32; SIGNS] {
    let text = text.trim();
    let mut counts = [0.0; DIGITS + 1];
    let (mut all, mut letters, mut capitals, mut words) = (0.0_f32, 0.0_f32, 0.0, 0.0);
    let mut in_word = false;
    for c in text.chars().take(MOST_CHARACTERS) {
        let known = character(c);
        all += 1.0;
        if known.is_alphabetic {
            letters += 1.0;
            words += f32::from(u8::from(!in_word));
            capitals += f32::from(u8::from(known.is_uppercase));
        } else if known.is_numeric {
            counts[DIGITS] += 1.0;
        } else if let Some(group) = group(c) {
            counts[group] += 1.0;
        }
        in_word = known.is_alphabetic;
    }
    let share = |part: f32, whole: f32| libm::log1pf(100.0 * part / whole.max(1.0)) / HUNDRED;
    let yes = |is: bool| f32::from(u8::from(is));
    let mut told = [0.0; SIGNS];
    for (told, count) in told.iter_mut().zip(counts) {
        *told = share(count, all);
    }
    told[CAPITALS] = share(capitals, letters);
    told[WORDS] = share(words, letters);
    told[BEGINS_WITH_CAPITAL] = yes(text.chars().next().is_some_and(|c| character(c).is_uppercase));
    told[ENDS_WITH_STOP] = yes(text.chars().next_back().is_some_and(|c| group(c) == Some(STOP)));
    told
}

/// The logarithm that the share of a whole would have.
const HUNDRED: f32 = 4.615_120_5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_signs_of_any_script_are_one() {
        for (one, other) in [("Sale! 20% off.", "Sale！ 20％ off。"), ("Who, me?", "Who، me؟"), ("“So”: 3", "«So»； 3")]
        {
            assert_eq!(signs(one), signs(other), "{one:?} and {other:?}");
        }
    }

    #[test]
    fn what_they_tell_is_between_nothing_and_all() {
        for text in
            ["", " ", "!", "!!!!", "A", "ЯЯЯ", "🎉🎉", "123", "Buy now!!! 50% OFF 🎉\n• free returns…", "晴れ。"]
        {
            let told = signs(text);
            assert!(told.iter().all(|share| (0.0..=1.0).contains(share)), "{text:?}: {told:?}");
        }
        assert_eq!(signs(""), [0.0; SIGNS]);
        assert!((signs("!!!!")[0] - 1.0).abs() < 1e-6);
        assert!((signs("ЯЯЯ")[CAPITALS] - 1.0).abs() < 1e-6);
    }

    #[test]
    fn of_a_long_text_the_beginning_is_looked_at() {
        let long = "word ".repeat(MOST_CHARACTERS);
        assert_eq!(signs(&format!("{long}!!!"))[0], 0.0);
        assert!(signs(&format!("!!!{long}"))[0] > 0.0);
    }
}
