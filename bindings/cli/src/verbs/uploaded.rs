//! `cplink uploaded`: notes that a person has uploaded the files of a message (transport `folder`).

use clap::Args;
use cplink::relay::State;
use cplink::seal::MessageId;
use cplink_cli::{Exit, Outcome, print, print_json};
use serde_json::json;

use super::message_id;
use crate::connect::Session;
use crate::settings::Given;
use crate::shell::Shell;

#[derive(Args)]
pub(crate) struct Uploaded {
    #[arg(value_name = "ID", value_parser = message_id)]
    id: MessageId,
    #[command(flatten)]
    given: Given,
}

impl Uploaded {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let id = self.id;
        let noted = Session::open(&self.given)?.run(|client, job| client.confirm_uploaded(&id, job));
        noted.map_err(|fault| fault.concerning(id))?;
        if shell.json {
            print_json(&json!({ "id": id.to_string(), "state": State::Uploaded.token() }))?;
        } else {
            print(&format!("{id}\n"))?;
        }
        Ok(Exit::Done)
    }
}
