//! Files that people take for key files, named for what they are.

use super::super::encoded::{self, BlockKind};
use crate::error::{Code, Error};

/// What a private key of OpenSSH is called.
pub(super) const OPEN_SSH: &str = "OpenSSH";

/// What a file is that holds nothing of ours.
pub(super) fn cause(bytes: &[u8]) -> Error {
    if encoded::is_empty(bytes) {
        return Error::new(Code::KeyEmpty);
    }
    match encoded::foreign_name(bytes) {
        Some(name) if encoded::is_java(name) => Code::KeyJava.with_detail(name),
        Some(name) if encoded::is_packed(name) => Code::Packed.with_detail(name),
        Some(name) => Code::KeyOtherFormat.with_detail(name),
        None => Code::KeyFile.with_detail("neither PEM nor DER"),
    }
}

/// What a block is that holds no key that could sign.
pub(super) fn of_block(kind: BlockKind) -> Error {
    Code::KeyOtherFormat.with_detail(match kind {
        BlockKind::Request => "certificate signing request (CSR)",
        BlockKind::PublicKey => "public key",
        BlockKind::OpenSsh => OPEN_SSH,
        BlockKind::RevocationList => "revocation list (CRL)",
        _ => "unknown",
    })
}
