//! The files that hold rituals and banks: those inside the program, and those in a folder.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::disk::Disk;
use crate::fault::Broken;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/prompts");

/// Folders within folders that are looked into.
const DEEPEST: usize = 4;

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

/// What a file says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// That it holds this.
    Kind(Kind),
    /// That it is of a format that is neither.
    Other,
    /// Nothing.
    Nothing,
}

/// What a file says it holds, by its format or its first table.
pub fn said(source: &[u8]) -> Said {
    let source = String::from_utf8_lossy(source);
    for line in source.trim_start_matches('\u{feff}').lines().map(str::trim) {
        if let Some((key, value)) = line.split_once('=')
            && key.trim() == "format"
            && let Some((kind, _)) = value.trim().trim_matches(['"', '\'']).split_once('/')
        {
            return match kind {
                "firelight.ritual" => Said::Kind(Kind::Ritual),
                "firelight.bank" => Said::Kind(Kind::Bank),
                _ => Said::Other,
            };
        }
        match line {
            "[bank]" | "[[item]]" | "[[word]]" => return Said::Kind(Kind::Bank),
            "[[step]]" => return Said::Kind(Kind::Ritual),
            _ => {}
        }
    }
    Said::Nothing
}

/// What is wrong when a file lies in the place of one kind and says that it is of another.
pub fn misplaced(path: &Path, place: Kind, source: &[u8]) -> Option<Broken> {
    let Said::Kind(kind) = said(source) else {
        return None;
    };
    let help = match kind {
        Kind::Ritual => "move it to the folder `prompts/rituals`, or below it",
        Kind::Bank => "move it to the folder `prompts`, or below it, but not into `rituals`",
    };
    let (is, place_word) = (kind.word(), place.word());
    let message = format!("this is a {is}, and lies where a {place_word} is looked for");
    (kind != place).then(|| Broken {
        source: String::from_utf8_lossy(source).into_owned(),
        ..Broken::of(path, "B103", message, help)
    })
}

/// Adds the `.toml` files in `folder` and below. A file holds what its `place` says; everything
/// below a folder `rituals` is a ritual.
pub fn collect(disk: &dyn Disk, folder: &Path, place: Kind, found: &mut Collected) {
    walk(disk, folder, place, DEEPEST, found);
}

/// What lies in a folder and below.
#[derive(Debug, Default)]
pub struct Collected {
    /// Files to read.
    pub files: Vec<File>,
    /// What is passed over and should not be.
    pub broken: Vec<Broken>,
}

fn walk(disk: &dyn Disk, folder: &Path, place: Kind, deep: usize, found: &mut Collected) {
    let names = match disk.list(folder) {
        Ok(names) => names,
        // Not every name without a dot is a folder.
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return,
        Err(error) => return found.broken.push(Broken::unreadable(folder, &error)),
    };
    for name in names.iter().filter_map(|it| it.file_name()) {
        let path = folder.join(name);
        match path.extension() {
            Some(ending) if ending == "toml" => found.files.extend(file(&path, place, None)),
            None if deep > 0 && !name.as_encoded_bytes().starts_with(b".") => {
                let place = place_below(place, name);
                walk(disk, &path, place, deep - 1, found);
            }
            Some(_) if is_slip(name) => found.broken.push(slip(&path, place)),
            Some(_) | None => {}
        }
    }
}

fn place_below(place: Kind, folder: &OsStr) -> Kind {
    if folder == "rituals" {
        Kind::Ritual
    } else {
        place
    }
}

/// Whether a name was likely meant to end in `.toml`.
fn is_slip(name: &OsStr) -> bool {
    let name = name.to_string_lossy().to_lowercase();
    [".toml", ".toml.txt", ".tml"]
        .iter()
        .any(|it| name.ends_with(it))
}

/// What is wrong when a name does not end in `.toml`.
pub fn slip(path: &Path, place: Kind) -> Broken {
    let message = format!(
        "this is not read: the name of a {} ends in .toml",
        place.word()
    );
    Broken::of(path, "B104", message, "rename the file")
}

/// The files that are part of the program.
pub fn built_in() -> Vec<File> {
    fn walk(folder: &'static Dir<'static>, place: Kind, files: &mut Vec<File>) {
        for it in folder.files() {
            if it.path().extension().is_some_and(|it| it == "toml") {
                let path = Path::new("prompts").join(it.path());
                files.extend(file(&path, place, Some(it.contents())));
            }
        }
        for it in folder.dirs() {
            let name = it.path().file_name().unwrap_or_default();
            walk(it, place_below(place, name), files);
        }
    }
    let mut files = Vec::new();
    walk(&BUILT_IN, Kind::Bank, &mut files);
    files
}

fn file(path: &Path, kind: Kind, built_in: Option<&'static [u8]>) -> Option<File> {
    Some(File {
        id: path.file_stem()?.to_string_lossy().into_owned(),
        path: path.to_path_buf(),
        kind,
        built_in,
    })
}
