//! The relay in memory, as a program sets it up.

use std::fmt;
use std::sync::Arc;

use super::MemoryTransport;
use super::hub::SharedHub;
use super::signing::Signing;
use crate::error::{Code, Result};
use crate::keys::{Signer, Trust, identify};
use crate::relay::{DirectoryEntry, Limits};
use crate::seal::{Agent, RelaySeal};

/// A relay in this process. Clones are the same relay.
#[derive(Clone, Default)]
pub struct MemoryRelay(SharedHub);

impl MemoryRelay {
    /// A relay without offices and messages, without limits and a key.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the limits that it announces to its clients and enforces.
    pub fn set_limits(&self, limits: Limits) {
        self.0.lock().limits = limits;
    }

    /// Has it sign receipts with a relay's key, and verify what offices have signed by this trust: as a real relay does.
    /// What was accepted before has no receipts.
    pub fn sign_receipts(&self, signer: Arc<dyn Signer>, trust: Trust) {
        self.0.lock().notary = Some(Arc::new(Signing::new(RelaySeal::new(signer), trust)));
    }

    /// Registers an office by its number, or gives it another name.
    pub fn register(&self, number: impl Into<String>, name: impl Into<String>) {
        let (number, name) = (number.into(), name.into());
        let mut hub = self.0.lock();
        hub.offices.entry(number.clone()).or_insert_with(|| entry(number, String::new())).name = name;
    }

    /// Enters that an office may act for the one of this number; entering it again changes nothing.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] unless both are registered and not the same.
    pub fn add_agent(&self, number: &str, agent: &str) -> Result<()> {
        let mut hub = self.0.lock();
        let is_known = number != agent && hub.offices.contains_key(agent);
        let office = hub.offices.get_mut(number).filter(|_| is_known);
        let office = office.ok_or_else(|| Code::InvalidArgument.with_detail("the agent is not another office here"))?;
        if !office.agents.iter().any(|known| known == agent) {
            office.agents.push(agent.to_owned());
            crate::sort::sort(&mut office.agents);
        }
        Ok(())
    }

    /// Ends that an office may act for the one of this number. What it did until then stays.
    pub fn remove_agent(&self, number: &str, agent: &str) {
        if let Some(office) = self.0.lock().offices.get_mut(number) {
            office.agents.retain(|known| known != agent);
        }
    }

    /// Registers an office unless it is.
    pub(in crate::relay) fn join(&self, number: &str) {
        let number = number.to_owned();
        self.0.lock().offices.entry(number.clone()).or_insert_with(|| entry(number, String::new()));
    }

    /// An office's line to this relay. Whoever holds it is that office: nothing is asked. It acts for no other one, since
    /// that takes a certificate: [`transport_of`](Self::transport_of).
    pub fn transport(&self, office: impl Into<String>) -> MemoryTransport {
        MemoryTransport::new(self.0.clone(), office.into(), None)
    }

    /// The line of the office that the signer's certificate names, which may also act for others.
    ///
    /// # Errors
    /// [`Code::CertInvalid`] and the other codes of a certificate that names no office.
    pub fn transport_of(&self, signer: &dyn Signer, trust: &Trust) -> Result<MemoryTransport> {
        let leaf = signer.chain().first().ok_or(Code::CertInvalid)?;
        let office = identify(leaf, trust.profile())?.office_number;
        let named = Agent::new(office.as_str(), leaf);
        Ok(MemoryTransport::new(self.0.clone(), office, Some(named)))
    }
}

/// An office with a licence, which can import what its own program can.
fn entry(number: String, name: String) -> DirectoryEntry {
    DirectoryEntry {
        number,
        name,
        registered: true,
        csv_versions: Vec::new(),
        service_types: Vec::new(),
        licence_until: None,
        licensed: true,
        agents: Vec::new(),
    }
}

impl fmt::Debug for MemoryRelay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
