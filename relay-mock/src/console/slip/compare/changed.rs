//! An older and a newer slip.

use std::collections::HashSet;

use cplink::Result;
use cplink::form::Changes;
use cplink::interpret::{Difference, compare};
use cplink::json::FileJson;
use cplink::record::{Row, Table};
use cplink::spec::{Field, FieldType, Kind, ServiceType};

use super::clock::{clock, times};
use super::line::{DiffLine, by_day};
use super::people::{People, Person, cell, person};
use super::tables::tables;

/// A slip takes the place of the one before for the users it names; of others it says nothing.
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
                let gone = line(&row, "記載なし", format!("{title}：{GONE}"), String::new(), String::new());
                DiffLine { days: Vec::new(), class: "warn", ..gone }
            };
            old.row(*row).map(removed).into_iter().collect()
        }
        Difference::Changed { old: before, new: after, fields } => {
            let (Some(before), Some(after)) = (old.row(*before), new.row(*after)) else { return Vec::new() };
            let of = |field: &&'static Field| {
                let shown = |row: &Row<'_>| {
                    let text = cell(row, field.id);
                    clock(&text).filter(|_| field.kind == FieldType::Time).unwrap_or(text)
                };
                let [was, is] = [&before, &after].map(shown);
                line(
                    &after,
                    "変更",
                    format!("{title}「{}」 {}", field.name_ja, service(&after)).trim().to_owned(),
                    was,
                    is,
                )
            };
            fields.iter().map(of).collect()
        }
    }
}

/// Which service a row is of; nothing where it is of none.
fn service(row: &Row<'_>) -> String {
    let code = cell(row, "service_code");
    if code.is_empty() {
        return code;
    }
    let kind = ServiceType::of_service(code.as_bytes()).map_or("", |kind| kind.name_ja);
    let office = Some(cell(row, "provider_name")).filter(|name| !name.is_empty());
    let office = office.unwrap_or_else(|| cell(row, "provider_number"));
    let times = times(&cell(row, "service_start_time"), &cell(row, "service_end_time"));
    joined([times, office, kind.to_owned(), code, cell(row, "equipment_name")])
}

/// What a row is about: its service with units and count, else the fields that tell it from others.
fn about(row: &Row<'_>) -> String {
    let service = service(row);
    if !service.is_empty() {
        let number = |field: &str, unit: &str| {
            let text = cell(row, field);
            if text.is_empty() { text } else { format!("{text}{unit}") }
        };
        return joined([service, number("units", "単位"), number("service_count", "回")]);
    }
    let layout = row.layout();
    let own = layout.identity.iter().skip(layout.keys.len()).map(|at| cell(row, layout.fields[*at].id));
    joined(own)
}

fn joined(texts: impl IntoIterator<Item = String>) -> String {
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}
