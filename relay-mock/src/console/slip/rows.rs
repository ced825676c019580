//! The rows of the CSV files as tables, a page at a time.

use std::collections::{HashMap, HashSet};

use cplink::finding::{Finding, Severity};
use cplink::record::Row;
use cplink::spec::Field;
use cplink::unit::FileContents;

use super::pager::ROWS;
use super::{FindingView, Pager, Reading};

/// Findings that are said beside a row; what is more is in the list of all.
const BESIDE: usize = 8;

/// Cells behind the layout's that are shown of a row.
const SURPLUS: usize = 10;
/// Characters of a cell that are shown: more than any item of the standard has.
const CHARACTERS: usize = 10_000;

/// A CSV file to choose.
pub(crate) struct FileTab {
    pub(crate) name: String,
    pub(crate) title: &'static str,
    pub(crate) rows: usize,
}

/// A file that is no CSV.
pub(crate) struct OtherFile {
    pub(crate) place: usize,
    pub(crate) name: String,
    pub(crate) size: u64,
}

impl OtherFile {
    pub(crate) fn all(reading: &Reading) -> Vec<Self> {
        let other = |(place, file): (usize, &super::SlipFile)| Self { place, name: file.name.clone(), size: file.size };
        reading.others().map(other).collect()
    }

    pub(crate) fn shown_size(&self) -> String {
        shown_size(self.size)
    }
}

/// A size as people read it.
pub(crate) fn shown_size(size: u64) -> String {
    match size {
        0..1024 => format!("{size} バイト"),
        1024..1_048_576 => format!("{} KB", size.div_ceil(1024)),
        _ => format!("{:.1} MB", size as f64 / 1_048_576.0),
    }
}

/// A cell.
pub(crate) struct CellView {
    pub(crate) text: String,
    /// What its code means.
    pub(crate) meaning: Option<&'static str>,
    pub(crate) class: &'static str,
}

/// A row with what is said of it.
pub(crate) struct RowView {
    pub(crate) number: usize,
    pub(crate) cells: Vec<CellView>,
    pub(crate) findings: Vec<FindingView>,
    /// How many more there are.
    pub(crate) more: usize,
}

/// A file's rows, a page of them.
pub(crate) struct RowsView {
    pub(crate) tabs: Vec<FileTab>,
    pub(crate) at: usize,
    pub(crate) heads: Vec<&'static Field>,
    /// Cells behind the layout's: a head for each.
    pub(crate) surplus: usize,
    pub(crate) pager: Pager,
    pub(crate) rows: Vec<RowView>,
    /// Names of CSV files that are no table: the findings say why.
    pub(crate) unread: Vec<String>,
}

impl RowsView {
    /// `None` where there is no file with rows.
    pub(crate) fn of(reading: &Reading, at: usize, page: usize) -> Option<Self> {
        let files = reading.contents.files.iter().filter_map(|file| Some((file, file.table.as_ref()?)));
        let files: Vec<_> = files.collect();
        let at = at.min(files.len().checked_sub(1)?);
        let (file, table) = files[at];
        let pager = Pager::new(page, table.len(), ROWS);
        let shown = pager.skipped()..pager.last();
        let said = said(reading, file);
        let view = |number: usize| {
            let row = table.row(number)?;
            let said = said.get(&(number as u64 + 1)).map_or(&[][..], Vec::as_slice);
            Some(row_view(number + 1, &row, said, reading))
        };
        let heads: Vec<&'static Field> = table.layout().fields.iter().collect();
        let rows: Vec<RowView> = shown.filter_map(view).collect();
        let widest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let tab = |(file, table): &(&FileContents, &cplink::record::Table)| FileTab {
            name: file.file.clone(),
            title: table.layout().name_ja,
            rows: table.len(),
        };
        let unread = reading.contents.files.iter().filter(|file| file.table.is_none());
        Some(Self {
            at,
            surplus: widest.saturating_sub(heads.len()),
            heads,
            pager,
            rows,
            unread: unread.map(|file| file.file.clone()).collect(),
            tabs: files.iter().map(tab).collect(),
        })
    }
}

/// The findings of a file by row.
fn said<'r>(reading: &'r Reading, file: &FileContents) -> HashMap<u64, Vec<&'r Finding>> {
    let mut said: HashMap<u64, Vec<&Finding>> = HashMap::new();
    for finding in reading.findings.iter().filter(|finding| finding.file() == Some(file.file.as_str())) {
        if let Some(row) = finding.row() {
            said.entry(row).or_default().push(finding);
        }
    }
    said
}

fn row_view(number: usize, row: &Row<'_>, said: &[&Finding], reading: &Reading) -> RowView {
    let of_severity = |severity: Severity| -> HashSet<u16> {
        said.iter().filter(|finding| finding.severity() == severity).filter_map(|one| one.item_number()).collect()
    };
    let (bad, warn) = (of_severity(Severity::Error), of_severity(Severity::Warning));
    let fields = row.layout().fields;
    let count = row.len().max(fields.len());
    let shown = count.min(fields.len() + SURPLUS);
    let cells = (0..shown).map(|column| {
        let field = fields.get(column);
        let number = field.map_or(0, |field| field.number);
        let class = if bad.contains(&number) {
            "bad"
        } else if warn.contains(&number) {
            "warn"
        } else {
            ""
        };
        let text = text(row, column);
        let meaning = field.and_then(|field| {
            let is_it = |value: &&cplink::spec::CodeValue| value.code == text.trim();
            field.codes.and_then(|list| list.codes.iter().find(is_it)).map(|value| value.name_ja)
        });
        CellView { text, meaning, class }
    });
    let more = (count > shown).then(|| format!("ほか{}項目", count - shown));
    let more = more.map(|text| CellView { text, meaning: None, class: "" });
    RowView {
        number,
        cells: cells.chain(more).collect(),
        findings: said.iter().take(BESIDE).map(|finding| FindingView::of(finding, reading)).collect(),
        more: said.len().saturating_sub(BESIDE),
    }
}

/// The text of a cell; of bytes that are none, their hexadecimal digits.
fn text(row: &Row<'_>, column: usize) -> String {
    let text = match row.text(column) {
        Ok(text) => text.into_owned(),
        Err(_) => {
            let bytes = row.bytes(column);
            let shown = &bytes[..bytes.len().min(CHARACTERS)];
            format!("読み取れない文字（{}）", base16ct::lower::encode_string(shown))
        }
    };
    match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…（長いため途中まで）", &text[..end]),
        None => text,
    }
}
