//! `cplink mailbox`: a folder that keeps what is to be sent and what was received.

mod hand;
mod list;
mod open;
mod queue;
mod run;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use cplink::mailbox::{Entry, Mailbox};
use cplink::progress::Job;
use cplink::seal::MessageId;
use cplink_cli::{About, Exit, Fault, Outcome, print, print_json};
use serde_json::json;
use time::macros::offset;
use time::{Date, format_description};

use super::message_id;
use crate::shell::Shell;

/// The variable that names the folder where `--folder` does not.
const FOLDER: &str = "CPLINK_MAILBOX";

#[derive(Args)]
pub(crate) struct MailboxVerb {
    #[arg(long, global = true, value_name = "DIR")]
    folder: Option<PathBuf>,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    List(list::List),
    Queue(queue::Queue),
    Run(run::Run),
    Release(OfEntry),
    Cancel(OfEntry),
    Retry(Retry),
    Next(hand::Next),
    Done(hand::Done),
    Refuse(hand::Refuse),
    Later(hand::Later),
    Uploaded(hand::Uploaded),
    Clear(Clear),
}

#[derive(Args)]
pub(crate) struct OfEntry {
    #[arg(value_name = "ID", value_parser = message_id)]
    id: MessageId,
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("which").required(true).args(["id", "all"])))]
pub(crate) struct Retry {
    #[arg(value_name = "ID", value_parser = message_id)]
    id: Option<MessageId>,
    #[arg(long)]
    all: bool,
}

#[derive(Args)]
pub(crate) struct Clear {
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    before: Date,
    #[arg(long)]
    with_evidence: bool,
}

impl MailboxVerb {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let variable = || std::env::var_os(FOLDER).filter(|path| !path.is_empty()).map(PathBuf::from);
        let folder = self.folder.or_else(variable).ok_or_else(no_folder)?;
        let opened = || Mailbox::open_existing(&folder).about(folder.display());
        match self.what {
            None => list::List::default().run(&opened()?, shell),
            Some(What::List(list)) => list.run(&opened()?, shell),
            Some(What::Queue(queue)) => queue.run(&folder, shell),
            Some(What::Run(run)) => run.run(&folder, shell),
            Some(What::Release(of)) => tell(opened()?.release(&of.id), &of.id, shell),
            Some(What::Cancel(of)) => tell(opened()?.cancel(&of.id), &of.id, shell),
            Some(What::Retry(retry)) => retry.run(&opened()?, shell),
            Some(What::Next(next)) => next.run(&folder, shell),
            Some(What::Done(done)) => done.run(&opened()?, shell),
            Some(What::Refuse(refuse)) => refuse.run(&opened()?, shell),
            Some(What::Later(later)) => later.run(&opened()?, shell),
            Some(What::Uploaded(uploaded)) => uploaded.run(&folder, shell),
            Some(What::Clear(clear)) => clear.run(&opened()?, shell),
        }
    }
}

impl Retry {
    fn run(self, mailbox: &Mailbox, shell: Shell) -> Outcome {
        if let Some(id) = &self.id {
            return tell(mailbox.retry(id), id, shell);
        }
        let tried = mailbox.retry_all(&mut Job::new())?;
        if shell.json {
            print_json(&json!({ "retried": tried }))?;
        } else {
            print(&format!("{tried}\n"))?;
        }
        Ok(Exit::Done)
    }
}

impl Clear {
    fn run(self, mailbox: &Mailbox, shell: Shell) -> Outcome {
        let before = self.before.midnight().assume_offset(offset!(+9));
        let cleared = mailbox.clear(before, !self.with_evidence, &mut Job::new())?;
        if shell.json {
            print_json(&json!({ "cleared": cleared }))?;
        } else {
            print(&format!("{cleared}\n"))?;
        }
        Ok(Exit::Done)
    }
}

/// An entry after a change: its line, or its object.
fn tell(changed: cplink::Result<Entry>, id: &MessageId, shell: Shell) -> Outcome {
    let entry = changed.about(id)?;
    if shell.json {
        print_json(&list::as_json(&entry))?;
    } else {
        print(&list::line(&entry, shell))?;
    }
    Ok(Exit::Done)
}

fn no_folder() -> Fault {
    Fault::argument(
        ["送受信箱のフォルダーが指定されていません。", "No folder of a mailbox was given."],
        [
            "--folder、または環境変数 CPLINK_MAILBOX で指定してください。",
            "Give it with --folder or the variable CPLINK_MAILBOX.",
        ],
    )
}

fn date(text: &str) -> Result<Date, cplink_cli::Expected> {
    let parsed = format_description::parse_borrowed::<2>("[year]-[month]-[day]").ok();
    parsed.and_then(|form| Date::parse(text, &form).ok()).ok_or_else(|| {
        cplink_cli::Expected::new(
            "日付を「年-月-日」（例 2026-04-01）で指定してください。",
            "Give a date as 2026-04-01.",
        )
    })
}
