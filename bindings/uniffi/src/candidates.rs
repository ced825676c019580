//! Certificates that an office could use.

use std::sync::Arc;

use cplink::keys::{self, CertificateKind, UnixTime};
use cplink::secret::Secret;
use cplink_values as values;

use crate::failure::{Result, misuse};
use crate::generated::Candidate;
use crate::keys::Signer;
use crate::number::{index, signed};
use crate::setting::{Setting, profile_of};

/// A list of certificates.
#[derive(uniffi::Object)]
pub struct Candidates(Vec<keys::Candidate>);

#[uniffi::export]
impl Candidates {
    /// Those in the key files of a folder.
    #[uniffi::constructor]
    pub fn in_folder(folder: String, password: Option<String>, profile: Vec<Setting>) -> Result<Arc<Self>> {
        let password = secret_of(password);
        let found = keys::in_folder(folder.as_ref(), password.as_ref(), &profile_of(&profile)?, UnixTime::now())?;
        Ok(Arc::new(Self(found)))
    }

    /// Those in the Windows certificate store.
    #[uniffi::constructor]
    pub fn in_windows_store(store: String, profile: Vec<Setting>) -> Result<Arc<Self>> {
        Ok(Arc::new(Self(of_windows(&store, &profile_of(&profile)?)?)))
    }

    /// What is known of each.
    pub fn items(&self) -> Vec<Candidate> {
        self.0.iter().map(|one| values::Candidate::from(one).into()).collect()
    }

    /// The place of the one to use.
    pub fn choose(&self, office_number: Option<String>, kind: Option<String>) -> Result<i64> {
        let known = |id: String| {
            CertificateKind::from_id(&id)
                .ok_or_else(|| misuse("kind: not a kind of certificate", "引数 kind は証明書の種類ではありません。"))
        };
        let chosen = keys::choose(&self.0, office_number.as_deref(), kind.map(known).transpose()?)?;
        self.0.iter().position(|one| std::ptr::eq(one, chosen)).map(signed).ok_or_else(no_candidate)
    }

    /// Opens a key.
    pub fn open(&self, place: i64, secret: Option<String>) -> Result<Arc<Signer>> {
        let one = self.0.get(index(place)).ok_or_else(no_candidate)?;
        Ok(Arc::new(Signer(one.open(secret_of(secret).as_ref())?)))
    }
}

impl Candidates {
    pub(crate) fn of(list: Vec<keys::Candidate>) -> Arc<Self> {
        Arc::new(Self(list))
    }
}

fn no_candidate() -> crate::failure::Failure {
    misuse("no such certificate", "その証明書は一覧にありません。")
}

pub(crate) fn secret_of(text: Option<String>) -> Option<Secret> {
    text.map(|text| Secret::new(text.into_bytes()))
}

#[cfg(windows)]
fn of_windows(store: &str, profile: &keys::SubjectProfile) -> Result<Vec<keys::Candidate>> {
    let store = match store {
        "current_user" => keys::WindowsStore::CurrentUser,
        "local_machine" => keys::WindowsStore::LocalMachine,
        _ => {
            return Err(misuse(
                "store: current_user or local_machine",
                "引数 store は current_user または local_machine で指定してください。",
            ));
        }
    };
    Ok(store.candidates(profile, UnixTime::now())?)
}

#[cfg(not(windows))]
fn of_windows(_: &str, _: &keys::SubjectProfile) -> Result<Vec<keys::Candidate>> {
    let error = cplink::Error::new(cplink::Code::KeyStore);
    Err(error.with_detail("the Windows certificate store is on Windows only").into())
}
