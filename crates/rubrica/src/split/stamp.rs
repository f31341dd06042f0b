//! Dates and times, as feeds and pages set them beside their items.

use crate::characters::lowercase;

use super::look::digit;

/// Whether the line begins with a clock time: `12:30`, `[9.05]`, `21h30`, `12時30分`, in digits of any script.
pub fn time_at_start(line: &str) -> bool {
    let inner = line.trim_start_matches(['[', '(', '【', '（', '🕐', '⏰', ' ']);
    let Some(rest) = clock(inner) else { return false };
    // "12:30" may close a bracket; what follows must not go on as a number, a score or a word.
    let rest = rest.trim_start_matches([']', ')', '】', '）']);
    rest.chars().next().is_none_or(|c| {
        c.is_whitespace() || matches!(c, '|' | ',' | '-' | '–' | '—' | ':' | '.') || !c.is_ascii() && !c.is_numeric()
    })
}

/// How many bytes of a clock time, and of the signs behind it, stand before the line's words. 0 if there are none.
pub fn after_time(line: &str) -> usize {
    let inner = line.trim_start_matches(['[', '(', '【', '（', ' ']);
    match clock(inner).filter(|_| time_at_start(line)) {
        Some(rest) => {
            let words = rest.trim_start_matches(|c: char| c.is_whitespace() || "])】）|,-–—:.".contains(c));
            if words.is_empty() { 0 } else { line.len() - words.len() }
        }
        None => 0,
    }
}

/// The text behind a clock time.
fn clock(text: &str) -> Option<&str> {
    let (hours, rest) = digits(text, 2)?;
    let mut chars = rest.chars();
    let separator = chars.next()?;
    let rest = match separator {
        ':' | '.' | '：' | 'h' | '時' | '点' | '點' | '시' => chars.as_str(),
        _ => return None,
    };
    let (minutes, rest) = digits(rest.trim_start_matches(' '), 2)?;
    // A decimal such as 3.50 has one digit before the point; "9.05" with a leading sign of time is rare enough.
    let two = |shown: &str| shown.chars().count() == 2;
    let plausible = number(hours) < 24 && number(minutes) < 60 && two(minutes) && (separator != '.' || two(hours));
    if !plausible {
        return None;
    }
    let rest = rest.trim_start_matches(['分', '분']);
    // Seconds.
    let rest = rest.strip_prefix(':').and_then(|rest| digits(rest, 2)).map_or(rest, |(_, rest)| rest);
    let half = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let half = ["AM", "PM", "am", "pm", "a.m.", "p.m.", "Uhr", "Z", "GMT", "UTC", "MSK", "МСК", "мск"]
        .iter()
        .find_map(|name| half.strip_prefix(name));
    Some(half.filter(|rest| !rest.starts_with(char::is_alphabetic)).unwrap_or(rest))
}

/// The digits that `text` begins with, at most so many and at least one, and the rest.
fn digits(text: &str, most: usize) -> Option<(&str, &str)> {
    let end = text.char_indices().take_while(|(_, c)| digit(*c).is_some()).map(|(at, c)| at + c.len_utf8()).last()?;
    let (digits, rest) = text.split_at(end);
    (digits.chars().count() <= most).then_some((digits, rest))
}

fn number(digits: &str) -> u32 {
    digits.chars().filter_map(digit).fold(0, |value, digit| value * 10 + digit)
}

/// Whether the line is a date, a time, or both, and nothing else.
pub fn is_stamp(line: &str) -> bool {
    // The longest dates spell out weekday, month and zone.
    const LONGEST: usize = 60;
    if line.len() > 4 * LONGEST || line.chars().nth(LONGEST).is_some() || !line.chars().any(|c| digit(c).is_some()) {
        return false;
    }
    let mut numbers = 0;
    for word in line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if word.starts_with(|c| digit(c).is_some()) {
            numbers += 1;
            let tail = word.trim_start_matches(|c| digit(c).is_some());
            if !(tail.is_empty() || is_part_of_date(tail) || digits_and_signs_of_east_asia(tail)) {
                return false;
            }
        } else if !is_part_of_date(word) {
            return false;
        }
    }
    (1..=8).contains(&numbers) && has_shape_of_time(line)
}

/// A number alone is no date: a colon, a date's separators, a month or an East Asian sign must be there.
fn has_shape_of_time(line: &str) -> bool {
    let chars: Vec<char> = line.chars().collect();
    let between_digits = chars
        .windows(3)
        .any(|w| digit(w[0]).is_some() && matches!(w[1], ':' | '.' | '/' | '-' | '：' | 'h') && digit(w[2]).is_some());
    between_digits
        || line.split(|c: char| !c.is_alphanumeric()).any(|word| word.chars().count() > 1 && is_month(word))
        || chars.iter().any(|c| matches!(c, '年' | '月' | '日' | '時' | '点' | '년' | '월' | '일' | '시'))
        || line.split(|c: char| !c.is_alphanumeric()).any(is_ago)
}

fn digits_and_signs_of_east_asia(word: &str) -> bool {
    word.chars().all(|c| {
        digit(c).is_some()
            || matches!(c, '年' | '月' | '日' | '時' | '点' | '點' | '分' | '秒' | '년' | '월' | '일' | '시' | '분')
    })
}

fn is_part_of_date(word: &str) -> bool {
    let lower = lowercase(word);
    is_month(word)
        || is_ago(word)
        || WORDS.contains(&&*lower)
        || word.chars().all(|c| matches!(c, '年' | '月' | '日' | '時' | '分'))
}

fn is_ago(word: &str) -> bool {
    let lower = lowercase(word);
    AGO.contains(&&*lower)
}

/// Whether the word is the name of a month, or its beginning, in a language of many papers.
fn is_month(word: &str) -> bool {
    let lower = lowercase(word);
    MONTHS.iter().any(|month| {
        lower == *month
            || (month.chars().count() >= 3
                && lower.starts_with(month)
                && lower.chars().count() <= month.chars().count() + 6)
    })
}

/// Beginnings of the names of months.
const MONTHS: &[&str] = &[
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec", // English and many others
    "mai",
    "mär",
    "okt",
    "dez",
    "janv",
    "fév",
    "févr",
    "avr",
    "juin",
    "juil",
    "août",
    "déc", // German, French
    "ene",
    "abr",
    "ago",
    "dic",
    "fev",
    "set",
    "out",
    "gen",
    "mag",
    "giu",
    "lug",
    "ott", // Spanish, Portuguese, Italian
    "январ",
    "феврал",
    "март",
    "апрел",
    "мая",
    "май",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
    "січ",
    "лют",
    "берез",
    "квіт",
    "трав",
    "черв",
    "лип",
    "серп",
    "верес",
    "жовт",
    "листопад",
    "груд", // Ukrainian
    "oca",
    "şub",
    "nis",
    "haz",
    "tem",
    "eyl",
    "eki",
    "kas",
    "ara", // Turkish
    "يناير",
    "فبراير",
    "مارس",
    "نوفمبر",
    "ديسمبر",
    "जनवरी",
];

/// Weekdays and what else stands in dates. Lower case.
const WORDS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "am",
    "pm",
    "gmt",
    "utc",
    "msk",
    "est",
    "edt",
    "bst",
    "cet",
    "at",
    "updated",
    "published",
    "on",
    "of",
    "th",
    "st",
    "nd",
    "rd",
    "de",
    "del",
    "à",
    "le",
    "um",
    "uhr",
    "h",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
    "понедельник",
    "вторник",
    "среда",
    "четверг",
    "пятница",
    "суббота",
    "воскресенье",
    "года",
    "г",
    "в",
    "мск",
    "сегодня",
    "вчера",
    "today",
    "yesterday",
    "heute",
    "gestern",
    "hoy",
    "ayer",
    "hier",
    "опубликовано",
    "обновлено",
    "року",
    "о",
    "сьогодні",
    "вчора",
    "t",
    "z",
    "the",
    "stand",
    "publié",
    "mis",
    "jour",
    "às",
    "il",
    "alle",
    "ore",
    "saat",
    "los",
    "las",
];

/// What "two hours ago" is made of. Lower case.
const AGO: &[&str] = &[
    "ago",
    "hours",
    "hour",
    "minutes",
    "minute",
    "min",
    "mins",
    "hrs",
    "days",
    "day",
    "назад",
    "часа",
    "часов",
    "час",
    "минут",
    "минуты",
    "минуту",
    "vor",
    "stunden",
    "minuten",
    "hace",
    "horas",
    "minutos",
    "heures",
    "saat",
    "önce",
];
