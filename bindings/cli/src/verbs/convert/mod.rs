//! `cplink convert`: CSV to JSON and back, one CSV version to another.

mod output;
mod report;

use std::path::PathBuf;

use clap::Args;
use cplink::finding::{Finding, has_error};
use cplink::json::{FileJson, UnitJson};
use cplink::spec::{Kind, Version};
use cplink::translate::{self, Translated};
use cplink::unit::FileName;
use cplink::{Code, Error};
use cplink_cli::{About, Exit, Expected, Fault, Outcome, print};

use self::report::{Done, as_json, as_text};
use super::input::{Input, has_ending, load};
use crate::shell::Shell;

#[derive(Args)]
pub(crate) struct Convert {
    #[arg(value_name = "IN")]
    input: PathBuf,
    #[arg(value_name = "OUT")]
    output: PathBuf,
    #[arg(long, value_name = "VERSION", value_parser = version)]
    version: Option<Version>,
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<Kind>,
    #[arg(long, value_name = "TYPE")]
    sender_type: Option<String>,
    #[arg(long, value_name = "TYPE")]
    receiver_type: Option<String>,
    #[arg(long)]
    force: bool,
}

fn version(value: &str) -> Result<Version, Expected> {
    let known: Vec<&str> = Version::ALL.iter().map(|version| version.value()).collect();
    Version::parse(value).ok_or_else(|| one_of(&known.join(", ")))
}

fn kind(name: &str) -> Result<Kind, Expected> {
    let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    Kind::parse(name).ok_or_else(|| one_of(&known.join(", ")))
}

fn one_of(known: &str) -> Expected {
    Expected::new(format!("{known} のどれかを指定してください。"), format!("Give one of {known}."))
}

impl Convert {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let (done, findings) = self.convert()?;
        print(&if shell.json { as_json(&done, &findings) } else { as_text(&done, &findings, shell.lang) })?;
        let is_clean = !has_error(&findings) && done.iter().all(Done::is_whole);
        Ok(if is_clean { Exit::Done } else { Exit::Refused })
    }

    fn convert(&self) -> Result<(Vec<Done>, Vec<Finding>), Fault> {
        let checks = has_ending(&self.input, "json");
        let target = output::Target { path: &self.output, force: self.force, checks };
        target.check()?;
        let Input { unit, mut findings, attachments, is_unit } = load(&self.input, self.kind)?;
        let mut done = Vec::new();
        let mut made = UnitJson { files: Vec::new(), attachments: unit.attachments };
        for file in unit.files {
            let (file, what) = self.file(file, is_unit)?;
            made.files.extend(file);
            done.push(what);
        }
        findings.extend(target.write(&made, &attachments, is_unit)?);
        Ok((done, findings))
    }

    /// A file in the version that is wanted; `None` where the version does not have its kind.
    fn file(&self, file: FileJson, is_unit: bool) -> Result<(Option<FileJson>, Done), Fault> {
        let FileJson { name, table } = file;
        let mut done = Done {
            name: name.clone().unwrap_or_else(|| table.kind().name().to_owned()),
            version: table.version().value(),
            rows: table.len(),
            remarks: Vec::new(),
            left_out: None,
        };
        let Some(to) = self.version else { return Ok((Some(FileJson { name, table }), done)) };
        if is_unit && to.layout(table.kind()).is_none() {
            let kinds = cplink::spec::changes().iter().find(|change| change.kinds.contains(&table.kind()));
            done.left_out = kinds.map(|change| (change.reason_ja, change.reason_en));
            return Ok((None, done));
        }
        let Translated { table, remarks } = translate::table(&table, to).about(&done.name)?;
        let name = name.map(|name| self.name(&name, to, is_unit)).transpose()?;
        (done.version, done.remarks) = (to.value(), remarks);
        Ok((Some(FileJson { name, table }), done))
    }

    /// A name of the grammar as the version has it; any other stays. The name of a single file is the user's
    /// own, so service types that nobody knows do not stop it.
    fn name(&self, name: &str, to: Version, is_unit: bool) -> Result<String, Fault> {
        let Some(parsed) = FileName::parse(name).name else { return Ok(name.to_owned()) };
        match translate::file_name(&parsed, to, self.sender_type.as_deref(), self.receiver_type.as_deref()) {
            Ok(renamed) => Ok(renamed.to_string()),
            Err(error) if !is_unit && error.code() == Code::ServiceType && self.sender_type.is_none() => {
                Ok(name.to_owned())
            }
            Err(error) => Err(untold(&error).about(name)),
        }
    }
}

/// The fault of a name that needs service types which were not given.
fn untold(error: &Error) -> Fault {
    Fault::new(
        error.code(),
        [
            "このCSVバージョンのファイル名にはサービス種類コードが入りますが、分かりません。",
            "The names of this CSV version hold service type codes, which are not known.",
        ],
        ["--sender-type と --receiver-type で指定してください。", "Give --sender-type and --receiver-type."],
    )
}
