//! A ritual as it will be held: other rituals' steps in place, and its forms applied. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::Missing;
use crate::ritual::{
    Ask, Change, Form, Level, Mode, Ritual, Step, Use, What, When, seconds_to_say,
};

/// Puts the steps of the rituals that `ritual` uses in their places, applies the variants that
/// fit, and keeps the steps of these forms; those before and after the meeting stand apart. Of several variants the mode has the last word,
/// then the size: what two or forty people do differs more than what a team knows already.
///
/// `find` gives a ritual by its id. The result has neither variants nor `use` steps.
///
/// # Errors
/// [`Missing::Circle`], [`Missing::TooMany`], and whatever `find` says.
pub fn resolve(
    ritual: &Ritual,
    forms: &[Form],
    mode: Mode,
    find: &dyn Fn(&str) -> Result<Ritual, Missing>,
) -> Result<Ritual, Missing> {
    let mut walk = Walk {
        forms,
        mode,
        ceiling: ritual.ceiling,
        find,
        way: vec![ritual.id.clone()],
        n_used: 0,
        around: Vec::new(),
    };
    let mut ritual = walk.ritual(ritual)?;
    ritual.around = walk.around;
    Ok(ritual)
}

/// Rituals put in place at most; each may use several, so their number would grow without end.
const MOST_USED: usize = 100;

struct Walk<'a> {
    forms: &'a [Form],
    mode: Mode,
    /// The lowest of all rituals around the one at hand.
    ceiling: Level,
    find: &'a dyn Fn(&str) -> Result<Ritual, Missing>,
    way: Vec<String>,
    n_used: usize,
    /// What happens before and after the meeting.
    around: Vec<Step>,
}

impl Walk<'_> {
    fn ritual(&mut self, ritual: &Ritual) -> Result<Ritual, Missing> {
        let mut ritual = ritual.clone();
        let outer = self.ceiling;
        self.ceiling = outer.min(ritual.ceiling);
        let mut variants = std::mem::take(&mut ritual.variants);
        variants.sort_by_key(|it| it.form);
        for variant in variants.iter().filter(|it| self.is_taken(it.form)) {
            apply(&mut ritual, &variant.change);
        }
        let mut taken = BTreeSet::new();
        each_id(&mut ritual.steps, &mut |id| {
            taken.insert(id.clone());
        });
        ritual.steps = self.steps(ritual.steps, &mut taken)?;
        self.ceiling = outer;
        Ok(ritual)
    }

    fn is_taken(&self, form: Form) -> bool {
        form == Form::of(self.mode) || self.forms.contains(&form)
    }

    /// The steps that are held; `taken` are the ids of this ritual's steps.
    fn steps(
        &mut self,
        steps: Vec<Step>,
        taken: &mut BTreeSet<String>,
    ) -> Result<Vec<Step>, Missing> {
        let mut flat = Vec::new();
        for mut step in steps {
            let held = step.only.is_empty() || step.only.iter().any(|it| self.is_taken(*it));
            if !held {
                continue;
            }
            if step.when != When::Live {
                self.around.push(step);
                continue;
            }
            if let What::Use(used) = &step.what {
                let mut steps = self.used(used)?;
                set_apart(&mut steps, taken);
                for mut inner in steps {
                    inner.optional |= step.optional;
                    inner.care |= step.care;
                    inner.level = inner.level.max(step.level);
                    inner.without.extend(step.without.iter().cloned());
                    inner.after_turns.extend(step.after_turns.iter().cloned());
                    inner.agreed.and(&step.agreed);
                    flat.push(inner);
                }
                continue;
            }
            match &mut step.what {
                What::Groups(groups) => {
                    groups.steps = self.steps(std::mem::take(&mut groups.steps), taken)?;
                }
                What::Deal(deal)
                | What::Ask(Ask {
                    bank: Some(deal), ..
                }) if self.way.len() > 1 => deal.ceiling = Some(self.ceiling),
                _ => {}
            }
            flat.push(step);
        }
        Ok(flat)
    }

    fn used(&mut self, used: &Use) -> Result<Vec<Step>, Missing> {
        let again = self.way.contains(&used.ritual);
        self.way.push(used.ritual.clone());
        self.n_used += 1;
        if again {
            let ids = self.way.clone();
            return Err(Missing::Circle { ids });
        }
        if self.n_used > MOST_USED {
            let id = self.way[0].clone();
            return Err(Missing::TooMany { id });
        }
        let mut other = self.ritual(&(self.find)(&used.ritual)?)?;
        apply(&mut other, &used.with);
        self.way.pop();
        Ok(other.steps)
    }
}

/// Gives steps of another ritual ids that no step of this one has: what is counted stands in the
/// log by its id, and what waits for turns names theirs.
fn set_apart(steps: &mut [Step], taken: &mut BTreeSet<String>) {
    let mut names = BTreeMap::new();
    each_id(steps, &mut |id| {
        let mut own = id.clone();
        for n in 2.. {
            if taken.insert(own.clone()) {
                break;
            }
            own = format!("{id}-{n}");
        }
        names.insert(std::mem::replace(id, own.clone()), own);
    });
    for step in steps {
        for name in step.without.iter_mut().chain(&mut step.after_turns) {
            if let Some(own) = names.get(name) {
                name.clone_from(own);
            }
        }
    }
}

fn each_id(steps: &mut [Step], act: &mut dyn FnMut(&mut String)) {
    for step in steps {
        step.id.iter_mut().for_each(&mut *act);
        if let What::Groups(groups) = &mut step.what {
            each_id(&mut groups.steps, act);
        }
    }
}

fn apply(ritual: &mut Ritual, change: &Change) {
    if let Some(text) = &change.say
        && let Some(say) = ritual.steps.iter_mut().find_map(first_say)
    {
        say.text.clone_from(text);
        say.seconds = seconds_to_say(text);
        // The short form on the stage belongs to the line that was replaced.
        say.stage = None;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ritual::read::tests::{TWO_WORDS, clean, with_steps};

    fn nothing(id: &str) -> Result<Ritual, Missing> {
        Err(Missing::NotFound {
            kind: crate::library::Kind::Ritual,
            typed: id.to_string(),
            closest: None,
        })
    }

    fn words(ritual: &Ritual) -> Vec<&'static str> {
        ritual.steps.iter().map(|it| it.what.word()).collect()
    }

    fn said(ritual: &Ritual) -> (&str, i64) {
        match &ritual.steps[0].what {
            What::Say(say) => (&say.text, say.seconds),
            _ => panic!(),
        }
    }

    #[test]
    fn the_second_form_says_less_and_skips() {
        let ritual = clean("two-words", TWO_WORDS);
        let first = resolve(&ritual, &[], Mode::Room, &nothing).unwrap();
        assert_eq!(words(&first), ["say", "solo", "deal", "turns"]);
        assert_eq!(said(&first).1, 30);
        let again = resolve(&ritual, &[Form::Again], Mode::Room, &nothing).unwrap();
        assert_eq!(words(&again), ["say", "deal", "turns"]);
        assert_eq!(said(&again), ("Two words each. Pass is fine.", 5));
        assert!(again.variants.is_empty());
    }

    #[test]
    fn the_mode_has_the_last_word() {
        let more = "[variants.remote]\nsay = \"From afar.\"\nminutes = 6\nnote = \"Cameras may be off.\"\n[variants.many]\nminutes = 9\n";
        let ritual = clean("two-words", &format!("{TWO_WORDS}{more}"));
        let forms = [Form::Again, Form::Many];
        let remote = resolve(&ritual, &forms, Mode::Remote, &nothing).unwrap();
        assert_eq!((said(&remote).0, remote.minutes), ("From afar.", 6));
        assert_eq!(
            remote.steps[0].cue.as_deref(),
            Some("Cameras may be off. Say yours first if the room is new.")
        );
        let room = resolve(&ritual, &forms, Mode::Room, &nothing).unwrap();
        assert_eq!(
            (said(&room).0, room.minutes),
            ("Two words each. Pass is fine.", 9)
        );
    }

    const USES: &str = "[[step]]\nkind = \"say\"\ntext = \"Now.\"\n[[step]]\nkind = \"use\"\nritual = \"two-words\"\noptional = true\nwith = { skip = [\"deal\"] }\n";

    #[test]
    fn the_steps_of_another_ritual_take_its_place() {
        let outer = clean("outer", &with_steps(USES));
        let find = |id: &str| match id {
            "two-words" => Ok(clean("two-words", TWO_WORDS)),
            id => nothing(id),
        };
        let whole = resolve(&outer, &[Form::Again], Mode::Room, &find).unwrap();
        assert_eq!(words(&whole), ["say", "say", "turns"]);
        assert!(whole.steps[1].optional && !whole.steps[0].optional);
        assert_eq!(whole.hash, outer.hash);
    }

    #[test]
    fn a_ritual_that_is_used_twice_keeps_its_totals_and_turns_apart() {
        let inner = "[[step]]\nkind = \"turns\"\nid = \"slots\"\nwho = \"volunteers\"\neach = \"1m\"\n[[step]]\nkind = \"open\"\nfor = \"1m\"\nwithout = \"slots\"\n[[step]]\nkind = \"ask\"\nid = \"miss\"\nmode = \"scale\"\ntext = \"Miss it?\"\nkeep = \"count\"\n";
        let outer = "[[step]]\nkind = \"turns\"\nid = \"slots\"\nwho = \"volunteers\"\neach = \"1m\"\n[[step]]\nkind = \"use\"\nritual = \"inner\"\n[[step]]\nkind = \"use\"\nritual = \"inner\"\nwithout = \"slots\"\n";
        let find = |id: &str| Ok(clean(id, &with_steps(inner)));
        let whole = clean("outer", &with_steps(outer));
        let whole = resolve(&whole, &[], Mode::Room, &find).unwrap();
        let named: Vec<String> = whole
            .steps
            .iter()
            .map(|it| {
                let id = it.id.as_deref().unwrap_or("-");
                format!("{id} {}", it.without.join(" "))
            })
            .collect();
        let first = ["slots ", "slots-2 ", "- slots-2", "miss "];
        let second = ["slots-3 slots", "- slots-3 slots", "miss-2 slots"];
        assert_eq!(named[named.len() - 7..], [&first[..], &second[..]].concat());
    }

    #[test]
    fn what_is_used_keeps_its_own_ceiling_and_never_gets_a_higher_one() {
        let ceilings = |outer: &str, inner: &str| {
            let set = |source: String, it: &str| {
                source.replace("ceiling = \"open\"", &format!("ceiling = \"{it}\""))
            };
            let uses = "[[step]]\nkind = \"deal\"\nbank = \"help\"\n[[step]]\nkind = \"use\"\nritual = \"two-words\"\n";
            let outer = clean("outer", &set(with_steps(uses), outer));
            let find = |id: &str| Ok(clean(id, &set(TWO_WORDS.to_string(), inner)));
            let whole = resolve(&outer, &[], Mode::Room, &find).unwrap();
            let deals = whole.steps.into_iter().filter_map(|it| match it.what {
                What::Deal(deal) => Some(deal.ceiling),
                _ => None,
            });
            deals.collect::<Vec<_>>()
        };
        assert_eq!(ceilings("tender", "light"), [None, Some(Level::Light)]);
        assert_eq!(ceilings("light", "tender"), [None, Some(Level::Light)]);
    }

    #[test]
    fn a_ritual_that_uses_itself_is_named_with_its_way() {
        let outer = clean("two-words", &with_steps(USES));
        let find = |_: &str| Ok(outer.clone());
        let error = resolve(&outer, &[], Mode::Room, &find).unwrap_err();
        assert_eq!(
            error.to_string(),
            "rituals use each other in a circle: two-words uses two-words"
        );
    }

    #[test]
    fn rituals_that_multiply_end_in_an_error() {
        let find = |id: &str| {
            let next = match id {
                "a" => "b",
                "b" => "c",
                "c" => "d",
                _ => return Ok(clean(id, TWO_WORDS)),
            };
            let step = format!("[[step]]\nkind = \"use\"\nritual = \"{next}\"\n");
            Ok(clean(id, &with_steps(&step.repeat(9))))
        };
        let error = resolve(&find("a").unwrap(), &[], Mode::Room, &find).unwrap_err();
        assert!(matches!(error, Missing::TooMany { .. }));
        assert!(resolve(&find("c").unwrap(), &[], Mode::Room, &find).is_ok());
    }

    #[test]
    fn a_step_is_held_where_one_of_its_forms_is_taken() {
        let say = |only: &str| {
            format!(
                "[[step]]\nkind = \"say\"\ntext = \"Hello.\"\nid = \"{only}\"\nonly = [\"{only}\"]\n"
            )
        };
        let all = ["again", "n2", "many", "room", "remote", "hybrid"];
        let both = "[[step]]\nkind = \"open\"\nfor = \"1m\"\nid = \"either\"\nonly = [\"n2\", \"remote\"]\n";
        let source = all.map(say).concat() + both;
        let ritual = clean("a", &with_steps(&source));
        let held = |forms: &[Form], mode| -> Vec<String> {
            let whole = resolve(&ritual, forms, mode, &nothing).unwrap();
            whole.steps.into_iter().filter_map(|it| it.id).collect()
        };
        assert_eq!(held(&[], Mode::Room), ["room"]);
        assert_eq!(held(&[], Mode::Remote), ["remote", "either"]);
        assert_eq!(held(&[Form::N2], Mode::Hybrid), ["n2", "hybrid", "either"]);
        let forms = [Form::Many, Form::Again];
        assert_eq!(held(&forms, Mode::Room), ["again", "many", "room"]);
    }

    #[test]
    fn an_invitation_is_sent_only_where_its_form_is_taken() {
        let step = |id: &str, when: &str, only: &str| {
            format!(
                "[[step]]\nid = \"{id}\"\nwhen = \"{when}\"\nkind = \"say\"\ntext = \"Hello.\"\nonly = [\"{only}\"]\n"
            )
        };
        let source = [
            step("to-many", "before", "many"),
            step("to-screens", "before", "remote"),
            step("to-two", "after", "n2"),
        ];
        let live = "[[step]]\nkind = \"say\"\ntext = \"Now.\"\n";
        let ritual = clean("a", &with_steps(&(source.concat() + live)));
        let around = |forms: &[Form], mode| -> Vec<String> {
            let whole = resolve(&ritual, forms, mode, &nothing).unwrap();
            assert_eq!(words(&whole), ["say"]);
            whole.around.into_iter().filter_map(|it| it.id).collect()
        };
        assert_eq!(around(&[], Mode::Room), [""; 0]);
        assert_eq!(around(&[Form::Many], Mode::Room), ["to-many"]);
        let both = around(&[Form::Many], Mode::Remote);
        assert_eq!(both, ["to-many", "to-screens"]);
        assert_eq!(around(&[Form::N2], Mode::Hybrid), ["to-two"]);
    }

    #[test]
    fn a_number_of_people_has_its_own_line_whatever_the_team_knows() {
        let more = "[variants.many]\nsay = \"All at once.\"\nskip = [\"turns\"]\nminutes = 9\n";
        let ritual = clean("two-words", &format!("{TWO_WORDS}{more}"));
        let forms = [Form::Many, Form::Again];
        let whole = resolve(&ritual, &forms, Mode::Room, &nothing).unwrap();
        assert_eq!((said(&whole).0, whole.minutes), ("All at once.", 9));
        assert_eq!(words(&whole), ["say", "deal"]);
    }

    #[test]
    fn only_what_is_live_and_of_this_mode_is_held() {
        let steps = "[[step]]\nkind = \"say\"\ntext = \"Hello.\"\nonly = [\"room\", \"hybrid\"]\n[[step]]\nwhen = \"after\"\nkind = \"say\"\ntext = \"Later.\"\n[[step]]\nkind = \"groups\"\nfor = \"1m\"\n[[step.steps]]\nkind = \"open\"\nfor = \"30s\"\nonly = \"remote\"\n";
        let ritual = clean("a", &with_steps(steps));
        let inner = |it: &Ritual| match &it.steps.last().unwrap().what {
            What::Groups(groups) => groups.steps.len(),
            _ => panic!(),
        };
        let room = resolve(&ritual, &[], Mode::Room, &nothing).unwrap();
        assert_eq!((words(&room), inner(&room)), (vec!["say", "groups"], 0));
        let remote = resolve(&ritual, &[], Mode::Remote, &nothing).unwrap();
        assert_eq!((words(&remote), inner(&remote)), (vec!["groups"], 1));
    }
}
