//! A function of the C ABI, and how Rust writes it.

use std::fmt::Write as _;

use super::super::model::{Noun, Verb};
use super::super::{Api, Kind, text};
use super::argument::{Argument, Form};
use super::getter::getters;
use super::{doc, link, verb};

/// A function of the C ABI.
pub(crate) struct Function {
    pub(crate) name: String,
    /// Its documentation, a paragraph each.
    pub(crate) doc: Vec<String>,
    pub(crate) arguments: Vec<Argument>,
    /// It frees a handle, and gives nothing back.
    pub(crate) frees: bool,
    /// It is in `ffi/src/<noun>.rs`.
    pub(crate) by_hand: bool,
    /// It can take longer than a second.
    pub(crate) waits: bool,
    pub(super) body: Vec<String>,
}

impl Function {
    /// Whether it tells the caller more of an error than its code.
    pub(crate) fn tells(&self) -> bool {
        self.arguments.iter().any(|argument| argument.form == Form::Error)
    }

    pub(super) fn rust(&self) -> String {
        let mut out = String::new();
        for (at, paragraph) in self.doc.iter().enumerate() {
            out.push_str(if at == 0 { "\n" } else { "///\n" });
            for line in text::wrapped(paragraph, doc::WIDTH) {
                let _ = writeln!(out, "/// {line}");
            }
        }
        let _ = writeln!(out, "#[unsafe(no_mangle)]");
        let parameters: Vec<String> =
            self.arguments.iter().map(|argument| format!("{}: {}", argument.name, argument.rust())).collect();
        let result = if self.frees { "" } else { " -> i32" };
        let head = format!("pub unsafe extern \"C\" fn {}", self.name);
        let line = format!("{head}({}){result} {{", parameters.join(", "));
        let _ = match line.len() {
            ..=120 => writeln!(out, "{line}"),
            _ => writeln!(out, "{head}(\n    {},\n){result} {{", parameters.join(",\n    ")),
        };
        if self.frees {
            out.push_str(
                "    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.\n",
            );
            let _ = writeln!(out, "    unsafe {{ free({}) }}\n}}", self.arguments[0].name);
            return out;
        }
        if !self.tells() {
            out.push_str("    let err = std::ptr::null_mut();\n");
        }
        out.push_str("    border!(err, {\n");
        for line in &self.body {
            let _ = writeln!(out, "        {line}");
        }
        out + "    })\n}\n"
    }
}

/// All functions of a noun in the order of the header: what makes one, its values, its other verbs, what frees it.
pub(crate) fn functions(api: &Api, noun: &Noun) -> Result<Vec<Function>, String> {
    let mut all = Vec::new();
    let (makers, others): (Vec<&Verb>, Vec<&Verb>) = noun.verbs.iter().partition(|verb| makes(noun, verb));
    for maker in makers {
        all.push(verb::function(api, noun, maker)?);
    }
    for value in &noun.values {
        getters(api, noun, value, &mut all)?;
    }
    for other in others {
        all.push(verb::function(api, noun, other)?);
    }
    if noun.has_handle() && !noun.lent_only {
        all.push(free(api, noun));
    }
    Ok(all)
}

fn makes(noun: &Noun, verb: &Verb) -> bool {
    verb.is_static && verb.gives.iter().any(|given| given.kind() == Ok(Kind::Noun(&noun.noun)))
}

fn free(api: &Api, noun: &Noun) -> Function {
    let note = noun.freeing.as_ref().map(|texts| format!("{} ", link::linked(api, &texts.en))).unwrap_or_default();
    let doc = format!(
        "Frees it. {note}NULL is fine; twice is not. Not while another thread uses it or data borrowed from it."
    );
    Function {
        name: format!("{}_free", noun.c_name()),
        doc: vec![doc],
        arguments: vec![Argument::new(&noun.noun, Form::Handle { noun: noun.noun.clone(), changes: true })],
        frees: true,
        by_hand: false,
        waits: false,
        body: Vec::new(),
    }
}

/// Where the error goes, unless the noun is the error.
pub(super) fn error(noun: &Noun) -> Option<Argument> {
    (!noun.is_error).then(|| Argument::new("err", Form::Error).or_null(true))
}
