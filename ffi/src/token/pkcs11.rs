//! The module and the query, or their absence where PKCS#11 is left out.

#[cfg(all(feature = "pkcs11", not(all(windows, target_arch = "x86"))))]
pub(crate) use present::Token;
#[cfg(all(test, feature = "pkcs11", not(all(windows, target_arch = "x86"))))]
pub(crate) use present::narrowed;

#[cfg(not(all(feature = "pkcs11", not(all(windows, target_arch = "x86")))))]
pub(crate) use absent::Token;

#[cfg(all(feature = "pkcs11", not(all(windows, target_arch = "x86"))))]
mod present {
    use crate::layout::wrong;
    use cplink::Result;
    use cplink::keys::{Candidate, Pkcs11Module, Pkcs11Query, Signer, SubjectProfile, UnixTime, certificates_of_pem};
    use cplink::secret::Secret;
    use std::path::Path;
    use std::sync::Arc;

    pub(crate) struct Token {
        module: Pkcs11Module,
        query: Pkcs11Query,
    }

    impl Token {
        pub(crate) fn load(path: &Path) -> Result<Self> {
            Ok(Self { module: Pkcs11Module::load(path)?, query: Pkcs11Query::new() })
        }

        pub(crate) fn set(&mut self, key: &str, value: &str) -> Result<()> {
            self.query = narrowed(self.query.clone(), key, value)?;
            Ok(())
        }

        pub(crate) fn open(&self, pin: Option<&Secret>) -> Result<Arc<dyn Signer>> {
            Ok(Arc::new(self.module.open(&self.query, pin)?))
        }

        pub(crate) fn candidates(&self, pin: Option<&Secret>, profile: &SubjectProfile) -> Result<Vec<Candidate>> {
            self.module.candidates(&self.query, pin, profile, UnixTime::now())
        }
    }

    /// The query with one more property of what is selected.
    pub(crate) fn narrowed(query: Pkcs11Query, key: &str, value: &str) -> Result<Pkcs11Query> {
        Ok(match key {
            "label" => query.with_token_label(value),
            "serial" => query.with_token_serial(value),
            "slot" => query.with_slot(value.parse().map_err(|_| wrong("the slot is no number"))?),
            "key_label" => query.with_key_label(value),
            "key_id" => query
                .with_key_id(base16ct::mixed::decode_vec(value).map_err(|_| wrong("the key's id is not hexadecimal"))?),
            "chain_pem" => query.with_chain(certificates_of_pem(value.as_bytes())?),
            _ => return Err(wrong("a token has no such property")),
        })
    }
}

#[cfg(not(all(feature = "pkcs11", not(all(windows, target_arch = "x86")))))]
mod absent {
    use cplink::keys::{Candidate, Signer, SubjectProfile};
    use cplink::secret::Secret;
    use cplink::{Code, Error, Result};
    use std::path::Path;
    use std::sync::Arc;

    /// There is none.
    pub(crate) enum Token {}

    impl Token {
        pub(crate) fn load(_: &Path) -> Result<Self> {
            Err(Error::new(Code::KeyStore).with_detail("this library was built without PKCS#11"))
        }

        pub(crate) fn set(&mut self, _: &str, _: &str) -> Result<()> {
            match *self {}
        }

        pub(crate) fn open(&self, _: Option<&Secret>) -> Result<Arc<dyn Signer>> {
            match *self {}
        }

        pub(crate) fn candidates(&self, _: Option<&Secret>, _: &SubjectProfile) -> Result<Vec<Candidate>> {
            match *self {}
        }
    }
}
