//! The sending unit: which files may travel together, and whether their records do.

mod annex;
mod files;
mod receiver;
mod relation;

use std::collections::BTreeSet;

use self::files::Files;
use super::file::{FileReport, file};
use super::sink::{Sink, sort};
use crate::bundle::{Address, Attachment, Bundle, FileName, MediaType, NameKind, Serial};
use crate::error::Result;
use crate::file::{MAX_NAME, check_name, folded};
use crate::finding::{Finding, Rule, Severity};
use crate::progress::{Job, Step};
use crate::spec::{Kind, Unit, UnitKind, UnitMonth, Version};

/// What is known of a unit.
#[derive(Debug)]
pub struct Report {
    /// Which unit of the standard it is, where it is one.
    pub unit: Option<UnitKind>,
    /// The CSV files, in the order given.
    pub files: Vec<FileReport>,
    /// What is to be said of the unit as a whole; each file has its own besides.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether a finding forbids sending.
    pub fn has_error(&self) -> bool {
        self.all_findings().any(|finding| finding.severity() == Severity::Error)
    }

    /// All findings: each file's, then the unit's.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        self.files.iter().flat_map(|file| &file.findings).chain(&self.findings)
    }
}

/// Sender, receiver and serial that all files must share.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The sender.
    pub from: Address,
    /// The receiver.
    pub to: Address,
    /// The serial.
    pub serial: Serial,
}

/// Checks a bundle: every file on its own, and all of them as one unit.
///
/// # Errors
/// [`Code::TooLarge`](crate::Code::TooLarge), [`Code::FileRead`](crate::Code::FileRead),
/// [`Code::Cancelled`](crate::Code::Cancelled).
pub fn check(bundle: &Bundle, job: &mut Job<'_>) -> Result<Report> {
    let total = bundle.csv().iter().map(|csv| csv.bytes.len() as u64).sum();
    let mut done = 0;
    let mut reports = Vec::with_capacity(bundle.csv().len());
    for csv in bundle.csv() {
        job.report(Step::Checking, done, total)?;
        reports.push(file(&csv.name, csv.bytes.as_slice())?);
        done += csv.bytes.len() as u64;
    }
    job.report(Step::Checking, done, total)?;
    let identity = Identity { from: bundle.from().clone(), to: bundle.to().clone(), serial: bundle.serial() };
    files(reports, bundle.attachments(), Some(identity))
}

/// Checks files that were read as one unit. Without an identity that of the first readable name is
/// what the others must share.
///
/// # Errors
/// [`Code::FileRead`](crate::Code::FileRead).
pub fn files(reports: Vec<FileReport>, attachments: &[Attachment], identity: Option<Identity>) -> Result<Report> {
    let others: Vec<&str> = attachments.iter().map(|attachment| attachment.name.as_str()).collect();
    let to = identity.as_ref().map(|identity| identity.to.clone());
    let to = to.or_else(|| reports.iter().find_map(|report| Some(report.name.as_ref()?.to.clone())));
    let (unit, mut findings) = unit(&reports, &others, identity);
    for attachment in attachments {
        if attachment.media_type()?.is_none() {
            findings.push(Finding::new(Rule::UnitAttachmentType).in_file(attachment.name.as_str()));
        }
    }
    image_references(&reports, &others, &mut findings);
    // Records of two months have no common keys; telling each of them would hide what is wrong.
    if !findings.iter().any(|finding| finding.rule() == Rule::UnitMonthMixed) {
        let tables = Files(&reports);
        relation::check(&tables, &mut findings);
        annex::check(&tables, &mut findings);
        if let Some(to) = &to {
            receiver::check(&tables, to, &mut findings);
        }
    }
    Ok(Report { unit, findings: bounded(&reports, findings), files: reports })
}

/// The findings of the unit in order, not more than a file may have, under the rules of its version.
fn bounded(reports: &[FileReport], mut findings: Vec<Finding>) -> Vec<Finding> {
    sort(&mut findings);
    let mut sink = Sink::new(version(reports).value());
    findings.into_iter().for_each(|finding| sink.push(finding));
    sink.finish()
}

/// Checks names alone, without the files: what a relay does.
pub fn names(names: &[String], identity: Identity) -> Report {
    let (csv, others): (Vec<&str>, Vec<&str>) =
        names.iter().map(String::as_str).partition(|name| MediaType::of_name(name) == Some(MediaType::Csv));
    let reports: Vec<FileReport> = csv.into_iter().map(FileReport::of_name).collect();
    let (unit, mut findings) = unit(&reports, &others, Some(identity));
    for name in others.iter().filter(|name| MediaType::of_name(name).is_none()) {
        findings.push(Finding::new(Rule::UnitAttachmentType).in_file(*name));
    }
    Report { unit, files: reports, findings }
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

fn unit(reports: &[FileReport], others: &[&str], identity: Option<Identity>) -> (Option<UnitKind>, Vec<Finding>) {
    let mut findings = Vec::new();
    let images = images(others);
    let named = || {
        let csv = reports.iter().filter_map(|report| Some((report.file.as_str(), report.name.as_ref()?)));
        csv.chain(images.iter().map(|(file, name)| (*file, name)))
    };
    let identity = identity.or_else(|| {
        let (_, name) = named().next()?;
        Some(Identity { from: name.from.clone(), to: name.to.clone(), serial: name.serial })
    });
    if let Some(identity) = &identity {
        for (file, name) in named() {
            if name.serial != identity.serial {
                findings.push(Finding::new(Rule::UnitSerialMixed).in_file(file));
            }
            if !name.from.agrees_with(&identity.from) || !name.to.agrees_with(&identity.to) {
                findings.push(Finding::new(Rule::UnitOfficesMixed).in_file(file));
            }
        }
        if identity.from.office() == identity.to.office() {
            findings.push(Finding::new(Rule::UnitSameOffice));
        }
    }
    attachment_names(reports, others, &mut findings);
    if reports.is_empty() && !others.is_empty() {
        return (Some(UnitKind::Attachments), findings);
    }
    let unit = set(reports, !images.is_empty(), &mut findings);
    if let Some(unit) = unit {
        months(unit, reports, &mut findings);
    }
    (unit.map(|unit| unit.kind), findings)
}

/// The version whose sending units count: that of the first file's rows, or what its name tells.
fn version(reports: &[FileReport]) -> Version {
    let by_rows = reports.iter().find_map(|report| report.table.as_ref().filter(|table| !table.is_empty()));
    let by_name = || reports.iter().find_map(|report| report.name.as_ref());
    match by_rows {
        Some(table) => table.version(),
        None if by_name().is_some_and(FileName::is_third_edition) => Version::V202208,
        None => Version::CURRENT,
    }
}

/// The unit whose kinds these are. Every CSV file counts, also one whose kind is unknown.
fn set(reports: &[FileReport], images: bool, findings: &mut Vec<Finding>) -> Option<&'static Unit> {
    let kinds: Option<Vec<Kind>> = reports.iter().map(|report| report.kind).collect();
    let found =
        kinds.as_ref().filter(|kinds| kinds.iter().collect::<BTreeSet<_>>().len() == kinds.len()).and_then(|kinds| {
            version(reports).units().iter().find(|unit| {
                unit.kinds.iter().all(|kind| kinds.contains(kind))
                    && kinds.iter().all(|kind| unit.kinds.contains(kind) || unit.optional.contains(kind))
                    && (unit.images || !images)
            })
        });
    if found.is_none() {
        let mut names: Vec<&str> = reports.iter().map(|report| report.kind.map_or("?", Kind::name)).collect();
        names.sort_unstable();
        findings.push(Finding::new(Rule::UnitSetUnknown).with_parameter(names.join("+")));
    }
    found
}

fn months(unit: &Unit, reports: &[FileReport], findings: &mut Vec<Finding>) {
    let months =
        || reports.iter().filter_map(|report| Some((report.file.as_str(), report.name.as_ref()?.month.as_deref()?)));
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

fn attachment_names(reports: &[FileReport], others: &[&str], findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    let csv = reports.iter().map(|report| report.file.as_str());
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
fn image_references(reports: &[FileReport], others: &[&str], findings: &mut Vec<Finding>) {
    let images = images(others);
    let mut named = BTreeSet::new();
    for report in reports {
        let Some(table) = report.table.as_ref().filter(|table| table.kind() == Kind::Upkihon) else { continue };
        let Some(field) = table.layout().field("family_image_filename") else { continue };
        for (index, row) in table.rows().enumerate() {
            let Some(name) = row.get(field.id).filter(|name| !name.is_empty()) else { continue };
            if !images.iter().any(|(image, _)| image.eq_ignore_ascii_case(&name)) {
                findings.push(
                    Finding::new(Rule::UnitImageMissing)
                        .in_file(report.file.as_str())
                        .at_row(index as u64 + 1)
                        .at_field(field.number, field.id, field.name_ja),
                );
            }
            named.insert(name.to_lowercase());
        }
    }
    if reports.is_empty() {
        return;
    }
    for (image, _) in images {
        if !named.contains(&image.to_lowercase()) {
            findings.push(Finding::new(Rule::UnitImageSurplus).in_file(image));
        }
    }
}
