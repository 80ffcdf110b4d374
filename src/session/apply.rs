//! What an event changes, and whether it can happen at all.

use std::sync::Arc;

use crate::ritual::{Seconds, What};

use super::event::{Event, Stamped};
use super::next::need;
use super::{Illegal, Kept, Present, State};

/// Takes an event.
///
/// # Errors
/// When the event cannot happen here; the state is as it was.
pub fn apply(state: &mut State, stamped: &Stamped) -> Result<(), Illegal> {
    allowed(state, &stamped.event)?;
    pass_time(state, stamped);
    if is_movement(&stamped.event) {
        state.trail.push(Arc::new(state.before()));
    }
    change(state, &stamped.event);
    // Time that merely passes is asked about at the next movement, never into a turn.
    // While groups talk nothing is asked: it would take the clock and the seats off the stage.
    let may_ask = is_movement(&stamped.event) || changes_plan(&stamped.event);
    if may_ask && !state.is_talking() {
        state.asking = state.step().is_some() && !state.plan().fits();
    }
    state.set_clock();
    Ok(())
}

fn is_movement(event: &Event) -> bool {
    matches!(
        event,
        Event::StepOver {}
            | Event::TurnBegins {}
            | Event::TurnOver {}
            | Event::Stay {}
            | Event::Counted { .. }
            | Event::Chosen { .. }
            | Event::RoomsOpen {}
            | Event::Later {}
            | Event::EndHere {}
    )
}

fn changes_plan(event: &Event) -> bool {
    matches!(
        event,
        Event::Back {}
            | Event::Joined(_)
            | Event::Gone { .. }
            | Event::Groups { .. }
            | Event::Minutes { .. }
            | Event::Overrun { .. }
            | Event::ToEnd { .. }
            | Event::Resume {}
    )
}

/// Whether `event` can happen, before anything changes.
fn allowed(state: &State, event: &Event) -> Result<(), Illegal> {
    if state.step().is_none() {
        return Err(Illegal("the session is over"));
    }
    if state.stopped && !matches!(event, Event::Resume {} | Event::Stop {}) {
        return Err(Illegal("the session waits to be resumed"));
    }
    let wish = state.wish();
    let in_queue = state.turns().is_some() && !state.course.queue.is_empty();
    let on_turn = in_queue || wish.is_some_and(|it| it.running);
    let step_at = |step: &usize| state.opening.ritual.steps.get(*step).map(|it| &it.what);
    let deal_at = |step: &usize| state.opening.ritual.steps.get(*step)?.deal();
    let ok = match event {
        Event::Hand { step, .. } => {
            deal_at(step).is_some() && state.hands.get(step).is_none_or(|it| it.wanted)
        }
        Event::Swap { step } => match (deal_at(step), state.hands.get(step)) {
            (Some(deal), Some(hand)) => {
                !hand.wanted && hand.swaps < deal.swap && !state.course.open
            }
            _ => false,
        },
        Event::Groups {
            step,
            round,
            groups,
        } => {
            *step == state.course.step
                && *round == state.course.round
                && state.wants_groups()
                && state.can_be_groups(groups)
        }
        Event::RoomsOpen {} => state.may_open() && need(state).is_none(),
        Event::Order { step, people } => {
            matches!(step_at(step), Some(What::Turns(_) | What::Groups(_)))
                && !state.orders.contains_key(step)
                && people.iter().all(|id| state.person(id).is_some())
        }
        Event::StepOver {} => {
            !on_turn && !state.may_open() && need(state).is_none() && state.topic().is_none()
        }
        Event::TurnOver {} => on_turn && need(state).is_none(),
        Event::TurnBegins {} => wish.is_some_and(|it| !it.running) && need(state).is_none(),
        Event::Stay {} => state.may_stay().is_some(),
        Event::Counted { total } => {
            state.may_count().is_some() && state.came().is_none() && total.n().is_some()
        }
        Event::Chosen { option } => state.topic().is_some_and(|it| *option < it.options.len()),
        Event::Later {} => state.may_later(),
        Event::Joined(person) => {
            let known = state.people.iter().find(|it| it.person.id == person.id);
            known.is_none_or(|it| !it.here)
        }
        Event::Gone { id } => state.people.iter().any(|it| it.here && it.person.id == *id),
        Event::Outside { id } => state.may_stay_outside(id),
        Event::Moved { id, remote } => state
            .people
            .iter()
            .any(|it| it.here && it.person.id == *id && it.person.remote != *remote),
        Event::LeftOut { step, .. } => *step == state.course.step,
        Event::Minutes { by } => by.is_finite() && by.abs() <= 600.0,
        Event::Overrun { seconds } | Event::ToEnd { seconds } => (0..=86_400).contains(seconds),
        Event::Slept { seconds } => (0..=86_400 * 366).contains(seconds),
        Event::Back {} => state.may_back(),
        Event::EndHere {}
        | Event::Hold {}
        | Event::GoOn {}
        | Event::KeepAnew {}
        | Event::Kept { .. }
        | Event::Stop {}
        | Event::Resume {} => true,
    };
    if ok {
        Ok(())
    } else {
        Err(Illegal(refusal(event)))
    }
}

/// Lets time pass up to the event. While a clock that was set back catches up, none passes.
fn pass_time(state: &mut State, stamped: &Stamped) {
    let passed = (stamped.at - state.now).num_milliseconds().max(0);
    let slept = match stamped.event {
        Event::Slept { seconds } => (seconds * 1000).min(passed),
        // Between leaving and coming back, killed or not, no time passes.
        Event::Resume {} => passed,
        _ => 0,
    };
    if let Some(actual) = state.actual.get_mut(state.course.step) {
        *actual += passed - slept;
    }
    // While people are asked whether to take the time, no clock runs.
    if !state.held && state.clock.is_some() {
        state.spent += passed - slept;
        if state.course.open {
            state.talked += passed - slept;
        }
    }
    state.now = state.now.max(stamped.at);
}

fn change(state: &mut State, event: &Event) {
    match event {
        Event::Hand { step, items } => {
            let hand = state.hands.entry(*step).or_default();
            // Where a bank has nothing else, what lies there stays.
            if !items.is_empty() {
                hand.laid.extend(items.iter().cloned());
                hand.cards.clone_from(items);
            }
            hand.wanted = false;
            state.enter();
        }
        Event::Swap { step } => {
            if let Some(hand) = state.hands.get_mut(step) {
                hand.wanted = true;
                hand.swaps += 1;
            }
        }
        Event::Order { step, people } => {
            let place = |id: &String| state.people.iter().position(|it| it.person.id == *id);
            state
                .orders
                .insert(*step, people.iter().filter_map(place).collect());
            if *step == state.course.step {
                state.restart_clock();
            }
            state.enter();
        }
        Event::Groups {
            step,
            round,
            groups,
        } => state.seat(*step, *round, groups),
        Event::RoomsOpen {} => {
            state.open_rooms();
            state.enter();
        }
        Event::StepOver {} => {
            if !state.ask_on() {
                // Where all share one clock, whoever liked to had a turn.
                if state.wish().is_none() {
                    state.turns_taken();
                }
                state.pass_on();
            }
            state.enter();
        }
        Event::TurnBegins {} => state.begin_wish(),
        Event::Stay {} => {
            state.course.stayed = true;
            state.restart_clock();
        }
        Event::TurnOver {} => {
            if let Some(person) = state.course.queue.pop_front() {
                state.course.taken.push(person);
                state.turns_taken();
            }
            state.end_wish();
            state.enter();
        }
        Event::Later {} => {
            state.course.queue.rotate_left(1);
            state.restart_clock();
        }
        Event::Joined(person) => {
            match state.people.iter_mut().find(|it| it.person.id == person.id) {
                Some(known) => known.here = true,
                None => state.people.push(Present {
                    person: person.clone(),
                    here: true,
                }),
            }
            if state.turns().is_some() && !state.course.queue.is_empty() {
                state.mend_queue();
            }
            state.make_place(&person.id);
        }
        Event::Moved { id, remote } => {
            if let Some(it) = state.people.iter_mut().find(|it| it.person.id == *id) {
                it.person.remote = *remote;
            }
            state.course.settled &= state.is_together();
        }
        Event::Gone { id } => {
            let Some(number) = state.people.iter().position(|it| it.person.id == *id) else {
                return;
            };
            state.people[number].here = false;
            if state.course.queue.front() == Some(&number) {
                state.restart_clock();
            }
            state.course.queue.retain(|it| *it != number);
            state.leave_place(number);
            if state.is_together() && !state.course.queue.is_empty() {
                state.mend_queue();
            }
            state.enter();
        }
        Event::Outside { id } => state.stay_outside(id),
        Event::Minutes { by } => state
            .adjusted
            .push((state.spent / 1000, (by * 60.0).round() as Seconds)),
        Event::Hold {} => state.held = true,
        Event::GoOn {} => state.held = false,
        Event::LeftOut { step, reason } => {
            state.course.left_out.insert(*step, reason.clone());
            state.enter();
        }
        Event::KeepAnew {} => {
            state.kept.retain(|it| it.step != state.course.step);
            state.counts.remove(&state.course.step);
        }
        Event::Counted { total } => {
            state.counts.insert(state.course.step, total.clone());
        }
        Event::Chosen { option } => state.choose(*option),
        Event::Kept { form, class, text } => state.kept.push(Kept {
            class: *class,
            step: state.course.step,
            form: form.clone(),
            text: text.clone(),
        }),
        Event::Overrun { seconds } => state.overrun += seconds,
        Event::ToEnd { seconds } => state.have(*seconds),
        Event::Stop {} => state.stopped = true,
        Event::Resume {} => state.stopped = false,
        Event::EndHere {} => {
            let close = state.opening.ritual.steps.len().saturating_sub(1);
            if state.course.step < close {
                state.course.ended_early = true;
                // What waited for turns that were taken was never begun.
                let unbegun = state.step().is_some_and(|it| state.is_not_needed(it));
                let from = state.course.step + usize::from(!unbegun);
                for step in from..close {
                    state
                        .course
                        .left_out
                        .entry(step)
                        .or_insert_with(|| "ended early".to_string());
                }
                state.move_to(close);
            } else {
                state.move_to(close + 1);
            }
            state.enter();
        }
        Event::Back {} => state.go_back(),
        Event::Slept { .. } => {}
    }
}

/// Why an event was not taken; says nothing of anybody.
fn refusal(event: &Event) -> &'static str {
    match event {
        Event::Hand { .. } => "no hand is wanted for that step",
        Event::Swap { .. } => "that hand cannot be swapped any more",
        Event::Order { .. } => "no order is wanted for that step",
        Event::Groups { .. } => "no such groups are wanted",
        Event::RoomsOpen {} => "no rooms wait to be opened",
        Event::Moved { .. } => "that person is there already, or not here",
        Event::StepOver {} => "this step does not end like that",
        Event::TurnOver {} => "nobody has the turn",
        Event::TurnBegins {} => "no turn is free",
        Event::Stay {} => "there is nothing to stay with",
        Event::Chosen { .. } => "nothing is agreed here, or not that",
        Event::Counted { .. } => "nobody is counted here, or too few",
        Event::Later {} => "nobody else could go first",
        Event::Joined(_) => "that person is here already",
        Event::Gone { .. } => "that person is not here",
        Event::Outside { .. } => "that person is in a group, or not here",
        Event::LeftOut { .. } => "that step is held",
        Event::Minutes { .. }
        | Event::Overrun { .. }
        | Event::ToEnd { .. }
        | Event::Slept { .. } => "that is no length of time",
        Event::Back {} => "there is nothing to go back to",
        Event::EndHere {}
        | Event::Hold {}
        | Event::GoOn {}
        | Event::KeepAnew {}
        | Event::Kept { .. }
        | Event::Stop {}
        | Event::Resume {} => "the session does not run",
    }
}
