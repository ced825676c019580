//! A folder that keeps what is to be sent and what was received, for hosts that do not want to: no ledger, no retry, no
//! cursor of their own.
//!
//! ```no_run
//! # fn import(_: &cplink::mailbox::Delivery) -> bool { true }
//! # fn run(client: &mut cplink::client::Client, unit: &cplink::unit::Unit) -> cplink::Result<()> {
//! use cplink::mailbox::{Mailbox, QueueOptions};
//! use cplink::progress::Job;
//!
//! let job = &mut Job::new();
//! let mailbox = Mailbox::open("mailbox", client.office_number())?;
//! mailbox.queue(unit, &QueueOptions::new(), job)?; // on disk when it returns
//! mailbox.pump(client, 0, job)?;                   // by a timer
//! while let Some(mut delivery) = mailbox.next(client, job)? {
//!     // One transaction of the host: the rows, and the message id with a unique index.
//!     if import(&delivery) { delivery.done()? } else { delivery.refuse("対象の利用者がいません。")? }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | verb | success means |
//! |---|---|
//! | [`queue`](Mailbox::queue) | the unit was checked as [`Client::send`](crate::client::Client::send) checks it, and is on disk |
//! | [`release`](Mailbox::release) | a draft waits to be sent |
//! | [`cancel`](Mailbox::cancel) | it will not be sent; or, if it was, that is to be recalled |
//! | [`retry`](Mailbox::retry) | what needed a person is tried again |
//! | [`pump`](Mailbox::pump) | what could be sent, received and reported now was; the rest is in [`Pumped`] and in the list |
//! | [`confirm_uploaded`](Mailbox::confirm_uploaded) | the entry is sent, as the person says who uploaded its files |
//! | [`next`](Mailbox::next) | the message is ours to import until the lease ends |
//! | [`Delivery::done`], [`refuse`](Delivery::refuse) | the outcome is on disk; the message is never handed out again |
//! | [`list`](Mailbox::list) | every entry with its state, also what cannot be read |
//!
//! # The folder
//!
//! ```text
//! mailbox.json                         version of the layout, office
//! outbox/entries/<id>/NNNNNNNN.json    the record of an entry in numbered revisions; unit-1, unit-2 … its files
//! outbox/archive/2026-11/<id>/         the same, when nothing is to be done about it any more
//! outbox/due/<office>-<serial>-<id>    index: waits, or is in the way (also recall/, done/; inbox: fetch/, report/)
//! outbox/cursor/NNNNNNNN.json          how far the relay's list was read
//! inbox/…                              the same; inbox/news/<name>: another name since names came into due/
//! leases/<owner>.lock                  locked while its program runs
//! kept/2026-11/                        containers and receipts: the evidence
//! ```
//!
//! The id is the message id, which comes of the content: to queue, send or receive something twice is to do it once.
//!
//! # Why nothing is lost or done twice
//!
//! **One truth.** The highest revision of a record is what holds. A change writes a whole new file, flushed to disk,
//! and gives it the next number in a way that succeeds for exactly one of several (on NFS, and on SMB from
//! Linux, a hard link; elsewhere a rename that replaces nothing). Who has read an older revision finds the number taken: a change is a compare
//! and swap, whatever machine it comes from, and however long its program slept in between. No lock is needed for that.
//!
//! **Indexes may name too much, never too little.** A name is put into an index before the revision that it is for, and
//! taken out only when it can never be due again. A name whose record says otherwise costs one look.
//!
//! **Claims.** Who sends or imports something first writes a revision with a *claim*. Its number is the fencing number;
//! it runs out by the clock of the file server alone (when the revision was written against when a file is written now),
//! so that clocks of terminals do not matter. Taking over a claim that has run out is a revision as well: exactly one
//! wins, and the earlier holder's `done` is refused ([`Code::MailboxLease`]), because the
//! record no longer has its number. On the machine where the holder runs, its lock tells at once that it has ended; on
//! other machines, and where a file system has no locks, only the time counts.
//!
//! | crash | what is left | what follows |
//! |---|---|---|
//! | `queue`, before revision 1 | files without a record | nothing was promised; queueing again completes it |
//! | `queue`, after revision 1 | an entry that waits | it is sent; queueing again finds it |
//! | sending, before the claim | it waits | it is sent |
//! | sending, after the claim, before or after the relay has it | a claim, *in doubt* | sent again when the claim has ended: the same id, which the relay has once |
//! | after the revision *accepted* | a name in the index | it is taken out |
//! | receiving, before the record | a container | fetched again: the cursor was not stored |
//! | receiving, before the name in the index, or the cursor | a record | listed again by the relay, known by its id, put into the index |
//! | import, before the host's commit | a claim | offered again, [`offered_before`](Delivery::offered_before) |
//! | import, after the host's commit, before `done` | a claim | offered again: the host has the id already, and says `done` |
//! | after `done` | an outcome to report | reported until the relay has it; the first outcome remains |
//! | archiving | an entry in either place | never in both: it is one rename |
//!
//! **Order.** Of one receiver the lowest serial is sent first; what waits for a person or for a later attempt holds back
//! what comes after it to the same receiver, and nobody else. Of one sender the lowest serial is handed out first, and
//! nothing after it until it is done, refused, or given back. A message that cannot be opened holds nobody back: it is
//! 要対応, and the host may refuse it. One that cannot be fetched holds its sender back for three attempts; then it is
//! 要対応 as well. A message with a lower serial than one that was handed out already comes when it comes.
//!
//! # Agents
//!
//! A mailbox is one office's, whoever works it: the office itself, or an agent whose client is
//! [for that office](crate::client::Client::for_office); both may use one folder at the same time. An agent that acts for
//! several offices has a mailbox for each. A client for any other office, also the agent's own, is
//! [`Code::MailboxOffice`]. Who acted for whom is in the entry, as the receipts say: [`Entry::agent`] for the sender,
//! [`Entry::receiver_agent`] for the receiver. Where the relay does not let the agent act, that is [`Pumped::fault`], and
//! the entries stay as they are.

mod archive;
mod backoff;
mod change;
#[cfg(test)]
mod crash;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod crash_points;
mod delivery;
mod disk;
mod due;
mod entry;
mod fault;
mod layout;
mod ledger;
mod list;
mod next;
mod owner;
mod pump;
mod queue;
mod records;
mod shared;
mod state;
mod stored;
mod turns;

pub use delivery::{Delivery, Hold, Ticket};
pub use entry::{Entry, Side};
pub use fault::EntryFault;
pub use list::Filter;
pub use pump::Pumped;
pub use queue::{QueueOptions, Queued};
pub use shared::LEASE;
pub use state::EntryState;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::error::{Code, Error, Result};
use shared::Shared;

/// One office's mailbox in a folder. Clones are the same mailbox; threads, processes and machines may have the same
/// folder open at the same time.
#[derive(Clone, Debug)]
pub struct Mailbox {
    shared: Arc<Shared>,
}

impl Mailbox {
    /// Opens the mailbox of an office in this folder; where there is none, makes one. The folder must be empty then.
    ///
    /// # Errors
    /// [`Code::MailboxFolder`] where other things are in the folder; [`Code::MailboxVersion`],
    /// [`Code::MailboxOffice`]; [`Code::OfficeNumber`]; [`Code::FileRead`], [`Code::FileWrite`], [`Code::DiskFull`].
    pub fn open(folder: impl Into<PathBuf>, office: &str) -> Result<Self> {
        Ok(Self { shared: Arc::new(Shared::open(&folder.into(), office)?) })
    }

    /// Opens the mailbox that is in this folder, whichever office's it is.
    ///
    /// # Errors
    /// [`Code::MailboxMissing`] where there is none; as [`open`](Mailbox::open).
    pub fn open_existing(folder: impl Into<PathBuf>) -> Result<Self> {
        Ok(Self { shared: Arc::new(Shared::open_existing(&folder.into())?) })
    }

    /// Sets how long a message is the host's to import ([`LEASE`] unless it is set).
    ///
    /// # Errors
    /// [`Code::Setting`] where it is not 1 second to 1 day; [`Code::Busy`] where others have the mailbox in their hands.
    pub fn set_lease(&mut self, lease: Duration) -> Result<()> {
        if lease < Duration::from_secs(1) || lease > Duration::from_secs(86_400) {
            return Err(Error::new(Code::Setting).with_detail("a lease is 1 second to 1 day"));
        }
        Arc::get_mut(&mut self.shared).ok_or_else(|| Error::new(Code::Busy))?.lease = lease;
        Ok(())
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.shared.layout.root()
    }

    /// The office's number.
    pub fn office(&self) -> &str {
        &self.shared.office
    }
}
