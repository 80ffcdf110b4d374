//! Days, files and what stays in them.

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

fn put(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    whole::replace(&RealDisk, path, Rights::Shared, bytes.as_ref())
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
    let first = write(&RealDisk, team, &story()).unwrap();
    let bytes = std::fs::read(&first).unwrap();
    assert_eq!(read(&RealDisk, team, "UTC"), (vec![story()], Vec::new()));
    let moved = Story {
        on: day("2027-01-12"),
        sequence: 1,
        off: true,
        ..story()
    };
    write(&RealDisk, team, &moved).unwrap();
    // As a kill leaves it, between the two files.
    put(&first, bytes).unwrap();
    assert_eq!(read(&RealDisk, team, "UTC").0, std::slice::from_ref(&moved));
    write(&RealDisk, team, &moved).unwrap();
    assert_eq!(RealDisk.list(&team.join("plans")).unwrap().len(), 1);
}

#[test]
fn what_people_wrote_into_a_plan_goes_with_it() {
    let team = tempfile::tempdir().unwrap();
    let team = team.path();
    RealDisk
        .make_folder(&team.join("plans"), crate::disk::Rights::Shared)
        .unwrap();
    // Its name is not its day, and it has no uid yet.
    let was = team.join("plans/story-ours.toml");
    put(&was, "# Ours.\nformat = \"firelight.plan/1\"\nminutes = 60\n[[slot]]\ndate = \"2026-12-15\" # the big room\nritual = \"story-session\"\nminutes = 45\nreason = \"We are new.\"\npinned = true\n\n[[slot]]\ndate = 2026-12-16\nritual = \"check-in\"\nminutes = 10").unwrap();
    let moved = Story {
        on: day("2027-01-12"),
        uid: "story-ours".to_string(),
        sequence: 1,
        ..story()
    };
    let path = write(&RealDisk, team, &moved).unwrap();
    let called_off = Story {
        off: true,
        made: None,
        ..moved.clone()
    };
    assert_eq!(read(&RealDisk, team, "UTC").0, std::slice::from_ref(&moved));
    insta::assert_snapshot!(std::fs::read_to_string(&path).unwrap());
    assert!(!was.exists());
    write(
        &RealDisk,
        team,
        &Story {
            made: moved.made,
            ..called_off
        },
    )
    .unwrap();
    write(&RealDisk, team, &moved).unwrap();
    assert!(!read(&RealDisk, team, "UTC").0[0].off);
}

#[test]
fn a_file_that_is_not_this_plan_is_never_overwritten() {
    let team = tempfile::tempdir().unwrap();
    let team = team.path();
    let there = path(team, story().on);
    RealDisk
        .make_folder(&team.join("plans"), crate::disk::Rights::Shared)
        .unwrap();
    for bytes in ["format = \"firelight.plan/2\"\n", "what is this", ""] {
        put(&there, bytes).unwrap();
        let refused = write(&RealDisk, team, &story()).unwrap_err().to_string();
        assert!(refused.contains("story-2026-12-15.toml"), "{refused}");
        assert_eq!(std::fs::read_to_string(&there).unwrap(), bytes);
    }
    RealDisk.remove(&there).unwrap();
    std::os::unix::fs::symlink(team.join("elsewhere.toml"), &there).unwrap();
    let refused = write(&RealDisk, team, &story()).unwrap_err().to_string();
    assert!(refused.contains("is a link"), "{refused}");
    let team = &team.join("another");
    RealDisk
        .make_folder(team, crate::disk::Rights::Shared)
        .unwrap();
    std::os::unix::fs::symlink("away", team.join("plans")).unwrap();
    let refused = write(&RealDisk, team, &story()).unwrap_err().to_string();
    assert!(refused.contains("is a link"), "{refused}");
    assert_eq!(read(&RealDisk, team, "UTC").1.len(), 1);
}

#[test]
fn what_people_wrote_wrong_is_told_with_its_place_and_no_plan() {
    let path = Path::new("plans/story-2026-12-15.toml");
    let good = story().text();
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
