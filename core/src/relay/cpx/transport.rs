//! CPX/1 as the verbs see it.

use std::io::{Read, Write};
use std::time::Duration;

use super::HttpTransport;
use super::wire;
use super::wire::MessageState;
use crate::error::Result;
use crate::progress::Job;
use crate::relay::{
    Abilities, Acceptance, Acknowledgement, Capabilities, Connection, DirectoryEntry, InboxEntry, InboxPage, Limits,
    Outgoing, SentEntry, SentPage, Standing, State, Transport,
};
use crate::seal::MessageId;

impl Transport for HttpTransport {
    fn capabilities(&mut self, job: &mut Job<'_>) -> Result<Capabilities> {
        self.capabilities(job).map(Capabilities::from)
    }

    fn office(&mut self, number: &str, job: &mut Job<'_>) -> Result<Option<DirectoryEntry>> {
        Ok(self.office(number, job)?.map(DirectoryEntry::from))
    }

    fn put_message(
        &mut self,
        outgoing: &Outgoing<'_>,
        body: &mut dyn Read,
        len: u64,
        job: &mut Job<'_>,
    ) -> Result<Acceptance> {
        let receipt = self.put_message(&outgoing.id, body, len, job)?;
        Ok(Acceptance { receipt: Some(receipt), at: None, prepared: None })
    }

    fn get_message(&mut self, id: &MessageId, sink: &mut dyn Write, max: u64, job: &mut Job<'_>) -> Result<u64> {
        self.get_message(id, sink, max, job)
    }

    fn inbox(&mut self, after: &str, wait: Duration, job: &mut Job<'_>) -> Result<InboxPage> {
        let page = self.inbox(after, wait, job)?;
        Ok(InboxPage {
            entries: page.entries.into_iter().map(InboxEntry::from).collect(),
            next: page.next,
            obstacles: Vec::new(),
        })
    }

    fn sent(&mut self, after: &str, job: &mut Job<'_>) -> Result<SentPage> {
        let page = self.sent(after, job)?;
        Ok(SentPage { entries: page.entries.into_iter().map(SentEntry::from).collect(), next: page.next })
    }

    fn acknowledge(&mut self, id: &MessageId, said: &Acknowledgement<'_>, job: &mut Job<'_>) -> Result<Standing> {
        let MessageState { state, receipt, repeat, recorded, .. } = self.acknowledge(id, said.receipt, job)?;
        let is_repeat = repeat || receipt.as_deref().is_some_and(|first| first != said.receipt);
        Ok(Standing { state, is_repeat, receipt, recorded })
    }

    fn recall(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<State> {
        Ok(self.recall(id, job)?.state)
    }

    fn connection(&self) -> Option<Connection> {
        self.connection()
    }

    fn another(&self) -> Option<Box<dyn Transport>> {
        Some(Box::new(Self(self.0.another())))
    }

    fn for_office(&self, office: &str) -> Result<Box<dyn Transport>> {
        Ok(Box::new(self.for_office(office)?))
    }

    fn rest(&mut self) {
        self.0.rest();
    }
}

impl From<wire::Capabilities> for Capabilities {
    fn from(told: wire::Capabilities) -> Self {
        Self {
            protocol: told.protocol,
            limits: Limits {
                container_bytes: told.limits.container_bytes,
                container_entries: told.limits.container_entries,
                wait: Duration::from_secs(told.limits.wait_seconds.into()),
            },
            csv_versions: Some(told.csv_versions),
            kinds: Some(told.kinds),
            keep_days: Some(told.keep_days),
            clock: Some(told.server_time),
            // Every relay of CPX/1 has them all.
            abilities: Abilities { receipts: true, directory: true, recall: true },
        }
    }
}

impl From<wire::Office> for DirectoryEntry {
    fn from(office: wire::Office) -> Self {
        Self {
            number: office.number,
            name: office.name,
            registered: office.registered,
            csv_versions: office.csv_versions,
            service_types: office.service_types,
            licence_until: office.licence_until,
            licensed: office.licensed,
            agents: office.agents,
        }
    }
}

impl From<wire::InboxEntry> for InboxEntry {
    fn from(entry: wire::InboxEntry) -> Self {
        Self {
            id: entry.id,
            from: entry.from,
            kind: entry.kind,
            size: entry.size,
            accepted_at: entry.accepted_at,
            cursor: entry.cursor,
            accepted: entry.accepted,
        }
    }
}

impl From<wire::SentEntry> for SentEntry {
    fn from(entry: wire::SentEntry) -> Self {
        Self {
            id: entry.id,
            to: entry.to,
            kind: entry.kind,
            state: entry.state,
            accepted_at: entry.accepted_at,
            reason: None,
            receipts: entry.receipts,
        }
    }
}
