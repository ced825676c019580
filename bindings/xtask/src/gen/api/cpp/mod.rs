//! `bindings/cpp/include/cplink`: the values of C++, and what classes written by hand read from their handles.
//!
//! Plain values are structures that are copied out (`NOUN.hpp`). A class that holds a handle is written by hand, and
//! takes its values and settings from a base that is made here (`base/NOUN.hpp`).

mod base;
mod doc;
mod functions;
mod name;
mod reach;
mod read;
mod structure;
#[cfg(test)]
mod tests;
mod types;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use self::name::safe;
pub(super) use self::name::{called, set_by};
use self::types::{constant, head, is_there};
use super::Api;
use super::kind::Kind;
use super::model::{Noun, Shape, Value};

/// Where the headers are.
const FOLDER: &str = "bindings/cpp/include/cplink";

/// What is written by hand as a whole: `abi` takes the versions of the header itself, `bytes` is a container.
const BY_HAND: &[&str] = &["abi", "bytes"];

/// Every file of C++.
pub(super) fn files(api: &Api) -> Result<Vec<(PathBuf, String)>, String> {
    let mut files = vec![
        (PathBuf::from(FOLDER).with_extension("hpp"), all(api)),
        (Path::new(FOLDER).join("choices.hpp"), choices(api)),
        (PathBuf::from("bindings/cpp/tests/reach.cpp"), reach::program(api)),
    ];
    for noun in &api.nouns {
        if let Some(content) = header(api, noun)? {
            files.push((Path::new(FOLDER).join(file_of(noun)), content));
        }
    }
    Ok(files)
}

/// The path of what is made for a noun, in the folder.
fn file_of(noun: &Noun) -> PathBuf {
    let name = Path::new(&noun.noun).with_extension("hpp");
    if noun.shape == Shape::Object || noun.is_error { Path::new("base").join(name) } else { name }
}

fn header(api: &Api, noun: &Noun) -> Result<Option<String>, String> {
    if !is_there(noun) || BY_HAND.contains(&noun.noun.as_str()) {
        return Ok(None);
    }
    let body = match noun.shape {
        Shape::Object if noun.values.is_empty() && noun.settings.is_empty() => return Ok(None),
        Shape::Object => base::class(api, noun)?,
        Shape::Functions => functions::all(api, noun)?,
        Shape::Values | Shape::List if noun.is_error => structure::error(api, noun)?,
        Shape::Values | Shape::List => structure::all(api, noun)?,
    };
    let in_base = file_of(noun).starts_with("base");
    let guard = format!("CPLINK_{}{}_HPP", if in_base { "BASE_" } else { "" }, noun.noun.to_uppercase());
    let from = format!("ffi/api/{}.toml", noun.noun);
    let mut includes = String::new();
    for path in included(api, noun)? {
        let _ = writeln!(includes, "#include \"{}{path}\"", if in_base { "../" } else { "" });
    }
    // An error holds these values, and reading them can fail with an error: each needs the other.
    let behind = if is_held_by_error(api, noun) { "\n#include \"error.hpp\"\n" } else { "" };
    Ok(Some(format!(
        "{}#ifndef {guard}\n#define {guard}\n\n{includes}\nnamespace cplink {{\n{body}\n}} // namespace cplink\n{behind}\n#endif\n",
        head(&from)
    )))
}

/// What a header needs: those of the nouns that its values are.
fn included(api: &Api, noun: &Noun) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    if noun.is_error || is_held_by_error(api, noun) {
        all.extend(["choices.hpp".to_owned(), "detail/call.hpp".to_owned()]);
    } else {
        all.push("error.hpp".to_owned());
    }
    if noun.shape == Shape::Functions {
        all.push("bytes.hpp".to_owned());
    }
    if noun.settings.iter().any(|setting| setting.kind == "secret") {
        all.push("secret.hpp".to_owned());
    }
    for value in noun.values.iter().chain(noun.records.iter().flat_map(|record| &record.values)) {
        match value.kind()? {
            Kind::Noun("error") => {}
            Kind::Noun(other) => all.push(format!("{other}.hpp")),
            _ => {}
        }
    }
    all.sort();
    all.dedup();
    Ok(all)
}

fn is_held_by_error(api: &Api, noun: &Noun) -> bool {
    let holds = |value: &Value| value.kind().is_ok_and(|kind| kind == Kind::Noun(&noun.noun));
    api.nouns.iter().any(|other| other.is_error && other.values.iter().any(holds))
}

/// `cplink.hpp`.
fn all(api: &Api) -> String {
    let mut out = head("ffi/api/*.toml");
    out.push_str(
        "//\n\
         // CarePlanLink for C++14 and later: header-only, over the C ABI of cplink.h. This is all of it but the typed rows,\n\
         // which are in cplink/rows.hpp.\n\
         //\n\
         // - Every object is a handle that can be moved but not copied, and that frees itself. A moved-from\n\
         //   object holds nothing; using it throws cplink::error (NULL_ARGUMENT), it does not crash.\n\
         // - What is plain data is a structure: copied out, and yours.\n\
         // - Every failure is a cplink::error. Out of memory is std::bad_alloc.\n\
         // - Text is UTF-8 in std::string. The classes named `..._ref` and `..._view` only look at somebody else's object.\n\
         // - Threads: as ffi/README.md says. A `cancel` may be touched by any thread at any time.\n\
         // - The headers are ASCII, so that it does not matter in which code page a compiler reads them.\n\
         #ifndef CPLINK_HPP\n#define CPLINK_HPP\n\n",
    );
    let named = api.nouns.iter().filter(|noun| is_there(noun)).map(|noun| noun.noun.as_str());
    for name in named.chain(["choices", "pages", "view"]).collect::<std::collections::BTreeSet<_>>() {
        let _ = writeln!(out, "#include \"cplink/{name}.hpp\"");
    }
    out + "\n#endif\n"
}

/// `choices.hpp`.
fn choices(api: &Api) -> String {
    let mut out = head("ffi/api/choices.toml");
    out.push_str(
        "#ifndef CPLINK_CHOICES_HPP\n#define CPLINK_CHOICES_HPP\n\n#include \"cplink.h\"\n\n#include <cstdint>\n\n\
         namespace cplink {\n",
    );
    for choice in &api.choices {
        out.push('\n');
        doc::write(&mut out, api, "", &choice.en);
        let _ = writeln!(out, "enum class {} : std::int32_t {{", safe(&choice.name));
        for case in &choice.cases {
            doc::write(&mut out, api, "    ", &case.en);
            let _ = writeln!(out, "    {} = {},", safe(&case.name), constant(choice, &case.name));
        }
        out.push_str("};\n");
    }
    out + "\n} // namespace cplink\n\n#endif\n"
}
