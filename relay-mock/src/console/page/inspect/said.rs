//! What is said of what was looked at.

use axum::http::StatusCode;

use crate::console::page::Refused;

/// The first file and how many more there are.
pub(super) fn titled<'a>(mut names: impl Iterator<Item = &'a str>) -> String {
    let first = names.next().unwrap_or_default().to_owned();
    match names.count() {
        0 => first,
        more => format!("{first} ほか{more}件"),
    }
}

/// There is no room for more.
pub(super) fn full() -> Refused {
    Refused::new(
        StatusCode::INSUFFICIENT_STORAGE,
        "一時保管の場所がいっぱいです。",
        "不要な検査結果を消すか、ファイルを分けて、もう一度操作してください。",
    )
}

/// It is not there any more, or somebody else's.
pub(super) fn gone() -> Refused {
    Refused::not_found("この検査結果はありません。1時間開かないか、新しいものが増えると消えます。")
}
