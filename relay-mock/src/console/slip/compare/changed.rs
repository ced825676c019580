//! An older and a newer slip.

use std::collections::HashSet;

use cplink::Result;
use cplink::form::Changes;
use cplink::interpret::{Difference, compare};
use cplink::json::FileJson;
use cplink::record::{Row, Table};
use cplink::spec::{Field, Kind};

use super::line::{DiffLine, by_day};
use super::people::{People, Person, cell, person};
use super::tables::tables;

const GONE: &str = "新しい方にこの利用者の行がありません（取下げではありません）";

/// What is known of the people of two tables.
struct Around<'p> {
    people: &'p People,
    /// Those whom the newer one names.
    still_there: HashSet<Person>,
}

/// What changed, kind by kind.
pub(super) fn lines(old: &[FileJson], new: &[FileJson]) -> Result<Vec<DiffLine>> {
    let people = People::of(tables(old).chain(tables(new)));
    let mut kinds = Kind::ALL.to_vec();
    kinds.sort_by_key(|kind| kind.number());
    let mut lines = Vec::new();
    // Refuses two tables of a kind on a side.
    drop(Changes::between(tables(old), tables(new))?);
    for kind in kinds {
        let of_kind = |files: &'_ [FileJson]| tables(files).position(|table| table.kind() == kind);
        match (of_kind(old), of_kind(new)) {
            (Some(before), Some(after)) => {
                let compared = compare(&old[before].table, &new[after].table)?;
                let still_there = compared.new.rows().map(|row| person(&row)).collect();
                let around = Around { people: &people, still_there };
                let of = |difference: &Difference| changed(difference, &compared.old, &compared.new, &around);
                lines.extend(by_day(compared.differences.iter().flat_map(of).collect()));
            }
            (Some(at), None) => lines.push(alone(&old[at].table, false)),
            (None, Some(at)) => lines.push(alone(&new[at].table, true)),
            (None, None) => {}
        }
    }
    Ok(lines)
}

fn alone(table: &Table, is_new: bool) -> DiffLine {
    let rows = format!("{}行", table.len());
    let none = || "なし".to_owned();
    let (old, new) = if is_new { (none(), rows) } else { (rows, none()) };
    let what = if is_new { "新しい方だけにあります" } else { "古い方だけにあります" };
    DiffLine {
        user: String::new(),
        days: Vec::new(),
        what: what.to_owned(),
        class: "warn",
        subject: table.layout().name_ja.to_owned(),
        old,
        new,
    }
}

/// A line for each field that differs, or one for the row.
fn changed(difference: &Difference, old: &Table, new: &Table, around: &Around<'_>) -> Vec<DiffLine> {
    let title = old.layout().name_ja;
    let line = |row: &Row<'_>, what: &str, subject: String, old: String, new: String| DiffLine {
        user: around.people.named(&person(row)),
        days: row.get("service_date").map(|day| day.into_owned()).into_iter().collect(),
        what: what.to_owned(),
        class: "bad",
        subject,
        old,
        new,
    };
    match difference {
        Difference::Added { row } => {
            let added = |row: Row<'_>| line(&row, "追加", title.to_owned(), String::new(), about(&row));
            new.row(*row).map(added).into_iter().collect()
        }
        Difference::Removed { row } => {
            let removed = |row: Row<'_>| {
                if around.still_there.contains(&person(&row)) {
                    return line(&row, "取消", title.to_owned(), about(&row), String::new());
                }
                // A slip takes the place of the one before for the users it names; of others it says nothing.
                line(&row, GONE, title.to_owned(), String::new(), String::new())
            };
            old.row(*row).map(removed).into_iter().collect()
        }
        Difference::Changed { old: before, new: after, fields } => {
            let (Some(before), Some(after)) = (old.row(*before), new.row(*after)) else { return Vec::new() };
            let of = |field: &&'static Field| {
                let [was, is] = [&before, &after].map(|row| cell(row, field.id));
                line(&after, "変更", format!("{title}「{}」", field.name_ja), was, is)
            };
            fields.iter().map(of).collect()
        }
    }
}

/// What a row is about: the fields that tell it from others, but for whose it is.
fn about(row: &Row<'_>) -> String {
    let layout = row.layout();
    let own = layout.identity.iter().map(|at| &layout.fields[*at]);
    let own = own.filter(|field| !["insurer_number", "insured_person_number", "service_date"].contains(&field.id));
    let texts = own.map(|field| cell(row, field.id)).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join(" ")
}
