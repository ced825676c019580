//! What the verbs need of a relay, whatever its wire protocol.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::time::Duration;

use time::OffsetDateTime;

use crate::error::{Code, Error, Result};
use crate::progress::Job;
use crate::seal::{MessageHeader, MessageId};

use super::{Capabilities, DirectoryEntry, InboxPage, SentPage, State};

/// How a transport is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The version of TLS, as `TLS 1.3`.
    pub tls: &'static str,
    /// Whether it goes through a proxy.
    pub proxy: bool,
}

/// A message to send.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'a> {
    /// Its id.
    pub id: MessageId,
    /// What the container says about it: sender, receiver, kind and so on.
    pub message: &'a MessageHeader,
}

/// What a relay says when it has taken a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Its signed *accepted* receipt (CMS, DER); `None` where it signs none. The client verifies it.
    pub receipt: Option<Vec<u8>>,
    /// When it took the message, where no receipt says so.
    pub at: Option<OffsetDateTime>,
    /// The folder with the files that a person is to upload; `None` where the relay itself has the message. Until
    /// [`Transport::confirm_uploaded`] nothing was sent.
    pub prepared: Option<PathBuf>,
}

/// What became of a message at its receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its rows are in the host's own database.
    Imported,
    /// It was not imported, for this reason. The sender and the relay read it: no names of users
    /// belong there.
    Refused(String),
}

/// What a receiver says about a message, plain and signed.
#[derive(Clone, Copy, Debug)]
pub struct Acknowledgement<'a> {
    /// What became of it.
    pub outcome: &'a Outcome,
    /// The same as a receipt that the receiver has signed (CMS, DER).
    pub receipt: &'a [u8],
}

/// Which outcome of a message is valid after it was acknowledged: the first outcome that was reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The state it has now.
    pub state: State,
    /// Whether an outcome had been reported before.
    pub is_repeat: bool,
    /// The receiver's valid receipt (CMS, DER), where the relay gives it back. The client verifies it.
    pub receipt: Option<Vec<u8>>,
    /// The relay's *recorded* receipt (CMS, DER) of it, where the relay gives it. The client verifies it.
    pub recorded: Option<Vec<u8>>,
}

/// One office's line to a relay. The module's page says what every method must guarantee.
pub trait Transport: Send {
    /// What the relay can do, and its limits. The client asks once per connection.
    ///
    /// # Errors
    /// Network, TLS and protocol errors (4xx), or the relay's refusal (5xx), as for every call.
    fn capabilities(&mut self, job: &mut Job<'_>) -> Result<Capabilities>;

    /// Looks an office up in the directory; `None` where it is not registered. A relay without a directory
    /// leaves this as it is.
    ///
    /// # Errors
    /// As [`capabilities`](Self::capabilities); [`Code::RelayRequest`] where there is no directory.
    fn office(&mut self, number: &str, job: &mut Job<'_>) -> Result<Option<DirectoryEntry>> {
        let (_, _) = (number, job);
        Err(Error::new(Code::RelayRequest).with_detail("this relay has no directory of offices"))
    }

    /// Sends a container of `len` bytes. A repeat under the same id gives the same answer. An error of
    /// `body` that wraps an [`Error`] is given back as that error.
    ///
    /// # Errors
    /// As above; [`Code::SourceChanged`] where `body` is not `len` bytes long, in which case nothing was
    /// accepted; [`Code::RelayConflict`] where another message has the id.
    fn put_message(
        &mut self,
        outgoing: &Outgoing<'_>,
        body: &mut dyn Read,
        len: u64,
        job: &mut Job<'_>,
    ) -> Result<Acceptance>;

    /// Writes a container of at most `max` bytes to `sink` and gives back its size. After an error `sink` may
    /// hold a part of it.
    ///
    /// # Errors
    /// As above; [`Code::AnswerTooLarge`] where it is larger.
    fn get_message(&mut self, id: &MessageId, sink: &mut dyn Write, max: u64, job: &mut Job<'_>) -> Result<u64>;

    /// Lists messages to this office behind the cursor `after` (empty: from the beginning). Where there are
    /// none, waits up to `wait` for one if the relay can.
    ///
    /// # Errors
    /// As above.
    fn inbox(&mut self, after: &str, wait: Duration, job: &mut Job<'_>) -> Result<InboxPage>;

    /// Lists this office's own messages behind the cursor `after`, with their states and receipts, in the order of
    /// their latest change: one that changes comes again. A page without entries is the end of the list for now.
    ///
    /// # Errors
    /// As above.
    fn sent(&mut self, after: &str, job: &mut Job<'_>) -> Result<SentPage>;

    /// Hands over what became of a message. Where an outcome was reported before, the same or another one, that one
    /// is valid, and is given back.
    ///
    /// # Errors
    /// As above; [`Code::RelayState`] where it was not picked up.
    fn acknowledge(&mut self, id: &MessageId, said: &Acknowledgement<'_>, job: &mut Job<'_>) -> Result<Standing>;

    /// Recalls a message before it is picked up, and gives the state it has then. A relay without recall leaves this
    /// as it is.
    ///
    /// # Errors
    /// As above; [`Code::RelayState`] where it was picked up; [`Code::RelayRequest`] where nothing can be
    /// recalled.
    fn recall(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<State> {
        let (_, _) = (id, job);
        Err(Error::new(Code::RelayRequest).with_detail("this relay cannot recall a message"))
    }

    /// Notes that a person has uploaded the files that [`put_message`](Self::put_message) laid ready: their word, since
    /// nothing else says so. The first time remains. A relay that takes messages itself leaves this as it is.
    ///
    /// # Errors
    /// As above; [`Code::RelayNotFound`] for a message that was not laid ready, [`Code::RelayState`] for one that is
    /// recalled; [`Code::RelayRequest`] where nothing is uploaded by hand.
    fn confirm_uploaded(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<()> {
        let (_, _) = (id, job);
        Err(Error::new(Code::RelayRequest).with_detail("nothing is uploaded by hand: the relay has what was sent"))
    }

    /// Whether messages have their senders' signatures. A transport says `false` only of a way that cannot carry them,
    /// as files that people upload and download: then the client takes a message without one, and says so. It is a fact
    /// of the program, never anything that the other end has said.
    fn carries_signatures(&self) -> bool {
        true
    }

    /// How the last call was connected; `None` where none was yet, or where it is not known.
    fn connection(&self) -> Option<Connection> {
        None
    }

    /// Another line of the same office to the same relay, which works at the same time as this one; `None` where
    /// there can be one only.
    fn another(&self) -> Option<Box<dyn Transport>> {
        None
    }

    /// Another line to the same relay with the same certificate, whose calls are for another office: the certificate's
    /// is then its agent. The relay looks whether it may. A way that knows no agents leaves this as it is.
    ///
    /// # Errors
    /// [`Code::ActingUnsupported`] where nobody can act for another office; [`Code::OfficeNumber`].
    fn for_office(&self, office: &str) -> Result<Box<dyn Transport>> {
        let _ = office;
        Err(Error::new(Code::ActingUnsupported))
    }

    /// Closes what is kept open between two calls. The next call opens it again.
    fn rest(&mut self) {}
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn capabilities(&mut self, job: &mut Job<'_>) -> Result<Capabilities> {
        (**self).capabilities(job)
    }

    fn office(&mut self, number: &str, job: &mut Job<'_>) -> Result<Option<DirectoryEntry>> {
        (**self).office(number, job)
    }

    fn put_message(
        &mut self,
        outgoing: &Outgoing<'_>,
        body: &mut dyn Read,
        len: u64,
        job: &mut Job<'_>,
    ) -> Result<Acceptance> {
        (**self).put_message(outgoing, body, len, job)
    }

    fn get_message(&mut self, id: &MessageId, sink: &mut dyn Write, max: u64, job: &mut Job<'_>) -> Result<u64> {
        (**self).get_message(id, sink, max, job)
    }

    fn inbox(&mut self, after: &str, wait: Duration, job: &mut Job<'_>) -> Result<InboxPage> {
        (**self).inbox(after, wait, job)
    }

    fn sent(&mut self, after: &str, job: &mut Job<'_>) -> Result<SentPage> {
        (**self).sent(after, job)
    }

    fn acknowledge(&mut self, id: &MessageId, said: &Acknowledgement<'_>, job: &mut Job<'_>) -> Result<Standing> {
        (**self).acknowledge(id, said, job)
    }

    fn recall(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<State> {
        (**self).recall(id, job)
    }

    fn confirm_uploaded(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<()> {
        (**self).confirm_uploaded(id, job)
    }

    fn carries_signatures(&self) -> bool {
        (**self).carries_signatures()
    }

    fn connection(&self) -> Option<Connection> {
        (**self).connection()
    }

    fn another(&self) -> Option<Box<dyn Transport>> {
        (**self).another()
    }

    fn for_office(&self, office: &str) -> Result<Box<dyn Transport>> {
        (**self).for_office(office)
    }

    fn rest(&mut self) {
        (**self).rest();
    }
}
