//! What is asked before a session: which ritual, who is here, who is on a screen.

use chrono::TimeDelta;

use super::{Args, depth, known};
use crate::clock::day;
use crate::commands::{Failure, answer, sentence};
use crate::fault::visible;
use crate::host::{World, screens};
use crate::names::{self, Name, Typed};
use crate::ritual::{Family, Form, Level, Mode, Ritual, Step, What};
use crate::roster::Roster;
use crate::session::event::{FORMAT, Opening, Person};
use crate::team::Team;
use crate::ui::{Choice, Question, Ui};

/// A team that held a ritual so often…
const OFTEN: usize = 3;
/// …in so many days takes its short form.
const LATELY: i64 = 90;
/// Most columns of a window that can be read from the back of a room.
const READABLE: usize = 100;

/// Asks what is not known and gives a session to begin.
///
/// # Errors
/// When a flag cannot be meant so, nobody answered, or nothing is left to hold.
pub fn session(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    args: &Args,
    ritual: Option<Ritual>,
    team: &Team,
    columns: Option<usize>,
) -> Result<Opening, Failure> {
    let ritual = match ritual {
        Some(ritual) => ritual,
        None => choose(world, ui)?,
    };
    let today = day::today(world.clock.now(), team.tz.as_deref());
    let everybody = known::everybody(&world.roster, today);
    let (typed, mode) = loop {
        let mut typed = who(ui, args, columns, &everybody)?;
        if let Typed::Names(names) = &mut typed {
            known::of_names(ui, &world.roster, names)?;
        }
        // Going back from the second question asks the first one again.
        if let Some(mode) = mode(ui, args, &mut typed, &world.roster)? {
            break (typed, mode);
        }
    };
    let counted = typed != Typed::Nobody;
    let mut names = typed.names();
    // In a room nobody is on a screen, whatever is usual.
    for it in names.iter_mut().filter(|_| mode == Mode::Room) {
        it.remote = false;
    }
    let people: Vec<Person> = names
        .iter()
        .map(|it| names::person(it, mode == Mode::Remote, &world.roster, &mut world.chance))
        .collect();

    let n = counted.then_some(people.len());
    let forms = forms(world, &ritual, n);
    let resolved = world.library.resolve(&marked(&ritual), &forms, mode);
    // What a ritual uses is no slip of whoever runs it.
    let mut resolved = resolved.map_err(|it| Failure::Failed(sentence(&it.to_string())))?;
    // A flag may ask for less than the team decided, never for more.
    let ceiling = args.ceiling().unwrap_or(Level::Deep).min(team.ceiling);
    resolved.ceiling = resolved.ceiling.min(ceiling);
    let depth = depth::limit(world, args, &mut resolved, counted.then_some(&people));
    if let Some(at) = &args.at {
        skip_to(&mut resolved, &ritual, at)?;
    }
    for step in &mut resolved.steps {
        step.id = step.id.take().filter(|it| place(it).is_none());
    }
    if resolved.steps.is_empty() {
        return Err(Failure::Failed(format!(
            "{} has no step for people who meet like this. Look at it: firelight rituals show {}",
            visible(&ritual.title),
            ritual.id
        )));
    }
    for sentence in unusual(&ritual, n)
        .into_iter()
        .chain(not_held(&resolved))
        .chain(depth)
    {
        ui.tell(&sentence)?;
    }
    Ok(Opening {
        format: FORMAT.to_string(),
        id: world.chance.session_id(world.clock.now()),
        started: world.clock.now(),
        zone: world.zone.clone(),
        mode,
        counted,
        people,
        minutes: args.minutes.map_or(resolved.minutes, i64::from),
        pace: args.pace.map_or(100, |it| (it * 100.0).round() as i64),
        team: world.places.team.to_string_lossy().into_owned(),
        ritual: resolved,
    })
}

/// Which ritual, when none was named.
fn choose(world: &World<'_>, ui: &mut dyn Ui) -> Result<Ritual, Failure> {
    let (mut rituals, _) = world.library.rituals();
    // Shortest first: a first ritual should be a small one. Craft is for inside others.
    rituals.sort_by_key(|it| (it.family == Family::Craft, it.minutes, it.id.clone()));
    if rituals.is_empty() {
        return Err(Failure::Failed(
            "No ritual is left to hold: all are hidden or broken. What is wrong: firelight check"
                .to_string(),
        ));
    }
    let keys = "123456789abcdefghijklmnoprstuvwxyz".chars();
    let choice = Choice {
        text: "Which one?".to_string(),
        options: keys
            .zip(&rituals)
            .map(|(key, it)| (key, format!("{}, {} min", it.title, it.minutes)))
            .collect(),
        help: (rituals.len() > 34)
            .then(|| "The longer ones by name: firelight rituals".to_string())
            .into_iter()
            .collect(),
        default: 0,
    };
    loop {
        if let Some(number) = answer(ui.choose(&choice)?)? {
            return Ok(rituals.swap_remove(number));
        }
    }
}

/// Who is here: by flag, or asked for until it can be read; Enter takes everybody, if there is
/// a roster.
fn who(
    ui: &mut dyn Ui,
    args: &Args,
    columns: Option<usize>,
    everybody: &[Name],
) -> Result<Typed, Failure> {
    if let Some(people) = args.people {
        return Ok(Typed::Number(people.into()));
    }
    if let Some(with) = &args.with {
        return match names::read(with) {
            Ok(Typed::Names(names)) => Ok(Typed::Names(names)),
            Ok(Typed::Number(_)) => Err(Failure::Misuse(
                "--with takes names; for a number there is --people.".to_string(),
            )),
            Ok(Typed::Nobody) => Err(Failure::Misuse(
                "--with has no name in it, such as --with Ana,Ben.".to_string(),
            )),
            Err(sentence) => Err(Failure::Misuse(sentence)),
        };
    }
    let (how, empty) = match everybody.len() {
        0 => (
            "Names with commas between them, a number, or Enter to go without.",
            "go without names".to_string(),
        ),
        n => (
            "Names, a number, or Enter for everybody who is not away.",
            screens::count(n as i64, "person"),
        ),
    };
    let mut help = vec![
        how.to_string(),
        "Share one window, not your whole desktop.".to_string(),
    ];
    // What only one person reads need not be large.
    help.extend(columns.filter(|it| *it > READABLE && !args.cue).map(|it| {
        format!("Enlarge the text until this says {READABLE} columns or less: now {it}.")
    }));
    let mut question = Question {
        text: "Who is here?".to_string(),
        help,
        empty,
        lines: false,
    };
    loop {
        let Some(typed) = answer(ui.ask(&question)?)? else {
            continue;
        };
        let is_everybody = typed.trim().is_empty() && !everybody.is_empty();
        let read = match is_everybody {
            true => Ok(Typed::Names(everybody.to_vec())),
            false => names::read(&typed),
        };
        match read {
            Ok(typed) => {
                if let Some(sentence) = typed.read_back() {
                    ui.tell(&sentence)?;
                }
                return Ok(typed);
            }
            Err(sentence) => question.help = vec![sentence],
        }
    }
}

/// Where people are: by flag, by names, or asked once; `None` to go back.
fn mode(
    ui: &mut dyn Ui,
    args: &Args,
    typed: &mut Typed,
    roster: &Roster,
) -> Result<Option<Mode>, Failure> {
    let names = match typed {
        Typed::Names(names) => names.as_mut_slice(),
        Typed::Nobody | Typed::Number(_) => &mut [],
    };
    if let Some(remote) = &args.remote {
        names::mark_remote(names, remote).map_err(Failure::Misuse)?;
    }
    if let Some(mode) = args.mode() {
        return Ok(Some(mode));
    }
    if names.iter().any(|it| it.remote) {
        return Ok(Some(of_names(names)));
    }
    // A team that marks who is on a screen has said that these are not.
    let are_known = !names.is_empty() && names.iter().all(|it| it.id.is_some());
    if are_known && roster.people.iter().any(|it| it.has("remote")) {
        return Ok(Some(Mode::Room));
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
    match answer(ui.choose(&choice)?)? {
        None => return Ok(None),
        Some(0) => return Ok(Some(Mode::Room)),
        Some(1) => return Ok(Some(Mode::Remote)),
        Some(_) => {}
    }
    if names.is_empty() {
        return Ok(Some(Mode::Hybrid));
    }
    let mut question = Question {
        text: "Who is on a screen?".to_string(),
        help: vec!["Their names, or how they begin.".to_string()],
        empty: "no matter who".to_string(),
        lines: false,
    };
    loop {
        match answer(ui.ask(&question)?)? {
            None => return Ok(None),
            Some(typed) if typed.trim().is_empty() => return Ok(Some(Mode::Hybrid)),
            Some(typed) => match names::mark_remote(names, &typed) {
                Ok(()) => return Ok(Some(of_names(names))),
                Err(sentence) => question.help = vec![sentence],
            },
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

/// The forms of a ritual that fit: few people, many, or a team that knows it.
fn forms(world: &World<'_>, ritual: &Ritual, n: Option<usize>) -> Vec<Form> {
    let mut forms = Vec::new();
    match n {
        Some(2) => forms.push(Form::N2),
        Some(n) if n > ritual.people.max => forms.push(Form::Many),
        _ => {}
    }
    let now = world.clock.now();
    let since = now - TimeDelta::days(LATELY);
    if world.history.times(&ritual.id, since, now) >= OFTEN {
        forms.push(Form::Again);
    }
    forms
}

/// That a ritual is made for other numbers of people, and has no form for this one.
fn unusual(ritual: &Ritual, n: Option<usize>) -> Option<String> {
    let n = n?;
    let has_form = ritual.variants.iter().any(|it| it.form == Form::Many);
    if n < ritual.people.min {
        let people = screens::count(ritual.people.min as i64, "person");
        return Some(format!("{} is made for at least {people}.", ritual.title));
    }
    (n > ritual.people.max && !has_form).then(|| {
        format!(
            "{} is made for at most {} people.",
            ritual.title, ritual.people.max
        )
    })
}

/// Steps that this version cannot hold, said before anybody waits for them.
fn not_held(ritual: &Ritual) -> Vec<String> {
    let steps = ritual.steps.iter().enumerate();
    steps
        .filter(|(_, it)| !it.what.is_held())
        .map(|(number, it)| screens::left_out(number, it.what.word()))
        .collect()
}

/// The ritual with each nameless step named by its place, so that the place is known when
/// forms have left some out and others' steps have come in.
fn marked(ritual: &Ritual) -> Ritual {
    let mut ritual = ritual.clone();
    for (number, step) in ritual.steps.iter_mut().enumerate() {
        step.id.get_or_insert_with(|| format!("#{number}"));
    }
    ritual
}

/// The place in such a name; an author's own ids have no `#`.
fn place(id: &str) -> Option<usize> {
    id.strip_prefix('#')?.parse().ok()
}

/// Leaves out what comes before a step of `ritual`, named by its number there, id or kind.
fn skip_to(resolved: &mut Ritual, ritual: &Ritual, at: &str) -> Result<(), Failure> {
    let steps = &ritual.steps;
    let by_number = at.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
    let by_id = steps.iter().position(|it| it.id.as_deref() == Some(at));
    let by_kind = steps.iter().position(|it| it.what.word() == at);
    let found = by_number.or(by_id).or(by_kind);
    let Some(from) = found.filter(|it| *it < steps.len()) else {
        let steps: Vec<String> = steps
            .iter()
            .enumerate()
            .map(|(number, it)| {
                let name = it.id.as_deref().unwrap_or(it.what.word());
                format!("{} {name}", number + 1)
            })
            .collect();
        return Err(Failure::Misuse(format!(
            "{} has no step {}. Its steps: {}.",
            visible(&ritual.title),
            visible(at),
            steps.join(", ")
        )));
    };
    // Steps without a place came in with another ritual's, and go with the step before them.
    let place_of = |step: &Step| {
        let id = step.id.as_deref()?;
        place(id).or_else(|| steps.iter().position(|it| it.id.as_deref() == Some(id)))
    };
    let before = resolved
        .steps
        .iter()
        .rposition(|it| place_of(it).is_some_and(|it| it < from));
    let from = before.map_or(0, |it| it + 1);
    if from >= resolved.steps.len() {
        return Err(Failure::Misuse(format!(
            "For people who meet like this, {} has nothing from step {} on.",
            visible(&ritual.title),
            visible(at)
        )));
    }
    // What lies on the table stays there, so a hand before that step is dealt all the same.
    let stays = |it: &Step| matches!(&it.what, What::Deal(deal) if deal.think == 0);
    let table = resolved.steps[..from].iter().rposition(stays);
    let table = table.map(|it| resolved.steps[it].clone());
    resolved.steps.drain(..from);
    resolved.steps.splice(0..0, table);
    Ok(())
}
