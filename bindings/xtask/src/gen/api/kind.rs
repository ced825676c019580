//! The types of the description.

use super::model::{Parameter, Value};

/// What a type is called; of nouns the name. A further one belongs here and in [`Kind::of`].
pub(super) const NAMES: [&str; 13] = [
    "text",
    "path",
    "bytes",
    "flag",
    "time",
    "number",
    "integer",
    "size",
    "count",
    "milliseconds",
    "code",
    "choice",
    "list",
];

/// What a value or a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    /// UTF-8.
    Text,
    /// UTF-8: the path of a file or folder.
    Path,
    /// Bytes of any kind.
    Bytes,
    /// Yes or no.
    Flag,
    /// Seconds since 1970-01-01 UTC.
    Time,
    /// A number that counts from 1, as rows and items do.
    Number,
    /// Any whole number.
    Integer,
    /// Bytes, by their count.
    Size,
    /// How many, or a place that counts from 0.
    Count,
    /// A duration.
    Milliseconds,
    /// An error code.
    Code,
    /// One of a closed set of numbers.
    Choice(&'a str),
    /// Texts.
    Texts,
    /// Numbers that count from 1.
    Numbers,
    /// Numbers of 16 bits.
    Shorts,
    /// Some of a closed set of numbers.
    Choices(&'a str),
    /// Items of a record.
    Records(&'a str),
    /// A function of the host, or its own pointer, which goes in.
    Host(&'a str),
    /// Another noun.
    Noun(&'a str),
}

impl<'a> Kind<'a> {
    fn of(kind: &'a str, item: Option<&'a str>, choice: Option<&'a str>) -> Result<Self, String> {
        let of_list = |item: &'a str| match item {
            "text" => Kind::Texts,
            "number" => Kind::Numbers,
            "short" => Kind::Shorts,
            record => Kind::Records(record),
        };
        if (kind == "list") != item.is_some() || (kind == "choice" || item == Some("choice")) != choice.is_some() {
            return Err(format!(
                "{kind}: a list, and nothing else, has an `item`; a choice or a list of them, and nothing else, a `choice`"
            ));
        }
        Ok(match (kind, item, choice) {
            ("list", _, Some(choice)) => Kind::Choices(choice),
            ("list", Some(item), _) => of_list(item),
            ("choice", _, Some(choice)) => Kind::Choice(choice),
            ("text", ..) => Kind::Text,
            ("path", ..) => Kind::Path,
            ("bytes", ..) => Kind::Bytes,
            ("flag", ..) => Kind::Flag,
            ("time", ..) => Kind::Time,
            ("number", ..) => Kind::Number,
            ("integer", ..) => Kind::Integer,
            ("size", ..) => Kind::Size,
            ("count", ..) => Kind::Count,
            ("milliseconds", ..) => Kind::Milliseconds,
            ("code", ..) => Kind::Code,
            ("pointer" | "sign_fn" | "progress_fn", ..) => Kind::Host(kind),
            (noun, ..) => Kind::Noun(noun),
        })
    }
}

impl Value {
    /// What it is.
    pub(crate) fn kind(&self) -> Result<Kind<'_>, String> {
        Kind::of(&self.kind, self.item.as_deref(), self.choice.as_deref())
            .map_err(|error| format!("{}: {error}", self.name))
    }
}

impl Parameter {
    /// What it is.
    pub(crate) fn kind(&self) -> Result<Kind<'_>, String> {
        Kind::of(&self.kind, self.item.as_deref(), self.choice.as_deref())
            .map_err(|error| format!("{}: {error}", self.name))
    }
}
