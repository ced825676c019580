//! Values as structures, and the functions that copy them out of a handle.

use std::fmt::Write as _;

use super::super::Api;
use super::super::kind::Kind;
use super::super::model::{Noun, Shape, Value};
use super::doc;
use super::name::{member, safe};
use super::read::Place;
use super::types::of_value;

/// The structures of a noun and of its records.
pub(super) fn all(api: &Api, noun: &Noun) -> Result<String, String> {
    let mut out = String::new();
    records_of(&mut out, api, noun)?;
    let class = safe(&noun.noun);
    if noun.shape == Shape::List {
        list(&mut out, api, noun)?;
    } else {
        let owner = if lends(api, noun)? {
            format!(
                "\n    /// What the tables of the files are lent from.\n    std::shared_ptr<const {}> owner;\n",
                noun.c_name()
            )
        } else {
            String::new()
        };
        structure(&mut out, api, &class, &noun.en, &noun.values, &owner)?;
    }
    out.push_str("\nnamespace detail {\n");
    out.push_str(&readers(api, noun, "raw")?);
    whole(&mut out, api, noun)?;
    taking(&mut out, api, noun)?;
    Ok(out + "\n} // namespace detail\n")
}

/// The structures of a noun's records; what others consist of comes first.
pub(super) fn records_of(out: &mut String, api: &Api, noun: &Noun) -> Result<(), String> {
    for record in noun.records.iter().rev() {
        structure(out, api, &safe(&record.name), &record.en, &record.values, "")?;
    }
    Ok(())
}

/// The functions that read the records of a noun, the inner ones first.
pub(super) fn readers(api: &Api, noun: &Noun, handle: &str) -> Result<String, String> {
    let mut found = Vec::new();
    records(api, &Place::of(noun, handle), &noun.values, &mut found)?;
    Ok(found.into_iter().rev().collect())
}

fn records(api: &Api, place: &Place<'_>, values: &[Value], found: &mut Vec<String>) -> Result<(), String> {
    for value in values {
        let Kind::Records(record) = value.kind()? else { continue };
        let (_, described) = api.record(record)?;
        let item = place.item(value);
        let mut out = String::new();
        let _ = writeln!(out, "\ninline {} {record}_of({}) {{\n    return {{", safe(record), item.parameters());
        for inner in &described.values {
            let _ = writeln!(out, "        {},", item.read(api, inner)?);
        }
        out.push_str("    };\n}\n");
        found.push(out);
        records(api, &item, &described.values, found)?;
    }
    Ok(())
}

fn structure(out: &mut String, api: &Api, name: &str, en: &str, values: &[Value], more: &str) -> Result<(), String> {
    out.push('\n');
    doc::write(out, api, "", en);
    let _ = writeln!(out, "struct {name} {{");
    members(out, api, values)?;
    let _ = writeln!(out, "{more}}};");
    Ok(())
}

fn members(out: &mut String, api: &Api, values: &[Value]) -> Result<(), String> {
    for value in values {
        doc::write(out, api, "    ", &doc::value(value)?);
        let first = match value.kind()? {
            Kind::Flag => " = false".to_owned(),
            Kind::Choice(name) => {
                let choice = api.choices.iter().find(|choice| choice.name == name);
                let case = choice.and_then(|choice| choice.cases.first()).ok_or("a choice without cases")?;
                format!(" = cplink::{}::{}", safe(name), safe(&case.name))
            }
            kind if is_number(kind) => format!(" = {}", value.none.unwrap_or(0)),
            _ => String::new(),
        };
        let _ = writeln!(out, "    {} {}{first};", of_value(api, value)?, member(value));
    }
    Ok(())
}

fn is_number(kind: Kind<'_>) -> bool {
    matches!(kind, Kind::Time | Kind::Integer | Kind::Number | Kind::Size | Kind::Count | Kind::Code)
}

/// A list: the vector itself, and beside it what else is known of the whole.
fn list(out: &mut String, api: &Api, noun: &Noun) -> Result<(), String> {
    let class = safe(&noun.noun);
    let main = noun.values.iter().find(|value| value.main).ok_or("a list has a main value")?;
    let vector = of_value(api, main)?;
    out.push('\n');
    doc::write(out, api, "", &noun.en);
    let others: Vec<&Value> = noun.values.iter().filter(|value| !value.main).collect();
    if others.is_empty() {
        let _ = writeln!(out, "using {class} = {vector};");
        return Ok(());
    }
    let _ = writeln!(out, "struct {class} : {vector} {{");
    for value in others {
        members(out, api, std::slice::from_ref(value))?;
    }
    out.push_str("};\n");
    Ok(())
}

/// Reads the noun itself.
fn whole(out: &mut String, api: &Api, noun: &Noun) -> Result<(), String> {
    let class = safe(&noun.noun);
    let place = Place::of(noun, "raw");
    let _ = writeln!(out, "\ninline cplink::{class} {}_of({}) {{", noun.noun, place.parameters());
    match (noun.shape, noun.values.as_slice()) {
        (Shape::List, [only]) => {
            let _ = writeln!(out, "    return {};", place.read(api, only)?);
        }
        (Shape::List, values) => {
            let _ = writeln!(out, "    cplink::{class} all;");
            for value in values {
                let read = place.read(api, value)?;
                let _ = if value.main {
                    writeln!(out, "    static_cast<{} &>(all) = {read};", of_value(api, value)?)
                } else {
                    writeln!(out, "    all.{} = {read};", member(value))
                };
            }
            out.push_str("    return all;\n");
        }
        (_, values) => {
            out.push_str("    return {\n");
            for value in values {
                let _ = writeln!(out, "        {},", place.read(api, value)?);
            }
            if lends(api, noun)? {
                out.push_str("        nullptr,\n");
            }
            out.push_str("    };\n");
        }
    }
    out.push_str("}\n");
    Ok(())
}

/// Copies the values out of a handle that was given, and frees it.
fn taking(out: &mut String, api: &Api, noun: &Noun) -> Result<(), String> {
    if noun.lent_only {
        return Ok(());
    }
    let (class, c) = (safe(&noun.noun), noun.c_name());
    let _ = writeln!(out, "\ninline cplink::{class} take({c} *raw) {{");
    let _ = if lends(api, noun)? {
        writeln!(
            out,
            "    const std::shared_ptr<const {c}> owner(raw, {c}_free);\n    cplink::{class} all = {}_of(raw);\n    \
             all.owner = owner;\n    return all;",
            noun.noun
        )
    } else {
        writeln!(out, "    const handle<{c}, {c}_free> owned(raw);\n    return {}_of(raw);", noun.noun)
    };
    out.push_str("}\n");
    Ok(())
}

/// Whether objects are lent from its handle, which then must stay.
fn lends(api: &Api, noun: &Noun) -> Result<bool, String> {
    for value in &noun.values {
        let inner = match value.kind()? {
            Kind::Noun(name) => api.noun(name)?,
            _ => continue,
        };
        if inner.shape == Shape::Object || inner.records.iter().flat_map(|record| &record.values).any(is_object(api)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_object(api: &Api) -> impl Fn(&Value) -> bool + '_ {
    |value| match value.kind() {
        Ok(Kind::Noun(name)) => api.noun(name).is_ok_and(|noun| noun.shape == Shape::Object),
        _ => false,
    }
}

/// An error's values: kept by what is thrown, which copies without failing.
pub(super) fn error(api: &Api, noun: &Noun) -> Result<String, String> {
    let mut out = String::from("\nnamespace detail {\n");
    structure(&mut out, api, "error_facts", &noun.en, &noun.values, "")?;
    let place = Place::of(noun, "raw");
    let _ = writeln!(out, "\ninline error_facts error_facts_of({}) {{\n    return {{", place.parameters());
    for value in &noun.values {
        let _ = writeln!(out, "        {},", place.read(api, value)?);
    }
    out.push_str("    };\n}\n\n/// The values of an error that keeps them as `facts()`.\n");
    out.push_str("template <typename Self> class error_base {\n  public:\n");
    for value in &noun.values {
        let kind = of_value(api, value)?;
        let is_plain = is_number(value.kind()?) || matches!(value.kind()?, Kind::Flag | Kind::Choice(_));
        let given = if is_plain { kind } else { format!("const {kind} &") };
        let space = if is_plain { " " } else { "" };
        doc::write(&mut out, api, "    ", &doc::value(value)?);
        let _ = writeln!(
            out,
            "    {given}{space}{0}() const noexcept {{ return static_cast<const Self *>(this)->facts().{0}; }}",
            member(value)
        );
    }
    Ok(out + "};\n\n} // namespace detail\n")
}
