//! How pages say what the store knows.

use std::borrow::Cow;

use cplink::relay::State;
use cplink::spec::units;
use time::OffsetDateTime;

use crate::japan::JAPAN;

/// The most signs of a line in a list.
const SHORT: usize = 40;
const KB: u64 = 1024;
const MB: u64 = 1024 * KB;

/// The day and the time in Japan.
pub(in super::super) fn moment(at: OffsetDateTime) -> String {
    let at = at.to_offset(JAPAN);
    let ((year, month, day), (hour, minute, second)) = (at.to_calendar_date(), at.to_hms());
    let mut text = format!("{year:04}");
    // By hand: a list has fifty of them, and it is five times as fast.
    for (before, number) in [('/', u8::from(month)), ('/', day), (' ', hour), (':', minute), (':', second)] {
        text.extend([before, char::from(b'0' + number / 10), char::from(b'0' + number % 10)]);
    }
    text
}

/// A size as people read it.
pub(in super::super) fn size(bytes: u64) -> String {
    match bytes {
        ..MB => format!("{} KB", bytes.div_ceil(KB)),
        _ => format!("{}.{} MB", bytes / MB, bytes % MB * 10 / MB),
    }
}

/// What a message is, by the token of its kind.
pub(in super::super) fn kind(token: &str) -> &'static str {
    match units().iter().find(|unit| unit.kind.token() == token) {
        Some(unit) => unit.name_ja,
        None if token == "attachments" => "添付ファイルのみ",
        None => "標準仕様にない組み合わせのファイル",
    }
}

/// A line that somebody wrote. What turns the direction of writing, and might turn it beyond the line, or shows nothing
/// at all is replaced by a sign that can be seen.
pub(in super::super) fn line(text: &str) -> Cow<'_, str> {
    if text.contains(is_unseen) { text.replace(is_unseen, "\u{FFFD}").into() } else { text.into() }
}

/// The beginning of such a line, where it is long.
pub(in super::super) fn short(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHORT) {
        Some((end, _)) => format!("{}…", line(&text[..end])).into(),
        None => line(text),
    }
}

/// Controls, those of direction and of lines, and what has no width. Selectors of variants and joiners belong to a name.
fn is_unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{61C}' | '\u{200B}' | '\u{200E}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The style of a state's tag.
pub(in super::super) fn tone(state: State) -> &'static str {
    match state {
        State::Imported => "good",
        State::Refused => "bad",
        State::Recalled | State::Expired => "warn",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn times_are_japans_and_sizes_are_rounded_up() {
        assert_eq!(moment(datetime!(2026-03-31 15:00:09.9 UTC)), "2026/04/01 00:00:09");
        assert_eq!(moment(datetime!(0999-12-31 23:59:10 +9)), "0999/12/31 23:59:10");
        assert_eq!([0, 1, 1024, 1025].map(size), ["0 KB", "1 KB", "1 KB", "2 KB"]);
        assert_eq!([MB - 1, MB, MB * 3 / 2].map(size), ["1024 KB", "1.0 MB", "1.5 MB"]);
    }

    #[test]
    fn a_line_is_one_that_is_seen() {
        for name in ["10月分の予定", "", "渡邉\u{E0101}様", "👨‍👩‍👧"] {
            assert!(matches!(line(name), Cow::Borrowed(own) if own == name), "{name}");
        }
        assert_eq!(line("a\u{202E}b\u{2069}c\nd\u{200B}"), "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}");
        assert_eq!(short(&"字".repeat(40)), "字".repeat(40));
        assert_eq!(short(&"字".repeat(41)), format!("{}…", "字".repeat(40)));
        assert_eq!(short(&format!("\u{202E}{}", "字".repeat(10_000))), format!("\u{FFFD}{}…", "字".repeat(39)));
    }

    #[test]
    fn every_kind_has_its_name() {
        assert_eq!(kind("usage_slip"), "サービス利用票（予定）");
        assert_eq!(kind("attachments"), "添付ファイルのみ");
        assert_eq!(kind("<b>"), "標準仕様にない組み合わせのファイル");
    }
}
