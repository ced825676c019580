//! `cargo xtask test`: installs what is missing, runs every suite, counts.

mod c;
pub(crate) mod count;
mod cpp;
pub(crate) mod csharp;
pub(crate) mod dotnet;
pub(crate) mod install;
mod native;
pub(crate) mod python;
mod readme;
mod rows;
mod rust;
pub(crate) mod windows;
pub(crate) mod world;

use self::count::Count;
use self::install::{Tool, install};

struct Suite {
    name: &'static str,
    tools: &'static [Tool],
    run: fn() -> Result<Count, String>,
}

const GCC: Tool = ("cc", &["gcc"]);
const PYTHON: Tool = ("python3", &["python3"]);

/// SoftHSM2 stands in for an HSM; `pkcs11-tool` of opensc fills it.
const SOFTHSM: Tool = ("softhsm2-util", &["softhsm2"]);
const OPENSC: Tool = ("pkcs11-tool", &["opensc"]);
const OPENSSL: Tool = ("openssl", &["openssl"]);
const RUST: &[Tool] = &[OPENSSL, ("unzip", &["unzip"]), SOFTHSM, OPENSC, PYTHON, GCC];

const SUITES: &[Suite] = &[
    Suite { name: "rust", tools: RUST, run: rust::rust },
    Suite { name: "fixtures", tools: &[PYTHON], run: rust::fixtures },
    Suite {
        name: "rows",
        tools: &[PYTHON, GCC, ("c++", &["g++"]), ("mcs", &["mono-mcs"]), ("mono", &["mono-runtime"])],
        run: rows::run,
    },
    Suite { name: "c", tools: &[GCC, ("nm", &["binutils"])], run: c::run },
    Suite { name: "cpp", tools: &[GCC, ("g++", &["g++"])], run: cpp::run },
    Suite { name: "csharp", tools: &[], run: csharp::run },
    Suite { name: "python", tools: &[GCC, PYTHON, OPENSSL, SOFTHSM, OPENSC], run: python::run },
    Suite { name: "windows", tools: &[GCC, PYTHON], run: windows::run },
];

/// Runs the named suites, or all of them; the last line says `N passed, N failed`.
pub(crate) fn run(names: &[&str]) -> Result<(), String> {
    let all = names.is_empty() || names == ["all"];
    if let Some(unknown) = names.iter().find(|name| **name != "all" && !SUITES.iter().any(|suite| suite.name == **name))
    {
        return Err(format!("there is no suite {unknown}"));
    }
    let mut total = Count::default();
    for suite in SUITES.iter().filter(|suite| all || names.contains(&suite.name)) {
        println!("== {}", suite.name);
        install(suite.tools)?;
        let count = (suite.run)()?;
        println!("== {}: {} passed, {} failed", suite.name, count.passed, count.failed);
        if count.passed + count.failed == 0 {
            return Err(format!("suite {} ran no test", suite.name));
        }
        total.passed += count.passed;
        total.failed += count.failed;
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 { Err("some tests failed".to_owned()) } else { Ok(()) }
}
