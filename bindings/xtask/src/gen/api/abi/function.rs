//! A function of the C ABI, and how Rust writes it.

use std::fmt::Write as _;

use super::super::model::Noun;
use super::super::text;
use super::argument::{Argument, Form};
use super::doc;

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
        let mut out = String::from("\n");
        for line in text::lines(&self.doc, doc::WIDTH) {
            let _ = writeln!(out, "{}", format!("/// {line}").trim_end());
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

/// Where the error goes, unless the noun is the error.
pub(super) fn error(noun: &Noun) -> Option<Argument> {
    (!noun.is_error).then(|| Argument::new("err", Form::Error).or_null(true))
}
