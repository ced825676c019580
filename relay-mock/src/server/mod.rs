//! The CPX/1 server.

mod accept;
mod acknowledge;
mod answer;
mod arriving;
mod caller;
pub(crate) mod calls;
mod checks;
pub(crate) mod content;
mod control;
mod cut;
mod expiry;
pub mod faults;
pub(crate) mod linger;
mod lists;
mod log;
mod message;
mod news;
mod of_folder;
mod options;
mod playing;
mod receive;
mod relay;
mod request;
pub(crate) mod room;
mod routes;
pub(crate) mod sealing;
mod set_clock;
pub(crate) mod shared;
mod spool;
pub(crate) mod steering;
mod tls;

pub use faults::Faults;
pub use of_folder::PkiFolderError;
pub use options::{CONTAINER_BYTES, Clock, RelayOptions, StartError, TlsVersions};
pub use relay::{Relay, Running};
