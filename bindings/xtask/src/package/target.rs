//! What is shipped for: the three targets and how each names its files.

use implib::MachineType;

use crate::toolchain::windows::target::Target as WindowsTarget;

/// What a program that links the static library links besides on Linux, as flags of the linker.
pub(crate) const LINUX_LIBRARIES: &[&str] = &["-lpthread", "-ldl", "-lm"];
/// The same on Windows.
pub(crate) const WINDOWS_LIBRARIES: &[&str] =
    &["-lws2_32", "-lcrypt32", "-lncrypt", "-lbcrypt", "-luserenv", "-ladvapi32", "-lntdll", "-lkernel32"];

/// A target of the shipped library.
pub(super) struct Target {
    pub(super) triple: &'static str,
    /// The folder of the NuGet package's natives.
    pub(super) runtime: &'static str,
    /// `None` on Linux.
    pub(super) windows: Option<Windows>,
    /// Whether the size limit of the library holds here.
    pub(super) is_64_bit: bool,
}

/// What only Windows has.
pub(super) struct Windows {
    pub(super) machine: MachineType,
    pub(super) target: WindowsTarget,
    /// The platform tag of the wheel.
    pub(super) wheel: &'static str,
}

pub(super) const TARGETS: [Target; 3] = [
    Target { triple: "x86_64-unknown-linux-gnu", runtime: "linux-x64", windows: None, is_64_bit: true },
    Target {
        triple: "x86_64-pc-windows-gnu",
        runtime: "win-x64",
        windows: Some(Windows { machine: MachineType::AMD64, target: WindowsTarget::X64, wheel: "win_amd64" }),
        is_64_bit: true,
    },
    Target {
        triple: "i686-pc-windows-gnu",
        runtime: "win-x86",
        windows: Some(Windows { machine: MachineType::I386, target: WindowsTarget::X86, wheel: "win32" }),
        is_64_bit: false,
    },
];

/// The target of that triple.
pub(super) fn named(triple: &str) -> Result<&'static Target, String> {
    TARGETS.iter().find(|target| target.triple == triple).ok_or_else(|| {
        let known = TARGETS.map(|target| target.triple);
        format!("there is no target {triple}; there are: {}", known.join(" "))
    })
}

impl Target {
    /// The file that a program loads.
    pub(super) fn shared(&self) -> &'static str {
        if self.windows.is_some() { "cplink1.dll" } else { "libcplink1.so" }
    }

    /// The file of a command.
    pub(super) fn program(&self, name: &str) -> String {
        if self.windows.is_some() { format!("{name}.exe") } else { name.to_owned() }
    }

    /// What a program that links the static library links besides, as flags of the linker.
    pub(super) fn system_libraries(&self) -> &'static [&'static str] {
        if self.windows.is_some() { WINDOWS_LIBRARIES } else { LINUX_LIBRARIES }
    }

    /// One of the target's binutils.
    pub(super) fn tool(&self, name: &str) -> String {
        self.windows.as_ref().map_or_else(|| name.to_owned(), |windows| windows.target.tool(name))
    }
}
