//! Big digits, to be read from the back of a room.

const WIDTH: usize = 3;

/// Five rows of three cells each.
fn shape(it: char) -> [&'static str; 5] {
    match it {
        '0' => ["###", "# #", "# #", "# #", "###"],
        '1' => [" # ", "## ", " # ", " # ", "###"],
        '2' => ["###", "  #", "###", "#  ", "###"],
        '3' => ["###", "  #", "###", "  #", "###"],
        '4' => ["# #", "# #", "###", "  #", "  #"],
        '5' => ["###", "#  ", "###", "  #", "###"],
        '6' => ["###", "#  ", "###", "# #", "###"],
        '7' => ["###", "  #", "  #", "  #", "  #"],
        '8' => ["###", "# #", "###", "# #", "###"],
        '9' => ["###", "# #", "###", "  #", "###"],
        '+' => ["   ", " # ", "###", " # ", "   "],
        ':' => [" ", "#", " ", "#", " "],
        _ => [" "; 5],
    }
}

/// Minutes and seconds; a plus in front once the time has run out.
pub(super) fn time(left: i64) -> String {
    let sign = if left < 0 { "+" } else { "" };
    let seconds = left.unsigned_abs();
    format!("{sign}{}:{:02}", seconds / 60, seconds % 60)
}

/// A time in five rows of equal width. Cells are about as wide as high.
pub(super) fn big(time: &str) -> [String; 5] {
    let mut rows = [const { String::new() }; 5];
    for (idx, it) in time.chars().enumerate() {
        for (row, cells) in rows.iter_mut().zip(shape(it)) {
            if idx > 0 {
                row.push_str("  ");
            }
            for cell in cells.chars().take(WIDTH) {
                row.push_str(if cell == '#' { "██" } else { "  " });
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    #[test]
    fn times_are_short() {
        assert_eq!(time(460), "7:40");
        assert_eq!(time(0), "0:00");
        assert_eq!(time(-12), "+0:12");
        assert!(time(i64::MIN).starts_with('+'));
    }

    #[test]
    fn digits_are_big() {
        assert_snapshot!(big("7:40").map(|it| it.trim_end().to_owned()).join("\n"), @r#"
        ██████      ██  ██  ██████
            ██  ██  ██  ██  ██  ██
            ██      ██████  ██  ██
            ██  ██      ██  ██  ██
            ██          ██  ██████
        "#);
    }
}
