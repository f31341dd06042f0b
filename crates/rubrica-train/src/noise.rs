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
    let kind = random.usize(..5);
    let word = |random: &mut fastrand::Rng| match kind {
        0 => mashed(random),
        1 => letters(random, LETTERS.len(), 4..24),
        2 => code(random),
        3 => std::iter::repeat_n(char::from(b'a' + random.u8(..26)), random.usize(3..12)).collect(),
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
