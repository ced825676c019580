//! Where an office's key is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::UnixTime;

use crate::error::{Code, Error, Result};
use crate::keys::candidate::open_key_file;
use crate::keys::{FileSigner, Signer, SubjectProfile, choose, in_folder};
use crate::secret::Secret;

/// Where an office's key is, and the password or PIN that opens it. Nothing is read before [`open`](Self::open).
///
/// As text it is one of
///
/// - a path of a key file: PKCS#12 or PEM; of a certificate with its key beside it (`.crt` and `.key`); of a folder with
///   one office's files, of which the best is chosen;
/// - `store:` for the user's Windows certificate store, with the office number behind it where there are several;
///   `store:local_machine/` and perhaps the number for that of the machine;
/// - `pkcs11:token=…;object=…?module-path=…` for a token (RFC 7512, with `token`, `serial`, `slot-id`, `object`, `id`).
pub struct KeySource {
    place: Place,
    secret: Option<Secret>,
}

enum Place {
    Text(String),
    File(PathBuf),
    Signer(Arc<dyn Signer>),
}

impl KeySource {
    /// What the text names.
    pub fn new(text: impl Into<String>) -> Self {
        Self { place: Place::Text(text.into()), secret: None }
    }

    /// A key file, or a folder of key files.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self { place: Place::File(path.into()), secret: None }
    }

    /// Sets the file's password or the token's PIN. The Windows store asks for one by itself.
    pub fn with_password(mut self, password: impl Into<Secret>) -> Self {
        self.secret = Some(password.into());
        self
    }

    /// Opens the key. Of several certificates it is the one that [`choose`] finds.
    ///
    /// # Errors
    /// [`Code::KeyPlace`] where the text cannot be understood; [`Code::FileRead`], [`Code::KeyPassword`] and the others of
    /// [`FileSigner::open`]; [`Code::KeyStore`], [`Code::KeyPin`], [`Code::KeyNotFound`] and the others of [`choose`].
    pub fn open(&self, profile: &SubjectProfile) -> Result<Arc<dyn Signer>> {
        match &self.place {
            Place::Signer(signer) => Ok(Arc::clone(signer)),
            Place::File(path) => self.open_file(path, profile),
            Place::Text(text) => match text.split_once(':') {
                Some(("store", rest)) => of_store(rest, profile),
                Some(("pkcs11", rest)) => of_token(rest, self.secret.as_ref()),
                _ if text.is_empty() => Err(Error::new(Code::KeyPlace).with_detail("it is empty")),
                _ => self.open_file(Path::new(text), profile),
            },
        }
    }

    fn open_file(&self, path: &Path, profile: &SubjectProfile) -> Result<Arc<dyn Signer>> {
        let (now, secret) = (UnixTime::now(), self.secret.as_ref());
        if path.is_dir() {
            let candidates = in_folder(path, secret, profile, now)?;
            return choose(&candidates, None, None)?.open(secret);
        }
        let named = |error: Error| error.in_file(path.display().to_string());
        let pairs = open_key_file(path, secret).and_then(|file| file.pairs(now)).map_err(named)?;
        let pair = pairs.into_iter().next().ok_or_else(|| named(Error::new(Code::KeyFile)))?;
        Ok(Arc::new(FileSigner::of(pair)))
    }
}

impl From<&str> for KeySource {
    /// What the text names, without a password.
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<(&str, &str)> for KeySource {
    /// What the text names, and its password or PIN.
    fn from((text, password): (&str, &str)) -> Self {
        Self::new(text).with_password(password)
    }
}

impl<T: Signer + 'static> From<Arc<T>> for KeySource {
    /// A key that is open.
    fn from(signer: Arc<T>) -> Self {
        Self { place: Place::Signer(signer), secret: None }
    }
}

impl From<Arc<dyn Signer>> for KeySource {
    /// A key that is open.
    fn from(signer: Arc<dyn Signer>) -> Self {
        Self { place: Place::Signer(signer), secret: None }
    }
}

/// `[local_machine/][office number]`.
#[cfg(windows)]
fn of_store(text: &str, profile: &SubjectProfile) -> Result<Arc<dyn Signer>> {
    use crate::keys::{WindowsStore, is_office_number};

    let (store, office) = match text.strip_prefix("local_machine/") {
        Some(office) => (WindowsStore::LocalMachine, office),
        None => (WindowsStore::CurrentUser, text),
    };
    if !office.is_empty() && !is_office_number(office) {
        return Err(Error::new(Code::KeyPlace).with_detail("behind `store:` is an office number"));
    }
    let candidates = store.candidates(profile, UnixTime::now())?;
    choose(&candidates, Some(office).filter(|office| !office.is_empty()), None)?.open(None)
}

#[cfg(not(windows))]
fn of_store(_: &str, _: &SubjectProfile) -> Result<Arc<dyn Signer>> {
    Err(Error::new(Code::KeyStore).with_detail("only Windows has a certificate store"))
}

#[cfg(all(feature = "pkcs11", not(all(windows, target_arch = "x86"))))]
fn of_token(uri: &str, pin: Option<&Secret>) -> Result<Arc<dyn Signer>> {
    let (module, query) = super::pkcs11_uri::read(uri)?;
    Ok(Arc::new(crate::keys::Pkcs11Module::load(&module)?.open(&query, pin)?))
}

#[cfg(not(all(feature = "pkcs11", not(all(windows, target_arch = "x86")))))]
fn of_token(_: &str, _: Option<&Secret>) -> Result<Arc<dyn Signer>> {
    Err(Error::new(Code::KeyStore).with_detail("this library was built without PKCS#11"))
}
