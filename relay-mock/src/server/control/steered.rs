//! What is steered.

use std::sync::Arc;

use super::clock::SetClock;
use crate::server::shared::Shared;

/// What the control calls work on.
pub(crate) struct Control {
    pub(crate) shared: Arc<Shared>,
    pub(crate) clock: SetClock,
}
