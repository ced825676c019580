//! What is done goes into the archive of its month, and in the end away.

use std::path::Path;

use time::OffsetDateTime;

use super::layout::{Index, end_of, month};
use super::ledger;
use super::records::{Outgoing, Received};
use super::{Mailbox, Side, stored};
use crate::error::Result;
use crate::progress::Job;
use crate::seal::MessageId;

impl Mailbox {
    /// Moves what is done into the archive. What cannot be moved now stays for the next time: it is in nobody's way.
    pub(super) fn archive_done(&self) {
        for side in Side::ALL.iter().copied() {
            for id in self.shared.indexed(side, Index::Done).unwrap_or_default() {
                self.archive_later(side, &id);
            }
        }
        self.shared.owner.sweep(&self.shared.disk, || self.shared.server_now());
    }

    /// The same for one entry.
    pub(super) fn archive_later(&self, side: Side, id: &MessageId) {
        // Whatever prevents it now, the index still has it.
        let _ = self.archive_entry(side, id);
    }

    fn archive_entry(&self, side: Side, id: &MessageId) -> Result<()> {
        let shared = &*self.shared;
        let open = shared.layout.entry(side, id);
        let done = match side {
            Side::Outbox => {
                let found = ledger::latest::<Outgoing>(&shared.disk, &open)?.map(|found| found.value);
                found.map(|found| (found.state.is_final(), found.queued_at, found.files.len()))
            }
            Side::Inbox => {
                let found = ledger::latest::<Received>(&shared.disk, &open)?.map(|found| found.value);
                found.map(|found| {
                    let is_unreported = found.outcome.is_some() && found.reported.is_none();
                    (found.state.is_final() && !is_unreported, found.received_at, 0)
                })
            }
        };
        if let Some((is_done, at, files)) = done {
            if !is_done {
                return Ok(());
            }
            let archived = shared.layout.archive(side).join(month(at)).join(id.to_string());
            shared.disk.move_folder(&open, &archived)?;
            ledger::settle(&shared.disk, &archived)?;
            if shared.layout.container(at, id).is_file() {
                stored::remove(&shared.disk, &archived, files)?;
            }
        }
        shared.take_out(side, Index::Done, &id.to_string())
    }

    /// Removes entries that are done, of months that ended before this moment; how many. Unless `keeps_evidence`, their
    /// containers and receipts go as well: they are the evidence, so export it first. Do not clear what the relay still
    /// lists: by its list a mailbox whose cursor was lost knows what it has.
    ///
    /// # Errors
    /// [`Code::FileRead`](crate::Code::FileRead), [`Code::FileWrite`](crate::Code::FileWrite),
    /// [`Code::Cancelled`](crate::Code::Cancelled); what was removed stays removed.
    pub fn clear(&self, before: OffsetDateTime, keeps_evidence: bool, job: &mut Job<'_>) -> Result<u64> {
        let mut cleared = 0;
        for side in Side::ALL.iter().copied() {
            let archive = self.shared.layout.archive(side);
            for month in self.shared.disk.names(&archive)? {
                if end_of(&month).is_none_or(|end| end > before) {
                    continue;
                }
                let folder = archive.join(&month);
                for name in self.shared.disk.names(&folder)? {
                    job.check()?;
                    let Ok(id) = name.parse::<MessageId>() else { continue };
                    if !keeps_evidence {
                        self.remove_evidence(&self.shared.layout.all_kept().join(&month), &id)?;
                    }
                    self.shared.disk.remove_folder(&folder.join(name))?;
                    cleared += 1;
                }
                // Only where nothing foreign is left in it.
                let _ = std::fs::remove_dir(&folder);
            }
        }
        Ok(cleared)
    }

    fn remove_evidence(&self, kept: &Path, id: &MessageId) -> Result<()> {
        let receipts = crate::seal::ReceiptKind::ALL.iter().map(|kind| format!("{id}-{}.p7s", kind.token()));
        let names = receipts.chain([id.container_name()]);
        names.into_iter().try_for_each(|name| self.shared.disk.remove(&kept.join(name)))
    }
}
