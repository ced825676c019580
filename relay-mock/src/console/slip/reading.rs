//! A unit that was read and checked.

use std::sync::Arc;

use cplink::file::{Source, is_system_file};
use cplink::finding::Finding;
use cplink::form::Printable;
use cplink::json::{AttachmentJson, FileJson, UnitJson};
use cplink::progress::Job;
use cplink::rules::Series;
use cplink::unit::{Attachment, AttachmentContents, FileContents, FileName, MediaType, UnitContents};
use cplink::{Code, Error, Result, rules};

use super::files::{MOST_CSV, SlipFile, SlipFiles};
use super::real;

/// A unit that was read and checked.
pub(crate) struct Reading {
    pub(crate) contents: UnitContents,
    pub(crate) findings: Vec<Finding>,
    /// Whether a number in it could be a real person's.
    pub(crate) looks_real: bool,
    /// All its files.
    pub(super) files: Vec<SlipFile>,
}

impl Reading {
    /// Reads and checks. It calculates: not on an async worker.
    pub(crate) fn of(unit: SlipFiles) -> Result<Self> {
        let SlipFiles { id, subject, office, as_unit, files } = unit;
        let csv: u64 = files.iter().filter(|file| file.is_csv()).map(|file| file.size).sum();
        if csv > MOST_CSV {
            return Err(Error::new(Code::TooLarge));
        }
        let mut contents = UnitContents { id, ..UnitContents::default() };
        let mut looks_real = real::text_looks_real(&subject);
        for file in &files {
            // The standard's names have numbers of offices.
            let is_own_name = || FileName::parse(&file.name).name.is_none();
            looks_real |= is_own_name() && real::text_looks_real(&file.name);
            if is_system_file(&file.name) {
                contents.passed_over.push(file.name.clone());
            } else if file.is_csv() {
                let read = FileContents::read(&file.name, Arc::clone(&file.bytes))?;
                looks_real |= match &read.table {
                    Some(table) => real::table_looks_real(table),
                    None => real::file_looks_real(file),
                };
                contents.files.push(read);
            } else {
                contents.attachments.push(AttachmentContents::read(&attachment(file))?);
            }
        }
        let findings = if as_unit {
            let report = rules::check_as(&contents, office.as_deref(), &mut Job::new())?;
            report.all_findings().cloned().collect()
        } else {
            let of_files = contents.files.iter().flat_map(|file| rules::file(file).findings);
            let of_others = contents.attachments.iter().filter_map(rules::attachment);
            of_files.chain(of_others).collect()
        };
        Ok(Self { contents, findings, looks_real, files })
    }

    /// The same of one of several units, with what those before it say of it.
    pub(crate) fn in_series(units: &[SlipFiles], at: usize) -> Result<Self> {
        let mut series = Series::new();
        // A unit alone has nothing before it that could be missed.
        let first = if units.len() > 1 { 0 } else { at };
        for (place, unit) in units.iter().enumerate().take(at.saturating_add(1)).skip(first) {
            let mut reading = Self::of(unit.clone())?;
            if units.len() > 1 && unit.as_unit {
                reading.findings.extend(series.add(&reading.contents)?);
            }
            if place == at {
                return Ok(reading);
            }
        }
        Err(Error::new(Code::InvalidArgument))
    }

    /// The files that are no CSV, each with its place among all.
    pub(crate) fn others(&self) -> impl Iterator<Item = (usize, &SlipFile)> {
        self.files.iter().enumerate().filter(|(_, file)| !file.is_csv())
    }

    /// What is drawn of it.
    pub(super) fn into_printable(self) -> Printable {
        let attachments = self.others().map(|(_, file)| attachment(file)).collect();
        Printable { files: tables(self.contents), attachments, findings: Vec::new() }
    }

    /// Its rows, and what is beside them.
    pub(super) fn into_json(self) -> UnitJson {
        let about = |(_, file): (usize, &SlipFile)| AttachmentJson {
            name: file.name.clone(),
            media_type: MediaType::of_name(&file.name).map_or("application/octet-stream", MediaType::name).to_owned(),
            size: file.size,
            sha256: file.sha256.clone(),
        };
        let attachments = self.others().map(about).collect();
        UnitJson { files: tables(self.contents), attachments }
    }

    /// Its tables, as those of a side of a comparison.
    pub(crate) fn into_tables(self) -> Vec<FileJson> {
        tables(self.contents)
    }
}

fn attachment(file: &SlipFile) -> Attachment {
    Attachment { name: file.name.clone(), source: Source::from(Arc::clone(&file.bytes)) }
}

fn tables(contents: UnitContents) -> Vec<FileJson> {
    let named = |file: FileContents| Some(FileJson { name: Some(file.sealed_name()), table: file.table? });
    contents.files.into_iter().filter_map(named).collect()
}
