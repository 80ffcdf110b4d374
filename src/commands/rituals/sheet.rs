//! `rituals show ID --print`: a ritual on paper, for whoever holds it without a screen, and the cards
//! that people take, to be cut out.

use super::{of_step, people};
use crate::commands::{Context, Failure, run};
use crate::deal::{self, ceiling};
use crate::fault::visible;
use crate::history::History;
use crate::host::screens;
use crate::library::Library;
use crate::places::Places;
use crate::ritual::{Layout, Level, Mode, Ritual, Step, What, length};
use crate::roster::Roster;
use crate::session::event::Card;
use crate::team::Team;
use crate::ui::times::ticking;

/// Columns of a page, for any printer.
const COLUMNS: usize = 76;

/// Where two cards are cut apart.
const CUT: &str = "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -";

/// Prints the sheet.
///
/// # Errors
/// When a ritual that it uses is missing, or the sheet cannot be written.
pub(super) fn print(
    context: &mut Context<'_>,
    (places, team, library): (&Places, &Team, &Library<'_>),
    ritual: &Ritual,
) -> Result<(), Failure> {
    let whole = library.resolve(ritual, &[], Mode::Room)?;
    let n = whole.people.best.1;
    let mut lines = vec![
        visible(&whole.title),
        visible(&whole.purpose),
        String::new(),
        format!(
            "{} minutes, {}. {} Pass is a full answer, in every step.",
            whole.minutes,
            people(&whole),
            whole.confidentiality.sentence()
        ),
        format!(
            "The times are for {}, in one room.",
            screens::count(n as i64, "person")
        ),
        String::new(),
    ];
    lines.extend(screens::around(&whole, true).iter().map(|it| visible(it)));
    lines.push(String::new());
    let mut from = 0;
    for (number, step) in whole.steps.iter().enumerate() {
        let mut of_step = of_step(number, step);
        of_step[0] = format!("{}  {}", ticking(from), of_step[0]);
        lines.extend(of_step);
        if let What::Groups(groups) = &step.what {
            let inner = groups.steps.iter().enumerate();
            let inner = inner.flat_map(|(number, step)| super::of_step(number, step));
            lines.extend(inner.map(|it| format!("   {it}").trim_end().to_string()));
        }
        if step.without.is_empty() {
            from += length::of_step(step, n).seconds();
        }
    }
    lines.push(format!("{}  The end.", ticking(from)));
    lines.extend(screens::around(&whole, false).iter().map(|it| visible(it)));
    lines.extend(cards(context, (places, team, library), &whole)?);
    let mut was_empty = true;
    for line in lines {
        if line.is_empty() && was_empty {
            continue;
        }
        was_empty = line.is_empty();
        let options = textwrap::Options::new(COLUMNS).subsequent_indent(super::indent(&line));
        for row in textwrap::wrap(&line, options) {
            writeln!(context.out, "{}", row.trim_end())?;
        }
    }
    Ok(())
}

/// What is laid on the table, and is laid there on paper just so.
fn cards(
    context: &mut Context<'_>,
    (places, team, library): (&Places, &Team, &Library<'_>),
    ritual: &Ritual,
) -> Result<Vec<String>, Failure> {
    let mut past =
        History::read(context.disk, &places.team, &Roster::default()).deals(context.clock.now());
    let mut chance = run::chance(&context.globals)?;
    // Nobody knows yet who will be there.
    let limits = team.limits(ritual.ceiling.min(Level::Personal));
    let mut lines = Vec::new();
    for deal in ritual.steps.iter().filter_map(Step::deal) {
        let Ok(bank) = library.bank_for(&ritual.id, deal) else {
            continue;
        };
        let dealt = deal::deal(&bank, deal, &limits, &past, &[], chance.rng());
        for card in &dealt {
            past.add(&card.id);
        }
        if deal.show == Layout::Grid {
            lines.extend([
                String::new(),
                CUT.to_string(),
                "Words to choose from:".to_string(),
            ]);
            let quarters = dealt.chunk_by(|one, other| one.quarter == other.quarter);
            let quarter = |it: &[Card]| {
                let words: Vec<String> = it.iter().map(|it| visible(&it.text)).collect();
                format!("   {}", words.join(" · "))
            };
            lines.extend(quarters.map(quarter));
            continue;
        }
        for card in &dealt {
            // Whoever chooses how deep to go sees how deep a card is.
            let level = Level::from_number(card.level.into());
            let level = level.filter(|_| bank.kind == ceiling::GRADED);
            let level = level.map_or(String::new(), |it| format!("{}: ", it.word()));
            let text = format!("{level}{}", visible(&card.text));
            lines.extend([String::new(), CUT.to_string(), text]);
            let options = card.options.iter();
            lines.extend(options.map(|it| format!("   - {}", visible(it))));
            let answer = card.answer.iter();
            lines.extend(answer.map(|it| format!("   (On the back: {})", visible(it))));
        }
    }
    if !lines.is_empty() {
        lines.insert(0, "To be cut out; for groups, once for each:".to_string());
        lines.insert(0, String::new());
        lines.extend([String::new(), CUT.to_string()]);
    }
    Ok(lines)
}
