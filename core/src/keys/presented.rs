//! A certificate as it is presented to be verified.

use rustls::pki_types::CertificateDer;
use x509_cert::Certificate;

use super::once;
use super::parse::parse;
use super::usage::Purpose;
use crate::error::{Code, Error, Result};

/// More than any real chain; a hostile message shall not make us search.
pub(crate) const MAX_CERTIFICATES: usize = 8;

/// A certificate, and what may lead from it to a trusted one.
pub(super) struct Presented<'a> {
    pub(super) leaf: &'a CertificateDer<'a>,
    pub(super) parsed: Certificate,
    pub(super) intermediates: &'a [CertificateDer<'a>],
    pub(super) purpose: Purpose,
    /// Its signatures that were found good.
    pub(super) verified: once::Verified,
}

impl<'a> Presented<'a> {
    pub(super) fn new(
        leaf: &'a CertificateDer<'a>,
        intermediates: &'a [CertificateDer<'a>],
        purpose: Purpose,
    ) -> Result<Self> {
        if intermediates.len() > MAX_CERTIFICATES {
            return Err(Error::new(Code::CertInvalid).with_detail("the chain is too long"));
        }
        Ok(Self { leaf, parsed: parse(leaf)?, intermediates, purpose, verified: once::Verified::default() })
    }
}
