//! A private key in memory. ring signs; RSA below 2048 bits and other curves are refused.

mod ec;

use std::sync::Arc;

use der::asn1::{ObjectIdentifier, UintRef};
use der::{Decode, SliceReader};
use rustls::SignatureScheme;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, PrivateSec1KeyDer};
use rustls::sign::SigningKey;
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use super::strength::{RSA_BITS, bits};
use crate::error::{Code, Error, Result};

/// The ways in which a private key is written down.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Pkcs8,
    Pkcs1,
    Sec1,
}

pub(super) const RSA: &[SignatureScheme] = &[
    SignatureScheme::RSA_PSS_SHA256,
    SignatureScheme::RSA_PSS_SHA384,
    SignatureScheme::RSA_PSS_SHA512,
    SignatureScheme::RSA_PKCS1_SHA256,
    SignatureScheme::RSA_PKCS1_SHA384,
    SignatureScheme::RSA_PKCS1_SHA512,
];
pub(super) const P256: &[SignatureScheme] = &[SignatureScheme::ECDSA_NISTP256_SHA256];
pub(super) const P384: &[SignatureScheme] = &[SignatureScheme::ECDSA_NISTP384_SHA384];

/// A key that can sign.
#[derive(Clone)]
pub(super) struct PrivateKey {
    key: Arc<dyn SigningKey>,
    schemes: &'static [SignatureScheme],
    public: Vec<u8>,
}

impl PrivateKey {
    /// Reads a key. `publics` are the public keys of the certificates beside it, for an EC key that lacks
    /// its own.
    pub(super) fn new(form: Form, der: &[u8], publics: &[&[u8]]) -> Result<Self> {
        refuse_unsupported(form, der)?;
        let wrapped = match form {
            Form::Pkcs8 => PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(der)),
            Form::Pkcs1 => PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(der)),
            Form::Sec1 => PrivateKeyDer::Sec1(PrivateSec1KeyDer::from(der)),
        };
        let key = any_supported_type(&wrapped).ok().or_else(|| completed(form, der, publics));
        let key = key.ok_or_else(|| Error::new(Code::KeyFile).with_detail("the private key is malformed"))?;
        let schemes = [P256, P384, RSA]
            .into_iter()
            .find(|schemes| key.choose_scheme(schemes).is_some())
            .ok_or_else(|| unsupported("neither RSA nor ECDSA on P-256 or P-384"))?;
        let public = key
            .public_key()
            .and_then(|spki| public_bits(&spki))
            .ok_or_else(|| Error::new(Code::KeyFile).with_detail("the key has no public half"))?;
        Ok(Self { key, schemes, public })
    }

    pub(super) fn schemes(&self) -> &'static [SignatureScheme] {
        self.schemes
    }

    /// The content of the public key's bit string, as certificates hold it.
    pub(super) fn public(&self) -> &[u8] {
        &self.public
    }

    pub(super) fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> Result<Vec<u8>> {
        if !self.schemes.contains(&scheme) {
            return Err(unsupported("the key does not sign in this scheme"));
        }
        let signer =
            self.key.choose_scheme(&[scheme]).ok_or_else(|| unsupported("the key does not sign in this scheme"))?;
        signer.sign(message).map_err(|error| Error::new(Code::KeySign).with_source(error))
    }
}

/// An EC key with the public half that is its own.
fn completed(form: Form, der: &[u8], publics: &[&[u8]]) -> Option<Arc<dyn SigningKey>> {
    let (curve, sec1) = match form {
        Form::Pkcs8 => pkcs8(der).ok().map(|(_, curve, key)| (curve, key))?,
        Form::Sec1 => (None, der),
        Form::Pkcs1 => return None,
    };
    let tries = ec::completed(sec1, curve, publics).ok()?;
    tries.iter().find_map(|der| any_supported_type(&PrivateKeyDer::Pkcs8(der.as_slice().into())).ok())
}

fn public_bits(spki: &[u8]) -> Option<Vec<u8>> {
    let spki = SubjectPublicKeyInfoOwned::from_der(spki).ok()?;
    spki.subject_public_key.as_bytes().map(<[u8]>::to_vec)
}

/// ring says "malformed" of a good key that it does not take; the user shall know which it is.
fn refuse_unsupported(form: Form, der: &[u8]) -> Result<()> {
    match form {
        Form::Pkcs1 => refuse_short(der),
        Form::Sec1 => match ec::curve(der) {
            Some(const_oid::db::rfc5912::SECP_256_R_1 | const_oid::db::rfc5912::SECP_384_R_1) | None => Ok(()),
            Some(_) => Err(unsupported("neither RSA nor ECDSA on P-256 or P-384")),
        },
        Form::Pkcs8 => {
            let Ok((algorithm, curve, key)) = pkcs8(der) else { return Ok(()) };
            match (algorithm, curve) {
                (const_oid::db::rfc5912::RSA_ENCRYPTION, _) => refuse_short(key),
                (
                    const_oid::db::rfc5912::ID_EC_PUBLIC_KEY,
                    Some(const_oid::db::rfc5912::SECP_256_R_1 | const_oid::db::rfc5912::SECP_384_R_1),
                ) => Ok(()),
                _ => Err(unsupported("neither RSA nor ECDSA on P-256 or P-384")),
            }
        }
    }
}

fn refuse_short(der: &[u8]) -> Result<()> {
    match modulus_bits(der) {
        Ok(bits) if bits < RSA_BITS => Err(unsupported("the RSA key is shorter than 2048 bits")),
        _ => Ok(()),
    }
}

fn modulus_bits(der: &[u8]) -> der::Result<usize> {
    let mut reader = SliceReader::new(der)?;
    let header = der::Header::decode(&mut reader)?;
    header.tag.assert_eq(der::Tag::Sequence)?;
    let _version = u8::decode(&mut reader)?;
    Ok(bits(UintRef::decode(&mut reader)?.as_bytes()))
}

type Pkcs8<'a> = (ObjectIdentifier, Option<ObjectIdentifier>, &'a [u8]);

fn pkcs8(der: &[u8]) -> der::Result<Pkcs8<'_>> {
    let mut reader = SliceReader::new(der)?;
    let header = der::Header::decode(&mut reader)?;
    header.tag.assert_eq(der::Tag::Sequence)?;
    let _version = u8::decode(&mut reader)?;
    let algorithm = x509_cert::spki::AlgorithmIdentifierRef::decode(&mut reader)?;
    let key = der::asn1::OctetStringRef::decode(&mut reader)?;
    let curve = algorithm.parameters.and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
    Ok((algorithm.oid, curve, key.as_bytes()))
}

fn unsupported(detail: &'static str) -> Error {
    Error::new(Code::KeyUnsupported).with_detail(detail)
}
