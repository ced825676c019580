//! Certificates that are named beforehand: an authority may issue to many, and only one of them is meant.

use std::str::FromStr;

use base16ct::{lower, mixed};
use der::asn1::Any;
use der::{Decode, Tag, Tagged};
use rustls::pki_types::CertificateDer;
use sha2::{Digest, Sha256};
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

use crate::error::{Code, Error, Result};

/// The certificates that will do, by their SHA-256 or by name; none: any that is trusted.
///
/// As text: `sha256:` and the digest in hexadecimal, with or without colons, or a name: one in the certificate's
/// subject, such as its common name, or a DNS name or an IP address of it. Several have `;` between them: where a certificate is about to be
/// renewed, the old and the new one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pins(Vec<Pin>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Pin {
    Digest([u8; 32]),
    Name(String),
}

impl Pins {
    /// Whether any trusted certificate will do.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Refuses a certificate that is not among them.
    ///
    /// # Errors
    /// [`Code::RelayPin`] with the certificate's digest, which is no secret.
    pub(crate) fn check(&self, certificate: &CertificateDer<'_>) -> Result<()> {
        let digest: [u8; 32] = Sha256::digest(certificate.as_ref()).into();
        let names = names(certificate);
        let is_meant = self.0.iter().any(|pin| match pin {
            Pin::Digest(pinned) => *pinned == digest,
            Pin::Name(pinned) => names.iter().any(|name| name.eq_ignore_ascii_case(pinned)),
        });
        if self.is_empty() || is_meant {
            Ok(())
        } else {
            Err(Error::new(Code::RelayPin).with_detail(format!("it is sha256:{}", lower::encode_string(&digest))))
        }
    }
}

impl FromStr for Pins {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let pins = text.split(';').map(str::trim).filter(|pin| !pin.is_empty());
        pins.map(Pin::read).collect::<Result<_>>().map(Self)
    }
}

impl Pin {
    fn read(text: &str) -> Result<Self> {
        let Some(digits) = text.get(..7).filter(|label| label.eq_ignore_ascii_case("sha256:")).map(|_| &text[7..])
        else {
            return Ok(Self::Name(text.to_owned()));
        };
        let digits: String = digits.chars().filter(|c| !matches!(c, ':' | ' ')).collect();
        let mut digest = [0; 32];
        match mixed::decode(&digits, &mut digest) {
            Ok(decoded) if decoded.len() == 32 => Ok(Self::Digest(digest)),
            _ => Err(Code::Setting.with_detail("a pin's SHA-256 has 64 hexadecimal digits")),
        }
    }
}

/// All that the certificate calls itself.
fn names(der: &[u8]) -> Vec<String> {
    let Ok(certificate) = Certificate::from_der(der) else { return Vec::new() };
    let tbs = &certificate.tbs_certificate;
    let mut names = Vec::new();
    names.extend(tbs.subject.0.iter().flat_map(|set| set.0.iter()).filter_map(|attribute| text(&attribute.value)));
    if let Ok(Some((_, SubjectAltName(alternatives)))) = tbs.get::<SubjectAltName>() {
        names.extend(alternatives.iter().filter_map(|name| match name {
            GeneralName::DnsName(name) => Some(name.as_str().to_owned()),
            GeneralName::IpAddress(address) => address_text(address.as_bytes()),
            _ => None,
        }));
    }
    names
}

fn text(value: &Any) -> Option<String> {
    match value.tag() {
        Tag::BmpString => {
            let units = value.value().chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]]));
            char::decode_utf16(units).collect::<std::result::Result<_, _>>().ok()
        }
        _ => std::str::from_utf8(value.value()).ok().map(str::to_owned),
    }
}

fn address_text(bytes: &[u8]) -> Option<String> {
    if let Ok(bytes) = <[u8; 4]>::try_from(bytes) {
        return Some(std::net::Ipv4Addr::from(bytes).to_string());
    }
    <[u8; 16]>::try_from(bytes).ok().map(|bytes| std::net::Ipv6Addr::from(bytes).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_known_by_digest_or_name() {
        let pki = relay_mock::pki::Pki::new(time::OffsetDateTime::now_utc()).unwrap();
        let server = pki.server(&["relay.example"]).unwrap().chain[0].clone();
        let other = pki.server(&["other.example"]).unwrap().chain[0].clone();
        let digest = lower::encode_string(&Sha256::digest(&server));
        let colons: Vec<&str> = (0..32).map(|at| &digest[2 * at..2 * at + 2]).collect();
        for text in [
            format!("sha256:{digest}"),
            format!("SHA256:{}", digest.to_uppercase()),
            format!("sha256:{}", colons.join(":")),
            format!("sha256:{}; sha256:{digest}", "0".repeat(64)),
            "Relay.Example".to_owned(),
        ] {
            let pins: Pins = text.parse().unwrap();
            assert!(pins.check(&server).is_ok(), "{text}");
            assert_eq!(pins.check(&other).unwrap_err().code(), Code::RelayPin, "{text}");
        }
        for text in ["127.0.0.1", "relay-mock", "", " ; "] {
            assert!(text.parse::<Pins>().unwrap().check(&server).is_ok(), "{text}");
        }
        for text in ["sha256:", "sha256:00", "sha256:zz"] {
            assert_eq!(text.parse::<Pins>().unwrap_err().code(), Code::Setting, "{text}");
        }
    }
}
