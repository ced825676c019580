//! The bill of materials, against its schema and against cargo.

use std::collections::BTreeSet;
use std::process::Command;

use super::{NATIVE, Outside};
use crate::dist;
use crate::tests_run::count::{Count, must, step};
use crate::tests_run::python::{pip, venv};

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

pub(super) fn check(outside: &Outside, count: &mut Count) -> Result<(), String> {
    let path = outside.package.join("sbom.cdx.json");
    let venv = venv(&dist::target_folder().join("dist-work/venv"))?;
    must(&mut pip(&venv, "install", &[VALIDATOR]))?;
    let mut validate = Command::new(venv.join("bin/python"));
    step("the bill of materials keeps to its schema", validate.args(["-c", VALIDATE]).arg(&path), count)?;

    let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
    let bom: serde_json::Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let named: BTreeSet<String> = bom["components"].as_array().into_iter().flatten().filter_map(named).collect();
    let built = built()?;
    let lost: Vec<_> = built.difference(&named).collect();
    println!("{} components; not named: {lost:?}", named.len());
    super::check("it names every crate that the compiler saw", !built.is_empty() && lost.is_empty(), count);
    let beyond: Vec<_> = named.difference(&built).filter(|name| !name.starts_with("rust-std ")).collect();
    super::check(&format!("and no other: {beyond:?}"), beyond.is_empty(), count);
    let notices = outside.package.join("THIRD-PARTY-NOTICES.txt");
    let notices = std::fs::read_to_string(notices).map_err(|error| error.to_string())?;
    let noted = |name: &&String| {
        let (name, version) = name.split_once(' ').unwrap_or_default();
        name.starts_with("cplink") || notices.contains(&format!("{name}@{version}: "))
    };
    super::check("the notices name every one", built.iter().all(|name| noted(&name)), count);
    Ok(())
}

fn named(component: &serde_json::Value) -> Option<String> {
    Some(format!("{} {}", component["name"].as_str()?, component["version"].as_str()?))
}

/// What was compiled for the library, by the compiler's own account: not the tree the bill was made from.
fn built() -> Result<BTreeSet<String>, String> {
    // The same command as the archive's, so nothing is compiled again.
    let output = dist::output(dist::library::compiled()?.args(["--message-format", "json"]))?;
    let mut built = BTreeSet::new();
    for line in output.lines() {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let files = message["filenames"].as_array().into_iter().flatten().filter_map(|file| file.as_str());
        // What runs in the build (procedural macros, build scripts) lies elsewhere.
        let is_linked = files.into_iter().any(|file| file.contains(&format!("/{NATIVE}/")));
        if message["reason"] == "compiler-artifact" && is_linked {
            built.extend(name_and_version(message["package_id"].as_str().unwrap_or_default()));
        }
    }
    Ok(built)
}

/// `…/folder#name@1.0.0`, `…#1.0.0` where the folder is the name.
fn name_and_version(id: &str) -> Option<String> {
    let (source, package) = id.rsplit_once('#')?;
    match package.split_once('@') {
        Some((name, version)) => Some(format!("{name} {version}")),
        None => Some(format!("{} {package}", source.rsplit('/').next()?)),
    }
}
