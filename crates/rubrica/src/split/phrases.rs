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
    let bare = lowercase(line[start..].trim_end_matches(|c| !character(c).is_alphanumeric()));
    let behind = &line[start..];
    WHOLE.contains(&&*bare)
        || LEADS.iter().any(|lead| bare.strip_prefix(lead).is_some_and(leads))
        || CREDITS.iter().any(|lead| bare.strip_prefix(lead).is_some_and(|rest| leads(rest) && is_credit(rest)))
        || has_notice(&bare)
        || bare.strip_prefix("photo by ").is_some_and(is_credit)
        || (bare.starts_with('©') && bare.chars().count() < 60)
        || is_address(behind)
        || is_row_of_buttons(&bare)
}

/// Whether a notice begins at some word of the line. To look for each of them in the whole line would take most of the time
/// that splitting takes.
fn has_notice(bare: &str) -> bool {
    let mut inside = false;
    bare.char_indices().any(|(at, c)| {
        // East Asia sets no spaces: a notice may begin at any character.
        let begins = !inside || c >= '\u{2e80}';
        inside = character(c).is_alphanumeric();
        inside && begins && notices_of(bare.as_bytes()[at]).iter().any(|notice| bare[at..].starts_with(notice))
    })
}

/// The notices that begin with that byte.
fn notices_of(byte: u8) -> &'static [&'static str] {
    let start = NOTICES.partition_point(|notice| notice.as_bytes()[0] < byte);
    let length = NOTICES[start..].iter().take_while(|notice| notice.as_bytes()[0] == byte).count();
    &NOTICES[start..start + length]
}

/// Behind a lead stands a colon, a dash or the like, and then what it leads to.
fn leads(rest: &str) -> bool {
    rest.trim_start().starts_with([':', '：', '—', '–', '→', '>', '»', '|'])
}

/// A credit names a person or an agency, in a few words.
fn is_credit(rest: &str) -> bool {
    rest.chars().count() <= 50 && rest.split_whitespace().count() <= 6
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
    let lower = lowercase(line);
    SOURCE.iter().any(|lead| lower.strip_prefix(lead).is_some_and(|rest| leads(rest) && is_credit(rest)))
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
    "view all",
    "load more",
    "next",
    "previous",
    "читать далее",
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
    "комментарии",
    "комментировать",
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
    "реклама",
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
    "photos",
    "photograph",
    "image",
    "image credit",
    "image source",
    "picture",
    "credit",
    "video",
    "illustration",
    "photo credit",
    "file photo",
    "фото",
    "видео",
    "изображение",
    "иллюстрация",
    "коллаж",
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
    "cookie policy",
    "cookie settings",
    "download our app",
    "follow us on",
    "join our telegram",
    "join our whatsapp",
    "privacy policy",
    "sign up for our",
    "sign up to our",
    "subscribe to our",
    "terms of service",
    "terms of use",
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
    "çerez politikası",
    "використовує файли cookie",
    "все права защищены",
    "использует файлы cookie",
    "мы используем cookie",
    "нашли опечатку",
    "нашли ошибку",
    "подписывайтесь на наш",
    "подпишитесь на наш",
    "политика конфиденциальности",
    "підписуйтесь на наш",
    "файлы cookie",
    "جميع الحقوق محفوظة",
    "版权所有",
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
        assert!(NOTICES.is_sorted_by_key(|notice| notice.as_bytes()));
        for notice in NOTICES {
            assert!(is_boilerplate(&format!("IN SHORT: {notice} here")), "{notice}");
        }
    }
}
