//! Text as PowerShell writes it.

use zeroize::Zeroizing;

/// The ASCII of a UTF-16 text, with a question mark for every other unit. `None` where it is no UTF-16.
pub(super) fn narrowed(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (low, text) = match bytes {
        [0xff, 0xfe, text @ ..] => (0, text),
        [0xfe, 0xff, text @ ..] => (1, text),
        _ if starts_text(bytes, [b'-', 0]) => (0, bytes),
        _ if starts_text(bytes, [0, b'-']) => (1, bytes),
        _ => return None,
    };
    // Reserved at once: growing would leave unwiped copies behind.
    let mut narrow = Zeroizing::new(Vec::with_capacity(text.len() / 2));
    for pair in text.chunks_exact(2) {
        let is_ascii = pair[1 - low] == 0 && pair[low].is_ascii();
        narrow.push(if is_ascii { pair[low] } else { b'?' });
    }
    Some(narrow)
}

/// Without a mark of its order, a PEM text is known by the dashes it begins with.
fn starts_text(bytes: &[u8], dash: [u8; 2]) -> bool {
    bytes.starts_with(&dash.repeat(5))
}
