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
    /// Who sees the type and its methods.
    pub(super) visibility: &'static str,
    /// The column that a variant's documentation has after the English text.
    pub(super) more_doc: Option<&'static str>,
    /// What the type derives beside `Clone, Copy, Debug, PartialEq, Eq, Hash`.
    pub(super) derives: &'static str,
    /// Further attributes of the type.
    pub(super) attributes: &'static [&'static str],
    pub(super) imports: &'static [&'static str],
    /// Whether entries have a number, which is then the variant's.
    pub(super) is_numbered: bool,
    /// What the texts may hold in braces.
    #[cfg_attr(not(test), expect(dead_code, reason = "the test of the texts reads it"))]
    pub(super) placeholders: &'static [&'static str],
    pub(super) columns: &'static [Column],
}

/// One column and the method that gives it.
pub(super) struct Column {
    /// The key in the table.
    pub(super) key: &'static str,
    pub(super) getter: &'static str,
    pub(super) doc: &'static str,
    pub(super) kind: ColumnKind,
    pub(super) visibility: &'static str,
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
    /// A flag that an entry has from its group unless it says otherwise.
    GroupFlag,
    /// A variant of this enum, by its id.
    Variant(&'static str),
}

use ColumnKind::{Flag, GroupFlag, Id, Macro, Number, OptionalText, Text, Variant};

const fn column(key: &'static str, getter: &'static str, doc: &'static str, kind: ColumnKind) -> Column {
    Column { key, getter, doc, kind, visibility: "pub" }
}

/// A text with placeholders, which others see filled in only.
const fn template(key: &'static str, getter: &'static str, doc: &'static str) -> Column {
    Column { key, getter, doc, kind: Text, visibility: "pub(crate)" }
}

/// A column of a type that only its own module sees.
const fn part(key: &'static str, getter: &'static str, doc: &'static str, kind: ColumnKind) -> Column {
    Column { key, getter, doc, kind, visibility: "pub(super)" }
}

/// Every catalogue.
pub(in crate::r#gen) const SHAPES: &[Shape] = &[
    Shape {
        table: "core/src/error/codes.toml",
        rust: "core/src/error/generated.rs",
        type_name: "Code",
        doc: "A stable error number. The hundreds say where: 1 misuse, 2 text, CSV and standard, 3 key,\n\
              certificate, signature and container, 4 network and TLS, 5 refused by the relay, 6 local\n\
              files, 9 cancelled or our own fault.",
        visibility: "pub",
        more_doc: Some("remedy_en"),
        derives: "",
        attributes: &["#[non_exhaustive]", "#[repr(i32)]"],
        imports: &["super::retry::Retry"],
        is_numbered: true,
        placeholders: &[],
        columns: &[
            column("id", "name", "The name in the C header.", Macro("CPL_E_")),
            column("retry", "retry", "The usual advice on repeating.", Variant("Retry")),
            column(
                "of_message",
                "is_of_message",
                "Whether it is, where one message is received, that message's own fault: the others can be received all\n    \
                 /// the same.",
                GroupFlag,
            ),
            column("ja", "message_ja", "What happened, in Japanese.", Text),
            column("remedy_ja", "remedy_ja", "What to do, in Japanese.", Text),
            column("en", "message_en", "What happened, in English.", Text),
            column("remedy_en", "remedy_en", "What to do, in English.", Text),
        ],
    },
    Shape {
        table: "core/src/finding/rules.toml",
        rust: "core/src/finding/generated.rs",
        type_name: "Rule",
        doc: "A rule that a finding names.",
        visibility: "pub",
        more_doc: Some("clause"),
        derives: ", PartialOrd, Ord",
        attributes: &["#[non_exhaustive]"],
        imports: &["super::severity::Severity"],
        is_numbered: false,
        placeholders: &["{}", "{position}"],
        columns: &[
            column("id", "id", "The stable id.", Id),
            column("severity", "severity", "The usual severity.", Variant("Severity")),
            column("clause", "clause", "The document and the clause that the rule comes from.", Text),
            column(
                "since",
                "since",
                "The CSV version that brought the rule; `None` where every version has it.",
                OptionalText,
            ),
            column(
                "until",
                "until",
                "The last CSV version that had the rule; `None` where it still holds.",
                OptionalText,
            ),
            template("ja", "message_ja", "What is wrong, in Japanese."),
            template("remedy_ja", "remedy_ja", "What to do, in Japanese."),
            template("en", "message_en", "What is wrong, in English."),
            template("remedy_en", "remedy_en", "What to do, in English."),
        ],
    },
    Shape {
        table: "core/src/keys/notice/notices.toml",
        rust: "core/src/keys/notice/generated.rs",
        type_name: "Notice",
        doc: "A remark on a certificate that was accepted.",
        visibility: "pub",
        more_doc: Some("remedy_en"),
        derives: ", PartialOrd, Ord",
        attributes: &["#[non_exhaustive]"],
        imports: &["crate::finding::Severity"],
        is_numbered: false,
        placeholders: &[],
        columns: &[
            column("id", "id", "The stable id.", Id),
            column("severity", "severity", "Its severity.", Variant("Severity")),
            column("ja", "message_ja", "What was seen, in Japanese.", Text),
            column("remedy_ja", "remedy_ja", "What to do, in Japanese.", Text),
            column("en", "message_en", "What was seen, in English.", Text),
            column("remedy_en", "remedy_en", "What to do, in English.", Text),
        ],
    },
    Shape {
        table: "core/src/keys/kind/kinds.toml",
        rust: "core/src/keys/kind/generated.rs",
        type_name: "CertificateKind",
        doc: "The kinds of certificate that the field knows.",
        visibility: "pub",
        more_doc: None,
        derives: ", PartialOrd, Ord",
        attributes: &["#[non_exhaustive]"],
        imports: &[],
        is_numbered: false,
        placeholders: &[],
        columns: &[
            column("id", "id", "The stable id.", Id),
            column("ja", "name_ja", "The name as a certificate's subject has it.", Text),
            column("en", "name_en", "The English name.", Text),
            column(
                "may_send",
                "may_send",
                "Whether an office may send and receive with a certificate of this kind.",
                Flag,
            ),
        ],
    },
    Shape {
        table: "core/src/seal/receipt_kind/kinds.toml",
        rust: "core/src/seal/receipt_kind/generated.rs",
        type_name: "ReceiptKind",
        doc: "What a receipt says.",
        visibility: "pub",
        more_doc: None,
        derives: ", Serialize, Deserialize",
        attributes: &["#[serde(rename_all = \"snake_case\")]"],
        imports: &["serde::{Deserialize, Serialize}"],
        is_numbered: false,
        placeholders: &[],
        columns: &[
            column("id", "token", "The name inside the receipt.", Id),
            column("ja", "name_ja", "The name that users see.", Text),
            column("en", "name_en", "The English name.", Text),
            column("by_relay", "by_relay", "Whether the relay signs it; else the receiving office does.", Flag),
        ],
    },
    Shape {
        table: "core/src/relay/state/states.toml",
        rust: "core/src/relay/state/generated.rs",
        type_name: "State",
        doc: "The state of a message at the relay.",
        visibility: "pub",
        more_doc: None,
        derives: "",
        attributes: &["#[non_exhaustive]"],
        imports: &[],
        is_numbered: false,
        placeholders: &[],
        columns: &[
            column("id", "token", "The name for programs.", Id),
            column("ja", "name_ja", "The name that users see.", Text),
            column("en", "name_en", "The English name.", Text),
            column(
                "by_hand",
                "by_hand",
                "Whether it is of a message whose files a person carries: no relay says so.",
                Flag,
            ),
        ],
    },
    Shape {
        table: "core/src/mailbox/state/states.toml",
        rust: "core/src/mailbox/state/generated.rs",
        type_name: "EntryState",
        doc: "The state of an entry of a mailbox.",
        visibility: "pub",
        more_doc: None,
        derives: "",
        attributes: &["#[non_exhaustive]"],
        imports: &[],
        is_numbered: false,
        placeholders: &[],
        columns: &[
            column("id", "token", "The name for programs.", Id),
            column("ja", "name_ja", "The name that users see.", Text),
            column("en", "name_en", "The English name.", Text),
            column("is_final", "is_final", "Whether nothing more is to be done about it.", Flag),
        ],
    },
    Shape {
        table: "core/src/relay/cpx/problem_code/problems.toml",
        rust: "core/src/relay/cpx/problem_code/generated.rs",
        type_name: "ProblemCode",
        doc: "A problem code of CPX/1.",
        visibility: "pub",
        more_doc: None,
        derives: "",
        attributes: &["#[non_exhaustive]"],
        imports: &["crate::error::{Code, Retry}"],
        is_numbered: false,
        placeholders: &[],
        columns: &[
            column("id", "token", "The code on the wire.", Id),
            column("status", "status", "The HTTP status it comes with.", Number),
            column("code", "code", "Our error code for it.", Variant("Code")),
            column("retry", "retry", "Whether and how to repeat.", Variant("Retry")),
            column("en", "title", "The title in English.", Text),
            column("ja", "title_ja", "The title in Japanese.", Text),
        ],
    },
    Shape {
        table: "core/src/client/doctor/observations.toml",
        rust: "core/src/client/doctor/generated.rs",
        type_name: "Observation",
        doc: "What the self-check can see.",
        visibility: "pub(super)",
        more_doc: None,
        derives: "",
        attributes: &[],
        imports: &["crate::finding::Severity"],
        is_numbered: false,
        placeholders: &[
            "{count}",
            "{days}",
            "{seconds}",
            "{file}",
            "{code}",
            "{office}",
            "{kind_ja}",
            "{kind_en}",
            "{protocol}",
            "{tls}",
        ],
        columns: &[
            part("id", "id", "The line's id, and behind a dot what was seen.", Id),
            part("severity", "severity", "Its severity.", Variant("Severity")),
            part("ja", "text_ja", "What was seen, in Japanese.", Text),
            part("remedy_ja", "remedy_ja", "What to do, in Japanese.", OptionalText),
            part("en", "text_en", "What was seen, in English.", Text),
            part("remedy_en", "remedy_en", "What to do, in English.", OptionalText),
        ],
    },
];

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
                ColumnKind::GroupFlag => value.is_none_or(toml::Value::is_bool),
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
