//! What was found, for people and as JSON.

use std::path::PathBuf;

use cplink::finding::{Finding, Severity};
use cplink::spec::UnitKind;
use cplink::unit::FileContents;
use cplink_cli::{Language, values};
use serde_json::{Value, json};

/// What was found in one unit.
pub(super) struct Found {
    pub(super) folder: Option<PathBuf>,
    pub(super) serial: Option<String>,
    pub(super) kind: Option<UnitKind>,
    pub(super) files: Vec<Value>,
    pub(super) findings: Vec<Finding>,
}

/// What was found in all of them.
#[derive(Default)]
pub(super) struct Report {
    pub(super) units: Vec<Found>,
}

impl Report {
    fn findings(&self) -> impl Iterator<Item = (&Found, &Finding)> {
        self.units.iter().flat_map(|unit| unit.findings.iter().map(move |finding| (unit, finding)))
    }

    fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|(_, finding)| finding.severity() == severity).count()
    }

    fn files(&self) -> usize {
        self.units.iter().map(|unit| unit.files.len()).sum()
    }

    pub(super) fn has_error(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files() == 0
    }

    pub(super) fn text(&self, lang: Language) -> String {
        let mut text = String::new();
        for unit in &self.units {
            if unit.findings.is_empty() {
                continue;
            }
            if let Some(folder) = &unit.folder {
                text.push_str(&format!("{}\n", folder.display()));
            }
            for finding in &unit.findings {
                text.push_str(&lang.finding(finding));
                text.push('\n');
            }
        }
        let (errors, warnings, infos) =
            (self.count(Severity::Error), self.count(Severity::Warning), self.count(Severity::Info));
        text.push_str(&match lang {
            Language::Ja => format!(
                "{}ファイルを検査しました。エラー {errors} 件、警告 {warnings} 件、情報 {infos} 件。{}\n",
                self.files(),
                if errors == 0 { "" } else { "エラーを修正するまで送信できません。" }
            ),
            Language::En => format!(
                "{} files checked: {errors} errors, {warnings} warnings, {infos} of information.\n",
                self.files()
            ),
        });
        text
    }

    pub(super) fn json(&self) -> String {
        let files: Vec<&Value> = self.units.iter().flat_map(|unit| &unit.files).collect();
        let units: Vec<Value> = self.units.iter().map(unit).collect();
        let findings: Vec<Value> = self.findings().map(|(unit, each)| placed(unit, each)).collect();
        let ok = !self.has_error();
        let mut text = format!("{:#}", json!({ "files": files, "units": units, "findings": findings, "ok": ok }));
        text.push('\n');
        text
    }
}

/// A CSV file.
pub(super) fn file(contents: &FileContents) -> Value {
    json!({
        "name": contents.file,
        "kind": contents.kind().map(|kind| kind.name()),
        "version": contents.version,
        "rows": contents.table.as_ref().map(|table| table.len()),
    })
}

/// An attachment.
pub(super) fn attachment(name: &str) -> Value {
    json!({ "name": name, "kind": null, "version": null, "rows": null })
}

fn unit(found: &Found) -> Value {
    let names: Vec<&Value> = found.files.iter().map(|file| &file["name"]).collect();
    json!({
        "folder": found.folder,
        "serial": found.serial,
        "unit": found.kind.map(UnitKind::token),
        "files": names,
    })
}

/// A finding with the folder of its unit: names repeat from folder to folder.
fn placed(unit: &Found, each: &Finding) -> Value {
    let mut value = values::finding(&each.into());
    value["folder"] = json!(unit.folder);
    value
}
