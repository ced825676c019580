//! PBES2 (RFC 8018): PBKDF2 or scrypt, with AES or DES in CBC mode.
//!
//! Not by the `pkcs5` crate, which wants a NULL where the standard also allows nothing, and panics at a
//! short initialisation vector.

use aes::{Aes128, Aes192, Aes256};
use der::asn1::{ObjectIdentifier, OctetString, OctetStringRef};
use der::{Any, Sequence};
use des::{Des, TdesEde3};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use x509_cert::spki::AlgorithmIdentifierOwned;
use zeroize::Zeroizing;

use super::cbc::{Decrypt, cbc};
use super::fault::malformed;
use super::names::unsupported;
use super::work::Work;
use crate::error::{Code, Error, Result};

/// An algorithm of RSA Laboratories' and NIST's arcs.
const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

pub(super) const PBKDF2: ObjectIdentifier = oid("1.2.840.113549.1.5.12");
const SCRYPT: ObjectIdentifier = oid("1.3.6.1.4.1.11591.4.11");
pub(super) const HMAC_SHA_1: ObjectIdentifier = oid("1.2.840.113549.2.7");
pub(super) const HMAC_SHA_224: ObjectIdentifier = oid("1.2.840.113549.2.8");
pub(super) const HMAC_SHA_256: ObjectIdentifier = oid("1.2.840.113549.2.9");
pub(super) const HMAC_SHA_384: ObjectIdentifier = oid("1.2.840.113549.2.10");
pub(super) const HMAC_SHA_512: ObjectIdentifier = oid("1.2.840.113549.2.11");
pub(super) const HMAC_SHA_512_224: ObjectIdentifier = oid("1.2.840.113549.2.12");
pub(super) const HMAC_SHA_512_256: ObjectIdentifier = oid("1.2.840.113549.2.13");
const AES_128_CBC: ObjectIdentifier = oid("2.16.840.1.101.3.4.1.2");
const AES_192_CBC: ObjectIdentifier = oid("2.16.840.1.101.3.4.1.22");
const AES_256_CBC: ObjectIdentifier = oid("2.16.840.1.101.3.4.1.42");
const DES_EDE3_CBC: ObjectIdentifier = oid("1.2.840.113549.3.7");
const DES_CBC: ObjectIdentifier = oid("1.3.14.3.2.7");

#[derive(Sequence)]
struct Pbes2 {
    kdf: AlgorithmIdentifierOwned,
    cipher: AlgorithmIdentifierOwned,
}

/// The parameters of PBKDF2.
#[derive(Sequence)]
pub(super) struct Kdf {
    salt: OctetString,
    iterations: u32,
    pub(super) key_length: Option<u32>,
    prf: Option<AlgorithmIdentifierOwned>,
}

impl Kdf {
    pub(super) fn derive(&self, password: &[u8], length: usize, work: &Work) -> Result<Zeroizing<Vec<u8>>> {
        let derive = match self.prf.as_ref().map_or(HMAC_SHA_1, |prf| prf.oid) {
            HMAC_SHA_1 => pbkdf2_hmac::<Sha1>,
            HMAC_SHA_224 => pbkdf2_hmac::<Sha224>,
            HMAC_SHA_256 => pbkdf2_hmac::<Sha256>,
            HMAC_SHA_384 => pbkdf2_hmac::<Sha384>,
            HMAC_SHA_512 => pbkdf2_hmac::<Sha512>,
            HMAC_SHA_512_224 => pbkdf2_hmac::<Sha512_224>,
            HMAC_SHA_512_256 => pbkdf2_hmac::<Sha512_256>,
            other => return Err(unsupported(other)),
        };
        work.iterations(self.iterations)?;
        let mut key = Zeroizing::new(vec![0; length]);
        derive(password, self.salt.as_bytes(), self.iterations, &mut key);
        Ok(key)
    }
}

/// The parameters of scrypt.
#[derive(Sequence)]
struct Scrypt {
    salt: OctetString,
    cost: u64,
    block_size: u32,
    parallel: u32,
    key_length: Option<u32>,
}

impl Scrypt {
    fn derive(&self, password: &[u8], length: usize, work: &Work) -> Result<Zeroizing<Vec<u8>>> {
        let unusable = || Code::KeyFile.with_detail("scrypt has no usable parameters");
        if !self.cost.is_power_of_two() {
            return Err(unusable());
        }
        work.scrypt(self.cost, self.block_size.into(), self.parallel.into())?;
        let log = self.cost.trailing_zeros() as u8;
        let parameters = scrypt::Params::new(log, self.block_size, self.parallel, length).map_err(|_| unusable())?;
        let mut key = Zeroizing::new(vec![0; length]);
        scrypt::scrypt(password, self.salt.as_bytes(), &parameters, &mut key).map_err(|_| unusable())?;
        Ok(key)
    }
}

/// Decrypts. Bad padding means a wrong password.
pub(super) fn decrypt(parameters: &Any, sealed: &[u8], password: &[u8], work: &Work) -> Result<Zeroizing<Vec<u8>>> {
    let Pbes2 { kdf, cipher } = parameters.decode_as().map_err(malformed)?;
    let (length, open): (usize, Decrypt) = match cipher.oid {
        AES_128_CBC => (16, cbc::<Aes128>),
        AES_192_CBC => (24, cbc::<Aes192>),
        AES_256_CBC => (32, cbc::<Aes256>),
        DES_EDE3_CBC => (24, cbc::<TdesEde3>),
        DES_CBC => (8, cbc::<Des>),
        other => return Err(unsupported(other)),
    };
    let missing = || Code::KeyFile.with_detail("no encryption parameters");
    let iv = cipher.parameters.ok_or_else(missing)?;
    let iv: OctetStringRef<'_> = iv.decode_as().map_err(malformed)?;
    let parameters = kdf.parameters.ok_or_else(missing)?;
    let other_length = |stated: Option<u32>| stated.is_some_and(|stated| stated as usize != length);
    let wrong = || Err(Error::new(Code::KeyFile).with_detail("the key length does not fit the cipher"));
    let key = match kdf.oid {
        PBKDF2 => {
            let kdf: Kdf = parameters.decode_as().map_err(malformed)?;
            if other_length(kdf.key_length) {
                return wrong();
            }
            kdf.derive(password, length, work)?
        }
        SCRYPT => {
            let kdf: Scrypt = parameters.decode_as().map_err(malformed)?;
            if other_length(kdf.key_length) {
                return wrong();
            }
            kdf.derive(password, length, work)?
        }
        other => return Err(unsupported(other)),
    };
    open(&key, iv.as_bytes(), sealed)
}
