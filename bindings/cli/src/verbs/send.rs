//! `cplink send`: one sending unit becomes one message.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use cplink::client::{SendOptions, Sent};
use cplink::convert::MAX_FILE;
use cplink::file::Source;
use cplink::json::UnitJson;
use cplink::seal::{MessageId, ReceiptKind};
use cplink::unit::{Address, FileName, MediaType, NameKind, Serial, Unit};
use cplink::{Code, Error};
use cplink_cli::{About, Exit, Expected, Fault, Outcome, print, print_error, print_json, values};
use serde_json::json;

use super::input::{self, Folder, Others, has_ending, name_of, of_folder};
use super::{line, message_id, receipts, send_all};
use crate::connect::Session;
use crate::settings::Given;
use crate::shell::Shell;

/// The longest subject, and the longest reason of an override.
const MAX_LINE: usize = 200;

/// The arguments that say what is sent.
#[derive(Args)]
pub(crate) struct UnitArguments {
    #[arg(required = true, value_name = "PATH")]
    files: Vec<PathBuf>,
    #[arg(long, value_name = "OFFICE:TYPE", value_parser = address)]
    from: Option<Address>,
    #[arg(long, value_name = "OFFICE:TYPE", value_parser = address)]
    to: Option<Address>,
    #[arg(long, value_name = "DIGITS", value_parser = serial)]
    serial: Option<Serial>,
    #[arg(long, value_name = "TEXT", value_parser = line::<MAX_LINE>)]
    subject: Option<String>,
    #[arg(long, value_name = "ID", value_parser = message_id)]
    supersedes: Option<MessageId>,
    #[arg(long = "override", value_name = "REASON", value_parser = line::<MAX_LINE>)]
    pub(crate) override_reason: Option<String>,
}

#[derive(Args)]
pub(crate) struct Send {
    #[command(flatten)]
    unit: UnitArguments,
    #[command(flatten)]
    given: Given,
}

fn address(text: &str) -> Result<Address, Expected> {
    let parts = text.split_once(':').ok_or_else(|| Error::new(Code::ServiceType));
    parts.and_then(|(office, service)| Address::new(office, service)).map_err(|error| {
        Expected::new(
            "事業所番号（10桁）とサービス種類コード（2桁）を「:」でつないで指定してください（例 9970000012:43）。",
            "Give office number (10) and service type (2) with a colon between, as 9970000012:43.",
        )
        .with_code(error.code())
    })
}

fn serial(text: &str) -> Result<Serial, Expected> {
    Serial::new(text)
        .map_err(|_| Expected::new(Code::Serial.remedy_ja(), Code::Serial.remedy_en()).with_code(Code::Serial))
}

impl Send {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let arguments = &self.unit;
        let is_many = arguments.files.len() > 1 && arguments.files.iter().all(|path| path.is_dir());
        let units = if is_many { arguments.units()? } else { vec![arguments.unit()?] };
        let mut session = Session::open(&self.given)?;
        let keep = session.settings.keep()?.to_owned();
        units.iter().try_for_each(|unit| own_office(&session, unit))?;
        let mut options = SendOptions::new(&keep);
        if let Some(reason) = &self.unit.override_reason {
            options = options.with_override(reason);
        }
        let [unit] = units.as_slice() else {
            return send_all::run(&mut session, &arguments.files, &units, &options, shell);
        };
        let sent =
            session.run(|client, job| client.send(unit, &options, job)).map_err(|fault| fault.written_to(&keep))?;
        let receipt = sent.receipt.as_ref().map(|der| receipts::keep(&keep, &sent.id, ReceiptKind::Accepted, der));
        tell(sent, receipt.transpose()?.as_deref(), shell)?;
        Ok(Exit::Done)
    }
}

impl UnitArguments {
    /// The unit of the files that were named.
    pub(crate) fn unit(&self) -> Result<Unit, Fault> {
        self.unit_of(&self.files)
    }

    /// Each folder's unit; what is said of a single message cannot be said of all.
    fn units(&self) -> Result<Vec<Unit>, Fault> {
        if self.serial.is_some() || self.supersedes.is_some() {
            return Err(said_of_many());
        }
        self.files.iter().map(|folder| self.unit_of(std::slice::from_ref(folder))).collect()
    }

    fn unit_of(&self, files: &[PathBuf]) -> Result<Unit, Fault> {
        let mut unit = match files {
            [folder] if folder.is_dir() => {
                let Folder { files, passed_over } = of_folder(folder)?;
                self.of_files(files, passed_over)?
            }
            [json] if has_ending(json, "json") => self.of_json(json)?,
            files => {
                let (passed_over, files) = input::without_system_files(files.to_vec());
                if files.is_empty() {
                    return Err(input::no_files(&passed_over.join(", "), &Others::default()));
                }
                self.of_files(files, passed_over)?
            }
        };
        if let Some(subject) = &self.subject {
            unit.set_subject(subject);
        }
        if let Some(id) = &self.supersedes {
            unit.set_supersedes(id.to_string());
        }
        Ok(unit)
    }

    fn of_files(&self, files: Vec<PathBuf>, passed_over: Vec<String>) -> Result<Unit, Fault> {
        for path in &files {
            // What is not there is said before what its name does not tell.
            fs::metadata(path).map_err(|error| Fault::io(Code::FileRead, path.display(), error))?;
            if path.is_dir() {
                return Err(folder_among_files().about(path.display()));
            }
        }
        let mut unit = self.empty(&files[0], files.iter().map(|path| name_of(path)))?;
        passed_over.into_iter().for_each(|name| unit.pass_over(name));
        for path in &files {
            let name = name_of(path);
            if MediaType::of_name(&name) == Some(MediaType::Csv) {
                let bytes = Source::File(path.clone()).read(MAX_FILE).about(path.display())?;
                unit.add_csv(name, bytes);
            } else {
                // Read when it is sent; that it is there is said now, by its name.
                fs::File::open(path).map_err(|error| Fault::io(Code::FileRead, path.display(), error))?;
                unit.add_attachment(name, path.clone());
            }
        }
        Ok(unit)
    }

    /// Attachments lie beside the JSON.
    fn of_json(&self, path: &Path) -> Result<Unit, Fault> {
        let (json, UnitJson { files: names, .. }) = input::json(path)?;
        let mut unit = self.empty(path, names.into_iter().filter_map(|file| file.name))?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        unit.add_json(&json, Some(folder)).map_err(|error| input::of_json(error).about(path.display()))?;
        Ok(unit)
    }

    /// A unit of these addresses and this serial; where they are not given, the first file's name has them.
    fn empty(&self, first: &Path, names: impl Iterator<Item = String>) -> Result<Unit, Fault> {
        let mut names = names.filter_map(|name| FileName::parse(&name).name);
        let name = names.find(|name| matches!(name.kind, NameKind::Csv(_)));
        let untold = || {
            Fault::new(
                Code::FileName,
                [
                    "ファイル名から送信元・送信先・ファイル連番が分かりません。",
                    "No file name shows sender, receiver and serial.",
                ],
                ["--from、--to、--serial で指定してください。", "Give them with --from, --to and --serial."],
            )
            .about(first.display())
        };
        let name = name.as_ref();
        let from = self.from.clone().or_else(|| name.map(|name| name.from.clone())).ok_or_else(untold)?;
        let to = self.to.clone().or_else(|| name.map(|name| name.to.clone())).ok_or_else(untold)?;
        let serial = self.serial.or_else(|| name.map(|name| name.serial)).ok_or_else(untold)?;
        Ok(Unit::new(from, to, serial))
    }
}

/// A key of another office than the files': both are named, and the key that is to be changed.
fn own_office(session: &Session, unit: &Unit) -> Result<(), Fault> {
    let (own, sender) = (session.client.office_number(), unit.from().office());
    if own == sender {
        return Ok(());
    }
    if session.client.agent().is_some() {
        let message = [
            format!("代行する事業所は{own}ですが、ファイルの送信元は事業所{sender}です。"),
            format!("The office that is acted for is {own}, the files' sender is office {sender}."),
        ];
        let remedy =
            [format!("--for で、事業所{sender}を指定してください。"), format!("Give office {sender} with --for.")];
        return Err(Fault::new(Code::CertOffice, [&*message[0], &*message[1]], [&*remedy[0], &*remedy[1]]));
    }
    let message = [
        format!("電子証明書は事業所{own}のものですが、ファイルの送信元は事業所{sender}です。"),
        format!("The certificate is that of office {own}, the files' sender is office {sender}."),
    ];
    let remedy = [
        format!("設定 key で、事業所{sender}の電子証明書を指定してください。"),
        format!("Give the key file of office {sender} with the setting key."),
    ];
    let fault = Fault::new(Code::CertOffice, [&*message[0], &*message[1]], [&*remedy[0], &*remedy[1]]);
    Err(fault.about(session.settings.path("key").unwrap_or(Path::new("key")).display()))
}

fn said_of_many() -> Fault {
    Fault::argument(
        [
            "いくつものフォルダーを送信するときは、--serial と --supersedes を指定できません。",
            "--serial and --supersedes are not for several folders.",
        ],
        ["フォルダーを一つずつ送信してください。", "Send the folders one by one."],
    )
}

fn folder_among_files() -> Fault {
    Fault::argument(
        ["フォルダーをほかのファイルと一緒には送信できません。", "A folder is not sent together with files."],
        [
            "送信単位のフォルダーだけ（いくつでも）、またはファイルだけを指定してください。",
            "Name folders only, each of which is one sending unit, or files only.",
        ],
    )
}

fn tell(sent: Sent, receipt: Option<&Path>, shell: Shell) -> Result<(), Fault> {
    if shell.json {
        let mut object = values::sent(&sent.into());
        object["receipt_file"] = json!(receipt);
        return print_json(&object);
    }
    for finding in &sent.findings {
        print_error(&shell.lang.finding(finding));
    }
    let Some(prepared) = &sent.prepared else {
        return print(&format!("{}\t{}\n", sent.id, sent.container.display()));
    };
    print_error(shell.lang.pick(
        "まだ送信していません。次のフォルダーの「アップロード票」に従って国の端末でアップロードし、終わったら cplink uploaded で記録してください。",
        "Nothing was sent yet: upload the files of the folder as its sheet says, then note it with cplink uploaded.",
    ));
    print(&format!("{}\t{}\t{}\n", sent.id, sent.container.display(), prepared.display()))
}
