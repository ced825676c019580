//! Receiving: each message is verified, kept and recorded before the cursor goes past it.

use std::path::PathBuf;
use std::time::Instant;

use time::OffsetDateTime;

use super::{Round, is_nobodys_own};
use crate::client::{Inbox, Incoming, ReceiveOptions, ReceivedMessage};
use crate::error::{Code, Error, Result};
use crate::mailbox::backoff::Next;
use crate::mailbox::due::DueName;
use crate::mailbox::layout::Index;
use crate::mailbox::ledger::{self, Revision};
use crate::mailbox::owner::Claim;
use crate::mailbox::records::{Cursor, Received, Tries};
use crate::mailbox::shared::{in_seconds, now};
use crate::mailbox::{EntryFault, EntryState, Side};
use crate::progress::Job;
use crate::relay::InboxEntry;

/// So many attempts at fetching a message hold its sender back.
pub(in crate::mailbox) const HOLDING: u32 = 3;

/// The relay's list as one program at a time reads it on.
struct Reading {
    folder: PathBuf,
    number: u64,
    cursor: Cursor,
    claim: Claim,
    renewed: Instant,
    keep: OffsetDateTime,
}

/// A message's name for the index, and the one that it had before its serial was known.
struct Named {
    name: DueName,
    old: Option<DueName>,
}

/// Names for the index.
#[derive(Default)]
struct Waiting {
    names: Vec<DueName>,
    /// Those that are not needed once they are there.
    old: Vec<DueName>,
}

impl Waiting {
    fn add(&mut self, named: Option<Named>) {
        let Some(Named { name, old }) = named else { return };
        self.names.push(name);
        self.old.extend(old);
    }
}

impl Round<'_> {
    pub(super) fn receive(&mut self, job: &mut Job<'_>) -> Result<()> {
        let shared = &*self.mailbox.shared;
        let folder = shared.layout.cursor(Side::Inbox);
        let found: Revision<Cursor> = ledger::latest_or_new(&shared.disk, &folder)?;
        if shared.holds(found.value.claim.as_ref(), found.written)? {
            return Ok(());
        }
        // Looked at before anything is written: most rounds find nothing new, and write nothing.
        let keep = now();
        let first = if self.left > 0 { Some(self.list(&found.value.cursor, keep, job)?) } else { None };
        let is_further = first.as_ref().is_some_and(|inbox| !inbox.is_empty() || inbox.cursor() != found.value.cursor);
        if !is_further && !self.is_any_to_fetch_again()? {
            return Ok(());
        }
        // Where nobody else has read on since, what was listed is what follows now.
        let Some(mut reading) = self.begin(folder, found, keep)? else { return Ok(()) };
        // What is listed comes first: with it come the names of all that was listed with what is fetched again.
        let received = self.pages(&mut reading, first, job).and_then(|()| self.fetch_again(job));
        self.end(reading)?;
        received
    }

    /// A page of the relay's list.
    fn list(&mut self, cursor: &str, keep: OffsetDateTime, job: &mut Job<'_>) -> Result<Inbox> {
        let options = ReceiveOptions::new(self.mailbox.shared.layout.kept(keep));
        let mut inbox = self.client.inbox(cursor, &options, job)?;
        self.failed_before = false;
        self.pumped.obstacles = inbox.take_obstacles();
        Ok(inbox)
    }

    /// Takes the list into our hands; `None` where another program has it.
    fn begin(&mut self, folder: PathBuf, found: Revision<Cursor>, keep: OffsetDateTime) -> Result<Option<Reading>> {
        let shared = &*self.mailbox.shared;
        let claim = shared.claim(found.number)?;
        let cursor = Cursor { claim: Some(claim.clone()), ..found.value };
        match ledger::append(&shared.disk, &folder, found.number, &cursor) {
            Ok(Some(number)) => Ok(Some(Reading { folder, number, cursor, claim, renewed: Instant::now(), keep })),
            other => {
                shared.owner.let_go(&claim);
                other.map(|_| None)
            }
        }
    }

    fn end(&mut self, reading: Reading) -> Result<()> {
        self.mailbox.shared.owner.let_go(&reading.claim);
        let cursor = Cursor { claim: None, ..reading.cursor };
        ledger::append(&self.mailbox.shared.disk, &reading.folder, reading.number, &cursor).map(|_| ())
    }

    /// Stores how far we have come and renews our claim; whether it is still ours.
    fn store(&mut self, reading: &mut Reading) -> Result<bool> {
        let shared = &*self.mailbox.shared;
        reading.cursor.claim = Some(reading.claim.clone().renewed(reading.number + 1));
        let number = ledger::append(&shared.disk, &reading.folder, reading.number, &reading.cursor)?;
        reading.renewed = Instant::now();
        if let Some(number) = number {
            reading.number = number;
        }
        Ok(number.is_some())
    }

    /// Receives what is listed, page by page; the first was listed already.
    fn pages(&mut self, reading: &mut Reading, mut first: Option<Inbox>, job: &mut Job<'_>) -> Result<()> {
        while self.left > 0 {
            let mut inbox = match first.take() {
                Some(inbox) => inbox,
                None => self.list(&reading.cursor.cursor, reading.keep, job)?,
            };
            let is_empty = inbox.is_empty();
            let mut waiting = Waiting::default();
            let fetched = self.page(&mut inbox, reading, &mut waiting, job);
            // Only now, and in order of serial: nobody is handed a message before one with a lower serial that came
            // with it.
            crate::sort::sort(&mut waiting.names);
            self.name(&waiting)?;
            let is_further = reading.cursor.cursor != inbox.cursor();
            if is_further {
                inbox.cursor().clone_into(&mut reading.cursor.cursor);
                if !self.store(reading)? {
                    return Ok(());
                }
            }
            fetched?;
            if is_empty || !is_further {
                break;
            }
        }
        Ok(())
    }

    /// Fetches the messages of a page that are not here yet.
    fn page(
        &mut self,
        inbox: &mut Inbox,
        reading: &mut Reading,
        waiting: &mut Waiting,
        job: &mut Job<'_>,
    ) -> Result<()> {
        self.pass_over_known(inbox, waiting)?;
        while self.left > 0 {
            let Some(listed) = inbox.first().cloned() else { break };
            if self.is_early(&listed)? {
                inbox.leave_first();
                continue;
            }
            match self.client.next_message(inbox, job) {
                Ok(None) => break,
                Ok(Some(Incoming { content, .. })) => {
                    self.failed_before = false;
                    self.left = self.left.saturating_sub(1);
                    waiting.add(self.record(&listed, content.as_ref(), reading.keep)?);
                }
                // No message's fault: none of them becomes one for a person, or loses its turn.
                Err(error) if error.code() == Code::Cancelled || is_nobodys_own(&error) => return Err(error),
                Err(error) => {
                    // The page has it once more at its end; in one round it counts once.
                    if self.tried.insert(listed.id) {
                        waiting.add(self.record(&listed, Err(&error), reading.keep)?);
                    }
                    self.heed(error)?;
                }
            }
            if reading.renewed.elapsed() > self.mailbox.shared.lease / 3 && !self.store(reading)? {
                break;
            }
        }
        Ok(())
    }

    /// Whether a message could not be fetched a while ago, and is not to be tried yet.
    fn is_early(&mut self, listed: &InboxEntry) -> Result<bool> {
        let found = self.mailbox.shared.latest::<Received>(Side::Inbox, &listed.id)?;
        let Some(tries) = found.map(|found| found.value.tries) else { return Ok(false) };
        let is_early = !tries.is_due(OffsetDateTime::now_utc());
        if is_early {
            self.wait_until(tries.not_before);
        }
        Ok(is_early)
    }

    /// What is here already is not fetched again; that it is in the index is made sure.
    fn pass_over_known(&mut self, inbox: &mut Inbox, waiting: &mut Waiting) -> Result<()> {
        let shared = &*self.mailbox.shared;
        let mut failed = None;
        inbox.pass_over(|listed| match shared.latest::<Received>(Side::Inbox, &listed.id) {
            Ok(Some(found)) if found.value.is_fetched || found.value.tries.count >= HOLDING => {
                if found.value.outcome.is_none() && !found.value.state.is_final() {
                    waiting.add(Some(Named { name: found.value.due_name(), old: None }));
                }
                true
            }
            Ok(_) => false,
            // It is here, and cannot be read: the list tells.
            Err(error) if error.code() == Code::MailboxDamaged => true,
            Err(error) => {
                failed.get_or_insert(error);
                false
            }
        });
        failed.map_or(Ok(()), Err)
    }

    /// Puts names into the index, then takes out those in whose place they come.
    fn name(&self, waiting: &Waiting) -> Result<()> {
        let shared = &*self.mailbox.shared;
        waiting.names.iter().try_for_each(|name| shared.put(Side::Inbox, Index::Due, &name.to_string()))?;
        if !waiting.names.is_empty() {
            shared.announce()?;
        }
        waiting.old.iter().try_for_each(|name| shared.take_out(Side::Inbox, Index::Due, &name.to_string()))
    }

    /// Makes or changes the record of a message: its name in the index, where it is to be there.
    fn record(
        &mut self,
        listed: &InboxEntry,
        content: std::result::Result<&ReceivedMessage, &Error>,
        keep: OffsetDateTime,
    ) -> Result<Option<Named>> {
        let shared = &*self.mailbox.shared;
        for _ in 0..2 {
            let before = shared.latest::<Received>(Side::Inbox, &listed.id)?;
            let (number, mut record) =
                before.map_or_else(|| (0, blank(listed, keep)), |found| (found.number, found.value));
            if record.is_fetched {
                return Ok(Some(Named { name: record.due_name(), old: None }));
            }
            let old = (number > 0).then(|| record.due_name());
            let next = fill(&mut record, content);
            let is_written = if number == 0 {
                shared.create(Side::Inbox, &listed.id, &record)?
            } else {
                let folder = shared.layout.entry(Side::Inbox, &listed.id);
                ledger::append(&shared.disk, &folder, number, &record)?.is_some()
            };
            if !is_written {
                continue;
            }
            match next {
                _ if record.state.is_final() => {
                    shared.put(Side::Inbox, Index::Done, &listed.id.to_string())?;
                    return Ok(None);
                }
                Next::Person => self.pumped.attention.push(listed.id),
                Next::Later if record.is_fetched => self.pumped.received += 1,
                Next::Later => self.wait_until(record.tries.not_before),
            }
            let name = record.due_name();
            let old = old.filter(|old| *old != name);
            return Ok(Some(Named { name, old }));
        }
        Ok(None)
    }

    /// Whether anything is to be done about a message that is not listed again.
    fn is_any_to_fetch_again(&self) -> Result<bool> {
        let shared = &*self.mailbox.shared;
        Ok(shared.to_fetch()?.iter().any(|name| {
            let found = shared.latest::<Received>(Side::Inbox, &name.id);
            found.is_ok_and(|found| found.is_some_and(|found| is_left_behind(&found.value) || is_asked(&found.value)))
        }))
    }

    /// Fetches what could not be fetched and is not listed again, because the cursor went past it.
    fn fetch_again(&mut self, job: &mut Job<'_>) -> Result<()> {
        let shared = &*self.mailbox.shared;
        for name in shared.to_fetch()? {
            let Ok(Some(found)) = shared.latest::<Received>(Side::Inbox, &name.id) else { continue };
            let record = found.value;
            if is_left_behind(&record) {
                let is_open = record.outcome.is_none() && !record.state.is_final();
                let names = is_open.then(|| record.due_name()).into_iter().collect();
                self.name(&Waiting { names, old: vec![name] })?;
                continue;
            }
            if !is_asked(&record) || self.left == 0 || !self.tried.insert(name.id) {
                continue;
            }
            let listed = InboxEntry {
                id: record.id,
                from: record.from.clone(),
                kind: record.kind.clone(),
                size: record.size,
                accepted_at: record.accepted_at,
                cursor: String::new(),
                // It was laid beside the container's place when the message was listed.
                accepted: None,
            };
            let content = self.client.fetch_listed(&listed, &shared.layout.kept(record.received_at), job);
            if let Err(error) = &content
                && (error.code() == Code::Cancelled || is_nobodys_own(error))
            {
                return content.map(|_| ());
            }
            self.left = self.left.saturating_sub(1);
            let mut waiting = Waiting::default();
            waiting.add(self.record(&listed, content.as_ref(), record.received_at)?);
            self.name(&waiting)?;
            if let Err(error) = content {
                self.heed(error)?;
            }
        }
        Ok(())
    }
}

/// Whether a message has no need of the name that it has without its serial: whoever fetched it may have ended before
/// it was named by its serial.
fn is_left_behind(record: &Received) -> bool {
    record.is_fetched || record.state.is_final()
}

/// Whether a message that could not be fetched is to be now.
fn is_asked(record: &Received) -> bool {
    let tries = &record.tries;
    let is_new = tries.count == 0 && record.state == EntryState::PickedUp;
    is_new || tries.not_before.is_some() && tries.is_due(OffsetDateTime::now_utc())
}

fn blank(listed: &InboxEntry, keep: OffsetDateTime) -> Received {
    Received {
        id: listed.id,
        state: EntryState::PickedUp,
        from: listed.from.clone(),
        serial: String::new(),
        kind: listed.kind.clone(),
        subject: String::new(),
        supersedes: None,
        size: listed.size,
        accepted_at: in_seconds(listed.accepted_at),
        received_at: keep,
        changed_at: now(),
        is_fetched: false,
        is_signed: false,
        tries: Tries::default(),
        fault: None,
        offered: 0,
        outcome: None,
        agent: None,
        reported: None,
        receiver_agent: None,
        claim: None,
    }
}

/// Takes over what came of fetching a message.
fn fill(record: &mut Received, content: std::result::Result<&ReceivedMessage, &Error>) -> Next {
    record.changed_at = now();
    let error = match content {
        Ok(received) => {
            record.state = EntryState::PickedUp;
            record.from.clone_from(&received.message.from.office);
            record.serial.clone_from(&received.message.serial);
            record.kind.clone_from(&received.message.kind);
            record.subject.clone_from(&received.message.subject);
            record.supersedes = received.message.supersedes;
            (record.is_fetched, record.is_signed) = (true, received.is_signed());
            record.agent.clone_from(&received.agent);
            (record.fault, record.tries) = (None, Tries::default());
            return Next::Later;
        }
        Err(error) => error,
    };
    record.fault = Some(EntryFault::of(error));
    match error.code() {
        Code::RelayState => record.state = EntryState::Recalled,
        Code::RelayExpired => record.state = EntryState::Expired,
        code => {
            let next = record.tries.failed(error, OffsetDateTime::now_utc());
            // What is wrong with the message itself is not made good by fetching it again.
            if code.is_of_message() {
                record.tries.count = record.tries.count.max(HOLDING);
            }
            if next == Next::Person || record.tries.count >= HOLDING {
                record.state = EntryState::Attention;
                return Next::Person;
            }
        }
    }
    Next::Later
}
