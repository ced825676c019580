//! The sending unit: which files may travel together, and whether their records do.

mod annex;
mod files;
mod receiver;
mod relation;

use std::collections::BTreeSet;

use self::files::Files;
use super::collector::{Collector, sort};
use super::file::{self, FileReport};
use crate::error::Result;
use crate::file::{MAX_NAME, check_name, folded};
use crate::finding::{Finding, Rule, Severity};
use crate::progress::Job;
use crate::spec::{Kind, UnitDefinition, UnitKind, UnitMonth, Version};
use crate::unit::{FileContents, FileName, NameKind, UnitContents, UnitId};

/// The findings about a unit.
#[derive(Debug)]
pub struct UnitReport {
    /// Which unit of the standard it is, where it is one.
    pub unit_kind: Option<UnitKind>,
    /// The findings of each CSV file, in the order of the files.
    pub files: Vec<FileReport>,
    /// The findings about the unit as a whole; each file has its own as well.
    pub findings: Vec<Finding>,
}

impl UnitReport {
    /// Whether a finding forbids sending.
    pub fn has_error(&self) -> bool {
        self.all_findings().any(|finding| finding.severity() == Severity::Error)
    }

    /// All findings: each file's, then the unit's.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        self.files.iter().flat_map(|file| &file.findings).chain(&self.findings)
    }
}

/// Checks a unit: every file on its own, and all of them as one unit. Where the unit has no id, that of the
/// first readable name is what the other files must share.
///
/// # Errors
/// [`Code::Cancelled`](crate::Code::Cancelled).
pub fn check(contents: &UnitContents, job: &mut Job<'_>) -> Result<UnitReport> {
    let mut reports = Vec::with_capacity(contents.files.len());
    for contents in &contents.files {
        job.check()?;
        reports.push(file::file(contents));
    }
    let files = &contents.files;
    let others = others(contents);
    let to = contents.id.as_ref().map(|id| &id.to).or_else(|| files.iter().find_map(|file| Some(&file.name()?.to)));
    let (unit, mut findings) = unit(contents, &others);
    attachment_types(contents, &mut findings);
    image_references(files, &others, &mut findings);
    // Records of two months have no common keys; telling each of them would hide what is wrong.
    if !findings.iter().any(|finding| finding.rule() == Rule::UnitMonthMixed) {
        let tables = Files(files);
        relation::check(&tables, &mut findings);
        annex::check(&tables, &mut findings);
        if let Some(to) = to {
            receiver::check(&tables, to, &mut findings);
        }
    }
    Ok(UnitReport { unit_kind: unit, findings: bounded(files, findings), files: reports })
}

/// Checks the names alone, without the files: what a relay does.
pub fn names(contents: &UnitContents) -> UnitReport {
    let name = |contents: &FileContents| FileReport { file: contents.file.clone(), findings: file::of_name(contents) };
    let (unit, mut findings) = unit(contents, &others(contents));
    attachment_types(contents, &mut findings);
    UnitReport { unit_kind: unit, files: contents.files.iter().map(name).collect(), findings }
}

/// The names of the attachments.
fn others(contents: &UnitContents) -> Vec<&str> {
    contents.attachments.iter().map(|attachment| attachment.name.as_str()).collect()
}

fn attachment_types(contents: &UnitContents, findings: &mut Vec<Finding>) {
    for attachment in contents.attachments.iter().filter(|attachment| attachment.media_type.is_none()) {
        findings.push(Finding::new(Rule::UnitAttachmentType).in_file(attachment.name.as_str()));
    }
}

/// The findings of the unit in order, not more than a file may have, under the rules of its version.
fn bounded(files: &[FileContents], mut findings: Vec<Finding>) -> Vec<Finding> {
    sort(&mut findings);
    let mut collector = Collector::new(version(files).value());
    findings.into_iter().for_each(|finding| collector.push(finding));
    collector.finish()
}

/// The names of family images among the attachments.
fn images<'a>(others: &[&'a str]) -> Vec<(&'a str, FileName)> {
    others
        .iter()
        .filter_map(|file| {
            let name = FileName::parse(file).name?;
            matches!(name.kind, NameKind::Image(_)).then_some((*file, name))
        })
        .collect()
}

fn unit(contents: &UnitContents, others: &[&str]) -> (Option<UnitKind>, Vec<Finding>) {
    let mut findings = Vec::new();
    let (files, images) = (&contents.files, images(others));
    let named = || {
        let csv = files.iter().filter_map(|file| Some((file.file.as_str(), file.name()?)));
        csv.chain(images.iter().map(|(file, name)| (*file, name)))
    };
    let id = contents.id.clone().or_else(|| {
        let (_, name) = named().next()?;
        Some(UnitId { from: name.from.clone(), to: name.to.clone(), serial: name.serial })
    });
    if let Some(id) = &id {
        for (file, name) in named() {
            if name.serial != id.serial {
                findings.push(Finding::new(Rule::UnitSerialMixed).in_file(file));
            }
            if !name.from.agrees_with(&id.from) || !name.to.agrees_with(&id.to) {
                findings.push(Finding::new(Rule::UnitOfficesMixed).in_file(file));
            }
        }
        if id.from.office() == id.to.office() {
            findings.push(Finding::new(Rule::UnitSameOffice));
        }
    }
    attachment_names(files, others, &mut findings);
    if files.is_empty() && !others.is_empty() {
        return (Some(UnitKind::Attachments), findings);
    }
    let unit = set(files, !images.is_empty(), &mut findings);
    if let Some(unit) = unit {
        months(unit, files, &mut findings);
    }
    (unit.map(|unit| unit.kind), findings)
}

/// The version whose sending units count: that of the first file's rows, or the one of its name.
fn version(files: &[FileContents]) -> Version {
    let by_rows = files.iter().find_map(|file| file.table.as_ref().filter(|table| !table.is_empty()));
    let by_name = || files.iter().find_map(|file| file.name());
    match by_rows {
        Some(table) => table.version(),
        None if by_name().is_some_and(FileName::is_third_edition) => Version::V202208,
        None => Version::CURRENT,
    }
}

/// The unit whose kinds these are. Every CSV file counts, also one whose kind is unknown.
fn set(files: &[FileContents], images: bool, findings: &mut Vec<Finding>) -> Option<&'static UnitDefinition> {
    let kinds: Option<Vec<Kind>> = files.iter().map(|file| file.kind()).collect();
    let found =
        kinds.as_ref().filter(|kinds| kinds.iter().collect::<BTreeSet<_>>().len() == kinds.len()).and_then(|kinds| {
            version(files).units().iter().find(|unit| {
                unit.kinds.iter().all(|kind| kinds.contains(kind))
                    && kinds.iter().all(|kind| unit.kinds.contains(kind) || unit.optional.contains(kind))
                    && (unit.images || !images)
            })
        });
    if found.is_none() {
        let mut names: Vec<&str> = files.iter().map(|file| file.kind().map_or("?", Kind::name)).collect();
        names.sort_unstable();
        findings.push(Finding::new(Rule::UnitSetUnknown).with_parameter(names.join("+")));
    }
    found
}

fn months(unit: &UnitDefinition, files: &[FileContents], findings: &mut Vec<Finding>) {
    let months = || files.iter().filter_map(|file| Some((file.file.as_str(), file.name()?.month.as_deref()?)));
    let expected = match unit.month {
        UnitMonth::None => return,
        UnitMonth::Zero => Some("000000"),
        UnitMonth::Same => months().map(|(_, month)| month).find(|month| *month != "000000"),
    };
    for (file, month) in months() {
        if Some(month) != expected {
            findings.push(Finding::new(Rule::UnitMonthMixed).in_file(file));
        }
    }
}

fn attachment_names(files: &[FileContents], others: &[&str], findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    let csv = files.iter().map(|file| file.file.as_str());
    for name in csv.chain(others.iter().copied()) {
        // Windows takes names that differ in case only for one.
        if !seen.insert(folded(name)) {
            findings.push(Finding::new(Rule::UnitDuplicateName).in_file(name));
        }
        if check_name(name, MAX_NAME).is_err() {
            findings.push(Finding::new(Rule::UnitAttachmentName).in_file(name));
        }
    }
}

/// Every image that 利用者基本情報 names is there, and every image is named.
fn image_references(files: &[FileContents], others: &[&str], findings: &mut Vec<Finding>) {
    let images = images(others);
    let mut named = BTreeSet::new();
    for file in files {
        let Some(table) = file.table.as_ref().filter(|table| table.kind() == Kind::Upkihon) else { continue };
        let Some(field) = table.layout().field("family_image_filename") else { continue };
        for (index, row) in table.rows().enumerate() {
            let Some(name) = row.get(field.id).filter(|name| !name.is_empty()) else { continue };
            if !images.iter().any(|(image, _)| image.eq_ignore_ascii_case(&name)) {
                findings.push(
                    Finding::new(Rule::UnitImageMissing).in_file(file.file.as_str()).at_row(index as u64 + 1).at_field(
                        field.number,
                        field.id,
                        field.name_ja,
                    ),
                );
            }
            named.insert(name.to_lowercase());
        }
    }
    if files.is_empty() {
        return;
    }
    for (image, _) in images {
        if !named.contains(&image.to_lowercase()) {
            findings.push(Finding::new(Rule::UnitImageSurplus).in_file(image));
        }
    }
}
