//! The C programs against the built library: exports, misuse, the month; plain and under sanitizers.

mod calls;
pub(super) mod null_calls;
mod null_each;
pub(crate) mod random_calls;
pub(super) mod source;
mod types;

use std::collections::BTreeSet;
use std::process::Command;

use self::source::{SANITIZE, api, written};
use super::count::{Count, check, program};
use super::library::{Library, build, native};
use super::scratch::scratch;
use super::token::Token;
use super::world::World;
use crate::place::root;
use crate::toolchain::command::output;

/// How many random calls the suite makes; the proof makes a million.
const CALLS: &str = "200000";

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    let dir = scratch("c")?;
    let library = build(&dir.join("lib"), &[])?;
    exports(&library, &mut count)?;
    let hooked = build(&dir.join("hooked"), &["cplink-ffi/test-hooks"])?;
    let nulls = written(&dir, "nulls.c", &null_calls::program(&api()?)?)?;
    let null_each = written(&dir, "null_each.c", &null_each::program(&api()?)?)?;
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
        one("forms", &library, &format!("{sources}/forms.c"), &[])?;
        one("versions", &library, &format!("{sources}/versions.c"), &[])?;
        one("offices", &library, &format!("{sources}/offices.c"), &["-pthread"])?;
        if kind == "plain" {
            one("month-static", &library.only_static(&dir.join("static"))?, &format!("{sources}/month.c"), &[])?;
        }
        one("month", &library, &format!("{sources}/month.c"), &[])?;
    }
    random_calls::run(&dir, &library, &world, &[CALLS, "1"], &mut count)?;
    Ok(count)
}

/// The exports, every function with NULL, and the month: plain, against the library as it is.
pub(super) fn smoke(count: &mut Count) -> Result<(), String> {
    let dir = scratch("c-smoke")?;
    let library = build(&dir.join("lib"), &[])?;
    exports(&library, count)?;
    let world = World::new(&dir)?;
    let token = Token::new(&dir, &dir.join("pki/office-9970000111-care-insurance.pem"))?;
    for (name, source) in [
        ("nulls", written(&dir, "nulls.c", &null_calls::program(&api()?)?)?),
        ("month", "ffi/tests/month.c".to_owned()),
    ] {
        let path = dir.join(name);
        library.compile("gcc", &["-std=c11", "-I", "ffi/tests"], &[&source], &path)?;
        let relay = world.relay(&format!("{name}.d"))?;
        program(name, token.tell(relay.tell(&mut native(&path))), count)?;
    }
    Ok(())
}

/// The library exports what the list says: nothing more, nothing less.
fn exports(library: &Library, count: &mut Count) -> Result<(), String> {
    let listed = output(Command::new("nm").args(["-D", "--defined-only"]).arg(library.0.join("libcplink1.so")))?;
    let exported: BTreeSet<&str> = listed.lines().filter_map(|line| line.split_whitespace().nth(2)).collect();
    let path = root().join("ffi/exports.txt");
    let golden = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let golden: BTreeSet<&str> = golden.lines().collect();
    let differ: Vec<_> = exported.symmetric_difference(&golden).collect();
    check(&format!("exports are those of exports.txt, not {differ:?}"), differ.is_empty(), count);
    Ok(())
}
