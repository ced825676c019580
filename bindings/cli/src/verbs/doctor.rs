//! `cplink doctor`: a self-check, line by line, with what to do.

use clap::Args;
use cplink::client::{Diagnosis, DiagnosisLine};
use cplink_cli::{Exit, Fault, Outcome, print, print_json, values};
use serde_json::{Value, json};

use crate::connect::Prepared;
use crate::settings::Given;
use crate::shell::Shell;

#[derive(Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    given: Given,
}

impl Doctor {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let prepared = Prepared::read(&self.given)?;
        let host = prepared.host().to_owned();
        let apart = prepared.apart()?;
        match (prepared.session(), apart) {
            (Ok(mut session), _) => {
                let diagnosis: Diagnosis = session.run(|client, job| client.doctor(job))?;
                let well = diagnosis.is_well();
                show(diagnosis, &host, None, shell)?;
                Ok(if well { Exit::Done } else { Exit::Refused })
            }
            // What could be looked at is shown, and why not all of it could.
            (Err(fault), Some(diagnosis)) => {
                let exit = fault.exit();
                show(diagnosis, &host, Some(&fault), shell)?;
                if shell.json { Ok(exit) } else { Err(fault) }
            }
            (Err(fault), None) => Err(fault),
        }
    }
}

fn show(diagnosis: Diagnosis, host: &str, fault: Option<&Fault>, shell: Shell) -> Result<(), Fault> {
    if shell.json {
        let mut object = as_json(diagnosis, host);
        if let Some(fault) = fault {
            object["error"] = fault.json();
        }
        print_json(&object)
    } else {
        diagnosis.lines.iter().try_for_each(|line| print(&text(line, host, shell)))
    }
}

/// The host, in the line that says whether it could be reached.
fn about<'a>(line: &DiagnosisLine, host: &'a str) -> Option<&'a str> {
    (line.id == "relay").then_some(host)
}

fn text(line: &DiagnosisLine, host: &str, shell: Shell) -> String {
    let lang = shell.lang;
    let (said, remedy) = (lang.pick(&line.text_ja, &line.text_en), lang.pick(&line.remedy_ja, &line.remedy_en));
    let severity = lang.severity(line.severity);
    let about = about(line, host).map_or(String::new(), |host| format!("{host}: "));
    format!(
        "{}: {severity}: {about}{said}{}{remedy}\n",
        line.id,
        if remedy.is_empty() { "" } else { lang.pick("", " ") }
    )
}

fn as_json(diagnosis: Diagnosis, host: &str) -> Value {
    let about: Vec<_> = diagnosis.lines.iter().map(|line| json!(about(line, host))).collect();
    let mut object = values::diagnosis(&diagnosis.into());
    for (at, about) in about.into_iter().enumerate() {
        object["lines"][at]["about"] = about;
    }
    object
}
