//! Lines that pages set around their items, in the languages of many papers.

use crate::characters::{character, lowercase};

/// Whether the line is none of the paste's items: a button, a link to more, a note on cookies, a photo credit.
pub fn is_boilerplate(line: &str) -> bool {
    // No phrase is longer, and few lines are this short.
    const LONGEST: usize = 200;
    if line.len() > 3 * LONGEST {
        return false;
    }
    let letters = |c: char| character(c).is_alphanumeric() || c == '©';
    let Some(start) = line.find(letters) else { return false };
    let line = &line[start..];
    let bare = lowercase(line.trim_end_matches(|c| !character(c).is_alphanumeric()));
    let (lead, rest) = led(line);
    let lead = &&*lead;
    WHOLE.contains(&&*bare)
        || LEADS.contains(lead)
        || CREDITS.contains(lead) && is_credit(rest)
        || bare.starts_with("photo by ") && line.get("photo by ".len()..).is_some_and(is_credit)
        || has_notice(&bare)
        || (bare.starts_with('©') && bare.chars().count() < 60)
        || is_address(line)
        || is_row_of_buttons(&bare)
}

/// Whether a notice begins at some word of the line. To look for each of them in the whole line would take most of the time
/// that splitting takes.
fn has_notice(bare: &str) -> bool {
    let mut inside = false;
    let mut named = 0;
    bare.char_indices().any(|(at, c)| {
        // East Asia sets no spaces: a notice may begin at any character.
        let begins = !inside || c >= '\u{2e80}';
        inside = character(c).is_alphanumeric();
        if !(inside && begins) {
            return false;
        }
        // News names them, too, but not as "our privacy policy" or in a row of links, and with more words around.
        let name = begun(NAMES, &bare[at..]);
        named += name;
        let of_page = matches!(bare.as_bytes()[..at], [.., b'o', b'u', b'r', b' '] | [.., b'|', b' ']);
        begun(NOTICES, &bare[at..]) > 0 || name > 0 && (of_page || 2 * named >= bare.len())
    })
}

/// The length of the phrase that the text begins with; 0 if with none of these, which are sorted.
fn begun(phrases: &[&str], text: &str) -> usize {
    let first = |phrase: &str| phrase.as_bytes().first().copied();
    let start = phrases.partition_point(|phrase| first(phrase) < first(text));
    let mut alike = phrases[start..].iter().take_while(|phrase| first(phrase) == first(text));
    alike.find(|phrase| text.starts_with(**phrase)).map_or(0, |phrase| phrase.len())
}

/// What stands before a colon, a dash or the like, in lower case, and what it leads to; nothing, if there is no such sign.
fn led(line: &str) -> (String, &str) {
    let (lead, rest) = line.split_once([':', '：', '—', '–', '→', '>', '»', '|']).unwrap_or_default();
    (lowercase(lead.trim_end()), rest)
}

/// A credit names a person or an agency, in a few words. A sentence has more words in lower case.
fn is_credit(rest: &str) -> bool {
    let (mut words, mut small, mut large) = (0, 0, 0);
    for word in rest.split_whitespace() {
        let first = word.chars().next().map(character);
        words += 1;
        small += i32::from(first.is_some_and(|c| c.is_lowercase));
        large += i32::from(first.is_some_and(|c| c.is_uppercase));
    }
    // `Name / Agency`, "press-office of …".
    let joined = rest.contains(['/', '-']);
    words <= 6 && rest.len() <= 100 && (small < 2 || words < 3 || small < large || joined)
}

fn is_address(line: &str) -> bool {
    (line.starts_with("http://") || line.starts_with("https://") || line.starts_with("www.")) && !line.contains(' ')
}

/// `Facebook Twitter WhatsApp`, `Share | Tweet | Email`.
fn is_row_of_buttons(bare: &str) -> bool {
    let mut words = bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    bare.contains(char::is_whitespace) && words.all(|word| BUTTONS.contains(&word))
}

/// Whether the line names who wrote what follows or came before.
pub fn is_byline(line: &str) -> bool {
    let lower = lowercase(line);
    let words = line.split_whitespace().count();
    let with_colon = |rest: &str| rest.trim_start().starts_with([':', '：']);
    // A name has capitals; "of" and the like may stand in it.
    let capitals = line.split_whitespace().skip(1).filter(|word| word.starts_with(char::is_uppercase)).count();
    let named = (2..=6).contains(&words) && capitals + 2 >= words.max(3) && !line.ends_with(['.', '?', '!']);
    is_source(line)
        || BY_WITH_COLON.iter().any(|lead| lower.strip_prefix(lead).is_some_and(with_colon))
        || named && BY.iter().any(|lead| lower.strip_prefix(lead).is_some_and(|rest| rest.starts_with([' ', ':'])))
}

/// Whether the line names where the text comes from.
pub fn is_source(line: &str) -> bool {
    let (lead, rest) = led(line);
    SOURCE.contains(&&*lead) && is_credit(rest)
}

/// Words that lead the name of a source, with a colon. Lower case.
const SOURCE: &[&str] = &[
    "source",
    "sources",
    "источник",
    "джерело",
    "quelle",
    "fuente",
    "fonte",
    "źródło",
    "kaynak",
    "المصدر",
    "منبع",
    "来源",
    "來源",
    "出典",
];

/// Words that lead a byline with the name right behind.
const BY: &[&str] = &["by", "von", "par", "por", "di", "da", "door", "av", "af"];

/// Words that lead a byline with a colon.
const BY_WITH_COLON: &[&str] = &[
    "author",
    "authors",
    "written by",
    "reporter",
    "автор",
    "авторы",
    "текст",
    "корреспондент",
    "автори",
    "autor",
    "autora",
    "auteur",
    "autore",
    "redacción",
    "text",
    "yazar",
    "haber",
    "کاتب",
    "الكاتب",
    "كتب",
    "نویسنده",
    "लेखक",
    "文",
    "责任编辑",
    "记者",
    "記者",
    "작성",
];

/// Lines that say this and nothing else. Lower case, without signs around.
const WHOLE: &[&str] = &[
    "read more",
    "read the full story",
    "read full article",
    "continue reading",
    "full story",
    "more",
    "show more",
    "see more",
    "learn more",
    "see also",
    "read also",
    "also read",
    "related",
    "related articles",
    "related stories",
    "related news",
    "more on this story",
    "full coverage",
    "related topics",
    "you may also like",
    "most read",
    "most popular",
    "recommended",
    "trending",
    "share",
    "share this",
    "share this article",
    "share on facebook",
    "tweet",
    "copy link",
    "print",
    "save",
    "comments",
    "leave a comment",
    "comment",
    "advertisement",
    "sponsored",
    "sponsored content",
    "ad",
    "subscribe",
    "subscribe now",
    "unsubscribe",
    "view in browser",
    "sign up",
    "sign up for our newsletter",
    "log in",
    "sign in",
    "follow us",
    "back to top",
    "skip to content",
    "skip to main content",
    "listen",
    "play video",
    "loading",
    "menu",
    "home",
    "search",
    "accept all",
    "accept",
    "accept cookies",
    "reject all",
    "view all",
    "load more",
    "next",
    "previous",
    "читать далее",
    "читать",
    "читать дальше",
    "читать полностью",
    "подробнее",
    "далее",
    "читайте также",
    "читайте ещё",
    "смотрите также",
    "по теме",
    "материалы по теме",
    "похожие материалы",
    "ещё",
    "еще",
    "показать ещё",
    "показать еще",
    "поделиться",
    "реклама",
    "на правах рекламы",
    "подписаться",
    "подпишитесь",
    "подписаться на канал",
    "отписаться",
    "комментарии",
    "комментировать",
    "обсудить",
    "войти",
    "наверх",
    "все новости",
    "главное",
    "популярное",
    "распечатать",
    "скопировать ссылку",
    "принять",
    "читати далі",
    "читайте також",
    "детальніше",
    "поділитися",
    "докладніше",
    "підписатися",
    "коментарі",
    "mehr",
    "mehr lesen",
    "weiterlesen",
    "mehr zum thema",
    "lesen sie auch",
    "auch interessant",
    "teilen",
    "anzeige",
    "werbung",
    "artikel teilen",
    "kommentare",
    "drucken",
    "zum artikel",
    "newsletter abonnieren",
    "abonnieren",
    "lire la suite",
    "lire aussi",
    "à lire aussi",
    "en savoir plus",
    "voir aussi",
    "partager",
    "publicité",
    "s'abonner",
    "commentaires",
    "sur le même sujet",
    "leer más",
    "seguir leyendo",
    "lea también",
    "lee también",
    "ver más",
    "te puede interesar",
    "compartir",
    "publicidad",
    "suscríbete",
    "comentarios",
    "más información",
    "leia mais",
    "leia também",
    "saiba mais",
    "veja também",
    "compartilhar",
    "compartilhe",
    "publicidade",
    "continua após a publicidade",
    "leggi anche",
    "leggi tutto",
    "continua a leggere",
    "condividi",
    "pubblicità",
    "devamını oku",
    "lees meer",
    "czytaj więcej",
    "xem thêm",
    "paylaş",
    "reklam",
    "ayrıca oku",
    "اقرأ المزيد",
    "اقرأ أيضا",
    "اقرأ أيضاً",
    "إقرأ أيضا",
    "المزيد",
    "شارك",
    "مشاركة",
    "إعلان",
    "阅读更多",
    "閱讀更多",
    "查看更多",
    "展开全文",
    "続きを読む",
    "もっと見る",
    "広告",
    "더보기",
    "광고",
];

/// Lines that begin with this and a colon lead elsewhere. Lower case.
const LEADS: &[&str] = &[
    "read more",
    "read also",
    "also read",
    "see also",
    "read next",
    "related",
    "related story",
    "related article",
    "more on this",
    "recommended",
    "up next",
    "sponsored",
    "читайте также",
    "читать также",
    "читайте ещё",
    "смотрите также",
    "по теме",
    "ранее по теме",
    "подробнее",
    "материал по теме",
    "читайте також",
    "дивіться також",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr zum thema",
    "auch interessant",
    "lire aussi",
    "à lire aussi",
    "voir aussi",
    "lee también",
    "lea también",
    "ver también",
    "te puede interesar",
    "leia também",
    "leia mais",
    "veja também",
    "leggi anche",
    "vedi anche",
    "lees ook",
    "läs också",
    "les også",
    "læs også",
    "lue myös",
    "czytaj także",
    "czytaj też",
    "zobacz też",
    "čtěte také",
    "přečtěte si",
    "ayrıca okuyun",
    "ilgili haber",
    "baca juga",
    "xem thêm",
    "اقرأ أيضا",
    "اقرأ أيضاً",
    "بیشتر بخوانید",
    "यह भी पढ़ें",
    "相关阅读",
    "関連記事",
];

/// Lines that begin with this and a colon, and then name somebody in a few words, are credits. Lower case.
const CREDITS: &[&str] = &[
    "photo",
    "photo by",
    "photograph",
    "image",
    "image credit",
    "image source",
    "picture",
    "credit",
    "illustration",
    "photo credit",
    "file photo",
    "фото",
    "видео",
    "изображение",
    "иллюстрация",
    "коллаж",
    "реклама",
    "фото автора",
    "світлина",
    "foto",
    "fotos",
    "bild",
    "bildquelle",
    "crédit",
    "crédit photo",
    "imagen",
    "imagem",
    "fotoğraf",
    "تصویر",
    "صورة",
    "图片",
    "写真",
];

/// Lines with this in them are a page's own. Lower case, sorted.
const NOTICES: &[&str] = &[
    "accept cookies",
    "all rights reserved",
    "alle rechte vorbehalten",
    "ctrl+enter",
    "download our app",
    "erid:",
    "follow us on",
    "image caption,",
    "image source,",
    "join our telegram",
    "join our whatsapp",
    "media caption,",
    "sign up for our",
    "sign up to our",
    "subscribe to our",
    "todos los derechos reservados",
    "todos os direitos reservados",
    "tous droits réservés",
    "tutti i diritti riservati",
    "tüm hakları saklıdır",
    "uses cookies",
    "utilise des cookies",
    "utiliza cookies",
    "utilizamos cookies",
    "verwendet cookies",
    "we use cookies",
    "you agree to our",
    "використовує файли cookie",
    "все права защищены",
    "использует файлы cookie",
    "мы используем cookie",
    "нашли опечатку",
    "подписывайтесь на наш",
    "подпишитесь на наш",
    "підписуйтесь на наш",
    "файлы cookie",
    "جميع الحقوق محفوظة",
    "版权所有",
];

/// Notices that name what news has, too. Lower case, sorted.
const NAMES: &[&str] = &[
    "cookie policy",
    "cookie settings",
    "privacy policy",
    "terms of service",
    "terms of use",
    "çerez politikası",
    "нашли ошибку",
    "политика конфиденциальности",
];

/// Words that a row of buttons is made of. Lower case.
const BUTTONS: &[&str] = &[
    "facebook",
    "twitter",
    "whatsapp",
    "telegram",
    "linkedin",
    "pinterest",
    "reddit",
    "instagram",
    "youtube",
    "tiktok",
    "vk",
    "x",
    "viber",
    "messenger",
    "threads",
    "tweet",
    "share",
    "email",
    "print",
    "copy",
    "link",
    "вконтакте",
    "одноклассники",
    "поделиться",
    "teilen",
    "partager",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_is_found_in_a_line() {
        for phrases in [NOTICES, NAMES] {
            assert!(phrases.is_sorted_by_key(|phrase| phrase.as_bytes()));
        }
        for notice in NOTICES {
            assert!(is_boilerplate(&format!("IN SHORT: {notice} here")), "{notice}");
        }
        for name in NAMES {
            assert!(is_boilerplate(name), "{name}");
            assert!(is_boilerplate(&format!("If you go on reading here, remember our {name}")), "{name}");
            assert!(
                !is_boilerplate(&format!("Ministers and lawyers quarrel about the {name} of three banks")),
                "{name}"
            );
        }
    }

    #[test]
    fn pages_are_told_from_news_about_them() {
        for line in [
            "Privacy Policy Terms of Use Cookie Policy",
            "Manage what we send you | Privacy Policy | Letters to the newsroom",
            "Image source, Some Agency",
            "Image caption, Two people look at a river",
            "Нашли ошибку? Выделите её и нажмите Ctrl+Enter",
            "View in browser",
            "Читать",
            "展开全文",
            "続きを読む >",
            "더보기",
        ] {
            assert!(is_boilerplate(line), "{line}");
        }
        for line in [
            "Kite changes privacy policy to read its users' letters",
            "Учёные нашли ошибку в расчётах орбиты двух спутников",
            "Реклама: суд оштрафовал сеть аптек на миллион",
            "Photos: Old Harbour mourns its sailors",
            "Video: Moment bridge gives way",
            "Видео: пожар на складе мебели",
        ] {
            assert!(!is_boilerplate(line), "{line}");
        }
    }

    #[test]
    fn credits_and_sources_are_names() {
        for name in [
            "Anna Berg",
            "Anna Berg for the Harbour Post",
            "dpa",
            "新社",
            "Анна Горина / Агентство",
            "пресс-служба мэрии города",
        ] {
            assert!(is_boilerplate(&format!("Foto: {name}")), "{name}");
            assert!(is_source(&format!("Source: {name}")), "{name}");
        }
        for news in ["Town ready for talks with the port", "мост закрыли на три дня", "Мост закрыли до весны"]
        {
            assert!(!is_boilerplate(&format!("Foto: {news}")), "{news}");
            assert!(!is_source(&format!("Источник: {news}")), "{news}");
        }
        assert!(is_boilerplate("Photo by Anna Berg") && !is_boilerplate("Photo by drone shows flooded villages"));
        assert!(is_byline("责任编辑：王磊"));
    }
}
