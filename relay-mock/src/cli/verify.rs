//! `relay-mock verify`: containers, receipts and exports of evidence, offline.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use cplink::evidence::{self, Evidence, Judged, VerifiedMessage};
use cplink::keys::{Trust, UnixTime};
use cplink::progress::Job;
use cplink::seal::{Gap, MessageId, VerifiedReceipt, japan_time, rfc3339_utc, unix_time};
use cplink::{Code, Error, Result};
use serde_json::{Value, json};

use super::Outcome;
use super::language::Language;

/// Verify containers, receipts and exports of evidence, without a relay.
///
/// Exit code 0: everything holds. 1: something does not. 2: a file cannot be read, or the call is not usable.
#[derive(Args)]
pub(crate) struct Verify {
    /// Containers (.asice), receipts (.p7s) and folders of exports. An expired container is judged as
    /// of its receipt where both are given.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The trusted authorities, PEM; may be given more than once. Without it, exports are checked
    /// against the authorities that they bring along.
    #[arg(long, value_name = "FILE")]
    ca: Vec<PathBuf>,
    /// Revocation lists, PEM.
    #[arg(long, value_name = "FILE")]
    crl: Vec<PathBuf>,
    /// The authorities whose time stamps count, PEM.
    #[arg(long, value_name = "FILE")]
    tsa: Vec<PathBuf>,
    /// As of when, as 2026-01-31T00:00:00Z; now without it.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Language of the texts.
    #[arg(long, value_enum, default_value_t = Language::Ja)]
    lang: Language,
}

/// What came of one file.
struct Item {
    file: String,
    outcome: Result<Fact>,
}

enum Fact {
    Container(Box<VerifiedMessage>),
    Receipt(Box<VerifiedReceipt>),
    Export(Box<evidence::Report>),
}

#[derive(PartialEq, Eq)]
enum Form {
    Container,
    Receipt,
    Export,
}

impl Verify {
    pub(crate) fn run(&self) -> Outcome {
        let items = match self.check() {
            Ok(items) => items,
            Err(error) => {
                eprintln!("{}", self.lang.error(&error));
                return Ok(ExitCode::from(2));
            }
        };
        let ok = items.iter().all(Item::holds);
        let unread = items.iter().any(|item| matches!(&item.outcome, Err(error) if error.code() == Code::FileRead));
        let text = if self.json { as_json(&items, ok) } else { self.as_text(&items, ok) };
        // A reader that has gone away is no fault of the files.
        let _ = std::io::stdout().write_all(text.as_bytes());
        Ok(match (ok, unread) {
            (true, _) => ExitCode::SUCCESS,
            (false, false) => ExitCode::from(1),
            (false, true) => ExitCode::from(2),
        })
    }

    fn check(&self) -> Result<Vec<Item>> {
        let now = match &self.at {
            Some(text) => unix_time(text)?,
            None => UnixTime::now(),
        };
        let forms: Vec<Result<Form>> = self.files.iter().map(|path| form(path)).collect();
        let trust = self.trust()?;
        let loose = forms.iter().any(|form| matches!(form, Ok(Form::Container | Form::Receipt)));
        if loose && trust.is_none() {
            return Err(Error::new(Code::InvalidArgument).with_detail("containers and receipts take --ca FILE"));
        }
        let mut evidence = trust.clone().map(|trust| Evidence::new(trust, now));
        let mut items: Vec<Option<Item>> = self.files.iter().map(|_| None).collect();
        // Receipts first: they say as of when a container is judged.
        for wanted in [Form::Receipt, Form::Container, Form::Export] {
            for ((path, form), item) in self.files.iter().zip(&forms).zip(&mut items) {
                let outcome = match (form, &mut evidence) {
                    (Err(error), _) if item.is_none() => Err(Error::io(error.code(), again(path))),
                    (Ok(form), Some(evidence)) if *form == wanted && wanted != Form::Export => {
                        fact(evidence, form, path)
                    }
                    (Ok(Form::Export), _) if wanted == Form::Export => {
                        let report = evidence::verify(folder(path), trust.as_ref(), now, &mut Job::new());
                        report.map(|report| Fact::Export(Box::new(report)))
                    }
                    _ => continue,
                };
                *item = Some(Item { file: path.display().to_string(), outcome });
            }
        }
        Ok(items.into_iter().flatten().collect())
    }

    fn trust(&self) -> Result<Option<Trust>> {
        let read = |paths: &[PathBuf]| -> Result<Vec<u8>> {
            let mut all = Vec::new();
            for path in paths {
                all.extend(fs::read(path).map_err(|error| Error::io(Code::FileRead, error))?);
                all.push(b'\n');
            }
            Ok(all)
        };
        if self.ca.is_empty() {
            return match self.crl.is_empty() && self.tsa.is_empty() {
                true => Ok(None),
                false => Err(Error::new(Code::InvalidArgument).with_detail("--crl and --tsa go with --ca")),
            };
        }
        let mut trust = Trust::from_pem(&read(&self.ca)?)?;
        if !self.crl.is_empty() {
            trust = trust.with_pem(&read(&self.crl)?)?;
        }
        if !self.tsa.is_empty() {
            trust = trust.with_stamp_authorities(Trust::from_pem(&read(&self.tsa)?)?);
        }
        Ok(Some(trust))
    }

    fn as_text(&self, items: &[Item], ok: bool) -> String {
        let mut text = String::new();
        for item in items {
            let said = match &item.outcome {
                Err(error) => format!("{}: {}", self.lang.pick("不可", "FAILED"), self.lang.error(error)),
                Ok(fact) => format!("{}: {}", self.lang.pick("正", "OK"), self.fact(fact)),
            };
            text.push_str(&format!("{}: {said}\n", item.file));
            for (office, gap) in item.gaps() {
                let gap = match self.lang {
                    Language::Ja => gap.message_ja(),
                    Language::En => gap.message_en(),
                };
                text.push_str(&format!("{}: {office}: {gap}\n", item.file));
            }
        }
        text.push_str(match ok {
            true => self.lang.pick("すべて確かめました。\n", "Everything holds.\n"),
            false => self.lang.pick("確かめられないものがあります。\n", "Something does not hold.\n"),
        });
        text
    }

    fn fact(&self, fact: &Fact) -> String {
        let time = |at: UnixTime| japan_time(at).unwrap_or_default();
        match (fact, self.lang) {
            (Fact::Container(message), Language::Ja) => format!(
                "メッセージ {}、{} から {}、署名 {}、判定の時点 {}",
                message.id,
                message.message.from.office,
                message.message.to.office,
                time(message.signer.signing_time),
                time(message.judged.at())
            ),
            (Fact::Container(message), Language::En) => format!(
                "message {}, {} to {}, signed {}, judged as of {} (Japan time)",
                message.id,
                message.message.from.office,
                message.message.to.office,
                time(message.signer.signing_time),
                time(message.judged.at())
            ),
            (Fact::Receipt(verified), Language::Ja) => format!(
                "受領証（{}）{}、メッセージ {}",
                verified.receipt.kind.name_ja(),
                time(verified.receipt.at),
                verified.receipt.message
            ),
            (Fact::Receipt(verified), Language::En) => format!(
                "receipt ({}) of {} (Japan time), message {}",
                verified.receipt.kind.token(),
                time(verified.receipt.at),
                verified.receipt.message
            ),
            (Fact::Export(report), lang) => {
                let (messages, receipts) = (report.exported.messages.len(), report.exported.receipts);
                let mut text = match lang {
                    Language::Ja => format!("証跡 {}、メッセージ {messages} 件、受領証 {receipts} 通", report.scope),
                    Language::En => format!("evidence {}, {messages} messages, {receipts} receipts", report.scope),
                };
                if !report.own_trust {
                    text.push_str(lang.pick(
                        "。認証局は証跡に付いてきたものです。公開されている SHA-256 と比べてください:",
                        ". Its own authorities were taken for good; compare their SHA-256 with what they publish:",
                    ));
                    for digest in &report.authorities {
                        text.push_str(&format!(" {}", MessageId(*digest)));
                    }
                }
                text
            }
        }
    }
}

impl Item {
    fn gaps(&self) -> &[(String, Gap)] {
        match &self.outcome {
            Ok(Fact::Export(report)) => &report.exported.gaps,
            _ => &[],
        }
    }

    fn holds(&self) -> bool {
        self.outcome.is_ok() && self.gaps().is_empty()
    }
}

/// What a file is, by its first bytes.
fn form(path: &Path) -> Result<Form> {
    if path.is_dir() || path.file_name().is_some_and(|name| name == evidence::INDEX) {
        return Ok(Form::Export);
    }
    let mut head = [0; 2];
    let file = fs::File::open(path);
    let read = file.and_then(|mut file| std::io::Read::read(&mut file, &mut head));
    read.map_err(|error| Error::io(Code::FileRead, error))?;
    Ok(if head[0] == 0x30 { Form::Receipt } else { Form::Container })
}

/// The fault of a file that could not be read.
fn again(path: &Path) -> std::io::Error {
    fs::File::open(path).err().unwrap_or_else(|| std::io::Error::other("not readable"))
}

fn folder(path: &Path) -> &Path {
    match path.is_dir() {
        true => path,
        false => path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")),
    }
}

fn fact(evidence: &mut Evidence, form: &Form, path: &Path) -> Result<Fact> {
    let bug = || Error::new(Code::Bug);
    if *form == Form::Receipt {
        let der = fs::read(path).map_err(|error| Error::io(Code::FileRead, error))?;
        evidence.add_receipt(&der)?;
        let found = evidence.receipts().iter().find(|(_, known)| *known == der);
        return Ok(Fact::Receipt(Box::new(found.ok_or_else(bug)?.0.clone())));
    }
    let id = evidence.add_container(path, &mut Job::new())?;
    let found = evidence.messages().iter().find(|message| message.id == id);
    Ok(Fact::Container(Box::new(found.ok_or_else(bug)?.clone())))
}

fn as_json(items: &[Item], ok: bool) -> String {
    let items: Vec<Value> = items.iter().map(item).collect();
    format!("{:#}\n", json!({ "ok": ok, "items": items }))
}

fn item(item: &Item) -> Value {
    let fact = match &item.outcome {
        Err(error) => {
            return json!({
                "file": item.file,
                "ok": false,
                "code": error.code() as i32,
                "name": error.code().name(),
                "at": error.at().file,
                "message_ja": error.message_ja(),
                "message_en": error.code().message_en(),
                "remedy_ja": error.remedy_ja(),
            });
        }
        Ok(fact) => fact,
    };
    let time = |at: UnixTime| rfc3339_utc(at).ok();
    let gaps = item.gaps().iter().map(|(office, gap)| json!({ "office": office, "message_en": gap.message_en() }));
    let mut value = match fact {
        Fact::Container(message) => json!({
            "kind": "container",
            "id": message.id.to_string(),
            "from": message.message.from.office,
            "to": message.message.to.office,
            "signed_at": time(message.signer.signing_time),
            "judged_at": time(message.judged.at()),
            "judged_by": match message.judged {
                Judged::Stamp(_) => "time_stamp",
                Judged::Accepted(_) => "accepted",
                _ => "now",
            },
        }),
        Fact::Receipt(verified) => json!({
            "kind": "receipt",
            "receipt": verified.receipt.kind.token(),
            "id": verified.receipt.message.to_string(),
            "at": time(verified.receipt.at),
            "number": verified.receipt.link.map(|link| link.number),
        }),
        Fact::Export(report) => json!({
            "kind": "export",
            "scope": report.scope.to_string(),
            "made": time(report.made),
            "messages": report.exported.messages.len(),
            "receipts": report.exported.receipts,
            "authorities": report.authorities.iter().map(|digest| MessageId(*digest).to_string()).collect::<Vec<_>>(),
            "own_trust": report.own_trust,
            "gaps": gaps.collect::<Vec<_>>(),
        }),
    };
    if let Value::Object(members) = &mut value {
        members.insert("file".to_owned(), item.file.clone().into());
        members.insert("ok".to_owned(), item.holds().into());
    }
    value
}
