//! How pages say what the store knows.

use cplink::relay::State;
use cplink::spec::units;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use crate::japan::JAPAN;

const MOMENT: &[BorrowedFormatItem<'_>] = format_description!("[year]/[month]/[day] [hour]:[minute]:[second]");
const KB: u64 = 1024;
const MB: u64 = 1024 * KB;

/// The day and the time in Japan.
pub(in super::super) fn moment(at: OffsetDateTime) -> String {
    at.to_offset(JAPAN).format(MOMENT).unwrap_or_default()
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
        assert_eq!([0, 1, 1024, 1025].map(size), ["0 KB", "1 KB", "1 KB", "2 KB"]);
        assert_eq!([MB - 1, MB, MB * 3 / 2].map(size), ["1024 KB", "1.0 MB", "1.5 MB"]);
    }

    #[test]
    fn every_kind_has_its_name() {
        assert_eq!(kind("usage_slip"), "サービス利用票（予定）");
        assert_eq!(kind("attachments"), "添付ファイルのみ");
        assert_eq!(kind("<b>"), "標準仕様にない組み合わせのファイル");
    }
}
