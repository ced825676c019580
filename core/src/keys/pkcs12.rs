//! Reading PKCS#12 (RFC 7292) and encrypted PKCS#8, old and new encryption alike.
//!
//! Written on the ASN.1 types of the `pkcs12` crate instead of a ready-made key store, because a
//! key file is hostile input here: iteration counts are capped, issuer loops cannot hang, every
//! decrypted byte is wiped, and certificates without a key id are not lost.

mod cbc;
mod fault;
mod mac;
mod names;
mod password;
mod pbe;
mod pbes2;
mod work;

use cms::encrypted_data::EncryptedData;
use const_oid::db::rfc5911::{ID_DATA, ID_ENCRYPTED_DATA, ID_ENVELOPED_DATA, ID_SIGNED_DATA};
use der::asn1::{ContextSpecific, OctetStringRef};
use der::{Any, Decode, Encode, Tagged};
use pkcs12::authenticated_safe::AuthenticatedSafe;
use pkcs12::cert_type::CertBag;
use pkcs12::pbe_params::EncryptedPrivateKeyInfo;
use pkcs12::pfx::Pfx;
use pkcs12::safe_bag::{SafeBag, SafeContents};
use rustls::pki_types::CertificateDer;
use x509_cert::spki::AlgorithmIdentifierOwned;
use zeroize::Zeroizing;

use self::fault::{malformed, not_ber};
use self::password::Password;
use self::work::Work;
use super::encoded::ber::{SEQUENCE, length_of, to_der};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;

/// What a file holds.
#[derive(Default)]
pub(super) struct Contents {
    pub(super) keys: Vec<Zeroizing<Vec<u8>>>,
    pub(super) certificates: Vec<CertificateDer<'static>>,
}

/// Nested bags are allowed by the standard and written by nobody.
const MAX_DEPTH: usize = 2;

/// Reads a file, DER or BER. The caller limits its size.
pub(super) fn read(bytes: &[u8], password: &Secret) -> Result<Contents> {
    let der = to_der(bytes).map_err(not_ber)?;
    let pfx = Pfx::from_der(&der).map_err(malformed)?;
    match pfx.auth_safe.content_type {
        ID_DATA => {}
        ID_SIGNED_DATA => return Err(Error::new(Code::KeyPublicSealed)),
        _ => return Err(Code::KeyFile.with_detail("the file is not well-formed")),
    }
    let content = octets(&pfx.auth_safe.content)?;
    let work = Work::default();
    let passwords = Password::all(password)?;
    let outcome = first(&passwords, |password| match &pfx.mac_data {
        Some(mac) if !mac::holds(mac, &content, password, &work)? => Err(Error::new(Code::KeyPassword)),
        _ => contents(&content, password, &work),
    });
    match outcome {
        Err(error) if error.code() == Code::KeyPassword && passwords.iter().any(|one| opens(&content, one, &work)) => {
            Err(Error::new(Code::KeyDamaged))
        }
        outcome => outcome,
    }
}

/// Whether the password opens a part of a file of which another part, or the MAC over all of it, is against it.
fn opens(content: &[u8], password: &Password, work: &Work) -> bool {
    let Ok(content) = to_der(content) else { return false };
    let Ok(safes) = AuthenticatedSafe::from_der(&content) else { return false };
    let decrypts = |algorithm: &AlgorithmIdentifierOwned, sealed: &[u8]| {
        let plain = pbe::decrypt(algorithm, sealed, password, work).and_then(sequence);
        // Well-formed to its end: no chance would make it so.
        plain.is_ok_and(|plain| to_der(&plain).is_ok())
    };
    safes.iter().any(|safe| match safe.content_type {
        ID_ENCRYPTED_DATA => safe.content.decode_as::<EncryptedData>().is_ok_and(|data| {
            let info = data.enc_content_info;
            info.encrypted_content.is_some_and(|sealed| decrypts(&info.content_enc_alg, sealed.as_bytes()))
        }),
        ID_DATA => octets(&safe.content).and_then(|plain| to_der(&plain).map_err(not_ber)).is_ok_and(|plain| {
            let bags = SafeContents::from_der(&plain).unwrap_or_default();
            let mut keys = bags.iter().filter(|bag| bag.bag_id == pkcs12::PKCS_12_PKCS8_KEY_BAG_OID);
            keys.any(|bag| {
                let info: Result<EncryptedPrivateKeyInfo> = value(bag);
                info.is_ok_and(|info| decrypts(&info.encryption_algorithm, info.encrypted_data.as_bytes()))
            })
        }),
        _ => false,
    })
}

/// Decrypts an `ENCRYPTED PRIVATE KEY`.
pub(super) fn decrypt_pkcs8(der: &[u8], password: &Secret) -> Result<Zeroizing<Vec<u8>>> {
    let der = to_der(der).map_err(not_ber)?;
    let info = EncryptedPrivateKeyInfo::from_der(&der).map_err(malformed)?;
    let work = Work::default();
    first(&Password::all(password)?, |password| decrypt_key(&info, password, &work))
}

/// What the first password gives that is not wrong.
fn first<T>(passwords: &[Password], read: impl Fn(&Password) -> Result<T>) -> Result<T> {
    let mut result = Err(Error::new(Code::KeyPassword));
    for password in passwords {
        result = read(password);
        if !matches!(&result, Err(error) if error.code() == Code::KeyPassword) {
            break;
        }
    }
    result
}

fn contents(content: &[u8], password: &Password, work: &Work) -> Result<Contents> {
    let mut contents = Contents::default();
    let content = to_der(content).map_err(not_ber)?;
    for safe in AuthenticatedSafe::from_der(&content).map_err(malformed)? {
        let plain = match safe.content_type {
            ID_DATA => octets(&safe.content)?,
            ID_ENCRYPTED_DATA => {
                let data: EncryptedData = safe.content.decode_as().map_err(malformed)?;
                let info = data.enc_content_info;
                let Some(sealed) = info.encrypted_content else { continue };
                sequence(pbe::decrypt(&info.content_enc_alg, sealed.as_bytes(), password, work)?)?
            }
            ID_ENVELOPED_DATA => return Err(Error::new(Code::KeyPublicSealed)),
            _ => continue,
        };
        collect(&to_der(&plain).map_err(not_ber)?, password, work, &mut contents, 0)?;
    }
    Ok(contents)
}

fn decrypt_key(info: &EncryptedPrivateKeyInfo, password: &Password, work: &Work) -> Result<Zeroizing<Vec<u8>>> {
    sequence(pbe::decrypt(&info.encryption_algorithm, info.encrypted_data.as_bytes(), password, work)?)
}

/// About one wrong password in 256 leaves a padding that looks right; what lies under it is no
/// sequence then.
fn sequence(plain: Zeroizing<Vec<u8>>) -> Result<Zeroizing<Vec<u8>>> {
    let whole = plain.first() == Some(&SEQUENCE) && length_of(&plain) == Some(plain.len());
    if whole { Ok(plain) } else { Err(Error::new(Code::KeyPassword)) }
}

fn collect(plain: &[u8], password: &Password, work: &Work, into: &mut Contents, depth: usize) -> Result<()> {
    for bag in SafeContents::from_der(plain).map_err(malformed)? {
        match bag.bag_id {
            pkcs12::PKCS_12_CERT_BAG_OID => {
                let bag: CertBag = value(&bag)?;
                if bag.cert_id == pkcs12::PKCS_12_X509_CERT_OID {
                    into.certificates.push(CertificateDer::from(bag.cert_value.into_bytes()));
                }
            }
            pkcs12::PKCS_12_PKCS8_KEY_BAG_OID => {
                let info: EncryptedPrivateKeyInfo = value(&bag)?;
                into.keys.push(decrypt_key(&info, password, work)?);
            }
            pkcs12::PKCS_12_KEY_BAG_OID => {
                let key: Any = value(&bag)?;
                into.keys.push(Zeroizing::new(key.to_der().map_err(malformed)?));
            }
            pkcs12::PKCS_12_SAFE_CONTENTS_BAG_OID if depth < MAX_DEPTH => {
                let inner: Any = value(&bag)?;
                collect(&inner.to_der().map_err(malformed)?, password, work, into, depth + 1)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn value<T>(bag: &SafeBag) -> Result<T>
where
    T: for<'a> Decode<'a> + Tagged,
{
    ContextSpecific::<T>::from_der(&bag.bag_value).map(|field| field.value).map_err(malformed)
}

fn octets(content: &Any) -> Result<Zeroizing<Vec<u8>>> {
    let octets: OctetStringRef<'_> = content.decode_as().map_err(malformed)?;
    Ok(Zeroizing::new(octets.as_bytes().to_vec()))
}
