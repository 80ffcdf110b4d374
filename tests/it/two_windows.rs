//! The cue and the stage side by side: whole rituals are held with `--cue` while a follower
//! reads along, and everything that everybody sees is searched for what is private.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use firelight::clock::VirtualClock;
use firelight::disk::RealDisk;
use firelight::host::follow::Follower;
use firelight::library::Library;
use firelight::places::Places;
use firelight::ritual::What;
use firelight::ui::{Choice, Error, Page, Question, Reply, Stage, Ui};
use insta::assert_snapshot;

use rustix::io::Errno;

use crate::faulty_disk::{FaultyDisk, Then};
use crate::leak_rig::{Ground, NOW, Ran};

const NAMES: [&str; 4] = ["Ana-Qx", "Ben-Qx", "Chi-Qx", "Dev-Qx"];
const CARE: &str = "[[contact]]\nwho = \"Dr. Qxlind\"\nhow = \"+49 30 1234\"\n";
/// Every key there is, then Enter to the end.
const KEYS: &[&str] = &[
    "m", "v", "", "", "v", "h", "h", "+", "", "l", "j", "Uma-Qx", "m", "", "g", "uma", "s", "",
    "b", "-", "j", "x (", "q", "b", "t", "4", "t", "t", "9",
];

/// What both windows showed.
#[derive(Default)]
pub struct Seen {
    pub cues: Vec<Stage>,
    pub stages: Vec<Stage>,
}

/// The window of whoever leads. Before anything is answered in it, the other one looks.
struct Both<U> {
    own: U,
    follower: Rc<RefCell<Follower<'static>>>,
    seen: Rc<RefCell<Seen>>,
}

impl<U> Both<U> {
    fn look(&self) {
        let mut seen = self.seen.borrow_mut();
        seen.stages.extend(self.follower.borrow_mut().look());
    }
}

impl<U: Ui> Ui for Both<U> {
    fn stage(&mut self, stage: &Stage) -> Result<Reply<()>, Error> {
        self.look();
        self.seen.borrow_mut().cues.push(stage.clone());
        self.own.stage(stage)
    }

    fn watch(&mut self, next: &mut dyn FnMut() -> Option<Stage>) -> Result<Reply<()>, Error> {
        self.own.watch(next)
    }

    fn ask(&mut self, question: &Question) -> Result<Reply<String>, Error> {
        self.look();
        self.own.ask(question)
    }

    fn choose(&mut self, choice: &Choice) -> Result<Reply<usize>, Error> {
        self.look();
        self.own.choose(choice)
    }

    fn page(&mut self, page: &Page) -> Result<Reply<()>, Error> {
        self.look();
        self.own.page(page)
    }

    fn tell(&mut self, line: &str) -> Result<(), Error> {
        self.look();
        self.own.tell(line)
    }
}

fn places(ground: &Ground) -> Places {
    Places {
        team: ground.team(),
        private: ground.private(),
        is_usual: false,
    }
}

fn follower(ground: &Ground) -> Follower<'static> {
    let clock = Box::leak(Box::new(VirtualClock::at(NOW.parse().unwrap())));
    Follower::new(&RealDisk, &places(ground), clock)
}

/// Holds a session with its cue here while somebody looks at the stage.
pub fn hold(ground: &Ground, line: &str, keys: &[&str]) -> (Ran, Seen) {
    let follower = Rc::new(RefCell::new(follower(ground)));
    let seen = Rc::new(RefCell::new(Seen::default()));
    let arguments: Vec<&str> = line.split(' ').collect();
    let lines = keys.iter().chain([""; 60].iter()).map(|it| it.to_string());
    let ran = ground.within_wrapped(&arguments, lines, |own| {
        Box::new(Both {
            own,
            follower: Rc::clone(&follower),
            seen: Rc::clone(&seen),
        })
    });
    seen.borrow_mut()
        .stages
        .extend(follower.borrow_mut().look());
    let seen = seen.take();
    (ran, seen)
}

/// Everything that is written on a stage.
pub fn words(stage: &Stage) -> String {
    let mut words = vec![stage.title.clone(), stage.place.clone(), stage.text.clone()];
    words.extend(
        [&stage.speaker, &stage.then, &stage.note].map(|it| it.clone().unwrap_or_default()),
    );
    words.extend([stage.foot.clone(), stage.enter.clone()]);
    words.extend(stage.grid.iter().flatten().flatten().cloned());
    words.extend(stage.times.iter().map(|it| it.said(stage.clock, None)));
    let rows = stage.rows.iter().chain(stage.more.iter().flatten());
    for (heading, text) in stage.list.iter().chain(rows) {
        words.extend([heading.clone(), text.clone()]);
    }
    words.extend(stage.keys.iter().map(|it| it.1.clone()));
    for (room, people) in &stage.rooms {
        words.push(format!("{room}: {}", people.join(" ")));
    }
    for track in &stage.tracks {
        words.extend([track.name.clone(), track.about.clone()]);
        words.extend(track.marks.iter().map(|it| it.1.clone()));
    }
    words.join("\n")
}

fn has_word(text: &str, word: &str) -> bool {
    let is_letter = |c: char| !c.is_alphanumeric();
    text.to_lowercase().split(is_letter).any(|it| it == word)
}

fn names_in(text: &str) -> BTreeSet<&'static str> {
    let names = NAMES.into_iter().chain(["Uma-Qx"]);
    names.filter(|it| text.contains(it)).collect()
}

/// Sentences that only whoever leads may see.
fn notes(library: &Library<'_>, id: &str) -> Vec<String> {
    let ritual = library.find(id).unwrap();
    let mut notes: Vec<String> = ritual
        .steps
        .iter()
        .filter_map(|it| it.cue.clone())
        .collect();
    notes.extend(
        ritual
            .variants
            .iter()
            .filter_map(|it| it.change.note.clone()),
    );
    for step in &ritual.steps {
        match &step.what {
            What::Open(open) => notes.extend(open.rescue.iter().cloned()),
            What::Groups(groups) => {
                notes.extend(groups.steps.iter().filter_map(|it| it.cue.clone()))
            }
            _ => {}
        }
    }
    let sentences = notes
        .iter()
        .flat_map(|it| it.split_inclusive(['.', '?', '!', ':']));
    let long = sentences
        .map(|it| it.trim().to_string())
        .filter(|it| it.len() > 20);
    long.collect()
}

thread_local! {
    /// Every text that can be dealt, the longest first.
    static DEALT: Vec<String> = {
        let (banks, _) = Library::new(&RealDisk, None, &[]).banks();
        let items = banks.into_iter().flat_map(|it| it.items);
        let mut texts: Vec<String> = items.map(|it| it.text).collect();
        texts.sort_by_key(|it| std::cmp::Reverse(it.len()));
        texts
    };
}

/// Nothing on the stage is anybody's business but everybody's.
fn is_for_all(stage: &Stage, notes: &[String], ground: &Ground, when: &str) {
    let text = words(stage);
    assert!(
        stage.enter.is_empty() && stage.keys.is_empty() && stage.rows.is_empty(),
        "{when}: {text}"
    );
    assert!(stage.times.is_none() && stage.more.is_empty(), "{when}");
    assert_eq!(stage.note, None, "{when}");
    for note in notes {
        assert!(!text.contains(note.as_str()), "{when}: {note}: {text}");
    }
    let shown = names_in(&text);
    // Who sits where is for everybody; beyond that, who speaks and who may be next.
    let seated = format!("{:?}", stage.rooms);
    let may_be = format!("{:?} {:?} {seated}", stage.speaker, stage.then);
    assert_eq!(shown, names_in(&may_be), "{when}: {text}");
    assert!(
        shown.len() <= 2 || !stage.rooms.is_empty(),
        "{when}: {text}"
    );
    assert!(!text.contains("Close the rooms"), "{when}: {text}");
    // What was dealt may say what it likes; the stage's own words may not.
    let own = DEALT.with(|dealt| {
        let without = |text: String, it: &String| text.replace(it.as_str(), "");
        dealt.iter().fold(text.clone(), without)
    });
    for word in [
        "late", "left", "care", "quiet", "skip", "seed", "error", "damaged", "planned", "qxlind",
        "1234",
    ] {
        assert!(!has_word(&own, word), "{when}: {word}: {text}");
    }
    for words in [
        ground.top.to_str().unwrap(),
        "/",
        "min left",
        "turns of",
        "close 4",
        "b3:",
        "cannot",
        "One more sentence",
    ] {
        assert!(!text.contains(words), "{when}: {words}: {text}");
    }
}

#[test]
fn nothing_private_is_ever_on_the_stage_of_any_ritual() {
    let with = format!("--with {}", NAMES.join(","));
    let two = format!("--with {},{}", NAMES[0], NAMES[1]);
    let many = format!(
        "--with {},{}",
        NAMES.join(","),
        ["x"; 22]
            .iter()
            .enumerate()
            .map(|(n, it)| format!("{it}{n}"))
            .collect::<Vec<_>>()
            .join(",")
    );
    for ritual in [
        "two-words",
        "headlines",
        "debrief-process",
        "breakout-graded",
    ] {
        for (who, mode) in [
            (with.as_str(), "room"),
            (&with, "remote"),
            (&with, "hybrid"),
            (&two, "room"),
            (&many, "remote"),
            ("--people 8", "room"),
        ] {
            for keys in [KEYS, &[], &["", "m", "q", "", "q", "s"], &["", "q", "e"]] {
                let when = format!("{ritual} {who} {mode} {keys:?}");
                let ground = Ground::new();
                ground.team_file("care.toml", CARE);
                let library = Library::new(&RealDisk, None, &[]);
                let notes = notes(&library, ritual);
                let line = format!("run {ritual} {who} --mode {mode} --cue");
                let (ran, seen) = hold(&ground, &line, keys);
                assert!(matches!(ran.code, Some(0 | 130)), "{when}: {ran:?}");
                assert_eq!(seen.stages[0].text, "One moment, please.", "{when}");
                assert!(seen.stages.len() > 3, "{when}");
                for stage in &seen.stages {
                    is_for_all(stage, &notes, &ground, &when);
                }
                let last = &seen.stages[seen.stages.len() - 1].text;
                let end = if ran.code == Some(0) {
                    "Thank you."
                } else {
                    "One moment, please."
                };
                assert_eq!(last, end, "{when}");
                // The search would find what it looks for: the cue has all of it.
                let cues: String = seen.cues.iter().map(words).collect();
                assert!(notes.iter().any(|it| cues.contains(it.as_str())), "{when}");
                assert!(
                    cues.contains("the whole: ") && cues.contains("Your cue: "),
                    "{when}"
                );
                let moments = seen
                    .stages
                    .iter()
                    .filter(|it| it.text == "We take a moment.");
                assert_eq!(moments.count() > 0, keys.contains(&"m"), "{when}");
                assert_eq!(cues.contains("Dr. Qxlind"), keys.contains(&"m"), "{when}");
                if who == with
                    && ["two-words", "headlines"].contains(&ritual)
                    && ran.code == Some(0)
                    && !keys.contains(&"e")
                {
                    assert!(
                        seen.cues.iter().any(|it| names_in(&words(it)).len() == 4),
                        "{when}"
                    );
                }
            }
        }
    }
}

/// A stage as lines, the questions left out.
pub fn transcript(stages: &[Stage]) -> String {
    let mut lines = Vec::new();
    for it in stages {
        let clock = it.clock.map(|it| format!(" [{} of {} s]", it.left, it.of));
        lines.push(format!("{}{}", it.title, clock.unwrap_or_default()));
        lines.extend(it.text.lines().map(|it| format!("  {it}")));
        lines.extend((!it.list.is_empty()).then(|| format!("  ({} questions)", it.list.len())));
        lines.extend(it.rows.iter().map(|it| format!("  {}: {}", it.0, it.1)));
        let room = |it: &(String, Vec<String>)| format!("  {}: {}", it.0, it.1.join(", "));
        lines.extend(it.rooms.iter().map(room));
        for track in &it.tracks {
            let marks = track.marks.iter().map(|it| format!("{} {}", it.0, it.1));
            let marks = marks.collect::<Vec<_>>().join(", ");
            lines.push(format!("  {} {}: {marks}", track.name, track.about));
        }
        lines.extend((!it.foot.is_empty()).then(|| format!("  {}", it.foot)));
        lines.extend(it.note.iter().map(|it| format!("  note: {it}")));
    }
    lines.join("\n")
}

#[test]
fn a_hybrid_breakout_of_fourteen_in_both_windows() {
    let with = "Ana,Ben,Chi,Dev,Eli,Finn,Gus,Hana,Ivo,Jun,Kim,Lea,Mio,Noa";
    let line = format!("run breakout-graded --with {with} --remote Ana,Ben,Chi,Dev,Eli,Finn --cue");
    let keys = [
        "",
        "g",
        "Hana",
        "j",
        "Uma (remote)",
        "j",
        "Gus (remote)",
        "",
        "g",
        "Noa",
        "m",
        "",
    ];
    let (ran, seen) = hold(&Ground::new(), &line, &keys);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_snapshot!("breakout_on_the_stage", transcript(&seen.stages));
    assert_snapshot!("breakout_on_the_cue", transcript(&seen.cues));
}

#[test]
fn the_cue_of_two_words_line_by_line() {
    let ground = Ground::new();
    ground.team_file("care.toml", CARE);
    let line = "run two-words --with Ana,Ben,Chi --mode remote --cue";
    let (ran, _) = hold(&ground, line, &["", "v", "", "m", "", "l"]);
    assert_snapshot!(ran.out, @r#"
    This window is for you alone. In the window to share: firelight stage
    Your cue: Two words.
    step 1 of 5.
    “Two words for how you are right now. They do not have to fit together. No reason needed, and nobody will ask. Choose from the screen or use your own, in any language. Pass is a full answer.”
    and: “Nobody brings up your words later, unless you do. Kept: when we met and the words to choose from. Nothing that is said.”
    note: Say: 'Camera as you like. The chat counts as speaking, but it may be stored.'
    time: this step: 0:30 left of 30 s; the whole: 2 min left, ends about 09:32; 2 min to spare
    More notes: ?.
    Enter: next.
    ?: keys.
    step 3 of 5.
    “Which two words fit right now?”
    chat: v shows the text to paste; whole, in another window: firelight stage --text
    time: this step: 0:20 left of 20 s; the whole: 2 min left, ends about 09:32; 2 min to spare
    20 seconds.
    Two words
    Which two words fit right now?
    interested, active, pleased, lively, joyful, energetic
    hard to convince, distracted, too excited, blocked, upset, shocked
    fully here, done for today, understood, appreciated, fulfilled, quiet inside
    shy, slowed down, without help, very sleepy, completely lost, completely empty
    Pass is a full answer.
    step 3 of 5.
    1 of 3. Chi.
    “Two words for how you are right now.”
    then: Ana, Ben
    note: After each person only 'Thank you.' No 'Great!', no 'Oh no', no questions.
    time: this turn: 0:10 left of 10 s; the whole: 1 min left, ends about 09:32; 2 min to spare
    More notes: ?.
    10 seconds.
    The stage says: We take a moment.
    1: Slow down. Nothing has to happen now, and nobody has to explain anything.
    2: Ask, and wait: “Take your time. Do you want to go on, pause, or hand over? All fine.” Whoever has the turn decides how it ends.
    3: A break of five minutes is fine, for everybody. The clock stands.
    4: Afterwards, just the two of you: “Is there someone you'd like me to call?” A person is the support: not this program, and not you alone.
    5: If somebody may be in danger, promise no secrecy: “Thank you for telling us. I'd like to speak with you right after, just us.” Then do as your place has it.
    Dr. Qxlind: +49 30 1234
    Enter: go on.
    1 of 3. Chi.
    “Two words for how you are right now.”
    then: Ana, Ben
    note: After each person only 'Thank you.' No 'Great!', no 'Oh no', no questions.
    time: this turn: 0:10 left of 10 s; the whole: 1 min left, ends about 09:32; 2 min to spare
    More notes: ?.
    10 seconds.
    Enter: next.
    1 of 3. Ana.
    then: Ben, Chi
    2 of 3. Ben.
    say: “Thank you. Ben, if you like.”
    then: Chi
    3 of 3. Chi.
    say: “Thank you. Chi, if you like.”
    then: this is the last turn
    step 5 of 5.
    “There is still room, if anyone would like a turn now. Thank you. If your two words want company, find somebody after this.”
    note: After the first sentence, wait three breaths and look at nobody.
    time: this step: 0:25 left of 25 s; the whole: 1 min left, ends about 09:32; 2 min to spare
    Enter: finish.
    Remember these names, so that groups can differ next time?
    3 people.
    Everybody who can open the team's folder can read them there.
    n: no
    y: yes
    (Enter: no)
    no.
    Two words: held, in 1 minute.
    What is kept of it: firelight log show
    "#);
}

#[test]
fn the_cue_of_headlines_line_by_line() {
    let ground = Ground::new();
    let line = "run headlines --with Ana,Ben,Chi,Dev --mode room --minutes 3 --cue";
    let (ran, _) = hold(&ground, line, &[]);
    assert_snapshot!(ran.out, @r#"
    This window is for you alone. In the window to share: firelight stage
    Your cue: Headlines.
    step 1 of 5.
    “If your last week were a newspaper's front page, what would your headline be? Twelve words at most, only your own news, small or large. Add 'ask me' if you'd like questions later, or 'just read' if not. Pass is a full answer.”
    and: “Nobody brings up your words later, unless you do. Kept: when we met and the ideas to choose from. Nothing that is said.”
    note: Go early yourself, with something real that no task list shows. Small is good: then small news is easy for everybody.
    time: this step: 0:40 left of 40 s; the whole: 3 min left, ends about 09:33
    More notes: ?.
    Enter: next.
    ?: keys.
    step 3 of 5.
    “Find your headline. Small news is welcome. These are only ideas.”
    1. A win: the old printer works again
    2. Almost: the shelf stands, but leans a little
    3. Learned: a knot that opens with one pull
    4. Coming up: a new desk on Thursday
    5. Changed: my mornings now start without messages
    6. Small joy: sun on my desk at noon
    7. Odd: three lost gloves in one street
    8. Asking for help: who can lend a ladder?
    time: this step: 0:26 left of 26 s; the whole: 3 min left, ends about 09:33
    26 seconds.
    1 of 4. Chi.
    “Your headline. Then 'ask me' or 'just read'.”
    then: Dev, Ana, Ben
    land: “Thank you. I can tell there is more. Which sentence would you like to end with?”
    note: Long story: 'One more sentence, and then we thank you.' About somebody else: 'Please speak only for yourself.'
    time: this turn: 0:18 left of 18 s; the whole: 2 min left, ends about 09:33; turns of 18 s now, instead of 25 s
    More notes: ?.
    18 seconds.
    2 of 4. Dev.
    say: “Thank you. Dev, if you like.”
    then: Ana, Ben
    land: “Your time is nearly over. One more sentence, please, and then we'll thank you.”
    time: this turn: 0:18 left of 18 s; the whole: 2 min left, ends about 09:33; turns of 19 s now, instead of 25 s
    3 of 4. Ana.
    say: “Thank you. Ana, if you like.”
    then: Ben
    land: “One more sentence, and then we thank you.”
    time: this turn: 0:19 left of 19 s; the whole: 2 min left, ends about 09:33
    19 seconds.
    4 of 4. Ben.
    say: “Thank you. Ben, if you like.”
    then: this is the last turn
    land: “Thank you. I can tell there is more. Which sentence would you like to end with?”
    time: this turn: 0:19 left of 19 s; the whole: 1 min left, ends about 09:33
    step 5 of 5.
    “There is still room, if anyone would like a turn now. Thank you. After the meeting, pick one person who said 'ask me' and take two minutes together. Nobody asks about the other headlines.”
    note: After the first sentence, wait three breaths and look at nobody. If nobody said 'ask me', stop after the thanks.
    time: this step: 0:40 left of 40 s; the whole: 1 min left, ends about 09:33
    Enter: finish.
    Remember these names, so that groups can differ next time?
    4 people.
    Everybody who can open the team's folder can read them there.
    n: no
    y: yes
    (Enter: no)
    no.
    Headlines: held, in 3 minutes.
    What is kept of it: firelight log show
    "#);
}

#[test]
fn a_damaged_care_file_is_said_and_the_card_is_there_without_it() {
    let ground = Ground::new();
    ground.team_file("care.toml", format!("{CARE}hourz = \"9 to 17\"\n"));
    let ran = ground.within(&["check"], []);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("care.toml:4:1"), "{}", ran.out);
    assert!(ran.out.contains("hours"), "{}", ran.out);

    let line = "run two-words --people 3 --mode room";
    let (ran, seen) = hold(&ground, &format!("{line} --cue"), &["m"]);
    assert!(ran.err.contains("care.toml:4:1"), "{}", ran.err);
    assert!(ran.out.contains("care.toml is damaged"), "{}", ran.out);
    let card = words(&seen.cues[1]);
    assert!(
        card.contains("Is there someone you'd like me to call?"),
        "{card}"
    );
    assert!(
        card.contains("[[contact]]") && !card.contains("Qxlind"),
        "{card}"
    );

    // Where everybody looks at this window there is no card, and the file is nobody's business.
    let (ran, seen) = hold(&ground, line, &["m"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(!ran.out.contains("care.toml"), "{}", ran.out);
    assert_eq!(
        words(&seen.cues[1]).trim(),
        "Two words\n\nWe take a moment.\n\n\n\n\ngo on\nstop"
    );
}

#[test]
fn a_cue_that_cannot_be_saved_says_that_the_stage_stands_still() {
    let ground = Ground::new();
    let disk = FaultyDisk::within(&ground.running(), 12, Then::Errors(Errno::NOSPC));
    let arguments = [
        "run",
        "two-words",
        "--people",
        "3",
        "--mode",
        "room",
        "--cue",
    ];
    let lines = [""; 20].map(str::to_string);
    let ran = ground.within_on(&disk, &arguments, lines, |plain| Box::new(plain));
    assert!(disk.was_reached());
    let note = "Not being saved just now. Until then the stage stands still.";
    assert!(ran.out.contains(note), "{}", ran.out);
}

#[test]
fn the_rest_of_a_ritual_is_held_on_another_computer_from_any_step() {
    for (at, first) in [("turns", "1 of 3. "), ("close", "There is still room")] {
        let elsewhere = Ground::new();
        let line = format!("run headlines --at {at} --minutes 5 --people 3 --mode room --cue");
        let (ran, seen) = hold(&elsewhere, &line, &[]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(ran.out.contains(" min to spare"), "{}", ran.out);
        assert!(ran.out.contains(first), "{}", ran.out);
        assert!(!ran.out.contains("newspaper"), "{}", ran.out);
        let on_stage = words(&seen.stages[1]);
        assert!(
            !on_stage.contains("newspaper") && !on_stage.contains("front page"),
            "{on_stage}"
        );
    }
}

/// Whoever leads, with another window in which a command is run before each answer.
struct Beside<U> {
    own: U,
    ground: Rc<Ground>,
    flag: &'static str,
    ran: Rc<RefCell<Vec<Ran>>>,
}

impl<U: Ui> Ui for Beside<U> {
    fn stage(&mut self, stage: &Stage) -> Result<Reply<()>, Error> {
        let ran = self.ground.within(&["stage", self.flag], []);
        self.ran.borrow_mut().push(ran);
        self.own.stage(stage)
    }

    fn watch(&mut self, next: &mut dyn FnMut() -> Option<Stage>) -> Result<Reply<()>, Error> {
        self.own.watch(next)
    }

    fn ask(&mut self, question: &Question) -> Result<Reply<String>, Error> {
        self.own.ask(question)
    }

    fn choose(&mut self, choice: &Choice) -> Result<Reply<usize>, Error> {
        self.own.choose(choice)
    }

    fn page(&mut self, page: &Page) -> Result<Reply<()>, Error> {
        self.own.page(page)
    }

    fn tell(&mut self, line: &str) -> Result<(), Error> {
        self.own.tell(line)
    }
}

#[test]
fn what_is_taken_along_is_printed_whole_from_another_window_while_the_session_runs() {
    let ran = |with: &str, flag: &'static str| {
        let ground = Rc::new(Ground::new());
        assert_eq!(ground.within(&["stage", flag], []).code, Some(1));
        let ran = Rc::new(RefCell::new(Vec::new()));
        let line = format!("run breakout-graded --cue {with}");
        let arguments: Vec<&str> = line.split(' ').collect();
        let lines = [""; 20].map(str::to_string);
        ground.within_wrapped(&arguments, lines, |own| {
            Box::new(Beside {
                own,
                ground: Rc::clone(&ground),
                flag,
                ran: Rc::clone(&ran),
            })
        });
        assert_eq!(ground.within(&["stage", flag], []).code, Some(1));
        ran.take()
    };
    let hybrid = "--with Ana,Ben,Chi,Dev,Eli,Finn,Gus --remote Ana,Ben,Chi";
    let text = ran(hybrid, "--text");
    // The line to say, the questions, the talk, and the way back.
    assert_eq!(text.len(), 5);
    assert!(
        text[0].out.starts_with("Ten minutes in small groups"),
        "{:?}",
        text[0]
    );
    let pasted = &text[1].out;
    assert!(
        pasted.starts_with("Room 1: Ana, Ben, Chi\n\nChoose one"),
        "{pasted}"
    );
    assert!(
        pasted.contains("\nFirst name in the alphabet starts.\n"),
        "{pasted}"
    );
    assert!(!pasted.contains("Table"), "{pasted}");
    let slips = ran(hybrid, "--slips");
    assert_eq!(slips[0].code, Some(1));
    assert!(
        slips[0].err.contains("firelight stage --text"),
        "{:?}",
        slips[0]
    );
    assert!(
        slips[1]
            .out
            .starts_with("Table 1: Dev, Eli, Finn, Gus\n\nChoose"),
        "{:?}",
        slips[1]
    );
    assert!(slips[1].out.lines().all(|it| it.chars().count() <= 76));
    // Without names a slip says how many sit there.
    let nameless = ran("--people 7 --mode room", "--slips");
    let nameless = &nameless[1].out;
    assert!(
        nameless.contains("A table of three\n") && nameless.contains("A table of four\n"),
        "{nameless}"
    );
    let nobody_knows = ran("--people 7 --mode hybrid", "--slips");
    assert!(
        nobody_knows[1].out.starts_with("For each table\n"),
        "{nobody_knows:?}"
    );
}

#[test]
fn the_cue_has_the_questions_and_says_how_to_take_them_along() {
    let line = "run breakout-graded --with Ana,Ben,Chi,Dev,Eli,Finn,Gus --remote Ana,Ben,Chi --cue";
    let (_, seen) = hold(&Ground::new(), line, &[]);
    let opening = &seen.cues[1];
    assert_eq!(opening.list.len(), 7);
    let rows = words(opening);
    for flag in ["firelight stage --text", "firelight stage --slips"] {
        assert!(rows.contains(flag), "{rows}");
    }
}
