//! Text as PowerShell writes it.

use zeroize::Zeroizing;

/// The ASCII of a UTF-16 text, with a question mark for every other unit. `None` where it is no UTF-16.
pub(super) fn narrowed(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (unit, text): (fn([u8; 2]) -> u16, &[u8]) = match bytes {
        [0xff, 0xfe, text @ ..] => (u16::from_le_bytes, text),
        [0xfe, 0xff, text @ ..] => (u16::from_be_bytes, text),
        _ if starts_text(bytes, [b'-', 0]) => (u16::from_le_bytes, bytes),
        _ if starts_text(bytes, [0, b'-']) => (u16::from_be_bytes, bytes),
        _ => return None,
    };
    // Reserved at once: growing would leave unwiped copies behind.
    let mut narrow = Zeroizing::new(Vec::with_capacity(text.len() / 2));
    for pair in text.chunks_exact(2) {
        let unit = unit([pair[0], pair[1]]);
        narrow.push(u8::try_from(unit).ok().filter(u8::is_ascii).unwrap_or(b'?'));
    }
    Some(narrow)
}

/// Without a mark of its order, a PEM text is known by the dashes it begins with.
fn starts_text(bytes: &[u8], dash: [u8; 2]) -> bool {
    bytes.starts_with(&dash.repeat(5))
}
