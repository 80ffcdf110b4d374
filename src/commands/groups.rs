//! `firelight groups`: groups without a session, for today or a whole season, from whoever is
//! there and who met whom; and for scripts, JSON in and out.

mod answer;
mod gather;
mod request;
mod wishes;

use std::path::PathBuf;

pub(super) use request::chance;

use gather::{Gathered, gather};

use super::run;
use super::{Context, Exit, Failure, answer as answered};
use crate::export;
use crate::groups::{self, First, Five, Member, Plan, Sizes, Wishes};
use crate::history::History;
use crate::host::forming;
use crate::logs::{self, publish};
use crate::places::Places;
use crate::roster;
use crate::ui::Choice;

/// The command, for help.
pub const ABOUT: &str = "Groups without a session: today's, or a season of them";

pub use crate::logs::SAVED;

/// How to form them.
#[derive(Clone, Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "Examples:\n  firelight groups                                     everybody in the team who is not away\n  firelight groups --with Ana,Ben,Chi,Dev,Eli --size 2\n  firelight groups --people 23                         numbers instead of names: people count off\n  firelight groups --rounds 6 --size 2 --save          a season of pairs, which counts from now on\n  firelight groups --mix dept --together Uma:Ana       tags such as dept:design; Uma sits with Ana\n  firelight team tag Uma new,buddy:Ana                 the same, for as long as Uma is new\n  firelight groups again                               other groups for those of the last saved ones\n  firelight groups --as zoom > rooms.csv               chat, markdown, csv, zoom, slips\n  firelight groups --request - < request.json          for scripts: firelight schema groups"
)]
pub struct Args {
    /// Other groups, for the people of the groups that were saved last
    #[arg(value_parser = ["again"], value_name = "again")]
    again: Option<String>,
    /// Who is here; without it, everybody in the team who is not away
    #[arg(long, value_name = "NAMES")]
    with: Option<String>,
    /// How many are here, without names: they count off, and groups are of numbers
    #[arg(long, value_name = "N", conflicts_with_all = ["again", "with", "save", "together", "hosts", "mix"], value_parser = |it: &str| run::number(it, 1000))]
    people: Option<u16>,
    /// Who of them is on a screen; without names, how many
    #[arg(long, value_name = "NAMES")]
    remote: Option<String>,
    /// Where people are
    #[arg(long, value_parser = ["room", "remote", "hybrid"], value_name = "WHERE")]
    mode: Option<String>,
    /// How many in a group: 2 is pairs; 3-4, as without it, is threes in the room and fours on screens.
    /// With again it is what it was before
    #[arg(long, value_parser = ["2", "3", "4", "3-4"], value_name = "N")]
    size: Option<String>,
    /// How many rounds
    #[arg(long, value_name = "N", default_value = "1", value_parser = |it: &str| run::number(it, 400))]
    rounds: u16,
    /// Days from one round to the next: whoever in the team is away then comes in later
    #[arg(long, value_name = "DAYS", default_value = "7", value_parser = |it: &str| run::number(it, 366))]
    every: u16,
    /// Who sits together, such as a new colleague and a buddy: Uma:Ana,Kim:Ben
    #[arg(long, value_name = "NAMES")]
    together: Option<String>,
    /// Spreads a tag over the groups: dept spreads dept:design, dept:sales; lead spreads leads
    #[arg(long, value_name = "KEY")]
    mix: Vec<String>,
    /// One of these in each group; without it, whoever has the tag host
    #[arg(long, value_name = "NAMES")]
    hosts: Option<String>,
    /// What goes first when they collide: the mix, or new meetings
    #[arg(long, value_parser = ["mix", "both", "meetings"], default_value = "mix", value_name = "WHAT")]
    first: String,
    /// Counts from now on: these people have met
    #[arg(long)]
    save: bool,
    /// For a chat, a page, a spreadsheet, Zoom's rooms, or slips to cut
    #[arg(long = "as", value_parser = ["chat", "markdown", "csv", "zoom", "slips"], value_name = "FORM")]
    form: Option<String>,
    /// Answers a request in JSON from a file, or from - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["again", "with", "people", "remote", "mode", "rounds", "every", "together", "mix", "hosts", "first", "save", "form", "size"])]
    request: Option<PathBuf>,
    /// Tells on stderr how many milliseconds forming took
    #[arg(long)]
    timing: bool,
}

/// Forms groups.
///
/// # Errors
/// When somebody is not found, a wish cannot be read, or the answer cannot be written.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    if let Some(file) = &args.request {
        return request::run(context, file, args.timing);
    }
    let places = context.places()?;
    let roster = roster::read(context.disk, &places.team);
    for broken in &roster.broken {
        context.warn_of(broken)?;
    }
    let history = History::read(context.disk, &places.team, &roster);
    if let Some(sentence) = history.passed_over() {
        writeln!(context.err, "{sentence}")?;
    }
    let apart = super::team::wishes(context.disk, &places)?;
    let sizes = match (&args.size, &args.again) {
        (None, Some(_)) => wishes::last_sizes(&history),
        (size, _) => sizes(size.as_deref().unwrap_or_default()),
    };
    let gathered = gather(context, args, &places, &roster, &history, &apart, sizes)?;
    let five = five(context, &gathered.members, sizes)?;
    let people: Vec<&str> = gathered.people.iter().map(|it| it.id.as_str()).collect();
    let past = history.rounds(&people);
    let plan = Plan {
        members: &gathered.members,
        sizes,
        five,
        rounds: args.rounds.into(),
        present: &gathered.present,
        past: &past,
        wishes: Wishes {
            apart: &gathered.apart,
            together: &gathered.together,
            mix: &gathered.mix,
            hosts: &gathered.hosts,
            new: &gathered.new,
            first: match args.first.as_str() {
                "meetings" => First::Meetings,
                "both" => First::Both,
                _ => First::Mix,
            },
        },
    };
    let (_, mut chance) = request::chance(context.globals.seed, apart.salt)?;
    let (season, took) = request::timed(|| groups::season(&plan, chance.rng()));
    if args.timing {
        writeln!(context.err, "{took} ms")?;
    }
    let rounds = answer::rooms(&gathered, &roster, &season.rounds);
    // What was wished in private is neither shown nor named when it cannot be had.
    let refused: Vec<_> = season
        .refused
        .iter()
        .filter(|it| it.rule != groups::Rule::Apart)
        .collect();
    // Groups that nobody wished for are shown, and not taken for held.
    let is_saved = args.save && refused.is_empty();
    if is_saved {
        save(context, &places, &gathered, &season.rounds, &mut chance)?;
    }
    answer::say(context, args, &gathered, &rounds, &season, &refused, sizes)?;
    Ok(if refused.is_empty() {
        Exit::Done
    } else {
        Exit::Faults
    })
}

fn sizes(size: &str) -> Sizes {
    let (least, most) = match size {
        "2" => (2, 2),
        "3" => (3, 3),
        "4" => (4, 4),
        _ => (3, 4),
    };
    Sizes { least, most }
}

/// Five people are asked about, where there is somebody to ask.
fn five(context: &mut Context<'_>, members: &[Member], sizes: Sizes) -> Result<Five, Failure> {
    if !context.is_terminal || context.globals.json || !forming::five_matters(members, sizes) {
        return Ok(Five::Split);
    }
    let door = context.door;
    let mut ui = door()?;
    let choice = Choice {
        text: "Five people: how shall they sit?".to_string(),
        options: vec![
            ('3', "three and two".to_string()),
            ('5', "one group of five".to_string()),
        ],
        ..Choice::default()
    };
    match answered(ui.choose(&choice)?)? {
        Some(1) => Ok(Five::One),
        Some(_) | None => Ok(Five::Split),
    }
}

/// Saves the groups as a log of their own: from now on these people have met.
fn save(
    context: &mut Context<'_>,
    places: &Places,
    gathered: &Gathered,
    rounds: &[groups::Round],
    chance: &mut crate::chance::Chance,
) -> Result<(), Failure> {
    let now = context.clock.now();
    let mut id = chance.session_id(now);
    while publish::is_taken(context.disk, &places.team, &places.private, now, &id) {
        id = chance.session_id(now);
    }
    let ids = |group: &Vec<usize>| {
        let mut ids: Vec<String> = group
            .iter()
            .map(|&it| gathered.people[it].id.clone())
            .collect();
        ids.sort_unstable();
        ids
    };
    let round = |round: &groups::Round| {
        let mut groups: Vec<Vec<String>> = round.iter().map(ids).collect();
        groups.sort_unstable();
        logs::Round { groups }
    };
    let log = logs::Log {
        format: logs::FORMAT.to_string(),
        id,
        ritual: logs::Held {
            id: SAVED.to_string(),
            title: "Groups".to_string(),
            hash: String::new(),
            family: "conversations".to_string(),
        },
        started: now,
        ended: Some(now),
        zone: context.zone(),
        mode: gathered.mode.word().to_string(),
        finished: true,
        ceiling: String::new(),
        steps: vec![logs::Step {
            kind: "groups".to_string(),
            rounds: rounds.iter().map(round).collect(),
            ..logs::Step::default()
        }],
        kept: Vec::new(),
        counts: std::collections::BTreeMap::new(),
    };
    let cannot = |why: String| Failure::Failed(format!("The groups could not be saved: {why}."));
    let _ = places.make(context.disk);
    let bytes = log.bytes().map_err(|it| cannot(it.to_string()))?;
    let name = log.name().map_err(|it| cannot(it.to_string()))?;
    match publish::publish(context.disk, &places.team, &places.private, &name, bytes) {
        publish::Published::Done { .. } => Ok(()),
        publish::Published::Unsent { why, .. } => {
            writeln!(
                context.err,
                "The team's folder could not be written: {}. The groups wait in your own folder, and the next run sends them.",
                crate::fault::visible(&why)
            )?;
            Ok(())
        }
        publish::Published::Nowhere { why, .. } => Err(cannot(crate::fault::visible(&why))),
    }
}

/// The rooms of all rounds, by name.
type Rooms = Vec<export::Round>;
