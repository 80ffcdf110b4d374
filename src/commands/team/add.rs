//! `firelight team add` and `firelight team import`: people who are typed, and lists of them.

use std::path::{Path, PathBuf};

use super::admit::{self, Admitted, Door, Doubt};
use super::{Context, Exit, Failure, people, today};
use crate::commands::{answer, reason, run};
use crate::fault::{Fault, closest, render, row, visible};
use crate::names;
use crate::names::list::{self, List, Newcomer};
use crate::places::Places;
use crate::shell;
use crate::ui::{Question, Ui, text};

/// Bytes of a list that is imported, at most.
const LARGEST: u64 = 16 << 20;

/// Adds whoever is typed; asks when nobody is.
///
/// # Errors
/// When it cannot be read, nobody answers, or a file cannot be written.
pub(super) fn typed(
    context: &mut Context<'_>,
    places: &Places,
    typed: &str,
    yes: bool,
) -> Result<Exit, Failure> {
    let mut typed = typed.to_string();
    let door = context.door;
    let mut ui = None;
    if typed.trim().is_empty() {
        typed = ask(&mut **ui.insert(door()?))?;
    }
    let newcomers = list::newcomers(&typed).map_err(Failure::Misuse)?;
    if newcomers.is_empty() {
        return Err(Failure::Misuse(
            "There is no name in that. To add people: firelight team add Ana, Ben, Chi".to_string(),
        ));
    }
    admit_and_tell(context, places, newcomers, yes, ui)
}

fn ask(ui: &mut dyn Ui) -> Result<String, Failure> {
    let question = Question {
        text: "Who is in the team?".to_string(),
        help: vec![
            "Names with commas between them, or one a line: Ana (lead), Ben (remote).".to_string(),
        ],
        empty: "nobody".to_string(),
        lines: true,
        ..Question::default()
    };
    loop {
        if let Some(typed) = answer(ui.ask(&question)?)? {
            return Ok(typed);
        }
    }
}

/// Adds everybody in a file, or nobody while something in it is wrong.
///
/// # Errors
/// When it cannot be read, or a file cannot be written.
pub(super) fn import(
    context: &mut Context<'_>,
    places: &Places,
    file: &PathBuf,
    tags: &[String],
    yes: bool,
) -> Result<Exit, Failure> {
    let path = context.folder.join(file);
    let source = context.disk.read(&path, LARGEST).map_err(|error| {
        let path = visible(&file.to_string_lossy());
        Failure::Failed(format!("{path} cannot be read: {}.", reason(&error)))
    })?;
    let read = list::read(file, &source, tags);
    let text = String::from_utf8_lossy(&source);
    for fault in &read.faults {
        writeln!(context.err, "{}\n", render(fault, &text))?;
    }
    let path = visible(&file.to_string_lossy());
    match read.value {
        None => Err(Failure::Failed(format!(
            "Nobody was added: a list is taken whole, or not at all. Mend {} of {path}, and import it again.",
            lines(&read.faults, &text)
        ))),
        Some(list) if list.people.is_empty() => {
            Err(Failure::Failed(format!("{path} names nobody.")))
        }
        Some(list) => {
            let sentence = left(&list, &text, tags, file)?;
            let exit = admit_and_tell(context, places, list.people, yes, None)?;
            if let Some(sentence) = sentence {
                writeln!(context.err, "{}", visible(&sentence))?;
            }
            Ok(exit)
        }
    }
}

/// Which lines are to be mended.
fn lines(faults: &[Fault], text: &str) -> String {
    let mut lines: Vec<usize> = faults.iter().map(|it| row(it, text).line).collect();
    lines.dedup();
    match &lines[..] {
        [one] => format!("line {one}"),
        several if several.len() > 5 => format!("{} lines", several.len()),
        several => {
            let several: Vec<String> = several.iter().map(usize::to_string).collect();
            format!("lines {}", several.join(", "))
        }
    }
}

/// That columns were not taken, and how one is.
///
/// # Errors
/// Misuse, when a column is asked for that is not there.
fn left(list: &List, text: &str, tags: &[String], file: &Path) -> Result<Option<String>, Failure> {
    let first = text.lines().find(|it| !it.trim().is_empty());
    let heads: Vec<&str> = first
        .unwrap_or_default()
        .split(['\t', ';', ','])
        .map(|it| it.trim().trim_matches('"'))
        .collect();
    for tag in tags.iter().filter(|it| !it.trim().is_empty()) {
        if !heads.iter().any(|it| names::same(it, tag)) {
            let help = match closest(tag, heads.iter().copied()) {
                Some(near) => format!("Did you mean {}?", visible(near)),
                None => format!("There is {}.", visible(&heads.join(", "))),
            };
            let tag = visible(tag);
            return Err(Failure::Misuse(format!(
                "No column is called {tag}. {help}"
            )));
        }
    }
    let Some(one) = list.left.first() else {
        return Ok(None);
    };
    let columns = list.left.join(", ");
    let (file, one) = (shell::word(&file.to_string_lossy()), shell::word(one));
    Ok(Some(format!(
        "Not taken: {columns}. To have one as a tag, for groups --mix: firelight team import {file} --tags {one}"
    )))
}

fn admit_and_tell<'a>(
    context: &mut Context<'a>,
    places: &Places,
    newcomers: Vec<Newcomer>,
    yes: bool,
    mut ui: Door<'a>,
) -> Result<Exit, Failure> {
    // A folder that cannot be made is named by the first file that cannot be written.
    let _ = places.make(context.disk);
    let today = today(context, places)?;
    let mut chance = run::chance(&context.globals)?;
    let (door, is_terminal) = (context.door, context.is_terminal);
    let mut ask = |doubt: Doubt<'_>| {
        if yes && !matches!(doubt, Doubt::New { .. }) {
            return Ok(Some(true));
        }
        if !is_terminal {
            return Ok(None);
        }
        let ui = match &mut ui {
            Some(ui) => ui,
            None => ui.insert(door()?),
        };
        admit::ask_about(&mut **ui, doubt).map(Some)
    };
    let admitted = admit::admit(
        context.disk,
        &places.team,
        newcomers,
        today,
        &mut chance,
        &mut ask,
    );
    // What follows is read in the shell.
    drop(ui);
    let admitted = admitted?;
    if context.globals.json {
        context.json(&admitted)?;
        return Ok(Exit::Done);
    }
    for line in told(&admitted) {
        writeln!(context.out, "{}", visible(&line))?;
    }
    Ok(Exit::Done)
}

/// What became of people who were to be added.
fn told(admitted: &Admitted) -> Vec<String> {
    let mut lines = Vec::new();
    let some = |who: &[String]| match who {
        [_, ..] if who.len() > 8 => people(who.len()),
        who => text::listed(who),
    };
    if !admitted.added.is_empty() {
        lines.push(format!("Added: {}.", some(&admitted.added)));
    }
    if !admitted.already.is_empty() {
        lines.push(format!("In the team already: {}.", some(&admitted.already)));
    }
    let updated = admitted.updated.iter();
    lines.extend(updated.map(|it| format!("Updated: {}.", it.words())));
    if !admitted.left_out.is_empty() {
        lines.push(format!("Not added: {}.", some(&admitted.left_out)));
    }
    lines.extend(admitted.doubts());
    if admitted.joined > 0 {
        let people = people(admitted.joined);
        lines.push(format!("{people} had been added twice and count once now."));
    }
    lines
}
