//! What a shell completes: asked by bash itself, with and without a terminal, by zsh and fish where
//! they are installed, and by the word that all three scripts use.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::forks::spawn;
use crate::pty::Pty;
use crate::rig::Rig;

const FIRELIGHT: &str = env!("CARGO_BIN_EXE_firelight");

/// A team of three, one of whom has a name of two words, and a ritual of its own.
fn team() -> Rig {
    let rig = Rig::new();
    let people = rig.team().join("people");
    fs::create_dir_all(&people).unwrap();
    for (id, name) in [
        ("a", "Ana Lima"),
        ("b", "Ben"),
        ("c", "Zoë"),
        ("d", "B\\nC"),
    ] {
        fs::write(
            people.join(format!("{id}.toml")),
            format!("id = \"{id}\"\nname = \"{name}\"\n"),
        )
        .unwrap();
    }
    fs::write(people.join("e.toml"), "name = ").unwrap();
    let rituals = rig.team().join("prompts/rituals");
    fs::create_dir_all(&rituals).unwrap();
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts/rituals/two-words.toml");
    let source = fs::read_to_string(built_in).unwrap();
    let source = source.replace("two-word-check-in", "lanterns-lit");
    fs::write(rituals.join("lantern-round.toml"), source).unwrap();
    rig
}

/// The words that may stand at the end of a line.
fn offered(rig: &Rig, line: &str) -> Vec<String> {
    let outcome = rig.run(&format!("complete -- {line}"));
    assert_eq!(outcome.code(), 0);
    let lines = outcome.out.lines();
    lines
        .map(|it| it.split('\t').next().unwrap().to_string())
        .collect()
}

#[test]
fn commands_options_their_values_and_what_the_team_has_are_offered() {
    let rig = team();
    rig.run("run two-words --people 2");
    let id = &rig.logs()[0].id;
    for (line, wanted) in [
        ("ru", vec!["run"]),
        ("com", vec!["completions"]),
        ("--js", vec!["--json"]),
        ("log ", vec!["show", "check", "help"]),
        ("help lo", vec!["log"]),
        ("run lan", vec!["lantern-round", "lanterns-lit"]),
        ("run two-word-", vec!["two-word-check-in"]),
        ("run two-words --pe", vec!["--people"]),
        ("rituals show headlines", vec!["headlines"]),
        ("run --mode ", vec!["room", "remote", "hybrid"]),
        ("run --mode=h", vec!["--mode=hybrid"]),
        ("run --with ", vec!["Ana Lima", "Ben", "Zoë"]),
        ("run --with Ben,", vec!["Ben,Ana Lima", "Ben,Zoë"]),
        ("run --with=Z", vec!["--with=Zoë"]),
        ("run --with Uma,Ida --remote ", vec!["Uma", "Ida"]),
        ("log show ", vec![id]),
        ("completions z", vec!["zsh"]),
        ("check ", vec![":paths"]),
        ("evidence tha", vec!["thanks"]),
        (
            "evidence E2",
            vec![
                "E2", "E20", "E21", "E22", "E23", "E24", "E25", "E26", "E27", "E28", "E29",
            ],
        ),
        ("--home ", vec![":folders"]),
        ("run -- --pe", vec![]),
        ("nonsense ", vec![]),
        ("run --people ", vec![]),
    ] {
        assert_eq!(offered(&rig, line), wanted, "{line}");
    }
    assert!(!offered(&rig, "").contains(&"complete".to_string()));
}

#[test]
fn the_folder_that_is_named_on_the_line_is_asked() {
    let (rig, other) = (Rig::new(), team());
    let line = format!("--home {} run lan", other.team().display());
    assert_eq!(offered(&rig, &line), ["lantern-round", "lanterns-lit"]);
    assert_eq!(offered(&rig, "run lan"), Vec::<String>::new());
    // A question leaves nothing behind.
    assert!(!rig.private().exists() && !rig.team().exists());
}

fn bash(rig: &Rig, script: &str) -> String {
    let child = spawn(
        Command::new("bash")
            .args(["--norc", "-c", script, FIRELIGHT])
            .current_dir(&rig.top)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("LANG", "C.UTF-8")
            .env("HOME", &rig.top)
            .env("FIRELIGHT_HOME", rig.team())
            .env("FIRELIGHT_PRIVATE", rig.private())
            .stdin(Stdio::null())
            .stdout(Stdio::piped()),
    );
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn bash_gets_words_that_it_can_put_on_the_line() {
    let answer = bash(
        &team(),
        r#"source <("$0" completions bash)
        try() {
            COMP_LINE="firelight $1"; COMP_WORDS=(firelight "${@:2}"); COMP_CWORD=$(($# - 1))
            _firelight "$0"
            printf '%s|' "${COMPREPLY[@]}"; echo
        }
        try ru ru
        try 'run --with Ben,' run --with Ben,
        try 'run --with A' run --with A
        try 'run --mode=r' run --mode = r
        try 'run --mode=' run --mode =
        try 'run --with=Z' run --with = Z
        try 'nonsense ' nonsense ''"#,
    );
    let wanted =
        "run|\nBen,Ana\\ Lima|Ben,Zoë|\nAna\\ Lima|\nroom|remote|\nroom|remote|hybrid|\nZoë|\n|\n";
    assert_eq!(answer, wanted);
}

#[test]
fn the_tab_key_completes_in_bash() {
    let rig = team();
    let (team, private) = (rig.team(), rig.private());
    let env = [
        ("LANG", "C.UTF-8"),
        ("PS1", "$ "),
        ("FIRELIGHT_HOME", team.to_str().unwrap()),
        ("FIRELIGHT_PRIVATE", private.to_str().unwrap()),
    ];
    let command = ["bash", "--norc", "--noprofile", "-i"];
    let mut pty = Pty::spawn(&command, &env, &rig.top, (24, 80));
    pty.wait_for("$ ");
    let folder = Path::new(FIRELIGHT).parent().unwrap().display();
    pty.send(&format!(
        "PATH={folder}:$PATH; source <(firelight completions bash); clear; echo re''ady\r"
    ));
    pty.wait_for("ready");
    pty.send("firelight run lantern-\t");
    pty.wait_for("firelight run lantern-round ");
    pty.send("--with A\t");
    pty.wait_for("lantern-round --with Ana\\ Lima ");
}

/// A shell at a terminal, ready to complete, in a team with names that shells read otherwise.
fn shell(rig: &Rig, command: &[&str], load: &str) -> Pty {
    let people = rig.team().join("people");
    fs::create_dir_all(&people).unwrap();
    for (id, name) in [
        ("a", "aa:bb cc"),
        ("b", "dd\\\\ee"),
        ("c", "ff\\\\:gg"),
        ("d", "hh'ii $jj"),
        ("e", "-kk"),
    ] {
        let file =
            format!("format = \"firelight.person/1\"\nid = \"pp000{id}\"\nname = \"{name}\"\n");
        fs::write(people.join(format!("{id}.toml")), file).unwrap();
    }
    let (team, private) = (rig.team(), rig.private());
    let env = [
        ("LANG", "C.UTF-8"),
        ("PS1", "$ "),
        ("FIRELIGHT_HOME", team.to_str().unwrap()),
        ("FIRELIGHT_PRIVATE", private.to_str().unwrap()),
    ];
    let mut pty = Pty::spawn(command, &env, &rig.top, (24, 80));
    let folder = Path::new(FIRELIGHT).parent().unwrap().display();
    pty.send(&format!(
        "export PATH={folder}:$PATH; {load}; clear; echo re''ady\r"
    ));
    pty.wait_until("a shell", |it| {
        it.contents().lines().any(|it| it.trim() == "ready")
    });
    pty
}

/// Not everybody has every shell.
fn is_installed(shell: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|it| it.join(shell).is_file())
}

/// Completes each name and lets the program say whom it got.
fn names_arrive(mut pty: Pty) {
    for (typed, name) in [
        ("aa", "aa:bb cc"),
        ("aa:", "aa:bb cc"),
        ("aa:b", "aa:bb cc"),
        ("dd", "dd\\ee"),
        ("dd\\\\e", "dd\\ee"),
        ("ff", "ff\\:gg"),
        ("hh", "hh'ii $jj"),
        ("hh\\'i", "hh'ii $jj"),
        ("-- -k", "-kk"),
    ] {
        pty.send(&format!("clear; firelight team tag {typed}\t"));
        let rest = &name[name.len() - 2..];
        pty.wait_until(name, |it| {
            let screen = it.contents();
            let line = screen.trim_end().lines().last().unwrap_or_default();
            line.contains(" team tag ") && line.ends_with(rest)
        });
        pty.send(" lead\r");
        pty.wait_for(&format!("{name}: lead."));
    }
}

#[test]
fn names_that_a_shell_reads_otherwise_arrive_whole_from_bash() {
    let load = "source <(firelight completions bash)";
    names_arrive(shell(
        &Rig::new(),
        &["bash", "--norc", "--noprofile", "-i"],
        load,
    ));
}

#[test]
fn names_that_a_shell_reads_otherwise_arrive_whole_from_zsh() {
    if !is_installed("zsh") {
        return;
    }
    let load = "autoload -U compinit; compinit -D; source <(firelight completions zsh)";
    names_arrive(shell(&Rig::new(), &["zsh", "-f", "-i"], load));
}

#[test]
fn names_that_a_shell_reads_otherwise_arrive_whole_from_fish() {
    if !is_installed("fish") {
        return;
    }
    let load = "set -g fish_autosuggestion_enabled 0; firelight completions fish | source";
    names_arrive(shell(&Rig::new(), &["fish", "--no-config", "-i"], load));
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let answer = bash(
        &team(),
        r#""$0" complete -- '' 2>&1 >&3 3>&- | cat; "$0" complete -- '' 2>errors | true; echo "${PIPESTATUS[0]}"; cat errors"#,
    );
    assert!(answer.ends_with("0\n"), "{answer}");
}

#[test]
fn each_script_asks_the_program_and_holds_no_list_of_its_own() {
    for shell in ["bash", "zsh", "fish"] {
        let script = Rig::new().run(&format!("completions {shell}")).out;
        assert!(script.contains(" complete -- "), "{shell}");
        assert!(
            !script.contains("rituals") && !script.contains("two-words"),
            "{shell}"
        );
    }
}

/// Names come from a folder that others write to: none may run when it is completed.
#[test]
fn no_name_runs_in_bash_whatever_quote_is_open() {
    let rig = Rig::new();
    let people = rig.team().join("people");
    fs::create_dir_all(&people).unwrap();
    let marker = rig.top.join("ran");
    for (id, name) in [
        ("a", format!("\u{378}$(touch {})", marker.display())),
        ("b", format!("q\u{378}`touch {}`", marker.display())),
        ("c", format!("x'; touch {}; '", marker.display())),
        ("d", format!("y\"; touch {}; \"", marker.display())),
        ("e", format!("z\\\\$(touch {})", marker.display())),
        ("f", "Ana Lima".to_string()),
    ] {
        let name = name.replace('"', "\\\"");
        let file =
            format!("format = \"firelight.person/1\"\nid = \"pp000{id}\"\nname = \"{name}\"\n");
        fs::write(people.join(format!("{id}.toml")), file).unwrap();
    }
    let all = bash(
        &rig,
        r#"source <("$0" completions bash)
        for open in '' '"' "'" 'Ana Lima,' '"Ana",' 'a\'; do
            for start in '' q x y z "$(printf '\u0378')" A; do
                for locale in C.UTF-8 C; do
                    export LC_ALL=$locale
                    COMP_LINE="firelight forget $open$start"
                    COMP_WORDS=(firelight forget "$open$start") COMP_CWORD=2
                    _firelight "$0" 2>/dev/null
                    for it in "${COMPREPLY[@]}"; do
                        # As the line would be read, with the quote closed behind it.
                        eval "true $open$it" 2>/dev/null
                        eval "true $open$it\"" 2>/dev/null
                        eval "true $open$it'" 2>/dev/null
                    done
                    printf '%s\n' "${COMPREPLY[@]}"
                done
            done
        done"#,
    );
    assert!(!marker.exists(), "{all}");
    assert!(
        all.contains("Ana\\ Lima") && all.contains("Ana Lima"),
        "{all}"
    );
}
