//! Days for a calendar, as iCalendar (RFC 5545). Pure: the same days give the same bytes.
//!
//! A moment is written in UTC, so that no calendar has to know our time zone; a day has none.

use chrono::{DateTime, NaiveDate, Utc};
use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};

/// When an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From a moment to another.
    From(DateTime<Utc>, DateTime<Utc>),
    /// A whole day, on which nobody is taken to be busy.
    Day(NaiveDate),
}

/// An event. It has nobody in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in calendars, which never changes.
    pub uid: String,
    /// How often it was changed.
    pub sequence: i64,
    /// When it was changed last.
    pub made: DateTime<Utc>,
    /// When it is.
    pub when: When,
    /// What it is called.
    pub title: String,
    /// More about it; may be empty.
    pub about: String,
    /// Whether it was called off.
    pub off: bool,
}

/// All of them as one file. Where they are called off, calendars that have them take them out.
pub fn ics(entries: &[Entry]) -> String {
    let mut calendar = Calendar::empty();
    let off = !entries.is_empty() && entries.iter().all(|it| it.off);
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//Firelight//EN"));
    calendar.append_property(Property::new(
        "METHOD",
        if off { "CANCEL" } else { "PUBLISH" },
    ));
    for it in entries {
        let mut event = Event::new();
        event.uid(&it.uid).timestamp(it.made).summary(&it.title);
        event.add_property("SEQUENCE", it.sequence.to_string());
        event.add_property("STATUS", if it.off { "CANCELLED" } else { "CONFIRMED" });
        if !it.about.is_empty() {
            event.description(&it.about);
        }
        match it.when {
            When::From(begins, ends) => {
                event.starts(begins).ends(ends);
            }
            When::Day(day) => {
                // Without an end it lasts that day; an end on the same day would be none.
                event.starts(day).add_property("TRANSP", "TRANSPARENT");
            }
        }
        calendar.push(event.done());
    }
    calendar.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str, when: When) -> Entry {
        Entry {
            uid: "0193-a".to_string(),
            sequence: 2,
            made: "2026-11-25T08:00:00Z".parse().unwrap(),
            when,
            title: title.to_string(),
            about: String::new(),
            off: false,
        }
    }

    /// The lines as a calendar reads them: ended by CR LF, unfolded, with the text unescaped.
    fn read(ics: &str) -> Vec<(String, String)> {
        let mut lines: Vec<String> = Vec::new();
        for line in ics.strip_suffix("\r\n").unwrap().split("\r\n") {
            assert!(line.len() <= 75, "{line}");
            assert!(!line.contains(['\r', '\n']), "{line:?}");
            match line.strip_prefix([' ', '\t']) {
                Some(rest) => lines.last_mut().unwrap().push_str(rest),
                None => lines.push(line.to_string()),
            }
        }
        let pair = |line: String| {
            let (name, value) = line.split_once(':').unwrap();
            let mut text = String::new();
            let mut chars = value.chars();
            while let Some(it) = chars.next() {
                match it {
                    '\\' => match chars.next().unwrap() {
                        'n' | 'N' => text.push('\n'),
                        it @ ('\\' | ',' | ';') => text.push(it),
                        it => panic!("\\{it}"),
                    },
                    it => text.push(it),
                }
            }
            (name.to_string(), text)
        };
        lines.into_iter().map(pair).collect()
    }

    #[test]
    fn every_title_is_read_as_it_was_written_and_the_same_days_give_the_same_bytes() {
        let long = "Ära, ; \\ \"x\": ".repeat(30);
        let day = When::Day("2026-12-04".parse().unwrap());
        for title in ["Stories", "a,b;c\\d:e", "two\nlines", "END:VEVENT", &long] {
            let all = [entry(title, day)];
            let ics = ics(&all);
            assert_eq!(ics, super::ics(&all));
            let lines = read(&ics);
            let summary = lines.iter().filter(|it| it.0 == "SUMMARY");
            let summary: Vec<_> = summary.map(|it| it.1.as_str()).collect();
            assert_eq!(summary, [title]);
            assert_eq!(
                lines.iter().filter(|it| it.0 == "END").count(),
                2,
                "{title}"
            );
        }
    }

    #[test]
    fn a_session_is_a_moment_in_utc_and_what_was_called_off_is_cancelled() {
        let begins = "2026-12-15T14:00:00Z".parse().unwrap();
        let ends = "2026-12-15T15:00:00Z".parse().unwrap();
        let mut it = entry("Stories", When::From(begins, ends));
        let has = |it: &Entry, line: &str| {
            let ics = ics(std::slice::from_ref(it));
            assert!(ics.split("\r\n").any(|it| it == line), "{line} in {ics}");
        };
        for line in [
            "METHOD:PUBLISH",
            "DTSTART:20261215T140000Z",
            "DTEND:20261215T150000Z",
            "DTSTAMP:20261125T080000Z",
            "UID:0193-a",
            "SEQUENCE:2",
        ] {
            has(&it, line);
        }
        it.off = true;
        has(&it, "METHOD:CANCEL");
        has(&it, "STATUS:CANCELLED");
        it.when = When::Day("2026-12-04".parse().unwrap());
        has(&it, "DTSTART;VALUE=DATE:20261204");
        has(&it, "TRANSP:TRANSPARENT");
        assert!(!ics(&[it]).contains("DTEND"));
    }
}
