//! What holds between versions and between files.

use super::generated_kinds::{Kind, Version};

/// What a version did to a kind or field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// The kinds are new.
    KindAdded,
    /// The kinds are gone.
    KindRemoved,
    /// The fields are new.
    FieldAdded,
    /// The fields are gone.
    FieldRemoved,
    /// The fields became longer.
    FieldWidened,
    /// The fields became shorter.
    FieldNarrowed,
    /// The fields are of another type, code list or constant.
    FieldRetyped,
}

/// A change that a version made to the one before it.
#[derive(Debug, PartialEq, Eq)]
pub struct LayoutChange {
    /// The version that made it.
    pub version: Version,
    /// What it did.
    pub what: ChangeKind,
    /// The kinds it concerns.
    pub kinds: &'static [Kind],
    /// The ids of the fields it concerns.
    pub fields: &'static [&'static str],
    /// Why, in Japanese.
    pub reason_ja: &'static str,
    /// Why, in English.
    pub reason_en: &'static str,
    /// The field whose value decides whether a new field may stay empty.
    pub when: Option<&'static str>,
    /// What that field begins with in rows that need a value.
    pub begins: &'static [&'static str],
    /// The fields of which one must have a value then.
    pub one_of: &'static [&'static str],
}

/// Which files belong to which: a dependent's record belongs to the base record of the same keys.
#[derive(Debug, PartialEq, Eq)]
pub struct Relation {
    /// The kind that can be alone.
    pub base: Kind,
    /// The kinds that go with it.
    pub dependents: &'static [Kind],
    /// The ids of the fields that tie them.
    pub keys: &'static [&'static str],
}

/// What a withdrawal takes away.
#[derive(Debug, PartialEq, Eq)]
pub struct Deletion {
    /// The withdrawal's kind.
    pub kind: Kind,
    /// The kinds whose records go.
    pub deletes: &'static [Kind],
    /// Ids of a field of the record and of the withdrawal's field that must have the same value. A
    /// service code is known by its first two characters if the withdrawal has a service type.
    pub keys: &'static [(&'static str, &'static str)],
}
