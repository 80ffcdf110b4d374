//! Who sits in groups, and what is wished of them: by flag, by tag, in private, by the roster.

use chrono::{NaiveDate, TimeDelta};

use super::super::{Context, Failure, answer};
use super::{Args, run, wishes};
use crate::apart::Apart;
use crate::clock::day;
use crate::fault::visible;
use crate::groups::{Member, Sizes, Wishes};
use crate::history::History;
use crate::host::forming::{self, tags};
use crate::host::people;
use crate::names::{self, Name, Typed};
use crate::places::Places;
use crate::ritual::Mode;
use crate::roster::{self, Roster};
use crate::session::event::Person;

/// Who is there, and what is wished of them.
pub(super) struct Gathered {
    pub(super) people: Vec<Person>,
    pub(super) members: Vec<Member>,
    pub(super) mode: Mode,
    pub(super) together: Vec<(usize, usize)>,
    pub(super) apart: Vec<(usize, usize)>,
    pub(super) hosts: Vec<usize>,
    pub(super) new: Vec<usize>,
    pub(super) mix: Vec<Vec<usize>>,
    /// Who is there, round by round; empty when everybody always is.
    pub(super) present: Vec<Vec<usize>>,
}

/// Who is there: by flag, those of the last saved groups, or everybody who is not away.
pub(super) fn gather(
    context: &mut Context<'_>,
    args: &Args,
    places: &Places,
    roster: &Roster,
    history: &History,
    apart: &Apart,
    sizes: Sizes,
) -> Result<Gathered, Failure> {
    let team = context.team(places)?;
    let today = day::today(context.clock.now(), team.tz.as_deref());
    let mut names: Vec<Name> = match &args.with {
        _ if args.people.is_some() => vec![Name::default(); args.people.unwrap_or(0).into()],
        Some(with) => match names::read(with).map_err(Failure::Misuse)? {
            Typed::Names(names) => names,
            Typed::Number(_) | Typed::Nobody => {
                return Err(Failure::Misuse(
                    "--with takes names, such as --with Ana,Ben,Chi.".to_string(),
                ));
            }
        },
        None if args.again.is_some() => wishes::last_saved(history, roster)?,
        None => {
            let everybody = roster.people.iter();
            everybody.map(|it| Name::of(it, &Name::default())).collect()
        }
    };
    // Whoever was not named is there when they are not away.
    let last = today + TimeDelta::days(i64::from(args.rounds - 1) * i64::from(args.every));
    if args.with.is_none() && args.people.is_none() {
        names.retain(|it| !is_away(roster, it.id.as_deref(), last));
    }
    if names.is_empty() {
        return Err(Failure::Misuse(
            "Nobody is there to sit in groups. Say who: firelight groups --with Ana,Ben,Chi; or keep a team: firelight team add"
                .to_string(),
        ));
    }
    for it in names.iter_mut().filter(|it| it.id.is_none()) {
        if let Some(one) = known(context, roster, it)? {
            *it = Name::of(one, it);
        }
    }
    if let Some(remote) = &args.remote {
        names::mark_remote(&mut names, remote, roster).map_err(Failure::Misuse)?;
    }
    if args.people.is_some() {
        // They count off, and each number is somebody.
        for (number, it) in (1..).zip(&mut names) {
            it.name = format!("{number}");
        }
    }
    let asked: Option<Mode> = args.mode.as_deref().and_then(crate::fields::typed);
    for it in &mut names {
        match asked {
            Some(Mode::Room) => it.remote = false,
            Some(Mode::Remote) => it.remote = true,
            Some(Mode::Hybrid) | None => {}
        }
    }
    let mode = match (
        names.iter().any(|it| it.remote),
        names.iter().all(|it| it.remote),
    ) {
        (false, _) => Mode::Room,
        (_, true) => Mode::Remote,
        _ => Mode::Hybrid,
    };
    let mut chance = run::chance(&context.globals)?;
    let people: Vec<Person> = names
        .iter()
        .map(|it| names::person(it, false, roster, &mut chance))
        .collect();
    let ids: Vec<String> = people.iter().map(|it| it.id.clone()).collect();
    let mut together = wishes::together(args.together.as_deref(), &people)?;
    let mut apart = forming::pairs_of(apart, roster, &ids);
    // Whoever asks aloud for two by name gets them: to refuse it would tell of a wish.
    let aloud = Wishes {
        together: &together,
        ..Wishes::default()
    };
    let bunches = aloud.bunches(people.len());
    apart.retain(|it| !bunches[it.0].contains(&it.1));
    let tagged = tags::read(&people, sizes, &apart);
    together.extend(tagged.buddies);
    Ok(Gathered {
        members: people
            .iter()
            .map(|it| Member { remote: it.remote })
            .collect(),
        mode,
        together,
        apart,
        hosts: match &args.hosts {
            Some(typed) => wishes::hosts(typed, &people)?,
            None => tagged.hosts,
        },
        new: tagged.new,
        present: match args.with {
            Some(_) => Vec::new(),
            None if args.people.is_some() => Vec::new(),
            None => present(args, roster, &people, today),
        },
        mix: args
            .mix
            .iter()
            .map(|it| wishes::mix(it, &people))
            .collect::<Result<_, _>>()?,
        people,
    })
}

/// Whom the roster knows by a name. Somebody whose name only begins so is asked about at a terminal;
/// elsewhere nobody gets another's history, and whoever asks says who is meant.
fn known<'r>(
    context: &Context<'_>,
    roster: &'r Roster,
    name: &Name,
) -> Result<Option<&'r roster::Person>, Failure> {
    if name.is_guest() || name.name.is_empty() {
        return Ok(None);
    }
    if let [one] = roster.find(&name.name)[..] {
        return Ok(Some(one));
    }
    let begun = roster.begun(&name.name);
    if begun.is_empty() {
        return Ok(None);
    }
    if !context.is_terminal || context.globals.json {
        let (sentence, typed) = (names::nobody(&name.name, &begun), visible(&name.name));
        return Err(Failure::Misuse(format!(
            "{sentence} For somebody else: \"{typed} (guest)\""
        )));
    }
    let door = context.door;
    let mut ui = door()?;
    loop {
        if let Some(meant) = answer(people::which(&mut *ui, &name.name, &begun, false)?)? {
            return Ok(meant);
        }
    }
}

fn is_away(roster: &Roster, id: Option<&str>, day: NaiveDate) -> bool {
    let person = roster.people.iter().find(|it| Some(it.id.as_str()) == id);
    person.is_some_and(|it| it.is_away(day))
}

/// Who is there, round by round; empty when everybody always is.
fn present(args: &Args, roster: &Roster, people: &[Person], today: NaiveDate) -> Vec<Vec<usize>> {
    let rounds = (0..args.rounds).map(|round| {
        let day = today + TimeDelta::days(i64::from(round) * i64::from(args.every));
        let here = |it: &usize| !is_away(roster, Some(&people[*it].id), day);
        (0..people.len()).filter(here).collect()
    });
    let rounds: Vec<Vec<usize>> = rounds.collect();
    match rounds.iter().all(|it| it.len() == people.len()) {
        true => Vec::new(),
        false => rounds,
    }
}
