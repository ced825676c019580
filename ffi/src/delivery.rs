//! A message that was handed over to be imported.

use crate::boundary::{Handle, OutText};
use crate::generated::handles::cpl_message;
use crate::layout::wrong;
use cplink::Result;
use cplink::mailbox::{Delivery, Hold};
use std::time::Duration;

/// A message that is the host's to import.
pub struct cpl_delivery {
    id: String,
    offered_before: bool,
    hold: Handle<Hold>,
    message: Handle<Option<cpl_message>>,
}

impl cpl_delivery {
    pub(crate) fn of(delivery: Delivery) -> Self {
        let (message, hold) = delivery.into_parts();
        Self {
            id: hold.id().to_string(),
            offered_before: hold.offered_before(),
            hold: Handle::new(hold),
            message: Handle::new(Some(cpl_message::opened(message))),
        }
    }
}

pub(crate) fn id(delivery: &cpl_delivery, text: OutText<'_>) -> Result<()> {
    text.put(&delivery.id);
    Ok(())
}

pub(crate) fn offered_before(delivery: &cpl_delivery) -> Result<bool> {
    Ok(delivery.offered_before)
}

pub(crate) fn message(delivery: &cpl_delivery) -> Result<cpl_message> {
    delivery.message.write()?.take().ok_or_else(|| wrong("the message was taken already"))
}

pub(crate) fn done(delivery: &cpl_delivery) -> Result<()> {
    delivery.hold.write()?.done()
}

pub(crate) fn refuse(delivery: &cpl_delivery, reason: &str) -> Result<()> {
    delivery.hold.write()?.refuse(reason)
}

pub(crate) fn later(delivery: &cpl_delivery, wait_ms: u32) -> Result<()> {
    delivery.hold.write()?.later(Duration::from_millis(wait_ms.into()))
}

pub(crate) fn renew(delivery: &cpl_delivery) -> Result<()> {
    delivery.hold.write()?.renew()
}

pub(crate) fn detach(delivery: &cpl_delivery, lease_ms: u32) -> Result<Vec<u8>> {
    Ok(delivery.hold.write()?.detach(Duration::from_millis(lease_ms.into()))?.to_string().into_bytes())
}
