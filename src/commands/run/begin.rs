//! What a session begins with: which ritual, in which form, how deep, and with whom.

use chrono::{NaiveDate, TimeDelta};

use super::who::{self, Here};
use super::{Args, depth, known};
use crate::agreements;
use crate::clock::day;
use crate::commands::{Failure, sentence, taken};
use crate::fault::visible;
use crate::host::World;
use crate::library::starter;
use crate::names;
use crate::ritual::agreed::Agreement;
use crate::ritual::{Family, Form, Level, Mode, Ritual, Step, What};
use crate::session::event::{FORMAT, Opening, Person};
use crate::team::Team;
use crate::ui::{Choice, Ui};

/// People who held a ritual so often…
const OFTEN: usize = 3;
/// …in so many days take its short form.
const LATELY: i64 = 90;

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
    let Here {
        mut names,
        counted,
        mode,
    } = who::here(world, ui, args, &ritual, columns, &everybody)?;
    if counted {
        who::wait_for_others(ui, &ritual, &mut names)?;
    }
    // In a room nobody is on a screen, whatever is usual.
    for it in names.iter_mut().filter(|_| mode == Mode::Room) {
        it.remote = false;
    }
    let people: Vec<Person> = names
        .iter()
        .map(|it| names::person(it, mode == Mode::Remote, &world.roster, &mut world.chance))
        .collect();

    let n = counted.then_some(people.len());
    let forms = forms(world, &ritual, counted.then_some(&people));
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
    // Whoever is alone was told so, and asked.
    let unsuited = n
        .filter(|it| *it > 1)
        .and_then(|it| ritual.unsuited(it, mode));
    let unsuited = unsuited.map(|why| format!("{}: {why}.", ritual.title));
    for sentence in unsuited.into_iter().chain(depth) {
        ui.tell(&sentence)?;
    }
    let agreement = in_force(world, ui, &resolved, today)?;
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
        agreement,
    })
}

/// How the team shares stories, where a ritual asks that and it was agreed before.
fn in_force(
    world: &World<'_>,
    ui: &mut dyn Ui,
    ritual: &Ritual,
    today: NaiveDate,
) -> Result<Option<Agreement>, Failure> {
    let needs = |it: &Step| it.is_agreement() || !it.agreed.is_empty();
    if !ritual.steps.iter().any(needs) {
        return Ok(None);
    }
    let (agreement, broken) = agreements::in_force(world.disk, &world.places.team, today);
    if !broken.is_empty() {
        ui.tell("An agreement of the team cannot be read. Why: firelight check")?;
    }
    Ok(agreement)
}

/// Which ritual, when none was named.
fn choose(world: &World<'_>, ui: &mut dyn Ui) -> Result<Ritual, Failure> {
    let (mut rituals, _) = world.library.rituals();
    // What home offers first, and then the shortest. Craft is for inside others.
    rituals.sort_by_key(|it| {
        let is_craft = it.family == Family::Craft;
        (is_craft, starter(&it.id), it.minutes, it.id.clone())
    });
    if rituals.is_empty() {
        return Err(Failure::Failed(
            "No ritual is left to hold: all are hidden or broken. What is wrong: firelight check"
                .to_string(),
        ));
    }
    // Letters that mean something else on other screens are left out.
    let keys = "123456789acdefijklmnoprstuvwxyz";
    let choice = Choice {
        text: "Which one?".to_string(),
        options: keys
            .chars()
            .zip(&rituals)
            .map(|(key, it)| (key, it.offered()))
            .collect(),
        help: (rituals.len() > keys.len())
            .then(|| "The longer ones by name: firelight rituals".to_string())
            .into_iter()
            .collect(),
        ..Choice::default()
    };
    Ok(rituals.swap_remove(taken(ui, &choice)?))
}

/// The forms of a ritual that fit: few people, many, or people who know it.
fn forms(world: &World<'_>, ritual: &Ritual, people: Option<&Vec<Person>>) -> Vec<Form> {
    let by_number = people.and_then(|it| ritual.form_for(it.len()));
    let mut forms: Vec<Form> = by_number.into_iter().collect();
    if know_it(world, ritual, people.map_or(&[], Vec::as_slice)) {
        forms.push(Form::Again);
    }
    forms
}

/// Whether most of these people held it often lately. Guests among a team that is known do not.
fn know_it(world: &World<'_>, ritual: &Ritual, people: &[Person]) -> bool {
    let guests = (people.iter()).filter(|it| it.name.is_some() && !world.roster.has(&it.id));
    if !world.roster.people.is_empty() && 2 * guests.count() >= people.len().max(1) {
        return false;
    }
    let ids: Vec<&str> = people.iter().map(|it| it.id.as_str()).collect();
    let now = world.clock.now();
    let since = now - TimeDelta::days(LATELY);
    world.history.times(&ritual.id, &ids, since, now) >= OFTEN
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
