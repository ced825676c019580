//! Whose certificates are accepted: authorities, revocation lists and how a subject is read.
//!
//! Chains are checked by rustls-webpki (library name `webpki`); the crate `webpki` itself is no
//! longer maintained.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use der::asn1::ObjectIdentifier;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer};

use super::anchors::Anchors;
use super::encoded::{self, BlockKind};
use super::identity::OfficeIdentity;
use super::kind::CertificateKind;
use super::once::Remembered;
use super::pins::Pins;
use super::policy;
use super::profile::SubjectProfile;
use super::revocation::{Issuer, Lists, UnusableList};
use crate::error::{Code, Error, Result};

/// How long a signature without proof of its time is good after its certificate has expired: as long
/// as a relay keeps a message.
const GRACE: Duration = Duration::from_secs(92 * 86_400);

/// Trusted authorities with their revocation lists.
///
/// A certificate that its issuer's list names is refused. A list belongs to the authority that has signed it,
/// whatever other ones have its name; of several the newest counts. One that no authority of its name has signed is
/// set aside ([`Trust::unverified_lists`]), and is an error where it is the only one. Where there is no list, the
/// status is unknown and accepted, and so is a list past its next update, as offices behind closed networks cannot
/// fetch lists at every call: each is reported as a [`Notice`](super::Notice). [`Trust::with_lists_required`] makes
/// errors of them.
///
/// Clones share authorities and lists, so that a trust costs its memory once, however many clients have it.
#[derive(Clone, Debug)]
pub struct Trust {
    pub(super) anchors: Arc<Anchors>,
    pub(super) lists: Arc<Lists>,
    pub(super) lists_required: bool,
    pub(super) policies: Vec<ObjectIdentifier>,
    pub(super) grace: Duration,
    profile: Arc<SubjectProfile>,
    stamps: Option<Arc<Trust>>,
    relay: Pins,
    pub(super) remembered: Option<Arc<Remembered>>,
}

impl Trust {
    /// Trusts the certificates of a file, PEM, DER or PKCS#7 (`.p7b`); its revocation lists become lists.
    ///
    /// # Errors
    /// [`Code::TrustFile`] where one is malformed or no certificate is there, [`Code::CrlInvalid`],
    /// [`Code::PemDamaged`].
    pub fn from_pem(bytes: &[u8]) -> Result<Self> {
        let mut trust = Self::empty();
        trust.read_pem(bytes)?;
        if trust.anchors.all().is_empty() {
            return Err(invalid("the trust file holds no certificate"));
        }
        Ok(trust)
    }

    /// Trusts these certificates.
    ///
    /// # Errors
    /// [`Code::TrustFile`] where one is malformed.
    pub fn from_der<'a>(certificates: impl IntoIterator<Item = &'a [u8]>) -> Result<Self> {
        let mut trust = Self::empty();
        for der in certificates {
            Arc::make_mut(&mut trust.anchors).push(der)?;
        }
        Ok(trust)
    }

    /// Adds the certificates and lists of a file, PEM or DER.
    ///
    /// # Errors
    /// [`Code::TrustFile`], [`Code::CrlInvalid`], [`Code::PemDamaged`].
    pub fn with_pem(mut self, bytes: &[u8]) -> Result<Self> {
        self.read_pem(bytes)?;
        Ok(self)
    }

    /// Adds the revocation lists of a file, DER, PEM or PKCS#7. Certificates in it do not become authorities.
    ///
    /// # Errors
    /// [`Code::CrlInvalid`], [`Code::CrlForm`] for a form that cannot be used, [`Code::CrlFile`] for a file of another
    /// kind, [`Code::PemDamaged`].
    pub fn with_crl(mut self, bytes: &[u8]) -> Result<Self> {
        Arc::make_mut(&mut self.lists).push_file(bytes, None)?;
        Ok(self)
    }

    /// As [`with_crl`](Self::with_crl), for one of several files: where it cannot be used it is set aside under this
    /// name, and spoils no other.
    pub fn with_crl_file(mut self, name: &str, bytes: &[u8]) -> Self {
        Arc::make_mut(&mut self.lists).push_bytes(bytes, name);
        self
    }

    /// Adds the revocation lists of a folder into which the host fetches them: its files `*.crl`, DER
    /// or PEM, at most 256 of at most 16 MiB each. A file that cannot be used is set aside: see
    /// [`unusable_lists`](Self::unusable_lists).
    ///
    /// # Errors
    /// [`Code::FileRead`], [`Code::TooLarge`].
    pub fn with_crl_folder(mut self, folder: &Path) -> Result<Self> {
        Arc::make_mut(&mut self.lists).push_folder(folder)?;
        Ok(self)
    }

    /// Refuses a certificate where the list of an issuer is missing or past its next update.
    pub fn with_lists_required(mut self) -> Self {
        self.lists_required = true;
        self
    }

    /// Demands one of these certificate policies (dotted object identifiers) through the chain.
    ///
    /// # Errors
    /// [`Code::Setting`] where one is no object identifier.
    pub fn with_policies<'a>(mut self, policies: impl IntoIterator<Item = &'a str>) -> Result<Self> {
        for policy in policies {
            self.policies.push(policy::parsed(policy)?);
        }
        Ok(self)
    }

    /// Sets how long a signature without proof of its time is good after its certificate has
    /// expired: 92 days, as long as relays keep messages. Renewing in mid-month then spoils nothing.
    pub fn with_grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Sets the authorities whose time stamps count. Where none are set, a stamp's own signature is
    /// checked and its time counts for nothing.
    pub fn with_stamp_authorities(mut self, authorities: Trust) -> Self {
        self.stamps = Some(Arc::new(authorities));
        self
    }

    /// Sets which relay's receipts count. Where no certificate is named, those of any relay that an authority has
    /// issued a relay's certificate for.
    pub fn with_relay(mut self, certificates: Pins) -> Self {
        self.relay = certificates;
        self
    }

    /// Refuses every kind but a relay's, and every other relay than the one that is meant.
    pub(crate) fn require_relay(&self, identity: &OfficeIdentity, certificate: &CertificateDer<'_>) -> Result<()> {
        match identity.kind {
            CertificateKind::Relay => self.relay.check(certificate),
            _ => Err(Error::new(Code::CertKind).with_detail("not the certificate of a relay")),
        }
    }

    /// Remembers which signatures on certificates and lists were good, for those who verify many messages: of
    /// each certificate the signature is then verified once. Validity, use and revocation are looked at every
    /// time. Clones remember together; at most half a megabyte is kept.
    pub fn remembering(mut self) -> Self {
        self.remembered = Some(Arc::default());
        self
    }

    /// The authorities whose time stamps count.
    pub fn stamp_authorities(&self) -> Option<&Trust> {
        self.stamps.as_deref()
    }

    /// The revocation lists, in the order they were given.
    pub fn crls(&self) -> &[CertificateRevocationListDer<'static>] {
        self.lists.ders()
    }

    /// The lists that were set aside because they cannot be used, where others or authorities could. Certificates of
    /// their issuers have the notice [`Notice::CrlUnusable`](super::Notice::CrlUnusable).
    pub fn unusable_lists(&self) -> &[UnusableList] {
        self.lists.unusable()
    }

    /// The lists that bear the name of a trusted authority or of one of these certificates, and that none of those
    /// has signed: of another authority with the same name, or changed. They count for nothing, and spoil no other.
    pub fn unverified_lists(&self, certificates: &[CertificateDer<'_>]) -> Vec<UnusableList> {
        self.lists.unverified(&self.issuers(certificates), webpki::ALL_VERIFICATION_ALGS)
    }

    /// The trusted authorities, and those that these certificates are of.
    pub(super) fn issuers<'a>(&'a self, others: &'a [CertificateDer<'_>]) -> Vec<Issuer<'a>> {
        self.anchors.issuers().chain(others.iter().filter_map(Issuer::of_der)).collect()
    }

    /// Sets how office number and kind are read.
    pub fn with_profile(mut self, profile: SubjectProfile) -> Self {
        self.profile = Arc::new(profile);
        self
    }

    /// Sets how strict to be by name, as settings files and the bindings do: `lists_required` (`0`, `1`),
    /// `policies` (object identifiers with spaces between), `grace_days`, `relay` ([`Pins`] of receipts).
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] for another name, [`Code::Setting`] for a value that is not of its form.
    pub fn set(&mut self, key: &str, value: &str) -> Result<()> {
        let wrong = |detail: &'static str| Error::new(Code::Setting).with_detail(detail);
        match (key, value) {
            ("lists_required", "0" | "1") => self.lists_required = value == "1",
            ("lists_required", _) => return Err(wrong("lists_required is 0 or 1")),
            ("policies", _) => {
                let bare = Self { policies: Vec::new(), ..self.clone() };
                self.policies = bare.with_policies(value.split_whitespace())?.policies;
            }
            ("relay", _) => self.relay = value.parse()?,
            ("grace_days", _) => {
                let days: u32 = value.parse().map_err(|_| wrong("grace_days is no number"))?;
                self.grace = Duration::from_secs(u64::from(days) * 86_400);
            }
            _ => return Err(Error::new(Code::InvalidArgument).with_detail("no such property")),
        }
        Ok(())
    }

    /// How office number and kind are read.
    pub fn profile(&self) -> &SubjectProfile {
        &self.profile
    }

    /// The trusted certificates.
    pub fn certificates(&self) -> &[CertificateDer<'static>] {
        self.anchors.certificates()
    }

    fn empty() -> Self {
        Self {
            anchors: Arc::default(),
            lists: Arc::default(),
            lists_required: false,
            policies: Vec::new(),
            grace: GRACE,
            profile: Arc::default(),
            stamps: None,
            relay: Pins::default(),
            remembered: None,
        }
    }

    fn read_pem(&mut self, bytes: &[u8]) -> Result<()> {
        if bytes.len() > encoded::MAX_FILE {
            return Err(invalid("the trust file is too large"));
        }
        let blocks = encoded::blocks(bytes)?;
        let of_kind = |kind| blocks.iter().filter(move |block| block.kind == kind).map(|block| block.der.as_slice());
        let mut certificates: Vec<Cow<'_, [u8]>> = of_kind(BlockKind::Certificate).map(Cow::Borrowed).collect();
        let malformed = |error| invalid("the PKCS#7 is malformed").with_source(error);
        for packed in of_kind(BlockKind::Cms) {
            let unpacked = encoded::certificates_of_cms(packed).map_err(malformed)?;
            certificates.extend(unpacked.into_iter().map(|certificate| Cow::Owned(certificate.to_vec())));
        }
        let lists = encoded::lists(&blocks).map_err(malformed)?;
        if blocks.is_empty()
            && let Some(name) = encoded::foreign_name(bytes)
        {
            return Err(Code::TrustFile.with_detail(name));
        }
        if certificates.is_empty() && lists.is_empty() {
            return Err(invalid("the trust file holds no certificate and no revocation list"));
        }
        let anchors = Arc::make_mut(&mut self.anchors);
        certificates.iter().try_for_each(|der| anchors.push(der))?;
        match Arc::make_mut(&mut self.lists).push_usable(lists.iter().map(AsRef::as_ref), None) {
            // The certificates beside it count, and it has a notice.
            Err(_) if !certificates.is_empty() => Ok(()),
            outcome => outcome,
        }
    }
}

/// Refuses kinds that an office may not use, by their name.
pub(crate) fn require_office(identity: &OfficeIdentity) -> Result<()> {
    match identity.kind {
        CertificateKind::CareInsurance | CertificateKind::CareDx | CertificateKind::CarePlan => Ok(()),
        CertificateKind::Agent => Err(Error::new(Code::CertKindAgent)),
        CertificateKind::DisabilitySupport => Err(Error::new(Code::CertKindDisability)),
        CertificateKind::Relay => Err(Error::new(Code::CertKind).with_detail("the certificate of a relay")),
    }
}

fn invalid(detail: &'static str) -> Error {
    Error::new(Code::TrustFile).with_detail(detail)
}
