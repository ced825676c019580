//! The C# assembly, with the dotnet SDK where it is there, else with Mono's compiler.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::file::{shown, work_folder};
use super::release::VERSION;
use crate::toolchain::command::must;
use crate::toolchain::install::{install, is_on_path};
use crate::toolchain::mono::{BINDING, MONO, sources};

/// The folder with `CarePlanLink.dll` and its documentation `CarePlanLink.xml`.
pub(super) fn build() -> Result<PathBuf, String> {
    let folder = work_folder("csharp")?;
    if is_on_path("dotnet") {
        let mut project = Command::new("dotnet");
        project.args(["build", "bindings/csharp/CarePlanLink", "--configuration", "Release", "--output"]);
        must(project.arg(&folder))?;
        return Ok(folder);
    }
    println!("there is no dotnet: the assembly is compiled with Mono's mcs");
    install(MONO)?;
    let information = information(&folder)?;
    let mut mcs = Command::new("mcs");
    mcs.args(BINDING).args(sources()?).arg(information);
    mcs.arg(format!("-doc:{}", folder.join("CarePlanLink.xml").display()));
    must(mcs.arg(format!("-out:{}", folder.join("CarePlanLink.dll").display())))?;
    Ok(folder)
}

/// What the project file tells the SDK's compiler.
fn information(folder: &Path) -> Result<PathBuf, String> {
    let path = folder.join("AssemblyInfo.cs");
    let text = format!(
        "using System.Reflection;\n\n[assembly: AssemblyTitle(\"CarePlanLink\")]\n[assembly: \
         AssemblyVersion(\"{VERSION}.0\")]\n[assembly: AssemblyFileVersion(\"{VERSION}.0\")]\n[assembly: \
         AssemblyInformationalVersion(\"{VERSION}\")]\n"
    );
    fs::write(&path, text).map_err(|error| shown(&path, &error))?;
    Ok(path)
}
