//! `cplink verify`: containers, receipts and exports of evidence, offline.

mod fact;
mod fault;
mod files;
mod item;
mod report;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use cplink::evidence::{self, Evidence};
use cplink::keys::{CertificateDer, Trust, UnixTime, UnusableList};
use cplink::progress::Job;
use cplink::seal::{Receipt, unix_time};
use cplink::{Code, Error};
use cplink_cli::{Exit, Expected, Fault, Outcome, print};

use self::fact::Fact;
use self::item::Item;
use crate::connect::{authorities, with_lists};
use crate::shell::Shell;

#[derive(Args)]
pub(crate) struct Verify {
    #[arg(required = true, value_name = "PATH")]
    files: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    ca: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    crl: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    tsa: Vec<PathBuf>,
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<UnixTime>,
}

fn moment(text: &str) -> Result<UnixTime, Expected> {
    unix_time(text)
        .map_err(|_| Expected::new("2026-01-31T00:00:00Z の形で指定してください。", "Give it as 2026-01-31T00:00:00Z."))
}

/// Whether nothing was verified: the file is not there, or not what can be verified.
fn is_no_evidence(fault: &Fault) -> bool {
    matches!(fault.code(), Code::FileRead | Code::NoFiles)
}

/// What a file holds, before it is verified.
#[derive(PartialEq, Eq)]
enum Form {
    Container,
    Receipt,
    Export,
}

impl Verify {
    pub(crate) fn run(mut self, shell: Shell) -> Outcome {
        self.files = files::listed(self.files)?;
        let trust = self.trust()?;
        let items = self.check(trust.clone())?;
        let ok = items.iter().all(Item::holds);
        let unread = items.iter().any(|item| matches!(&item.outcome, Err(fault) if is_no_evidence(fault)));
        let unusable = trust.as_ref().map(|trust| unusable_lists(trust, &items)).unwrap_or_default();
        print(&if shell.json {
            report::as_json(&items, &unusable, ok)
        } else {
            report::as_text(&items, &unusable, ok, shell.lang)
        })?;
        Ok(if ok {
            Exit::Done
        } else if unread {
            Exit::Unusable
        } else {
            Exit::Refused
        })
    }

    fn check(&self, trust: Option<Trust>) -> Result<Vec<Item>, Fault> {
        let now = self.at.unwrap_or_else(UnixTime::now);
        let forms: Vec<Result<Form, Fault>> = self.files.iter().map(|path| form(path)).collect();
        let loose = forms.iter().position(|form| matches!(form, Ok(Form::Container | Form::Receipt)));
        if let (Some(loose), None) = (loose, &trust) {
            return Err(no_authority().about(self.files[loose].display()));
        }
        let mut evidence = trust.clone().map(|trust| Evidence::new(trust, now));
        let mut items: Vec<Option<Item>> = self.files.iter().map(|_| None).collect();
        // A receipt may count only by another one, which records it and may come later.
        if let Some(evidence) = &mut evidence {
            for (path, _) in self.files.iter().zip(&forms).filter(|(_, form)| matches!(form, Ok(Form::Receipt))) {
                // What is wrong with it is told below.
                let _ = fact(evidence, &Form::Receipt, path);
            }
        }
        // Receipts first: a container is verified as of the time in its receipt.
        for wanted in [Form::Receipt, Form::Container, Form::Export] {
            for ((path, form), item) in self.files.iter().zip(&forms).zip(&mut items) {
                let outcome = match (form, &mut evidence) {
                    (Err(_), _) if item.is_none() => Err(Fault::io(Code::FileRead, path.display(), again(path))),
                    (Ok(form), Some(evidence)) if *form == wanted && wanted != Form::Export => {
                        fact(evidence, form, path).map_err(|error| fault::of_item(form == &Form::Receipt, error))
                    }
                    (Ok(Form::Export), _) if wanted == Form::Export && !folder(path).join(evidence::INDEX).exists() => {
                        Err(no_export())
                    }
                    (Ok(Form::Export), _) if wanted == Form::Export => {
                        let report = evidence::verify(folder(path), trust.as_ref(), now, &mut Job::new());
                        report.map(|report| Fact::Export(Box::new(report))).map_err(Fault::from)
                    }
                    _ => continue,
                };
                *item = Some(Item { file: path.display().to_string(), outcome });
            }
        }
        Ok(items.into_iter().flatten().collect())
    }

    fn trust(&self) -> Result<Option<Trust>, Fault> {
        if self.ca.is_empty() {
            let more = self.crl.iter().chain(&self.tsa).next();
            return more.map_or(Ok(None), |path| Err(no_authority().about(path.display())));
        }
        let mut trust = authorities(&self.ca)?;
        trust = with_lists(trust, &self.crl)?;
        if !self.tsa.is_empty() {
            trust = trust.with_stamp_authorities(authorities(&self.tsa)?);
        }
        Ok(Some(trust))
    }
}

/// The lists that were set aside, and those that no authority of the trust or of the verified chains has signed.
fn unusable_lists(trust: &Trust, items: &[Item]) -> Vec<UnusableList> {
    let chains: Vec<CertificateDer<'static>> =
        items.iter().filter_map(Item::signer).flat_map(|signer| signer.intermediates.clone()).collect();
    trust.unusable_lists().iter().cloned().chain(trust.unverified_lists(&chains)).collect()
}

/// The fault of a call that says of no authority that it is trusted.
fn no_authority() -> Fault {
    Fault::argument(
        [
            "メッセージと受領証を検証するには、信頼する認証局の証明書が必要です。",
            "Containers and receipts are verified against trusted authorities, and none is given.",
        ],
        ["--ca FILE で指定してください。", "Give them with --ca FILE."],
    )
}

/// The fault of a folder that is no export.
fn no_export() -> Fault {
    Fault::new(
        Code::NoFiles,
        [
            "証跡のフォルダーではありません（evidence.json がなく、メッセージと受領証のファイルもありません）。",
            "It is no export of evidence: evidence.json is missing, and so are containers and receipts.",
        ],
        [
            "証跡のフォルダー、またはメッセージ（.asice）と受領証（.p7s）のファイルを指定してください。",
            "Name the folder of an export, or files: containers (.asice) and receipts (.p7s).",
        ],
    )
}

/// More than any receipt.
const MAX_RECEIPT: u64 = 256 * 1024;

/// What a file is, by its content.
fn form(path: &Path) -> Result<Form, Fault> {
    if path.is_dir() || path.file_name().is_some_and(|name| name == evidence::INDEX) {
        return Ok(Form::Export);
    }
    let mut head = Vec::new();
    let file = fs::File::open(path);
    let read = file.and_then(|file| file.take(MAX_RECEIPT).read_to_end(&mut head));
    read.map_err(|error| Fault::io(Code::FileRead, path.display(), error))?;
    // What is neither is told as no container.
    Ok(match Receipt::of_file(&head) {
        _ if head.starts_with(b"PK") => Form::Container,
        Err(error) if error.code() != Code::PemDamaged => Form::Container,
        _ => Form::Receipt,
    })
}

/// The fault of a file that could not be read.
fn again(path: &Path) -> std::io::Error {
    fs::File::open(path).err().unwrap_or_else(|| std::io::Error::other("not readable"))
}

fn folder(path: &Path) -> &Path {
    if path.is_dir() {
        return path;
    }
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn fact(evidence: &mut Evidence, form: &Form, path: &Path) -> cplink::Result<Fact> {
    let bug = || Error::new(Code::Bug);
    if *form == Form::Receipt {
        let bytes = fs::read(path).map_err(|error| Error::path(Code::FileRead, path, error))?;
        let der = Receipt::of_file(&bytes)?;
        evidence.add_receipt(&der)?;
        let found = evidence.receipts().iter().find(|(_, known)| *known == der);
        let is_unrecorded = evidence.unrecorded().contains(&der);
        let found = found.ok_or_else(|| if is_unrecorded { evidence.why_unrecorded(&der).into() } else { bug() })?;
        return Ok(Fact::Receipt(Box::new(found.0.clone())));
    }
    let id = evidence.add_container(path, &mut Job::new())?;
    let found = evidence.messages().iter().find(|message| message.id == id);
    Ok(Fact::Container(Box::new(found.ok_or_else(bug)?.clone())))
}
