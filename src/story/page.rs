//! The card and the sheet as pages to print: one file, nothing in it that runs or is fetched.

use super::card::Card;
use super::paper::{BEFORE, Part};
use crate::export::html;
use crate::ui::text;

/// What both pages begin with: no script, no link, nothing from elsewhere.
fn head(title: &str, style: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
    )
}

const FEET: &str = "</body>\n</html>\n";

// Browsers print the date and the file's name where a page has a margin, so the edge is padding.
const CARD: &str = "@page { size: A5; margin: 0; }
body { font-family: Georgia, serif; line-height: 1.35; margin: 0; padding: 11mm 12mm; overflow-wrap: anywhere; max-width: 124mm; }
p, ul { margin: 0 0 4mm; }
.said { font-size: 1.12em; font-style: italic; }
ul { padding-left: 5mm; }
li { margin-bottom: 1.5mm; }
.when, .wish { color: #444; font-size: 0.87em; }
.wish { margin-bottom: 1mm; }
hr { border: 0; border-top: 0.3mm solid #999; margin: 4mm 0; }
";

/// Points of its letters: it is read at arm's length, so they are as large as the page allows.
fn size(card: &Card) -> f64 {
    let columns: usize = card.lines().iter().map(|it| text::width(it)).sum();
    match columns {
        0..400 => 15.0,
        400..800 => 13.0,
        _ => 11.5,
    }
}

/// The card, on one side of A5.
pub fn card(card: &Card) -> String {
    // No title of its own: browsers print it, and keep it in their history.
    let mut page = head(
        "Card",
        &format!("{CARD}html {{ font-size: {}pt; }}\n", size(card)),
    );
    let said = |it: &Option<String>| {
        let line = |it: &String| format!("<p class=\"said\">{}</p>\n", html(it));
        it.as_ref().map(line).unwrap_or_default()
    };
    page += &said(&card.first);
    if !card.bullets.is_empty() {
        page += "<ul>\n";
        for (text, when) in &card.bullets {
            let when = when
                .as_ref()
                .map(|it| format!(" <span class=\"when\">{}</span>", html(it)));
            page += &format!("<li>{}{}</li>\n", html(text), when.unwrap_or_default());
        }
        page += "</ul>\n";
    }
    page += &said(&card.last);
    page += "<hr>\n";
    let wishes = card.wishes.iter().map(|it| it.to_string());
    for wish in card.subjects().into_iter().chain(wishes) {
        page += &format!("<p class=\"wish\">{}</p>\n", html(&wish));
    }
    page + FEET
}

// The edge of each side, though the sheet is one body.
const PAPER: &str = "@page { size: A4; margin: 0; }
body { font: 10.5pt/1.35 Georgia, serif; margin: 0; padding: 14mm 16mm; max-width: 178mm;
  -webkit-box-decoration-break: clone; box-decoration-break: clone; }
h1 { font-size: 16pt; margin: 0 0 2mm; }
h2 { font-size: 11.5pt; margin: 4.5mm 0 1mm; }
p { margin: 0 0 1mm; }
section { break-inside: avoid; }
.line { border-bottom: 0.2mm solid #888; height: 8.2mm; padding-top: 3mm; box-sizing: border-box; color: #444; }
";

/// The sheet, on two sides of A4.
pub fn paper(parts: &[Part]) -> String {
    let mut page = head("Your story, in nine steps", PAPER);
    page += "<h1>Your story, in nine steps</h1>\n";
    for line in BEFORE {
        page += &format!("<p>{}</p>\n", html(line));
    }
    for part in parts {
        page += &format!("<section>\n<h2>{}</h2>\n", html(part.title));
        for line in &part.says {
            page += &format!("<p>{}</p>\n", html(line));
        }
        for line in &part.lines {
            page += &format!("<div class=\"line\">{}</div>\n", html(line));
        }
        page += "</section>\n";
    }
    page + FEET
}

#[cfg(test)]
mod tests {
    use super::super::tests::story;
    use super::*;
    use crate::keep;

    #[test]
    fn a_browser_finds_no_margin_to_print_a_date_or_a_file_s_name_in() {
        let card = card(&super::super::card::of(&story(2)));
        for (page, size) in [(card, "A5"), (paper(&[]), "A4")] {
            let rule = format!("@page {{ size: {size}; margin: 0; }}");
            assert!(
                page.contains(&rule) && page.contains("padding: 1"),
                "{page}"
            );
        }
    }

    #[test]
    fn no_text_of_a_person_is_markup() {
        let mut story = story(2);
        let evil = "</p><script>alert('x')</script>\" onload=\"x & <img src=http://x>";
        story.first = keep::story(evil);
        story.moments[0].text = keep::story(evil).unwrap();
        story.moments[0].when = keep::story("<b>");
        story.not_about = vec![keep::story("<i>").unwrap()];
        let page = card(&super::super::card::of(&story));
        for tag in ["<script", "<img", "<b>", "<i>", "onload=\""] {
            assert!(!page.contains(tag), "{tag}: {page}");
        }
        assert!(page.contains("&lt;script&gt;"));
        assert!(page.contains("&lt;img src=http://x&gt;"));
        assert_eq!(
            page.matches("http://").count(),
            page.matches("src=http://x&gt;").count()
        );
    }
}
