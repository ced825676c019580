//! `bindings/python/tests/reach_table.py`: where Python has what is described.

use std::fmt::Write as _;

use super::super::super::name::camel;
use super::super::description::Api;
use super::super::kind::Kind;
use super::super::model::{Language, Noun, Setting, Shape, Value, Verb};
use super::docs::{HEAD, class_of, path_of};

/// A noun with settings, and what takes them as keyword parameters.
const SETTINGS: &[(&str, &str)] =
    &[("options", "Client"), ("profile", "Profile"), ("token", "Token"), ("trust", "Trust.with_settings")];

/// The table's source.
pub(super) fn table(api: &Api) -> Result<String, String> {
    let mut reached = String::new();
    let mut verbs = String::new();
    let mut holes = String::new();
    for noun in &api.nouns {
        for value in noun.values.iter().filter(|value| !is_itself(noun, value)) {
            self::value(api, &mut reached, &mut holes, noun, &noun.noun, value)?;
        }
        for record in &noun.records {
            for value in &record.values {
                self::value(api, &mut reached, &mut holes, noun, &record.name, value)?;
            }
        }
        for verb in &noun.verbs {
            self::verb(api, &mut verbs, &mut holes, noun, verb)?;
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

/// Whether a value is the noun: a list is a sequence in Python.
fn is_itself(noun: &Noun, value: &Value) -> bool {
    noun.shape == Shape::List && value.main
}

/// How the table of reach names a value or a verb.
pub(in super::super) fn called(api: &Api, noun: &Noun, owner: &str, member: &str, is_verb: bool) -> String {
    let is_own = |value: &Value| value.name == member && is_itself(noun, value);
    if owner == noun.noun && !is_verb && noun.values.iter().any(is_own) {
        return "the list itself".to_owned();
    }
    format!("`{}`", path(api, noun, owner, member, is_verb))
}

/// Where a value or a verb is, by its owner (a noun or one of its records) and its name.
fn path(api: &Api, noun: &Noun, owner: &str, member: &str, is_verb: bool) -> String {
    let class = if owner == noun.noun { class_of(api, owner) } else { camel(owner) };
    match (noun.shape, member) {
        // Functions without an object are those of a module.
        (Shape::Functions, _) => format!("{owner}.{member}"),
        (_, "new") if is_verb => class,
        (Shape::Object, "len") if !is_verb && owner == noun.noun => format!("{class}.__len__"),
        _ => format!("{class}.{member}"),
    }
}

fn value(
    api: &Api,
    reached: &mut String,
    holes: &mut String,
    noun: &Noun,
    owner: &str,
    value: &Value,
) -> Result<(), String> {
    let key = format!("{owner}.{}", value.name);
    if let Some(reason) = value.hole.get(&Language::Python).or_else(|| noun.python_hole()) {
        let _ = writeln!(holes, "    {key:?}: {reason:?},");
        return Ok(());
    }
    let path = match value.form.get(&Language::Python) {
        Some(form) => named(&key, form)?,
        None => path(api, noun, owner, &value.name, false),
    };
    let _ = writeln!(reached, "    {key:?}: {path:?},");
    Ok(())
}

/// What a form names.
fn named(key: &str, form: &str) -> Result<String, String> {
    path_of(form).map(str::to_owned).ok_or_else(|| format!("{key}: its form names nothing in backticks"))
}

fn verb(api: &Api, verbs: &mut String, holes: &mut String, noun: &Noun, verb: &Verb) -> Result<(), String> {
    let key = format!("{}.{}", noun.noun, verb.name);
    if let Some(reason) = verb.hole.get(&Language::Python).or_else(|| noun.python_hole()) {
        let _ = writeln!(holes, "    {key:?}: {reason:?},");
        return Ok(());
    }
    let (path, takes) = match verb.form.get(&Language::Python) {
        Some(form) => (named(&key, form)?, Vec::new()),
        None => (path(api, noun, &noun.noun, &verb.name, true), taken(verb)?),
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

/// How the table of reach names a setting: what takes it, and as which parameter.
pub(in super::super) fn set_by(noun: &Noun, setting: &Setting) -> String {
    let taker = SETTINGS.iter().find(|(name, _)| *name == noun.noun).map_or("", |(_, taker)| *taker);
    format!("`{taker}`: `{}`", parameter(&setting.name))
}

/// A duration is in seconds.
fn parameter(name: &str) -> String {
    name.strip_suffix("_ms").unwrap_or(name).to_owned()
}
