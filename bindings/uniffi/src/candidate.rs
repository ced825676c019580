//! Certificates that an office could use.

use std::sync::Arc;

use cplink::keys::{self, CertificateKind, UnixTime};
use cplink::secret::Secret;

use crate::failure::{Result, misuse};
use crate::keys::Signer;
use crate::setting::{Setting, profile_of};

/// A certificate that could be used.
#[derive(uniffi::Object)]
pub struct Candidate(keys::Candidate);

/// What is known of it.
#[derive(uniffi::Record)]
pub struct CandidateFacts {
    /// The subject as RFC 4514 writes it; empty where a password hides it.
    pub subject: String,
    /// The office number, where it could be read.
    pub office_number: Option<String>,
    /// The office's name.
    pub organization: Option<String>,
    /// The kind's id.
    pub kind: Option<String>,
    /// The kind's Japanese name.
    pub kind_ja: Option<String>,
    /// Valid from, in seconds.
    pub not_before: Option<u64>,
    /// Valid to, in seconds.
    pub not_after: Option<u64>,
    /// `usable`, `locked` or `missing`.
    pub key_state: String,
    /// `file` or `token`.
    pub place: String,
    /// The file's path or the token's label.
    pub place_name: String,
    /// Why it cannot be used.
    pub problem: Option<i32>,
    /// How close its end is.
    pub notice: Option<String>,
    /// The same in Japanese.
    pub notice_ja: Option<String>,
    /// The SHA-256.
    pub fingerprint: Vec<u8>,
}

#[uniffi::export]
impl Candidate {
    /// What is known of it.
    pub fn facts(&self) -> CandidateFacts {
        let (one, identity) = (&self.0, self.0.identity.as_ref());
        CandidateFacts {
            subject: one.subject.clone(),
            office_number: identity.map(|identity| identity.office_number.clone()),
            organization: identity.and_then(|identity| identity.organization.clone()),
            kind: identity.map(|identity| identity.kind.id().to_owned()),
            kind_ja: identity.map(|identity| identity.kind.name_ja().to_owned()),
            not_before: identity.map(|identity| identity.not_before.as_secs()),
            not_after: identity.map(|identity| identity.not_after.as_secs()),
            key_state: one.key.id().to_owned(),
            place: one.place.id().to_owned(),
            place_name: one.place.name(),
            problem: one.problem.map(|code| code as i32),
            notice: one.notice.map(|notice| notice.id().to_owned()),
            notice_ja: one.notice.map(|notice| notice.message_ja().to_owned()),
            fingerprint: one.fingerprint.to_vec(),
        }
    }

    /// Opens the key.
    pub fn open(&self, secret: Option<String>) -> Result<Arc<Signer>> {
        Ok(Arc::new(Signer(self.0.open(secret_of(secret).as_ref())?)))
    }
}

pub(crate) fn secret_of(text: Option<String>) -> Option<Secret> {
    text.map(|text| Secret::new(text.into_bytes()))
}

pub(crate) fn shared(list: Vec<keys::Candidate>) -> Vec<Arc<Candidate>> {
    list.into_iter().map(|one| Arc::new(Candidate(one))).collect()
}

/// Lists the key files of a folder.
#[uniffi::export]
pub fn candidates_in_folder(
    folder: String,
    password: Option<String>,
    profile: Vec<Setting>,
) -> Result<Vec<Arc<Candidate>>> {
    let password = secret_of(password);
    Ok(shared(keys::in_folder(folder.as_ref(), password.as_ref(), &profile_of(&profile)?, UnixTime::now())?))
}

/// The place in the list of the one to use.
#[uniffi::export]
pub fn choose_candidate(list: Vec<Arc<Candidate>>, office: Option<String>, kind: Option<String>) -> Result<u64> {
    let known = |id: String| {
        CertificateKind::from_id(&id)
            .ok_or_else(|| misuse("kind: not a kind of certificate", "引数 kind は証明書の種類ではありません。"))
    };
    let kind = kind.map(known).transpose()?;
    let chosen = keys::choose(list.iter().map(|one| &one.0), office.as_deref(), kind)?;
    let place = list.iter().position(|one| std::ptr::eq(&one.0, chosen));
    place
        .and_then(|place| u64::try_from(place).ok())
        .ok_or_else(|| misuse("no such certificate", "その証明書は一覧にありません。"))
}
