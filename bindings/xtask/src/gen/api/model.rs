//! The description of the border, as `ffi/api/*.toml` states it.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What one file of `ffi/api` describes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Noun {
    /// In `snake_case`, as in `cpl_<noun>_…`.
    pub(crate) noun: String,
    /// What it is for the wrappers.
    pub(crate) shape: Shape,
    /// Who may use it at the same time. Functions without a handle need none.
    #[serde(default, rename = "use")]
    pub(crate) sharing: Sharing,
    /// Where the core has it: the path of a Rust item.
    #[serde(default)]
    pub(crate) rust: String,
    pub(crate) en: String,
    pub(crate) ja: String,
    /// The functions of this noun have no `err`: it is what they would report.
    #[serde(default)]
    pub(crate) is_error: bool,
    /// Another object owns it, so that there is no function that frees it.
    #[serde(default)]
    pub(crate) lent_only: bool,
    /// Why its structure is written by hand in `ffi/src`, where it holds more than values.
    #[serde(default)]
    pub(crate) by_hand: Option<String>,
    /// What is to be said about freeing it.
    #[serde(default)]
    pub(crate) freeing: Option<Texts>,
    #[serde(default, rename = "value")]
    pub(crate) values: Vec<Value>,
    #[serde(default, rename = "record")]
    pub(crate) records: Vec<Record>,
    /// What can be set by name: `set` of C, a property in the other languages.
    #[serde(default, rename = "setting")]
    pub(crate) settings: Vec<Setting>,
    #[serde(default, rename = "verb")]
    pub(crate) verbs: Vec<Verb>,
    /// Language → how the whole noun is reached there, where a language has its own form.
    #[serde(default)]
    pub(crate) form: BTreeMap<Language, String>,
    /// Language → why it lacks the whole noun.
    #[serde(default)]
    pub(crate) hole: BTreeMap<Language, String>,
}

impl Noun {
    /// `cpl_<noun>`.
    pub(crate) fn c_name(&self) -> String {
        format!("cpl_{}", self.noun)
    }

    /// Whether it has a handle.
    pub(crate) fn has_handle(&self) -> bool {
        self.shape != Shape::Functions
    }

    /// Whether its structure in Rust is made from the description.
    pub(crate) fn is_made(&self) -> bool {
        matches!(self.shape, Shape::Values | Shape::List) && self.by_hand.is_none()
    }

    /// Why Python lacks the whole noun, where it does.
    pub(crate) fn python_hole(&self) -> Option<&String> {
        self.hole.get(&Language::Python)
    }
}

/// What a noun is for those who wrap it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    /// Plain values that never change: wrappers copy them out and free the handle.
    Values,
    /// The same, and it is nothing but the list of its items.
    List,
    /// It has verbs, or is large: wrappers hold the handle.
    Object,
    /// Functions without a handle.
    Functions,
}

/// Who may use an object at the same time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sharing {
    /// It never changes: any number of threads.
    #[default]
    Any,
    /// Many threads read, or one changes it; else `CPL_E_BUSY`.
    ReadOrChange,
    /// One verb at a time; else `CPL_E_BUSY`.
    OneVerb,
    /// Any thread, at any time, also while a verb runs with it.
    Always,
}

/// Something that is read from a noun or from an item of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Value {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Of a list: the name of its record, `text` or `number`.
    #[serde(default)]
    pub(crate) item: Option<String>,
    /// Of a list: the name of one of its items; what the functions of C are called by.
    #[serde(default)]
    pub(crate) one: Option<String>,
    /// Of a list of numbers: they are the ends of things, with the first one's beginning, so that there is one number
    /// more than things. C counts the things.
    #[serde(default)]
    pub(crate) ends: bool,
    /// Of a list: the noun is this list, so that the functions of C have no further name in them.
    #[serde(default)]
    pub(crate) main: bool,
    /// Of a choice: its name in `choices.toml`.
    #[serde(default)]
    pub(crate) choice: Option<String>,
    /// There may be none: an empty text or list, 0, NULL in C and C++; `null`, `None`.
    #[serde(default)]
    pub(crate) optional: bool,
    /// Of an optional number: what C gives where there is none, if not 0.
    #[serde(default)]
    pub(crate) none: Option<i64>,
    /// The text is known when the library is compiled.
    #[serde(default, rename = "static")]
    pub(crate) fixed: bool,
    /// Of an object: the group of values it is in. Values of a group are read together by one function written by hand.
    #[serde(default)]
    pub(crate) group: Option<String>,
    /// It may name somebody or be a value of a row: what is written for logs leaves it out.
    #[serde(default)]
    pub(crate) private: bool,
    pub(crate) en: String,
    pub(crate) ja: String,
    /// Why its functions of C are written by hand, where they are.
    #[serde(default)]
    pub(crate) by_hand: Option<String>,
    /// Besides `CPL_E_NULL_ARGUMENT`, and `CPL_E_INVALID_ARGUMENT` for an index.
    #[serde(default)]
    pub(crate) errors: Vec<String>,
    /// Language → how this value is reached there, where a language has its own form.
    #[serde(default)]
    pub(crate) form: BTreeMap<Language, String>,
    #[serde(default)]
    pub(crate) hole: BTreeMap<Language, String>,
}

/// An item of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) rust: String,
    pub(crate) en: String,
    pub(crate) ja: String,
    #[serde(rename = "value")]
    pub(crate) values: Vec<Value>,
}

/// Something that a noun does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Verb {
    pub(crate) name: String,
    /// It has no object: it makes one, or asks the library.
    #[serde(default, rename = "static")]
    pub(crate) is_static: bool,
    /// It changes its object.
    #[serde(default)]
    pub(crate) changes: bool,
    /// It can take longer than a second: it has a job (progress and cancel), and an asynchronous form where the
    /// language has them.
    #[serde(default)]
    pub(crate) waits: bool,
    #[serde(default)]
    pub(crate) takes: Vec<Parameter>,
    #[serde(default)]
    pub(crate) gives: Vec<Parameter>,
    pub(crate) en: String,
    pub(crate) ja: String,
    /// What a return without an error means, where that is more than that it was done.
    #[serde(default)]
    pub(crate) success: Option<Texts>,
    /// Besides what its parameters and its object imply.
    #[serde(default)]
    pub(crate) errors: Vec<String>,
    /// Where the core has it, if its name is not that of the verb.
    #[serde(default)]
    pub(crate) rust: Option<String>,
    /// Language → how this verb is reached there, where a language has its own form.
    #[serde(default)]
    pub(crate) form: BTreeMap<Language, String>,
    #[serde(default)]
    pub(crate) hole: BTreeMap<Language, String>,
}

/// Something that can be set.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Setting {
    /// Its key in C.
    pub(crate) name: String,
    /// `text`, `flag` (`0`, `1`), `milliseconds`, `number`, or `secret`, which C sets by `set_secret`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// It must be set.
    #[serde(default)]
    pub(crate) required: bool,
    /// What holds if it is not set, as it would be set.
    #[serde(default)]
    pub(crate) default: Option<String>,
    /// Setting it once more adds another one, in place of replacing the first.
    #[serde(default)]
    pub(crate) adds: bool,
    pub(crate) en: String,
    pub(crate) ja: String,
    /// Language → how it is set there, where a language has its own form.
    #[serde(default)]
    pub(crate) form: BTreeMap<Language, String>,
    #[serde(default)]
    pub(crate) hole: BTreeMap<Language, String>,
}

/// What goes into a verb or comes out of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Of a list: `text`, `number`, `short` or `choice`.
    #[serde(default)]
    pub(crate) item: Option<String>,
    #[serde(default)]
    pub(crate) choice: Option<String>,
    /// In: it may be left out; of bytes and lists, none and an empty one are the same. Out: there may be none (the first), or the caller may not want it (the others).
    #[serde(default)]
    pub(crate) optional: bool,
    /// Of an object that goes in: it is changed, so nobody else may use it meanwhile.
    #[serde(default)]
    pub(crate) changes: bool,
    /// Of an output: the object keeps it.
    #[serde(default)]
    pub(crate) lent: bool,
    /// As of a value.
    #[serde(default)]
    pub(crate) ends: bool,
}

/// One text in both languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Texts {
    pub(crate) en: String,
    pub(crate) ja: String,
}

/// The languages that reach the border.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Language {
    Rust,
    C,
    Cpp,
    Csharp,
    Python,
    Cplink,
}

/// A closed set of numbers with names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Choice {
    pub(crate) name: String,
    /// What its numbers are called by in C, if not by its name.
    #[serde(default)]
    pub(crate) prefix: Option<String>,
    /// Where the core has it.
    pub(crate) rust: String,
    pub(crate) en: String,
    pub(crate) ja: String,
    #[serde(rename = "case")]
    pub(crate) cases: Vec<Case>,
}

impl Choice {
    /// What the names of its numbers begin with in C.
    pub(crate) fn c_prefix(&self) -> String {
        format!("CPL_{}_", self.prefix.as_ref().unwrap_or(&self.name).to_uppercase())
    }
}

/// One of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) number: i32,
    pub(crate) en: String,
    pub(crate) ja: String,
}
