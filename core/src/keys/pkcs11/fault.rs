//! What a module's error means.

use cryptoki::error::{Error as Pkcs11Error, RvError};

use crate::error::{Code, Error};

/// While a token is looked at or logged in to.
pub(super) fn of(error: Pkcs11Error) -> Error {
    Error::new(code(&error, Code::KeyStore)).with_source(error)
}

/// While a key signs.
pub(super) fn signing(error: Pkcs11Error) -> Error {
    Error::new(code(&error, Code::KeySign)).with_source(error)
}

pub(super) fn store(detail: &'static str) -> Error {
    Error::new(Code::KeyStore).with_detail(detail)
}

fn code(error: &Pkcs11Error, other: Code) -> Code {
    match error {
        Pkcs11Error::Pkcs11(
            RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange | RvError::UserNotLoggedIn,
            _,
        ) => Code::KeyPin,
        Pkcs11Error::Pkcs11(RvError::PinLocked | RvError::PinExpired | RvError::UserPinNotInitialized, _) => {
            Code::KeyPinLocked
        }
        _ => other,
    }
}
