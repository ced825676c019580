//! Files out of mails: a whole message with its attachments, in base64 or quoted-printable.

use memchr::memmem;
use zeroize::Zeroizing;

use super::pem::decode;

const HEADER: &[u8] = b"content-transfer-encoding:";

/// What a mail carries: its bodies in base64, and where there is quoted-printable all of it without.
pub(super) fn bodies(text: &[u8]) -> Vec<Zeroizing<Vec<u8>>> {
    let mut found = Vec::new();
    let mut in_quotes = memmem::find(text, b"=3D").is_some();
    // Reserved at once: growing would leave unwiped copies behind.
    let mut body = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut state = State::Outside;
    for line in text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii) {
        if let Some(encoding) = encoding(line) {
            in_quotes |= encoding.eq_ignore_ascii_case(b"quoted-printable");
            let is_base64 = encoding.eq_ignore_ascii_case(b"base64");
            state = if is_base64 { State::Headers } else { State::Outside };
        } else if state == State::Headers && line.is_empty() {
            state = State::Body;
        } else if state == State::Body && line.iter().all(|byte| is_base64(*byte)) {
            body.extend_from_slice(line);
        } else if state == State::Body {
            state = State::Outside;
            found.extend(taken(&mut body));
        }
    }
    found.extend(taken(&mut body));
    if in_quotes {
        found.push(unquoted(text));
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Outside,
    Headers,
    Body,
}

/// The encoding that a header line names.
fn encoding(line: &[u8]) -> Option<&[u8]> {
    let (name, value) = line.split_at_checked(HEADER.len())?;
    name.eq_ignore_ascii_case(HEADER).then(|| value.trim_ascii())
}

fn taken(body: &mut Vec<u8>) -> Option<Zeroizing<Vec<u8>>> {
    let plain = (!body.is_empty()).then(|| decode(body).ok()).flatten();
    body.clear();
    plain
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// Without quoted-printable (RFC 2045, 6.7): `=` and two digits are a byte, at the end of a line nothing.
fn unquoted(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((first, further)) = rest.split_first() {
        rest = further;
        if *first != b'=' {
            plain.push(*first);
        } else if let [b'\r', b'\n', further @ ..] | [b'\n', further @ ..] = rest {
            rest = further;
        } else if let Some(byte) = rest.get(..2).and_then(byte_of) {
            plain.push(byte);
            rest = &rest[2..];
        } else {
            plain.push(b'=');
        }
    }
    plain
}

fn byte_of(digits: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(digits[0])? << 4 | digit(digits[1])?).ok()
}
