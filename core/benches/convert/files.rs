//! Generated files of invented people.

/// The CP932 bytes of text that CP932 holds.
fn cp932(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(text);
    assert!(!lossy);
    bytes.into_owned()
}

/// A 第6表 of as many rows as a large sender's whole year.
pub(crate) fn slip(rows: usize) -> Vec<u8> {
    let name = cp932("\"見本ケアプラン 髙橋\"");
    let office = cp932("\"見本訪問介護ステーション\"");
    let mut out = Vec::new();
    for row in 0..rows {
        out.extend_from_slice(format!("202407,990010,{:010},20250925,202510,9970000012,", 101 + row % 900).as_bytes());
        out.extend_from_slice(&name);
        out.extend_from_slice(
            format!(",{},,202510{:02},,0930,1030,1,117311,,,,,9970000111,", 100 + row % 500, row % 31 + 1).as_bytes(),
        );
        out.extend_from_slice(&office);
        out.extend_from_slice(b",,0,9970000012,\r\n");
    }
    out
}

const SENTENCES: &[&str] = &[
    "膝の痛みが強く、家の中でも壁や家具につかまって歩いている。",
    "「もう一度、近所の友人と散歩がしたい」と話しておられる。",
    "週２回のリハビリで下肢の筋力を保ち、転倒を防ぐ。",
    "服薬の管理が難しく、飲み忘れが月に３回ほどある。",
    "入浴は見守りがあれば一人でできるが、浴槽をまたぐ時に不安がある。",
    "家族は日中働いており、昼食の用意ができない。",
    "デイサービスでは他の利用者との会話を楽しみにしている。",
    "訪問介護（生活援助）：買い物、調理、居室の掃除を一緒に行う。",
    "夜間のトイレは①手すりを使い②照明をつけて③ゆっくり立ち上がる。",
    "血圧が高い日（１６０／９０以上）は、主治医の指示で運動を控える。",
];

/// A 第2表 full of text: no two rows alike, a line break here and a quotation there.
pub(crate) fn plan(rows: usize) -> Vec<u8> {
    let sentences: Vec<Vec<u8>> = SENTENCES.iter().map(|sentence| cp932(sentence)).collect();
    // A simple generator of numbers: the file is the same in every run.
    let mut state = 20_251_001_u32;
    let mut number = |below: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize % below
    };
    let mut out = Vec::new();
    let period = cp932("\"令和７年１０月１日～令和８年９月３０日\"");
    let kind = cp932("\"訪問介護\"");
    let office = cp932("\"見本訪問介護ステーション\"");
    for row in 0..rows {
        out.extend_from_slice(
            format!("202407,990010,{:010},20250919,20250920,{},", 101 + row % 900, row % 9 + 1).as_bytes(),
        );
        let mut text = |out: &mut Vec<u8>, most: usize| {
            out.push(b'"');
            for part in 0..=number(most) {
                out.extend_from_slice(if part == 3 { b"\r\n" } else { b"" });
                out.extend_from_slice(&sentences[number(sentences.len())]);
            }
            out.extend_from_slice(if number(9) == 0 { b"\"\"A\"\"" } else { b"" });
            out.push(b'"');
        };
        text(&mut out, 5);
        out.extend_from_slice(b",1,");
        text(&mut out, 3);
        out.push(b',');
        text(&mut out, 3);
        for _ in 0..2 {
            out.push(b',');
            out.extend_from_slice(&period);
        }
        out.extend_from_slice(format!(",{},", row % 5 + 1).as_bytes());
        text(&mut out, 4);
        out.extend_from_slice(b",Y,");
        out.extend_from_slice(&kind);
        out.extend_from_slice(b",9970000111,");
        out.extend_from_slice(&office);
        out.extend_from_slice(&cp932(",\"週２回\","));
        out.extend_from_slice(&period);
        out.extend_from_slice(b",9970000012,\r\n");
    }
    out
}
