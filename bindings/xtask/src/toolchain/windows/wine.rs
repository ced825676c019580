//! Wine as a Japanese PC: where the Windows programs run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::i386;
use super::locale::japanese;
use super::target::Target;
use crate::place::{root, windows_folder};
use crate::toolchain::command::must;
use crate::toolchain::install::{Tool, install, packages};

/// The longest time for one program, in seconds: each takes a few.
const LIMIT: &str = "120";
/// The longest time for one of core's test programs, in seconds.
const CORE_LIMIT: &str = "600";
/// How long Wine waits for a next program, in seconds, should this one be stopped before it can end Wine.
const LINGER: u32 = 900;
/// Programs of the host that core's tests compare with.
const HOST_TOOLS: &[Tool] = &[
    ("openssl", &["openssl"]),
    ("zip", &["zip"]),
    ("unzip", &["unzip"]),
    ("python3", &["python3"]),
    ("sh", &["dash"]),
];

/// A Wine with a Japanese locale and a new prefix.
pub(crate) struct Wine {
    target: Target,
    prefix: PathBuf,
    /// Where Wine for x86 is installed.
    root: Option<PathBuf>,
}

impl Wine {
    /// Installs what is missing; gives the root that Wine for x86 lies in.
    pub(crate) fn install(target: Target) -> Result<Option<PathBuf>, String> {
        packages(target.packages())?;
        match target {
            Target::X64 => {
                packages(&["wine", "wine64", "locales"])?;
                install(HOST_TOOLS)?;
                japanese(&mut Command::new("localedef"))?;
                Ok(None)
            }
            Target::X86 => i386::root(HOST_TOOLS).map(Some),
        }
    }

    /// Installs what is missing; the prefix lies below `dir`.
    pub(crate) fn new(target: Target, dir: &Path) -> Result<Self, String> {
        let root = Self::install(target)?;
        let wine = Self { target, prefix: dir.join(format!("prefix-{}", target.name())), root };
        let temporary = wine.temporary();
        fs::create_dir_all(&temporary).map_err(|error| format!("{}: {error}", temporary.display()))?;
        println!("making a Wine prefix for {}", target.name());
        // Wine's services shall neither come and go with every program nor hold on to its output.
        let mut server = wine.command("wineserver");
        must(server.arg(format!("-p{LINGER}")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()))?;
        let mut boot = wine.run("wineboot");
        must(boot.arg("-i").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()))?;
        must(wine.run("winecfg").args(["-v", "win10"]))?;
        wine.helpers()?;
        Ok(wine)
    }

    /// A program in this Wine.
    pub(crate) fn run(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = self.command("wine");
        command.arg(program);
        command
    }

    /// Its C: drive.
    pub(crate) fn drive(&self) -> PathBuf {
        self.prefix.join("drive_c")
    }

    /// For temporary files of the host; an x86 Wine sees it too.
    fn temporary(&self) -> PathBuf {
        self.prefix.join("tmp")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new("sh");
        self.tell(command.arg(script()).arg(program));
        command
    }

    /// Lets cargo run the programs it builds in this Wine.
    pub(crate) fn serve<'a>(&self, cargo: &'a mut Command) -> &'a mut Command {
        let runner = format!("target.{}.runner=['sh', '{}', 'wine']", self.target.triple(), script().display());
        self.tell(cargo.args(["--config", &runner])).env("CPL_WINE_LIMIT", CORE_LIMIT)
    }

    fn tell<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("WINEPREFIX", &self.prefix).env("CPL_WINE_LIMIT", LIMIT);
        // Debian's Wine has its server's socket there: with another folder a second server would read a
        // registry that the first one has not written yet. And rustdoc builds its programs there: the root
        // must see them.
        command.env("TMPDIR", self.temporary());
        match &self.root {
            Some(inner) => {
                let shared = [root(), windows_folder(), self.prefix.clone()].map(|folder| folder.display().to_string());
                command.env("CPL_WINE_ROOT", inner).env("CPL_WINE_SHARED", shared.join("\n"))
            }
            None => command.env_remove("CPL_WINE_ROOT"),
        }
    }

    /// Puts into the prefix what Wine lacks and what core's tests call.
    fn helpers(&self) -> Result<(), String> {
        let windows = self.drive().join("windows");
        let compile = |source: &str, flags: &[&str], out: &Path| {
            let mut gcc = Command::new(self.target.tool("gcc-posix"));
            gcc.args(["-Wall", "-Wextra", "-Werror", "-O1"]).args(flags);
            must(gcc.arg(root().join("bindings/xtask/windows").join(source)).arg("-o").arg(out))
        };
        let dll = windows.join("system32/bcryptprimitives.dll");
        compile("bcryptprimitives.c", &["-shared", "-Wl,--kill-at"], &dll)?;
        let tool = self.prefix.join("host_tool.exe");
        compile("host_tool.c", &[], &tool)?;
        for (name, _) in HOST_TOOLS {
            let program = windows.join(name).with_extension("exe");
            fs::copy(&tool, &program).map_err(|error| format!("{}: {error}", program.display()))?;
        }
        Ok(())
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        // Where it has ended by itself there is nothing left to do.
        let _ = self.command("wineserver").arg("-k").stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

fn script() -> PathBuf {
    root().join("bindings/xtask/windows/run.sh")
}
