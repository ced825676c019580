//! The catalogue of errors, from core's table of codes.

use std::fmt::Write as _;

// The table itself: depending on the library would keep us from mending its generated files.
#[allow(dead_code, missing_docs, unreachable_pub)]
#[path = "../../../../core/src/error/code.rs"]
pub(super) mod code;

use code::{Code, Retry};

/// What the hundreds stand for, Japanese and English.
const GROUPS: &[(i32, &str, &str)] = &[
    (1, "呼び出しの誤り", "misuse"),
    (2, "文字・CSV・標準仕様", "text, CSV, standard"),
    (3, "鍵・証明書・署名・コンテナ", "key, certificate, signature, container"),
    (4, "通信・TLS", "network, TLS"),
    (5, "中継サービスの拒否", "refused by the relay"),
    (6, "手元のファイル", "local files"),
    (9, "中止・内部の誤り", "cancelled, our own fault"),
];

/// `ffi/errors.md`.
pub(super) fn markdown() -> Result<String, std::fmt::Error> {
    let mut out = String::from(
        "# エラー一覧 / Error catalogue\n\n\
         Made by `cargo xtask gen` from `core/src/error/code.rs`; do not edit. A number is never given twice.\n\n\
         再実行 / repeat: なし never · 対処後 after the fault is mended · いつでも at any time, nothing is doubled · 再ログイン after a new login\n",
    );
    for (group, ja, en) in GROUPS {
        writeln!(out, "\n## {group}xx {ja} / {en}\n")?;
        out.push_str("| 番号 | 内容 | 対処 | 再実行 | meaning | remedy |\n|---|---|---|---|---|---|\n");
        for code in Code::ALL.iter().filter(|code| **code as i32 / 100 == *group) {
            writeln!(
                out,
                "| {} `{}` | {} | {} | {} | {} | {} |",
                *code as i32,
                code.name(),
                code.message_ja(),
                code.remedy_ja(),
                repeat(code.retry()),
                code.message_en(),
                code.remedy_en()
            )?;
        }
    }
    Ok(out)
}

fn repeat(retry: Retry) -> &'static str {
    match retry {
        Retry::Never => "なし",
        Retry::AfterFix => "対処後",
        Retry::Safe => "いつでも",
        Retry::Login => "再ログイン",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_group_and_its_own_number_and_name() {
        let mut seen = std::collections::BTreeSet::new();
        for code in Code::ALL {
            assert!(GROUPS.iter().any(|(group, _, _)| *code as i32 / 100 == *group), "{}", code.name());
            assert!(seen.insert(code.name()));
        }
        assert_eq!(markdown().unwrap().matches("`CPL_E_").count(), Code::ALL.len());
    }
}
