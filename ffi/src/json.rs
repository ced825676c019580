//! Rows as JSON: item id to text.

use cplink::record::Table;
use cplink::spec::Layout;
use cplink::{Code, Error, Result};
use serde_json::{Map, Value};

use crate::layout::wrong;

/// One row: the items of the layout by id, surplus ones as `column_N`.
fn object(layout: &Layout, items: impl IntoIterator<Item = String>) -> Value {
    let named = items.into_iter().enumerate().map(|(column, text)| {
        let name = layout.fields.get(column).map_or_else(|| format!("column_{}", column + 1), |field| field.id.into());
        (name, Value::String(text))
    });
    Value::Object(named.collect())
}

fn bytes(value: &Value) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|error| Error::new(Code::Bug).with_source(error))
}

pub(crate) fn row(layout: &Layout, items: Vec<String>) -> Result<Vec<u8>> {
    bytes(&object(layout, items))
}

pub(crate) fn table(table: &Table) -> Result<Vec<u8>> {
    let mut rows = Vec::with_capacity(table.len());
    for row in table.rows() {
        let items = (0..row.len()).map(|column| row.text(column).map(std::borrow::Cow::into_owned));
        let items = items.collect::<std::result::Result<Vec<_>, _>>().map_err(|_| Error::new(Code::Undecodable))?;
        rows.push(object(table.layout(), items));
    }
    bytes(&Value::Array(rows))
}

/// Adds the rows of an object or an array of objects: all of them or none.
pub(crate) fn add(table: &mut Table, json: &str) -> Result<()> {
    // The parser's own text could quote a value, so it is not passed on.
    let value: Value = serde_json::from_str(json).map_err(|_| wrong("not JSON"))?;
    let rows = match value {
        Value::Array(rows) => rows,
        value => vec![value],
    };
    let before = table.len();
    let added = rows.into_iter().try_for_each(|row| match row {
        Value::Object(items) => push(table, items),
        _ => Err(wrong("a row is an object")),
    });
    if added.is_err() {
        while table.len() > before {
            table.remove(table.len() - 1)?;
        }
    }
    added
}

fn push(table: &mut Table, items: Map<String, Value>) -> Result<()> {
    let index = table.push();
    for (field, value) in items {
        match value {
            Value::String(text) => table.set(index, &field, text)?,
            Value::Number(number) => table.set(index, &field, number.to_string())?,
            Value::Null => {}
            _ => return Err(wrong("an item is a text, a number or null")),
        }
    }
    Ok(())
}
