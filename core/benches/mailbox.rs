//! A mailbox with few and with many entries. `cargo bench -p cplink --bench mailbox [-- ENTRIES]` (20,000 unless it is
//! said; against a twentieth of them)
//!
//! | line | |
//! |---|---|
//! | `ratio NAME` | the time of an entry (of a call, for `idle` and `small pump`) at the many ÷ that at the few; 1 is linear |
//! | `peak_mib NAME` | the memory that it takes at most at the many, beside what is there before |
//! | `files`, `bytes` | what the folders of both offices hold for an entry when all is done |
//!
//! | NAME | what is measured |
//! |---|---|
//! | `queue`, `send`, `receive` | all entries, one call of `pump` for the last two |
//! | `import` | `next` and `done` of all entries |
//! | `report`, `states` | one call of `pump` each: the outcomes, and what became of what was sent |
//! | `list` | all entries that wait; `archive`: all that are done |
//! | `small pump` | a call of `pump` that sends one entry while all others wait |
//! | `idle` | a call of `pump` with nothing to do while all entries wait to be imported |
//!
//! The relay is in this process, and folders are in memory where the system has such: flushing to a disk takes the same
//! time whatever else there is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use cplink::client::Client;
use cplink::keys::FileSigner;
use cplink::mailbox::{Filter, Mailbox, QueueOptions, Side};
use cplink::progress::Job;
use cplink::relay::MemoryRelay;
use cplink::unit::{Address, Serial, Unit};
use cplink_testkit::{RECEIVER, SENDER, World};

const ENTRIES: usize = 20_000;
const FEW: usize = 20;
/// Calls of what is measured by the call.
const CALLS: usize = 20;

/// What was measured: seconds for each entry or call, and MiB.
#[derive(Default)]
struct Run {
    seconds: BTreeMap<&'static str, f64>,
    peaks: BTreeMap<&'static str, f64>,
    files: f64,
    bytes: f64,
}

impl Run {
    fn of<T>(&mut self, name: &'static str, count: usize, run: impl FnOnce() -> T) -> T {
        // On Linux only is there a peak, and can it be forgotten.
        let _ = fs::write("/proc/self/clear_refs", "5");
        let (before, begun) = (peak(), Instant::now());
        let done = black_box(run());
        self.seconds.insert(name, begun.elapsed().as_secs_f64() / count as f64);
        self.peaks.insert(name, peak() - before);
        done
    }
}

struct Desk {
    mailbox: Mailbox,
    client: Client,
}

impl Desk {
    fn new(folder: &Path, relay: &MemoryRelay, office: &str, signer: FileSigner, world: &cplink::keys::Trust) -> Self {
        relay.register(office, "みどり");
        let client = Client::new(relay.transport(office), Arc::new(signer), world.clone()).unwrap();
        Self { mailbox: Mailbox::open(folder.join(office), office).unwrap(), client }
    }

    fn pump(&mut self, limit: usize) -> cplink::mailbox::Pumped {
        let pumped = self.mailbox.pump(&mut self.client, limit as u32, &mut Job::new()).unwrap();
        assert!(pumped.fault.is_none() && pumped.attention.is_empty(), "{pumped:?}");
        pumped
    }

    fn list(&self, filter: &Filter) -> usize {
        self.mailbox.list(filter, &mut Job::new()).unwrap().len()
    }
}

fn unit(number: usize) -> Unit {
    let (hour, minute, second) = (number / 3600, number / 60 % 60, number % 60);
    let serial = Serial::new(&format!("20261101{hour:02}{minute:02}{second:02}")).unwrap();
    let address = |office, service| Address::new(office, service).unwrap();
    let mut unit = Unit::new(address(SENDER, "43"), address(RECEIVER, "11"), serial);
    unit.add_attachment("a.pdf", format!("%PDF-1.7 {number}").into_bytes());
    unit
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let many = arguments.first().map_or(ENTRIES, |count| count.parse().unwrap());
    let few = run(many / FEW);
    let all = run(many);
    for (name, seconds) in &all.seconds {
        let before = few.seconds[name];
        println!("ratio {name} {:.2}  ({:.2} ms against {:.2} ms)", seconds / before, seconds * 1e3, before * 1e3);
    }
    all.peaks.iter().for_each(|(name, peak)| println!("peak_mib {name} {peak:.0}"));
    println!("files {:.2} an entry, against {:.2}", all.files, few.files);
    println!("bytes {:.0} an entry, against {:.0}", all.bytes, few.bytes);
}

fn run(count: usize) -> Run {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let (world, relay, mut run) = (World::new(), MemoryRelay::new(), Run::default());
    let mut sender = Desk::new(folder.path(), &relay, SENDER, world.sender, &world.trust);
    let mut receiver = Desk::new(folder.path(), &relay, RECEIVER, world.receiver, &world.trust);
    let open = Filter::new();

    run.of("queue", count, || {
        for number in 0..count {
            sender.mailbox.queue(&unit(number), &QueueOptions::new(), &mut Job::new()).unwrap();
        }
    });
    assert_eq!(run.of("list", count, || sender.list(&open)), count);
    run.of("small pump", CALLS, || (0..CALLS).for_each(|_| assert_eq!(sender.pump(1).sent, 1)));
    assert_eq!(run.of("send", count, || sender.pump(0).sent as usize), count - CALLS);
    assert_eq!(run.of("receive", count, || receiver.pump(0).received as usize), count);
    run.of("idle", CALLS, || (0..CALLS).for_each(|_| assert_eq!(receiver.pump(0).received, 0)));
    let mut next = 0;
    run.of("import", count, || {
        while let Some(mut delivery) = receiver.mailbox.next(&receiver.client, &mut Job::new()).unwrap() {
            assert_eq!(delivery.message.serial, unit(next).serial(), "in order");
            delivery.done().unwrap();
            next += 1;
        }
    });
    assert_eq!(next, count);
    assert_eq!(run.of("report", count, || receiver.pump(0).reported as usize), count);
    run.of("states", count, || {
        while sender.list(&Filter::new().of_side(Side::Outbox)) > 0 {
            sender.pump(0);
        }
    });
    assert_eq!(run.of("archive", count, || sender.list(&Filter::new().with_archive())), count);
    let files = cplink_testkit::fixtures::files_below(folder.path());
    run.files = files.len() as f64 / count as f64;
    run.bytes = files.iter().map(|file| file.metadata().unwrap().len() as f64).sum::<f64>() / count as f64;
    run
}

/// The most memory that this process had since that was forgotten, in MiB.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.map_or(0.0, |line| line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0)
}
