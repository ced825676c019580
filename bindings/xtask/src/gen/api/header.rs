//! What the header needs beside the functions: the opaque types and the choices.

use std::fmt::Write as _;

use super::{Api, text};

/// The types of the handles with their documentation, and the numbers of the choices.
pub(super) fn types(api: &Api) -> String {
    let mut out = String::new();
    for choice in &api.choices {
        let name = choice.prefix.as_ref().unwrap_or(&choice.name).to_uppercase();
        for case in &choice.cases {
            comment(&mut out, &format!("{}: {}", first_words(&choice.en), text::c(&case.en)));
            let _ = writeln!(out, "#define CPL_{name}_{} {}", case.name.to_uppercase(), case.number);
        }
    }
    for noun in api.nouns.iter().filter(|noun| noun.has_handle()) {
        out.push('\n');
        comment(&mut out, &text::c(&noun.en));
        let _ = writeln!(out, "typedef struct cpl_{0} cpl_{0};", noun.noun);
    }
    out
}

fn first_words(text: &str) -> &str {
    text.trim_end_matches('.')
}

fn comment(out: &mut String, words: &str) {
    let lines = text::wrapped(words, 104);
    let _ = match lines.as_slice() {
        [one] => writeln!(out, "/* {one} */"),
        lines => writeln!(out, "/*\n * {}\n */", lines.join("\n * ")),
    };
}
