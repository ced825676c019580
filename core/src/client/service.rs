//! The receiver's service type, held against the directory.

use super::Client;
use crate::error::{Code, Error, Result};
use crate::progress::Job;
use crate::unit::Address;

impl Client {
    /// Refuses a receiver that the directory has without this service type, before anything is sealed. What was
    /// looked up some time ago is looked up again before it counts against the receiver.
    pub(super) fn require_service(&mut self, receiver: &Address, job: &mut Job<'_>) -> Result<()> {
        if self.directory.lacks(receiver) {
            self.office(receiver.office(), job)?;
        }
        if self.directory.lacks(receiver) { Err(Error::new(Code::RelayReceiverService)) } else { Ok(()) }
    }
}
