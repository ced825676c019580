//! Forms of rows, as they are and as a browser sees them.

use std::fs;
use std::path::{Path, PathBuf};

use cplink::form::{FormKind, HtmlPainter, NameTable, Page, Slip};
use cplink::record::Table;
use cplink::spec::Kind;
use cplink_testkit::fixtures::{folders, json, root};
use cplink_testkit::must_run;
use serde_json::{Value, from_str};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/form/cells.py");

/// The HTML of all forms.
pub(crate) fn html(slip: &Slip<'_>) -> Vec<u8> {
    let mut painter = HtmlPainter::begin(Vec::new()).unwrap();
    for page in slip.pages(FormKind::ALL, &NameTable::default()) {
        painter.page(&page).unwrap();
    }
    painter.end().unwrap()
}

/// The pages as a browser sees them.
pub(crate) fn seen(html: &[u8]) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("forms.html"), html).unwrap();
    let said = must_run(folder.path(), "python3", &[SCRIPT, "forms.html"]);
    let Value::Array(mut files) = from_str(&said).unwrap() else { panic!("{said}") };
    let Value::Array(pages) = files.remove(0) else { panic!("{said}") };
    pages
}

/// The pages of all forms, without a painter.
pub(crate) fn pages(tables: &[&Table]) -> Vec<Page> {
    let slip = Slip::of_unit(tables.iter().copied());
    slip.pages(FormKind::ALL, &NameTable::default()).collect()
}

/// A unit of the month: its name, its tables, and its rows as Python wrote them down.
pub(crate) struct Unit {
    pub(crate) folder: PathBuf,
    pub(crate) tables: Vec<Table>,
    rows: Value,
}

impl Unit {
    /// The unit in a folder of `spec-fixtures`.
    pub(crate) fn of(folder: &Path) -> Self {
        let contents = cplink_testkit::fixtures::contents(&folder.join("files"));
        let tables = contents.files.into_iter().filter_map(|file| file.table).collect();
        Self { folder: folder.to_owned(), tables, rows: json(&folder.join("rows.json")) }
    }

    /// The pages of its forms as a browser sees them.
    pub(crate) fn seen(&self) -> Vec<Value> {
        seen(&html(&Slip::of_unit(&self.tables)))
    }

    /// The rows of a kind.
    pub(crate) fn rows(&self, kind: Kind) -> Vec<&Value> {
        let files = self.rows["files"].as_array().unwrap().iter().filter(|file| file["kind"] == kind.name());
        files.flat_map(|file| file["rows"].as_array().unwrap()).collect()
    }
}

/// Every unit of both versions' month that has rows of one of these kinds.
pub(crate) fn month(kinds: &[Kind]) -> Vec<Unit> {
    let folders = ["202407", "202208"].into_iter().flat_map(|version| folders(&root().join(version).join("month")));
    let units = folders.map(|folder| Unit::of(&folder));
    let found: Vec<_> = units.filter(|unit| kinds.iter().any(|kind| !unit.rows(*kind).is_empty())).collect();
    assert!(found.len() >= 10, "{}", found.len());
    found
}

/// The cells of a page's table by its caption.
pub(crate) fn cells<'a>(page: &'a Value, caption: &str) -> &'a [Value] {
    let tables = page["tables"].as_array().unwrap();
    let table = tables.iter().find(|table| table["caption"] == caption).unwrap_or_else(|| panic!("{caption}"));
    table["cells"].as_array().unwrap()
}

/// The cell at a place.
pub(crate) fn at(cells: &[Value], row: u64, column: u64) -> &Value {
    cells.iter().find(|cell| cell["row"] == row && cell["column"] == column).unwrap_or(&Value::Null)
}

/// What a cell says.
pub(crate) fn text(cell: &Value) -> &str {
    cell["text"].as_str().unwrap_or_default()
}

/// What stands to the right of a head.
pub(crate) fn beside<'a>(cells: &'a [Value], head: &str) -> &'a Value {
    let head = cells.iter().find(|cell| text(cell).replace('\n', "") == head).unwrap_or_else(|| panic!("{head}"));
    let column = head["column"].as_u64().unwrap() + head["columns"].as_u64().unwrap();
    at(cells, head["row"].as_u64().unwrap(), column)
}
