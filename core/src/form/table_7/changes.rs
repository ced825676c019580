//! Two slips of a month, row by row: before and after.

use std::collections::HashMap;

use super::grid::{Entry, shows};
use super::pages_of;
use crate::form::names::ServiceNames;
use crate::form::page::Page;
use crate::form::user::{UserView, key_of};
use crate::interpret::{Comparison, Difference};

/// The rows of every user of the newer slip, and behind them those that were taken away.
pub(in crate::form) type Entries<'a> = HashMap<[String; 3], Vec<Entry<'a>>>;

/// The pages of a user of the newer slip; none where no row of 第7表 differs.
pub(in crate::form) fn changes<'s, 'a>(
    before: Option<UserView<'s, 'a>>,
    after: UserView<'s, 'a>,
    entries: &mut Entries<'a>,
    names: &'s dyn ServiceNames,
) -> Option<impl Iterator<Item = Page> + use<'s, 'a>> {
    let entries = entries.remove(after.key())?;
    let differs = entries.iter().any(|entry| !entry.tag.is_empty());
    differs.then(|| pages_of(after, names, Some(before), entries))
}

/// All rows of a comparison, user by user.
pub(in crate::form) fn entries(compared: &Comparison) -> Entries<'_> {
    let (mut known, mut removed) = (HashMap::new(), Vec::new());
    for difference in &compared.differences {
        match difference {
            Difference::Removed { row } => removed.extend(compared.old.row(*row)),
            Difference::Added { row } => drop(known.insert(*row, (None, Vec::new()))),
            Difference::Changed { old, new, fields } => {
                let changed: Vec<&str> = fields.iter().map(|field| field.id).filter(|id| shows(id)).collect();
                if !changed.is_empty() {
                    known.insert(*new, (compared.old.row(*old), changed));
                }
            }
        }
    }
    let mut entries = Entries::new();
    for (at, row) in compared.new.rows().enumerate() {
        let own = entries.entry(key_of(&row)).or_default();
        match known.remove(&at) {
            None => own.push(Entry::plain(row)),
            Some((None, _)) => own.push(Entry { row, tag: "【追加】", changed: Vec::new() }),
            Some((Some(before), changed)) => {
                own.push(Entry { row: before, tag: "【変更前】", changed: Vec::new() });
                own.push(Entry { row, tag: "【変更後】", changed });
            }
        }
    }
    for row in removed {
        if let Some(own) = entries.get_mut(&key_of(&row)) {
            own.push(Entry { row, tag: "【取消】", changed: Vec::new() });
        }
    }
    entries
}
