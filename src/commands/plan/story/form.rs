//! `firelight plan story form`: what everybody is asked before stories are told, also whoever will
//! not tell; for a poll without names, or on slips.

use super::super::super::{Context, Exit, Failure};
use crate::ritual::agreed::{RULE, TOPICS};
use crate::ui::text;

/// What "unsigned" means.
const UNSIGNED: &str = "Unsigned. Whoever collects the replies may still know or guess who wrote one; in a small team that is likely.";

pub(super) fn run(context: &mut Context<'_>, slips: bool) -> Result<Exit, Failure> {
    if context.globals.json {
        let topic = |it: &crate::ritual::agreed::Topic| serde_json::json!({ "text": it.text, "options": it.options });
        let topics: Vec<_> = TOPICS.iter().map(topic).collect();
        context
            .json(&serde_json::json!({ "topics": topics, "rule": RULE, "unsigned": UNSIGNED }))?;
        return Ok(Exit::Done);
    }
    let mut lines = vec![
        "How we share stories. For everybody, also whoever will only listen.".to_string(),
        UNSIGNED.to_string(),
    ];
    for topic in TOPICS {
        lines.push(String::new());
        if slips {
            lines.push(format!(
                "{} Prefer one: O. Mark X what would not be all right for you.",
                topic.text
            ));
            lines.extend(topic.options.iter().map(|it| format!("O   X   {it}")));
        } else {
            lines.push(format!("{} I prefer (one answer):", topic.text));
            lines.extend(topic.options.iter().map(|it| format!("- {it}")));
            lines
                .push("Of these, would not be all right for me (any number, or none):".to_string());
            lines.extend(topic.options.iter().map(|it| format!("- {it}")));
        }
    }
    lines.extend([String::new(), RULE.to_string()]);
    if slips {
        lines.extend([
            String::new(),
            "- - - - - - - - - - - - - - - - - -".to_string(),
        ]);
    }
    for line in lines {
        match line.is_empty() {
            true => writeln!(context.out)?,
            false => {
                for row in text::wrap(&line, 76) {
                    writeln!(context.out, "{row}")?;
                }
            }
        }
    }
    Ok(Exit::Done)
}
