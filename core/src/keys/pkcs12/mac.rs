//! The MAC of a PKCS#12 file, by which a wrong password is known: the one of RFC 7292 with SHA-1 and the
//! SHA-2 family, and PBMAC1 (RFC 9579).

use const_oid::db::rfc5912::{ID_SHA_1, ID_SHA_224, ID_SHA_256, ID_SHA_384, ID_SHA_512};
use der::Sequence;
use der::asn1::ObjectIdentifier;
use pbkdf2::hmac::digest::core_api::BlockSizeUser;
use pbkdf2::hmac::digest::{Digest, FixedOutputReset};
use pbkdf2::hmac::{Mac, SimpleHmac};
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use pkcs12::mac_data::MacData;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use x509_cert::spki::AlgorithmIdentifierOwned;
use zeroize::Zeroizing;

use super::fault::malformed;
use super::names::unsupported;
use super::password::Password;
use super::pbes2::{Kdf, PBKDF2};
use super::work::Work;
use crate::error::{Code, Result};

const SHA_512_224: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.5");
const SHA_512_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.6");
const PBMAC1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.14");
/// No MAC key is longer than the block of a hash.
const MAX_KEY: u32 = 256;

#[derive(Sequence)]
struct Pbmac1 {
    kdf: AlgorithmIdentifierOwned,
    scheme: AlgorithmIdentifierOwned,
}

/// Whether the MAC over the content is right under this password.
pub(super) fn holds(mac: &MacData, content: &[u8], password: &Password, work: &Work) -> Result<bool> {
    let algorithm = &mac.mac.algorithm;
    if algorithm.oid == PBMAC1 {
        return pbmac1(mac, content, password, work);
    }
    let check = match algorithm.oid {
        ID_SHA_1 => pkcs12::<Sha1>,
        ID_SHA_224 => pkcs12::<Sha224>,
        ID_SHA_256 => pkcs12::<Sha256>,
        ID_SHA_384 => pkcs12::<Sha384>,
        ID_SHA_512 => pkcs12::<Sha512>,
        SHA_512_224 => pkcs12::<Sha512_224>,
        SHA_512_256 => pkcs12::<Sha512_256>,
        other => return Err(unsupported(other)),
    };
    work.iterations(mac.iterations)?;
    Ok(check(mac, content, password))
}

fn pkcs12<D>(mac: &MacData, content: &[u8], password: &Password) -> bool
where
    D: Digest + FixedOutputReset + BlockSizeUser,
{
    let (salt, length) = (mac.mac_salt.as_bytes(), <D as Digest>::output_size());
    let key = derive_key::<D>(&password.wide, salt, Pkcs12KeyType::Mac, mac.iterations, length);
    verify::<D>(&Zeroizing::new(key), content, mac)
}

fn verify<D: Digest + BlockSizeUser>(key: &[u8], content: &[u8], mac: &MacData) -> bool {
    let Ok(hmac) = <SimpleHmac<D> as Mac>::new_from_slice(key) else { return false };
    hmac.chain_update(content).verify_slice(mac.mac.digest.as_bytes()).is_ok()
}

/// The salt and the iterations of the file's MAC itself mean nothing here.
fn pbmac1(mac: &MacData, content: &[u8], password: &Password, work: &Work) -> Result<bool> {
    use super::pbes2::{
        HMAC_SHA_1, HMAC_SHA_224, HMAC_SHA_256, HMAC_SHA_384, HMAC_SHA_512, HMAC_SHA_512_224, HMAC_SHA_512_256,
    };
    let missing = || Code::KeyFile.with_detail("the file's MAC has no parameters");
    let parameters = mac.mac.algorithm.parameters.as_ref().ok_or_else(missing)?;
    let parameters: Pbmac1 = parameters.decode_as().map_err(malformed)?;
    if parameters.kdf.oid != PBKDF2 {
        return Err(unsupported(parameters.kdf.oid));
    }
    let kdf: Kdf = parameters.kdf.parameters.ok_or_else(missing)?.decode_as().map_err(malformed)?;
    let length = kdf.key_length.filter(|length| (1..=MAX_KEY).contains(length));
    let length = length.ok_or_else(|| Code::KeyFile.with_detail("the key of the MAC has no usable length"))?;
    let check = match parameters.scheme.oid {
        HMAC_SHA_1 => verify::<Sha1>,
        HMAC_SHA_224 => verify::<Sha224>,
        HMAC_SHA_256 => verify::<Sha256>,
        HMAC_SHA_384 => verify::<Sha384>,
        HMAC_SHA_512 => verify::<Sha512>,
        HMAC_SHA_512_224 => verify::<Sha512_224>,
        HMAC_SHA_512_256 => verify::<Sha512_256>,
        other => return Err(unsupported(other)),
    };
    let key = kdf.derive(&password.bytes, length as usize, work)?;
    Ok(check(&key, content, mac))
}
