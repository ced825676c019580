//! Eight bytes at once. Most cells are shorter than that, so this is what reading spends its time on.

/// A byte in all eight places.
const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

const HIGH: u64 = all(0x80);

/// The first eight bytes, the first one lowest; `None` where there are fewer.
#[inline]
pub(crate) fn eight(source: &[u8]) -> Option<u64> {
    source.first_chunk().map(|eight| u64::from_le_bytes(*eight))
}

/// The top bit of each byte below 0x2D: the separators and the quote are, letters and digits are not.
#[inline]
pub(crate) fn low(eight: u64) -> u64 {
    // With the top bit set no byte borrows from its neighbour.
    !eight & !((eight | HIGH) - all(b',' + 1)) & HIGH
}

/// Whether the first `length` (1 to 16) of sixteen bytes are visible ASCII from 0x2D on.
#[inline]
pub(crate) fn is_bare(sixteen: [u8; 16], length: usize) -> bool {
    const HIGH: u128 = u128::from_le_bytes([0x80; 16]);
    let keep = u128::MAX >> (128 - 8 * length as u32);
    let ours = u128::from_le_bytes(sixteen) & keep | u128::from_le_bytes([b'-'; 16]) & !keep;
    // No byte of ASCII carries into its neighbour; one of another kind may, and makes the answer no by itself.
    let from_hyphen = ours.wrapping_add(u128::from_le_bytes([0x80 - b'-'; 16]));
    let is_delete = ours.wrapping_add(u128::from_le_bytes([1; 16]));
    from_hyphen & !is_delete & HIGH == HIGH
}

/// Whether one of the bytes is a control character of ASCII.
pub(crate) fn has_control(bytes: &[u8]) -> bool {
    let is_control = |eight: u64| {
        let low = !((eight | HIGH) - all(b' '));
        let delete = (eight & !HIGH) + all(1);
        (low | delete) & !eight & HIGH != 0
    };
    let (eights, rest) = bytes.as_chunks();
    eights.iter().any(|eight| is_control(u64::from_le_bytes(*eight)))
        || rest.iter().any(|byte| *byte < b' ' || *byte == 0x7F)
}

/// Whether all eight are digits.
#[inline]
pub(crate) fn is_digits(eight: u64) -> bool {
    // Digits are 0x30 to 0x39: the upper half is 3, and still is with 6 added.
    (eight & all(0xF0)) | ((eight.wrapping_add(all(6)) & all(0xF0)) >> 4) == all(0x33)
}

/// The first `length` bytes (1 to 8), digits `0` in place of the others.
#[inline]
pub(crate) fn first(eight: u64, length: usize) -> u64 {
    let keep = u64::MAX >> (64 - 8 * length as u32);
    (eight & keep) | (all(b'0') & !keep)
}

/// The value of the two digits in places `place` and `place + 1`.
#[inline]
pub(crate) fn two(eight: u64, place: u32) -> u64 {
    let (tens, ones) = ((eight >> (8 * place)) & 15, (eight >> (8 * place + 8)) & 15);
    tens * 10 + ones
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_in_every_place_is_judged_alike() {
        for byte in 0..=255_u8 {
            for place in 0..8 {
                let mut eight = *b"12345678";
                eight[place] = byte;
                let word = u64::from_le_bytes(eight);
                assert_eq!(is_digits(word), byte.is_ascii_digit(), "{byte:02X} at {place}");
                let mut want = [0; 8];
                want[place] = if byte <= b',' { 0x80 } else { 0 };
                assert_eq!(low(word), u64::from_le_bytes(want), "{byte:02X} at {place}");
                let mut want = eight;
                want[place..].fill(b'0');
                if place > 0 {
                    assert_eq!(first(word, place), u64::from_le_bytes(want));
                }
            }
        }
        assert_eq!(first(u64::from_le_bytes(*b"abcdefgh"), 8), u64::from_le_bytes(*b"abcdefgh"));
        assert_eq!(two(u64::from_le_bytes(*b"20251031"), 4), 10);
        assert_eq!(two(u64::from_le_bytes(*b"20251031"), 6), 31);
    }

    #[test]
    fn bare_is_every_byte_of_the_cell_and_none_behind() {
        for length in 1..=16 {
            for (byte, place) in (0..=255_u8).flat_map(|byte| (0..16).map(move |place| (byte, place))) {
                let mut sixteen = *b"-0123456789AZaz~";
                sixteen[place] = byte;
                let is_bare_byte = (b'-'..=b'~').contains(&byte);
                assert_eq!(is_bare(sixteen, length), is_bare_byte || place >= length, "{byte:02X} at {place}");
            }
        }
    }

    #[test]
    fn control_characters_are_found_in_every_place() {
        for length in 0..20 {
            for (byte, place) in (0..=255_u8).flat_map(|byte| (0..length).map(move |place| (byte, place))) {
                let mut bytes = b"aZ\xE3\x81\x82 ~\xFFaZ\xE3\x81\x82 ~\xFFab~\x80"[..length].to_vec();
                bytes[place] = byte;
                assert_eq!(has_control(&bytes), byte < b' ' || byte == 0x7F, "{byte:02X} at {place}");
            }
        }
    }

    #[test]
    fn there_must_be_eight() {
        assert_eq!(eight(b"12345678"), Some(u64::from_le_bytes(*b"12345678")));
        assert_eq!(eight(b"123456789"), Some(u64::from_le_bytes(*b"12345678")));
        assert_eq!(eight(b"1234567"), None);
        assert_eq!(eight(b""), None);
    }
}
