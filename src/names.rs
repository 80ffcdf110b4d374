//! Names as people type them: `Ana (lead, new), Ben (remote)`.

pub mod list;

use std::borrow::Cow;

use crate::chance::Chance;
use crate::fault::{closest, visible};
use crate::keep;
use crate::roster::alike::fold;
use crate::roster::{self, Roster};
use crate::session::event::Person;
use crate::ui::text;

/// What somebody typed when asked who is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Nothing: go without names and without a number.
    Nobody,
    /// A number of people without names.
    Number(usize),
    /// Names.
    Names(Vec<Name>),
}

impl Typed {
    /// One name for each person; without names, empty ones.
    pub fn names(&self) -> Vec<Name> {
        match self {
            Self::Nobody => Vec::new(),
            Self::Number(number) => vec![Name::default(); *number],
            Self::Names(names) => names.clone(),
        }
    }

    /// What was understood, to be looked at before it counts: how many, and who.
    pub fn read_back(&self) -> Option<String> {
        match self {
            Self::Nobody => None,
            Self::Number(1) => Some("1 person.".to_string()),
            Self::Number(number) => Some(format!("{number} people.")),
            Self::Names(names) => {
                // Many names would fill the shared screen.
                if names.len() > 8 {
                    return Some(format!("{} people.", names.len()));
                }
                let people = if names.len() == 1 { "person" } else { "people" };
                let who = listed(names.iter().map(|it| it.name.as_str()), ", ");
                Some(format!("{} {people}: {who}.", names.len()))
            }
        }
    }
}

/// One name, with what stood in brackets behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// As typed.
    pub name: String,
    /// Labels in brackets, lower case, `remote` not among them.
    pub tags: Vec<String>,
    /// Whether `remote` stood there.
    pub remote: bool,
    /// Whose it is in the roster, once that is known.
    pub id: Option<String>,
}

impl Name {
    /// Whether it was said that this is nobody of the team: `Ana (guest)`.
    pub fn is_guest(&self) -> bool {
        self.tags.iter().any(|it| it == "guest")
    }

    /// The name of somebody in the team, with what was typed here added.
    pub fn of(person: &roster::Person, typed: &Self) -> Self {
        let tags = person.tags.iter().map(|it| it.as_str().to_string());
        let mut tags: Vec<String> = tags
            .filter(|it| !it.eq_ignore_ascii_case("remote"))
            .collect();
        tags.extend(typed.tags.iter().filter(|it| !person.has(it)).cloned());
        Self {
            name: person.name.as_str().to_string(),
            tags,
            remote: typed.remote || person.has("remote"),
            id: Some(person.id.clone()),
        }
    }
}

/// Most people one session takes.
pub const MOST: usize = 1000;

/// Reads names apart by commas, semicolons or lines, or a number.
///
/// # Errors
/// A sentence, when there are more people than a session takes, or a bracket is not closed.
pub fn read(typed: &str) -> Result<Typed, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Typed::Nobody);
    }
    let too_many = || format!("That is more than {MOST} people; a session takes {MOST}.");
    if let Some(number) = number(typed) {
        return match number.parse() {
            Ok(0) => Ok(Typed::Nobody),
            Ok(number) if number <= MOST => Ok(Typed::Number(number)),
            _ => Err(too_many()),
        };
    }
    if !typed.chars().any(char::is_alphabetic) {
        return Err("There is no name in that. Write names like this: Ana, Ben, Chi; or a number, such as 8.".to_string());
    }
    let mut names = Vec::new();
    for part in parts(&typed.replace(" and ", ", "))? {
        let name = name(part)?;
        if !name.name.is_empty() {
            names.push(name);
        }
    }
    if names.len() > MOST {
        return Err(too_many());
    }
    Ok(if names.is_empty() {
        Typed::Nobody
    } else {
        Typed::Names(names)
    })
}

/// The digits of a number that stands alone, or with what it counts: `8`, `8.`, `8 people`.
fn number(typed: &str) -> Option<&str> {
    let rest = typed.trim_start_matches(|it: char| it.is_ascii_digit());
    let digits = &typed[..typed.len() - rest.len()];
    let counted = ["", ".", "people", "persons", "of us"].contains(&rest.trim());
    (counted && !digits.is_empty()).then_some(digits)
}

/// Whether two names are one to a person who types them: case, widths and spaces do not matter.
pub fn same(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// The people whose names begin with what was typed; one whose name is exactly that goes before all.
pub fn find<'p>(typed: &str, people: impl IntoIterator<Item = &'p Person>) -> Vec<&'p Person> {
    let typed = fold(typed);
    let begins = |it: &&Person| {
        let name = it.name.as_ref().map(|it| fold(it.as_str()));
        !typed.is_empty() && name.is_some_and(|it| it.starts_with(&typed))
    };
    let found: Vec<&Person> = people.into_iter().filter(begins).collect();
    let exact = |it: &&&Person| it.name.as_ref().is_some_and(|it| same(it.as_str(), &typed));
    match found.iter().find(exact) {
        Some(one) => vec![one],
        None => found,
    }
}

/// That nobody in the team is called so, and who may be meant.
pub fn nobody(typed: &str, may_be: &[&roster::Person]) -> String {
    let who: Vec<&str> = may_be.iter().map(|it| it.name.as_str()).collect();
    let typed = visible(typed.trim());
    match visible(&listed(who, " or ")).as_str() {
        "" => format!("Nobody in the team is called {typed}."),
        who => format!("Nobody in the team is called {typed}. Did you mean {who}?"),
    }
}

/// Names one after another. One that holds what stands between names is in quotation marks, as it
/// is typed too, so that it is not read as two people.
pub fn listed<'n>(names: impl IntoIterator<Item = &'n str>, between: &str) -> String {
    let names: Vec<Cow<'_, str>> = names.into_iter().map(text::quoted).collect();
    names.join(between)
}

/// Marks those of `names` that `typed` means as being on a screen; so many of them, where nobody
/// has a name. Whoever the roster knows may be called by another name too.
///
/// # Errors
/// A sentence, when it cannot be told who is meant.
pub fn mark_remote(names: &mut [Name], typed: &str, roster: &Roster) -> Result<(), String> {
    let is_nameless = names.iter().all(|it| it.name.is_empty());
    let wanted = match read(typed)? {
        Typed::Names(_) | Typed::Number(_) if names.is_empty() => {
            return Err("Say too who is here, or how many, such as --people 9.".to_string());
        }
        Typed::Number(n) if is_nameless && n > names.len() => {
            let here = names.len();
            return Err(format!("{n} are more than the {here} who are here."));
        }
        Typed::Number(n) if is_nameless => {
            for it in &mut names[..n] {
                it.remote = true;
            }
            return Ok(());
        }
        Typed::Nobody if is_nameless => return Ok(()),
        Typed::Names(_) if is_nameless => {
            return Err("Without names, say how many are on a screen, such as 2.".to_string());
        }
        Typed::Names(wanted) => wanted,
        Typed::Number(_) | Typed::Nobody => {
            return Err("Names of people on a screen are wanted, such as Ben, Chi.".to_string());
        }
    };
    for wanted in wanted {
        let begin = fold(&wanted.name);
        let exact = names.iter().position(|it| same(&it.name, &wanted.name));
        let begun = || {
            let begins = |it: &(usize, &Name)| fold(&it.1.name).starts_with(&begin);
            names
                .iter()
                .enumerate()
                .filter(begins)
                .map(|it| it.0)
                .collect::<Vec<_>>()
        };
        let mut meant = exact.map_or_else(begun, |it| vec![it]);
        if meant.is_empty() {
            let known = [roster.find(&wanted.name), roster.begun(&wanted.name)].concat();
            let is_it = |it: &Name| known.iter().any(|one| it.id.as_ref() == Some(&one.id));
            meant = (0..names.len()).filter(|it| is_it(&names[*it])).collect();
        }
        match meant[..] {
            [one] => names[one].remote = true,
            [] => {
                let known = names.iter().map(|it| it.name.as_str());
                let help = match closest(&wanted.name, known) {
                    Some(near) => format!("Did you mean {}?", visible(near)),
                    None => "Type how the name begins.".to_string(),
                };
                return Err(format!(
                    "Nobody here is called {}. {help}",
                    visible(&wanted.name)
                ));
            }
            _ => {
                return Err(format!(
                    "Several names begin with {}. Type a little more.",
                    visible(&wanted.name)
                ));
            }
        }
    }
    Ok(())
}

/// A person for a session: under the roster's id, or as a guest under one that nobody has.
pub fn person(name: &Name, all_remote: bool, roster: &Roster, chance: &mut Chance) -> Person {
    Person {
        id: name.id.clone().unwrap_or_else(|| fresh_id(roster, chance)),
        name: keep::name(&name.name),
        remote: all_remote || name.remote,
        tags: name.tags.iter().filter_map(|it| keep::tag(it)).collect(),
    }
}

/// An id that nobody in the team has.
pub fn fresh_id(roster: &Roster, chance: &mut Chance) -> String {
    loop {
        let id = chance.person_id();
        if !roster.has(&id) {
            return id;
        }
    }
}

/// Names in one line, apart by what may stand between them: each as it is, without its quotation
/// marks.
///
/// # Errors
/// A sentence, when a bracket is not closed.
pub fn each(typed: &str) -> Result<Vec<String>, String> {
    let parts = parts(typed)?.into_iter().map(bare);
    Ok(parts.filter(|it| !it.is_empty()).collect())
}

/// Parts between separators outside brackets.
fn parts(typed: &str) -> Result<Vec<&str>, String> {
    let mut parts = Vec::new();
    let (mut from, mut open, mut quoted) = (0, None, 0);
    for (at, c) in typed.char_indices() {
        match c {
            // As mail programs write a name with a comma in it.
            _ if at < quoted => {}
            '"' if typed[from..at].trim().is_empty() => {
                quoted = typed[at + 1..].find('"').map_or(at, |it| at + it + 2);
            }
            '(' if open.is_none() => open = Some(at),
            ')' => open = None,
            '\n' => {
                if open.is_some() {
                    break;
                }
                parts.push(&typed[from..at]);
                from = at + 1;
            }
            ',' | ';' | '/' | '&' | '+' if open.is_none() => {
                parts.push(&typed[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    if open.is_some() {
        return Err(
            "A bracket is not closed. Write names like this: Ana (lead), Ben (remote).".to_string(),
        );
    }
    parts.push(&typed[from..]);
    Ok(parts)
}

/// A name without the quotation marks around it.
fn bare(name: &str) -> String {
    let inner = name.trim().strip_prefix('"');
    let inner = inner.and_then(|it| it.strip_suffix('"'));
    let inner = inner.filter(|it| !it.contains('"'));
    inner.unwrap_or(name).trim().to_string()
}

fn name(part: &str) -> Result<Name, String> {
    let part = part.trim();
    let Some((name, rest)) = part.split_once('(') else {
        return Ok(Name {
            name: bare(part),
            ..Name::default()
        });
    };
    let Some((labels, after)) = rest.split_once(')') else {
        return Err(
            "A bracket is not closed. Write names like this: Ana (lead), Ben (remote).".to_string(),
        );
    };
    if !after.trim().is_empty() {
        return Err(
            "A comma is missing behind a bracket. Write names like this: Ana (lead), Ben (remote)."
                .to_string(),
        );
    }
    let mut it = Name {
        name: bare(name),
        ..Name::default()
    };
    for label in labels.split([',', ';']) {
        match label.trim().to_lowercase() {
            label if label.is_empty() => {}
            label if label == "remote" => it.remote = true,
            label => it.tags.push(label),
        }
    }
    Ok(it)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(typed: &str) -> Vec<Name> {
        match read(typed).unwrap() {
            Typed::Names(names) => names,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn labels_in_brackets_belong_to_the_name_before_them() {
        let read = names("Ana (lead, new), Ben (remote);Chi\nDev");
        assert_eq!(
            read.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(),
            ["Ana", "Ben", "Chi", "Dev"]
        );
        assert_eq!(read[0].tags, ["lead", "new"]);
        assert!(read[1].remote && read[1].tags.is_empty());
    }

    #[test]
    fn people_write_names_and_numbers_as_they_speak() {
        for typed in [
            "Ana and Ben",
            "Ana/Ben",
            "Ana & Ben",
            "Ana + Ben",
            "Ana,Ben,",
        ] {
            let read: Vec<String> = names(typed).into_iter().map(|it| it.name).collect();
            assert_eq!(read, ["Ana", "Ben"], "{typed}");
        }
        for typed in ["8 people", "8.", "8"] {
            assert_eq!(read(typed), Ok(Typed::Number(8)), "{typed}");
        }
        for typed in ["-3", "?", "...", "8 9"] {
            assert!(
                read(typed).unwrap_err().contains("Ana, Ben, Chi"),
                "{typed}"
            );
        }
        assert_eq!(
            read("Ana Ben Chi").unwrap().read_back().unwrap(),
            "1 person: Ana Ben Chi."
        );
    }

    #[test]
    fn who_is_on_a_screen_is_found_by_how_a_name_begins() {
        let nobody = Roster::default();
        let mut here = names("Ana, Anna, Ben");
        assert!(
            mark_remote(&mut here, "An", &nobody)
                .unwrap_err()
                .contains("Several")
        );
        assert!(
            mark_remote(&mut here, "Zed", &nobody)
                .unwrap_err()
                .contains("how the name begins")
        );
        assert_eq!(
            mark_remote(&mut here, "Bne", &nobody).unwrap_err(),
            "Nobody here is called Bne. Did you mean Ben?"
        );
        mark_remote(&mut here, "ana, b", &nobody).unwrap();
        assert_eq!(
            here.iter().map(|it| it.remote).collect::<Vec<_>>(),
            [true, false, true]
        );
    }

    #[test]
    fn nothing_a_number_and_too_many() {
        assert_eq!(read("  "), Ok(Typed::Nobody));
        assert!(read(" , ,").is_err());
        assert_eq!(read("8"), Ok(Typed::Number(8)));
        assert!(read("1001").is_err());
        assert!(read("99999999999999999999999").is_err());
    }

    #[test]
    fn a_bracket_that_is_not_closed_is_said() {
        for typed in ["Ana (lead", "Ana (lead\nBen)", "Ana (lead) Ben"] {
            assert!(
                read(typed)
                    .unwrap_err()
                    .contains("Ana (lead), Ben (remote)"),
                "{typed}"
            );
        }
    }

    #[test]
    fn a_whole_name_goes_before_those_that_begin_with_it() {
        let mut chance = Chance::new(Some(1)).unwrap();
        let people: Vec<Person> = names("An, Ana, Annette")
            .iter()
            .map(|it| person(it, false, &Roster::default(), &mut chance))
            .collect();
        assert_eq!(find("an", &people).len(), 1);
        assert_eq!(find("ann", &people).len(), 1);
        assert_eq!(find("a", &people).len(), 3);
        assert_eq!(find("", &people).len(), 0);
    }

    proptest! {
        #[test]
        fn anything_typed_is_read_or_refused(typed in ".{0,200}") {
            let _ = read(&typed);
        }
    }
}
