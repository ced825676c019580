//! What was asked of a product and what it did: every driver leaves the same.

mod answer;
mod folder;
mod kept;
mod kept_file;
mod receipts;
mod record;

pub use answer::{Answer, Broken, Profile, Reason};
pub use folder::{FolderError, RunFolder};
pub use kept::{CaseRecord, StepRecord};
pub use kept_file::KeptFile;
pub(in crate::certify) use receipts::verified;
pub use receipts::{KeptReceipt, Receipts};
pub use record::{FORMAT, PackName, RunRecord, Transcript};
