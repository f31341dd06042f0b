//! What the topic model knows of letters other than a to z comes in packs. All texts were written for these tests.

use rubrica::training::{Container, Part, write};
use rubrica::{Options, Rubrica};

const LANGUAGE: &[u8] = include_bytes!("../../../models/language.bin");
const TOPICS: &[u8] = include_bytes!("../../../models/topics.bin");

/// A text for each pack, in the order of their files.
const TEXTS: [(&str, &str); 6] = [
    ("latinExtended", "Parlamento gelecek yılın bütçesini onayladı"),
    ("cyrillic", "Парламент принял бюджет на следующий год"),
    ("arabic", "البرلمان يوافق على ميزانية العام المقبل"),
    ("cjk", "议会通过明年预算案"),
    ("indic", "संसद ने अगले साल का बजट पारित किया"),
    ("other", "Η Βουλή ενέκρινε τον προϋπολογισμό του επόμενου έτους"),
];

/// The files that stand in the topic model's one behind the other.
fn files() -> Vec<&'static [u8]> {
    let (mut part, mut rest) = (Part::Topics, TOPICS);
    let mut files = Vec::new();
    while !rest.is_empty() {
        let length = Container::read(rest, part).expect("the shipped files are whole").length;
        let (file, behind) = rest.split_at(length);
        files.push(file);
        (part, rest) = (Part::Pack, behind);
    }
    files
}

fn without_packs() -> Rubrica {
    Rubrica::from_bytes(LANGUAGE, files()[0]).expect("the model without packs can be read")
}

fn missing(rubrica: &Rubrica, text: &str) -> Vec<&'static str> {
    rubrica.missing_packs(text).collect()
}

#[test]
fn with_the_packs_that_a_text_needs_its_report_is_that_of_the_whole_model() {
    let whole = Rubrica::from_bytes(LANGUAGE, TOPICS).expect("the shipped models can be read");
    let mut rubrica = without_packs();
    assert_eq!(rubrica.model(), whole.model());
    let report = |rubrica: &Rubrica, text: &str| rubrica.classify(text, &Options::default());
    assert_eq!(files().len(), 1 + TEXTS.len());
    for ((pack, text), file) in TEXTS.into_iter().zip(&files()[1..]) {
        assert_eq!(missing(&rubrica, text), [pack]);
        let before = report(&rubrica, text);
        rubrica.add_pack(file, false).expect("a pack of this model");
        assert!(missing(&rubrica, text).is_empty());
        assert_ne!(report(&rubrica, text), before, "{pack}: words that were read before are read again");
        assert_eq!(report(&rubrica, text), report(&whole, text), "{pack}");
    }
}

#[test]
fn a_text_needs_the_packs_of_all_its_letters_and_a_to_z_none() {
    let rubrica = without_packs();
    assert!(missing(&rubrica, "").is_empty());
    assert!(missing(&rubrica, "Parliament passed the budget, 12:30 — ½ “yes” 🙂").is_empty());
    assert_eq!(missing(&rubrica, "Budget: бюджет, προϋπολογισμός"), ["cyrillic", "other"]);
    let whole = Rubrica::from_bytes(LANGUAGE, TOPICS).expect("the shipped models can be read");
    assert!(TEXTS.iter().all(|(_, text)| missing(&whole, text).is_empty()));
}

#[test]
fn a_letter_beyond_a_to_z_is_looked_for_however_it_is_encoded() {
    let mut rubrica = without_packs();
    let (composed, decomposed) = ("Haushalt für nächstes Jahr", "Haushalt fu\u{308}r na\u{308}chstes Jahr");
    assert_eq!(missing(&rubrica, decomposed), ["latinExtended"]);
    assert_eq!(missing(&rubrica, "ℏ"), ["latinExtended"], "it is read as ħ");
    assert!(missing(&rubrica, "𝐁𝐫𝐞𝐚𝐤𝐢𝐧𝐠 Ⓝⓔⓦⓢ 300 \u{212a}").is_empty(), "these are read as letters from a to z");
    rubrica.add_pack(files()[1], false).expect("a pack of this model");
    let topics = |text: &str| rubrica.classify(text, &Options::default()).items[0].topics.clone();
    assert_eq!(topics(decomposed), topics(composed));
}

#[test]
fn what_is_no_pack_of_the_model_is_refused_and_changes_nothing() {
    let mut rubrica = without_packs();
    let cyrillic = files()[2];
    let mut refused = |bytes: &[u8]| {
        let error = rubrica.add_pack(bytes, false).expect_err("no pack of this model");
        assert_eq!(missing(&rubrica, TEXTS[1].1), ["cyrillic"]);
        error.code()
    };
    assert_eq!(refused(b"<!DOCTYPE html>"), "foreign-model");
    assert_eq!(refused(files()[0]), "wrong-model");
    assert_eq!(refused(LANGUAGE), "wrong-model");
    assert_eq!(refused(&cyrillic[..cyrillic.len() - 1]), "truncated-model");
    let mut damaged = cyrillic.to_vec();
    damaged[1000] ^= 1;
    assert_eq!(refused(&damaged), "damaged-model");
    assert_eq!(refused(&write(Part::Pack, &[])), "other-release");
    // Behind the model, too.
    let other = [files()[0], &write(Part::Pack, &[])].concat();
    assert_eq!(Rubrica::from_bytes(LANGUAGE, &other).expect_err("another model's pack").code(), "other-release");
}
