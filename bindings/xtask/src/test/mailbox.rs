//! Hosts with a mailbox in each language, which are killed at random, and many of them on one folder.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::count::{Count, check};
use super::world::{Relay, World, month_dir};

/// Sender and receiver of the slip.
const MANAGER: &str = "office-9970000012-care-insurance.p12";
const PROVIDER: &str = "office-9970000111-care-dx.p12";
/// The unit whose copies are sent.
const SLIP: &str = "02-slip-home-help/files";
const SLIP_SERIAL: &str = "20250925130001";
/// The longest that everything takes to arrive after the last kill.
const LONGEST: Duration = Duration::from_secs(600);

/// How the example program of a language is started, and how its database is read: a line for each message in the order
/// of import, which begins with the serial.
pub(crate) struct Host<'a> {
    pub(crate) name: &'a str,
    /// The longest that it lives before it is killed, in milliseconds: about twice what it takes to be at work.
    pub(crate) life: u64,
    pub(crate) start: &'a dyn Fn() -> Command,
    pub(crate) read: &'a dyn Fn(&Path) -> Result<String, String>,
}

/// The database of a host that is a plain file; nothing is there before the first message.
pub(crate) fn plain(folder: &Path) -> Result<String, String> {
    let path = folder.join("imported.tsv");
    if path.exists() { std::fs::read_to_string(&path).map_err(shown(&path)) } else { Ok(String::new()) }
}

/// What the suites run: a short month with kills, and many programs on one folder.
pub(crate) fn short(world: &World, host: &Host<'_>, count: &mut Count) -> Result<(), String> {
    killed(world, host, 12, 1, count)?;
    eight(world, host, count)
}

/// Kills sender, receivers and relay at random: nothing is lost, doubled or out of order.
pub(crate) fn killed(world: &World, host: &Host<'_>, kills: u64, seed: u64, count: &mut Count) -> Result<(), String> {
    let (start, total) = (Instant::now(), usize::try_from(kills / 2).unwrap_or(usize::MAX).clamp(6, 400));
    let mut scene = Scene::new(world, host, &format!("mailbox-killed-{}", host.name), total, 2)?;
    let mut random = Random(seed | 1);
    for kill in 0..kills {
        thread::sleep(Duration::from_millis(20 + random.below(host.life)));
        // There is something to do all the time.
        let ready = (u128::from(kill + 1) * total as u128).div_ceil(u128::from(kills));
        scene.lay_ready(usize::try_from(ready).unwrap_or(total))?;
        // The relay takes a while to be there again.
        if random.below(8) == 0 {
            scene.relay.restart()?;
        } else {
            scene.replace(usize::try_from(random.below(3)).unwrap_or(0))?;
        }
    }
    let by_then = scene.imported()?.len();
    scene.replace(0)?;
    scene.finish()?;
    let faults = scene.faults()?;
    faults.iter().for_each(|fault| println!("FAILED {fault}"));
    let took = start.elapsed();
    println!("{}: {kills} kills, {total} messages, {by_then} of them imported by the last kill, {took:.0?}", host.name);
    check(&format!("{}: {kills} kills lose, double and mix up nothing", host.name), faults.is_empty(), count);
    Ok(())
}

/// Eight programs on one folder import each message once.
pub(crate) fn eight(world: &World, host: &Host<'_>, count: &mut Count) -> Result<(), String> {
    let start = Instant::now();
    let mut scene = Scene::new(world, host, &format!("mailbox-eight-{}", host.name), 16, 8)?;
    scene.lay_ready(16)?;
    scene.replace(0)?;
    scene.finish()?;
    let faults = scene.faults()?;
    faults.iter().for_each(|fault| println!("FAILED {fault}"));
    println!("{}: 16 messages, 8 programs, {:.0?}", host.name, start.elapsed());
    check(&format!("{}: 8 programs on one folder import each message once", host.name), faults.is_empty(), count);
    Ok(())
}

/// A relay, a sender and receivers, each of which has everything below one folder.
struct Scene<'a> {
    host: &'a Host<'a>,
    relay: Relay,
    /// The sender first.
    programs: Vec<Child>,
    total: usize,
    /// So many units are there to be queued.
    ready: usize,
}

impl<'a> Scene<'a> {
    fn new(world: &World, host: &'a Host<'a>, name: &str, total: usize, receivers: usize) -> Result<Self, String> {
        let relay = world.relay(&format!("{name}.d"))?;
        let units = relay.folder.join("units");
        std::fs::create_dir_all(&units).map_err(shown(&units))?;
        let mut scene = Self { host, relay, programs: Vec::new(), total, ready: 0 };
        for at in 0..=receivers {
            let program = scene.program(at)?;
            scene.programs.push(program);
        }
        Ok(scene)
    }

    /// Lays units ready up to this one; the sender finds them when it is started the next time.
    fn lay_ready(&mut self, end: usize) -> Result<(), String> {
        for number in self.ready..end {
            unit(&self.relay.folder, number)?;
        }
        self.ready = self.ready.max(end);
        Ok(())
    }

    fn folder(&self, at: usize) -> PathBuf {
        self.relay.folder.join(if at == 0 { "sender" } else { "receiver" })
    }

    fn program(&self, at: usize) -> Result<Child, String> {
        let pki = |name: &str| self.relay.pki.join(name).into_os_string();
        let key = pki(if at == 0 { MANAGER } else { PROVIDER });
        let mut arguments: Vec<OsString> =
            vec![self.relay.url.clone().into(), pki("root.pem"), key, self.folder(at).into()];
        if at == 0 {
            arguments.push(self.relay.folder.join("units").into());
        }
        let log = self.relay.folder.join(format!("host-{at}.log"));
        let log = std::fs::File::options().create(true).append(true).open(&log).map_err(shown(&log))?;
        let mut command = (self.host.start)();
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        command.spawn().map_err(|error| format!("{}: {error}", self.host.name))
    }

    /// Kills a program and starts it again.
    fn replace(&mut self, at: usize) -> Result<(), String> {
        self.fallen()?;
        end(&mut self.programs[at]);
        self.programs[at] = self.program(at)?;
        Ok(())
    }

    /// A program that ended by itself found something that it could not bear.
    fn fallen(&mut self) -> Result<(), String> {
        for (at, program) in self.programs.iter_mut().enumerate() {
            if let Some(status) = program.try_wait().map_err(|error| error.to_string())? {
                let log = self.relay.folder.join(format!("host-{at}.log"));
                return Err(format!("{}: a host ended: {status}; see {}", self.host.name, log.display()));
            }
        }
        Ok(())
    }

    /// The serials in the receiver's database, in the order of import.
    fn imported(&self) -> Result<Vec<String>, String> {
        let read = (self.host.read)(&self.folder(1))?;
        Ok(read.lines().filter_map(|line| line.split('\t').next()).map(str::to_owned).collect())
    }

    /// Waits until everything has arrived, and the sender knows it.
    fn finish(&mut self) -> Result<(), String> {
        let start = Instant::now();
        let waiting = self.folder(0).join("mailbox/outbox/entries");
        while self.imported()?.len() < self.total || !names(&waiting).is_empty() {
            if start.elapsed() > LONGEST {
                return Ok(());
            }
            self.fallen()?;
            thread::sleep(Duration::from_millis(200));
        }
        Ok(())
    }

    fn faults(&self) -> Result<Vec<String>, String> {
        let (imported, expected) = (self.imported()?, (0..self.total).map(serial).collect::<Vec<_>>());
        let mut faults = Vec::new();
        for serial in &expected {
            match imported.iter().filter(|found| *found == serial).count() {
                0 => faults.push(format!("{serial} was not imported")),
                1 => {}
                times => faults.push(format!("{serial} was imported {times} times")),
            }
        }
        if !imported.is_sorted() {
            faults.push(format!("out of order: {imported:?}"));
        }
        let left = names(&self.folder(0).join("mailbox/outbox/entries"));
        faults.extend(left.iter().map(|id| format!("{id}: the sender does not know that it was imported")));
        Ok(faults)
    }
}

impl Drop for Scene<'_> {
    fn drop(&mut self) {
        self.programs.iter_mut().for_each(end);
    }
}

fn end(child: &mut Child) {
    // It may have ended by itself; then there is nothing left to do.
    let _ = child.kill();
    let _ = child.wait();
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
}

/// A copy of the slip with a serial of its own, in a folder that is there as a whole.
fn unit(folder: &Path, number: usize) -> Result<(), String> {
    let (slip, serial) = (month_dir().join(SLIP), serial(number));
    let unit = folder.join("unit");
    std::fs::create_dir_all(&unit).map_err(shown(&unit))?;
    for name in names(&slip) {
        let copy = unit.join(name.replace(SLIP_SERIAL, &serial));
        std::fs::copy(slip.join(&name), &copy).map_err(shown(&copy))?;
    }
    let whole = folder.join("units").join(format!("{number:04}"));
    std::fs::rename(&unit, &whole).map_err(shown(&whole))
}

fn serial(number: usize) -> String {
    format!("20250926{:02}{:02}{:02}", number / 3600, number / 60 % 60, number % 60)
}

fn shown(path: &Path) -> impl Fn(std::io::Error) -> String {
    let path = path.to_owned();
    move |error| format!("{}: {error}", path.display())
}

/// xorshift64.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}
