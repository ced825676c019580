//! A relay that says what a test wants it to say.

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cplink::client::Client;
use cplink::error::{Code, Error, Result};
use cplink::keys::{Signer, Trust};
use cplink::progress::{Job, Step};
use cplink::relay::{
    Abilities, Acceptance, Acknowledgement, Capabilities, InboxEntry, InboxPage, Limits, Outgoing, SentEntry, SentPage,
    Standing, State, Transport,
};
use cplink::seal::{Draft, MessageHeader, MessageId, Part, SealOptions};
use cplink_testkit::{RECEIVER, SENDER, letter, now};
use time::OffsetDateTime;

/// What the relay says, and what was asked of it.
pub(crate) struct Script {
    pub(crate) inbox: Vec<(InboxEntry, Vec<u8>)>,
    /// After so many bytes the line breaks; then it is there again.
    pub(crate) line: usize,
    pub(crate) used: usize,
    /// Whether it stays broken.
    pub(crate) dead: bool,
    /// What fetching a message ends in.
    pub(crate) failing: Vec<(MessageId, Code)>,
    pub(crate) sent: Vec<SentEntry>,
    pub(crate) standing: Option<Standing>,
    pub(crate) recalled: State,
    pub(crate) signs: bool,
    pub(crate) fetched: usize,
    /// Serial and id of each message that was put.
    pub(crate) put: Vec<(String, MessageId)>,
    /// What putting the next messages ends in.
    pub(crate) refusing: Vec<Option<Code>>,
    /// So many messages are on a page of the inbox.
    pub(crate) page: usize,
    /// Where the container of each message must lie before the message comes.
    pub(crate) kept_in: Option<PathBuf>,
}

/// A transport to it. Clones are the same.
#[derive(Clone)]
pub(crate) struct Puppet(pub(crate) Arc<Mutex<Script>>);

impl Puppet {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(Script {
            inbox: Vec::new(),
            line: usize::MAX,
            used: 0,
            dead: false,
            failing: Vec::new(),
            sent: Vec::new(),
            standing: None,
            recalled: State::Recalled,
            signs: true,
            fetched: 0,
            put: Vec::new(),
            refusing: Vec::new(),
            page: usize::MAX,
            kept_in: None,
        })))
    }

    pub(crate) fn set(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.0.lock().unwrap());
    }

    /// Puts a container into the inbox, of which it says this size.
    pub(crate) fn offer(&self, (id, bytes): (MessageId, Vec<u8>), size: u64) {
        self.set(|script| {
            let cursor = format!("after {}", script.inbox.len() + 1);
            let (from, kind) = (SENDER.to_owned(), "attachments".to_owned());
            let accepted_at = OffsetDateTime::now_utc();
            let entry = InboxEntry { id, from, kind, size, accepted_at, cursor, accepted: None };
            script.inbox.push((entry, bytes));
        });
    }

    pub(crate) fn client(&self, signer: &Arc<impl Signer + 'static>, trust: &Trust) -> Client {
        Client::new(self.clone(), Arc::clone(signer) as _, trust.clone()).unwrap()
    }
}

impl Transport for Puppet {
    fn capabilities(&mut self, _: &mut Job<'_>) -> Result<Capabilities> {
        Ok(Capabilities {
            protocol: "puppet".to_owned(),
            limits: Limits::default(),
            csv_versions: None,
            kinds: None,
            keep_days: None,
            clock: None,
            abilities: Abilities { receipts: self.0.lock().unwrap().signs, directory: false, recall: true },
        })
    }

    fn put_message(
        &mut self,
        outgoing: &Outgoing<'_>,
        body: &mut dyn Read,
        len: u64,
        job: &mut Job<'_>,
    ) -> Result<Acceptance> {
        let mut bytes = Vec::new();
        body.read_to_end(&mut bytes).unwrap();
        job.report(Step::Sending, len, len)?;
        let mut script = self.0.lock().unwrap();
        if let Some(folder) = &script.kept_in {
            assert!(fs::read(folder.join(format!("{}.asice", outgoing.id))).unwrap() == bytes);
        }
        if !script.refusing.is_empty()
            && let Some(code) = script.refusing.remove(0)
        {
            return Err(Error::new(code));
        }
        script.put.push((outgoing.message.serial.clone(), outgoing.id));
        Ok(Acceptance { receipt: None, at: None, prepared: None })
    }

    fn get_message(&mut self, id: &MessageId, sink: &mut dyn Write, max: u64, _: &mut Job<'_>) -> Result<u64> {
        let mut script = self.0.lock().unwrap();
        script.fetched += 1;
        if let Some((_, code)) = script.failing.iter().find(|(failing, _)| failing == id) {
            return Err(Error::new(*code));
        }
        let bytes = script.inbox.iter().find(|(entry, _)| entry.id == *id).unwrap().1.clone();
        if bytes.len() as u64 > max {
            sink.write_all(&bytes[..max as usize]).unwrap();
            return Err(Error::new(Code::AnswerTooLarge));
        }
        let left = script.line - script.used;
        if script.dead || bytes.len() > left {
            sink.write_all(&bytes[..left.min(bytes.len())]).unwrap();
            script.used = 0;
            script.dead |= script.line == 0;
            return Err(Error::new(Code::ConnectionLost));
        }
        script.used += bytes.len();
        sink.write_all(&bytes).unwrap();
        Ok(bytes.len() as u64)
    }

    fn inbox(&mut self, after: &str, _: Duration, _: &mut Job<'_>) -> Result<InboxPage> {
        let script = self.0.lock().unwrap();
        let place = script.inbox.iter().position(|(entry, _)| entry.cursor == after).map_or(0, |place| place + 1);
        let entries: Vec<_> = script.inbox[place..].iter().take(script.page).map(|(entry, _)| entry.clone()).collect();
        let next = entries.last().map_or(after.to_owned(), |last| last.cursor.clone());
        Ok(InboxPage { entries, next, obstacles: Vec::new() })
    }

    fn sent(&mut self, _: &str, _: &mut Job<'_>) -> Result<SentPage> {
        Ok(SentPage { entries: self.0.lock().unwrap().sent.clone(), next: String::new() })
    }

    fn acknowledge(&mut self, _: &MessageId, _: &Acknowledgement<'_>, _: &mut Job<'_>) -> Result<Standing> {
        Ok(self.0.lock().unwrap().standing.clone().unwrap())
    }

    fn recall(&mut self, _: &MessageId, _: &mut Job<'_>) -> Result<State> {
        Ok(self.0.lock().unwrap().recalled)
    }
}

/// A message of these files to the receiver, sealed.
pub(crate) fn sealed(signer: &dyn Signer, serial: &str, parts: Vec<Part>) -> (MessageId, Vec<u8>) {
    let header = MessageHeader { csv_version: None, ..letter(serial) };
    assert_eq!(header.to.office, RECEIVER);
    let draft = Draft::prepare(header, parts, &cplink::seal::Limits::default(), &mut Job::new()).unwrap();
    let mut bytes = Vec::new();
    draft.seal_with(signer, &SealOptions::new(now()), &mut bytes, &mut Job::new()).unwrap();
    (draft.id(), bytes)
}

/// One of an attachment of this size.
pub(crate) fn letter_of(signer: &dyn Signer, number: usize, size: usize) -> (MessageId, Vec<u8>) {
    let content = [format!("%PDF-1.7 {number} ").as_bytes(), &vec![b'x'; size]].concat();
    let parts = vec![Part::new("a.pdf", "application/pdf", content)];
    sealed(signer, &format!("202511040900{number:02}"), parts)
}
