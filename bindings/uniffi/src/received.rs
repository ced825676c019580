//! What was received.

use std::path::Path;
use std::sync::{Arc, Mutex};

use cplink::client;
use cplink::progress::Job;

use crate::cancel::{Cancel, Watcher, watched};
use crate::failure::{Fault, Result, fault, hold, misuse};
use crate::finding::{Finding, findings};
use crate::report::{File, files};
use crate::unit::Party;

/// A page of the inbox.
#[derive(uniffi::Record)]
pub struct Batch {
    /// The messages in the order of import.
    pub messages: Vec<Incoming>,
    /// The cursor for the next call.
    pub next: String,
    /// Why the page ended early, where it did.
    pub fault: Option<Fault>,
}

/// A page of the inbox whose messages are fetched one by one.
#[derive(uniffi::Object)]
pub struct Inbox(pub(crate) Mutex<client::Inbox>);

#[uniffi::export]
impl Inbox {
    /// How many messages were not handed over yet.
    pub fn remaining(&self) -> Result<u64> {
        Ok(hold(&self.0)?.len() as u64)
    }

    /// The cursor after the last message that was handed over.
    pub fn cursor(&self) -> Result<String> {
        Ok(hold(&self.0)?.cursor().to_owned())
    }
}

/// One message of the inbox: verified, or with its fault.
#[derive(uniffi::Record)]
pub struct Incoming {
    /// The message id.
    pub id: String,
    /// The sending office's number.
    pub sender: String,
    /// The receiving office's number.
    pub receiver: String,
    /// The message.
    pub content: Option<Content>,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

/// What a verified message says and holds.
#[derive(uniffi::Record)]
pub struct Content {
    /// The sender.
    pub sender: Party,
    /// The receiver.
    pub receiver: Party,
    /// The serial.
    pub serial: String,
    /// The version of the CSV files.
    pub csv_version: Option<String>,
    /// The kind of unit according to the sender.
    pub kind: String,
    /// The subject line.
    pub subject: String,
    /// The message that this one replaces.
    pub supersedes: Option<String>,
    /// Why it was sent in spite of errors.
    pub override_reason: Option<String>,
    /// When it was signed, in seconds since 1970, by the signer's clock.
    pub signed_at: u64,
    /// What should be reported although the signature holds.
    pub notices: Vec<Notice>,
    /// The container that is kept.
    pub container: String,
    /// The names and sizes of all files.
    pub parts: Vec<PartSize>,
    /// The open container.
    pub opened: Arc<Opened>,
}

/// What stands of a message after it was acknowledged.
#[derive(uniffi::Record)]
pub struct Acknowledged {
    /// `imported` or `refused`: the first outcome that was reported.
    pub state: String,
    /// Why it was refused.
    pub reason: Option<String>,
    /// Whether an outcome had been reported before.
    pub is_repeat: bool,
    /// Our receipt that stands (CMS, DER).
    pub receipt: Vec<u8>,
}

impl From<client::Acknowledged> for Acknowledged {
    fn from(stands: client::Acknowledged) -> Self {
        let client::Acknowledged { state, reason, is_repeat, receipt } = stands;
        Self { state: state.token().to_owned(), reason, is_repeat, receipt }
    }
}

/// What is read when it is asked for.
#[derive(uniffi::Record)]
pub struct Rows {
    /// Which unit of the standard it is.
    pub unit_kind: Option<String>,
    /// The CSV files with their rows.
    pub files: Vec<File>,
    /// The findings about the unit as a whole.
    pub findings: Vec<Finding>,
}

/// What should be reported about a signature or its certificate although it holds.
#[derive(uniffi::Record)]
pub struct Notice {
    /// Its stable id.
    pub id: String,
    /// What was seen, in Japanese.
    pub message_ja: String,
    /// What was seen, in English.
    pub message_en: String,
}

impl From<cplink::keys::Notice> for Notice {
    fn from(notice: cplink::keys::Notice) -> Self {
        Self {
            id: notice.id().to_owned(),
            message_ja: notice.message_ja().to_owned(),
            message_en: notice.message_en().to_owned(),
        }
    }
}

/// A file of a message.
#[derive(uniffi::Record)]
pub struct PartSize {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}

/// The open container; it holds the file open until it is closed.
#[derive(uniffi::Object)]
pub struct Opened(Mutex<Option<client::ReceivedMessage>>);

impl Opened {
    fn with<T>(&self, use_of: impl FnOnce(&mut client::ReceivedMessage) -> Result<T>) -> Result<T> {
        use_of(
            hold(&self.0)?
                .as_mut()
                .ok_or_else(|| misuse("the message is closed", "このメッセージはすでに閉じられています。"))?,
        )
    }
}

#[uniffi::export]
impl Opened {
    /// The CSV files with their rows, and the findings about them.
    pub fn rows(&self) -> Result<Rows> {
        self.with(|received| {
            let client::Checked { contents, report } = received.read(&mut Job::new())?;
            Ok(Rows {
                unit_kind: report.unit_kind.map(|unit| unit.token().to_owned()),
                findings: findings(&report.findings),
                files: files(contents.files, report.files),
            })
        })
    }

    /// A file's bytes, verified once more.
    pub fn read(&self, name: String, cancel: Arc<Cancel>, watcher: Option<Box<dyn Watcher>>) -> Result<Vec<u8>> {
        self.with(|received| watched(&cancel, watcher, |job| Ok(received.bytes(&name, job)?)))
    }

    /// Writes all files into a folder.
    pub fn save(&self, folder: String, cancel: Arc<Cancel>, watcher: Option<Box<dyn Watcher>>) -> Result<()> {
        self.with(|received| watched(&cancel, watcher, |job| Ok(received.save(Path::new(&folder), job)?)))
    }

    /// Lets go of the kept container.
    pub fn close(&self) -> Result<()> {
        *hold(&self.0)? = None;
        Ok(())
    }
}

impl From<client::Batch> for Batch {
    fn from(batch: client::Batch) -> Self {
        Self {
            messages: batch.messages.into_iter().map(Incoming::from).collect(),
            next: batch.next,
            fault: batch.fault.map(fault),
        }
    }
}

impl From<client::Incoming> for Incoming {
    fn from(incoming: client::Incoming) -> Self {
        let client::MessageReference { id, from, to } = incoming.reference;
        let (content, fault) = match incoming.content {
            Ok(received) => (Some(Content::from(received)), None),
            Err(error) => (None, Some(fault(error))),
        };
        Self { id: id.to_string(), sender: from, receiver: to, content, fault }
    }
}

impl From<client::ReceivedMessage> for Content {
    fn from(received: client::ReceivedMessage) -> Self {
        let message = &received.message;
        Self {
            sender: (&message.from).into(),
            receiver: (&message.to).into(),
            serial: message.serial.clone(),
            csv_version: message.csv_version.clone(),
            kind: message.kind.clone(),
            subject: message.subject.clone(),
            supersedes: message.supersedes.map(|id| id.to_string()),
            override_reason: message.override_reason.clone(),
            signed_at: received.signer.signing_time.as_secs(),
            notices: received.signer.notices.iter().copied().map(Notice::from).collect(),
            container: received.container.to_string_lossy().into_owned(),
            parts: received.parts().map(|(name, size)| PartSize { name: name.to_owned(), size }).collect(),
            opened: Arc::new(Opened(Mutex::new(Some(received)))),
        }
    }
}
