//! Gathering in a person's own editor: a file in the own folder, which goes again with its copies.

use std::collections::HashSet;

use super::super::{Context, Exit, Failure, agrees};
use super::{studio, words};
use crate::disk::words as reason;
use crate::fields::one_line;
use crate::keep;
use crate::story::{Story, store};
use crate::ui::{Choice, editor};

/// Opens the editor and takes in what it saved; nothing is removed without a yes.
pub(super) fn run(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let set = |name| (context.env)(name).filter(|it: &std::ffi::OsString| !it.is_empty());
    let Some(command) = set("VISUAL").or_else(|| set("EDITOR")) else {
        return Err(Failure::Failed(
            "EDITOR is not set. Name one, such as EDITOR=nano, or type line by line: firelight story prep gather"
                .to_string(),
        ));
    };
    let places = studio::alone(context)?;
    let private = places.private.as_path();
    let _lock = studio::lock(context, &places)?;
    let mut story = store::read(context.disk, private).map_err(Failure::Failed)?;
    let disk = |it: std::io::Error| {
        Failure::Failed(format!("The own folder cannot be used: {}.", reason(&it)))
    };
    let left = store::lent(context.disk, private).map_err(disk)?;
    let mut help = vec![words::EDITOR.to_string()];
    if story.is_empty() {
        help.extend([words::PROMISE.to_string(), words::NOT_FOR.to_string()]);
    }
    if left.is_some() {
        help.push("What it had when it was left last time is still there.".to_string());
    }
    let choice = Choice {
        text: "Open it?".to_string(),
        help,
        options: vec![
            ('n', "no, line by line".to_string()),
            ('y', "yes".to_string()),
        ],
        live: Some(1),
        ..Choice::default()
    };
    if !agrees(context, &choice)? {
        writeln!(context.out, "Line by line: firelight story prep gather")?;
        return Ok(Exit::Done);
    }
    let sheet = sheet(&story);
    if left.is_none() {
        store::lend(context.disk, private, &sheet).map_err(disk)?;
    }
    let is_well = editor::edit(&command.to_string_lossy(), &store::edited(private))
        .map_err(|it| Failure::Failed(format!("EDITOR cannot be started: {}.", reason(&it))))?;
    let edited = store::lent(context.disk, private).map_err(disk)?;
    let edited = edited.unwrap_or_default();
    let is_changed = edited != sheet;
    if !is_well && is_changed {
        let choice = Choice {
            text: "Your editor ended with a fault.".to_string(),
            help: vec!["Until you decide, what it saved stays in your own folder.".to_string()],
            options: vec![
                ('f', "forget what it saved".to_string()),
                ('t', "take it in; nothing is removed by that".to_string()),
            ],
            ..Choice::default()
        };
        if !agrees(context, &choice)? {
            store::sweep(context.disk, private).map_err(disk)?;
            writeln!(context.out, "Your story is as it was.")?;
            return Ok(Exit::Faults);
        }
    }
    let before = story.moments.len();
    let gone = take_in(&mut story, &edited);
    let n_gone = gone.len();
    if is_well && n_gone > 0 {
        let choice = Choice {
            text: format!("{n_gone} of {before} moments are not there any more."),
            options: vec![
                ('k', "keep them".to_string()),
                ('r', "remove them".to_string()),
            ],
            ..Choice::default()
        };
        if agrees(context, &choice)? {
            gone.into_iter().for_each(|id| story.remove(id));
        }
    }
    store::write(context.disk, private, &story).map_err(|it| {
        Failure::Failed(format!(
            "It could not be saved: {}. What your editor saved stays in your own folder; try again: firelight story prep gather --editor",
            reason(&it)
        ))
    })?;
    store::sweep(context.disk, private).map_err(disk)?;
    let n = story.moments.len();
    if context.globals.json {
        context.json(&super::Status::of(&story))?;
    } else {
        writeln!(
            context.out,
            "{n} moments are kept. To go on: firelight story prep"
        )?;
    }
    Ok(Exit::Done)
}

/// What stands above the moments in an editor.
const ABOVE: &[&str] = &[
    "# You were born. Then what? A moment a line, a few words each.",
    "# A number in front keeps what you marked of a moment; a line without one is new.",
];

/// The moments as an editor has them.
fn sheet(story: &Story) -> String {
    let mut sheet: String = ABOVE.iter().map(|it| format!("{it}\n")).collect();
    for (moment, number) in story.moments.iter().zip(1..) {
        sheet += &format!("{number}. {}\n", one_line(moment.text.as_str()));
    }
    sheet
}

/// Takes in what an editor made of the moments; gives the ids of those that are not there.
fn take_in(story: &mut Story, edited: &str) -> Vec<i64> {
    let mut seen = HashSet::new();
    let n = story.moments.len();
    for line in edited.lines().filter(|it| !ABOVE.contains(&it.trim())) {
        let numbered = line.trim_start().split_once('.');
        let numbered = numbered.and_then(|(number, text)| Some((number.parse().ok()?, text)));
        let numbered = numbered.filter(|(number, _)| (1..=n).contains(number));
        match numbered {
            // A number that stands there twice is that moment once, and a new one.
            Some((number, words)) if seen.insert(number) => {
                let moment = &mut story.moments[number - 1];
                let is_same = one_line(moment.text.as_str()) == one_line(words);
                match keep::story(words) {
                    Some(text) if !is_same => moment.text = text,
                    Some(_) => {}
                    None => {
                        seen.remove(&number);
                    }
                }
            }
            Some((_, words)) => keep::story(words).into_iter().for_each(|it| story.add(it)),
            None => keep::story(line).into_iter().for_each(|it| story.add(it)),
        }
    }
    let missing = (1..=n).filter(|it| !seen.contains(it));
    missing.map(|it| story.moments[it - 1].id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Fence;

    fn story() -> Story {
        let mut story = Story::default();
        for words in ["a flat by the river", "2. came before 1.", "日本"] {
            story.add(keep::story(words).unwrap());
        }
        story.moments[1].fence = Some(Fence::Tell);
        story
    }

    #[test]
    fn what_an_editor_leaves_as_it_was_changes_nothing() {
        let mut same = story();
        assert_eq!(take_in(&mut same, &sheet(&story())), [0_i64; 0]);
        assert_eq!(same, story());
    }

    #[test]
    fn lines_are_changed_added_and_missed_by_their_numbers() {
        let mut edited = story();
        let sheet = "# a moment that begins like this\n3. 日本, in spring\n\n2. came before 1.\n2. twice\n 7. not a number of ours\n";
        assert_eq!(take_in(&mut edited, sheet), [1]);
        let texts: Vec<&str> = edited.moments.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "a flat by the river",
                "came before 1.",
                "日本, in spring",
                "# a moment that begins like this",
                "twice",
                "7. not a number of ours"
            ]
        );
        assert_eq!(edited.moments[1].fence, Some(Fence::Tell));
    }

    #[test]
    fn an_empty_sheet_removes_nothing_by_itself() {
        let mut edited = story();
        assert_eq!(take_in(&mut edited, ""), [1, 2, 3]);
        assert_eq!(edited, story());
    }
}
