//! The C programs against the built library: exports, misuse, the month; plain and under sanitizers.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::count::{Count, program};
use super::native::{Library, build, native, scratch};
use super::world::World;
use crate::r#gen::header::functions;
use crate::root;

const SANITIZE: &[&str] =
    &["-std=c11", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer"];

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    let dir = scratch("c")?;
    let library = build(&dir.join("lib"), &[])?;
    exports(&library, &mut count)?;
    let hooked = build(&dir.join("hooked"), &["cplink-ffi/test-hooks"])?;
    let nulls = dir.join("nulls.c");
    std::fs::write(&nulls, null_calls()?).map_err(|error| format!("nulls.c: {error}"))?;
    let nulls = nulls.to_str().ok_or("the path is not UTF-8")?;
    let world = World::new(&dir)?;
    let sources = "ffi/tests";
    for (kind, flags) in [("plain", &["-std=c11"][..]), ("sanitized", SANITIZE)] {
        let mut one = |name: &str, library: &Library, source: &str, more: &[&str]| -> Result<(), String> {
            let name = format!("{kind}-{name}");
            let path = dir.join(&name);
            library.compile("gcc", &[flags, more, &["-I", sources]].concat(), &[source], &path)?;
            let relay = world.relay(&format!("{name}.d"))?;
            program(&name, relay.tell(&mut native(&path)), &mut count)
        };
        one("nulls", &library, nulls, &[])?;
        one("misuse", &hooked, &format!("{sources}/misuse.c"), &["-DCPL_TEST_HOOKS"])?;
        if kind == "plain" {
            one("month-static", &library.only_static(&dir.join("static"))?, &format!("{sources}/month.c"), &[])?;
        }
        one("month", &library, &format!("{sources}/month.c"), &[])?;
    }
    Ok(count)
}

/// The library exports what the list says: nothing more, nothing less.
fn exports(library: &Library, count: &mut Count) -> Result<(), String> {
    let path = library.0.join("libcplink1.so");
    let output = Command::new("nm").args(["-D", "--defined-only"]).arg(&path).output();
    let output = output.map_err(|error| format!("nm: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let exported: BTreeSet<&str> = text.lines().filter_map(|line| line.split_whitespace().nth(2)).collect();
    let golden = read(&root().join("ffi/exports.txt"))?;
    let golden: BTreeSet<&str> = golden.lines().collect();
    let differ: Vec<_> = exported.symmetric_difference(&golden).collect();
    println!("exports are those of exports.txt ... {}", if differ.is_empty() { "ok" } else { "FAILED" });
    if differ.is_empty() {
        count.passed += 1;
    } else {
        println!("{differ:?}");
        count.failed += 1;
    }
    Ok(())
}

/// A program that calls every function with nothing but NULL and 0, with and without `err`.
pub(super) fn null_calls() -> Result<String, String> {
    let header = read(&root().join("ffi/include/cplink.h"))?;
    let mut text = String::from("#include \"harness.h\"\n\nint main(void) {\n    cpl_error *err;\n");
    for (name, parameters) in functions(&header) {
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
    Ok(text)
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
