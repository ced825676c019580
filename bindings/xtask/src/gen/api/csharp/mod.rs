//! The classes of C#: `bindings/csharp/CarePlanLink/Generated`, a file for each noun.
//!
//! [`names`] says what each noun becomes. Values are copied into classes that never change, or asked for where the noun
//! is an object; verbs are methods, with an asynchronous one beside each that waits. A verb with a `form` in C# is
//! written by hand in `bindings/csharp/CarePlanLink`, as a part of the same class.

mod docs;
mod names;
mod objects;
mod reach;
mod settings;
#[cfg(test)]
mod tests;
mod values;
mod verbs;

use std::fmt::Write as _;
use std::path::PathBuf;

use super::super::name::camel;
use super::super::pinvoke::HEAD;
use super::description::Api;
use super::kind::Kind;
use super::model::{Choice, Noun, Setting};
use names::Form;
use values::Place;

/// Every file of the binding that follows from the description, and the table of its tests.
pub(super) fn files(api: &Api) -> Result<Vec<(PathBuf, String)>, String> {
    let folder = PathBuf::from("bindings/csharp/CarePlanLink/Generated");
    let mut files = vec![
        (folder.join("Choices.g.cs"), choices(api)),
        (PathBuf::from("bindings/csharp/tests/Reach.g.cs"), reach::table(api)?),
    ];
    for noun in api.nouns.iter().filter(|noun| !names::is_elsewhere(noun)) {
        let content = self::noun(api, noun).map_err(|error| format!("{}, C#: {error}", noun.noun))?;
        if let Some(content) = content {
            files.push((folder.join(camel(&noun.noun)).with_extension("g.cs"), file(&content)));
        }
    }
    Ok(files)
}

/// How the table of reach names a setting.
pub(super) fn set_by(noun: &Noun, setting: &Setting) -> String {
    format!("`{}.{}`", names::class(noun), names::setting(setting))
}

/// What C# calls a member, for the page of reach.
pub(super) fn called(noun: &Noun, owner: &str, member: &str, is_verb: bool) -> String {
    names::called(noun, owner, member, is_verb)
}

/// A file of the binding, with the namespaces that its content needs.
fn file(content: &str) -> String {
    let mut out = String::from(HEAD);
    for (namespace, words) in [
        ("System", ["IntPtr", "DateTime", "UIntPtr", "IDisposable", "IProgress", "ArgumentNullException"].as_slice()),
        ("System.Collections.Generic", &["IReadOnlyList", "IEnumerable"]),
        ("System.Collections.ObjectModel", &["ReadOnlyCollection"]),
        ("System.Diagnostics.CodeAnalysis", &["MaybeNull]", "AllowNull]"]),
        ("System.Threading", &["CancellationToken"]),
        ("System.Threading.Tasks", &["Task"]),
    ] {
        if words.iter().any(|word| content.contains(word)) {
            let _ = writeln!(out, "using {namespace};");
        }
    }
    let space = if out.len() > HEAD.len() { "\n" } else { "" };
    format!("{out}{space}namespace CarePlanLink\n{{\n{}\n}}\n", content.trim_start_matches('\n').trim_end())
}

fn choices(api: &Api) -> String {
    let mut out = String::new();
    for choice in &api.choices {
        self::choice(&mut out, api, choice);
    }
    file(&out)
}

fn choice(out: &mut String, api: &Api, choice: &Choice) {
    out.push('\n');
    docs::summary(out, 4, api, [&choice.en, &choice.ja], &[]);
    let _ = writeln!(out, "    public enum {}\n    {{", camel(&choice.name));
    for case in &choice.cases {
        docs::summary(out, 8, api, [&case.en, &case.ja], &[]);
        let _ = writeln!(out, "        {} = {},", camel(&case.name), case.number);
    }
    out.push_str("    }\n");
}

/// The classes of a noun: its own, and those of its records.
fn noun(api: &Api, noun: &Noun) -> Result<Option<String>, String> {
    let mut out = String::new();
    match names::form(noun) {
        Form::Copy => objects::copy(&mut out, api, noun)?,
        Form::Exception => objects::exception(&mut out, api, noun)?,
        Form::Holder => objects::holder(&mut out, api, noun)?,
        Form::Numbers => objects::numbers(&mut out, noun),
        Form::Static => objects::functions(&mut out, api, noun)?,
        Form::List(_) => {}
    }
    let place = Place::of(noun, "handle");
    for list in &noun.values {
        if let Kind::Records(record) = list.kind()? {
            values::record(&mut out, api, api.record(record)?.1, list, &place)?;
        }
    }
    Ok(if out.is_empty() { None } else { Some(out) })
}
