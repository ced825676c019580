//! The C header: opaque types, choices, and the functions, noun by noun.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::declared::functions;
use super::description::Api;
use super::model::Choice;
use super::{abi, text};

/// The types of the handles with their documentation, and the numbers of the choices.
pub(super) fn types(api: &Api) -> String {
    let mut out = String::new();
    for choice in &api.choices {
        out.push('\n');
        choice_numbers(&mut out, api, choice);
    }
    for noun in api.nouns.iter().filter(|noun| noun.has_handle()) {
        out.push('\n');
        let sharing = abi::at_once(noun).into_iter().map(str::to_owned);
        comment(&mut out, &[abi::linked(api, &noun.en)].into_iter().chain(sharing).collect::<Vec<_>>());
        let _ = writeln!(out, "typedef struct cpl_{0} cpl_{0};", noun.noun);
    }
    out
}

fn choice_numbers(out: &mut String, api: &Api, choice: &Choice) {
    heading(out, &format!("{}…: {}", choice.c_prefix(), abi::linked(api, &choice.en)));
    for case in &choice.cases {
        comment(out, &[abi::linked(api, &case.en)]);
        let _ = writeln!(out, "#define {}{} {}", choice.c_prefix(), case.name.to_uppercase(), case.number);
    }
}

/// The declarations that were read from the functions, in the order of the description and with its words.
pub(super) fn sections(api: &Api, header: &str) -> Result<String, String> {
    const BEGIN: &str = "extern \"C\" {\n#endif // __cplusplus\n";
    const END: &str = "#ifdef __cplusplus\n}  // extern \"C\"";
    let (before, rest) = header.split_once(BEGIN).ok_or("cplink.h: no functions")?;
    let (body, after) = rest.split_once(END).ok_or("cplink.h: no end")?;
    let mut declared: BTreeMap<&str, &str> = functions(body)
        .map(|(name, _)| name)
        .zip(body.split("\nCPL_API").skip(1).filter_map(|part| part.split_once(");").map(|(declared, _)| declared)))
        .collect();
    let mut out = format!("{before}{BEGIN}");
    for noun in &api.nouns {
        out.push('\n');
        heading(&mut out, &noun.noun.replace('_', " "));
        for function in abi::functions(api, noun)? {
            let name = &function.name;
            let declared = declared.remove(name.as_str()).ok_or_else(|| format!("{name} is not in ffi/src"))?;
            out.push('\n');
            comment(&mut out, &function.doc);
            let _ = writeln!(out, "CPL_API{declared});");
        }
    }
    match declared.keys().next() {
        Some(name) => Err(format!("{name} is in ffi/src, but ffi/api does not describe it")),
        None => Ok(text::ascii(&format!("{out}\n{END}{after}"))),
    }
}

fn heading(out: &mut String, words: &str) {
    let _ = writeln!(out, "/* ---- {words} ---- */");
}

fn comment(out: &mut String, paragraphs: &[String]) {
    if let [one] = paragraphs
        && one.chars().count() < abi::WIDTH
    {
        let _ = writeln!(out, "/** {one} */");
        return;
    }
    out.push_str("/**\n");
    for line in text::lines(paragraphs, abi::WIDTH) {
        let _ = writeln!(out, "{}", format!(" * {line}").trim_end());
    }
    out.push_str(" */\n");
}
