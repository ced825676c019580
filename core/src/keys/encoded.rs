//! Keys, certificates, lists and signatures as files have them: PEM or DER, told by their content.

pub(crate) mod ber;
mod content;
mod pem;
mod utf16;

use zeroize::Zeroizing;

use crate::error::Result;

/// No key or trust file comes near this; larger ones are refused before anything is parsed.
pub(super) const MAX_FILE: usize = 4 << 20;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Certificate,
    RevocationList,
    /// CMS or PKCS#7: signatures, receipts, certificates without a key (`.p7b`).
    Cms,
    Pkcs12,
    Pkcs8,
    EncryptedPkcs8,
    Pkcs1,
    Sec1,
    /// A private key, encrypted in the way of openssl before PKCS#8; it is not decoded.
    OldEncryption,
    /// A request for a certificate.
    Request,
    PublicKey,
    /// A key of OpenSSH; it is not decoded.
    OpenSsh,
    /// Anything else; it is not decoded where it is PEM.
    Other,
}

/// One value of a file.
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    pub(crate) der: Zeroizing<Vec<u8>>,
}

impl Block {
    fn new(kind: BlockKind, der: Zeroizing<Vec<u8>>) -> Self {
        Self { kind, der }
    }
}

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

/// Without the bytes behind the first value. What is cut short stays as it is: its reader will say so.
fn cut(mut der: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    if let Some(length) = ber::length_of(&der) {
        der.truncate(length);
    }
    der
}

#[cfg(test)]
mod tests;
