//! A C program that calls every function with nothing but NULL and 0, with and without `err`.

use std::fmt::Write as _;

use crate::r#gen::api::Api;

/// `nulls.c`.
pub(in crate::test) fn program(api: &Api) -> Result<String, String> {
    let mut text = String::from("#include \"harness.h\"\n\nint main(void) {\n    cpl_error *err;\n");
    for function in api.functions()? {
        let name = &function.name;
        let zeros = |count: usize| vec!["0"; count].join(", ");
        let count = function.arguments.len();
        if function.frees {
            let _ = writeln!(text, "    {name}({});\n    CHECK(1);", zeros(count));
            continue;
        }
        // Whatever else it takes: a version that is 0 is no version.
        let expected = if name == "cpl_abi_check" { "CPL_E_ABI" } else { "CPL_E_NULL_ARGUMENT" };
        let _ = writeln!(text, "    CHECK({name}({}) == {expected});", zeros(count));
        if function.tells() {
            let before = format!("{}{}", zeros(count - 1), if count > 1 { ", " } else { "" });
            let _ = writeln!(text, "    err = 0;\n    CHECK({name}({before}&err) == {expected});");
            let _ = writeln!(text, "    CHECK(code_of(&err) == {expected});");
        }
    }
    text.push_str("    return finish();\n}\n");
    Ok(text)
}
