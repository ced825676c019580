//! Reading a case, strictly.

use std::collections::BTreeMap;
use std::sync::Arc;

use cplink::json::UnitJson;
use cplink::spec::UnitKind;
use cplink::unit::Address;

use super::case::{Case, Need, Shape};
use super::check::{Check, CheckKind};
use super::checks::checks;
use super::folder::Folder;
use super::raw::{RawCase, RawStep};
use super::step::{Outcome, Step};
use super::strict::PackError;

/// Reads the case whose folder is `path` and has these files.
///
/// # Errors
/// Whatever is not of the form: unknown and missing keys, files that are missing or that nothing names, a case
/// without a clause, a check that names no rule, step or file.
pub fn read(path: &str, files: &BTreeMap<String, Arc<[u8]>>) -> Result<Case, PackError> {
    let folder = Folder::new(path, files);
    let raw: RawCase = toml::from_str(&folder.text("case.toml")?).map_err(|error| folder.form("case.toml", error))?;
    let wrong = |key: &str, what: &str| PackError::key(&folder.at("case.toml"), key, what);
    if path.rsplit('/').next() != Some(raw.id.as_str()) {
        return Err(wrong("id", "the id is the folder's name"));
    }
    for (key, text) in
        [("clause", &raw.clause), ("title_ja", &raw.title_ja), ("title_en", &raw.title_en), ("sheet_ja", &raw.sheet_ja)]
    {
        if text.trim().is_empty() {
            return Err(wrong(key, "it must not be empty"));
        }
    }
    let needs = raw.needs.iter().map(|text| Need::parse(text).ok_or_else(|| wrong("needs", text)));
    let needs = needs.collect::<Result<_, _>>()?;
    let steps = steps(&folder, raw.step)?;
    let checks = checks(&folder, raw.check, &steps)?;
    let refusal = checks.iter().any(|check| matches!(check.kind, CheckKind::RefusedFor { .. }));
    // The reasons of a check are those of one step.
    let refusing = steps.iter().filter(|step| matches!(step.outcome(), Some(Outcome::Refused | Outcome::Either)));
    let given = steps.iter().any(|step| matches!(step, Step::Give { outcome: Outcome::Refused, .. }));
    let refusing = refusing.count();
    if refusal != (refusing > 0) || refusing > 1 || given != (raw.shape == Shape::Refuse) {
        return Err(wrong(
            "check",
            "a unit that must or may be refused has refused-for, and a case has one; the shape refuse is one that must \
             not be imported",
        ));
    }
    let taken = steps.iter().filter_map(|step| match step {
        Step::Take { name, outcome, .. } => Some((name, *outcome)),
        _ => None,
    });
    for (name, outcome) in taken.clone() {
        if taken.clone().filter(|(other, _)| *other == name).count() > 1 {
            return Err(wrong("step", "each unit that is taken has a name of its own"));
        }
        let compared = |check: &Check| matches!(&check.kind, CheckKind::Meaning { take, .. } if take == name);
        if checks.iter().any(compared) == (outcome == Outcome::Refused) {
            return Err(wrong("check", "a unit that is taken is compared with rows, one that must be refused is not"));
        }
    }
    folder.all_used()?;
    Ok(Case {
        office: address(&raw.office).ok_or_else(|| wrong("office", "write OFFICE:SERVICE_TYPE"))?,
        faults: raw.faults.map(|faults| faults.script),
        id: raw.id,
        pattern: raw.pattern,
        shape: raw.shape,
        title_ja: raw.title_ja,
        title_en: raw.title_en,
        role: raw.role,
        needs,
        clause: raw.clause,
        level: raw.level,
        sheet_ja: raw.sheet_ja,
        steps,
        checks,
    })
}

fn address(text: &str) -> Option<Address> {
    let (office, service_type) = text.split_once(':')?;
    Address::new(office, service_type).ok()
}

fn steps(folder: &Folder<'_>, raw: Vec<RawStep>) -> Result<Vec<Step>, PackError> {
    let mut steps: Vec<Step> = Vec::new();
    let mut waiting = false;
    for (number, step) in raw.into_iter().enumerate() {
        let wrong = |key: &str, what: &str| {
            PackError::key(&folder.at("case.toml"), &format!("step {} {key}", number + 1), what)
        };
        match (&mut waiting, step) {
            (true, RawStep::Expect { outcome: is }) => {
                waiting = false;
                if let Some(Step::Give { outcome, .. }) = steps.last_mut() {
                    *outcome = is.into();
                }
            }
            (true, _) | (false, RawStep::Expect { .. }) => {
                return Err(wrong("do", "each give is followed by one expect"));
            }
            (waiting, RawStep::Give { unit, tamper, renewed }) => {
                if renewed && tamper.is_some() {
                    return Err(wrong("renewed", "the certificate of a message that is spoilt is not renewed"));
                }
                let files = folder.below(&format!("give/{unit}/"))?;
                steps.push(Step::Give { unit, files, outcome: Outcome::Done, tamper, renewed });
                *waiting = true;
            }
            (_, RawStep::Enter { rows, attachments }) => {
                UnitJson::read(&folder.bytes(&rows)?).map_err(|error| folder.form(&rows, error))?;
                let attachments = attachments.map(|below| folder.below(&format!("{below}/"))).transpose()?;
                let attachments = attachments.unwrap_or_default();
                steps.push(Step::Enter { rows: folder.json(&rows)?, file: rows, attachments });
            }
            (_, RawStep::Take { name, unit, month, from, partner, changes, outcome }) => {
                let kind = UnitKind::parse(&unit);
                steps.push(Step::Take {
                    name: name.unwrap_or_else(|| unit.clone()),
                    unit: kind.ok_or_else(|| wrong("unit", "no such unit"))?,
                    month,
                    from,
                    partner: address(&partner).ok_or_else(|| wrong("partner", "write OFFICE:SERVICE_TYPE"))?,
                    changes: changes.map(|file| folder.json(&file)).transpose()?,
                    outcome: outcome.into(),
                });
            }
            (_, RawStep::Show { facts: file }) => {
                let facts = folder.facts(&file)?;
                steps.push(Step::Show { file, facts });
            }
        }
    }
    if waiting || steps.is_empty() {
        return Err(PackError::key(&folder.at("case.toml"), "step", "each give is followed by one expect"));
    }
    Ok(steps)
}
