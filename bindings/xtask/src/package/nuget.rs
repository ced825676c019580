//! The NuGet package: one assembly, a native library for each target, and the `.targets` of .NET Framework.

use std::fmt::Write as _;
use std::path::Path;

use super::archive::Archive;
use super::built::Built;
use super::file::read_text;
use super::release::VERSION;
use super::target::TARGETS;
use super::{csharp, sums};
use crate::place::root;

/// Where the parts lie that are no code.
const FOLDER: &str = "bindings/csharp/nuget";

/// The name of the package with the libraries of all targets, and what it is named where some are missing:
/// nobody shall take that one for the whole.
pub(crate) fn version(runtimes: &[&str]) -> String {
    if runtimes.len() == TARGETS.len() { VERSION.to_owned() } else { format!("{VERSION}-{}", runtimes.join("-")) }
}

pub(super) fn write(folder: &Path, built: &[Built]) -> Result<(), String> {
    let runtimes: Vec<&str> = built.iter().map(|one| one.target.runtime).collect();
    let version = version(&runtimes);
    let assembly = csharp::build()?;
    let nuspec =
        part("CarePlanLink.nuspec")?.replace("@VERSION@", &version).replace("@RUNTIMES@", &runtimes.join(", "));
    let mut archive = Archive::default();
    for name in ["CarePlanLink.dll", "CarePlanLink.xml"] {
        archive.add_file(format!("lib/netstandard2.0/{name}"), &assembly.join(name))?;
    }
    for one in built {
        let runtime = one.target.runtime;
        archive.add_file(format!("runtimes/{runtime}/native/{}", one.target.shared()), &one.library.shared)?;
        archive.add(format!("licences/{runtime}/THIRD-PARTY-NOTICES.txt"), one.notices.clone());
    }
    // Programs of .NET Framework run on Windows only; .NET finds its library under `runtimes` by itself.
    if built.iter().filter(|one| one.target.windows.is_some()).count() == 2 {
        let targets = part("CarePlanLink.targets")?;
        archive.add("build/net461/CarePlanLink.targets", targets.clone());
        archive.add("buildTransitive/net461/CarePlanLink.targets", targets);
    }
    for name in ["README.md", "README.ja.md"] {
        archive.add(name, part(name)?);
    }
    for name in ["FIRST-HOUR.md", "FIRST-HOUR.ja.md"] {
        archive.add_document(name, &root().join("bindings/csharp").join(name))?;
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        archive.add_file(format!("licences/{name}"), &root().join(name))?;
    }
    let core = "package/services/metadata/core-properties/properties.psmdcp";
    archive.add(core, core_properties(&version));
    archive.add("_rels/.rels", relations(core));
    archive.add("[Content_Types].xml", content_types());
    archive.add("CarePlanLink.nuspec", nuspec);
    archive.write(&folder.join(format!("CarePlanLink.{version}.nupkg")))
}

fn part(name: &str) -> Result<String, String> {
    read_text(&root().join(FOLDER).join(name))
}

/// Which parts of the package say what it is; an identifier is any word that is used once.
fn relations(core: &str) -> String {
    let mut relations = String::new();
    for (kind, target) in [
        ("http://schemas.microsoft.com/packaging/2010/07/manifest", "/CarePlanLink.nuspec"),
        ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", &format!("/{core}")),
    ] {
        let id = &sums::sha256(target.as_bytes())[..16];
        let _ = writeln!(relations, "  <Relationship Type=\"{kind}\" Target=\"{target}\" Id=\"R{id}\" />");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Relationships \
         xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\n{relations}</Relationships>\n"
    )
}

fn core_properties(version: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<coreProperties \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\">\n  \
         <dc:creator>The CarePlanLink authors</dc:creator>\n  <dc:identifier>CarePlanLink</dc:identifier>\n  \
         <version>{version}</version>\n</coreProperties>\n"
    )
}

/// Every ending in the package needs a type.
fn content_types() -> String {
    let mut types = String::new();
    for (ending, kind) in [
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("psmdcp", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("nuspec", "application/octet"),
        ("dll", "application/octet"),
        ("so", "application/octet"),
        ("xml", "application/octet"),
        ("targets", "application/octet"),
        ("txt", "application/octet"),
        ("md", "application/octet"),
    ] {
        let _ = writeln!(types, "  <Default Extension=\"{ending}\" ContentType=\"{kind}\" />");
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let _ = writeln!(types, "  <Override PartName=\"/licences/{name}\" ContentType=\"text/plain\" />");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Types \
         xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\n{types}</Types>\n"
    )
}
