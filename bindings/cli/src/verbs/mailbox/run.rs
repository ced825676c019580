//! `cplink mailbox run`: sends, receives and reports what can be now; with `--every`, again and again.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use cplink::mailbox::{Mailbox, Pumped};
use cplink_cli::{Exit, Fault, Language, Outcome, json_text, print_error, print_json, print_to_reader};
use serde_json::{Value, json};

use super::open::open_or_make;
use crate::connect::Session;
use crate::settings::Given;
use crate::shell::Shell;
use crate::verbs::seconds;

#[derive(Args)]
pub(crate) struct Run {
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    every: Option<u64>,
    #[arg(long, value_name = "COUNT", default_value = "0")]
    limit: u32,
    #[command(flatten)]
    given: Given,
}

impl Run {
    pub(super) fn run(self, folder: &Path, shell: Shell) -> Outcome {
        let mut session = Session::open(&self.given)?;
        let mailbox = open_or_make(folder, session.client.office_number(), shell)?;
        let Some(every) = self.every.map(Duration::from_secs) else {
            let pumped = self.round(&mut session, &mailbox)?;
            return tell(&session, pumped, shell);
        };
        let mut obstacles = Vec::new();
        loop {
            let start = Instant::now();
            match self.round(&mut session, &mailbox) {
                // A relay that is away is told, and is there again later.
                Ok(pumped) => tell_round(&session, pumped, &mut obstacles, shell)?,
                Err(fault) if session.is_cancelled() => return Err(fault),
                Err(fault) if shell.json => print_to_reader(&json_text(&json!({ "error": fault.json() })))?,
                Err(fault) => print_error(&fault.text(shell.lang)),
            }
            while start.elapsed() < every {
                if session.is_cancelled() {
                    return Ok(Exit::Done);
                }
                thread::sleep(Duration::from_millis(200).min(every));
            }
        }
    }

    fn round(&self, session: &mut Session, mailbox: &Mailbox) -> Result<Pumped, Fault> {
        session.run(|client, job| mailbox.pump(client, self.limit, job))
    }
}

/// The only round: what ended it early is the command's fault.
fn tell(session: &Session, mut pumped: Pumped, shell: Shell) -> Outcome {
    let obstacles = obstacles_of(&mut pumped);
    let needs_person = !pumped.attention.is_empty();
    let mut object = as_json(&pumped, &obstacles);
    let line = line(&pumped, shell.lang);
    if !shell.json {
        tell_obstacles(&obstacles, shell.lang);
    }
    let fault = pumped.fault.map(|error| session.fault(error));
    if shell.json {
        if let Some(fault) = &fault {
            object["error"] = fault.json();
        }
        print_json(&object)?;
    } else {
        print_to_reader(&line)?;
    }
    match fault {
        Some(fault) if shell.json => Ok(fault.exit()),
        Some(fault) => Err(fault),
        None if needs_person => Ok(Exit::Refused),
        None => Ok(Exit::Done),
    }
}

fn obstacles_of(pumped: &mut Pumped) -> Vec<Fault> {
    std::mem::take(&mut pumped.obstacles).into_iter().map(Fault::from).collect()
}

/// Tells what keeps downloaded files from being messages.
fn tell_obstacles(obstacles: &[Fault], lang: Language) {
    obstacles.iter().for_each(|obstacle| print_error(&obstacle.text(lang)));
}

/// One round of many; those in which nothing was done are not told, nor `known` obstacles.
fn tell_round(session: &Session, mut pumped: Pumped, known: &mut Vec<String>, shell: Shell) -> Result<(), Fault> {
    let obstacles = obstacles_of(&mut pumped);
    let texts: Vec<String> = obstacles.iter().map(|obstacle| obstacle.text(shell.lang)).collect();
    let is_new = texts != *known;
    *known = texts;
    if is_new && !shell.json {
        tell_obstacles(&obstacles, shell.lang);
    }
    let done = [pumped.sent, pumped.prepared, pumped.recalled, pumped.changed, pumped.received, pumped.reported];
    let is_quiet = done.iter().all(|count| *count == 0) && !(is_new && shell.json);
    if is_quiet && pumped.attention.is_empty() && pumped.fault.is_none() {
        return Ok(());
    }
    let mut object = as_json(&pumped, &obstacles);
    let line = line(&pumped, shell.lang);
    let fault = pumped.fault.map(|error| session.fault(error));
    if shell.json {
        object["error"] = fault.as_ref().map(Fault::json).into();
        // One object on one line: whoever reads along knows where it ends.
        return print_to_reader(&format!("{object}\n"));
    }
    if let Some(fault) = fault {
        print_error(&fault.text(shell.lang));
    }
    print_to_reader(&line)
}

fn as_json(pumped: &Pumped, obstacles: &[Fault]) -> Value {
    let attention: Vec<String> = pumped.attention.iter().map(ToString::to_string).collect();
    let obstacles: Vec<Value> = obstacles.iter().map(Fault::json).collect();
    let next = pumped.next_attempt.and_then(|at| at.format(&time::format_description::well_known::Rfc3339).ok());
    json!({
        "sent": pumped.sent,
        "prepared": pumped.prepared,
        "recalled": pumped.recalled,
        "changed": pumped.changed,
        "received": pumped.received,
        "reported": pumped.reported,
        "attention": attention,
        "obstacles": obstacles,
        "next_attempt": next,
    })
}

fn line(pumped: &Pumped, lang: Language) -> String {
    let Pumped { sent, prepared, recalled, changed, received, reported, attention, .. } = pumped;
    let attention = attention.len();
    // Only where a person carries the files.
    let laid = match (*prepared, lang) {
        (0, _) => String::new(),
        (_, Language::Ja) => format!("アップロード待ち {prepared}件、"),
        (_, Language::En) => format!("to be uploaded {prepared}, "),
    };
    match lang {
        Language::Ja => format!(
            "送信 {sent}件、{laid}取消 {recalled}件、状態の変化 {changed}件、受信 {received}件、結果の報告 {reported}件、要対応 {attention}件\n"
        ),
        Language::En => format!(
            "sent {sent}, {laid}recalled {recalled}, changed {changed}, received {received}, reported {reported}, \
             need a person {attention}\n"
        ),
    }
}
