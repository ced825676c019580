//! What can be set by name: a property each.

use std::fmt::Write as _;

use super::super::description::Api;
use super::super::model::{Language, Noun, Setting};
use super::{docs, names};

/// Writes the properties of the settings.
pub(super) fn properties(out: &mut String, api: &Api, noun: &Noun) -> Result<(), String> {
    if noun.settings.is_empty() {
        return Ok(());
    }
    for setting in noun.settings.iter().filter(|setting| !setting.hole.contains_key(&Language::Csharp)) {
        if setting.adds {
            method(out, api, setting);
        } else {
            property(out, api, noun, setting)?;
        }
    }
    let c = noun.c_name();
    let _ = writeln!(
        out,
        "\n        private void Set(string key, string value) =>\n            Border.Check(Native.{c}_set(Handle, \
         Border.Utf8(key, nameof(key)), Border.Utf8(value, nameof(value)), out var error), error);"
    );
    if noun.settings.iter().any(|setting| setting.kind == "secret") {
        let _ = writeln!(
            out,
            "\n        private void Set(string key, Secret value) =>\n            Border.Check(Native.{c}_set_secret(Handle, \
             Border.Utf8(key, nameof(key)), Border.Given(value, nameof(value)).Handle, out var error), error);"
        );
    }
    Ok(())
}

/// What adds one each time is a method.
fn method(out: &mut String, api: &Api, setting: &Setting) {
    out.push('\n');
    docs::summary(out, 8, api, [&setting.en, &setting.ja], &[]);
    let _ = writeln!(
        out,
        "        public void {}(string value) => Set(\"{}\", Border.Given(value, nameof(value)));",
        names::setting(setting),
        setting.name
    );
}

fn property(out: &mut String, api: &Api, noun: &Noun, setting: &Setting) -> Result<(), String> {
    let key = &setting.name;
    let (member, field) = (names::member(key), names::parameter(key));
    let default = setting.default.as_deref();
    let (kind, first, text) = match setting.kind.as_str() {
        "secret" => ("Secret", None, "value"),
        "text" => ("string", default.map(|text| format!("\"{text}\"")), "value"),
        "flag" => ("bool", default.map(|text| (text == "1").to_string()), "value ? \"1\" : \"0\""),
        "milliseconds" | "number" if default.is_none() => {
            ("int?", None, "Border.Digits(value ?? throw new ArgumentNullException(nameof(value)), nameof(value))")
        }
        "milliseconds" | "number" => ("int", default.map(str::to_owned), "Border.Digits(value, nameof(value))"),
        other => return Err(format!("{}.{key}: there is no property for {other}", noun.noun)),
    };
    let is_secret = kind == "Secret";
    if !is_secret {
        let first = first.as_ref().map(|first| format!(" = {first}")).unwrap_or_default();
        let _ = writeln!(out, "\n        private {kind} {field}{first};");
    }
    out.push('\n');
    docs::summary(out, 8, api, [&setting.en, &setting.ja], &[]);
    if let Some(default) = first.as_deref().map(|first| first.trim_matches('"')).filter(|first| !first.is_empty()) {
        docs::block(out, 8, &format!("<value><c>{default}</c> unless it is set.</value>"));
    }
    if kind == "string" && default.is_none() {
        out.push_str("        [MaybeNull]\n");
    }
    let _ = writeln!(out, "        public {kind} {member}\n        {{");
    if is_secret {
        let _ = writeln!(out, "            set => Set(\"{key}\", {text});\n        }}");
    } else {
        let _ = writeln!(
            out,
            "            get => {field};\n            set\n            {{\n                Set(\"{key}\", {text});\n                \
             {field} = value;\n            }}\n        }}"
        );
    }
    Ok(())
}
