//! What is said of the cells of a row, by the plans of the file's layout.

use super::check;
use super::plan::Plan;
use super::sheet::Sheet;
use super::split::Oddity;
use super::surplus;
use crate::finding::{Finding, Findings, Rule};
use crate::record::{Cells, Span, Table, guard};
use crate::spec::{Layout, Version};
use crate::text;

/// Judges the rows of a file, and remembers what is told once.
pub(super) struct Judge {
    plans: Vec<Plan>,
    version: Option<[u8; 6]>,
    sheet: Sheet,
    /// Columns of which was said that they hold formulas, or another encoding than the file.
    guarded: Columns,
    mixed: Columns,
    /// Whether was said that rows end in commas.
    commas: bool,
    /// Columns of the row whose values were read without the marks beside them.
    pub(super) marked: Vec<usize>,
}

/// Columns, a bit each; of those behind the 128th nothing is told but once for all.
#[derive(Default)]
struct Columns(u128);

impl Columns {
    /// Adds a column; whether it is new.
    fn add(&mut self, column: usize) -> bool {
        let bit = 1 << column.min(127);
        let is_new = self.0 & bit == 0;
        self.0 |= bit;
        is_new
    }
}

/// The first cell, which says the CSV version.
fn version(cells: Cells<'_>) -> &[u8] {
    let bytes = cells.get(0).map(Span::bytes).unwrap_or_default();
    guard::unmarked(bytes).unwrap_or(bytes)
}

impl Judge {
    /// A judge by this layout.
    pub(super) fn new(layout: &'static Layout) -> Self {
        Self {
            plans: Plan::of(layout),
            version: None,
            sheet: Sheet::default(),
            guarded: Columns::default(),
            mixed: Columns::default(),
            commas: false,
            marked: Vec::new(),
        }
    }

    /// The layout of the whole file, which the first record's version decides.
    pub(super) fn layout(table: &Table, first: Cells<'_>) -> Option<&'static Layout> {
        let text = text::decode(table.encoding(), version(first)).ok()?;
        Version::parse(&text::to_half_width(&text)?)?.layout(table.kind())
    }

    /// The first record's CSV version, where it is six digits.
    pub(super) fn version(&self) -> Option<String> {
        self.version.map(|digits| digits.iter().map(|digit| char::from(*digit)).collect())
    }

    /// What is to be said of the whole file when it has ended.
    pub(super) fn end(&self, findings: &mut Findings) {
        self.sheet.findings().for_each(|finding| findings.push_of_file(finding));
    }

    /// What is said of a cell that is not split as it should be. A column of formulas is told once.
    pub(super) fn oddity(&mut self, layout: &Layout, row: u64, column: usize, oddity: Oddity, findings: &mut Findings) {
        if oddity == Oddity::Guard && !self.guarded.add(column) {
            return;
        }
        let rule = match oddity {
            Oddity::Guard => Rule::CsvFormulaGuard,
            Oddity::Open => Rule::CsvQuoteOpen,
            Oddity::Text => Rule::CsvQuoteText,
            Oddity::Stray => Rule::CsvQuoteStray,
        };
        findings.push(check::at_any(rule, layout.fields.get(column), row));
    }

    /// Looks at the cells of a row, whose bytes are `line`. Whether there is a control character among them.
    pub(super) fn cells(
        &mut self,
        table: &Table,
        row: u64,
        line: &[u8],
        cells: Cells<'_>,
        findings: &mut Findings,
    ) -> bool {
        let (width, encoding) = (table.layout().fields.len(), table.encoding());
        self.marked.clear();
        self.version_of(table.layout(), row, version(cells), findings);
        // A spreadsheet writes rows that somebody emptied as commas alone.
        if cells.len() > 1 && cells.iter().all(|span| span.len() == 0) {
            findings.push(Finding::new(Rule::CsvBlankRow).at_row(row));
            return false;
        }
        let (mut looked_for_nul, mut has_control) = (false, false);
        let mut is_block = |findings: &mut Findings| {
            let is_block = !std::mem::replace(&mut looked_for_nul, true) && surplus::has_nul_block(line);
            if is_block {
                findings.push(Finding::new(Rule::CsvNulBlock).at_row(row));
            }
            is_block
        };
        let Self { plans, sheet, mixed, guarded, marked, commas, .. } = self;
        if cells.len() != width {
            if is_block(findings) {
                return true;
            }
            let rule = if cells.len() < width { Rule::CsvColumnsShort } else { Rule::CsvColumnsLong };
            // Commas behind the last item are written behind every row.
            let is_bare = cells.len() > width && cells.iter().skip(width).all(|span| span.len() == 0);
            if !(is_bare && std::mem::replace(commas, true)) {
                findings.push(Finding::new(rule).at_row(row).with_parameter(width.to_string()));
            }
        }
        for (column, (plan, span)) in plans.iter().zip(cells.iter()).enumerate() {
            if plan.passes(span, encoding) {
                continue;
            }
            if is_block(findings) {
                return true;
            }
            let (field, mut is_forbidden) = (plan.field(), false);
            // Doubled quotes inside matter to no check: only free text has them.
            check::field(field, span.bytes(), encoding, row, &mut |finding| match finding.rule() {
                Rule::TextUtf8 if !mixed.add(column) => {}
                Rule::FieldTextMark => {
                    if !span.is_open() {
                        marked.push(column);
                    }
                    if guarded.add(column) {
                        findings.push(finding);
                    }
                }
                rule => {
                    has_control |= rule == Rule::TextControl;
                    is_forbidden = !matches!(rule, Rule::TextEscaped | Rule::TextLost);
                    findings.push(finding);
                }
            });
            if is_forbidden {
                sheet.item(field, encoding, span.bytes());
            }
        }
        sheet.row(table.layout(), cells);
        for (extra, span) in cells.iter().enumerate().skip(width) {
            let seen = text::scan(encoding, span.bytes());
            if let Some((position, character)) = seen.control {
                has_control = true;
                findings.push(check::at_control(None, row, position, character));
            }
            if let Some(offset) = seen.undecodable {
                let at = format!("{}:{}", extra + 1, offset + 1);
                findings.push(Finding::new(Rule::TextUndecodable).at_row(row).with_parameter(at));
            }
        }
        has_control
    }

    /// The version has decided the layout, so it is looked at first.
    fn version_of(&mut self, layout: &Layout, row: u64, cell: &[u8], findings: &mut Findings) {
        let Ok(digits) = <[u8; 6]>::try_from(cell) else { return };
        if self.version == Some(digits) || !digits.iter().all(u8::is_ascii_digit) {
            return;
        }
        let say = |rule| check::at(rule, &layout.fields[0], row);
        findings.push(if self.version.is_some() {
            say(Rule::VersionMixed)
        } else {
            self.version = Some(digits);
            if digits == *layout.version.value().as_bytes() {
                return;
            }
            match Version::ALL.iter().find(|version| version.value().as_bytes() == digits) {
                None => say(Rule::VersionUnknown),
                // The first record has no version, so this one came too late.
                Some(known) if known.layout(layout.kind).is_some() => say(Rule::VersionMixed),
                Some(known) => say(Rule::VersionUnsupported).with_parameter(known.value()),
            }
        });
    }
}
