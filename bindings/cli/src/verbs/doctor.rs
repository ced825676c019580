//! `cplink doctor`: a self-check, line by line, with what to do.

use clap::Args;
use cplink::client::{Diagnosis, DiagnosisLine};
use cplink_cli::{Exit, Outcome, print, print_json};
use serde_json::{Value, json};

use crate::connect::Session;
use crate::settings::Given;
use crate::shell::Shell;

#[derive(Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    given: Given,
}

impl Doctor {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let diagnosis: Diagnosis = Session::open(&self.given)?.run(|client, job| client.doctor(job))?;
        let well = diagnosis.is_well();
        if shell.json {
            let lines: Vec<Value> = diagnosis.lines.iter().map(as_json).collect();
            print_json(&json!({ "ok": well, "lines": lines }));
        } else {
            diagnosis.lines.iter().for_each(|line| print(&text(line, shell)));
        }
        Ok(if well { Exit::Done } else { Exit::Refused })
    }
}

fn text(line: &DiagnosisLine, shell: Shell) -> String {
    let lang = shell.lang;
    let (said, remedy) = (lang.pick(&line.text_ja, &line.text_en), lang.pick(&line.remedy_ja, &line.remedy_en));
    let severity = lang.severity(line.severity);
    format!("{}: {severity}: {said}{}{remedy}\n", line.id, if remedy.is_empty() { "" } else { lang.pick("", " ") })
}

fn as_json(line: &DiagnosisLine) -> Value {
    json!({
        "id": line.id,
        "severity": line.severity.name(),
        "text_ja": line.text_ja,
        "text_en": line.text_en,
        "remedy_ja": line.remedy_ja,
        "remedy_en": line.remedy_en,
    })
}
