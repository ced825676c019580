//! Why a pack cannot be used. Nothing in a pack is passed over: what is not understood is a fault of the set-up.

/// Where a pack is wrong, and how.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {problem}", key.as_ref().map(|key| format!(" [{key}]")).unwrap_or_default())]
pub struct PackError {
    /// The file, by its path in the pack.
    pub file: String,
    /// The key, where it is one.
    pub key: Option<String>,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong in a pack.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// There is no such pack.
    #[error("there is no such pack")]
    NoPack,
    /// The file is missing.
    #[error("the file is missing")]
    Missing,
    /// No step or check names the file.
    #[error("nothing names this file")]
    Surplus,
    /// The file is not of its form.
    #[error("{0}")]
    Form(String),
    /// The value cannot be used.
    #[error("{0}")]
    Value(String),
    /// A number is outside the pack's own ranges.
    #[error("a number is outside the ranges of pack.toml")]
    OutOfRange,
    /// The file cannot be read.
    #[error("{0}")]
    Io(std::io::Error),
}

impl PackError {
    /// A fault of a whole file.
    pub fn file(file: &str, problem: Problem) -> Self {
        Self { file: file.to_owned(), key: None, problem }
    }

    /// A fault of a key.
    pub fn key(file: &str, key: &str, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), key: Some(key.to_owned()), problem: Problem::Value(what.into()) }
    }

    /// What serde says of a file: the line is in it.
    pub fn form(file: &str, error: impl std::fmt::Display) -> Self {
        Self::file(file, Problem::Form(error.to_string()))
    }
}
