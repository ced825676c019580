//! The table of the test that C# reaches all of the description.

use std::fmt::Write as _;

use super::super::super::name::camel;
use super::super::super::pinvoke::HEAD;
use super::super::description::Api;
use super::super::model::{Language, Noun};
use super::names::{self, Form};
use super::values;

/// `bindings/csharp/tests/Reach.g.cs`: what must be there, as `Class.Member`.
pub(super) fn table(api: &Api) -> Result<String, String> {
    let mut all = Vec::new();
    for choice in &api.choices {
        all.extend(choice.cases.iter().map(|case| format!("{}.{}", camel(&choice.name), camel(&case.name))));
    }
    for noun in api.nouns.iter().filter(|noun| !names::is_elsewhere(noun)) {
        self::noun(api, noun, &mut all)?;
    }
    let mut out =
        format!("{HEAD}internal static class Reach\n{{\n    internal static readonly string[] Members =\n    {{\n");
    for member in all {
        let _ = writeln!(out, "        \"{member}\",");
    }
    Ok(out + "    };\n}\n")
}

fn noun(api: &Api, noun: &Noun, all: &mut Vec<String>) -> Result<(), String> {
    let class = names::class(noun);
    if !matches!(names::form(noun), Form::List(_) | Form::Numbers) {
        all.extend(values::shown(&noun.values).map(|value| format!("{class}.{}", names::member(&value.name))));
    }
    for record in &noun.records {
        let members = values::shown(&record.values);
        all.extend(members.map(|value| format!("{}.{}", camel(&record.name), names::member(&value.name))));
    }
    all.extend(
        noun.settings
            .iter()
            .filter(|setting| !setting.hole.contains_key(&Language::Csharp))
            .map(|setting| format!("{class}.{}", names::setting(setting))),
    );
    for verb in noun.verbs.iter().filter(|verb| !verb.hole.contains_key(&Language::Csharp)) {
        if let Some(form) = verb.form.get(&Language::Csharp) {
            all.push(named(form).ok_or_else(|| format!("{}: the form in C# names no `Class.Member`", verb.name))?);
        } else if names::is_constructor(verb) {
            all.push(format!("{class}.{class}"));
        } else if noun.settings.is_empty() || !names::is_string_setter(&verb.name) {
            all.push(format!("{class}.{}", names::member(&verb.name)));
            if verb.waits {
                all.push(format!("{class}.{}Async", names::member(&verb.name)));
            }
        }
    }
    if names::own_list(api, noun)?.is_some() && matches!(names::form(noun), Form::Copy | Form::Holder) {
        all.push(format!("{class}.Count"));
    }
    Ok(())
}

/// The member that the text of a form begins with, in backticks.
fn named(form: &str) -> Option<String> {
    let (_, rest) = form.split_once('`')?;
    let (name, _) = rest.split_once('`')?;
    let is_name = name.split('.').count() == 2 && name.chars().all(|c| c.is_alphanumeric() || c == '.');
    is_name.then(|| name.to_owned())
}
