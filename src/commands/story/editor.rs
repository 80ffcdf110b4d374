//! Gathering in a person's own editor: a folder in the own one, which goes again with all in it.

use std::ffi::OsString;
use std::path::Path;

use super::super::{Context, Exit, Failure, agrees, chosen};
use super::{studio, words};
use crate::disk::words as reason;
use crate::host::screens::count;
use crate::keep::LONGEST;
use crate::story::store::Lent;
use crate::story::{Story, sheet, store};
use crate::ui::Choice;
use crate::ui::editor::{self, Ended};

/// Opens the editor and takes in what it saved; nothing is removed without a yes.
pub(super) fn run(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let command = command(context)?;
    let (places, _alone) = studio::alone(context)?;
    let private = places.private.as_path();
    let _lock = studio::lock(context, &places)?;
    let mut story = store::read(context.disk, private).map_err(Failure::Failed)?;
    if !settle_left(context, private, &mut story)? || !is_to_open(context, &story)? {
        writeln!(context.out, "Line by line: firelight story prep gather")?;
        return Ok(Exit::Done);
    }
    let lent = sheet::of(&story);
    store::lend(context.disk, private, &lent).map_err(disk)?;
    let ended = editor::edit(&command, &store::edited(private))
        .map_err(|it| Failure::Failed(format!("EDITOR cannot be started: {}.", reason(&it))))?;
    let is_well = match ended {
        Ended::Well => true,
        Ended::Badly => false,
        // What it has is offered the next time.
        Ended::Stopped(why) => return Err(Failure::Stopped(why)),
    };
    let text = match store::lent(context.disk, private) {
        Lent::Text(text) => text,
        Lent::Nothing => {
            store::sweep(context.disk, private).map_err(disk)?;
            return Err(Failure::Failed(
                "Your editor left no file. Your story is as it was.".to_string(),
            ));
        }
        Lent::Broken(why) => return Err(not_taken(private, &why)),
    };
    if !is_well && text == lent {
        store::sweep(context.disk, private).map_err(disk)?;
        return Err(Failure::Failed(
            "Your editor ended with a fault, and changed nothing. Line by line: firelight story prep gather"
                .to_string(),
        ));
    }
    let edited = sheet::read(&story, &text).ok_or_else(|| not_taken(private, TOO_MUCH))?;
    if !is_well && !is_to_take(context)? {
        store::sweep(context.disk, private).map_err(disk)?;
        writeln!(context.out, "Your story is as it was.")?;
        return Ok(Exit::Faults);
    }
    let (mut gone, before) = (edited.gone, story.moments.len());
    // Another hand may have been in the file meanwhile: what it changed is not gone.
    let now = store::read(context.disk, private).map_err(|it| not_taken(private, &it))?;
    gone.retain(|id| now.moment(*id).map(|it| &it.text) == story.moment(*id).map(|it| &it.text));
    story = now;
    story.extend(edited.new);
    let mut without = story.clone();
    without.moments.retain(|it| !gone.contains(&it.id));
    if !store::fits(&without) {
        return Err(not_taken(private, TOO_MUCH));
    }
    if is_well && !gone.is_empty() && is_to_remove(context, gone.len(), before)? {
        story = without;
    }
    save(context, private, &story)?;
    if edited.has_long {
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

/// Why more lines than a story holds are not taken.
const TOO_MUCH: &str = "it is more than a story holds";

fn disk(error: std::io::Error) -> Failure {
    Failure::Failed(format!(
        "The own folder cannot be used: {}.",
        reason(&error)
    ))
}

fn not_taken(private: &Path, why: &str) -> Failure {
    let path = shown(&store::edited(private));
    Failure::Failed(format!(
        "What your editor left cannot be taken in: {why}. Your story is as it was. Mend {path}, or let it go: firelight story prep gather --editor"
    ))
}

fn shown(path: &Path) -> String {
    crate::fault::visible(&path.to_string_lossy())
}

/// Saves the story, and takes away what an editor had of it.
fn save(context: &Context<'_>, private: &Path, story: &Story) -> Result<(), Failure> {
    if !store::fits(story) {
        return Err(not_taken(private, TOO_MUCH));
    }
    store::write(context.disk, private, story).map_err(|it| {
        Failure::Failed(format!(
            "It could not be saved: {}. What your editor saved stays in your own folder; try again: firelight story prep gather --editor",
            reason(&it)
        ))
    })?;
    store::sweep(context.disk, private).map_err(disk)
}

/// What an editor left that nobody took in: its lines may become new moments, and nothing else
/// comes of it, since the story may have changed meanwhile. Whether it is settled.
fn settle_left(context: &Context<'_>, private: &Path, story: &mut Story) -> Result<bool, Failure> {
    let left = match store::lent(context.disk, private) {
        Lent::Nothing => return Ok(true),
        Lent::Text(text) => sheet::read(story, &text).ok_or_else(|| TOO_MUCH.to_string()),
        Lent::Broken(why) => Err(why),
    };
    if left.as_ref().is_ok_and(|it| it.new.is_empty()) {
        store::sweep(context.disk, private).map_err(disk)?;
        return Ok(true);
    }
    let path = shown(&store::edited(private));
    let mut options = vec![
        ('k', "keep it there; line by line for now".to_string()),
        ('l', "let it go, for good".to_string()),
    ];
    let (new, help) = match left {
        Ok(edited) => (edited.new, format!("It lies in {path}")),
        Err(why) => (
            Vec::new(),
            format!("It cannot be read: {why}. It lies in {path}"),
        ),
    };
    if !new.is_empty() {
        let lines = count(new.len() as i64, "new line");
        options.push((
            't',
            format!("take {lines} as new moments; nothing else changes"),
        ));
    }
    let choice = Choice {
        text: "What an editor had the last time is still there.".to_string(),
        help: vec![help],
        options,
        ..Choice::default()
    };
    match chosen(context, &choice)? {
        0 => return Ok(false),
        1 => store::sweep(context.disk, private).map_err(disk)?,
        _ => {
            story.extend(new);
            save(context, private, story)?;
        }
    }
    Ok(true)
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

fn is_to_open(context: &Context<'_>, story: &Story) -> Result<bool, Failure> {
    let mut help = vec![words::EDITOR];
    if story.is_empty() {
        help.extend([words::PROMISE, words::NOT_FOR]);
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
