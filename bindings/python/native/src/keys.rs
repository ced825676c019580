//! Signer and trust.

use std::sync::Arc;

use cplink::keys::{self, FileSigner};
use cplink::secret::Secret;

use crate::failure::Result;
use crate::source::Source;

/// A key with its certificate.
#[derive(uniffi::Object)]
pub struct Signer(pub(crate) Arc<dyn keys::Signer>);

#[uniffi::export]
impl Signer {
    /// From a PKCS#12 file.
    #[uniffi::constructor]
    pub fn from_pkcs12(source: Source, password: String) -> Result<Arc<Self>> {
        let password = Secret::new(password.into_bytes());
        Ok(Arc::new(Self(Arc::new(FileSigner::from_pkcs12(&source.read()?, &password)?))))
    }

    /// From a PEM text.
    #[uniffi::constructor]
    pub fn from_pem(source: Source, password: Option<String>) -> Result<Arc<Self>> {
        let password = password.map(|password| Secret::new(password.into_bytes()));
        Ok(Arc::new(Self(Arc::new(FileSigner::from_pem(&source.read()?, password.as_ref())?))))
    }
}

/// Trusted authorities and revocation lists.
#[derive(uniffi::Object)]
pub struct Trust(pub(crate) keys::Trust);

#[uniffi::export]
impl Trust {
    /// From PEM texts: the first one holds the authorities, each further one may hold more of them
    /// or revocation lists.
    #[uniffi::constructor]
    pub fn from_pem(source: Source, further: Vec<Source>) -> Result<Arc<Self>> {
        let mut trust = keys::Trust::from_pem(&source.read()?)?;
        for source in further {
            trust = trust.with_pem(&source.read()?)?;
        }
        Ok(Arc::new(Self(trust)))
    }
}
