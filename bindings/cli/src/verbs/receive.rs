//! `cplink receive`: everything new in the inbox, kept, saved and listed.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use cplink::Code;
use cplink::client::{Checked, Incoming, ReceiveOptions, ReceivedMessage};
use cplink::finding::Finding;
use cplink::rules::UnitReport;
use cplink_cli::{
    Exit, Fault, Outcome, Prepared, json_text, prepare, print_error, print_to_reader, values, write_folder,
};
use serde_json::{Value, json};

use super::seconds;
use crate::connect::Session;
use crate::settings::Given;
use crate::shell::Shell;

/// Longer than any cursor.
const MAX_CURSOR_BYTES: u64 = 4096;

#[derive(Args)]
pub(crate) struct Receive {
    #[arg(long, value_name = "FILE")]
    cursor: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[arg(long, value_name = "SECONDS", default_value = "0", value_parser = seconds)]
    wait: u64,
    #[command(flatten)]
    given: Given,
}

/// A message as it is reported, and its line for people.
struct Told {
    json: Value,
    line: Option<String>,
    remarks: Vec<String>,
}

impl Receive {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let mut cursor = self.cursor()?;
        let mut session = Session::open(&self.given)?;
        let (mut told, mut obstacles) = (Vec::new(), Vec::new());
        let fetched = self.fetch(&mut session, &mut cursor, (&mut told, &mut obstacles), shell);
        let path = self.cursor.as_deref().filter(|_| !told.is_empty());
        // Before anything is printed, so that a cursor that cannot be written is told with the rest.
        let prepared = path.map(|path| prepare(path, cursor.as_bytes(), true)).transpose();
        let (prepared, fault) = match (prepared, fetched.err()) {
            (Ok(prepared), fault) => (prepared, fault),
            (Err(unwritten), fault) => (None, fault.or(Some(unwritten))),
        };
        if let Err(unprinted) = tell(&told, &obstacles, (&cursor, fault.as_ref()), shell) {
            return if unprinted.is_unread() { Ok(Exit::TryAgain) } else { Err(unprinted) };
        }
        // Last: who has not read the lines above gets the same messages again.
        let put = prepared.map_or(Ok(()), Prepared::put);
        match fault.or(put.err()) {
            Some(fault) if shell.json => Ok(fault.exit()),
            Some(fault) => Err(fault),
            None if told.iter().any(|told| told.line.is_none()) => Ok(Exit::Refused),
            None => Ok(Exit::Done),
        }
    }

    /// Page after page, until there is nothing new. `cursor` is the place after the last complete page.
    fn fetch(
        &self,
        session: &mut Session,
        cursor: &mut String,
        (told, obstacles): (&mut Vec<Told>, &mut Vec<Fault>),
        shell: Shell,
    ) -> Result<(), Fault> {
        let keep = session.settings.keep()?.to_owned();
        let mut wait = Duration::from_secs(self.wait);
        loop {
            let options = ReceiveOptions::new(&keep).with_wait(wait);
            let batch = session.run(|client, job| client.receive(cursor, &options, job));
            let batch = batch.map_err(|fault| self.refused_cursor(fault, cursor).written_to(&keep))?;
            // Every page has all of them.
            *obstacles = batch.obstacles.into_iter().map(Fault::from).collect();
            if batch.messages.is_empty() {
                return Ok(());
            }
            let page = batch.messages.into_iter().map(|incoming| self.save(session, incoming, shell));
            told.extend(page.collect::<Result<Vec<_>, _>>()?);
            *cursor = batch.next;
            if let Some(error) = batch.fault {
                return Err(Fault::from(error).written_to(&keep));
            }
            wait = Duration::ZERO;
        }
    }

    /// Saves a message's files in a folder that is there whole or not at all; one that is there already is
    /// of an earlier call.
    fn save(&self, session: &mut Session, incoming: Incoming, shell: Shell) -> Result<Told, Fault> {
        let Incoming { reference, content } = incoming;
        let id = reference.id.to_string();
        let mut received = match content {
            Ok(received) => received,
            Err(error) => return Ok(unreadable(&id, &reference.from, error, shell)),
        };
        let folder = self.out.as_ref().map(|out| out.join(&id));
        if let Some(folder) = folder.as_deref().filter(|folder| !folder.exists()) {
            let written = write_folder(folder, |new| session.run(|_, job| received.save(new, job)));
            // Another terminal may have been quicker: its folder is whole.
            if !folder.exists() {
                written.map_err(|fault| fault.about(folder.display()))?;
            }
        }
        match session.run(|_, job| Ok(received.read(job)))? {
            Ok(Checked { report, .. }) => Ok(of(&received, &report, folder.as_deref(), shell)),
            Err(error) if error.code().is_of_message() => Ok(unreadable(&id, &reference.from, error, shell)),
            Err(error) => Err(Fault::from(error).about(received.container.display())),
        }
    }

    fn cursor(&self) -> Result<String, Fault> {
        let Some(path) = &self.cursor else { return Ok(String::new()) };
        let unreadable = |error| Fault::io(Code::FileRead, path.display(), error);
        match fs::metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
            Err(error) => Err(unreadable(error)),
            Ok(file) if file.len() > MAX_CURSOR_BYTES => Err(no_cursor(Code::FileRead).about(path.display())),
            Ok(_) => match fs::read_to_string(path) {
                Ok(text) => Ok(text.trim().to_owned()),
                Err(error) if error.kind() == ErrorKind::InvalidData => {
                    Err(no_cursor(Code::FileRead).about(path.display()))
                }
                Err(error) => Err(unreadable(error)),
            },
        }
    }

    /// Where the relay does not understand the call, a cursor that it never gave is the likely cause.
    fn refused_cursor(&self, fault: Fault, cursor: &str) -> Fault {
        let path = self.cursor.as_ref().filter(|_| fault.code() == Code::RelayRequest && !cursor.is_empty());
        path.map_or(fault, |path| no_cursor(Code::RelayRequest).about(path.display()))
    }
}

fn no_cursor(code: Code) -> Fault {
    Fault::new(
        code,
        ["受信位置のファイルではありません。", "It is not a cursor file of this relay."],
        [
            "--cursor のファイル名を確認してください。ファイルを削除すると、最初から受信し直します。",
            "Check the name given with --cursor. Without the file everything is received again.",
        ],
    )
}

/// A message that cannot be taken over. The others are told all the same.
fn unreadable(id: &str, from: &str, error: cplink::Error, shell: Shell) -> Told {
    let fault = Fault::from(error).about(id);
    Told {
        json: json!({ "id": id, "from_office": from, "error": fault.json() }),
        line: None,
        remarks: vec![fault.text(shell.lang)],
    }
}

fn of(received: &ReceivedMessage, report: &UnitReport, folder: Option<&Path>, shell: Shell) -> Told {
    let findings: Vec<&Finding> = report.all_findings().collect();
    let message = &received.message;
    let id = received.id.to_string();
    let place = folder.unwrap_or(&received.container).display();
    Told {
        line: Some(format!("{id}\t{}\t{}\t{place}\n", message.from.office, message.kind)),
        remarks: findings.iter().map(|finding| shell.lang.finding(finding)).collect(),
        json: as_json(received, &findings, folder),
    }
}

/// What every message has, what this one says, and where it is now.
fn as_json(received: &ReceivedMessage, findings: &[&Finding], folder: Option<&Path>) -> Value {
    let mut object = values::message_reference(&received.into());
    if let (Value::Object(object), Value::Object(content)) = (&mut object, values::message_content(&received.into())) {
        object.extend(content);
    }
    object["folder"] = json!(folder);
    object["findings"] = values::findings(&findings.iter().copied().collect());
    object
}

fn tell(
    told: &[Told],
    obstacles: &[Fault],
    (cursor, fault): (&str, Option<&Fault>),
    shell: Shell,
) -> Result<(), Fault> {
    if shell.json {
        let messages: Vec<&Value> = told.iter().map(|told| &told.json).collect();
        let mut object = json!({ "messages": messages, "cursor": cursor });
        if !obstacles.is_empty() {
            object["obstacles"] = obstacles.iter().map(Fault::json).collect();
        }
        if let Some(fault) = fault {
            object["error"] = fault.json();
        }
        return print_to_reader(&json_text(&object));
    }
    for obstacle in obstacles {
        print_error(&obstacle.text(shell.lang));
    }
    for Told { line, remarks, .. } in told {
        remarks.iter().for_each(|remark| print_error(remark));
        line.iter().try_for_each(|line| print_to_reader(line))?;
    }
    Ok(())
}
