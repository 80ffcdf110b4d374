//! What a hostile evening with the real program showed, kept from coming back.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::forks::spawn;
use crate::pty::Pty;

const FIRELIGHT: &str = env!("CARGO_BIN_EXE_firelight");

/// A ritual whose second step keeps lines.
const KEEPS: &str = "format = \"firelight.ritual/1\"\ntitle = \"Keep it\"\nfamily = \"moments\"\n\
    purpose = \"See.\"\nminutes = 5\npeople = { min = 1, best = [2, 5], max = 9 }\n\
    ceiling = \"open\"\nconfidentiality = \"open\"\n\
    [[step]]\nkind = \"say\"\ntext = \"Hello.\"\n\
    [[step]]\nkind = \"gather\"\nwhat = \"What did we learn?\"\nform = \"theme\"\nkeep = \"kept\"\nfor = \"1m\"\n\
    [[step]]\nkind = \"say\"\ntext = \"Thank you.\"\n";

fn firelight(home: &Path, arguments: &[&str], lines: &str) -> Output {
    use std::io::Write as _;
    let mut command = Command::new(FIRELIGHT);
    command
        .args(arguments)
        .env("FIRELIGHT_HOME", home.join("team"))
        .env("FIRELIGHT_PRIVATE", home.join("private"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = spawn(&mut command);
    let mut input = child.stdin.take().unwrap();
    // A program that ends early reads no further.
    let _ = input.write_all(lines.as_bytes());
    drop(input);
    child.wait_with_output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn team_file(home: &Path, name: &str, text: &str) {
    let path = home.join("team").join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn a_link_below_the_private_folder_leads_nowhere() {
    for inner in ["running", "unsent"] {
        let home = tempfile::tempdir().unwrap();
        let (elsewhere, private) = (home.path().join("elsewhere"), home.path().join("private"));
        fs::create_dir(&elsewhere).unwrap();
        fs::create_dir(&private).unwrap();
        fs::set_permissions(&private, fs::Permissions::from_mode(0o700)).unwrap();
        symlink(&elsewhere, private.join(inner)).unwrap();
        let ran = firelight(home.path(), &["run", "two-words", "--with", "Ana"], "\n\n");
        assert_eq!(ran.status.code(), Some(1), "{ran:?}");
        assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
    }
}

#[test]
fn a_damaged_team_file_deals_only_what_is_light_and_says_so() {
    let home = tempfile::tempdir().unwrap();
    team_file(home.path(), "firelight.toml", "holidays = [\n");
    let ran = firelight(
        home.path(),
        &["run", "two-words", "--people", "2", "--json"],
        &"\n".repeat(30),
    );
    assert_eq!(ran.status.code(), Some(0), "{ran:?}");
    assert!(String::from_utf8_lossy(&ran.stderr).contains("only what is light is dealt"));
    let log: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(log["ceiling"], "light");
}

#[test]
fn at_counts_the_steps_that_are_shown_whatever_the_form() {
    let home = tempfile::tempdir().unwrap();
    for _ in 0..3 {
        firelight(
            home.path(),
            &["run", "two-words", "--people", "2"],
            &"\n".repeat(30),
        );
    }
    let shown = out(&firelight(
        home.path(),
        &["rituals", "show", "two-words"],
        "",
    ));
    let line = shown.lines().find(|it| it.contains(". turns:")).unwrap();
    let number = line.split('.').next().unwrap();
    for at in [number, "turns"] {
        let arguments = [
            "run",
            "two-words",
            "--new",
            "--with",
            "Ana,Ben,Chi",
            "--mode",
            "room",
            "--at",
            at,
        ];
        let ran = firelight(home.path(), &arguments, &"\n".repeat(30));
        assert!(out(&ran).contains("1 of 3."), "{ran:?}");
    }
}

#[test]
fn what_is_kept_is_asked_again_after_back_and_the_last_answer_stands() {
    let home = tempfile::tempdir().unwrap();
    team_file(home.path(), "prompts/rituals/keepit.toml", KEEPS);
    let run = ["run", "keepit", "--people", "3", "--mode", "room", "--json"];
    let kept = |lines: &str| -> Vec<String> {
        let ran = firelight(home.path(), &run, lines);
        assert_eq!(ran.status.code(), Some(0), "{ran:?}");
        let log: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
        let kept = log["kept"].as_array().unwrap().iter();
        kept.map(|it| it["text"].as_str().unwrap().to_string())
            .collect()
    };
    assert_eq!(kept("\n\nOne\n\n\n"), ["One"]);
    assert_eq!(kept("\n\n/back\n\nTwo\n\n\n"), ["Two"]);
    assert_eq!(kept("\n\nOne\n\nb\n\nTwo\n\n\n"), ["Two"]);
    assert_eq!(kept("\n\nOne\n/back\n\nTwo\n\n\n"), ["Two"]);
    assert_eq!(kept("\n\nOne\n\nb\n\n\n\n"), [] as [&str; 0]);
}

#[test]
fn a_ritual_that_uses_a_missing_one_is_a_failure_and_no_misuse() {
    let home = tempfile::tempdir().unwrap();
    let uses = KEEPS.replace("kind = \"gather\"\nwhat = \"What did we learn?\"\nform = \"theme\"\nkeep = \"kept\"\nfor = \"1m\"", "kind = \"use\"\nritual = \"nowhere\"");
    team_file(home.path(), "prompts/rituals/uses.toml", &uses);
    let ran = firelight(
        home.path(),
        &["run", "uses", "--people", "3", "--mode", "room"],
        "",
    );
    assert_eq!(ran.status.code(), Some(1), "{ran:?}");
}

#[test]
fn a_quit_signal_stops_it_saved_and_leaves_a_sane_terminal() {
    let home = tempfile::tempdir().unwrap();
    let (team, private) = (home.path().join("team"), home.path().join("private"));
    let env = [
        ("LANG", "C.UTF-8"),
        ("FIRELIGHT_HOME", team.to_str().unwrap()),
        ("FIRELIGHT_PRIVATE", private.to_str().unwrap()),
    ];
    let command = [
        FIRELIGHT,
        "run",
        "two-words",
        "--with",
        "Ana,Ben,Chi",
        "--mode",
        "room",
    ];
    let mut pty = Pty::spawn(&command, &env, home.path(), (24, 80));
    pty.wait_for("nobody will ask");
    pty.signal("QUIT");
    assert_eq!(pty.exit_code(), 130, "{}", pty.screen());
    assert!(pty.is_sane());
    assert_eq!(fs::read_dir(private.join("running")).unwrap().count(), 1);
}

#[test]
fn another_teams_session_goes_on_with_that_teams_banks_and_into_its_folder() {
    let home = tempfile::tempdir().unwrap();
    let bank = "[bank]\ntitle = \"Ours\"\nlang = \"en\"\nlicence = \"CC0\"\norigin = \"own\"\nkind = \"stem\"\n\
        [[item]]\nid = \"ours\"\ntext = \"Our own words.\"\nlevel = 1\nthemes = \"now\"\n";
    let deals = KEEPS.replace(
        "kind = \"gather\"\nwhat = \"What did we learn?\"\nform = \"theme\"\nkeep = \"kept\"\nfor = \"1m\"",
        "kind = \"deal\"\nbank = \"ours\"\nshow = \"card\"\nthink = \"10s\"",
    );
    team_file(home.path(), "prompts/topics/ours.toml", bank);
    team_file(home.path(), "prompts/rituals/deals.toml", &deals);
    let begun = ["run", "deals", "--people", "3", "--mode", "room"];
    assert_eq!(firelight(home.path(), &begun, "").status.code(), Some(1));
    let other = home.path().join("other");
    let ran = firelight(
        home.path(),
        &[
            "run",
            "--resume",
            "--json",
            "--home",
            other.to_str().unwrap(),
        ],
        "\n\n\n",
    );
    assert_eq!(ran.status.code(), Some(0), "{ran:?}");
    let log: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(log["steps"][1]["dealt"][0]["id"], "ours");
    assert!(home.path().join("team/sessions").exists());
    assert!(!other.join("sessions").exists());
}

#[test]
fn a_journal_that_names_no_whole_path_publishes_into_the_teams_folder_and_nowhere_else() {
    let home = tempfile::tempdir().unwrap();
    let begun = ["run", "two-words", "--people", "3", "--mode", "room"];
    assert_eq!(firelight(home.path(), &begun, "\n").status.code(), Some(1));
    let running = home.path().join("private/running");
    let journal = fs::read_dir(&running)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let text = fs::read_to_string(&journal).unwrap();
    let team = format!("\"team\":\"{}\"", home.path().join("team").display());
    assert!(text.contains(&team), "{text}");
    for damaged in ["\"team\":\"\"", "\"team\":\"elsewhere\""] {
        fs::write(&journal, text.replace(&team, damaged)).unwrap();
        let ran = firelight(home.path(), &["run", "--resume"], &"\n".repeat(30));
        assert_eq!(ran.status.code(), Some(0), "{ran:?}");
        assert!(home.path().join("team/sessions").exists());
        assert!(!Path::new("sessions").exists() && !Path::new("elsewhere").exists());
        fs::remove_dir_all(home.path().join("team/sessions")).unwrap();
    }
}
