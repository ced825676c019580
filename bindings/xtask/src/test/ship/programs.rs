//! Programs in C, C++, C# and Python that have the archives and nothing else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::outside::{Outside, SOUND_UNIT, relay_mock};
use crate::package::release;
use crate::package::target::LINUX_LIBRARIES;
use crate::place::root;
use crate::test::count::{Count, check, program, step};
use crate::test::cpp::headers_alone;
use crate::test::first_hour;
use crate::test::library::native;
use crate::test::world::{Relay, World};
use crate::toolchain::command::{must, output};
use crate::toolchain::install::{Tool, install};
use crate::toolchain::mono::{LANGUAGE, MONO};
use crate::toolchain::venv::{pip, venv};

/// What evaluates a `.targets` file here.
pub(super) const XBUILD: &[Tool] = &[("xbuild", &["mono-xbuild"])];

pub(super) fn run(outside: &Outside, world: &World, count: &mut Count) -> Result<(), String> {
    let relay = |name: &str| world.relay(&format!("{name}.d"));
    c(outside, &relay("c")?, &relay("c-static")?, count)?;
    cpp(outside, &relay("cpp")?, count)?;
    cmake(outside, relay, count)?;
    csharp(outside, [&relay("csharp")?, &relay("csharp-archive")?], count)?;
    targets(outside, count)?;
    cplink(outside, count)?;
    python(outside, count)?;
    for (page, name) in [(first_hour::CPP, "cpp"), (first_hour::CSHARP, "csharp"), (first_hour::PYTHON, "python")] {
        first_hour::from_archives(page, &outside.folder.join("first-hour").join(name), count)?;
    }
    Ok(())
}

/// A source file of the tree, copied to where the tree is not.
fn copied(outside: &Outside, source: &str) -> Result<PathBuf, String> {
    let from = root().join(source);
    let to = outside.folder.join(from.file_name().unwrap_or_default());
    fs::copy(&from, &to).map_err(|error| format!("{}: {error}", from.display()))?;
    Ok(to)
}

/// A compiler with the headers and the library of the archive.
fn compiler(name: &str, outside: &Outside) -> Command {
    let mut command = Command::new(name);
    command.args(["-Wall", "-Wextra", "-Werror", "-O2", "-pthread"]);
    command.arg("-I").arg(outside.package.join("include"));
    command
}

fn c(outside: &Outside, shared: &Relay, fixed: &Relay, count: &mut Count) -> Result<(), String> {
    let source = copied(outside, "ffi/tests/month.c")?;
    copied(outside, "ffi/tests/harness.h")?;
    let lib = outside.package.join("lib");
    let made = outside.folder.join("month");
    let mut gcc = compiler("gcc", outside);
    gcc.arg("-std=c11").arg(&source).arg("-o").arg(&made).arg("-L").arg(&lib).arg("-lcplink1");
    must(gcc.arg(format!("-Wl,-rpath,{}", lib.display())).args(LINUX_LIBRARIES))?;
    program("month, C", shared.tell(&mut native(&made)), count)?;

    let made = outside.folder.join("month-static");
    let mut gcc = compiler("gcc", outside);
    gcc.arg("-std=c11").arg(&source).arg("-o").arg(&made).arg(lib.join("libcplink1.a"));
    must(gcc.args(LINUX_LIBRARIES))?;
    program("month, C with the static library", fixed.tell(&mut native(&made)), count)
}

fn cpp(outside: &Outside, relay: &Relay, count: &mut Count) -> Result<(), String> {
    let made = outside.folder.join("care_software");
    let mut gxx = compiler("g++", outside);
    gxx.arg("-std=c++14").arg(outside.package.join("examples/care_software.cpp")).arg("-o").arg(&made);
    let lib = outside.package.join("lib");
    gxx.arg("-L").arg(&lib).arg("-lcplink1").arg(format!("-Wl,-rpath,{}", lib.display()));
    must(&mut gxx)?;
    step("care_software, C++", native(&made).args(relay.arguments()), count)?;
    headers_alone(&outside.package.join("include"), &[], count)
}

/// The archive's own CMake project.
fn cmake(outside: &Outside, relay: impl Fn(&str) -> Result<Relay, String>, count: &mut Count) -> Result<(), String> {
    let build = outside.folder.join("cmake");
    let mut configure = Command::new("cmake");
    configure.arg("-S").arg(outside.package.join("cmake/prebuilt")).arg("-B").arg(&build);
    configure.arg(format!("-DCMAKE_PREFIX_PATH={}", outside.package.display()));
    step("find_package(cplink)", &mut configure, count)?;
    step("the project builds", Command::new("cmake").arg("--build").arg(&build), count)?;
    check(
        "first_hour, CMake",
        ["first_hour", "first_hour_static"].iter().all(|name| build.join(name).is_file()),
        count,
    );
    for name in ["care_software", "care_software_static", "rows_and_evidence", "rows_and_evidence_static"] {
        let relay = relay(&format!("cmake-{name}"))?;
        step(&format!("{name}, CMake"), native(&build.join(name)).args(relay.arguments()), count)?;
    }
    utf8(outside, count)?;
    // A version that is not there is not found.
    let project = outside.folder.join("newer");
    fs::create_dir_all(&project).map_err(|error| error.to_string())?;
    let text = "cmake_minimum_required(VERSION 3.16)\nproject(newer CXX)\nfind_package(cplink 0.99 CONFIG REQUIRED)\n";
    fs::write(project.join("CMakeLists.txt"), text).map_err(|error| error.to_string())?;
    let mut newer = Command::new("cmake");
    newer.arg("-S").arg(&project).arg("-B").arg(outside.folder.join("newer-build"));
    newer.arg(format!("-DCMAKE_PREFIX_PATH={}", outside.package.display()));
    let output = newer.output().map_err(|error| format!("cmake: {error}"))?;
    let told = String::from_utf8_lossy(&output.stderr).contains("requested version \"0.99\"");
    check("a version that is not there is not found", !output.status.success() && told, count);
    Ok(())
}

/// What links the package is compiled as UTF-8 by Visual C++, unless it says that it is not: asked of CMake with the
/// variable that it sets for that compiler.
fn utf8(outside: &Outside, count: &mut Count) -> Result<(), String> {
    let project = outside.folder.join("msvc");
    fs::create_dir_all(&project).map_err(|error| error.to_string())?;
    let text = "cmake_minimum_required(VERSION 3.16)\nproject(msvc NONE)\nset(MSVC 1)\n\
                find_package(cplink CONFIG REQUIRED)\n\
                get_target_property(options cplink::cplink INTERFACE_COMPILE_OPTIONS)\n\
                message(STATUS \"options: ${options}\")\n";
    fs::write(project.join("CMakeLists.txt"), text).map_err(|error| error.to_string())?;
    for (keeps, expected) in
        [("OFF", "options: $<$<COMPILE_LANGUAGE:C,CXX>:/utf-8>"), ("ON", "options: options-NOTFOUND")]
    {
        let mut command = Command::new("cmake");
        command.arg("-S").arg(&project).arg("-B").arg(outside.folder.join(format!("msvc-{keeps}")));
        command.arg(format!("-DCMAKE_PREFIX_PATH={}", outside.package.display()));
        let said = output(command.arg(format!("-DCPLINK_KEEP_CODE_PAGE={keeps}")))?;
        check(&format!("CPLINK_KEEP_CODE_PAGE={keeps}: {expected}"), said.contains(expected), count);
    }
    Ok(())
}

/// The example and a program with the rest, with the package's assembly, and the library where .NET would put it.
fn csharp(outside: &Outside, relays: [&Relay; 2], count: &mut Count) -> Result<(), String> {
    install(MONO)?;
    let folder = outside.folder.join("csharp");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for name in ["lib/netstandard2.0/CarePlanLink.dll", "runtimes/linux-x64/native/libcplink1.so"] {
        let from = outside.nuget.join(name);
        fs::copy(&from, folder.join(from.file_name().unwrap_or_default()))
            .map_err(|error| format!("{}: {error}", from.display()))?;
    }
    let source = copied(outside, "bindings/csharp/examples/CareSoftware.cs")?;
    let example = folder.join("CareSoftware.exe");
    let reference = format!("-reference:{}", folder.join("CarePlanLink.dll").display());
    let mcs = |source: &Path, out: &Path| {
        let mut command = Command::new("mcs");
        command.args([LANGUAGE, "-warnaserror"]).arg(&reference).arg(source);
        command.arg(format!("-out:{}", out.display()));
        command
    };
    must(&mut mcs(&source, &example))?;
    let (tests, archive) = (copied(outside, "bindings/csharp/tests/Archive.cs")?, folder.join("Archive.exe"));
    must(mcs(&tests, &archive).arg(copied(outside, "bindings/csharp/tests/Harness.cs")?))?;
    let mono = |program: &Path| {
        let mut command = native(Path::new("mono"));
        command.arg(program).env("LC_ALL", "C.UTF-8").env("LD_LIBRARY_PATH", &folder);
        command
    };
    step("CareSoftware, C#", mono(&example).args(relays[0].arguments()), count)?;
    program("typed rows, reading, evidence and errors, C#", relays[1].tell(&mut mono(&archive)), count)?;

    // Names that .NET Framework has and that .NET forwards to its own: nothing of Mono's.
    let source = outside.folder.join("References.cs");
    let text = "class References { static void Main() { foreach (var name in \
                typeof(CarePlanLink.Client).Assembly.GetReferencedAssemblies()) System.Console.WriteLine(name.Name); } }";
    fs::write(&source, text).map_err(|error| error.to_string())?;
    let program = folder.join("References.exe");
    must(&mut mcs(&source, &program))?;
    let names = output(&mut mono(&program))?;
    println!("CarePlanLink.dll refers to {}", names.lines().collect::<Vec<_>>().join(" "));
    let known = |name: &str| matches!(name, "mscorlib" | "System" | "System.Core" | "netstandard");
    check("the assembly refers to what every framework has", !names.is_empty() && names.lines().all(known), count);
    Ok(())
}

/// A program of .NET Framework for any CPU gets both libraries: the `.targets` evaluated by xbuild, in a
/// package whose Windows libraries are stand-ins unless they are there.
fn targets(outside: &Outside, count: &mut Count) -> Result<(), String> {
    install(XBUILD)?;
    let folder = outside.folder.join("framework");
    let package = folder.join("packages/CarePlanLink");
    let write = |path: PathBuf, text: &str| {
        let parent = path.parent().unwrap_or(&path).to_path_buf();
        let written = fs::create_dir_all(&parent).and_then(|()| fs::write(&path, text));
        written.map_err(|error| format!("{}: {error}", path.display()))
    };
    let text = fs::read_to_string(root().join("bindings/csharp/nuget/CarePlanLink.targets"));
    write(package.join("build/net461/CarePlanLink.targets"), &text.map_err(|error| error.to_string())?)?;
    for runtime in ["win-x64", "win-x86"] {
        write(package.join(format!("runtimes/{runtime}/native/cplink1.dll")), runtime)?;
    }
    write(folder.join("Program.cs"), "static class Program { static void Main() { } }\n")?;
    write(
        folder.join("Program.csproj"),
        "<Project ToolsVersion=\"4.0\" DefaultTargets=\"Build\" \
         xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\">\n<PropertyGroup><OutputType>Exe</OutputType>\
         <AssemblyName>Program</AssemblyName><OutputPath>out\\</OutputPath><Platform>AnyCPU</Platform>\
         <FrameworkPathOverride>/usr/lib/mono/4.5</FrameworkPathOverride>\
         <NoCompilerStandardLib>false</NoCompilerStandardLib></PropertyGroup>\n<ItemGroup>\
         <Compile Include=\"Program.cs\" /></ItemGroup>\n\
         <Import Project=\"$(MSBuildToolsPath)\\Microsoft.CSharp.targets\" />\n\
         <Import Project=\"packages\\CarePlanLink\\build\\net461\\CarePlanLink.targets\" />\n</Project>\n",
    )?;
    let mut xbuild = Command::new("xbuild");
    step("a project with the .targets builds", xbuild.arg("/nologo").arg(folder.join("Program.csproj")), count)?;
    for (place, runtime) in [("x64", "win-x64"), ("x86", "win-x86")] {
        let copied = fs::read_to_string(folder.join("out").join(place).join("cplink1.dll"));
        check(&format!("{place}/cplink1.dll lies beside the program"), copied.is_ok_and(|text| text == runtime), count);
    }
    Ok(())
}

/// The command says its version and finds the fixture sound.
fn cplink(outside: &Outside, count: &mut Count) -> Result<(), String> {
    let program = outside.package.join("bin/cplink");
    let said = output(native(&program).arg("--version"))?;
    check("cplink --version", said.trim() == format!("cplink {}", release::VERSION), count);
    step("cplink check", native(&program).arg("check").arg(root().join(SOUND_UNIT)), count)
}

/// The wheel, in an environment of its own.
fn python(outside: &Outside, count: &mut Count) -> Result<(), String> {
    let venv = venv(&outside.folder.join("venv"))?;
    let entries = fs::read_dir(release::folder()).map_err(|error| error.to_string())?;
    let wheels: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    let wheel = wheels.iter().find(|path| path.extension().is_some_and(|ending| ending == "whl"));
    let wheel = wheel.ok_or("there is no wheel")?;
    let name = wheel.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    step(&format!("pip install {name}"), pip(&venv, "install", &["--no-index"]).arg(wheel), count)?;
    must(&mut pip(&venv, "install", &["auditwheel==6.8.2"]))?;
    let mut audit = Command::new(venv.join("bin/auditwheel"));
    let said = output(audit.arg("show").arg(wheel))?;
    println!("{said}");
    let platform = name.trim_end_matches(".whl").rsplit('-').next().unwrap_or_default();
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    check("auditwheel grants the wheel its platform", flat.contains(&format!("platform tag: \"{platform}\"")), count);
    let source = copied(outside, "bindings/python/examples/care_software.py")?;
    let mut example = Command::new(venv.join("bin/python"));
    example.arg(source).env("RELAY_MOCK", relay_mock()).env_remove("LD_LIBRARY_PATH").env_remove("PYTHONPATH");
    step("care_software, Python", &mut example, count)
}
