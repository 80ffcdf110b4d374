//! Which folders are used, with what rights, and which are refused.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use firelight::clock::{Clock, Stamp, VirtualClock};
use firelight::disk::{Disk, Look, RealDisk, Rights};
use firelight::journal::Journal;
use firelight::journal::shelf::sweep;
use firelight::places::{Asked, Places, Refused, resolve};

use crate::sample::opening;

struct World {
    _temp: tempfile::TempDir,
    top: PathBuf,
    env: HashMap<&'static str, OsString>,
}

impl World {
    fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        let top = temp.path().canonicalize().unwrap();
        fs::create_dir(top.join("home")).unwrap();
        let env = HashMap::from([("HOME", top.join("home").into_os_string())]);
        Self {
            _temp: temp,
            top,
            env,
        }
    }

    fn folder(&self, path: &str) -> PathBuf {
        let path = self.top.join(path);
        fs::create_dir_all(&path).unwrap();
        path
    }

    fn resolve(&self, home: Option<&Path>, private: Option<&Path>) -> Result<Places, Refused> {
        self.resolve_in(&self.folder("work"), home, private)
    }

    fn resolve_in(
        &self,
        folder: &Path,
        home: Option<&Path>,
        private: Option<&Path>,
    ) -> Result<Places, Refused> {
        resolve(&Asked {
            home,
            private,
            env: &|name| self.env.get(name).cloned(),
            folder,
        })
    }
}

#[test]
fn the_usual_places_are_xdg() {
    let mut world = World::new();
    let places = world.resolve(None, None).unwrap();
    let home = world.top.join("home");
    assert_eq!(places.private, home.join(".local/state/firelight"));
    assert_eq!(places.team, home.join(".local/share/firelight/team"));

    let state = world.top.join("state");
    world.env.insert("XDG_STATE_HOME", state.clone().into());
    world.env.insert("XDG_DATA_HOME", "relative".into());
    let places = world.resolve(None, None).unwrap();
    assert_eq!(places.private, state.join("firelight"));
    assert_eq!(places.team, home.join(".local/share/firelight/team"));
}

#[test]
fn the_team_is_the_flag_then_the_variable_then_the_parent_then_the_last() {
    let mut world = World::new();
    let last = world.folder("last");
    world
        .resolve(Some(&last), None)
        .unwrap()
        .make(&RealDisk)
        .unwrap();
    assert_eq!(world.resolve(None, None).unwrap().team, last);

    let inside = world.folder("parent/a/b");
    fs::write(world.top.join("parent/firelight.toml"), "").unwrap();
    let found = world.resolve_in(&inside, None, None).unwrap().team;
    assert_eq!(found, world.top.join("parent"));

    let named = world.folder("variable");
    world.env.insert("FIRELIGHT_HOME", named.clone().into());
    let found = world.resolve_in(&inside, None, None).unwrap().team;
    assert_eq!(found, named);

    let found = world.resolve_in(&inside, Some(Path::new("x/../y")), None);
    assert_eq!(found.unwrap().team, inside.join("y"));

    world.env.remove("FIRELIGHT_HOME");
    // Half a line is no folder, though a folder may have that name.
    let half = world.folder("la");
    let private = world.resolve(None, None).unwrap().private;
    let mut line = fs::read(private.join("last-team")).unwrap();
    line.truncate(half.as_os_str().len());
    fs::File::create(private.join("last-team"))
        .and_then(|mut it| std::io::Write::write_all(&mut it, &line))
        .unwrap();
    let usual = world.resolve(None, None).unwrap().team;
    assert!(usual.ends_with("firelight/team"), "{usual:?}");
    world
        .resolve(Some(&last), None)
        .unwrap()
        .make(&RealDisk)
        .unwrap();
    fs::remove_dir(last).unwrap();
    let usual = world.resolve(None, None).unwrap().team;
    assert!(usual.ends_with("firelight/team"), "{usual:?}");
}

#[test]
fn without_a_home_the_flags_are_named() {
    let mut world = World::new();
    world.env.insert("HOME", OsString::new());
    let refused = world.resolve(None, None).unwrap_err().to_string();
    assert!(refused.contains("--private DIR"), "{refused}");
    let private = world.top.join("p");
    let refused = world.resolve(None, Some(&private)).unwrap_err().to_string();
    assert!(refused.contains("--home DIR"), "{refused}");
    let team = world.top.join("t");
    assert!(world.resolve(Some(&team), Some(&private)).is_ok());
}

#[test]
fn a_private_folder_that_others_may_read_is_refused() {
    let world = World::new();
    world.folder("repo/.git");
    world.folder("worktree");
    fs::write(world.top.join("worktree/.git"), "gitdir: x").unwrap();
    world.folder("Dropbox");
    world.folder("OneDrive - Lanterns");
    world.folder("syncthing/.stfolder");
    world.folder("nextcloud");
    fs::write(world.top.join("nextcloud/.sync_1234.db"), "").unwrap();
    world.folder("sketches/.hg");
    world.folder("nextcloud2");
    world.folder("OneDrive-Lanterns");
    world.folder("pCloudDrive");
    world.folder("others");
    fs::write(world.top.join("others/firelight.toml"), "").unwrap();
    let team = world.folder("team");
    symlink(&team, world.top.join("way-in")).unwrap();
    symlink(world.folder("elsewhere"), world.top.join("link")).unwrap();
    for bad in [
        "link/",
        "others/a",
        "sketches/a",
        "nextcloud2/a",
        "OneDrive-Lanterns/a",
        "pCloudDrive/a",
        "team",
        "team/private",
        "way-in/private",
        "work/../team/x",
        "repo/a/b",
        "worktree/a",
        "Dropbox/a",
        "OneDrive - Lanterns/a",
        "syncthing/a",
        "nextcloud/a",
    ] {
        let private = world.top.join(bad);
        let refused = world.resolve(Some(&team), Some(&private));
        let Err(Refused::NotPrivate { .. } | Refused::Rights(_)) = refused else {
            panic!("{bad}: {refused:?}");
        };
    }

    for good in ["droplets/a", "onedrivers/a", "megaphone/a"] {
        let private = world.top.join(good);
        assert!(world.resolve(Some(&team), Some(&private)).is_ok(), "{good}");
    }

    // Dropbox keeps its own settings in the home folder without keeping that in step.
    world.folder("home/.dropbox");
    assert!(world.resolve(None, None).is_ok());
}

#[test]
fn a_private_folder_with_loose_rights_or_behind_a_link_is_refused_with_the_fix() {
    let world = World::new();
    let private = world.folder("private");
    fs::set_permissions(&private, fs::Permissions::from_mode(0o750)).unwrap();
    let refused = world.resolve(None, Some(&private)).unwrap_err().to_string();
    assert!(refused.contains("chmod 700"), "{refused}");
    fs::set_permissions(&private, fs::Permissions::from_mode(0o700)).unwrap();
    assert!(world.resolve(None, Some(&private)).is_ok());

    let link = world.top.join("link");
    symlink(&private, &link).unwrap();
    let refused = world.resolve(None, Some(&link)).unwrap_err().to_string();
    assert!(refused.contains("is a link"), "{refused}");
}

/// The umask belongs to the whole process, so this runs in one of its own.
#[test]
fn private_files_have_their_rights_under_every_umask() {
    for umask in [0o000, 0o022, 0o077, 0o777] {
        let temp = tempfile::tempdir().unwrap();
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        child
            .args(["--exact", "folders::umask_child"])
            .env(
                "FIRELIGHT_TEST_UMASK",
                format!("{umask} {}", temp.path().display()),
            )
            .stdout(std::process::Stdio::null());
        let status = crate::forks::spawn(&mut child).wait().unwrap();
        assert!(status.success(), "{umask:o}");
        let mode = |it: &str| {
            let found = fs::metadata(temp.path().join(it)).unwrap();
            found.permissions().mode() & 0o7777
        };
        assert_eq!(mode("a"), 0o700, "{umask:o}");
        assert_eq!(mode("a/b"), 0o700, "{umask:o}");
        assert_eq!(mode("a/b/private"), 0o600, "{umask:o}");
        assert_eq!(mode("a/b/shared"), 0o666 & !umask, "{umask:o}");
    }
}

#[test]
fn umask_child() {
    let Ok(order) = std::env::var("FIRELIGHT_TEST_UMASK") else {
        return;
    };
    let (umask, top) = order.split_once(' ').unwrap();
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(umask.parse().unwrap()));
    let folder = Path::new(top).join("a/b");
    RealDisk.make_folder(&folder, Rights::Private).unwrap();
    let private = RealDisk.create(&folder.join("private"), Rights::Private);
    private.unwrap().append(b"x").unwrap();
    let _ = RealDisk
        .create(&folder.join("shared"), Rights::Shared)
        .unwrap();
}

#[test]
fn links_pipes_and_folders_are_neither_read_nor_written() {
    let world = World::new();
    let folder = world.folder("f");
    fs::write(folder.join("file"), "12345").unwrap();
    symlink("file", folder.join("link")).unwrap();
    symlink("nothing", folder.join("dangling")).unwrap();
    let pipe = folder.join("pipe");
    rustix::fs::mkfifoat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::Mode::from_raw_mode(0o600),
    )
    .unwrap();
    for bad in ["link", "dangling", "pipe", "."] {
        let path = folder.join(bad);
        let read = RealDisk.read(&path, 100).unwrap_err();
        assert_eq!(read.kind(), std::io::ErrorKind::InvalidInput, "{bad}");
        assert!(RealDisk.create(&path, Rights::Shared).is_err(), "{bad}");
        assert!(RealDisk.reopen(&path, 0).is_err(), "{bad}");
    }
    assert_eq!(RealDisk.read(&folder.join("file"), 5).unwrap(), b"12345");
    let read = RealDisk.read(&folder.join("file"), 4).unwrap_err();
    assert_eq!(read.kind(), std::io::ErrorKind::FileTooLarge);

    let moved = RealDisk.rename_new(&folder.join("file"), &folder.join("dangling"));
    let refused = moved.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::AlreadyExists);
    assert!(!folder.join("nothing").exists());
}

struct ClockAt(Stamp);

impl Clock for ClockAt {
    fn now(&self) -> Stamp {
        self.0
    }

    fn run_out(&self, _seconds: i64) {}

    fn is_virtual(&self) -> bool {
        false
    }
}

#[test]
fn a_journal_goes_when_its_last_stamp_and_its_file_are_both_too_old() {
    let world = World::new();
    let folder = world.folder("running");
    let journal = Journal::begin(&RealDisk, &folder, &opening()).unwrap();
    let Look { changed, .. } = RealDisk.look(journal.path()).unwrap();
    let later = opening().started.max(changed) + chrono::TimeDelta::days(8);
    let swept = |at: Stamp| sweep(&RealDisk, &folder, &ClockAt(at)).len();

    assert_eq!(swept(later), 0, "somebody has it open");
    drop(journal);
    assert_eq!(sweep(&RealDisk, &folder, &VirtualClock::at(later)).len(), 0);
    let earlier = opening().started.min(changed) + chrono::TimeDelta::days(7);
    assert_eq!(swept(earlier), 0, "one of the two is not old enough");
    assert_eq!(swept(later), 1);
    assert!(RealDisk.list(&folder).unwrap().is_empty());
}
