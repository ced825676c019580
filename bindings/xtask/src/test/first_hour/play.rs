//! Somebody who reads a page and types what it says.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use super::page::Page;
use crate::test::count::{Count, check};
use crate::toolchain::command::without_own_variables;

/// What a program says when a message was accepted.
const ACCEPTED: &str = "送信済: ";

/// A reader, who came with the archives or with the source.
pub(super) struct Reader<'a> {
    route: &'static str,
    folder: &'a Path,
}

impl<'a> Reader<'a> {
    pub(super) fn new(route: &'static str, folder: &'a Path) -> Self {
        Self { route, folder }
    }

    /// Types the commands in their order. `alter` says what is typed instead of a line.
    pub(super) fn follow(&self, page: &Page, alter: &dyn Fn(&str) -> String, count: &mut Count) -> Result<(), String> {
        // The page names one port, so one reader at a time.
        let path = std::env::temp_dir().join("cplink-first-hour.lock");
        let lock = File::create(&path).and_then(|file| file.lock().map(|()| file));
        let _lock = lock.map_err(|error| format!("{}: {error}", path.display()))?;
        let (begun, mut first, mut relays, mut said) = (Instant::now(), None, Vec::new(), String::new());
        for block in &page.blocks {
            match &*block.language {
                "sh" if block.route.is_empty() || block.route == self.route || block.route == "fails" => {
                    said.clear();
                    for line in &block.lines {
                        let name = format!("{}, {}: {line}", page.name, self.route);
                        if line.contains(" serve ") {
                            relays.push(self.relay(&alter(line))?);
                            check(&name, true, count);
                        } else {
                            let (succeeds, output) = self.run(&alter(line))?;
                            said.push_str(&output);
                            let is_right = succeeds != (block.route == "fails");
                            if !is_right {
                                println!("{output}");
                            }
                            check(&name, is_right, count);
                        }
                        if said.contains(ACCEPTED) && first.is_none() {
                            first = Some(begun.elapsed());
                        }
                    }
                }
                "text" => {
                    for line in &block.lines {
                        let is_said = said.lines().any(|said| fits(line, said));
                        if !is_said {
                            println!("{said}");
                        }
                        check(&format!("{}: it says {line}", page.name), is_said, count);
                    }
                }
                _ => {}
            }
        }
        let after = first.map(|first| format!(" after {:.1} s", first.as_secs_f64())).unwrap_or_default();
        let name = format!("{}, {}: a message was accepted{after}", page.name, self.route);
        check(&name, first.is_some(), count);
        Ok(())
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", line]).current_dir(self.folder).stdin(Stdio::null());
        command.env("LC_ALL", "C.UTF-8").env_remove("LD_LIBRARY_PATH").env_remove("PYTHONPATH");
        // What the other suites built is used again.
        command.env("CPLINK_CARGO_PROFILE", "dev").env("CPLINK_CARGO_PACKAGES", "--workspace");
        without_own_variables(&mut command);
        command
    }

    fn run(&self, line: &str) -> Result<(bool, String), String> {
        let output = self.command(line).output().map_err(|error| format!("{line}: {error}"))?;
        let said = [output.stdout, output.stderr].concat();
        Ok((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
    }

    /// Starts what goes on running, until it listens.
    fn relay(&self, line: &str) -> Result<Relay, String> {
        let failed = |error: std::io::Error| format!("{line}: {error}");
        // So that the relay itself is ended, not the shell that started it.
        let mut child = self.command(&format!("exec {line}")).stdout(Stdio::piped()).spawn().map_err(failed)?;
        let output = child.stdout.take().ok_or("the relay has no output")?;
        let relay = Relay(child);
        let mut begin = String::new();
        BufReader::new(output).read_line(&mut begin).map_err(failed)?;
        if begin.starts_with("listening on ") { Ok(relay) } else { Err(format!("{line}: it does not listen")) }
    }
}

/// A running relay; it ends with this value.
struct Relay(Child);

impl Drop for Relay {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to do.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Whether a line is what the page shows, where `…` is anything.
pub(super) fn fits(shown: &str, said: &str) -> bool {
    let mut parts = shown.trim_end().split('…');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = said.trim_end().strip_prefix(first) else { return false };
    let mut is_open = false;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        (rest, is_open) = (&rest[at + part.len()..], part.is_empty());
    }
    rest.is_empty() || is_open
}
