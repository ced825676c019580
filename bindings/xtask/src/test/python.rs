//! The Python package: installed with pip into an environment of its own, then tested from outside.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::certified::certified;
use super::count::{Count, step};
use super::first_hour;
use super::library::build_programs;
use super::mailbox::{self, Host};
use super::pytest::pytest;
use super::readme::programs;
use super::scratch::scratch;
use super::world::World;
use crate::place::{debug_folder, root};
use crate::toolchain::command::{must, without_own_variables};
use crate::toolchain::native_module::{MODULE, native_module};
use crate::toolchain::venv::{pip, venv};

const PACKAGE: &str = "bindings/python/cplink";

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    let venv = environment()?;
    build_programs()?;
    install(&venv, &mut count)?;
    let package = root().join("bindings/python");
    let tool = |name: &str| {
        let mut command = Command::new(venv.join("bin").join(name));
        // Elsewhere than the sources, so that what was installed is what is imported.
        command.env("RELAY_MOCK", debug_folder().join("relay-mock")).env("PYTHONDONTWRITEBYTECODE", "1");
        command
    };
    let mut mypy = tool("mypy");
    mypy.arg("--config-file")
        .arg(package.join("pyproject.toml"))
        .arg("--cache-dir")
        .arg(debug_folder().join("python/mypy"));
    step("mypy --strict", mypy.args(["cplink", "tests", "examples"].map(|name| package.join(name))), &mut count)?;
    let product = root().join("relay-mock/adapters/cplink/python/product.py");
    let mut checked = tool("mypy");
    checked.arg("--strict").arg("--cache-dir").arg(debug_folder().join("python/mypy")).arg(&product);
    step("mypy --strict of the product", &mut checked, &mut count)?;
    let mut certify = tool("python");
    certify.arg(&product);
    certified("the Python package", &certify, &debug_folder().join("python/certified"), &mut count)?;
    let mut readme = tool("mypy");
    readme.arg("--strict").arg("--cache-dir").arg(debug_folder().join("python/mypy"));
    step("README's Python", readme.args(programs("python", "py", &debug_folder().join("python"))?), &mut count)?;
    pytest(tool("pytest").args(["-p", "no:cacheprovider", "--durations=5"]).arg(package), &mut count)?;
    let dir = scratch("python")?;
    let world = World::new(&dir)?;
    mailbox_host(&venv, |host| mailbox::short(&world, host, &mut count))?;
    let folder = dir.join("first-hour");
    first_hour::from_source(first_hour::PYTHON, &folder, str::to_owned, &mut count)?;
    Ok(count)
}

/// Builds and installs the package.
pub(crate) fn install(venv: &Path, count: &mut Count) -> Result<(), String> {
    // The dev profile: arithmetic is checked, and what the other suites built is used again.
    let mut install = pip(venv, "install", &["--force-reinstall", "--no-deps", "./bindings/python"]);
    install.env("CPLINK_CARGO_PROFILE", "dev").env("CPLINK_CARGO_PACKAGES", "--workspace");
    without_own_variables(&mut install);
    step("pip install ./bindings/python", &mut install, count)
}

/// The host with a mailbox, whose database is SQLite.
pub(crate) fn mailbox_host(venv: &Path, run: impl FnOnce(&Host<'_>) -> Result<(), String>) -> Result<(), String> {
    let python = || {
        let mut command = Command::new(venv.join("bin/python"));
        command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONSAFEPATH", "1").env_remove("PYTHONPATH");
        command
    };
    let start = || {
        let mut command = python();
        command.arg(root().join("bindings/python/examples/mailbox.py"));
        command
    };
    let read = |folder: &Path| {
        let database = folder.join("imported.db");
        if !database.exists() {
            return Ok(String::new());
        }
        let output = python().args(["-c", READ]).arg(&database).output();
        let output = output.map_err(|error| format!("python: {error}"))?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(format!("{}: {}", database.display(), String::from_utf8_lossy(&output.stderr)))
        }
    };
    run(&Host { name: "python", life: 1500, start: &start, read: &read })
}

/// Prints the serials of a host's database in the order of import; none before there is a table.
const READ: &str = "
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=60)
if database.execute('SELECT 1 FROM sqlite_master').fetchone():
    for (serial,) in database.execute('SELECT serial FROM imported ORDER BY place'):
        print(serial)
";

/// Installs the test tools.
pub(super) fn install_ahead() -> Result<(), String> {
    environment().map(|_| ())
}

/// Writes the generated module into the checkout, which does not keep it: `cargo xtask gen python`.
pub(crate) fn generate() -> Result<(), String> {
    let (made, place) = (native_module()?, root().join(PACKAGE).join(MODULE));
    std::fs::copy(&made, &place).map_err(|error| format!("{}: {error}", place.display()))?;
    println!("wrote {}", place.display());
    Ok(())
}

/// A virtual environment with the test tools, kept between runs.
pub(crate) fn environment() -> Result<PathBuf, String> {
    let venv = venv(&debug_folder().join("python/venv"))?;
    must(&mut pip(&venv, "install", &["--requirement", "bindings/python/tests/requirements.txt"]))?;
    Ok(venv)
}
