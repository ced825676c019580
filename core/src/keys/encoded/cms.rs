//! Certificates and revocation lists in PKCS#7, as Windows exports chains (`.p7b`).

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::SignedData;
use const_oid::db::rfc5911::ID_SIGNED_DATA;
use der::{Decode, Encode};
use rustls::pki_types::CertificateDer;

use super::ber::{SEQUENCE, children, to_der};
use crate::error::{Code, Error, Result};

/// `[1]`, constructed.
const FIELD_1: u8 = 0xa1;
/// More than any authority has.
const MAX_LISTS: usize = 256;

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

/// The revocation lists of a `SignedData`, DER or BER; of other content none. Their bytes stay as they are: they are
/// signed.
pub(crate) fn lists(bytes: &[u8]) -> Result<Vec<Vec<u8>>> {
    let der = to_der(bytes).map_err(|error| wrong().with_source(error))?;
    let info = children(&der, 2);
    let [identifier, content] = info[..] else { return Ok(Vec::new()) };
    if identifier.get(2..) != Some(ID_SIGNED_DATA.as_bytes()) {
        return Ok(Vec::new());
    }
    let data = children(content, 1);
    let fields = data.first().map(|data| children(data, 6)).unwrap_or_default();
    let packed = fields.into_iter().find(|field| field.first() == Some(&FIELD_1));
    let all = packed.map(|packed| children(packed, MAX_LISTS)).unwrap_or_default();
    Ok(all.into_iter().filter(|one| one.first() == Some(&SEQUENCE)).map(<[u8]>::to_vec).collect())
}

fn wrong() -> Error {
    Error::new(Code::CertInvalid).with_detail("the PKCS#7 is malformed")
}
