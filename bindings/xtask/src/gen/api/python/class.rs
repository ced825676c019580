//! Enumerations and dataclasses.

use std::fmt::Write as _;

use super::super::super::name::camel;
use super::super::description::Api;
use super::super::kind::Kind;
use super::super::model::{Noun, Value};
use super::super::values::{group_name, groups};
use super::docs::{HEAD, docstring};
use super::hint::{Imports, typed};

/// `choices.py`.
pub(super) fn choices(api: &Api) -> Result<String, String> {
    let mut out = format!(
        "{HEAD}\"\"\"Closed sets: each case is its name, so that ``== \"error\"`` holds.\"\"\"\n\nfrom enum import Enum\n"
    );
    for choice in &api.choices {
        let _ = writeln!(out, "\n\nclass {}(str, Enum):", camel(&choice.name));
        out += &docstring(api, "    ", &choice.en, &choice.ja);
        for case in &choice.cases {
            let _ = writeln!(out, "\n    {} = {:?}", case.name.to_uppercase(), case.name);
            out += &docstring(api, "    ", &case.en, &case.ja);
        }
        out += "\n    def __str__(self) -> str:\n        return self.value\n";
    }
    Ok(out)
}

/// A dataclass, and how it is made of the native record.
pub(super) fn record(
    api: &Api,
    name: &str,
    (en, ja): (&str, &str),
    values: &[&Value],
    imports: &mut Imports,
) -> Result<String, String> {
    let mut out = format!("\n\n@dataclasses.dataclass(frozen=True, slots=True)\nclass {name}:\n");
    out += &docstring(api, "    ", en, ja);
    let mut made = String::new();
    for value in values {
        let (hint, expression) = typed(api, value, imports)?;
        // What is long, and what must not come into a log.
        let hidden = value.private || value.kind()? == Kind::Bytes;
        let shown = if hidden { " = dataclasses.field(repr=False)" } else { "" };
        let _ = writeln!(out, "\n    {}: {hint}{shown}", value.name);
        out += &docstring(api, "    ", &value.en, &value.ja);
        let _ = writeln!(made, "            {expression},");
    }
    let _ = writeln!(
        out,
        "\n    @classmethod\n    def _of(cls, native: Any) -> {name}:\n        return cls(\n{made}        )"
    );
    Ok(out)
}

/// The values of an object that are read together: its class, written by hand, has `_reference` and the like.
pub(super) fn object(api: &Api, noun: &Noun, imports: &mut Imports) -> Result<String, String> {
    let mut out = format!("\n\nclass {}Values:\n", camel(&noun.noun));
    out += &docstring(api, "    ", &noun.en, &noun.ja);
    for group in groups(noun) {
        let _ = writeln!(
            out,
            "\n    @property\n    def _{group}(self) -> {}:\n        raise NotImplementedError",
            group_name(noun, group)
        );
    }
    for value in &noun.values {
        let Some(group) = &value.group else { continue };
        let (hint, _) = typed(api, value, imports)?;
        let _ = writeln!(out, "\n    @property\n    def {}(self) -> {hint}:", value.name);
        out += &docstring(api, "        ", &value.en, &value.ja);
        let _ = writeln!(out, "        return self._{group}.{}", value.name);
    }
    Ok(out)
}

/// What an exception has, and how it comes of the native error.
pub(super) fn error(api: &Api, noun: &Noun, imports: &mut Imports) -> Result<String, String> {
    let mut out = String::from("\n\nclass ErrorValues:\n");
    out += &docstring(api, "    ", &noun.en, &noun.ja);
    let mut facts = String::new();
    for value in &noun.values {
        let (hint, expression) = typed(api, value, imports)?;
        let _ = writeln!(out, "\n    {}: {hint}", value.name);
        out += &docstring(api, "    ", &value.en, &value.ja);
        let _ = writeln!(facts, "        {:?}: {expression},", value.name);
    }
    let _ = writeln!(out, "\n\ndef facts_of(native: Any) -> dict[str, Any]:\n    return {{\n{facts}    }}");
    Ok(out)
}
