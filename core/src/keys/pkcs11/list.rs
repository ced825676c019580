//! Candidates on tokens.

use std::sync::Arc;

use rustls::pki_types::UnixTime;

use super::object::{self, Held};
use super::{Pkcs11Module, Pkcs11Query, Pkcs11Token};
use crate::error::{Code, Error, Result};
use crate::keys::candidate::{Candidate, KeyState, Place};
use crate::keys::{Signer, SubjectProfile};
use crate::secret::Secret;

impl Pkcs11Module {
    /// Lists the certificates on the tokens that the query fits. Without a PIN it is seen which
    /// certificates there are, but not whether their keys are.
    ///
    /// # Errors
    /// [`Code::KeyStore`], [`Code::KeyPin`], [`Code::KeyPinLocked`]; [`Code::Setting`] where a PIN
    /// is given and several tokens fit, as each would count it as a wrong one.
    pub fn candidates(
        &self,
        query: &Pkcs11Query,
        pin: Option<&Secret>,
        profile: &SubjectProfile,
        now: UnixTime,
    ) -> Result<Vec<Candidate>> {
        let tokens: Vec<_> = self.tokens()?.into_iter().filter(|token| query.fits_token(token)).collect();
        if pin.is_some() && tokens.len() > 1 {
            return Err(Error::new(Code::Setting).with_detail("a PIN is for one token: name it"));
        }
        let mut found = Vec::new();
        for token in tokens {
            self.on_token(&token, pin, |held, state| {
                found.extend(self.candidate(&token, held, state, profile, now));
            })?;
        }
        Ok(found)
    }

    fn on_token(&self, token: &Pkcs11Token, pin: Option<&Secret>, mut each: impl FnMut(Held, KeyState)) -> Result<()> {
        let open = pin.is_some() || !token.needs_pin;
        let session = if open {
            self.session(token, pin)?
        } else {
            self.0.open_ro_session(token.at).map_err(super::fault::of)?
        };
        let keys = object::private_keys(&session)?;
        for held in object::certificates(&session)? {
            let state = if keys.iter().any(|key| key.id == held.object.id) {
                KeyState::Usable
            } else if open {
                KeyState::Missing
            } else {
                KeyState::Locked
            };
            each(held, state);
        }
        Ok(())
    }

    fn candidate(
        &self,
        token: &Pkcs11Token,
        held: Held,
        state: KeyState,
        profile: &SubjectProfile,
        now: UnixTime,
    ) -> Option<Candidate> {
        let place = Place::Token { label: token.label.clone(), serial: token.serial.clone() };
        let query = Pkcs11Query::new()
            .with_token_label(&token.label)
            .with_token_serial(&token.serial)
            .with_chain(vec![held.der.clone()]);
        let module = self.clone();
        let open = move |pin: Option<&Secret>| Ok(Arc::new(module.open(&query, pin)?) as Arc<dyn Signer>);
        Candidate::of(&held.der, profile, now, (state, place), Box::new(open))
    }
}
