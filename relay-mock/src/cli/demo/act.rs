//! One message: sent, sent again, received, compared, acknowledged.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use cplink::client::{Checked, Outcome, ReceiveOptions, ReceivedMessage, SendOptions, Sent};
use cplink::file::Source;
use cplink::finding::Severity;
use cplink::progress::Job;
use cplink::relay::State;
use cplink::seal::{MessageId, ReceiptKind};
use cplink::unit::{Address, Attachment, MediaType, Serial, Unit, UnitContents};
use relay_mock::month::{MonthMessage, Party};
use serde_json::Value;

use super::show::Step;
use super::stage::Stage;

/// What came of a message.
pub(super) struct Scene {
    pub(super) subject: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) id: MessageId,
    pub(super) files: usize,
    pub(super) rows: usize,
    pub(super) bytes: u64,
    pub(super) state: Option<State>,
    pub(super) receipts: Vec<ReceiptKind>,
    /// What is not as it should be.
    pub(super) faults: Vec<String>,
}

type Result<T> = std::result::Result<T, Box<dyn Error>>;

impl Stage {
    pub(super) fn play(&mut self, index: usize, message: &MonthMessage) -> Result<Scene> {
        let lang = self.lang;
        let unit = unit(message)?;
        let mut faults = Vec::new();

        if self.show.has_spectators() {
            println!("{:>2}/{} {}  {}", index + 1, self.total, message.subject, self.between(message));
        }
        self.show.step(message, Step::Export { files: message.names().count() })?;
        let sender = self.actors.get_mut(&message.from.office).ok_or("unknown sender")?;
        let checked = sender.client.check(&unit, &mut Job::new())?;
        let warnings = checked.report.all_findings().filter(|finding| finding.severity() >= Severity::Warning).count();
        self.show.step(message, Step::Check { warnings })?;
        let options = SendOptions::new(sender.folder.join("sent"));
        let sent = sender.client.send(&unit, &options, &mut Job::new())?;
        let again = sender.client.send(&unit, &options, &mut Job::new())?;
        if again.id != sent.id || again.receipt != sent.receipt {
            faults.push(format!("{}: the same unit was taken for another message", message.dir));
        }
        keep_receipt(&sender.folder, &sent.id, ReceiptKind::Accepted, sent.receipt.as_deref().unwrap_or_default())?;
        self.show.step(message, Step::Send { id: &sent.id })?;

        let receiver = self.actors.get_mut(&message.to.office).ok_or("unknown receiver")?;
        let options = ReceiveOptions::new(receiver.folder.join("received")).with_wait(Duration::from_secs(10));
        let batch = receiver.client.receive(&receiver.cursor, &options, &mut Job::new())?;
        receiver.cursor = batch.next;
        self.show.step(message, Step::Receive)?;
        if batch.messages.len() != 1 {
            faults.push(format!("{}: {} messages arrived instead of one", message.dir, batch.messages.len()));
        }
        let (mut files, mut rows, mut bytes) = (0, 0, 0);
        for incoming in batch.messages {
            let mut received = incoming.content?;
            let folder = receiver.folder.join("files").join(&message.dir);
            received.save(&folder, &mut Job::new())?;
            self.show.step(message, Step::Download { files: received.parts().count() })?;
            let checked = received.read(&mut Job::new())?;
            compare(message, &sent, &received, &checked, &folder, &mut faults)?;
            if let Some(forms) = &mut self.forms {
                let tables = checked.contents.files.iter().filter_map(|file| file.table.as_ref());
                let parts = received.parts().map(|(name, _)| name.to_owned());
                forms.draw(&message.dir, tables, parts.map(|name| attachment(&folder, name)))?;
            }
            files += received.parts().count();
            bytes += received.parts().map(|(_, size)| size).sum::<u64>();
            rows += checked
                .contents
                .files
                .iter()
                .filter_map(|file| file.table.as_ref())
                .map(|table| table.len())
                .sum::<usize>();
            let outcome = Outcome::Imported;
            let stands = receiver.client.acknowledge(&incoming.reference, &outcome, &mut Job::new())?;
            keep_receipt(&receiver.folder, &sent.id, ReceiptKind::Imported, &stands.receipt)?;
            self.show.step(message, Step::Import)?;
        }
        if !self.show.has_spectators() {
            println!(
                "{:>2}/{} {}  {}  {}",
                index + 1,
                self.total,
                message.subject,
                self.between(message),
                if faults.is_empty() {
                    lang.pick("送信済・受信済・取込済、内容一致", "accepted, picked up, imported; content equal")
                } else {
                    lang.pick("不一致あり", "MISMATCH")
                }
            );
        }
        Ok(Scene {
            subject: message.subject.clone(),
            from: message.from.office.clone(),
            to: message.to.office.clone(),
            id: sent.id,
            files,
            rows,
            bytes,
            state: None,
            receipts: Vec::new(),
            faults,
        })
    }

    /// From whom to whom.
    fn between(&self, message: &MonthMessage) -> String {
        let name = |party: &Party| self.actors.get(&party.office).map_or("", |actor| actor.name.as_str());
        format!("{} → {}", name(&message.from), name(&message.to))
    }

    /// Reads every office's sent list: each message once, imported, with all its receipts.
    pub(super) fn close(&mut self, scenes: &mut [Scene]) -> Result<()> {
        for (number, actor) in &mut self.actors {
            let mut listed = Vec::new();
            let mut next = Some(String::new());
            while let Some(cursor) = next {
                let page = actor.client.sent(&cursor, &mut Job::new())?;
                listed.extend(page.messages);
                next = page.next;
            }
            for scene in scenes.iter_mut().filter(|scene| &scene.from == number) {
                let mut found = listed.iter().filter(|message| message.id == scene.id);
                let (Some(message), None) = (found.next(), found.next()) else {
                    scene.faults.push(format!("{}: is not listed once", scene.subject));
                    continue;
                };
                scene.state = Some(message.state);
                scene.receipts = message.receipts.iter().map(|(verified, _)| verified.receipt.kind).collect();
                for (verified, der) in &message.receipts {
                    keep_receipt(&actor.folder, &scene.id, verified.receipt.kind, der)?;
                }
                let wanted =
                    [ReceiptKind::Accepted, ReceiptKind::PickedUp, ReceiptKind::Imported, ReceiptKind::Recorded];
                if message.state != State::Imported || scene.receipts != wanted {
                    scene.faults.push(format!("{}: state or receipts are not complete", scene.subject));
                }
            }
            let expected = scenes.iter().filter(|scene| &scene.from == number).count();
            if listed.len() != expected
                && let Some(scene) = scenes.first_mut()
            {
                scene.faults.push(format!("{number}: {} messages are listed instead of {expected}", listed.len()));
            }
        }
        Ok(())
    }
}

fn unit(message: &MonthMessage) -> Result<Unit> {
    let address = |party: &Party| Address::new(party.office.clone(), party.service_type.clone());
    let mut unit = Unit::new(address(&message.from)?, address(&message.to)?, Serial::new(&message.serial)?);
    unit.set_subject(&message.subject);
    for name in message.names() {
        let bytes = message.file(name)?.to_vec();
        match MediaType::of_name(name) {
            Some(MediaType::Csv) => unit.add_csv(name.as_str(), bytes),
            _ => unit.add_attachment(name.as_str(), bytes),
        }
    }
    Ok(unit)
}

/// Every byte and every row is what the fixtures say.
fn compare(
    message: &MonthMessage,
    sent: &Sent,
    received: &ReceivedMessage,
    checked: &Checked,
    folder: &Path,
    faults: &mut Vec<String>,
) -> Result<()> {
    let mut fault = |what: String| faults.push(format!("{}: {what}", message.dir));
    if received.id != sent.id || fs::read(&received.container)? != fs::read(&sent.container)? {
        fault("the container is not the one that was sent".to_owned());
    }
    if checked.report.unit_kind.map(|unit| unit.token()) != Some(message.unit.as_str()) {
        fault("the unit was not recognised".to_owned());
    }
    let names: Vec<&str> = received.parts().map(|(name, _)| name).collect();
    if !names.iter().eq(message.names().collect::<Vec<_>>().iter()) {
        fault("the file names differ".to_owned());
    }
    for name in message.names() {
        if fs::read(folder.join(name)).ok().as_deref() != Some(message.file(name)?) {
            fault(format!("{name} differs from what was sent"));
        }
    }
    let rows = message.rows()?;
    for file in rows["files"].as_array().into_iter().flatten() {
        if !same_rows(file, &checked.contents) {
            fault(format!("the rows of {} are not what they should mean", file["name"]));
        }
    }
    let mut findings = checked.report.all_findings();
    if findings.any(|finding| finding.severity() >= Severity::Warning) {
        fault("there are findings".to_owned());
    }
    Ok(())
}

fn same_rows(expected: &Value, contents: &UnitContents) -> bool {
    let mut files = contents.files.iter();
    let table = files.find(|file| expected["name"] == file.file).and_then(|file| file.table.as_ref());
    let (Some(table), Some(rows)) = (table, expected["rows"].as_array()) else { return false };
    table.len() == rows.len()
        && table.rows().zip(rows).all(|(row, want)| {
            want.as_object().is_some_and(|want| {
                want.len() == row.len() && want.iter().all(|(field, value)| row.get(field).as_deref() == value.as_str())
            })
        })
}

fn keep_receipt(folder: &Path, id: &MessageId, kind: ReceiptKind, der: &[u8]) -> Result<()> {
    let folder = folder.join("receipts");
    fs::create_dir_all(&folder)?;
    Ok(fs::write(folder.join(format!("{id}-{}.p7s", kind.token())), der)?)
}

fn attachment(folder: &Path, name: String) -> Attachment {
    let source = Source::File(folder.join(&name));
    Attachment { name, source }
}
