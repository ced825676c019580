//! What became of many units.

use crate::{Error, Findings, Sent, SentResult, SentResults};
use cplink::client::SentOutcome;

impl From<Vec<SentOutcome>> for SentResults {
    fn from(outcomes: Vec<SentOutcome>) -> Self {
        Self { items: outcomes.into_iter().map(SentResult::from).collect() }
    }
}

impl From<SentOutcome> for SentResult {
    fn from(outcome: SentOutcome) -> Self {
        let SentOutcome { to, serial, result } = outcome;
        let unsent = Self {
            to_office: to.office().to_owned(),
            to_service_type: to.service_type().to_owned(),
            serial: serial.to_string(),
            error: None,
            id: None,
            container: None,
            receipt: None,
            agent: None,
            accepted_at: None,
            prepared: None,
            findings: Findings::from_iter(&[]),
        };
        match result.map(Sent::from) {
            Ok(Sent { id, container, receipt, agent, accepted_at, prepared, findings }) => Self {
                id: Some(id),
                container: Some(container),
                receipt,
                agent,
                accepted_at: Some(accepted_at),
                prepared,
                findings,
                ..unsent
            },
            Err(error) => {
                Self { findings: Findings::from_iter(error.findings()), error: Some(Error::from(error)), ..unsent }
            }
        }
    }
}
