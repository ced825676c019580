//! Two offices with mailboxes, and the units that they send.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cplink::client::Client;
use cplink::keys::{FileSigner, Trust};
use cplink::mailbox::{Entry, EntryState, Filter, Mailbox, Pumped, QueueOptions, Side};
use cplink::progress::Job;
use cplink::relay::MemoryRelay;
use cplink::seal::MessageId;
use cplink::unit::{Address, Serial, Unit};
use cplink_testkit::{RECEIVER, SENDER, STRANGER, World};

use crate::faulty::{Faults, Faulty};

/// A relay in memory, two offices, a mailbox each.
pub(crate) struct Offices {
    pub(crate) relay: MemoryRelay,
    trust: Trust,
    sender: Arc<FileSigner>,
    receiver: Arc<FileSigner>,
    folder: tempfile::TempDir,
}

/// One office at its mailbox.
pub(crate) struct Desk {
    pub(crate) mailbox: Mailbox,
    pub(crate) client: Client,
    pub(crate) faults: Faults,
}

impl Offices {
    pub(crate) fn new() -> Self {
        let world = World::new();
        let relay = MemoryRelay::new();
        for number in [SENDER, RECEIVER, STRANGER] {
            relay.register(number, "みどり");
        }
        let folder = tempfile::tempdir().unwrap();
        let (sender, receiver) = (Arc::new(world.sender), Arc::new(world.receiver));
        Self { relay, trust: world.trust, sender, receiver, folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The sending office at its mailbox; each call is another terminal at the same folder.
    pub(crate) fn sender(&self) -> Desk {
        self.desk(SENDER, &self.sender)
    }

    pub(crate) fn receiver(&self) -> Desk {
        self.desk(RECEIVER, &self.receiver)
    }

    fn desk(&self, office: &str, signer: &Arc<FileSigner>) -> Desk {
        let faults = Faults::default();
        let transport = Faulty { inner: self.relay.transport(office), faults: faults.clone() };
        let client = Client::new(transport, Arc::clone(signer) as _, self.trust.clone()).unwrap();
        Desk { mailbox: Mailbox::open(self.path(office), office).unwrap(), client, faults }
    }
}

impl Desk {
    pub(crate) fn queue(&self, unit: &Unit) -> MessageId {
        self.mailbox.queue(unit, &QueueOptions::new(), &mut Job::new()).unwrap().id
    }

    pub(crate) fn pump(&mut self) -> Pumped {
        self.mailbox.pump(&mut self.client, 0, &mut Job::new()).unwrap()
    }

    pub(crate) fn next(&self) -> Option<cplink::mailbox::Delivery> {
        self.mailbox.next(&self.client, &mut Job::new()).unwrap()
    }

    /// Serials of all messages that are handed out now, each of them imported.
    pub(crate) fn import_all(&self) -> Vec<String> {
        let mut serials = Vec::new();
        while let Some(mut delivery) = self.next() {
            serials.push(delivery.message.serial.to_string());
            delivery.done().unwrap();
        }
        serials
    }

    pub(crate) fn entry(&self, id: &MessageId) -> Entry {
        self.mailbox.entry(id).unwrap().unwrap()
    }

    pub(crate) fn state(&self, id: &MessageId) -> EntryState {
        self.entry(id).state
    }

    pub(crate) fn list(&self, side: Side) -> Vec<Entry> {
        self.mailbox.list(&Filter::new().of_side(side).with_archive(), &mut Job::new()).unwrap()
    }
}

/// A unit to the receiver; another number has another serial.
pub(crate) fn unit(number: u32) -> Unit {
    unit_to(RECEIVER, number)
}

pub(crate) fn unit_to(receiver: &str, number: u32) -> Unit {
    let mut unit = Unit::new(address(SENDER, "43"), address(receiver, "11"), serial(number));
    unit.add_attachment("連絡票.pdf", format!("%PDF-1.7 {number}").into_bytes());
    unit
}

pub(crate) fn serial(number: u32) -> Serial {
    let (day, hour, minute) = (number / 86_400 + 1, number / 3600 % 24, number / 60 % 60);
    Serial::new(&format!("202611{day:02}{hour:02}{minute:02}{:02}", number % 60)).unwrap()
}

fn address(office: &str, service_type: &str) -> Address {
    Address::new(office, service_type).unwrap()
}

/// All files below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    cplink_testkit::fixtures::files_below(folder)
}

/// As if what an entry waits for were over.
pub(crate) fn end_wait(mailbox: &Mailbox, side: Side, id: &MessageId) {
    change_tries(mailbox, side, id, |tries| tries["not_before"] = serde_json::json!("2026-01-01T00:00:00Z"));
}

/// As if the wait had begun by a clock that was so far ahead.
pub(crate) fn wait_by_clock_ahead(mailbox: &Mailbox, side: Side, id: &MessageId, ahead: time::Duration) {
    change_tries(mailbox, side, id, |tries| {
        for name in ["put_off_at", "not_before"] {
            let format = &time::format_description::well_known::Rfc3339;
            let at = time::OffsetDateTime::parse(tries[name].as_str().unwrap(), format).unwrap();
            tries[name] = serde_json::json!((at + ahead).format(format).unwrap());
        }
    });
}

fn change_tries(mailbox: &Mailbox, side: Side, id: &MessageId, change: impl FnOnce(&mut serde_json::Value)) {
    let folder = mailbox.folder().join(side.token()).join("entries").join(id.to_string());
    let is_record = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "json");
    let record = files(&folder).into_iter().filter(is_record).max().unwrap();
    let mut json = cplink_testkit::fixtures::json(&record);
    change(&mut json["tries"]);
    std::fs::write(&record, json.to_string()).unwrap();
}
