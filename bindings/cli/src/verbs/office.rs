//! `cplink office`: who is registered at the relay, and for how long.

use clap::Args;
use cplink_cli::{Exit, Outcome, print, print_error, print_json, values};
use serde_json::json;

use crate::connect::Session;
use crate::office_number::office_number;
use crate::settings::Given;
use crate::shell::Shell;

#[derive(Args)]
pub(crate) struct Office {
    #[arg(value_name = "NUMBER", value_parser = office_number)]
    number: String,
    #[command(flatten)]
    given: Given,
}

impl Office {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let number = &self.number;
        let found = Session::open(&self.given)?.run(|client, job| client.office(number, job))?;
        let found = found.filter(|office| office.registered);
        let exit = if found.as_ref().is_some_and(|office| office.licensed) { Exit::Done } else { Exit::Refused };
        let Some(office) = found else {
            if shell.json {
                print_json(&json!({ "number": number, "registered": false, "licensed": false }))?;
            } else {
                let text = shell.lang.pick("この事業所は登録されていません。", "this office is not registered.");
                print_error(&format!("{number}: {text}"));
            }
            return Ok(exit);
        };
        if shell.json {
            print_json(&values::office(&office.into()))?;
            return Ok(exit);
        }
        let (types, versions) = (office.service_types.join(","), office.csv_versions.join(","));
        let until = office.licence_until.map(|day| day.to_string()).unwrap_or_default();
        print(&format!("{}\t{}\t{types}\t{versions}\t{until}\n", office.number, office.name))?;
        if !office.licensed {
            let text = shell.lang.pick("ライセンスが有効ではありません。", "its licence is not valid.");
            print_error(&format!("{number}: {text}"));
        }
        Ok(exit)
    }
}
