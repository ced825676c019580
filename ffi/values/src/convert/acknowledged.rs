//! What is valid of a message after it was acknowledged.

use crate::Acknowledged;
use cplink::client;

impl From<client::Acknowledged> for Acknowledged {
    fn from(acknowledged: client::Acknowledged) -> Self {
        let client::Acknowledged { state, reason, is_repeat, receipt, agent, recorded } = acknowledged;
        Self { state: state.token(), is_repeat, reason, receipt, agent, recorded }
    }
}
