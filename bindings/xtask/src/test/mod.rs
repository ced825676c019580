//! `cargo xtask test`: installs what is missing, runs every suite, counts.

pub(crate) mod c;
mod cargo_test;
pub(crate) mod count;
mod cpp;
mod csharp;
mod fixtures;
mod fuzz;
mod library;
pub(crate) mod python;
mod readme;
mod rows;
mod rust;
mod scratch;
mod ship;
mod ship_windows;
mod token;
mod windows;
pub(crate) mod world;

use std::time::Instant;

use self::count::Count;
use crate::toolchain::install::{Tool, install};

struct Suite {
    name: &'static str,
    tools: &'static [Tool],
    run: fn() -> Result<Count, String>,
}

const GCC: Tool = ("cc", &["gcc"]);
const GXX: Tool = ("g++", &["g++"]);
const CMAKE: Tool = ("cmake", &["cmake", "make"]);
const PYTHON: Tool = ("python3", &["python3"]);

/// SoftHSM2 stands in for an HSM; `pkcs11-tool` of opensc fills it.
const SOFTHSM: Tool = ("softhsm2-util", &["softhsm2"]);
const OPENSC: Tool = ("pkcs11-tool", &["opensc"]);
const OPENSSL: Tool = ("openssl", &["openssl"]);
const RUST: &[Tool] = &[OPENSSL, ("unzip", &["unzip"]), SOFTHSM, OPENSC, PYTHON, GCC];

const SUITES: &[Suite] = &[
    Suite { name: "rust", tools: RUST, run: rust::run },
    Suite { name: "fuzz", tools: &[GCC], run: fuzz::run },
    Suite { name: "fixtures", tools: &[PYTHON], run: fixtures::run },
    Suite {
        name: "rows",
        tools: &[PYTHON, GCC, ("c++", &["g++"]), ("mcs", &["mono-mcs"]), ("mono", &["mono-runtime"])],
        run: rows::run,
    },
    Suite { name: "c", tools: &[GCC, ("nm", &["binutils"]), SOFTHSM], run: c::run },
    Suite { name: "cpp", tools: &[GCC, GXX, CMAKE], run: cpp::run },
    Suite { name: "csharp", tools: &[], run: csharp::run },
    Suite { name: "python", tools: &[GCC, PYTHON, OPENSSL, SOFTHSM, OPENSC], run: python::run },
    Suite { name: "windows", tools: &[GCC, PYTHON], run: windows::run },
    Suite {
        name: "ship",
        tools: &[GCC, PYTHON, GXX, CMAKE, ("unzip", &["unzip"]), ("objdump", &["binutils"])],
        run: ship::run,
    },
];

/// Suites that are run only when they are named: building what is shipped for Windows takes longer than all
/// other suites may take.
const APART: &[Suite] =
    &[Suite { name: "ship-windows", tools: &[GCC, PYTHON, ("unzip", &["unzip"])], run: ship_windows::run }];

/// Runs the named suites, or all of them; the last line says `N passed, N failed`.
pub(crate) fn run(names: &[&str]) -> Result<(), String> {
    let all = names.is_empty() || names == ["all"];
    let known = || SUITES.iter().chain(APART);
    if let Some(unknown) = names.iter().find(|name| **name != "all" && !known().any(|suite| suite.name == **name)) {
        let names: Vec<&str> = known().map(|suite| suite.name).collect();
        return Err(format!("there is no suite {unknown}; there are {}", names.join(", ")));
    }
    let mut total = Count::default();
    let chosen: Vec<&Suite> =
        if all { SUITES.iter().collect() } else { known().filter(|suite| names.contains(&suite.name)).collect() };
    for suite in chosen {
        println!("== {}", suite.name);
        let begun = Instant::now();
        install(suite.tools)?;
        let count = (suite.run)()?;
        let took = begun.elapsed().as_secs();
        println!("== {}: {} passed, {} failed, {took} s", suite.name, count.passed, count.failed);
        if count.passed + count.failed == 0 {
            return Err(format!("suite {} ran no test", suite.name));
        }
        total.passed += count.passed;
        total.failed += count.failed;
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 { Err("some tests failed".to_owned()) } else { Ok(()) }
}
