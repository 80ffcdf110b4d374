//! A session of stories that was planned: `plans/story-<date>.toml`, and the days on which
//! something is due before and after it.

use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate, NaiveTime};
use serde::Serialize;

use super::{FORMAT, PLAN};
use crate::clock::{Stamp, day, wall};
use crate::disk::{Disk, Rights, whole};
use crate::fault::{Broken, Fault};
use crate::fields::{self, LARGEST, Table, quoted};

/// The ritual that is planned.
pub const RITUAL: &str = "story-session";

/// Days of notice that people get, at least.
pub const NOTICE: u64 = 14;
/// Days before the session on which the team is asked how it would like to share stories.
const ASKED: u64 = 10;
/// Days before the session on which that is closed, at the latest.
const CLOSES: u64 = 7;
/// Days before the session on which people are reminded.
const REMINDED: u64 = 2;

/// A session of stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The day.
    pub on: NaiveDate,
    /// When it begins.
    pub at: NaiveTime,
    /// Whose clocks show that: an IANA name.
    pub zone: String,
    /// How long it takes.
    pub minutes: i64,
    /// Its name in calendars, which never changes.
    pub uid: String,
    /// How often it was changed.
    pub sequence: i64,
    /// When it was planned, or changed last.
    pub made: Option<Stamp>,
    /// Whether it was called off.
    pub off: bool,
}

/// Something that is due on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The invitation is sent.
    Invitation,
    /// The team is asked how it would like to share stories.
    Say,
    /// What the team says is counted.
    SayCloses,
    /// A reminder without names.
    Reminder,
    /// The session.
    Session,
    /// A quiet word afterwards.
    FollowUp,
}

impl What {
    /// What is done, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Invitation => "send the invitation",
            Self::Say => "ask the team how it would like to share",
            Self::SayCloses => "count what the team said",
            Self::Reminder => "send the reminder, which names nobody",
            Self::Session => "the session",
            Self::FollowUp => "send a quiet word of thanks",
        }
    }

    /// The command that helps with it.
    pub fn command(self) -> &'static str {
        match self {
            Self::Invitation => "firelight plan story messages invitation",
            Self::Say => "firelight plan story messages say",
            Self::SayCloses => "firelight plan story say",
            Self::Reminder => "firelight plan story messages reminder",
            Self::Session => "firelight run story-session",
            Self::FollowUp => "firelight plan story messages follow-up",
        }
    }
}

/// A day on which something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The day.
    pub date: NaiveDate,
    /// What is due.
    pub what: What,
}

/// So many days before; the first day there is, before which there is none.
fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

/// The last working day that is not later. Where a team has a year off, it is the day itself.
fn earlier(day: NaiveDate, off: &[RangeInclusive<NaiveDate>]) -> NaiveDate {
    let mut days = (0..=366).map(|it| before(day, it));
    days.find(|it| day::is_working(*it, off)).unwrap_or(day)
}

/// The first working day that is not earlier.
fn later(day: NaiveDate, off: &[RangeInclusive<NaiveDate>]) -> NaiveDate {
    let mut days = (0..=366).map(|it| after(day, it));
    days.find(|it| day::is_working(*it, off)).unwrap_or(day)
}

/// The days before a session on `on` that leave people time: when the invitation is sent, when the
/// team is asked, and when that closes. Each is a working day, and none is after the next.
fn usual(on: NaiveDate, off: &[RangeInclusive<NaiveDate>]) -> [NaiveDate; 3] {
    let closes = earlier(before(on, CLOSES), off);
    let asked = earlier(before(on, ASKED).min(before(closes, 1)), off);
    [earlier(before(on, NOTICE).min(asked), off), asked, closes]
}

/// The day on which the invitation to a session on `on` is to be sent.
pub fn invitation(on: NaiveDate, off: &[RangeInclusive<NaiveDate>]) -> NaiveDate {
    usual(on, off)[0]
}

/// The first working day for a session that leaves people time, counted from today.
pub fn first_day(today: NaiveDate, off: &[RangeInclusive<NaiveDate>]) -> NaiveDate {
    let days = (NOTICE..NOTICE + 800).map(|it| after(today, it));
    let mut fit = days.filter(|it| day::is_working(*it, off) && invitation(*it, off) >= today);
    fit.next().unwrap_or_else(|| after(today, NOTICE))
}

/// What is due when, for a session on `on` that was planned on `made`. What cannot be any more when
/// it is planned late falls away, or moves to the day on which it is planned.
pub fn timeline(on: NaiveDate, made: NaiveDate, off: &[RangeInclusive<NaiveDate>]) -> Vec<Due> {
    let due = |what, date| Due { date, what };
    let made = made.min(on);
    let [invited, asked, mut closes] = usual(on, off);
    if closes <= made {
        closes = earlier(after(made, 2).min(before(on, 1)), off);
    }
    let asked = asked.max(made);
    let mut days = vec![due(What::Invitation, invited.max(made))];
    if asked < closes && closes < on {
        days.extend([due(What::Say, asked), due(What::SayCloses, closes)]);
    }
    let reminded = earlier(before(on, REMINDED), off);
    if reminded > made {
        days.push(due(What::Reminder, reminded));
    }
    days.push(due(What::Session, on));
    days.push(due(What::FollowUp, later(after(on, 1), off)));
    days.sort_by_key(|it| it.date);
    days
}

impl Story {
    /// What is due when.
    pub fn days(&self, off: &[RangeInclusive<NaiveDate>]) -> Vec<Due> {
        let usual = invitation(self.on, off);
        let made = self
            .made
            .map_or(usual, |it| day::today(it, Some(&self.zone)));
        timeline(self.on, made, off)
    }

    /// When it begins.
    pub fn begins(&self) -> wall::Wall {
        wall::at(self.on.and_time(self.at), &self.zone)
    }

    fn bytes(&self) -> String {
        let mut text = format!(
            "format = \"{FORMAT}\"\nminutes = {}\n\n[[slot]]\ndate = {}\ntime = \"{}\"\nzone = {}\nritual = \"{RITUAL}\"\nminutes = {}\nuid = {}\nsequence = {}\n",
            self.minutes,
            self.on,
            self.at.format("%H:%M"),
            quoted(&self.zone),
            self.minutes,
            quoted(&self.uid),
            self.sequence,
        );
        if let Some(made) = self.made {
            text.push_str(&format!("made = \"{}\"\n", made.to_rfc3339()));
        }
        if self.off {
            text.push_str("off = true\n");
        }
        text
    }
}

/// Where a session on that day is planned.
pub fn path(team: &Path, on: NaiveDate) -> PathBuf {
    team.join("plans").join(format!("story-{on}.toml"))
}

/// All sessions that were planned, the earliest first, and the files that are passed over. Of two
/// files for one session, which are left where moving it was cut off, the one changed last counts.
pub fn read(disk: &dyn Disk, team: &Path, zone: &str) -> (Vec<Story>, Vec<Broken>) {
    let (mut all, mut broken) = (Vec::<Story>::new(), Vec::new());
    let folder = team.join("plans");
    let paths = match disk.list(&folder) {
        Ok(paths) => paths,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => {
            broken.push(Broken::unreadable(&folder, &error));
            Vec::new()
        }
    };
    for path in paths.into_iter().filter(|it| is_ours(it)) {
        let source = match disk.read(&path, LARGEST) {
            Ok(source) => source,
            Err(error) => {
                broken.push(Broken::unreadable(&path, &error));
                continue;
            }
        };
        let (stories, faults) = parse(&path, &source, zone);
        for story in stories {
            match all.iter_mut().find(|it| it.uid == story.uid) {
                Some(other) if other.sequence < story.sequence => *other = story,
                Some(_) => {}
                None => all.push(story),
            }
        }
        if !faults.is_empty() {
            let source = String::from_utf8_lossy(&source).into_owned();
            broken.push(Broken {
                path,
                source,
                faults,
            });
        }
    }
    all.sort_by(|one, other| (one.on, &one.uid).cmp(&(other.on, &other.uid)));
    (all, broken)
}

fn is_ours(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("story-") && name.ends_with(".toml")
}

/// Reads the bytes of one file; none where it has a fault.
pub fn parse(path: &Path, source: &[u8], zone: &str) -> (Vec<Story>, Vec<Fault>) {
    let (table, mut faults) = fields::read(source, path, "plan", PLAN);
    let mut stories = Vec::new();
    let slots = table.tables("slot");
    for slot in slots.filter(|it| it.text("ritual") == Some(RITUAL)) {
        if let Some(it) = slot.text("zone").filter(|it| !day::is_zone(it)) {
            let message = format!("`{it}` is no time zone");
            faults.add(
                "S005",
                slot.span("zone"),
                message,
                "write a name such as `Europe/Berlin`",
            );
        }
        if let Some(it) = slot.text("made").filter(|it| stamp(it).is_none()) {
            let message = format!("`{it}` is no moment");
            let help = "write one such as 2026-11-30T09:30:00+01:00, or take the line out";
            faults.add("S005", slot.span("made"), message, help);
        }
        stories.extend(of(slot, path, zone));
    }
    let has_error = faults.any_error();
    stories.retain(|_| !has_error);
    (stories, faults.beside(Some(())).faults)
}

fn stamp(text: &str) -> Option<Stamp> {
    Stamp::parse_from_rfc3339(text).ok()
}

fn of(slot: &Table, path: &Path, zone: &str) -> Option<Story> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let time = slot.text("time").unwrap_or("15:00");
    Some(Story {
        on: slot.text("date")?.parse().ok()?,
        at: NaiveTime::parse_from_str(time, "%H:%M").ok()?,
        zone: slot.string("zone").unwrap_or_else(|| zone.to_string()),
        minutes: slot.number("minutes")?,
        uid: slot.string("uid").unwrap_or_else(|| name.into_owned()),
        sequence: slot.number("sequence").unwrap_or(0),
        made: slot.text("made").and_then(stamp),
        off: slot.flag("off").unwrap_or(false),
    })
}

/// Saves a session, and takes away the file it had on another day.
///
/// # Errors
/// As the disk says; after one it is saved as it was, or both files are there and the newer counts.
pub fn write(
    disk: &dyn Disk,
    team: &Path,
    story: &Story,
    was: Option<NaiveDate>,
) -> io::Result<PathBuf> {
    disk.make_folder(&team.join("plans"), Rights::Shared)?;
    let path = path(team, story.on);
    whole::replace(disk, &path, Rights::Shared, story.bytes().as_bytes())?;
    if let Some(was) = was.filter(|it| *it != story.on) {
        whole::remove(disk, &self::path(team, was))?;
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::RealDisk;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn told(days: &[Due]) -> String {
        let line = |it: &Due| format!("{} {:?}", it.date.format("%a %-d %b"), it.what);
        days.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn days_before_move_to_an_earlier_working_day_and_the_day_after_to_a_later_one() {
        let off = [day::off("2026-12-08..2026-12-11").unwrap()];
        let days = timeline(day("2026-12-18"), day("2026-11-25"), &off);
        insta::assert_snapshot!(told(&days), @r"
        Fri 4 Dec Invitation
        Fri 4 Dec Say
        Mon 7 Dec SayCloses
        Wed 16 Dec Reminder
        Fri 18 Dec Session
        Mon 21 Dec FollowUp
        ");
    }

    #[test]
    fn planned_late_it_has_what_is_still_possible() {
        let late = timeline(day("2026-12-15"), day("2026-12-11"), &[]);
        insta::assert_snapshot!(told(&late), @r"
        Fri 11 Dec Invitation
        Tue 15 Dec Session
        Wed 16 Dec FollowUp
        ");
        let a_week = timeline(day("2026-12-15"), day("2026-12-09"), &[]);
        insta::assert_snapshot!(told(&a_week), @r"
        Wed 9 Dec Invitation
        Wed 9 Dec Say
        Fri 11 Dec SayCloses
        Fri 11 Dec Reminder
        Tue 15 Dec Session
        Wed 16 Dec FollowUp
        ");
        let tomorrow = timeline(day("2026-12-15"), day("2026-12-14"), &[]);
        insta::assert_snapshot!(told(&tomorrow), @r"
        Mon 14 Dec Invitation
        Tue 15 Dec Session
        Wed 16 Dec FollowUp
        ");
        let today = timeline(day("2026-12-15"), day("2026-12-15"), &[]);
        assert_eq!(today.len(), 3);
    }

    #[test]
    fn every_day_of_three_years_has_its_days_in_order_and_people_their_notice() {
        let off = [day::off("2026-12-24..2027-01-01").unwrap()];
        for nth in 0..1000 {
            let on = after(day("2026-11-01"), nth);
            let days = timeline(on, before(on, 60), &off);
            let date = |what| days.iter().find(|it| it.what == what).unwrap().date;
            assert!(date(What::Invitation) <= before(on, 14), "{on}");
            assert!(date(What::Invitation) <= date(What::Say), "{on}");
            assert!(date(What::Say) <= date(What::SayCloses), "{on}");
            assert!(date(What::SayCloses) <= before(on, 7), "{on}");
            assert!(date(What::FollowUp) > on, "{on}");
            let due = days.iter().filter(|it| it.what != What::Session);
            assert!(due.clone().all(|it| day::is_working(it.date, &off)), "{on}");
            let first = first_day(on, &off);
            assert!(invitation(first, &off) >= on && day::is_working(first, &off));
            let sooner = first.pred_opt().unwrap();
            assert!(
                !day::is_working(sooner, &off) || invitation(sooner, &off) < on,
                "{on}"
            );
        }
    }

    fn story() -> Story {
        Story {
            on: day("2026-12-15"),
            at: "15:00:00".parse().unwrap(),
            zone: "Europe/Berlin".to_string(),
            minutes: 60,
            uid: "0193".to_string(),
            sequence: 0,
            made: "2026-11-25T09:30:00+01:00".parse().ok(),
            off: false,
        }
    }

    #[test]
    fn what_is_written_is_read_and_of_two_files_the_newer_counts() {
        let team = tempfile::tempdir().unwrap();
        let team = team.path();
        write(&RealDisk, team, &story(), None).unwrap();
        assert_eq!(read(&RealDisk, team, "UTC"), (vec![story()], Vec::new()));
        let moved = Story {
            on: day("2027-01-12"),
            sequence: 1,
            off: true,
            ..story()
        };
        // As a kill leaves it, between the two files.
        write(&RealDisk, team, &moved, None).unwrap();
        assert_eq!(read(&RealDisk, team, "UTC").0, std::slice::from_ref(&moved));
        write(&RealDisk, team, &moved, Some(day("2026-12-15"))).unwrap();
        assert_eq!(RealDisk.list(&team.join("plans")).unwrap().len(), 1);
    }

    #[test]
    fn what_people_wrote_wrong_is_told_with_its_place_and_no_plan() {
        let path = Path::new("plans/story-2026-12-15.toml");
        let good = story().bytes();
        for (was, is) in [
            ("Europe/Berlin", "Europe/Berln"),
            ("2026-11-25T09:30:00+01:00", "yesterday"),
            ("date = 2026-12-15", "date = 2026-12-35"),
            ("minutes = 60\nuid", "minuets = 60\nuid"),
        ] {
            let (stories, faults) = parse(path, good.replace(was, is).as_bytes(), "UTC");
            assert_eq!(stories, [], "{is}");
            assert!(!faults.is_empty(), "{is}");
        }
        let bare = "format = \"firelight.plan/1\"\nminutes = 60\n[[slot]]\ndate = 2026-12-15\nritual = \"story-session\"\nminutes = 45\n";
        let (stories, faults) = parse(path, bare.as_bytes(), "Asia/Tokyo");
        assert_eq!(faults, []);
        let it = &stories[0];
        assert_eq!(
            (it.zone.as_str(), it.uid.as_str()),
            ("Asia/Tokyo", "story-2026-12-15")
        );
    }
}
