//! A C program that calls every function with nothing but NULL and 0, with and without `err`.

use std::fmt::Write as _;

use crate::r#gen::header::functions;

/// `nulls.c`.
pub(in crate::test) fn program(header: &str) -> String {
    let mut text = String::from("#include \"harness.h\"\n\nint main(void) {\n    cpl_error *err;\n");
    for (name, parameters) in functions(header) {
        let zeros = vec!["0"; parameters.len()].join(", ");
        if name.ends_with("_free") {
            let _ = writeln!(text, "    {name}({zeros});\n    CHECK(1);");
            continue;
        }
        let expected = match name {
            "cpl_abi_check" => "CPL_E_ABI",
            _ => "CPL_E_NULL_ARGUMENT",
        };
        let _ = writeln!(text, "    CHECK({name}({zeros}) == {expected});");
        if parameters.last().is_some_and(|last| last == "cpl_error **err") {
            let zeros = vec!["0"; parameters.len() - 1].join(", ");
            let comma = if zeros.is_empty() { "" } else { ", " };
            let _ = writeln!(text, "    err = 0;\n    CHECK({name}({zeros}{comma}&err) == {expected});");
            let _ = writeln!(text, "    CHECK(code_of(&err) == {expected});");
        }
    }
    text.push_str("    return finish();\n}\n");
    text
}
