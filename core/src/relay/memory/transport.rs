//! An office's line to the relay in memory.

use std::io::{Cursor, Read, Write};
use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;

use super::hub::{Hub, SharedHub, Stored};
use crate::error::{Code, Error, Result};
use crate::progress::{Job, Step};
use crate::relay::{
    Abilities, Acceptance, Acknowledgement, Capabilities, DirectoryEntry, InboxEntry, InboxPage, Outcome, Outgoing,
    SentEntry, SentPage, Standing, State, Transport,
};
use crate::seal::{MessageId, container_id};

/// The most entries of a page.
const PAGE: usize = 100;
/// The longest container that fits into memory with good sense.
const MAX_CONTAINER: u64 = 1 << 30;

/// An office's line to a [`MemoryRelay`](super::MemoryRelay).
#[derive(Clone, Debug)]
pub struct MemoryTransport {
    relay: SharedHub,
    office: String,
}

impl MemoryTransport {
    pub(super) fn new(relay: SharedHub, office: String) -> Self {
        Self { relay, office }
    }

    /// Runs a call of a registered office.
    fn call<T>(&self, job: &mut Job<'_>, call: impl FnOnce(&mut Hub, &str) -> Result<T>) -> Result<T> {
        job.check()?;
        let mut hub = self.relay.lock();
        if !hub.offices.contains_key(&self.office) {
            return Err(Error::new(Code::RelaySenderUnknown));
        }
        call(&mut hub, &self.office)
    }
}

impl Transport for MemoryTransport {
    fn capabilities(&mut self, job: &mut Job<'_>) -> Result<Capabilities> {
        self.call(job, |hub, _| {
            Ok(Capabilities {
                protocol: "memory".to_owned(),
                limits: hub.limits.clone(),
                csv_versions: None,
                kinds: None,
                keep_days: None,
                clock: Some(OffsetDateTime::now_utc()),
                abilities: Abilities { receipts: false, directory: true, recall: true },
            })
        })
    }

    fn office(&mut self, number: &str, job: &mut Job<'_>) -> Result<Option<DirectoryEntry>> {
        self.call(job, |hub, _| Ok(hub.offices.get(number).cloned()))
    }

    fn put_message(
        &mut self,
        outgoing: &Outgoing<'_>,
        body: &mut dyn Read,
        len: u64,
        job: &mut Job<'_>,
    ) -> Result<Acceptance> {
        let limits = self.call(job, |hub, _| Ok(hub.limits.clone()))?;
        if len > limits.container_bytes.min(MAX_CONTAINER) {
            return Err(Error::new(Code::RelayTooLarge));
        }
        let container = taken(body, len, job)?;
        let own = container_id(Cursor::new(&container), job)?;
        let Outgoing { id, message } = *outgoing;
        self.call(job, |hub, office| {
            let before = hub.of_id(&id);
            match before {
                _ if own != id => {
                    return Err(Error::new(before.map_or(Code::MessageId, |_| Code::RelayConflict)));
                }
                Some(stored) if stored.state == State::Recalled => return Err(Error::new(Code::RelayState)),
                Some(stored) => return Ok(Acceptance { receipt: None, at: Some(stored.accepted_at), prepared: None }),
                None => {}
            }
            if message.from.office != office {
                return Err(Error::new(Code::RelayCertOffice));
            }
            if message.to.office == office {
                return Err(Error::new(Code::RelaySameOffice));
            }
            if !hub.offices.contains_key(&message.to.office) {
                return Err(Error::new(Code::RelayReceiverUnknown));
            }
            let accepted_at = hub.add(office, message, id, container).accepted_at;
            Ok(Acceptance { receipt: None, at: Some(accepted_at), prepared: None })
        })
    }

    fn get_message(&mut self, id: &MessageId, sink: &mut dyn Write, max: u64, job: &mut Job<'_>) -> Result<u64> {
        let container = self.call(job, |hub, office| {
            let stored = hub.change(id, office, |stored| {
                if stored.state == State::Recalled {
                    return Err(Error::new(Code::RelayState));
                }
                if stored.container.len() as u64 > max {
                    return Err(Error::new(Code::AnswerTooLarge));
                }
                if stored.to == office && stored.state == State::Accepted {
                    stored.state = State::PickedUp;
                }
                Ok(())
            })?;
            Ok(Arc::clone(&stored.container))
        })?;
        sink.write_all(&container).map_err(|error| own(error, Code::FileWrite))?;
        let len = container.len() as u64;
        job.report(Step::Receiving, len, len)?;
        Ok(len)
    }

    /// Answers at once: the relay announces that it does not wait.
    fn inbox(&mut self, after: &str, _: Duration, job: &mut Job<'_>) -> Result<InboxPage> {
        let after = place(after)?;
        self.call(job, |hub, office| {
            let entries = hub.waiting(office, after).take(PAGE).map(|(cursor, stored)| InboxEntry {
                cursor: cursor.to_string(),
                id: stored.id,
                from: stored.from.clone(),
                kind: stored.kind.clone(),
                size: stored.container.len() as u64,
                accepted_at: stored.accepted_at,
                accepted: None,
            });
            let entries: Vec<InboxEntry> = entries.collect();
            let next = entries.last().map_or_else(|| after.to_string(), |last| last.cursor.clone());
            Ok(InboxPage { entries, next, obstacles: Vec::new() })
        })
    }

    fn sent(&mut self, after: &str, job: &mut Job<'_>) -> Result<SentPage> {
        let after = place(after)?;
        self.call(job, |hub, office| {
            let own: Vec<(usize, &Stored)> = hub.changed(office, after).take(PAGE).collect();
            let next = own.last().map_or(after, |(change, _)| *change).to_string();
            let entries = own.into_iter().map(|(_, stored)| SentEntry {
                id: stored.id,
                to: stored.to.clone(),
                kind: stored.kind.clone(),
                state: stored.state,
                accepted_at: stored.accepted_at,
                reason: match &stored.outcome {
                    Some(Outcome::Refused(reason)) => Some(reason.clone()),
                    _ => None,
                },
                receipts: Vec::new(),
            });
            Ok(SentPage { entries: entries.collect(), next })
        })
    }

    fn acknowledge(&mut self, id: &MessageId, said: &Acknowledgement<'_>, job: &mut Job<'_>) -> Result<Standing> {
        self.call(job, |hub, office| {
            let mut is_repeat = false;
            let stored = hub.change(id, office, |stored| {
                if stored.to != office {
                    return Err(Error::new(Code::RelayNotFound));
                }
                is_repeat = stored.outcome.is_some();
                if is_repeat {
                    return Ok(());
                }
                if stored.state != State::PickedUp {
                    return Err(Error::new(Code::RelayState));
                }
                stored.state = match said.outcome {
                    Outcome::Imported => State::Imported,
                    Outcome::Refused(_) => State::Refused,
                };
                stored.outcome = Some(said.outcome.clone());
                Ok(())
            })?;
            Ok(Standing { state: stored.state, is_repeat, receipt: None, recorded: None })
        })
    }

    fn recall(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<State> {
        self.call(job, |hub, office| {
            let stored = hub.change(id, office, |stored| {
                if stored.from != office {
                    return Err(Error::new(Code::RelayNotFound));
                }
                match stored.state {
                    State::Accepted | State::Recalled => stored.state = State::Recalled,
                    _ => return Err(Error::new(Code::RelayState)),
                }
                Ok(())
            })?;
            Ok(stored.state)
        })
    }

    fn another(&self) -> Option<Box<dyn Transport>> {
        Some(Box::new(self.clone()))
    }
}

/// Exactly `len` bytes of the body.
fn taken(body: &mut dyn Read, len: u64, job: &mut Job<'_>) -> Result<Vec<u8>> {
    let mut container = Vec::new();
    body.take(len + 1).read_to_end(&mut container).map_err(|error| own(error, Code::FileRead))?;
    if container.len() as u64 != len {
        return Err(Error::new(Code::SourceChanged));
    }
    job.report(Step::Sending, len, len)?;
    Ok(container)
}

/// An error of the caller's reader or writer: its own error where it wraps one.
fn own(error: std::io::Error, code: Code) -> Error {
    match error.downcast::<Error>() {
        Ok(own) => own,
        Err(error) => Error::io(code, error),
    }
}

/// The place of a cursor.
fn place(cursor: &str) -> Result<usize> {
    if cursor.is_empty() {
        return Ok(0);
    }
    cursor.parse().map_err(|_| Error::new(Code::InvalidArgument).with_detail("cursor"))
}
