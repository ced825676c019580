//! Functions without a handle: a namespace of that name.

use std::fmt::Write as _;

use super::super::Api;
use super::super::kind::Kind;
use super::super::model::{Noun, Parameter, Verb};
use super::doc;
use super::name::safe;
use super::types::of_result;

/// The functions of a noun.
pub(super) fn all(api: &Api, noun: &Noun) -> Result<String, String> {
    let mut out = String::new();
    out.push('\n');
    doc::write(&mut out, api, "", &noun.en);
    let _ = writeln!(out, "namespace {} {{", safe(&noun.noun));
    for verb in &noun.verbs {
        function(&mut out, api, noun, verb).map_err(|error| format!("{}: {error}", verb.name))?;
    }
    Ok(out + &format!("\n}} // namespace {}\n", safe(&noun.noun)))
}

fn function(out: &mut String, api: &Api, noun: &Noun, verb: &Verb) -> Result<(), String> {
    // What may be left out comes last.
    let (may, must): (Vec<&Parameter>, Vec<&Parameter>) = verb.takes.iter().partition(|parameter| parameter.optional);
    let parameters = must.iter().chain(&may).map(|parameter| taken(parameter)).collect::<Result<Vec<_>, _>>()?;
    let mut arguments = vec![format!("{}_{}", noun.c_name(), verb.name)];
    for parameter in &verb.takes {
        arguments.push(match parameter.kind()? {
            Kind::Text | Kind::Path if parameter.optional => format!("{}.get()", parameter.name),
            Kind::Text | Kind::Path => format!("detail::c_text({})", parameter.name),
            _ => parameter.name.clone(),
        });
    }
    let arguments = arguments.join(", ");
    let (kind, body) = match verb.gives.as_slice() {
        [] => ("void".to_owned(), format!("detail::call({arguments})")),
        [one] => {
            let kind = of_result(api, one)?;
            let body = match one.kind()? {
                Kind::Text if one.lent => format!("return detail::text({arguments}).str()"),
                Kind::Text | Kind::Bytes => format!("return bytes(detail::value<cpl_bytes *>({arguments})).str()"),
                Kind::Flag => format!("return detail::value<std::int32_t>({arguments}) != 0"),
                _ => format!("return detail::value<{kind}>({arguments})"),
            };
            (if one.kind()? == Kind::Bytes { "std::string".to_owned() } else { kind }, body)
        }
        _ => return Err("gives more than one thing: by hand".to_owned()),
    };
    out.push('\n');
    doc::write(out, api, "", &verb.en);
    let _ = writeln!(out, "inline {kind} {}({}) {{\n    {body};\n}}", safe(&verb.name), parameters.join(", "));
    Ok(())
}

fn taken(parameter: &Parameter) -> Result<String, String> {
    let name = &parameter.name;
    Ok(match parameter.kind()? {
        Kind::Text | Kind::Path if parameter.optional => format!("maybe_text {name} = maybe_text()"),
        Kind::Text | Kind::Path => format!("const std::string &{name}"),
        Kind::Number => format!("std::uint32_t {name}"),
        Kind::Count => format!("std::size_t {name}"),
        Kind::Code => format!("std::int32_t {name}"),
        Kind::Flag => format!("bool {name}"),
        other => return Err(format!("{name}: {other:?} is by hand")),
    })
}
