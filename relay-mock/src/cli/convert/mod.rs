//! `relay-mock convert`: CSV to JSON and back, one CSV version to another.

mod output;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use cplink::bundle::FileName;
use cplink::finding::Finding;
use cplink::json::{File, Unit};
use cplink::lift::{self, Deed, Lifted, Remark};
use cplink::spec::{Kind, Version};
use cplink::{Code, Error, Result};
use serde_json::{Value, json};

use super::Outcome;
use super::input::{Input, load};
use super::language::Language;

/// Convert CSV to JSON and back by the names' endings, or one CSV version to another.
///
/// IN and OUT are a file each, or a folder with the files of one sending unit; JSON holds either. Exit
/// code 1: converted, but a value was dropped, does not fit, or has to be entered.
#[derive(Args)]
pub(crate) struct Convert {
    /// A CSV file, a JSON file or a folder.
    input: PathBuf,
    /// The same; a name without .csv or .json is a folder.
    output: PathBuf,
    /// The CSV version to write.
    #[arg(long, value_parser = version)]
    version: Option<Version>,
    /// The kind of a CSV file whose name does not tell it, as UPPLAN.
    #[arg(long, value_parser = kind)]
    kind: Option<Kind>,
    /// The sender's service type for the names of 202407, where those of 202208 do not tell it.
    #[arg(long)]
    sender_type: Option<String>,
    /// The receiver's service type, likewise.
    #[arg(long)]
    receiver_type: Option<String>,
    /// Overwrite what is there.
    #[arg(long)]
    force: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Language of the texts.
    #[arg(long, value_enum, default_value_t = Language::Ja)]
    lang: Language,
}

fn version(value: &str) -> std::result::Result<Version, String> {
    let known: Vec<&str> = Version::ALL.iter().map(|version| version.value()).collect();
    Version::parse(value).ok_or_else(|| format!("one of {}", known.join(", ")))
}

fn kind(name: &str) -> std::result::Result<Kind, String> {
    Kind::parse(name).ok_or_else(|| "no such kind of file".to_owned())
}

/// What became of a file.
struct Done {
    name: String,
    version: &'static str,
    rows: usize,
    remarks: Vec<Remark>,
    /// Why the file is not there any more.
    left_out: Option<(&'static str, &'static str)>,
}

impl Convert {
    pub(crate) fn run(&self) -> Outcome {
        match self.convert() {
            Ok((done, findings)) => {
                let text = if self.json { as_json(&done, &findings) } else { self.as_text(&done, &findings) };
                // A reader that has gone away is no fault of the files.
                let _ = std::io::stdout().write_all(text.as_bytes());
                let whole = |done: &Done| done.left_out.is_none() && !done.remarks.iter().any(needs_a_person);
                Ok(if done.iter().all(whole) { ExitCode::SUCCESS } else { ExitCode::from(1) })
            }
            Err(error) => {
                eprintln!("{}", self.lang.error(&error));
                Ok(ExitCode::from(2))
            }
        }
    }

    fn convert(&self) -> Result<(Vec<Done>, Vec<Finding>)> {
        let Input { unit, mut findings, attachments, is_unit } = load(&self.input, self.kind)?;
        let mut done = Vec::new();
        let mut made = Unit { files: Vec::new(), attachments: unit.attachments };
        for file in unit.files {
            let (file, what) = self.file(file, is_unit)?;
            made.files.extend(file);
            done.push(what);
        }
        let target = output::Target { path: &self.output, force: self.force, is_unit };
        findings.extend(target.write(&made, &attachments)?);
        Ok((done, findings))
    }

    /// A file in the version that is wanted; `None` where the version does not have its kind.
    fn file(&self, file: File, is_unit: bool) -> Result<(Option<File>, Done)> {
        let File { name, table } = file;
        let mut done = Done {
            name: name.clone().unwrap_or_else(|| table.kind().name().to_owned()),
            version: table.version().value(),
            rows: table.len(),
            remarks: Vec::new(),
            left_out: None,
        };
        let Some(to) = self.version else { return Ok((Some(File { name, table }), done)) };
        if is_unit && to.layout(table.kind()).is_none() {
            let kinds = cplink::spec::changes().iter().find(|change| change.kinds.contains(&table.kind()));
            done.left_out = kinds.map(|change| (change.reason_ja, change.reason_en));
            return Ok((None, done));
        }
        let Lifted { table, remarks } = lift::convert(&table, to)?;
        let name = name.map(|name| self.name(&name, to, is_unit)).transpose()?;
        (done.version, done.remarks) = (to.value(), remarks);
        Ok((Some(File { name, table }), done))
    }

    /// A name of the grammar as the version has it; any other stays. The name of a single file is the user's
    /// own, so service types that nobody knows do not stop it.
    fn name(&self, name: &str, to: Version, is_unit: bool) -> Result<String> {
        let Some(parsed) = FileName::parse(name).name else { return Ok(name.to_owned()) };
        match lift::rename(&parsed, to, self.sender_type.as_deref(), self.receiver_type.as_deref()) {
            Ok(renamed) => Ok(renamed.to_string()),
            Err(error) if !is_unit && error.code() == Code::InvalidArgument && self.sender_type.is_none() => {
                Ok(name.to_owned())
            }
            Err(error) => Err(Error::new(error.code())
                .with_detail("give --sender-type and --receiver-type: names of this version hold service type codes")),
        }
    }

    fn as_text(&self, done: &[Done], findings: &[Finding]) -> String {
        let mut text = String::new();
        for finding in findings {
            text += &self.lang.finding(finding);
            text.push('\n');
        }
        for file in done {
            if let Some((ja, en)) = file.left_out {
                text += &format!(
                    "{}: {} {}\n",
                    file.name,
                    self.lang.pick("ファイルごと落としました。", "left out."),
                    self.lang.pick(ja, en)
                );
                continue;
            }
            let rows = match self.lang {
                Language::Ja => format!("{}行", file.rows),
                Language::En => format!("{} rows", file.rows),
            };
            text += &format!("{}: CSV {} {rows}\n", file.name, file.version);
            for remark in &file.remarks {
                let message = match self.lang {
                    Language::Ja => remark.message_ja(),
                    Language::En => remark.message_en(),
                };
                text += &format!("  {message}\n");
                if needs_a_person(remark) {
                    let rows: Vec<String> = remark.rows().iter().map(u64::to_string).collect();
                    text += &format!("    {}: {}\n", self.lang.pick("行", "rows"), rows.join(", "));
                }
            }
        }
        text
    }
}

/// What a person has to look at.
fn needs_a_person(remark: &Remark) -> bool {
    matches!(remark.deed(), Deed::Dropped | Deed::TooLong | Deed::Needed)
}

fn as_json(done: &[Done], findings: &[Finding]) -> String {
    let remark = |remark: &Remark| {
        json!({
            "deed": remark.deed().name(),
            "field": remark.field().map(|field| field.id),
            "column": remark.field().map(|field| field.number),
            "rows": remark.rows(),
            "message_ja": remark.message_ja(),
            "message_en": remark.message_en(),
        })
    };
    let files: Vec<Value> = done
        .iter()
        .map(|file| {
            json!({
                "name": file.name,
                "version": file.version,
                "rows": file.rows,
                "left_out": file.left_out.map(|(ja, en)| json!({ "reason_ja": ja, "reason_en": en })),
                "remarks": file.remarks.iter().map(remark).collect::<Vec<_>>(),
            })
        })
        .collect();
    let findings: Vec<Value> = findings.iter().map(super::check::finding).collect();
    format!("{:#}\n", json!({ "files": files, "findings": findings }))
}
