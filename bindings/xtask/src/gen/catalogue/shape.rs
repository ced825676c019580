//! What every catalogue has: its file, the Rust type made from it, its columns.

use super::entry::Entry;

/// One catalogue's form.
pub(in crate::r#gen) struct Shape {
    /// The table, from the root of the tree.
    pub(in crate::r#gen) table: &'static str,
    /// The Rust file made from it.
    pub(in crate::r#gen) rust: &'static str,
    pub(in crate::r#gen) type_name: &'static str,
    pub(super) doc: &'static str,
    /// What the type derives beside `Clone, Copy, Debug, PartialEq, Eq, Hash`.
    pub(super) derives: &'static str,
    /// Further attributes of the type.
    pub(super) attributes: &'static [&'static str],
    pub(super) imports: &'static [&'static str],
    /// Whether entries have a number, which is then the variant's.
    pub(super) is_numbered: bool,
    pub(super) columns: &'static [Column],
}

/// One column and the method that gives it.
pub(super) struct Column {
    /// The key in the table.
    pub(super) key: &'static str,
    pub(super) getter: &'static str,
    pub(super) doc: &'static str,
    pub(super) kind: ColumnKind,
}

/// How a column is written in TOML and in Rust.
pub(super) enum ColumnKind {
    /// The entry's id; no key of its own.
    Id,
    /// The entry's id in capitals behind this prefix; no key of its own.
    Macro(&'static str),
    Text,
    /// A text that an entry may lack.
    OptionalText,
    Number,
    Flag,
    /// A variant of this enum, by its id.
    Variant(&'static str),
}

use ColumnKind::{Macro, Text, Variant};

const fn column(key: &'static str, getter: &'static str, doc: &'static str, kind: ColumnKind) -> Column {
    Column { key, getter, doc, kind }
}

/// Every catalogue.
pub(in crate::r#gen) const SHAPES: &[Shape] = &[Shape {
    table: "core/src/error/codes.toml",
    rust: "core/src/error/generated.rs",
    type_name: "Code",
    doc: "A stable error number. The hundreds say where: 1 misuse, 2 text, CSV and standard, 3 key,\n\
          certificate, signature and container, 4 network and TLS, 5 refused by the relay, 6 local\n\
          files, 9 cancelled or our own fault.",
    derives: "",
    attributes: &["#[non_exhaustive]", "#[repr(i32)]"],
    imports: &["super::retry::Retry"],
    is_numbered: true,
    columns: &[
        column("id", "name", "The name in the C header.", Macro("CPL_E_")),
        column("retry", "retry", "The usual advice on repeating.", Variant("Retry")),
        column("ja", "message_ja", "What happened, in Japanese.", Text),
        column("remedy_ja", "remedy_ja", "What to do, in Japanese.", Text),
        column("en", "message_en", "What happened, in English.", Text),
        column("remedy_en", "remedy_en", "What to do, in English.", Text),
    ],
}];

impl Shape {
    /// Whether the entry has exactly the columns of the shape.
    pub(super) fn check(&self, entry: &Entry) -> Result<(), String> {
        for column in self.columns {
            let value = entry.columns.get(column.key);
            let fits = match column.kind {
                ColumnKind::Id | ColumnKind::Macro(_) => value.is_none(),
                ColumnKind::Text | ColumnKind::Variant(_) => value.is_some_and(toml::Value::is_str),
                ColumnKind::OptionalText => value.is_none_or(toml::Value::is_str),
                ColumnKind::Number => value.is_some_and(toml::Value::is_integer),
                ColumnKind::Flag => value.is_some_and(toml::Value::is_bool),
            };
            if !fits {
                return Err(format!("`{}`: `{}` is missing or of another type", entry.id, column.key));
            }
        }
        match entry.columns.keys().find(|key| !self.columns.iter().any(|column| column.key == **key)) {
            Some(key) => Err(format!("`{}`: there is no column `{key}`", entry.id)),
            None => Ok(()),
        }
    }
}
