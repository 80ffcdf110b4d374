//! A ritual as it will be held: other rituals' steps in place, and its forms applied. Pure.

use super::Missing;
use crate::ritual::{Change, Form, Mode, Ritual, Step, What, When, seconds_to_say};

/// Puts the steps of the rituals that `ritual` uses in their places, applies the variants that
/// fit, in the order size, again, mode, and keeps the live steps that this mode has.
///
/// `find` gives a ritual by its id. The result has neither variants nor `use` steps.
///
/// # Errors
/// [`Missing::Circle`] when a ritual uses itself, and whatever `find` says.
pub fn resolve(
    ritual: &Ritual,
    forms: &[Form],
    mode: Mode,
    find: &dyn Fn(&str) -> Result<Ritual, Missing>,
) -> Result<Ritual, Missing> {
    let mut way = vec![ritual.id.clone()];
    walk(ritual, forms, mode, find, &mut way)
}

fn walk(
    ritual: &Ritual,
    forms: &[Form],
    mode: Mode,
    find: &dyn Fn(&str) -> Result<Ritual, Missing>,
    way: &mut Vec<String>,
) -> Result<Ritual, Missing> {
    let mut ritual = ritual.clone();
    let of_mode = match mode {
        Mode::Room => Form::Room,
        Mode::Remote => Form::Remote,
        Mode::Hybrid => Form::Hybrid,
    };
    let variants = std::mem::take(&mut ritual.variants);
    for form in [Form::Many, Form::N2, Form::Again, of_mode] {
        if form != of_mode && !forms.contains(&form) {
            continue;
        }
        for variant in variants.iter().filter(|it| it.form == form) {
            apply(&mut ritual, &variant.change);
        }
    }
    let steps = std::mem::take(&mut ritual.steps);
    ritual.steps = expand(steps, forms, mode, find, way)?;
    Ok(ritual)
}

fn expand(
    steps: Vec<Step>,
    forms: &[Form],
    mode: Mode,
    find: &dyn Fn(&str) -> Result<Ritual, Missing>,
    way: &mut Vec<String>,
) -> Result<Vec<Step>, Missing> {
    let mut flat = Vec::new();
    for mut step in steps {
        let held = step.only.is_empty() || step.only.contains(&mode);
        if !held || step.when != When::Live {
            continue;
        }
        match &mut step.what {
            What::Use(used) => {
                way.push(used.ritual.clone());
                if way[..way.len() - 1].contains(&used.ritual) {
                    return Err(Missing::Circle { ids: way.clone() });
                }
                let mut other = walk(&find(&used.ritual)?, forms, mode, find, way)?;
                way.pop();
                apply(&mut other, &used.with);
                for mut inner in other.steps {
                    inner.optional |= step.optional;
                    inner.care |= step.care;
                    inner.level = inner.level.max(step.level);
                    flat.push(inner);
                }
            }
            What::Groups(groups) => {
                let inner = std::mem::take(&mut groups.steps);
                groups.steps = expand(inner, forms, mode, find, way)?;
                flat.push(step);
            }
            What::Say(_)
            | What::Solo(_)
            | What::Deal(_)
            | What::Turns(_)
            | What::Open(_)
            | What::Gather(_)
            | What::Ask(_) => flat.push(step),
        }
    }
    Ok(flat)
}

fn apply(ritual: &mut Ritual, change: &Change) {
    if let Some(text) = &change.say
        && let Some(say) = ritual.steps.iter_mut().find_map(first_say)
    {
        say.text.clone_from(text);
        say.seconds = seconds_to_say(text);
    }
    skip(&mut ritual.steps, &change.skip);
    if let Some(minutes) = change.minutes {
        ritual.minutes = minutes;
    }
    if let Some(note) = &change.note
        && let Some(first) = ritual.steps.iter_mut().find(|it| it.when == When::Live)
    {
        first.cue = Some(match &first.cue {
            Some(cue) => format!("{note} {cue}"),
            None => note.clone(),
        });
    }
}

fn first_say(step: &mut Step) -> Option<&mut crate::ritual::Say> {
    match &mut step.what {
        What::Say(say) if step.when == When::Live => Some(say),
        What::Groups(groups) => groups.steps.iter_mut().find_map(first_say),
        _ => None,
    }
}

fn skip(steps: &mut Vec<Step>, names: &[String]) {
    steps.retain(|step| {
        let named = |it: &String| step.id.as_ref() == Some(it) || it == step.what.word();
        !names.iter().any(named)
    });
    for step in steps {
        if let What::Groups(groups) = &mut step.what {
            skip(&mut groups.steps, names);
        }
    }
}
