//! What is asked before a session: which ritual, who is here, who is on a screen.

use chrono::TimeDelta;

use super::Args;
use crate::clock;
use crate::commands::Failure;
use crate::host::World;
use crate::logs::read;
use crate::names::{self, Name, Typed};
use crate::ritual::{Form, Mode, Ritual, What};
use crate::session::event::{FORMAT, Opening, Person};
use crate::team::Team;
use crate::ui::{Choice, Question, Reply, Ui, Why};

/// A team that held a ritual so often…
const OFTEN: usize = 3;
/// …in so many days takes its short form.
const LATELY: i64 = 90;
/// Most columns of a window that can be read from the back of a room.
const READABLE: usize = 100;

/// Asks what is not known and gives a session to begin.
pub fn session(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    args: &Args,
    team: &Team,
    columns: Option<usize>,
) -> Result<Reply<Opening>, Failure> {
    let ritual = match &args.ritual {
        Some(typed) => world.library.find(typed)?,
        None => match choose(world, ui)? {
            Reply::Given(ritual) => ritual,
            Reply::Aside(action) => return Ok(Reply::Aside(action)),
            Reply::Stopped(why) => return Ok(Reply::Stopped(why)),
        },
    };
    let typed = match who(ui, args, columns)? {
        Ok(typed) => typed,
        Err(why) => return Ok(Reply::Stopped(why)),
    };
    let counted = typed != Typed::Nobody;
    let mut names = match typed {
        Typed::Nobody => Vec::new(),
        Typed::Number(number) => vec![Name::default(); number],
        Typed::Names(names) => names,
    };
    let mode = match mode(ui, args, &mut names)? {
        Ok(mode) => mode,
        Err(why) => return Ok(Reply::Stopped(why)),
    };
    let people: Vec<Person> = names
        .iter()
        .map(|it| names::person(it, mode == Mode::Remote, &mut world.chance))
        .collect();

    let n = counted.then_some(people.len());
    let forms = forms(world, &ritual, n);
    let notes = notes(&ritual, &forms, mode);
    let mut resolved = world.library.resolve(&ritual, &forms, mode)?;
    resolved.ceiling = resolved.ceiling.min(args.ceiling().unwrap_or(team.ceiling));
    if let Some(at) = &args.at {
        skip_to(&mut resolved, at)?;
    }
    if let Some(sentence) = n.and_then(|n| unusual(&ritual, n)) {
        ui.tell(&sentence)?;
    }
    if !notes.is_empty()
        && let Reply::Stopped(why) = ui.page("For whoever holds it", &notes)?
    {
        return Ok(Reply::Stopped(why));
    }
    Ok(Reply::Given(Opening {
        format: FORMAT.to_string(),
        id: world.chance.session_id(world.clock.now()),
        started: world.clock.now(),
        zone: clock::zone(),
        mode,
        counted,
        people,
        minutes: args.minutes.map_or(resolved.minutes, i64::from),
        pace: args.pace.map_or(100, |it| (it * 100.0).round() as i64),
        team: world.places.team.to_string_lossy().into_owned(),
        ritual: resolved,
    }))
}

/// Which ritual, when none was named.
fn choose(world: &World<'_>, ui: &mut dyn Ui) -> Result<Reply<Ritual>, Failure> {
    let (mut rituals, _) = world.library.rituals();
    // Shortest first: a first ritual should be a small one.
    rituals.sort_by_key(|it| (it.minutes, it.id.clone()));
    if rituals.is_empty() {
        return Err(Failure::Failed(
            "No ritual is left to hold: all are hidden or broken.".to_string(),
        ));
    }
    let keys = "123456789abcdefghijklmnoprstuvwxyz".chars();
    let choice = Choice {
        text: "Which one?".to_string(),
        options: keys
            .zip(&rituals)
            .map(|(key, it)| (key, format!("{}, {} min", it.title, it.minutes)))
            .collect(),
        ..Choice::default()
    };
    Ok(match ui.choose(&choice)? {
        Reply::Given(number) => Reply::Given(rituals.swap_remove(number)),
        Reply::Aside(action) => Reply::Aside(action),
        Reply::Stopped(why) => Reply::Stopped(why),
    })
}

/// Who is here: by flag, or asked for until it can be read.
fn who(
    ui: &mut dyn Ui,
    args: &Args,
    columns: Option<usize>,
) -> Result<Result<Typed, Why>, Failure> {
    if let Some(people) = args.people {
        return Ok(Ok(Typed::Number(people.into())));
    }
    if let Some(with) = &args.with {
        return match names::read(with) {
            Ok(Typed::Names(names)) => Ok(Ok(Typed::Names(names))),
            Ok(Typed::Number(_)) => Err(Failure::Misuse(
                "--with takes names; for a number there is --people.".to_string(),
            )),
            Ok(Typed::Nobody) => Err(Failure::Misuse(
                "--with has no name in it, such as --with Ana,Ben.".to_string(),
            )),
            Err(sentence) => Err(Failure::Misuse(sentence)),
        };
    }
    let mut help = vec![
        "Names, a number, or Enter to go without. Share one window, not your whole desktop."
            .to_string(),
    ];
    help.extend(columns.filter(|it| *it > READABLE).map(|it| {
        format!("Enlarge the text until this says {READABLE} columns or less: now {it}.")
    }));
    let mut question = Question {
        text: "Who is here?".to_string(),
        help,
        empty: "go without names".to_string(),
        lines: false,
    };
    loop {
        match ui.ask(&question)? {
            Reply::Given(typed) => match names::read(&typed) {
                Ok(typed) => return Ok(Ok(typed)),
                Err(sentence) => question.help = vec![sentence],
            },
            Reply::Aside(_) => {}
            Reply::Stopped(why) => return Ok(Err(why)),
        }
    }
}

/// Where people are: by flag, by names, or asked once.
fn mode(ui: &mut dyn Ui, args: &Args, names: &mut [Name]) -> Result<Result<Mode, Why>, Failure> {
    if let Some(remote) = &args.remote {
        mark(names, remote).map_err(Failure::Misuse)?;
    }
    if let Some(mode) = args.mode() {
        return Ok(Ok(mode));
    }
    if names.iter().any(|it| it.remote) {
        return Ok(Ok(of_names(names)));
    }
    let choice = Choice {
        text: "Anybody on a screen?".to_string(),
        options: vec![
            ('1', "nobody".to_string()),
            ('2', "everybody".to_string()),
            ('3', "some".to_string()),
        ],
        ..Choice::default()
    };
    match ui.choose(&choice)? {
        Reply::Given(1) => return Ok(Ok(Mode::Remote)),
        Reply::Given(2) => {}
        Reply::Given(_) | Reply::Aside(_) => return Ok(Ok(Mode::Room)),
        Reply::Stopped(why) => return Ok(Err(why)),
    }
    if names.iter().all(|it| it.name.is_empty()) {
        return Ok(Ok(Mode::Hybrid));
    }
    let mut question = Question {
        text: "Who is on a screen?".to_string(),
        help: vec!["Their names, or how they begin.".to_string()],
        empty: "no matter who".to_string(),
        lines: false,
    };
    loop {
        match ui.ask(&question)? {
            Reply::Given(typed) if typed.trim().is_empty() => return Ok(Ok(Mode::Hybrid)),
            Reply::Given(typed) => match mark(names, &typed) {
                Ok(()) => return Ok(Ok(of_names(names))),
                Err(sentence) => question.help = vec![sentence],
            },
            Reply::Aside(_) => {}
            Reply::Stopped(why) => return Ok(Err(why)),
        }
    }
}

fn of_names(names: &[Name]) -> Mode {
    if names.iter().all(|it| it.remote) {
        Mode::Remote
    } else {
        Mode::Hybrid
    }
}

/// Marks those of `names` that `typed` means as being on a screen.
fn mark(names: &mut [Name], typed: &str) -> Result<(), String> {
    let Typed::Names(wanted) = names::read(typed)? else {
        return Err("Names of people on a screen are wanted, such as Ben,Chi.".to_string());
    };
    for wanted in wanted {
        let is_meant = |it: &&mut Name| {
            names::same(&it.name, &wanted.name)
                || it
                    .name
                    .to_lowercase()
                    .starts_with(&wanted.name.to_lowercase())
        };
        let exact = names
            .iter()
            .position(|it| names::same(&it.name, &wanted.name));
        let mut meant: Vec<&mut Name> = match exact {
            Some(at) => vec![&mut names[at]],
            None => names.iter_mut().filter(is_meant).collect(),
        };
        match meant.as_mut_slice() {
            [one] => one.remote = true,
            [] => {
                return Err(format!(
                    "Nobody here is called {}.",
                    crate::fault::visible(&wanted.name)
                ));
            }
            _ => {
                return Err(format!(
                    "Several names begin with {}.",
                    crate::fault::visible(&wanted.name)
                ));
            }
        }
    }
    Ok(())
}

/// The forms of a ritual that fit: few people, many, or a team that knows it.
fn forms(world: &World<'_>, ritual: &Ritual, n: Option<usize>) -> Vec<Form> {
    let mut forms = Vec::new();
    match n {
        Some(2) => forms.push(Form::N2),
        Some(n) if n > ritual.people.max => forms.push(Form::Many),
        _ => {}
    }
    let since = world.clock.now() - TimeDelta::days(LATELY);
    let logs = read::read_all(world.disk, &world.places.team).logs;
    let held = logs
        .iter()
        .filter(|(it, _)| it.finished && it.ritual.id == ritual.id && it.started >= since);
    if held.count() >= OFTEN {
        forms.push(Form::Again);
    }
    forms
}

/// Words to the facilitator about the forms that are new to the team.
fn notes(ritual: &Ritual, forms: &[Form], mode: Mode) -> Vec<String> {
    if forms.contains(&Form::Again) {
        return Vec::new();
    }
    let of_mode = match mode {
        Mode::Room => Form::Room,
        Mode::Remote => Form::Remote,
        Mode::Hybrid => Form::Hybrid,
    };
    let fits = ritual
        .variants
        .iter()
        .filter(|it| it.form == of_mode || forms.contains(&it.form));
    fits.filter_map(|it| it.change.note.clone()).collect()
}

fn unusual(ritual: &Ritual, n: usize) -> Option<String> {
    let made_for = format!(
        "{} is made for {} to {} people",
        ritual.title, ritual.people.min, ritual.people.max
    );
    (n < ritual.people.min || n > ritual.people.max).then(|| format!("{made_for}; {} are here.", n))
}

/// Leaves out what comes before a step.
fn skip_to(ritual: &mut Ritual, at: &str) -> Result<(), Failure> {
    let by_number = at.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
    let by_id = ritual
        .steps
        .iter()
        .position(|it| it.id.as_deref() == Some(at));
    let by_kind = ritual.steps.iter().position(|it| it.what.word() == at);
    let Some(from) = by_number
        .or(by_id)
        .or(by_kind)
        .filter(|it| *it < ritual.steps.len())
    else {
        let steps: Vec<String> = ritual
            .steps
            .iter()
            .enumerate()
            .map(|(number, it)| {
                format!(
                    "{} {}",
                    number + 1,
                    it.id.as_deref().unwrap_or(it.what.word())
                )
            })
            .collect();
        return Err(Failure::Misuse(format!(
            "{} has no step {}. Its steps: {}.",
            ritual.title,
            crate::fault::visible(at),
            steps.join(", ")
        )));
    };
    // What lies on the table stays there, so a hand before that step is dealt all the same.
    let table = ritual.steps[..from]
        .iter()
        .rposition(|it| matches!(&it.what, What::Deal(deal) if deal.think == 0));
    let table = table.map(|it| ritual.steps[it].clone());
    ritual.steps.drain(..from);
    ritual.steps.splice(0..0, table);
    Ok(())
}
