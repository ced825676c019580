//! The Python package: its enumerations and values (`choices.py`, `finding.py`, `_error.py`, `values.py`,
//! `reports.py`), and the table by which its tests find everything that is described (`tests/reach_table.py`).
//!
//! So many modules, since Python reads one after the other: an error has findings, a value may have an error, and a
//! report has tables, which are objects.

mod class;
mod docs;
mod hint;
mod reach;
#[cfg(test)]
mod tests;

pub(super) use self::reach::{called, set_by};

use std::path::PathBuf;

use super::super::name::camel;
use super::description::Api;
use super::model::{Shape, Value};
use super::values::{group_name, groups};
use docs::HEAD;
use hint::{Imports, Module};

const PACKAGE: &str = "bindings/python/cplink";

/// Every file with its path in the tree.
pub(super) fn files(api: &Api) -> Result<Vec<(PathBuf, String)>, String> {
    let package = |name: &str| PathBuf::from(PACKAGE).join(name);
    Ok(vec![
        (package("choices.py"), class::choices(api)?),
        (package("finding.py"), module(api, Module::Finding, "Findings, one by one.")?),
        (package("_error.py"), module(api, Module::Error, "What is known of an error.")?),
        (package("values.py"), module(api, Module::Values, "Values: what verbs give, plain and unchanging.")?),
        (package("reports.py"), module(api, Module::Reports, "What is known of CSV files, with their rows.")?),
        (PathBuf::from("bindings/python/tests/reach_table.py"), reach::table(api)?),
    ])
}

fn module(api: &Api, module: Module, doc: &str) -> Result<String, String> {
    let mut imports = Imports::default();
    let mut body = String::new();
    for noun in api.nouns.iter().filter(|noun| Module::of(noun) == module) {
        if noun.is_error {
            body += &class::error(api, noun, &mut imports)?;
            continue;
        }
        for record in &noun.records {
            let values: Vec<&Value> = record.values.iter().collect();
            body += &class::record(api, &camel(&record.name), (&record.en, &record.ja), &values, &mut imports)?;
        }
        if noun.shape == Shape::Values && noun.python_hole().is_none() {
            let values: Vec<&Value> = noun.values.iter().collect();
            body += &class::record(api, &camel(&noun.noun), (&noun.en, &noun.ja), &values, &mut imports)?;
        }
        for group in groups(noun) {
            let values = noun.values.iter().filter(|value| value.group.as_deref() == Some(group));
            let name = group_name(noun, group);
            body += &class::record(api, &name, (&noun.en, &noun.ja), &values.collect::<Vec<_>>(), &mut imports)?;
        }
        if !groups(noun).is_empty() {
            body += &class::object(api, noun, &mut imports)?;
        }
    }
    Ok(format!("{HEAD}\"\"\"{doc}\"\"\"\n\n{}{body}", imports.text(module)))
}
