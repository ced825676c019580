//! `bindings/cpp/tests/reach.cpp`: that every value and verb of the description is there, under its name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::Api;
use super::super::model::{Language, Noun, Shape, Value};
use super::name::{function, member, safe};
use super::types::{constant, head, is_there};

/// A program that does not compile where one is missing.
pub(super) fn program(api: &Api) -> String {
    let mut out = head("ffi/api/*.toml");
    out.push_str(
        "//\n// Every value, verb and setting is named once: what is missing, or is not public, does not compile.\n\
         #include \"cplink.hpp\"\n\n#include <cstdio>\n\nnamespace {\n",
    );
    let mut count = 0;
    for noun in api.nouns.iter().filter(|noun| is_there(noun)) {
        for (class, members) in classes(noun) {
            count += members.len();
            if members.is_empty() {
                continue;
            }
            let _ = if noun.shape == Shape::Functions {
                writeln!(out, "\nnamespace {class}_reach {{")
            } else {
                writeln!(out, "\nstruct {class}_reach : cplink::{class} {{")
            };
            for member in members {
                let _ = writeln!(out, "    using cplink::{class}::{member};");
            }
            out.push_str(if noun.shape == Shape::Functions { "}\n" } else { "};\n" });
        }
    }
    out.push_str("\n// The cases of the choices.\n");
    for choice in &api.choices {
        for case in &choice.cases {
            let (name, case) = (safe(&choice.name), safe(&case.name));
            let number = constant(choice, case.trim_end_matches('_'));
            let _ = writeln!(
                out,
                "static_assert(static_cast<std::int32_t>(cplink::{name}::{case}) == {number}, \"{name}::{case}\");"
            );
            count += 1;
        }
    }
    let _ = writeln!(
        out,
        "\n}} // namespace\n\nint main() {{\n    std::printf(\"{count} passed, 0 failed\\n\");\n    return 0;\n}}"
    );
    out
}

fn has<T>(map: &BTreeMap<Language, T>) -> bool {
    map.contains_key(&Language::Cpp)
}

/// Every class of a noun with its members.
fn classes(noun: &Noun) -> Vec<(String, Vec<String>)> {
    let mut own: Vec<String> = Vec::new();
    // The list is the vector itself.
    let is_itself = |value: &Value| noun.shape == Shape::List && value.main;
    let values = noun.values.iter().filter(|value| !has(&value.hole) && !has(&value.form) && !is_itself(value));
    own.extend(values.map(member));
    let verbs = noun.verbs.iter().filter(|verb| !has(&verb.hole) && !has(&verb.form));
    own.extend(verbs.map(|verb| function(noun, verb)));
    own.extend(noun.settings.iter().filter(|setting| !has(&setting.hole)).map(|setting| safe(&setting.name)));
    let mut seen = std::collections::BTreeSet::new();
    own.retain(|name| seen.insert(name.clone()));
    let mut all = vec![(safe(&noun.noun), own)];
    for record in &noun.records {
        let members = record.values.iter().filter(|value| !has(&value.hole) && !has(&value.form)).map(member).collect();
        all.push((safe(&record.name), members));
    }
    all
}
