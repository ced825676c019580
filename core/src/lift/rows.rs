//! The rows.

use super::{Deed, Remark};
use crate::error::{Code, Error, Result};
use crate::record::{OwnRow, Row, Table};
use crate::spec::{Change, Field, FieldType, Kind, Layout, Version, What, changes};

const VERSION: (&str, &str) = ("別のCSVバージョンに変換したためです。", "The row was converted to another CSV version.");
const SHORT_ROW: (&str, &str) = ("元の行にこの項目がありません。", "The row did not have the item.");
const SURPLUS: (&str, &str) =
    ("レイアウトにない項目のため、内容を判定できません。", "The layout does not define these columns.");
const LENGTH: (&str, &str) = ("項目の長さが異なります。", "The item's length differs.");

/// Rows of another version, and what became of their fields.
#[derive(Debug)]
pub struct Lifted {
    /// The rows.
    pub table: Table,
    /// Every field that was set, filled, dropped or shortened, in the order of the layout.
    pub remarks: Vec<Remark>,
}

impl Lifted {
    /// Whether no value was dropped.
    pub fn is_lossless(&self) -> bool {
        !self.remarks.iter().any(|remark| remark.deed() == Deed::Dropped)
    }
}

/// The rows of a table as rows of a version; the table itself stays. Rows of a version whose layout is not
/// known (202504, 202410 …) were read by the current layout and become rows of it.
///
/// # Errors
/// [`Code::LayoutVersion`], with the reason, where the version does not have the kind.
pub fn convert(table: &Table, to: Version) -> Result<Lifted> {
    let kind = table.kind();
    let Some(target) = to.layout(kind) else {
        let why =
            change(kind, What::KindAdded, None).map_or("the version has no such files", |change| change.reason_en);
        return Err(Error::new(Code::LayoutVersion).with_detail(why));
    };
    let mut remarks = Remarks(Vec::new());
    let plan = Plan::new(table.layout(), target);
    let mut made = Table::of(target, table.encoding());
    for (index, row) in table.rows().enumerate() {
        made.add(plan.row(&row, index as u64 + 1, &mut remarks));
    }
    let order = |remark: &Remark| (remark.field.map_or(u16::MAX, |field| field.number), remark.deed);
    remarks.0.sort_by_key(order);
    Ok(Lifted { table: made, remarks: remarks.0 })
}

/// The change that concerns a kind or one of its fields.
fn change(kind: Kind, what: What, field: Option<&str>) -> Option<&'static Change> {
    changes().iter().find(|change| {
        change.what == what && change.kinds.contains(&kind) && field.is_none_or(|field| change.fields.contains(&field))
    })
}

fn reason(
    kind: Kind,
    what: What,
    field: &str,
    otherwise: (&'static str, &'static str),
) -> (&'static str, &'static str) {
    change(kind, what, Some(field)).map_or(otherwise, |change| (change.reason_ja, change.reason_en))
}

struct Remarks(Vec<Remark>);

impl Remarks {
    fn say(&mut self, deed: Deed, field: Option<&'static Field>, reason: (&'static str, &'static str), row: u64) {
        let same = |remark: &&mut Remark| {
            remark.deed == deed
                && remark.field.map(|field| field.id) == field.map(|field| field.id)
                && remark.reason == reason
        };
        match self.0.iter_mut().find(same) {
            Some(remark) => remark.rows.push(row),
            None => self.0.push(Remark { deed, field, reason, rows: vec![row] }),
        }
    }
}

/// How columns go from one layout to another.
struct Plan {
    source: &'static Layout,
    target: &'static Layout,
    /// For each column of the target its column in the source.
    from: Vec<Option<usize>>,
    /// The source's columns that the target does not have.
    gone: Vec<usize>,
    /// What rows need that the source did not have, by the column that decides.
    needed: Vec<(usize, &'static Change)>,
}

impl Plan {
    fn new(source: &'static Layout, target: &'static Layout) -> Self {
        let from: Vec<_> = target.fields.iter().map(|field| source.index(field.id)).collect();
        let gone = (0..source.fields.len()).filter(|at| target.index(source.fields[*at].id).is_none()).collect();
        let new = |change: &&Change| {
            change.what == What::FieldAdded
                && change.kinds.contains(&target.kind)
                && change.one_of.iter().any(|id| target.index(id).is_some() && source.index(id).is_none())
        };
        let needed = changes().iter().filter(new).filter_map(|change| Some((source.index(change.when?)?, change)));
        Self { source, target, from, gone, needed: needed.collect() }
    }

    fn row(&self, row: &Row<'_>, number: u64, remarks: &mut Remarks) -> OwnRow {
        let kind = self.target.kind;
        let mut own = OwnRow::with_capacity(self.target.fields.len());
        for (field, from) in self.target.fields.iter().zip(&self.from) {
            match *from {
                Some(column) if column < row.len() => self.cell(row, column, field, number, remarks, &mut own),
                Some(_) => {
                    remarks.say(Deed::Filled, Some(field), SHORT_ROW, number);
                    own.push("");
                }
                None => {
                    let reason = reason(kind, What::FieldAdded, field.id, SHORT_ROW);
                    remarks.say(Deed::Filled, Some(field), reason, number);
                    own.push("");
                }
            }
        }
        for column in self.gone.iter().copied().filter(|column| !row.bytes(*column).is_empty()) {
            let field = &self.source.fields[column];
            remarks.say(Deed::Dropped, Some(field), reason(kind, What::FieldAdded, field.id, LENGTH), number);
        }
        for (column, change) in &self.needed {
            let text = row.text(*column).unwrap_or_default();
            // A subtotal of a service type is no service.
            let special = self.source.fields[*column].sentinels.iter().any(|each| each.matches(text.as_bytes()));
            if !special && change.begins.iter().any(|begin| text.starts_with(begin)) {
                let field = change.one_of.first().and_then(|id| self.target.field(id));
                remarks.say(Deed::Needed, field, (change.reason_ja, change.reason_en), number);
            }
        }
        let width = self.source.fields.len();
        if row.len() > width {
            if width != self.target.fields.len() {
                remarks.say(Deed::Moved, None, SURPLUS, number);
            }
            (width..row.len()).for_each(|column| copy(row, column, &mut own));
        }
        own
    }

    /// A cell that both layouts have.
    fn cell(
        &self,
        row: &Row<'_>,
        column: usize,
        field: &'static Field,
        number: u64,
        remarks: &mut Remarks,
        own: &mut OwnRow,
    ) {
        if field.id == "csv_version" {
            let version = self.target.version.value();
            if *row.bytes(column) != *version.as_bytes() {
                remarks.say(Deed::Set, Some(field), VERSION, number);
            }
            own.push(version);
            return;
        }
        let (Some(most), Some(before)) = (field.length, self.source.fields[column].length) else {
            return copy(row, column, own);
        };
        let bytes = row.bytes(column);
        if most >= before || bytes.len() <= usize::from(most) {
            return copy(row, column, own);
        }
        let reason = reason(self.target.kind, What::FieldWidened, field.id, LENGTH);
        match shorter(field, &bytes, usize::from(most)) {
            Some(text) => {
                remarks.say(Deed::Shortened, Some(field), reason, number);
                own.push(&text);
            }
            None => {
                remarks.say(Deed::TooLong, Some(field), reason, number);
                copy(row, column, own);
            }
        }
    }
}

/// The number without leading zeros, where that fits.
fn shorter(field: &Field, bytes: &[u8], most: usize) -> Option<String> {
    if field.kind != FieldType::Integer || !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let zeros = bytes.iter().take_while(|byte| **byte == b'0').count().min(bytes.len().saturating_sub(1));
    let rest = &bytes[zeros..];
    (rest.len() <= most).then(|| rest.iter().map(|digit| char::from(*digit)).collect())
}

/// Adds a cell as it stands: bytes as they were read, text as the host set it.
fn copy(row: &Row<'_>, column: usize, own: &mut OwnRow) {
    match row.own_text(column) {
        Some(text) => own.push(text),
        None => own.push_bytes(&row.bytes(column)),
    }
}
