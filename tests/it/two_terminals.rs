//! Two real terminals: the cue in one, the stage in the other, and whoever takes over in a third.

use std::path::Path;

use crate::pty::Pty;

const FIRELIGHT: &str = env!("CARGO_BIN_EXE_firelight");
const RUN: [&str; 9] = [
    "run",
    "two-words",
    "--with",
    "Ana,Ben,Chi,Dev",
    "--mode",
    "room",
    "--seed",
    "1",
    "--cue",
];

fn start(home: &Path, size: (u16, u16), arguments: &[&str]) -> Pty {
    let team = home.join("team");
    let private = home.join("private");
    let env = [
        ("LANG", "C.UTF-8"),
        ("FIRELIGHT_HOME", team.to_str().unwrap()),
        ("FIRELIGHT_PRIVATE", private.to_str().unwrap()),
    ];
    let command: Vec<&str> = [&[FIRELIGHT], arguments].concat();
    Pty::spawn(&command, &env, home, size)
}

/// Both windows.
struct Windows {
    cue: Pty,
    stage: Pty,
}

impl Windows {
    /// Types in the one, and waits for what both of them show then.
    fn press(&mut self, keys: &str, on_cue: &str, on_stage: &str) {
        self.cue.send(keys);
        self.cue.wait_for(on_cue);
        self.stage.wait_for(on_stage);
        self.is_for_all();
    }

    /// At the same turn, the same person stands on both, and nobody is ahead on the stage.
    fn same_turn(&mut self, place: &str) -> String {
        self.cue.wait_for(place);
        let who = speaker(&self.cue.screen());
        self.stage.wait_until(&format!("{place} and {who}"), |it| {
            let screen = it.contents();
            screen.contains(place) && speaker(&screen) == who
        });
        self.is_for_all();
        who
    }

    fn is_for_all(&self) {
        let screen = self.stage.screen();
        for words in [
            "note",
            "say ",
            "pause",
            "planned",
            "Your cue",
            "Enter",
            "keys",
            "joined",
            "gone",
            "Slow down",
            "call",
            "firelight",
            "/",
            "Stop here",
            "min left",
            "Qx",
        ] {
            assert!(!screen.contains(words), "{words}:\n{screen}");
        }
        let names = ["Ana", "Ben", "Chi", "Dev", "Uma"];
        let shown = names.into_iter().filter(|it| screen.contains(it)).count();
        assert!(shown <= 2, "{screen}");
    }
}

/// The name that stands large: the first line under the head.
fn speaker(screen: &str) -> String {
    let mut lines = screen.lines().skip(1).map(str::trim);
    let first = lines.find(|it| !it.is_empty());
    first.unwrap_or_default().to_string()
}

#[test]
fn the_stage_follows_every_key_of_the_cue_and_shows_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("team")).unwrap();
    let care = "[[contact]]\nwho = \"Dr. Qxlind\"\nhow = \"at the door\"\n";
    std::fs::write(home.path().join("team/care.toml"), care).unwrap();
    let mut stage = start(home.path(), (24, 80), &["stage"]);
    stage.wait_for("One moment, please.");
    let cue = start(home.path(), (24, 80), &RUN);
    let mut both = Windows { cue, stage };
    both.press("", "note", "Two words for how you are right now.");
    assert!(both.cue.screen().contains("language"));
    assert!(!both.stage.screen().contains("language"));
    both.press("\r", "Which two words fit", "Which two words fit");
    both.press("\r", "1 of 4", "1 of 4");
    let first = both.same_turn("1 of 4");
    both.cue.send("l");
    for window in [&mut both.cue, &mut both.stage] {
        window.wait_until("somebody else", |it| speaker(&it.contents()) != first);
    }
    both.same_turn("1 of 4");
    // What is asked and copied stays on the cue.
    both.press("j", "Who has joined us?", "1 of 4");
    both.press("Uma\r", "1 of 5", "1 of 5");
    both.press("v", "go on", "1 of 5");
    both.press("\r", "then", "1 of 5");
    both.press("g", "Who has gone?", "1 of 5");
    both.press("uma\r", "1 of 4", "1 of 4");
    both.press("\r", "2 of 4", "2 of 4");
    both.same_turn("2 of 4");
    both.press("m", "Dr. Qxlind", "We take a moment.");
    both.press("v", "A moment", "We take a moment.");
    assert_eq!(speaker(&both.stage.screen()), "We take a moment.");
    both.press("\r", "Enter go on    v read all", "We take a moment.");
    both.press("\r", "2 of 4", "2 of 4");
    both.press("q", "Stop here?", "2 of 4");
    both.press("b", "2 of 4", "2 of 4");

    // A window of any size, and nothing to press in it.
    for (rows, columns) in [(12, 40), (20, 60), (24, 80)] {
        both.stage.resize(rows, columns);
        both.stage.wait_for("2 of 4");
        both.stage.send("x\r ?");
        both.is_for_all();
    }
    let who = both.same_turn("2 of 4");

    // Another window cannot take over what is still held here, and says what to do.
    let mut third = start(home.path(), (24, 80), &["run", "--resume"]);
    assert_eq!(third.exit_code(), 1);
    let screen = third.screen();
    assert!(
        screen.contains("open in another window") && screen.contains("run --resume"),
        "{screen}"
    );

    // Left here, or the terminal closed, it goes on elsewhere at the same turn.
    both.cue.send("\x03");
    assert_eq!(both.cue.exit_code(), 130);
    both.stage.wait_for("One moment, please.");
    both.is_for_all();
    both.cue = start(home.path(), (20, 60), &["run", "--resume", "--cue"]);
    assert_eq!(both.same_turn("2 of 4"), who);
    both.cue.signal("HUP");
    assert_eq!(both.cue.exit_code(), 129);
    both.stage.wait_for("One moment, please.");
    both.cue = start(home.path(), (24, 80), &["run", "--resume"]);
    assert_eq!(both.same_turn("2 of 4"), who);
    both.cue.send("\r");
    both.same_turn("3 of 4");
    both.cue.signal("KILL");
    let _ = both.cue.exit_code();
    both.cue = start(home.path(), (24, 80), &["run", "--resume", "--cue"]);
    both.same_turn("3 of 4");
    both.press("\r", "4 of 4", "4 of 4");
    both.press("\r", "wait three breaths", "There is still room");
    both.cue.send("\r");
    // What is asked afterwards is asked here alone.
    both.cue.wait_for("Remember these names");
    both.stage.wait_for("Thank you.");
    both.is_for_all();
    both.cue.send("\r");
    assert_eq!(both.cue.exit_code(), 0);
    both.is_for_all();
    assert!(both.stage.is_running());
    both.stage.send("q");
    assert_eq!(both.stage.exit_code(), 0);
    assert!(both.stage.is_sane());
    assert!(!both.stage.parser.screen().hide_cursor());
}

#[test]
fn ctrl_c_and_signals_close_the_stage_and_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let mut cue = start(home.path(), (24, 80), &RUN);
    cue.wait_for("note");
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let mut stage = start(home.path(), (24, 80), &["stage"]);
        stage.wait_for("Two words for how");
        stage.signal(signal);
        assert_eq!(stage.exit_code(), code);
        assert!(stage.is_sane());
    }
    cue.send("\r");
    cue.wait_for("Which two words fit");
}

#[test]
fn a_folder_that_is_refused_is_said_before_the_stage_opens() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("private")).unwrap();
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(home.path().join("private"), open).unwrap();
    let mut stage = start(home.path(), (24, 80), &["stage"]);
    assert_eq!(stage.exit_code(), 1);
    assert!(stage.screen().contains("chmod 700"), "{}", stage.screen());
}
