//! `cplink ack`: reports, signed, whether received messages were imported or refused.

use clap::Args;
use cplink::Code;
use cplink::client::{MessageReference, Outcome as Fate};
use cplink::relay::State;
use cplink::seal::{MessageId, ReceiptKind};
use cplink_cli::{Exit, Fault, Language, Outcome, print, print_error, print_json, values};
use serde_json::{Value, json};

use super::{line, message_id, receipts};
use crate::connect::Session;
use crate::office_number::office_number;
use crate::settings::Given;
use crate::shell::Shell;

/// The longest reason of a refusal.
const MAX_REASON: usize = 500;

#[derive(Args)]
#[command(group(clap::ArgGroup::new("fate").required(true).args(["imported", "refused"])))]
pub(crate) struct Ack {
    #[arg(required = true, value_name = "ID", value_parser = message_id)]
    ids: Vec<MessageId>,
    #[arg(long)]
    imported: bool,
    #[arg(long, value_name = "REASON", value_parser = line::<MAX_REASON>)]
    refused: Option<String>,
    #[arg(long, value_name = "OFFICE", value_parser = office_number)]
    from: Option<String>,
    #[command(flatten)]
    given: Given,
}

impl Ack {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let mut session = Session::open(&self.given)?;
        let mut done = Vec::new();
        let fault = self.all(&mut session, &mut done, shell).err();
        if shell.json {
            let mut object = json!({ "messages": done });
            if let Some(fault) = &fault {
                object["error"] = fault.json();
            }
            print_json(&object)?;
        }
        match fault {
            Some(fault) if shell.json => Ok(fault.exit()),
            Some(fault) => Err(fault),
            None => Ok(Exit::Done),
        }
    }

    /// One message after the other, to the first that fails.
    fn all(&self, session: &mut Session, done: &mut Vec<Value>, shell: Shell) -> Result<(), Fault> {
        let (fate, kind) = match &self.refused {
            Some(reason) => (Fate::Refused(reason.clone()), ReceiptKind::Refused),
            None => (Fate::Imported, ReceiptKind::Imported),
        };
        let keep = session.settings.keep()?.to_owned();
        for id in &self.ids {
            let reference = self.reference(session, id, shell).map_err(|fault| fault.about(id))?;
            let stands = session.run(|client, job| client.acknowledge(&reference, &fate, job));
            let stands = stands.map_err(|fault| self.told_sender(fault).concerning(id))?;
            let of = if stands.state == State::Refused { ReceiptKind::Refused } else { ReceiptKind::Imported };
            let receipt = receipts::keep(&keep, id, of, &stands.receipt)?;
            if let Some(recorded) = &stands.recorded {
                receipts::keep(&keep, id, ReceiptKind::Recorded, recorded)?;
            }
            if !shell.json {
                print(&format!("{id}\n"))?;
                if of != kind {
                    print_error(&other_stands(stands.state, shell));
                }
            }
            let mut object = values::acknowledged(&stands.into());
            object["id"] = json!(id.to_string());
            object["receipt_file"] = json!(receipt);
            done.push(object);
        }
        Ok(())
    }

    /// A receipt that does not fit the relay's message has another sender, where the user has told it.
    fn told_sender(&self, fault: Fault) -> Fault {
        if self.from.is_none() || fault.code() != Code::ReceiptFormat {
            return fault;
        }
        Fault::new(
            Code::ReceiptFormat,
            ["送信元の事業所番号がメッセージと合いません。", "The message is from another office."],
            ["--from の事業所番号を確認してください。", "Check the office number of --from."],
        )
    }

    /// The sender is read from the message that `receive` has kept.
    fn reference(&self, session: &mut Session, id: &MessageId, shell: Shell) -> Result<MessageReference, Fault> {
        let to = session.client.office_number().to_owned();
        if let Some(from) = &self.from {
            return Ok(MessageReference { id: *id, from: from.clone(), to });
        }
        let container = session.settings.keep()?.join(format!("{id}.asice"));
        let opened = session.run(|client, job| client.open_received(id, &container, job));
        let untold = |fault: Fault| {
            // In the language of the line; a JSON's detail is in English.
            let unread = fault.text(if shell.json { Language::En } else { shell.lang });
            Fault::new(
                fault.code(),
                [
                    "保管したメッセージを開けないため、送信元が分かりません。",
                    "The message that is kept cannot be opened, so that its sender is not known.",
                ],
                [
                    "受信したときの保管フォルダーを --keep で、または送信元の事業所番号を --from で指定してください。",
                    "Give the folder in which it was received with --keep, or the sender's office number with --from.",
                ],
            )
            .detail(unread)
        };
        let opened = opened.map_err(untold)?;
        Ok(MessageReference { id: *id, from: opened.message.from.office, to })
    }
}

/// Another outcome was reported first, here or on another terminal.
fn other_stands(state: State, shell: Shell) -> String {
    match shell.lang {
        Language::Ja => format!("先に報告された「{}」が有効です。今回の報告では変わりません。", state.name_ja()),
        Language::En => format!("What was reported first stands: {}. This report changes nothing.", state.name_en()),
    }
}
