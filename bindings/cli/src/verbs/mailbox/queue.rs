//! `cplink mailbox queue`: a unit is stored, to be sent by `run`.

use std::path::Path;

use clap::Args;
use cplink::mailbox::QueueOptions;
use cplink::progress::Job;
use cplink_cli::{Exit, Outcome, print, print_error, print_json, values};
use serde_json::json;

use super::open::open_or_make;
use crate::shell::Shell;
use crate::verbs::send::UnitArguments;

#[derive(Args)]
pub(crate) struct Queue {
    #[command(flatten)]
    unit: UnitArguments,
    #[arg(long)]
    draft: bool,
}

impl Queue {
    pub(super) fn run(self, folder: &Path, shell: Shell) -> Outcome {
        let unit = self.unit.unit()?;
        let mailbox = open_or_make(folder, unit.from().office(), shell)?;
        let mut options = QueueOptions::new();
        if let Some(reason) = &self.unit.override_reason {
            options = options.with_override(reason);
        }
        if self.draft {
            options = options.as_draft();
        }
        let queued = mailbox.queue(&unit, &options, &mut Job::new())?;
        if shell.json {
            print_json(&json!({
                "id": queued.id.to_string(),
                "state": queued.state.token(),
                "is_repeat": queued.is_repeat,
                "findings": values::findings(&queued.findings.iter().collect()),
            }))?;
        } else {
            queued.findings.iter().for_each(|finding| print_error(&shell.lang.finding(finding)));
            let word = shell.lang.pick(queued.state.name_ja(), queued.state.name_en());
            print(&format!("{}\t{}\t{word}\n", queued.id, queued.state.token()))?;
        }
        Ok(Exit::Done)
    }
}
