//! A message that the relay has accepted.

use crate::{Findings, Sent};
use cplink::client;

impl From<client::Sent> for Sent {
    fn from(sent: client::Sent) -> Self {
        Self {
            id: sent.id.to_string(),
            container: sent.container.to_string_lossy().into_owned(),
            receipt: sent.receipt,
            agent: sent.agent,
            accepted_at: sent.accepted_at.unix_timestamp(),
            prepared: sent.prepared.map(|folder| folder.to_string_lossy().into_owned()),
            findings: Findings::from_iter(&sent.findings),
        }
    }
}
