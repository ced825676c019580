//! The sections of a PEM text as openssl and others write them.

use base64ct::{Base64, Encoding};
use memchr::memmem;
use zeroize::Zeroizing;

use super::ber::{FIELD_0, children, cut, length_of};
use super::block::{Block, BlockKind};
use crate::error::{Code, Error, Result};

const BEGIN: &[u8] = b"-----BEGIN ";
const DASHES: &[u8] = b"-----";
/// openssl's longest label has 26 characters.
const MAX_LABEL: usize = 64;

/// All sections. A section begins at the start of a line; other lines may hold anything.
pub(super) fn sections(text: &[u8]) -> Result<Vec<Block>> {
    let mut found = Vec::new();
    let (mut at, mut after_section) = (0, false);
    while let Some(next) = memmem::find(&text[at..], BEGIN) {
        let begin = at + next;
        at = begin + BEGIN.len();
        // Two files put together without a line end between them are two sections.
        if !(starts_line(&text[..begin]) || after_section && next == 0) {
            continue;
        }
        let Some(label) = label(&text[at..]) else { continue };
        let body = &text[at + label.len() + DASHES.len()..];
        if !may_begin(body) {
            continue;
        }
        let end = [b"-----END ", label, DASHES].concat();
        let length = memmem::find(body, &end).ok_or_else(|| damaged("a PEM section has no end line"))?;
        found.push(section(label, &body[..length])?);
        at += label.len() + DASHES.len() + length + end.len();
        after_section = true;
    }
    Ok(found)
}

/// Base64 without any line around it, as some portals hand certificates out.
pub(super) fn bare(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii();
    let end = text.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    // "M" is how the first byte of a SEQUENCE begins, the other one PEM.
    let begins = text.starts_with(b"M") || text.starts_with(b"LS0tLS1CRUdJTi");
    (text.len() >= 64 && begins).then(|| decode(&text[..end]).ok()).flatten()
}

/// The error of a text without a section in which an end of one is left, or a beginning that is none any more.
pub(super) fn headless(text: &[u8]) -> Option<Error> {
    let has = |words: &[u8]| memmem::find(text, words).is_some();
    let labels = ["CERTIFICATE-", "PRIVATE KEY-", "X509 CRL-", "PKCS7-"];
    let is_pem = labels.iter().any(|label| has(label.as_bytes())) && (has(b"-BEGIN ") || has(b"-END "));
    is_pem.then(|| damaged("a PEM section has no sound begin line"))
}

/// Whether what comes before is the beginning of a line: blanks and a byte order mark do not count.
fn starts_line(before: &[u8]) -> bool {
    // From the end, as a line may be as long as the file.
    let blanks = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let line = &before[..before.len() - blanks];
    let line = line.strip_suffix(b"\xef\xbb\xbf").unwrap_or(line);
    matches!(line.last(), None | Some(b'\n' | b'\r'))
}

/// Whether what stands behind the dashes on their line may be the body's beginning: nothing as a rule,
/// and no prose.
fn may_begin(body: &[u8]) -> bool {
    let of_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b' ' | b'\t');
    let rest = body.iter().position(|byte| !of_base64(byte)).map_or(&[][..], |end| &body[end..]);
    matches!(rest.first(), None | Some(b'\n' | b'\r')) || rest.starts_with(DASHES)
}

/// The label in front of the dashes that end it on the same line.
fn label(text: &[u8]) -> Option<&[u8]> {
    let length = memmem::find(&text[..text.len().min(MAX_LABEL)], DASHES)?;
    let label = &text[..length];
    label.iter().all(|byte| (b' '..=b'~').contains(byte)).then_some(label)
}

fn section(label: &[u8], body: &[u8]) -> Result<Block> {
    let (old_encryption, body) = without_headers(body);
    let kind = match label {
        _ if old_encryption => BlockKind::OldEncryption,
        b"CERTIFICATE" | b"X509 CERTIFICATE" | b"TRUSTED CERTIFICATE" => BlockKind::Certificate,
        b"X509 CRL" => BlockKind::RevocationList,
        b"PKCS7" | b"PKCS #7 SIGNED DATA" | b"CMS" => BlockKind::Cms,
        b"PKCS12" => BlockKind::Pkcs12,
        b"PRIVATE KEY" => BlockKind::Pkcs8,
        b"ENCRYPTED PRIVATE KEY" => BlockKind::EncryptedPkcs8,
        b"RSA PRIVATE KEY" => BlockKind::Pkcs1,
        b"EC PRIVATE KEY" => BlockKind::Sec1,
        b"CERTIFICATE REQUEST" | b"NEW CERTIFICATE REQUEST" => BlockKind::Request,
        b"PUBLIC KEY" | b"RSA PUBLIC KEY" => BlockKind::PublicKey,
        b"OPENSSH PRIVATE KEY" => BlockKind::OpenSsh,
        _ => BlockKind::Other,
    };
    let der = match kind {
        BlockKind::OldEncryption | BlockKind::OpenSsh | BlockKind::Other => Zeroizing::default(),
        _ => decode(body)?,
    };
    if label == b"TRUSTED CERTIFICATE" && is_rejected(&der) {
        return Ok(Block::new(BlockKind::Rejected, cut(der)));
    }
    Ok(Block::new(kind, cut(der)))
}

/// Whether what openssl puts behind a certificate names a use that it must not be trusted for.
fn is_rejected(der: &[u8]) -> bool {
    let behind = length_of(der).map_or(&[][..], |length| &der[length..]);
    children(behind, 2).iter().any(|part| part[0] == FIELD_0)
}

/// The body without its headers (`Name: value` up to an empty line), and whether they say that it is
/// encrypted.
fn without_headers(body: &[u8]) -> (bool, &[u8]) {
    let (mut rest, mut encrypted, mut any) = (body, false, false);
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
        let line = rest[..end].trim_ascii();
        let is_header = line.contains(&b':') || any && rest[0].is_ascii_whitespace() && !line.is_empty();
        // The line of the label ends before the first header.
        let before_headers = line.is_empty() && !any;
        if !is_header && !before_headers {
            break;
        }
        any |= is_header;
        encrypted |= line.starts_with(b"Proc-Type:") && memmem::find(line, b"ENCRYPTED").is_some();
        rest = &rest[end..];
    }
    (encrypted, rest)
}

pub(super) fn decode(body: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(body.len()));
    plain.extend(body.iter().filter(|byte| !byte.is_ascii_whitespace()));
    let mut der = Zeroizing::new(vec![0; plain.len()]);
    let length =
        Base64::decode(plain.as_slice(), der.as_mut_slice()).map_err(|_| damaged("a PEM section is not base64"))?.len();
    der.truncate(length);
    Ok(der)
}

fn damaged(detail: &'static str) -> Error {
    Code::PemDamaged.with_detail(detail)
}
