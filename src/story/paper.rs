//! The nine steps as a sheet of paper, for whoever would rather not type.

use crate::ui::text;

/// A part of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is called, and how long it takes.
    pub title: &'static str,
    /// What it says.
    pub says: Vec<String>,
    /// Lines to write on: what stands at the beginning of each.
    pub lines: Vec<String>,
}

/// What the sheet begins with.
pub const BEFORE: &[&str] = &[
    "This sheet is yours. Nobody collects it, and you decide later what, if anything, to tell.",
    "It is not for hiring or appraisal. Nothing here asks for the hardest things, and a strictly professional story is a whole one.",
    "Any order, any day. Stop whenever you like.",
];

/// The sheet, with a few `nudges` for whoever is stuck.
pub fn parts(nudges: &[String]) -> Vec<Part> {
    let part = |title, says: &[&str], lines: Vec<String>| Part {
        title,
        says: says.iter().map(|it| it.to_string()).collect(),
        lines,
    };
    let numbered = |n: usize| (1..=n).map(|it| format!("{it}.")).collect::<Vec<_>>();
    let named = |names: &[&str]| names.iter().map(|it| it.to_string()).collect::<Vec<_>>();
    let mut gather = part(
        "1. Gather, 10 minutes",
        &["You were born. Then what? Ten to fifteen moments, a few words each."],
        numbered(15),
    );
    if !nudges.is_empty() {
        gather
            .says
            .push(format!("If you are stuck: {}", nudges.join(" ")));
    }
    let shapes = super::shape::Shape::ALL.map(|it| format!("{}: {}.", it.name(), it.budget()));
    let mut shape = part(
        "4. Shape, 8 minutes",
        &[
            "Take one; each is five minutes. True, yours, at least one scene with a place and a spoken sentence, quick links between.",
        ],
        Vec::new(),
    );
    shape.says.extend(shapes);
    vec![
        gather,
        part(
            "2. Choose, 5 minutes",
            &[
                "Circle five to seven that made you who you are, at work and beyond. Number them in the order of the telling; beside each, if you like, roughly when it was.",
            ],
            Vec::new(),
        ),
        part(
            "3. Fence, 3 minutes",
            &[
                "Beside each, one letter: M mine, it stays here. ? maybe. T tell.",
                "Is anyone in it who has not agreed to be told about? Would you mind if it came up next week by the coffee machine? Is it a scar, or still a wound?",
            ],
            Vec::new(),
        ),
        shape,
        part(
            "5. First line, last line, 3 minutes",
            &["Begin inside a moment. Know your last sentence before you begin."],
            named(&["First:", "Last:"]),
        ),
        part(
            "6. Say it, twice 5 minutes",
            &["Aloud, with a clock. You need not write it out: by heart, not by rote."],
            named(&["It took:", "and then:"]),
        ),
        part(
            "7. Cut, 5 minutes",
            &["Over five minutes? Drop a moment, not your breath. Which part took longest?"],
            named(&["I drop:"]),
        ),
        part(
            "8. Card, 1 minute",
            &[
                "On a small card: the first line, at most seven words or pictures marked T, the last line.",
            ],
            Vec::new(),
        ),
        part(
            "9. Boundaries, 1 minute",
            &[
                "Questions after it: none, one, or open. With you: a photo, a line, an object, or nothing. No recording.",
            ],
            named(&["Please don't ask me about:"]),
        ),
    ]
}

/// Columns of the sheet at most.
const COLUMNS: usize = 72;

/// The sheet as text, with blanks to write on that reach to the edge of so many columns.
pub fn lines(parts: &[Part], columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = BEFORE.iter().map(|it| it.to_string()).collect();
    for part in parts {
        lines.extend([String::new(), part.title.to_string()]);
        lines.extend(part.says.iter().map(|it| format!("  {it}")));
        for line in &part.lines {
            let blank = columns.min(COLUMNS).saturating_sub(text::width(line) + 3);
            lines.push(format!("  {line} {}", "_".repeat(blank)));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::steps::Step;
    use super::*;

    #[test]
    fn the_sheet_has_the_nine_steps_in_their_order() {
        let parts = parts(&["A door you went through.".to_string()]);
        assert_eq!(parts.len(), Step::ALL.len());
        for (nth, (part, step)) in parts.iter().zip(Step::ALL).enumerate() {
            let number = format!("{}. ", nth + 1);
            assert!(part.title.starts_with(&number), "{}", part.title);
            let word = match step {
                Step::Lines => "last line",
                it => it.word(),
            };
            assert!(part.title.to_lowercase().contains(word), "{}", part.title);
        }
        assert!(lines(&parts, 80).iter().any(|it| it.contains("A door you")));
    }
}
