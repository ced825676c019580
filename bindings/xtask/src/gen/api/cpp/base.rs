//! The bases of the classes that hold a handle: their values and their settings.

use std::fmt::Write as _;

use super::super::Api;
use super::super::model::{Noun, Setting};
use super::name::{member, safe};
use super::read::Place;
use super::types::of_value;
use super::{doc, structure};

/// The structures of its lists, and the base class.
pub(super) fn class(api: &Api, noun: &Noun) -> Result<String, String> {
    let mut out = String::new();
    structure::records_of(&mut out, api, noun)?;
    out.push_str("\nnamespace detail {\n");
    out.push_str(&structure::readers(api, noun, "raw")?);
    let c = noun.c_name();
    let _ = writeln!(
        out,
        "\n/// The values of a class that has `get()`.\ntemplate <typename Self> class {}_base {{\n  public:",
        noun.noun
    );
    let place = Place::of(noun, "raw");
    for value in &noun.values {
        let kind = of_value(api, value)?;
        doc::write(&mut out, api, "    ", &doc::value(value)?);
        let _ = writeln!(out, "    {kind} {}() const {{", member(value));
        let _ = writeln!(out, "        const {c} *raw = static_cast<const Self *>(this)->get();");
        let _ = writeln!(out, "        return {};\n    }}", place.read(api, value)?);
    }
    for setting in &noun.settings {
        self::setting(&mut out, api, setting)?;
    }
    if !noun.settings.is_empty() {
        let _ = writeln!(
            out,
            "\n  private:\n    Self &put(const char *key, const std::string &value) {{\n        \
             Self &self = static_cast<Self &>(*this);\n        call({c}_set, self.get(), key, detail::c_text(value));\n        \
             return self;\n    }}"
        );
    }
    Ok(out + "};\n\n} // namespace detail\n")
}

fn setting(out: &mut String, api: &Api, setting: &Setting) -> Result<(), String> {
    let name = &setting.name;
    let default = match (&setting.default, setting.kind.as_str()) {
        (None, _) => String::new(),
        (Some(default), "flag") => format!(" Default: {}.", if default == "0" { "false" } else { "true" }),
        (Some(default), "text") => format!(" Default: `{default}`."),
        (Some(default), _) => format!(" Default: {default}."),
    };
    let adds = if setting.adds { " Each call adds one." } else { "" };
    doc::write(out, api, "    ", &format!("{}{default}{adds}", setting.en));
    let (kind, put) = match setting.kind.as_str() {
        "text" => ("const std::string &", format!("put(\"{name}\", value)")),
        "flag" => ("bool ", format!("put(\"{name}\", value ? \"1\" : \"0\")")),
        "milliseconds" | "number" => ("std::uint32_t ", format!("put(\"{name}\", std::to_string(value))")),
        "secret" => ("const secret &", format!("static_cast<Self *>(this)->set_secret(\"{name}\", value)")),
        other => return Err(format!("{name}: a setting cannot be {other}")),
    };
    let _ = writeln!(out, "    Self &{}({kind}value) {{ return {put}; }}", safe(name));
    Ok(())
}
