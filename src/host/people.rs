//! Who comes and who goes while a session runs: by name, or one more and one fewer.

use crate::names;
use crate::ritual::Mode;
use crate::roster::{self, Roster};
use crate::session::State;
use crate::session::event::{Event, Person};
use crate::ui::{Choice, Error, Question, Reply, Ui, Why, text};

use super::{Running, World, choose, rooms, screens, take};

/// `j`: one or several people come in, at the end of the round. Who was here before comes back.
pub(super) fn joined(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Option<Why>, Error> {
    if !has_names(running) {
        let remote = match where_joined(world, ui, running)? {
            Reply::Given(remote) => remote,
            Reply::Aside(_) => return Ok(None),
            Reply::Stopped(why) => return Ok(Some(why)),
        };
        let name = names::Name {
            remote,
            ..names::Name::default()
        };
        return Ok(add(world, running, vec![name]));
    }
    let question = Question {
        text: "Who has joined us?".to_string(),
        help: vec![
            "A name, such as Uma or Uma (remote).".to_string(),
            "Somebody here who goes to a screen: Ben (remote). From one to the room: Ben (room)."
                .to_string(),
        ],
        empty: "nobody".to_string(),
        ..Question::default()
    };
    let typed = match ui.ask(&question)? {
        Reply::Given(typed) => typed,
        Reply::Aside(_) => return Ok(None),
        Reply::Stopped(why) => return Ok(Some(why)),
    };
    match names::read(&typed) {
        Ok(joined) => {
            let mut who = Vec::new();
            for name in joined.names() {
                match known(ui, &world.roster, &running.state, name)? {
                    Reply::Given(name) => who.extend(name),
                    Reply::Aside(_) => return Ok(None),
                    Reply::Stopped(why) => return Ok(Some(why)),
                }
            }
            Ok(add(world, running, who))
        }
        Err(sentence) => {
            running.note = Some(sentence);
            Ok(None)
        }
    }
}

/// Lets people come in, and says how many are here now.
fn add(world: &mut World<'_>, running: &mut Running, joined: Vec<names::Name>) -> Option<Why> {
    if joined.is_empty() {
        return None;
    }
    let is_remote = running.state.opening().mode == Mode::Remote;
    let mut moved = Vec::new();
    for name in joined {
        let same = running.state.people().iter().find(|it| {
            let named = it.person.name.as_ref();
            let same = named.is_some_and(|it| names::same(it.as_str(), &name.name));
            same || name.id.as_ref() == Some(&it.person.id)
        });
        // Somebody who is here already and said to be elsewhere has moved.
        let says_where = name.remote || name.tags.iter().any(|it| it == "room");
        let same = same.map(|it| (it.person.clone(), it.here));
        let Some((person, was_here)) = same.filter(|(_, was_here)| !was_here || says_where) else {
            let new = names::person(&name, is_remote, &world.roster, &mut world.chance);
            take(running, world, Event::Joined(new));
            continue;
        };
        if !was_here {
            take(running, world, Event::Joined(person.clone()));
        }
        if says_where && name.remote != person.remote {
            let place = if name.remote {
                "on a screen"
            } else {
                "in the room"
            };
            moved.push(format!("{} is {place} now.", screens::called(&person)));
            let (id, remote) = (person.id, name.remote);
            take(running, world, Event::Moved { id, remote });
        }
    }
    running.note = Some(if moved.is_empty() {
        here(running)
    } else {
        moved.join(" ")
    });
    let beside: Vec<&Person> = running.state.beside().collect();
    if beside.iter().any(|it| it.name.is_some()) {
        let names: Vec<String> = beside.into_iter().map(screens::called).collect();
        let names = text::listed(&names);
        running.note = Some(format!("Coming in when the groups are back: {names}."));
    } else if !beside.is_empty() {
        running.note = Some("Whoever came comes in when the groups are back.".to_string());
    }
    None
}

/// Whether somebody without a name is on a screen: asked where both can be.
fn where_joined(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Reply<bool>, Error> {
    let state = &running.state;
    if state.mode() != Mode::Hybrid || state.is_unsorted() {
        return Ok(Reply::Given(false));
    }
    let choice = Choice {
        text: "Somebody has joined us. Where?".to_string(),
        options: vec![
            ('1', "in the room".to_string()),
            ('2', "on a screen".to_string()),
        ],
        ..Choice::default()
    };
    Ok(match choose(world, ui, running, &choice)? {
        Reply::Given(chosen) => Reply::Given(chosen == 1),
        Reply::Aside(action) => Reply::Aside(action),
        Reply::Stopped(why) => Reply::Stopped(why),
    })
}

/// Whom the roster knows by that name, unless they are here already: then nobody, or somebody of the
/// same name. Whose name only begins so is asked about.
fn known(
    ui: &mut dyn Ui,
    roster: &Roster,
    state: &State,
    typed: names::Name,
) -> Result<Reply<Option<names::Name>>, Error> {
    let here = state.people().iter().filter(|it| it.here);
    let is_called = |it: &Person| {
        let name = it.name.as_ref();
        name.is_some_and(|it| names::same(it.as_str(), &typed.name))
    };
    // Somebody who is here is meant only where they are said to have moved.
    let says_where = typed.remote || typed.tags.iter().any(|it| it == "room");
    let is_here = here.clone().any(|it| is_called(&it.person));
    if is_here && !says_where {
        return Ok(match another(ui, &typed.name)? {
            Reply::Given(another) => Reply::Given(another.then_some(typed)),
            Reply::Aside(action) => Reply::Aside(action),
            Reply::Stopped(why) => Reply::Stopped(why),
        });
    }
    if typed.is_guest() || is_here {
        return Ok(Reply::Given(Some(typed)));
    }
    let may_be =
        |it: &&roster::Person| says_where || here.clone().all(|one| one.person.id != it.id);
    let exact = roster.find(&typed.name);
    let mut found = if exact.is_empty() {
        roster.begun(&typed.name)
    } else {
        exact.clone()
    };
    found.retain(|it| may_be(it));
    let meant = match found[..] {
        [] => None,
        [one] if !exact.is_empty() => Some(one),
        _ => match which(ui, &typed.name, &found, !exact.is_empty())? {
            Reply::Given(meant) => meant,
            Reply::Aside(action) => return Ok(Reply::Aside(action)),
            Reply::Stopped(why) => return Ok(Reply::Stopped(why)),
        },
    };
    Ok(Reply::Given(Some(meant.map_or(typed.clone(), |one| {
        names::Name {
            // In a room nobody is on a screen, unless it is said just now.
            remote: typed.remote || one.has("remote") && state.opening().mode != Mode::Room,
            ..names::Name::of(one, &typed)
        }
    }))))
}

/// Whether somebody comes whose name somebody here has.
fn another(ui: &mut dyn Ui, name: &str) -> Result<Reply<bool>, Error> {
    let choice = Choice {
        text: format!("{} is here already.", text::quoted(name)),
        options: vec![
            ('n', "the same person: nobody has come".to_string()),
            ('y', "somebody else with that name".to_string()),
        ],
        ..Choice::default()
    };
    Ok(match ui.choose(&choice)? {
        Reply::Given(chosen) => Reply::Given(chosen == 1),
        Reply::Aside(action) => Reply::Aside(action),
        Reply::Stopped(why) => Reply::Stopped(why),
    })
}

/// Which of these in the team is meant by a name that several have, or with which theirs only
/// begins. A guest is the safe answer: nobody gets another's history.
///
/// # Errors
/// When the screen cannot be written.
pub fn which<'r>(
    ui: &mut dyn Ui,
    typed: &str,
    found: &[&'r roster::Person],
    is_exact: bool,
) -> Result<Reply<Option<&'r roster::Person>>, Error> {
    let mut options: Vec<(char, String)> = ('1'..='9')
        .zip(found)
        .map(|(key, it)| (key, it.name.as_str().to_string()))
        .collect();
    options.push(('g', "a guest".to_string()));
    let choice = Choice {
        text: match is_exact {
            true => format!("Which {typed}?"),
            false => names::nobody(typed, found),
        },
        default: options.len() - 1,
        options,
        ..Choice::default()
    };
    Ok(match ui.choose(&choice)? {
        Reply::Given(chosen) => Reply::Given((chosen < choice.default).then(|| found[chosen])),
        Reply::Aside(action) => Reply::Aside(action),
        Reply::Stopped(why) => Reply::Stopped(why),
    })
}

fn has_names(running: &Running) -> bool {
    let mut people = running.state.people().iter();
    people.any(|it| it.person.name.is_some())
}

fn here(running: &Running) -> String {
    format!(
        "{} here now.",
        screens::count(running.state.here() as i64, "person")
    )
}

/// `g`: somebody has gone. With names it is asked who; without, it is one of those who wait.
pub(super) fn gone(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Option<Why>, Error> {
    if !has_names(running) {
        let id = match nameless(world, ui, running)? {
            Reply::Given(id) => id,
            Reply::Aside(_) => None,
            Reply::Stopped(why) => return Ok(Some(why)),
        };
        if let Some(id) = id {
            take(running, world, Event::Gone { id });
            running.note = Some(here(running));
        }
        return Ok(None);
    }
    let question = Question {
        text: "Who has gone?".to_string(),
        help: vec!["The name, or how it begins.".to_string()],
        empty: "nobody".to_string(),
        ..Question::default()
    };
    let typed = match ui.ask(&question)? {
        Reply::Given(typed) => typed,
        Reply::Aside(_) => return Ok(None),
        Reply::Stopped(why) => return Ok(Some(why)),
    };
    let present = running.state.people().iter().filter(|it| it.here);
    match names::find(&typed, present.map(|it| &it.person)).as_slice() {
        [] if typed.trim().is_empty() => {}
        [] => running.note = Some("Nobody here has that name.".to_string()),
        [person] => {
            let id = person.id.clone();
            take(running, world, Event::Gone { id });
            running.note = Some(here(running));
        }
        [_, ..] => {
            running.note = Some("Several names begin like that. Type a little more.".to_string())
        }
    }
    Ok(None)
}

/// Who of people without names has gone: somebody who still waits for a turn, or else anybody; asked
/// where it makes a difference from where they went. `None` for nobody.
fn nameless(
    world: &World<'_>,
    ui: &mut dyn Ui,
    running: &mut Running,
) -> Result<Reply<Option<String>>, Error> {
    let state = &running.state;
    if let Some(waits) = state.waiting().next_back() {
        return Ok(Reply::Given(Some(waits.id.clone())));
    }
    let present = state.people().iter().filter(|it| it.here);
    let mut from: Vec<((usize, String), String)> = Vec::new();
    for it in present.map(|it| &it.person) {
        let place = rooms::place_of(state, it);
        match from.iter_mut().find(|it| it.0 == place) {
            Some(known) => known.1.clone_from(&it.id),
            None => from.push((place, it.id.clone())),
        }
    }
    from.sort();
    if from.len() < 2 {
        return Ok(Reply::Given(from.pop().map(|it| it.1)));
    }
    let mut options: Vec<(char, String)> = ('1'..='9')
        .zip(&from)
        .map(|(key, it)| (key, it.0.1.clone()))
        .collect();
    options.push(('n', "nobody".to_string()));
    let choice = Choice {
        text: "Who has gone?".to_string(),
        default: options.len() - 1,
        options,
        ..Choice::default()
    };
    Ok(match choose(world, ui, running, &choice)? {
        Reply::Given(chosen) if chosen < choice.default => {
            Reply::Given(Some(from.swap_remove(chosen).1))
        }
        Reply::Given(_) => Reply::Given(None),
        Reply::Aside(action) => Reply::Aside(action),
        Reply::Stopped(why) => Reply::Stopped(why),
    })
}
