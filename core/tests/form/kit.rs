//! Forms of rows, as they are and as a browser sees them.

use std::fs;
use std::path::{Path, PathBuf};

use cplink::form::{FormKind, HtmlPainter, Item, Lines, NameTable, Page, Slip, Style};
use cplink::record::Table;
use cplink::spec::{FieldType, Kind};
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
    let found = units(&["202407/month", "202208/month"], kinds);
    assert!(found.len() >= 10, "{}", found.len());
    found
}

/// Every unit in folders of `spec-fixtures` that has rows of one of these kinds.
pub(crate) fn units(within: &[&str], kinds: &[Kind]) -> Vec<Unit> {
    let units = within.iter().flat_map(|within| folders(&root().join(within))).map(|folder| Unit::of(&folder));
    units.filter(|unit| kinds.iter().any(|kind| !unit.rows(*kind).is_empty())).collect()
}

/// The page of a title.
pub(crate) fn titled<'a>(pages: &'a [Value], title: &str) -> &'a Value {
    pages.iter().find(|page| page["title"] == title).unwrap_or_else(|| panic!("{title}"))
}

/// Everything that pages say, what is circled in brackets, without line ends.
pub(crate) fn said(pages: &[Page]) -> String {
    let mut said = String::new();
    let mut say = |lines: &Lines| {
        for run in lines.lines.iter().flatten() {
            said += &if run.style == Style::Circled { format!("<{}>", run.text) } else { run.text.clone() };
        }
        said.push('|');
    };
    for item in pages.iter().flat_map(|page| &page.items) {
        match item {
            Item::Label(label) => say(&label.lines),
            Item::Grid(grid) => grid.cells.iter().for_each(|cell| say(&cell.lines)),
            Item::Rule(_) | Item::Picture(_) => {}
        }
    }
    said
}

/// The ids of a layout's key fields.
pub(crate) fn keys(table: &Table) -> Vec<&'static str> {
    table.layout().keys.iter().map(|key| table.layout().fields[*key].id).collect()
}

/// That a value of each field is seen on the forms of tables with one row of the kind, but for some fields: a marked
/// text as itself, a date as it is read, each code so that it is told from all others and from none. `alike` are codes
/// that say what a blank says.
pub(crate) fn check_fields(tables: &[Table], kind: Kind, unseen: &[&str], alike: &[(&str, &str)]) {
    let at = tables.iter().position(|table| table.kind() == kind).unwrap();
    let with = |field: &str, value: &str| {
        let mut tables = tables.to_vec();
        tables[at].set(0, field, value).unwrap();
        said(&pages(&tables.iter().collect::<Vec<_>>()))
    };
    let mut count = 0;
    for field in tables[at].layout().fields.iter().filter(|field| !unseen.contains(&field.id)) {
        match field.kind {
            FieldType::Date => {
                let [one, other] = ["20350607", "２０３５９９９９"].map(|value| with(field.id, value));
                assert!(one.contains("17年6月7日") && other.contains("20359999"), "{}", field.id);
            }
            FieldType::Code => {
                let codes = field.codes.unwrap().codes.iter().map(|code| code.code);
                let codes = codes.filter(|code| !alike.contains(&(field.id, code)));
                let mut all: Vec<String> = codes.chain(["", "印9印"]).map(|code| with(field.id, code)).collect();
                assert!(all.last().unwrap().contains("印9印"), "{}", field.id);
                let count = all.len();
                all.sort();
                all.dedup();
                assert_eq!(all.len(), count, "{}", field.id);
            }
            _ => {
                let marked = with(field.id, "印甲印");
                assert!(marked.contains("印甲印"), "{}", field.id);
            }
        }
        count += 1;
    }
    assert_eq!(count + unseen.len(), tables[at].layout().fields.len());
}

/// Every unit of both versions that has rows of one of these kinds and is as it should be.
pub(crate) fn sound(kinds: &[Kind]) -> Vec<Unit> {
    units(&["202407/month", "202407/valid", "202208/month"], kinds)
}

/// A table of a kind with these rows, each a list of fields; all of one user and plan.
pub(crate) fn plan(kind: Kind, rows: &[&[(&str, &str)]]) -> Table {
    let mut table = Table::new(kind);
    for fields in rows {
        let row = table.push();
        let whose =
            [("insurer_number", "990010"), ("insured_person_number", "0000000101"), ("care_plan_date", "20250918")];
        for (field, value) in whose.iter().chain(*fields) {
            table.set(row, field, value).unwrap();
        }
    }
    table
}

/// Of the pages those of one form, without the sheets behind them.
pub(crate) fn of_form<'a>(pages: &'a [Value], form: &str) -> Vec<&'a Value> {
    let is_of = |page: &&Value| {
        let title = page["title"].as_str().unwrap();
        title.starts_with(form) && !title.contains("別紙")
    };
    pages.iter().filter(is_of).collect()
}

/// A day of 平成 or 令和 in words; nothing for none.
pub(crate) fn in_words(date: &Value) -> String {
    let date = date.as_str().unwrap_or_default();
    if date.is_empty() {
        return String::new();
    }
    let [year, month, day] = [&date[..4], &date[4..6], &date[6..]].map(|part| part.parse::<u32>().unwrap());
    let year = if date >= "20190501" { format!("令和{}", year - 2018) } else { format!("平成{}", year - 1988) };
    format!("{year}年{month}月{day}日")
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
