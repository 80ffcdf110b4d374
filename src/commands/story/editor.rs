//! Gathering in a person's own editor: a file in the own folder, which goes again with its copies.

use std::collections::HashSet;
use std::ffi::OsString;

use super::super::{Context, Exit, Failure, agrees};
use super::{studio, words};
use crate::disk::words as reason;
use crate::fields::one_line;
use crate::host::screens::count;
use crate::keep::{self, LONGEST};
use crate::story::{Story, store};
use crate::ui::{Choice, editor};

/// Opens the editor and takes in what it saved; nothing is removed without a yes.
pub(super) fn run(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let command = command(context)?;
    let places = studio::alone(context)?;
    let private = places.private.as_path();
    let _lock = studio::lock(context, &places)?;
    let mut story = store::read(context.disk, private).map_err(Failure::Failed)?;
    let disk = |it: std::io::Error| {
        Failure::Failed(format!("The own folder cannot be used: {}.", reason(&it)))
    };
    let left = store::lent(context.disk, private).map_err(disk)?;
    if !is_to_open(context, &story, left.is_some())? {
        writeln!(context.out, "Line by line: firelight story prep gather")?;
        return Ok(Exit::Done);
    }
    let sheet = sheet(&story);
    if left.is_none() {
        store::lend(context.disk, private, &sheet).map_err(disk)?;
    }
    let is_well = editor::edit(&command, &store::edited(private))
        .map_err(|it| Failure::Failed(format!("EDITOR cannot be started: {}.", reason(&it))))?;
    let edited = store::lent(context.disk, private).map_err(disk)?;
    let edited = edited.unwrap_or_default();
    if !is_well && edited == sheet {
        store::sweep(context.disk, private).map_err(disk)?;
        return Err(Failure::Failed(
            "Your editor ended with a fault, and changed nothing. Line by line: firelight story prep gather"
                .to_string(),
        ));
    }
    if !is_well && !is_to_take(context)? {
        store::sweep(context.disk, private).map_err(disk)?;
        writeln!(context.out, "Your story is as it was.")?;
        return Ok(Exit::Faults);
    }
    let before = story.moments.len();
    let gone = take_in(&mut story, &edited);
    if is_well && !gone.is_empty() && is_to_remove(context, gone.len(), before)? {
        gone.into_iter().for_each(|id| story.remove(id));
    }
    store::write(context.disk, private, &story).map_err(|it| {
        Failure::Failed(format!(
            "It could not be saved: {}. What your editor saved stays in your own folder; try again: firelight story prep gather --editor",
            reason(&it)
        ))
    })?;
    store::sweep(context.disk, private).map_err(disk)?;
    if edited.lines().any(|it| it.len() > LONGEST) {
        let cut = format!("A line holds {LONGEST} letters; the rest of a longer one is not kept.");
        writeln!(context.err, "{cut}")?;
    }
    if context.globals.json {
        context.json(&super::Status::of(&story))?;
        return Ok(Exit::Done);
    }
    let kept = count(story.moments.len() as i64, "moment");
    context.hang(
        "",
        &format!("{kept} so far. To go on: firelight story prep"),
    )?;
    Ok(Exit::Done)
}

/// The person's own editor.
fn command(context: &Context<'_>) -> Result<String, Failure> {
    let set = |name| (context.env)(name).filter(|it: &OsString| !it.is_empty());
    let command = set("VISUAL").or_else(|| set("EDITOR"));
    let command = command.map(|it| it.to_string_lossy().into_owned());
    command.ok_or_else(|| {
        Failure::Failed(
            "EDITOR is not set. Name one, such as EDITOR=nano, or type line by line: firelight story prep gather"
                .to_string(),
        )
    })
}

fn is_to_open(context: &Context<'_>, story: &Story, was_left: bool) -> Result<bool, Failure> {
    let mut help = vec![words::EDITOR];
    if story.is_empty() {
        help.extend([words::PROMISE, words::NOT_FOR]);
    }
    if was_left {
        help.push("What it had when it was left last time is still there.");
    }
    let options = [('n', "no, line by line"), ('y', "yes")];
    let choice = Choice {
        help: help.into_iter().map(str::to_string).collect(),
        live: Some(1),
        ..either("Open it?", options)
    };
    agrees(context, &choice)
}

/// After a fault of the editor: whether what it saved is taken in.
fn is_to_take(context: &Context<'_>) -> Result<bool, Failure> {
    let options = [
        ('f', "forget what it saved"),
        ('t', "take it in; nothing is removed by that"),
    ];
    let stays = "Until you decide, what it saved stays in your own folder.";
    let choice = Choice {
        help: vec![stays.to_string()],
        ..either("Your editor ended with a fault.", options)
    };
    agrees(context, &choice)
}

fn is_to_remove(context: &Context<'_>, n_gone: usize, of: usize) -> Result<bool, Failure> {
    let asked = format!("Not there any more: {n_gone} of {of} moments.");
    let options = [('k', "keep what was there"), ('r', "remove it")];
    agrees(context, &either(&asked, options))
}

/// A choice whose first option is the safe one.
fn either(text: &str, options: [(char, &str); 2]) -> Choice {
    Choice {
        text: text.to_string(),
        options: options
            .map(|(key, words)| (key, words.to_string()))
            .to_vec(),
        ..Choice::default()
    }
}

/// What stands above the moments in an editor.
const ABOVE: &[&str] = &[
    "# You were born. Then what? A moment a line, a few words each.",
    "# A number in front keeps the marks of a moment; a line without one is new.",
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
