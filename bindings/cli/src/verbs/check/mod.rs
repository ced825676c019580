//! `cplink check`: what the standard says of files, units and series of units, for people or as JSON.

mod gather;
mod report;

use std::fs;
use std::path::PathBuf;

use clap::Args;
use cplink::Code;
use cplink::bundle::{Attachment, MediaType};
use cplink::convert::MAX_FILE;
use cplink::file::Source;
use cplink::finding::{Finding, Rule};
use cplink::rules::{self, Series};
use cplink_cli::{About, Exit, Fault, Outcome, print};

use self::gather::Unit;
use self::report::{Found, Report};
use super::input::{name_of, no_files};
use crate::Shell;

#[derive(Args)]
pub(crate) struct Check {
    #[arg(required = true, value_name = "PATH")]
    files: Vec<PathBuf>,
    #[arg(long)]
    unit: bool,
}

impl Check {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let report = self.report()?;
        print(&if shell.json { report.json() } else { report.text(shell.lang) });
        Ok(if report.has_error() { Exit::Refused } else { Exit::Done })
    }

    /// One unit after the other: of the ones before only the keys are kept.
    fn report(&self) -> Result<Report, Fault> {
        let units = gather::units(&self.files, self.unit)?;
        // A unit alone has nothing before it that could be missed.
        let mut series = (units.len() > 1).then(Series::new);
        let mut report = Report::default();
        for unit in units {
            report.units.push(check(unit, series.as_mut())?);
        }
        if report.is_empty() {
            let named: Vec<String> = self.files.iter().map(|path| path.display().to_string()).collect();
            return Err(no_files(&named.join(", ")));
        }
        Ok(report)
    }
}

fn check(unit: Unit, series: Option<&mut Series>) -> Result<Found, Fault> {
    let Unit { folder, serial, as_unit, files: paths } = unit;
    let (mut reports, mut attachments) = (Vec::new(), Vec::new());
    for path in paths {
        let name = name_of(&path);
        if MediaType::of_name(&name) == Some(MediaType::Csv) {
            let bytes = Source::File(path.clone()).read(MAX_FILE).about(path.display())?;
            reports.push(rules::file(&name, bytes).about(path.display())?);
        } else {
            fs::File::open(&path).map_err(|error| Fault::io(Code::FileRead, path.display(), error))?;
            attachments.push(Attachment { name, source: Source::File(path) });
        }
    }
    let mut files: Vec<_> = reports.iter().map(report::file).collect();
    files.extend(attachments.iter().map(|attachment| report::attachment(&attachment.name)));
    let (mut kind, mut findings) = (None, Vec::new());
    if as_unit {
        let unit = rules::files(reports, &attachments, None)?;
        kind = unit.unit;
        findings.extend(unit.all_findings().cloned());
        if let Some(series) = series {
            findings.extend(series.add(&unit)?);
        }
    } else {
        findings.extend(reports.into_iter().flat_map(|report| report.findings));
        for attachment in attachments {
            if attachment.media_type().about(&attachment.name)?.is_none() {
                findings.push(Finding::new(Rule::UnitAttachmentType).in_file(attachment.name));
            }
        }
    }
    Ok(Found { folder, serial: serial.map(|serial| serial.to_string()), kind, files, findings })
}
