//! How deep this session may go: what past sessions, the people and the setting say about it.

use super::Args;
use crate::deal::ceiling::{self, Setting};
use crate::host::World;
use crate::ritual::{Deal, Level, Ritual, Step, What};
use crate::session::event::Person;

/// Lowers the ceiling of every deal of questions to what the setting allows, and says so.
pub(super) fn limit(
    world: &World<'_>,
    args: &Args,
    ritual: &mut Ritual,
    people: Option<&[Person]>,
) -> Option<String> {
    let is_graded = |deal: &Deal| {
        let bank = world.library.bank(&deal.bank);
        bank.is_ok_and(|it| it.kind == ceiling::GRADED)
    };
    let is_lead = |it: &Person| it.tags.iter().any(|it| it.as_str() == "lead");
    let (most, confidentiality) = (ritual.ceiling, ritual.confidentiality);
    let mut times = None;
    let mut said = None;
    for step in &mut ritual.steps {
        let grouped = matches!(step.what, What::Groups(_));
        let Some(deal) = deal_mut(step).filter(|it| is_graded(it)) else {
            continue;
        };
        let times = *times.get_or_insert_with(|| times_of(world, people.unwrap_or_default()));
        let setting = Setting {
            grouped,
            people: people.map(<[Person]>::len),
            times,
            has_lead: people.is_some_and(|it| it.iter().any(is_lead)),
            thin: !world.team.contexts.is_empty(),
            confidentiality,
        };
        let (level, sentence) = ceiling::ceiling(&setting);
        let agreed = ceiling::agreed(level, args.ceiling());
        let own = deal.ceiling.unwrap_or(Level::Deep).min(most);
        deal.ceiling = Some(agreed.min(own));
        let is_lowered = args.ceiling().is_none_or(|asked| agreed < asked.min(own));
        if is_lowered && agreed < own {
            said.get_or_insert(sentence);
        }
    }
    said
}

fn deal_mut(step: &mut Step) -> Option<&mut Deal> {
    match &mut step.what {
        What::Deal(deal) => Some(deal),
        What::Groups(groups) => groups.steps.iter_mut().find_map(deal_mut),
        _ => None,
    }
}

/// How often whoever has been there least sat in groups, without a long gap up to now.
fn times_of(world: &World<'_>, people: &[Person]) -> usize {
    let now = world.clock.now();
    let times = people
        .iter()
        .map(|it| world.history.times_in_groups(&it.id, now));
    times.min().unwrap_or(0)
}
