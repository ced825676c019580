//! Acting for another office.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use super::send::Sent;
use super::{Client, unix_now};
use crate::error::Result;
use crate::file::Partial;
use crate::progress::Job;
use crate::seal::{Agent, MessageId, open_accepted};

impl Client {
    /// A client whose calls are for the office of this number, with this client's certificate: as its agent (代行). It
    /// connects on a line of its own, as [`another`](Client::another) does, and sends, receives, acknowledges, lists and
    /// recalls in that office's name.
    ///
    /// The relay's directory must list the certificate's office among the agents of the other one; else its first call
    /// is refused with [`Code::RelayAgent`](crate::Code::RelayAgent). Of the certificate's own office it is `another`.
    ///
    /// # Errors
    /// [`Code::OfficeNumber`](crate::Code::OfficeNumber);
    /// [`Code::ActingUnsupported`](crate::Code::ActingUnsupported) by a transport that knows no agents: `folder`, and
    /// `memory` without a key to sign receipts.
    pub fn for_office(&self, number: &str) -> Result<Self> {
        let transport = self.transport.for_office(number)?;
        Ok(Self { office: number.to_owned(), ..self.with_line(transport) })
    }

    /// The number of the office whose certificate acts for [`office_number`](Client::office_number); `None` where they
    /// are the same.
    pub fn agent(&self) -> Option<&str> {
        let own = &self.identity.office_number;
        (*own != self.office).then_some(own)
    }

    /// As the relay's receipts name us, where we act for another office.
    pub(super) fn as_agent(&self) -> Option<Agent> {
        self.agent().zip(self.signer.chain().first()).map(|(own, leaf)| Agent::new(own, leaf))
    }

    /// Where this message was accepted before, from the sender itself or from another agent, the relay has the container
    /// that was signed then, and its receipt names whoever signed. That container replaces ours, which no receipt vouches
    /// for; where it cannot be fetched any more ours stays, and says the same.
    pub(super) fn keep_what_was_accepted(&mut self, sent: &Sent, job: &mut Job<'_>) {
        let (Some(receipt), Some(accepted)) = (&sent.receipt, &sent.accepted) else { return };
        if accepted.receipt.agent != self.as_agent() {
            self.keep_accepted(&sent.id, &sent.container, receipt, job);
        }
    }

    fn keep_accepted(&mut self, id: &MessageId, container: &Path, receipt: &[u8], job: &mut Job<'_>) {
        let (limits, transport) = (&self.limits, &mut self.transport);
        let download =
            Partial::write(container, |file| transport.get_message(id, file, limits.total_bytes, job).map(|_| ()));
        let Ok(partial) = download else { return };
        let Ok(file) = File::open(partial.path()) else { return };
        let opened = open_accepted(BufReader::new(file), receipt, limits, &self.trust, unix_now(), job);
        if opened.is_ok_and(|opened| opened.id() == *id) {
            // A place that cannot be written to has ours.
            let _ = partial.put();
        }
    }

    /// Our certificate's office.
    pub(super) fn own_office(&self) -> &str {
        &self.identity.office_number
    }
}
