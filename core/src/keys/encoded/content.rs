//! What a DER or BER value is, told by its first elements.

use super::ber::{Head, INTEGER, OCTET_STRING, OID, SEQUENCE, children};
use super::block::BlockKind;

/// What the value is; `None` where it is no SEQUENCE.
pub(super) fn kind_of(bytes: &[u8]) -> Option<BlockKind> {
    if Head::read(bytes)?.tag != SEQUENCE {
        return None;
    }
    let parts: Vec<&[u8]> = children(bytes, 4);
    let tags: Vec<u8> = parts.iter().map(|part| part[0]).collect();
    Some(match tags[..] {
        [OID, ..] => BlockKind::Cms,
        [INTEGER, SEQUENCE, OCTET_STRING, ..] => BlockKind::Pkcs8,
        [INTEGER, SEQUENCE, ..] => BlockKind::Pkcs12,
        [INTEGER, OCTET_STRING, ..] => BlockKind::Sec1,
        [INTEGER, INTEGER, INTEGER, ..] => BlockKind::Pkcs1,
        [SEQUENCE, OCTET_STRING, ..] => BlockKind::EncryptedPkcs8,
        [SEQUENCE, SEQUENCE, ..] => signed(parts[0]),
        [SEQUENCE, ..] if tags.len() == 2 => BlockKind::PublicKey,
        _ => BlockKind::Other,
    })
}

/// What was signed: a certificate has two names with dates between them, a list the dates behind its
/// issuer, a request its name first.
fn signed(to_be_signed: &[u8]) -> BlockKind {
    let parts = children(to_be_signed, 6);
    let mut tags: Vec<u8> = parts.iter().map(|part| part[0]).collect();
    if tags.first() == Some(&0xa0) {
        return BlockKind::Certificate;
    }
    match tags[..] {
        [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, ..] => BlockKind::Certificate,
        [INTEGER, SEQUENCE, SEQUENCE, 0xa0, ..] => BlockKind::Request,
        _ => {
            if tags.first() == Some(&INTEGER) {
                tags.remove(0);
            }
            match tags[..] {
                [SEQUENCE, SEQUENCE, UTC_TIME | GENERALIZED_TIME, ..] => BlockKind::RevocationList,
                _ => BlockKind::Other,
            }
        }
    }
}

const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
