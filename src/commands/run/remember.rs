//! After a session whose log is published: whether the names that were typed for it may come
//! into the roster. Until that yes they were in the journal alone, and the journal has gone.

use chrono::NaiveDate;

use crate::commands::Failure;
use crate::commands::team::admit::{self, Doubt};
use crate::host::screens::count;
use crate::host::{World, team_of};
use crate::names::Name;
use crate::names::list::Newcomer;
use crate::ritual::Mode;
use crate::session::State;
use crate::ui::{Choice, Reply, Ui, text};

/// Asks, and gives what is to be said about it in the shell. The session is held whatever
/// happens here: no answer is a no.
pub fn offer(
    world: &mut World<'_>,
    ui: &mut dyn Ui,
    state: &State,
    today: NaiveDate,
) -> Vec<String> {
    let is_mixed = state.mode() == Mode::Hybrid;
    let newcomers: Vec<Newcomer> = state
        .people()
        .iter()
        .map(|it| &it.person)
        .filter(|it| !world.roster.has(&it.id))
        .filter_map(|it| {
            // Names were asked about, and where people are, without which groups would be formed
            // anew each time; nothing else that was typed for today. Where all were on screens, that
            // was the meeting's way and not theirs.
            let name = Name {
                name: it.name.as_ref()?.as_str().to_string(),
                // The id that the log has.
                id: Some(it.id.clone()),
                remote: it.remote && is_mixed,
                ..Name::default()
            };
            Some(Newcomer {
                name,
                ..Newcomer::default()
            })
        })
        .collect();
    let n_remote = newcomers.iter().filter(|it| it.name.remote).count();
    if newcomers.is_empty() || !is_wanted(ui, newcomers.len(), n_remote) {
        return Vec::new();
    }
    let team = team_of(world, state.opening()).to_path_buf();
    // Who looks like somebody is told below; of one name they are one, as when they were typed.
    let mut ask = |doubt: Doubt<'_>| Ok((!matches!(doubt, Doubt::New { .. })).then_some(true));
    match admit::admit(
        world.disk,
        &team,
        newcomers,
        today,
        &mut world.chance,
        &mut ask,
    ) {
        Ok(admitted) => {
            let mut lines = vec!["Remembered. Who is in the team: firelight team".to_string()];
            if !admitted.already.is_empty() {
                let names = text::listed(&admitted.already);
                lines.push(format!(
                    "Somebody in the team has this name already: {names}."
                ));
            }
            lines.extend(admitted.doubts());
            lines
        }
        Err(Failure::Failed(sentence)) => {
            vec![format!("{sentence} To add people: firelight team add")]
        }
        Err(_) => Vec::new(),
    }
}

/// No names on the screen, which may still be shared: they were typed, so they are known.
fn is_wanted(ui: &mut dyn Ui, n: usize, n_remote: usize) -> bool {
    let people = count(n as i64, "person");
    let choice = Choice {
        text: match n {
            // Two have no groups.
            0..=2 => "Remember these names, for next time?",
            _ => "Remember these names, so that groups can differ next time?",
        }
        .to_string(),
        help: vec![
            match n_remote {
                0 => format!("{people}."),
                n => format!("{people}, {n} of them on a screen."),
            },
            "Everybody who can open the team's folder can read them there.".to_string(),
        ],
        options: vec![('n', "no".to_string()), ('y', "yes".to_string())],
        ..Choice::default()
    };
    matches!(ui.choose(&choice), Ok(Reply::Given(1)))
}
