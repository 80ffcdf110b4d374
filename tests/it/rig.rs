//! Whole commands in one process: a team's folder, a person's folder, a clock that stands
//! still, chance with a seed, and somebody at the door who reads from a script.

use std::cell::RefCell;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use firelight::cli::{self, Asked};
use firelight::clock::{Clock, VirtualClock};
use firelight::commands::{Context, Exit, Failure};
use firelight::disk::{Disk, RealDisk};
use firelight::logs::Log;
use firelight::logs::read::read_all;
use firelight::ui::lines::{Line, Lines};
use firelight::ui::plain::Plain;
use firelight::ui::{Choice, Error, Page, Question, Reply, Stage, Ui};

use crate::forks;

/// When every rehearsal begins.
pub const START: &str = "2026-11-30T09:30:12+01:00";

/// What is said when the script is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nothing: the input has ended.
    End,
    /// The program breaks.
    Panic,
}

/// So many times Enter, and then something else.
#[derive(Clone, Copy, Debug)]
pub struct Enters(pub usize, pub Then);

/// Enter, as often as anybody may want it.
pub const ENOUGH: Enters = Enters(500, Then::End);

impl Lines for Enters {
    fn line(&mut self, _wait: Option<Duration>) -> Line {
        if self.0 == 0 {
            return match self.1 {
                Then::End => Line::End,
                Then::Panic => std::panic::resume_unwind(Box::new("a panic that a test wants")),
            };
        }
        self.0 -= 1;
        Line::Text(String::new())
    }
}

/// Somebody who writes to one place through several hands.
#[derive(Clone, Default)]
pub struct Kept(Rc<RefCell<Vec<u8>>>);

impl Kept {
    pub fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A stage that was shown.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Shown {
    pub place: String,
    pub speaker: Option<String>,
    pub text: String,
    pub note: Option<String>,
}

impl Shown {
    /// Where in the session it stands.
    pub fn at(&self) -> (&str, &str) {
        (&self.place, &self.text)
    }

    pub fn is_unsaved(&self) -> bool {
        self.note.as_deref() == Some("Not being saved just now.")
    }
}

/// The plain port, with each stage written down before anybody answers.
struct Watched<'a> {
    plain: Plain<'a>,
    stages: Box<dyn Write + 'a>,
    look: &'a dyn Fn(&Shown),
}

impl Ui for Watched<'_> {
    fn stage(&mut self, stage: &Stage) -> Result<Reply<()>, Error> {
        let shown = Shown {
            place: stage.place.clone(),
            speaker: stage.speaker.clone(),
            text: stage.text.clone(),
            note: stage.note.clone(),
        };
        (self.look)(&shown);
        let line = serde_json::to_string(&shown).unwrap() + "\n";
        self.stages.write_all(line.as_bytes()).unwrap();
        self.plain.stage(stage)
    }

    fn watch(&mut self, next: &mut dyn FnMut() -> Option<Stage>) -> Result<Reply<()>, Error> {
        self.plain.watch(next)
    }

    fn ask(&mut self, question: &Question) -> Result<Reply<String>, Error> {
        self.plain.ask(question)
    }

    fn choose(&mut self, choice: &Choice) -> Result<Reply<usize>, Error> {
        self.plain.choose(choice)
    }

    fn page(&mut self, page: &Page) -> Result<Reply<()>, Error> {
        self.plain.page(page)
    }

    fn tell(&mut self, line: &str) -> Result<(), Error> {
        self.plain.tell(line)
    }
}

/// What came of a command.
pub struct Outcome {
    pub ended: Result<Exit, Failure>,
    pub said: String,
    pub stages: Vec<Shown>,
    pub out: String,
    pub err: String,
}

impl Outcome {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match &self.ended {
            Ok(exit) => exit.code(),
            Err(failure) => failure.code(),
        }
    }
}

/// Two folders and what to do in them.
pub struct Rig {
    /// Both folders lie here.
    pub top: PathBuf,
    _folder: Option<tempfile::TempDir>,
}

impl Rig {
    pub fn new() -> Self {
        // Thousands of sessions are held here; syncing real disks would take minutes.
        let memory = tempfile::tempdir_in("/dev/shm");
        let folder = memory.or_else(|_| tempfile::tempdir()).unwrap();
        let top = folder.path().canonicalize().unwrap();
        Self {
            top,
            _folder: Some(folder),
        }
    }

    /// One that another process made.
    pub fn at(top: &Path) -> Self {
        Self {
            top: top.to_path_buf(),
            _folder: None,
        }
    }

    pub fn team(&self) -> PathBuf {
        self.top.join("team")
    }

    pub fn private(&self) -> PathBuf {
        self.top.join("private")
    }

    pub fn running(&self) -> PathBuf {
        self.private().join("running")
    }

    /// A command on the real disk with somebody who goes on and on.
    pub fn run(&self, line: &str) -> Outcome {
        self.run_on(&RealDisk, line, ENOUGH)
    }

    /// A command on `disk`, with `lines` typed.
    pub fn run_on(&self, disk: &dyn Disk, line: &str, lines: Enters) -> Outcome {
        self.run_watched(disk, line, lines, &|_| ())
    }

    /// The same, with a look at every stage before it is answered.
    pub fn run_watched(
        &self,
        disk: &dyn Disk,
        line: &str,
        lines: Enters,
        look: &dyn Fn(&Shown),
    ) -> Outcome {
        let (said, stages) = (Kept::default(), Kept::default());
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let ended = self.command(
            disk,
            line,
            lines,
            &said,
            &stages,
            look,
            (&mut out, &mut err),
        );
        Outcome {
            ended,
            said: said.text(),
            stages: stages_of(&stages.text()),
            out: String::from_utf8(out).unwrap(),
            err: String::from_utf8(err).unwrap(),
        }
    }

    /// The same, where what is said and shown goes to files at once, so that it outlives the
    /// process.
    pub fn run_to_files(&self, disk: &dyn Disk, line: &str) -> Result<Exit, Failure> {
        let said = Arc::new(fs::File::create(self.top.join("said")).unwrap());
        let stages = Arc::new(fs::File::create(self.top.join("stages")).unwrap());
        let outs: (&mut dyn Write, &mut dyn Write) = (&mut io::sink(), &mut io::sink());
        self.command(disk, line, ENOUGH, &said, &stages, &|_| (), outs)
    }

    /// The stages that another process showed, as far as it came.
    pub fn stages(&self) -> Vec<Shown> {
        stages_of(&fs::read_to_string(self.top.join("stages")).unwrap_or_default())
    }

    #[expect(clippy::too_many_arguments, reason = "everything around a command")]
    fn command<W: Write + Clone + 'static>(
        &self,
        disk: &dyn Disk,
        line: &str,
        lines: Enters,
        said: &W,
        stages: &W,
        look: &dyn Fn(&Shown),
        (out, err): (&mut dyn Write, &mut dyn Write),
    ) -> Result<Exit, Failure> {
        self.wait_for_locks();
        let _no_forks = forks::none();
        let clock = VirtualClock::at(START.parse().unwrap());
        let words = ["firelight", "--plain", "--home"].map(Into::into);
        let folders = [
            self.team().into(),
            "--private".into(),
            self.private().into(),
        ];
        let asked = words
            .into_iter()
            .chain(folders)
            .chain(line.split(' ').map(Into::into));
        let (mut globals, matches) = match cli::read(asked, cli::WIDEST) {
            Asked::Command(globals, matches) => (globals, matches),
            Asked::Text(text) | Asked::Misuse(text) => panic!("{text}"),
        };
        globals.seed = globals.seed.or(Some(7));
        let door = || -> Result<Box<dyn Ui + '_>, Error> {
            Ok(Box::new(Watched {
                plain: Plain::new(lines, said.clone(), &clock as &dyn Clock),
                stages: Box::new(stages.clone()),
                look,
            }))
        };
        let mut context = Context {
            globals,
            clock: &clock,
            disk,
            env: &|_| None,
            folder: &self.top,
            out,
            err,
            door: &door,
            is_terminal: false,
            columns: None,
        };
        cli::run(&mut context, &matches)
    }

    /// A process that another test just made may hold our last journal open for a moment.
    fn wait_for_locks(&self) {
        let is_held = |it: &PathBuf| RealDisk.is_locked(it).unwrap_or(false);
        let any_held = || {
            RealDisk
                .list(&self.running())
                .is_ok_and(|it| it.iter().any(is_held))
        };
        let began = Instant::now();
        while any_held() && began.elapsed() < Duration::from_secs(1) {
            std::thread::yield_now();
        }
    }

    /// The logs in the team's folder, each read without a fault.
    pub fn logs(&self) -> Vec<Log> {
        let read = read_all(&RealDisk, &self.team());
        assert_eq!(read.faults, []);
        read.logs.into_iter().map(|(log, _)| log).collect()
    }

    /// Every file below both folders, by its path from the top.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.team(), self.private()];
        while let Some(folder) = folders.pop() {
            for path in RealDisk.list(&folder).unwrap() {
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let path = path.strip_prefix(&self.top).unwrap();
                    files.push(path.to_str().unwrap().to_string());
                }
            }
        }
        files.sort();
        files
    }
}

fn stages_of(lines: &str) -> Vec<Shown> {
    let whole = lines.split_inclusive('\n').filter(|it| it.ends_with('\n'));
    whole.map(|it| serde_json::from_str(it).unwrap()).collect()
}
