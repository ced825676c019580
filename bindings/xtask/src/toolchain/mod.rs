//! The tools that the other parts run: how they are called, and how they are installed where they are missing.

pub(crate) mod command;
pub(crate) mod deny;
pub(crate) mod dotnet;
pub(crate) mod install;
pub(crate) mod junitparser;
pub(crate) mod mono;
pub(crate) mod native_module;
pub(crate) mod room;
pub(crate) mod venv;
pub(crate) mod windows;
