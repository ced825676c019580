//! What a description must be like, beside its form.

use std::collections::BTreeSet;
use std::path::Path;

use super::Api;
use super::kind::Kind;
use super::model::{Noun, Setting, Shape, Value};

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
        texts(api, &choice.name, &choice.en, &choice.ja)?;
        choice.cases.iter().try_for_each(|case| texts(api, &case.name, &case.en, &case.ja))?;
    }
    for noun in &api.nouns {
        check_noun(api, noun).map_err(|error| format!("ffi/api/{}.toml: {error}", noun.noun))?;
    }
    Ok(())
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
            return Err(format!("{}: not in order.toml", path.display()));
        }
    }
    Ok(())
}

fn check_noun(api: &Api, noun: &Noun) -> Result<(), String> {
    texts(api, &noun.noun, &noun.en, &noun.ja)?;
    if let Some(freeing) = &noun.freeing {
        texts(api, "freeing", &freeing.en, &freeing.ja)?;
    }
    for setting in &noun.settings {
        texts(api, &setting.name, &setting.en, &setting.ja)?;
        check_setting(setting)?;
    }
    for value in &noun.values {
        check_value(api, noun, value)?;
    }
    for record in &noun.records {
        texts(api, &record.name, &record.en, &record.ja)?;
        for value in &record.values {
            check_value(api, noun, value)?;
        }
    }
    for verb in &noun.verbs {
        texts(api, &verb.name, &verb.en, &verb.ja)?;
        if let Some(success) = &verb.success {
            texts(api, &verb.name, &success.en, &success.ja)?;
        }
        if !noun.has_handle() && !verb.is_static {
            return Err(format!("{}: there is no object, so it is static", verb.name));
        }
        for parameter in verb.takes.iter().chain(&verb.gives) {
            if verb.by_hand.is_none() {
                known(api, parameter.kind()?).map_err(|error| format!("{}: {error}", verb.name))?;
            }
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

fn all_holes(noun: &Noun) -> impl Iterator<Item = (String, &String)> {
    let of_values = noun.values.iter().chain(noun.records.iter().flat_map(|record| &record.values));
    let holes = of_values.map(|value| &value.hole).chain(noun.verbs.iter().map(|verb| &verb.hole));
    holes.chain([&noun.hole]).flatten().map(|(language, reason)| (format!("{language:?}"), reason))
}

/// What is true in C alone: the generator says it where C needs it, and the other languages read the same texts.
const OF_C: &[&str] = &["NULL", "*out", "0-based", "1-based", "1 if", "1 where", "0 if", "seconds since", "`CPL_RETRY"];

fn texts(api: &Api, name: &str, en: &str, ja: &str) -> Result<(), String> {
    for text in [en, ja] {
        if text.trim().is_empty() || text == "?" {
            return Err(format!("{name}: a text is missing"));
        }
        if let Some(word) = OF_C.iter().find(|word| text.contains(**word)) {
            return Err(format!("{name}: every language reads this text, but {word} is C"));
        }
        if text.matches('`').count() % 2 == 1 {
            return Err(format!("{name}: a backtick is missing"));
        }
        references(api, text).map_err(|error| format!("{name}: {error}"))?;
    }
    if !en.is_ascii() {
        return Err(format!("{name}: the English text goes into the C header, which is ASCII"));
    }
    let is_japanese = |letter: char| ('\u{3040}'..='\u{9fff}').contains(&letter);
    if ja.chars().any(is_japanese) { Ok(()) } else { Err(format!("{name}: the Japanese text is not Japanese")) }
}

/// Whether what a text names in brackets exists. In code, which is in backticks, brackets are brackets.
fn references(api: &Api, text: &str) -> Result<(), String> {
    for part in text.split('`').step_by(2) {
        for name in part.split('[').skip(1).filter_map(|rest| rest.split_once(']')).map(|(name, _)| name) {
            let (noun, member) = name.split_once('.').map_or((name, None), |(noun, member)| (noun, Some(member)));
            let found = api.noun(noun).is_ok_and(|noun| {
                let mut names =
                    noun.values.iter().map(|value| &value.name).chain(noun.verbs.iter().map(|verb| &verb.name));
                member.is_none_or(|member| names.any(|name| name == member))
            });
            if !found {
                return Err(format!("there is no [{name}]"));
            }
        }
    }
    Ok(())
}

fn check_setting(setting: &Setting) -> Result<(), String> {
    if !["text", "flag", "milliseconds", "number", "secret"].contains(&&*setting.kind) {
        return Err(format!("{}: a setting cannot be {}", setting.name, setting.kind));
    }
    if setting.required && setting.default.is_some() {
        return Err(format!("{}: what must be set has no default", setting.name));
    }
    Ok(())
}

fn check_value(api: &Api, noun: &Noun, value: &Value) -> Result<(), String> {
    texts(api, &value.name, &value.en, &value.ja)?;
    let kind = value.kind()?;
    known(api, kind).map_err(|error| format!("{}: {error}", value.name))?;
    let is_list = matches!(kind, Kind::Texts | Kind::Records(_));
    if is_list != value.one.is_some() {
        return Err(format!("{}: a list of records or texts, and nothing else, has `one`", value.name));
    }
    match kind {
        Kind::Records(record) if !noun.records.iter().any(|own| own.name == record) => {
            Err(format!("{}: {record} is described in another file: use that noun", value.name))
        }
        Kind::Path | Kind::Milliseconds | Kind::Shorts | Kind::Host(_) => {
            Err(format!("{}: only a parameter can be that", value.name))
        }
        _ => Ok(()),
    }
}

fn known(api: &Api, kind: Kind<'_>) -> Result<(), String> {
    match kind {
        Kind::Noun(name) => api.noun(name).map(drop),
        Kind::Records(name) => api.record(name).map(drop),
        Kind::Choice(name) if !api.choices.iter().any(|choice| choice.name == name) => {
            Err(format!("there is no choice {name}"))
        }
        _ => Ok(()),
    }
}
