//! Comments of the headers, for Doxygen: English, and ASCII alone.
//!
//! A compiler reads a header in the code page of its machine: on a Japanese Windows that is CP932, where a byte of UTF-8
//! text can swallow the one behind it.

use std::fmt::Write as _;

use super::super::kind::Kind;
use super::super::model::{Noun, Value};
use super::super::{Api, text};
use super::name;

/// Writes a comment.
pub(super) fn write(out: &mut String, api: &Api, indent: &str, words: &str) {
    for line in text::wrapped(&text::ascii(&linked(api, words)), 112 - indent.len()) {
        let _ = writeln!(out, "{indent}/// {line}");
    }
}

/// A value's comment, and what it is where there is none.
pub(super) fn value(value: &Value) -> Result<String, String> {
    let mut words = value.en.trim().to_owned();
    if value.kind()? == Kind::Time {
        words.push_str(" In seconds since 1970-01-01 UTC.");
    }
    let none = match (value.optional, value.kind()?) {
        (false, _) => return Ok(words),
        (_, Kind::Text | Kind::Bytes) => "empty".to_owned(),
        (_, Kind::Noun("error")) => "null".to_owned(),
        (_, Kind::Noun(_)) => "false".to_owned(),
        _ => value.none.unwrap_or(0).to_string(),
    };
    Ok(format!("{words} None is {none}."))
}

fn linked(api: &Api, words: &str) -> String {
    text::linked(words, |noun, member| {
        let Ok(described) = api.noun(noun) else { return format!("`cplink::{noun}`") };
        match member {
            Some(member) => format!("`{}`", reference(described, member)),
            None => format!("`cplink::{}`", name::safe(noun)),
        }
    })
}

/// A member by its full name: of the noun, or of the record that has it.
fn reference(noun: &Noun, wanted: &str) -> String {
    let class = name::safe(&noun.noun);
    if let Some(verb) = noun.verbs.iter().find(|verb| verb.name == wanted) {
        return format!("cplink::{class}::{}", name::function(noun, verb));
    }
    if let Some(value) = noun.values.iter().find(|value| value.name == wanted) {
        return format!("cplink::{class}::{}", name::member(value));
    }
    let record = noun.records.iter().find(|record| record.values.iter().any(|value| value.name == wanted));
    let owner = record.map_or(class, |record| name::safe(&record.name));
    format!("cplink::{owner}::{}", name::safe(wanted))
}
