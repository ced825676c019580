//! The bill of materials, against its schema and against cargo.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::place::target_folder;
use crate::test::count::{self, Count, step};
use crate::toolchain::command::{must, output};
use crate::toolchain::venv::{pip, venv};

/// The reference library of CycloneDX, with its schemas.
const VALIDATOR: &str = "cyclonedx-python-lib[json-validation]==11.12.0";

/// Prints what is wrong with the file that is its argument.
const VALIDATE: &str = "\
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
fault = JsonStrictValidator(SchemaVersion.V1_5).validate_str(open(sys.argv[1], encoding='utf-8').read())
sys.exit(str(fault) if fault else 0)
";

/// How the names of our own crates begin.
const OURS: &[&str] = &["cplink", "relay-mock"];

/// What the bill names that is no crate: it comes with the compilers.
const RUNTIMES: &[&str] = &["rust-std ", "gcc-runtime ", "mingw-w64-runtime "];

/// The bill of an unpacked zip file, and the notices beside it; `commands` are those that compiled what is in it.
pub(in crate::test) fn check(
    package: &Path,
    triple: &str,
    commands: Vec<Command>,
    count: &mut Count,
) -> Result<(), String> {
    let path = package.join("sbom.cdx.json");
    let venv = venv(&target_folder().join("dist-work/venv"))?;
    must(&mut pip(&venv, "install", &[VALIDATOR]))?;
    let mut validate = Command::new(venv.join("bin/python"));
    step("the bill of materials keeps to its schema", validate.args(["-c", VALIDATE]).arg(&path), count)?;

    let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
    let bom: serde_json::Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let named: BTreeSet<String> = bom["components"].as_array().into_iter().flatten().filter_map(named).collect();
    let built = built(triple, commands)?;
    let lost: Vec<_> = built.difference(&named).collect();
    println!("{} components; not named: {lost:?}", named.len());
    count::check("it names every crate that the compiler saw", !built.is_empty() && lost.is_empty(), count);
    let is_runtime = |name: &String| RUNTIMES.iter().any(|runtime| name.starts_with(runtime));
    let beyond: Vec<_> = named.difference(&built).filter(|name| !is_runtime(name)).collect();
    count::check(&format!("and no other: {beyond:?}"), beyond.is_empty(), count);
    let notices = package.join("THIRD-PARTY-NOTICES.txt");
    let notices = std::fs::read_to_string(notices).map_err(|error| error.to_string())?;
    let noted = |name: &&String| {
        let (name, version) = name.split_once(' ').unwrap_or_default();
        OURS.iter().any(|ours| name.starts_with(ours)) || notices.contains(&format!("{name}@{version}: "))
    };
    count::check("the notices name every one", built.iter().all(|name| noted(&name)), count);
    Ok(())
}

fn named(component: &serde_json::Value) -> Option<String> {
    Some(format!("{} {}", component["name"].as_str()?, component["version"].as_str()?))
}

/// What was compiled, by the compiler's own account: not the tree the bill was made from.
fn built(triple: &str, commands: Vec<Command>) -> Result<BTreeSet<String>, String> {
    // The same command as the archive's, so nothing is compiled again.
    let mut output = String::new();
    for mut command in commands {
        output.push_str(&self::output(command.args(["--message-format", "json"]))?);
    }
    let mut built = BTreeSet::new();
    for line in output.lines() {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let files = message["filenames"].as_array().into_iter().flatten().filter_map(|file| file.as_str());
        // What runs in the build (procedural macros, build scripts) lies elsewhere.
        let is_linked = files.into_iter().any(|file| file.contains(&format!("/{triple}/")));
        if message["reason"] == "compiler-artifact" && is_linked && !is_of_std(&message) {
            built.extend(name_and_version(message["package_id"].as_str().unwrap_or_default()));
        }
    }
    Ok(built)
}

/// Where Rust's library is built along, it and what it needs are one component of the SBOM.
fn is_of_std(message: &serde_json::Value) -> bool {
    let of_std = |feature: &serde_json::Value| feature == "rustc-dep-of-std";
    let source = message["manifest_path"].as_str().unwrap_or_default();
    source.contains("/library/") || message["features"].as_array().into_iter().flatten().any(of_std)
}

/// `…/folder#name@1.0.0`, `…#1.0.0` where the folder is the name.
fn name_and_version(id: &str) -> Option<String> {
    let (source, package) = id.rsplit_once('#')?;
    match package.split_once('@') {
        Some((name, version)) => Some(format!("{name} {version}")),
        None => Some(format!("{} {package}", source.rsplit('/').next()?)),
    }
}
