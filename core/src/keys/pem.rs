//! PEM sections: certificates, lists and keys in one text.

use base64ct::{Base64, Encoding};
use zeroize::Zeroizing;

use crate::error::{Code, Result};

/// No key or trust file comes near this; larger ones are refused before anything is parsed.
pub(super) const MAX_FILE: usize = 4 << 20;

/// One section.
pub(super) struct Section {
    pub(super) label: String,
    pub(super) der: Zeroizing<Vec<u8>>,
}

/// All sections; text between them is ignored, as openssl writes some there.
pub(super) fn sections(bytes: &[u8]) -> Result<Vec<Section>> {
    if bytes.len() > MAX_FILE {
        return Err(Code::KeyFile.with_detail("the file is too large"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Code::KeyFile.with_detail("the file is not PEM"))?;
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("-----BEGIN ") {
        let (label, after) =
            after.split_once("-----").ok_or_else(|| Code::KeyFile.with_detail("a PEM section has no begin line"))?;
        let end = format!("-----END {label}-----");
        let (body, after) =
            after.split_once(&end).ok_or_else(|| Code::KeyFile.with_detail("a PEM section has no end line"))?;
        found.push(Section { label: label.to_owned(), der: decode(body)? });
        rest = after;
    }
    Ok(found)
}

fn decode(body: &str) -> Result<Zeroizing<Vec<u8>>> {
    if body.contains("Proc-Type:") {
        return Err(Code::KeyFile.with_detail("the key is encrypted in the old PEM way; convert it to PKCS#8"));
    }
    let mut plain = Zeroizing::new(Vec::with_capacity(body.len()));
    plain.extend(body.bytes().filter(|byte| !byte.is_ascii_whitespace()));
    let mut der = Zeroizing::new(vec![0; plain.len()]);
    let length = Base64::decode(plain.as_slice(), der.as_mut_slice())
        .map_err(|_| Code::KeyFile.with_detail("a PEM section is not base64"))?
        .len();
    der.truncate(length);
    Ok(der)
}
