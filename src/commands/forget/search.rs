//! Where else somebody is spoken of: a look into every file of both folders, at the names of
//! files and folders, and at what could not be looked into.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::shown;
use crate::disk::{Disk, Kind, words};
use crate::logs::{self, read};
use crate::places::Places;
use crate::plan::slots;
use crate::roster::mention::{Mention, Mentions};
use crate::story::store;

/// Folders within folders that are looked into.
const DEEPEST: usize = 64;

/// Files that are looked into, and bytes of them.
const MOST_FILES: usize = 1_000_000;
const MOST_BYTES: u64 = 16 << 30;

/// What was found.
#[derive(Debug, Default, Serialize)]
pub(super) struct Found {
    pub kept: Vec<KeptLine>,
    pub elsewhere: Vec<Elsewhere>,
    /// Whether the person's own story may hold the name; where in it is for nobody's screen.
    pub story: bool,
    /// Files that were looked into.
    pub looked_into: usize,
    pub unread: Vec<Unread>,
}

/// A line that people agreed to keep.
#[derive(Debug, Serialize)]
pub(super) struct KeptLine {
    pub path: String,
    pub form: String,
    pub text: String,
    /// Whether it names the person; otherwise it may mean somebody else.
    pub certain: bool,
}

/// A file or folder.
#[derive(Debug, Serialize)]
pub(super) struct Elsewhere {
    pub path: String,
    /// Where in it; none when its own name says it.
    pub line: Option<usize>,
    /// As for a line.
    pub certain: bool,
    pub until: &'static str,
}

/// What was not looked into, and why.
#[derive(Debug, Serialize)]
pub(super) struct Unread {
    pub path: String,
    pub why: String,
}

/// Looks everywhere; `others` are files of other people in the roster, whose own names are
/// theirs.
pub(super) fn search(
    disk: &dyn Disk,
    places: &Places,
    mentions: &Mentions,
    others: &BTreeSet<PathBuf>,
) -> Found {
    let mut search = Search {
        disk,
        places,
        mentions,
        others,
        told: BTreeSet::new(),
        bytes: 0,
        found: Found::default(),
    };
    search.kept_lines();
    for top in [&places.team, &places.private] {
        search.below(top);
    }
    search.found
}

struct Search<'a> {
    disk: &'a dyn Disk,
    places: &'a Places,
    mentions: &'a Mentions,
    others: &'a BTreeSet<PathBuf>,
    /// Logs that are told with their lines.
    told: BTreeSet<PathBuf>,
    bytes: u64,
    found: Found,
}

impl Search<'_> {
    fn kept_lines(&mut self) {
        for (log, path) in read::read_all(self.disk, &self.places.team).logs {
            for kept in &log.kept {
                if let Some(mention) = self.mentions.in_text(kept.text.as_str()) {
                    self.told.insert(path.clone());
                    self.found.kept.push(KeptLine {
                        path: shown(&path),
                        form: kept.form.clone(),
                        text: kept.text.as_str().to_string(),
                        certain: mention == Mention::Named,
                    });
                }
            }
        }
    }

    fn below(&mut self, top: &Path) {
        let mut folders = vec![(top.to_path_buf(), 0)];
        while let Some((folder, depth)) = folders.pop() {
            let paths = match self.disk.list(&folder) {
                Ok(paths) => paths,
                Err(error) => {
                    self.unread(&folder, words(&error));
                    continue;
                }
            };
            // The last is looked at first, so that the answer is in order.
            let mut inner = Vec::new();
            // Who would like to tell is for nobody's screen, and not even that anybody would.
            let pages = slots::folder(&self.places.private);
            for path in paths.into_iter().filter(|it| *it != pages) {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if let Some(mention) = self.mentions.in_text(&name) {
                    self.elsewhere(&path, None, mention);
                }
                match self.disk.look(&path).map(|it| it.kind) {
                    Ok(Kind::Folder) if path.ends_with(".git/objects") => {
                        self.unread(&path, "git packs what it keeps");
                    }
                    Ok(Kind::Folder) if depth == DEEPEST => {
                        self.unread(&path, format!("more than {DEEPEST} folders deep"));
                    }
                    Ok(Kind::Folder) => inner.push((path, depth + 1)),
                    Ok(Kind::File) => self.file(&path),
                    Ok(Kind::Link) => self.unread(&path, "a link, which is not followed"),
                    Ok(Kind::Other) => self.unread(&path, "neither a file nor a folder"),
                    Err(error) => self.unread(&path, words(&error)),
                }
            }
            folders.extend(inner.into_iter().rev());
        }
    }

    fn file(&mut self, path: &Path) {
        if self.found.looked_into == MOST_FILES || self.bytes > MOST_BYTES {
            self.unread(path, "too much was looked into before it");
            return;
        }
        let bytes = match self.disk.read(path, logs::MOST) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.unread(path, words(&error));
                return;
            }
        };
        self.found.looked_into += 1;
        self.bytes += bytes.len() as u64;
        if self.told.contains(path) {
            return;
        }
        let found = self.mentions.in_bytes(&bytes);
        match found.mention {
            // The family of one is not the other.
            Some((_, Mention::Maybe)) if self.others.contains(path) => {}
            Some((line, mention)) => self.elsewhere(path, Some(line), mention),
            None if found.is_text => {}
            None => self.unread(path, "no text, so it may hold the name in another way"),
        }
    }

    fn elsewhere(&mut self, path: &Path, line: Option<usize>, mention: Mention) {
        if store::is_own(&self.places.private, path) {
            self.found.story = true;
            return;
        }
        self.found.elsewhere.push(Elsewhere {
            path: shown(path),
            line,
            certain: mention == Mention::Named,
            until: until(self.places, path),
        });
    }

    fn unread(&mut self, path: &Path, why: impl Into<String>) {
        self.found.unread.push(Unread {
            path: shown(path),
            why: why.into(),
        });
    }
}

/// How long what speaks of somebody stays as it is.
fn until(places: &Places, path: &Path) -> &'static str {
    if path.starts_with(places.running()) {
        "goes when that session closes, or after seven days"
    } else if path.starts_with(places.team.join("sessions")) {
        "a log is never changed by Firelight; who may, can remove the file"
    } else if path.components().any(|it| it.as_os_str() == ".git") {
        "git's own, as is what it keeps of older versions"
    } else {
        "yours to change or remove"
    }
}
