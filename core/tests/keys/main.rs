//! Keys and certificates, wherever they are kept; those of tokens have a program of their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(unix)]
mod authorities;
mod candidates;
// The programs that make these want a shell's paths.
#[cfg(unix)]
mod causes;
mod file;
#[cfg(unix)]
mod forms;
mod host;
mod lists;
#[cfg(unix)]
mod mailed;
mod renewal;
mod robust;
mod secrets;
mod sources;
#[cfg(unix)]
mod subjects;
mod vectors;
#[cfg(windows)]
mod windows;
