//! Text as PowerShell writes it.

use memchr::memmem;
use zeroize::Zeroizing;

/// How a section begins in either order of the bytes.
const BEGIN: &[u8] = b"B\0E\0G\0I\0N";

/// A UTF-16 text without its zeros and marks, so that its ASCII is ASCII; what else it holds does not
/// matter. Also where it was appended to a text of another encoding. `None` where there is no UTF-16.
pub(super) fn narrowed(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let is_mark = |pair: &[u8]| matches!(pair, [0xff, 0xfe] | [0xfe, 0xff]);
    if !bytes.get(..2).is_some_and(is_mark) && memmem::find(bytes, BEGIN).is_none() {
        return None;
    }
    // Reserved at once: growing would leave unwiped copies behind.
    let mut narrow = Zeroizing::new(Vec::with_capacity(bytes.len()));
    let mut rest = bytes;
    while let [first, further @ ..] = rest {
        if rest.get(..2).is_some_and(is_mark) {
            rest = &further[1..];
            continue;
        }
        if *first != 0 {
            narrow.push(*first);
        }
        rest = further;
    }
    Some(narrow)
}
