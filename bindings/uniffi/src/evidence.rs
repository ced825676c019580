//! Evidence for an inspector.

use std::sync::{Arc, Mutex};

use cplink::evidence::{self, Evidence as Collected, Scope};
use cplink::keys::UnixTime;

use crate::cancel::{Cancel, Watcher, watched};
use crate::failure::{Result, hold};
use crate::keys::Trust;
use crate::source::Source;

type Watch = Option<Box<dyn Watcher>>;

/// Verified messages and receipts.
#[derive(uniffi::Object)]
pub struct Evidence(Mutex<Collected>);

/// What an export holds.
#[derive(uniffi::Record)]
pub struct Exported {
    /// The message ids in the order of the serials.
    pub messages: Vec<String>,
    /// How many receipts.
    pub receipts: u64,
    /// What is missing in the chain of receipts.
    pub gaps: Vec<ReceiptGap>,
}

/// What is missing in the chain of an office's receipts.
#[derive(uniffi::Record)]
pub struct ReceiptGap {
    /// The sending office.
    pub office: String,
    /// What is missing, in Japanese.
    pub message_ja: String,
    /// What is missing, in English.
    pub message_en: String,
}

impl From<evidence::Exported> for Exported {
    fn from(exported: evidence::Exported) -> Self {
        let gap = |(office, gap): (String, cplink::seal::ReceiptGap)| ReceiptGap {
            office,
            message_ja: gap.message_ja(),
            message_en: gap.message_en(),
        };
        Self {
            messages: exported.messages.iter().map(ToString::to_string).collect(),
            receipts: exported.receipts as u64,
            gaps: exported.gaps.into_iter().map(gap).collect(),
        }
    }
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

    /// Writes an export.
    pub fn export(&self, folder: String, scope: String, cancel: Arc<Cancel>, watcher: Watch) -> Result<Exported> {
        let scope: Scope = scope.parse()?;
        let held = hold(&self.0)?;
        watched(&cancel, watcher, |job| Ok(held.export(folder.as_ref(), scope, job)?.into()))
    }
}

/// Verifies an export.
#[uniffi::export]
pub fn verify_evidence(
    folder: String,
    trust: Option<Arc<Trust>>,
    cancel: Arc<Cancel>,
    watcher: Watch,
) -> Result<Exported> {
    let trust = trust.as_ref().map(|trust| &trust.0);
    watched(&cancel, watcher, |job| Ok(evidence::verify(folder.as_ref(), trust, UnixTime::now(), job)?.exported.into()))
}
