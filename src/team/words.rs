//! Words in a team's file that must mean something: what is never dealt, and what is hidden. One
//! that means nothing may be a slip of the fingers, so it is told, and never passed over.

use std::collections::BTreeSet;

use super::CONTEXTS;
use crate::bank::wording;
use crate::fault::{Faults, closest};
use crate::fields::Table;
use crate::library::{Library, built_in};

/// Holds `exclude` and `hide` against the rituals and banks that there are. `library` hides nothing.
pub(super) fn look(table: &Table, library: &Library<'_>, faults: &mut Faults) {
    let (exclude, hide) = (table.list("exclude"), table.list("hide"));
    if exclude.is_empty() && hide.is_empty() {
        return;
    }
    let (banks, broken) = library.banks();
    let items = || banks.iter().flat_map(|it| &it.items);
    let own = items().flat_map(|it| [&it.flags, &it.themes, &it.tags, &it.avoid_with]);
    let words: BTreeSet<String> = own.flatten().map(|it| it.to_lowercase()).collect();
    let known = || {
        let flags = wording::FLAGS.iter().map(|it| it.0);
        let own = words.iter().map(String::as_str);
        own.chain(flags).chain(CONTEXTS.iter().copied())
    };
    for spot in exclude {
        let word = spot.text().unwrap_or_default().to_lowercase();
        if known().any(|it| it == word) {
            continue;
        }
        let message = format!("`{word}` is no flag, theme or tag of any question");
        let help = match closest(&word, known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "take it out, or use a word that is listed by: firelight questions".to_string(),
        };
        // In a file that nobody can read it may be a word all the same.
        if broken.is_empty() {
            faults.add("S007", spot.span.clone(), message, help);
        } else {
            faults.warn("S007", spot.span.clone(), message, help);
        }
    }
    let ids = ids(library);
    for spot in hide {
        let id = spot.text().unwrap_or_default();
        if !ids.contains(id) {
            let message = format!("nothing has the id `{id}`, so nothing is hidden by it");
            faults.add("S009", spot.span.clone(), message, meant(id, &ids));
        }
    }
}

/// The ids of everything that can be hidden.
pub(super) fn ids(library: &Library<'_>) -> BTreeSet<String> {
    let (files, _) = library.files();
    // What the team's own file stands in for is there too.
    let files = files.into_iter().chain(built_in());
    let mut ids: BTreeSet<String> = files.map(|it| it.id).collect();
    let (banks, _) = library.banks();
    ids.extend(banks.into_iter().flat_map(|it| it.items).map(|it| it.id));
    ids
}

/// What may have been meant by an id.
pub(super) fn meant(id: &str, ids: &BTreeSet<String>) -> String {
    match closest(id, ids.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "take it out, or look its id up: firelight questions --find TEXT".to_string(),
    }
}
