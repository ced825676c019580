//! What a description must be like, beside its form.

use std::collections::BTreeSet;
use std::path::Path;

use super::description::Api;
use super::kind::Kind;
use super::model::{Noun, Setting, Shape, Value};
use super::words::{name, texts};
use super::{by_hand, reference};

/// Whether everything that is named exists, and nothing is named twice.
pub(super) fn check(api: &Api, folder: &Path, order: &[String]) -> Result<(), String> {
    every_file_is_listed(folder, order)?;
    let mut names = BTreeSet::new();
    for name in api.nouns.iter().map(|noun| &noun.noun).chain(api.nouns.iter().flat_map(records)) {
        if !names.insert(name) {
            return Err(format!("{name} is described twice"));
        }
    }
    for choice in &api.choices {
        texts(&choice.name, &choice.en, &choice.ja)?;
        of_core(&choice.name, &choice.rust)?;
        choice.cases.iter().try_for_each(|case| texts(&case.name, &case.en, &case.ja))?;
    }
    for noun in &api.nouns {
        let in_file = |error| format!("ffi/api/{}.toml: {error}", noun.noun);
        check_noun(api, noun).map_err(in_file)?;
        by_hand::check(api, noun).map_err(in_file)?;
    }
    reference::check(api)?;
    let mut functions = BTreeSet::new();
    match api.functions()?.into_iter().find(|function| !functions.insert(function.name.clone())) {
        Some(function) => Err(format!("two things are called {} in C: one of them is described twice", function.name)),
        None => Ok(()),
    }
}

fn records(noun: &Noun) -> impl Iterator<Item = &String> {
    noun.records.iter().map(|record| &record.name)
}

/// A description that is not in the order would be left out silently.
fn every_file_is_listed(folder: &Path, order: &[String]) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let noun = path.file_stem().unwrap_or_default().to_string_lossy();
        let is_other = ["order", "choices"].contains(&&*noun);
        if path.extension().is_some_and(|end| end == "toml") && !is_other && !order.iter().any(|name| **name == *noun) {
            return Err(format!("{}: {noun} is not in order.toml", path.display()));
        }
    }
    Ok(())
}

fn check_noun(api: &Api, noun: &Noun) -> Result<(), String> {
    names(noun)?;
    texts(&noun.noun, &noun.en, &noun.ja)?;
    of_core(&noun.noun, &noun.rust)?;
    if let Some(freeing) = &noun.freeing {
        texts("freeing", &freeing.en, &freeing.ja)?;
    }
    for setting in &noun.settings {
        texts(&setting.name, &setting.en, &setting.ja)?;
        check_setting(setting)?;
    }
    for value in &noun.values {
        check_value(api, noun, value)?;
    }
    for record in &noun.records {
        texts(&record.name, &record.en, &record.ja)?;
        for value in &record.values {
            check_value(api, noun, value)?;
        }
    }
    for verb in &noun.verbs {
        texts(&verb.name, &verb.en, &verb.ja)?;
        if let Some(success) = &verb.success {
            texts(&verb.name, &success.en, &success.ja)?;
        }
        if !noun.has_handle() && !verb.is_static {
            return Err(format!("{}: there is no object, so it is static", verb.name));
        }
        for parameter in verb.takes.iter().chain(&verb.gives) {
            known(api, parameter.kind()?).map_err(|error| format!("{}: {error}", verb.name))?;
            check_ends(parameter.ends, parameter.kind()?).map_err(|error| format!("{}: {error}", verb.name))?;
        }
    }
    for (language, reason) in all_holes(noun) {
        if reason.trim().len() < 10 {
            return Err(format!("the hole in {language} has no reason"));
        }
    }
    match noun.shape {
        Shape::List if noun.values.iter().filter(|value| value.main).count() != 1 => {
            Err("a list has one value that is `main`".to_owned())
        }
        Shape::Functions if !noun.values.is_empty() => Err("functions have no values".to_owned()),
        _ => Ok(()),
    }
}

/// The names of what a noun has.
fn names(noun: &Noun) -> Result<(), String> {
    let values = noun.values.iter().chain(noun.records.iter().flat_map(|record| &record.values));
    let verbs = noun.verbs.iter().map(|verb| &verb.name);
    let parameters = noun.verbs.iter().flat_map(|verb| verb.takes.iter().chain(&verb.gives));
    let mut all = values.map(|value| &value.name).chain(verbs).chain(parameters.map(|parameter| &parameter.name));
    all.try_for_each(|own| name(own))?;
    noun.settings.iter().try_for_each(|setting| name(&setting.name))
}

fn all_holes(noun: &Noun) -> impl Iterator<Item = (String, &String)> {
    let of_values = noun.values.iter().chain(noun.records.iter().flat_map(|record| &record.values));
    let holes = of_values.map(|value| &value.hole).chain(noun.verbs.iter().map(|verb| &verb.hole));
    let holes = holes.chain(noun.settings.iter().map(|setting| &setting.hole));
    holes.chain([&noun.hole]).flatten().map(|(language, reason)| (format!("{language:?}").to_lowercase(), reason))
}

/// Where the core has it is the path of an item; nothing where the core has it not.
fn of_core(name: &str, path: &str) -> Result<(), String> {
    let is_path = path.starts_with("cplink::") && path.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '_'));
    if path.is_empty() || is_path { Ok(()) } else { Err(format!("{name}: {path} is no path of the core")) }
}

fn check_setting(setting: &Setting) -> Result<(), String> {
    let kinds = ["text", "flag", "milliseconds", "number", "secret"];
    if !kinds.contains(&&*setting.kind) {
        return Err(format!(
            "{}: the type of a setting is one of {}, not {}",
            setting.name,
            kinds.join(", "),
            setting.kind
        ));
    }
    if setting.required && setting.default.is_some() {
        return Err(format!("{}: what must be set has no default", setting.name));
    }
    let fits = |default: &String| match &*setting.kind {
        "flag" => ["0", "1"].contains(&&**default),
        "milliseconds" | "number" => default.parse::<u32>().is_ok(),
        _ => true,
    };
    match &setting.default {
        Some(default) if !fits(default) => Err(format!("{}: {default} is no {}", setting.name, setting.kind)),
        _ => Ok(()),
    }
}

fn check_value(api: &Api, noun: &Noun, value: &Value) -> Result<(), String> {
    texts(&value.name, &value.en, &value.ja)?;
    let kind = value.kind()?;
    known(api, kind).map_err(|error| format!("{}: {error}", value.name))?;
    check_ends(value.ends, kind).map_err(|error| format!("{}: {error}", value.name))?;
    let is_list = matches!(kind, Kind::Texts | Kind::Records(_));
    if is_list != value.one.is_some() {
        return Err(format!(
            "{}: a list of records or texts, and nothing else, has `one`: the name of one item",
            value.name
        ));
    }
    match kind {
        Kind::Records(record) if !noun.records.iter().any(|own| own.name == record) => {
            Err(format!("{}: {record} is described in another file: use that noun", value.name))
        }
        Kind::Path | Kind::Milliseconds | Kind::Shorts | Kind::Choices(_) | Kind::Host(_) => {
            Err(format!("{}: only a parameter can be that", value.name))
        }
        _ => Ok(()),
    }
}

fn check_ends(ends: bool, kind: Kind<'_>) -> Result<(), String> {
    if ends && kind != Kind::Numbers {
        return Err("only a list of numbers has `ends`".to_owned());
    }
    Ok(())
}

fn known(api: &Api, kind: Kind<'_>) -> Result<(), String> {
    match kind {
        Kind::Noun(name) => api
            .noun(name)
            .map(drop)
            .map_err(|_| format!("{name} is neither a type ({}) nor a noun of ffi/api", super::kind::NAMES.join(", "))),
        Kind::Records(name) => api
            .record(name)
            .map(drop)
            .map_err(|error| format!("{error}: a list's `item` is a `[[record]]` of its file, `text` or `number`")),
        Kind::Choice(name) | Kind::Choices(name) if !api.choices.iter().any(|choice| choice.name == name) => {
            Err(format!("there is no choice {name} in choices.toml"))
        }
        _ => Ok(()),
    }
}
