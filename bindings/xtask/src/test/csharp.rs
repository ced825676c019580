//! The C# binding and its example, under Mono and .NET 8; the project itself where the dotnet SDK is there.

use std::path::Path;
use std::process::Command;

use super::certified::{certified, certified_in};
use super::count::{Count, check, program, step};
use super::first_hour;
use super::library::{Library, build, native};
use super::mailbox::{self, Host};
use super::readme::programs;
use super::scratch::scratch;
use super::world::World;
use crate::place::debug_folder;
use crate::toolchain::dotnet::{DotNet, System};
use crate::toolchain::install::{install, is_on_path, packages};
use crate::toolchain::mono::{JSON, LANGUAGE, MONO, binding, compile, out};

/// Installs Mono and .NET.
pub(super) fn install_ahead() -> Result<(), String> {
    install(MONO)?;
    packages(JSON)?;
    DotNet::new(System::Linux).map(|_| ())
}

pub(super) fn run() -> Result<Count, String> {
    let mut count = Count::default();
    let dir = scratch("csharp")?;
    if is_on_path("dotnet") {
        let mut project = Command::new("dotnet");
        project.args(["build", "bindings/csharp/CarePlanLink", "--configuration", "Release", "--output"]);
        step("the project builds with dotnet", project.arg(dir.join("dotnet")), &mut count)?;
    }
    let hooked = build(&dir.join("hooked"), &["cplink-ffi/test-hooks"])?;
    let library = build(&dir, &[])?;
    assemblies(&dir)?;
    let world = World::new(&dir)?;
    let relay = world.relay("values.d")?;
    program("values", relay.tell(&mut mono(&library, "Values.exe")), &mut count)?;
    let relay = world.relay("archive.d")?;
    program("archive", relay.tell(&mut mono(&library, "Archive.exe")), &mut count)?;
    let relay = world.relay("forms.d")?;
    program("forms", relay.tell(&mut mono(&library, "Forms.exe")), &mut count)?;
    let relay = world.relay("tests.d")?;
    program("tests", relay.tell(&mut mono(&library, "Tests.exe")), &mut count)?;

    compile(&dir, &["bindings/csharp/tests/Versions.cs"], "Versions.exe")?;
    program("versions", &mut mono(&library, "Versions.exe"), &mut count)?;
    let surface = ["Surface.cs", "Reach.g.cs", "Harness.cs"].map(|name| format!("bindings/csharp/tests/{name}"));
    compile(&dir, &surface.each_ref().map(String::as_str), "Surface.exe")?;
    program("surface", &mut mono(&library, "Surface.exe"), &mut count)?;

    let host = ["Certified.cs", "Harness.cs"].map(|name| format!("bindings/csharp/tests/{name}"));
    compile(&dir, &host.each_ref().map(String::as_str), "Certified.exe")?;
    let mut host = mono(&library, "Certified.exe");
    host.env("CPL_TEST_RELAY_MOCK", debug_folder().join("relay-mock")).env("CPL_TEST_DIR", dir.join("certified-relay"));
    program("certified over the relay", &mut host, &mut count)?;

    let misuse = hooked.0.join("Misuse.exe");
    for name in ["Misuse.exe", "CarePlanLink.dll"] {
        std::fs::copy(dir.join(name), hooked.0.join(name)).map_err(|error| format!("{name}: {error}"))?;
    }
    let relay = world.relay("misuse.d")?;
    program("misuse", relay.tell(&mut mono(&hooked, "Misuse.exe")), &mut count)?;

    let relay = world.relay("example.d")?;
    step("CareSoftware", mono(&library, "CareSoftware.exe").args(relay.arguments()), &mut count)?;

    let dotnet = DotNet::new(System::Linux)?;
    let net = |program: &Path| {
        let mut command = native(dotnet.program());
        command.args(dotnet.arguments(program));
        command
    };
    let relay = world.relay("tests-net.d")?;
    program("tests, .NET 8", relay.tell(&mut net(&dir.join("Tests.exe"))), &mut count)?;
    let relay = world.relay("values-net.d")?;
    program("values, .NET 8", relay.tell(&mut net(&dir.join("Values.exe"))), &mut count)?;
    let relay = world.relay("forms-net.d")?;
    program("forms, .NET 8", relay.tell(&mut net(&dir.join("Forms.exe"))), &mut count)?;
    program("surface, .NET 8", &mut net(&dir.join("Surface.exe")), &mut count)?;
    let relay = world.relay("misuse-net.d")?;
    program("misuse, .NET 8", relay.tell(&mut net(&misuse)), &mut count)?;
    let relay = world.relay("example-net.d")?;
    step("CareSoftware, .NET 8", net(&dir.join("CareSoftware.exe")).args(relay.arguments()), &mut count)?;

    mailbox_host(&library, |host| mailbox::short(&world, host, &mut count))?;

    products(&dir)?;
    certified("C#, Mono", &mono(&library, "Product.exe"), &dir.join("certified"), &mut count)?;
    let product = net(&dir.join("Product.exe"));
    certified("C#, .NET 8", &product, &dir.join("certified-net"), &mut count)?;
    for (name, stub) in [("Mono", mono(&library, "Stub.exe")), (".NET 8", net(&dir.join("Stub.exe")))] {
        certified_in(&format!("the sample adapter, {name}"), SAMPLE_CASE, &stub, &dir.join("sample"), &mut count)?;
    }

    for source in programs("csharp", "cs", &dir)? {
        let mut command = Command::new("mcs");
        command.args([LANGUAGE, "-warnaserror", "-target:library"]).arg(&source);
        command.arg(format!("-reference:{}", dir.join("CarePlanLink.dll").display()));
        let name = format!("{} compiles", source.display());
        step(&name, out(&mut command, &source.with_extension("dll")), &mut count)?;
    }
    missing_library(&dir, &mut count)?;
    let page = first_hour::CSHARP;
    first_hour::from_source(page, &dir.join("first-hour"), str::to_owned, &mut count)?;
    first_hour::from_source(page, &dir.join("first-hour-net"), |line| on_dotnet(line, &dotnet), &mut count)?;
    Ok(count)
}

/// A command of Mono as one of .NET 8.
fn on_dotnet(line: &str, dotnet: &DotNet) -> String {
    let Some((program, arguments)) = line.strip_prefix("mono ").and_then(|rest| rest.split_once(' ')) else {
        return line.to_owned();
    };
    let words = dotnet.arguments(Path::new(program)).into_iter().map(|word| format!("'{}'", word.display()));
    format!("'{}' {} {arguments}", dotnet.program().display(), words.collect::<Vec<_>>().join(" "))
}

/// The binding, its tests and its example, compiled into this folder with Mono's compiler.
pub(crate) fn assemblies(dir: &Path) -> Result<(), String> {
    install(MONO)?;
    binding(&dir.join("CarePlanLink.dll"))?;
    let harness = "bindings/csharp/tests/Harness.cs";
    for name in ["Tests", "Values", "Archive", "Forms", "Misuse"] {
        compile(dir, &[&format!("bindings/csharp/tests/{name}.cs"), harness], &format!("{name}.exe"))?;
    }
    compile(dir, &["bindings/csharp/examples/CareSoftware.cs"], "CareSoftware.exe")?;
    compile(dir, &["bindings/csharp/examples/Mailbox.cs"], "MailboxHost.exe")
}

/// The host with a mailbox, under Mono.
pub(crate) fn mailbox_host(library: &Library, run: impl FnOnce(&Host<'_>) -> Result<(), String>) -> Result<(), String> {
    run(&Host { name: "csharp", life: 700, start: &|| mono(library, "MailboxHost.exe"), read: &mailbox::plain })
}

/// The case that the stub of the sample adapter can do.
const SAMPLE_CASE: &str = "D5-01";

/// The care software on the assembly, and the sample adapter, which has nothing of ours.
fn products(dir: &Path) -> Result<(), String> {
    packages(JSON)?;
    let glue =
        ["Adapter.cs", "ISoftware.cs", "Json.cs", "Stub.cs"].map(|name| format!("relay-mock/adapters/csharp/{name}"));
    let own = "relay-mock/adapters/cplink/csharp/Product.cs".to_owned();
    let json = ["System.Runtime.Serialization.dll", "System.Xml.dll", "System.Xml.Linq.dll"];
    let [adapter, software, reader, stub] = &glue;
    for (program, last) in [("Stub.exe", stub), ("Product.exe", &own)] {
        let sources = [adapter, software, reader, last];
        let mut sources: Vec<&str> = sources.iter().map(|source| source.as_str()).collect();
        let references = json.map(|name| format!("-reference:{name}"));
        sources.extend(references.iter().map(String::as_str));
        compile(dir, &sources, program)?;
    }
    Ok(())
}

/// Without the native library the message says what is missing.
fn missing_library(dir: &Path, count: &mut Count) -> Result<(), String> {
    let alone = dir.join("alone");
    std::fs::create_dir_all(&alone).map_err(|error| error.to_string())?;
    for name in ["Tests.exe", "CarePlanLink.dll"] {
        std::fs::copy(dir.join(name), alone.join(name)).map_err(|error| error.to_string())?;
    }
    let mut command = native(Path::new("mono"));
    let output = command.arg(alone.join("Tests.exe")).current_dir(&alone).output();
    let output = output.map_err(|error| format!("mono: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    check("a missing library is named", said.contains("CarePlanLink: the native library cplink1"), count);
    Ok(())
}

fn mono(library: &Library, program: &str) -> Command {
    let mut command = Command::new("mono");
    command.arg(library.0.join(program)).env("LD_LIBRARY_PATH", &library.0).env("LC_ALL", "C.UTF-8");
    command
}
