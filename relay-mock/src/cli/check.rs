//! `relay-mock check`: what the standard says of files, for people or as JSON.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use cplink::bundle::{Attachment, FileName, MediaType, Serial};
use cplink::convert::MAX_FILE;
use cplink::file::Source;
use cplink::finding::{Finding, Rule, Severity, has_error};
use cplink::rules::{self, FileReport};
use cplink::{Code, Error, Result};
use serde_json::{Value, json};

use super::Outcome;
use super::language::Language;

/// Check files against the standard's layouts.
#[derive(Args)]
pub(crate) struct Check {
    /// CSV files and attachments; in a folder the files of every serial are checked as one unit.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Also check the given files as one sending unit.
    #[arg(long)]
    unit: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Language of the texts.
    #[arg(long, value_enum, default_value_t = Language::Ja)]
    lang: Language,
}

/// Files that were read, and what is to be said of them.
#[derive(Default)]
struct Checked {
    files: Vec<Value>,
    findings: Vec<Finding>,
}

impl Check {
    pub(crate) fn run(&self) -> Outcome {
        let checked = match self.read() {
            Ok(checked) => checked,
            Err(error) => {
                eprintln!("{}", self.lang.error(&error));
                return Ok(ExitCode::from(2));
            }
        };
        let ok = !has_error(&checked.findings);
        let text = if self.json { as_json(&checked, ok) } else { self.as_text(&checked, ok) };
        // A reader that has gone away is no fault of the files.
        let _ = std::io::stdout().write_all(text.as_bytes());
        Ok(if ok { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }

    fn read(&self) -> Result<Checked> {
        let mut checked = Checked::default();
        let (folders, files): (Vec<_>, Vec<_>) = self.files.iter().partition(|path| path.is_dir());
        checked.add(&files, self.unit)?;
        for folder in folders {
            for unit in units(folder)? {
                checked.add(&unit.iter().collect::<Vec<_>>(), true)?;
            }
        }
        if checked.files.is_empty() {
            return Err(Error::new(Code::InvalidArgument).with_detail("there are no files"));
        }
        Ok(checked)
    }

    fn as_text(&self, checked: &Checked, ok: bool) -> String {
        let mut text = String::new();
        for finding in &checked.findings {
            text.push_str(&self.lang.finding(finding));
            text.push('\n');
        }
        let count = |severity| checked.findings.iter().filter(|finding| finding.severity() == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        text.push_str(&match self.lang {
            Language::Ja => format!(
                "{}ファイルを検査しました。エラー {errors} 件、警告 {warnings} 件。{}\n",
                checked.files.len(),
                if ok { "" } else { "エラーを直すまで送信できません。" }
            ),
            Language::En => format!("{} files checked: {errors} errors, {warnings} warnings.\n", checked.files.len()),
        });
        text
    }
}

impl Checked {
    fn add(&mut self, paths: &[&PathBuf], unit: bool) -> Result<()> {
        let (mut reports, mut attachments) = (Vec::new(), Vec::new());
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if MediaType::of_name(&name) == Some(MediaType::Csv) {
                reports.push(rules::file(&name, Source::File(path.to_path_buf()).read(MAX_FILE)?)?);
            } else {
                attachments.push(Attachment { name, source: Source::File(path.to_path_buf()) });
            }
        }
        for report in &reports {
            self.files.push(file(report));
        }
        for attachment in &attachments {
            self.files.push(json!({ "name": attachment.name, "kind": null, "version": null, "rows": null }));
        }
        if unit {
            let report = rules::files(reports, &attachments, None)?;
            self.findings.extend(report.all_findings().cloned());
        } else {
            self.findings.extend(reports.into_iter().flat_map(|report| report.findings));
            for attachment in attachments {
                if attachment.media_type()?.is_none() {
                    self.findings.push(Finding::new(Rule::UnitAttachmentType).in_file(attachment.name));
                }
            }
        }
        Ok(())
    }
}

/// The files of a folder by serial; attachments without a serial go with the only unit there is.
fn units(folder: &Path) -> Result<Vec<Vec<PathBuf>>> {
    let entries = fs::read_dir(folder).map_err(|error| Error::io(Code::FileRead, error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    let mut units: BTreeMap<Option<Serial>, Vec<PathBuf>> = BTreeMap::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        units.entry(FileName::parse(&name).name.map(|name| name.serial)).or_default().push(path);
    }
    if units.len() == 2
        && let Some(rest) = units.remove(&None)
        && let Some(unit) = units.values_mut().next()
    {
        unit.extend(rest);
    }
    Ok(units.into_values().collect())
}

fn file(report: &FileReport) -> Value {
    json!({
        "name": report.file,
        "kind": report.kind.map(|kind| kind.name()),
        "version": report.version,
        "rows": report.table.as_ref().map(|table| table.len()),
    })
}

fn as_json(checked: &Checked, ok: bool) -> String {
    let findings: Vec<Value> = checked.findings.iter().map(finding).collect();
    let mut text = format!("{:#}", json!({ "files": checked.files, "findings": findings, "ok": ok }));
    text.push('\n');
    text
}

pub(crate) fn finding(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule().id(),
        "severity": finding.severity().name(),
        "file": finding.file(),
        "row": finding.row(),
        "column": finding.column(),
        "field": finding.field(),
        "message_ja": finding.message_ja(),
        "message_en": finding.message_en(),
        "remedy_ja": finding.remedy_ja(),
    })
}
