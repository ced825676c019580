//! Typed rows in C and plain Python and C#, without the native library.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::count::{Count, step};
use crate::place::{root, target_folder};
use crate::toolchain::mono::LANGUAGE;

/// Python checks its rows over all fixtures and writes their cells down for C#, which has no CP932
/// codec everywhere.
pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    let folder = target_folder().join("rows");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let (cells, program) = (folder.join("cells.tsv"), folder.join("rows.exe"));
    for old in [&cells, &program] {
        // What a run before left must not pass for this one's.
        let _ = fs::remove_file(old);
    }
    checks(
        Command::new("python3").arg(root().join("bindings/python/tests/rows_check.py")).arg("--cells").arg(&cells),
        &mut count,
    )?;
    step("csharp rows compile", &mut library(&folder)?, &mut count)?;
    step("csharp rows program compiles", &mut compile(&program)?, &mut count)?;
    if program.exists() {
        checks(
            Command::new("mono").arg(&program).arg(root().join("spec-fixtures/values.tsv")).arg(&cells),
            &mut count,
        )?;
    }
    let source = folder.join("fields.c");
    fs::write(&source, "#include \"cplink_fields.h\"\nint upplan = CPL_KIND_UPPLAN + CPL_UPPLAN_SERVICE_DATE;\n")
        .map_err(|error| format!("{}: {error}", source.display()))?;
    for (compiler, language, standard) in [("cc", "c", "c90"), ("cc", "c", "c99"), ("c++", "c++", "c++14")] {
        let mut command = Command::new(compiler);
        command.args(["-x", language, &format!("-std={standard}"), "-Wall", "-Wextra", "-Werror", "-pedantic"]);
        command.arg("-fsyntax-only").arg("-I").arg(root().join("ffi/include")).arg(&source);
        step(&format!("field numbers in {standard}"), &mut command, &mut count)?;
    }
    Ok(count)
}

/// Runs a program that says `ok` or `FAILED` a line, and counts the lines.
fn checks(command: &mut Command, count: &mut Count) -> Result<(), String> {
    let shown = format!("{command:?}");
    let output =
        command.current_dir(root()).stderr(Stdio::inherit()).output().map_err(|error| format!("{shown}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    print!("{text}");
    let lines = |word: &str| text.lines().filter(|line| line.starts_with(word)).count() as u64;
    let (passed, failed) = (lines("ok "), lines("FAILED "));
    count.passed += passed;
    // One that died has said nothing of it.
    let died = u64::from(passed == 0 || !output.status.success());
    let said: Vec<String> = text.lines().filter(|line| line.starts_with("FAILED ")).map(str::to_owned).collect();
    count.fail(if failed == 0 { died } else { failed }, &shown, &said);
    Ok(())
}

/// As C# 7 without a warning, missing or broken comments included. C# 7.3 is what the package is
/// written in; 7.2 is the last that Mono's compiler knows by number.
fn library(folder: &Path) -> Result<Command, String> {
    let mut command = mcs(&folder.join("rows.dll"))?;
    command.arg("-target:library").arg(format!("-doc:{}", folder.join("rows.xml").display()));
    Ok(command)
}

/// The check's program with the sources in it, so that it sees what is internal.
fn compile(program: &Path) -> Result<Command, String> {
    let mut command = mcs(program)?;
    command.arg(root().join("bindings/csharp/RowsTest/Program.cs"));
    Ok(command)
}

fn mcs(out: &Path) -> Result<Command, String> {
    let csharp = root().join("bindings/csharp/CarePlanLink");
    let mut command = Command::new("mcs");
    command.args([LANGUAGE, "-warnaserror", "-nowarn:436", "-nologo"]).arg(format!("-out:{}", out.display()));
    command.args(sources(&csharp.join("Rows"))?).arg(csharp.join("Rows.g.cs")).arg(csharp.join("Nullness.cs"));
    Ok(command)
}

fn sources(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.sort();
    Ok(files)
}
