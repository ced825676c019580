//! Reading PKCS#12 (RFC 7292) and encrypted PKCS#8, old and new encryption alike.
//!
//! Written on the ASN.1 types of the `pkcs12` crate instead of a ready-made key store, because a
//! key file is hostile input here: iteration counts are capped, issuer loops cannot hang, every
//! decrypted byte is wiped, and certificates without a key id are not lost.

mod fault;
mod pbe;

use cms::encrypted_data::EncryptedData;
use der::asn1::{AnyRef, ContextSpecific, OctetString, OctetStringRef};
use der::{Any, Decode, Encode, Tagged};
use pkcs12::authenticated_safe::AuthenticatedSafe;
use pkcs12::cert_type::CertBag;
use pkcs12::mac_data::MacData;
use pkcs12::pbe_params::EncryptedPrivateKeyInfo;
use pkcs12::pfx::Pfx;
use pkcs12::safe_bag::{SafeBag, SafeContents};
use ring::hmac;
use rustls::pki_types::CertificateDer;
use zeroize::Zeroizing;

use self::fault::malformed;
use self::pbe::Password;
use super::encoded::MAX_FILE;
use crate::error::{Code, Error, Result};
use crate::secret::Secret;

/// What a file holds.
pub(super) struct Contents {
    pub(super) keys: Vec<Zeroizing<Vec<u8>>>,
    pub(super) certificates: Vec<CertificateDer<'static>>,
}

/// Nested bags are allowed by the standard and written by nobody.
const MAX_DEPTH: usize = 2;

pub(super) fn read(bytes: &[u8], password: &Secret) -> Result<Contents> {
    if bytes.len() > MAX_FILE {
        return Err(Code::KeyFile.with_detail("the file is too large"));
    }
    let pfx = Pfx::from_der(bytes).map_err(malformed)?;
    if pfx.auth_safe.content_type != const_oid::db::rfc5911::ID_DATA {
        return Err(Code::KeyFile.with_detail("the file is sealed by a public key instead of a password"));
    }
    let content = octets(&pfx.auth_safe.content)?;
    let mut password = Password::new(password)?;
    if let Some(mac) = &pfx.mac_data {
        password = check_mac(mac, &content, password)?;
    }
    let mut contents = Contents { keys: Vec::new(), certificates: Vec::new() };
    for safe in AuthenticatedSafe::from_der(&content).map_err(malformed)? {
        let plain = match safe.content_type {
            const_oid::db::rfc5911::ID_DATA => octets(&safe.content)?,
            const_oid::db::rfc5911::ID_ENCRYPTED_DATA => {
                let data: EncryptedData = safe.content.decode_as().map_err(malformed)?;
                let info = data.enc_content_info;
                let Some(sealed) = info.encrypted_content else { continue };
                pbe::decrypt(&info.content_enc_alg, sealed.as_bytes(), &password)?
            }
            _ => continue,
        };
        collect(&plain, &password, &mut contents, 0)?;
    }
    Ok(contents)
}

/// Decrypts an `ENCRYPTED PRIVATE KEY`.
pub(super) fn decrypt_pkcs8(der: &[u8], password: &Secret) -> Result<Zeroizing<Vec<u8>>> {
    let info = EncryptedPrivateKeyInfo::from_der(der).map_err(malformed)?;
    decrypt_key(&info, &Password::new(password)?)
}

/// About one wrong password in 256 leaves a padding that looks right; what lies under it is no
/// DER sequence then.
fn decrypt_key(info: &EncryptedPrivateKeyInfo, password: &Password) -> Result<Zeroizing<Vec<u8>>> {
    let plain = pbe::decrypt(&info.encryption_algorithm, info.encrypted_data.as_bytes(), password)?;
    match AnyRef::from_der(&plain) {
        Ok(any) if any.tag() == der::Tag::Sequence => Ok(plain),
        _ => Err(Error::new(Code::KeyPassword)),
    }
}

fn collect(plain: &[u8], password: &Password, into: &mut Contents, depth: usize) -> Result<()> {
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
                into.keys.push(decrypt_key(&info, password)?);
            }
            pkcs12::PKCS_12_KEY_BAG_OID => {
                let key: Any = value(&bag)?;
                into.keys.push(Zeroizing::new(key.to_der().map_err(malformed)?));
            }
            pkcs12::PKCS_12_SAFE_CONTENTS_BAG_OID if depth < MAX_DEPTH => {
                let inner: Any = value(&bag)?;
                collect(&inner.to_der().map_err(malformed)?, password, into, depth + 1)?;
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

/// Gives the password back in the encoding under which the file's MAC is right.
fn check_mac(mac: &MacData, content: &[u8], password: Password) -> Result<Password> {
    let digest = mac.mac.algorithm.oid;
    let expected: &OctetString = &mac.mac.digest;
    for candidate in password.candidates() {
        let salt = mac.mac_salt.as_bytes();
        let (algorithm, key) = pbe::mac_key(digest, &candidate, salt, mac.iterations)?;
        let key = hmac::Key::new(algorithm, &key);
        if hmac::verify(&key, content, expected.as_bytes()).is_ok() {
            return Ok(candidate);
        }
    }
    Err(Error::new(Code::KeyPassword))
}
