//! A password in the encodings in which programs have put it into key files.

use zeroize::Zeroizing;

use crate::error::{Code, Error, Result};
use crate::secret::Secret;

type Bytes = Zeroizing<Vec<u8>>;

/// A password as the old schemes take it and as PBES2 and PBMAC1 do.
#[derive(PartialEq, Eq)]
pub(super) struct Password {
    /// Its characters as two bytes each, with an end mark.
    pub(super) wide: Bytes,
    pub(super) bytes: Bytes,
}

impl Password {
    /// The password in every encoding, the right one first:
    ///
    /// 1. UTF-8 and UTF-16, as the standards want it.
    /// 2. An empty password as nothing at all instead of an end mark.
    /// 3. UTF-8 with each byte made a character of its own: openssl 1.0.
    /// 4. The same also for PBES2: what openssl 3 tries then.
    /// 5. CP932 likewise: openssl from the command line of a Japanese Windows.
    pub(super) fn all(secret: &Secret) -> Result<Vec<Self>> {
        let text = secret.expose_str().ok_or_else(|| Error::new(Code::KeyPassword))?;
        let utf8 = || Zeroizing::new(text.as_bytes().to_vec());
        let mut all = vec![Self { wide: wide(text.encode_utf16()), bytes: utf8() }];
        if text.is_empty() {
            all.push(Self { wide: Bytes::default(), bytes: Bytes::default() });
        }
        if !text.is_ascii() {
            all.push(Self { wide: widened(text.as_bytes()), bytes: utf8() });
            // Reserved at once: growing would leave unwiped copies behind.
            let mut twice = Zeroizing::new(String::with_capacity(text.len() * 2));
            twice.extend(text.bytes().map(char::from));
            all.push(Self { wide: widened(text.as_bytes()), bytes: Zeroizing::new(twice.as_bytes().to_vec()) });
            let (cp932, _, lossy) = encoding_rs::SHIFT_JIS.encode(text);
            let cp932 = Zeroizing::new(cp932.into_owned());
            if !lossy {
                all.push(Self { wide: widened(&cp932), bytes: cp932 });
            }
        }
        Ok(all)
    }
}

/// Every byte as a character.
fn widened(bytes: &[u8]) -> Bytes {
    wide(bytes.iter().map(|byte| u16::from(*byte)))
}

fn wide(units: impl Iterator<Item = u16> + Clone) -> Bytes {
    let mut wide = Zeroizing::new(Vec::with_capacity(units.clone().count() * 2 + 2));
    for unit in units {
        wide.extend(unit.to_be_bytes());
    }
    wide.extend([0, 0]);
    wide
}
