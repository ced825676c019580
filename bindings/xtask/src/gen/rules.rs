//! The page of rules.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::catalogue::{Catalogue, Entry};

/// The catalogue with the versions that date its rules.
pub(super) struct Rules {
    catalogue: Catalogue,
    versions: Vec<Version>,
}

#[derive(Deserialize)]
struct Versions {
    version: Vec<Version>,
}

/// What rules need of a version; the file has more.
#[derive(Deserialize)]
struct Version {
    value: String,
    applies_from: String,
}

impl Rules {
    pub(super) fn read(root: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let catalogue = Catalogue::read(root, "Rule")?;
        let versions = fs::read_to_string(root.join("core/src/spec/versions.toml"))?;
        let Versions { version } = toml::from_str(&versions)?;
        let this = Self { catalogue, versions: version };
        this.check()?;
        Ok(this)
    }

    fn check(&self) -> Result<(), String> {
        for rule in &self.catalogue.entries {
            let named = [rule.text("since"), rule.text("until")];
            if named.into_iter().any(|value| !value.is_empty() && self.version(value).is_none()) {
                return Err(format!("rule {}: names a version that is not known", rule.id));
            }
        }
        Ok(())
    }

    fn version(&self, value: &str) -> Option<&Version> {
        self.versions.iter().find(|version| version.value == value)
    }

    /// The last month to which a version applies: the one before its successor's first.
    fn last_month(&self, at: usize) -> Result<Option<String>, String> {
        let Some(next) = self.versions.get(at + 1) else { return Ok(None) };
        let number: u32 = next.applies_from.parse().map_err(|_| format!("{}: its month", next.value))?;
        let before = if number % 100 == 1 { number - 100 + 11 } else { number - 1 };
        Ok(Some(before.to_string()))
    }
}

/// `spec-fixtures/rules.md`.
pub(super) fn markdown(rules: &Rules) -> Result<String, Box<dyn std::error::Error>> {
    let mut out = format!("{HEAD}{}", "| 版 / version | サービス提供月 / service months |\n|---|---|\n");
    for (at, version) in rules.versions.iter().enumerate() {
        let last = rules.last_month(at)?.map_or(String::new(), |month| dashed(&month));
        writeln!(out, "| {} | {}～{last} |", version.value, dashed(&version.applies_from))?;
    }
    for group in &rules.catalogue.groups {
        writeln!(out, "\n## {} / {}\n", group.ja, group.en)?;
        out.push_str(
            "| 規則 | 重さ | 内容 | 対処 | 根拠 | 版 | meaning | remedy |\n|---|---|---|---|---|---|---|---|\n",
        );
        for rule in rules.catalogue.in_group(group) {
            writeln!(
                out,
                "| `{}` | {} | {} | {} | {} | {} | {} | {} |",
                rule.id,
                severity(rule),
                sentence(rule.text("ja")),
                rule.text("remedy_ja"),
                rule.text("clause"),
                versions(rule),
                rule.text("en"),
                rule.text("remedy_en")
            )?;
        }
    }
    Ok(out)
}

const HEAD: &str = "\
# 規則一覧 / Rule catalogue

Made by `cargo xtask gen` from `core/src/finding/rules.toml`; do not edit. An id is never given twice.

- エラー: 送信できません。/ error: forbids sending.
- 警告: 読み書きできますが、ほかのソフトウェアで取り込めないことがあります。/ warning: can be read and written, but another \
program may fail on it.
- 情報: 参考としてお知らせします。/ info: for information.

標準仕様から確実に読み取れない規則は、警告までとしています。`{}` には上限や件数などが入り、行の値は入りません。/ A rule that the \
standard does not state with certainty is a warning at most. `{}` is a limit or a count, never a value of a record.

";

fn severity(rule: &Entry) -> &'static str {
    match rule.text("severity") {
        "error" => "エラー",
        "warning" => "警告",
        _ => "情報",
    }
}

fn versions(rule: &Entry) -> String {
    match (rule.text("since"), rule.text("until")) {
        ("", "") => "全".to_owned(),
        (since, until) => format!("{since}～{until}"),
    }
}

/// A text that begins in the middle goes on from the item's name.
fn sentence(ja: &str) -> String {
    let goes_on = ja.starts_with(['が', 'に', 'は', 'の', 'と', 'だ']);
    if goes_on { format!("「項目」{ja}") } else { ja.to_owned() }
}

/// `202504` to `2025-04`.
fn dashed(month: &str) -> String {
    match month.split_at_checked(4) {
        Some((year, month)) => format!("{year}-{month}"),
        None => month.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::root;

    #[test]
    fn the_page_has_a_line_for_every_rule() {
        let rules = Rules::read(&root()).unwrap();
        let page = markdown(&rules).unwrap();
        for rule in &rules.catalogue.entries {
            assert_eq!(page.matches(&format!("\n| `{}` |", rule.id)).count(), 1, "{}", rule.id);
        }
        assert!(page.contains("| 202208 | 2023-01～2025-03 |"));
    }

    #[test]
    fn a_year_ends_with_its_december() {
        let version = |value: &str, from: &str| Version { value: value.to_owned(), applies_from: from.to_owned() };
        let rules =
            Rules { versions: vec![version("1", "202301"), version("2", "202501")], ..Rules::read(&root()).unwrap() };
        assert_eq!(rules.last_month(0).unwrap().as_deref(), Some("202412"));
        assert_eq!(rules.last_month(1).unwrap(), None);
    }
}
