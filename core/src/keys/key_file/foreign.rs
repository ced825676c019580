//! Files that people take for key files, named for what they are.

use super::super::encoded::BlockKind;
use crate::error::{Code, Error};

/// How other files begin.
const OTHERS: [(&[u8], Code, &str); 18] = [
    (b"\xfe\xed\xfe\xed", Code::KeyJava, "JKS"),
    (b"\xce\xce\xce\xce", Code::KeyJava, "JCEKS"),
    (b"PuTTY-User-Key-File", Code::KeyOtherFormat, "PuTTY (.ppk)"),
    (b"---- BEGIN SSH2", Code::KeyOtherFormat, "SSH2"),
    (b"ssh-", Code::KeyOtherFormat, "OpenSSH"),
    (b"ecdsa-sha2-", Code::KeyOtherFormat, "OpenSSH"),
    (b"\x1e\xf1\xb5\xb0", Code::KeyOtherFormat, "PVK"),
    (b"PK\x03\x04", Code::Packed, "ZIP"),
    (b"7z\xbc\xaf\x27\x1c", Code::Packed, "7-Zip"),
    (b"\x1f\x8b", Code::Packed, "gzip"),
    (b"Rar!", Code::Packed, "RAR"),
    (b"MSCF", Code::Packed, "CAB"),
    (b"%PDF", Code::KeyOtherFormat, "PDF"),
    (b"<!DOCTYPE", Code::KeyOtherFormat, "HTML"),
    (b"<!doctype", Code::KeyOtherFormat, "HTML"),
    (b"<html", Code::KeyOtherFormat, "HTML"),
    (b"<?xml", Code::KeyOtherFormat, "XML"),
    (b"[InternetShortcut]", Code::KeyOtherFormat, "URL"),
];

/// What a file is that holds nothing of ours.
pub(super) fn cause(bytes: &[u8]) -> Error {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if text.iter().all(|byte| *byte == 0) {
        return Error::new(Code::KeyEmpty);
    }
    if bytes.get(2..7).is_some_and(|name| name.starts_with(b"-lh") && name.ends_with(b"-")) {
        return Code::Packed.with_detail("LZH");
    }
    match OTHERS.iter().find(|(begin, ..)| text.starts_with(begin)) {
        Some((_, code, name)) => code.with_detail(*name),
        None => Code::KeyFile.with_detail("neither PEM nor DER"),
    }
}

/// What a block is that holds no key that could sign.
pub(super) fn of_block(kind: BlockKind) -> Error {
    Code::KeyOtherFormat.with_detail(match kind {
        BlockKind::Request => "certificate signing request (CSR)",
        BlockKind::PublicKey => "public key",
        BlockKind::OpenSsh => "OpenSSH",
        BlockKind::RevocationList => "revocation list (CRL)",
        _ => "unknown",
    })
}
