//! Receipts of a relay in memory that has a key to sign them.

use std::collections::BTreeMap;

use rustls::pki_types::UnixTime;

use crate::error::Result;
use crate::keys::Trust;
use crate::seal::{Link, Receipt, RelaySeal};

/// The relay's key, whose signatures it takes, and the chain of each sender's receipts.
pub(super) struct Signing {
    seal: RelaySeal,
    pub(super) trust: Trust,
    /// The place of the next receipt, by sender.
    next: BTreeMap<String, Link>,
}

impl Signing {
    pub(super) fn new(seal: RelaySeal, trust: Trust) -> Self {
        Self { seal, trust, next: BTreeMap::new() }
    }

    /// Signs the next receipt on the messages of this sender.
    pub(super) fn sign(
        &mut self,
        sender: &str,
        sign: impl FnOnce(&RelaySeal, Link, UnixTime) -> Result<Vec<u8>>,
    ) -> Result<Vec<u8>> {
        let link = self.next.get(sender).copied().unwrap_or(Link { number: 1, previous: None });
        let der = sign(&self.seal, link, UnixTime::now())?;
        let next = Link { number: link.number + 1, previous: Some(Receipt::digest(&der)) };
        self.next.insert(sender.to_owned(), next);
        Ok(der)
    }
}
