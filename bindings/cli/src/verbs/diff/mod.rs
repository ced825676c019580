//! `cplink diff`: what changed between two slips.

mod cell;
mod compared;
mod page;
mod people;
mod results;
mod words;

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use cplink::interpret::{Comparison, Difference, compare};
use cplink::record::Table;
use cplink::spec::{Kind, layout};
use cplink_cli::{About, Exit, Fault, Outcome, print};
use serde_json::{Value, json};

use self::cell::cell;
use self::compared::Compared;
use self::people::{People, Person};
use self::results::Sides;
use super::input::{Input, load};
use crate::shell::Shell;

#[derive(Args)]
pub(crate) struct Diff {
    #[arg(value_name = "A")]
    a: PathBuf,
    #[arg(value_name = "B")]
    b: PathBuf,
    #[arg(long)]
    html: bool,
    #[arg(long, value_name = "FILE", requires = "html")]
    out: Option<PathBuf>,
    #[arg(long, requires = "out")]
    force: bool,
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    monthly: Vec<String>,
}

impl Diff {
    pub(crate) fn run(self, shell: Shell) -> Outcome {
        let out = self.out.as_deref();
        if self.html {
            page::check_out(out, self.force, shell)?;
        }
        let (old, new) = (load(&self.a, None)?, load(&self.b, None)?);
        if let Some(sides) = Sides::of(&old, &new) {
            return self.results(&sides, shell);
        }
        if !self.monthly.is_empty() {
            return Err(Fault::argument(
                ["--monthly は、予定と実績を比べるときに使います。", "--monthly is for a plan and its results."],
                ["予定と実績を指定してください。", "Name a plan and results, or leave --monthly out."],
            ));
        }
        let compared = self.compare(&old, &new)?;
        let same = compared.alone.is_empty() && compared.tables.iter().all(|(_, table)| table.differences.is_empty());
        if self.html {
            page::write(&old, &new, out, self.force)?;
        }
        if !self.html || out.is_some() {
            print(&if shell.json { as_json(&compared, same) } else { words::text(&compared, same, shell.lang) })?;
        }
        Ok(if same { Exit::Done } else { Exit::Refused })
    }

    /// A plan with its results.
    fn results(&self, sides: &Sides<'_>, shell: Shell) -> Outcome {
        let out = self.out.as_deref();
        let compared = sides.compare(&self.monthly).about(self.b.display())?;
        if self.html {
            page::write_sides(sides, out, self.force)?;
        }
        if !self.html || out.is_some() {
            print(&if shell.json {
                results::as_json(sides, compared.clone())
            } else {
                results::text(sides, &compared, shell.lang)
            })?;
        }
        Ok(if results::is_settled(&compared) { Exit::Done } else { Exit::Refused })
    }

    fn compare(&self, old: &Input, new: &Input) -> Result<Compared, Fault> {
        let mut compared = Compared { people: People::default(), tables: Vec::new(), alone: Vec::new() };
        for input in [old, new] {
            input.unit.files.iter().for_each(|file| compared.people.learn(&file.table));
        }
        // In the order in which people know them: 第1表 … 第7表.
        let mut kinds = Kind::ALL.to_vec();
        kinds.sort_by_key(|kind| kind.number());
        for kind in kinds {
            match (table(old, kind).about(self.a.display())?, table(new, kind).about(self.b.display())?) {
                (Some(old), Some(new)) => compared.tables.push((kind, compare(old, new).about(self.b.display())?)),
                (None, None) => {}
                (old, _) => compared.alone.push((kind, old.is_none())),
            }
        }
        Ok(compared)
    }
}

fn table(input: &Input, kind: Kind) -> Result<Option<&Table>, Fault> {
    let mut tables = input.unit.files.iter().map(|file| &file.table).filter(|table| table.kind() == kind);
    match (tables.next(), tables.next()) {
        (_, Some(_)) => Err(Fault::argument(
            ["同じ種類のファイルがいくつもあります。", "There are several files of the same kind."],
            ["一つずつ比べてください。", "Compare them one by one."],
        )),
        (table, None) => Ok(table),
    }
}

fn as_json(compared: &Compared, same: bool) -> String {
    let mut changes = Vec::new();
    for (kind, table) in &compared.tables {
        // A slip says nothing of users it does not name.
        let users = [&table.old, &table.new].map(people::persons);
        let change = |difference| change(*kind, table, difference, &users, &compared.people);
        changes.extend(table.differences.iter().filter_map(change));
    }
    let alone: Vec<Value> = compared
        .alone
        .iter()
        .map(|(kind, new)| json!({ "kind": kind.name(), "only_in": if *new { "b" } else { "a" } }))
        .collect();
    format!("{:#}\n", json!({ "same": same, "changes": changes, "files": alone }))
}

fn change(
    kind: Kind,
    table: &Comparison,
    difference: &Difference,
    users: &[BTreeSet<Person>; 2],
    people: &People,
) -> Option<Value> {
    let (what, old, new, fields) = match difference {
        Difference::Added { row } => ("added", None, Some(*row), &[][..]),
        Difference::Removed { row } => ("removed", Some(*row), None, &[][..]),
        Difference::Changed { old, new, fields } => ("changed", Some(*old), Some(*new), fields.as_slice()),
    };
    let row = new.and_then(|row| table.new.row(row)).or_else(|| table.old.row(old?))?;
    let fields: Vec<Value> = fields
        .iter()
        .map(|field| {
            let of = |table: &Table, row: Option<usize>| row.and_then(|row| table.row(row)).map(|row| cell(&row, field.id));
            json!({ "field": field.id, "name_ja": field.name_ja, "old": of(&table.old, old), "new": of(&table.new, new) })
        })
        .collect();
    let identity: serde_json::Map<String, Value> = layout(kind)
        .identity
        .iter()
        .map(|at| layout(kind).fields[*at].id)
        .map(|id| (id.to_owned(), cell(&row, id).into()))
        .collect();
    Some(json!({
        "what": what,
        "kind": kind.name(),
        "user_name": people.name(&people::person(&row)),
        "user_in_both": users.iter().all(|users| users.contains(&people::person(&row))),
        "record": identity,
        "provider_name": row.get("provider_name"),
        "units": row.get("units"),
        "row_a": old.map(|row| row + 1),
        "row_b": new.map(|row| row + 1),
        "fields": fields,
    }))
}
