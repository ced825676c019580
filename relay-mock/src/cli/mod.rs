//! The commands.

pub(crate) mod check;
pub(crate) mod demo;
mod language;
pub(crate) mod office;
pub(crate) mod pki;
pub(crate) mod serve;
pub(crate) mod verify;

/// What a command returns: the exit code, or what to tell the user.
pub(crate) type Outcome = Result<std::process::ExitCode, Box<dyn std::error::Error>>;
