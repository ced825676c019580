//! What an office's certificate shall say.

use cplink::keys::CertificateKind;
use time::OffsetDateTime;

/// The algorithm of a key. The field's certificates are RSA; ECDSA is quicker to make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA of 2048 bits.
    #[default]
    Rsa2048,
    /// RSA of 3072 bits.
    Rsa3072,
    /// RSA of 4096 bits.
    Rsa4096,
    /// ECDSA on P-256.
    EcdsaP256,
    /// ECDSA on P-384.
    EcdsaP384,
}

/// What an office's certificate shall say.
#[derive(Clone, Debug)]
pub struct OfficeCert {
    /// The 10-digit office number.
    pub office_number: String,
    /// The office's name.
    pub name: String,
    /// The kind.
    pub kind: CertificateKind,
    /// Valid from; `None` is a day before the authority's `now`.
    pub not_before: Option<OffsetDateTime>,
    /// Valid to; `None` is three years after `now`, as in the field.
    pub not_after: Option<OffsetDateTime>,
    /// The key's algorithm.
    pub algorithm: Algorithm,
    /// The private key, PEM; `None` makes a new one.
    pub key_pem: Option<String>,
}

impl OfficeCert {
    /// A care insurance certificate with an RSA key, valid now.
    pub fn new(office_number: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            office_number: office_number.into(),
            name: name.into(),
            kind: CertificateKind::CareInsurance,
            not_before: None,
            not_after: None,
            algorithm: Algorithm::default(),
            key_pem: None,
        }
    }

    /// Sets the kind.
    pub fn kind(mut self, kind: CertificateKind) -> Self {
        self.kind = kind;
        self
    }

    /// Sets the validity.
    pub fn validity(mut self, not_before: OffsetDateTime, not_after: OffsetDateTime) -> Self {
        self.not_before = Some(not_before);
        self.not_after = Some(not_after);
        self
    }

    /// Sets the key's algorithm.
    pub fn algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// Takes a key that is there already: PKCS#8 in PEM, of the algorithm that is set. Making an RSA key
    /// takes its time.
    pub fn key_pem(mut self, key: impl Into<String>) -> Self {
        self.key_pem = Some(key.into());
        self
    }
}
