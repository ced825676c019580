//! `cplink recall`: takes an own message back before it is picked up.

use clap::Args;
use cplink::seal::MessageId;
use cplink_cli::{Exit, Outcome, print, print_json};
use serde_json::json;

use super::message_id;
use crate::connect::Session;
use crate::settings::Given;
use crate::shell::Shell;

#[derive(Args)]
pub(crate) struct Recall {
    #[arg(value_name = "ID", value_parser = message_id)]
    id: MessageId,
    #[command(flatten)]
    given: Given,
}

impl Recall {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let id = self.id;
        Session::open(&self.given)?.run(|client, job| client.recall(&id, job)).map_err(|fault| fault.concerning(id))?;
        if shell.json {
            print_json(&json!({ "id": id.to_string(), "state": cplink::relay::State::Recalled.token() }))?;
        } else {
            print(&format!("{id}\n"))?;
        }
        Ok(Exit::Done)
    }
}
