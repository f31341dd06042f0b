//! A training that was cut off goes on where it was kept last.

use std::fmt::Debug;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::TrainError;
use crate::network::Network;

/// Where a training is kept while it goes on.
#[derive(Clone, Debug)]
pub struct Unfinished {
    /// The file.
    pub path: PathBuf,
    /// How often at most.
    pub every: Duration,
    /// The training stops, and can be gone on with, when a part begins with this batch or a later one.
    pub pause_at: Option<usize>,
}

impl Unfinished {
    /// Deletes what was kept, if anything was.
    ///
    /// # Errors
    /// If it is there and cannot be deleted.
    pub fn forget(&self) -> Result<(), TrainError> {
        [&self.path, &self.partial()].into_iter().try_for_each(|path| match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(TrainError::write(path, error)),
            _ => Ok(()),
        })
    }

    /// Where it is written first: what was kept before stays until all of it is there.
    fn partial(&self) -> PathBuf {
        self.path.with_extension("partial")
    }
}

/// How far a training is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The batch that comes next.
    pub batch: usize,
    /// The state of the random numbers that its texts are drawn by.
    pub seed: u64,
    /// What was noted of confusions, where it is.
    pub confusions: Vec<f64>,
}

/// Keeps a training, and finds one that was kept.
pub struct Keeper<'u> {
    unfinished: Option<&'u Unfinished>,
    /// Tells this training from any other.
    training: String,
    last: Instant,
}

impl<'u> Keeper<'u> {
    /// For a training by `plan` on the files of these folders; keeps nothing, if there is no place for it.
    pub fn new(unfinished: Option<&'u Unfinished>, plan: &impl Debug, folders: &[&Path]) -> Self {
        Self { unfinished, training: training(plan, folders), last: Instant::now() }
    }

    /// How far this training was, and what it had learned, if it was cut off.
    pub fn found(&self) -> Option<(Place, Network)> {
        let path = &self.unfinished?.path;
        let file = File::open(path).ok()?;
        match self.read(file) {
            Ok(Some((place, network))) => {
                eprintln!("goes on from batch {}, which {} has", place.batch, path.display());
                Some((place, network))
            }
            Ok(None) => {
                eprintln!("{} is of another plan, program or data: begins anew", path.display());
                None
            }
            Err(error) => {
                eprintln!("{} cannot be read ({error}): begins anew", path.display());
                None
            }
        }
    }

    fn read(&self, file: File) -> postcard::Result<Option<(Place, Network)>> {
        // A string passes through it.
        let mut scratch = vec![0; 1 << 16];
        let (training, (file, _)): (String, _) = postcard::from_io((BufReader::new(file), &mut scratch[..]))?;
        if training != self.training {
            return Ok(None);
        }
        let (place, (file, _)) = postcard::from_io((file, &mut scratch[..]))?;
        let (mut network, _): (Network, _) = postcard::from_io((file, &mut scratch[..]))?;
        network.bag.ship_again();
        Ok(Some((place, network)))
    }

    /// Keeps the training, if it was not for a while.
    ///
    /// # Errors
    /// If this is where it is to pause.
    pub fn keep(&mut self, place: impl FnOnce() -> Place, network: &Network) -> Result<(), TrainError> {
        let Some(unfinished) = self.unfinished else { return Ok(()) };
        let place = place();
        let pauses = unfinished.pause_at.is_some_and(|batch| place.batch >= batch);
        let is_due = pauses || self.last.elapsed() >= unfinished.every;
        if is_due && self.keep_now(&place, network) && pauses {
            return Err(TrainError::Paused { path: unfinished.path.clone(), batch: place.batch });
        }
        Ok(())
    }

    /// Keeps the training, if there is a place for it, and says whether it could: that it cannot is no reason to stop.
    pub fn keep_now(&mut self, place: &Place, network: &Network) -> bool {
        let Some(unfinished) = self.unfinished else { return false };
        let partial = unfinished.partial();
        let kept = self.write(&partial, place, network).and_then(|()| fs::rename(&partial, &unfinished.path));
        if let Err(error) = &kept {
            eprintln!("cannot keep what is learned so far in {}: {error}", unfinished.path.display());
            // It would take the room that the model needs. If it is not there, it takes none.
            let _ = fs::remove_file(partial);
        }
        self.last = Instant::now();
        kept.is_ok()
    }

    fn write(&self, path: &Path, place: &Place, network: &Network) -> io::Result<()> {
        let file = BufWriter::new(File::create(path)?);
        let file = postcard::to_io(&self.training, file).map_err(io::Error::other)?;
        let file = postcard::to_io(place, file).map_err(io::Error::other)?;
        let mut file = postcard::to_io(network, file).map_err(io::Error::other)?;
        file.flush()?;
        file.get_ref().sync_all()
    }
}

/// The plan, the names and sizes of all files in the folders, and a hash of this program.
fn training(plan: &impl Debug, folders: &[&Path]) -> String {
    let mut files = Vec::new();
    folders.iter().for_each(|folder| sizes(folder, &mut files));
    files.sort_unstable();
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    let program = std::env::current_exe().and_then(fs::read);
    program.unwrap_or_default().hash(&mut hasher);
    format!("{plan:?} {:016x}", hasher.finish())
}

/// What cannot be listed is told when it is read.
fn sizes(folder: &Path, files: &mut Vec<(PathBuf, u64)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => sizes(&entry.path(), files),
            Ok(metadata) => files.push((entry.path(), metadata.len())),
            Err(_) => {}
        }
    }
}
