//! Certificates in PKCS#7, as Windows exports chains (`.p7b`).

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::SignedData;
use const_oid::db::rfc5911::ID_SIGNED_DATA;
use der::{Decode, Encode};
use rustls::pki_types::CertificateDer;

use super::ber::to_der;
use crate::error::{Code, Error, Result};

/// The certificates of a `SignedData`, DER or BER; of other content none.
pub(crate) fn certificates(bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>> {
    let malformed = |error: der::Error| wrong().with_source(error);
    let der = to_der(bytes).map_err(|error| wrong().with_source(error))?;
    let info = ContentInfo::from_der(&der).map_err(malformed)?;
    if info.content_type != ID_SIGNED_DATA {
        return Ok(Vec::new());
    }
    let data: SignedData = info.content.decode_as().map_err(malformed)?;
    let mut found = Vec::new();
    for choice in data.certificates.iter().flat_map(|set| set.0.iter()) {
        if let CertificateChoices::Certificate(certificate) = choice {
            found.push(CertificateDer::from(certificate.to_der().map_err(malformed)?));
        }
    }
    Ok(found)
}

fn wrong() -> Error {
    Error::new(Code::CertInvalid).with_detail("the PKCS#7 is malformed")
}
