//! The lists of ids in `relay-mock/openapi.json`; the rest of that document is written by hand.

use std::fs;
use std::path::Path;

use super::catalogue::Catalogue;

/// The document.
pub(super) const PATH: &str = "relay-mock/openapi.json";

/// The schemas whose `enum` is a catalogue's.
const SCHEMAS: [&str; 2] = ["ProblemCode", "State"];

/// The document with its lists as the catalogues have them.
pub(super) fn json(root: &Path) -> Result<String, String> {
    let path = root.join(PATH);
    let mut text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    for schema in SCHEMAS {
        let catalogue = Catalogue::read(root, schema)?;
        let made = with_list(&text, schema, &catalogue.ids_of_protocol());
        text = made.ok_or_else(|| format!("openapi.json: no list of {schema}"))?;
    }
    Ok(text)
}

/// The text with another list of ids in a schema.
fn with_list(text: &str, schema: &str, ids: &[&str]) -> Option<String> {
    let at = text.find(&format!("\n      \"{schema}\": {{"))?;
    let (before, rest) = text.split_at(at + text[at..].find("\"enum\": [")?);
    let (_, after) = rest.split_once(']')?;
    let lines: Vec<String> = ids.iter().map(|id| format!("          \"{id}\"")).collect();
    Some(format!("{before}\"enum\": [\n{}\n        ]{after}", lines.join(",\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_put_into_its_own_schema() {
        let text = "{\n      \"Other\": {\n        \"enum\": [\n          \"x\"\n        ]\n      },\n      \"State\": \
                    {\n        \"enum\": [\n          \"old\"\n        ]\n      }\n}\n";
        let made = with_list(text, "State", &["a", "b"]).unwrap();
        assert!(
            made.contains("\"x\"\n") && made.contains("[\n          \"a\",\n          \"b\"\n        ]\n      }\n}")
        );
        assert_eq!(with_list(&made, "State", &["old"]).unwrap(), text);
        assert_eq!(with_list(text, "None", &[]), None);
    }
}
