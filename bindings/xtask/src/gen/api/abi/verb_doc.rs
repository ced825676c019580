//! The documentation of the functions that do something.

use super::super::description::Api;
use super::super::kind::Kind;
use super::super::model::{Choice, Noun, Parameter, Setting, Sharing, Verb};
use super::super::text;
use super::argument::{Argument, Form};
use super::{doc, link};

/// Its documentation, a paragraph each.
pub(super) fn documentation(
    api: &Api,
    noun: &Noun,
    verb: &Verb,
    arguments: &[Argument],
) -> Result<Vec<String>, String> {
    let mut doc = vec![link::linked(api, &verb.en)];
    doc.extend(settings(api, noun, verb));
    if let Some(success) = &verb.success {
        doc.push(format!("Success: {}", link::linked(api, &success.en)));
    }
    let mut notes = outputs(api, noun, verb, arguments)?;
    let may_be_null: Vec<String> =
        arguments.iter().filter(|argument| argument.may_be_null).map(|argument| argument.name.clone()).collect();
    if !may_be_null.is_empty() {
        notes.push(format!("{} may be NULL.", text::listed(&doc::quoted(&may_be_null))));
    }
    if !verb.is_static {
        notes.push(doc::sharing(noun, verb.changes));
    }
    let others = others(api, verb)?;
    let locked = others.iter().filter(|(_, other)| locks(other)).map(|(parameter, _)| *parameter);
    let (changed, read): (Vec<&Parameter>, Vec<&Parameter>) = locked.partition(|parameter| parameter.changes);
    let listed = |these: &[&Parameter]| {
        let names: Vec<String> = these.iter().map(|parameter| parameter.name.clone()).collect();
        text::listed(&doc::quoted(&names))
    };
    notes.extend((!changed.is_empty()).then(|| format!("One thread at a time per {}.", listed(&changed))));
    notes.extend((!read.is_empty()).then(|| format!("Several threads may read {} at once.", listed(&read))));
    if !notes.is_empty() {
        doc.push(notes.join(" "));
    }
    doc.push(errors(api, noun, verb)?);
    Ok(doc)
}

/// The objects that go into a verb beside its own.
fn others<'a>(api: &'a Api, verb: &'a Verb) -> Result<Vec<(&'a Parameter, &'a Noun)>, String> {
    let mut found = Vec::new();
    for parameter in &verb.takes {
        if let Kind::Noun(noun) = parameter.kind()? {
            found.push((parameter, api.noun(noun)?));
        }
    }
    Ok(found)
}

/// Whether somebody else may be using it.
fn locks(noun: &Noun) -> bool {
    matches!(noun.sharing, Sharing::ReadOrChange | Sharing::OneVerb)
}

/// The keys of `set` and of `set_secret`, as a list.
fn settings(api: &Api, noun: &Noun, verb: &Verb) -> Vec<String> {
    let is_there = |setting: &&Setting| match verb.name.as_str() {
        "set" => setting.kind != "secret",
        "set_secret" => setting.kind == "secret",
        _ => false,
    };
    noun.settings.iter().filter(is_there).map(|setting| self::setting(api, setting)).collect()
}

fn setting(api: &Api, setting: &Setting) -> String {
    let mut notes = Vec::new();
    notes.extend((setting.kind == "flag").then(|| "`0` or `1`".to_owned()));
    notes.extend(setting.required.then(|| "must be set".to_owned()));
    notes.extend(setting.adds.then(|| "each call adds one".to_owned()));
    notes.extend(setting.default.as_ref().map(|default| format!("`{default}` if it is not set")));
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    format!("- `{}`{notes}: {}", setting.name, link::linked(api, &setting.en))
}

/// What is to be known of the results.
fn outputs(api: &Api, noun: &Noun, verb: &Verb, arguments: &[Argument]) -> Result<Vec<String>, String> {
    let mut notes = Vec::new();
    for parameter in &verb.gives {
        let name = &parameter.name;
        notes.extend(match parameter.kind()? {
            Kind::Flag => Some(format!("`*{name}` is 1 or 0.")),
            Kind::Choice(choice) => {
                let choice = api.choices.iter().find(|one| one.name == choice);
                choice.map(|choice| format!("`*{name}` is one of `{}…`.", choice.c_prefix()))
            }
            Kind::Noun(_) if parameter.optional && name == "out" => Some("`*out` is NULL if there is none.".to_owned()),
            _ => None,
        });
    }
    for parameter in &verb.takes {
        if let Kind::Choices(choice) = parameter.kind()? {
            let prefix = api.choices.iter().find(|one| one.name == choice).map(Choice::c_prefix);
            notes.extend(prefix.map(|prefix| format!("`{}` are some of `{prefix}…`.", parameter.name)));
        }
        if parameter.optional && matches!(parameter.kind()?, Kind::Choices(_) | Kind::Bytes) {
            notes.push(format!("`{0}` is left out by `{0}_len` 0.", parameter.name));
        }
    }
    let until = if verb.is_static { "valid for ever".to_owned() } else { doc::until(noun) };
    for (argument, next) in arguments.iter().zip(arguments.iter().skip(1)) {
        let (name, len) = (&argument.name, &next.name);
        notes.extend(match argument.form {
            Form::OutText => Some(format!("`{name}` is UTF-8 of `{len}` bytes without NUL, {until}.")),
            Form::OutArray("u8") => Some(format!("`{name}` points to `{len}` bytes, {until}.")),
            Form::OutArray(_) => Some(format!("`{name}` points to `{len}` numbers, {until}.")),
            Form::OutEnds => Some(format!("`{name}` points to `{len} + 1` numbers, {until}.")),
            _ => None,
        });
    }
    let freed = arguments.iter().filter_map(|argument| match &argument.form {
        Form::OutHandle(noun) => Some(format!("`*{}` with `cpl_{noun}_free`", argument.name)),
        _ => None,
    });
    let freed: Vec<String> = freed.collect();
    if !freed.is_empty() {
        notes.push(format!("The caller frees {}.", text::listed(&freed)));
    }
    Ok(notes)
}

fn errors(api: &Api, noun: &Noun, verb: &Verb) -> Result<String, String> {
    let kinds: Vec<Kind<'_>> = verb.takes.iter().map(Parameter::kind).collect::<Result<_, _>>()?;
    let has = |wanted: &[Kind<'_>]| kinds.iter().any(|kind| wanted.contains(kind));
    let mut errors: Vec<&str> = verb.errors.iter().map(String::as_str).collect();
    let has_choices = kinds.iter().any(|kind| matches!(kind, Kind::Choices(_)));
    if has_choices || has(&[Kind::Bytes, Kind::Texts, Kind::Numbers, Kind::Shorts]) {
        errors.push("CPL_E_TOO_LARGE");
    }
    if verb.waits {
        errors.push("CPL_E_CANCELLED");
    }
    errors.push("CPL_E_NULL_ARGUMENT");
    if has(&[Kind::Text, Kind::Path, Kind::Texts]) {
        errors.push("CPL_E_NOT_UTF8");
    }
    let others = others(api, verb)?;
    if !verb.is_static && locks(noun) || verb.waits || others.iter().any(|(_, other)| locks(other)) {
        errors.extend(["CPL_E_BUSY", "CPL_E_POISONED"]);
    }
    Ok(doc::errors(&errors))
}
