//! One office's access to a relay: the verbs.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;
use std::time::Duration;

use cplink::client::{self, Checked, Outcome, ReceiveOptions, SendOptions};
use cplink::keys::{self, FileSigner};
use cplink::progress::Job;
use cplink::relay::{ConnectOptions, connect};
use cplink::secret::Secret;
use cplink::unit::{FileName, MediaType, NameKind};
use cplink_values::{Acknowledged, MessageReference, Sent};

use super::table::Table;
use super::unit::Unit;
use super::{Result, border, guarded};
use crate::boundary::Handle;
use crate::layout::wrong;

pub(super) struct Signer(Arc<FileSigner>);

pub(super) struct Trust(keys::Trust);

pub(super) struct Client(Handle<client::Client>);

/// A page of the inbox, with what was read of its messages.
pub(super) struct Batch(Handle<(client::Batch, BTreeMap<usize, Checked>)>);

pub(super) fn signer_from_pkcs12(file: &[u8], password: &str) -> Result<Box<Signer>> {
    guarded(|| Ok(Box::new(Signer(Arc::new(FileSigner::from_pkcs12(file, &Secret::from(password))?)))))
}

pub(super) fn trust_from_pem(authorities: &[u8]) -> Result<Box<Trust>> {
    guarded(|| Ok(Box::new(Trust(keys::Trust::from_pem(authorities)?))))
}

pub(super) fn new_client(relay: &str, signer: &Signer, trust: &Trust) -> Result<Box<Client>> {
    guarded(|| {
        let trust = trust.0.clone();
        let signer = Arc::clone(&signer.0);
        let transport = connect(&ConnectOptions::new(relay), Arc::clone(&signer) as _, &trust)?;
        let client = client::Client::new(transport, signer, trust)?;
        Ok(Box::new(Client(Handle::new(client))))
    })
}

impl Client {
    pub(super) fn send(&self, unit: &Unit, keep: &str) -> Result<border::Sent> {
        guarded(|| {
            let sent = self.0.write()?.send(&*unit.0.read()?, &SendOptions::new(keep), &mut Job::new())?;
            let Sent { id, container, .. } = sent.into();
            Ok(border::Sent { id, container })
        })
    }

    pub(super) fn receive(&self, cursor: &str, keep: &str, wait_ms: u32) -> Result<Box<Batch>> {
        guarded(|| {
            let options = ReceiveOptions::new(keep).with_wait(Duration::from_millis(wait_ms.into()));
            let batch = self.0.write()?.receive(cursor, &options, &mut Job::new())?;
            Ok(Box::new(Batch(Handle::new((batch, BTreeMap::new())))))
        })
    }

    pub(super) fn imported(&self, batch: &Batch, message: usize) -> Result<border::Acknowledged> {
        self.acknowledge(batch, message, &Outcome::Imported)
    }

    pub(super) fn refused(&self, batch: &Batch, message: usize, reason: &str) -> Result<border::Acknowledged> {
        self.acknowledge(batch, message, &Outcome::Refused(reason.to_owned()))
    }

    fn acknowledge(&self, batch: &Batch, message: usize, outcome: &Outcome) -> Result<border::Acknowledged> {
        guarded(|| {
            let batch = batch.0.read()?;
            let message = batch.0.messages.get(message).ok_or_else(no_message)?;
            let stands = self.0.write()?.acknowledge(&message.reference, outcome, &mut Job::new())?;
            let Acknowledged { state, is_repeat, .. } = stands.into();
            Ok(border::Acknowledged { state: state.to_owned(), is_repeat })
        })
    }
}

impl Batch {
    pub(super) fn messages(&self) -> Result<Vec<border::Incoming>> {
        guarded(|| Ok(self.0.read()?.0.messages.iter().map(incoming).collect()))
    }

    pub(super) fn next(&self) -> Result<String> {
        guarded(|| Ok(self.0.read()?.0.next.clone()))
    }

    pub(super) fn problem(&self) -> Result<String> {
        guarded(|| Ok(self.0.read()?.0.fault.as_ref().map_or("", |error| error.message_ja()).to_owned()))
    }

    pub(super) fn take_table(&self, message: usize, file: usize) -> Result<Box<Table>> {
        guarded(|| {
            let mut held = self.0.write()?;
            let (batch, read) = &mut *held;
            let content = &mut batch.messages.get_mut(message).ok_or_else(no_message)?.content;
            let received = content.as_mut().map_err(|_| wrong("the message could not be opened"))?;
            let Checked { contents, report } = match read.entry(message) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(received.read(&mut Job::new())?),
            };
            let contents = contents.files.get_mut(file).ok_or_else(|| wrong("no such file"))?;
            let table =
                contents.table.take().ok_or_else(|| wrong("the rows of the file are not there, or were taken"))?;
            let report = report.files.get_mut(file).ok_or_else(|| wrong("no such file"))?;
            Ok(Box::new(Table::new(table, std::mem::take(&mut report.findings))))
        })
    }
}

fn kind(name: &str) -> String {
    match FileName::parse(name).kind {
        Some(NameKind::Csv(kind)) => kind.name().to_owned(),
        _ => String::new(),
    }
}

fn no_message() -> cplink::Error {
    wrong("no such message")
}

fn incoming(message: &client::Incoming) -> border::Incoming {
    let MessageReference { id, from_office, .. } = (&message.reference).into();
    let mut out =
        border::Incoming { id, from_office, subject: String::new(), kinds: Vec::new(), problem: String::new() };
    match &message.content {
        Ok(received) => {
            out.subject.clone_from(&received.message.subject);
            let csv = received.parts().filter(|(name, _)| MediaType::of_name(name) == Some(MediaType::Csv));
            out.kinds = csv.map(|(name, _)| kind(name)).collect();
        }
        Err(error) => error.message_ja().clone_into(&mut out.problem),
    }
    out
}
