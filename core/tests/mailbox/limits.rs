//! No room: programs that may write no file beyond a size, in every step of the mailbox, and go on once they may.
//!
//! The limit is the system's for the program (`ulimit -f`), not a fault that the mailbox knows of.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use cplink::mailbox::{Filter, Mailbox, QueueOptions, Side};
use cplink::progress::Job;
use cplink::relay::State;
use cplink::unit::Unit;
use cplink::{Code, Error, Result};
use cplink_testkit::{RECEIVER, SENDER, must_run};

use crate::kit::{files, serial, unit};
use crate::roles::{Role, Scene, client};

const FOLDER: &str = "CPLINK_MAILBOX_LITTLE_ROOM";
const TOTAL: u32 = 3;
/// Sent when a program is killed that writes beyond its limit.
const SIGXFSZ: i32 = 25;

/// What the program says when it could do no more.
const STUCK: &str = "stuck";
/// And at the end.
const DONE: &str = "done";

/// A file of each size is too large for some limit: the record of an entry has one kilobyte, a receipt a few.
pub(crate) fn large(number: u32) -> Unit {
    let mut unit = unit(number);
    unit.add_attachment("大きい.pdf", format!("%PDF-1.7 {}", "x".repeat(12_000)).into_bytes());
    unit
}

/// Both offices at their mailboxes.
struct Program {
    folder: PathBuf,
    errors: Vec<Error>,
}

impl Program {
    fn note(&mut self, result: Result<()>) {
        self.errors.extend(result.err());
    }

    /// All that can be done now, as a host does it by a timer. Whether it was all.
    fn round(&mut self) -> bool {
        let folder = self.folder.clone();
        let before = self.errors.len();
        let result = self.send(&folder);
        self.note(result);
        let result = self.receive(&folder);
        self.note(result);
        let result = self.send(&folder);
        self.note(result);
        before == self.errors.len()
    }

    fn send(&mut self, folder: &Path) -> Result<()> {
        let mailbox = Mailbox::open(folder.join("out"), SENDER)?;
        for number in 1..=TOTAL {
            let queued = mailbox.queue(&large(number), &QueueOptions::new(), &mut Job::new());
            self.note(queued.map(drop));
        }
        mailbox.pump(&mut client(folder, SENDER), 0, &mut Job::new())?.fault.map_or(Ok(()), Err)?;
        readable(&mailbox)
    }

    fn receive(&mut self, folder: &Path) -> Result<()> {
        let mailbox = Mailbox::open(folder.join("in"), RECEIVER)?;
        let mut client = client(folder, RECEIVER);
        let fault = mailbox.pump(&mut client, 0, &mut Job::new())?.fault;
        while let Some(mut delivery) = mailbox.next(&client, &mut Job::new())? {
            // The host's database: a row, which has no size.
            let row = folder.join("imported").join(delivery.message.serial.as_str());
            let is_new = File::create_new(row).is_ok();
            assert!(is_new || delivery.offered_before(), "it was handed out twice");
            delivery.done()?;
        }
        fault.map_or(Ok(()), Err)?;
        mailbox.pump(&mut client, 0, &mut Job::new())?.fault.map_or(Ok(()), Err)?;
        readable(&mailbox)
    }
}

/// Whatever could not be written, what is there can be read.
pub(crate) fn readable(mailbox: &Mailbox) -> Result<()> {
    let entries = mailbox.list(&Filter::new().with_archive(), &mut Job::new())?;
    let damaged = entries
        .iter()
        .filter_map(|entry| entry.fault.as_ref())
        .find(|fault| fault.error_code() == Code::MailboxDamaged);
    assert!(damaged.is_none(), "{damaged:?}");
    Ok(())
}

/// Runs only as a program of this test.
#[test]
fn a_program_with_little_room() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    // Behind the name of the test.
    println!();
    let mut program = Program { folder, errors: Vec::new() };
    // Once more: what could not be done is tried again, and is no worse for it.
    let could = program.round() && program.round();
    for error in program.errors.drain(..) {
        println!("error {} {} {}", error.code() as i32, error.message_ja(), error.remedy_ja());
    }
    if !could {
        println!("{STUCK}");
        std::io::stdin().lines().next().unwrap().unwrap();
    }
    for _ in 0..2 {
        assert!(program.round(), "{:?}", program.errors);
    }
    println!("{DONE}");
}

/// A program that ends with the test, however that ends.
pub(crate) struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The scene's relay, which answers.
pub(crate) fn started_relay(scene: &Scene) -> Running {
    let relay = Running(scene.start(Role::Relay, 0));
    let port: u16 = fs::read_to_string(scene.path().join("port")).unwrap().parse().unwrap();
    cplink_testkit::wait_until(|| std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
    relay
}

/// Starts the program, under a limit of so many blocks of 512 bytes where there is one.
fn start(scene: &Scene, limit: Option<u32>, is_told: bool) -> Child {
    let test = ["--exact", "limits::a_program_with_little_room", "--nocapture", "--test-threads=1"];
    let mut command = Command::new("sh");
    // A program that does not ask to be told is killed.
    let told = if is_told { "trap '' XFSZ; " } else { "" };
    let limit = limit.map_or_else(String::new, |limit| format!("ulimit -S -f {limit}; "));
    command.arg("-c").arg(format!("{told}{limit}exec \"$0\" \"$@\"")).arg(std::env::current_exe().unwrap()).args(test);
    command.env(FOLDER, scene.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    command.spawn().unwrap()
}

/// What the program says, until it says this; the errors.
fn errors_until(output: &mut impl BufRead, end: &str) -> (BTreeSet<i32>, bool) {
    let mut errors = BTreeSet::new();
    for line in output.lines().map(|line| line.unwrap()) {
        if line == end || line == DONE {
            return (errors, line == end);
        }
        if let Some(error) = line.strip_prefix("error ") {
            let (code, texts) = error.split_once(' ').unwrap();
            assert_eq!(texts.matches("。").count(), 2, "what happened and what to do: {texts}");
            errors.insert(code.parse().unwrap());
        }
    }
    panic!("it ended before it was {end}");
}

/// All of it is done, once, and nothing is left over.
pub(crate) fn nothing_is_lost_or_doubled(scene: &Scene, total: u32) {
    assert_eq!(scene.faults(), [""; 0]);
    let sent = client(scene.path(), SENDER).sent("", &mut Job::new()).unwrap().messages;
    assert!(
        sent.len() == total as usize
            && sent.iter().all(|message| message.state == State::Imported && message.is_signed)
    );
    for (name, side) in [("out", Side::Outbox), ("in", Side::Inbox)] {
        let folder = scene.path().join(name);
        let left: Vec<PathBuf> =
            files(&folder).into_iter().filter(|path| path.to_string_lossy().ends_with(".part")).collect();
        assert_eq!(left, [""; 0].map(PathBuf::from), "half-written files");
        for index in ["due", "recall", "fetch", "report", "done", "entries"] {
            let left = fs::read_dir(folder.join(side.token()).join(index)).map_or(0, Iterator::count);
            assert_eq!(left, 0, "{name} {index}");
        }
    }
}

#[test]
fn a_program_that_has_no_room_is_told_and_goes_on_when_it_has() {
    let (mut were_stuck, mut could) = (0, 0);
    // From nothing at all to more than anything needs.
    for limit in [0, 1, 2, 4, 8, 16, 26, 30, 64] {
        let scene = Scene::new(TOTAL);
        let _relay = started_relay(&scene);
        let mut program = start(&scene, Some(limit), true);
        let mut output = BufReader::new(program.stdout.take().unwrap());
        let (errors, is_stuck) = errors_until(&mut output, STUCK);
        println!("{limit} blocks: {errors:?}");
        if is_stuck {
            were_stuck += 1;
            let expected = [Code::FileWrite, Code::DiskFull].map(|code| code as i32);
            assert!(!errors.is_empty() && errors.iter().all(|code| expected.contains(code)), "{limit}: {errors:?}");
            must_run(scene.path(), "prlimit", &["--pid", &program.id().to_string(), "--fsize=unlimited"]);
            program.stdin.take().unwrap().write_all(b"go on\n").unwrap();
            errors_until(&mut output, DONE);
        } else {
            could += 1;
            assert!(errors.is_empty(), "{limit}: {errors:?}");
        }
        assert!(program.wait().unwrap().success(), "{limit}");
        nothing_is_lost_or_doubled(&scene, TOTAL);
    }
    assert!(were_stuck > 6 && could > 0, "{were_stuck} were stuck, {could} were not");
}

#[test]
fn a_program_that_is_killed_for_writing_too_much_leaves_all_to_the_next() {
    for limit in [1, 4, 12, 24] {
        let scene = Scene::new(TOTAL);
        let _relay = started_relay(&scene);
        let mut killed = start(&scene, Some(limit), false);
        assert_eq!(killed.wait().unwrap().signal(), Some(SIGXFSZ), "{limit}");
        let mut next = start(&scene, None, true);
        let mut output = BufReader::new(next.stdout.take().unwrap());
        assert_eq!(errors_until(&mut output, DONE).0, BTreeSet::new());
        assert!(next.wait().unwrap().success());
        // What was half written is removed a day later, or when its place is written.
        files(scene.path())
            .iter()
            .filter(|path| path.to_string_lossy().ends_with(".part"))
            .for_each(|path| fs::remove_file(path).unwrap());
        nothing_is_lost_or_doubled(&scene, TOTAL);
    }
}

/// The serials are those that the scene expects.
#[test]
fn the_units_are_those_of_the_scene() {
    assert_eq!(large(2).serial(), serial(2));
}
