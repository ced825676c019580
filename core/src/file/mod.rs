//! Files as a message carries them: where their bytes come from, and which names are safe.

mod bytes;
mod exclusive;
mod name;
mod partial;
mod patience;
mod source;
mod system;

pub use bytes::Bytes;
pub use name::{MAX_NAME, NameFault, check_name};
pub(crate) use name::{composed, folded, is_invisible, is_short_form};
pub(crate) use partial::{Partial, Unsynced, create, folder_of, is_partial, sync_folder};
pub(crate) use patience::patiently;
pub use source::Source;
pub use system::{is_system_file, is_system_folder};
