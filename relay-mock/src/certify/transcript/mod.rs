//! What was asked of a product and what it did: every driver leaves the same.

mod answer;
mod folder;
mod kept;
mod kept_file;
mod profile;
mod profile_fault;
mod receipts;
mod record;
mod unseen;

pub use answer::{Answer, Broken, Reason};
pub use folder::{FolderError, RunFolder};
pub use kept::{CaseRecord, StepRecord};
pub use kept_file::KeptFile;
pub use profile::{Profile, ROLES};
pub use profile_fault::{NAME_CHARS, ProfileFault, ProfileProblem};
pub(in crate::certify) use receipts::verified;
pub use receipts::{KeptReceipt, Receipts};
pub use record::{FORMAT, PackName, RunRecord, Transcript};
pub(in crate::certify) use unseen::is_unseen;
