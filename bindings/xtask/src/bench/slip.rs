//! A large 第6表, as an office with 900 users has it.

use std::fmt::Write as _;

use encoding_rs::SHIFT_JIS;

/// The rows of the file.
const ROWS: usize = 60_000;
const STAFF: [&str; 6] = ["見本　髙子", "架空太郎", "例示 ﾊﾅ", "試作　一郎", "仮名﨑さくら", "ひな形　次郎"];
const OFFICES: [&str; 5] = [
    "見本訪問介護ステーション",
    "デイサービス「つくりばなし」①号館",
    "㈲ポプラ例示レンタル",
    "訪問看護ステーション試作ソレイユ",
    "ヘルパーステーション架空の森",
];

/// The file's bytes (CP932): the rows of a user follow each other, with several providers, times and
/// codes; some cells are quoted, some have no clock time, some are per diem.
pub(super) fn bytes() -> Result<Vec<u8>, String> {
    let mut text = String::new();
    for row in 0..ROWS {
        let user = row / 66;
        let office = (user * 7 + row / 11) % 80;
        let (start, end) = match row % 22 {
            0 => ("9999".to_owned(), "9999".to_owned()),
            slot => (
                format!("{:02}{:02}", 8 + slot % 10, slot % 4 * 15),
                format!("{:02}{:02}", 9 + slot % 10, slot % 4 * 15),
            ),
        };
        let flags = if row % 33 == 0 { "1111100000000000000000000000000" } else { "" };
        let _ = write!(
            text,
            "202407,{},{:010},202509{:02},202510,9970000012,\"{}\",{},,202510{:02},{flags},{start},{end},{},{},,,,,{:010},\"{} {office}\",,{},9970000012,\r\n",
            990_010 + user % 5,
            1_000_000 + user * 37,
            20 + user % 10,
            STAFF[user % STAFF.len()],
            100 + row % 23 * 17,
            row % 31 + 1,
            row % 3 + 1,
            111_111 + row % 40 * 101,
            9_970_000_000_usize + office * 11,
            OFFICES[office % OFFICES.len()],
            row % 100 / 99,
        );
    }
    let (bytes, _, is_lossy) = SHIFT_JIS.encode(&text);
    if is_lossy { Err("the slip has a character that CP932 lacks".to_owned()) } else { Ok(bytes.into_owned()) }
}
