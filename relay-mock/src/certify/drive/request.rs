//! The requests to a program or a server, and its answers, as JSON. `relay-mock/packs/README.md` has the tables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::certify::pack::Pack;
use crate::certify::scenario::{Case, File, Step};
use crate::certify::transcript::{Answer, Broken, Profile, Reason};

/// Asks what the product is.
pub fn hello() -> Value {
    json!({ "do": "hello", "protocol": 1 })
}

/// Begins a case.
pub fn reset(pack: &Pack, case: &Case) -> Value {
    json!({
        "do": "reset", "case": case.id, "role": case.role, "office": case.office.office(),
        "service_type": case.office.service_type(), "monthly": pack.about.monthly,
    })
}

/// A step. Without paths it is what the record has: those of this machine are nobody's business.
pub fn request(case: &Case, step: &Step, paths: Option<(&Path, &[PathBuf])>) -> Value {
    match step {
        Step::Give { unit, files, .. } => match paths {
            Some((_, paths)) => json!({ "do": "import", "files": paths }),
            None => {
                json!({ "do": "import", "unit": unit, "files": names(files) })
            }
        },
        Step::Enter { rows, file, attachments } => match paths {
            Some((_, paths)) => json!({ "do": "enter", "files": rows["files"], "attachments": paths }),
            None => json!({ "do": "enter", "rows": file, "attachments": names(attachments) }),
        },
        Step::Take { unit, month, from, partner, changes, .. } => {
            let mut request = json!({
                "do": "export", "unit": unit.token(), "month": month, "from": from, "office": case.office.office(),
                "partner": partner.office(), "partner_type": partner.service_type(), "changes": changes,
            });
            if let Some((folder, _)) = paths {
                request["folder"] = json!(folder);
            }
            request
        }
        Step::Show { facts, .. } => {
            let asked = facts.iter().map(|fact| {
                json!({
                    "id": fact.id, "ask_ja": fact.ask_ja, "ask_en": fact.ask_en, "kind": fact.kind, "what": fact.what,
                    "field": fact.field, "where": fact.r#where, "own": fact.own,
                })
            });
            json!({ "do": "show", "facts": asked.collect::<Vec<_>>() })
        }
    }
}

fn names(files: &[File]) -> Vec<&str> {
    files.iter().map(|file| file.name.as_str()).collect()
}

/// What the answer to `hello` says.
///
/// # Errors
/// It is not of the form ([`Answer::Broken`]).
pub fn profile(answer: &Value) -> Result<Profile, Answer> {
    let profile = Profile::deserialize(answer).map_err(|error| garbled(format!("the answer to hello: {error}")))?;
    profile.check().map_err(|fault| garbled(format!("the answer to hello: {fault}")))?;
    Ok(profile)
}

/// What the answer to a step says.
pub fn answer(step: &Step, answer: &Value) -> Answer {
    let fitting = match (step, answer["result"].as_str()) {
        (_, Some("unsupported")) => Some(Answer::Unsupported),
        (Step::Give { .. }, Some("imported")) => Some(Answer::Imported),
        (Step::Give { .. } | Step::Take { .. }, Some("refused")) => {
            let reasons = Vec::<Reason>::deserialize(&answer["reasons"]).ok();
            reasons.map(|reasons| Answer::Refused { reasons })
        }
        (Step::Enter { .. }, Some("entered")) => Some(Answer::Entered),
        (Step::Take { .. }, Some("exported")) => Some(Answer::Exported),
        (Step::Show { facts: asked, .. }, Some("shown")) => {
            let facts = BTreeMap::<String, Value>::deserialize(&answer["facts"]).ok();
            facts.map(|mut facts| {
                // What nobody asked for is not kept.
                facts.retain(|id, _| asked.iter().any(|fact| fact.id == *id));
                Answer::Shown { facts: facts.into_iter().map(|(id, value)| (id, shown(value))).collect() }
            })
        }
        _ => None,
    };
    fitting.unwrap_or_else(|| garbled("an answer that does not fit the request".to_owned()))
}

/// A number is as good as its text.
fn shown(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn garbled(detail: String) -> Answer {
    Answer::Broken { how: Broken::Garbled, detail }
}
