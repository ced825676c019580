//! `cplink send FOLDER FOLDER…`: several sending units, each a message of its own.

use std::path::{Path, PathBuf};

use cplink::client::{SendOptions, SentOutcome};
use cplink::seal::ReceiptKind;
use cplink::unit::Unit;
use cplink::{Code, Error};
use cplink_cli::{Exit, Fault, Outcome, print, print_error, print_json, values};
use serde_json::{Value, json};

use super::receipts;
use crate::connect::Session;
use crate::shell::Shell;

/// Sends the units of these folders, and tells of each.
pub(super) fn run(
    session: &mut Session,
    folders: &[PathBuf],
    units: &[Unit],
    options: &SendOptions,
    shell: Shell,
) -> Outcome {
    let outcomes = session.run(|client, job| Ok(client.send_all(units, options, job)))?;
    let keep = session.settings.keep()?.to_owned();
    let (mut results, mut exit) = (Vec::new(), Exit::Done);
    for (folder, outcome) in folders.iter().zip(outcomes) {
        let (told, own) = tell(session, folder, &keep, outcome, shell)?;
        results.push(told);
        // One that was not tried says nothing about why.
        if let Some((code, own)) = own
            && (exit == Exit::Done || code != Code::NotSent)
        {
            exit = own;
        }
    }
    if shell.json {
        print_json(&json!({ "results": results }))?;
    }
    Ok(exit)
}

/// A unit's result as JSON, and its line; why it was not sent.
fn tell(
    session: &Session,
    folder: &Path,
    keep: &Path,
    outcome: SentOutcome,
    shell: Shell,
) -> Result<(Value, Option<(Code, Exit)>), Fault> {
    let SentOutcome { to, serial, result } = outcome;
    match result {
        Ok(sent) => {
            let receipt = sent.receipt.as_ref().map(|der| receipts::keep(keep, &sent.id, ReceiptKind::Accepted, der));
            let receipt = receipt.transpose()?;
            if !shell.json {
                sent.findings.iter().for_each(|finding| print_error(&shell.lang.finding(finding)));
                print(&format!("{}\t{}\n", sent.id, sent.container.display()))?;
            }
            let mut told = values::sent_result(&SentOutcome { to, serial, result: Ok(sent) }.into());
            told["folder"] = json!(folder);
            told["receipt_file"] = json!(receipt);
            Ok((told, None))
        }
        Err(error) => {
            let untold = SentOutcome { to, serial, result: Err(Error::new(error.code())) };
            let mut told = values::sent_result(&untold.into());
            told["findings"] = values::findings(&error.findings().iter().collect());
            let fault = session.fault(error).written_to(keep).concerning(folder.display());
            if !shell.json {
                print_error(&fault.text(shell.lang));
            }
            told["error"] = fault.json();
            told["folder"] = json!(folder);
            Ok((told, Some((fault.code(), fault.exit()))))
        }
    }
}
