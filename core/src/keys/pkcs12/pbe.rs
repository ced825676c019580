//! Password-based encryption as key files use it.

use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipher, BlockDecrypt, BlockDecryptMut, BlockEncrypt, KeyInit, KeyIvInit};
use der::Encode;
use der::asn1::ObjectIdentifier;
use pkcs5::pbes2;
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use pkcs12::pbe_params::Pkcs12PbeParams;
use ring::hmac;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use x509_cert::spki::AlgorithmIdentifierOwned;
use zeroize::Zeroizing;

use super::fault::malformed;
use crate::error::{Code, Error, Result};
use crate::secret::Secret;

/// openssl writes 2 048, current Windows 2 000, the most cautious tools 1 000 000: a file that asks
/// for more wants to hang us.
const MAX_ITERATIONS: u32 = 5_000_000;
/// scrypt takes `128 * r * N` bytes.
const MAX_SCRYPT_MEMORY: u64 = 64 << 20;

/// A password in both encodings: UTF-8 for PBES2, UTF-16 with an end mark for the older schemes.
pub(super) struct Password {
    utf8: Zeroizing<Vec<u8>>,
    utf16: Zeroizing<Vec<u8>>,
}

impl Password {
    pub(super) fn new(secret: &Secret) -> Result<Self> {
        let text = secret.expose_str().ok_or_else(|| Error::new(Code::KeyPassword))?;
        // Reserved at once: growing would leave unwiped copies behind.
        let mut utf16 = Zeroizing::new(Vec::with_capacity(text.len() * 2 + 2));
        for unit in text.encode_utf16() {
            utf16.extend(unit.to_be_bytes());
        }
        utf16.extend([0, 0]);
        Ok(Self { utf8: Zeroizing::new(text.as_bytes().to_vec()), utf16 })
    }

    /// An empty password is written in two ways: as an end mark alone or as nothing at all.
    pub(super) fn candidates(self) -> Vec<Self> {
        let mut all = Vec::with_capacity(2);
        if self.utf8.is_empty() {
            let nothing = Zeroizing::new(Vec::new());
            all.push(Self { utf8: nothing.clone(), utf16: nothing });
        }
        all.insert(0, self);
        all
    }

    fn derive_sha1(&self, id: Pkcs12KeyType, params: &Pkcs12PbeParams, length: usize) -> Bytes {
        let salt = params.salt.as_bytes();
        Zeroizing::new(derive_key::<Sha1>(&self.utf16, salt, id, params.iterations, length))
    }
}

type Bytes = Zeroizing<Vec<u8>>;

/// The key of a file's MAC.
pub(super) fn mac_key(
    digest: ObjectIdentifier,
    password: &Password,
    salt: &[u8],
    iterations: i32,
) -> Result<(hmac::Algorithm, Bytes)> {
    use const_oid::db::rfc5912::{ID_SHA_1, ID_SHA_256, ID_SHA_384, ID_SHA_512};
    check_iterations(iterations)?;
    let (pass, id) = (&password.utf16, Pkcs12KeyType::Mac);
    let (algorithm, key) = match digest {
        ID_SHA_1 => (hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, derive_key::<Sha1>(pass, salt, id, iterations, 20)),
        ID_SHA_256 => (hmac::HMAC_SHA256, derive_key::<Sha256>(pass, salt, id, iterations, 32)),
        ID_SHA_384 => (hmac::HMAC_SHA384, derive_key::<Sha384>(pass, salt, id, iterations, 48)),
        ID_SHA_512 => (hmac::HMAC_SHA512, derive_key::<Sha512>(pass, salt, id, iterations, 64)),
        _ => return Err(Code::KeyFile.with_detail("the file's MAC is of an unknown kind")),
    };
    Ok((algorithm, Zeroizing::new(key)))
}

/// Decrypts by whatever scheme the file names. Bad padding means a wrong password.
pub(super) fn decrypt(algorithm: &AlgorithmIdentifierOwned, sealed: &[u8], password: &Password) -> Result<Bytes> {
    let params = algorithm.parameters.as_ref().ok_or_else(|| Code::KeyFile.with_detail("no encryption parameters"))?;
    match algorithm.oid {
        pbes2::PBES2_OID => {
            let der = params.to_der().map_err(malformed)?;
            pbes2_decrypt(&der, sealed, password)
        }
        pkcs12::PKCS_12_PBE_WITH_SHAAND3_KEY_TRIPLE_DES_CBC => {
            pbes1::<des::TdesEde3>(&params.decode_as().map_err(malformed)?, sealed, password, 24)
        }
        pkcs12::PKCS_12_PBE_WITH_SHAAND2_KEY_TRIPLE_DES_CBC => {
            pbes1::<des::TdesEde2>(&params.decode_as().map_err(malformed)?, sealed, password, 16)
        }
        pkcs12::PKCS_12_PBE_WITH_SHAAND128_BIT_RC2_CBC => {
            pbes1::<rc2::Rc2>(&params.decode_as().map_err(malformed)?, sealed, password, 16)
        }
        pkcs12::PKCS_12_PBEWITH_SHAAND40_BIT_RC2_CBC => {
            pbes1::<rc2::Rc2>(&params.decode_as().map_err(malformed)?, sealed, password, 5)
        }
        _ => Err(Code::KeyFile.with_detail("the file is encrypted in an unknown way")),
    }
}

fn pbes2_decrypt(params: &[u8], sealed: &[u8], password: &Password) -> Result<Bytes> {
    let params: pbes2::Parameters<'_> = der::Decode::from_der(params).map_err(malformed)?;
    match &params.kdf {
        pbes2::Kdf::Pbkdf2(kdf) if kdf.iteration_count > MAX_ITERATIONS => {
            return Err(Code::KeyFile.with_detail("too many iterations"));
        }
        pbes2::Kdf::Scrypt(kdf) => {
            let memory =
                u64::from(kdf.block_size).checked_mul(128).and_then(|bytes| bytes.checked_mul(kdf.cost_parameter));
            let work = u32::from(kdf.parallelization) <= 16;
            if !work || memory.is_none_or(|memory| memory > MAX_SCRYPT_MEMORY) {
                return Err(Code::KeyFile.with_detail("scrypt asks for too much"));
            }
        }
        _ => {}
    }
    let mut buffer = Zeroizing::new(sealed.to_vec());
    let length = params
        .decrypt_in_place(&*password.utf8, &mut buffer)
        .map_err(|error| match error {
            pkcs5::Error::DecryptFailed | pkcs5::Error::EncryptFailed => Error::new(Code::KeyPassword),
            _ => Code::KeyFile.with_detail("the file is encrypted in an unknown way"),
        })?
        .len();
    buffer.truncate(length);
    Ok(buffer)
}

fn pbes1<C>(params: &Pkcs12PbeParams, sealed: &[u8], password: &Password, length: usize) -> Result<Bytes>
where
    C: BlockCipher + BlockEncrypt + BlockDecrypt + KeyInit,
{
    check_iterations(params.iterations)?;
    let key = password.derive_sha1(Pkcs12KeyType::EncryptionKey, params, length);
    let iv = password.derive_sha1(Pkcs12KeyType::Iv, params, 8);
    let cipher = cbc::Decryptor::<C>::new_from_slices(&key, &iv)
        .map_err(|_| Code::KeyFile.with_detail("the file is encrypted in an unknown way"))?;
    let mut buffer = Zeroizing::new(sealed.to_vec());
    let length = cipher.decrypt_padded_mut::<Pkcs7>(&mut buffer).map_err(|_| Error::new(Code::KeyPassword))?.len();
    buffer.truncate(length);
    Ok(buffer)
}

fn check_iterations(iterations: i32) -> Result<()> {
    match u32::try_from(iterations) {
        Ok(1..=MAX_ITERATIONS) => Ok(()),
        _ => Err(Code::KeyFile.with_detail("the iteration count is out of bounds")),
    }
}
