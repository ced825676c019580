//! The JSON Schema of rows, files and units.

use serde_json::{Map, Value, json};

use super::field::by_number;
use super::spec::Spec;
use super::tables::{Layout, Tables};

/// `spec-fixtures/rows.schema.json`.
pub(super) fn json(spec: &Spec) -> Result<String, serde_json::Error> {
    let mut definitions = Map::new();
    definitions.insert("cell".to_owned(), cell());
    let mut files = Vec::new();
    for tables in spec.versions() {
        for layout in by_number(tables) {
            let name = row_name(spec, tables, layout);
            definitions.entry(name.clone()).or_insert_with(|| row(tables, layout));
            files.push(json!({
                "if": {
                    "properties": { "kind": { "const": layout.kind }, "version": { "const": tables.version.value } },
                    "required": ["kind", "version"],
                },
                "then": { "properties": { "rows": { "items": { "$ref": format!("#/$defs/{name}") } } } },
            }));
        }
    }
    definitions.insert("file".to_owned(), file(spec, files));
    definitions.insert("attachment".to_owned(), attachment());
    definitions.insert("unit".to_owned(), unit());
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "CarePlanLink rows",
        "description": "A file of the care-plan data exchange standard, or a sending unit, as JSON. Made by `cargo xtask gen` from core/src/spec; do not edit.",
        "if": { "required": ["files"] },
        "then": { "$ref": "#/$defs/unit" },
        "else": { "$ref": "#/$defs/file" },
        "$defs": definitions,
    });
    Ok(serde_json::to_string_pretty(&schema)? + "\n")
}

/// Layouts whose fields are those of the kind's newest one share its row.
fn row_name(spec: &Spec, tables: &Tables, layout: &Layout) -> String {
    let ids = |layout: &Layout| layout.fields.iter().map(|field| field.id.clone()).collect::<Vec<_>>();
    let same = spec.newest.layout(&layout.kind).filter(|newest| ids(newest) == ids(layout));
    let version = same.map_or(&tables.version.value, |newest| &newest.version);
    format!("{}_{version}", layout.kind)
}

fn cell() -> Value {
    let bytes = json!({ "type": "string", "pattern": "^([0-9a-f]{2})*$" });
    json!({
        "description": "The cell's text, empty for an empty cell. It is an object with bytes where the text alone would not give them back: they are no text of the file's encoding, or a character that CP932 holds twice.",
        "oneOf": [
            { "type": "string" },
            { "type": "integer", "description": "taken as its text; never written" },
            { "type": "null", "description": "taken as an empty cell; never written" },
            {
                "type": "object",
                "properties": { "cp932": bytes, "utf8": bytes, "text": { "type": "string" } },
                "additionalProperties": false,
                "oneOf": [{ "required": ["cp932"] }, { "required": ["utf8"] }],
            },
        ],
    })
}

fn row(tables: &Tables, layout: &Layout) -> Value {
    let mut properties = Map::new();
    for field in &layout.fields {
        let facts = field.facts(tables).join(" ");
        properties
            .insert(field.id.clone(), json!({ "$ref": "#/$defs/cell", "title": field.name_ja, "description": facts }));
    }
    properties.insert(
        "columns".to_owned(),
        json!({ "type": "integer", "minimum": 0, "description": "how many of the layout's columns the row has, where it has fewer" }),
    );
    properties.insert(
        "surplus".to_owned(),
        json!({ "type": "array", "items": { "$ref": "#/$defs/cell" }, "description": "the cells behind the layout's last column" }),
    );
    properties.insert(
        "version".to_owned(),
        json!({ "type": "string", "description": "whose layout a single row follows, where its CSV version does not name it" }),
    );
    json!({ "title": layout.name_ja, "type": "object", "properties": properties, "additionalProperties": false })
}

fn file(spec: &Spec, files: Vec<Value>) -> Value {
    let kinds: Vec<&str> = by_number(&spec.newest).into_iter().map(|layout| layout.kind.as_str()).collect();
    json!({
        "title": "a file's rows",
        "type": "object",
        "properties": {
            "name": { "type": "string", "description": "the file's name" },
            "kind": { "enum": kinds },
            "version": {
                "type": "string",
                "pattern": "^[0-9]{6}$",
                "description": "the CSV version whose layout the rows follow; one that is not known has the current one's columns",
            },
            "encoding": { "enum": ["cp932", "utf8"], "default": "cp932" },
            "rows": { "type": "array", "items": { "type": "object" } },
        },
        "required": ["kind", "rows"],
        "additionalProperties": false,
        "allOf": files,
    })
}

fn attachment() -> Value {
    json!({
        "type": "object",
        "properties": {
            "name": { "type": "string" },
            "media_type": { "type": "string" },
            "size": { "type": "integer", "minimum": 0 },
            "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
        },
        "required": ["name", "media_type", "size", "sha256"],
        "additionalProperties": false,
    })
}

fn unit() -> Value {
    json!({
        "title": "a sending unit",
        "type": "object",
        "properties": {
            "files": { "type": "array", "items": { "$ref": "#/$defs/file" } },
            "attachments": { "type": "array", "items": { "$ref": "#/$defs/attachment" } },
        },
        "required": ["files"],
        "additionalProperties": false,
    })
}
