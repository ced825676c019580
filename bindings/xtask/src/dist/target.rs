//! What is shipped for: the three targets and how each names its files.

use implib::MachineType;

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
    /// The binutils of the target, `…-strip` and so on.
    pub(super) binutils: &'static str,
    /// The platform tag of the wheel.
    pub(super) wheel: &'static str,
}

pub(super) const TARGETS: [Target; 3] = [
    Target { triple: "x86_64-unknown-linux-gnu", runtime: "linux-x64", windows: None, is_64_bit: true },
    Target {
        triple: "x86_64-pc-windows-gnu",
        runtime: "win-x64",
        windows: Some(Windows { machine: MachineType::AMD64, binutils: "x86_64-w64-mingw32-", wheel: "win_amd64" }),
        is_64_bit: true,
    },
    Target {
        triple: "i686-pc-windows-gnu",
        runtime: "win-x86",
        windows: Some(Windows { machine: MachineType::I386, binutils: "i686-w64-mingw32-", wheel: "win32" }),
        is_64_bit: false,
    },
];

impl Target {
    /// The file that a program loads.
    pub(super) fn shared(&self) -> &'static str {
        if self.windows.is_some() { "cplink1.dll" } else { "libcplink1.so" }
    }

    /// What a program that links the static library links besides.
    pub(super) fn system_libraries(&self) -> &'static [&'static str] {
        match &self.windows {
            None => &["pthread", "dl", "m"],
            Some(_) => &["ws2_32", "userenv", "bcrypt", "ntdll"],
        }
    }

    /// One of the target's binutils.
    pub(super) fn tool(&self, name: &str) -> String {
        format!("{}{name}", self.windows.as_ref().map_or("", |windows| windows.binutils))
    }
}
