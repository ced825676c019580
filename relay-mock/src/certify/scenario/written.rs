//! A text that somebody wrote with an editor.

use cplink::text::{Encoding, decode};

/// The text of these bytes: UTF-8, with or without a mark, or CP932. Nothing where they are neither.
pub fn written(bytes: &[u8]) -> Option<String> {
    let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = decode(Encoding::Utf8, plain).or_else(|_| decode(Encoding::Cp932, plain));
    text.ok().map(|text| text.into_owned())
}
