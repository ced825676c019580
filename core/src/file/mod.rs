//! Files as a message carries them: where their bytes come from, and which names are safe.

mod name;
mod source;

pub(crate) use name::folded;
pub use name::{MAX_NAME, check_name};
pub use source::Source;
