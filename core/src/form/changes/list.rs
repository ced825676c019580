//! The list of what the forms do not show: user by user, field by field.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::people::People;
use crate::form::cells::{code, date, text, time};
use crate::form::listing::Listing;
use crate::form::page::Sheet;
use crate::form::people::person;
use crate::form::table_6;
use crate::form::table_7;
use crate::form::user::key_of;
use crate::interpret::{Comparison, Difference, is_compared};
use crate::record::Row;
use crate::spec::{Field, FieldType, Kind, layout};

const TITLE: &str = "変更点の一覧";
/// What stands for a value that is not there.
const NONE: &str = "（なし）";
const COLUMNS: [(&str, f32); 7] = [
    ("利用者", 38.0),
    ("種類", 42.0),
    ("行（変更前→変更後）", 26.0),
    ("区分", 14.0),
    ("項目", 37.0),
    ("変更前", 60.0),
    ("変更後", 60.0),
];
/// How many rows are named where the same is said of several.
const NAMED: usize = 3;

/// What is said of a field, of as many rows as there are.
type Said = [String; 6];

/// The users whose rows of a kind are drawn before the list.
pub(super) type Drawn<'s> = HashSet<(&'s [String; 3], Kind)>;

/// What is known of the users.
struct About<'s, 'd> {
    people: &'d People,
    /// Those whose rows of a kind are drawn before the list.
    drawn: &'d Drawn<'s>,
}

/// The list; it says so where nothing differs, and where the forms show all.
pub(super) fn listing(tables: &[(Kind, Comparison)], alone: &[(Kind, bool, usize)], drawn: &Drawn<'_>) -> Listing<7> {
    let people = People::of(tables.iter().flat_map(|(_, table)| [&table.old, &table.new]));
    let about = About { people: &people, drawn };
    let mut rows = Vec::new();
    for (kind, is_new, count) in alone {
        let [old, new] = [NONE.to_owned(), format!("{count}行")];
        let [old, new] = if *is_new { [old, new] } else { [new, old] };
        let side = if *is_new { "追加" } else { "取消" };
        rows.push(["", title(*kind), "", side, "ファイル全体", &old, &new].map(str::to_owned));
    }
    for (kind, table) in tables {
        // What is said of several rows is said once, in the order of the first of them.
        let mut order: Vec<Said> = Vec::new();
        let mut places: BTreeMap<Said, Vec<String>> = BTreeMap::new();
        for (place, said) in of_table(*kind, table, &about) {
            let rows = places.entry(said.clone()).or_default();
            if rows.is_empty() {
                order.push(said);
            }
            rows.push(place);
        }
        for said in order {
            let place = shown_places(&places[&said]);
            let [user, kind, what, field, old, new] = said;
            rows.push([user, kind, place, what, field, old, new]);
        }
    }
    let about = match (drawn.is_empty(), rows.is_empty()) {
        (true, true) => "違いはありません。作成年月日など、書類を作った時と人の違いは比べていません。",
        (false, true) => "違いは、前のページの第6表・第7表にすべてあります。",
        (true, false) => "すべての違いです。作成年月日など、書類を作った時と人の違いは比べていません。",
        (false, false) => {
            "前のページの第6表・第7表にない違いです。作成年月日など、書類を作った時と人の違いは比べていません。"
        }
    };
    let (sheet, title, about) = (Sheet::Landscape, TITLE.to_owned(), about.to_owned());
    Listing { sheet, title, caption: TITLE, about, columns: COLUMNS, heads: 2, rows }
}

/// What is said of a table: the rows, and what.
fn of_table(kind: Kind, table: &Comparison, about: &About<'_, '_>) -> Vec<(String, Said)> {
    let still_there: BTreeSet<[String; 2]> = table.new.rows().map(|row| person(&row)).collect();
    let mut all = Vec::new();
    for difference in &table.differences {
        let (what, old, new, fields) = match difference {
            Difference::Added { row } => ("追加", None, Some(*row), None),
            Difference::Removed { row } => ("取消", Some(*row), None, None),
            Difference::Changed { old, new, fields } => ("変更", Some(*old), Some(*new), Some(fields.as_slice())),
        };
        let [before, after] = [old.and_then(|row| table.old.row(row)), new.and_then(|row| table.new.row(row))];
        let Some(row) = after.as_ref().or(before.as_ref()) else { continue };
        let number = |row: Option<usize>| row.map_or_else(|| "－".to_owned(), |row| (row + 1).to_string());
        let place = format!("{}→{}", number(old), number(new));
        let mut say = |what: &str, field: &str, old: String, new: String| {
            let said = [about.people.whose(row), title(kind).to_owned(), what.to_owned(), field.to_owned(), old, new];
            all.push((place.clone(), said));
        };
        if new.is_none() && !still_there.contains(&person(row)) {
            // A slip takes the place of the one before for the users it names; of others it says nothing.
            let gone = "新しい方にこの利用者の行がありません（取下げではありません）".to_owned();
            say("記載なし", "この利用者の行", String::new(), gone);
            continue;
        }
        for field in told(kind, row, fields, about) {
            let [old, new] = [&before, &after].map(|row| {
                let value = row.as_ref().map_or_else(String::new, |row| value(row, field));
                if value.is_empty() { NONE.to_owned() } else { value }
            });
            say(what, field.name_ja, old, new);
        }
    }
    all
}

/// The fields of a row that are told of: those that changed; of a row that came or went those that have a value. What the
/// forms show is left out.
fn told(kind: Kind, row: &Row<'_>, changed: Option<&[&'static Field]>, about: &About<'_, '_>) -> Vec<&'static Field> {
    let is_drawn = about.drawn.contains(&(&key_of(row), kind));
    let is_shown = |field: &Field| match kind {
        Kind::Upplan | Kind::Upjsk => is_drawn && table_6::shows(row, field.id),
        Kind::Upsikyu => is_drawn && table_7::shows(field.id),
        _ => false,
    };
    let layout = row.layout();
    let Some(changed) = changed else {
        let has_value = |field: &&'static Field| is_compared(field) && !text(row, field.id).is_empty();
        let all: Vec<&'static Field> = layout.fields.iter().filter(has_value).collect();
        let is_key = |field: &Field| layout.keys.iter().any(|key| layout.fields[*key].id == field.id);
        let is_shown = |field: &Field| is_shown(field) || is_drawn && is_in_head(kind, field);
        let is_new = |field: &&'static Field| !is_key(field) && !is_shown(field);
        let told: Vec<&'static Field> = all.iter().copied().filter(is_new).collect();
        let is_on_a_form = all.iter().any(|field| !is_key(field) && is_shown(field));
        // Where nothing but the keys tells a row from others, they do.
        return if told.is_empty() && !is_on_a_form { all } else { told };
    };
    changed.iter().copied().filter(|field| !is_shown(field)).collect()
}

/// Whether the head of 第6表 shows the field of all rows, so that a row that comes or goes says nothing new.
fn is_in_head(kind: Kind, field: &Field) -> bool {
    matches!(kind, Kind::Upplan | Kind::Upjsk) && table_6::IN_HEAD.contains(&field.id)
}

/// `3→3、4→4 ほか58行`.
fn shown_places(places: &[String]) -> String {
    let named = places.iter().take(NAMED).cloned().collect::<Vec<_>>().join("、");
    let more = places.len().saturating_sub(NAMED);
    if more > 0 { format!("{named} ほか{more}行") } else { named }
}

fn title(kind: Kind) -> &'static str {
    layout(kind).name_ja
}

/// A value as people read it; a code with its name.
fn value(row: &Row<'_>, field: &Field) -> String {
    let said = text(row, field.id);
    match field.kind {
        FieldType::Date => date(&said),
        FieldType::Time => time(&said),
        _ => match code(row, field.id) {
            name if name != said => format!("{said} {name}"),
            _ => said,
        },
    }
}
