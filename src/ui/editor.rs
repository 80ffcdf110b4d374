//! A person's own editor, in the terminal that we have given back meanwhile.

use std::io;
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::Why;
use super::signals::Signals;

/// How often it is looked whether the editor has ended, or somebody asked us to.
const LOOK: Duration = Duration::from_millis(30);

/// Opens a file in an editor and waits for its end; whether the editor says that all went well.
///
/// `command` is read by a shell, as git does: it may have arguments and quotes.
///
/// # Errors
/// When it cannot be started.
pub fn edit(command: &str, path: &Path) -> io::Result<bool> {
    let signals = Signals::install()?;
    // The path is an argument of its own, so that no name in it is read by the shell.
    let mut editor = Command::new("/bin/sh")
        .args(["-c", &format!("{command} \"$@\""), "editor"])
        .arg(path)
        .spawn()?;
    let mut was_told = false;
    loop {
        if let Some(ended) = editor.try_wait()? {
            return Ok(ended.success());
        }
        // A terminal's own signals reach the editor by themselves; being terminated does not.
        if signals.stopped() == Some(Why::Terminated) && !was_told {
            was_told = true;
            end(&editor);
        }
        thread::sleep(LOOK);
    }
}

fn end(editor: &Child) {
    // One that has ended already needs no telling.
    let _ = kill_process(Pid::from_child(editor), Signal::TERM);
}
