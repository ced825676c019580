//! `cplink sent`: our own messages with their states and receipts.

use std::path::PathBuf;

use clap::Args;
use cplink::client::SentMessage;
use cplink::relay::State;
use cplink_cli::{Exit, Fault, Language, Outcome, print, print_error, print_json, values};
use serde_json::json;
use time::format_description::well_known::Rfc3339;

use super::receipts;
use crate::connect::Session;
use crate::settings::Given;
use crate::shell::Shell;

#[derive(Args)]
pub(crate) struct SentList {
    #[arg(long, value_name = "DIR")]
    receipts: Option<PathBuf>,
    #[command(flatten)]
    given: Given,
}

impl SentList {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let mut session = Session::open(&self.given)?;
        let (mut next, mut listed) = (Some(String::new()), Vec::new());
        while let Some(cursor) = next {
            let page = session.run(|client, job| client.sent(&cursor, job))?;
            listed.extend(page.messages);
            next = page.next;
        }
        if let Some(folder) = &self.receipts {
            for message in &listed {
                for (verified, der) in &message.receipts {
                    receipts::keep(folder, &message.id, verified.receipt.kind, der)?;
                }
            }
        }
        if shell.json {
            print_json(
                &json!({ "messages": listed.into_iter().map(|message| values::sent_message(&message.into())).collect::<Vec<_>>() }),
            )?;
        } else {
            for message in listed {
                print(&line(&message, shell)?)?;
                let bad = message.bad_receipts.into_iter().map(|(error, _)| error);
                for error in message.doubt.into_iter().chain(bad) {
                    print_error(&Fault::from(error).about(message.id).text(shell.lang));
                }
            }
        }
        Ok(Exit::Done)
    }
}

fn accepted_at(message: &SentMessage) -> Result<String, Fault> {
    let text = message.accepted_at.format(&Rfc3339);
    text.map_err(|error| cplink::Error::new(cplink::Code::Protocol).with_source(error).into())
}

/// The state is given twice: for a script that reads the column, and for a person.
fn line(message: &SentMessage, shell: Shell) -> Result<String, Fault> {
    let SentMessage { id, to, kind, state, agent, receiver_agent, .. } = message;
    let name = shell.lang.pick(state.name_ja(), state.name_en());
    let word = shell.lang.pick("（中継サービスの情報。受領証はありません）", " (the relay's word, without a receipt)");
    // Nobody signs that a message is recalled or has expired.
    let is_told = matches!(state, State::Accepted | State::PickedUp | State::Imported | State::Refused);
    // The names of states of the transport `folder` say themselves whose word they are.
    let word = if is_told && !message.is_signed { word } else { "" };
    let acted = |agent: &Option<String>, ja: &str, en: &str| match (agent, shell.lang) {
        (None, _) => String::new(),
        (Some(agent), Language::Ja) => format!("（{ja} {agent}）"),
        (Some(agent), Language::En) => format!(" ({en} {agent})"),
    };
    let sent_by = acted(agent, "送信の代行", "sent by agent");
    let taken_by = acted(receiver_agent, "取込の代行", "reported by agent");
    Ok(format!("{id}\t{to}\t{kind}\t{}\t{}\t{name}{word}{sent_by}{taken_by}\n", accepted_at(message)?, state.token()))
}
