//! A lead plans stories: nobody's name and nobody's count is anywhere but on one private page, who
//! withdraws leaves no byte, and the team's say keeps its rule over ten thousand polls.

use std::fs;
use std::path::Path;

use firelight::disk::{Disk as _, RealDisk};
use firelight::plan::slots::{self, Page};
use firelight::plan::story;
use rand::rngs::ChaCha12Rng;
use rand::{RngExt as _, SeedableRng as _};

use crate::faulty_disk::{FaultyDisk, Then};
use crate::leak_rig::{Ground, Left, Ran};
use crate::power_cut::{MemoryDisk, State};

const ON: &str = "2026-12-15";
const NAME: &str = "Zoraqxteller";
const OTHER: &str = "Benoqxteller";

fn lines(all: &[&str]) -> Vec<String> {
    all.iter().map(|it| it.to_string()).collect()
}

fn ask(ground: &Ground, words: &str, typed: &[&str]) -> Ran {
    let words: Vec<&str> = words.split(' ').collect();
    ground.within(&words, lines(typed))
}

fn planned() -> Ground {
    let ground = Ground::in_memory();
    // A Monday, and the invitation is due the next day.
    let ran = ask(&ground, &format!("plan story --on {ON}"), &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ground
}

/// Where the page of the one session lies, and who is on it.
fn told(ground: &Ground) -> Vec<String> {
    let (stories, _) = story::read(&RealDisk, &ground.team(), "UTC");
    let private = ground.private();
    let page = |it: &story::Story| {
        let page = Page {
            disk: &RealDisk,
            private: &private,
            uid: &it.uid,
            on: it.on,
        };
        page.read().unwrap()
    };
    stories.iter().flat_map(page).collect()
}

/// Every command that speaks of the session.
const SPEAKERS: &[&str] = &[
    "plan",
    "plan story",
    "plan story messages",
    "plan story form",
    "plan story calendar --mine",
    "stored",
    "log",
    "team",
];

#[test]
fn who_would_like_to_tell_is_on_one_private_page_and_then_nowhere() {
    let ground = planned();
    let took = ask(
        &ground,
        "plan story slots",
        &["t", NAME, "t", OTHER, "s", "1 2", "d"],
    );
    assert_eq!(took.code, Some(0), "{took:?}");
    assert_eq!(told(&ground), [OTHER, NAME]);
    let pages = RealDisk.list(&slots::folder(&ground.private())).unwrap();
    assert_eq!(ground.holding(NAME), pages);
    let page = &pages[0];
    assert!(page.to_str().unwrap().contains(ON), "{page:?}");
    let before: Vec<String> = SPEAKERS
        .iter()
        .map(|it| ask(&ground, it, &[]).out)
        .collect();
    let json = |it: &&str| ask(&ground, &format!("--json {it}"), &[]).out;
    let before_json: Vec<String> = SPEAKERS.iter().map(json).collect();
    for out in before.iter().chain(&before_json) {
        assert!(!out.contains(NAME) && !out.contains(OTHER), "{out}");
    }
    let gone = ask(&ground, "plan story slots", &["w", NAME, "d"]);
    assert_eq!(
        (gone.code, gone.err.contains(NAME)),
        (Some(0), false),
        "{gone:?}"
    );
    assert_eq!(ground.holding(NAME), [""; 0].map(std::path::PathBuf::from));
    // Nothing else says that one more or one fewer tells.
    let after: Vec<String> = SPEAKERS
        .iter()
        .map(|it| ask(&ground, it, &[]).out)
        .collect();
    assert_eq!(before, after);
    assert_eq!(before_json, SPEAKERS.iter().map(json).collect::<Vec<_>>());
    assert_eq!(
        ask(&ground, "plan story slots", &["w", "1", "d"]).code,
        Some(0)
    );
    assert!(
        !page.exists(),
        "an empty page would tell that somebody withdrew"
    );
}

#[test]
fn the_page_moves_with_the_day_and_goes_with_it() {
    let ground = planned();
    ask(&ground, "plan story slots", &["t", NAME, "d"]);
    ask(&ground, "plan story --on 2027-01-12", &[]);
    assert_eq!(told(&ground), [NAME]);
    ask(&ground, &format!("forget {NAME} --yes"), &[]);
    assert_eq!(ground.holding(NAME).len(), 0);
    ask(&ground, "plan story slots", &["t", NAME, "d"]);
    // On a clock that somebody set, what only reads takes nothing away.
    ask(&ground, "--now 2027-01-20T08:00:00+01:00 stored", &[]);
    assert_eq!(ground.holding(NAME).len(), 1);
    let ground = planned();
    ask(&ground, "plan story slots", &["t", NAME, "d"]);
    let off = ask(&ground, "plan story off", &[]);
    assert_eq!(
        (off.code, ground.holding(NAME).len()),
        (Some(0), 0),
        "{off:?}"
    );
    let cancelled = ask(&ground, "plan story calendar", &[]).out;
    assert!(cancelled.contains("STATUS:CANCELLED") && cancelled.contains("SEQUENCE:1"));
}

#[test]
fn a_session_that_has_begun_is_past_and_every_command_means_the_next() {
    let ground = planned();
    let at = |now: &str, words: &str| ask(&ground, &format!("--now {now} {words}"), &[]);
    let evening = "2026-12-15T17:00:00+01:00";
    // Alone, it can still be thanked for and nothing else.
    let refused = at(evening, "plan story off");
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.err.contains("have begun"), "{refused:?}");
    let late = at(evening, "plan story messages invitation");
    assert_eq!((late.code, late.out.as_str()), (Some(1), ""), "{late:?}");
    let next = at(evening, "plan story --on 2027-01-19");
    assert_eq!(next.code, Some(0), "{next:?}");
    assert!(!next.out.contains("Moved"), "{next:?}");
    let plans = RealDisk.list(&ground.team().join("plans")).unwrap();
    assert_eq!(plans.len(), 2, "{plans:?}");
    let after = "2026-12-16T09:00:00+01:00";
    for words in ["plan story messages invitation", "plan story messages say"] {
        let ran = at(after, words);
        assert!(!ran.out.contains("15 December"), "{words}: {ran:?}");
        assert_eq!(ran.code, Some(0), "{words}: {ran:?}");
    }
    let thanks = at(after, "plan story messages follow-up").out;
    assert!(thanks.contains("15 December"), "{thanks}");
    let ics = at(after, "plan story calendar").out;
    assert!(
        ics.contains("DTSTART:20270119") && !ics.contains("DTSTART:20261215"),
        "{ics}"
    );
    let words = format!("--now {after} plan story slots");
    let names = ask(&ground, &words, &["t", NAME, "d"]);
    assert!(names.out.contains("19 January"), "{names:?}");
    let off = at(after, "plan story off");
    assert!(off.out.contains("19 January"), "{off:?}");
}

/// The entries of a calendar: of each its uid, its number and whether it is cancelled.
fn entries(ics: &str) -> Vec<(String, u64, bool)> {
    let value = |entry: &str, key: &str| {
        let behind = entry.split(key).nth(1).unwrap();
        behind.lines().next().unwrap().trim().to_string()
    };
    let told = ics.split("BEGIN:VEVENT").skip(1);
    let told = told.map(|it| {
        let number = value(it, "SEQUENCE:").parse().unwrap();
        (value(it, "UID:"), number, it.contains("STATUS:CANCELLED"))
    });
    told.collect()
}

#[test]
fn calendars_hear_of_everything_that_is_off_and_of_what_is_on_again() {
    let ground = planned();
    let calendar = || entries(&ask(&ground, "plan story calendar --mine", &[]).out);
    let first = calendar();
    assert_eq!(first.len(), 6, "{first:?}");
    assert!(first.iter().all(|it| !it.2), "{first:?}");
    let off = ask(&ground, "plan story off", &[]);
    assert!(off.out.contains("calendar --mine"), "{off:?}");
    let cancelled = calendar();
    for (uid, number, _) in &first {
        assert!(
            cancelled.contains(&(uid.clone(), number + 1, true)),
            "{cancelled:?}"
        );
    }
    for (on, nth) in [(ON, 2), ("2027-01-12", 4)] {
        let again = ask(&ground, &format!("plan story --on {on}"), &[]);
        assert!(again.out.contains("Planned again"), "{again:?}");
        let told = calendar();
        for (uid, number, _) in &first {
            assert!(
                told.contains(&(uid.clone(), number + nth, false)),
                "{told:?}"
            );
        }
        ask(&ground, "plan story off", &[]);
    }
    // Moved so near that nobody is reminded any more.
    let ground = planned();
    let soon = "plan story --on 2026-12-01 --soon";
    assert_eq!(ask(&ground, soon, &[]).code, Some(0));
    let told = entries(&ask(&ground, "plan story calendar --mine", &[]).out);
    let reminder = told.iter().find(|it| it.0.contains("-reminder")).unwrap();
    assert_eq!((reminder.1, reminder.2), (1, true), "{told:?}");
    // What cannot be is not printed, and says why.
    for (words, why) in [
        ("plan story messages say", "no time is left"),
        ("plan story messages reminder", "no day is left"),
    ] {
        let ran = ask(&ground, words, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""), "{ran:?}");
        assert!(ran.err.contains(why), "{ran:?}");
    }
    let all = ask(&ground, "plan story messages", &[]).out;
    assert!(
        all.contains("--- invitation") && !all.contains("--- say"),
        "{all}"
    );
    ask(&ground, "plan story off", &[]);
    let invited = ask(&ground, "plan story messages invitation", &[]);
    assert_eq!(
        (invited.code, invited.out.as_str()),
        (Some(1), ""),
        "{invited:?}"
    );
    assert!(invited.err.contains("called off"), "{invited:?}");
}

#[test]
fn a_plan_that_cannot_be_read_is_not_written_over() {
    let ground = Ground::in_memory();
    let path = format!("plans/story-{ON}.toml");
    let bytes = "format = \"firelight.plan/2\"\nkept = true\n";
    ground.team_file(&path, bytes);
    let ran = ask(&ground, &format!("plan story --on {ON}"), &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.err.contains(&path) && !ran.err.contains("Saved"),
        "{ran:?}"
    );
    assert_eq!(
        fs::read_to_string(ground.team().join(&path)).unwrap(),
        bytes
    );
}

#[test]
fn a_disk_that_fails_anywhere_leaves_a_whole_page_and_after_the_next_no_byte_too_many() {
    let mut faults = 0;
    for then in [
        Then::Error(rustix::io::Errno::NOSPC),
        Then::Errors(rustix::io::Errno::IO),
    ] {
        for at in 1.. {
            let ground = planned();
            ask(&ground, "plan story slots", &["t", NAME, "t", "Ben", "d"]);
            let disk = FaultyDisk::within(&ground.private(), at, then);
            let typed = lines(&["w", NAME, "d"]);
            let words = ["plan", "story", "slots"];
            let ran = ground.within_on(&disk, &words, typed, |it| Box::new(it));
            let when = format!("{then:?} at {at}: {ran:?}");
            assert!(!ran.err.contains(NAME), "{when}");
            let told = told(&ground);
            // Where only a removal was possible the page is gone, and that is said.
            let is_gone = told.is_empty() && ran.out.contains("the whole page went");
            let is_done = told == ["Ben"] || is_gone;
            assert!(is_done || told == [NAME, "Ben"], "{when}: {told:?}");
            assert!(ran.code == Some(1) || is_done, "{when}");
            if matches!(then, Then::Error(_))
                && !ran.err.contains("cannot be")
                && ran.out.contains("Who withdraws?")
            {
                assert!(is_done, "{when}: one fault keeps nobody");
            }
            if !disk.was_reached() {
                break;
            }
            faults += 1;
            ask(&ground, "plan story slots", &["w", NAME, "d"]);
            assert_eq!(ground.holding(NAME).len(), 0, "{when}");
            let left = RealDisk.list(&slots::folder(&ground.private())).unwrap();
            assert_eq!(left.len(), usize::from(!is_gone), "{when}: {left:?}");
        }
    }
    assert!(faults >= 10, "{faults}");
}

#[test]
fn no_power_cut_loses_a_page_or_brings_back_who_withdrew() {
    fn page(disk: &MemoryDisk) -> Page<'_> {
        Page {
            disk,
            private: Path::new("/top/private"),
            uid: "0193",
            on: ON.parse().unwrap(),
        }
    }
    let pages = [vec![], lines(&[NAME, OTHER]), lines(&[OTHER])];
    let mut cuts = 0;
    for fails_at in 1.. {
        let disk = MemoryDisk::new(State::default(), fails_at);
        let mut last = 0;
        for nth in [1, 2] {
            if page(&disk).write(&pages[nth]).is_ok() {
                disk.saved(nth);
                last = nth;
            }
        }
        assert!(last >= 1, "one fault costs one write at most");
        for (state, saved) in disk.past() {
            for found in state.after_power_cut() {
                cuts += 1;
                let kept = page(&MemoryDisk::new(found, 0)).read().unwrap();
                let at = pages.iter().position(|it| *it == kept).unwrap();
                assert!(at >= saved, "failing {fails_at}: {kept:?}");
            }
        }
        if disk.done() < fails_at {
            assert!(cuts > 100, "{cuts} power cuts");
            return;
        }
    }
}

#[test]
fn while_the_page_is_open_nothing_else_changes_it_and_a_session_warns() {
    let ground = planned();
    ask(&ground, "plan story slots", &["t", NAME, "d"]);
    let open = slots::lock(&RealDisk, &ground.private()).unwrap();
    let before = ground.everything();
    for line in [
        "plan story slots".to_string(),
        "plan story off".to_string(),
        "plan story --on 2027-01-12".to_string(),
        format!("forget {NAME} --yes"),
    ] {
        let ran = ask(&ground, &line, &["d"]);
        assert_eq!(ran.code, Some(1), "{line}: {ran:?}");
        assert!(ran.err.contains("open in another window"), "{ran:?}");
    }
    let bytes = |all: Vec<Left>| -> Vec<_> { all.into_iter().map(|it| it.bytes).collect() };
    assert_eq!(bytes(ground.everything()), bytes(before));
    let line = "run two-words --people 3 --mode room";
    let ran = ask(&ground, line, &[""; 40]);
    assert!(ran.out.contains("Something of yours is open"), "{ran:?}");
    drop(open);
    let off = ask(&ground, "plan story off", &[]);
    assert_eq!(off.code, Some(0), "{off:?}");
    assert_eq!(ground.holding(NAME).len(), 0);
}

#[test]
fn a_page_goes_with_its_plan_whatever_day_somebody_wrote_into_that() {
    let ground = planned();
    ask(&ground, "plan story slots", &["t", NAME, "d"]);
    let plan = ground.team().join(format!("plans/story-{ON}.toml"));
    let text = fs::read_to_string(&plan).unwrap();
    fs::write(
        &plan,
        text.replace("date = 2026-12-15", "date = 2026-12-16"),
    )
    .unwrap();
    assert_eq!(told(&ground), [NAME]);
    let off = ask(&ground, "plan story off", &[]);
    assert!(
        off.out.contains("No page of yours says any more"),
        "{off:?}"
    );
    assert_eq!(ground.holding(NAME).len(), 0);
}

#[test]
fn a_team_s_folder_that_cannot_be_written_keeps_no_teller() {
    for at in 1.. {
        let ground = planned();
        ask(&ground, "plan story slots", &["t", NAME, "d"]);
        let disk = FaultyDisk::within(&ground.team(), at, Then::Errors(rustix::io::Errno::NOSPC));
        let words = ["plan", "story", "off"];
        let ran = ground.within_on(&disk, &words, lines(&[]), |it| Box::new(it));
        assert!(disk.was_reached(), "{ran:?}");
        // What comes before it only reads.
        if ran.err.contains("could not be saved") {
            assert_eq!(ran.code, Some(1), "{ran:?}");
            assert!(ran.err.contains("No page of yours"), "{ran:?}");
            assert_eq!(ground.holding(NAME).len(), 0, "{ran:?}");
            return;
        }
    }
}

#[test]
fn forgetting_takes_nobody_else_s_place_and_does_not_tell_who_was_to_tell() {
    let ground = planned();
    for name in ["Ana", "Ana Lund"] {
        let ran = ground.within(&["team", "add", name], lines(&[]));
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    let typed = ["t", "Ana", "t", "Ana Lund", "t", "Yara", "d"];
    ask(&ground, "plan story slots", &typed);
    let half = slots::folder(&ground.private()).join("2026.tmp");
    fs::write(&half, "Yara").unwrap();
    let ran = ask(&ground, "forget Ana --yes", &[]);
    assert_eq!(
        (ran.code, told(&ground)),
        (Some(0), lines(&["Ana Lund", "Yara"]))
    );
    assert!(!half.exists() && !ran.out.contains("slots/"), "{ran:?}");
    // Who is in no list is answered alike, there or not.
    let [was, never] = ["Yara", "Zeno"].map(|it| ask(&ground, &format!("forget {it}"), &[]));
    assert_eq!((told(&ground), was.code), (lines(&["Ana Lund"]), Some(2)));
    assert_eq!(was.err.replace("Yara", "Zeno"), never.err);
    assert_eq!((was.code, was.out), (never.code, never.out));
    assert!(was.err.contains("were looked through too"), "{}", was.err);
}

#[test]
fn the_page_has_no_json_and_back_leaves_it() {
    let ground = planned();
    let ran = ask(&ground, "--json plan story slots", &["d"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    let ran = ask(&ground, "plan story slots", &["/back", "t", NAME, "d"]);
    assert_eq!((ran.code, told(&ground).len()), (Some(0), 0), "{ran:?}");
}

#[test]
fn what_fewer_than_five_agreed_on_by_talking_is_written_without_a_number() {
    let ground = Ground::in_memory();
    // Left open, and then pairs, themes, and nothing asked.
    let left = ask(&ground, "plan story say", &["3", "l"]);
    assert!(left.out.contains("Nothing is written down."), "{left:?}");
    assert!(!ground.team().join("agreements").exists());
    let ran = ask(&ground, "plan story say", &["3", "3", "2", "1", "y"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let files = RealDisk.list(&ground.team().join("agreements")).unwrap();
    let text = fs::read_to_string(&files[0]).unwrap();
    for line in [
        "way = \"pairs\"",
        "confidentiality = \"no-attribution\"",
        "questions = \"none\"",
    ] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn an_hour_later_on_the_same_day_asks_nobody_anew_and_any_flag_may_stand_anywhere() {
    let ground = planned();
    let days = |ran: Ran| {
        let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        answer["days"].clone()
    };
    let before = days(ask(&ground, "--json plan story", &[]));
    let moved = format!("--json plan story --on {ON} --at 16:00 --now 2026-12-10T09:00:00+01:00");
    assert_eq!(days(ask(&ground, &moved, &[])), before);
    let ran = ask(
        &ground,
        "plan story --now 2026-12-10T09:00:00+01:00 form",
        &[],
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let ran = ask(&ground, &format!("plan story --on {ON} off"), &[]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

/// The rule, said in another way: the best of what nobody minds, and the gentler of two as good.
fn outcome(prefer: &[u64], vetoes: &[u64]) -> usize {
    let is_way = prefer.len() == 5;
    // Ways are listed with the gentlest last, everything else with the gentlest first.
    let gentlest: Vec<usize> = match is_way {
        true => (0..5).rev().collect(),
        false => (0..prefer.len()).collect(),
    };
    let mut best = gentlest[0];
    let mut most = 0;
    for at in gentlest {
        let is_out = vetoes[at] > 0 && !(is_way && at == 4);
        if !is_out && prefer[at] > most {
            (best, most) = (at, prefer[at]);
        }
    }
    best
}

#[test]
fn ten_thousand_polls_keep_the_rule_and_tell_no_number() {
    let mut rng = ChaCha12Rng::seed_from_u64(8);
    let ways = ["whole", "fours", "pairs", "wall", "not-yet"];
    let ground = Ground::in_memory();
    for nth in 0..10_000 {
        let n: u64 = rng.random_range(0..12);
        let mut typed = vec![n.to_string()];
        let mut wanted = Vec::new();
        for len in [5, 3, 2] {
            let mut prefer = vec![0; len];
            (0..n).for_each(|_| prefer[rng.random_range(0..len)] += 1);
            let vetoes: Vec<u64> = (0..len)
                .map(|_| {
                    if rng.random_bool(0.3) {
                        rng.random_range(0..=n)
                    } else {
                        0
                    }
                })
                .collect();
            let row = |it: &[u64]| it.iter().map(u64::to_string).collect::<Vec<_>>().join(" ");
            typed.extend([row(&prefer), row(&vetoes)]);
            wanted.push(outcome(&prefer, &vetoes));
        }
        typed.push(String::new());
        let ran = ground.within(&["plan", "story", "say"], typed);
        let folder = ground.team().join("agreements");
        let files = RealDisk.list(&folder).unwrap_or_default();
        let when = format!("poll {nth} of {n}: {}", ran.out);
        if n < 5 {
            assert!(files.is_empty(), "{when}");
            continue;
        }
        let out = ran.out.split("Write it down").nth(1).unwrap_or_default();
        let out = out.replace("2026", "").replace("2027", "");
        // The only numbers left are days.
        for word in out.split(|it: char| !it.is_alphanumeric()) {
            let number = word.parse::<u64>();
            assert!(
                number.is_err() || number == Ok(29) || number == Ok(30) || number == Ok(28),
                "{word}: {when}"
            );
        }
        if let Some(path) = files.first() {
            let text = fs::read_to_string(path).unwrap();
            let word = |key: &str| {
                let behind = text.split(&format!("{key} = \"")).nth(1).unwrap();
                behind.split('"').next().unwrap().to_string()
            };
            assert_eq!(word("way"), ways[wanted[0]], "{when}");
            // Of no stories nothing else needs to be agreed.
            if wanted[0] != 4 {
                let rules = ["stays", "no-attribution", "lessons-leave"];
                assert_eq!(word("confidentiality"), rules[wanted[1]], "{when}");
                assert_eq!(word("questions"), ["none", "teller"][wanted[2]], "{when}");
            }
            assert_eq!(text.lines().count(), 7, "{text}");
            fs::remove_file(path).unwrap();
        } else {
            panic!("{when}");
        }
    }
}
