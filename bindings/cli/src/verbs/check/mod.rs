//! `cplink check`: what the standard says of files, units and series of units, for people or as JSON.

mod gather;
mod report;

use std::fs;
use std::path::PathBuf;

use clap::Args;
use cplink::Code;
use cplink::convert::MAX_FILE;
use cplink::file::Source;
use cplink::progress::Job;
use cplink::rules::{self, Series};
use cplink::unit::{Attachment, AttachmentContents, FileContents, MediaType, UnitContents};
use cplink_cli::{About, Exit, Fault, Outcome, print};

use self::gather::Unit;
use self::report::{Found, Report};
use super::input::{name_of, no_files};
use crate::office_number::office_number;
use crate::shell::Shell;

#[derive(Args)]
pub(crate) struct Check {
    #[arg(required = true, value_name = "PATH")]
    files: Vec<PathBuf>,
    #[arg(long)]
    unit: bool,
    #[arg(long, value_name = "OFFICE", value_parser = office_number)]
    office: Option<String>,
}

impl Check {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let report = self.report()?;
        print(&if shell.json { report.json() } else { report.text(shell.lang) })?;
        Ok(if report.has_error() { Exit::Refused } else { Exit::Done })
    }

    /// One unit after the other: of the ones before only the keys are kept.
    fn report(&self) -> Result<Report, Fault> {
        let (units, others) = gather::units(&self.files, self.unit)?;
        // A unit alone has nothing before it that could be missed.
        let mut series = (units.len() > 1).then(Series::new);
        let mut report = Report::default();
        for unit in units {
            report.units.push(check(unit, self.office.as_deref(), series.as_mut())?);
        }
        if report.is_empty() {
            let named: Vec<String> = self.files.iter().map(|path| path.display().to_string()).collect();
            return Err(no_files(&named.join(", "), &others));
        }
        Ok(report)
    }
}

fn check(unit: Unit, office: Option<&str>, series: Option<&mut Series>) -> Result<Found, Fault> {
    let Unit { folder, serial, as_unit, files: paths, passed_over } = unit;
    let mut contents = UnitContents { passed_over, ..UnitContents::default() };
    for path in paths {
        let name = name_of(&path);
        if MediaType::of_name(&name) == Some(MediaType::Csv) {
            let bytes = Source::File(path.clone()).read(MAX_FILE).about(path.display())?;
            contents.files.push(FileContents::read(&name, bytes).about(path.display())?);
        } else {
            fs::File::open(&path).map_err(|error| Fault::io(Code::FileRead, path.display(), error))?;
            let attachment = Attachment { name, source: Source::File(path.clone()) };
            contents.attachments.push(AttachmentContents::read(&attachment).about(path.display())?);
        }
    }
    let mut files: Vec<_> = contents.files.iter().map(report::file).collect();
    files.extend(contents.attachments.iter().map(|attachment| report::attachment(&attachment.name)));
    let (mut kind, mut findings) = (None, Vec::new());
    if as_unit {
        let report = rules::check_as(&contents, office, &mut Job::new())?;
        kind = report.unit_kind;
        findings.extend(report.all_findings().cloned());
        if let Some(series) = series {
            findings.extend(series.add(&contents)?);
        }
    } else {
        findings.extend(contents.files.iter().flat_map(|file| rules::file(file).findings));
        findings.extend(contents.attachments.iter().filter_map(rules::attachment));
        findings.extend(contents.passed_over.iter().map(|name| rules::system_file(name)));
    }
    Ok(Found { folder, serial: serial.map(|serial| serial.to_string()), kind, files, findings })
}
