//! Reports of the shipped models.

use std::error::Error;
use std::sync::LazyLock;

use rubrica::training::{gist, same_story};
use rubrica::{
    Asked, Contrast, Explain, Item, LanguageModel, ModelError, Options, PartKind, Report, Rubrica, SpanError, TOPICS,
    best_language,
};

const LANGUAGE: &[u8] = include_bytes!("../../../models/language.bin");
const TOPIC: &[u8] = include_bytes!("../../../models/topics.bin");

static RUBRICA: LazyLock<Rubrica> =
    LazyLock::new(|| Rubrica::from_bytes(LANGUAGE, TOPIC).expect("the shipped models can be read"));

fn classify(text: &str) -> Report {
    RUBRICA.classify(text, &Options::default())
}

fn only_item(text: &str) -> Item {
    let mut items = RUBRICA.classify(text, &Options { split: false, ..Options::default() }).items;
    assert_eq!(items.len(), 1, "an unsplit text is one item");
    items.remove(0)
}

#[test]
fn languages_and_topics_of_plain_news() {
    let expected = [
        ("en", "sport", "The striker scored twice as the home team won the cup final after extra time on Sunday"),
        ("de", "economy", "Die Aktien der Bank fallen an der Börse, der Umsatz des Konzerns sinkt um zehn Prozent"),
        ("de", "economy", "Die Europäische Zentralbank hebt die Leitzinsen an, um die Inflation zu bekämpfen"),
        ("fr", "politics", "Le président a nommé un nouveau premier ministre après les élections législatives"),
        ("es", "health", "Los médicos del hospital vacunan a los pacientes contra el virus de la gripe"),
        ("ru", "sport", "Сборная России по хоккею выиграла матч чемпионата мира, забросив пять шайб"),
        ("uk", "politics", "Верховна Рада ухвалила закон, депутати проголосували за новий уряд"),
        ("zh", "science-technology", "科学家利用太空望远镜发现一颗新的行星"),
        ("tr", "sport", "Milli takım final maçında iki gol attı ve dünya şampiyonu oldu"),
    ];
    for (language, topic, text) in expected {
        let item = only_item(text);
        assert_eq!(item.best_language(), language, "{text}");
        assert_eq!(item.best_topic().map(|best| &*best.slug), Some(topic), "{text}");
        assert!(!item.evidence.is_empty(), "{text}");
    }
}

#[test]
fn headlines_are_news_and_offers_are_not() {
    let headlines = [
        "Police arrest three men after bank robbery in the city centre",
        "В Японии произошло землетрясение магнитудой 6,2, пострадали двенадцать человек",
        "Le président a nommé un nouveau premier ministre après les élections législatives",
        "Верховна Рада ухвалила закон, депутати проголосували за новий уряд",
    ];
    let offers = [
        "Rugged waterproof tablet with stand, in stock, free shipping, order online",
        "Купить беспроводные наушники в наличии, доставка бесплатно, гарантия два года",
        "Tablette étanche, livraison gratuite, meilleur prix, ajouter au panier",
    ];
    for text in headlines {
        assert!(only_item(text).is_news(), "{text}");
    }
    for text in offers {
        assert!(!only_item(text).is_news(), "{text}");
    }
}

#[test]
fn a_paste_comes_apart_and_every_item_is_answered() {
    let text = "Storm floods coastal towns\nHeavy rain and wind flooded three towns on the coast overnight, and rescue \
                workers brought hundreds of people to safety, officials said on Monday.\n\nПарламент принял бюджет на \
                будущий год\nВ аэропорту столицы задержали контрабанду золота\n";
    let report = classify(text);
    let words = |item: &Item| text[item.start..item.end].split(' ').next().map(str::to_owned);
    let starts: Vec<String> = report.items.iter().filter_map(words).collect();
    assert_eq!(starts, ["Storm", "Парламент", "В"]);
    let languages: Vec<&str> = report.items.iter().map(Item::best_language).collect();
    assert_eq!(languages, ["en", "ru", "ru"]);
    assert_eq!(report.model.name, "rubrica");
    assert_eq!(report.model.sha256.len(), 64);
}

#[test]
fn languages_are_sorted_and_und_has_what_is_left() -> Result<(), Box<dyn Error>> {
    for text in ["Guten Morgen", "sandwich", "42", "", "zzzzxqw qwxz", "Привет world"] {
        let detected = RUBRICA.language().detect(text);
        let (und, others) = detected.split_last().ok_or("und is always listed")?;
        assert_eq!(und.detected_language, "und", "{text}");
        assert!(others.is_sorted_by(|a, b| a.confidence >= b.confidence), "{text}");
        assert!((detected.iter().map(|d| d.confidence).sum::<f64>() - 1.0).abs() < 1e-5, "{text}: {detected:?}");
    }
    // A word of many languages has them all: none is left out for being the sixth, and nothing but the last hundredth is.
    let detected = RUBRICA.language().detect("sandwich");
    assert!(detected.len() > 6 && detected.last().is_some_and(|und| und.confidence <= 0.01), "{detected:?}");
    Ok(())
}

#[test]
fn cantonese_chinese_and_japanese_are_told_by_their_signs() {
    let expected = [
        ("zh", "氣象署發布大雨特報 九縣市注意"),
        ("zh", "市府今天公布新捷運路線，預計三年後完工，總經費約兩百億元，居民表示歡迎。"),
        ("zh", "高鐵春節車票今日凌晨開賣"),
        ("yue", "佢哋今日喺中環開會，話會加快起樓嘅速度"),
        ("ja", "東京駅前広場再開発計画発表"),
    ];
    for (language, text) in expected {
        assert_eq!(only_item(text).language[0].detected_language, language, "{text}");
    }
}

#[test]
fn expected_languages_restrict() {
    let model = RUBRICA.language();
    let detected = model.detect_among("Dette er en helt vanlig dag i byen", &["da", "sv"]);
    assert!(detected.iter().all(|d| ["da", "sv", "und"].contains(&&*d.detected_language)), "{detected:?}");
    assert_eq!(best_language(&detected), "da");
}

#[test]
fn a_script_of_one_language_decides() {
    for (word, code) in [("μπορεί", "el"), ("გუშინ", "ka"), ("այսօր", "hy"), ("เมื่อวาน", "th")]
    {
        let detected = RUBRICA.language().detect(word);
        assert_eq!(best_language(&detected), code, "{word}");
        assert!(detected[0].confidence > 0.99, "{word}: {detected:?}");
    }
}

#[test]
fn a_text_in_two_scripts_is_in_languages_of_both_by_their_letters() {
    let detected = RUBRICA.language().detect("Парламент избрал нового премьер-министра. The council met today");
    let codes: Vec<&str> = detected.iter().map(|d| &*d.detected_language).collect();
    assert_eq!(codes[..2], ["ru", "en"]);
    // 35 letters of 53.
    assert!((detected[0].confidence - 35.0 / 53.0).abs() < 0.05, "{detected:?}");
}

#[test]
fn what_is_no_language_is_undetermined() {
    for text in
        ["", " ", "1234567890", "🙂🙂🙂", "!!! ???", "https://example.org/a/b?c=d", "\0\0\0", "\u{fffd}\u{fffd}"]
    {
        let item = only_item(text);
        assert_eq!(item.best_language(), "und", "{text:?}");
    }
    assert_eq!(classify("").items, []);
    assert_eq!(classify(" \n\t\r\n").items, []);
}

#[test]
fn evidence_and_rest_add_up_to_the_score() {
    let texts = [
        "Court sentences former minister to four years in prison for taking bribes",
        "Ночью в порту сгорел склад, пожарные тушили огонь до утра. Никто не пострадал.",
        "東京で大きな地震があり、電車が止まった。けが人はいないという。",
        "ประเทศไทยชนะการแข่งขันฟุตบอลนัดชิงชนะเลิศ",
        "x",
        "",
    ];
    for text in texts {
        let item = only_item(text);
        let best = item.best_topic().expect("three topics are listed");
        let shown: f64 = item.evidence.iter().map(|span| span.weight).sum();
        let rest = best.rest.expect("the best topic is explained");
        assert!((shown + rest - best.score).abs() < 1e-4, "{text}: {shown} + {rest} is not {}", best.score);
        for span in &item.evidence {
            assert_eq!(span.topic, best.slug);
            assert!(span.start < span.end && text.get(span.start..span.end).is_some(), "{text}: {span:?}");
        }
    }
}

#[test]
fn any_topic_can_be_explained() {
    let text = "Court sentences former minister to four years in prison for taking bribes";
    for topic in &TOPICS {
        let asked = Asked { topics: vec![topic], ..Asked::default() };
        let options = Options { top_k: 2, explain: Explain::Asked(asked), ..Options::default() };
        let item = RUBRICA.classify(text, &options).items.remove(0);
        let explained: Vec<_> = item.topics.iter().filter_map(|score| Some((score, score.rest?))).collect();
        let [(score, rest)] = explained[..] else { panic!("{} of {}", explained.len(), topic.slug) };
        assert_eq!(score.slug, topic.slug);
        assert_eq!(item.topics[0].slug, RUBRICA.classify(text, &Options::default()).items[0].topics[0].slug);
        assert!(item.topics.len() <= 3 && item.topics.is_sorted_by(|a, b| a.confidence >= b.confidence));
        let shown: f64 = item.evidence.iter().map(|span| span.weight).sum();
        assert!((shown + rest - score.score).abs() < 1e-4, "{shown} + {rest} is not {}", score.score);
        assert!(item.evidence.iter().all(|span| span.topic == topic.slug));
    }
}

/// The rows of a file of `../shared/data`; none, said aloud, where it is not there.
fn shared_texts(name: &str, most: usize) -> Vec<String> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    let Ok(packed) = std::fs::File::open(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return Vec::new();
    };
    let text = std::io::read_to_string(zstd::Decoder::new(packed).expect("it is packed with zstd")).expect("UTF-8");
    let row = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).expect("a row of JSON");
        format!("{}\n{}", row["title"].as_str().unwrap_or_default(), row["text"].as_str().unwrap_or_default())
    };
    text.lines().take(most).map(row).collect()
}

#[test]
fn weights_and_rests_of_thousands_of_real_texts_add_up() {
    let asked = Asked {
        topics: TOPICS.iter().collect(),
        against: Some(&TOPICS[0]),
        news: true,
        languages: Some(["ru".to_owned(), "uk".to_owned()]),
    };
    let options = Options { split: false, explain: Explain::Asked(asked), ..Options::default() };
    for name in ["en", "ru", "zh", "other"] {
        for text in shared_texts(&format!("topics/dev/{name}.jsonl.zst"), 800) {
            let item = RUBRICA.classify(&text, &options).items.remove(0);
            for topic in &item.topics {
                let of_topic = item.evidence.iter().filter(|span| span.topic == topic.slug);
                let sum: f64 = of_topic.map(|span| span.weight).chain(topic.rest).sum();
                assert!((sum - topic.score).abs() < 1e-4, "{text}: {topic:?}");
            }
            assert!(item.contrasts.len() >= TOPICS.len(), "{text}");
            for contrast in &item.contrasts {
                let sum: f64 = contrast.spans.iter().map(|span| span.weight).sum();
                assert!((sum + contrast.rest - contrast.score).abs() < 1e-4, "{text}: {contrast:?}");
            }
        }
    }
}

fn contrasts(text: &str, asked: Asked) -> Vec<Contrast> {
    let options = Options { split: false, explain: Explain::Asked(asked), ..Options::default() };
    RUBRICA.classify(text, &options).items.remove(0).contrasts
}

#[test]
fn a_contrast_is_the_logarithm_of_how_many_times_likelier() {
    let topic = |slug: &str| TOPICS.iter().find(|topic| topic.slug == slug).expect("one of the 17");
    let text = "Court sentences former minister to four years in prison for taking bribes";
    let asked = Asked { topics: vec![topic("crime")], against: Some(topic("sport")), ..Asked::default() };
    let options = Options { explain: Explain::Asked(asked.clone()), ..Options::default() };
    let item = RUBRICA.classify(text, &options).items.remove(0);
    let likely = |slug: &str| item.topics.iter().find(|topic| topic.slug == slug).expect("it was asked for").confidence;
    let [contrast] = &item.contrasts[..] else { panic!("{:?}", item.contrasts) };
    assert_eq!((&*contrast.label, &*contrast.against), ("crime", "sport"));
    assert!((contrast.score.exp() * likely("sport") / likely("crime") - 1.0).abs() < 0.05, "{contrast:?}");
    assert!(contrast.spans.iter().any(|span| span.weight > 0.0), "{contrast:?}");
    // The other way round, all is turned over.
    let asked = Asked { topics: vec![topic("sport")], against: Some(topic("crime")), ..Asked::default() };
    let turned = contrasts(text, asked);
    assert!((turned[0].score + contrast.score).abs() < 1e-4);
}

#[test]
fn what_is_no_news_and_which_letters_tell_a_language_is_explained() {
    let offer = "Rugged waterproof tablet with stand, in stock, free shipping, order online";
    let [kind] = &contrasts(offer, Asked { news: true, ..Asked::default() })[..] else { panic!("one was asked for") };
    assert_eq!((&*kind.label, &*kind.against), ("not-news", "news"));
    assert!(kind.score > 0.0 && kind.spans.iter().any(|span| span.weight > 0.0), "{kind:?}");
    let text = "Верховна Рада ухвалила закон, депутати проголосували за новий уряд";
    let languages = Some(["uk".to_owned(), "ru".to_owned()]);
    let [language] = &contrasts(text, Asked { languages, ..Asked::default() })[..] else { panic!("both are Cyrillic") };
    assert!(language.score > 0.0 && !language.spans.is_empty(), "{language:?}");
    for span in &language.spans {
        assert!(text.get(span.start..span.end).is_some_and(|letters| !letters.is_empty()), "{span:?}");
    }
    let languages = Some(["uk".to_owned(), "en".to_owned()]);
    assert_eq!(contrasts(text, Asked { languages, ..Asked::default() }), [], "English is not written so");
}

#[test]
fn words_of_grammar_and_bare_numbers_are_not_shown() {
    let asked = Asked { topics: TOPICS.iter().collect(), ..Asked::default() };
    let options = Options { split: false, explain: Explain::Asked(asked), ..Options::default() };
    let text = "The court said that it was not for them and that he would have been there with the police";
    let dated = "Storm: 28.11.2026, 14:15, 312";
    for text in [text, dated] {
        let spans = RUBRICA.classify(text, &options).items.remove(0).evidence;
        assert!(!spans.is_empty());
        for span in spans {
            let words = &text[span.start..span.end];
            assert!(
                !["The", "that", "it", "was", "not", "for", "and", "he", "with", "the"].contains(&words),
                "{words}"
            );
            assert!(words.contains(char::is_alphabetic), "{words}");
        }
    }
}

#[test]
fn the_stories_of_the_sample_are_found_and_no_other() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples/mixed-paste.txt");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let report = classify(&text);
    let with = |word: &str| {
        let items = report.items.iter().enumerate();
        items.filter(|(_, item)| text[item.start..item.end].contains(word)).map(|(number, _)| number).collect()
    };
    let (debris, trains): (Vec<usize>, Vec<usize>) = (with("Величковка"), [with("Таврия"), with("Крым ")].concat());
    assert_eq!((debris.len(), trains.len()), (2, 2));
    let mut found: Vec<Vec<usize>> = report.stories.iter().map(|story| story.items.clone()).collect();
    found.sort_by_key(|items| *items != debris);
    assert_eq!(found, [debris, trains]);
    let first = report.stories.iter().find(|story| !story.names.is_empty()).expect("the stations have names");
    assert!(first.names.iter().any(|name| name.contains("Величковка")), "{:?}", first.names);
}

#[test]
fn a_story_is_found_across_languages_of_one_script() {
    let paste = [
        "Volcano erupts on the island of Marune, hundreds flee",
        "Flooding in Zarvik leaves thousands without power as the river Olda bursts its banks",
        "Éruption volcanique sur l'île de Marune, des centaines de personnes en fuite",
        "Le parlement vote une loi sur les retraites après une nuit de débats",
        "Inundaciones en Zarvik: el río Olda se desborda y deja a miles de personas sin electricidad",
        "El equipo local gana la final de la copa en la tanda de penaltis",
    ]
    .join("\n\n");
    let report = classify(&paste);
    assert_eq!(report.items.len(), 6);
    let stories: Vec<&[usize]> = report.stories.iter().map(|story| &*story.items).collect();
    assert_eq!(stories, [&[0, 2][..], &[1, 4]]);
}

#[test]
fn headlines_of_other_years_and_languages_are_hardly_ever_one_story() {
    // Each language's are from sources and years of its own.
    let gists = ["en", "ru", "es", "fr", "zh"].map(|language| {
        let rows = shared_texts(&format!("topics/dev/{language}.jsonl.zst"), 150);
        let headlines = rows.iter().filter_map(|row| row.lines().next().filter(|line| !line.is_empty()));
        headlines.map(|headline| gist(&RUBRICA, headline)).collect::<Vec<_>>()
    });
    let (mut pairs, mut same) = (0, 0);
    for (language, of_one) in gists.iter().enumerate() {
        for (a, b) in gists[..language].iter().flatten().flat_map(|a| of_one.iter().map(move |b| (a, b))) {
            pairs += 1;
            same += usize::from(same_story(RUBRICA.topics(), a, b) >= 0.5);
        }
    }
    assert!(same * 2_000 <= pairs, "{same} of {pairs} pairs");
}

#[test]
fn options_are_obeyed() {
    let text = "Parliament votes on the budget";
    let all = RUBRICA.classify(text, &Options { top_k: 100, ..Options::default() });
    assert_eq!(all.items[0].topics.len(), TOPICS.len());
    let sum: f64 = all.items[0].topics.iter().map(|topic| topic.confidence).sum();
    assert!((sum - 1.0).abs() < 1e-4, "probabilities add up to {sum}");
    let none = RUBRICA.classify(text, &Options { top_k: 0, ..Options::default() });
    assert_eq!((none.items[0].topics.len(), none.items[0].evidence.len()), (0, 0));
    let unexplained = RUBRICA.classify(text, &Options { explain: Explain::Nothing, ..Options::default() });
    assert_eq!(unexplained.items[0].evidence, []);
    assert_eq!(unexplained.items[0].topics[0].rest, None);
}

#[test]
#[expect(clippy::single_range_in_vec_init, reason = "one span is meant, not its numbers")]
fn the_caller_has_the_last_word_on_items() {
    let text =
        "Three towns were flooded after the storm\n\nПарламент принял бюджет на будущий год\nHeavy rain hit the coast";
    let second = text.find('П').expect("it is there");
    let third = text.find("Heavy").expect("it is there");
    let options = Options::default();
    let spans = [0..second, second..third, third..text.len()];
    let report = RUBRICA.classify_items(text, &spans, &options).expect("spans in order and apart");
    assert_eq!(report.items.iter().map(|item| item.start..item.end).collect::<Vec<_>>(), spans);
    let languages: Vec<&str> = report.items.iter().map(Item::best_language).collect();
    assert_eq!(languages, ["en", "ru", "en"]);
    let alone = only_item(&text[third..]);
    assert_eq!((&report.items[2].topics, report.items[2].news), (&alone.topics, alone.news));
    // As one item it is what it is without splitting.
    let joined = RUBRICA.classify_items(text, &[0..text.len()], &options).expect("the whole text");
    assert_eq!(joined, RUBRICA.classify(text, &Options { split: false, ..options.clone() }));
    let error = RUBRICA.classify_items(text, &[0..9, 8..second + 1], &options).expect_err("they overlap");
    assert_eq!(error, SpanError::Disordered { item: 1, start: 8, before: 9 });
    let error = RUBRICA.classify_items(text, &[0..second + 1], &options).expect_err("it cuts a letter");
    assert_eq!(error, SpanError::InsideCharacter { item: 0, at: second + 1 });
}

#[test]
fn plain_parts_of_an_item_are_told() {
    use PartKind::{Byline, Date, Dateline, Headline, Source};
    let parts = |text: &str| {
        let item = only_item(text);
        item.parts.iter().map(|part| (part.part, text[part.start..part.end].to_owned())).collect::<Vec<_>>()
    };
    let body = "A ceasefire held for a second day on Saturday, and aid convoys reached the town.";
    assert_eq!(
        parts(&format!("Ceasefire holds\nBy Anna Keller\n12 May 2024, 14:30\nGENEVA (Agency) — {body}\n{body}")),
        [
            (Headline, "Ceasefire holds".to_owned()),
            (Byline, "By Anna Keller".to_owned()),
            (Date, "12 May 2024, 14:30".to_owned()),
            (Dateline, "GENEVA (Agency)".to_owned()),
        ]
    );
    assert_eq!(
        parts("12:30 — Суд отложил заседание по делу\nИсточник: Агентство"),
        [
            (Date, "12:30".to_owned()),
            (Headline, "Суд отложил заседание по делу".to_owned()),
            (Source, "Источник: Агентство".to_owned()),
        ]
    );
    assert_eq!(parts("3) Oil falls to its lowest price"), [(Headline, "Oil falls to its lowest price".to_owned())]);
    assert_eq!(parts(body), []);
}

#[test]
fn reports_survive_json() {
    let report = classify("Parliament votes on the budget\n\nDie Wahl beginnt am Sonntag");
    let json = serde_json::to_string(&report).expect("reports are plain data");
    assert_eq!(serde_json::from_str::<Report>(&json).expect("just written"), report);
    assert!(json.contains(r#""language":[{"detectedLanguage":"en","confidence":"#), "{json}");
}

#[test]
fn ten_megabytes_are_answered() {
    let line = "Parliament votes on the budget tomorrow\n";
    let text = line.repeat(10_000_000 / line.len());
    assert_eq!(RUBRICA.classify(&text, &Options { split: false, ..Options::default() }).items.len(), 1);
    let endless = "a".repeat(10_000_000);
    assert_eq!(classify(&endless).items.len(), 1);
}

#[test]
fn the_figures_are_those_of_the_shipped_models() {
    let metrics: serde_json::Value =
        serde_json::from_str(include_str!("../../../models/metrics.json")).expect("written by training");
    assert_eq!(metrics["model"]["sha256"], classify("").model.sha256, "measure again: rubrica-train --only card");
}

#[test]
fn bad_models_are_told_by_name() {
    let code = |language: &[u8], topics: &[u8]| Rubrica::from_bytes(language, topics).expect_err("not a model").code();
    assert_eq!(code(&LANGUAGE[..1000], TOPIC), "truncated-model");
    assert_eq!(code(LANGUAGE, b"<html>404</html>"), "foreign-model");
    assert_eq!(code(TOPIC, LANGUAGE), "wrong-model");
    let mut damaged = LANGUAGE.to_vec();
    damaged[5000] ^= 0x10;
    assert_eq!(code(&damaged, TOPIC), "damaged-model");
    let mut newer = LANGUAGE.to_vec();
    newer[8] += 1;
    let error = LanguageModel::from_bytes(&newer).expect_err("another format");
    assert!(matches!(error, ModelError::Version { part: "language", .. }), "{error}");
    assert!(error.to_string().contains("take model and code from the same release"), "{error}");
}

#[test]
fn an_item_in_two_languages_says_where_which_is() {
    let russian = "Министр иностранных дел заявил журналистам после переговоров: ";
    let english = "We will continue to work closely with all our partners in the region";
    let rest = " — и добавил, что следующая встреча состоится в сентябре в Женеве.";
    let text = format!("{russian}«{english}»{rest}");
    let item = only_item(&text);
    let found: Vec<(&str, &str)> =
        item.passages.iter().map(|passage| (&*passage.language, &text[passage.start..passage.end])).collect();
    assert_eq!(
        found,
        [
            ("ru", russian.trim_end_matches([':', ' '])),
            ("en", english),
            ("ru", rest.trim_start_matches([' ', '—']).trim_end_matches('.')),
        ]
    );
    let share = |code: &str| {
        let found = item.language.iter().find(|language| language.detected_language == code);
        found.map_or(0.0, |language| language.confidence)
    };
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() as f64;
    let english_share = letters(english) / letters(&text);
    assert!((share("en") - english_share).abs() < 0.05, "{:?}", item.language);
    assert!((share("ru") - (1.0 - english_share)).abs() < 0.05, "{:?}", item.language);
    assert_eq!(item.language.last().map(|language| &*language.detected_language), Some("und"));

    // The same in a paste, and where the caller marks the item off.
    let paste = format!("Some headline about nothing much at all\n\n{text}");
    let from = paste.len() - text.len();
    let items = [0..from - 2, from..paste.len()];
    let report = RUBRICA.classify_items(&paste, &items, &Options::default()).expect("in order and apart");
    assert_eq!(report.items[0].passages, []);
    let passage = &report.items[1].passages[1];
    assert_eq!(&paste[passage.start..passage.end], english);
}

#[test]
fn an_item_in_one_language_has_no_passages() {
    let texts = [
        "Police arrest three men. The bank was robbed on Monday: \"They had no chance,\" said the mayor (62).",
        "Компания Apple представила новый iPhone 17 Pro Max. Продажи начнутся в сентябре, сообщил Reuters.",
        "Die Regierung hat das Gesetz beschlossen. „Wir sind sehr zufrieden“, sagte die Ministerin in Berlin.",
        "日本の首相は記者会見で、新しい経済対策を発表した。「GDP」は上昇している。",
        "",
    ];
    for text in texts {
        assert_eq!(only_item(text).passages, [], "{text}");
    }
}

#[test]
fn chinese_says_in_which_characters_it_is() {
    let script = |text| only_item(text).script;
    assert_eq!(script("议会通过了新的预算，总理对记者说").as_deref(), Some("Hans"));
    assert_eq!(script("議會通過了新的預算，總理對記者說").as_deref(), Some("Hant"));
    assert_eq!(script("議会は新しい予算を可決した。首相は記者団に対し"), None);
    assert_eq!(script("Parliament has passed the budget, the prime minister told reporters"), None);
}

/// `ﬁ` is one letter beside a digit, and `fi` two, which make a word; a joiner is in no script.
#[test]
fn a_report_owes_nothing_to_what_was_read_before() -> Result<(), ModelError> {
    for (before, text) in [("1ﬁ", "1fi"), ("2020\u{200d}абв", "2020абв"), ("2020ǅ", "2020ǆ")] {
        let alone = Rubrica::from_bytes(LANGUAGE, TOPIC)?.classify(text, &Options::default());
        let rubrica = Rubrica::from_bytes(LANGUAGE, TOPIC)?;
        rubrica.classify(before, &Options::default());
        assert_eq!(rubrica.classify(text, &Options::default()), alone, "{text} after {before}");
    }
    Ok(())
}

#[test]
fn a_mark_on_a_digit_hides_no_word() {
    for text in ["2\u{fe0f}\u{20e3}Футбол", "5\u{301}футбол"] {
        let item = only_item(text);
        assert_eq!(item.best_topic().map(|best| &*best.slug), Some("sport"), "{text}");
        assert_eq!(item.best_language(), only_item("5футбол").best_language(), "{text}");
    }
}

/// As people write where they can choose no font.
#[test]
fn a_text_in_bold_letters_of_mathematics_is_read_as_it_looks() {
    let plain = "Striker Scores Twice As The Home Team Wins The Cup Final";
    let bold: String = plain
        .chars()
        .map(|c| match c {
            'A'..='Z' => char::from_u32(0x1_d400 + u32::from(c) - u32::from('A')).unwrap_or(c),
            'a'..='z' => char::from_u32(0x1_d41a + u32::from(c) - u32::from('a')).unwrap_or(c),
            _ => c,
        })
        .collect();
    let (plain, bold) = (only_item(plain), only_item(&bold));
    assert_eq!(bold.language, plain.language);
    assert_eq!(bold.topics, plain.topics);
    assert!((bold.news - plain.news).abs() < 1e-6);
    assert_eq!(bold.best_topic().map(|best| &*best.slug), Some("sport"));
    assert!(!bold.evidence.is_empty());
}
