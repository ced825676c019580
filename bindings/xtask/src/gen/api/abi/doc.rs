//! Sentences of the functions' documentation that follow from the description.

use std::collections::BTreeSet;

use super::super::description::Api;
use super::super::kind::Kind;
use super::super::model::{Noun, Sharing, Value};

/// How wide a line of documentation is.
pub(crate) const WIDTH: usize = 106;

/// What a value is in C, beside what it means.
pub(super) fn of_c(api: &Api, value: &Value) -> Vec<String> {
    let Ok(kind) = value.kind() else { return Vec::new() };
    let form = match kind {
        Kind::Flag => Some("1 or 0.".to_owned()),
        Kind::Choice(name) => {
            let choice = api.choices.iter().find(|choice| choice.name == name);
            choice.map(|choice| format!("One of `{}…`.", choice.c_prefix()))
        }
        Kind::Code => Some("One of `CPL_E_…`.".to_owned()),
        Kind::Time => Some("In seconds since 1970-01-01 UTC.".to_owned()),
        _ => None,
    };
    // A text that says when there is none does not have to hear it again.
    let says_when = value.en.to_lowercase().contains("none");
    let absent = value.optional.then(|| match kind {
        Kind::Text | Kind::Bytes if says_when => "None is empty.".to_owned(),
        Kind::Text | Kind::Bytes => "Empty if there is none.".to_owned(),
        Kind::Noun(_) if says_when => "None is NULL in `*out`.".to_owned(),
        Kind::Noun(_) => "`*out` is NULL if there is none.".to_owned(),
        _ if says_when => format!("None is {}.", value.none.unwrap_or(0)),
        _ => format!("{} if there is none.", value.none.unwrap_or(0)),
    });
    [form, absent].into_iter().flatten().collect()
}

/// Each in backticks.
pub(super) fn quoted(names: &[String]) -> Vec<String> {
    names.iter().map(|name| format!("`{name}`")).collect()
}

/// How long what an object lends is valid.
pub(super) fn until(noun: &Noun) -> String {
    match noun.sharing {
        Sharing::Any => format!("valid as long as `{}`", noun.noun),
        _ => format!("borrowed until `{}` is changed or freed", noun.noun),
    }
}

/// Who may use a handle at the same time, where it is as ever.
pub(crate) fn at_once(noun: &Noun) -> Option<&'static str> {
    match noun.sharing {
        Sharing::Any => Some("It never changes: any number of threads may use it at once."),
        Sharing::ReadOrChange => Some("Several threads may read it, or one changes it; else `CPL_E_BUSY`."),
        Sharing::OneVerb | Sharing::Always => None,
    }
}

/// Who may call at the same time.
pub(super) fn sharing(noun: &Noun, changes: bool) -> String {
    match (noun.sharing, changes) {
        (Sharing::Always, _) => "Any thread may call it at any time.".to_owned(),
        (_, true) => format!("One thread at a time per `{}`.", noun.noun),
        (_, false) => format!("Several threads may read `{}` at once.", noun.noun),
    }
}

/// The errors, each once.
pub(super) fn errors(errors: &[&str]) -> String {
    let mut seen = BTreeSet::new();
    let listed: Vec<String> =
        errors.iter().filter(|error| seen.insert(**error)).map(|error| format!("`{error}`")).collect();
    format!("Errors: {}.", listed.join(", "))
}
