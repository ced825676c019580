//! A disk that is really full: both mailboxes on a small file system of their own, which has no room or no file left in
//! each step, and room again.
//!
//! Mounting takes rights: the test runs itself once more where it has them (`unshare`), as root or with a namespace of
//! users, and fails where it can have neither.

use std::fs::{self, File};
use std::io::{BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cplink::keys::{Trust, UnixTime};
use cplink::mailbox::{Delivery, EntryState, Filter, Mailbox, QueueOptions};
use cplink::progress::Job;
use cplink::seal::{Limits, open};
use cplink::{Code, Error, Result};
use cplink_testkit::{RECEIVER, SENDER, code, must_run};

use crate::kit::{files, serial};
use crate::limits::{large, nothing_is_lost_or_doubled, readable, started_relay};
use crate::roles::{Scene, client};

const INSIDE: &str = "CPLINK_MAILBOX_SMALL_DISK";
/// What a file takes at least.
const PAGE: u64 = 4096;
/// How many messages go each way with so little room.
const MESSAGES: u32 = 2;

/// Runs the test of this name once more where it may mount; whether this is that run.
fn may_mount(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    // Root in a container may have no namespaces of users, and others have nothing else.
    let ways = [vec!["--mount"], vec!["--map-root-user", "--mount"]];
    let is_allowed = |way: &&Vec<&str>| {
        let tried = Command::new("unshare").args(*way).arg("true").stderr(Stdio::null()).status();
        tried.is_ok_and(|status| status.success())
    };
    let way = ways.iter().find(is_allowed);
    let way = way.expect("a small disk is mounted here: that takes unshare (util-linux), and root or user namespaces");
    let mut again = Command::new("unshare");
    again.args(way).arg(std::env::current_exe().unwrap()).args(["--exact", test, "--nocapture", "--test-threads=1"]);
    let again = again.env(INSIDE, "1").output().unwrap();
    let said = [again.stdout, again.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    println!("{}{}", said[0], said[1]);
    assert!(again.status.success() && said[0].contains("1 passed"), "{test}, where it may mount");
    false
}

/// What there is none of.
#[derive(Clone, Copy)]
enum Lack {
    /// Pages to write on.
    Room,
    /// Files, however empty.
    Files,
}

/// A file system of a few MiB with both mailboxes, and something that fills it.
struct SmallDisk {
    folder: PathBuf,
    lack: Lack,
}

impl SmallDisk {
    fn mount(scene: &Path, lack: Lack) -> Self {
        let folder = scene.join("disk");
        fs::create_dir(&folder).unwrap();
        let options = ["-t", "tmpfs", "-o", "size=6m,nr_inodes=1500,mode=700", "tmpfs", "disk"];
        must_run(scene, "mount", &options);
        for name in ["out", "in"] {
            let there = folder.join(name);
            fs::create_dir(&there).unwrap();
            fs::create_dir(scene.join(name)).unwrap();
            must_run(scene, "mount", &["--bind", there.to_str().unwrap(), name]);
        }
        fs::create_dir(folder.join("filler")).unwrap();
        File::create(folder.join("filler/room")).unwrap();
        Self { folder, lack }
    }

    /// Leaves so many pages, or files.
    fn fill(&self, left: u64) {
        match self.lack {
            Lack::Room => {
                let mut filler = File::create(self.folder.join("filler/room")).unwrap();
                let full = loop {
                    if let Err(full) = filler.write_all(&[0; PAGE as usize]) {
                        break full;
                    }
                };
                assert_eq!(full.kind(), ErrorKind::StorageFull);
                let length = filler.metadata().unwrap().len();
                filler.set_len(length - left * PAGE).unwrap();
            }
            Lack::Files => {
                let filler = |number: u64| self.folder.join(format!("filler/{number}"));
                let count = (0..).find(|number| File::create(filler(*number)).is_err()).unwrap();
                assert_eq!(File::create(filler(count)).unwrap_err().kind(), ErrorKind::StorageFull);
                (count - left..count).for_each(|number| fs::remove_file(filler(number)).unwrap());
            }
        }
    }

    /// Somebody removes what filled it.
    fn clear(&self) {
        for path in files(&self.folder.join("filler")) {
            let is_room = path.ends_with("room");
            if is_room { drop(File::create(path).unwrap()) } else { fs::remove_file(path).unwrap() }
        }
    }

    /// Takes a step while so much is left: again and again it is the same error, or it is done. With room it is done.
    fn squeeze(&self, left: u64, mut step: impl FnMut() -> Result<()>) -> bool {
        self.fill(left);
        let errors: Vec<Error> = (0..3).filter_map(|_| step().err()).collect();
        for error in &errors {
            assert_eq!(error.code(), Code::DiskFull, "{left}: {error:?}");
            assert!(error.message_ja().ends_with('。') && error.remedy_ja().ends_with('。'), "{error:?}");
            assert!(error.os_code().is_some() && error.at().file.is_some(), "{error:?}");
        }
        self.clear();
        step().unwrap();
        !errors.is_empty()
    }
}

/// Both offices, whose programs begin anew with each step.
struct Offices<'a> {
    scene: &'a Scene,
    /// In the hands of a host that could not say what became of it.
    kept: Option<Delivery>,
}

impl Offices<'_> {
    fn outbox(&self) -> Result<Mailbox> {
        Mailbox::open(self.scene.path().join("out"), SENDER)
    }

    fn inbox(&self) -> Result<Mailbox> {
        Mailbox::open(self.scene.path().join("in"), RECEIVER)
    }

    fn queue(&self, numbers: &[u32]) -> Result<()> {
        let outbox = self.outbox()?;
        numbers
            .iter()
            .try_for_each(|number| outbox.queue(&large(*number), &QueueOptions::new(), &mut Job::new()).map(drop))
    }

    fn pump(&self, mailbox: &Mailbox) -> Result<()> {
        let pumped = mailbox.pump(&mut client(self.scene.path(), mailbox.office()), 0, &mut Job::new())?;
        assert!(pumped.attention.is_empty(), "{pumped:?}");
        readable(mailbox)?;
        let attention = mailbox.list(&Filter::new().of_state(EntryState::Attention), &mut Job::new())?;
        assert_eq!(attention.len(), 0, "{attention:?}");
        pumped.fault.map_or(Ok(()), Err)
    }

    /// The host's database has room: it is elsewhere.
    fn import(&mut self, keeps: bool) -> Result<()> {
        if let Some(kept) = &mut self.kept {
            kept.done()?;
            self.kept = None;
        }
        let inbox = self.inbox()?;
        let client = client(self.scene.path(), RECEIVER);
        while let Some(mut delivery) = inbox.next(&client, &mut Job::new())? {
            let (imported, name) = (self.scene.path().join("imported"), delivery.message.serial.to_string());
            let is_new = File::create_new(imported.join(&name)).is_ok();
            assert!(is_new || delivery.offered_before(), "{name} was handed out twice");
            let mut before = (1..).map(|number| serial(number).to_string()).take_while(|other| *other != name);
            assert!(before.all(|other| imported.join(other).is_file()), "{name} came too early");
            if let Err(error) = delivery.done() {
                self.kept = Some(delivery).filter(|_| keeps);
                return Err(error);
            }
        }
        Ok(())
    }

    /// A message's whole way, with so little left in each step; how many of the steps were stopped by that.
    fn play(&mut self, disk: &SmallDisk, left: u64, numbers: &[u32]) -> usize {
        let keeps = left % 2 == 1;
        let stopped = [
            disk.squeeze(left, || self.queue(numbers)),
            disk.squeeze(left, || self.pump(&self.outbox()?)),
            disk.squeeze(left, || self.pump(&self.inbox()?)),
            disk.squeeze(left, || self.import(keeps)),
            disk.squeeze(left, || self.pump(&self.inbox()?)),
            disk.squeeze(left, || self.pump(&self.outbox()?)),
        ];
        println!("{left} left: stopped {stopped:?}");
        stopped.iter().filter(|is_stopped| **is_stopped).count()
    }
}

/// Of each message a container that anybody can verify.
fn containers_are_whole(scene: &Scene, total: u32) {
    let trust = Trust::from_pem(&fs::read(scene.path().join("root")).unwrap()).unwrap();
    for name in ["out", "in"] {
        let kept = files(&scene.path().join(name).join("kept"));
        let containers = kept.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "asice"));
        let opened = containers.map(|path| {
            let reader = BufReader::new(File::open(path).unwrap());
            open(reader, &Limits::default(), &trust, UnixTime::now(), &mut Job::new()).unwrap().id()
        });
        assert_eq!(opened.count(), total as usize, "{name}");
    }
}

/// From nothing at all to more than any step needs.
fn fill_each_step(lack: Lack, lefts: &[u64]) {
    let total = lefts.len() as u32 * MESSAGES;
    let scene = Scene::new(total);
    let disk = SmallDisk::mount(scene.path(), lack);
    let _relay = started_relay(&scene);
    let mut offices = Offices { scene: &scene, kept: None };
    disk.fill(0);
    assert_eq!(code(offices.outbox()), Code::DiskFull, "where nothing is yet");
    disk.clear();
    let mut stopped = Vec::new();
    for (left, first) in lefts.iter().zip((1..).step_by(MESSAGES as usize)) {
        let numbers: Vec<u32> = (first..first + MESSAGES).collect();
        stopped.push(offices.play(&disk, *left, &numbers));
    }
    assert_eq!(stopped.first(), Some(&6), "nothing can be done where there is nothing");
    assert_eq!(stopped.last(), Some(&0), "and all where there is enough");
    nothing_is_lost_or_doubled(&scene, total);
    containers_are_whole(&scene, total);
}

#[test]
fn a_disk_without_room_loses_and_doubles_nothing() {
    if may_mount("full_disk::a_disk_without_room_loses_and_doubles_nothing") {
        fill_each_step(Lack::Room, &[0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 14, 18, 25, 40, 100]);
    }
}

#[test]
fn a_disk_that_takes_no_more_files_loses_and_doubles_nothing() {
    if may_mount("full_disk::a_disk_that_takes_no_more_files_loses_and_doubles_nothing") {
        fill_each_step(Lack::Files, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 60]);
    }
}
