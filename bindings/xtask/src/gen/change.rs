//! What a version changed: the table of changes is held against the layouts.
//!
//! A version may add, remove, widen, narrow and retype; the order of fields and the document's names for
//! them are free, since fields go by their ids.

use super::tables::{ChangeKind, CodeList, Field, Layout, Tables};

type Found = Vec<(ChangeKind, String, String)>;

/// Whether everything that a version changed against the one before it is in its table of changes, and
/// nothing else: from there come the reasons that are reported with a value that is lost on the way.
pub(super) fn check(before: &Tables, after: &Tables) -> Result<(), String> {
    let mut found = Found::new();
    for layout in &after.layouts {
        match before.layout(&layout.kind) {
            None => found.push((ChangeKind::KindAdded, layout.kind.clone(), String::new())),
            Some(older) => differences((before, older), (after, layout), &mut found),
        }
    }
    let gone = before.layouts.iter().filter(|layout| after.layout(&layout.kind).is_none());
    found.extend(gone.map(|layout| (ChangeKind::KindRemoved, layout.kind.clone(), String::new())));
    let mut told = Found::new();
    for change in &after.changes {
        for kind in &change.kinds {
            if change.fields.is_empty() {
                told.push((change.what, kind.clone(), String::new()));
            }
            told.extend(change.fields.iter().map(|field| (change.what, kind.clone(), field.clone())));
        }
    }
    let (old, new) = (&before.version.value, &after.version.value);
    let said = |(what, kind, field): &(ChangeKind, String, String), why: &str| {
        let fields = if field.is_empty() { String::new() } else { format!(", fields = [{field:?}]") };
        let entry = format!("what = {:?}, kinds = [{kind:?}]{fields}", what.token());
        Err(format!("core/src/spec/{new}/changes.toml: {entry}: the layouts of {old} and {new} {why}"))
    };
    if let Some(missing) = found.iter().find(|one| !told.contains(one)) {
        return said(missing, "differ so; add a [[change]] that says it, with its reason");
    }
    match told.iter().find(|one| !found.contains(one)) {
        Some(surplus) => said(surplus, "do not differ so"),
        None => Ok(()),
    }
}

fn differences((older, before): (&Tables, &Layout), (newer, after): (&Tables, &Layout), found: &mut Found) {
    let mut found = |what, field: &Field| found.push((what, before.kind.clone(), field.id.clone()));
    for old in &before.fields {
        match after.fields.iter().find(|field| field.id == old.id) {
            None => found(ChangeKind::FieldRemoved, old),
            Some(new) if !same_type((older, old), (newer, new)) => found(ChangeKind::FieldRetyped, old),
            // Without a length a field is longer than any.
            Some(new) => match old.length.unwrap_or(u16::MAX).cmp(&new.length.unwrap_or(u16::MAX)) {
                std::cmp::Ordering::Less => found(ChangeKind::FieldWidened, old),
                std::cmp::Ordering::Equal => {}
                std::cmp::Ordering::Greater => found(ChangeKind::FieldNarrowed, old),
            },
        }
    }
    for new in after.fields.iter().filter(|new| !before.fields.iter().any(|old| old.id == new.id)) {
        found(ChangeKind::FieldAdded, new);
    }
}

/// Whether a value of the one field is a value of the other that means the same.
pub(super) fn same_type((older, old): (&Tables, &Field), (newer, new): (&Tables, &Field)) -> bool {
    let codes = |tables: &Tables, field: &Field| {
        let list: Option<&CodeList> = field.codes.as_ref().and_then(|id| tables.list(id));
        list.map(|list| list.codes.iter().map(|code| code.code.clone()).collect::<Vec<_>>())
    };
    (&old.r#type, &old.constant) == (&new.r#type, &new.constant) && codes(older, old) == codes(newer, new)
}
