//! `bindings/python/tests/reach_table.py`: where Python has what is described.

use std::fmt::Write as _;

use super::super::super::name::camel;
use super::super::Api;
use super::super::kind::Kind;
use super::super::model::{Language, Noun, Shape, Value, Verb};
use super::docs::{class_of, path_of};
use super::HEAD;

/// A noun with settings, and what takes them as keyword parameters.
const SETTINGS: &[(&str, &str)] =
    &[("options", "Client"), ("profile", "Profile"), ("token", "Token"), ("trust", "Trust.with_settings")];

/// The table's source.
pub(super) fn table(api: &Api) -> Result<String, String> {
    let mut reached = String::new();
    let mut verbs = String::new();
    let mut holes = String::new();
    for noun in &api.nouns {
        let class = class_of(api, &noun.noun);
        for value in noun.values.iter().filter(|value| !value.main) {
            self::value(&mut reached, &mut holes, noun, &noun.noun, &class, value)?;
        }
        for record in &noun.records {
            for value in &record.values {
                self::value(&mut reached, &mut holes, noun, &record.name, &camel(&record.name), value)?;
            }
        }
        for verb in &noun.verbs {
            self::verb(&mut verbs, &mut holes, noun, &class, verb)?;
        }
    }
    Ok(format!(
        "{HEAD}\"\"\"What the description of the border has, and where the package has it.\"\"\"\n\n\
         VALUES = {{\n{reached}}}\n\"\"\"Each value, and its path in ``cplink``.\"\"\"\n\n\
         VERBS = {{\n{verbs}}}\n\"\"\"Each verb: its path, and the names of what it takes.\"\"\"\n\n\
         SETTINGS = {{\n{}}}\n\"\"\"Each setting: what takes it, and as which parameter.\"\"\"\n\n\
         HOLES = {{\n{holes}}}\n\"\"\"What Python does not have, and why.\"\"\"\n",
        settings(api)?
    ))
}

fn value(
    reached: &mut String,
    holes: &mut String,
    noun: &Noun,
    owner: &str,
    class: &str,
    value: &Value,
) -> Result<(), String> {
    let key = format!("{owner}.{}", value.name);
    if let Some(reason) = value.hole.get(&Language::Python).or_else(|| noun.python_hole()) {
        let _ = writeln!(holes, "    {key:?}: {reason:?},");
        return Ok(());
    }
    let is_length = noun.shape == Shape::Object && value.name == "len" && value.kind()? == Kind::Count;
    let name = if is_length { "__len__" } else { value.name.as_str() };
    let _ = writeln!(reached, "    {key:?}: {:?},", format!("{class}.{name}"));
    Ok(())
}

fn verb(verbs: &mut String, holes: &mut String, noun: &Noun, class: &str, verb: &Verb) -> Result<(), String> {
    let key = format!("{}.{}", noun.noun, verb.name);
    if let Some(reason) = verb.hole.get(&Language::Python).or_else(|| noun.python_hole()) {
        let _ = writeln!(holes, "    {key:?}: {reason:?},");
        return Ok(());
    }
    let (path, takes) = match verb.form.get(&Language::Python) {
        Some(form) => (path_of(form).ok_or_else(|| format!("{key}: its form names nothing in backticks"))?.to_owned(), Vec::new()),
        None => {
            let path = match (noun.shape, verb.name.as_str()) {
                (Shape::Functions, name) => format!("{}.{name}", noun.noun),
                (_, "new") => class.to_owned(),
                (_, name) => format!("{class}.{name}"),
            };
            (path, taken(verb)?)
        }
    };
    let _ = writeln!(verbs, "    {key:?}: ({path:?}, {takes:?}),");
    Ok(())
}

/// The names of what it takes. A pointer of the host's own is what a closure holds in Python.
fn taken(verb: &Verb) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    for parameter in &verb.takes {
        if parameter.kind()? != Kind::Host("pointer") {
            names.push(self::parameter(&parameter.name));
        }
    }
    Ok(names)
}

fn settings(api: &Api) -> Result<String, String> {
    let mut out = String::new();
    for noun in api.nouns.iter().filter(|noun| !noun.settings.is_empty()) {
        let taker = SETTINGS.iter().find(|(name, _)| *name == noun.noun);
        let (_, taker) = taker.ok_or_else(|| format!("nothing in Python takes the settings of {}", noun.noun))?;
        for setting in noun.settings.iter().filter(|setting| !setting.hole.contains_key(&Language::Python)) {
            let key = format!("{}.{}", noun.noun, setting.name);
            let _ = writeln!(out, "    {key:?}: ({taker:?}, {:?}),", parameter(&setting.name));
        }
    }
    Ok(out)
}

/// A duration is in seconds.
fn parameter(name: &str) -> String {
    name.strip_suffix("_ms").unwrap_or(name).to_owned()
}
