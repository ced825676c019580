//! The zip file of `relay-mock`, apart from the library's since nothing of it goes into a product: the relay to test
//! against with the first programs, and the certification of care software with its guide and adapters to start from.

use std::path::Path;

use super::archive::Archive;
use super::built::Built;
use super::file::below;
use super::release::VERSION;
use super::sbom::Subject;
use super::{notices, sbom, tree};
use crate::place::root;

/// What it says of itself.
const TEXTS: &[(&str, &str)] =
    &[("README.md", include_str!("text/relay/README.md")), ("README.ja.md", include_str!("text/relay/README.ja.md"))];

/// What goes in as it lies in the tree.
const FILES: &[(&str, &str)] = &[
    ("examples/FirstHour.cs", "bindings/csharp/examples/FirstHour.cs"),
    ("examples/FirstHour.csproj", "bindings/csharp/examples/FirstHour.csproj"),
    ("examples/first_hour.cpp", "bindings/cpp/examples/first_hour.cpp"),
    ("examples/first_hour.py", "bindings/python/examples/first_hour.py"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

/// Documents, without their links into the tree.
const DOCUMENTS: &[(&str, &str)] = &[
    ("first-hour/cpp.md", "bindings/cpp/FIRST-HOUR.md"),
    ("first-hour/cpp.ja.md", "bindings/cpp/FIRST-HOUR.ja.md"),
    ("first-hour/csharp.md", "bindings/csharp/FIRST-HOUR.md"),
    ("first-hour/csharp.ja.md", "bindings/csharp/FIRST-HOUR.ja.md"),
    ("first-hour/python.md", "bindings/python/FIRST-HOUR.md"),
    ("first-hour/python.ja.md", "bindings/python/FIRST-HOUR.ja.md"),
];

/// What belongs to certification, where it lies in the tree too, so that the links of the guide lead somewhere.
const CERTIFICATION: &[&str] = &[
    "relay-mock/CERTIFY.md",
    "relay-mock/CERTIFY.ja.md",
    "relay-mock/CONSOLE.md",
    "relay-mock/CONSOLE.ja.md",
    "relay-mock/pictures/console-compare.png",
    "relay-mock/pictures/console-compose.png",
    "relay-mock/pictures/console-connections.png",
    "relay-mock/pictures/console-faults.png",
    "relay-mock/pictures/console-form.png",
    "relay-mock/pictures/console-message.png",
    "relay-mock/pictures/console-offices.png",
    "relay-mock/pictures/console-received.png",
    "relay-mock/pictures/console-rows.png",
    "relay-mock/pictures/console-step.png",
    "relay-mock/pictures/console-verdict.png",
    "relay-mock/pictures/verdict.png",
    "relay-mock/result.schema.json",
    "relay-mock/packs/README.md",
    "relay-mock/faults/README.ja.md",
    "relay-mock/faults/README.md",
    "relay-mock/adapters/README.md",
    // The wrong product of the guide; the others are for our own suites.
    "relay-mock/adapters/wrong/_product.py",
    "relay-mock/adapters/wrong/monthly_daily.py",
];

/// The adapters to start from, below `relay-mock/adapters`.
const ADAPTERS: &[&str] = &["python", "csharp", "vbscript", "cplink"];

/// The standard's tables that the sample in Python reads, below `core/src/spec`: in the archive they lie beside it.
const TABLES: &[&str] = &["202407", "202208/units.toml", "relations.toml"];
const TABLES_INSIDE: &str = "relay-mock/adapters/python/spec";

/// What it is built from.
const PACKAGES: &[&str] = &["relay-mock"];

/// The archive's name without its ending: also the folder inside.
pub(crate) fn name(triple: &str) -> String {
    format!("relay-mock-{VERSION}-{triple}")
}

pub(super) fn write(folder: &Path, built: &Built) -> Result<(), String> {
    let Built { target, library, .. } = built;
    let name = name(target.triple);
    let inside = |file: &str| format!("{name}/{file}");
    let program = target.program("relay-mock");
    let crates = tree::crates(target, PACKAGES)?;
    let mut archive = Archive::default();
    // Not beside the folder `relay-mock`, which has its name on Linux.
    archive.add_program(inside(&format!("bin/{program}")), &library.relay)?;
    for (file, text) in TEXTS {
        let text = text.replace("@VERSION@", VERSION).replace("@TRIPLE@", target.triple);
        archive.add(inside(file), text.replace("@PROGRAM@", &program).replace("@COMPILER@", &library.compiler));
    }
    for (file, source) in FILES {
        archive.add_file(inside(file), &root().join(source))?;
    }
    for (file, source) in DOCUMENTS {
        archive.add_document(inside(file), &root().join(source))?;
    }
    certification(&mut archive, inside)?;
    let (name_of_rust, rust) = notices::rust_library(target)?;
    archive.add(inside(name_of_rust), rust);
    archive.add(inside("THIRD-PARTY-NOTICES.txt"), notices::notices(target, library, &crates)?);
    let sbom = sbom::sbom(&Subject {
        name: "relay-mock",
        kind: "application",
        file: &library.relay,
        packages: PACKAGES,
        target,
        compiler: &library.compiler,
        crates: &crates,
    })?;
    archive.add(inside("sbom.cdx.json"), sbom);
    archive.write(&folder.join(format!("{name}.zip")))
}

fn certification(archive: &mut Archive, inside: impl Fn(&str) -> String) -> Result<(), String> {
    for file in CERTIFICATION {
        archive.add_file(inside(file), &root().join(file))?;
    }
    for adapter in ADAPTERS.iter().map(|adapter| format!("relay-mock/adapters/{adapter}")) {
        add_below(archive, &inside(&adapter), &root().join(&adapter))?;
    }
    for table in TABLES {
        let (to, from) = (inside(&format!("{TABLES_INSIDE}/{table}")), root().join("core/src/spec").join(table));
        if from.is_dir() { add_below(archive, &to, &from)? } else { archive.add_file(to, &from)? }
    }
    Ok(())
}

/// All files of a folder, but for what Python leaves in one that it has run in.
fn add_below(archive: &mut Archive, to: &str, folder: &Path) -> Result<(), String> {
    for file in below(folder)?.iter().filter(|file| !file.contains("__pycache__")) {
        archive.add_file(format!("{to}/{file}"), &folder.join(file))?;
    }
    Ok(())
}
