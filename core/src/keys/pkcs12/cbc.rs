//! Block ciphers as key files use them: in CBC mode, padded as PKCS#7 does.

use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipher, BlockDecrypt, BlockDecryptMut, BlockEncrypt, KeyInit, KeyIvInit};
use zeroize::Zeroizing;

use crate::error::{Code, Error, Result};

/// Decrypts: key, initialisation vector, what is sealed.
pub(super) type Decrypt = fn(&[u8], &[u8], &[u8]) -> Result<Zeroizing<Vec<u8>>>;

/// Decrypts with this cipher. Bad padding means a wrong password.
pub(super) fn cbc<C>(key: &[u8], iv: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>>
where
    C: BlockCipher + BlockEncrypt + BlockDecrypt + KeyInit,
{
    let cipher = cbc::Decryptor::<C>::new_from_slices(key, iv)
        .map_err(|_| Code::KeyFile.with_detail("the initialisation vector has a wrong length"))?;
    if sealed.is_empty() || !sealed.len().is_multiple_of(C::block_size()) {
        return Err(Code::KeyFile.with_detail("what is encrypted has a wrong length"));
    }
    let mut buffer = Zeroizing::new(sealed.to_vec());
    let length = cipher.decrypt_padded_mut::<Pkcs7>(&mut buffer).map_err(|_| Error::new(Code::KeyPassword))?.len();
    buffer.truncate(length);
    Ok(buffer)
}
