//! Files as a message carries them: where their bytes come from, and which names are safe.

mod bytes;
mod name;
mod source;

pub use bytes::Bytes;
pub(crate) use name::folded;
pub use name::{MAX_NAME, check_name};
pub use source::Source;
