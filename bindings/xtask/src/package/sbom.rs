//! The bill of materials: CycloneDX 1.5, JSON.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::file::read;
use super::release::VERSION;
use super::sums;
use super::target::Target;
use super::tree::Crate;
use crate::toolchain::command::output;

/// What a bill of materials is about.
pub(super) struct Product<'a> {
    pub(super) name: &'a str,
    /// `library` or `application`.
    pub(super) sort: &'a str,
    /// Its file, whose digest is told.
    pub(super) file: &'a Path,
    /// Our packages that it is built of.
    pub(super) packages: &'a [&'a str],
}

/// The file's text. It is the same whenever the build is: there is no time in it, and its serial number
/// comes from its contents.
pub(super) fn sbom(
    product: &Product<'_>,
    target: &Target,
    compiler: &str,
    crates: &BTreeMap<String, Crate>,
) -> Result<String, String> {
    let name = product.name;
    let mut components: Vec<Value> = crates.iter().map(|(name, one)| component(name, one)).collect();
    let mut dependencies: Vec<Value> =
        crates.iter().map(|(name, one)| json!({"ref": name, "dependsOn": one.needs})).collect();
    let mut needs: Vec<String> = product.packages.iter().map(|name| format!("{name}@{VERSION}")).collect();
    if let Some(lost) = needs.iter().find(|name| !crates.contains_key(*name)) {
        return Err(format!("{lost} is not among the crates"));
    }
    for (name, version, licence) in runtime(target, compiler)? {
        let reference = format!("{name}@{version}");
        components.push(json!({
            "type": "library", "bom-ref": reference, "name": name, "version": version, "licenses": [licence],
        }));
        needs.push(reference);
    }
    dependencies.push(json!({"ref": name, "dependsOn": needs}));
    let mut bom = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": "",
        "version": 1,
        "metadata": {
            "tools": {"components": [{"type": "application", "name": "xtask", "version": VERSION}]},
            "component": {
                "type": product.sort, "bom-ref": name, "name": name, "version": VERSION,
                "description": format!("CarePlanLink for {}", target.triple),
                "licenses": [{"expression": "MIT OR Apache-2.0"}],
                "hashes": hashes(&sums::sha256(&read(product.file)?)),
            },
        },
        "components": components,
        "dependencies": dependencies,
    });
    bom["serialNumber"] = serial(&bom.to_string()).into();
    let text = serde_json::to_string_pretty(&bom).map_err(|error| error.to_string())?;
    Ok(text + "\n")
}

fn component(name: &str, one: &Crate) -> Value {
    let package = &one.package;
    let version = package.version.to_string();
    let mut made = json!({"type": "library", "bom-ref": name, "name": package.name.as_str(), "version": version});
    if let Some(description) = &package.description {
        made["description"] = description.trim().into();
    }
    if let Some(licence) = &package.license {
        // Older crates write `MIT/Apache-2.0`.
        made["licenses"] = json!([{"expression": licence.replace('/', " OR ")}]);
    }
    if let Some(checksum) = &one.checksum {
        made["hashes"] = hashes(checksum);
    }
    // Our own crates are in no registry, so a package URL would lead to somebody else's.
    if !one.is_ours() {
        // `+` stands for a space in a URL.
        made["purl"] = format!("pkg:cargo/{}@{}", package.name, version.replace('+', "%2B")).into();
    }
    made
}

/// What the compilers put into the library: name, version, licence.
fn runtime(target: &Target, compiler: &str) -> Result<Vec<(&'static str, String, Value)>, String> {
    let version = compiler.split(' ').nth(1).ok_or("rustc has no version")?;
    let mut parts = vec![("rust-std", version.to_owned(), json!({"expression": "MIT OR Apache-2.0"}))];
    if target.windows.is_some() {
        let gcc = output(Command::new(target.tool("gcc-posix")).arg("-dumpfullversion"))?;
        let licence = json!({"expression": "GPL-3.0-or-later WITH GCC-exception-3.1"});
        parts.push(("gcc-runtime", gcc.trim().to_owned(), licence));
        let mingw = output(Command::new("dpkg-query").args(["-W", "-f", "${Version}", "mingw-w64-common"]))?;
        let licence = json!({"license": {"name": "see THIRD-PARTY-NOTICES.txt"}});
        parts.push(("mingw-w64-runtime", mingw.trim().to_owned(), licence));
    }
    Ok(parts)
}

fn hashes(digits: &str) -> Value {
    json!([{"alg": "SHA-256", "content": digits}])
}

/// A UUID of the kind whose bits are the maker's own (version 8).
fn serial(text: &str) -> String {
    let digits = sums::sha256(text.as_bytes());
    let [a, b, c, d, e] = [&digits[..8], &digits[8..12], &digits[13..16], &digits[17..20], &digits[20..32]];
    format!("urn:uuid:{a}-{b}-8{c}-8{d}-{e}")
}
