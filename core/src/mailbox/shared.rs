//! What the mailbox and its deliveries have in common.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use serde::Serialize;
use time::OffsetDateTime;

use super::Side;
use super::disk::Disk;
use super::due::{DueName, is_of_unknown};
use super::layout::{Index, Layout};
use super::ledger::{self, Document, Revision};
use super::owner::{Claim, Owner};
use super::records::{Outgoing, Received};
use super::turns::Turns;
use crate::client::Client;
use crate::error::{Code, Error, Result};
use crate::seal::MessageId;

/// How long a message is the host's to import, unless it is set.
pub const LEASE: Duration = Duration::from_secs(300);

/// A folder opened.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) disk: Disk,
    pub(super) layout: Layout,
    pub(super) office: String,
    pub(super) owner: Owner,
    pub(super) lease: Duration,
    /// What is remembered of the inbox's index.
    turns: Mutex<Turns>,
}

impl Shared {
    pub(super) fn open(folder: &Path, office: &str) -> Result<Self> {
        Self::open_on(Disk::default(), folder, office)
    }

    /// The mailbox that is there, of the office that it says.
    pub(super) fn open_existing(folder: &Path) -> Result<Self> {
        let disk = Disk::default();
        let office = Layout::office_of(&disk, folder)?;
        Self::open_on(disk, folder, &office)
    }

    pub(super) fn open_on(disk: Disk, folder: &Path, office: &str) -> Result<Self> {
        let layout = Layout::open(&disk, folder, office)?;
        let owner = Owner::new(layout.leases())?;
        Ok(Self { disk, layout, office: office.to_owned(), owner, lease: LEASE, turns: Mutex::default() })
    }

    /// The file server's time.
    pub(super) fn server_now(&self) -> Result<SystemTime> {
        self.disk.now(&self.layout.leases())
    }

    /// The folder is still there, and is ours.
    pub(super) fn require_folder(&self) -> Result<()> {
        self.layout.require(&self.disk, &self.office)
    }

    /// A client of another office would send what is not its own. One that acts for the mailbox's office is its own.
    pub(super) fn require_office(&self, client: &Client) -> Result<()> {
        if client.office_number() == self.office {
            return self.require_folder();
        }
        let agent = client.agent().map_or_else(String::new, |agent| format!(" (by agent {agent})"));
        let offices = format!("client {}{agent}, mailbox {}", client.office_number(), self.office);
        Err(Error::new(Code::MailboxOffice).with_detail(offices))
    }

    /// An entry's folder.
    pub(super) fn folder(&self, side: Side, id: &MessageId) -> Result<PathBuf> {
        let found = self.layout.find(&self.disk, side, id)?;
        if found.is_none() {
            self.require_folder()?;
        }
        found.ok_or_else(|| Error::new(Code::MailboxEntry).with_detail(id.to_string()))
    }

    /// What holds of an entry; `None` where there is none.
    pub(super) fn latest<T: Document>(&self, side: Side, id: &MessageId) -> Result<Option<Revision<T>>> {
        match self.layout.find(&self.disk, side, id)? {
            Some(folder) => ledger::latest(&self.disk, &folder),
            None => Ok(None),
        }
    }

    /// Makes an entry; whether it was this call that made it.
    pub(super) fn create<T: Serialize>(&self, side: Side, id: &MessageId, record: &T) -> Result<bool> {
        let folder = self.layout.entry(side, id);
        if ledger::append(&self.disk, &folder, 0, record)?.is_none() {
            return Ok(false);
        }
        // Others may have dealt with it to the end while we slept: then ours is none.
        if self.layout.find_archived(&self.disk, side, id)?.is_some() {
            self.disk.remove_folder(&folder)?;
            return Ok(false);
        }
        Ok(true)
    }

    /// Changes an entry of the outbox, wherever it is.
    pub(super) fn change_outgoing(
        &self,
        id: &MessageId,
        mut change: impl FnMut(&mut Outgoing) -> Result<bool>,
    ) -> Result<Revision<Outgoing>> {
        ledger::update(
            &self.disk,
            || self.folder(Side::Outbox, id),
            |found: &mut Revision<Outgoing>| {
                let is_changed = change(&mut found.value)?;
                found.value.changed_at = now();
                Ok(is_changed)
            },
        )
    }

    /// Changes an entry of the inbox, wherever it is.
    pub(super) fn change_received(
        &self,
        id: &MessageId,
        mut change: impl FnMut(&mut Revision<Received>) -> Result<bool>,
    ) -> Result<Revision<Received>> {
        ledger::update(
            &self.disk,
            || self.folder(Side::Inbox, id),
            |found: &mut Revision<Received>| {
                let is_changed = change(found)?;
                found.value.changed_at = now();
                Ok(is_changed)
            },
        )
    }

    /// Writes the next revision of a record that was read; `None` where it was changed since.
    pub(super) fn append<T: Serialize>(&self, folder: &Path, found: &Revision<T>) -> Result<Option<u64>> {
        ledger::append(&self.disk, folder, found.number, &found.value)
    }

    /// Whether a claim holds that was read.
    pub(super) fn holds(&self, claim: Option<&Claim>, written: SystemTime) -> Result<bool> {
        match claim {
            Some(claim) => self.owner.holds(claim, written, || self.server_now()),
            None => Ok(false),
        }
    }

    /// A claim of ours, for the revision after `number`.
    pub(super) fn claim(&self, number: u64) -> Result<Claim> {
        self.owner.claim(&self.disk, number + 1, self.lease, true)
    }

    /// Names an entry in an index. What is to be fetched is named as that first, and until it is due no more.
    pub(super) fn put(&self, side: Side, index: Index, name: &str) -> Result<()> {
        if is_to_fetch(side, index, name) {
            self.disk.mark(&self.layout.index(side, Index::Fetch).join(name))?;
        }
        self.disk.mark(&self.layout.index(side, index).join(name))
    }

    /// Takes a name out of an index.
    pub(super) fn take_out(&self, side: Side, index: Index, name: &str) -> Result<()> {
        self.disk.remove(&self.layout.index(side, index).join(name))?;
        if is_to_fetch(side, index, name) {
            self.disk.remove(&self.layout.index(side, Index::Fetch).join(name))?;
        }
        Ok(())
    }

    /// The names of what is due, in order, foreign ones among them.
    pub(super) fn due(&self, side: Side) -> Result<Vec<String>> {
        self.disk.names(&self.layout.index(side, Index::Due))
    }

    /// What is due in the inbox and cannot be handed out before it is fetched.
    pub(super) fn to_fetch(&self) -> Result<Vec<DueName>> {
        let names = self.disk.names(&self.layout.index(Side::Inbox, Index::Fetch))?;
        Ok(names.iter().filter_map(|name| DueName::parse(name)).filter(DueName::is_of_unknown).collect())
    }

    /// Reads whose turn it is in the inbox, where what is remembered does not hold any more.
    pub(super) fn look_at_turns(&self) -> Result<()> {
        let mut turns = self.turns();
        // Looked at first: what is announced while the index is read is news the next time.
        let announced = self.disk.names(&self.layout.news())?;
        if !turns.hold(&announced) {
            let begun = Instant::now();
            let due = self.due(Side::Inbox)?;
            turns.fill(announced, &due, begun);
        }
        Ok(())
    }

    /// Whose turn it is in the inbox, as it is remembered.
    pub(super) fn turns(&self) -> MutexGuard<'_, Turns> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has every program read the inbox's index anew, after a name came there or is of use again.
    pub(super) fn announce(&self) -> Result<()> {
        let news = self.layout.news();
        let old = self.disk.names(&news)?;
        self.disk.mark(&news.join(self.owner.new_name()))?;
        // The new name tells; an old one that stays is in nobody's way.
        for name in old {
            let _ = self.disk.remove(&news.join(name));
        }
        Ok(())
    }

    /// The ids in an index.
    pub(super) fn indexed(&self, side: Side, index: Index) -> Result<Vec<MessageId>> {
        let names = self.disk.names(&self.layout.index(side, index))?;
        Ok(names.iter().filter_map(|name| name.parse().ok()).collect())
    }
}

/// Whether a name that is due is of a message that has to be fetched.
fn is_to_fetch(side: Side, index: Index, name: &str) -> bool {
    (side, index) == (Side::Inbox, Index::Due) && is_of_unknown(name)
}

/// The clock, for what people read.
pub(super) fn now() -> OffsetDateTime {
    in_seconds(OffsetDateTime::now_utc())
}

/// In whole seconds: what is stored reads well.
pub(super) fn in_seconds(at: OffsetDateTime) -> OffsetDateTime {
    at.replace_nanosecond(0).unwrap_or(at)
}
