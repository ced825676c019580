//! What all pages share.

use std::sync::Arc;

use super::door::Door;
use super::options::ConsoleOptions;
use crate::server::room::Room;
use crate::server::shared::Shared;

/// What all pages share.
pub(crate) struct Console {
    pub(super) relay: Arc<Shared>,
    /// The relay's connections.
    pub(super) room: Room,
    pub(super) door: Door,
    pub(super) options: ConsoleOptions,
}
