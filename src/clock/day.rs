//! Days as people say them: "fri", "2 weeks", "3 Dec", "2026-12-03".

use std::ops::RangeInclusive;

use chrono::{Datelike as _, Days, Month, Months, NaiveDate, Weekday};

use super::Stamp;

/// How a day is written, for whoever wrote another.
pub const LIKE_THIS: &str = "fri, tomorrow, 2 weeks, 3 Dec, 2026-12-03";

/// Today where the team is: in its zone, if that is the name of one, else in the clock's.
pub fn today(now: Stamp, zone: Option<&str>) -> NaiveDate {
    match zone.and_then(|it| it.parse::<chrono_tz::Tz>().ok()) {
        Some(zone) => now.with_timezone(&zone).date_naive(),
        None => now.date_naive(),
    }
}

/// Whether this is the IANA name of a time zone.
pub fn is_zone(name: &str) -> bool {
    name.parse::<chrono_tz::Tz>().is_ok()
}

/// The IANA names of all time zones.
pub fn zones() -> impl Iterator<Item = &'static str> {
    chrono_tz::TZ_VARIANTS.iter().map(|it| it.name())
}

/// The day that is meant. One without a year is the next of its kind, and a day of the week is
/// never today.
pub fn read(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let typed = typed.to_lowercase().replace([',', '.'], " ");
    let words: Vec<&str> = typed
        .split_whitespace()
        .filter(|it| !["until", "till", "in", "on", "next", "of", "the"].contains(it))
        .collect();
    match words[..] {
        ["today"] => Some(today),
        ["tomorrow"] => today.succ_opt(),
        [word] => {
            let weekday = |it: Weekday| {
                let ahead = 7 - today.weekday().days_since(it);
                today.checked_add_days(Days::new(ahead.into()))
            };
            let iso = || NaiveDate::parse_from_str(word, "%Y-%m-%d").ok();
            word.parse().ok().map_or_else(iso, weekday)
        }
        [number, unit] if is_unit(unit) => {
            let number = match number {
                "a" | "one" => 1,
                _ => number.parse::<u32>().ok().filter(|it| *it <= 1000)?,
            };
            match unit.trim_end_matches('s') {
                "day" => today.checked_add_days(Days::new(number.into())),
                "week" => today.checked_add_days(Days::new(7 * u64::from(number))),
                _ => today.checked_add_months(Months::new(number)),
            }
        }
        [one, other] => {
            let this = in_year(one, other, today.year());
            this.filter(|it| *it >= today)
                .or_else(|| in_year(one, other, today.year() + 1))
        }
        [one, other, year] => in_year(one, other, year.parse().ok()?),
        _ => None,
    }
}

/// Days off as a team writes them: `2026-12-24`, or the first and the last,
/// `2026-12-24..2027-01-01`.
pub fn off(text: &str) -> Option<RangeInclusive<NaiveDate>> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let day = |it: &str| NaiveDate::parse_from_str(it.trim(), "%Y-%m-%d").ok();
    let days = day(first)?..=day(last)?;
    (!days.is_empty()).then_some(days)
}

/// Whether people work on a day: no Saturday, no Sunday, no day off.
pub fn is_working(day: NaiveDate, off: &[RangeInclusive<NaiveDate>]) -> bool {
    let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    !is_weekend && !off.iter().any(|it| it.contains(&day))
}

fn is_unit(word: &str) -> bool {
    ["day", "week", "month"].contains(&word.trim_end_matches('s'))
}

/// "3 dec", "dec 3", "3rd december" in that year.
fn in_year(one: &str, other: &str, year: i32) -> Option<NaiveDate> {
    let (day, month) = match other.parse::<Month>() {
        Ok(month) => (one, month),
        Err(_) => (other, one.parse().ok()?),
    };
    let day = day.trim_end_matches(|it: char| it.is_ascii_lowercase());
    NaiveDate::from_ymd_opt(year, month.number_from_month(), day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Monday.
    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();

    #[test]
    fn days_are_read_as_people_say_them() {
        for (typed, wanted) in [
            ("fri", "2026-12-04"),
            ("Friday", "2026-12-04"),
            ("until next fri", "2026-12-04"),
            ("mon", "2026-12-07"),
            ("sun", "2026-12-06"),
            ("today", "2026-11-30"),
            ("tomorrow", "2026-12-01"),
            ("2 weeks", "2026-12-14"),
            ("in a week", "2026-12-07"),
            ("10 days", "2026-12-10"),
            ("3 months", "2027-02-28"),
            ("until 3 Dec", "2026-12-03"),
            ("Dec 3rd", "2026-12-03"),
            ("3. December", "2026-12-03"),
            ("30 Nov", "2026-11-30"),
            ("29 Nov", "2027-11-29"),
            ("3 Dec 2027", "2027-12-03"),
            ("December 3, 2027", "2027-12-03"),
            ("2026-12-03", "2026-12-03"),
        ] {
            let wanted: NaiveDate = wanted.parse().unwrap();
            assert_eq!(read(typed, TODAY), Some(wanted), "{typed}");
        }
    }

    #[test]
    fn what_could_be_two_days_is_none() {
        for typed in [
            "",
            "3/12",
            "12",
            "31 Feb",
            "soon",
            "2 fri",
            "-3 days",
            "99999999 weeks",
            "2026-13-01",
            "3 Dec 2027 x",
            "weeks",
        ] {
            assert_eq!(read(typed, TODAY), None, "{typed}");
        }
    }

    #[test]
    fn days_off_are_one_or_a_row_of_them() {
        let day = |it: &str| it.parse::<NaiveDate>().unwrap();
        let row = off("2026-12-24..2027-01-01").unwrap();
        assert_eq!(row, day("2026-12-24")..=day("2027-01-01"));
        assert_eq!(
            off("2026-12-24"),
            Some(day("2026-12-24")..=day("2026-12-24"))
        );
        for typed in [
            "",
            "24.12.",
            "2026-12-24..2026-12-23",
            "2026-12-24..",
            "Xmas",
        ] {
            assert_eq!(off(typed), None, "{typed}");
        }
        assert!(is_working(day("2026-12-23"), std::slice::from_ref(&row)));
        assert!(!is_working(day("2026-12-24"), &[row]));
        assert!(!is_working(day("2026-12-26"), &[]));
    }

    #[test]
    fn today_is_where_the_team_is() {
        let now: Stamp = "2026-11-30T23:30:00+01:00".parse().unwrap();
        let day = |zone| today(now, zone).to_string();
        assert_eq!(day(Some("Pacific/Auckland")), "2026-12-01");
        assert_eq!(day(Some("America/New_York")), "2026-11-30");
        assert_eq!(
            (day(None), day(Some("no/where"))),
            ("2026-11-30".into(), "2026-11-30".into())
        );
    }
}
