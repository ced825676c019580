//! The signed container and the receipts.
//!
//! A message is one ASiC-E file with a CAdES signature (ETSI EN 319 162-1): `mimetype`,
//! `message.json`, the files as their exact bytes, `META-INF/ASiCManifest.xml` with the SHA-256 of
//! every object, `META-INF/signature.p7s` over the manifest. Anybody can check it with `unzip` and
//! `openssl cms -verify -inform DER -content META-INF/ASiCManifest.xml`.
//!
//! The id of a message is the SHA-256 of the manifest, so it depends on the content alone: neither
//! on the clock nor on the signature.
//!
//! Where a time stamp authority is named, the signature also holds a stamp over its value (CAdES B-T):
//! then the container stays verifiable after the certificate has ended.
//!
//! An agent may sign for the sender: a container is then opened with the relay's receipt that says so ([`open_accepted`]).
//!
//! A [`Receipt`] is a signed statement about a message; [`ReceiptChain`] shows whether one is missing.
//!
//! [`Draft`] builds, [`open`] verifies; what the two agree on to the byte is in [`zip`].

mod agent;
pub(crate) mod beside;
mod body;
mod chain;
mod clock;
mod cms;
mod draft;
mod foreign;
mod hash;
mod id;
mod limits;
mod manifest;
mod message;
mod of_unit;
mod open;
mod part;
mod receipt;
mod receipt_kind;
mod relay_seal;
mod signed_for;
mod tlv;
mod transfer;
mod walk;
pub mod zip;

pub use agent::Agent;
pub use body::{Body, PartInfo};
pub use chain::{ChainHead, ReceiptChain, ReceiptGap};
pub(crate) use clock::latest;
pub use clock::{japan_time, rfc3339_utc, unix_time};
pub use cms::{RsaPadding, Signature, TimeStamp, TimeStamper};
pub use draft::{Draft, SealOptions, Sealed};
pub use id::MessageId;
pub use limits::Limits;
pub(crate) use message::MAX_SUBJECT;
pub use message::{MessageHeader, Party};
pub(crate) use of_unit::{header_of, parts_of};
pub use open::{Opened, open, open_accepted, open_by_agent, read_unverified};
pub(crate) use open::{container_id, open_known, open_maybe_unsigned, open_own};
pub use part::Part;
pub(crate) use part::{is_line, is_reason};
pub(crate) use receipt::MAX_REASON;
pub use receipt::{Link, Receipt, VerifiedReceipt};
pub use receipt_kind::ReceiptKind;
pub use relay_seal::{RelaySeal, Subject, acknowledgement};
pub(crate) use signed_for::SignedFor;
