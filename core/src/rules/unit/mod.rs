//! The sending unit: which files may travel together, and whether their records do.

mod annex;
mod files;
mod names;
mod receiver;
mod relation;
mod set;

pub use self::names::{attachment, system_file};

use std::cmp::Reverse;
use std::collections::BTreeSet;

use self::files::Files;
use self::set::{Set, version};
use super::collector::{Collector, sort};
use super::file::{self, FileReport};
use crate::error::Result;
use crate::finding::{Finding, Rule, Severity};
use crate::progress::Job;
use crate::spec::{Kind, UnitDefinition, UnitKind, UnitMonth};
use crate::unit::{FileContents, FileName, NameKind, Serial, UnitContents, UnitId, sealed_name};

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
    check_as(contents, None, job)
}

/// Checks a unit as the office of this number, which sends or receives it: one that is neither from it nor to it is
/// for somebody else.
///
/// # Errors
/// As [`check`].
pub fn check_as(contents: &UnitContents, office: Option<&str>, job: &mut Job<'_>) -> Result<UnitReport> {
    let copies = names::copies(&contents.files);
    let mut reports = Vec::with_capacity(contents.files.len());
    for (contents, original) in contents.files.iter().zip(&copies) {
        job.check()?;
        reports.push(match original {
            None => file::file(contents),
            // The original's rows are told of; a copy's would be told twice.
            Some(_) => FileReport { file: contents.file.clone(), findings: file::of_name(contents) },
        });
    }
    let files = originals(contents, &copies);
    let others = others(contents);
    let to = contents.id.as_ref().map(|id| &id.to).or_else(|| files.iter().find_map(|file| Some(&file.name()?.to)));
    let (unit, mut findings) = unit(contents, &copies, &others);
    if let Some(office) = office {
        receiver::addressed(contents, office, &mut findings);
    }
    image_references(&files, &others, &mut findings);
    // Records of two months have no common keys; telling each of them would hide what is wrong.
    if !findings.iter().any(|finding| finding.rule() == Rule::UnitMonthMixed) {
        let tables = Files(&files);
        relation::check(&tables, &mut findings);
        annex::check(&tables, &mut findings);
        if let Some(to) = to {
            receiver::check(&tables, to, &mut findings);
        }
    }
    Ok(UnitReport { unit_kind: unit, findings: bounded(&files, findings), files: reports })
}

/// Checks the names alone, without the files: what a relay does.
pub fn names(contents: &UnitContents) -> UnitReport {
    let name =
        |contents: &FileContents| FileReport { file: contents.file.clone(), findings: file::of_sent_name(contents) };
    let (unit, findings) = unit(contents, &names::copies(&contents.files), &others(contents));
    UnitReport { unit_kind: unit, files: contents.files.iter().map(name).collect(), findings }
}

/// The CSV files without copies of others.
fn originals<'a>(contents: &'a UnitContents, copies: &[Option<&FileContents>]) -> Vec<&'a FileContents> {
    contents.files.iter().zip(copies).filter(|(_, original)| original.is_none()).map(|(file, _)| file).collect()
}

/// The names of the attachments.
fn others(contents: &UnitContents) -> Vec<&str> {
    contents.attachments.iter().map(|attachment| attachment.name.as_str()).collect()
}

/// The findings of the unit in order, not more than a file may have, under the rules of its version.
fn bounded(files: &[&FileContents], mut findings: Vec<Finding>) -> Vec<Finding> {
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

fn unit(
    contents: &UnitContents,
    copies: &[Option<&FileContents>],
    others: &[&str],
) -> (Option<UnitKind>, Vec<Finding>) {
    let mut findings = Vec::new();
    let (files, images) = (originals(contents, copies), images(others));
    let named = || {
        let csv = files.iter().filter_map(|file| Some((file.file.as_str(), file.name()?)));
        csv.chain(images.iter().map(|(file, name)| (*file, name)))
    };
    let id = contents.id.clone().or_else(|| {
        // The serial of most files, the first one of several.
        let count = |serial: Serial| named().filter(|(_, name)| name.serial == serial).count();
        let (_, name) = named().min_by_key(|(_, name)| Reverse(count(name.serial)))?;
        Some(UnitId { from: name.from.clone(), to: name.to.clone(), serial: name.serial })
    });
    if let Some(id) = &id {
        for (file, name) in named() {
            if name.serial != id.serial {
                let serial = id.serial.to_string();
                findings.push(Finding::new(Rule::UnitSerialMixed).in_file(file).with_parameter(serial));
            }
            if !name.from.agrees_with(&id.from) || !name.to.agrees_with(&id.to) {
                findings.push(Finding::new(Rule::UnitOfficesMixed).in_file(file));
            }
        }
        if id.from.office() == id.to.office() {
            findings.push(Finding::new(Rule::UnitSameOffice));
        }
    }
    names::check(contents, copies, &mut findings);
    names::attachment_types(contents, &mut findings);
    names::passed_over(contents, &mut findings);
    if files.is_empty() && !others.is_empty() {
        return (Some(UnitKind::Attachments), findings);
    }
    let unit = Set { files: &files, images: &images, id: id.as_ref() }.find(&mut findings);
    if let Some(unit) = unit {
        months(unit, &files, &mut findings);
    }
    (unit.map(|unit| unit.kind), findings)
}

fn months(unit: &UnitDefinition, files: &[&FileContents], findings: &mut Vec<Finding>) {
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

/// Every image that 利用者基本情報 names is there, and every image is named.
fn image_references(files: &[&FileContents], others: &[&str], findings: &mut Vec<Finding>) {
    let images = images(others);
    let mut named = BTreeSet::new();
    for file in files {
        let Some(table) = file.table.as_ref().filter(|table| table.kind() == Kind::Upkihon) else { continue };
        let Some(field) = table.layout().field("family_image_filename") else { continue };
        for (index, row) in table.rows().enumerate() {
            let Some(name) = row.get(field.id).filter(|name| !name.is_empty()) else { continue };
            if !images.iter().any(|(image, _)| sealed_name(image).eq_ignore_ascii_case(&name)) {
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
        if !named.contains(&sealed_name(image).to_lowercase()) {
            findings.push(Finding::new(Rule::UnitImageSurplus).in_file(image));
        }
    }
}
