//! The page of error codes.

use std::fmt::Write as _;

use super::catalogue::{Catalogue, Entry};
use super::codes::c_name;

/// `ffi/errors.md`.
pub(super) fn markdown(codes: &Catalogue) -> Result<String, std::fmt::Error> {
    let mut out = format!(
        "# エラー一覧 / Error catalogue\n\n\
         Made by `cargo xtask gen` from `{}`; do not edit. A number is never given twice.\n\n\
         再実行 / repeat: なし never · 対処後 once the cause is removed · いつでも at any time, nothing is done twice · 再ログイン after a new login\n",
        codes.shape.table
    );
    for group in &codes.groups {
        writeln!(out, "\n## {}xx {} / {}\n", group.id, group.ja, group.en)?;
        out.push_str("| 番号 | 内容 | 対処 | 再実行 | meaning | remedy |\n|---|---|---|---|---|---|\n");
        for code in codes.in_group(group) {
            writeln!(
                out,
                "| {} `{}` | {} | {} | {} | {} | {} |",
                code.number.unwrap_or_default(),
                c_name(code),
                code.text("ja"),
                code.text("remedy_ja"),
                repeat(code),
                code.text("en"),
                code.text("remedy_en")
            )?;
        }
    }
    Ok(out)
}

fn repeat(code: &Entry) -> &'static str {
    match code.text("retry") {
        "after_fix" => "対処後",
        "safe" => "いつでも",
        "login" => "再ログイン",
        _ => "なし",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::root;

    #[test]
    fn the_page_has_every_code() {
        let codes = Catalogue::read(&root(), "Code").unwrap();
        assert_eq!(markdown(&codes).unwrap().matches("`CPL_E_").count(), codes.entries.len());
    }
}
