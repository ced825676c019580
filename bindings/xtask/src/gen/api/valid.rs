//! What a description must be like, beside its form.

use std::collections::BTreeSet;
use std::path::Path;

use super::description::Api;
use super::kind::Kind;
use super::model::{Noun, Setting, Shape, Value};
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
        Some(function) => Err(format!("two things are called {} in C", function.name)),
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
            return Err(format!("{}: not in order.toml", path.display()));
        }
    }
    Ok(())
}

fn check_noun(api: &Api, noun: &Noun) -> Result<(), String> {
    texts(&noun.noun, &noun.en, &noun.ja)?;
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

fn all_holes(noun: &Noun) -> impl Iterator<Item = (String, &String)> {
    let of_values = noun.values.iter().chain(noun.records.iter().flat_map(|record| &record.values));
    let holes = of_values.map(|value| &value.hole).chain(noun.verbs.iter().map(|verb| &verb.hole));
    holes.chain([&noun.hole]).flatten().map(|(language, reason)| (format!("{language:?}"), reason))
}

/// What is true in C alone: the generator says it where C needs it, and the other languages read the same texts.
const OF_C: &[&str] = &["NULL", "*out", "0-based", "1-based", "1 if", "1 where", "0 if", "seconds since", "`CPL_RETRY"];

fn texts(name: &str, en: &str, ja: &str) -> Result<(), String> {
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
    }
    if !en.is_ascii() {
        return Err(format!("{name}: the English text goes into the C header, which is ASCII"));
    }
    let is_japanese = |letter: char| ('\u{3040}'..='\u{9fff}').contains(&letter);
    if ja.chars().any(is_japanese) { Ok(()) } else { Err(format!("{name}: the Japanese text is not Japanese")) }
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
    texts(&value.name, &value.en, &value.ja)?;
    let kind = value.kind()?;
    known(api, kind).map_err(|error| format!("{}: {error}", value.name))?;
    check_ends(value.ends, kind).map_err(|error| format!("{}: {error}", value.name))?;
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

fn check_ends(ends: bool, kind: Kind<'_>) -> Result<(), String> {
    if ends && kind != Kind::Numbers {
        return Err("only a list of numbers has `ends`".to_owned());
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::texts;

    #[test]
    fn a_text_is_there_in_both_languages_and_is_true_in_all() {
        assert_eq!(texts("id", "Its id.", "メッセージID。"), Ok(()));
        for (en, ja, told) in [
            ("?", "ある。", "missing"),
            ("There.", " ", "missing"),
            ("There.", "There.", "not Japanese"),
            ("表。", "表。", "ASCII"),
            ("It may be NULL.", "ない。", "NULL is C"),
            ("`*out` is the name.", "名前。", "*out is C"),
            ("Its 0-based index.", "番号。", "0-based is C"),
            ("The `name.", "名前。", "backtick"),
        ] {
            let refused = texts("id", en, ja).unwrap_err();
            assert!(refused.contains(told), "{en}: {refused}");
        }
    }
}
