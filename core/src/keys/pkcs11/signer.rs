//! A signer over a key of a token.

use std::sync::{Mutex, PoisonError};

use cryptoki::error::{Error as Pkcs11Error, RvError};
use cryptoki::mechanism::rsa::{PkcsMgfType, PkcsPssParams};
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::object::ObjectHandle;
use cryptoki::session::{Session, UserType};
use cryptoki::types::RawAuthPin;
use rustls::SignatureScheme;
use rustls::pki_types::CertificateDer;

use super::object::{self, Held, Object};
use super::{Pkcs11Module, Pkcs11Query, Pkcs11Token, fault};
use crate::error::{Code, Error, Result};
use crate::keys::chain::Certificates;
use crate::keys::parse::parse;
use crate::keys::{Signer, external, is_pkcs1, usage};
use crate::secret::Secret;

/// A key on a token with its certificate. The key never leaves the token; what is signed is hashed
/// here, so that only a digest goes there. One session, used by one thread at a time.
pub struct Pkcs11Signer {
    session: Mutex<Session>,
    key: ObjectHandle,
    chain: Vec<CertificateDer<'static>>,
    schemes: Vec<SignatureScheme>,
}

impl Pkcs11Module {
    /// Opens the one key that the query asks for.
    ///
    /// The login counts for the whole process, as PKCS#11 has it: while one signer of a token is
    /// open, another one of the same token is not asked for its PIN again.
    ///
    /// # Errors
    /// [`Code::KeyStore`], [`Code::KeyPin`], [`Code::KeyPinLocked`], [`Code::KeyNotFound`] where no
    /// key or more than one fits, [`Code::KeyMissing`] where the certificate is there without its key,
    /// [`Code::KeyUnsupported`].
    pub fn open(&self, query: &Pkcs11Query, pin: Option<&Secret>) -> Result<Pkcs11Signer> {
        let token = self.token(query)?;
        let session = self.session(&token, pin)?;
        let held = object::certificates(&session)?;
        let keys = object::private_keys(&session)?;
        let (key, leaf) = choose(query, &keys, &held)?;
        if object::always_asks(&session, key)? {
            return Err(Error::new(Code::KeyUnsupported).with_detail("the key needs its PIN for every signature"));
        }
        let schemes = self.schemes(&token, &leaf)?;
        let known: Vec<_> = held.iter().map(|held| &held.der).chain(&query.chain).cloned().collect();
        let chain = in_order(&leaf, known);
        let signer = Pkcs11Signer { key: key.handle, session: Mutex::new(session), chain, schemes };
        // Tells at once where id and label led to the key of another certificate.
        signer.sign(first(&signer.schemes)?, b"CarePlanLink")?;
        Ok(signer)
    }

    /// A session that is logged in where the token wants it.
    pub(super) fn session(&self, token: &Pkcs11Token, pin: Option<&Secret>) -> Result<Session> {
        let session = self.0.open_ro_session(token.at).map_err(fault::of)?;
        let done = match (pin, token.pin_on_device) {
            _ if !token.needs_pin => Ok(()),
            (Some(pin), false) => {
                session.login_with_raw(UserType::User, &RawAuthPin::new(Box::new(pin.expose().to_vec())))
            }
            (_, true) => session.login(UserType::User, None),
            (None, false) => return Err(Error::new(Code::KeyPin).with_detail("the token needs a PIN")),
        };
        match done {
            Ok(()) | Err(Pkcs11Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
            Err(error) => Err(fault::of(error)),
        }
    }

    /// What the certificate's key and the token's mechanisms have in common.
    fn schemes(&self, token: &Pkcs11Token, leaf: &CertificateDer<'_>) -> Result<Vec<SignatureScheme>> {
        let mechanisms = self.0.get_mechanism_list(token.at).map_err(fault::of)?;
        let schemes = external::schemes_of(leaf)?.iter().copied();
        let can =
            |scheme: &SignatureScheme| mechanism(*scheme).is_ok_and(|one| mechanisms.contains(&one.mechanism_type()));
        Ok(schemes.filter(can).collect())
    }
}

fn first(schemes: &[SignatureScheme]) -> Result<SignatureScheme> {
    let none = || Error::new(Code::KeyUnsupported).with_detail("the token has no mechanism for this key");
    schemes.first().copied().ok_or_else(none)
}

/// The one key that fits, with its certificate.
fn choose<'a>(query: &Pkcs11Query, keys: &'a [Object], held: &[Held]) -> Result<(&'a Object, CertificateDer<'static>)> {
    let mut fitting = Vec::new();
    let mut without_key = false;
    match query.chain.first() {
        Some(leaf) => {
            let on_token = held.iter().find(|held| held.der == *leaf);
            for key in keys.iter().filter(|key| query.fits_id(key)) {
                let by_certificate = on_token.is_some_and(|held| held.object.id == key.id);
                let told = query.key_id.is_some() || query.key_label.is_some() && query.fits_label(key);
                if by_certificate || on_token.is_none() && told {
                    fitting.push((key, leaf.clone()));
                }
            }
            without_key = on_token.is_some();
        }
        None => {
            for held in held.iter().filter(|held| query.fits_id(&held.object) && is_leaf(&held.der)) {
                let key = keys.iter().find(|key| key.id == held.object.id);
                match key {
                    Some(key) if query.fits_label(&held.object) || query.fits_label(key) => {
                        fitting.push((key, held.der.clone()));
                    }
                    None if query.fits_label(&held.object) => without_key = true,
                    _ => {}
                }
            }
        }
    }
    match (fitting.len(), fitting.pop()) {
        (1, Some(one)) => Ok(one),
        (0, _) if without_key => Err(Error::new(Code::KeyMissing)),
        (0, _) => Err(Error::new(Code::KeyNotFound).with_detail("no key of the token fits")),
        _ => Err(Error::new(Code::KeyNotFound).with_detail("more than one key of the token fits")),
    }
}

/// Tokens hold the authorities' certificates too.
fn is_leaf(der: &CertificateDer<'_>) -> bool {
    parse(der).is_ok_and(|certificate| !usage::is_authority(&certificate))
}

/// The chain of the leaf, in order, out of all certificates known.
fn in_order(leaf: &CertificateDer<'_>, known: Vec<CertificateDer<'static>>) -> Vec<CertificateDer<'static>> {
    let mut all = vec![leaf.clone().into_owned()];
    all.extend(known.into_iter().filter(|one| one != leaf));
    Certificates::parse(&all).chain(0)
}

impl Signer for Pkcs11Signer {
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
        let input = if is_pkcs1(scheme) { external::digest_info(&digest) } else { digest.as_ref().to_vec() };
        let signature = {
            let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
            session.sign(&mechanism(scheme)?, self.key, &input).map_err(fault::signing)?
        };
        external::checked(leaf, scheme, message, signature)
    }
}

/// The mechanism that signs a digest of ours.
fn mechanism(scheme: SignatureScheme) -> Result<Mechanism<'static>> {
    let pss = |hash_alg, mgf, length: usize| {
        let length = length.try_into().map_err(|_| Error::new(Code::KeyUnsupported))?;
        Ok(Mechanism::RsaPkcsPss(PkcsPssParams { hash_alg, mgf, s_len: length }))
    };
    match scheme {
        _ if is_pkcs1(scheme) => Ok(Mechanism::RsaPkcs),
        SignatureScheme::RSA_PSS_SHA256 => pss(MechanismType::SHA256, PkcsMgfType::MGF1_SHA256, 32),
        SignatureScheme::RSA_PSS_SHA384 => pss(MechanismType::SHA384, PkcsMgfType::MGF1_SHA384, 48),
        SignatureScheme::RSA_PSS_SHA512 => pss(MechanismType::SHA512, PkcsMgfType::MGF1_SHA512, 64),
        SignatureScheme::ECDSA_NISTP256_SHA256 | SignatureScheme::ECDSA_NISTP384_SHA384 => Ok(Mechanism::Ecdsa),
        _ => Err(Error::new(Code::KeyUnsupported)),
    }
}
