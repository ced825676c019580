//! PKCS#11 tokens.

use std::sync::Arc;

use crate::candidates::{Candidates, secret_of};
use crate::failure::Result;
use crate::keys::Signer;
use crate::setting::{Setting, profile_of};
use crate::source::Source;

/// Which token and which key; `None` is any.
#[derive(uniffi::Record)]
pub struct TokenQuery {
    /// The token's label.
    pub label: Option<String>,
    /// The token's serial number.
    pub serial: Option<String>,
    /// The token's slot.
    pub slot: Option<i64>,
    /// The label of the key or its certificate.
    pub key_label: Option<String>,
    /// The key's `CKA_ID`.
    pub key_id: Option<Vec<u8>>,
    /// The certificate and its intermediates, PEM.
    pub chain_pem: Option<Source>,
}

/// A loaded module with what was asked of it.
#[derive(uniffi::Object)]
pub struct Token(Asked);

#[uniffi::export]
impl Token {
    /// Loads a module.
    #[uniffi::constructor]
    pub fn new(module: String, query: TokenQuery) -> Result<Arc<Self>> {
        Ok(Arc::new(Self(Asked::new(module.as_ref(), query)?)))
    }

    /// Opens the one key that was asked for.
    pub fn open(&self, pin: Option<String>) -> Result<Arc<Signer>> {
        Ok(Arc::new(Signer(self.0.open(secret_of(pin).as_ref())?)))
    }

    /// Lists the certificates.
    pub fn candidates(&self, pin: Option<String>, profile: Vec<Setting>) -> Result<Arc<Candidates>> {
        Ok(Candidates::of(self.0.candidates(secret_of(pin).as_ref(), &profile_of(&profile)?)?))
    }
}

#[cfg(not(all(windows, target_arch = "x86")))]
use present::Asked;

#[cfg(all(windows, target_arch = "x86"))]
use absent::Asked;

#[cfg(not(all(windows, target_arch = "x86")))]
mod present {
    use std::path::Path;
    use std::sync::Arc;

    use cplink::keys::{Candidate, Pkcs11Module, Pkcs11Query, Signer, SubjectProfile, UnixTime};
    use cplink::secret::Secret;

    use super::TokenQuery;
    use crate::failure::{Result, misuse};
    use crate::keys::chain_of;

    pub(super) struct Asked {
        module: Pkcs11Module,
        query: Pkcs11Query,
    }

    impl Asked {
        pub(super) fn new(module: &Path, query: TokenQuery) -> Result<Self> {
            let mut asked = Pkcs11Query::new();
            if let Some(label) = query.label {
                asked = asked.with_token_label(label);
            }
            if let Some(serial) = query.serial {
                asked = asked.with_token_serial(serial);
            }
            if let Some(slot) = query.slot {
                let slot = u64::try_from(slot).map_err(|_| misuse("slot is negative", "引数 slot が負の数です。"))?;
                asked = asked.with_slot(slot);
            }
            if let Some(label) = query.key_label {
                asked = asked.with_key_label(label);
            }
            if let Some(id) = query.key_id {
                asked = asked.with_key_id(id);
            }
            if let Some(chain) = query.chain_pem {
                asked = asked.with_chain(chain_of(&chain.read()?)?);
            }
            Ok(Self { module: Pkcs11Module::load(module)?, query: asked })
        }

        pub(super) fn open(&self, pin: Option<&Secret>) -> Result<Arc<dyn Signer>> {
            Ok(Arc::new(self.module.open(&self.query, pin)?))
        }

        pub(super) fn candidates(&self, pin: Option<&Secret>, profile: &SubjectProfile) -> Result<Vec<Candidate>> {
            Ok(self.module.candidates(&self.query, pin, profile, UnixTime::now())?)
        }
    }
}

/// 32-bit Windows has no PKCS#11.
#[cfg(all(windows, target_arch = "x86"))]
mod absent {
    use std::path::Path;
    use std::sync::Arc;

    use cplink::keys::{Candidate, Signer, SubjectProfile};
    use cplink::secret::Secret;
    use cplink::{Code, Error};

    use super::TokenQuery;
    use crate::failure::Result;

    pub(super) enum Asked {}

    impl Asked {
        pub(super) fn new(_: &Path, _: TokenQuery) -> Result<Self> {
            Err(Error::new(Code::KeyStore).with_detail("this library was built without PKCS#11").into())
        }

        pub(super) fn open(&self, _: Option<&Secret>) -> Result<Arc<dyn Signer>> {
            match *self {}
        }

        pub(super) fn candidates(&self, _: Option<&Secret>, _: &SubjectProfile) -> Result<Vec<Candidate>> {
            match *self {}
        }
    }
}
