//! Reading a case, strictly.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cplink::finding::Rule;
use cplink::json::UnitJson;
use cplink::spec::UnitKind;
use cplink::unit::Address;
use serde_json::Value;

use super::case::{Case, Need, Shape};
use super::check::{Check, CheckKind, Expected};
use super::fact::Fact;
use super::raw::{Compare, RawCase, RawCheck, RawStep};
use super::step::{File, Outcome, Step};
use super::strict::{PackError, Problem};
use super::tolerance::Tolerance;

/// The files of a case's folder, by their paths in it.
struct Folder<'a> {
    path: &'a str,
    files: &'a BTreeMap<String, Arc<[u8]>>,
    used: RefCell<BTreeSet<String>>,
}

/// Reads the case whose folder is `path` and has these files.
///
/// # Errors
/// Whatever is not of the form: unknown and missing keys, files that are missing or that nothing names, a case
/// without a clause, a check that names no rule, step or file.
pub fn read(path: &str, files: &BTreeMap<String, Arc<[u8]>>) -> Result<Case, PackError> {
    let folder = Folder { path, files, used: RefCell::default() };
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
    let refused = steps.iter().any(|step| matches!(step, Step::Give { outcome: Outcome::Refused, .. }));
    if refusal != refused || refused != (raw.shape == Shape::Refuse) {
        return Err(wrong("check", "a unit that must be refused, refused-for and the shape refuse go together"));
    }
    let taken = steps.iter().filter_map(|step| if let Step::Take { name, .. } = step { Some(name) } else { None });
    for name in taken {
        let compared = |check: &Check| matches!(&check.kind, CheckKind::Meaning { take, .. } if take == name);
        if !checks.iter().any(compared) {
            return Err(wrong("check", "a unit that is taken is compared with rows"));
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
                    *outcome = is;
                }
            }
            (true, _) | (false, RawStep::Expect { .. }) => {
                return Err(wrong("do", "each give is followed by one expect"));
            }
            (waiting, RawStep::Give { unit }) => {
                let files = folder.below(&format!("give/{unit}/"))?;
                steps.push(Step::Give { unit, files, outcome: Outcome::Imported });
                *waiting = true;
            }
            (_, RawStep::Enter { rows }) => {
                UnitJson::read(&folder.bytes(&rows)?).map_err(|error| folder.form(&rows, error))?;
                steps.push(Step::Enter { rows: folder.json(&rows)?, file: rows });
            }
            (_, RawStep::Take { name, unit, month, from, partner, changes }) => {
                let kind = UnitKind::ALL.iter().copied().find(|kind| kind.token() == unit);
                steps.push(Step::Take {
                    name: name.unwrap_or_else(|| unit.clone()),
                    unit: kind.ok_or_else(|| wrong("unit", "no such unit"))?,
                    month,
                    from,
                    partner: address(&partner).ok_or_else(|| wrong("partner", "write OFFICE:SERVICE_TYPE"))?,
                    changes: changes.map(|file| folder.json(&file)).transpose()?,
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

fn checks(folder: &Folder<'_>, raw: Vec<RawCheck>, steps: &[Step]) -> Result<Vec<Check>, PackError> {
    let mut checks: Vec<Check> = Vec::new();
    for (number, raw) in raw.into_iter().enumerate() {
        let wrong = |key: &str, what: &str| {
            PackError::key(&folder.at("case.toml"), &format!("check {} {key}", number + 1), what)
        };
        let taken = |take: Option<String>| {
            let mut names = steps.iter().filter_map(|step| match step {
                Step::Take { name, .. } if take.as_ref().is_none_or(|take| take == name) => Some(name.clone()),
                _ => None,
            });
            names.next().ok_or_else(|| wrong("take", "no step takes this unit"))
        };
        let (name, kind) = match raw {
            RawCheck {
                name,
                compare: Some(Compare::Meaning),
                to: Some(to),
                take,
                tolerate,
                absent: None,
                facts: None,
                refused_for: None,
                words: None,
            } => {
                let known = |id: &String| Tolerance::parse(id).ok_or_else(|| wrong("tolerate", "no such tolerance"));
                let tolerate = tolerate.iter().flatten().map(known).collect::<Result<_, _>>()?;
                let UnitJson { files, attachments } =
                    UnitJson::read(&folder.bytes(&to)?).map_err(|error| folder.form(&to, error))?;
                let tables = files.into_iter().map(|file| file.table).collect();
                let expected = Expected { file: to, tables, attachments };
                (
                    name.unwrap_or_else(|| "meaning".to_owned()),
                    CheckKind::Meaning { take: taken(take)?, expected, tolerate },
                )
            }
            RawCheck {
                name,
                absent: Some(what),
                take,
                compare: None,
                to: None,
                tolerate: None,
                facts: None,
                refused_for: None,
                words: None,
            } => (name.unwrap_or_else(|| "absent".to_owned()), CheckKind::Absent { take: taken(take)?, what }),
            RawCheck {
                name,
                facts: Some(facts),
                take: None,
                compare: None,
                to: None,
                tolerate: None,
                absent: None,
                refused_for: None,
                words: None,
            } => {
                let shown = |step: &Step| matches!(step, Step::Show { file, .. } if *file == facts);
                if !steps.iter().any(shown) {
                    return Err(wrong("facts", "no step shows these facts"));
                }
                (name.unwrap_or_else(|| "facts".to_owned()), CheckKind::Facts { facts: folder.facts(&facts)? })
            }
            RawCheck {
                name,
                refused_for: Some(rule),
                words,
                take: None,
                compare: None,
                to: None,
                tolerate: None,
                absent: None,
                facts: None,
            } => {
                let rule = Rule::from_id(&rule).ok_or_else(|| wrong("refused-for", "no such rule"))?;
                let words = words.unwrap_or_default();
                (name.unwrap_or_else(|| "refused-for".to_owned()), CheckKind::RefusedFor { rule, words })
            }
            _ => {
                return Err(wrong(
                    "",
                    "a check has compare and to, absent, facts or refused-for, and what goes with it",
                ));
            }
        };
        if ["outcome", "rules"].contains(&name.as_str()) || checks.iter().any(|check| check.name == name) {
            return Err(wrong("name", "each check has a name of its own"));
        }
        checks.push(Check { name, kind });
    }
    Ok(checks)
}

impl Folder<'_> {
    fn at(&self, file: &str) -> String {
        format!("{}/{file}", self.path)
    }

    fn form(&self, file: &str, error: impl std::fmt::Display) -> PackError {
        PackError::form(&self.at(file), error)
    }

    fn bytes(&self, file: &str) -> Result<Arc<[u8]>, PackError> {
        self.used.borrow_mut().insert(file.to_owned());
        self.files.get(file).cloned().ok_or_else(|| PackError::file(&self.at(file), Problem::Missing))
    }

    fn text(&self, file: &str) -> Result<String, PackError> {
        String::from_utf8(self.bytes(file)?.to_vec()).map_err(|error| self.form(file, error))
    }

    fn json(&self, file: &str) -> Result<Value, PackError> {
        serde_json::from_slice(&self.bytes(file)?).map_err(|error| self.form(file, error))
    }

    fn facts(&self, file: &str) -> Result<Vec<Fact>, PackError> {
        let facts: Vec<Fact> = serde_json::from_slice(&self.bytes(file)?).map_err(|error| self.form(file, error))?;
        for fact in &facts {
            if let Some((key, what)) = fact.fault() {
                return Err(PackError::key(&self.at(file), &format!("{} {key}", fact.id), what));
            }
            if facts.iter().filter(|other| other.id == fact.id).count() > 1 {
                return Err(PackError::key(&self.at(file), &fact.id, "two facts have this id"));
            }
        }
        if facts.is_empty() { Err(self.form(file, "no fact")) } else { Ok(facts) }
    }

    /// The files of a folder, by name.
    fn below(&self, folder: &str) -> Result<Vec<File>, PackError> {
        let mut files = Vec::new();
        for (path, bytes) in self.files {
            if let Some(name) = path.strip_prefix(folder).filter(|name| !name.contains('/')) {
                self.used.borrow_mut().insert(path.clone());
                files.push(File { name: name.to_owned(), bytes: Arc::clone(bytes) });
            }
        }
        if files.is_empty() { Err(PackError::file(&self.at(folder), Problem::Missing)) } else { Ok(files) }
    }

    fn all_used(&self) -> Result<(), PackError> {
        match self.files.keys().find(|path| !self.used.borrow().contains(*path)) {
            Some(path) => Err(PackError::file(&self.at(path), Problem::Surplus)),
            None => Ok(()),
        }
    }
}
