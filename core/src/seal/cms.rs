//! CAdES signatures (ETSI EN 319 122-1 on CMS, RFC 5652), levels B-B and B-T: SignedData with one
//! signer and the signed attributes content-type, message-digest, signing-time and
//! signing-certificate-v2 (hash, issuer and serial number); at B-T one unsigned attribute more, a
//! signature-time-stamp (RFC 3161).

mod algorithm;
mod issuer;
mod oid;
mod parse;
mod places;
mod sign;
mod signature;
mod signer;
mod stamp;
mod verify;

pub use algorithm::RsaPadding;
pub(super) use parse::named_time;
pub(super) use sign::{Content, How, sign};
pub use signature::Signature;
pub(super) use stamp::Stamping;
pub use stamp::{TimeStamp, TimeStamper};
pub(super) use verify::{Verified, verify, verify_known};
