//! What is shown or leaves: the card, the whole story to its owner, the sheet of paper.

use std::io::ErrorKind;
use std::path::Path;

use super::super::{Context, Exit, Failure, reason, replied};
use super::lines::beats;
use super::{Status, read, studio, words};
use crate::disk::{Rights, whole};
use crate::fault::visible;
use crate::fields::one_line;
use crate::places;
use crate::story::card::{self, Card};
use crate::story::{Fence, Story, page, paper};
use crate::ui::Page;
use crate::ui::times::ticking;

/// Nudges on the sheet of paper.
const ON_PAPER: usize = 10;

/// The card: on a screen, as text, or as a page.
pub(super) fn card(
    context: &mut Context<'_>,
    is_text: bool,
    to: Option<&Path>,
) -> Result<Exit, Failure> {
    let (_, _alone) = studio::alone(context)?;
    let story = read(context)?;
    if context.globals.json && to.is_none() {
        context.json(&Status::of(&story))?;
        return Ok(Exit::Done);
    }
    let card = card::of(&story);
    if card.is_empty() {
        context.hang(
            "",
            "The card is empty: nothing is marked tell, and there is no first or last line. To mark: firelight story prep fence",
        )?;
        return Ok(Exit::Done);
    }
    if let Some(to) = to {
        write_page(context, to, &page::card(&card))?;
        for sentence in card.without() {
            writeln!(context.err, "{sentence}")?;
        }
    } else if is_text {
        for line in card.lines() {
            context.hang("", &line)?;
        }
    } else {
        show_page(context, "Your card", shown(&card))?;
    }
    Ok(Exit::Done)
}

/// The card as it is shown, with what is not on it.
pub(super) fn shown(card: &Card) -> Vec<String> {
    let mut lines = card.lines();
    lines.push(String::new());
    lines.extend(card.left_out());
    lines.extend(card.without());
    lines.push("To print: firelight story card --page card.html, or --text".to_string());
    lines
}

/// Everything, to whoever wrote it.
pub(super) fn show(context: &mut Context<'_>) -> Result<Exit, Failure> {
    let (_, _alone) = studio::alone(context)?;
    let story = read(context)?;
    if context.globals.json {
        context.json(&Status::of(&story))?;
        return Ok(Exit::Done);
    }
    if story.is_empty() {
        context.hang(
            "",
            "There is no story here yet. To begin: firelight story prep",
        )?;
        return Ok(Exit::Done);
    }
    show_page(context, "Your story", all(&story))?;
    Ok(Exit::Done)
}

fn show_page(context: &Context<'_>, title: &str, lines: Vec<String>) -> Result<(), Failure> {
    let door = context.door;
    let mut ui = door()?;
    if !context.is_terminal {
        ui.tell(words::IN_THE_WINDOW)?;
    }
    let page = Page {
        title: title.to_string(),
        lines,
        hint: String::new(),
    };
    match replied(|| ui.page(&page)) {
        // Leaving a page that is only read is no stop.
        Err(Failure::Stopped(crate::ui::Why::Person)) => Ok(()),
        shown => shown.map(|_| ()),
    }
}

/// All that is in a story.
fn all(story: &Story) -> Vec<String> {
    let mut lines = Vec::new();
    for (moment, number) in story.moments.iter().zip(1..) {
        let mut marks: Vec<String> = Vec::new();
        marks.extend(moment.when.as_ref().map(|it| one_line(it.as_str())));
        let place = story.chosen().iter().position(|it| it.id == moment.id);
        marks.extend(place.map(|it| format!("number {} in your order", it + 1)));
        marks.extend(moment.cut.then(|| "dropped for now".to_string()));
        marks.extend(moment.fence.map(|it| match it {
            Fence::Mine => "mine: stays here".to_string(),
            Fence::Maybe => "maybe: stays here for now".to_string(),
            Fence::Tell if place.is_none() || moment.cut => "tell: may be told".to_string(),
            Fence::Tell => "tell: on the card".to_string(),
        }));
        let marks = match marks.is_empty() {
            true => String::new(),
            false => format!(" ({})", marks.join("; ")),
        };
        lines.push(format!(
            "{number}. {}{marks}",
            one_line(moment.text.as_str())
        ));
    }
    if let Some(shape) = story.shape {
        lines.extend([String::new(), format!("{}:", shape.name())]);
        lines.extend(beats(story));
    }
    lines.push(String::new());
    let line = |head: &str, it: &crate::keep::Text| format!("{head}: {}", one_line(it.as_str()));
    lines.extend(story.first.as_ref().map(|it| line("First", it)));
    lines.extend(story.last.as_ref().map(|it| line("Last", it)));
    let card = card::of(story);
    lines.extend(card.subjects());
    if story.questions.is_some() {
        lines.extend(card.wishes.iter().map(|it| it.to_string()));
    }
    if !story.rehearsals.is_empty() {
        lines.push(String::new());
    }
    for said in &story.rehearsals {
        let (day, whole) = (said.on.format("%-d %B %Y"), ticking(said.whole()));
        lines.push(format!("Said on {day}, in {whole}"));
    }
    lines
}

/// The nine steps for a pen.
pub(super) fn paper(context: &mut Context<'_>, to: Option<&Path>) -> Result<Exit, Failure> {
    let mut nudges = studio::nudges(context.disk, "nudges", None);
    nudges.truncate(ON_PAPER);
    let parts = paper::parts(&nudges);
    if let Some(to) = to {
        write_page(context, to, &page::paper(&parts))?;
        return Ok(Exit::Done);
    }
    let lines = paper::lines(&parts, context.width());
    if context.globals.json {
        context.json(&lines)?;
        return Ok(Exit::Done);
    }
    for line in lines {
        // What is set in stays set in where it goes on.
        let inset = if line.starts_with(' ') { "  " } else { "" };
        context.hang(inset, line.trim_start())?;
    }
    Ok(Exit::Done)
}

/// Writes a page where somebody says, for their eyes; nothing that is there is written over.
fn write_page(context: &mut Context<'_>, to: &Path, page: &str) -> Result<(), Failure> {
    let path = context.folder.join(to);
    let shown = visible(&to.to_string_lossy());
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::Failed(format!(
            "{shown} is there already, and is not written over. Name another file."
        )),
        _ => Failure::Failed(format!("{shown} cannot be written: {}.", reason(&error))),
    };
    whole::put_new(context.disk, &path, Rights::Private, page.as_bytes()).map_err(failed)?;
    if context.globals.json {
        context.json(&serde_json::json!({ "path": path.to_string_lossy() }))?;
    } else {
        context.hang("", &format!("Written to {shown}. A browser prints it."))?;
    }
    let folder = path.parent().and_then(|it| it.canonicalize().ok());
    let team = context.places().map(|it| it.team).ok();
    let shared = |it: &Path| match &team {
        Some(team) if it.starts_with(team) => Some(format!("the team's folder {}", team.display())),
        _ => places::spread(it),
    };
    if let Some(where_to) = folder.as_deref().and_then(shared) {
        let warning = format!(
            "It lies in {}, where others may come to read it.",
            visible(&where_to)
        );
        writeln!(context.err, "{warning}")?;
    }
    Ok(())
}
