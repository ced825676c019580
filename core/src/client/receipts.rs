//! Receipts that are verified while the next messages are sent.

use super::helpers::{Begun, Helpers};
use super::send::{HandedOver, Sent};
use super::sending::Sending;
use crate::error::Result;
use crate::keys::Trust;

/// Receipts of one call, each with its unit's place and office.
pub(super) struct Receipts<'a, 'env> {
    trust: &'env Trust,
    helpers: &'a Helpers<'env>,
    begun: Vec<(usize, String, Begun<Result<Sent>>)>,
}

impl<'a, 'env> Receipts<'a, 'env> {
    pub(super) fn new(trust: &'env Trust, helpers: &'a Helpers<'env>) -> Self {
        Self { trust, helpers, begun: Vec::new() }
    }

    pub(super) fn begin(&mut self, at: usize, office: String, handed_over: HandedOver) {
        let trust = self.trust;
        self.begun.push((at, office, self.helpers.begin(move || handed_over.verified(trust))));
    }

    /// Waits for those of messages to this office, or for all: without a valid receipt a message is in doubt, and what
    /// follows to the same office waits.
    pub(super) fn settle(&mut self, office: Option<&str>, sending: &mut Sending, results: &mut [Result<Sent>]) {
        let is_meant = |begun: &mut (usize, String, _)| office.is_none_or(|office| begun.1 == office);
        for (at, office, begun) in self.begun.extract_if(.., is_meant) {
            results[at] = begun.wait();
            if let Err(error) = &results[at] {
                sending.hold(office, error);
            }
        }
    }
}
