//! `receive`: a page of the inbox, each message fetched, verified and read.

use std::fmt;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::learn::narrowed;
use super::{Client, MessageReference, keep, save, unix_now};
use crate::error::{Code, Error, Result};
use crate::file::Source;
use crate::progress::Job;
use crate::relay::InboxEntry;
use crate::rules::{self, UnitReport};
use crate::seal::{Limits, MessageHeader, MessageId, Opened, Party, Signature, open};
use crate::unit::{
    Address, Attachment, AttachmentContents, FileContents, MediaType, Serial, UnitContents, UnitId, import_order,
};

/// How to receive.
#[derive(Clone, Debug)]
pub struct ReceiveOptions {
    keep: PathBuf,
    wait: Duration,
}

impl ReceiveOptions {
    /// The containers are kept in this folder as `<message id>.asice`.
    pub fn new(keep: impl Into<PathBuf>) -> Self {
        Self { keep: keep.into(), wait: Duration::ZERO }
    }

    /// Where there is no message, waits up to this long for one.
    pub fn with_wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }
}

/// A page of the inbox.
#[derive(Debug)]
pub struct Batch {
    /// The messages in the order of import: by serial; those that could not be opened come last.
    pub messages: Vec<Incoming>,
    /// The cursor for the next call: store it together with what was imported.
    pub next: String,
}

/// One message of the inbox. A message that cannot be opened does not hold up the others.
#[derive(Debug)]
pub struct Incoming {
    /// Its id and the two offices, according to the relay.
    pub reference: MessageReference,
    /// The message, verified; or what is wrong with it, for [`Client::acknowledge`] to refuse.
    pub content: Result<ReceivedMessage>,
}

/// A message whose digests, signature, certificate and offices were verified.
pub struct ReceivedMessage {
    /// The message id.
    pub id: MessageId,
    /// What the sender said of it.
    pub message: MessageHeader,
    /// The serial, which orders units for import.
    pub serial: Serial,
    /// Who signed it.
    pub signer: Signature,
    /// The CSV files with their rows, and the attachments' names and types.
    pub contents: UnitContents,
    /// The findings about them, and which unit of the standard they are.
    pub report: UnitReport,
    /// The container that is kept.
    pub container: PathBuf,
    opened: Opened<BufReader<File>>,
}

impl fmt::Debug for ReceivedMessage {
    // The rows are health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceivedMessage({}, {} files)", self.id, self.opened.parts().len())
    }
}

impl ReceivedMessage {
    /// The names and sizes of all files, CSV and attachments, in the order they were sent.
    pub fn parts(&self) -> impl Iterator<Item = (&str, u64)> {
        self.opened.parts().iter().map(|part| (part.name.as_str(), part.size))
    }

    /// Writes a file's exact bytes; they are verified once more on the way.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where there is no such file; [`Code::ContainerDigest`] where the
    /// kept container was changed since; [`Code::FileWrite`].
    pub fn copy(&mut self, name: &str, to: &mut dyn Write, job: &mut Job<'_>) -> Result<()> {
        let index = self.opened.parts().iter().position(|part| part.name == name);
        let index = index.ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("no such file"))?;
        self.opened.copy_part(index, to, job).map(|_| ())
    }

    /// Writes all files into a folder. A file is never left half written, and none is replaced: one that is there
    /// with the same bytes stays.
    ///
    /// # Errors
    /// [`Code::FileExists`] with the file that is there with other bytes; [`Code::ContainerDigest`],
    /// [`Code::FileWrite`], [`Code::DiskFull`], [`Code::Cancelled`].
    pub fn save(&mut self, folder: &Path, job: &mut Job<'_>) -> Result<()> {
        save::all(&mut self.opened, folder, job)
    }
}

impl Client {
    /// Fetches a page of the inbox after the cursor (empty: from the beginning). Every message is
    /// delivered at least once: what the host has imported already it knows by the id.
    ///
    /// # Errors
    /// [`Code::KeepFolder`] where the folder that keeps containers has no name; network errors (4xx),
    /// the relay's refusals (5xx), local files (6xx), [`Code::Cancelled`]. Nothing
    /// is lost then: call again with the same cursor.
    pub fn receive(&mut self, cursor: &str, options: &ReceiveOptions, job: &mut Job<'_>) -> Result<Batch> {
        keep::check(&options.keep)?;
        let relay = self.capabilities(job)?;
        let limits = narrowed(&self.limits, &relay);
        let answer = self.transport.inbox(cursor, options.wait.min(relay.limits.wait), job);
        self.heed(&answer);
        let page = answer?;
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for entry in &page.entries {
            let reference =
                MessageReference { id: entry.id, from: entry.from.clone(), to: self.identity.office_number.clone() };
            match self.fetch(entry, options, &limits, job) {
                Ok(received) => good.push((reference, received)),
                Err(error) if is_of_message(error.code()) => bad.push(Incoming { reference, content: Err(error) }),
                Err(error) => return Err(error),
            }
        }
        import_order(&mut good, |(_, received)| received.serial);
        let good = good.into_iter().map(|(reference, received)| Incoming { reference, content: Ok(received) });
        Ok(Batch { messages: good.chain(bad).collect(), next: page.next })
    }

    fn fetch(
        &mut self,
        entry: &InboxEntry,
        options: &ReceiveOptions,
        limits: &Limits,
        job: &mut Job<'_>,
    ) -> Result<ReceivedMessage> {
        let container = options.keep.join(format!("{}.asice", entry.id));
        // Fetched even where it lies here already: it may be the sender's own copy in a shared folder,
        // and the relay learns only by fetching that we have it.
        let max = limits.total_bytes;
        let answer = keep::write(&container, |file| self.transport.get_message(&entry.id, file, max, job).map(|_| ()));
        self.heed(&answer);
        answer?;
        self.open_within(limits, &entry.id, &container, job)
    }

    /// Opens a container that `receive` has kept, as it did then.
    ///
    /// # Errors
    /// 3xx where the container is not what it should be; [`Code::FileRead`].
    pub fn open_received(&self, id: &MessageId, container: &Path, job: &mut Job<'_>) -> Result<ReceivedMessage> {
        self.open_within(&self.limits, id, container, job)
    }

    fn open_within(
        &self,
        limits: &Limits,
        id: &MessageId,
        container: &Path,
        job: &mut Job<'_>,
    ) -> Result<ReceivedMessage> {
        let file = File::open(container).map_err(|error| Error::path(Code::FileRead, container, error))?;
        let mut opened = open(BufReader::new(file), limits, &self.trust, unix_now(), job)?;
        if opened.id() != *id {
            return Err(Error::new(Code::MessageId));
        }
        if opened.message().to.office != self.identity.office_number {
            return Err(Error::new(Code::MessageFormat).with_detail("the message is for another office"));
        }
        let serial = Serial::new(&opened.message().serial)?;
        let contents = read(&mut opened, serial, job)?;
        let report = rules::check(&contents, job)?;
        Ok(ReceivedMessage {
            id: *id,
            message: opened.message().clone(),
            serial,
            signer: opened.signer().clone(),
            contents,
            report,
            container: container.to_owned(),
            opened,
        })
    }
}

/// Reads the CSV files; attachments stay in the container.
fn read(opened: &mut Opened<BufReader<File>>, serial: Serial, job: &mut Job<'_>) -> Result<UnitContents> {
    let (mut files, mut attachments) = (Vec::new(), Vec::new());
    for index in 0..opened.parts().len() {
        let name = opened.parts()[index].name.clone();
        if MediaType::of_name(&name) == Some(MediaType::Csv) {
            let mut bytes = Vec::new();
            opened.copy_part(index, &mut bytes, job)?;
            files.push(FileContents::read(&name, bytes)?);
        } else {
            // The first bytes show what it is.
            let head = opened.head(index, Attachment::HEAD)?;
            attachments.push(AttachmentContents::read(&Attachment { name, source: Source::from(head) })?);
        }
    }
    let message = opened.message();
    let address = |party: &Party| Address::new(&*party.office, &*party.service_type);
    let id = UnitId { from: address(&message.from)?, to: address(&message.to)?, serial };
    Ok(UnitContents { id: Some(id), files, attachments, passed_over: Vec::new() })
}

/// Whether the fault is the message's own, so that the other messages can be taken all the same.
fn is_of_message(code: Code) -> bool {
    matches!(code as i32, 300..=399)
        || matches!(code, Code::TooLarge | Code::RelayState | Code::RelayExpired | Code::RelayNotFound)
}
