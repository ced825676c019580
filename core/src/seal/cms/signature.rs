//! A signature that holds.

use rustls::pki_types::{CertificateDer, UnixTime};

use super::places::Places;
use super::stamp::TimeStamp;
use crate::keys::{Notice, OfficeIdentity};

/// Who signed, by which certificate and when by the signer's clock.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Signature {
    /// What the certificate says about its owner; verified.
    pub identity: OfficeIdentity,
    /// The certificate.
    pub certificate: CertificateDer<'static>,
    /// When, by the signer's own clock.
    pub signing_time: UnixTime,
    /// The certificates that led from it to a trusted authority, without either end.
    pub intermediates: Vec<CertificateDer<'static>>,
    /// When at the latest, by a time stamp authority's clock: level B-T.
    pub time_stamp: Option<TimeStamp>,
    /// What should be reported although the signature holds.
    pub notices: Vec<Notice>,
    pub(crate) places: Places,
}
