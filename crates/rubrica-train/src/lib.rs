//! From corpora to model files, and from model files to figures.
//!
//! [`train_language`] and [`train_topics`] learn a table of vectors, let linfa fit the heads on it, calibrate on dev data
//! and return the bytes of a model file; [`refit_stories`] renews the story part of one. [`write_card`] measures finished
//! files. The same data and plan give the same bytes.

mod baseline;
mod bitext;
mod calibrate;
mod card;
mod checkpoint;
mod codebook;
mod command;
mod contenders;
mod corpus;
mod desks;
mod draw;
mod error;
mod features;
mod glossary;
mod held_out;
mod language;
mod linear;
mod made;
mod metric;
mod network;
mod noise;
mod pastes;
mod progress;
mod quantise;
mod speed;
mod splitter;
mod stories;
mod teacher;
mod topics;
mod yardstick;

pub use card::write as write_card;
pub use checkpoint::Unfinished;
pub use command::{finish, read_file, read_models, write_file};
pub use contenders::{Contender, compare as compare_languages};
pub use desks::{
    Pool as DeskPool, Reader as DeskReader, across_languages as desks_across_languages, given as desks_given,
};
pub use error::TrainError;
pub use held_out::accuracy as held_out_accuracy;
pub use language::{Plan as LanguagePlan, train as train_language};
pub use network::Course;
pub use pastes::{Material as PasteMaterial, Paste, Pool, Span, Style};
pub use speed::{Speed, measure as measure_speed};
pub use splitter::{
    Figures as SplitFigures, Weights as SplitWeights, fit as fit_splitter, fit_without as fit_splitter_without,
    measure as measure_splitter, shipped as shipped_splitter,
};
pub use stories::refit as refit_stories;
pub use topics::{Plan as TopicPlan, train as train_topics};
pub use yardstick::{
    Figures as LanguageFigures, Test as LanguageTest, measure as measure_language, tests as language_tests,
};
