//! Signer and trust.

use std::sync::Arc;

use cplink::keys::{self, CertificateDer, FileSigner, HostSigner, SignatureScheme, SubjectProfile, UnixTime};
use cplink::secret::Secret;
use cplink::{Code, Error};

use crate::failure::{Result, misuse};
use crate::number::signed;
use crate::setting::{Setting, profile_of};
use crate::source::Source;

/// A key with its certificate.
#[derive(uniffi::Object)]
pub struct Signer(pub(crate) Arc<dyn keys::Signer>);

#[uniffi::export]
impl Signer {
    /// From a PKCS#12 file.
    #[uniffi::constructor]
    pub fn from_pkcs12(source: Source, password: String) -> Result<Arc<Self>> {
        let password = Secret::new(password.into_bytes());
        Ok(Arc::new(Self(Arc::new(source.parse(|file| FileSigner::from_pkcs12(file, &password))?))))
    }

    /// From a PEM text.
    #[uniffi::constructor]
    pub fn from_pem(source: Source, password: Option<String>) -> Result<Arc<Self>> {
        let password = password.map(|password| Secret::new(password.into_bytes()));
        Ok(Arc::new(Self(Arc::new(source.parse(|file| FileSigner::from_pem(file, password.as_ref()))?))))
    }
}

/// A key that the host keeps.
#[uniffi::export(callback_interface)]
pub trait HostKey: Send + Sync {
    /// Signs the message, or its digest where that was asked for; `None` where it did not. It must not
    /// raise.
    fn sign(&self, scheme: i32, bytes: Vec<u8>) -> Option<Vec<u8>>;
}

#[uniffi::export]
impl Signer {
    /// From a key that the host keeps: `chain` is PEM, `schemes` numbers of the TLS registry.
    #[uniffi::constructor]
    pub fn from_host(chain: Source, schemes: Vec<i32>, digests: bool, key: Box<dyn HostKey>) -> Result<Arc<Self>> {
        let chain = chain_of(&chain.read()?)?;
        if chain.is_empty() {
            return Err(misuse("chain: there is no certificate", "引数 chain に証明書がありません。"));
        }
        let schemes = schemes.into_iter().map(scheme_of).collect::<Result<Vec<_>>>()?;
        let sign = move |scheme: SignatureScheme, bytes: &[u8]| {
            key.sign(u16::from(scheme).into(), bytes.to_vec()).ok_or_else(|| Error::new(Code::KeySign))
        };
        let signer = if digests {
            HostSigner::of_digests(chain, &schemes, sign)
        } else {
            HostSigner::of_messages(chain, &schemes, sign)
        };
        Ok(Arc::new(Self(Arc::new(signer?))))
    }

    /// Whose certificate it is, for a log.
    pub fn facts(&self) -> SignerFacts {
        let first = self.0.chain().first();
        let identity = first.and_then(|first| keys::identify(first, &SubjectProfile::default()).ok());
        SignerFacts {
            office_number: identity.as_ref().map(|identity| identity.office_number.clone()),
            kind: identity.as_ref().map(|identity| identity.kind.id().to_owned()),
            not_after: identity.map(|identity| signed(identity.not_after.as_secs())),
        }
    }

    /// Checks the certificate before anything is sent.
    pub fn check(&self, trust: Arc<Trust>, office_number: Option<String>) -> Result<()> {
        trust.0.check(&*self.0, office_number.as_deref(), UnixTime::now())?;
        Ok(())
    }
}

/// Whose certificate a signer has; nothing where another profile is needed to read it.
#[derive(uniffi::Record)]
pub struct SignerFacts {
    /// The office number.
    pub office_number: Option<String>,
    /// The kind's id.
    pub kind: Option<String>,
    /// Valid to, in seconds.
    pub not_after: Option<i64>,
}

fn scheme_of(number: i32) -> Result<SignatureScheme> {
    let number = u16::try_from(number).map_err(|_| {
        misuse(
            "schemes: a number of the TLS registry has 16 bits",
            "引数 schemes はTLSの署名方式の番号で指定してください。",
        )
    })?;
    Ok(SignatureScheme::from(number))
}

/// The certificates of a PEM text.
pub(crate) fn chain_of(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>> {
    Ok(keys::certificates_of_pem(pem)?)
}

/// Trusted authorities and revocation lists.
#[derive(uniffi::Object)]
pub struct Trust(pub(crate) keys::Trust);

#[uniffi::export]
impl Trust {
    /// From PEM texts: the first one holds the authorities, each further one may hold more of them
    /// or revocation lists.
    #[uniffi::constructor]
    pub fn from_pem(source: Source, further: Vec<Source>) -> Result<Arc<Self>> {
        let mut trust = source.parse(keys::Trust::from_pem)?;
        for source in further {
            trust = source.parse(|file| trust.with_pem(file))?;
        }
        Ok(Arc::new(Self(trust)))
    }

    /// How many authorities are trusted.
    pub fn authorities(&self) -> i64 {
        signed(self.0.certificates().len())
    }

    /// How many revocation lists there are.
    pub fn lists(&self) -> i64 {
        signed(self.0.crls().len())
    }

    /// The same with the revocation lists of a folder.
    pub fn with_crl_folder(&self, folder: String) -> Result<Arc<Self>> {
        Ok(Arc::new(Self(self.0.clone().with_crl_folder(folder.as_ref())?)))
    }

    /// The same with the authorities whose time stamps count, in place of those set before.
    pub fn with_stamp_authorities(&self, source: Source) -> Result<Arc<Self>> {
        let authorities = keys::Trust::from_pem(&source.read()?)?;
        Ok(Arc::new(Self(self.0.clone().with_stamp_authorities(authorities))))
    }

    /// The same with other properties, and with a profile where it is given.
    pub fn with_settings(&self, settings: Vec<Setting>, profile: Option<Vec<Setting>>) -> Result<Arc<Self>> {
        let mut trust = self.0.clone();
        for Setting { key, value } in settings {
            trust.set(&key, &value)?;
        }
        if let Some(profile) = profile {
            trust = trust.with_profile(profile_of(&profile)?);
        }
        Ok(Arc::new(Self(trust)))
    }
}
