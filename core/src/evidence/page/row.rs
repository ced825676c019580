//! Rows of facts.

/// A row of a table of facts.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) value: String,
}

pub(super) fn row(name: &'static str, value: impl Into<String>) -> Row {
    Row { name, value: value.into() }
}

pub(super) fn none() -> String {
    "—".to_owned()
}
