//! Receiving one message: fetched, verified, kept, and read when its rows are asked for.

use std::fmt;
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use super::keep;
use super::kept_file::KeptFile;
use super::{Checked, Client, rows, save, unix_now};
use crate::error::{Code, Error, Result};
use crate::file::Partial;
use crate::keys::Notice;
use crate::progress::Job;
use crate::relay::InboxEntry;
use crate::rules;
use crate::seal::{
    Body, Limits, MessageHeader, MessageId, Receipt, ReceiptKind, Signature, beside, open, open_accepted,
    open_maybe_unsigned,
};
use crate::unit::Serial;

/// A message whose digests, signature, certificate and offices were verified; without a signature, where
/// [its way has none](crate::relay::folder), its digests. Its rows are read when they are asked
/// for.
pub struct ReceivedMessage {
    /// The message id.
    pub id: MessageId,
    /// What the sender said of it.
    pub message: MessageHeader,
    /// The serial, which orders units for import.
    pub serial: Serial,
    /// Who signed it; `None` for files that came by hand, of which the sender is only what their names say.
    pub signer: Option<Signature>,
    /// The number of the office that sent it as the sender's agent, as the relay's *accepted* receipt proves; `None` where
    /// the sender itself did.
    pub agent: Option<String>,
    /// The container that is kept.
    pub container: PathBuf,
    opened: Body<KeptFile>,
    /// The most memory that its rows may take.
    memory: u64,
}

impl fmt::Debug for ReceivedMessage {
    // The rows are health data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceivedMessage({}, {} files)", self.id, self.opened.parts().len())
    }
}

impl ReceivedMessage {
    /// Whether its sender's signature was verified. Without one nothing proves who sent it.
    pub fn is_signed(&self) -> bool {
        self.signer.is_some()
    }

    /// What should be reported about its signature, or that it has none.
    pub fn notices(&self) -> &[Notice] {
        self.signer.as_ref().map_or(&[Notice::Unsigned], |signer| &signer.notices)
    }

    /// The names and sizes of all files, CSV and attachments, in the order they were sent.
    pub fn parts(&self) -> impl Iterator<Item = (&str, u64)> {
        self.opened.parts().iter().map(|part| (part.name.as_str(), part.size))
    }

    /// Reads the CSV files and checks them; attachments stay in the container. The rows belong to the caller: a
    /// message that is read twice has them twice.
    ///
    /// # Errors
    /// [`Code::TooLarge`] where the rows would take more memory than [`Client::set_message_memory`] allows;
    /// [`Code::ContainerDigest`] where the kept container was changed since; [`Code::FileRead`],
    /// [`Code::Cancelled`].
    pub fn read(&mut self, job: &mut Job<'_>) -> Result<Checked> {
        let contents = rows::read(&mut self.opened, self.serial, self.memory, job);
        self.opened.reader_mut().close();
        let contents = contents?;
        let report = rules::check(&contents, job)?;
        Ok(Checked { contents, report })
    }

    /// A file's exact bytes; they are verified once more on the way.
    ///
    /// # Errors
    /// As [`copy`](Self::copy); [`Code::TooLarge`] where there is no memory for them.
    pub fn bytes(&mut self, name: &str, job: &mut Job<'_>) -> Result<Vec<u8>> {
        let size = self.parts().find(|(part, _)| *part == name).map_or(0, |(_, size)| size);
        let mut bytes = Vec::new();
        let room = usize::try_from(size).map_err(|_| Error::new(Code::TooLarge))?;
        bytes.try_reserve_exact(room).map_err(|error| Error::new(Code::TooLarge).with_source(error))?;
        self.copy(name, &mut bytes, job)?;
        Ok(bytes)
    }

    /// Writes a file's exact bytes; they are verified once more on the way.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] where there is no such file; [`Code::ContainerDigest`] where the
    /// kept container was changed since; [`Code::FileRead`], [`Code::FileWrite`].
    pub fn copy(&mut self, name: &str, to: &mut dyn Write, job: &mut Job<'_>) -> Result<()> {
        let index = self.opened.parts().iter().position(|part| part.name == name);
        let index = index.ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("no such file"))?;
        self.copy_part(index, to, job)
    }

    /// Writes all files into a folder. A file is never left half written, and none is replaced: one that is there
    /// with the same bytes stays.
    ///
    /// # Errors
    /// [`Code::FileExists`] with the file that is there with other bytes; [`Code::ContainerDigest`],
    /// [`Code::FileRead`], [`Code::FileWrite`], [`Code::DiskFull`], [`Code::Cancelled`].
    pub fn save(&mut self, folder: &Path, job: &mut Job<'_>) -> Result<()> {
        let saved = save::all(&mut self.opened, folder, job);
        self.opened.reader_mut().close();
        saved
    }

    fn copy_part(&mut self, index: usize, to: &mut dyn Write, job: &mut Job<'_>) -> Result<()> {
        let copied = self.opened.copy_part(index, to, job);
        self.opened.reader_mut().close();
        copied
    }
}

impl Client {
    /// Fetches a message, verifies what came, and only then puts it in its place: never over a container that opens.
    pub(super) fn fetch(
        &mut self,
        entry: &InboxEntry,
        folder: &Path,
        limits: &Limits,
        job: &mut Job<'_>,
    ) -> Result<ReceivedMessage> {
        if entry.size > limits.total_bytes {
            return Err(Error::new(Code::TooLarge).with_detail("the container is over the limit"));
        }
        let container = folder.join(entry.id.container_name());
        let accepted = self.accepted(entry, &container)?;
        // Fetched even where it lies here already: it may be the sender's own copy in a shared folder,
        // and the relay learns only by fetching that we have it.
        let mut download = || {
            let partial = Partial::write(&container, |file| {
                self.transport.get_message(&entry.id, file, entry.size, job).map(|_| ())
            });
            self.heed(&partial);
            partial
        };
        let partial = match download() {
            // A line that breaks after so many bytes gets the rest of a page through too.
            Err(error) if error.code() == Code::ConnectionLost => download()?,
            other => other?,
        };
        let received = self.open_within(limits, &entry.id, partial.path(), accepted.as_deref(), job)?;
        let mut before = None;
        partial.put_unless(|| {
            if !keep::is_file(&container) {
                return Ok(false);
            }
            match self.open_within(limits, &entry.id, &container, accepted.as_deref(), job) {
                Ok(opened) => {
                    before = Some(opened);
                    Ok(true)
                }
                Err(error) if error.code() == Code::Cancelled => Err(error),
                Err(_) => Ok(false),
            }
        })?;
        let received = before.unwrap_or(received);
        Ok(ReceivedMessage {
            opened: received.opened.with_reader(KeptFile::new(container.clone())),
            container,
            ..received
        })
    }

    /// The *accepted* receipt of a message that an agent sent: of the list, laid beside the container's place; else the
    /// one that lies there from before.
    fn accepted(&self, entry: &InboxEntry, container: &Path) -> Result<Option<Vec<u8>>> {
        let Some(told) = &entry.accepted else { return beside::read(container) };
        // What is no receipt of this message replaces nothing; why, opening the message tells.
        let verified = Receipt::verify_as_of_signing(told, &self.trust, unix_now());
        let is_of_message = verified.is_ok_and(|verified| {
            verified.receipt.kind == ReceiptKind::Accepted && verified.receipt.message == entry.id
        });
        if is_of_message {
            beside::lay(container, told)?;
        }
        Ok(Some(told.clone()))
    }

    /// Opens a container that `receive` has kept, as it did then: with the *accepted* receipt beside it, where an agent
    /// has signed.
    ///
    /// # Errors
    /// 3xx where the container is not what it should be, [`Code::MessageReceiver`] where it is for another office; [`Code::FileRead`].
    pub fn open_received(&self, id: &MessageId, container: &Path, job: &mut Job<'_>) -> Result<ReceivedMessage> {
        let accepted = beside::read(container)?;
        self.open_within(&self.limits, id, container, accepted.as_deref(), job)
    }

    fn open_within(
        &self,
        limits: &Limits,
        id: &MessageId,
        container: &Path,
        accepted: Option<&[u8]>,
        job: &mut Job<'_>,
    ) -> Result<ReceivedMessage> {
        let file = File::open(container).map_err(|error| Error::path(Code::FileRead, container, error))?;
        let (reader, now) = (BufReader::new(file), unix_now());
        // Whether a signature may be missing is known here alone, and by nobody else's word.
        let (opened, signer) = if self.transport.carries_signatures() {
            let opened = match accepted {
                Some(accepted) => open_accepted(reader, accepted, limits, &self.trust, now, job)?,
                None => open(reader, limits, &self.trust, now, job)?,
            };
            let (opened, signer) = opened.apart();
            (opened, Some(signer))
        } else {
            open_maybe_unsigned(reader, limits, &self.trust, now, job)?
        };
        let signed = signer.as_ref().map(|signer| &signer.identity.office_number);
        let agent = signed.filter(|office| **office != opened.message().from.office).cloned();
        if opened.id() != *id {
            return Err(Error::new(Code::MessageId));
        }
        if opened.message().to.office != self.office {
            return Err(Error::new(Code::MessageReceiver));
        }
        Ok(ReceivedMessage {
            id: *id,
            message: opened.message().clone(),
            serial: Serial::new(&opened.message().serial)?,
            signer,
            agent,
            container: container.to_owned(),
            opened: opened.with_reader(KeptFile::new(container.to_owned())),
            memory: self.message_memory,
        })
    }
}
