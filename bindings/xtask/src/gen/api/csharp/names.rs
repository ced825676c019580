//! The names of C#.

use super::super::super::name::camel;
use super::super::description::Api;
use super::super::kind::Kind;
use super::super::model::{Language, Noun, Record, Setting, Shape, Value, Verb};

/// The class of a noun. Two have another name than the noun: an exception is one by its name, and `Options` alone is
/// the name of a class that half of all .NET programs import.
pub(super) fn class(noun: &Noun) -> String {
    match noun.noun.as_str() {
        "error" => "CarePlanLinkException".to_owned(),
        "options" => "ClientOptions".to_owned(),
        name => camel(name),
    }
}

/// A property or method. What C calls `len` is a `Count` in .NET.
pub(super) fn member(name: &str) -> String {
    match name.strip_suffix("len") {
        Some(rest) if rest.is_empty() || rest.ends_with('_') => format!("{}Count", camel(rest)),
        _ => camel(name),
    }
}

/// What sets it: a property, or a method that adds one each time.
pub(super) fn setting(setting: &Setting) -> String {
    format!("{}{}", if setting.adds { "Add" } else { "" }, member(&setting.name))
}

/// Whether a verb sets by name what has a property each.
pub(super) fn is_string_setter(verb: &str) -> bool {
    matches!(verb, "set" | "set_secret")
}

/// A parameter or a local: `keep_folder` to `keepFolder`.
pub(super) fn parameter(name: &str) -> String {
    let name = camel(name);
    let (first, rest) = name.split_at(name.len().min(1));
    let name = format!("{}{rest}", first.to_lowercase());
    if matches!(name.as_str(), "base" | "event" | "in" | "lock" | "object" | "out" | "params" | "ref" | "string") {
        return format!("@{name}");
    }
    name
}

/// How a noun is written where it is a value or a result.
pub(super) fn of_noun(noun: &Noun) -> String {
    match form(noun) {
        Form::List(record) => format!("IReadOnlyList<{}>", camel(&record.name)),
        Form::Numbers => "IReadOnlyList<int>".to_owned(),
        _ => class(noun),
    }
}

/// What a noun becomes.
pub(super) enum Form<'a> {
    /// A class whose values are copied out when it is made.
    Copy,
    /// The exception.
    Exception,
    /// A class that holds the handle and asks for every value.
    Holder,
    /// Nothing but the list of its items.
    List(&'a Record),
    /// Nothing but a list of numbers.
    Numbers,
    /// Functions of a class that has no objects.
    Static,
}

/// What a noun becomes.
pub(super) fn form(noun: &Noun) -> Form<'_> {
    match (noun.shape, noun.values.as_slice()) {
        (Shape::Functions, _) => Form::Static,
        _ if noun.is_error => Form::Exception,
        (Shape::List, [_]) => Form::List(&noun.records[0]),
        (Shape::Values, [one]) if one.item.as_deref() == Some("number") => Form::Numbers,
        // What lends an object has to live as long as it.
        (Shape::Object, _) => Form::Holder,
        (Shape::Values, _) if noun.by_hand.is_some() => Form::Holder,
        _ => Form::Copy,
    }
}

/// Whether C# has something of its own in place of this noun, or nothing.
pub(super) fn is_elsewhere(noun: &Noun) -> bool {
    noun.hole.contains_key(&Language::Csharp) || noun.form.contains_key(&Language::Csharp)
}

/// What a row of the page of reach says: a value or verb of a noun, or a value of one of its records.
pub(super) fn called(noun: &Noun, owner: &str, member: &str, is_verb: bool) -> String {
    let is_own = owner == noun.noun;
    let is_list = noun.values.iter().any(|value| value.name == member && is_own_list(value));
    match form(noun) {
        _ if !is_own => format!("`{}.{}`", camel(owner), self::member(member)),
        _ if is_verb && !noun.settings.is_empty() && is_string_setter(member) => {
            "a property for each setting".to_owned()
        }
        _ if is_verb && member == "new" => format!("`new {}`", class(noun)),
        Form::Numbers | Form::List(_) => "the list itself".to_owned(),
        _ if is_list => "the list itself".to_owned(),
        _ => format!("`{}.{}`", class(noun), self::member(member)),
    }
}

/// The record of the list that the class itself is, as `Candidates` is one.
pub(super) fn own_list<'a>(api: &'a Api, noun: &'a Noun) -> Result<Option<&'a Record>, String> {
    let Some(main) = noun.values.iter().find(|value| is_own_list(value)) else { return Ok(None) };
    match main.kind()? {
        Kind::Records(record) => Ok(Some(api.record(record)?.1)),
        other => Err(format!("{}: a list of {other:?} has a name of its own", noun.noun)),
    }
}

/// Whether a value is the list that its noun itself is.
pub(super) fn is_own_list(value: &Value) -> bool {
    value.main && value.name == "items"
}

/// Whether this verb makes an object of its noun, so that it is a constructor.
pub(super) fn is_constructor(verb: &Verb) -> bool {
    verb.is_static && verb.name == "new"
}

/// Where the results of a verb of `of` that gives this noun are made.
pub(super) fn taking(of: &Noun, noun: &Noun) -> String {
    let class = match form(noun) {
        Form::List(record) => camel(&record.name),
        Form::Numbers => format!("Taken{}", camel(&noun.noun)),
        _ => class(noun),
    };
    // A method of the same name would be meant.
    let is_hidden = of.verbs.iter().any(|verb| member(&verb.name) == class);
    if is_hidden { format!("CarePlanLink.{class}.Take") } else { format!("{class}.Take") }
}
