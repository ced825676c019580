//! A picture belongs to the record that names it: the same bytes under another person's name are another picture.

use cplink::interpret::means_the_same;
use cplink::record::{Row, Table};
use cplink::spec::Kind;
use cplink::unit::sealed_name;

use super::finding::Finding;
use super::taken::Taken;
use crate::certify::scenario::Expected;

/// The item that names a family's picture.
const NAME: &str = "family_image_filename";

/// The records whose picture is not that of the case. One that is not there at all is told as an attachment.
pub(super) fn pictures(right: &Expected, taken: &Taken<'_>, clause: &str) -> Vec<Finding> {
    let (expected, got) = (right.tables.iter(), taken.tables.get(Kind::Upkihon.name()));
    let expected = expected.filter(|table| table.kind() == Kind::Upkihon);
    let pairs = expected.flat_map(|expected| {
        let rows = 0..got.map_or(0, Table::len);
        rows.filter_map(move |row| Some((expected, got?, row)))
    });
    let wrong = pairs.filter_map(|(expected, got, place)| {
        let (row, field) = (got.row(place)?, got.layout().field(NAME)?);
        let same = expected.rows().find(|other| is_same_record(expected, other, &row))?;
        let (right_name, name) = (text(&same, NAME), text(&row, NAME));
        let right = right.attachments.iter().find(|attachment| attachment.name == right_name)?;
        let is_it = |given: &str| sealed_name(given).eq_ignore_ascii_case(&name);
        let file = taken.attachments.iter().find(|file| is_it(&file.name))?;
        let is_other = file.sha256 != right.sha256;
        is_other.then(|| Finding::changed(got.kind().name(), field, place, clause, &right_name, &name))
    });
    wrong.collect()
}

fn is_same_record(table: &Table, one: &Row<'_>, other: &Row<'_>) -> bool {
    let mut identity = table.layout().identity.iter().filter_map(|column| table.layout().fields.get(*column));
    identity.all(|field| means_the_same(field, &text(one, field.id), &text(other, field.id)))
}

fn text(row: &Row<'_>, field: &str) -> String {
    row.get(field).map(|text| text.into_owned()).unwrap_or_default()
}
