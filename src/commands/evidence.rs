//! `firelight evidence`: what studies found, how strong that is, and what may be said of it.

use super::{Context, Exit, Failure, library, sentence};
use crate::evidence::{self, Evidence, Finding, Source};
use crate::fault::{closest, visible};

/// The command, for help.
pub const ABOUT: &str = "What rests on studies, how firmly, and what may be said of it";

/// Columns of a finding's heads.
const HEADS: usize = 10;

/// What can be asked for.
#[derive(Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "Examples:\n  firelight evidence                all of it, a line each, and what we may say\n  firelight evidence E3             one finding in full, with its sources\n  firelight evidence thanks         a topic, or any word of the table\n  firelight evidence breakout       what a ritual rests on"
)]
pub struct Args {
    /// Ids, a topic, a ritual, or words of the table
    #[arg(value_name = "TOPIC")]
    topic: Vec<String>,
}

/// Lists the evidence, or shows what there is on a topic.
///
/// # Errors
/// When nothing is found on the topic, or the answer cannot be written.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    let evidence = evidence::read();
    if args.topic.is_empty() {
        if context.globals.json {
            context.json(&evidence)?;
        } else {
            list(context, &evidence)?;
        }
        return Ok(Exit::Done);
    }
    let (ritual, found) = find(context, &evidence, args.topic.join(" ").trim())?;
    if context.globals.json {
        let findings = found.into_iter().cloned().collect();
        context.json(&Evidence {
            findings,
            ..evidence
        })?;
    } else {
        if let Some(title) = ritual {
            let rests = if found.is_empty() {
                "names no evidence; it rests on experience."
            } else {
                "rests on this, as far as it goes:\n"
            };
            context.hang("", &format!("\"{}\" {rests}", visible(&title)))?;
        }
        show(context, &found, &evidence.caution)?;
    }
    Ok(Exit::Done)
}

/// What is meant: ids, a topic, the claims of a ritual (then with its title), or words of the
/// table.
fn find<'a>(
    context: &mut Context<'_>,
    evidence: &'a Evidence,
    typed: &str,
) -> Result<(Option<String>, Vec<&'a Finding>), Failure> {
    let words = typed.split([' ', ',']).filter(|it| !it.is_empty());
    let ids: Option<Vec<_>> = words.map(|it| evidence.find(it)).collect();
    if let Some(found) = ids.filter(|it| !it.is_empty()) {
        return Ok((None, found));
    }
    let found = evidence.on(typed);
    if !found.is_empty() {
        return Ok((None, found));
    }
    let places = context.places()?;
    let team = context.team(&places)?;
    let library = library(context.disk, &places, &team);
    let names = library.names();
    let names: Vec<&str> = names
        .iter()
        .flat_map(|(id, _, aliases)| std::iter::once(id).chain(aliases))
        .map(String::as_str)
        .collect();
    if names.contains(&typed) {
        let ritual = library.find(typed)?;
        let claims = ritual.claims.iter();
        let found = claims.filter_map(|it| evidence.find(it)).collect();
        return Ok((Some(ritual.title), found));
    }
    let found = evidence.holding(typed);
    if !found.is_empty() {
        return Ok((None, found));
    }
    let topics = evidence.topics();
    let known = topics.keys().copied().chain(names);
    let near = evidence.closest_id(typed).or(closest(typed, known));
    let near = near.map_or(".".to_string(), |it| {
        format!("; did you mean \"{}\"?", visible(it))
    });
    let typed = visible(typed);
    Err(Failure::Misuse(format!(
        "There is no evidence on \"{typed}\"{near} All of it: firelight evidence"
    )))
}

fn list(context: &mut Context<'_>, evidence: &Evidence) -> Result<(), Failure> {
    context.hang(
        "",
        "What is claimed, and how strong the evidence for it is:\n",
    )?;
    for it in &evidence.findings {
        let head = format!("{:<4} {:<17} ", it.id, it.strength.word());
        context.hang(&head, &it.claim)?;
    }
    for (head, lines) in [
        ("We may say:", &evidence.may_say),
        ("We do not say:", &evidence.may_not_say),
    ] {
        writeln!(context.out, "\n{head}")?;
        for line in lines {
            context.hang("  - ", line)?;
        }
    }
    writeln!(context.out, "\nA caution:")?;
    context.hang("  ", &evidence.caution)?;
    let topics: Vec<&str> = evidence.topics().into_keys().collect();
    writeln!(context.out, "\nTopics:")?;
    context.hang("  ", &format!("{}.", topics.join(", ")))?;
    writeln!(context.out)?;
    context.hang(
        "firelight evidence E3       ",
        "one of them, with its sources",
    )?;
    context.hang(
        "firelight evidence thanks   ",
        "all on a topic, or with these words",
    )
}

fn show(context: &mut Context<'_>, found: &[&Finding], caution: &str) -> Result<(), Failure> {
    for (number, it) in found.iter().enumerate() {
        if number > 0 {
            writeln!(context.out)?;
        }
        context.hang(&format!("{:<4} ", it.id), &it.claim)?;
        let mut part = |head: &str, text: &str| context.hang(&format!("  {head:<HEADS$}"), text);
        part("Strength", &sentence(&it.how_strong()))?;
        part("Found", &it.says)?;
        part("Limits", &it.limits)?;
        for (number, line) in said(it).iter().enumerate() {
            part(if number == 0 { "May say" } else { "" }, line)?;
        }
        for (number, line) in it.may_not_say.iter().enumerate() {
            part(if number == 0 { "May not" } else { "" }, line)?;
        }
        for (number, source) in it.sources.iter().enumerate() {
            part(if number == 0 { "Sources" } else { "" }, &cited(source))?;
        }
    }
    if found.iter().any(|it| it.caution) {
        writeln!(context.out)?;
        context.hang("A caution: ", caution)?;
    }
    if found.iter().any(|it| !it.sources.is_empty()) {
        writeln!(context.out)?;
        let read = "Of each source an abstract or a page was read, unless it says otherwise.";
        context.hang("", read)?;
    }
    Ok(())
}

/// What may be said on the ground of a finding, in quotes.
fn said(finding: &Finding) -> Vec<String> {
    if finding.may_say.is_empty() {
        let nothing = if finding.caution {
            "Nothing that stands on this alone; see the caution below."
        } else {
            "Nothing."
        };
        return vec![nothing.to_string()];
    }
    finding.may_say.clone()
}

/// `Dunbar, Duncan, Nettle, 1995. doi 10.1007/BF02734136`.
fn cited(source: &Source) -> String {
    let parts = [
        Some(&source.authors),
        source.year.as_ref(),
        source.journal.as_ref(),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    let mut cited = format!("{}.", parts.join(", ").trim_end_matches('.'));
    if let Some(doi) = &source.doi {
        cited.push_str(&format!(" doi {doi}"));
    }
    if !source.read {
        cited.push_str(" (named here, not read)");
    }
    if let Some(note) = &source.note {
        cited.push_str(&format!(" ({note})"));
    }
    cited
}
