//! Values: their types, and how each is read from a handle.

use std::fmt::Write as _;

use super::super::super::name::camel;
use super::super::description::Api;
use super::super::kind::Kind;
use super::super::model::{Language, Noun, Record, Value};
use super::{docs, names};
use names::Form;

/// Where values are: of the noun itself, or of an item of a list in it.
pub(super) struct Place<'a> {
    noun: &'a Noun,
    /// The beginning of the names of its functions.
    prefix: String,
    /// The expression of the handle.
    pub(super) handle: &'static str,
    /// The parameters that choose the item.
    pub(super) indices: Vec<String>,
}

impl<'a> Place<'a> {
    /// The noun's own values.
    pub(super) fn of(noun: &'a Noun, handle: &'static str) -> Self {
        Self { noun, prefix: format!("{}_", noun.c_name()), handle, indices: Vec::new() }
    }

    /// The items of a list.
    pub(super) fn item(&self, list: &Value) -> Self {
        let one = list.one.clone().unwrap_or_default();
        let index = if self.indices.is_empty() { "index".to_owned() } else { names::parameter(&one) };
        let prefix = if list.main { self.prefix.clone() } else { format!("{}{one}_", self.prefix) };
        Self { noun: self.noun, prefix, handle: "handle", indices: [self.indices.clone(), vec![index]].concat() }
    }

    fn function(&self, name: &str) -> String {
        format!("Native.{}{name}", self.prefix)
    }

    /// `handle, index`.
    pub(super) fn arguments(&self) -> String {
        let mut all = vec![self.handle.to_owned()];
        all.extend(self.indices.iter().cloned());
        all.join(", ")
    }

    /// A value of fixed size.
    fn read(&self, kind: &str, name: &str) -> String {
        let read = if self.noun.is_error { "Read" } else { "Border.Read" };
        format!("{read}<{kind}>({}, {})", self.function(name), self.arguments())
    }

    /// A text or bytes.
    fn copied(&self, how: &str, name: &str) -> String {
        let how = if self.noun.is_error { format!("{how}Of") } else { format!("Border.{how}") };
        format!("{how}({}, {})", self.function(name), self.arguments())
    }

    fn len(&self, list: &Value) -> String {
        let name = if list.main { "len".to_owned() } else { format!("{}_len", list.name) };
        format!("Border.Count({})", self.read("UIntPtr", &name))
    }
}

/// The type of a value.
pub(super) fn of(api: &Api, value: &Value) -> Result<String, String> {
    let (plain, is_class) = match value.kind()? {
        Kind::Text => ("string".to_owned(), true),
        Kind::Bytes => ("byte[]".to_owned(), true),
        Kind::Flag => ("bool".to_owned(), false),
        Kind::Time => ("DateTime".to_owned(), false),
        Kind::Number | Kind::Count => ("int".to_owned(), false),
        Kind::Integer | Kind::Size => ("long".to_owned(), false),
        Kind::Code => ("ErrorCode".to_owned(), false),
        Kind::Choice(choice) => (camel(choice), false),
        Kind::Texts => ("IReadOnlyList<string>".to_owned(), true),
        Kind::Numbers => ("IReadOnlyList<int>".to_owned(), true),
        Kind::Records(record) => (format!("IReadOnlyList<{}>", camel(record)), true),
        Kind::Noun(noun) => (names::of_noun(api.noun(noun)?), true),
        other => return Err(format!("{}: {other:?} is no value", value.name)),
    };
    Ok(if value.optional && !is_class { format!("{plain}?") } else { plain })
}

/// Whether `null` stands for none, which only an attribute can say.
fn may_be_null(value: &Value) -> Result<bool, String> {
    Ok(value.optional && matches!(value.kind()?, Kind::Text | Kind::Bytes | Kind::Noun(_)))
}

/// The expression that reads a value.
pub(super) fn reading(api: &Api, place: &Place<'_>, value: &Value) -> Result<String, String> {
    let name = value.name.as_str();
    let none = value.none.map(|none| format!(", {none}")).unwrap_or_default();
    let number = |kind: &str, plain: &str| {
        let read = place.read(kind, name);
        if value.optional { format!("Border.Maybe({read}{none})") } else { format!("{plain}({read})") }
    };
    let maybe = |how: &str| if value.optional { format!("Maybe{how}") } else { how.to_owned() };
    Ok(match value.kind()? {
        Kind::Text => place.copied(&maybe("Text"), name),
        Kind::Bytes => place.copied(&maybe("Bytes"), name),
        Kind::Flag => format!("{} != 0", place.read("int", name)),
        Kind::Time => format!("Border.{}({})", maybe("Time"), place.read("long", name)),
        Kind::Number => number("uint", "Border.Number"),
        Kind::Count => number("UIntPtr", "Border.Count"),
        Kind::Integer if value.optional || value.none.is_some() => number("long", ""),
        Kind::Integer => place.read("long", name),
        Kind::Size => number("ulong", "Border.Size"),
        Kind::Code if value.optional => format!("Border.MaybeCode({})", place.read("int", name)),
        Kind::Code => format!("(ErrorCode){}", place.read("int", name)),
        Kind::Choice(choice) => format!("({}){}", camel(choice), place.read("int", name)),
        Kind::Numbers => place.copied("Numbers", name),
        Kind::Texts => texts(place, value),
        Kind::Records(record) => format!("{}.All({})", camel(record), place.arguments()),
        Kind::Noun(noun) => {
            let lent = format!("Border.Lent({}, {})", place.read("IntPtr", name), place.handle);
            let noun = api.noun(noun)?;
            match names::form(noun) {
                Form::List(record) => format!("{}.Lent({lent})", camel(&record.name)),
                Form::Numbers => return Err(format!("{name}: a list of numbers is lent")),
                _ => format!("{}.Lent({lent})", names::class(noun)),
            }
        }
        other => return Err(format!("{name}: {other:?} is no value")),
    })
}

/// The texts of a list.
fn texts(place: &Place<'_>, value: &Value) -> String {
    let item = place.item(value);
    let one = value.one.clone().unwrap_or_default();
    let function = if value.main { item.function(&one) } else { item.function("").trim_end_matches('_').to_owned() };
    let index = item.indices.last().cloned().unwrap_or_default();
    let mut arguments = vec![place.handle.to_owned()];
    arguments.extend(item.indices);
    format!("Border.List({}, {index} => Border.Text({function}, {}))", place.len(value), arguments.join(", "))
}

/// The values that C# has.
pub(super) fn shown(values: &[Value]) -> impl Iterator<Item = &Value> {
    let is_elsewhere = |value: &Value| [&value.form, &value.hole].iter().any(|all| all.contains_key(&Language::Csharp));
    values.iter().filter(move |value| !is_elsewhere(value) && !names::is_own_list(value))
}

/// Writes the documentation and the attribute of a property.
pub(super) fn heading(out: &mut String, api: &Api, value: &Value) -> Result<(), String> {
    out.push('\n');
    docs::summary(out, 8, api, [&value.en, &value.ja], &[]);
    if may_be_null(value)? {
        out.push_str("        [MaybeNull]\n");
    }
    Ok(())
}

/// Writes the properties of a class that copies its values when it is made.
pub(super) fn properties(out: &mut String, api: &Api, values: &[Value], setter: &str) -> Result<(), String> {
    for value in shown(values) {
        heading(out, api, value)?;
        let first = match value.kind()? {
            Kind::Text if !setter.is_empty() && !value.optional => " = \"\";",
            Kind::Noun("findings") if !setter.is_empty() => " = Findings.None;",
            _ => "",
        };
        let _ = writeln!(
            out,
            "        public {} {} {{ get;{setter} }}{first}",
            of(api, value)?,
            names::member(&value.name)
        );
    }
    Ok(())
}

/// Writes the lines that read values into their properties.
pub(super) fn assignments(out: &mut String, api: &Api, place: &Place<'_>, values: &[Value]) -> Result<(), String> {
    for value in shown(values) {
        let _ = writeln!(out, "            {} = {};", names::member(&value.name), reading(api, place, value)?);
    }
    Ok(())
}

/// Writes the class of a record, and those of the records in it.
pub(super) fn record(out: &mut String, api: &Api, record: &Record, list: &Value, of: &Place<'_>) -> Result<(), String> {
    let class = camel(&record.name);
    let place = of.item(list);
    let parameters: Vec<String> = place.indices.iter().map(|index| format!("int {index}")).collect();
    out.push('\n');
    docs::summary(out, 4, api, [&record.en, &record.ja], &[]);
    let _ = writeln!(out, "    public sealed class {class}\n    {{");
    let _ = writeln!(out, "        private {class}(NativeHandle handle, {})\n        {{", parameters.join(", "));
    assignments(out, api, &place, &record.values)?;
    out.push_str("        }\n");
    properties(out, api, &record.values, "")?;
    let mut outer = vec!["NativeHandle handle".to_owned()];
    outer.extend(of.indices.iter().map(|index| format!("int {index}")));
    let len =
        Place { handle: "handle", indices: of.indices.clone(), prefix: of.prefix.clone(), noun: of.noun }.len(list);
    let index = place.indices.last().cloned().unwrap_or_default();
    let _ = writeln!(
        out,
        "\n        internal static {class}[] All({}) =>\n            Border.List({len}, {index} => new {class}({}));",
        outer.join(", "),
        place.arguments()
    );
    if let Form::List(only) = names::form(of.noun)
        && only.name == record.name
    {
        taking_a_list(out, of.noun, &class);
    }
    out.push_str("    }\n");
    for value in &record.values {
        if let Kind::Records(inner) = value.kind()? {
            self::record(out, api, api.record(inner)?.1, value, &place)?;
        }
    }
    Ok(())
}

/// How a noun that is nothing but a list comes from the library.
fn taking_a_list(out: &mut String, noun: &Noun, class: &str) {
    if noun.lent_only {
        let _ =
            writeln!(out, "\n        internal static IReadOnlyList<{class}> Lent(NativeHandle handle) => All(handle);");
    } else {
        let _ = writeln!(
            out,
            "\n        internal static IReadOnlyList<{class}> Take(IntPtr made) => Border.Take(made, Native.{}_free, All);",
            noun.c_name()
        );
    }
}
