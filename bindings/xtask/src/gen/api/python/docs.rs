//! Docstrings: English, and Japanese after it.

use super::super::super::name::camel;
use super::super::model::Noun;
use super::super::{Api, text};

/// A docstring with the indentation of what it documents.
pub(super) fn docstring(api: &Api, indent: &str, en: &str, ja: &str) -> String {
    let width = 116 - indent.len();
    let mut lines = text::wrapped(&rst(api, en), width);
    lines.push(String::new());
    lines.extend(text::wrapped(&rst(api, ja), width));
    let lines: Vec<String> =
        lines.iter().map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") }).collect();
    format!("{indent}\"\"\"{}\n{indent}\"\"\"\n", lines.join("\n").trim_start())
}

/// What stands for the backtick of a reference until those of the text are doubled.
const TICK: &str = "\u{1}";

/// The text with its references as Sphinx and editors know them.
fn rst(api: &Api, words: &str) -> String {
    let linked = text::linked(words, |noun, member| match member {
        Some(member) => reference(api, noun, member),
        None => format!(":class:`{}`", class_of(api, noun)),
    }.replace('`', TICK));
    linked.replace('`', "``").replace(TICK, "`")
}

/// The class of a noun.
pub(super) fn class_of(api: &Api, noun: &str) -> String {
    match api.noun(noun) {
        Ok(Noun { is_error: true, .. }) => "CplinkError".to_owned(),
        _ => camel(noun),
    }
}

fn reference(api: &Api, name: &str, member: &str) -> String {
    let class = class_of(api, name);
    let Ok(noun) = api.noun(name) else { return format!("``{class}.{member}``") };
    if noun.values.iter().any(|value| value.name == member) {
        return format!(":attr:`{class}.{member}`");
    }
    if let Some(verb) = noun.verbs.iter().find(|verb| verb.name == member) {
        return match verb.form.get(&super::super::model::Language::Python) {
            Some(form) => path_of(form).map_or_else(|| format!("``{class}.{member}``"), |path| format!("``{path}``")),
            None if verb.name == "new" => format!(":class:`{class}`"),
            None => format!(":meth:`{class}.{member}`"),
        };
    }
    // C names the value of a list's item by the list.
    let of_item = noun.records.iter().find(|record| record.values.iter().any(|value| value.name == member));
    match of_item {
        Some(record) => format!(":attr:`{}.{member}`", camel(&record.name)),
        None => format!("``{class}.{member}``"),
    }
}

/// The first thing in backticks of a form: where Python has it.
pub(super) fn path_of(form: &str) -> Option<&str> {
    form.split('`').nth(1)
}
