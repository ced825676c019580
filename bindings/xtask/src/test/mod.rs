//! `cargo xtask test`: installs what is missing, runs every suite, counts.

mod ahead;
pub(crate) mod c;
mod cargo_test;
mod certified;
mod console;
pub(crate) mod count;
pub(crate) mod cpp;
pub(crate) mod csharp;
mod examples;
mod first_hour;
mod fixtures;
mod fuzz;
mod gen_from_nothing;
pub(crate) mod library;
pub(crate) mod mailbox;
mod pytest;
pub(crate) mod python;
mod quick;
mod readme;
mod rows;
mod rust;
pub(crate) mod scratch;
mod ship;
mod ship_windows;
mod token;
mod windows;
pub(crate) mod world;

use std::process::ExitCode;
use std::time::Instant;

use self::ahead::Ahead;
use self::count::Count;
use crate::place::root;
use crate::toolchain::install::{Tool, install};
use crate::toolchain::room;

struct Suite {
    name: &'static str,
    tools: &'static [Tool],
    run: fn() -> Result<Count, String>,
    /// What can be installed and built before the suite's turn.
    ahead: Option<fn() -> Result<(), String>>,
}

impl Suite {
    const fn new(name: &'static str, tools: &'static [Tool], run: fn() -> Result<Count, String>) -> Self {
        Self { name, tools, run, ahead: None }
    }

    const fn with_ahead(self, ahead: fn() -> Result<(), String>) -> Self {
        Self { ahead: Some(ahead), ..self }
    }
}

const GCC: Tool = ("cc", &["gcc"]);
const GXX: Tool = ("g++", &["g++"]);
const CMAKE: Tool = ("cmake", &["cmake", "make"]);
const BINUTILS: Tool = ("nm", &["binutils"]);
const UNZIP: Tool = ("unzip", &["unzip"]);
const ZIP: Tool = ("zip", &["zip"]);
const PYTHON: Tool = ("python3", &["python3"]);

/// SoftHSM2 stands in for an HSM; `pkcs11-tool` of opensc fills it.
const SOFTHSM: Tool = ("softhsm2-util", &["softhsm2"]);
const OPENSC: Tool = ("pkcs11-tool", &["opensc"]);
const OPENSSL: Tool = ("openssl", &["openssl"]);
/// `perl` alone, which every Debian has, knows nothing of Unicode; `prove` comes with what does.
const PERL: Tool = ("prove", &["perl"]);
/// Reads the forms in PDF.
const POPPLER: Tool = ("pdftotext", &["poppler-utils"]);
/// Prints the forms in HTML, to compare both; shows the relay's console.
const BROWSER: Tool = ("chromium", &["chromium"]);
const RUST: &[Tool] = &[OPENSSL, ZIP, UNZIP, SOFTHSM, OPENSC, PYTHON, PERL, GCC, POPPLER, BROWSER];

const SUITES: &[Suite] = &[
    Suite::new("rust", RUST, rust::run),
    Suite::new("fuzz", &[GCC], fuzz::run),
    Suite::new("fixtures", &[PYTHON], fixtures::run),
    Suite::new(
        "rows",
        &[PYTHON, GCC, ("c++", &["g++"]), ("mcs", &["mono-mcs"]), ("mono", &["mono-runtime"])],
        rows::run,
    ),
    Suite::new("c", &[GCC, BINUTILS, SOFTHSM], c::run),
    Suite::new("cpp", &[GCC, GXX, CMAKE], cpp::run),
    Suite::new("csharp", &[], csharp::run).with_ahead(csharp::install_ahead),
    Suite::new("python", &[GCC, PYTHON, OPENSSL, SOFTHSM, OPENSC], python::run).with_ahead(python::install_ahead),
    Suite::new("console", &[PYTHON, BROWSER], console::run).with_ahead(console::install_ahead),
    Suite::new("windows", &[GCC, PYTHON], windows::run).with_ahead(windows::build_ahead),
    Suite::new("ship", &[GCC, PYTHON, GXX, CMAKE, UNZIP, BINUTILS], ship::run).with_ahead(ship::build_ahead),
];

/// Suites that are run only when they are named: a choice of the others for the minutes between edits, and what is
/// shipped for Windows, which takes longer to build than all other suites may take.
const APART: &[Suite] =
    &[Suite::new("quick", RUST, quick::run), Suite::new("ship-windows", &[GCC, PYTHON, UNZIP], ship_windows::run)];

fn known() -> impl Iterator<Item = &'static Suite> {
    SUITES.iter().chain(APART)
}

/// Runs the named suites, or all of them; what failed is said again at the end, and the last line says
/// `N passed, N failed`.
pub(crate) fn run(names: &[&str]) -> Result<ExitCode, String> {
    let all = names.is_empty() || names == ["all"];
    if let Some(unknown) = names.iter().find(|name| **name != "all" && !known().any(|suite| suite.name == **name)) {
        return Err(unknown_suite(unknown));
    }
    let chosen: Vec<&Suite> =
        if all { SUITES.iter().collect() } else { known().filter(|suite| names.contains(&suite.name)).collect() };
    // Alone, a suite gains nothing by it.
    let ahead = chosen.iter().skip(1).filter(|suite| suite.ahead.is_some()).map(|suite| suite.name);
    let mut ahead = Ahead::begin(ahead.collect())?;
    let mut total = Count::default();
    for suite in chosen {
        println!("== {}", suite.name);
        let begun = Instant::now();
        ahead.wait_for(suite.name).map_err(with_room)?;
        let waited = begun.elapsed().as_secs();
        install(suite.tools)?;
        let mut count = (suite.run)().map_err(with_room)?;
        let (name, took, free) = (suite.name, begun.elapsed().as_secs(), room::free(&root())?);
        println!(
            "== {name}: {} passed, {} failed, {took} s, {} MB of disk left",
            count.passed,
            count.failed,
            free >> 20
        );
        if count.failed > 0 {
            count.faults.extend(room::too_little(free));
        }
        if waited > 0 {
            println!("   {waited} s of them it waited for what was being built ahead");
        }
        if count.passed + count.failed == 0 {
            return Err(format!("suite {} ran no test", suite.name));
        }
        let faults = count.faults.into_iter().map(|fault| format!("{name}: {fault}")).collect();
        total.add(Count { faults, ..count });
    }
    // Again, and at the end: a log of this length is often cut.
    for fault in &total.faults {
        eprintln!("failed: {fault}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The error, and that the disk is full where it is.
fn with_room(error: String) -> String {
    match room::free(&root()).ok().and_then(room::too_little) {
        Some(too_little) => format!("{error}\n{too_little}"),
        None => error,
    }
}

/// Installs and builds what a suite needs. [`run`] calls it in a process of its own.
pub(crate) fn build_ahead(name: &str) -> Result<(), String> {
    let suite = known().find(|suite| suite.name == name).ok_or_else(|| unknown_suite(name))?;
    ahead::end_with_parent();
    install(suite.tools)?;
    suite.ahead.map_or(Ok(()), |build| build())
}

fn unknown_suite(name: &str) -> String {
    let names: Vec<&str> = known().map(|suite| suite.name).collect();
    format!("there is no suite {name}; there are {}", names.join(", "))
}
