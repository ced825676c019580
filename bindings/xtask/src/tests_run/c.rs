//! The C programs against the built library: exports, misuse, the month; plain and under sanitizers.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::calls;
use super::count::{Count, cargo, must, program};
use super::native::{Library, build, native, scratch};
use super::null_each;
use super::token::Token;
use super::world::World;
use crate::r#gen::header::functions;
use crate::root;

const SANITIZE: &[&str] =
    &["-std=c11", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer"];

/// How many random calls the suite makes; `bench-calls` makes a million.
const CALLS: &str = "200000";

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    let dir = scratch("c")?;
    let library = build(&dir.join("lib"), &[])?;
    exports(&library, &mut count)?;
    let hooked = build(&dir.join("hooked"), &["cplink-ffi/test-hooks"])?;
    let header = read(&root().join("ffi/include/cplink.h"))?;
    let nulls = written(&dir, "nulls.c", &null_calls()?)?;
    let null_each = written(&dir, "null_each.c", &null_each::program(&header)?)?;
    let world = World::new(&dir)?;
    let token = Token::new(&dir, &dir.join("pki/office-9970000111-care-insurance.pem"))?;
    let sources = "ffi/tests";
    for (kind, flags) in [("plain", &["-std=c11"][..]), ("sanitized", SANITIZE)] {
        let mut one = |name: &str, library: &Library, source: &str, more: &[&str]| -> Result<(), String> {
            let name = format!("{kind}-{name}");
            let path = dir.join(&name);
            library.compile("gcc", &[flags, more, &["-I", sources]].concat(), &[source], &path)?;
            let relay = world.relay(&format!("{name}.d"))?;
            program(&name, token.tell(relay.tell(&mut native(&path))), &mut count)
        };
        one("nulls", &library, &nulls, &[])?;
        one("null_each", &library, &null_each, &[])?;
        one("misuse", &hooked, &format!("{sources}/misuse.c"), &["-DCPL_TEST_HOOKS"])?;
        one("versions", &library, &format!("{sources}/versions.c"), &[])?;
        if kind == "plain" {
            one("month-static", &library.only_static(&dir.join("static"))?, &format!("{sources}/month.c"), &[])?;
        }
        one("month", &library, &format!("{sources}/month.c"), &[])?;
    }
    random_calls(&dir, &library, &world, &[CALLS, "1"], &mut count)?;
    Ok(count)
}

/// `cargo xtask bench-calls [COUNT] [SEED]`: random calls with the Rust library itself under
/// AddressSanitizer too, and LeakSanitizer at the end.
pub(crate) fn bench_calls(arguments: &[&str]) -> Result<(), String> {
    let dir = scratch("calls")?;
    must(&mut cargo(&["build", "--locked", "--package", "relay-mock"]))?;
    let target = "x86_64-unknown-linux-gnu";
    let mut build = cargo(&["build", "--locked", "--package", "cplink-ffi", "--target", target]);
    build.arg("--target-dir").arg(root().join("target/asan"));
    // The sanitizer is in the stable compiler, but not yet a stable option of it.
    must(build.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Zsanitizer=address"))?;
    let library = Library(root().join("target/asan").join(target).join("debug"));
    let mut count = Count::default();
    let mut all = vec!["1000000", "1"];
    all.splice(..arguments.len().min(2), arguments.iter().copied().take(2));
    random_calls(&dir, &library, &World::new(&dir)?, &all, &mut count)?;
    println!("{} passed, {} failed", count.passed, count.failed);
    if count.failed > 0 { Err("a call went wrong".to_owned()) } else { Ok(()) }
}

fn random_calls(
    dir: &Path,
    library: &Library,
    world: &World,
    arguments: &[&str],
    count: &mut Count,
) -> Result<(), String> {
    let text = calls::program(&read(&root().join("ffi/include/cplink.h"))?)?;
    let source = written(dir, "calls.c", &text)?;
    let path = dir.join("calls");
    library.compile("gcc", &[SANITIZE, &["-O1", "-I", "ffi/tests"]].concat(), &[&source], &path)?;
    let relay = world.relay("calls.d")?;
    program("random calls", relay.tell(native(&path).args(arguments).current_dir(dir)), count)
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

/// Writes a generated source; gives its path.
fn written(dir: &Path, name: &str, text: &str) -> Result<String, String> {
    let path = dir.join(name);
    std::fs::write(&path, text).map_err(|error| format!("{name}: {error}"))?;
    path.into_os_string().into_string().map_err(|_| "the path is not UTF-8".to_owned())
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
