//! Types and modules: how a value is written in Python, and what its module takes from another one.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::name::camel;
use super::super::description::Api;
use super::super::kind::Kind;
use super::super::model::{Noun, Shape, Value};
use super::super::uniffi::main_list;

/// In which module a class is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Module {
    /// What errors hold.
    Finding,
    /// What an exception has.
    Error,
    /// What may hold an error.
    Values,
    /// What holds objects.
    Reports,
}

impl Module {
    pub(super) fn of(noun: &Noun) -> Self {
        if noun.is_error {
            Self::Error
        } else if has_class(noun) {
            Self::Finding
        } else if noun.by_hand.is_some() {
            Self::Reports
        } else {
            Self::Values
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Finding => "finding",
            Self::Error => "_error",
            Self::Values => "values",
            Self::Reports => "reports",
        }
    }
}

/// Whether a list has more to say than its items: then it is a tuple of its own class, written by hand.
fn has_class(noun: &Noun) -> bool {
    noun.shape == Shape::List && noun.values.len() > 1
}

/// What a module takes from where.
#[derive(Default)]
pub(super) struct Imports {
    of_package: BTreeMap<String, BTreeSet<String>>,
    has_time: bool,
}

impl Imports {
    fn add(&mut self, module: &str, name: &str) {
        self.of_package.entry(module.to_owned()).or_default().insert(name.to_owned());
    }

    pub(super) fn text(&self, own: Module) -> String {
        let mut out = String::from("from __future__ import annotations\n\n");
        if own != Module::Error {
            out += "import dataclasses\n";
        }
        if self.has_time {
            out += "import datetime\n";
        }
        out += "from typing import Any\n\n";
        let others = self.of_package.iter().filter(|(module, _)| *module != own.name());
        for (module, names) in others {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            out += &format!("from .{module} import {}\n", names.join(", "));
        }
        out
    }
}

/// The type of a value in Python, and the expression that makes it of the native one.
pub(super) fn typed(api: &Api, value: &Value, imports: &mut Imports) -> Result<(String, String), String> {
    let native = format!("native.{}", value.name);
    let many = |item: &str| (format!("tuple[{item}, ...]"), format!("tuple({native})"));
    let (hint, made) = match value.kind()? {
        Kind::Text => ("str".to_owned(), None),
        Kind::Bytes => ("bytes".to_owned(), None),
        Kind::Flag => ("bool".to_owned(), None),
        Kind::Number | Kind::Integer | Kind::Size | Kind::Count => ("int".to_owned(), None),
        Kind::Time => {
            imports.has_time = true;
            imports.add("_moment", "moment");
            ("datetime.datetime".to_owned(), Some(format!("moment({native})")))
        }
        Kind::Code => {
            imports.add("codes", "Code");
            ("Code".to_owned(), Some(format!("Code({native})")))
        }
        Kind::Choice(name) => {
            let name = camel(name);
            imports.add("choices", &name);
            (name.clone(), Some(format!("{name}[{native}.name]")))
        }
        Kind::Texts => return Ok(many("str")),
        Kind::Numbers => return Ok(many("int")),
        Kind::Records(name) => return Ok(items(api, name, &native, imports)),
        Kind::Noun(name) => {
            let noun = api.noun(name)?;
            let class = camel(name);
            match noun.shape {
                Shape::List if has_class(noun) => {
                    imports.add(name, &class);
                    imports.add(name, &format!("{name}_of"));
                    (class, Some(format!("{name}_of({native})")))
                }
                Shape::List => return Ok(items(api, main_list(noun)?.1, &native, imports)),
                _ if noun.is_error => {
                    imports.add("errors", "CplinkError");
                    imports.add("errors", "error_of");
                    ("CplinkError".to_owned(), Some(format!("error_of({native})")))
                }
                // A table has the findings beside it too.
                Shape::Object => {
                    imports.add(name, &class);
                    (class.clone(), Some(format!("{class}._of({native}, findings_of(native.findings))")))
                }
                _ => {
                    imports.add(Module::of(noun).name(), &class);
                    (class.clone(), Some(format!("{class}._of({native})")))
                }
            }
        }
        other => return Err(format!("{}: {other:?} is no value", value.name)),
    };
    let made = made.unwrap_or_else(|| native.clone());
    Ok(match value.optional {
        true if made == native => (format!("{hint} | None"), made),
        true => (format!("{hint} | None"), format!("None if {native} is None else {made}")),
        false => (hint, made),
    })
}

fn items(api: &Api, record: &str, native: &str, imports: &mut Imports) -> (String, String) {
    let class = camel(record);
    if let Ok((noun, _)) = api.record(record) {
        imports.add(Module::of(noun).name(), &class);
    }
    (format!("tuple[{class}, ...]"), format!("tuple(map({class}._of, {native}))"))
}
