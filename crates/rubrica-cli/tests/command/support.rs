//! What the tests of the command share.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A short text in English about sport, one in Russian about politics, one in German about the economy.
pub const SPORT: &str = "The home team won the cup final on Saturday after two late goals; the striker scored in the \
                         last minute and the coach praised his players for a fine season in the league.";
pub const POLITICS: &str = "Парламент принял закон о выборах президента, за него проголосовало большинство депутатов; \
                            оппозиция заявила, что правительство не учло её поправки.";
pub const ECONOMY: &str = "Die Aktien des Konzerns fielen am Montag an der Börse, nachdem die Bank ihre Prognose für \
                           Umsatz und Gewinn im laufenden Quartal gesenkt hatte.";

/// A run of the command in a folder of its own.
pub struct Run {
    folder: TempDir,
    arguments: Vec<String>,
    input: Vec<u8>,
}

/// What came of it.
pub struct Done {
    pub status: Option<i32>,
    pub out: String,
    pub complaints: String,
}

/// `rubrica` with arguments, which are separated by spaces.
pub fn rubrica(arguments: &str) -> Run {
    Run {
        folder: TempDir::new().expect("a folder for temporary files"),
        arguments: arguments.split_whitespace().map(str::to_owned).collect(),
        input: Vec::new(),
    }
}

impl Run {
    /// With a file of that name in the folder.
    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the folder is ours");
        fs::write(path, content).expect("the folder is ours");
        self
    }

    /// With something on standard input.
    pub fn input(mut self, input: impl AsRef<[u8]>) -> Self {
        self.input = input.as_ref().to_vec();
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn done(self) -> Done {
        let mut child = self
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command was built");
        let mut stdin = child.stdin.take().expect("it is piped");
        // A command that complains at once does not read its input.
        let writer = std::thread::spawn(move || stdin.write_all(&self.input).ok());
        let output = child.wait_with_output().expect("the command ends");
        writer.join().expect("writing does not panic");
        Done::from(output)
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rubrica"));
        command.args(&self.arguments).current_dir(self.folder.path());
        command
    }
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the command writes UTF-8");
        Self { status: output.status.code(), out: text(output.stdout), complaints: text(output.stderr) }
    }
}

impl Done {
    /// The output of a run that had nothing to complain of.
    pub fn clean(self) -> String {
        assert_eq!((self.status, &*self.complaints), (Some(0), ""));
        self.out
    }

    /// The same as JSON.
    pub fn json(self) -> Value {
        serde_json::from_str(&self.clean()).expect("the output is JSON")
    }

    /// The lines of the same as JSON.
    pub fn jsonl(self) -> Vec<Value> {
        rows(&self.clean())
    }
}

/// The values of lines of JSON.
pub fn rows(jsonl: &str) -> Vec<Value> {
    jsonl.lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect()
}

pub fn packed(content: impl AsRef<[u8]>) -> Vec<u8> {
    zstd::encode_all(content.as_ref(), 0).expect("packing to memory")
}

/// Values as lines of JSON.
pub fn jsonl(rows: &[Value]) -> String {
    rows.iter().map(|row| format!("{row}\n")).collect::<Vec<_>>().concat()
}

/// Where the shipped models are.
pub fn models() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models")
}

pub fn language(item: &Value) -> &str {
    item["language"][0]["detectedLanguage"].as_str().expect("an item has a language")
}

pub fn topic(item: &Value) -> &str {
    item["topics"][0]["slug"].as_str().expect("an item has a topic")
}
