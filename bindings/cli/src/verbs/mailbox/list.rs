//! `cplink mailbox list`: what is where.

use clap::Args;
use cplink::Error;
use cplink::mailbox::{Entry, EntryState, Filter, Mailbox, Side};
use cplink::progress::Job;
use cplink_cli::{Exit, Expected, Fault, Language, Outcome, print, print_json_list};
use serde_json::{Value, json};

use crate::office_number::office_number;
use crate::shell::Shell;

#[derive(Args, Default)]
pub(crate) struct List {
    #[arg(long)]
    all: bool,
    #[arg(long, value_name = "STATE", value_parser = state)]
    state: Vec<EntryState>,
    #[arg(long, value_name = "OFFICE", value_parser = office_number)]
    office: Option<String>,
}

impl List {
    pub(super) fn run(self, mailbox: &Mailbox, shell: Shell) -> Outcome {
        let mut filter = Filter::new();
        for state in &self.state {
            filter = filter.of_state(*state);
        }
        if let Some(office) = self.office {
            filter = filter.of_office(office);
        }
        // Who asks for a state in which entries are done means those in the archive, too.
        if self.all || self.state.iter().any(|state| state.is_final()) {
            filter = filter.with_archive();
        }
        let entries = mailbox.list(&filter, &mut Job::new())?;
        if shell.json {
            print_json_list("entries", entries.iter().map(as_json), &[("office", mailbox.office().into())])?;
        } else {
            for side in Side::ALL.iter().copied() {
                page(side, &entries, shell)?;
            }
        }
        Ok(Exit::Done)
    }
}

/// One half under its heading.
fn page(side: Side, entries: &[Entry], shell: Shell) -> Result<(), Fault> {
    let of_side: Vec<&Entry> = entries.iter().filter(|entry| entry.side == side).collect();
    let heading = match shell.lang {
        Language::Ja => format!("# {} {}件\n", side.name_ja(), of_side.len()),
        Language::En => format!("# {}: {}\n", side.token(), of_side.len()),
    };
    print(&heading)?;
    of_side.into_iter().try_for_each(|entry| print(&line(entry, shell)))
}

/// An entry on one line. The state is given twice: for a script that reads the column, and for a person.
pub(super) fn line(entry: &Entry, shell: Shell) -> String {
    let word = shell.lang.pick(entry.state_ja, entry.state.name_en());
    let Entry { id, office, serial, kind, state, .. } = entry;
    let mut line = format!("{id}\t{office}\t{serial}\t{kind}\t{}\t{word}", state.token());
    for remark in remarks(entry, shell.lang) {
        line += shell.lang.pick("。", "; ");
        line += remark.trim_end_matches('。');
    }
    line.push('\n');
    line
}

/// What else is to be said of an entry.
fn remarks(entry: &Entry, lang: Language) -> Vec<String> {
    let mut remarks = Vec::new();
    let fault = |fault| Fault::from(Error::from(fault)).text(lang).replace('\n', " ");
    remarks.extend(entry.reason.clone());
    remarks.extend(entry.fault.as_ref().map(fault));
    remarks.extend(entry.doubt.as_ref().map(fault));
    let id = |id: &String, ja: &str, en: &str| format!("{}{id}", lang.pick(ja, en));
    remarks.extend(entry.blocked_by.as_ref().map(|by| id(by, "先に送信するもの: ", "to be sent first: ")));
    remarks.extend(entry.prepared.as_ref().map(|folder| {
        format!("{}{}", lang.pick("アップロードするフォルダー: ", "upload the folder "), folder.display())
    }));
    remarks.extend(entry.agent.as_ref().map(|by| id(by, "送信の代行: ", "sent by the agent ")));
    remarks.extend(entry.receiver_agent.as_ref().map(|by| id(by, "取込の代行: ", "dealt with by the agent ")));
    remarks.extend(entry.superseded_by.as_ref().map(|by| id(by, "差し替え: ", "superseded by ")));
    for (holds, ja, en) in [
        (entry.in_doubt, "届いている可能性があり、再送して確認します", "may have arrived; settled by repeating"),
        (entry.is_to_recall, "取消を依頼しています", "to be recalled"),
    ] {
        if holds {
            remarks.push(lang.pick(ja, en).to_owned());
        }
    }
    remarks
}

/// An entry as an object; its faults as everywhere.
pub(super) fn as_json(entry: &Entry) -> Value {
    let mut object = json!(entry);
    object["state_en"] = entry.state.name_en().into();
    for (name, fault) in [("fault", &entry.fault), ("doubt", &entry.doubt)] {
        object[name] = fault.as_ref().map(|fault| Fault::from(Error::from(fault)).json()).into();
    }
    object
}

fn state(text: &str) -> Result<EntryState, Expected> {
    EntryState::from_token(text).ok_or_else(|| {
        let tokens = || EntryState::ALL.iter().map(|state| format!("{}（{}）", state.token(), state.name_ja()));
        let names: Vec<&str> = EntryState::ALL.iter().map(|state| state.token()).collect();
        Expected::new(
            format!("状態は次のいずれかです: {}。", tokens().collect::<Vec<_>>().join("、")),
            format!("A state is one of {}.", names.join(", ")),
        )
    })
}
