//! A session of stories that was planned: `plans/story-<date>.toml`, and the days on which
//! something is due before and after it.

use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use serde::Serialize;

use super::{CHANGES, FORMAT, PLAN};
use crate::clock::{Stamp, day, wall};
use crate::disk::{Disk, Kind, Rights, whole};
use crate::fault::{Broken, Fault, visible};
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
    /// When this day was planned, or called off: from then on people could know.
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
    /// Everything but the session itself, in order.
    pub const MESSAGES: [Self; 5] = [
        Self::Invitation,
        Self::Say,
        Self::SayCloses,
        Self::Reminder,
        Self::FollowUp,
    ];

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

    /// Its number after one more change; at the largest there is, it stays.
    pub fn next(&self) -> i64 {
        (self.sequence + 1).min(CHANGES)
    }

    /// Whether its time has come: from then on it is neither moved nor called off.
    pub fn has_begun(&self, now: Stamp) -> bool {
        self.is_past(now, TimeDelta::zero())
    }

    /// Whether its time is over.
    pub fn has_ended(&self, now: Stamp) -> bool {
        self.is_past(now, TimeDelta::minutes(self.minutes))
    }

    fn is_past(&self, now: Stamp, after: TimeDelta) -> bool {
        match self.begins() {
            wall::Wall::Once(it) | wall::Wall::Twice(it) => it + after <= now,
            wall::Wall::Never => self.on < day::today(now, Some(&self.zone)),
        }
    }

    /// Its keys in a file, each with its value.
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![
            ("date", self.on.to_string()),
            ("time", format!("\"{}\"", self.at.format("%H:%M"))),
            ("zone", quoted(&self.zone)),
            ("ritual", format!("\"{RITUAL}\"")),
            ("minutes", self.minutes.to_string()),
            ("uid", quoted(&self.uid)),
            ("sequence", self.sequence.to_string()),
        ];
        let made = self.made.map(|it| format!("\"{}\"", it.to_rfc3339()));
        pairs.extend(made.map(|it| ("made", it)));
        if self.off {
            pairs.push(("off", "true".to_string()));
        }
        pairs
    }

    fn text(&self) -> String {
        let lines = self.pairs().into_iter();
        let lines: String = lines.map(|(key, it)| format!("{key} = {it}\n")).collect();
        let minutes = self.minutes;
        format!("format = \"{FORMAT}\"\nminutes = {minutes}\n\n[[slot]]\n{lines}")
    }

    /// What people wrote around it, with only its own values put in; `None` where they do not fit in.
    fn put_into(&self, file: &Held) -> Option<String> {
        let text = std::str::from_utf8(&file.source).ok()?;
        let (table, _) = fields::read(&file.source, &file.path, "plan", PLAN);
        let slot = |it: &&Table| {
            it.text("ritual") == Some(RITUAL)
                && of(it, &file.path, &self.zone).is_some_and(|it| it.uid == self.uid)
        };
        let slot = table.tables("slot").find(slot)?;
        let mut puts = Vec::new();
        let mut added = String::new();
        for (key, value) in self.pairs() {
            match slot.get(key) {
                Some(spot) => puts.push((spot.span.clone(), value)),
                None => added.push_str(&format!("\n{key} = {value}")),
            }
        }
        if let Some(spot) = slot.get("off").filter(|_| !self.off) {
            puts.push((spot.span.clone(), "false".to_string()));
        }
        if let Some(spot) = table
            .get("minutes")
            .filter(|_| table.list("slot").len() == 1)
        {
            puts.push((spot.span.clone(), self.minutes.to_string()));
        }
        let date = slot.span("date").end;
        let line = text.get(date..)?.find(['\r', '\n']);
        let end = line.map_or(text.len(), |it| date + it);
        puts.push((end..end, added));
        puts.sort_by_key(|it| it.0.start);
        let mut text = text.to_string();
        for (span, value) in puts.into_iter().rev() {
            text.get(span.clone())?;
            text.replace_range(span, &value);
        }
        let (all, _) = parse(&file.path, text.as_bytes(), &self.zone);
        all.contains(self).then_some(text)
    }
}

/// Where a session on that day is planned.
pub fn path(team: &Path, on: NaiveDate) -> PathBuf {
    team.join("plans").join(format!("story-{on}.toml"))
}

/// A session as it lies in a file.
struct Held {
    path: PathBuf,
    source: Vec<u8>,
    story: Story,
}

/// All sessions that were planned, the earliest first, and the files that are passed over. Of two
/// files for one session, which are left where moving it was cut off, the one changed last counts.
pub fn read(disk: &dyn Disk, team: &Path, zone: &str) -> (Vec<Story>, Vec<Broken>) {
    let (files, broken) = held(disk, team, zone);
    let mut all = Vec::<Story>::new();
    for Held { story, .. } in files {
        match all.iter_mut().find(|it| it.uid == story.uid) {
            Some(other) if other.sequence < story.sequence => *other = story,
            Some(_) => {}
            None => all.push(story),
        }
    }
    all.sort_by(|one, other| (one.on, &one.uid).cmp(&(other.on, &other.uid)));
    (all, broken)
}

/// Every session in every file.
fn held(disk: &dyn Disk, team: &Path, zone: &str) -> (Vec<Held>, Vec<Broken>) {
    let (mut all, mut broken) = (Vec::new(), Vec::new());
    let folder = team.join("plans");
    if is_link(disk, &folder) {
        let message = "this is a link, which is not followed".to_string();
        let help = "put the folder itself there";
        return (all, vec![Broken::of(&folder, "S001", message, help)]);
    }
    let paths = match disk.list(&folder) {
        Ok(paths) => paths,
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
        all.extend(stories.into_iter().map(|story| Held {
            path: path.clone(),
            source: source.clone(),
            story,
        }));
        broken.extend(Broken::found(&path, &source, faults));
    }
    (all, broken)
}

fn is_link(disk: &dyn Disk, path: &Path) -> bool {
    disk.look(path).is_ok_and(|it| it.kind == Kind::Link)
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

/// Saves a session, with whatever people wrote around it, and takes away the file it had on another
/// day.
///
/// # Errors
/// When something else is in its place, or what people wrote would be lost; otherwise as the disk
/// says. It is saved as it was then, or both files are there and the newer counts.
pub fn write(disk: &dyn Disk, team: &Path, story: &Story) -> io::Result<PathBuf> {
    let folder = team.join("plans");
    let refused = |path: &Path, why: &str| {
        let path = visible(&path.to_string_lossy());
        Err(io::Error::other(format!("{path} {why}")))
    };
    if is_link(disk, &folder) {
        return refused(&folder, "is a link, which is not followed");
    }
    disk.make_folder(&folder, Rights::Shared)?;
    let path = path(team, story.on);
    let (mut files, _) = held(disk, team, &story.zone);
    files.retain(|it| it.story.uid == story.uid);
    files.sort_by_key(|it| it.story.sequence);
    if is_link(disk, &path) {
        return refused(&path, "is a link, which is not followed");
    }
    let is_own = files.iter().any(|it| it.path == path);
    if !is_own && disk.look(&path).is_ok() {
        let why = "is there already and is another plan, or one that cannot be read. Mend it, or put it elsewhere";
        return refused(&path, why);
    }
    let text = match files.last() {
        None => story.text(),
        Some(file) => match story.put_into(file) {
            Some(text) => text,
            None => {
                let why = "is written in a way that cannot be kept. Write each key on a line of its own, under [[slot]]";
                return refused(&file.path, why);
            }
        },
    };
    whole::replace(disk, &path, Rights::Shared, text.as_bytes())?;
    for file in files.iter().filter(|it| it.path != path) {
        whole::remove(disk, &file.path)?;
    }
    Ok(path)
}

#[cfg(test)]
mod tests;
