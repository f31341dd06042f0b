//! The whole training on a small made-up corpus: files in, models out, the same bytes every time.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use rubrica::training::{Part, section};
use rubrica::{Options, Rubrica, TOPICS};
use rubrica_train::{Course, LanguagePlan, TopicPlan, TrainError, Unfinished, train_language, train_topics};

/// Words of every topic in two made-up dialects; the teacher knows which belong together.
const TOPIC_WORDS: [[&str; 4]; 17] = [
    ["film", "museum", "concert", "novel"],
    ["court", "police", "murder", "verdict"],
    ["flood", "crash", "earthquake", "wreck"],
    ["market", "bank", "shares", "inflation"],
    ["school", "university", "pupils", "exam"],
    ["forest", "emissions", "wildlife", "pollution"],
    ["hospital", "virus", "vaccine", "doctors"],
    ["birthday", "record", "celebrity", "twins"],
    ["strike", "union", "wages", "layoffs"],
    ["recipe", "fashion", "holiday", "garden"],
    ["parliament", "minister", "election", "coalition"],
    ["church", "mosque", "pilgrims", "bishop"],
    ["planet", "software", "laboratory", "robot"],
    ["poverty", "migrants", "families", "pensions"],
    ["match", "striker", "coach", "championship"],
    ["army", "missile", "ceasefire", "troops"],
    ["rain", "snow", "thunder", "frost"],
];
const LANGUAGES: [(&str, [&str; 8]); 3] = [
    ("en", ["the", "and", "with", "after", "before", "which", "there", "would"]),
    ("de", ["der", "und", "nicht", "nach", "über", "auch", "wurde", "schon"]),
    ("ru", ["и", "после", "который", "также", "было", "перед", "сегодня", "уже"]),
];
/// What no label tells, but the teacher, which has read news in German.
const GERMAN: [(&str, [&str; 3]); 2] =
    [("sport", ["tor", "stürmer", "pokal"]), ("economy", ["börse", "aktien", "konzern"])];
/// Length of the made-up teacher's vectors.
const TEACHER: usize = 16;

fn plans(folder: &Path) -> (LanguagePlan, TopicPlan) {
    let language = LanguagePlan {
        // Three rows of four share directions.
        course: Course {
            rows: vec![1 << 10],
            own_rows: Some(vec![1 << 8]),
            dim: 8,
            examples: 20_000,
            ..LanguagePlan::default().course
        },
        head_examples: 2_000,
        least_sentences: 10,
        ..LanguagePlan::default()
    };
    let topics = TopicPlan {
        course: Course {
            rows: vec![1 << 11, 1 << 8, 1 << 10, 1, 1, 1, 1],
            own_rows: Some(vec![1 << 9, 1 << 6, 1 << 8, 1, 1, 1, 1]),
            dim: 16,
            examples: 40_000,
            ..TopicPlan::default().course
        },
        // Most of them are made up, of which there are more than of all else here.
        head_examples: 20_000,
        added: folder.join("added"),
        ..TopicPlan::default()
    };
    (language, topics)
}

#[test]
fn a_small_corpus_becomes_models_that_know_it() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    write_corpus(folder.path());
    let (language_plan, topic_plan) = plans(folder.path());
    let train = || {
        let language = train_language(folder.path(), &language_plan).expect("the corpus is whole");
        let topics = train_topics(folder.path(), &topic_plan).expect("the corpus is whole");
        (language, topics)
    };
    let (language, topics) = train();
    assert!((language.clone(), topics.clone()) == train(), "the same inputs give the same bytes");
    let form = section(&language, Part::Language, "table").map(|table| table[4..8].to_vec());
    assert_eq!(form, Ok(vec![0; 4]), "its rows share directions");

    let rubrica = Rubrica::from_bytes(&language, &topics).expect("just trained");
    let item = |text: &str| {
        let options = Options { split: false, ..Options::default() };
        rubrica.classify(text, &options).items.remove(0)
    };
    for (code, words) in LANGUAGES {
        assert_eq!(item(&words.join(" ")).best_language(), code);
    }
    for (topic, words) in TOPICS.iter().zip(TOPIC_WORDS) {
        let item = item(&words[..3].join(" "));
        assert_eq!(item.best_topic().map(|best| &*best.slug), Some(topic.slug), "{words:?}");
        assert!(item.is_news(), "{words:?}");
    }
    for (topic, words) in GERMAN {
        let item = item(&words.join(" "));
        assert_eq!(item.best_topic().map(|best| &*best.slug), Some(topic), "{words:?}");
    }
    for (topic, words) in TOPICS.iter().zip(TOPIC_WORDS) {
        let item = item(&words.map(foreign)[..3].join(" "));
        assert_eq!(item.best_topic().map(|best| &*best.slug), Some(topic.slug), "{words:?}, translated");
    }
    assert!(!item("buy cheap discount offer price").is_news());
}

/// Trains until a batch, or to the end.
type Training<'t> = dyn Fn(Option<usize>) -> Result<Vec<u8>, TrainError> + 't;

#[test]
fn a_training_that_is_cut_off_goes_on() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    write_corpus(folder.path());
    let elsewhere = tempfile::tempdir()?;
    let path = elsewhere.path().join("kept.unfinished");
    let until = |pause_at| Some(Unfinished { path: path.clone(), every: Duration::MAX, pause_at });
    let (language_plan, topic_plan) = plans(folder.path());
    let language = |pause_at| {
        train_language(folder.path(), &LanguagePlan { unfinished: until(pause_at), ..language_plan.clone() })
    };
    let topics =
        |pause_at| train_topics(folder.path(), &TopicPlan { unfinished: until(pause_at), ..topic_plan.clone() });
    // Before rows are pruned, and when they are rounded.
    let trainings: [(&Training, [usize; 2]); 2] = [(&language, [8, 60]), (&topics, [10, 120])];
    for (train, moments) in trainings {
        let model = train(None)?;
        assert!(train(None)? == model, "there is no batch left, but all the rest");
        for moment in moments {
            fs::remove_file(&path)?;
            let paused = train(Some(moment)).err();
            assert!(matches!(paused, Some(TrainError::Paused { batch, .. }) if batch >= moment), "{paused:?}");
            let at_moment = fs::read(&path)?;
            assert!(train(None)? == model, "cut off at {moment}");
            // The last of what is kept are sums of squares: a layer with endless ones learns no more.
            let (mut other, end) = (at_moment.clone(), at_moment.len() - 64);
            other[end..].fill(0x7f);
            fs::write(&path, &other)?;
            assert!(train(None).ok().as_ref() != Some(&model), "it goes on from what was kept at {moment}");
            fs::write(&path, &at_moment[..end])?;
            assert!(train(None)? == model, "what cannot be read is not gone by");
        }
    }
    // The file is that of a training of topics.
    let model = language(None)?;
    fs::remove_file(&path)?;
    assert!(language(None)? == model, "nor is another training");
    Ok(())
}

#[test]
fn quantising_hardly_changes_what_is_said() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    write_corpus(folder.path());
    let (_, plan) = plans(folder.path());
    let language = train_language(folder.path(), &plans(folder.path()).0).expect("the corpus is whole");
    let model = |bits| {
        let plan = TopicPlan { course: Course { bits, ..plan.course.clone() }, ..plan.clone() };
        let topics = train_topics(folder.path(), &plan).expect("the corpus is whole");
        Rubrica::from_bytes(&language, &topics).expect("just trained")
    };
    let (eight, four) = (model(8), model(4));
    for words in TOPIC_WORDS {
        let text = words.join(" ");
        let say = |rubrica: &Rubrica| rubrica.classify(&text, &Options::default()).items[0].topics[0].clone();
        let (fine, coarse) = (say(&eight), say(&four));
        assert_eq!(fine.slug, coarse.slug, "{text}");
        assert!((fine.confidence - coarse.confidence).abs() < 0.1, "{text}: {fine:?} {coarse:?}");
    }
}

#[test]
fn missing_data_are_named() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let error = train_language(folder.path(), &plans(folder.path()).0).expect_err("nothing there");
    assert!(error.to_string().contains("train.tsv.zst"), "{error}");
    write_corpus(folder.path());
    let path = folder.path().join("topics/train/en.jsonl.zst");
    write_zst(&path, "{\"id\": \"a\"}\n{broken\n");
    let error = train_topics(folder.path(), &plans(folder.path()).1).expect_err("a broken line");
    assert!(matches!(error, TrainError::Line { line: 2, .. }), "{error}");
}

fn write_corpus(folder: &Path) {
    for part in ["language", "topics/train", "topics/dev", "teacher", "stories", "added"] {
        fs::create_dir_all(folder.join(part)).expect("a folder can be made");
    }
    let mut random = fastrand::Rng::with_seed(11);
    let mut sentences = Vec::new();
    let mut list = Vec::new();
    for (code, words) in LANGUAGES {
        for _ in 0..60 {
            let sentence: Vec<&str> = (0..6).map(|_| words[random.usize(..8)]).collect();
            sentences.push(format!("{code}\tmade\tLatn\t{}", sentence.join(" ")));
        }
        for (rank, word) in words.iter().enumerate() {
            list.push(format!("{code}\t{rank}\t{word}"));
        }
    }
    let (mut added, mut added_vectors) = (Vec::new(), Vec::new());
    for (topic, words) in GERMAN {
        let topic = TOPICS.iter().position(|known| known.slug == topic).expect("a topic");
        for _ in 0..40 {
            added.push(format!("language/train:{}", sentences.len()));
            added_vectors.extend(direction(topic));
            let sentence: Vec<&str> =
                (0..3).flat_map(|_| [words[random.usize(..3)], LANGUAGES[1].1[random.usize(..8)]]).collect();
            // A source of news: what the teacher reads of it, it labels.
            sentences.push(format!("de\tntrex\tLatn\t{}", sentence.join(" ")));
        }
    }
    write_zst(&folder.join("added/texts.ids.zst"), added.join("\n"));
    write_zst(&folder.join("added/texts.npy.zst"), npy("|i1", &added_vectors));
    write_zst(&folder.join("language/train.tsv.zst"), sentences.join("\n"));
    write_zst(&folder.join("language/dev.tsv.zst"), sentences.join("\n"));

    let (mut rows, mut ids, mut id_vectors) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..800 {
        let topic = number % 18;
        let words: Vec<&str> = (0..5)
            .map(|_| match TOPIC_WORDS.get(topic) {
                Some(words) if random.f32() < 0.7 => words[random.usize(..4)],
                Some(_) => LANGUAGES[0].1[random.usize(..8)],
                None => ["buy", "cheap", "discount", "offer", "price"][random.usize(..5)],
            })
            .collect();
        let (kind, slug) = TOPICS.get(topic).map_or(("not-news", None), |topic| ("news", Some(topic.slug)));
        let row = serde_json::json!({
            "id": format!("made:{number}"), "lang": "en", "kind": kind, "topic": slug, "label": slug,
            "title": words.join(" "), "text": format!("{}. {}.", words.join(" "), words.join(" ")), "source": "made",
        });
        rows.push(row.to_string());
        ids.push(format!("made:{number}"));
        id_vectors.extend(direction(topic));
    }
    write_zst(&folder.join("topics/train/en.jsonl.zst"), rows.join("\n"));
    write_zst(&folder.join("topics/dev/en.jsonl.zst"), rows.join("\n"));
    write_zst(&folder.join("teacher/texts.ids.zst"), ids.join("\n"));
    fs::write(folder.join("teacher/texts.npy"), npy("|i1", &id_vectors)).expect("a file can be written");
    let (mut words, mut word_vectors) = (Vec::new(), Vec::new());
    let (mut added, mut added_vectors) = (Vec::new(), Vec::new());
    for (topic, of_topic) in TOPIC_WORDS.iter().enumerate() {
        for word in of_topic {
            words.push(format!("en\t0\t{word}"));
            word_vectors.extend(direction(topic));
            added.push(format!("language/words:{}", list.len()));
            added_vectors.extend(direction(topic));
            list.push(format!("pt\t0\t{}", foreign(word)));
        }
    }
    write_zst(&folder.join("language/words.tsv.zst"), list.join("\n"));
    write_zst(&folder.join("added/words.ids.zst"), added.join("\n"));
    write_zst(&folder.join("added/words.npy.zst"), npy("|i1", &added_vectors));
    write_zst(&folder.join("teacher/words.tsv.zst"), words.join("\n"));
    fs::write(folder.join("teacher/words.npy"), npy("|i1", &word_vectors)).expect("a file can be written");
    let scale: Vec<u8> = std::iter::repeat_n(0.01_f32.to_le_bytes(), TEACHER).flatten().collect();
    fs::write(folder.join("teacher/scale.npy"), npy("<f4", &scale)).expect("a file can be written");
    let pair = |same: bool, b: &str| serde_json::json!({ "a": "flood in the forest", "b": b, "a_text": "", "b_text": "", "same": same });
    let pairs = format!("{}\n{}\n", pair(true, "forest flood"), pair(false, "bank shares"));
    write_zst(&folder.join("stories/dev.jsonl.zst"), pairs);
}

/// The same word in a language of which the teacher knows single words, and nothing else is known.
fn foreign(word: &str) -> String {
    word.bytes().map(|letter| char::from(b'a' + (letter - b'a' + 7) % 26)).collect()
}

/// A vector of its own for every topic.
fn direction(topic: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(topic as u64);
    (0..TEACHER).map(|_| random.i8(-100..100) as u8).collect()
}

fn write_zst(path: &Path, content: impl AsRef<[u8]>) {
    let packed = zstd::encode_all(content.as_ref(), 1).expect("memory can be packed");
    fs::write(path, packed).expect("a file can be written");
}

/// A `.npy` file of rows of [`TEACHER`] values.
fn npy(kind: &str, bytes: &[u8]) -> Vec<u8> {
    let size = if kind == "<f4" { 4 } else { 1 };
    let rows = bytes.len() / size / TEACHER;
    let shape = if rows == 1 { format!("({TEACHER},)") } else { format!("({rows}, {TEACHER})") };
    let header = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n");
    [b"\x93NUMPY\x01\x00", &(header.len() as u16).to_le_bytes()[..], header.as_bytes(), bytes].concat()
}
