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

/// How many bytes of a clock time or a full date, and of the signs behind it, stand before the line's words. 0 if there are none.
pub fn after_stamp(line: &str) -> usize {
    let inner = line.trim_start_matches(['[', '(', '【', '（', ' ']);
    let timed = || clock(inner).filter(|_| time_at_start(line));
    let Some(rest) = behind_date(line).or_else(timed) else { return 0 };
    let words = rest.trim_start_matches(|c: char| c.is_whitespace() || "])】）|,-–—:.".contains(c));
    if words.is_empty() { 0 } else { line.len() - words.len() }
}

/// The text behind a full date, as feeds, logs and chats set it before each entry: `28.11.2026 – `, `[12:03, 28/11/2026] `,
/// `2026-11-28 14:20 `.
fn behind_date(line: &str) -> Option<&str> {
    if !line.starts_with(|c: char| matches!(c, '[' | '(') || c.is_alphanumeric()) {
        return None;
    }
    let numbers = |date: &str| date.split(|c: char| digit(c).is_none()).filter(|number| !number.is_empty()).count();
    let mut spaces = 0;
    let (at, _) = line.char_indices().take(LONGEST_DATE).find(|(at, c)| match c {
        ']' | '|' | '–' | '—' => true,
        '-' => line[..*at].ends_with(' '),
        ' ' => {
            spaces += 1;
            spaces == 2 && numbers(&line[..*at]) > 4
        }
        _ => false,
    })?;
    let (date, rest) = line.split_at(at);
    let named = date.chars().any(char::is_alphabetic);
    (numbers(date) + usize::from(named) > 2 && is_stamp(date)).then_some(rest)
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

/// Whether the line is a date, a time, or both, and nothing else, but for who wrote what is below, before brackets.
pub fn is_stamp(line: &str) -> bool {
    if let Some((name, date)) = line.strip_suffix(']').and_then(|line| line.rsplit_once('['))
        && name.split_whitespace().count() <= LONGEST_NAME
    {
        return is_date(date);
    }
    is_date(line)
}

fn is_date(line: &str) -> bool {
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
    let is_abbreviated = lower.chars().count() >= SHORTEST_MONTH;
    let mut names = MONTHS.iter().flat_map(|names| names.split(' '));
    names.any(|name| name == lower || (is_abbreviated && name.starts_with(&*lower)))
}

/// Characters of a date before the words of a line.
const LONGEST_DATE: usize = 40;
/// Words of a writer's name.
const LONGEST_NAME: usize = 4;
/// Letters of an abbreviated month.
const SHORTEST_MONTH: usize = 3;

/// The names of months, in the forms that stand in dates. Lower case.
const MONTHS: &[&str] = &[
    "january february march april may june july august september october november december",
    "januar februar märz mai juni juli oktober dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre",
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro",
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre",
    "januari februari maart mei augustus maj augusti maret agustus julai desember",
    "gener març maig juny juliol agost setembre octubre desembre",
    "január február március augusztus október marca januára februára apríla októbra",
    "januarja februarja aprila maja junija julija avgusta septembra oktobra novembra decembra",
    "januara februara marta juna jula septembar oktobar novembar decembar",
    "märts aprill oktoober marts aprīlis septembris oktobris novembris decembris",
    "aprel aprili agosti septemba oktoba novemba marso setyembre oktubre maris mayu",
    "ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "январь января январе февраль февраля феврале март марта марте апрель апреля апреле май мая мае июнь июня июне",
    "июль июля июле август августа августе сентябрь сентября сентябре октябрь октября октябре",
    "ноябрь ноября ноябре декабрь декабря декабре",
    "січень січня лютий лютого березень березня квітень квітня травень травня червень червня",
    "липень липня серпень серпня вересень вересня жовтень жовтня листопад листопада грудень грудня",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_many_languages_are_stamps() {
        let dates = [
            "12 March 2025",
            "Sept. 3, 2024, 10:15 am",
            "3. März 2025",
            "le 4 févr. 2025",
            "5 de enero de 2025",
            "7 января 2025, 18:40",
            "8 травня 2025",
            "9 ağu 2025",
            "2025. október 3.",
            "3. septembar 2025",
            "4. aprill 2025",
            "2025年3月4日",
        ];
        for date in dates {
            assert!(is_stamp(date), "{date}");
        }
    }

    #[test]
    fn words_that_begin_as_months_do_are_none() {
        let headlines = [
            "Market Outlook 2025",
            "Decision 2024",
            "Marathon 2025",
            "Marseille 2:1 Genoa",
            "Junior 5/2025",
            "Мартин 2025",
            "Липецк 2:1",
        ];
        for headline in headlines {
            assert!(!is_stamp(headline), "{headline}");
        }
    }
}
