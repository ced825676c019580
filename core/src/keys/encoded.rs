//! Keys, certificates, lists and signatures as files have them: PEM or DER, told by their content.

pub(crate) mod ber;
mod block;
mod cms;
mod content;
mod foreign;
mod mail;
mod pem;
mod tidy;
mod utf16;

pub(crate) use block::{Block, BlockKind};
pub(crate) use cms::certificates as certificates_of_cms;
pub(crate) use foreign::name as foreign_name;
pub(crate) use foreign::{is_empty, is_java, is_packed};

use std::borrow::Cow;

use rustls::pki_types::CertificateDer;
use zeroize::Zeroizing;

use self::ber::{SEQUENCE, cut};
use crate::error::Result;

/// No key or trust file comes near this; larger ones are refused before anything is parsed.
pub(super) const MAX_FILE: usize = 4 << 20;

/// Every value of a file: the sections of a PEM text in any encoding that holds ASCII, also UTF-16, with
/// anything between them; else the one value of a DER or BER file or of bare base64, without what
/// follows it. What mail programs and word processors make of these is mended, and a mail's attachments are taken
/// out of it. Nothing where it is none of these. Takes at most ten times the bytes; callers limit those.
///
/// # Errors
/// [`Code::PemDamaged`](crate::error::Code::PemDamaged) where a PEM section does not end or is not base64.
pub(crate) fn blocks(bytes: &[u8]) -> Result<Vec<Block>> {
    let found = plain(bytes);
    let count = found.as_ref().map_or(0, Vec::len);
    // A value that is no text has nothing to mend, nor has a text in which nothing but ASCII is.
    if count > 0 && (bytes.first() == Some(&SEQUENCE) || bytes.is_ascii()) {
        return found;
    }
    if let Some(tidy) = tidy::tidied(bytes)
        && let Ok(more) = plain(&tidy)
        && more.len() > count
    {
        return Ok(more);
    }
    if count == 0 {
        let carried = mail::bodies(bytes);
        let all: Vec<Block> = carried.iter().filter_map(|body| plain(body).ok()).flatten().collect();
        if !all.is_empty() {
            return Ok(all);
        }
    }
    found
}

fn plain(bytes: &[u8]) -> Result<Vec<Block>> {
    let narrow = utf16::narrowed(bytes);
    let text: &[u8] = narrow.as_ref().map_or(bytes, |narrow| narrow);
    let sections = pem::sections(text)?;
    if !sections.is_empty() {
        return Ok(sections);
    }
    let der = pem::bare(text).unwrap_or_else(|| Zeroizing::new(bytes.to_vec()));
    if der.starts_with(b"-----BEGIN ") {
        // A PEM text as a whole in base64.
        return pem::sections(&der);
    }
    let Some(kind) = content::kind_of(&der) else { return pem::headless(text).map_or(Ok(Vec::new()), Err) };
    Ok(vec![Block::new(kind, cut(der))])
}

/// The certificates among them, also those of PKCS#7 (`.p7b`), in their order.
///
/// # Errors
/// [`Code::CertInvalid`](crate::error::Code::CertInvalid) where a PKCS#7 cannot be read.
pub(crate) fn certificates(blocks: &[Block]) -> Result<Vec<CertificateDer<'static>>> {
    let mut found = Vec::new();
    for block in blocks {
        match block.kind {
            BlockKind::Certificate => found.push(CertificateDer::from(block.der.to_vec())),
            BlockKind::Cms => found.extend(certificates_of_cms(&block.der)?),
            _ => {}
        }
    }
    Ok(found)
}

/// The revocation lists among them, also those of PKCS#7, in their order.
///
/// # Errors
/// [`Code::CertInvalid`](crate::error::Code::CertInvalid) where a PKCS#7 cannot be read.
pub(crate) fn lists(blocks: &[Block]) -> Result<Vec<Cow<'_, [u8]>>> {
    let mut found = Vec::new();
    for block in blocks {
        match block.kind {
            BlockKind::RevocationList => found.push(Cow::Borrowed(block.der.as_slice())),
            BlockKind::Cms => found.extend(cms::lists(&block.der)?.into_iter().map(Cow::Owned)),
            _ => {}
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
