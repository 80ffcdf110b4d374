//! Finding rituals and banks, on a disk in memory.

use std::collections::BTreeMap;

use super::*;
use crate::bank::read::tests::HELP;
use crate::disk::{Appending, Rights};
use crate::ritual::What;
use crate::ritual::read::tests::TWO_WORDS;

/// A disk of a few files in memory that cannot be written.
#[derive(Default)]
pub(crate) struct Shelf(pub(crate) BTreeMap<PathBuf, Vec<u8>>);

impl Shelf {
    pub(crate) fn with(mut self, path: &str, source: &str) -> Self {
        self.0.insert(path.into(), source.as_bytes().to_vec());
        self
    }
}

impl Disk for Shelf {
    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        match self.0.get(path) {
            Some(it) if it.len() as u64 > most => Err(io::ErrorKind::FileTooLarge.into()),
            Some(it) => Ok(it.clone()),
            None if self.0.keys().any(|it| it.starts_with(path)) => {
                Err(io::ErrorKind::InvalidInput.into())
            }
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }
    fn look(&self, _: &Path) -> io::Result<crate::disk::Look> {
        Err(io::ErrorKind::Unsupported.into())
    }
    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        if self.0.contains_key(path) {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let below = self.0.keys().filter_map(|it| it.strip_prefix(path).ok());
        let mut names: Vec<PathBuf> = below
            .filter_map(|it| it.iter().next())
            .map(PathBuf::from)
            .collect();
        names.dedup();
        Ok(names)
    }
    fn make_folder(&self, _: &Path, _: Rights) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
    fn create(&self, _: &Path, _: Rights) -> io::Result<Box<dyn Appending>> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
    fn reopen(&self, _: &Path, _: u64) -> io::Result<Box<dyn Appending>> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
    fn is_locked(&self, _: &Path) -> io::Result<bool> {
        Ok(false)
    }
    fn rename_new(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
    fn replace(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
    fn remove(&self, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
}

fn shelf() -> Shelf {
    let named = |alias: &str| TWO_WORDS.replace("two-word-check-in", alias);
    Shelf::default()
        .with("team/prompts/rituals/zz-lamp.toml", &named("zz-light"))
        .with("team/prompts/rituals/zz-lantern.toml", &named("yy-fire"))
        .with("team/prompts/rituals/zz-broken.toml", "format = 1")
        .with("team/prompts/questions/zz-help.toml", HELP)
        .with("team/prompts/README", "text")
}

fn team() -> Option<&'static Path> {
    Some(Path::new("team"))
}

#[test]
fn names_from_the_heads_of_files_are_those_of_whole_files() {
    let shelf = Shelf::default().with("team/prompts/rituals/own.toml", TWO_WORDS);
    let library = Library::new(&shelf, Some(Path::new("team")), &[]);
    let (rituals, broken) = library.rituals();
    assert!(broken.is_empty() && rituals.len() > 3);
    let whole: Vec<_> = rituals
        .into_iter()
        .map(|it| (it.id, it.title, it.aliases))
        .collect();
    assert_eq!(library.names(), whole);
    assert!(whole.iter().any(|(_, _, aliases)| !aliases.is_empty()));
}

#[test]
fn a_ritual_is_found_by_id_alias_and_only_beginning() {
    let shelf = shelf();
    let library = Library::new(&shelf, team(), &[]);
    for typed in ["zz-lamp", "ZZ Lamp", "zz-light", "zz-lig", "zz-lam"] {
        assert_eq!(library.find(typed).unwrap().id, "zz-lamp", "{typed}");
    }
    assert_eq!(library.find("yy").unwrap().id, "zz-lantern");
}

#[test]
fn what_is_not_found_says_why() {
    let shelf = shelf();
    let library = Library::new(&shelf, team(), &[]);
    let why = |typed| library.find(typed).unwrap_err().to_string();
    assert_eq!(why("zz-la"), "\"zz-la\" may mean zz-lamp or zz-lantern");
    assert_eq!(
        why("zz-lmap"),
        "there is no ritual called \"zz-lmap\"; did you mean \"zz-lamp\"?"
    );
    assert_eq!(
        why("x\u{1b}[2Jyyyyyyyyy"),
        "there is no ritual called \"x\\u{1b}[2Jyyyyyyyyy\"; \"firelight rituals\" lists them all"
    );
    assert!(matches!(library.find(""), Err(Missing::NotFound { .. })));
    assert!(matches!(library.find("zz-broken"), Err(Missing::Faulty(_))));
    assert!(matches!(library.find("zz-b"), Err(Missing::Faulty(_))));
}

#[test]
fn a_broken_file_stands_beside_the_others() {
    let shelf = shelf();
    let (rituals, broken) = Library::new(&shelf, team(), &[]).rituals();
    assert!(rituals.iter().any(|it| it.id == "zz-lamp"));
    assert_eq!(broken.len(), 1);
    assert_eq!(
        broken[0].path,
        Path::new("team/prompts/rituals/zz-broken.toml")
    );
}

#[test]
fn what_lies_in_the_wrong_place_is_named_and_not_misread() {
    let shelf = Shelf::default()
        .with("team/prompts/zz-one.toml", TWO_WORDS)
        .with("team/prompts/rituals/deep/down/zz-two.toml", TWO_WORDS)
        .with("team/prompts/rituals/zz-help.toml", HELP);
    let library = Library::new(&shelf, team(), &[]);
    let (rituals, broken) = library.rituals();
    assert!(rituals.iter().any(|it| it.id == "zz-two"));
    let found: Vec<_> = broken
        .iter()
        .map(|it| (it.path.to_str().unwrap(), it.faults[0].rule))
        .collect();
    assert_eq!(
        found,
        [
            ("team/prompts/rituals/zz-help.toml", "B103"),
            ("team/prompts/zz-one.toml", "B103")
        ]
    );
    assert!(broken[1].faults[0].help.contains("prompts/rituals"));
}

#[test]
fn a_ritual_knows_whose_it_is() {
    let shelf = shelf().with("team/prompts/rituals/two-words.toml", TWO_WORDS);
    let library = Library::new(&shelf, team(), &[]);
    assert_eq!(library.origin("headlines"), Origin::BuiltIn);
    assert_eq!(library.origin("zz-lamp"), Origin::Team);
    assert_eq!(library.origin("two-words"), Origin::InPlace);
}

#[test]
fn what_is_hidden_is_not_there() {
    let shelf = shelf();
    let hide = ["zz-lamp".to_string(), "zz-small-hand".to_string()];
    let library = Library::new(&shelf, team(), &hide);
    assert!(library.ritual("zz-lamp").is_err());
    assert_eq!(library.bank("zz-help").unwrap().items.len(), 1);
}

#[test]
fn the_same_id_in_the_team_wins() {
    for file in Library::new(&Shelf::default(), None, &[]).rituals().0 {
        let own = TWO_WORDS.replace("\"Two words\"", "\"Ours\"");
        let shelf = Shelf::default().with(&format!("team/prompts/rituals/{}.toml", file.id), &own);
        assert_eq!(
            Library::new(&shelf, team(), &[])
                .find(&file.id)
                .unwrap()
                .title,
            "Ours"
        );
    }
}

#[test]
fn every_file_in_prompts_is_in_the_program() {
    fn count(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder)
            .unwrap()
            .map(|it| it.unwrap().path());
        entries
            .map(|it| match it.is_dir() {
                true => count(&it),
                false => usize::from(it.extension().is_some_and(|it| it == "toml")),
            })
            .sum()
    }
    let (files, _) = Library::new(&Shelf::default(), None, &[]).files();
    assert_eq!(
        files.len(),
        count(&Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts"))
    );
}

/// What is said and done, and for how long, when a built-in ritual takes these forms.
fn held(id: &str, forms: &[Form]) -> Vec<(&'static str, String)> {
    let shelf = Shelf::default();
    let library = Library::new(&shelf, None, &[]);
    let ritual = library.ritual(id).unwrap();
    let whole = library.resolve(&ritual, forms, Mode::Remote).unwrap();
    let text = |what: &What| match what {
        What::Say(it) => it.text.clone(),
        What::Gather(it) => it.text.clone(),
        _ => String::new(),
    };
    let steps = whole.steps.iter();
    steps.map(|it| (it.what.word(), text(&it.what))).collect()
}

#[test]
fn many_people_are_told_when_to_send_and_have_time_to_read() {
    for id in ["two-words", "headlines"] {
        for forms in [&[Form::Many][..], &[Form::Again, Form::Many]] {
            let steps = held(id, forms);
            let words: Vec<&str> = steps.iter().map(|it| it.0).collect();
            assert_eq!(words, ["say", "deal", "solo", "gather", "say"], "{id}");
            assert!(steps[0].1.contains("o not send yet"), "{id}");
            // Where all sit in one room, nobody needs a chat: the spoken way comes first.
            let spoken = steps[3].1.find("beside you").unwrap();
            let sent = steps[3].1.find("all together, send").unwrap();
            assert!(spoken < sent, "{id}");
            assert!(
                steps[0].1.find("beside you") < steps[0].1.find("chat"),
                "{id}"
            );
            assert!(!steps[4].1.contains("turn now"), "{id}");
        }
    }
}

#[test]
fn a_turn_is_offered_once_more_before_the_end() {
    for id in ["two-words", "headlines"] {
        let (_, close) = held(id, &[]).pop().unwrap();
        assert!(close.starts_with("There is still room, if anyone"), "{id}");
    }
    let two = held("headlines", &[Form::N2]);
    let says = two.iter().filter(|it| it.0 == "say");
    assert_eq!(says.count(), 2);
    assert!(!two.last().unwrap().1.contains("pick one person"));
}
