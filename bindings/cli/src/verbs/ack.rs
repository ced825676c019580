//! `cplink ack`: tells sender and relay, signed, what became of messages.

use clap::Args;
use cplink::client::{MessageReference, Outcome as Fate};
use cplink::seal::{MessageId, ReceiptKind};
use cplink_cli::{Exit, Fault, Outcome, print, print_json};
use serde_json::json;

use super::{message_id, office_number, receipts};
use crate::connect::Session;
use crate::settings::Given;
use crate::shell::Shell;

#[derive(Args)]
#[command(group(clap::ArgGroup::new("fate").required(true).args(["imported", "refused"])))]
pub(crate) struct Ack {
    #[arg(required = true, value_name = "ID", value_parser = message_id)]
    ids: Vec<MessageId>,
    #[arg(long)]
    imported: bool,
    #[arg(long, value_name = "REASON")]
    refused: Option<String>,
    #[arg(long, value_name = "OFFICE", value_parser = office_number)]
    from: Option<String>,
    #[command(flatten)]
    given: Given,
}

impl Ack {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let (fate, kind) = match &self.refused {
            Some(reason) => (Fate::Refused(reason.clone()), ReceiptKind::Refused),
            None => (Fate::Imported, ReceiptKind::Imported),
        };
        let mut session = Session::open(&self.given)?;
        let keep = session.settings.keep()?.to_owned();
        let mut done = Vec::new();
        for id in &self.ids {
            let reference = self.reference(&mut session, id).map_err(|fault| fault.about(id))?;
            let receipt = session.run(|client, job| client.acknowledge(&reference, &fate, job));
            let receipt = receipts::keep(&keep, id, kind, &receipt.map_err(|fault| fault.about(id))?)?;
            if !shell.json {
                print(&format!("{id}\n"))?;
            }
            done.push(json!({ "id": id.to_string(), "outcome": kind.token(), "receipt": receipt }));
        }
        if shell.json {
            print_json(&json!({ "messages": done }))?;
        }
        Ok(Exit::Done)
    }

    /// The sender stands in the message that `receive` has kept.
    fn reference(&self, session: &mut Session, id: &MessageId) -> Result<MessageReference, Fault> {
        let to = session.client.office_number().to_owned();
        if let Some(from) = &self.from {
            return Ok(MessageReference { id: *id, from: from.clone(), to });
        }
        let container = session.settings.keep()?.join(format!("{id}.asice"));
        let opened = session.run(|client, job| client.open_received(id, &container, job));
        let untold = |fault: Fault| {
            let unread = fault.text(cplink_cli::Language::En);
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
