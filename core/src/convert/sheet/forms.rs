//! The forms in which spreadsheets show numbers, dates and times.

use crate::text::{self, Encoding};

/// What a spreadsheet shows where a formula fails.
pub(super) fn is_failed(bytes: &[u8]) -> bool {
    const SHOWN: [&[u8]; 8] = [b"#N/A", b"#REF!", b"#VALUE!", b"#DIV/0!", b"#NAME?", b"#NUM!", b"#NULL!", b"#SPILL!"];
    SHOWN.contains(&bytes)
}

/// As `45965`: days since 1900, from 2000 to 2099, in a place that has no five digits.
pub(super) fn is_day_number(bytes: &[u8]) -> bool {
    let days = std::str::from_utf8(bytes).ok().filter(|text| text.len() == 5).and_then(|text| text.parse::<u32>().ok());
    days.is_some_and(|days| (36_526..=73_050).contains(&days))
}

/// As `123.0`: what programs that count with fractions make of a whole number.
pub(super) fn has_empty_point(bytes: &[u8]) -> bool {
    let digits = bytes.strip_suffix(b".0").or_else(|| bytes.strip_suffix(b".00"));
    digits.is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

/// As `R7.11.4`, `R07/11/04` and `令和7年11月4日`.
pub(super) fn is_era_date(bytes: &[u8]) -> bool {
    let [b'M' | b'T' | b'S' | b'H' | b'R' | b'm' | b't' | b's' | b'h' | b'r', date @ ..] = bytes else { return false };
    let parts: Vec<&[u8]> = date.split(|byte| matches!(byte, b'.' | b'/' | b'-')).collect();
    matches!(parts.len(), 2 | 3)
        && parts.iter().all(|part| matches!(part.len(), 1 | 2) && part.iter().all(u8::is_ascii_digit))
}

pub(super) fn begins_with_era(encoding: Encoding, bytes: &[u8]) -> bool {
    const ERAS: [&str; 5] = ["明治", "大正", "昭和", "平成", "令和"];
    !bytes.is_ascii() && text::decode(encoding, bytes).is_ok_and(|text| ERAS.iter().any(|era| text.starts_with(era)))
}

/// As `午前9時00分` and `午後1:00`.
pub(super) fn has_noon(encoding: Encoding, bytes: &[u8]) -> bool {
    !bytes.is_ascii()
        && text::decode(encoding, bytes).is_ok_and(|text| text.starts_with("午前") || text.starts_with("午後"))
}

/// As `0.375`, which is 9:00.
pub(super) fn is_part_of_day(bytes: &[u8]) -> bool {
    matches!(bytes, [b'0', b'.', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit))
}

/// As `(387)`, `▲387`, `△387` and `￥387`: how accounts are shown.
pub(super) fn is_account(encoding: Encoding, bytes: &[u8]) -> bool {
    let is_number = |number: &str| {
        let digits = number.chars().filter(|c| *c != ',');
        number.starts_with(|c: char| c.is_ascii_digit()) && digits.clone().all(|c| c.is_ascii_digit() || c == '.')
    };
    text::decode(encoding, bytes).is_ok_and(|text| {
        let inside = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        inside.or_else(|| text.strip_prefix(['▲', '△', '\\', '￥'])).is_some_and(is_number)
    })
}

/// As `1.1E+30` and `1.1E30`.
pub(super) fn is_exponent(bytes: &[u8]) -> bool {
    let Some(at) = bytes.iter().position(|byte| matches!(byte, b'E' | b'e')) else { return false };
    let (number, exponent) = (&bytes[..at], &bytes[at + 1..]);
    let number = number.strip_prefix(b"-").unwrap_or(number);
    let is_number = match number {
        [_] => true,
        [_, b'.', rest @ ..] => !rest.is_empty() && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    // `1E30` may be a code; nothing else has a point in it.
    let digits = exponent.strip_prefix(b"+").unwrap_or(if number.contains(&b'.') { exponent } else { &[] });
    is_number && number[0].is_ascii_digit() && !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

/// As `2025/11/4`, `11/4/2025`, `25/11/04`, `2025-11-04`, `2025.11.4`, `2025/11`, `2025/11/4 0:00`, `2025/11/4(火)` and
/// `2025-11-04T00:00:00`: three numbers, or two of which one is a year.
pub(super) fn is_date(bytes: &[u8]) -> bool {
    let date = bytes.split(|byte| matches!(byte, b' ' | b'T' | b'(' | 0x80..)).next().unwrap_or_default();
    let parts: Vec<&[u8]> = date.split(|byte| matches!(byte, b'/' | b'-' | b'.')).collect();
    let is_number = |part: &&[u8]| matches!(part.len(), 1 | 2 | 4) && part.iter().all(u8::is_ascii_digit);
    let years = parts.iter().filter(|part| part.len() == 4).count();
    let ends_in_year = parts[0].len() == 4 || parts[parts.len() - 1].len() == 4;
    parts.iter().all(is_number)
        && match parts.len() {
            3 => years == 0 || (years == 1 && ends_in_year),
            2 => years == 1,
            _ => false,
        }
}

/// As `4-Nov-25` and `Nov-25`.
pub(super) fn has_month_name(bytes: &[u8]) -> bool {
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    bytes.split(|byte| *byte == b'-').any(|part| MONTHS.contains(&part))
}

/// As `9:00`, `09:00:00`, `9:00 AM` and `1900/1/0 9:00`.
pub(super) fn is_time(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"1900/1/0 ").unwrap_or(bytes);
    let time = bytes.strip_suffix(b" AM").or_else(|| bytes.strip_suffix(b" PM")).unwrap_or(bytes);
    let parts: Vec<&[u8]> = time.split(|byte| *byte == b':').collect();
    let is_number = |part: &&[u8]| matches!(part.len(), 1 | 2) && part.iter().all(u8::is_ascii_digit);
    matches!(parts.len(), 2 | 3) && parts.iter().all(is_number) && parts[1].len() == 2
}

/// As `1,234` and `-12,345.6`.
pub(super) fn has_thousands(bytes: &[u8]) -> bool {
    let number = bytes.strip_prefix(b"-").or_else(|| bytes.strip_prefix(b"\\")).unwrap_or(bytes);
    let whole = number.split(|byte| *byte == b'.').next().unwrap_or_default();
    let mut groups = whole.split(|byte| *byte == b',');
    let first = groups.next().unwrap_or_default();
    let is_number = |group: &[u8]| group.iter().all(u8::is_ascii_digit);
    let mut rest = groups.peekable();
    (1..=3).contains(&first.len())
        && is_number(first)
        && rest.peek().is_some()
        && rest.all(|group| group.len() == 3 && is_number(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_shows_is_known() {
        for yes in ["1.1E+30", "1E+30", "2.02511E+07", "1.1e+30", "-1E+5", "1.11E30"] {
            assert!(is_exponent(yes.as_bytes()), "{yes}");
        }
        for no in ["11E+30", "E+30", "1.E+30", "1E30", "11AAAA", "112E11", "1.1E+", ""] {
            assert!(!is_exponent(no.as_bytes()), "{no}");
        }
        for yes in [
            "2025/11/04",
            "2025/1/4",
            "2025-11-04",
            "11/4/2025",
            "2025/10",
            "2025/11/04 0:00",
            "2025.11.04",
            "2025.10",
            "25/11/04",
            "2025-11-04T00:00:00",
        ] {
            assert!(is_date(yes.as_bytes()), "{yes}");
        }
        for no in ["20251104", "2025", "1/2/345", "11/4", "2025/11/04/1", "10-42", ""] {
            assert!(!is_date(no.as_bytes()), "{no}");
        }
        for yes in ["9:00", "09:55", "9:00:00", "9:00 AM", "1900/1/0 9:00"] {
            assert!(is_time(yes.as_bytes()), "{yes}");
        }
        for no in ["900", "9:0", "9:", ":00", "9:00:00:00", ""] {
            assert!(!is_time(no.as_bytes()), "{no}");
        }
        for yes in ["1,234", "12,345", "1,234,567", "-1,234", "1,234.5"] {
            assert!(has_thousands(yes.as_bytes()), "{yes}");
        }
        for no in ["1234", "1,23", ",234", "1234,567", "1,2345", ""] {
            assert!(!has_thousands(no.as_bytes()), "{no}");
        }
    }
}
