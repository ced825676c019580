//! The expressions that read values from a handle.

use super::super::Api;
use super::super::kind::Kind;
use super::super::model::{Noun, Shape, Value};
use super::name::safe;
use super::types::of_value;

/// Where values are: of the noun itself, or of an item of a list in it.
pub(super) struct Place<'a> {
    noun: &'a Noun,
    /// The beginning of the names of its functions in C.
    prefix: String,
    /// The handle and the places of the items.
    arguments: Vec<String>,
}

impl<'a> Place<'a> {
    pub(super) fn of(noun: &'a Noun, handle: &str) -> Self {
        Self { noun, prefix: format!("{}_", noun.c_name()), arguments: vec![handle.to_owned()] }
    }

    /// An item of a list: `index`, and `one` within that.
    pub(super) fn item(&self, list: &Value) -> Self {
        let one = list.one.clone().unwrap_or_default();
        let prefix = if list.main { self.prefix.clone() } else { format!("{}{one}_", self.prefix) };
        let index = if self.arguments.len() == 1 { "index".to_owned() } else { one };
        Self { noun: self.noun, prefix, arguments: [self.arguments.as_slice(), &[index]].concat() }
    }

    /// The parameters by which an item is read.
    pub(super) fn parameters(&self) -> String {
        let indices = self.arguments[1..].iter().map(|index| format!(", std::size_t {index}"));
        format!("const {} *{}{}", self.noun.c_name(), self.arguments[0], indices.collect::<String>())
    }

    fn arguments(&self) -> String {
        self.arguments.join(", ")
    }

    /// Reads a value.
    pub(super) fn read(&self, api: &Api, value: &Value) -> Result<String, String> {
        let function = format!("{}{}", self.prefix, value.name);
        let arguments = self.arguments();
        let of_error = if self.noun.is_error { "fact_" } else { "" };
        let get = |kind: &str| format!("{of_error}value<{kind}>({function}, {arguments})");
        let text = format!("{of_error}text({function}, {arguments}).str()");
        Ok(match value.kind()? {
            Kind::Text => text,
            Kind::Bytes => format!("vector_of(bytes({function}, {arguments}))"),
            Kind::Flag => format!("{} != 0", get("std::int32_t")),
            Kind::Choice(name) => format!("static_cast<cplink::{}>({})", safe(name), get("std::int32_t")),
            Kind::Numbers => format!("numbers({function}, {arguments})"),
            Kind::Texts => self.texts(value),
            Kind::Records(record) => self.records(value, record),
            Kind::Noun(name) => {
                let lent = get(&format!("const cpl_{name} *"));
                match (api.noun(name)?.shape, name, value.optional) {
                    (_, "error", true) => format!("maybe_lent({lent})"),
                    (_, "error", false) => format!("lent({lent})"),
                    (Shape::Object, ..) => format!("cplink::{}_ref({lent})", safe(name)),
                    _ => format!("{name}_of({lent})"),
                }
            }
            _ => get(&of_value(api, value)?),
        })
    }

    /// How many items a list has.
    fn len(&self, value: &Value) -> String {
        let name = if value.main { String::new() } else { format!("{}_", value.name) };
        format!("value<std::size_t>({}{name}len, {})", self.prefix, self.arguments())
    }

    fn texts(&self, value: &Value) -> String {
        let item = self.item(value);
        let mut function = item.prefix.trim_end_matches('_').to_owned();
        if value.main {
            function = format!("{function}_{}", value.one.as_deref().unwrap_or_default());
        }
        format!(
            "list<std::string>({},\n            [&](std::size_t {}) {{ return text({function}, {}).str(); }})",
            self.len(value),
            item.arguments.last().map_or("", String::as_str),
            item.arguments()
        )
    }

    fn records(&self, value: &Value, record: &str) -> String {
        let item = self.item(value);
        format!(
            "list<cplink::{}>({},\n            [&](std::size_t {}) {{ return {record}_of({}); }})",
            safe(record),
            self.len(value),
            item.arguments.last().map_or("", String::as_str),
            item.arguments()
        )
    }
}
