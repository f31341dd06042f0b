//! The arguments of the command.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use rubrica::{Asked, Explain, LanguageModel, Options, TOPICS, Topic};
use rubrica_documents::Format;

use crate::failure::Failure;
use crate::input::Source;

/// Says of every item in a paste of news its language, its topic, whether it is news, which words say so, and which
/// items tell the same story. Nothing leaves this machine.
#[derive(Debug, Parser)]
#[command(name = "rubrica", version, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Classify(ClassifyArgs),
    Explain(ExplainArgs),
    Evaluate(EvaluateArgs),
    Teach(TeachArgs),
}

/// Classify texts.
///
/// A line or file that cannot be read is reported on stderr and skipped; the exit status is then 1.
#[derive(Debug, Args)]
pub struct ClassifyArgs {
    /// Files to read; `-` or nothing for standard input. Files packed with zstd are unpacked, byte order marks obeyed
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// What the files hold: one text each, HTML, Markdown, a feed (RSS, Atom or JSON Feed), a JSON object a line, or a
    /// table with a header row [default: by the names: html for .html, .htm and .xhtml, markdown for .md and .markdown,
    /// feed for .rss, .atom and .xml, jsonl for .jsonl and .ndjson, csv for .csv, else text]
    #[arg(long, value_enum)]
    input: Option<InputFormat>,

    /// The field or column that holds the text
    #[arg(long, default_value = "text", value_name = "NAME")]
    pub field: String,

    /// How to write the result: JSON, one JSON object a line, or a table with a row per item
    /// [default: jsonl for jsonl, csv for csv, else json]
    #[arg(long, value_enum)]
    format: Option<OutputFormat>,

    /// How many topics to give for each item
    #[arg(long, default_value_t = Options::default().top_k, value_name = "N")]
    top_k: usize,

    /// Take each text as one item
    #[arg(long)]
    no_split: bool,

    /// Leave the evidence out, which is faster
    #[arg(long)]
    no_explain: bool,

    /// A desk of your own topics, made by `rubrica teach`: reports then say which of them an item belongs to
    #[arg(long, value_name = "FILE")]
    pub desk: Option<PathBuf>,

    /// Where to write the result; `-` for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: PathBuf,

    /// Go on behind the rows that the file of --output has, for a run with the same arguments that was cut off. Needs --format
    /// jsonl
    #[arg(long)]
    pub resume: bool,

    /// The unit of all offsets: bytes of UTF-8, or UTF-16 code units as in JavaScript
    #[arg(long, value_enum, default_value_t = Offsets::Bytes)]
    pub offsets: Offsets,

    /// A folder with other language.bin and topics.bin than those built in
    #[arg(long, value_name = "DIR")]
    pub models: Option<PathBuf>,
}

/// Show which words decided, and why it is not something else.
///
/// Writes each item with the words that speak for its topic and against it, and their weights. Weights and rest add up to
/// the score. On a terminal they are coloured, unless `NO_COLOR` is set.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The file to read; `-` or nothing for standard input
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// What the file holds: a text, HTML, Markdown or a feed (RSS, Atom or JSON Feed) [default: by its name, as for classify;
    /// what is none of these is text]
    #[arg(long, value_parser = texts())]
    input: Option<InputFormat>,

    /// The topic to explain, by its slug; may be given more than once [default: each item's best]
    #[arg(long, value_name = "SLUG", value_parser = topics())]
    topic: Vec<String>,

    /// Also why it is not this topic
    #[arg(long, value_name = "SLUG", value_parser = topics())]
    against: Option<String>,

    /// Also why it is news, or why it is not
    #[arg(long)]
    news: bool,

    /// Also why it is in the first of two languages and not in the second, by their codes: `--languages uk ru`
    #[arg(long, num_args = 2, value_names = ["CODE", "CODE"])]
    languages: Vec<String>,

    /// Write the report as JSON; offsets are bytes, and count in its `text` where that is not the file's own
    #[arg(long)]
    pub json: bool,

    /// Take the text as one item
    #[arg(long)]
    no_split: bool,

    /// A folder with other language.bin and topics.bin than those built in
    #[arg(long, value_name = "DIR")]
    pub models: Option<PathBuf>,
}

/// Measure the models on labelled rows and write one JSON object of metrics.
///
/// Each row is one item, or for split a whole paste. A row that cannot be read is reported on stderr and skipped; the exit status is then 1.
#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// What to measure
    #[arg(long, value_enum)]
    pub task: Task,

    /// Rows to measure on, a JSON object a line: `{title, text, topic, lang, source}` for topic, `{title, text, kind,
    /// lang}` for kind, `{text, lang}` for language (or .tsv: language, source, script, text), `{a, b, a_text, b_text,
    /// same}` for story, `{title, text}` for evidence, `{id, text, lang}` for translation, where the ids
    /// `source:language:number` of translations end in the same number, `{text, items: [{start, end}], style, languages}` with offsets in bytes for split. May be packed with zstd; `-` is standard input
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    data: Vec<PathBuf>,

    /// Read no more than so many rows
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,

    /// A folder with other language.bin and topics.bin than those built in
    #[arg(long, value_name = "DIR")]
    pub models: Option<PathBuf>,
}

/// Learn topics of your own from examples, and write them as a desk for `rubrica classify --desk`.
///
/// How good the desk is on its own examples is said on stderr. A line that cannot be read is reported there and skipped;
/// the exit status is then 1.
#[derive(Debug, Args)]
pub struct TeachArgs {
    /// Examples, a JSON object a line: `{"topic": "chess", "text": "…"}`; a topic of null stands for none of them. `-` is
    /// standard input. Files packed with zstd are unpacked
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Where to write the desk; `-` for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    pub output: PathBuf,

    /// A desk whose examples come first: to teach it more, or to learn it again for another model
    #[arg(long, value_name = "FILE")]
    pub desk: Option<PathBuf>,

    /// The field that holds the text of an example
    #[arg(long, default_value = "text", value_name = "NAME")]
    pub field: String,

    /// The field that holds its topic
    #[arg(long, default_value = "topic", value_name = "NAME")]
    pub topic_field: String,

    /// A topic less likely than this, 0 to 1, is not given to an item [default: that of --desk, or 0.4]
    #[arg(long, value_name = "P")]
    pub floor: Option<f64>,

    /// Leave the examples out of the desk: it then tells nothing of them, and cannot be taught more or learned again
    #[arg(long)]
    pub no_examples: bool,

    /// A folder with other language.bin and topics.bin than those built in
    #[arg(long, value_name = "DIR")]
    pub models: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    Text,
    Html,
    Markdown,
    Feed,
    Jsonl,
    Csv,
}

/// What a whole call reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Texts, with markup or without.
    Texts,
    Jsonl,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    Json,
    Jsonl,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Offsets {
    Bytes,
    Utf16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Task {
    Topic,
    Language,
    Kind,
    Story,
    Evidence,
    Translation,
    Split,
}

impl ClassifyArgs {
    pub fn sources(&self) -> Vec<Source> {
        if self.files.is_empty() { vec![Source::Stdin] } else { sources(&self.files) }
    }

    /// What the files hold. Rows and documents do not mix: where only some files are of rows, all are texts.
    pub fn input(&self) -> Input {
        let sources = self.sources();
        let all = |input| sources.iter().all(|source| self.input.unwrap_or_else(|| by_name(source)) == input);
        if all(InputFormat::Jsonl) {
            Input::Jsonl
        } else if all(InputFormat::Csv) {
            Input::Csv
        } else {
            Input::Texts
        }
    }

    /// What markup a text of that source has.
    pub fn markup(&self, source: &Source) -> Option<Format> {
        self.input.unwrap_or_else(|| by_name(source)).markup()
    }

    pub fn format(&self) -> Result<OutputFormat, Failure> {
        match (self.input(), self.format) {
            (Input::Jsonl, Some(OutputFormat::Csv)) => Err(Failure::Usage(
                "--format csv cannot hold the other fields of jsonl rows, which may differ from row to row; \
                 use --format jsonl or json, or --input csv"
                    .into(),
            )),
            (_, Some(format)) => Ok(format),
            (Input::Texts, None) => Ok(OutputFormat::Json),
            (Input::Jsonl, None) => Ok(OutputFormat::Jsonl),
            (Input::Csv, None) => Ok(OutputFormat::Csv),
        }
    }

    /// The file to write to, if it is not standard output.
    pub fn output(&self) -> Result<Option<&Path>, Failure> {
        let to_file = self.output != Path::new("-");
        if self.resume && !(to_file && self.format()? == OutputFormat::Jsonl) {
            return Err(Failure::Usage(
                "--resume counts the lines of a file: it needs --output and --format jsonl".into(),
            ));
        }
        if !to_file {
            return Ok(None);
        }
        let same =
            |file: &Path| self.output.canonicalize().is_ok_and(|output| file.canonicalize().is_ok_and(|f| f == output));
        let is_read = self.desk.iter().any(|desk| same(desk))
            || self.sources().iter().any(|source| match source {
                // Where the system has a name for it, and it is a file.
                Source::Stdin => same(Path::new("/dev/stdin")),
                Source::File(file) => same(file),
            });
        if is_read {
            return Err(Failure::Usage(format!("--output {} is one of the files to read", self.output.display())));
        }
        Ok(Some(&self.output))
    }

    pub fn options(&self) -> Options {
        let explain = if self.no_explain { Explain::Nothing } else { Explain::Best };
        Options { split: !self.no_split, top_k: self.top_k, explain }
    }
}

impl InputFormat {
    /// The names of those that are one text.
    const TEXTS: [&str; 4] = ["text", "html", "markdown", "feed"];

    fn markup(self) -> Option<Format> {
        match self {
            Self::Html => Some(Format::Html),
            Self::Markdown => Some(Format::Markdown),
            Self::Feed => Some(Format::Feed),
            Self::Text | Self::Jsonl | Self::Csv => None,
        }
    }
}

impl ExplainArgs {
    pub fn source(&self) -> Source {
        self.file.as_deref().map_or(Source::Stdin, Source::from)
    }

    /// What markup the text has.
    pub fn markup(&self) -> Option<Format> {
        self.input.unwrap_or_else(|| by_name(&self.source())).markup()
    }

    pub fn options(&self, languages: &LanguageModel) -> Result<Options, Failure> {
        if let Some(unknown) = self.languages.iter().find(|code| languages.languages().all(|known| known != *code)) {
            return Err(Failure::Usage(format!(
                "--languages: the model does not know `{unknown}`; give codes such as uk"
            )));
        }
        let topic = |slug: &String| TOPICS.iter().find(|topic| topic.slug == slug);
        let asked = Asked {
            topics: self.topic.iter().filter_map(topic).collect(),
            against: self.against.as_ref().and_then(topic),
            news: self.news,
            languages: self.languages.clone().try_into().ok(),
        };
        Ok(Options { split: !self.no_split, explain: Explain::Asked(asked), ..Options::default() })
    }
}

fn texts() -> impl TypedValueParser<Value = InputFormat> {
    PossibleValuesParser::new(InputFormat::TEXTS).try_map(|name| InputFormat::from_str(&name, false))
}

fn topics() -> PossibleValuesParser {
    TOPICS.map(|Topic { slug, .. }| slug).into()
}

impl TeachArgs {
    /// None only where all examples are those of a desk.
    pub fn sources(&self) -> Vec<Source> {
        if self.files.is_empty() && self.desk.is_none() { vec![Source::Stdin] } else { sources(&self.files) }
    }
}

impl EvaluateArgs {
    pub fn sources(&self) -> Vec<Source> {
        sources(&self.data)
    }
}

/// What a file of that name holds.
fn by_name(source: &Source) -> InputFormat {
    let endings: [(InputFormat, &[&str]); 5] = [
        (InputFormat::Html, &["html", "htm", "xhtml"]),
        (InputFormat::Markdown, &["md", "markdown"]),
        (InputFormat::Feed, &["rss", "atom", "xml"]),
        (InputFormat::Jsonl, &["jsonl", "ndjson"]),
        (InputFormat::Csv, &["csv"]),
    ];
    let found = endings.into_iter().find(|(_, endings)| endings.iter().any(|ending| source.has_ending(ending)));
    found.map_or(InputFormat::Text, |(format, _)| format)
}

fn sources(files: &[PathBuf]) -> Vec<Source> {
    files.iter().map(|file| Source::from(file.as_path())).collect()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn classify(arguments: &[&str]) -> ClassifyArgs {
        let all = ["rubrica", "classify"].iter().chain(arguments);
        match Arguments::parse_from(all).command {
            Command::Classify(args) => args,
            Command::Explain(_) | Command::Evaluate(_) | Command::Teach(_) => {
                panic!("not the command that was given")
            }
        }
    }

    #[test]
    fn the_definition_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn names_of_files_tell_what_they_hold_unless_the_caller_does() {
        assert_eq!(classify(&[]).input(), Input::Texts);
        assert_eq!(classify(&["a.jsonl", "b.ndjson.zst"]).input(), Input::Jsonl);
        assert_eq!(classify(&["a.csv"]).input(), Input::Csv);
        assert_eq!(classify(&["a.csv", "b.txt"]).input(), Input::Texts);
        assert_eq!(classify(&["a.csv", "--input", "text"]).input(), Input::Texts);
    }

    #[test]
    fn every_file_has_the_markup_of_its_name() {
        let markup = |arguments: &[&str]| {
            let args = classify(arguments);
            args.sources().iter().map(|source| args.markup(source)).collect::<Vec<_>>()
        };
        let (html, markdown, feed) = (Some(Format::Html), Some(Format::Markdown), Some(Format::Feed));
        assert_eq!(markup(&["a.HTML.zst", "b.md", "c.xml", "d.txt"]), [html, markdown, feed, None]);
        assert_eq!(markup(&["a.txt", "b.md", "--input", "html"]), [html, html]);
        assert_eq!(markup(&["--input", "feed"]), [feed]);
        assert_eq!(classify(&["a.html", "b.csv"]).input(), Input::Texts);
    }

    #[test]
    fn the_result_is_written_as_the_input_was() {
        assert_eq!(classify(&["a.txt"]).format().ok(), Some(OutputFormat::Json));
        assert_eq!(classify(&["a.jsonl"]).format().ok(), Some(OutputFormat::Jsonl));
        assert_eq!(classify(&["a.csv"]).format().ok(), Some(OutputFormat::Csv));
        assert_eq!(classify(&["a.csv", "--format", "jsonl"]).format().ok(), Some(OutputFormat::Jsonl));
        assert!(classify(&["a.jsonl", "--format", "csv"]).format().is_err());
    }
}
