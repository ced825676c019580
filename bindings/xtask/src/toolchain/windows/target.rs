//! The two Windows targets and their cross compilers.

/// A Windows target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// `x86_64-pc-windows-gnu`
    X64,
    /// `i686-pc-windows-gnu`
    X86,
}

impl Target {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::X64, Self::X86];

    /// Its short name: `x64`, `x86`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::X64 => "x64",
            Self::X86 => "x86",
        }
    }

    /// What Rust calls it.
    pub(crate) fn triple(self) -> &'static str {
        match self {
            Self::X64 => "x86_64-pc-windows-gnu",
            Self::X86 => "i686-pc-windows-gnu",
        }
    }

    /// A program of its GNU toolchain: `ar`, `objdump`, …; the compilers are `gcc-posix` and `g++-posix`,
    /// since the other kind has no `std::thread`.
    pub(crate) fn tool(self, program: &str) -> String {
        match self {
            Self::X64 => format!("x86_64-w64-mingw32-{program}"),
            Self::X86 => format!("i686-w64-mingw32-{program}"),
        }
    }

    /// The Debian packages of its compilers.
    pub(crate) fn packages(self) -> &'static [&'static str] {
        match self {
            Self::X64 => &["gcc-mingw-w64-x86-64-posix", "g++-mingw-w64-x86-64-posix"],
            Self::X86 => &["gcc-mingw-w64-i686-posix", "g++-mingw-w64-i686-posix"],
        }
    }
}
