//! One value of a file, and what it is.

use zeroize::Zeroizing;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Certificate,
    /// A certificate that openssl was told not to trust.
    Rejected,
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
    pub(super) fn new(kind: BlockKind, der: Zeroizing<Vec<u8>>) -> Self {
        Self { kind, der }
    }
}
