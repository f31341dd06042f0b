//! Where a text is from, as agencies write it before the first sentence.

use crate::characters::{Class, character};

use super::stamp::is_stamp;

/// No dateline is longer.
const LONGEST_DATELINE: usize = 60;
/// Letters of a word of a place in capitals: where all are shorter, they are mostly abbreviations.
const SHORTEST_PLACE: usize = 4;
/// Words of a place.
const LONGEST_PLACE: usize = 4;
/// Words of a place, a day and an agency together.
const MOST_WORDS: usize = 8;
/// Words of an agency's name behind the dash.
const LONGEST_AGENCY: usize = 3;

/// What stands before the first sentence of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// How many bytes it has, without the sign behind it.
    pub length: usize,
    /// It names an agency or a day, not only a place: nothing but a text of an agency begins so.
    pub is_signed: bool,
}

impl Dateline {
    /// The dateline that `line` begins with.
    pub fn of(line: &str) -> Option<Self> {
        let end = line.char_indices().nth(LONGEST_DATELINE).map_or(line.len(), |(at, _)| at);
        let start = &line[..end];
        [equation, kyodo, chinese, slashes, dash, brackets].into_iter().find_map(|form| form(start))
    }
}

/// `(서울=연합뉴스) `, `【ワシントン＝山田太郎】`: a place, and an agency or who wrote it.
fn equation(start: &str) -> Option<Dateline> {
    let (inside, behind) = start.strip_prefix(['(', '[', '【'])?.split_once([')', ']', '】'])?;
    let (place, agency) = inside.split_once(['=', '＝'])?;
    let length = start.len() - behind.len();
    // Of Latin letters it would be code.
    (!place.is_ascii() && is_name(place) && is_name(agency)).then_some(Dateline { length, is_signed: true })
}

/// `【ワシントン共同】`: a place and one of the two agencies of Japan.
fn kyodo(start: &str) -> Option<Dateline> {
    let (inside, behind) = start.strip_prefix('【')?.split_once('】')?;
    let place = ["共同", "時事"].into_iter().find_map(|agency| inside.strip_suffix(agency))?;
    is_name(place).then_some(Dateline { length: start.len() - behind.len(), is_signed: true })
}

/// `新华社北京11月28日电（记者 …）`, `（中央社台北28日電）`: what was wired on a day, and from where.
fn chinese(start: &str) -> Option<Dateline> {
    let (day, behind) = start.split_once("日电").or_else(|| start.split_once("日電"))?;
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '·' | '（' | '(' | '/');
    if !day.ends_with(char::is_numeric) || !day.chars().all(is_plain) {
        return None;
    }
    let text = match behind.chars().next()? {
        // Who wrote it, or the bracket that all of it stands in.
        '（' | '(' | '）' | ')' => behind.split_once(['）', ')']).map_or(behind, |(_, text)| text),
        c if c.is_whitespace() => behind,
        _ => return None,
    };
    Some(Dateline { length: start.len() - text.len(), is_signed: true })
}

/// `МОСКВА, 28 ноября. /ТАСС/. `, `NEW YORK, July 6 /Wire/ -- `: an agency between slashes.
fn slashes(start: &str) -> Option<Dateline> {
    let (before, rest) = start.split_once(" /")?;
    let (agency, behind) = rest.split_once('/')?;
    let is_end = behind.starts_with(['.', ' ']);
    let length = start.len() - behind.len();
    (is_end && is_name(agency) && begins_with_place(before, true)).then_some(Dateline { length, is_signed: true })
}

/// `नई दिल्ली, 28 नवंबर (भाषा) `: a place, a day and an agency, and the text at once.
fn brackets(start: &str) -> Option<Dateline> {
    let (before, rest) = start.split_once(" (")?;
    let (agency, behind) = rest.split_once(')')?;
    let (place, day) = before.split_once(", ")?;
    let is_dateline = behind.starts_with(' ') && is_name(agency) && is_stamp(day) && is_place(place, true);
    is_dateline.then_some(Dateline { length: start.len() - behind.len(), is_signed: true })
}

/// `LONDON — `, `LONDON, Nov 28 (Wire) - `, `Madrid, 28 nov (Cable).- `, `МОСКВА, 28 ноя — Вести Горска. `,
/// `Москва. 28 ноября. VESTI.RU - `: a dash before the text.
fn dash(start: &str) -> Option<Dateline> {
    let is_dash = |c| matches!(c, '—' | '–' | '-');
    let ends_part = |before: &str| [" ", "\u{a0}", ").", ")"].iter().any(|end| before.ends_with(end));
    let at = start.char_indices().find(|(at, c)| is_dash(*c) && ends_part(&start[..*at])).map(|(at, _)| at)?;
    let before = start[..at].trim_end();
    let before = before.strip_suffix('.').filter(|before| before.ends_with(')')).unwrap_or(before);
    let has_agency = before.ends_with(')') && before.contains(" (");
    if let Some((place, rest)) = before.split_once(". ")
        && is_place(place, true)
        && rest.split_once(". ").is_some_and(|(day, agency)| is_stamp(day) && is_agency(agency))
    {
        return Some(Dateline { length: before.len(), is_signed: true });
    }
    if !begins_with_place(before, has_agency) {
        return None;
    }
    let is_dated = before.contains(char::is_numeric);
    // A day before the dash leaves the agency to stand behind it.
    let behind = start[at..].trim_start_matches(|c: char| is_dash(c) || c.is_whitespace());
    let agency = behind.split_once(". ").map(|(agency, _)| agency).filter(|agency| is_dated && is_agency(agency));
    let length = agency.map_or(before.len(), |agency| start.len() - behind.len() + agency.len());
    Some(Dateline { length, is_signed: has_agency || is_dated })
}

/// Whether a place comes first, and nothing but more of it, a day and an agency.
fn begins_with_place(before: &str, is_signed: bool) -> bool {
    // A price has digits; of a dateline the day has, behind a comma.
    let is_dated = before.contains(',') || !before.contains(char::is_numeric);
    let place = before.split([',', '(']).next().unwrap_or_default().trim_end_matches(['.', ' ']);
    is_dated && before.split_whitespace().count() <= MOST_WORDS && is_place(place, is_signed)
}

/// Whether these are words of a place: in capitals, or none of them in lower case where an agency vouches for it.
fn is_place(place: &str, is_signed: bool) -> bool {
    let is_long = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST_PLACE;
    let capitals = place.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && place.split(' ').any(is_long);
    // But "de" and the like.
    let is_lower = |word: &str| word.chars().count() >= SHORTEST_PLACE && word.starts_with(char::is_lowercase);
    let vouched = is_signed && !place.starts_with(char::is_lowercase) && !place.split_whitespace().any(is_lower);
    is_name(place) && (capitals || vouched) && place.split_whitespace().count() <= LONGEST_PLACE
}

/// Whether there are letters, and nothing but what stands between them in names.
fn is_name(name: &str) -> bool {
    let is_letter = |c| matches!(character(c).class, Class::Letter | Class::Dense | Class::Inner);
    name.contains(is_letter)
        && name.chars().all(|c| is_letter(c) || matches!(c, ' ' | '\u{a0}' | '-' | '.' | '/' | '·'))
}

/// Whether these words can be an agency's name.
fn is_agency(name: &str) -> bool {
    let words = || name.split_whitespace();
    (1..=LONGEST_AGENCY).contains(&words().count())
        && words().all(|word| word.trim_start_matches(['"', '«']).starts_with(char::is_uppercase))
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '"' | '«' | '»'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dateline of a line, and whether it is signed.
    fn of(line: &str) -> Option<(&str, bool)> {
        Dateline::of(line).map(|found| (&line[..found.length], found.is_signed))
    }

    #[test]
    fn agencies_begin_their_texts_each_in_its_own_way() {
        for (dateline, text) in [
            ("HARWELL (HPA)", " — The council voted to close the bridge."),
            ("NEW ORVEL, Nov 28 (HPA)", " - The council voted to close the bridge."),
            ("SAN HARWELL, Calif., Nov. 28, 2026 /Orvel Wire/", " -- The council voted to close the bridge."),
            ("ГОРСК, 28 ноября. /ВЕСТИ/", ". Совет проголосовал за ремонт моста."),
            ("Горск, 28 ноября /ВЕСТИ/", ". Совет проголосовал за ремонт моста."),
            ("ГОРСК, 28 ноя — Вести Горска", ". Совет проголосовал за ремонт моста."),
            ("Горск. 28 ноября. VESTI.RU", " - Совет проголосовал за ремонт моста."),
            ("Harburg (hpa)", " - Der Stadtrat hat die Brücke geschlossen."),
            ("Villanueva, 28 nov (HPA)", ".- El consejo votó el cierre del puente."),
            ("Sông Mới (HPA)", " – Hội đồng đã bỏ phiếu đóng cầu."),
            ("(강릉=한빛뉴스)", " 시의회는 다리를 닫기로 했다고 밝혔다."),
            ("【北港＝林木子】", "市議会は橋を閉じると決めた。"),
            ("【北港共同】", "市議会は橋を閉じると決めた。"),
            ("مدينة النهر (أنباء)", " - قرر المجلس إغلاق الجسر."),
            ("नदी नगर, 28 नवंबर (वार्ता)", " परिषद ने पुल बंद करने का फैसला किया।"),
            ("江河社北港11月28日电", " 市议会投票决定关闭大桥。"),
            ("江河社北港11月28日电（记者 林木）", "市议会投票决定关闭大桥。"),
            ("（江河社北港28日電）", "市議會投票決定關閉大橋。"),
        ] {
            assert_eq!(of(&format!("{dateline}{text}")), Some((dateline, true)), "{dateline}{text}");
        }
    }

    #[test]
    fn a_place_alone_is_a_dateline_and_no_signature() {
        assert_eq!(of("HARWELL — The mayor resigned on Friday."), Some(("HARWELL", false)));
        assert_eq!(of("HARWELL, D.C. — The mayor resigned on Friday."), Some(("HARWELL, D.C.", false)));
        assert_eq!(of("NEW ORVEL – The mayor resigned on Friday."), Some(("NEW ORVEL", false)));
    }

    #[test]
    fn sentences_with_a_dash_brackets_or_slashes_are_no_datelines() {
        for line in [
            "The mayor - a former teacher - resigned on Friday.",
            "The mayor (59) - a former teacher - resigned on Friday.",
            "EU — what comes next for the union, in five points.",
            "МИД РФ — о переговорах: Россия готова к диалогу.",
            "Files in the folder /etc/ are read first, the manual says.",
            "Price: 1,299 EUR - now in all shops.",
            "公司11月28日电话会议后，股价上涨。",
            "去年28日，电力公司宣布涨价。",
            "The mayor (Labour) - a former teacher - resigned on Friday.",
            "On Friday, 3 people (all of them men) were hurt.",
            "[lang=en] is the first field of a row.",
            "【速報】市議会は橋を閉じると決めた。",
            "",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
