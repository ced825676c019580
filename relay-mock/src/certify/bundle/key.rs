//! The key of a bundle.

use base64ct::{Base64, Encoding as _};
use cplink::keys::{CertificateDer, FileSigner, Signer, Trust};
use time::OffsetDateTime;

use crate::pki::{Algorithm, OfficeCert, Pki, PkiError};

/// The number in a test key's certificate: no office has it.
const OFFICE: &str = "9999999990";

/// What a test key's certificate says of its owner.
const NAME: &str = "試験用の鍵（relay-mock certify）";

/// A key that is made for one bundle, with the authorities of its certificate, PEM.
///
/// # Errors
/// The random source or the certificate library failed.
pub fn test_key(now: OffsetDateTime) -> Result<(FileSigner, String), PkiError> {
    let pki = Pki::named(now, "relay-mock certify TEST KEY")?;
    let key = pki.office(&OfficeCert::new(OFFICE, NAME).algorithm(Algorithm::EcdsaP256))?;
    let signer = FileSigner::from_pem(key.pem().as_bytes(), None).map_err(|_| PkiError::Key)?;
    Ok((signer, pki.ca_pem()))
}

/// The authorities of a key's certificate, PEM: those that are given, or the highest one in the key's own file.
pub fn authorities_of(signer: &dyn Signer, given: Option<&Trust>) -> Option<String> {
    let certificates: Vec<&CertificateDer<'_>> = match given {
        Some(trust) => trust.certificates().iter().collect(),
        None => signer.chain().iter().skip(1).next_back().into_iter().collect(),
    };
    let pem = |der: &&CertificateDer<'_>| {
        let text = Base64::encode_string(der.as_ref());
        let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
    };
    (!certificates.is_empty()).then(|| certificates.iter().map(pem).collect())
}
