//! Evidence: what was sent and received, for an inspector who has neither this library nor a relay.
//!
//! An export is a folder with these files (`CPX-evidence/1`):
//!
//! | file | what |
//! |---|---|
//! | `index.html` | the page to read and to print, in Japanese; it loads nothing |
//! | `evidence.json` | the same facts for programs |
//! | `forms/<id>.html` | the forms of a message's CSV files, to read and to print; each page says that it is not the original |
//! | `messages/<id>.asice` | the containers, as they travelled |
//! | `receipts/<id>-<kind>-<digest>.p7s` | the receipts (CMS, DER) |
//! | `certificates/authorities.pem` | the trusted authorities |
//! | `certificates/crls.pem` | the revocation lists of the signers' issuers, where there are any |
//! | `certificates/signers/<digest>.pem` | each signer's certificate and its intermediates |
//! | `certificates/stamp-authorities.pem` | the authorities of time stamps, where there are any |
//!
//! ```no_run
//! use cplink::evidence::{Evidence, Scope};
//! use cplink::keys::{Trust, UnixTime};
//! use cplink::progress::Job;
//!
//! /// `receipts` are those of the whole sent list, `containers` the kept files.
//! fn inspection(trust: Trust, receipts: &[Vec<u8>], containers: &[std::path::PathBuf]) -> cplink::Result<()> {
//!     let mut evidence = Evidence::new(trust, UnixTime::now());
//!     for der in receipts {
//!         evidence.add_receipt(der)?;
//!     }
//!     for container in containers {
//!         evidence.add_container(container, &mut Job::new())?;
//!     }
//!     let scope = Scope::Month { year: 2026, month: 9 };
//!     let exported = evidence.export("evidence-2026-09".as_ref(), scope, &mut Job::new())?;
//!     for (office, gap) in exported.gaps {
//!         println!("{office}: {}", gap.message_en());
//!     }
//!     Ok(())
//! }
//! ```
//!
//! Every word of the page and of `evidence.json` follows from the signed files, the time of the export
//! and its [`Scope`]. So [`verify`] makes the export anew and compares: nothing in the folder can be
//! changed unnoticed, and nothing needs to be signed again. The files to read (page and forms) are made otherwise by
//! another version; `evidence.json` names the maker, and [`verify`] tells of those that it cannot compare
//! ([`Exported::unlike`]). The one thing that nothing signed has is an office's name that the exporter gave
//! ([`Evidence::set_office_name`]); the page says so beside it.
//!
//! Certificates expire after three years; evidence is kept for longer. A container is therefore verified as
//! of the time in its trusted time stamp, else in the relay's *accepted* receipt, else as of now; a receipt
//! as of its time of signing. Where a key was stolen since, what the relay has recorded before counts all the same:
//! a message with its *accepted* receipt, a receiver's receipt with the *recorded* one. That `openssl` cannot compare
//! the times, the page says.

mod alike;
mod certificates;
mod commands;
mod content;
mod export;
mod facts;
mod forms;
mod gaps;
mod offices;
mod page;
mod scope;
mod selection;
mod verified;
mod verify;
mod view;

pub use export::Exported;
pub use facts::Evidence;
pub use scope::Scope;
pub use verified::{VerificationTime, VerifiedMessage};
pub use verify::{Verification, verify};

/// The format's name, in `evidence.json`.
pub const FORMAT: &str = "CPX-evidence/1";
/// The version that makes an export.
const MAKER: &str = concat!("cplink ", env!("CARGO_PKG_VERSION"));
/// The page.
pub const PAGE: &str = "index.html";
/// The facts for programs.
pub const INDEX: &str = "evidence.json";
/// The beginning of the names of folders that the page's commands make.
pub(crate) const CHECK: &str = "check-";
pub(crate) const AUTHORITIES: &str = "certificates/authorities.pem";
pub(crate) const CRLS: &str = "certificates/crls.pem";
pub(crate) const STAMPS: &str = "certificates/stamp-authorities.pem";
