//! What all pages share.

use std::net::SocketAddr;
use std::sync::Arc;

use super::compose::Drafts;
use super::door::Door;
use super::options::ConsoleOptions;
use super::runs::Runs;
use super::slip::{Desk, Inspections};
use crate::server::room::Room;
use crate::server::shared::Shared;

/// What all pages share.
pub(crate) struct Console {
    pub(super) relay: Arc<Shared>,
    /// The relay's connections.
    pub(super) room: Room,
    pub(super) door: Door,
    pub(super) options: ConsoleOptions,
    pub(super) desk: Desk,
    pub(super) inspections: Inspections,
    pub(super) drafts: Drafts,
    pub(super) runs: Runs,
    /// Where the relay listens.
    pub(super) addr: SocketAddr,
}
