//! Acting for another office.

use super::Client;
use crate::error::Result;
use crate::seal::Agent;

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
    /// [`Code::ActingUnsupported`](crate::Code::ActingUnsupported) by a transport that knows no agents.
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

    /// Our certificate's office.
    pub(super) fn own_office(&self) -> &str {
        &self.identity.office_number
    }
}
