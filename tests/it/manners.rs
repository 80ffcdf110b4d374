//! What the environment asks for: no colour, a dumb terminal, a language without UTF-8, a
//! narrow window.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::forks::spawn;
use crate::pty::Pty;
use crate::rig::Rig;

const FIRELIGHT: &str = env!("CARGO_BIN_EXE_firelight");

/// A team that has held a session, with a ritual of a title that is not ASCII.
fn team() -> Rig {
    let rig = Rig::new();
    let rituals = rig.team().join("prompts/rituals");
    fs::create_dir_all(&rituals).unwrap();
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts/rituals/two-words.toml");
    let source = fs::read_to_string(built_in).unwrap();
    let source = source.replace("title = \"Two words\"", "title = \"Zoë’s… 日本\"");
    fs::write(rituals.join("two-words.toml"), source).unwrap();
    rig.run("run two-words --people 3");
    rig
}

fn run(rig: &Rig, env: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(FIRELIGHT);
    command
        .args(arguments)
        .env_clear()
        .env("HOME", &rig.top)
        .env("FIRELIGHT_HOME", rig.team())
        .env("FIRELIGHT_PRIVATE", rig.private())
        .envs(env.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    spawn(&mut command).wait_with_output().unwrap()
}

#[test]
fn without_utf_8_our_marks_are_ascii_and_people_s_text_stays() {
    let rig = team();
    let shown = |env: &[(&str, &str)], arguments: &[&str]| {
        let output = run(&rig, env, arguments);
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    for env in [
        &[][..],
        &[("LANG", "C")],
        &[("LANG", "C.UTF-8"), ("LC_ALL", "POSIX")],
        &[("LC_CTYPE", "de_DE.ISO-8859-1")],
    ] {
        assert!(
            shown(env, &["log", "show"]).starts_with("Zoë's. 日本\n"),
            "{env:?}"
        );
        // JSON is UTF-8 by definition.
        let json = shown(env, &["log", "show", "--json"]);
        assert!(json.contains("\"Zoë’s… 日本\""), "{env:?}: {json}");
    }
    for env in [
        &[("LANG", "C.UTF-8")][..],
        &[("LANG", "C"), ("LC_ALL", "de_DE.utf8")],
    ] {
        assert!(
            shown(env, &["log", "show"]).starts_with("Zoë’s… 日本\n"),
            "{env:?}"
        );
    }
    // A name that a shell puts on the line is the name.
    run(&rig, &[("LANG", "C.UTF-8")], &["team", "add", "O’Neill"]);
    let names = shown(&[("LANG", "C")], &["complete", "--", "run", "--with", ""]);
    assert_eq!(names, "O’Neill\t\n");
    let misuse = run(&rig, &[("LANG", "C")], &["run", "zoë…"]).stderr;
    let misuse = String::from_utf8(misuse).unwrap();
    assert!(
        misuse.starts_with("There is no ritual called \"zoë.\""),
        "{misuse}"
    );
}

fn start(rig: &Rig, size: (u16, u16), env: &[(&str, &str)], arguments: &[&str]) -> Pty {
    let (team, private) = (rig.team(), rig.private());
    let mut all = vec![
        ("LANG", "C.UTF-8"),
        ("FIRELIGHT_HOME", team.to_str().unwrap()),
        ("FIRELIGHT_PRIVATE", private.to_str().unwrap()),
    ];
    all.extend(env);
    let command: Vec<&str> = [&[FIRELIGHT], arguments].concat();
    Pty::spawn(&command, &all, &rig.top, size)
}

#[test]
fn nothing_is_bold_where_no_colour_is_wanted() {
    let rig = team();
    for (env, wanted) in [
        (&[][..], true),
        (&[("NO_COLOR", "")], true),
        (&[("CLICOLOR", "1")], true),
        (&[("CLICOLOR", "0"), ("CLICOLOR_FORCE", "1")], true),
        (&[("NO_COLOR", "1")], false),
        (&[("CLICOLOR", "0")], false),
        (&[("CLICOLOR", "0"), ("CLICOLOR_FORCE", "0")], false),
        (&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false),
    ] {
        let arguments = [
            "run",
            "two-words",
            "--people",
            "3",
            "--mode",
            "room",
            "--new",
        ];
        let mut pty = start(&rig, (24, 80), env, &arguments);
        for text in ["nobody will ask", "Which two words"] {
            pty.wait_for(text);
            pty.send("\r");
        }
        pty.wait_for("1 of 3");
        let screen = pty.parser.screen();
        let cells = (0..24).flat_map(|row| (0..80).filter_map(move |it| screen.cell(row, it)));
        let is_bold = cells.into_iter().any(|it| it.bold());
        assert_eq!(is_bold, wanted, "{env:?}");
    }
}

#[test]
fn a_dumb_terminal_gets_lines() {
    for env in [("TERM", "dumb"), ("ACCESSIBLE", "1")] {
        let mut pty = start(&team(), (24, 80), &[env], &[]);
        pty.wait_for("All commands: firelight help");
        assert!(!pty.screen().contains("all keys"));
    }
}

#[test]
fn lists_and_help_wrap_by_themselves_in_a_narrow_window() {
    let rig = team();
    for columns in [40, 60, 80] {
        for (line, last) in [
            ("rituals", "hold it"),
            ("rituals show two-words", "Pass is"),
            ("log", "-"),
            ("log show", ".json"),
            ("stored", "anonymous"),
            ("evidence", "on a topic"),
            ("evidence E1", "says otherwise"),
            ("help", "firelight help run"),
            ("help run", "firelight run --resume"),
            ("--plain", "firelight help"),
        ] {
            let words: Vec<&str> = line.split(' ').collect();
            let mut pty = start(&rig, (200, columns), &[], &words);
            pty.wait_for(last);
            let screen = pty.parser.screen();
            for (number, row) in screen.rows(0, columns).enumerate() {
                // Paths are left whole, to be copied.
                let is_path = row.contains('/') || row.starts_with("Usage:");
                let is_wrapped = screen.row_wrapped(number as u16);
                assert!(is_path || !is_wrapped, "{line} at {columns}: {row}");
            }
        }
    }
}

#[test]
fn home_after_a_long_time_says_that_nothing_is_overdue() {
    let rig = team();
    for (rows, columns) in [(24, 80), (12, 40), (20, 60)] {
        for (now, is_long) in [
            ("2026-12-07T09:00:00Z", false),
            ("2027-03-01T09:00:00Z", true),
        ] {
            let mut pty = start(&rig, (rows, columns), &[], &["--now", now]);
            pty.wait_for("all keys");
            let screen = pty
                .screen()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            let said = "30 November 2026. Nothing is overdue.";
            assert_eq!(screen.contains(said), is_long, "{screen}");
            assert!(
                screen.contains("30 November") && screen.contains("leave"),
                "{screen}"
            );
            // It is fit to be shared.
            assert!(!screen.contains('/'), "{screen}");
        }
    }
}
