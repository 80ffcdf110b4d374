//! The story studio in lines: from nothing to a timed draft, what leaves and what never does, and
//! when it does not open.

use std::cell::Cell;
use std::fs;
use std::rc::Rc;

use firelight::disk::RealDisk;
use firelight::story::{Story, WHOLE, store};
use firelight::ui::{Choice, Error, Page, Question, Reply, Stage, Ui};

use crate::leak_rig::{Ground, Ran, Talk, has, run};

/// Ten moments, of which five are chosen.
pub const MOMENTS: [&str; 10] = [
    "qxmoment1, a flat by the river",
    "qxmoment2, the night shift at a printer's",
    "qxmoment3, 日本 for one spring",
    "qxmoment4, the wrong key",
    "qxmoment5, a team that met at seven",
    "qxmoment6, learned to weld badly",
    "qxmoment7, a no that was useful",
    "qxmoment8, moved desks and met Rosa",
    "qxmoment9, a plan on a scrap of paper",
    "qxmoment10, the day it finally worked",
];

/// Every distinct word that is typed, wherever people type.
pub const SECRETS: [&str; 15] = [
    "qxmoment1",
    "qxmoment2",
    "qxmoment3",
    "qxmoment4",
    "qxmoment5",
    "qxmoment6",
    "qxmoment7",
    "qxmoment8",
    "qxmoment9",
    "qxmoment10",
    "qxfirst",
    "qxlast",
    "qxsubject",
    "qxwhen",
    "qxother",
];

/// All nine steps, from nothing to a card.
pub fn script() -> Vec<String> {
    let mut lines = vec!["", "1"];
    lines.extend(MOMENTS);
    // One is put in other words.
    lines.extend([
        "",
        "c",
        "10",
        "w",
        "qxmoment10 and qxother, at last",
        "",
        "d",
    ]);
    lines.push("2");
    lines.extend(["y", "y", "y", "y", "y", "n", "n", "n", "n", "n"]);
    lines.extend(["4 1 3", "", "y", "qxwhen, around 2019", "", "", "", ""]);
    // 4, 1, 3, 2, 5 in this order: tell, tell, maybe, mine, tell.
    lines.extend(["3", "3", "3", "2", "1", "3"]);
    lines.extend(["4", "1"]);
    lines.extend([
        "5",
        "It was five, says qxfirst.",
        "The key fits, says qxlast.",
    ]);
    // Opening, four beads, landing.
    lines.extend(["6", "", "", "", "", "", "", "", "d"]);
    lines.extend(["7", "3", "3", ""]);
    lines.extend(["8"]);
    lines.extend(["9", "1", "o", "qxsubject, and the flat", ""]);
    lines.push("q");
    lines.into_iter().map(str::to_string).collect()
}

pub fn prepared(ground: &Ground) -> Ran {
    let ran = ground.within(&["story", "prep"], script());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran
}

pub fn story(ground: &Ground) -> Story {
    store::read(&RealDisk, &ground.private()).unwrap()
}

/// Somebody who types with two fingers and thinks: a clock of seconds beside the real one.
struct Typist<U>(U, Rc<Cell<f64>>);

impl<U> Typist<U> {
    fn takes(&self, seconds: f64) {
        self.1.set(self.1.get() + seconds);
    }
}

impl<U: Ui> Ui for Typist<U> {
    fn stage(&mut self, stage: &Stage) -> Result<Reply<()>, Error> {
        // A beat takes its budget; anything else is read.
        let budget = stage.clock.map_or(15.0, |it| it.left as f64);
        self.takes(budget);
        self.0.stage(stage)
    }

    fn watch(&mut self, next: &mut dyn FnMut() -> Option<Stage>) -> Result<Reply<()>, Error> {
        self.0.watch(next)
    }

    fn ask(&mut self, question: &Question) -> Result<Reply<String>, Error> {
        let reply = self.0.ask(question)?;
        if let Reply::Given(typed) = &reply {
            // 120 letters a minute, and ten seconds to think.
            self.takes(10.0 + typed.chars().count() as f64 / 2.0);
        }
        Ok(reply)
    }

    fn choose(&mut self, choice: &Choice) -> Result<Reply<usize>, Error> {
        self.takes(5.0);
        self.0.choose(choice)
    }

    fn page(&mut self, page: &Page) -> Result<Reply<()>, Error> {
        self.takes(15.0);
        self.0.page(page)
    }

    fn tell(&mut self, line: &str) -> Result<(), Error> {
        self.0.tell(line)
    }
}

#[test]
fn from_nothing_to_a_timed_draft_takes_at_most_twenty_minutes() {
    let ground = Ground::new();
    let seconds = Rc::new(Cell::new(0.0));
    let ran = ground.within_wrapped(&["story", "prep"], script(), |plain| {
        Box::new(Typist(plain, Rc::clone(&seconds)))
    });
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let story = story(&ground);
    assert_eq!(story.rehearsals.len(), 1);
    assert_eq!(story.rehearsals[0].whole(), WHOLE);
    let minutes = seconds.get() / 60.0;
    assert!((10.0..=20.0).contains(&minutes), "{minutes} minutes");
}

#[test]
fn what_was_typed_is_kept_as_it_was_meant() {
    let ground = Ground::new();
    let ran = prepared(&ground);
    let story = story(&ground);
    assert_eq!(story.moments.len(), 10);
    let order: Vec<i64> = story.chosen().iter().map(|it| it.id).collect();
    assert_eq!(order, [4, 1, 3, 2, 5]);
    let told: Vec<i64> = story.told().iter().map(|it| it.id).collect();
    assert_eq!(told, [4, 1, 5]);
    // Dropped, and taken back.
    assert!(story.moments.iter().all(|it| !it.cut));
    assert_eq!(story.moments[2].text.as_str(), MOMENTS[2]);
    assert_eq!(
        story.moments[3].when.as_ref().unwrap().as_str(),
        "qxwhen, around 2019"
    );
    // The promise is made once, before the first word.
    assert_eq!(ran.out.matches("not for hiring or appraisal").count(), 1);
    assert!(ran.out.find("not for hiring") < ran.out.find("Then what?"));
    let again = ground.within(&["story", "prep"], ["q".to_string()]);
    assert!(!again.out.contains("not for hiring"), "{again:?}");
    assert!(again.out.contains("boundaries: set"), "{again:?}");
}

#[test]
fn where_somebody_is_holds_no_word_in_text_and_json() {
    let ground = Ground::new();
    prepared(&ground);
    for verb in [
        &[][..],
        &["show"],
        &["card"],
        &["prep"],
        &["rehearse"],
        &["wipe"],
    ] {
        let mut arguments = vec!["--json", "story"];
        arguments.extend(verb);
        let ran = run(ground.program(&arguments), "\n");
        let out: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert!(out.is_object(), "{verb:?}");
        for word in SECRETS {
            assert!(!has(ran.out.as_bytes(), word), "{verb:?}: {word}");
        }
    }
    for arguments in [
        &["story"][..],
        &["stored"],
        &[],
        &["log"],
        &["story", "privacy"],
    ] {
        let ran = run(ground.program(arguments), "");
        assert_eq!(ran.code, Some(0), "{ran:?}");
        for word in SECRETS {
            assert!(!has(ran.out.as_bytes(), word), "{arguments:?}: {word}");
            assert!(!has(ran.err.as_bytes(), word), "{arguments:?}: {word}");
        }
    }
}

#[test]
fn only_what_is_marked_tell_leaves() {
    let ground = Ground::new();
    prepared(&ground);
    let text = run(ground.program(["story", "card", "--text"]), "");
    let page = run(ground.program(["story", "card", "--page", "card.html"]), "");
    assert_eq!((text.code, page.code), (Some(0), Some(0)), "{page:?}");
    let path = ground.top.join("cwd/card.html");
    let page = fs::read_to_string(&path).unwrap();
    for card in [text.out.as_str(), &page] {
        for word in [
            "qxmoment4",
            "qxmoment1,",
            "qxmoment5",
            "qxfirst",
            "qxlast",
            "qxsubject",
            "qxwhen",
        ] {
            assert!(card.contains(word), "{word}: {card}");
        }
        for word in ["qxmoment3", "qxmoment2", "qxmoment6", "qxother"] {
            assert!(!card.contains(word), "{word}: {card}");
        }
    }
    // What is there is not written over, and a shared folder is named.
    let again = run(ground.program(["story", "card", "--page", "card.html"]), "");
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains("is there already"), "{again:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), page);
    fs::create_dir(ground.top.join("cwd/.git")).unwrap();
    let shared = run(ground.program(["story", "card", "--page", "b.html"]), "");
    assert!(shared.err.contains("git work tree"), "{shared:?}");
}

#[test]
fn it_does_not_open_while_a_session_runs_nor_twice() {
    let ground = Ground::new();
    prepared(&ground);
    let mut session =
        Talk::begin(&mut ground.program(["run", "two-words", "--people", "3", "--mode", "room"]));
    session.say("\n\n");
    session.hear("1 of 3");
    for verb in [
        &["prep"][..],
        &["rehearse"],
        &["card"],
        &["card", "--text"],
        &["show"],
    ] {
        let arguments = [&["story"], verb].concat();
        let ran = run(ground.program(&arguments), "\n");
        assert_eq!(ran.code, Some(1), "{verb:?}");
        assert!(ran.err.contains("A session is running here"), "{ran:?}");
        assert!(
            SECRETS.iter().all(|it| !has(ran.out.as_bytes(), it)),
            "{ran:?}"
        );
    }
    assert_eq!(run(ground.program(["story"]), "").code, Some(0));
    session.say("q\ns\n");
    session.end();

    let mut first = Talk::begin(&mut ground.program(["story", "prep"]));
    first.hear("Nine steps");
    for verb in ["prep", "rehearse", "wipe"] {
        let ran = run(ground.program(["story", verb]), "y\n");
        assert_eq!(ran.code, Some(1), "{verb}");
        assert!(ran.err.contains("open in another window"), "{ran:?}");
    }
    first.say("q\n");
    assert_eq!(first.end().code, Some(0));
}

#[test]
fn it_is_refused_where_others_may_come_to_read_and_says_where() {
    for (marker, why) in [(".git", "git work tree"), (".stfolder", "synced folder")] {
        let ground = Ground::new();
        fs::create_dir_all(ground.private().parent().unwrap().join(marker)).unwrap();
        let ran = run(ground.program(["story", "prep"]), "\n");
        assert_eq!(ran.code, Some(1));
        assert!(
            ran.err.contains(why) && ran.err.contains("--private"),
            "{ran:?}"
        );
        assert!(!ground.private().exists());
    }
    let ground = Ground::new();
    let mut command = ground.program(["story", "prep"]);
    command.env("FIRELIGHT_PRIVATE", ground.team().join("me"));
    let ran = run(command, "\n");
    assert!(ran.err.contains("lies in the team's folder"), "{ran:?}");
}

#[test]
fn a_story_that_is_wiped_is_gone_and_what_is_out_of_reach_is_said() {
    let ground = Ground::new();
    prepared(&ground);
    let kept = run(ground.program(["story", "wipe"]), "\n");
    assert_eq!(
        (kept.code, story(&ground).moments.len()),
        (Some(0), 10),
        "{kept:?}"
    );
    let gone = run(ground.program(["story", "wipe"]), "y\n");
    assert_eq!(gone.code, Some(0), "{gone:?}");
    assert!(gone.out.contains("backups and snapshots"), "{gone:?}");
    for word in SECRETS {
        assert_eq!(ground.holding(word), [""; 0].map(std::path::PathBuf::from));
    }
    assert_eq!(fs::read_dir(ground.private()).unwrap().count(), 0);
    let none = run(ground.program(["story", "wipe"]), "y\n");
    assert!(none.out.contains("no story here"), "{none:?}");
}

#[test]
fn a_damaged_story_is_told_by_its_place_is_not_touched_and_can_be_wiped() {
    let ground = Ground::new();
    prepared(&ground);
    let path = store::path(&ground.private());
    let damaged = fs::read_to_string(&path)
        .unwrap()
        .replace("fence = \"tell\"", "fence = \"qxodd\"");
    fs::write(&path, &damaged).unwrap();
    for verb in [&[][..], &["prep"], &["show"], &["card"], &["rehearse"]] {
        let ran = run(ground.program([&["story"], verb].concat()), "\n");
        assert_eq!(ran.code, Some(1), "{verb:?}");
        assert!(
            ran.err.contains("story.toml:") && !has(ran.err.as_bytes(), "qx"),
            "{ran:?}"
        );
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), damaged);
    let gone = run(ground.program(["story", "wipe"]), "y\n");
    assert_eq!(gone.code, Some(0));
    assert!(!path.exists());
}

#[test]
fn no_prompt_comes_from_the_team_s_folder() {
    let ground = Ground::new();
    let hostile = "[bank]\ntitle = \"x\"\nlang = \"en\"\nkind = \"nudge\"\n[[item]]\nid = \"a\"\ntext = \"What was the worst day of your childhood?\"\n";
    for name in ["nudges", "first-last", "scenes"] {
        ground.team_file(format!("prompts/stories/{name}.toml"), hostile);
    }
    let mut lines = script();
    lines.splice(2..2, ["".to_string(), "n".to_string()]);
    let ran = ground.within(&["story", "prep"], lines);
    assert!(ran.out.contains("If you like:"), "{ran:?}");
    assert!(!ran.out.contains("childhood"), "{ran:?}");
}

#[test]
fn lines_that_are_pasted_are_a_moment_each_and_a_long_one_is_said_to_be_cut() {
    let ground = Ground::new();
    let long = format!("qxlong {}", "word ".repeat(4_000));
    let lines = ["", "1", "a\nb\n\n c", &long, "", "d", "q"];
    let ran = ground.within(&["story", "prep"], lines.map(str::to_string));
    let texts: Vec<String> = story(&ground)
        .moments
        .iter()
        .map(|it| it.text.as_str().to_string())
        .collect();
    assert_eq!(&texts[..3], ["a", "b", "c"]);
    assert_eq!(texts[3].len(), firelight::keep::LONGEST);
    assert!(
        ran.out.contains("the rest of that one is not kept"),
        "{}",
        ran.code.unwrap()
    );
}

#[test]
fn what_a_story_cannot_hold_is_told_and_what_it_holds_stays() {
    let ground = Ground::in_memory();
    let mut lines = vec![String::new(), "1".to_string()];
    lines.extend((0..120).map(|_| "x".repeat(9_900)));
    lines.extend(["", "d", "q"].map(str::to_string));
    let ran = ground.within(&["story", "prep"], lines);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("more than a story holds"));
    assert_eq!(story(&ground).moments.len(), 100);
}

#[test]
fn the_clock_is_held_and_begins_again_from_here() {
    let ground = Ground::new();
    // With no moment at all: whoever has it on paper can still say it to a clock.
    let lines = ["", "", "h", "h", "", "b", "", "q"];
    let ran = ground.within(&["story", "rehearse"], lines.map(str::to_string));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("Held."), "{ran:?}");
    // Half time and the end are said softly.
    assert!(ran.out.contains("1 of 8. Opening."), "{ran:?}");
    assert!(
        story(&ground).rehearsals.is_empty(),
        "a half one is not kept"
    );
    let ran = ground.within(
        &["story", "rehearse", "--pace", "120"],
        vec![String::new(); 12],
    );
    assert!(
        ran.out.contains("5:00 in all, within five minutes."),
        "{ran:?}"
    );
    let story = story(&ground);
    assert_eq!((story.pace, story.rehearsals.len()), (Some(120), 1));
}
