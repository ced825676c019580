//! What was looked at by sessions, for a while.

use std::sync::Arc;
use std::time::Duration;

use time::OffsetDateTime;

use super::{Room, Shelf, Sides, Upload};

/// How much stays of what was looked at.
const ROOM: Room = Room { things: 20, bytes: 256 << 20, stay: Duration::from_secs(3600), gives_way: true };

/// What was looked at by sessions.
pub(crate) struct Inspections {
    pub(crate) files: Shelf<Inspection>,
    pub(crate) compared: Shelf<Compared>,
}

impl Inspections {
    pub(crate) fn new() -> Self {
        Self { files: Shelf::new(ROOM), compared: Shelf::new(ROOM) }
    }
}

/// Files that were looked at.
pub(crate) struct Inspection {
    pub(crate) title: String,
    pub(crate) at: OffsetDateTime,
    pub(crate) upload: Upload,
}

/// Two slips that were compared.
pub(crate) struct Compared {
    pub(crate) title: String,
    pub(crate) at: OffsetDateTime,
    pub(crate) sides: Arc<Sides>,
}
