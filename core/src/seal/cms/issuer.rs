//! How a signature names its certificate.

use super::super::tlv;

/// Issuer and serial number as the certificate has them, to the byte.
pub(super) struct IssuerAndSerial<'a> {
    pub(super) issuer: &'a [u8],
    pub(super) serial: &'a [u8],
}

impl<'a> IssuerAndSerial<'a> {
    pub(super) fn of(certificate: &'a [u8]) -> Option<Self> {
        let mut outer = tlv::Reader::new(certificate).enter(tlv::SEQUENCE)?;
        let mut tbs = outer.enter(tlv::SEQUENCE)?;
        if tbs.peek() == Some(tlv::CONTEXT_0) {
            tbs.any()?; // version
        }
        let serial = tbs.require(tlv::INTEGER)?.raw;
        tbs.require(tlv::SEQUENCE)?; // signature algorithm
        let issuer = tbs.require(tlv::SEQUENCE)?.raw;
        Some(Self { issuer, serial })
    }

    pub(super) fn der(&self) -> Vec<u8> {
        tlv::write(tlv::SEQUENCE, &[self.issuer, self.serial])
    }

    /// As `SigningCertificateV2` has it: the issuer as GeneralNames with one directoryName, whose
    /// CHOICE makes the tag explicit.
    pub(super) fn named(&self) -> Vec<u8> {
        let names = tlv::write(tlv::SEQUENCE, &[&tlv::write(tlv::CONTEXT_4, &[self.issuer])]);
        tlv::write(tlv::SEQUENCE, &[&names, self.serial])
    }
}
