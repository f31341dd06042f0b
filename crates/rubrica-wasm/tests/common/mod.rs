//! What must hold wherever the module runs. All texts were written for these tests.

use js_sys::{Array, Error, JSON, JsString, Object, Reflect};
use rubrica::{DetectedLanguage, Report, best_language};
use rubrica_wasm::{Classifier, Detector};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

static LANGUAGE: &[u8] = include_bytes!("../../../../models/language.bin");
static TOPICS: &[u8] = include_bytes!("../../../../models/topics.bin");

/// A language, a topic, and a text that leaves no doubt about either.
const PLAIN_CASES: [(&str, &str, &str); 8] = [
    (
        "en",
        "sport",
        "The home team won the cup final on Saturday after two late goals; the striker scored in the last minute and \
         the coach praised his players for a fine season in the league.",
    ),
    (
        "de",
        "economy",
        "Die Aktien des Konzerns fielen am Montag an der Börse, nachdem die Bank ihre Prognose für Umsatz und Gewinn im \
         laufenden Quartal gesenkt hatte.",
    ),
    (
        "ru",
        "politics",
        "Парламент принял закон о выборах президента, за него проголосовало большинство депутатов; оппозиция заявила, \
         что правительство не учло её поправки.",
    ),
    (
        "fr",
        "health",
        "Le ministère de la Santé a annoncé une campagne de vaccination dans les hôpitaux: les médecins craignent que \
         l'épidémie de grippe touche davantage de patients cet hiver.",
    ),
    (
        "es",
        "sport",
        "El equipo ganó el partido de la final con dos goles del delantero y el entrenador celebró el campeonato de liga \
         con los jugadores en el estadio.",
    ),
    ("zh", "sport", "昨晚的足球联赛决赛中，主队以二比一战胜客队，前锋在最后一分钟打进制胜球，教练赞扬了球员的表现。"),
    (
        "uk",
        "politics",
        "Верховна Рада ухвалила закон про вибори президента, за який проголосувала більшість депутатів парламенту.",
    ),
    (
        "ar",
        "sport",
        "فاز الفريق بالمباراة النهائية لكأس الدوري بعد هدفين سجلهما المهاجم في الدقائق الأخيرة، وأشاد المدرب باللاعبين.",
    ),
];

fn classifier() -> Classifier {
    Classifier::new(LANGUAGE, TOPICS, false).expect("the shipped models are models")
}

fn options(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value).expect("a new object takes any field");
    }
    object.into()
}

fn report(text: &JsValue, options: &JsValue) -> Report {
    let report = classifier().classify(text, options).expect("a text is classified");
    serde_wasm_bindgen::from_value(report).expect("the report has the shape of a report")
}

fn plain_report(text: &str) -> Report {
    report(&text.into(), &JsValue::UNDEFINED)
}

fn detected(text: &str, expected: &JsValue) -> Vec<DetectedLanguage> {
    let detector = Detector::new(LANGUAGE, false).expect("the shipped model is a model");
    let languages = detector.detect(&text.into(), expected).expect("a text has languages");
    serde_wasm_bindgen::from_value(languages).expect("they have the shape of languages")
}

/// The name, the code and the message of an error, which must be a real one.
fn facts(error: Option<JsValue>) -> (String, String, String) {
    let error: Error = error.expect("there is an error").dyn_into().expect("it is an Error");
    let code = Reflect::get(&error, &"code".into()).ok().and_then(|code| code.as_string());
    (error.name().into(), code.expect("it has a code"), error.message().into())
}

#[wasm_bindgen_test]
fn languages_and_topics_of_plain_cases_are_right() {
    for (language, topic, text) in PLAIN_CASES {
        let report = plain_report(text);
        assert_eq!(report.items.len(), 1, "{text}");
        let item = &report.items[0];
        assert_eq!(item.best_language(), language, "{text}");
        assert_eq!(item.best_topic().map(|best| &*best.slug), Some(topic), "{text}");
        assert!(item.is_news(), "{text}");
        assert_eq!(item.topics.len(), 3, "{text}");
        assert!(item.topics.is_sorted_by(|a, b| a.confidence >= b.confidence), "{text}");
        assert_eq!(item.language.last().map(|last| &*last.detected_language), Some("und"), "{text}");
    }
}

#[wasm_bindgen_test]
fn the_detector_agrees_with_the_classifier() {
    for (language, _, text) in PLAIN_CASES {
        let languages = detected(text, &JsValue::UNDEFINED);
        assert_eq!(best_language(&languages), language, "{text}");
        assert_eq!(languages, plain_report(text).items[0].language, "{text}");
    }
}

#[wasm_bindgen_test]
fn expected_languages_are_chosen_among() {
    let expected: JsValue = ["no", "nl"].iter().map(|code| JsValue::from_str(code)).collect::<Array>().into();
    let languages = detected("Der Minister hat am Montag eine Rede gehalten", &expected);
    let codes: Vec<&str> = languages.iter().map(|language| &*language.detected_language).collect();
    assert!(codes.iter().all(|code| ["no", "nl", "und"].contains(code)), "{codes:?}");
}

#[wasm_bindgen_test]
fn the_detector_lists_its_languages() {
    let languages = Detector::new(LANGUAGE, false).expect("the shipped model is a model").languages();
    assert!(languages.len() > 100, "{}", languages.len());
    for code in ["en", "ru", "zh", "uk", "ar"] {
        assert!(languages.iter().any(|language| language == code), "{code}");
    }
    assert!(!languages.iter().any(|language| language == "und"));
}

#[wasm_bindgen_test]
fn offsets_count_utf16_code_units() {
    let (_, _, sport) = PLAIN_CASES[0];
    let text = format!("𝄞😀 {sport} 😀");
    let units: Vec<u16> = text.encode_utf16().collect();
    let report = plain_report(&text);
    assert_eq!(report.items.last().map(|item| item.end <= units.len()), Some(true));
    let mut words = Vec::new();
    for item in &report.items {
        assert!(item.start < item.end, "{item:?}");
        for evidence in &item.evidence {
            // A unit too far, and the span would begin or end inside a word.
            let word = String::from_utf16(&units[evidence.start..evidence.end]).expect("no character is cut");
            assert!(sport.split(|c: char| !c.is_alphanumeric()).any(|part| word.starts_with(part)), "{word}");
            words.push(word);
        }
    }
    assert!(!words.is_empty());
}

#[wasm_bindgen_test]
fn evidence_adds_up_to_the_score() {
    for (_, _, text) in PLAIN_CASES {
        for item in plain_report(text).items {
            let best = item.best_topic().expect("three topics were asked for");
            let weights = item.evidence.iter().filter(|evidence| evidence.topic == best.slug).map(|e| e.weight);
            let sum = weights.sum::<f64>() + best.rest.expect("the best topic is explained");
            assert!((sum - best.score).abs() <= 1e-4, "{sum} is not {}: {text}", best.score);
        }
    }
}

#[wasm_bindgen_test]
fn options_are_obeyed() {
    let (_, _, first) = PLAIN_CASES[0];
    let (_, _, second) = PLAIN_CASES[2];
    let paste = JsValue::from(format!("{first}\n\n{second}"));
    assert_eq!(report(&paste, &JsValue::UNDEFINED).items.len(), 2);
    let whole = report(&paste, &options(&[("split", false.into()), ("explain", false.into()), ("topK", 17.into())]));
    assert_eq!(whole.items.len(), 1);
    assert_eq!(whole.items[0].topics.len(), 17);
    assert!(whole.items[0].evidence.is_empty());
    let default = options(&[("split", JsValue::UNDEFINED), ("topK", f64::from(u32::MAX).into())]);
    assert_eq!(report(&paste, &default).items[0].topics.len(), 17);
    assert!(report(&paste, &options(&[("topK", 0.into())])).items[0].topics.is_empty());
}

#[wasm_bindgen_test]
fn what_is_asked_is_explained() {
    let strings =
        |words: &[&str]| -> JsValue { words.iter().map(|word| JsValue::from(*word)).collect::<Array>().into() };
    let asked = [
        ("topics", strings(&["sport", "crime"])),
        ("against", "politics".into()),
        ("news", true.into()),
        ("languages", strings(&["en", "de"])),
    ];
    let text = JsValue::from("🏒 Police arrest three men after the cup final in the city centre");
    let found = report(&text, &options(&[("explain", options(&asked))]));
    let item = &found.items[0];
    let explained: Vec<&str> =
        item.topics.iter().filter(|topic| topic.rest.is_some()).map(|topic| &*topic.slug).collect();
    assert!(explained.len() == 2 && explained.contains(&"sport") && explained.contains(&"crime"), "{explained:?}");
    let against: Vec<&str> = item.contrasts.iter().map(|contrast| &*contrast.against).collect();
    assert_eq!(against, ["politics", "politics", "not-news", "de"]);
    for contrast in &item.contrasts {
        let sum = contrast.spans.iter().map(|span| span.weight).sum::<f64>() + contrast.rest;
        assert!((sum - contrast.score).abs() <= 1e-4, "{contrast:?}");
        assert!(contrast.spans.iter().all(|span| span.start >= 3), "offsets are UTF-16 code units: {contrast:?}");
    }
    let wrong = [
        ("topics", JsValue::from("sport")),
        ("against", "sports".into()),
        ("news", 1.into()),
        ("languages", strings(&["en"])),
        ("languages", strings(&["en", "xx"])),
        ("topic", "sport".into()),
    ];
    for (name, value) in wrong {
        let error = classifier().classify(&text, &options(&[("explain", options(&[(name, value)]))])).err();
        let (_, code, message) = facts(error);
        assert_eq!(code, "invalid-argument");
        assert!(message.contains(&format!("explain.{name}")), "{message}");
    }
}

fn spans(spans: &[(u32, u32)]) -> JsValue {
    let span = |(start, end): &(u32, u32)| options(&[("start", (*start).into()), ("end", (*end).into())]);
    spans.iter().map(span).collect::<Array>().into()
}

#[wasm_bindgen_test]
fn items_are_where_the_caller_says() {
    let (_, _, sport) = PLAIN_CASES[0];
    let text = JsValue::from(format!("😀😀{sport}"));
    let end = 4 + sport.encode_utf16().count() as u32;
    let items = report(&text, &options(&[("items", spans(&[(0, 4), (4, end)]))])).items;
    assert_eq!(items.iter().map(|item| (item.start, item.end)).collect::<Vec<_>>(), [(0, 4), (4, end as usize)]);
    assert_eq!(items[1].topics, plain_report(sport).items[0].topics);
    assert_eq!(report(&text, &options(&[("items", spans(&[]))])).items, []);
}

#[wasm_bindgen_test]
fn items_that_are_no_spans_are_refused() {
    let wrong: [(JsValue, &str); 8] = [
        (3.into(), "an array"),
        ([JsValue::NULL].iter().collect::<Array>().into(), "`items[0]`"),
        ([options(&[("start", 0.into())])].iter().collect::<Array>().into(), "`items[0].end`"),
        (spans(&[(1, 3)]), "at 1, which is inside a character"),
        (spans(&[(0, 2), (2, 4)]), "item 1 ends at 4, but the text ends at 3"),
        (spans(&[(0, 2), (0, 3)]), "item 1 begins at 0"),
        (spans(&[(2, 2)]), "item 0 (2 to 2) is empty"),
        (spans(&[(3, 2)]), "item 0 (3 to 2) is empty"),
    ];
    for (value, expected) in wrong {
        let error = classifier().classify(&"😀a".into(), &options(&[("items", value)])).err();
        let (kind, code, message) = facts(error);
        assert_eq!((&*kind, &*code), ("TypeError", "invalid-argument"));
        assert!(message.contains(expected), "{message}");
    }
}

#[wasm_bindgen_test]
fn wrong_options_are_refused_by_name() {
    let text = JsValue::from("Good morning");
    let wrong: [(&str, JsValue); 10] = [
        ("topK", "3".into()),
        ("topK", 2.5.into()),
        ("topK", (-1).into()),
        ("topK", f64::NAN.into()),
        ("topK", f64::INFINITY.into()),
        ("topK", JsValue::NULL),
        ("split", "no".into()),
        ("explain", 1.into()),
        ("explain", "sports".into()),
        ("topk", 3.into()),
    ];
    for (name, value) in wrong {
        let error = classifier().classify(&text, &options(&[(name, value)])).err();
        let (kind, code, message) = facts(error);
        assert_eq!((&*kind, &*code), ("TypeError", "invalid-argument"));
        assert!(message.contains(&format!("`{name}`")), "{message}");
    }
    for value in [JsValue::NULL, 3.into(), "topK".into()] {
        let (_, code, message) = facts(classifier().classify(&text, &value).err());
        assert_eq!(code, "invalid-argument");
        assert!(message.contains("`options`"), "{message}");
    }
}

#[wasm_bindgen_test]
fn what_is_no_text_is_refused() {
    let detector = Detector::new(LANGUAGE, false).expect("the shipped model is a model");
    for value in [JsValue::UNDEFINED, JsValue::NULL, 5.into(), Array::new().into()] {
        let (kind, code, message) = facts(classifier().classify(&value, &JsValue::UNDEFINED).err());
        assert_eq!((&*kind, &*code), ("TypeError", "invalid-argument"));
        assert!(message.contains("must be a string"), "{message}");
        assert_eq!(facts(detector.detect(&value, &JsValue::UNDEFINED).err()).1, "invalid-argument");
    }
    for expected in ["en".into(), [JsValue::from(1)].iter().collect::<Array>().into()] {
        let (_, code, message) = facts(detector.detect(&"Good morning".into(), &expected).err());
        assert_eq!(code, "invalid-argument");
        assert!(message.contains("`expected`"), "{message}");
    }
}

#[wasm_bindgen_test]
fn an_option_that_throws_is_not_swallowed() {
    let object = Object::new();
    let getter = Object::new();
    let throw = Closure::once_into_js(|| -> Result<JsValue, JsValue> { Err("thrown by the getter".into()) });
    Reflect::set(&getter, &"get".into(), &throw).expect("a new object takes any field");
    Reflect::set(&getter, &"enumerable".into(), &true.into()).expect("a new object takes any field");
    Object::define_property(&object, &"topK".into(), &getter);
    let error = classifier().classify(&"Good morning".into(), &object).err();
    assert_eq!(error.and_then(|error| error.as_string()).as_deref(), Some("thrown by the getter"));
}

#[wasm_bindgen_test]
fn models_that_are_none_are_refused_with_a_code() {
    let half = &LANGUAGE[..LANGUAGE.len() / 2];
    let mut damaged = TOPICS.to_vec();
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    let mut newer = LANGUAGE.to_vec();
    newer[8] ^= 0x40;
    let cases: [(&[u8], &[u8], &str); 7] = [
        (b"", TOPICS, "foreign-model"),
        (b"<!doctype html><title>Not found</title>", TOPICS, "foreign-model"),
        (half, TOPICS, "truncated-model"),
        (&LANGUAGE[..20], TOPICS, "truncated-model"),
        (TOPICS, LANGUAGE, "wrong-model"),
        (LANGUAGE, &damaged, "damaged-model"),
        (&newer, TOPICS, "model-version"),
    ];
    for (language, topics, expected) in cases {
        let (kind, code, message) = facts(Classifier::new(language, topics, false).err());
        assert_eq!((&*kind, &*code), ("Error", expected), "{message}");
    }
    assert_eq!(facts(Detector::new(TOPICS, false).err()).1, "wrong-model");
    assert_eq!(facts(Detector::new(half, false).err()).1, "truncated-model");
}

#[wasm_bindgen_test]
fn strange_texts_give_reports() {
    let strange = [
        "",
        "a",
        "\0",
        "\0\0\n\0",
        "😀🎉👍🏽",
        "12345 67890",
        "\u{200b}\u{feff}",
        "﷽",
        "\n\n\n",
        "e\u{301}\u{301}\u{301}",
    ];
    for text in strange {
        let units = text.encode_utf16().count();
        for item in plain_report(text).items {
            assert!(item.start <= item.end && item.end <= units, "{text:?}: {item:?}");
            assert!((0.0..=1.0).contains(&item.news), "{text:?}: {item:?}");
        }
        assert_eq!(detected(text, &JsValue::UNDEFINED).last().map(|last| &*last.detected_language), Some("und"));
    }
    for text in ["", "😀🎉👍🏽", "12345 67890", "\0"] {
        assert_eq!(best_language(&detected(text, &JsValue::UNDEFINED)), "und", "{text:?}");
    }
}

#[wasm_bindgen_test]
fn lone_surrogates_are_read_as_the_replacement_character() {
    let (_, _, sport) = PLAIN_CASES[0];
    let broken = |surrogate: u32| {
        let lone = JsString::from_char_code1(surrogate);
        JsValue::from(JsString::from(sport).concat(&lone).concat(&sport.into()))
    };
    let mended = report(&format!("{sport}\u{fffd}{sport}").into(), &JsValue::UNDEFINED);
    assert_eq!(report(&broken(0xd83d), &JsValue::UNDEFINED), mended);
    assert_eq!(report(&broken(0xdc00), &JsValue::UNDEFINED), mended);
}

#[wasm_bindgen_test]
fn the_same_text_gives_the_same_report() {
    for (_, _, text) in PLAIN_CASES {
        assert_eq!(plain_report(text), plain_report(text));
    }
}

#[wasm_bindgen_test]
fn reports_are_plain_json() {
    let (_, _, text) = PLAIN_CASES[0];
    let report = classifier().classify(&text.into(), &JsValue::UNDEFINED).expect("a text is classified");
    let json = String::from(JSON::stringify(&report).expect("it is JSON"));
    assert!(json.starts_with(r#"{"items":[{"start":0,"end":"#), "{json}");
    assert!(json.contains(r#""language":[{"detectedLanguage":"en","confidence":"#), "{json}");
    assert!(json.contains(r#""story":null"#), "{json}");
    assert!(json.contains(r#""stories":[]"#), "{json}");
    assert!(json.contains(r#""model":{"name":"rubrica","version":""#), "{json}");
}

/// A desk by hand, of one topic that a word decides.
fn desk(classifier: &Classifier, word: &str) -> JsValue {
    let seen = classifier.impressions(&Array::of1(&word.into())).expect("a text is seen");
    let words: Vec<u32> = js_sys::Uint32Array::new(&field(&seen, "words")).to_vec();
    let dim = js_sys::Float32Array::new(&field(&seen, "vectors")).length();
    let zeros = vec!["0"; dim as usize].join(",");
    let model = classifier.model();
    let hash = words[0];
    let json = format!(
        r#"{{"format":1,"model":"{model}","topics":["mine"],"floor":0.5,"weights":[[{zeros}],[{zeros}]],
            "bias":[0,3],"words":[[{hash},[9,0]]]}}"#
    );
    JSON::parse(&json).expect("it is JSON")
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("it is an object")
}

#[wasm_bindgen_test]
fn a_desk_is_part_of_the_report_until_it_is_taken_away() {
    let mut classifier = classifier();
    let classify = |classifier: &Classifier, text: &str| -> Report {
        let report = classifier.classify(&text.into(), &JsValue::UNDEFINED).expect("a text is classified");
        serde_wasm_bindgen::from_value(report).expect("the report has the shape of a report")
    };
    let desk = desk(&classifier, "grandmaster");
    classifier.set_desk(desk).expect("a desk of this model");
    let item = &classify(&classifier, "\u{1d11e} Grandmaster resigns").items[0];
    let score = &item.desk.as_ref().expect("there is a desk")[0];
    assert_eq!(score.topic, "mine");
    assert_eq!((score.evidence[0].start, score.evidence[0].end), (3, 14), "UTF-16 code units");
    let shares: f64 = score.evidence.iter().map(|span| span.weight).sum();
    assert!((shares + score.rest.expect("it is explained") - score.score).abs() < 1e-5);
    assert_eq!(classify(&classifier, "Something else").items[0].desk.as_ref().map(Vec::len), Some(0));
    classifier.set_desk(JsValue::UNDEFINED).expect("no desk is fine");
    assert_eq!(classify(&classifier, "Grandmaster resigns").items[0].desk, None);
}

#[wasm_bindgen_test]
fn what_is_no_desk_is_an_error_with_a_code() {
    let mut classifier = classifier();
    let code = |problem: JsValue| field(&problem, "code").as_string().expect("a code");
    assert_eq!(code(classifier.set_desk(JsValue::from(7)).expect_err("a number")), "malformed-desk");
    let other = desk(&classifier, "word");
    Reflect::set(&other, &"model".into(), &"abc".into()).expect("an object takes any field");
    assert_eq!(code(classifier.set_desk(other).expect_err("another model")), "other-model");
}
