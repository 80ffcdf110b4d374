//! A session with a roster: who is here without typing, guests, screens, and the ids that stay.

use std::fs;

use firelight::disk::{Disk as _, RealDisk};
use firelight::journal::shelf;
use firelight::ritual::Mode;
use firelight::roster;
use firelight::session::event::{Event, Opening, Person};

use rustix::io::Errno;

use crate::faulty_disk::{FaultyDisk, Then};
use crate::leak_rig::{Ground, Ran, run};

/// Begins a session with these answers and leaves it at its first turn; what it began with.
fn begun(ground: &Ground, arguments: &[&str], answers: &[&str]) -> (Opening, Ran) {
    let all = [&["run", "two-words"], arguments].concat();
    let lines = answers.iter().map(|it| it.to_string());
    let ran = ground.within(&all, lines);
    let found = shelf::running(&RealDisk, &ground.running()).found;
    let opening = found
        .into_iter()
        .next()
        .unwrap_or_else(|| panic!("{ran:?}"))
        .opening;
    for path in fs::read_dir(ground.running()).unwrap() {
        fs::remove_file(path.unwrap().path()).unwrap();
    }
    (opening, ran)
}

fn team(who: &str) -> Ground {
    let ground = Ground::new();
    let ran = ground.within(&["team", "add", who], Vec::new());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ground
}

fn names(opening: &Opening) -> Vec<&str> {
    let people = opening.people.iter();
    people
        .map(|it| it.name.as_ref().map_or("", |it| it.as_str()))
        .collect()
}

fn id(ground: &Ground, name: &str) -> String {
    roster::read(&RealDisk, &ground.team()).find(name)[0]
        .id
        .clone()
}

#[test]
fn enter_takes_everybody_who_is_not_away() {
    let ground = team("Ana (lead), Ben, Chi");
    ground.within(&["team", "away", "Ben", "--until", "fri"], Vec::new());
    let (opening, ran) = begun(&ground, &[], &["", "1"]);
    assert!(
        ran.out.contains("Enter for everybody who is not away."),
        "{ran:?}"
    );
    assert!(ran.out.contains("2 people: Ana, Chi."), "{ran:?}");
    assert_eq!(names(&opening), ["Ana", "Chi"]);
    assert_eq!(opening.people[0].id, id(&ground, "Ana"));
    assert_eq!(opening.people[0].tags[0].as_str(), "lead");
    // A number, and nobody in particular.
    let (opening, _) = begun(&ground, &[], &["3", "1"]);
    assert_eq!(names(&opening), ["", "", ""]);
    let (opening, _) = begun(&ground, &[], &["0", "1"]);
    assert!(!opening.counted);
}

#[test]
fn typed_names_are_those_of_the_roster_and_others_are_guests() {
    let ground = team("Ana Lopez (new), Zo\u{eb}");
    for (arguments, answers) in [
        (
            &["--with", "zoe\u{308} (ux), ANA, Uma, ana"][..],
            &["1", "1"][..],
        ),
        (&[], &["zoe\u{308} (ux), ANA, Uma, ana", "1", "1"]),
    ] {
        let (opening, ran) = begun(&ground, arguments, answers);
        assert_eq!(names(&opening), ["Zo\u{eb}", "Ana Lopez", "Uma", "ana"]);
        assert!(ran.out.contains("Guests: Uma, ana."), "{ran:?}");
        assert_eq!(opening.people[0].id, id(&ground, "Zo\u{eb}"));
        assert_eq!(opening.people[0].tags[0].as_str(), "ux");
        assert_eq!(opening.people[1].id, id(&ground, "Ana Lopez"));
        // The same seed made the ids of the roster: nobody gets one of them again.
        let mut ids: Vec<&str> = opening.people.iter().map(|it| it.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 4);
    }
}

#[test]
fn one_of_several_is_asked_for_and_the_default_is_a_guest() {
    let ground = team("Ana Lopez, Ana Mori");
    for (answer, wanted) in [("2", "Ana Mori"), ("", "Ana"), ("g", "Ana")] {
        let (opening, ran) = begun(&ground, &["--with", "Ana", "--mode", "room"], &[answer, ""]);
        let asked = "Nobody in the team is called Ana. Did you mean Ana Lopez or Ana Mori?";
        assert!(ran.out.contains(asked), "{ran:?}");
        assert_eq!(names(&opening), [wanted], "{answer}");
    }
}

#[test]
fn whose_name_only_begins_so_is_asked_about_when_they_join_too() {
    for (answer, wanted) in [("1", "Ana Maria"), ("", "Ana")] {
        let ground = team("Ana Maria, Ben");
        // Begin all the same, with one.
        let lines = ["", "j", "Ana", answer].map(str::to_string);
        let ran = ground.within(
            &["run", "two-words", "--with", "Ben", "--mode", "room"],
            lines,
        );
        let asked = "Nobody in the team is called Ana. Did you mean Ana Maria?";
        assert!(ran.out.contains(asked), "{ran:?}");
        let found = shelf::running(&RealDisk, &ground.running()).found;
        let joined = found[0].events.iter().find_map(|it| match &it.event {
            Event::Joined(person) => person.name.as_ref().map(|it| it.as_str().to_string()),
            _ => None,
        });
        assert_eq!(joined.as_deref(), Some(wanted));
    }
}

#[test]
fn who_was_on_a_screen_is_remembered_where_others_were_in_the_room() {
    for (mode, remote) in [("hybrid", true), ("remote", false)] {
        let ground = Ground::new();
        let arguments = [
            "run",
            "two-words",
            "--with",
            "Ana,Ben (remote),Chi",
            "--mode",
            mode,
        ];
        let mut lines = vec![String::new(); 6];
        lines.push("y".to_string());
        let ran = ground.within(&arguments, lines);
        let told = "3 people, 1 of them on a screen.";
        assert_eq!(ran.out.contains(told), remote, "{ran:?}");
        assert!(ran.err.contains("Remembered."), "{ran:?}");
        let found = roster::read(&RealDisk, &ground.team());
        let is = |name: &str| found.find(name)[0].has("remote");
        assert_eq!((is("Ana"), is("Ben"), is("Chi")), (false, remote, false));
    }
}

#[test]
fn who_is_on_a_screen_is_known_and_in_a_room_nobody_is() {
    let ground = team("Ana, Ben (remote), Chi");
    let screens = |it: &Opening| it.people.iter().map(|it| it.remote).collect::<Vec<_>>();
    let (opening, ran) = begun(&ground, &[], &[""]);
    assert!(!ran.out.contains("Anybody on a screen?"), "{ran:?}");
    assert_eq!(
        (opening.mode, screens(&opening)),
        (Mode::Hybrid, vec![false, true, false])
    );
    let (opening, _) = begun(&ground, &["--with", "Ana,Chi"], &[]);
    assert_eq!(opening.mode, Mode::Room);
    let (opening, _) = begun(&ground, &["--with", "Ben"], &[""]);
    assert_eq!(opening.mode, Mode::Remote);
    let (opening, _) = begun(&ground, &["--mode", "room"], &[""]);
    assert_eq!(
        (opening.mode, screens(&opening)),
        (Mode::Room, vec![false; 3])
    );
    // A guest may be anywhere.
    let (_, ran) = begun(&ground, &["--with", "Ana,Uma"], &["1"]);
    assert!(ran.out.contains("Anybody on a screen?"), "{ran:?}");
}

#[test]
fn whoever_joins_is_known_too() {
    let ground = team("Ana, Ben (remote, lead), Chi");
    let lines = ["j", "ben, Uma, chi", "y"].map(str::to_string);
    ground.within(&["run", "two-words", "--with", "Ana,Chi"], lines);
    let found = shelf::running(&RealDisk, &ground.running()).found;
    let joined: Vec<&Person> = found[0]
        .events
        .iter()
        .filter_map(|it| match &it.event {
            Event::Joined(person) => Some(person),
            _ => None,
        })
        .collect();
    assert_eq!(joined[0].id, id(&ground, "Ben"));
    assert_eq!(joined[0].tags[0].as_str(), "lead");
    assert!(joined[0].name.as_ref().unwrap().as_str() == "Ben");
    // Chi is here; another Chi is a guest.
    assert_eq!(joined.len(), 3);
    assert_ne!(joined[2].id, id(&ground, "Chi"));
}

#[test]
fn remembered_people_keep_the_ids_of_their_first_session() {
    let ground = Ground::new();
    let arguments = ["run", "two-words", "--with", "Ana (lead),Ben (remote),Chi"];

    let mut lines = vec![String::new(); 6];
    let (first, _) = begun(&ground, &arguments[2..], &[]);
    lines.push("y".to_string());
    let ran = ground.within(&arguments, lines);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains("Remembered."), "{ran:?}");
    let (next, ran) = begun(&ground, &["--seed", "9", "--mode", "room"], &[""]);
    assert!(!ran.out.contains("guest"), "{ran:?}");
    let ids = |it: &Opening| it.people.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&next), ids(&first));
    // What was typed behind the names was for that day.
    assert!(
        next.people
            .iter()
            .all(|it| it.tags.is_empty() && !it.remote)
    );
    // Now only a guest is asked about.
    let run = |who: &str| {
        let lines = vec![String::new(); 20];
        ground
            .within(
                &["run", "two-words", "--with", who, "--mode", "room"],
                lines,
            )
            .out
    };
    assert!(!run("Ana,Ben").contains("Remember"));
    assert!(run("Ana,Uma").contains("Remember these names, for next time?\n1 person."));
}

#[test]
fn a_roster_that_cannot_be_written_costs_nothing_else() {
    let ground = Ground::new();
    ground.team_file("people", "no folder");
    let mut lines = vec![String::new(); 5];
    lines.push("y".to_string());
    let ran = ground.within(
        &["run", "two-words", "--with", "Ana,Ben", "--mode", "room"],
        lines,
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains("could not be written"), "{ran:?}");
    assert_eq!(ground.holding("firelight.session/1").len(), 1);
}

/// As when the program is killed there: nothing more is done to the roster.
#[test]
fn whenever_remembering_breaks_off_the_log_is_there_and_every_file_whole() {
    for n in 1.. {
        let ground = Ground::new();
        let people = ground.team().join("people");
        let disk = FaultyDisk::within(&people, n, Then::Errors(Errno::IO));
        let mut lines = vec![String::new(); 5];
        lines.push("y".to_string());
        let arguments = ["run", "two-words", "--with", "Ana,Ben", "--mode", "room"];
        let ran = ground.within_on(&disk, &arguments, lines, |it| Box::new(it));
        assert_eq!(ran.code, Some(0), "at {n}: {ran:?}");
        assert_eq!(ground.holding("firelight.session/1").len(), 1, "at {n}");
        let now = roster::read(&RealDisk, &ground.team());
        assert!(now.broken.is_empty(), "at {n}");
        if !disk.was_reached() {
            assert!(ran.err.contains("Remembered."), "{ran:?}");
            assert_eq!(now.people.len(), 2);
            break;
        }
        assert!(
            n == 1 || ran.err.contains("could not be written"),
            "at {n}: {ran:?}"
        );
        // Adding them by hand takes whoever is missing and clears away what was half made.
        ground.within(&["team", "add", "Ana, Ben"], Vec::new());
        let left = RealDisk.list(&people).unwrap();
        assert_eq!(left.len(), 2, "at {n}: {left:?}");
    }
}

#[test]
fn an_input_that_ends_before_anything_began_says_that_nothing_was_kept() {
    let sentence = "The input ended before the session began, so nothing of it is kept.\n";
    for (arguments, typed) in [(&["run"][..], ""), (&["run", "two-words"], "Ana, Ben\n")] {
        let ground = Ground::new();
        let ran = run(ground.program(arguments), typed);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert_eq!(ran.err, sentence, "{ran:?}");
        assert!(ground.holding("Ana").is_empty());
    }
    // What was left before still waits, and that is said too.
    let ground = Ground::new();
    let left = ["run", "two-words", "--people", "3", "--mode", "room"];
    assert_eq!(run(ground.program(left), "\n").code, Some(1));
    let ran = run(ground.program(["run"]), "");
    assert!(ran.err.starts_with(sentence), "{ran:?}");
    assert!(ran.err.contains("firelight run --resume"), "{ran:?}");
}

#[test]
fn a_team_s_folder_that_takes_no_log_is_said_at_the_start() {
    let lines = || vec![String::new(); 30];
    let said = "The team's folder takes no log just now: this one will wait in your own folder.";
    for what in ["sessions", "sessions/2026"] {
        let ground = Ground::new();
        ground.team_file(what, "no folder");
        let arguments = ["run", "two-words", "--people", "3", "--mode", "room"];
        let ran = ground.within(&arguments, lines());
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let path = ground.team().join(what);
        let first = ran.err.lines().next().unwrap();
        let place = format!(" ({}: ", path.to_str().unwrap());
        assert!(first.contains(&place), "{ran:?}");
        assert!(first.contains("will wait in your own folder"), "{ran:?}");
        assert!(!ran.out.contains(path.to_str().unwrap()), "{ran:?}");
        // Where the other window is shared, it is said on this one, before anything else.
        let cue = ground.within(&[&arguments[..], &["--cue", "--new"]].concat(), lines());
        assert!(cue.out.lines().take(2).any(|it| it == said), "{cue:?}");
    }
    let ground = Ground::new();
    let nowhere = ground.top.join("nowhere/team");
    let mut command = ground.program(["run", "two-words", "--people", "3", "--mode", "room"]);
    command.env("FIRELIGHT_HOME", nowhere);
    let ran = run(command, &"\n".repeat(30));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.err
            .starts_with("The team's folder takes no log just now"),
        "{ran:?}"
    );
    // And where all is well, nothing is said.
    let ground = Ground::new();
    let ran = ground.within(
        &["run", "two-words", "--people", "3", "--mode", "room"],
        lines(),
    );
    assert_eq!(ran.err, "", "{ran:?}");
}
