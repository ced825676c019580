//! The certificates and lists of an export, as PEM.

use base64ct::{Encoder, LineEnding};
use der::{Decode, Encode};
use rustls::pki_types::CertificateDer;
use webpki::EndEntityCert;
use x509_cert::Certificate;
use x509_cert::crl::CertificateList;

use super::{AUTHORITIES, CRLS, STAMPS};
use crate::error::{Code, Error, Result};
use crate::keys::{SignedList, Trust};
use crate::seal::{MessageId, Receipt, Signature};

const LINE: usize = 64;
const LIST: &str = "X509 CRL";

/// The files of authorities and lists.
pub(super) fn files(trust: &Trust, lists: &[&[u8]]) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = vec![(AUTHORITIES.to_owned(), authorities(trust)?)];
    if !lists.is_empty() {
        files.push((CRLS.to_owned(), pem_of(LIST, lists.iter().copied())?));
    }
    if let Some(stamps) = trust.stamp_authorities() {
        let lists = lists_of(stamps, &[]);
        files.push((STAMPS.to_owned(), [authorities(stamps)?, pem_of(LIST, lists.into_iter())?].concat()));
    }
    Ok(files)
}

fn authorities(trust: &Trust) -> Result<Vec<u8>> {
    pem_of("CERTIFICATE", trust.certificates().iter().map(|certificate| certificate.as_ref()))
}

/// The lists that an authority or one of the signers' intermediates has signed: others say nothing here.
pub(super) fn lists_of<'a>(trust: &'a Trust, signers: &[&Signature]) -> Vec<&'a [u8]> {
    let intermediates = signers.iter().flat_map(|signature| &signature.intermediates);
    let issuers: Vec<&CertificateDer<'_>> = trust.certificates().iter().chain(intermediates).collect();
    let lists = trust.crls().iter().map(|list| list.as_ref());
    lists.filter(|list| issuers.iter().any(|issuer| signed_by(list, issuer))).collect()
}

fn signed_by(list: &[u8], issuer: &CertificateDer<'_>) -> bool {
    let (Some(list), Ok(issuer)) = (SignedList::read(list), EndEntityCert::try_from(issuer)) else { return false };
    list.is_by(&issuer.subject_public_key_info(), webpki::ALL_VERIFICATION_ALGS)
}

/// The name of a signer's file and its content: the certificate, then its intermediates.
pub(super) fn signer(signature: &Signature) -> Result<(String, Vec<u8>)> {
    let chain = std::iter::once(&signature.certificate).chain(&signature.intermediates);
    Ok((signer_name(signature), pem_of("CERTIFICATE", chain.map(|certificate| certificate.as_ref()))?))
}

pub(super) fn signer_name(signature: &Signature) -> String {
    let digest = MessageId(Receipt::digest(&signature.certificate)).to_string();
    format!("certificates/signers/{}.pem", &digest[..16])
}

/// Whether a list of the certificate's issuer is there.
pub(super) fn has_list(lists: &[&[u8]], certificate: &[u8]) -> bool {
    let Some(issuer) = Certificate::from_der(certificate).ok().and_then(|c| c.tbs_certificate.issuer.to_der().ok())
    else {
        return false;
    };
    lists.iter().any(|list| {
        let issued = CertificateList::from_der(list).ok().and_then(|list| list.tbs_cert_list.issuer.to_der().ok());
        issued.as_deref() == Some(issuer.as_slice())
    })
}

fn pem_of<'a>(label: &str, all: impl Iterator<Item = &'a [u8]>) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    for der in all {
        text.extend(format!("-----BEGIN {label}-----\n").into_bytes());
        text.extend(base64(der)?);
        text.extend(format!("\n-----END {label}-----\n").into_bytes());
    }
    Ok(text)
}

fn base64(der: &[u8]) -> Result<Vec<u8>> {
    let wrong = |_| Error::new(Code::CertInvalid).with_detail("a certificate cannot be written");
    let mut buffer = vec![0; der.len().div_ceil(3) * 4 * (LINE + 1) / LINE + LINE];
    let mut encoder = Encoder::<base64ct::Base64>::new_wrapped(&mut buffer, LINE, LineEnding::LF).map_err(wrong)?;
    encoder.encode(der).map_err(wrong)?;
    Ok(encoder.finish().map_err(wrong)?.as_bytes().to_vec())
}
