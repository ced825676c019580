//! The time at which a certificate has to hold.

use der::Decode;
use rustls::pki_types::{CertificateDer, UnixTime};
use x509_cert::Certificate;

/// The time at which a certificate has to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Now: for connections, and before signing.
    Now(UnixTime),
    /// The time that a signature claims, looked at `now`: the certificate must hold at both. It may
    /// have expired since, for as long as [`Trust::with_grace`](super::Trust::with_grace) allows, and may have been revoked
    /// since for a reason such as renewal that puts the key in no other hands.
    Claimed {
        /// When the signer says that it signed.
        at: UnixTime,
        /// The present.
        now: UnixTime,
    },
    /// A time that somebody else vouches for, with a receipt or a time stamp: what became of the
    /// certificate later does not count.
    Proven(UnixTime),
}

/// Whether a certificate of the chain is not valid yet.
pub(crate) fn begins_later(chain: &[CertificateDer<'_>], now: UnixTime) -> bool {
    let begin = |der: &CertificateDer<'_>| {
        let certificate = Certificate::from_der(der).ok()?;
        Some(certificate.tbs_certificate.validity.not_before.to_unix_duration().as_secs())
    };
    chain.iter().filter_map(begin).any(|begin| begin > now.as_secs())
}
