//! Evidence for an inspector.

use std::sync::{Arc, Mutex};

use cplink::evidence::{self, Evidence as Collected, Scope};
use cplink::keys::UnixTime;
use cplink_values as values;

use crate::cancel::{Cancel, Watcher, watched};
use crate::failure::{Result, hold};
use crate::generated::Verification;
use crate::keys::Trust;
use crate::source::Source;

type Watch = Option<Box<dyn Watcher>>;

/// Verified messages and receipts.
#[derive(uniffi::Object)]
pub struct Evidence(Mutex<Collected>);

fn verification(exported: evidence::Exported) -> Verification {
    values::Verification::from(exported).into()
}

#[uniffi::export]
impl Evidence {
    /// Nothing yet.
    #[uniffi::constructor]
    pub fn new(trust: Arc<Trust>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Collected::new(trust.0.clone(), UnixTime::now()))))
    }

    /// Adds a receipt.
    pub fn add_receipt(&self, receipt: Source) -> Result<()> {
        Ok(hold(&self.0)?.add_receipt(&receipt.read()?)?)
    }

    /// Adds a container.
    pub fn add_container(&self, path: String, cancel: Arc<Cancel>, watcher: Watch) -> Result<String> {
        let mut held = hold(&self.0)?;
        watched(&cancel, watcher, |job| Ok(held.add_container(path.as_ref(), job)?.to_string()))
    }

    /// Gives an office's name.
    pub fn set_office_name(&self, office_number: String, name: String) -> Result<()> {
        Ok(hold(&self.0)?.set_office_name(&office_number, &name)?)
    }

    /// Writes an export.
    pub fn export(&self, folder: String, scope: String, cancel: Arc<Cancel>, watcher: Watch) -> Result<Verification> {
        let scope: Scope = scope.parse()?;
        let held = hold(&self.0)?;
        watched(&cancel, watcher, |job| Ok(verification(held.export(folder.as_ref(), scope, job)?)))
    }
}

/// Verifies an export.
#[uniffi::export]
pub fn verify_evidence(
    folder: String,
    trust: Option<Arc<Trust>>,
    cancel: Arc<Cancel>,
    watcher: Watch,
) -> Result<Verification> {
    let trust = trust.as_ref().map(|trust| &trust.0);
    watched(&cancel, watcher, |job| {
        Ok(verification(evidence::verify(folder.as_ref(), trust, UnixTime::now(), job)?.exported))
    })
}
