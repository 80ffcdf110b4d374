//! Banks that wait for a second reader: nothing of them is shipped until somebody who has not
//! seen their scores has scored them too.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use firelight::bank::read::read;
use firelight::fault::Severity;
use firelight::ritual::Level;

fn drafts(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            drafts(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn every_draft_is_read_says_that_it_waits_and_repeats_nothing() {
    let mut paths = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts");
    drafts(&folder, &mut paths);
    assert!(paths.len() > 20, "{paths:?}");
    let mut texts: BTreeMap<String, PathBuf> = BTreeMap::new();
    for path in paths {
        let id = path.file_stem().unwrap().to_str().unwrap();
        let bank = read(id, &path, &fs::read(&path).unwrap());
        let errors = bank
            .faults
            .iter()
            .filter(|it| it.severity == Severity::Error);
        let errors: Vec<_> = errors.map(|it| (it.rule, &it.message)).collect();
        assert_eq!(errors, [], "{}", path.display());
        let bank = bank.value.unwrap();
        let read = ["by its writer only", "by a second person", "scored by two"];
        assert!(
            read.iter().any(|it| bank.origin.contains(it)),
            "{}: its origin must say who has read it: {read:?}",
            path.display()
        );
        for item in bank.items {
            assert!(item.level < Level::Deep || !item.deal, "{}", item.id);
            let text = item.text.to_lowercase();
            let before = texts.insert(text, path.clone());
            assert_eq!(before, None, "{}: {}", path.display(), item.text);
        }
    }
}
