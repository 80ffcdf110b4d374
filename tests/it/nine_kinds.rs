//! A ritual as authors will write it, with groups: read, checked and resolved, though its
//! groups cannot be held yet.

use std::path::Path;

use firelight::check;
use firelight::disk::RealDisk;
use firelight::library::Library;
use firelight::ritual::{Form, Mode, What};

#[test]
fn a_breakout_is_right_but_for_its_groups_that_wait_for_a_version_that_holds_them() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/rituals/breakout-graded.toml");
    let library = Library::new(&RealDisk, None, &[]);
    let found = check::paths(&RealDisk, std::slice::from_ref(&path), &library).unwrap();
    let rules: Vec<&str> = found.iter().map(|(fault, _)| fault.rule).collect();
    assert_eq!(rules, ["R109"]);

    let source = std::fs::read(&path).unwrap();
    let ritual = firelight::ritual::read::read("breakout-graded", &path, &source)
        .value
        .unwrap();
    let resolved = library
        .resolve(&ritual, &[Form::Again], Mode::Hybrid)
        .unwrap();
    let kinds: Vec<&str> = resolved.steps.iter().map(|it| it.what.word()).collect();
    assert_eq!(kinds, ["say", "groups", "open", "say"]);
    let What::Groups(groups) = &resolved.steps[1].what else {
        panic!("the second step is groups");
    };
    assert_eq!((groups.seconds, groups.travel), (600, 60));
    assert_eq!(groups.steps.len(), 3);
}
