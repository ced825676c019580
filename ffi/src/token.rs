//! A PKCS#11 module, and which token and key of it.

pub(crate) mod pkcs11;

use crate::boundary::Handle;
use cplink::Result;
use pkcs11::Token;
use std::path::Path;

/// A loaded PKCS#11 module, and which token and key are selected.
pub struct cpl_token(pub(crate) Handle<Token>);

pub(crate) fn new(module: &str) -> Result<cpl_token> {
    Ok(cpl_token(Handle::new(Token::load(Path::new(module))?)))
}

pub(crate) fn set(token: &cpl_token, key: &str, value: &str) -> Result<()> {
    token.0.write()?.set(key, value)?;
    Ok(())
}
