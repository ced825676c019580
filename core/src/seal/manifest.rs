//! `META-INF/ASiCManifest.xml` in its one form.
//!
//! Names are percent-encoded (RFC 3986), so the text never needs XML escapes; and as there is one
//! form only, reading is comparing: no XML parser ever sees a stranger's bytes.

use std::fmt::Write as _;

use base64ct::{Base64, Encoding};

use super::part::is_media_type;
use super::zip;
use crate::error::{At, Code, Error, Result};

/// An object that the manifest names.
pub(super) struct Object<'a> {
    pub(super) name: &'a str,
    pub(super) sha256: [u8; 32],
}

/// The media type of `message.json`.
pub(super) const JSON: &str = "application/json";

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<asic:ASiCManifest xmlns:asic=\"http://uri.etsi.org/02918/v1.2.1#\" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\n\
<asic:SigReference URI=\"META-INF/signature.p7s\" MimeType=\"application/pkcs7-signature\"/>\n";
const URI: &str = "<asic:DataObjectReference URI=\"";
const MIME: &str = "\" MimeType=\"";
const DIGEST: &str = "\"><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue>";
const CLOSE: &str = "</ds:DigestValue></asic:DataObjectReference>\n";
const TAIL: &str = "</asic:ASiCManifest>\n";

/// Writes the manifest of these objects and their media types.
pub(super) fn write<'a>(objects: impl Iterator<Item = (Object<'a>, &'a str)>) -> Vec<u8> {
    let mut text = HEAD.to_owned();
    for (object, media_type) in objects {
        let digest = Base64::encode_string(&object.sha256);
        for piece in [URI, &uri(object.name), MIME, media_type, DIGEST, &digest, CLOSE] {
            text.push_str(piece);
        }
    }
    text.push_str(TAIL);
    text.into_bytes()
}

/// Compares the manifest with the objects found and gives back their media types.
///
/// [`Code::ContainerDigest`] where only a digest differs, else [`Code::ContainerManifest`].
pub(super) fn read(bytes: &[u8], objects: &[Object<'_>]) -> Result<Vec<String>> {
    let text = std::str::from_utf8(bytes).map_err(|_| wrong())?;
    let mut rest = text.strip_prefix(HEAD).ok_or_else(wrong)?;
    let mut media_types = Vec::with_capacity(objects.len());
    let mut changed = None;
    for object in objects {
        rest = rest.strip_prefix(URI).ok_or_else(wrong)?;
        rest = rest.strip_prefix(uri(object.name).as_str()).ok_or_else(wrong)?;
        rest = rest.strip_prefix(MIME).ok_or_else(wrong)?;
        let (media_type, after) = rest.split_at(rest.find('"').ok_or_else(wrong)?);
        let fixed = (object.name == zip::MESSAGE).then_some(JSON);
        if !is_media_type(media_type) || fixed.is_some_and(|fixed| fixed != media_type) {
            return Err(wrong());
        }
        media_types.push(media_type.to_owned());
        rest = after.strip_prefix(DIGEST).ok_or_else(wrong)?;
        let (digest, after) = rest.split_at(rest.find('<').ok_or_else(wrong)?);
        if digest != Base64::encode_string(&object.sha256) {
            let mut buffer = [0; 48];
            if !Base64::decode(digest, &mut buffer).is_ok_and(|digest| digest.len() == 32) {
                return Err(wrong());
            }
            changed.get_or_insert(object.name);
        }
        rest = after.strip_prefix(CLOSE).ok_or_else(wrong)?;
    }
    if rest != TAIL {
        return Err(wrong());
    }
    match changed {
        Some(name) => Err(Error::new(Code::ContainerDigest).with_at(At::file(name))),
        None => Ok(media_types),
    }
}

fn uri(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

fn wrong() -> Error {
    Error::new(Code::ContainerManifest).with_at(At::file(zip::MANIFEST))
}
