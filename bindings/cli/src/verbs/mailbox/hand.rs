//! `cplink mailbox next`, `done`, `refuse`, `later`, `uploaded`: one message in a person's hands, and what became of it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use cplink::mailbox::{Mailbox, Ticket};
use cplink::relay::Outcome as Fate;
use cplink::seal::MessageId;
use cplink_cli::{About, Exit, Expected, Fault, Outcome, print, print_json, print_to_reader, values, write_folder};
use serde_json::{Value, json};

use super::list;
use crate::connect::Session;
use crate::settings::Given;
use crate::shell::Shell;
use crate::verbs::{line, message_id, seconds};

/// The longest reason of a refusal.
const MAX_REASON: usize = 500;

#[derive(Args)]
pub(crate) struct Next {
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds)]
    lease: u64,
    #[command(flatten)]
    given: Given,
}

#[derive(Args)]
pub(crate) struct Done {
    #[arg(value_name = "TICKET", value_parser = ticket)]
    ticket: Ticket,
}

#[derive(Args)]
pub(crate) struct Refuse {
    #[arg(value_name = "TICKET", value_parser = ticket_or_id)]
    ticket: TicketOrId,
    #[arg(value_name = "REASON", value_parser = line::<MAX_REASON>)]
    reason: String,
}

#[derive(Args)]
pub(crate) struct Later {
    #[arg(value_name = "TICKET", value_parser = ticket)]
    ticket: Ticket,
    #[arg(long, value_name = "SECONDS", default_value = "0", value_parser = seconds)]
    wait: u64,
}

#[derive(Args)]
pub(crate) struct Uploaded {
    #[arg(value_name = "ID", value_parser = message_id)]
    id: MessageId,
    #[command(flatten)]
    given: Given,
}

/// What is refused: a message that was handed out, or one that cannot be opened.
#[derive(Clone)]
enum TicketOrId {
    Ticket(Ticket),
    Id(MessageId),
}

fn ticket(text: &str) -> Result<Ticket, Expected> {
    text.parse().map_err(|_| {
        Expected::new("next で表示された受取票を指定してください。", "Give the ticket that next has printed.")
    })
}

fn ticket_or_id(text: &str) -> Result<TicketOrId, Expected> {
    match text.parse() {
        Ok(id) => Ok(TicketOrId::Id(id)),
        Err(_) => ticket(text).map(TicketOrId::Ticket),
    }
}

impl Next {
    pub(super) fn run(self, folder: &Path, shell: Shell) -> Outcome {
        let mut session = Session::open(&self.given)?;
        let mailbox = Mailbox::open_existing(folder).about(folder.display())?;
        let Some(mut delivery) = session.run(|client, job| mailbox.next(client, job))? else {
            if shell.json {
                print_json(&json!({ "message": Value::Null }))?;
            }
            return Ok(Exit::Done);
        };
        let id = delivery.message.id.to_string();
        let saved = self.out.join(&id);
        if !saved.exists() {
            let written = write_folder(&saved, |new| session.run(|_, job| delivery.message.save(new, job)));
            // Another terminal may have been quicker: its folder is whole.
            if !saved.exists() {
                written.map_err(|fault| fault.about(saved.display()))?;
            }
        }
        let offered_before = delivery.offered_before();
        let mut object = values::message_reference(&(&delivery.message).into());
        let content = values::message_content(&(&delivery.message).into());
        if let (Value::Object(object), Value::Object(content)) = (&mut object, content) {
            object.extend(content);
        }
        let from = delivery.message.message.from.office.clone();
        let ticket = delivery.detach(Duration::from_secs(self.lease.clamp(1, 86_400)))?;
        object["ticket"] = ticket.to_string().into();
        object["folder"] = json!(saved);
        object["offered_before"] = offered_before.into();
        let printed = if shell.json {
            print_to_reader(&cplink_cli::json_text(&json!({ "message": object })))
        } else {
            let again = if offered_before { shell.lang.pick("再度", "again") } else { "" };
            print_to_reader(&format!("{ticket}\t{from}\t{}\t{again}\n", saved.display()))
        };
        // Who has not read the ticket cannot say what became of the message.
        printed.inspect_err(|_| drop(mailbox.put_back(&ticket, Duration::ZERO)))?;
        Ok(Exit::Done)
    }
}

impl Done {
    pub(super) fn run(self, mailbox: &Mailbox, shell: Shell) -> Outcome {
        mailbox.conclude(&self.ticket, &Fate::Imported).about(self.ticket.id())?;
        tell(mailbox, self.ticket.id(), shell)
    }
}

impl Refuse {
    pub(super) fn run(self, mailbox: &Mailbox, shell: Shell) -> Outcome {
        match &self.ticket {
            TicketOrId::Ticket(ticket) => {
                mailbox.conclude(ticket, &Fate::Refused(self.reason)).about(ticket.id())?;
                tell(mailbox, ticket.id(), shell)
            }
            TicketOrId::Id(id) => {
                mailbox.refuse(id, &self.reason).about(id)?;
                tell(mailbox, id, shell)
            }
        }
    }
}

impl Uploaded {
    pub(super) fn run(self, folder: &Path, shell: Shell) -> Outcome {
        let mut session = Session::open(&self.given)?;
        let mailbox = Mailbox::open(folder, session.client.office_number()).about(folder.display())?;
        session
            .run(|client, job| mailbox.confirm_uploaded(client, &self.id, job))
            .map_err(|fault| fault.about(self.id))?;
        tell(&mailbox, &self.id, shell)
    }
}

impl Later {
    pub(super) fn run(self, mailbox: &Mailbox, shell: Shell) -> Outcome {
        mailbox.put_back(&self.ticket, Duration::from_secs(self.wait)).about(self.ticket.id())?;
        tell(mailbox, self.ticket.id(), shell)
    }
}

fn tell(mailbox: &Mailbox, id: &MessageId, shell: Shell) -> Result<Exit, Fault> {
    let entry = mailbox.entry(id)?.ok_or_else(|| cplink::Error::new(cplink::Code::MailboxEntry))?;
    if shell.json {
        print_json(&list::as_json(&entry))?;
    } else {
        print(&list::line(&entry, shell))?;
    }
    Ok(Exit::Done)
}
