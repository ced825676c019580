//! The names of the description in C++.

use super::super::model::{Noun, Value, Verb};

/// What C++ keeps for itself, `import` since C++20.
const KEPT: &[&str] = &[
    "and",
    "catch",
    "class",
    "default",
    "delete",
    "double",
    "export",
    "import",
    "int",
    "module",
    "namespace",
    "new",
    "not",
    "operator",
    "or",
    "private",
    "public",
    "register",
    "this",
    "union",
    "xor",
];

/// An id as C++ can have it: one that is kept gets a `_` at its end.
pub(super) fn safe(id: &str) -> String {
    if KEPT.contains(&id) { format!("{id}_") } else { id.to_owned() }
}

/// A value's member: what has a length says it by the word of the standard library.
pub(super) fn member(value: &Value) -> String {
    if value.name == "len" { "size".to_owned() } else { safe(&value.name) }
}

/// A verb's function; what makes an object is its constructor.
pub(super) fn function(noun: &Noun, verb: &Verb) -> String {
    if verb.name == "new" { safe(&noun.noun) } else { safe(&verb.name) }
}
