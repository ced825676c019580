//! Keys on a PKCS#11 token: HSMs, smart cards and USB tokens, over the maker's module.

mod fault;
mod list;
mod object;
mod query;
mod signer;
mod token;

pub use query::Pkcs11Query;
pub use signer::Pkcs11Signer;
pub use token::Pkcs11Token;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error as Pkcs11Error, RvError};

use crate::error::{Code, Error, Result};

/// The modules of this process, by the path they were asked for. A module is initialised once for a process;
/// two threads that do it at once spoil its state.
static LOADED: Mutex<Vec<(PathBuf, Pkcs11)>> = Mutex::new(Vec::new());

/// A loaded PKCS#11 module. Load it once and clone it: clones share it, on any thread.
///
/// A module keeps its state for the whole process and may have threads of its own, so it stays
/// loaded until the process ends.
#[derive(Clone)]
pub struct Pkcs11Module(Pkcs11);

impl Pkcs11Module {
    /// Loads the maker's module (`.so`, `.dll`). Whoever sets the path runs code in this process.
    ///
    /// # Errors
    /// [`Code::KeyStore`] where it is no PKCS#11 module or does not start.
    pub fn load(path: &Path) -> Result<Self> {
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        let known = loaded.iter().find(|(at, _)| at == path).map(|(_, module)| module.clone());
        let module = match &known {
            Some(module) => module.clone(),
            // The cause names the path, which may name a user.
            None => Pkcs11::new(path).map_err(|_| fault::store("the PKCS#11 module cannot be loaded"))?,
        };
        match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            // The host may use the same module, and may have ended it since.
            Ok(()) | Err(Pkcs11Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(error) => return Err(fault::of(error)),
        }
        if known.is_none() {
            loaded.push((path.to_owned(), module.clone()));
        }
        Ok(Self(module))
    }

    /// The tokens that are there.
    ///
    /// # Errors
    /// [`Code::KeyStore`].
    pub fn tokens(&self) -> Result<Vec<Pkcs11Token>> {
        let slots = self.0.get_slots_with_initialized_token().map_err(fault::of)?;
        let mut tokens = Vec::with_capacity(slots.len());
        for slot in slots {
            let info = match self.0.get_token_info(slot) {
                Ok(info) => info,
                // Pulled out since.
                Err(Pkcs11Error::Pkcs11(RvError::TokenNotPresent | RvError::DeviceRemoved, _)) => continue,
                Err(error) => return Err(fault::of(error)),
            };
            tokens.push(Pkcs11Token::new(slot, &info));
        }
        Ok(tokens)
    }

    /// The one token that the query asks for.
    fn token(&self, query: &Pkcs11Query) -> Result<Pkcs11Token> {
        let mut found = self.tokens()?.into_iter().filter(|token| query.fits_token(token));
        match (found.next(), found.next()) {
            (Some(token), None) => Ok(token),
            (None, _) => Err(fault::store("there is no such token")),
            (Some(_), Some(_)) => Err(Error::new(Code::KeyStore).with_detail("more than one token fits")),
        }
    }
}
