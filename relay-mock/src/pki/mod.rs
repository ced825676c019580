//! A test certificate authority: root, issuing authority, offices, server and relay seal.
//!
//! The exact subject form of the national authority's certificates is not public. Ours is
//! `C=JP, O=<office name>, OU=<kind>, CN=<10-digit office number>`; how a program reads number and
//! kind from a subject is a setting ([`cplink::keys::SubjectProfile`]).

mod authority;
mod error;
mod identity;
mod key;
mod office;
mod write;

pub use authority::Pki;
pub use error::{PkiError, Result};
pub use identity::CertifiedKey;
pub use office::{Algorithm, OfficeCert};
pub use write::{WriteAll, add_offices, write_all};
