//! `relay-mock check`: what the standard says of files, units and series of units, for people or as JSON.

mod gather;
mod report;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use cplink::bundle::{Attachment, AttachmentContents, FileContents, MediaType, UnitContents};
use cplink::convert::MAX_FILE;
use cplink::file::Source;
use cplink::finding::{Finding, Rule};
use cplink::progress::Job;
use cplink::rules::{self, Series};
use cplink::{Code, Error, Result};

use self::gather::Unit;
pub(crate) use self::report::finding;
use self::report::{Found, Report};
use super::Outcome;
use super::language::Language;

/// Check files against the standard: every rule of spec-fixtures/rules.md.
///
/// A folder is searched with the folders in it. Its files of one serial and the same two offices are one
/// sending unit; all units are then checked against each other in the order of their serials.
#[derive(Args)]
#[command(after_help = "Exit code: 0 no error-level finding, 1 at least one (sending would refuse), \
                        2 nothing could be checked (no file, not readable, too large).")]
pub(crate) struct Check {
    /// CSV files, attachments and folders.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Check the files that are named one by one as one sending unit, too.
    #[arg(long)]
    unit: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Language of the texts.
    #[arg(long, value_enum, default_value_t = Language::Ja)]
    lang: Language,
}

impl Check {
    pub(crate) fn run(&self) -> Outcome {
        let report = match self.report() {
            Ok(report) => report,
            Err(error) => {
                eprintln!("{}", self.lang.error(&error));
                return Ok(ExitCode::from(2));
            }
        };
        let text = if self.json { report.json() } else { report.text(self.lang) };
        // A reader that has gone away is no fault of the files.
        let _ = std::io::stdout().write_all(text.as_bytes());
        Ok(if report.has_error() { ExitCode::from(1) } else { ExitCode::SUCCESS })
    }

    /// One unit after the other: of the ones before only the keys are kept.
    fn report(&self) -> Result<Report> {
        let units = gather::units(&self.files, self.unit)?;
        // A unit alone has nothing before it that could be missed.
        let mut series = (units.len() > 1).then(Series::new);
        let mut report = Report::default();
        for unit in units {
            report.units.push(check(unit, series.as_mut())?);
        }
        if report.is_empty() {
            return Err(Error::new(Code::InvalidArgument).with_detail("there are no files"));
        }
        Ok(report)
    }
}

fn check(unit: Unit, series: Option<&mut Series>) -> Result<Found> {
    let Unit { folder, serial, as_unit, files: paths } = unit;
    let mut contents = UnitContents::default();
    for path in paths {
        let name = gather::name(&path);
        if MediaType::of_name(&name) == Some(MediaType::Csv) {
            contents.files.push(FileContents::read(&name, Source::File(path).read(MAX_FILE)?)?);
        } else {
            let attachment = Attachment { name, source: Source::File(path) };
            contents.attachments.push(AttachmentContents::read(&attachment)?);
        }
    }
    let mut files: Vec<_> = contents.files.iter().map(report::file).collect();
    files.extend(contents.attachments.iter().map(|attachment| report::attachment(&attachment.name)));
    let (mut kind, mut findings) = (None, Vec::new());
    if as_unit {
        let report = rules::check(&contents, &mut Job::new())?;
        kind = report.unit;
        findings.extend(report.all_findings().cloned());
        if let Some(series) = series {
            findings.extend(series.add(&contents)?);
        }
    } else {
        findings.extend(contents.files.iter().flat_map(|file| rules::file(file).findings));
        for attachment in contents.attachments {
            if attachment.media_type.is_none() {
                findings.push(Finding::new(Rule::UnitAttachmentType).in_file(attachment.name));
            }
        }
    }
    Ok(Found { folder, serial: serial.map(|serial| serial.to_string()), kind, files, findings })
}
