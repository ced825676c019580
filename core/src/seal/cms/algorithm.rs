//! Algorithms of digests and signatures in CMS.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912;
use ring::digest::{self, Algorithm, SHA256, SHA384, SHA512};
use rustls::SignatureScheme;
use rustls::pki_types::alg_id;

use super::super::tlv;
use super::oid::oid;
use crate::error::{Code, Error, Result};
use crate::keys::Signer;

const NULL: [u8; 2] = [tlv::NULL, 0];

/// The padding of an RSA signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RsaPadding {
    /// PKCS#1 v1.5 where the key can, which every checking program knows; else PSS.
    #[default]
    Pkcs1,
    /// PSS (RFC 4056) with SHA-256 and a salt of 32 bytes.
    Pss,
}

/// A digest algorithm that is allowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Digest {
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    const ALL: [Self; 3] = [Self::Sha256, Self::Sha384, Self::Sha512];

    fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Sha256 => rfc5912::ID_SHA_256,
            Self::Sha384 => rfc5912::ID_SHA_384,
            Self::Sha512 => rfc5912::ID_SHA_512,
        }
    }

    pub(super) fn of(self, bytes: &[u8]) -> digest::Digest {
        let algorithm: &'static Algorithm = match self {
            Self::Sha256 => &SHA256,
            Self::Sha384 => &SHA384,
            Self::Sha512 => &SHA512,
        };
        digest::digest(algorithm, bytes)
    }

    /// The identifier as we write it: without parameters (RFC 5754).
    pub(super) fn identifier(self) -> Vec<u8> {
        tlv::write(tlv::SEQUENCE, &[&oid(&self.oid())])
    }

    /// From an identifier's content; the parameters are absent or NULL.
    pub(super) fn from_identifier(content: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|digest| {
            let name = oid(&digest.oid());
            content.strip_prefix(name.as_slice()).is_some_and(|rest| rest.is_empty() || rest == NULL)
        })
    }
}

/// How a signer signs a message: scheme, digest, identifier of the signature algorithm.
pub(super) struct Method {
    pub(super) scheme: SignatureScheme,
    pub(super) digest: Digest,
    pub(super) identifier: Vec<u8>,
}

impl Method {
    pub(super) fn choose(signer: &dyn Signer, padding: RsaPadding) -> Result<Self> {
        let mut methods = [
            (SignatureScheme::RSA_PKCS1_SHA256, Digest::Sha256, alg_id::RSA_PKCS1_SHA256),
            (SignatureScheme::ECDSA_NISTP256_SHA256, Digest::Sha256, alg_id::ECDSA_SHA256),
            (SignatureScheme::ECDSA_NISTP384_SHA384, Digest::Sha384, alg_id::ECDSA_SHA384),
            (SignatureScheme::RSA_PSS_SHA256, Digest::Sha256, alg_id::RSA_PSS_SHA256),
        ];
        if padding == RsaPadding::Pss {
            methods.reverse();
        }
        let known = signer.schemes();
        methods
            .into_iter()
            .find(|(scheme, ..)| known.contains(scheme))
            .map(|(scheme, digest, identifier)| Self {
                scheme,
                digest,
                identifier: tlv::write(tlv::SEQUENCE, &[identifier.as_ref()]),
            })
            .ok_or_else(|| Error::new(Code::KeyUnsupported).with_detail("the key signs in no known scheme"))
    }
}

/// The content of a signature algorithm's identifier as certificates would write it. openssl names
/// the bare key algorithm for RSA; then the digest comes from the digest algorithm.
pub(super) fn signature_identifier(content: &[u8], digest: Digest) -> Option<Vec<u8>> {
    let bare = [oid(&rfc5912::RSA_ENCRYPTION), NULL.to_vec()].concat();
    if content == bare {
        let named = match digest {
            Digest::Sha256 => alg_id::RSA_PKCS1_SHA256,
            Digest::Sha384 => alg_id::RSA_PKCS1_SHA384,
            Digest::Sha512 => alg_id::RSA_PKCS1_SHA512,
        };
        return Some(named.as_ref().to_vec());
    }
    let allowed: &[rustls::pki_types::AlgorithmIdentifier] = match digest {
        Digest::Sha256 => &[alg_id::RSA_PKCS1_SHA256, alg_id::RSA_PSS_SHA256, alg_id::ECDSA_SHA256],
        Digest::Sha384 => &[alg_id::RSA_PKCS1_SHA384, alg_id::RSA_PSS_SHA384, alg_id::ECDSA_SHA384],
        Digest::Sha512 => &[alg_id::RSA_PKCS1_SHA512, alg_id::RSA_PSS_SHA512],
    };
    allowed.iter().any(|known| known.as_ref() == content).then(|| content.to_vec())
}
