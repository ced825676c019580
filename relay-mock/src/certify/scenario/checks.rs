//! Reading the checks of a case.

use cplink::json::UnitJson;

use super::cause::Cause;
use super::check::{Check, CheckKind, Expected};
use super::folder::Folder;
use super::raw::{RawAbsent, RawCheck, RawFacts, RawMeaning, RawRefusedFor};
use super::step::Step;
use super::strict::PackError;
use super::tolerance::Tolerance;

/// The checks, each with a name of its own; what they name is there.
pub(super) fn checks(folder: &Folder<'_>, raw: Vec<RawCheck>, steps: &[Step]) -> Result<Vec<Check>, PackError> {
    let mut checks: Vec<Check> = Vec::new();
    for (number, raw) in raw.into_iter().enumerate() {
        let wrong = |key: &str, what: &str| {
            PackError::key(&folder.at("case.toml"), &format!("check {} {key}", number + 1), what)
        };
        let (name, kind) = match raw {
            RawCheck::Meaning(RawMeaning { name, to, take, tolerate, .. }) => {
                let known = |id: &String| Tolerance::parse(id).ok_or_else(|| wrong("tolerate", "no such tolerance"));
                let tolerate = tolerate.iter().map(known).collect::<Result<_, _>>()?;
                let take = taken(steps, take).ok_or_else(|| wrong("take", "no step takes this unit"))?;
                (
                    name.unwrap_or("meaning".into()),
                    CheckKind::Meaning { take, expected: expected(folder, to)?, tolerate },
                )
            }
            RawCheck::Absent(RawAbsent { name, absent: what, take }) => {
                let take = taken(steps, take).ok_or_else(|| wrong("take", "no step takes this unit"))?;
                (name.unwrap_or("absent".into()), CheckKind::Absent { take, what })
            }
            RawCheck::Facts(RawFacts { name, facts }) => {
                let shown = |step: &Step| matches!(step, Step::Show { file, .. } if *file == facts);
                if !steps.iter().any(shown) {
                    return Err(wrong("facts", "no step shows these facts"));
                }
                (name.unwrap_or("facts".into()), CheckKind::Facts { facts: folder.facts(&facts)? })
            }
            RawCheck::RefusedFor(RawRefusedFor { name, refused_for, words }) => {
                let cause = Cause::parse(&refused_for).ok_or_else(|| wrong("refused-for", "no such rule or error"))?;
                (name.unwrap_or("refused-for".into()), CheckKind::RefusedFor { cause, words })
            }
        };
        if ["outcome", "rules"].contains(&name.as_str()) || checks.iter().any(|check| check.name == name) {
            return Err(wrong("name", "each check has a name of its own"));
        }
        checks.push(Check { name, kind });
    }
    Ok(checks)
}

/// The unit of this name that a step takes; the first one where none is named.
fn taken(steps: &[Step], take: Option<String>) -> Option<String> {
    steps.iter().find_map(|step| match step {
        Step::Take { name, .. } if take.as_ref().is_none_or(|take| take == name) => Some(name.clone()),
        _ => None,
    })
}

fn expected(folder: &Folder<'_>, file: String) -> Result<Expected, PackError> {
    let UnitJson { files, attachments } =
        UnitJson::read(&folder.bytes(&file)?).map_err(|error| folder.form(&file, error))?;
    Ok(Expected { file, tables: files.into_iter().map(|file| file.table).collect(), attachments })
}
