//! A signer from a key file: PKCS#12 or PEM.

use rustls::SignatureScheme;
use rustls::pki_types::CertificateDer;

use super::encoded::{self, BlockKind, MAX_FILE};
use super::private::{Form, PrivateKey};
use super::{Signer, chain, pkcs12};
use crate::error::{Code, Error, Result};
use crate::secret::Secret;

/// A key and its certificate out of a file. It has no `Debug`, so that no log can hold the key.
pub struct FileSigner {
    key: PrivateKey,
    chain: Vec<CertificateDer<'static>>,
}

impl FileSigner {
    /// Reads a PKCS#12 file (`.p12`, `.pfx`): AES (PBES2), 3DES and RC2 alike.
    ///
    /// # Errors
    /// [`Code::KeyPassword`], [`Code::KeyMismatch`], [`Code::KeyUnsupported`], [`Code::KeyFile`].
    pub fn from_pkcs12(bytes: &[u8], password: &Secret) -> Result<Self> {
        let contents = pkcs12::read(bytes, password)?;
        let keys = contents.keys.iter().map(|key| (Form::Pkcs8, key.as_slice()));
        Self::pair(keys, &contents.certificates)
    }

    /// Reads a PEM text that holds the key and its certificates, in any order. The key may be
    /// PKCS#8 (plain or encrypted), PKCS#1 or SEC1.
    ///
    /// # Errors
    /// As [`FileSigner::from_pkcs12`].
    pub fn from_pem(bytes: &[u8], password: Option<&Secret>) -> Result<Self> {
        if bytes.len() > MAX_FILE {
            return Err(Code::KeyFile.with_detail("the file is too large"));
        }
        let mut certificates = Vec::new();
        let mut keys = Vec::new();
        for block in encoded::blocks(bytes)? {
            match block.kind {
                BlockKind::Certificate => certificates.push(CertificateDer::from(block.der.to_vec())),
                BlockKind::Pkcs8 => keys.push((Form::Pkcs8, block.der)),
                BlockKind::Pkcs1 => keys.push((Form::Pkcs1, block.der)),
                BlockKind::Sec1 => keys.push((Form::Sec1, block.der)),
                BlockKind::EncryptedPkcs8 => {
                    let password = password.ok_or_else(|| Error::new(Code::KeyPassword))?;
                    keys.push((Form::Pkcs8, pkcs12::decrypt_pkcs8(&block.der, password)?));
                }
                _ => {}
            }
        }
        Self::pair(keys.iter().map(|(form, key)| (*form, key.as_slice())), &certificates)
    }

    fn pair<'a>(
        keys: impl Iterator<Item = (Form, &'a [u8])>,
        certificates: &[CertificateDer<'static>],
    ) -> Result<Self> {
        if certificates.is_empty() {
            return Err(Error::new(Code::KeyFile).with_detail("the file holds no certificate"));
        }
        let mut failure = Error::new(Code::KeyFile).with_detail("the file holds no private key");
        for (form, der) in keys {
            match PrivateKey::new(form, der) {
                Ok(key) => match chain::sort(certificates, key.public()) {
                    Some(chain) => return Ok(Self { key, chain }),
                    None => failure = Error::new(Code::KeyMismatch),
                },
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }
}

impl Signer for FileSigner {
    fn chain(&self) -> &[CertificateDer<'static>] {
        &self.chain
    }

    fn schemes(&self) -> &[SignatureScheme] {
        self.key.schemes()
    }

    fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> Result<Vec<u8>> {
        self.key.sign(scheme, message)
    }
}
