//! Keys, certificates, lists and signatures as files have them: PEM or DER, told by their content.

pub(crate) mod ber;
mod block;
mod cms;
mod content;
mod foreign;
mod pem;
mod utf16;

pub(crate) use block::{Block, BlockKind};
pub(crate) use cms::certificates as certificates_of_cms;
pub(crate) use foreign::name as foreign_name;
pub(crate) use foreign::{is_empty, is_java};

use std::borrow::Cow;

use rustls::pki_types::CertificateDer;
use zeroize::Zeroizing;

use self::ber::cut;
use crate::error::Result;

/// No key or trust file comes near this; larger ones are refused before anything is parsed.
pub(super) const MAX_FILE: usize = 4 << 20;

/// Every value of a file: the sections of a PEM text in any encoding that holds ASCII, also UTF-16, with
/// anything between them; else the one value of a DER or BER file or of bare base64, without what
/// follows it. Nothing where it is none of these. Takes at most three times the bytes; callers limit those.
///
/// # Errors
/// [`Code::PemDamaged`](crate::error::Code::PemDamaged) where a PEM section does not end or is not base64.
pub(crate) fn blocks(bytes: &[u8]) -> Result<Vec<Block>> {
    let narrow = utf16::narrowed(bytes);
    let text: &[u8] = narrow.as_ref().map_or(bytes, |narrow| narrow);
    let sections = pem::sections(text)?;
    if !sections.is_empty() {
        return Ok(sections);
    }
    let der = pem::bare(text).unwrap_or_else(|| Zeroizing::new(bytes.to_vec()));
    let Some(kind) = content::kind_of(&der) else { return Ok(Vec::new()) };
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
