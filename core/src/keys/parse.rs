//! Certificates as the `x509-cert` crate has them.

use der::Decode;
use x509_cert::Certificate;

use super::encoded::ber;
use crate::error::{Code, Error, Result};

/// Parses a certificate. Only to read it: signatures are verified over the bytes as they came.
///
/// # Errors
/// [`Code::CertInvalid`].
pub(super) fn parse(der: &[u8]) -> Result<Certificate> {
    Certificate::from_der(der).or_else(|error| {
        // The crate knows no UniversalString. Under the tag of a BMPString it is read all the same, and told
        // from one by its zeros.
        let known = ber::retagged(der, ber::UNIVERSAL_STRING, ber::BMP_STRING);
        let known = known.and_then(|known| Certificate::from_der(&known).ok());
        known.ok_or_else(|| Error::new(Code::CertInvalid).with_source(error))
    })
}
