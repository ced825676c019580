//! The names of the description in C++.

use super::super::model::{Noun, Setting, Shape, Value, Verb};

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
    of_member(&value.name)
}

fn of_member(name: &str) -> String {
    if name == "len" { "size".to_owned() } else { safe(name) }
}

/// How the table of reach names a member of a noun or of one of its records.
pub(in super::super) fn called(noun: &Noun, owner: &str, name: &str, is_verb: bool) -> String {
    let is_noun = owner == noun.noun;
    let is_main = |value: &Value| value.main && value.name == name;
    if is_noun && !is_verb && noun.shape == Shape::List && noun.values.iter().any(is_main) {
        return "the list itself".to_owned();
    }
    if is_noun && is_verb && name == "new" {
        format!("`{}`", safe(owner))
    } else {
        format!("`{}::{}`", safe(owner), of_member(name))
    }
}

/// How the table of reach names a setting.
pub(in super::super) fn set_by(noun: &Noun, setting: &Setting) -> String {
    format!("`{}::{}`", safe(&noun.noun), safe(&setting.name))
}

/// A verb's function; what makes an object is its constructor.
pub(super) fn function(noun: &Noun, verb: &Verb) -> String {
    if verb.name == "new" { safe(&noun.noun) } else { safe(&verb.name) }
}
