//! The archive of `relay-mock`: what is in it, and the own commands of the guide to certification, typed in it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use super::outside::{NATIVE, Outside};
use super::{files, parts};
use crate::package::file::below;
use crate::package::library;
use crate::test::count::{self, Count};

/// What a vendor finds in every one of them.
const PACKAGE: &[&str] = &[
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.ja.md",
    "README.md",
    "THIRD-PARTY-NOTICES.txt",
    "examples/FirstHour.cs",
    "examples/FirstHour.csproj",
    "examples/first_hour.cpp",
    "examples/first_hour.py",
    "first-hour/cpp.ja.md",
    "first-hour/cpp.md",
    "first-hour/csharp.ja.md",
    "first-hour/csharp.md",
    "first-hour/python.ja.md",
    "first-hour/python.md",
    "relay-mock/CERTIFY.ja.md",
    "relay-mock/CERTIFY.md",
    "relay-mock/CONSOLE.ja.md",
    "relay-mock/CONSOLE.md",
    "relay-mock/adapters/README.md",
    "relay-mock/adapters/cplink/command/product.py",
    "relay-mock/adapters/cplink/cpp/product.cpp",
    "relay-mock/adapters/cplink/csharp/Product.cs",
    "relay-mock/adapters/cplink/python/product.py",
    "relay-mock/adapters/csharp/Adapter.cs",
    "relay-mock/adapters/csharp/ISoftware.cs",
    "relay-mock/adapters/csharp/Json.cs",
    "relay-mock/adapters/csharp/Stub.cs",
    "relay-mock/adapters/python/adapter.py",
    "relay-mock/adapters/python/software.py",
    "relay-mock/adapters/vbscript/adapter.vbs",
    "relay-mock/adapters/vbscript/json.vbs",
    "relay-mock/adapters/vbscript/software.vbs",
    "relay-mock/adapters/wrong/_product.py",
    "relay-mock/adapters/wrong/monthly_daily.py",
    "relay-mock/faults/README.ja.md",
    "relay-mock/faults/README.md",
    "relay-mock/packs/README.md",
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
    "sbom.cdx.json",
];

/// Where the tables are that the sample in Python reads.
const TABLES: &str = "relay-mock/adapters/python/spec/";

pub(super) fn check(outside: &Outside, count: &mut Count) -> Result<(), String> {
    let package = &outside.relay;
    contents(package, &["COPYRIGHT-rust-library.html", "bin/relay-mock"], count)?;
    files::no_paths(&package.join("bin/relay-mock"), count)?;
    parts::check(package, NATIVE, library::compiled_relay(NATIVE)?, count)?;
    let guide = package.join("relay-mock/CERTIFY.ja.md");
    let guide = std::fs::read_to_string(&guide).map_err(|error| format!("{}: {error}", guide.display()))?;
    let commands: Vec<&str> = guide.lines().filter(|line| line.starts_with("relay-mock certify ")).collect();
    // From the cases through the sample to its bundle, each line as it is typed there.
    let typed = |part: &str| commands.iter().copied().find(|line| line.contains(part));
    for (part, exit) in [
        ("certify list", 0),
        ("--out sample", 0),
        ("--out try", 1),
        ("--bundle sample.asice", 0),
        ("certify verify sample.asice", 0),
    ] {
        let line = typed(part).ok_or_else(|| format!("the guide has no {part}"))?;
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("PATH=\"$PWD/bin:$PATH\"; {line}")]).current_dir(package);
        let status = shell.status().map_err(|error| format!("{line}: {error}"))?;
        count::check(&format!("{line}: exit {exit}"), status.code() == Some(exit), count);
    }
    Ok(())
}

/// An unpacked zip file holds what all do, and what only its platform has.
pub(in crate::test) fn contents(package: &Path, platform: &[&str], count: &mut Count) -> Result<(), String> {
    let (tables, inside): (BTreeSet<String>, BTreeSet<String>) =
        below(package)?.into_iter().partition(|file| file.starts_with(TABLES));
    let expected: BTreeSet<String> = PACKAGE.iter().chain(platform).map(|&name| name.to_owned()).collect();
    if inside != expected {
        println!("{:?}", inside.symmetric_difference(&expected).collect::<Vec<_>>());
    }
    count::check("the archive of relay-mock holds what it should", inside == expected, count);
    count::check("and the standard's tables", tables.len() > 15, count);
    Ok(())
}
