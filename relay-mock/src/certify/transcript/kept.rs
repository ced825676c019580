//! The record of a case.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::Answer;
use super::kept_file::KeptFile;
use super::receipts::Receipts;

/// What was done in a case, in order.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseRecord {
    /// The case.
    pub id: String,
    /// When it began (RFC 3339, UTC).
    pub started: String,
    /// When it ended.
    pub ended: String,
    /// The steps that were done: fewer than the case has where one of them left nothing to go on with.
    pub steps: Vec<StepRecord>,
    /// What the product wrote on standard error meanwhile; the end of it where it was much.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stderr: String,
    /// The faults of the relay that came, as the relay counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub faults: Option<Value>,
    /// The receipts of what went over a relay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipts: Option<Receipts>,
}

impl CaseRecord {
    /// All files, each with its step: what was given and taken, receipts, and, with the first step, their authority.
    pub fn files(&self) -> impl Iterator<Item = (usize, &KeptFile)> {
        let steps = self.steps.iter().flat_map(|step| step.files.iter().map(|file| (step.step, file)));
        let receipts = self.receipts.iter().flat_map(|receipts| {
            let list = receipts.list.iter().map(|receipt| (receipt.step, &receipt.file));
            std::iter::once((0, &receipts.authority)).chain(list)
        });
        steps.chain(receipts)
    }

    /// The same files, to be given their bytes.
    pub fn files_mut(&mut self) -> impl Iterator<Item = &mut KeptFile> {
        let steps = self.steps.iter_mut().flat_map(|step| &mut step.files);
        let receipts = self.receipts.iter_mut().flat_map(|receipts| {
            let list = receipts.list.iter_mut().map(|receipt| &mut receipt.file);
            std::iter::once(&mut receipts.authority).chain(list)
        });
        steps.chain(receipts)
    }
}

/// One step.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRecord {
    /// Its place in the case, from 0; 0 and no request where the product did not even begin the case.
    pub step: usize,
    /// What was asked, as the product got it, without the paths of this machine.
    pub request: Value,
    /// The answer.
    pub answer: Answer,
    /// When it was asked.
    pub started: String,
    /// Milliseconds until the answer was there.
    pub took_ms: u64,
    /// The files that were given or taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<KeptFile>,
}
