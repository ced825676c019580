//! A message that was spoilt.

use cplink::seal::{MessageHeader, MessageId};

/// A message as the relay delivers it.
pub(super) struct Spoilt {
    pub(super) id: MessageId,
    pub(super) header: MessageHeader,
    pub(super) container: Vec<u8>,
}
