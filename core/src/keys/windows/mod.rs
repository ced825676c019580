//! Keys of the Windows certificate store, exportable or not, of CNG and of the older CAPI alike.

mod native;
mod store;

use std::sync::Arc;

use rustls::SignatureScheme;
use rustls::pki_types::{CertificateDer, UnixTime};

pub use self::store::WindowsStore;

use self::native::{Context, Key};
use super::candidate::{Candidate, KeyState, Place};
use super::chain::Certificates;
use super::parse::parse;
use super::{Signer, SubjectProfile, external, is_pkcs1, usage};
use crate::error::{Code, Error, Result};

impl WindowsStore {
    /// Lists the personal certificates of the store. No key is opened, so no PIN is asked for.
    ///
    /// # Errors
    /// [`Code::KeyStore`] where the store cannot be read.
    pub fn candidates(self, profile: &SubjectProfile, now: UnixTime) -> Result<Vec<Candidate>> {
        let mut found = Vec::new();
        for context in native::certificates(self, "MY")? {
            let state = if context.has_key() { KeyState::Usable } else { KeyState::Missing };
            let der = context.der();
            let context = Arc::new(context);
            let open = move |_: Option<&_>| {
                WindowsSigner::new(self, &context).map(|signer| Arc::new(signer) as Arc<dyn Signer>)
            };
            let place = Place::WindowsStore(self);
            found.extend(Candidate::of(&der, profile, now, (state, place), Box::new(open)));
        }
        Ok(found)
    }
}

/// A key of the store with its certificate. Windows asks for a PIN by itself, where there is one.
pub struct WindowsSigner {
    key: Key,
    chain: Vec<CertificateDer<'static>>,
    schemes: Vec<SignatureScheme>,
}

impl WindowsSigner {
    fn new(store: WindowsStore, context: &Context) -> Result<Self> {
        let leaf = context.der();
        let possible = external::schemes_of(&leaf)?.iter().copied();
        let key = context.key()?;
        // CAPI pads in the one old way.
        let schemes: Vec<_> = possible.filter(|scheme| key.is_cng() || is_pkcs1(*scheme)).collect();
        if schemes.is_empty() {
            return Err(Error::new(Code::KeyUnsupported).with_detail("the key's provider signs in no known scheme"));
        }
        Ok(Self { key, chain: in_order(store, leaf), schemes })
    }
}

/// The chain, out of the store's intermediate authorities.
fn in_order(store: WindowsStore, leaf: CertificateDer<'static>) -> Vec<CertificateDer<'static>> {
    let mut all = vec![leaf];
    for name in ["CA", "MY"] {
        // Without intermediates the verifier may still know them.
        for context in native::certificates(store, name).unwrap_or_default() {
            let der = context.der();
            if !all.contains(&der) && parse(&der).is_ok_and(|one| usage::is_authority(&one)) {
                all.push(der);
            }
        }
    }
    Certificates::parse(&all).chain(0)
}

impl Signer for WindowsSigner {
    fn chain(&self) -> &[CertificateDer<'static>] {
        &self.chain
    }

    fn schemes(&self) -> &[SignatureScheme] {
        &self.schemes
    }

    fn sign(&self, scheme: SignatureScheme, message: &[u8]) -> Result<Vec<u8>> {
        let (true, Some(leaf)) = (self.schemes.contains(&scheme), self.chain.first()) else {
            return Err(Error::new(Code::KeyUnsupported).with_detail("the key does not sign in this scheme"));
        };
        let digest = external::digest(scheme, message)?;
        let signature = self.key.sign(scheme, digest.as_ref())?;
        external::checked(leaf, scheme, message, signature)
    }
}
