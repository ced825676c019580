//! The rows.

use super::{Change, Remark};
use crate::error::{Code, Error, Result};
use crate::record::{OwnRow, Row, Table};
use crate::sort::sort_by_key;
use crate::spec::{ChangeKind, CodeList, Field, FieldType, Kind, Layout, LayoutChange, Version, changes};

/// Why, in Japanese and English.
type Reason = (&'static str, &'static str);

const VERSION: Reason = ("別のCSVバージョンに変換したためです。", "The row was converted to another CSV version.");
const SHORT_ROW: Reason = ("元の行にこの項目がありません。", "The row did not have the item.");
const SURPLUS: Reason =
    ("レイアウトにない項目のため、内容を判定できません。", "The layout does not define these columns.");
const LENGTH: Reason = ("項目の長さが異なります。", "The item's length differs.");
const TYPE: Reason = ("項目の型が異なります。", "The item's type differs.");
const NO_FIELD: Reason = ("このCSVバージョンにこの項目はありません。", "This CSV version has no such item.");

/// Rows of another version, and what became of their fields.
#[derive(Debug)]
pub struct Translated {
    /// The rows.
    pub table: Table,
    /// Every field that was set, filled, dropped or shortened, in the order of the layout.
    pub remarks: Vec<Remark>,
}

impl Translated {
    /// Whether no value was dropped.
    pub fn is_lossless(&self) -> bool {
        !self.remarks.iter().any(|remark| remark.change() == Change::Dropped)
    }
}

/// The rows of a table as rows of a version; the table itself stays. Rows of a version whose layout is not
/// known (202504, 202410 …) were read by the current layout and become rows of it.
///
/// # Errors
/// [`Code::LayoutVersion`], with the reason, where the version does not have the kind.
pub fn table(table: &Table, to: Version) -> Result<Translated> {
    let kind = table.kind();
    let changes = changes_between(table.version(), to);
    let Some(target) = to.layout(kind) else {
        let why = change(&changes, kind, &[ChangeKind::KindAdded, ChangeKind::KindRemoved], None)
            .map_or("the version has no such files", |change| change.reason_en);
        return Err(Error::new(Code::LayoutVersion).with_detail(why));
    };
    Ok(by_layout(table, target, &changes))
}

/// The rows as rows of a layout of their kind.
fn by_layout(table: &Table, target: &'static Layout, changes: &[&'static LayoutChange]) -> Translated {
    let mut remarks = Remarks(Vec::new());
    let plan = Plan::new(table.layout(), target, changes);
    let mut made = Table::of(target, table.encoding());
    for (index, row) in table.rows().enumerate() {
        made.add(plan.row(&row, index as u64 + 1, &mut remarks));
    }
    let order = |remark: &Remark| (remark.field.map_or(u16::MAX, |field| field.number), remark.change);
    sort_by_key(&mut remarks.0, order);
    Translated { table: made, remarks: remarks.0 }
}

/// What the versions behind the older of the two, up to the newer one, changed.
fn changes_between(one: Version, other: Version) -> Vec<&'static LayoutChange> {
    let (older, newer) = (one.min(other), one.max(other));
    changes().iter().filter(|change| older < change.version && change.version <= newer).collect()
}

/// The change of one of these sorts that concerns a kind or one of its fields.
fn change(
    changes: &[&'static LayoutChange],
    kind: Kind,
    what: &[ChangeKind],
    field: Option<&str>,
) -> Option<&'static LayoutChange> {
    changes.iter().copied().find(|change| {
        what.contains(&change.what)
            && change.kinds.contains(&kind)
            && field.is_none_or(|field| change.fields.contains(&field))
    })
}

/// Why a field is in one of two versions only.
const PRESENCE: &[ChangeKind] = &[ChangeKind::FieldAdded, ChangeKind::FieldRemoved];
/// Why its length differs.
const WIDTH: &[ChangeKind] = &[ChangeKind::FieldWidened, ChangeKind::FieldNarrowed];

struct Remarks(Vec<Remark>);

impl Remarks {
    fn say(&mut self, change: Change, field: Option<&'static Field>, reason: Reason, row: u64) {
        let same = |remark: &&mut Remark| {
            remark.change == change
                && remark.field.map(|field| field.id) == field.map(|field| field.id)
                && remark.reason == reason
        };
        match self.0.iter_mut().find(same) {
            Some(remark) => remark.rows.push(row),
            None => self.0.push(Remark { change, field, reason, rows: vec![row] }),
        }
    }
}

/// How columns go from one layout to another.
struct Plan<'a> {
    source: &'static Layout,
    target: &'static Layout,
    changes: &'a [&'static LayoutChange],
    /// For each column of the target its column in the source.
    from: Vec<Option<usize>>,
    /// The source's columns that the target does not have.
    gone: Vec<usize>,
    /// What rows need that the source did not have, by the column that decides.
    needed: Vec<(usize, &'static LayoutChange)>,
}

impl<'a> Plan<'a> {
    fn new(source: &'static Layout, target: &'static Layout, changes: &'a [&'static LayoutChange]) -> Self {
        let from: Vec<_> = target.fields.iter().map(|field| source.index(field.id)).collect();
        let gone = (0..source.fields.len()).filter(|at| target.index(source.fields[*at].id).is_none()).collect();
        let new = |change: &&LayoutChange| {
            change.kinds.contains(&target.kind)
                && change.one_of.iter().any(|id| target.index(id).is_some() && source.index(id).is_none())
        };
        let needed = changes.iter().copied().filter(new);
        let needed = needed.filter_map(|change| Some((source.index(change.when?)?, change))).collect();
        Self { source, target, changes, from, gone, needed }
    }

    /// Why, by the table of changes.
    fn reason(&self, what: &[ChangeKind], field: &Field, otherwise: Reason) -> Reason {
        change(self.changes, self.target.kind, what, Some(field.id))
            .map_or(otherwise, |change| (change.reason_ja, change.reason_en))
    }

    fn row(&self, row: &Row<'_>, number: u64, remarks: &mut Remarks) -> OwnRow {
        let mut own = OwnRow::with_capacity(self.target.fields.len());
        for (field, from) in self.target.fields.iter().zip(&self.from) {
            match *from {
                Some(column) if column < row.len() => self.cell(row, column, field, number, remarks, &mut own),
                Some(_) => {
                    remarks.say(Change::Filled, Some(field), SHORT_ROW, number);
                    own.push("");
                }
                None => {
                    remarks.say(Change::Filled, Some(field), self.reason(PRESENCE, field, SHORT_ROW), number);
                    own.push("");
                }
            }
        }
        for column in self.gone.iter().copied().filter(|column| !row.bytes(*column).is_empty()) {
            let field = &self.source.fields[column];
            remarks.say(Change::Dropped, Some(field), self.reason(PRESENCE, field, NO_FIELD), number);
        }
        for (column, change) in &self.needed {
            let text = row.text(*column).unwrap_or_default();
            // A subtotal of a service type is no service.
            let special = self.source.fields[*column].sentinels.iter().any(|each| each.matches(text.as_bytes()));
            if !special && change.begins.iter().any(|begin| text.starts_with(begin)) {
                let field = change.one_of.first().and_then(|id| self.target.field(id));
                remarks.say(Change::Needed, field, (change.reason_ja, change.reason_en), number);
            }
        }
        let width = self.source.fields.len();
        if row.len() > width {
            if width != self.target.fields.len() {
                remarks.say(Change::Moved, None, SURPLUS, number);
            }
            (width..row.len()).for_each(|column| row.copy_cell(column, &mut own));
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
        let bytes = row.bytes(column);
        if field.id == "csv_version" {
            let version = self.target.version.value();
            if *bytes != *version.as_bytes() {
                remarks.say(Change::Set, Some(field), VERSION, number);
            }
            own.push(version);
            return;
        }
        let source = &self.source.fields[column];
        if is_retyped(source, field, &bytes) {
            remarks.say(Change::Retyped, Some(field), self.reason(&[ChangeKind::FieldRetyped], field, TYPE), number);
            return row.copy_cell(column, own);
        }
        let before = source.length.unwrap_or(u16::MAX);
        let Some(most) = field.length.filter(|most| *most < before && bytes.len() > usize::from(*most)) else {
            return row.copy_cell(column, own);
        };
        let reason = self.reason(WIDTH, field, LENGTH);
        match shorter(field, &bytes, usize::from(most)) {
            Some(text) => {
                remarks.say(Change::Shortened, Some(field), reason, number);
                own.push(&text);
            }
            None => {
                remarks.say(Change::TooLong, Some(field), reason, number);
                row.copy_cell(column, own);
            }
        }
    }
}

/// Whether a value may mean something else in the target's field, or nothing.
fn is_retyped(source: &Field, target: &Field, bytes: &[u8]) -> bool {
    if bytes.is_empty() || target.sentinels.iter().any(|each| each.matches(bytes)) {
        return false;
    }
    let has_code = |list: &CodeList| list.codes.iter().any(|value| value.code.as_bytes() == bytes);
    source.kind != target.kind
        || target.constant.is_some_and(|constant| source.constant != target.constant && constant.as_bytes() != bytes)
        || (source.codes != target.codes && target.codes.is_some_and(|list| !has_code(list)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{CodeValue, Duplicate, Required};

    /// A version that drops, shortens, retypes, reorders and renames.
    const MADE: &Layout = &Layout {
        kind: Kind::Upsikyu,
        version: Version::V202407,
        name_ja: "作例",
        month: None,
        single_month: false,
        keys: &[],
        identity: &[],
        duplicate: Duplicate::Row,
        duplicate_field: None,
        certain: true,
        places: &[],
        has_typed_form: false,
        fields: &[
            field(1, "csv_version", FieldType::Month, Some(6), None),
            field(2, "units", FieldType::Integer, Some(3), None),
            field(3, "provider_number", FieldType::Alnum, Some(10), None),
            // 保険者番号 under another name, in another place.
            field(4, "insurer_number", FieldType::Digits, Some(6), None),
            field(5, "over_30_days", FieldType::Code, Some(1), Some(&CODES)),
            field(6, "target_month", FieldType::Date, Some(8), None),
            field(7, "provider_name", FieldType::Alnum, Some(4), None),
        ],
    };
    static CODES: CodeList =
        CodeList { id: "flag", name_ja: "作例", codes: &[CodeValue { code: "1", name_ja: "該当" }] };
    const CHANGES: &[&LayoutChange] = &[&LayoutChange {
        version: Version::V202407,
        what: ChangeKind::FieldRemoved,
        kinds: &[Kind::Upsikyu],
        fields: &["service_code"],
        reason_ja: "廃止されました。",
        reason_en: "It was abolished.",
        when: None,
        begins: &[],
        one_of: &[],
    }];

    const fn field(
        number: u16,
        id: &'static str,
        kind: FieldType,
        length: Option<u16>,
        codes: Option<&'static CodeList>,
    ) -> Field {
        Field {
            number,
            id,
            name_ja: "作例",
            kind,
            length,
            exact: false,
            hyphen: false,
            required: Required::No,
            codes,
            sentinels: &[],
            constant: None,
            certain: true,
            note: "",
        }
    }

    fn sample() -> Table {
        let mut table = Table::new(Kind::Upsikyu);
        for (units, code, over) in [("0123", "111111", "1"), ("4567", "", "0")] {
            let row = table.push();
            for (id, value) in [
                ("insurer_number", "990010"),
                ("target_month", "202510"),
                ("provider_number", "9970000111"),
                ("provider_name", "見本"),
                ("service_code", code),
                ("units", units),
                ("over_30_days", over),
                ("office_code", ""),
            ] {
                table.set(row, id, value).unwrap();
            }
        }
        table
    }

    fn told(translated: &Translated) -> Vec<(&'static str, &'static str, Vec<u64>)> {
        let remarks = translated.remarks.iter().filter(|remark| remark.change() != Change::Filled);
        remarks.map(|each| (each.change().name(), each.field().unwrap().id, each.rows().to_vec())).collect()
    }

    #[test]
    fn a_version_that_shrinks_tells_every_value_that_is_lost_or_may_not_fit() {
        let translated = by_layout(&sample(), MADE, CHANGES);
        assert_eq!(
            told(&translated),
            [
                ("shortened", "units", vec![1]),
                ("too_long", "units", vec![2]),
                ("retyped", "over_30_days", vec![2]),
                ("retyped", "target_month", vec![1, 2]),
                ("retyped", "provider_name", vec![1, 2]),
                ("dropped", "service_code", vec![1]),
            ]
        );
        assert!(!translated.is_lossless());
        let reason = |change| translated.remarks.iter().find(|remark| remark.change() == change).unwrap().reason_en();
        assert_eq!(reason(Change::Dropped), "It was abolished.");
        assert_eq!(reason(Change::Retyped), TYPE.1);
        let cells: Vec<String> =
            (0..7).map(|column| translated.table.row(0).unwrap().text(column).unwrap().into_owned()).collect();
        assert_eq!(cells, ["202407", "123", "9970000111", "990010", "1", "202510", "見本"]);
    }

    #[test]
    fn what_the_smaller_layout_does_not_have_is_empty_on_the_way_back() {
        let small = by_layout(&sample(), MADE, CHANGES).table;
        let back = by_layout(&small, crate::spec::layout(Kind::Upsikyu), CHANGES);
        let of = |id: &str| back.table.row(0).unwrap().get(id).unwrap().into_owned();
        assert_eq!(
            (of("insurer_number").as_str(), of("units").as_str(), of("service_code").as_str()),
            ("990010", "123", "")
        );
        let filled = back.remarks.iter().find(|each| each.field().is_some_and(|field| field.id == "service_code"));
        let filled = filled.unwrap();
        assert_eq!(
            (filled.change(), filled.rows(), filled.reason_en()),
            (Change::Filled, &[1, 2][..], "It was abolished.")
        );
    }

    #[test]
    fn rows_of_fields_that_are_gone_have_no_typed_form() {
        use crate::typed::{TypedRow as _, Upsikyu};
        let small = by_layout(&sample(), MADE, CHANGES).table;
        let refused = |result: Result<()>| assert_eq!(result.unwrap_err().code(), Code::LayoutVersion);
        refused(small.typed::<Upsikyu>().map(drop));
        refused(Upsikyu::from_row(&small.row(0).unwrap()).map(drop));
        refused(small.texts(Kind::Upsikyu, 0..1).map(drop));
        refused(small.clone().push_texts(&["202407"]).map(drop));
    }
}
