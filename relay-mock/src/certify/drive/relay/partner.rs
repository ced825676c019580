//! The judge in the role of a partner office.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cplink::client::{Client, Incoming, Outcome, ReceiveOptions};
use cplink::keys::{FileSigner, Signer, Trust, UnixTime};
use cplink::progress::Job;
use cplink::relay::{ConnectOptions, Outgoing, State, Transport, connect};
use cplink::seal::{Draft, Limits, MessageHeader, MessageId, Part, SealOptions};
use cplink::{Code, Error, Result};

use crate::certify::transcript::KeptFile;

/// An office that the judge plays.
pub(super) struct Partner {
    client: Client,
    /// For units that the library itself would not send.
    transport: Box<dyn Transport>,
    signer: Arc<dyn Signer>,
    folder: PathBuf,
    /// The cursors of inbox and sent list.
    inbox: String,
    sent: String,
    /// What became of our messages: imported, or refused for a reason.
    outcomes: BTreeMap<[u8; 32], Option<String>>,
}

/// A container of these parts, signed with this key.
pub(super) fn seal(
    header: MessageHeader,
    parts: Vec<Part>,
    signer: &dyn Signer,
    job: &mut Job<'_>,
) -> Result<(MessageId, Vec<u8>)> {
    let draft = Draft::prepare(header, parts, &Limits::default(), job)?;
    let mut container = Vec::new();
    draft.seal_with(signer, &SealOptions::new(UnixTime::now()), &mut container, job)?;
    Ok((draft.id(), container))
}

/// A message that came, whole or with what is wrong with it.
pub(super) struct Came {
    pub(super) id: MessageId,
    pub(super) from: String,
    pub(super) files: Result<Vec<KeptFile>>,
}

impl Partner {
    /// The office of this key, at the relay of this URL; `folder` keeps what it receives.
    pub(super) fn new(url: &str, pki: &Path, key: &Path, folder: &Path) -> Result<Self> {
        let read = |path: &Path| std::fs::read(path).map_err(|error| Error::path(Code::FileRead, path, error));
        let signer: Arc<dyn Signer> = Arc::new(FileSigner::from_pem(&read(key)?, None)?);
        let trust = Trust::from_pem(&read(&pki.join("root.pem"))?)?.with_pem(&read(&pki.join("crl.pem"))?)?;
        let connect = || connect(&ConnectOptions::new(url), Arc::clone(&signer), &trust);
        Ok(Self {
            client: Client::new(connect()?, Arc::clone(&signer), trust.clone())?,
            transport: connect()?,
            signer: Arc::clone(&signer),
            folder: folder.to_owned(),
            inbox: String::new(),
            sent: String::new(),
            outcomes: BTreeMap::new(),
        })
    }

    /// Makes both connections, where they are not there yet.
    pub(super) fn connect(&mut self, job: &mut Job<'_>) -> Result<()> {
        self.transport.capabilities(job)?;
        self.receive(job).map(drop)
    }

    /// Sends files as they are, faults and all.
    pub(super) fn send(
        &mut self,
        header: MessageHeader,
        parts: Vec<Part>,
        signer: &dyn Signer,
        job: &mut Job<'_>,
    ) -> Result<MessageId> {
        let (id, container) = seal(header.clone(), parts, signer, job)?;
        let outgoing = Outgoing { id, message: &header };
        let length = container.len() as u64;
        self.transport.put_message(&outgoing, &mut Cursor::new(container), length, job)?;
        Ok(id)
    }

    /// Its key.
    pub(super) fn signer(&self) -> Arc<dyn Signer> {
        Arc::clone(&self.signer)
    }

    /// What became of a message, as far as a receipt proves it: `Some(None)` where it was imported, with the reason
    /// where it was refused.
    pub(super) fn outcome(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<Option<Option<String>>> {
        let list = self.client.sent(&self.sent, job)?;
        for message in list.messages.into_iter().filter(|message| message.is_signed) {
            match message.state {
                State::Imported => drop(self.outcomes.insert(message.id.0, None)),
                State::Refused => drop(self.outcomes.insert(message.id.0, Some(message.reason.unwrap_or_default()))),
                _ => {}
            }
        }
        self.sent = list.next.unwrap_or_else(|| std::mem::take(&mut self.sent));
        Ok(self.outcomes.get(&id.0).cloned())
    }

    /// What has come since it was last asked. Each is reported as imported: whether it is right is judged elsewhere.
    pub(super) fn receive(&mut self, job: &mut Job<'_>) -> Result<Vec<Came>> {
        let batch = self.client.receive(&self.inbox, &ReceiveOptions::new(&self.folder), job)?;
        let mut came = Vec::new();
        for Incoming { reference, content } in batch.messages {
            let (outcome, files) = match content {
                Err(error) => (Outcome::Refused(error.message_ja().to_owned()), Err(error)),
                Ok(mut received) => {
                    let names: Vec<String> = received.parts().map(|(name, _)| name.to_owned()).collect();
                    let mut file = |name: &String| Ok(KeptFile::new(name.as_str(), received.bytes(name, job)?));
                    (Outcome::Imported, names.iter().map(&mut file).collect())
                }
            };
            self.client.acknowledge(&reference, &outcome, job)?;
            came.push(Came { id: reference.id, from: reference.from, files });
        }
        self.inbox = batch.next;
        Ok(came)
    }
}
