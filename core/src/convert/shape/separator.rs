//! Which sign stands between the items of a text.

/// Lines that are looked at.
const LINES: usize = 32;
/// A line that is shorter may be a row of which most is missing.
const LONG: usize = 8;

/// The sign between items.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Separator {
    /// As it must be, or too little to say.
    Comma,
    Tab,
    Other(&'static str),
    /// There is none, as in files of fixed width.
    None,
}

impl Separator {
    /// Whether it is a control character, whose name has its code.
    pub(super) fn is_control(&self) -> bool {
        matches!(self, Self::Other(name) if name.contains("0x"))
    }
}

/// Whether the first line has as many commas as a record of this many columns.
pub(super) fn begins_as_csv(text: &[u8], width: usize) -> bool {
    let mut signs = Signs::default();
    let mut quoted = false;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'\r' | b'\n' if !quoted && signs.commas > 0 => break,
            _ => signs.count(text, at, &mut quoted),
        }
        if signs.commas + 1 >= width {
            return true;
        }
    }
    false
}

/// Looks at the first lines.
pub(super) fn of(text: &[u8]) -> Separator {
    let (mut signs, mut quoted) = (Signs::default(), false);
    let (mut lines, mut length, mut longest) = (0, 0, 0);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            // A text may have many lines.
            b'\r' | b'\n' if !quoted => {
                lines += usize::from(length > 0);
                length = 0;
                if lines == LINES {
                    break;
                }
            }
            // The end of a text for old programs, and what a disk leaves there.
            0 | 0x1A | 0x0C => {}
            _ => {
                length += 1;
                longest = longest.max(length);
            }
        }
        signs.count(text, at, &mut quoted);
    }
    lines += usize::from(length > 0 && lines < LINES);
    let none = || if signs.all_commas < lines && longest >= LONG { Separator::None } else { Separator::Comma };
    let most = SIGNS.iter().zip(signs.others).max_by_key(|(_, count)| *count);
    match most {
        Some(((sign, name), count)) if count > signs.commas && count >= 2 * lines => match *sign {
            b"\t" => Separator::Tab,
            // A sign that stands within numbers and sentences too is none where there are few.
            [b':'] | [0x81, 0x41] | [0xE3, 0x80, 0x81] if count < MANY * lines => none(),
            _ => Separator::Other(name),
        },
        _ => none(),
    }
}

/// Whether a line, without its end, is the one that some programs write for spreadsheets.
pub(in crate::convert) fn is_sep_line(line: &[u8]) -> bool {
    let bare = line.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(line);
    // A spreadsheet that saves the line adds a comma for each column.
    let comma = bare.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"sep=,"));
    comma && bare[5..].iter().all(|byte| *byte == b',')
}

/// Signs that may separate items, with their names: in CP932 and in UTF-8.
const SIGNS: [(&[u8], &str); 16] = [
    (b"\t", "TAB"),
    (b";", ";"),
    (b"|", "|"),
    (b"\x81\x43", "，"),
    ("，".as_bytes(), "，"),
    (b"\x81\x41", "、"),
    ("、".as_bytes(), "、"),
    ("､".as_bytes(), "､"),
    ("،".as_bytes(), "،"),
    (b":", ":"),
    (b"^", "^"),
    (b"~", "~"),
    (b"\x1F", "US 0x1F"),
    (b"\x1E", "RS 0x1E"),
    (b"\x01", "SOH 0x01"),
    (b"\x02", "STX 0x02"),
];
/// So many in each line are separators, whatever else the sign is used for.
const MANY: usize = 5;

/// How often each sign stands outside quotes.
#[derive(Default)]
struct Signs {
    commas: usize,
    /// Also inside quotes, which may be out of place.
    all_commas: usize,
    others: [usize; SIGNS.len()],
}

impl Signs {
    fn count(&mut self, text: &[u8], at: usize, quoted: &mut bool) {
        let byte = text[at];
        self.all_commas += usize::from(byte == b',');
        if byte == b'"' {
            *quoted = !*quoted;
        }
        if *quoted {
            return;
        }
        self.commas += usize::from(byte == b',');
        for ((sign, _), count) in SIGNS.iter().zip(&mut self.others) {
            // Some may also be the second byte of a character.
            let may_be_second = sign.len() == 1 && sign[0] >= b'@';
            let is_second = || at.checked_sub(1).is_some_and(|before| !text[before].is_ascii());
            *count += usize::from(byte == sign[0] && text[at..].starts_with(sign) && !(may_be_second && is_second()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::cp932;

    #[test]
    fn separators_are_counted_outside_quotes() {
        for (text, separator) in [
            ("202407\t990010\t\"見本,江\"\t1\r\n", Separator::Tab),
            ("202407;990010;\"見本;江\";1\n202407;1;2;3\n", Separator::Other(";")),
            ("202407|990010|見本|1\r", Separator::Other("|")),
            ("202407，990010，見本，1\r\n", Separator::Other("，")),
            ("202407、990010、見本、1、2、3\r\n", Separator::Other("、")),
            ("202407:990010:見本:1:2:3\r\n", Separator::Other(":")),
            ("202407^990010^見本^1\r\n", Separator::Other("^")),
            ("202407~990010~見本~1\r\n", Separator::Other("~")),
            ("202407\u{1F}990010\u{1F}見本\u{1F}1\r\n", Separator::Other("US 0x1F")),
            ("202407\u{1}990010\u{1}見本\u{1}1\r\n", Separator::Other("SOH 0x01")),
            ("出力日時: 2025/11/04 9:00:00\r\n", Separator::None),
            ("202407990010  0000000101見本　江\r\n", Separator::None),
            ("202407 990010 0000000101\n202407 990010 0000000101\n", Separator::None),
            ("202407,990010,\"a\tb\tc\td\te\"\r\n", Separator::Comma),
            ("202407\r\n", Separator::Comma),
            ("202407,990010,\"課題\r\n散歩がしたい\r\n買い物に行きたい\r\n\r\n眠れない\",\r\n", Separator::Comma),
            ("", Separator::Comma),
            ("\"202407,990010,見本 江,0000000101\r\n", Separator::Comma),
        ] {
            assert_eq!(of(&cp932(text)), separator, "{text}");
            assert_eq!(of(text.as_bytes()), separator, "{text} in UTF-8");
        }
    }

    #[test]
    fn sep_lines() {
        assert!(is_sep_line(b"sep=,") && is_sep_line(b"SEP=,") && is_sep_line(b"\"sep=,\""));
        assert!(is_sep_line(b"sep=,,,,"));
        assert!(!is_sep_line(b"sep=;") && !is_sep_line(b"") && !is_sep_line(b"sep=,a"));
    }

    #[test]
    fn a_whole_first_record_is_enough() {
        assert!(begins_as_csv(b"a,b,c\r\n", 3) && begins_as_csv(b"\"a,\r\nb\",b,c", 3));
        assert!(!begins_as_csv(b"a,b\r\nc,d,e", 3) && !begins_as_csv(b"\"a,b,c,d", 3));
    }
}
