//! What the session asks chance for: hands and orders.

use crate::deal::{self, Limits};
use crate::ritual::{Deal, Layout, Order, Step, What, Who};
use crate::session::State;
use crate::session::event::{Card, Person};

use super::World;

/// What came of asking for another hand, or another card.
pub(super) fn swapped(state: &State, step: usize, none: bool) -> String {
    let deal = state.opening().ritual.steps.get(step).and_then(Step::deal);
    let what = match deal.map(|it| it.show) {
        Some(Layout::Card) => "card",
        _ => "hand",
    };
    match (none, state.may_swap().is_some()) {
        (true, _) => format!("No other {what} is there to deal; this one stays."),
        (false, true) => format!("Another {what} lies here now."),
        (false, false) => format!("Another {what} lies here now, and this one stays."),
    }
}

/// What is dealt for a step: within what the ritual, the team and those who are here allow, and
/// nothing that lay on the table.
pub(super) fn hand(world: &mut World<'_>, state: &State, step: usize, laid: &[Card]) -> Vec<Card> {
    let ritual = &state.opening().ritual;
    let Some(deal) = ritual.steps.get(step).and_then(|it| it.deal()) else {
        return Vec::new();
    };
    // A bank that has gone or broken since deals nothing: the session goes on, and `check` says why.
    let Ok(bank) = world.library.bank_for(&ritual.id, deal) else {
        return Vec::new();
    };
    let limits = limits(world, state, step, deal, &bank.kind);
    // What lay on the table in another step of this session is not laid there again either.
    let mut past = world.history.deals(world.clock.now());
    for card in state.laid_beside(step) {
        past.add(&card.id);
    }
    deal::deal(&bank, deal, &limits, &past, laid, world.chance.rng())
}

/// What holds for a deal from a bank of this kind while a step is held.
pub(super) fn limits(
    world: &World<'_>,
    state: &State,
    step: usize,
    deal: &Deal,
    kind: &str,
) -> Limits {
    let ritual = &state.opening().ritual;
    let mut ceiling = ritual.ceiling;
    // A lead who came later sits among them all the same.
    let is = |tag: &'static str| move |it: &Person| it.tags.iter().any(|it| it.as_str() == tag);
    let someone = |tag| {
        let is = is(tag);
        let mut people = state.people().iter();
        people.any(|it| it.here && is(&it.person))
    };
    let has_lead = someone("lead");
    let was_lead = state.opening().people.iter().any(is("lead"));
    if kind == deal::ceiling::GRADED && has_lead && !was_lead {
        let agreed = deal.ceiling.unwrap_or(ceiling).min(ceiling);
        ceiling = deal::ceiling::lowered(agreed);
    }
    Limits {
        together: Some(match ritual.steps.get(step).map(|it| &it.what) {
            Some(What::Groups(groups)) => groups.most(),
            _ => state.people().iter().filter(|it| it.here).count(),
        }),
        newcomer: someone("new"),
        ..world.team.limits_within(ceiling)
    }
}

/// The order of a round of turns.
pub(super) fn order(
    world: &mut World<'_>,
    state: &State,
    step: usize,
    people: &[String],
) -> Vec<String> {
    let at_hand = state.at_hand().filter(|_| state.step_number() == step);
    let order = match at_hand.map(|it| &it.what) {
        Some(What::Turns(turns)) if turns.who == Who::All => turns.order,
        _ => Order::Given,
    };
    let people: Vec<_> = people.iter().filter_map(|id| state.person(id)).collect();
    world.chance.order(order, &people)
}
