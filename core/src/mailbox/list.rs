//! `list`: every entry with its state.

use std::path::Path;

use super::ledger;
use super::records::{Outgoing, Received};
use super::{Entry, EntryState, Mailbox, Side};
use crate::error::{Code, Error, Result};
use crate::file::is_system_file;
use crate::progress::Job;
use crate::seal::MessageId;
use crate::sort::sort_by;

/// Which entries to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    side: Option<Side>,
    states: Vec<EntryState>,
    office: Option<String>,
    is_with_archive: bool,
}

impl Filter {
    /// All about which something is still to be done.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only one half.
    pub fn of_side(mut self, side: Side) -> Self {
        self.side = Some(side);
        self
    }

    /// Only those in this state; given several times, in any of them.
    pub fn of_state(mut self, state: EntryState) -> Self {
        self.states.push(state);
        self
    }

    /// Only those to or from this office.
    pub fn of_office(mut self, number: impl Into<String>) -> Self {
        self.office = Some(number.into());
        self
    }

    /// Also those that are done.
    pub fn with_archive(mut self) -> Self {
        self.is_with_archive = true;
        self
    }

    fn takes(&self, entry: &Entry) -> bool {
        let is_of_state = self.states.is_empty() || self.states.contains(&entry.state);
        is_of_state && self.office.as_ref().is_none_or(|office| *office == entry.office)
    }
}

impl Mailbox {
    /// The entries: the outbox first, each half in the order in which they came. What cannot be read is listed as
    /// 要対応, with the file and the reason.
    ///
    /// # Errors
    /// [`Code::MailboxMissing`]; [`Code::FileRead`] where a folder cannot be read; [`Code::Cancelled`].
    pub fn list(&self, filter: &Filter, job: &mut Job<'_>) -> Result<Vec<Entry>> {
        self.shared.require_folder()?;
        let mut all = Vec::new();
        for side in Side::ALL.iter().copied().filter(|side| filter.side.is_none_or(|wanted| wanted == *side)) {
            let layout = &self.shared.layout;
            let mut entries = self.entries_in(side, &layout.open_entries(side), job)?;
            note_blocking(&mut entries);
            if filter.is_with_archive {
                let archive = layout.archive(side);
                for month in self.shared.disk.names(&archive)? {
                    entries.extend(self.entries_in(side, &archive.join(month), job)?);
                }
            }
            entries.retain(|entry| filter.takes(entry));
            sort_by(&mut entries, |one, other| {
                (one.at, &one.serial, &one.id).cmp(&(other.at, &other.serial, &other.id))
            });
            all.extend(entries);
        }
        Ok(all)
    }

    /// One entry; `None` where the mailbox has none of this id.
    ///
    /// # Errors
    /// [`Code::MailboxMissing`]; [`Code::FileRead`]; [`Code::MailboxDamaged`].
    pub fn entry(&self, id: &MessageId) -> Result<Option<Entry>> {
        for side in Side::ALL.iter().copied() {
            if let Some(folder) = self.shared.layout.find(&self.shared.disk, side, id)?
                && let Some(entry) = self.read(side, &folder)?
            {
                return Ok(Some(entry));
            }
        }
        self.shared.require_folder()?;
        Ok(None)
    }

    fn entries_in(&self, side: Side, folder: &Path, job: &mut Job<'_>) -> Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for name in self.shared.disk.names(folder)? {
            job.check()?;
            let path = folder.join(&name);
            let is_ours = name.parse::<MessageId>().is_ok() && super::disk::is_folder(&path);
            if !is_ours {
                if !is_system_file(&name) {
                    let error = Error::new(Code::MailboxDamaged).in_file(path.display().to_string());
                    entries.push(Entry::of_damaged(side, &name, &error));
                }
                continue;
            }
            match self.read(side, &path) {
                // It is being queued, or was archived meanwhile.
                Ok(None) => {}
                Ok(Some(entry)) => entries.push(entry),
                Err(error) if matches!(error.code(), Code::MailboxDamaged | Code::FileRead) => {
                    entries.push(Entry::of_damaged(side, &name, &error));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(entries)
    }

    fn read(&self, side: Side, folder: &Path) -> Result<Option<Entry>> {
        let shared = &*self.shared;
        Ok(match side {
            Side::Outbox => ledger::latest::<Outgoing>(&shared.disk, folder)?.map(|found| {
                let container = shared.layout.container(found.value.queued_at, &found.value.id);
                Entry::of_outgoing(found.value, container)
            }),
            Side::Inbox => ledger::latest::<Received>(&shared.disk, folder)?.map(|found| {
                let container = shared.layout.container(found.value.received_at, &found.value.id);
                Entry::of_received(found.value, container)
            }),
        })
    }
}

/// Says of each entry that waits which one of the same receiver has to be sent first and cannot be now.
fn note_blocking(entries: &mut [Entry]) {
    let is_in_queue = |entry: &Entry| {
        entry.side == Side::Outbox && matches!(entry.state, EntryState::Waiting | EntryState::Attention)
    };
    sort_by(entries, |one, other| (&one.office, &one.serial, &one.id).cmp(&(&other.office, &other.serial, &other.id)));
    let mut first: Option<(String, String)> = None;
    for entry in entries.iter_mut().filter(|entry| is_in_queue(entry) && !entry.serial.is_empty()) {
        match &first {
            Some((office, id)) if *office == entry.office => entry.blocked_by = Some(id.clone()),
            _ => {
                let is_in_the_way = entry.state == EntryState::Attention || entry.not_before.is_some();
                first = is_in_the_way.then(|| (entry.office.clone(), entry.id.clone()));
            }
        }
    }
}
