//! All rituals and banks there are: those built in, overlaid by the team's own `prompts/`.
//!
//! The same id in the team's folder wins, and what the team hides is not there. A file's name
//! is its id, so that asking for one parses one. A broken file never hides the others.
//! Nothing is written here, and nothing is kept between two questions.

mod resolve;

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use thiserror::Error;

use crate::bank::{self, Bank};
use crate::disk::Disk;
use crate::fault::{Fault, Faults, Read, closest, visible};
use crate::fields::LARGEST;
use crate::ritual::{self, Form, Mode, Ritual};

pub use resolve::resolve;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/prompts");

/// Folders within folders that are looked into.
const DEEPEST: usize = 4;

/// Where rituals and banks are found.
pub struct Library<'a> {
    disk: &'a dyn Disk,
    team: Option<PathBuf>,
    hide: Vec<String>,
}

/// A file that holds a ritual or a bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The file's name without its ending.
    pub id: String,
    /// Where it is, to be read or named.
    pub path: PathBuf,
    /// What it holds.
    pub kind: Kind,
    /// Its bytes, if it is part of the program.
    pub built_in: Option<&'static [u8]>,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    Ritual,
    Bank,
}

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ritual => "ritual",
            Self::Bank => "bank",
        }
    }
}

/// A file that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Which.
    pub path: PathBuf,
    /// What is in it, as far as it can be read.
    pub source: String,
    /// At least one error among them.
    pub faults: Vec<Fault>,
}

/// Why there is no such ritual or bank.
#[derive(Debug, Error)]
pub enum Missing {
    /// Nothing is called so.
    #[error("there is no {} called \"{}\"{}", kind.word(), visible(typed), suggest(closest.as_deref()))]
    NotFound {
        /// What was asked for.
        kind: Kind,
        /// The name asked for.
        typed: String,
        /// What may have been meant.
        closest: Option<String>,
    },
    /// Several begin so.
    #[error("\"{}\" may mean {}", visible(typed), ids.join(" or "))]
    Ambiguous {
        /// The beginning.
        typed: String,
        /// The ids, sorted.
        ids: Vec<String>,
    },
    /// It is there and cannot be used.
    #[error("{} cannot be used: {}", visible(&_0.path.to_string_lossy()), first(_0))]
    Faulty(Box<Broken>),
    /// A ritual uses itself, perhaps through others.
    #[error("the ritual {} uses itself", ids.join(", which uses "))]
    Circle {
        /// The ids along the way, the first again at the end.
        ids: Vec<String>,
    },
}

fn suggest(closest: Option<&str>) -> String {
    closest.map_or(String::new(), |it| format!("; did you mean \"{it}\"?"))
}

fn first(broken: &Broken) -> String {
    let first = broken
        .faults
        .iter()
        .find(|it| it.severity == crate::fault::Severity::Error);
    first.map_or(String::new(), |it| visible(&it.message))
}

impl<'a> Library<'a> {
    /// The built-in prompts and those in the folder of `team`, without the ids in `hide`.
    pub fn new(disk: &'a dyn Disk, team: Option<&Path>, hide: &[String]) -> Self {
        Self {
            disk,
            team: team.map(|it| it.join("prompts")),
            hide: hide.to_vec(),
        }
    }

    /// Every file with its id, sorted by id, and the folders that cannot be read.
    pub fn files(&self) -> (Vec<File>, Vec<Broken>) {
        let mut files = Vec::new();
        let mut broken = Vec::new();
        if let Some(folder) = &self.team {
            collect(self.disk, folder, false, DEEPEST, &mut files, &mut broken);
        }
        let n_team = files.len();
        built_in(&BUILT_IN, &mut files);
        let (team, built_in) = files.split_at(n_team);
        let covered = |it: &File| {
            team.iter()
                .any(|own| own.id == it.id && own.kind == it.kind)
        };
        let mut files: Vec<File> = team.to_vec();
        files.extend(built_in.iter().filter(|it| !covered(it)).cloned());
        files.retain(|it| !self.hide.contains(&it.id));
        files.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
        (files, broken)
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// As the system says.
    pub fn source<'f>(&self, file: &'f File) -> io::Result<Cow<'f, [u8]>> {
        match file.built_in {
            Some(bytes) => Ok(Cow::Borrowed(bytes)),
            None => Ok(Cow::Owned(self.disk.read(&file.path, LARGEST)?)),
        }
    }

    /// All rituals by id, and beside them the files that cannot be used.
    pub fn rituals(&self) -> (Vec<Ritual>, Vec<Broken>) {
        self.all(Kind::Ritual, ritual::read::read)
    }

    /// All banks by id, and beside them the files that cannot be used.
    pub fn banks(&self) -> (Vec<Bank>, Vec<Broken>) {
        let (mut banks, broken) = self.all(Kind::Bank, bank::read::read);
        for bank in &mut banks {
            bank.items.retain(|it| !self.hide.contains(&it.id));
        }
        (banks, broken)
    }

    /// The ritual with exactly this id.
    ///
    /// # Errors
    /// [`Missing::NotFound`], [`Missing::Faulty`].
    pub fn ritual(&self, id: &str) -> Result<Ritual, Missing> {
        self.one(Kind::Ritual, id, ritual::read::read)
    }

    /// The bank with exactly this id, without its hidden items.
    ///
    /// # Errors
    /// [`Missing::NotFound`], [`Missing::Faulty`].
    pub fn bank(&self, id: &str) -> Result<Bank, Missing> {
        let mut bank = self.one(Kind::Bank, id, bank::read::read)?;
        bank.items.retain(|it| !self.hide.contains(&it.id));
        Ok(bank)
    }

    /// The ritual that a person means: by id, by alias, or by the only beginning that fits.
    ///
    /// # Errors
    /// [`Missing::NotFound`] with one suggestion, [`Missing::Ambiguous`], [`Missing::Faulty`].
    pub fn find(&self, typed: &str) -> Result<Ritual, Missing> {
        let wanted = typed.trim().to_lowercase().replace(' ', "-");
        match self.ritual(&wanted) {
            Err(Missing::NotFound { .. }) => {}
            other => return other,
        }
        let (rituals, _) = self.rituals();
        if let Some(ritual) = rituals.iter().find(|it| it.aliases.contains(&wanted)) {
            return Ok(ritual.clone());
        }
        // A broken file is known by its id alone.
        let (files, _) = self.files();
        let ids = files
            .iter()
            .filter(|it| it.kind == Kind::Ritual)
            .map(|it| (&it.id, &it.id));
        let aliases = rituals
            .iter()
            .flat_map(|it| it.aliases.iter().map(move |alias| (alias, &it.id)));
        let names: Vec<(&String, &String)> = ids.chain(aliases).collect();
        let mut begun: Vec<&String> = names
            .iter()
            .filter(|(name, _)| !wanted.is_empty() && name.starts_with(&wanted))
            .map(|(_, id)| *id)
            .collect();
        begun.sort();
        begun.dedup();
        match begun[..] {
            [id] => self.ritual(id),
            [] => Err(Missing::NotFound {
                kind: Kind::Ritual,
                typed: typed.to_string(),
                closest: closest(&wanted, names.iter().map(|it| it.0.as_str())).map(str::to_string),
            }),
            _ => Err(Missing::Ambiguous {
                typed: typed.to_string(),
                ids: begun.into_iter().cloned().collect(),
            }),
        }
    }

    /// The ritual as it will be held: see [`resolve()`].
    ///
    /// # Errors
    /// As [`Library::ritual`] for the rituals it uses, and [`Missing::Circle`].
    pub fn resolve(&self, ritual: &Ritual, forms: &[Form], mode: Mode) -> Result<Ritual, Missing> {
        resolve(ritual, forms, mode, &|id| self.ritual(id))
    }

    fn all<T>(&self, kind: Kind, read: Reader<T>) -> (Vec<T>, Vec<Broken>) {
        let (files, mut broken) = self.files();
        let mut all = Vec::new();
        for file in files.iter().filter(|it| it.kind == kind) {
            match self.open(file, read) {
                Ok(it) => all.push(it),
                Err(it) => broken.push(it),
            }
        }
        (all, broken)
    }

    fn one<T>(&self, kind: Kind, id: &str, read: Reader<T>) -> Result<T, Missing> {
        let (files, _) = self.files();
        let mut ids = files.iter().filter(|it| it.kind == kind);
        match ids.clone().find(|it| it.id == id) {
            Some(file) => self
                .open(file, read)
                .map_err(|it| Missing::Faulty(Box::new(it))),
            None => Err(Missing::NotFound {
                kind,
                typed: id.to_string(),
                closest: closest(id, ids.by_ref().map(|it| it.id.as_str())).map(str::to_string),
            }),
        }
    }

    fn open<T>(&self, file: &File, read: Reader<T>) -> Result<T, Broken> {
        let source = self
            .source(file)
            .map_err(|it| unreadable(&file.path, &it))?;
        let read = read(&file.id, &file.path, &source);
        read.value.ok_or_else(|| Broken {
            path: file.path.clone(),
            source: String::from_utf8_lossy(&source).into_owned(),
            faults: read.faults,
        })
    }
}

type Reader<T> = fn(&str, &Path, &[u8]) -> Read<T>;

/// A file or folder that the system does not let us read.
pub fn unreadable(path: &Path, error: &io::Error) -> Broken {
    let mut faults = Faults::new(path);
    let message = format!("this cannot be read: {}", error.kind());
    faults.add(
        "S001",
        0..0,
        message,
        "look at its rights and its kind; links are not followed",
    );
    Broken {
        path: path.to_path_buf(),
        source: String::new(),
        faults: faults.beside(None::<()>).faults,
    }
}

/// Adds the `.toml` files in `folder` and below; those below a folder `rituals` hold rituals.
pub fn collect(
    disk: &dyn Disk,
    folder: &Path,
    rituals: bool,
    deep: usize,
    files: &mut Vec<File>,
    broken: &mut Vec<Broken>,
) {
    let names = match disk.list(folder) {
        Ok(names) => names,
        // Not every name without a dot is a folder.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return,
        Err(error) => return broken.push(unreadable(folder, &error)),
    };
    for name in names.iter().filter_map(|it| it.file_name()) {
        let path = folder.join(name);
        match path.extension() {
            Some(ending) if ending == "toml" => files.extend(file(&path, rituals, None)),
            None if deep > 0 && !name.as_encoded_bytes().starts_with(b".") => {
                let rituals = rituals || name == "rituals";
                collect(disk, &path, rituals, deep - 1, files, broken);
            }
            Some(_) | None => {}
        }
    }
}

fn built_in(folder: &'static Dir<'static>, files: &mut Vec<File>) {
    for it in folder
        .files()
        .filter(|it| it.path().extension().is_some_and(|it| it == "toml"))
    {
        let rituals = it.path().starts_with("rituals");
        files.extend(file(
            &Path::new("prompts").join(it.path()),
            rituals,
            Some(it.contents()),
        ));
    }
    for folder in folder.dirs() {
        built_in(folder, files);
    }
}

fn file(path: &Path, rituals: bool, built_in: Option<&'static [u8]>) -> Option<File> {
    Some(File {
        id: path.file_stem()?.to_string_lossy().into_owned(),
        path: path.to_path_buf(),
        kind: if rituals { Kind::Ritual } else { Kind::Bank },
        built_in,
    })
}
