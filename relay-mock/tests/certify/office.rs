//! What a host has for an office as which it works.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Duration;

use cplink::client::{Acknowledged, Client, Incoming, MessageReference, Outcome, ReceivedMessage};
use cplink::error::{Error, Retry};
use cplink::progress::Job;
use cplink::relay::Transport;
use cplink::seal::MessageId;

/// How often a host makes a call again that failed, and how long it waits before.
pub(crate) const TRIES: usize = 20;
pub(crate) const PAUSE: Duration = Duration::from_millis(100);

/// Each message, and how often it is imported.
pub(crate) type Messages = Vec<(Incoming, usize)>;

/// What it has for the office as which it works.
pub(crate) struct Office {
    pub(crate) client: Client,
    /// For a host that looks at lists and containers itself.
    pub(crate) raw: Box<dyn Transport>,
    pub(crate) cursor: String,
    /// What it has done with, by the id, and how often it has fetched what cannot be opened.
    pub(crate) done: BTreeSet<[u8; 32]>,
    pub(crate) failed: BTreeMap<[u8; 32], usize>,
    /// The certificates of those who have sent something.
    pub(crate) signers: BTreeMap<String, Vec<u8>>,
}

pub(crate) fn once(messages: Vec<Incoming>) -> Messages {
    messages.into_iter().map(|each| (each, 1)).collect()
}

impl Office {
    /// The messages as the list has them.
    pub(crate) fn as_listed(&mut self, messages: Vec<Incoming>) -> Messages {
        let Some(list) = (0..TRIES).find_map(|_| self.raw.inbox(&self.cursor, Duration::ZERO, &mut Job::new()).ok())
        else {
            return once(messages);
        };
        let ids: Vec<_> = list.entries.iter().map(|entry| entry.id).collect();
        let times = |id| ids.iter().filter(|each| **each == id).count();
        let named = |each: Incoming| {
            // What came in between has no entry in this list.
            let times = times(each.reference.id).max(1);
            (each, times)
        };
        let mut listed: Messages = messages.into_iter().map(named).collect();
        listed.sort_by_key(|(each, _)| ids.iter().position(|id| *id == each.reference.id));
        listed
    }

    /// Whether another certificate signed the sender's first message.
    pub(crate) fn is_other_signer(&mut self, received: &ReceivedMessage) -> bool {
        let signer = received.signer.as_ref().unwrap().certificate.to_vec();
        *self.signers.entry(received.message.from.office.clone()).or_insert_with(|| signer.clone()) != signer
    }

    /// Fetches all that is there once, as who has the connection broken has it.
    pub(crate) fn fetch_once(&mut self) -> cplink::Result<()> {
        let list = self.raw.inbox(&self.cursor, Duration::ZERO, &mut Job::new())?;
        for entry in &list.entries {
            self.raw.get_message(&entry.id, &mut Vec::new(), entry.size, &mut Job::new())?;
        }
        Ok(())
    }

    /// The CSV files of a container at which nobody has looked, as far as they are there.
    pub(crate) fn unpack(&mut self, id: &MessageId, folder: &Path) {
        let mut container = Vec::new();
        self.raw.get_message(id, &mut container, 1 << 20, &mut Job::new()).unwrap();
        for entry in cplink_testkit::take_apart(&container) {
            let name = String::from_utf8(entry.name).unwrap();
            if name.ends_with(".CSV") {
                fs::write(folder.join(name), entry.data).unwrap();
            }
        }
    }
}

/// Reports an outcome, as often as it takes.
pub(crate) fn acknowledge(client: &mut Client, message: &MessageReference, outcome: &Outcome) -> Acknowledged {
    for _ in 0..TRIES {
        match client.acknowledge(message, outcome, &mut Job::new()) {
            Ok(said) => return said,
            Err(error) => assert!(may_repeat(&error), "{error:?}"),
        }
        std::thread::sleep(PAUSE);
    }
    panic!("the relay does not take the outcome");
}

/// Whether the same call again may help: the library says so of every error.
pub(crate) fn may_repeat(error: &Error) -> bool {
    error.in_doubt() || error.retry() == Retry::Safe
}
