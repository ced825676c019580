//! Somebody who reads a page and types what it says.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use super::page::{Block, Page};
use crate::test::count::{Count, check};

/// What a program says when a message was accepted.
const ACCEPTED: &str = "送信済: ";

/// Somebody at a desk.
pub(super) struct Reader<'a> {
    /// What the desk is called in the list of tests.
    pub(super) desk: &'a str,
    /// Whether this reader types a line.
    pub(super) types: &'a dyn Fn(&Block, &str) -> bool,
    /// What is run then.
    pub(super) command: &'a dyn Fn(&str) -> Command,
}

impl Reader<'_> {
    /// Types the commands in their order.
    pub(super) fn follow(&self, page: &Page, count: &mut Count) -> Result<(), String> {
        // The page names one port, so one reader at a time.
        let path = std::env::temp_dir().join("cplink-first-hour.lock");
        let lock = File::create(&path).and_then(|file| file.lock().map(|()| file));
        let _lock = lock.map_err(|error| format!("{}: {error}", path.display()))?;
        let (begun, mut first, mut relays, mut said) = (Instant::now(), None, Vec::new(), String::new());
        for block in &page.blocks {
            let lines: Vec<&String> = block.lines.iter().filter(|line| (self.types)(block, line)).collect();
            if !lines.is_empty() {
                said.clear();
            }
            for line in lines {
                let name = format!("{}, {}: {line}", page.name, self.desk);
                if line.contains(" serve ") {
                    relays.push(self.relay(line)?);
                    check(&name, true, count);
                    continue;
                }
                let (succeeds, output) = self.run(line)?;
                if succeeds == (block.route == "fails") {
                    println!("{output}");
                }
                check(&name, succeeds != (block.route == "fails"), count);
                said.push_str(&output);
                if output.contains(ACCEPTED) && first.is_none() {
                    first = Some(begun.elapsed());
                }
            }
            if block.language == "text" {
                for line in &block.lines {
                    let is_said = said.lines().any(|said| fits(line, said));
                    if !is_said {
                        println!("{said}");
                    }
                    check(&format!("{}, {}: it says {line}", page.name, self.desk), is_said, count);
                }
            }
        }
        let after = first.map(|first| format!(" after {:.1} s", first.as_secs_f64())).unwrap_or_default();
        check(&format!("{}, {}: a message was accepted{after}", page.name, self.desk), first.is_some(), count);
        Ok(())
    }

    fn run(&self, line: &str) -> Result<(bool, String), String> {
        let output = (self.command)(line).stdin(Stdio::null()).output().map_err(|error| format!("{line}: {error}"))?;
        let said = [output.stdout, output.stderr].concat();
        Ok((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
    }

    /// Starts what goes on running, until it listens.
    fn relay(&self, line: &str) -> Result<Relay, String> {
        let failed = |error: std::io::Error| format!("{line}: {error}");
        let mut command = (self.command)(line);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(failed)?;
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
        // One that runs in Wine ends by this.
        drop(self.0.stdin.take());
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
