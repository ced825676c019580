//! PKCS#11 tokens.

use std::sync::Arc;

use cplink::keys::{Pkcs11Module, Pkcs11Query, UnixTime};

use crate::candidate::{Candidate, Setting, profile_of, secret_of, shared};
use crate::failure::Result;
use crate::keys::{Signer, chain_of};

/// Which token and which key; `None` is any.
#[derive(uniffi::Record)]
pub struct TokenQuery {
    /// The token's label.
    pub label: Option<String>,
    /// The token's serial number.
    pub serial: Option<String>,
    /// The token's slot.
    pub slot: Option<u64>,
    /// The label of the key or its certificate.
    pub key_label: Option<String>,
    /// The key's `CKA_ID`.
    pub key_id: Option<Vec<u8>>,
    /// The certificate and its intermediates, PEM.
    pub chain: Option<Vec<u8>>,
}

/// A loaded module with what was asked of it.
#[derive(uniffi::Object)]
pub struct Token {
    module: Pkcs11Module,
    query: Pkcs11Query,
}

#[uniffi::export]
impl Token {
    /// Loads a module.
    #[uniffi::constructor]
    pub fn new(module: String, query: TokenQuery) -> Result<Arc<Self>> {
        let mut asked = Pkcs11Query::new();
        if let Some(label) = query.label {
            asked = asked.with_token_label(label);
        }
        if let Some(serial) = query.serial {
            asked = asked.with_token_serial(serial);
        }
        if let Some(slot) = query.slot {
            asked = asked.with_slot(slot);
        }
        if let Some(label) = query.key_label {
            asked = asked.with_key_label(label);
        }
        if let Some(id) = query.key_id {
            asked = asked.with_key_id(id);
        }
        if let Some(chain) = query.chain {
            asked = asked.with_chain(chain_of(&chain)?);
        }
        Ok(Arc::new(Self { module: Pkcs11Module::load(module.as_ref())?, query: asked }))
    }

    /// Opens the one key that was asked for.
    pub fn open(&self, pin: Option<String>) -> Result<Arc<Signer>> {
        let signer = self.module.open(&self.query, secret_of(pin).as_ref())?;
        Ok(Arc::new(Signer(Arc::new(signer))))
    }

    /// Lists the certificates.
    pub fn candidates(&self, pin: Option<String>, profile: Vec<Setting>) -> Result<Vec<Arc<Candidate>>> {
        let (pin, profile) = (secret_of(pin), profile_of(&profile)?);
        Ok(shared(self.module.candidates(&self.query, pin.as_ref(), &profile, UnixTime::now())?))
    }
}
