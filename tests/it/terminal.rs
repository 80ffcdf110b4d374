//! The terminal port in a real terminal: this binary starts itself in one.

use std::io::Write;
use std::path::Path;

use firelight::clock::SystemClock;
use firelight::ui::terminal::Terminal;
use firelight::ui::{Action, Choice, Countdown, Page, Question, Stage, Ui};

use crate::pty::Pty;

/// A sentence that is longer than a row.
const LONG: &str =
    "personal: Which choice turned out larger than you thought, and what did it ask of you? ";

/// Names the scene that the child plays.
const SCENE: &str = "FIRELIGHT_TEST_SCENE";

/// Plays a scene and says on the ordinary screen what came of it. Without one, it passes.
#[test]
#[expect(clippy::exit, reason = "the child is a program of its own")]
fn scene() {
    let Some(scene) = std::env::var_os(SCENE) else {
        return;
    };
    let mut ui = Terminal::open(&SystemClock, true, true).unwrap();
    let reply = match scene.to_str().unwrap() {
        "turn" => format!("{:?}", ui.stage(&turn()).unwrap()),
        "two turns" => {
            let first = ui.stage(&turn()).unwrap();
            let second = Stage {
                speaker: Some("Chi".to_owned()),
                ..turn()
            };
            format!("{first:?} {:?}", ui.stage(&second).unwrap())
        }
        "names" => {
            ui.tell("A quiet note.").unwrap();
            let question = Question {
                text: "Who is here?".to_owned(),
                help: vec!["Names, or a number.".to_owned()],
                empty: "go without names".to_owned(),
                lines: true,
                ..Question::default()
            };
            format!("{:?}", ui.ask(&question).unwrap())
        }
        "few" => format!("{:?}", ui.choose(&choice(3)).unwrap()),
        "many" => format!("{:?}", ui.choose(&choice(20)).unwrap()),
        "page" => {
            let mut lines: Vec<_> = (1..=30).map(|it| format!("line {it}")).collect();
            lines[3] = LONG.repeat(3);
            let page = Page {
                title: "For the chat".to_owned(),
                lines,
                hint: "Whole: elsewhere".to_owned(),
            };
            format!("{:?}", ui.page(&page).unwrap())
        }
        "panic" => {
            ui.tell("Almost there.").unwrap();
            panic!("a scene that goes wrong");
        }
        other => panic!("no scene {other}"),
    };
    drop(ui);
    writeln!(std::io::stdout(), "\nreply: {reply}.").unwrap();
    std::process::exit(3);
}

fn turn() -> Stage {
    Stage {
        title: "Two words".to_owned(),
        speaker: Some("Ben \u{1b}]0;title\u{7}".to_owned()),
        text: "Two words for how you are right now.".to_owned(),
        clock: Some(Countdown {
            left: 120,
            of: 120,
            held: false,
            digits: true,
            landing: "please land",
            grace: 0,
            after: 0,
            until: "",
        }),
        enter: "next".to_owned(),
        keys: vec![
            (Action::Later, "later".to_owned()),
            (Action::Hold, "hold".to_owned()),
        ],
        ..Stage::default()
    }
}

fn choice(n_options: u8) -> Choice {
    let option = |it| (char::from(b'a' + it), format!("option {}", it + 1));
    Choice {
        text: "Which one?".to_owned(),
        help: vec!["They are all good.".to_owned()],
        options: (0..n_options).map(option).collect(),
        default: 1,
        ..Choice::default()
    }
}

fn play(scene: &str, home: &Path) -> Pty {
    let program = std::env::current_exe().unwrap();
    let args = [
        "--exact",
        "terminal::scene",
        "--nocapture",
        "--test-threads=1",
    ];
    let command = [&[program.to_str().unwrap()], &args[..]].concat();
    Pty::spawn(&command, &[(SCENE, scene)], home, (24, 80))
}

/// Waits for the end, and checks that the terminal is as it was.
#[track_caller]
fn ends_with(mut pty: Pty, reply: &str) {
    assert_eq!(pty.exit_code(), 3, "{}", pty.screen());
    let screen = pty.screen();
    assert!(screen.contains(&format!("reply: {reply}.")), "{screen}");
    assert_restored(&pty);
}

#[track_caller]
fn assert_restored(pty: &Pty) {
    assert!(!pty.parser.screen().alternate_screen());
    assert!(!pty.parser.screen().hide_cursor());
    assert!(pty.is_sane());
}

#[test]
fn a_turn_is_shown_and_enter_ends_it() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = play("turn", home.path());
    pty.wait_for("Enter next    l later    Space hold    ? all keys");
    assert!(pty.parser.screen().alternate_screen());
    assert!(pty.parser.screen().hide_cursor());
    assert!(pty.screen().contains("Ben ␛]0;title␇"));
    let first = pty.screen();
    pty.wait_until("the clock to move", |it| it.contents() != first);
    pty.send("\r");
    ends_with(pty, "Given(())");
}

#[test]
fn keys_that_are_not_offered_do_nothing_and_escape_ends_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = play("turn", home.path());
    pty.wait_for("? all keys");
    for key in ["x", "j", "\u{1b}"] {
        pty.send(key);
        // The next redraw is a second later at most; the key was read long before.
        let before = pty.screen();
        pty.wait_until("the clock to move", |it| it.contents() != before);
        assert!(!pty.screen().contains("Pasted"));
        // One of our keys that has no use here is answered.
        assert_eq!(pty.screen().contains("Not here."), key != "x");
    }
    pty.send("?");
    pty.wait_for("q       stop");
    pty.send("\r");
    pty.wait_for("? all keys");
    pty.send(" ");
    ends_with(pty, "Aside(Hold)");
}

#[test]
fn a_paste_is_dropped() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = play("turn", home.path());
    pty.wait_for("? all keys");
    pty.send(&"hello\rthere\r".repeat(2000));
    pty.wait_for("Pasted text ignored.");
    pty.wait_until("the note to go", |it| !it.contents().contains("Pasted"));
    pty.send("l");
    ends_with(pty, "Aside(Later)");
}

#[test]
fn a_window_may_change_its_size() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = play("turn", home.path());
    for (rows, columns) in [(12, 40), (1, 1), (40, 200), (20, 60)] {
        pty.resize(rows, columns);
        let last = |it: &vt100::Screen| it.rows(0, columns).last().unwrap_or_default();
        pty.wait_until("the last row", |it| {
            last(it).contains("Enter next") || columns == 1
        });
    }
    pty.send("\r");
    ends_with(pty, "Given(())");
}

#[test]
fn stops_are_told_apart() {
    let home = tempfile::tempdir().unwrap();
    for (scene, ready) in [("turn", "all keys"), ("few", "Enter option 2")] {
        for (signal, why) in [("INT", "Person"), ("TERM", "Terminated"), ("HUP", "HungUp")] {
            let mut pty = play(scene, home.path());
            pty.wait_for(ready);
            pty.signal(signal);
            ends_with(pty, &format!("Stopped({why})"));
        }
        let mut pty = play(scene, home.path());
        pty.wait_for(ready);
        pty.send("\u{3}");
        ends_with(pty, "Stopped(Person)");
    }
}

#[test]
fn a_prompt_is_stopped_too_even_if_it_sees_no_signal() {
    let home = tempfile::tempdir().unwrap();
    for (scene, ready) in [("names", " > ")] {
        // Ctrl-C is a key to the prompt, or a signal if it comes between two keys.
        let mut pty = play(scene, home.path());
        pty.wait_for(ready);
        pty.send("\u{3}");
        assert!(matches!(pty.exit_code(), 3 | 130));
        assert_restored(&pty);
        // Prompts see signals on the main thread only, and no test runs there.
        for (signal, code) in [("TERM", 143), ("HUP", 129)] {
            let mut pty = play(scene, home.path());
            pty.wait_for(ready);
            pty.signal(signal);
            assert_eq!(pty.exit_code(), code);
            assert_restored(&pty);
        }
    }
}

#[test]
fn a_panic_leaves_a_sane_terminal() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = play("panic", home.path());
    assert_ne!(pty.exit_code(), 0);
    assert_restored(&pty);
}

#[test]
fn a_line_is_asked_for() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = play("names", home.path());
    pty.wait_for(" > ");
    let shown = [
        "A quiet note.",
        "Who is here?",
        "Enter: go without names",
        "/back: one question back",
    ];
    for words in shown {
        assert!(pty.screen().contains(words), "{}", pty.screen());
    }
    pty.send("Ana, Ben\r");
    ends_with(pty, r#"Given("Ana, Ben")"#);

    let mut pty = play("names", home.path());
    pty.wait_for(" > ");
    pty.send("/keys\r");
    pty.wait_for("Ctrl-C: leave");
    pty.send("/back\r");
    ends_with(pty, "Aside(Back)");
}

#[test]
fn pasted_lines_and_wide_letters_are_shown_in_full_and_confirmed() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = play("names", home.path());
    pty.wait_for(" > ");
    pty.send("Ana\rBen\rChi\r");
    pty.wait_for("Enter: keep this.");
    assert!(pty.screen().contains(" Ben\n"), "{}", pty.screen());
    pty.send("\r");
    ends_with(pty, r#"Given("Ana\nBen\nChi")"#);

    let mut pty = play("names", home.path());
    pty.wait_for(" > ");
    pty.send("日本語\u{7f}\r");
    pty.wait_for("Enter: keep this.");
    // Whoever types on has not taken back what stands there.
    pty.send("Nihon\r");
    ends_with(pty, r#"Given("日本\nNihon")"#);
}

#[test]
fn options_are_taken_by_key_however_many() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = play("few", home.path());
    pty.wait_for("Enter option 2");
    pty.send("C");
    ends_with(pty, "Given(2)");

    let mut pty = play("few", home.path());
    pty.wait_for("Enter option 2");
    pty.send("\r");
    ends_with(pty, "Given(1)");

    // Twenty are more than fit; the arrows turn pages, and every key works all the time.
    let mut pty = play("many", home.path());
    pty.wait_for("option 1\n");
    pty.resize(12, 40);
    pty.wait_for("1 of 3");
    pty.send("\u{1b}[B");
    pty.wait_until("the list to move", |it| {
        !it.contents().contains("option 1\n")
    });
    pty.send("\u{1b}[A");
    pty.wait_for("option 1\n");
    pty.resize(2, 20);
    pty.send("t");
    ends_with(pty, "Given(19)");
}

#[test]
fn a_long_page_is_turned() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = play("page", home.path());
    pty.wait_for("1 of 2");
    assert!(pty.screen().contains("\nline 1\n"));
    assert!(pty.screen().contains("Whole: elsewhere"));
    // Copied, what goes on in the next row is one line: the terminal itself broke it, between words.
    let screen = pty.screen();
    let long = screen.split_once("line 3\n").unwrap().1;
    let long = long.split_once("\nline 5").unwrap().0;
    assert!(!long.contains('\n'), "{screen}");
    let words = |it: &str| it.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(long), words(&LONG.repeat(3)), "{screen}");
    pty.send("\r");
    pty.wait_for("2 of 2");
    pty.send("b");
    pty.wait_for("1 of 2");
    pty.send("\r");
    pty.wait_for("line 30");
    pty.send("\r");
    ends_with(pty, "Given(())");
}

#[test]
fn keys_typed_between_screens_are_not_lost() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = play("two turns", home.path());
    pty.wait_for("? all keys");
    pty.send("\r");
    pty.wait_for("Chi");
    pty.send("l");
    ends_with(pty, "Given(()) Aside(Later)");
}
