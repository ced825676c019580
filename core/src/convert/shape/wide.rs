//! UTF-16 and UTF-32, with a byte order mark or without.

/// Bytes that are looked at without a mark.
const SAMPLE: usize = 4096;

/// The encoding's name.
pub(super) fn name(head: &[u8]) -> Option<&'static str> {
    let marks: [(&[u8], &str); 4] =
        [(b"\xFF\xFE\0\0", "UTF-32"), (b"\0\0\xFE\xFF", "UTF-32"), (b"\xFF\xFE", "UTF-16"), (b"\xFE\xFF", "UTF-16")];
    if let Some((_, name)) = marks.iter().find(|(mark, _)| head.starts_with(mark)) {
        return Some(name);
    }
    let sample = &head[..head.len().min(SAMPLE)];
    // CP932 and UTF-8 have no NUL: nearly every file ends here.
    memchr::memchr(0, sample)?;
    if has_units::<4>(sample) {
        Some("UTF-32")
    } else if has_units::<2>(sample) {
        Some("UTF-16")
    } else {
        None
    }
}

/// Whether of the units of so many bytes that are not all NUL at least a fourth is an ASCII character, all in one
/// of the two orders: rows are mostly digits and commas.
fn has_units<const N: usize>(sample: &[u8]) -> bool {
    let units = || sample.chunks_exact(N).filter(|unit| unit.iter().any(|byte| *byte != 0));
    let count = |place: usize| {
        let is_ascii = |unit: &&[u8]| {
            let others = unit.iter().enumerate().all(|(at, byte)| (at == place) != (*byte == 0));
            others && matches!(unit[place], b'\t' | b'\n' | b'\r' | b' '..=b'~')
        };
        units().filter(is_ascii).count()
    };
    let all = units().count();
    let (first, last) = (count(0), count(N - 1));
    all > 1 && first.max(last) * 4 >= all && first.min(last) * 4 <= first.max(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units<const N: usize>(text: &str, big: bool, order: impl Fn(char) -> Vec<[u8; N]>) -> Vec<u8> {
        text.chars()
            .flat_map(order)
            .flat_map(|mut unit| {
                if big {
                    unit.reverse();
                }
                unit
            })
            .collect()
    }

    #[test]
    fn both_orders_are_known_without_a_mark() {
        let text = "CSVバージョン,保険者番号\r\n202407,990010,\"見本\"\r\n";
        for big in [false, true] {
            let sixteen = units(text, big, |mark| {
                mark.encode_utf16(&mut [0; 2]).iter().map(|unit| unit.to_le_bytes()).collect::<Vec<[u8; 2]>>()
            });
            assert_eq!(name(&sixteen), Some("UTF-16"), "{big}");
            let thirty_two = units(text, big, |mark| vec![u32::from(mark).to_le_bytes()]);
            assert_eq!(name(&thirty_two), Some("UTF-32"), "{big}");
        }
        assert_eq!(name(b"\xFF\xFE"), Some("UTF-16"));
        assert_eq!(name(b"\0\0\xFE\xFF\0\0\0a"), Some("UTF-32"));
    }

    #[test]
    fn blocks_of_nul_are_something_else() {
        for bytes in
            [&b""[..], b"202407,1", b"202407,1\r\n\0\0\0\0", b"\0\0\0\0\0\0\0\0", b"2024\0\0\0\0\0\0,1,2,3,4\r\n"]
        {
            assert_eq!(name(bytes), None, "{bytes:02X?}");
        }
    }
}
