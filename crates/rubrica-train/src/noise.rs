//! Text that is no language: what a detector must not take for one.

const ROWS: [&str; 5] = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ"];
const CODE: [&str; 24] = [
    "int", "fn", "const", "var", "null", "nil", "void", "str", "std", "vec", "printf", "malloc", "i32", "utf8", "argv",
    "foo", "bar", "baz", "tmp", "href", "div", "px", "json", "xml",
];
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// A random text of no language, or one too short to tell.
pub fn noise(random: &mut fastrand::Rng) -> String {
    if random.u8(..4) == 0 {
        let letters: Vec<char> = "abcdefghijklmnopqrstuvwxyzабвгдежзиклмнопрстуфхцчшщыэюя".chars().collect();
        return letters[random.usize(..letters.len())].to_string();
    }
    let words = random.usize(1..6);
    let kind = random.usize(..9);
    let word = |random: &mut fastrand::Rng| match kind {
        0 => mashed(random),
        1 => letters(random, LETTERS.len(), 4..24),
        2 => code(random),
        3 => std::iter::repeat_n(char::from(b'a' + random.u8(..26)), random.usize(3..12)).collect(),
        4 => {
            let digits = random.usize(4..33);
            (0..digits).map(|_| char::from_digit(random.u32(..16), 16).unwrap_or('f')).collect()
        }
        5 => {
            format!("{}.{}", letters(random, 26, 3..12), ["html", "edu", "uk", "php", "fr", "info"][random.usize(..6)])
        }
        6 => (0..random.usize(2..5))
            .map(|_| ["home", "opt", "tmp", "dev", "www", "log", "data"][random.usize(..7)])
            .collect::<Vec<_>>()
            .join("/"),
        7 => format!("{}{}", letters(random, 26, 1..4), random.u16(..999)),
        // Consonants only.
        _ => {
            let all: Vec<char> = "bcdfghjklmnpqrstvwxz".chars().collect();
            (0..random.usize(4..12)).map(|_| all[random.usize(..all.len())]).collect()
        }
    };
    (0..words).map(|_| word(random)).collect::<Vec<String>>().join(" ")
}

/// Neighbouring keys of one row of a keyboard.
fn mashed(random: &mut fastrand::Rng) -> String {
    let row: Vec<char> = ROWS[random.usize(..ROWS.len())].chars().collect();
    let mut key = random.usize(..row.len());
    (0..random.usize(4..16))
        .map(|_| {
            key = (key + random.usize(..4)) % row.len();
            row[key]
        })
        .collect()
}

fn letters(random: &mut fastrand::Rng, alphabet: usize, length: std::ops::Range<usize>) -> String {
    let all: Vec<char> = LETTERS.chars().take(alphabet).collect();
    (0..random.usize(length)).map(|_| all[random.usize(..alphabet)]).collect()
}

/// Names and signs as programs have them.
fn code(random: &mut fastrand::Rng) -> String {
    let mut word = CODE[random.usize(..CODE.len())].to_owned();
    for _ in 0..random.usize(..3) {
        word.push_str(["_", "::", "->", "(", ")", "=", "."][random.usize(..7)]);
        word.push_str(CODE[random.usize(..CODE.len())]);
    }
    word
}

/// A random text of no language to measure with: made in other ways than [`noise`], which is trained on.
pub fn not_language(random: &mut fastrand::Rng) -> String {
    match random.u8(..10) {
        0 => digits(random),
        1 => address(random),
        2 => program(random),
        3 => pictures(random),
        4 => hammered(random),
        5 => identifier(random),
        6 => path(random),
        7 => format!("{}@{}.{}", letters(random, 26, 3..9), letters(random, 26, 3..9), one(random, &ENDINGS)),
        8 => formula(random),
        _ => (0..random.usize(1..5)).map(|_| digits(random)).collect::<Vec<String>>().join(" "),
    }
}

const ENDINGS: [&str; 6] = ["com", "org", "net", "ru", "de", "io"];
const KEYWORDS: [&str; 12] =
    ["if", "for", "while", "let", "def", "elif", "func", "struct", "enum", "impl", "typeof", "async"];
const NAMES: [&str; 14] =
    ["x", "y", "idx", "buf", "ptr", "cfg", "ctx", "req", "res", "err", "tmpVal", "n_max", "obj", "args"];
const PICTURES: [&str; 16] = ["😀", "🔥", "❤️", "👍🏽", "🇺🇦", "✅", "→", "★", "©", "…", "•", "🎉", "😂", "💪", "♫", "±"];
const KEYS: [&str; 8] = ["asdf", "jkl", "qwer", "uiop", "zxcv", "bnm", "йцук", "фыва"];

fn one<'a>(random: &mut fastrand::Rng, of: &[&'a str]) -> &'a str {
    of[random.usize(..of.len())]
}

fn digits(random: &mut fastrand::Rng) -> String {
    let number = random.u32(..1_000_000);
    match random.u8(..6) {
        0 => format!("{:02}.{:02}.{}", random.u8(1..29), random.u8(1..13), random.u16(1950..2030)),
        1 => format!(
            "+{} {:03} {:03}-{:02}-{:02}",
            random.u8(1..99),
            number % 1000,
            number / 7 % 1000,
            number % 97,
            number % 89
        ),
        2 => format!("${}.{:02}", number, number % 100),
        3 => format!("{}:{:02}", random.u8(..24), random.u8(..60)),
        4 => format!("{}%", f64::from(number) / 10_000.0),
        _ => number.to_string(),
    }
}

fn address(random: &mut fastrand::Rng) -> String {
    let host = format!("{}.{}", letters(random, 26, 4..12), one(random, &ENDINGS));
    let scheme = one(random, &["https://", "http://", "www.", "ftp://", ""]);
    format!("{scheme}{host}/{}?{}={}", letters(random, 62, 4..12), one(random, &NAMES), random.u16(..))
}

fn program(random: &mut fastrand::Rng) -> String {
    let (a, b, c) = (one(random, &NAMES), one(random, &NAMES), one(random, &NAMES));
    match random.u8(..5) {
        0 => format!("{} ({a} == {}) {{ {b}[{c}]++; }}", one(random, &KEYWORDS), random.u8(..)),
        1 => format!("{a} = {b}.{c}({}) ?? {{}};", random.u8(..)),
        2 => format!("{} {a}({b}, {c}): {b} + {c} * {}", one(random, &KEYWORDS), random.u8(..)),
        3 => format!("{{\"{a}\": {}, \"{b}\": [\"{c}\"]}}", random.u16(..)),
        _ => format!("<{a} {b}=\"{c}\">&{c};</{a}>"),
    }
}

fn pictures(random: &mut fastrand::Rng) -> String {
    (0..random.usize(1..8)).map(|_| one(random, &PICTURES)).collect()
}

fn hammered(random: &mut fastrand::Rng) -> String {
    (0..random.usize(2..6)).map(|_| one(random, &KEYS)).collect()
}

fn identifier(random: &mut fastrand::Rng) -> String {
    let hex = |random: &mut fastrand::Rng, count: usize| -> String {
        (0..count).map(|_| char::from_digit(random.u32(..16), 16).unwrap_or('0')).collect()
    };
    match random.u8(..3) {
        0 => [8, 4, 4, 4, 12].map(|count| hex(random, count)).join("-"),
        1 => hex(random, 40),
        _ => letters(random, 62, 20..44) + "==",
    }
}

fn path(random: &mut fastrand::Rng) -> String {
    let parts: Vec<&str> =
        (0..random.usize(2..5)).map(|_| one(random, &["usr", "lib", "src", "etc", "bin", "var"])).collect();
    format!(
        "/{}/{}.{}",
        parts.join("/"),
        letters(random, 26, 2..7),
        one(random, &["rs", "txt", "cfg", "so", "js", "h"])
    )
}

fn formula(random: &mut fastrand::Rng) -> String {
    let (a, b) = (one(random, &["x", "y", "z", "n", "k"]), random.u8(..));
    match random.u8(..3) {
        0 => format!("{a}^2 + {b}{a} - {} = 0", random.u8(..)),
        1 => format!("f({a}) = {b}/{a}"),
        _ => format!("C{}H{}O{}", random.u8(1..30), random.u8(1..60), random.u8(1..9)),
    }
}
