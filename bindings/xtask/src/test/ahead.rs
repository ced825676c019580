//! What takes long and waits for no other suite is built ahead, beside the suites: those seldom keep two processors
//! busy. It has the lowest priority, so that no test is late because of it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use crate::place::{debug_folder, root};

/// Suites that are being built ahead, one after the other.
pub(super) struct Ahead {
    waiting: BTreeMap<&'static str, Receiver<Result<(), String>>>,
}

impl Ahead {
    /// Begins with the first of these suites.
    pub(super) fn begin(suites: Vec<&'static str>) -> Result<Self, String> {
        let folder = debug_folder().join("suites/ahead");
        std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let (mut waiting, mut senders) = (BTreeMap::new(), Vec::new());
        for suite in suites {
            let (sender, receiver) = channel();
            waiting.insert(suite, receiver);
            senders.push((suite, folder.join(suite).with_extension("log"), sender));
        }
        std::thread::spawn(move || {
            for (suite, log, sender) in senders {
                // The suites may have ended: then nobody reads this.
                let _ = sender.send(build_apart(suite, &log));
            }
        });
        Ok(Self { waiting })
    }

    /// Waits until what this suite needs is built.
    pub(super) fn wait_for(&mut self, suite: &str) -> Result<(), String> {
        let Some(receiver) = self.waiting.remove(suite) else { return Ok(()) };
        receiver.recv().map_err(|_| format!("nothing is known of what {suite} needs"))?
    }
}

/// Builds in a process of its own, which ends with this one; shows what it said where it failed.
fn build_apart(suite: &str, log: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", log.display());
    let output = File::create(log).map_err(failed)?;
    // This program itself, also after cargo has put a newer one in its place; `self` would be `nice`.
    let program = format!("/proc/{}/exe", std::process::id());
    let mut child = Command::new("nice")
        .args(["-n", "19", &program, "build-ahead", suite])
        .current_dir(root())
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(output.try_clone().map_err(failed)?)
        .stderr(output)
        .spawn()
        .map_err(|error| format!("nice: {error}"))?;
    // Closed before, it would end the child.
    let open = child.stdin.take();
    let status = child.wait().map_err(failed)?;
    drop(open);
    if status.success() {
        return Ok(());
    }
    let said = std::fs::read_to_string(log).map_err(failed)?;
    Err(format!("{said}\nwhat suite {suite} needs could not be built"))
}

/// Ends this process, and what it runs, when the one that started it has ended: its end of the pipe goes with it.
pub(super) fn end_with_parent() {
    std::thread::spawn(|| {
        // An error means the same as the end.
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        // The shell's own: a machine may lack the program.
        let end = format!("kill -s TERM -- -{}", std::process::id());
        let _ = Command::new("sh").args(["-c", &end]).status();
    });
}
