//! The error catalogue: a page for people, from the code table.

use std::fmt::Write as _;

use cplink::Code;
use cplink::error::Retry;

const GROUPS: &[(i32, &str)] = &[
    (1, "呼び出しの誤り / misuse"),
    (2, "文字・CSV・標準仕様 / text, CSV, standard"),
    (3, "鍵・証明書・署名・封筒 / key, certificate, signature, container"),
    (4, "通信・TLS / network, TLS"),
    (5, "中継サービスの拒否 / refused by the relay"),
    (6, "ローカルファイル / local files"),
    (9, "中止・内部の誤り / cancelled, our fault"),
];

/// `errors.md`.
pub(super) fn catalogue() -> String {
    let mut text = String::from(
        "<!-- Made by `cargo xtask gen`; do not edit. -->\n# エラー一覧 / Errors\n\n再実行: 不可＝繰り返しても変わらない、\
         修正後＝原因を直してから、可＝いつでも（二重にはならない）、再ログイン後。\n",
    );
    for (group, title) in GROUPS {
        let _ = write!(
            text,
            "\n## {group}xx {title}\n\n| 番号 | 名前 | 意味 | 対処 | 再実行 | meaning | remedy |\n|---|---|---|---|---|---|---|\n"
        );
        for code in Code::ALL.iter().filter(|code| **code as i32 / 100 == *group) {
            let retry = match code.retry() {
                Retry::Never => "不可",
                Retry::AfterFix => "修正後",
                Retry::Safe => "可",
                Retry::Login => "再ログイン後",
            };
            let _ = writeln!(
                text,
                "| {} | `{}` | {} | {} | {retry} | {} | {} |",
                *code as i32,
                code.name(),
                code.message_ja(),
                code.remedy_ja(),
                code.message_en(),
                code.remedy_en()
            );
        }
    }
    text
}
