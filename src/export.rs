//! Groups on their way out: for a chat, a page of Markdown, a spreadsheet, a meeting tool, slips;
//! and days, for a calendar.
//!
//! Pure. Every text of a person is escaped for where it goes: no name formats a page, none runs as
//! a formula, and none steers what shows a table.

pub mod calendar;

use crate::fault::visible;
use crate::ui::text;

/// A room and who sits in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// Its name, such as "Room 2".
    pub name: String,
    /// Who sits there.
    pub people: Vec<Seat>,
}

/// Somebody in a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Their name.
    pub name: String,
    /// The name as people read it on a list: "Ben (own screen)".
    pub shown: String,
    /// Where mail reaches them.
    pub address: Option<String>,
}

impl Room {
    fn shown(&self) -> impl Iterator<Item = &str> {
        self.people.iter().map(|it| it.shown.as_str())
    }
}

/// The rooms of one round.
pub type Round = Vec<Room>;

/// A room a line, for a chat.
pub fn chat(rounds: &[Round]) -> Vec<String> {
    each_round(rounds, "", |room| {
        let people: Vec<String> = room.shown().map(str::to_string).collect();
        format!("{}: {}", room.name, text::listed(&people))
    })
}

/// A list in Markdown, a heading for each round.
pub fn markdown(rounds: &[Round]) -> Vec<String> {
    each_round(rounds, "## ", |room| {
        let people: Vec<String> = room.shown().map(plain_in_markdown).collect();
        format!(
            "- **{}**: {}",
            plain_in_markdown(&room.name),
            text::listed(&people)
        )
    })
}

/// A slip a room, with a line to cut along.
pub fn slips(rounds: &[Round]) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, round) in rounds.iter().enumerate() {
        for room in round {
            if !lines.is_empty() {
                lines.extend([String::new(), "- - -".to_string(), String::new()]);
            }
            let of_round = match rounds.len() {
                1 => String::new(),
                _ => format!(", round {}", number + 1),
            };
            lines.push(format!("{}{of_round}", room.name));
            lines.extend(room.shown().map(|it| format!("  {it}")));
        }
    }
    lines
}

/// A row a person: round, room, name.
pub fn csv(rounds: &[Round]) -> String {
    let mut rows = vec![["round", "room", "name"].map(str::to_string)];
    for (number, round) in rounds.iter().enumerate() {
        for room in round {
            let row = |it: &Seat| {
                let round = (number + 1).to_string();
                [round, room.name.clone(), it.name.clone()]
            };
            rows.extend(room.people.iter().map(row));
        }
    }
    table(&rows)
}

/// What Zoom reads to assign people to rooms beforehand, and who has no address it could take.
pub fn zoom(round: &Round) -> (String, Vec<String>) {
    let mut rows = vec![["Pre-assign Room Name", "Email Address"].map(str::to_string)];
    let mut without = Vec::new();
    for (number, room) in round.iter().enumerate() {
        // For Zoom every group has a room.
        let called = format!("Room {}", number + 1);
        for seat in &room.people {
            // What a spreadsheet would take for a formula is no address of anybody.
            match seat.address.clone().filter(|it| !is_formula(it)) {
                Some(address) => rows.push([called.clone(), address]),
                None => without.push(seat.name.clone()),
            }
        }
    }
    (table(&rows), without)
}

/// Whether a spreadsheet would run it (OWASP, CSV injection).
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// Rows whose cells no spreadsheet runs, and no screen obeys.
fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        let cell = |it: &String| match is_formula(it) {
            true => format!("'{}", visible(it)),
            false => visible(it),
        };
        // Writing to memory does not fail.
        let _ = writer.write_record(row.iter().map(cell));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn each_round(rounds: &[Round], heading: &str, line: impl Fn(&Room) -> String) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, round) in rounds.iter().enumerate() {
        if rounds.len() > 1 {
            if number > 0 {
                lines.push(String::new());
            }
            lines.push(format!("{heading}Round {}", number + 1));
            if !heading.is_empty() {
                lines.push(String::new());
            }
        }
        lines.extend(round.iter().map(&line));
    }
    lines
}

/// Text that a page in HTML shows as it is, between tags; what hides or turns words round is
/// visible.
pub fn html(text: &str) -> String {
    let mut plain = String::new();
    for it in text::clean(text).chars() {
        match it {
            '&' => plain.push_str("&amp;"),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '"' => plain.push_str("&quot;"),
            '\'' => plain.push_str("&#39;"),
            _ => plain.push(it),
        }
    }
    plain
}

/// Text that Markdown shows as it is.
fn plain_in_markdown(text: &str) -> String {
    let mut plain = String::new();
    for it in text.chars() {
        if it.is_ascii_punctuation() && !matches!(it, '.' | ',' | '\'' | '-' | ':' | '"') {
            plain.push('\\');
        }
        plain.push(it);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounds() -> Vec<Round> {
        let seat = |name: &&str| Seat {
            name: name.to_string(),
            shown: match *name {
                "Ana" => "Ana (own screen)".to_string(),
                name => name.to_string(),
            },
            address: match *name {
                "Ana" => Some("ana@x.org".to_string()),
                "+49" => Some("=cmd@x.org".to_string()),
                _ => None,
            },
        };
        let room = |name: &str, people: &[&str]| Room {
            name: name.to_string(),
            people: people.iter().map(seat).collect(),
        };
        vec![
            vec![
                room("Room 1", &["Ana", "=HYPERLINK(\"x\")", "*Ben* <b>"]),
                room("Table 1", &["Chi, the \"first\"", "+49"]),
            ],
            vec![room("Room 1", &["Ana", "Chi"])],
        ]
    }

    #[test]
    fn no_name_formats_a_page_or_runs_in_a_spreadsheet() {
        insta::assert_snapshot!(markdown(&rounds()).join("\n"), @r#"
        ## Round 1

        - **Room 1**: Ana \(own screen\), \=HYPERLINK\("x"\), \*Ben\* \<b\>
        - **Table 1**: Chi, the "first", \+49

        ## Round 2

        - **Room 1**: Ana \(own screen\), Chi
        "#);
        insta::assert_snapshot!(csv(&rounds()), @r#"
        round,room,name
        1,Room 1,Ana
        1,Room 1,"'=HYPERLINK(""x"")"
        1,Room 1,*Ben* <b>
        1,Table 1,"Chi, the ""first"""
        1,Table 1,'+49
        2,Room 1,Ana
        2,Room 1,Chi
        "#);
    }

    #[test]
    fn no_letter_there_is_ends_a_text_of_a_page() {
        for it in '\0'..=char::MAX {
            let shown = html(&it.to_string());
            assert!(!shown.contains(['<', '>', '"', '\'']), "{it:?}");
            assert!(!shown.contains(|it: char| it.is_control()), "{it:?}");
            assert!(!shown.contains('&') || shown.ends_with(';'), "{it:?}");
        }
        assert_eq!(html("a <b> & \"c\""), "a &lt;b&gt; &amp; &quot;c&quot;");
    }

    #[test]
    fn zoom_gets_addresses_and_says_who_has_none() {
        let (file, without) = zoom(&rounds()[0]);
        assert_eq!(
            file,
            "Pre-assign Room Name,Email Address\nRoom 1,ana@x.org\n"
        );
        assert_eq!(without.len(), 4);
    }

    #[test]
    fn a_chat_has_a_line_a_room_and_slips_are_cut_apart() {
        insta::assert_snapshot!(chat(&rounds()).join("\n"), @r#"
        Round 1
        Room 1: Ana (own screen), =HYPERLINK("x"), *Ben* <b>
        Table 1: Chi, the "first", +49

        Round 2
        Room 1: Ana (own screen), Chi
        "#);
        assert_eq!(
            slips(&rounds()[1..]),
            ["Room 1", "  Ana (own screen)", "  Chi"]
        );
        assert_eq!(
            slips(&rounds()).iter().filter(|it| *it == "- - -").count(),
            2
        );
    }
}
