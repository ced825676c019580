//! Password-based encryption as key files use it.

use des::{TdesEde2, TdesEde3};
use pkcs12::kdf::{Pkcs12KeyType, derive_key};
use pkcs12::pbe_params::Pkcs12PbeParams;
use rc2::Rc2;
use sha1::Sha1;
use x509_cert::spki::AlgorithmIdentifierOwned;
use zeroize::Zeroizing;

use super::cbc::{Decrypt, cbc};
use super::fault::malformed;
use super::names::unsupported;
use super::password::Password;
use super::pbes2;
use super::work::Work;
use crate::error::{Code, Result};

const PBES2: der::asn1::ObjectIdentifier = der::asn1::ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");

type Bytes = Zeroizing<Vec<u8>>;

/// Decrypts by whatever scheme the file names. Bad padding means a wrong password.
pub(super) fn decrypt(
    algorithm: &AlgorithmIdentifierOwned,
    sealed: &[u8],
    password: &Password,
    work: &Work,
) -> Result<Bytes> {
    let parameters = || {
        let found = algorithm.parameters.as_ref();
        found.ok_or_else(|| Code::KeyFile.with_detail("no encryption parameters"))
    };
    let (open, length): (Decrypt, usize) = match algorithm.oid {
        PBES2 => return pbes2::decrypt(parameters()?, sealed, &password.bytes, work),
        pkcs12::PKCS_12_PBE_WITH_SHAAND3_KEY_TRIPLE_DES_CBC => (cbc::<TdesEde3>, 24),
        pkcs12::PKCS_12_PBE_WITH_SHAAND2_KEY_TRIPLE_DES_CBC => (cbc::<TdesEde2>, 16),
        pkcs12::PKCS_12_PBE_WITH_SHAAND128_BIT_RC2_CBC => (cbc::<Rc2>, 16),
        pkcs12::PKCS_12_PBEWITH_SHAAND40_BIT_RC2_CBC => (cbc::<Rc2>, 5),
        other => return Err(unsupported(other)),
    };
    let parameters: Pkcs12PbeParams = parameters()?.decode_as().map_err(malformed)?;
    work.iterations(parameters.iterations)?;
    let derive = |id, length| {
        let salt = parameters.salt.as_bytes();
        Zeroizing::new(derive_key::<Sha1>(&password.wide, salt, id, parameters.iterations, length))
    };
    open(&derive(Pkcs12KeyType::EncryptionKey, length), &derive(Pkcs12KeyType::Iv, 8), sealed)
}
