//! What a version changed: the table of changes is held against the layouts.

use super::tables::{Layout, Tables, What};

/// Whether everything in which two versions differ stands in the table of changes, and nothing else; and
/// whether the current version has every field of the older one, as the typed rows need.
pub(super) fn check(older: &Tables, current: &Tables) -> Result<(), String> {
    let mut found: Vec<(What, String, String)> = Vec::new();
    for layout in &current.layouts {
        match older.layout(&layout.kind) {
            None => found.push((What::KindAdded, layout.kind.clone(), String::new())),
            Some(before) => differences(before, layout, &mut found)?,
        }
    }
    let mut told: Vec<(What, String, String)> = Vec::new();
    for change in &current.changes {
        for kind in &change.kinds {
            if change.fields.is_empty() {
                told.push((change.what, kind.clone(), String::new()));
            }
            told.extend(change.fields.iter().map(|field| (change.what, kind.clone(), field.clone())));
        }
    }
    match found.iter().find(|one| !told.contains(one)).or_else(|| told.iter().find(|one| !found.contains(one))) {
        Some((what, kind, field)) => Err(format!(
            "{kind} {field}: the table of changes and the layouts of {} and {} disagree ({what:?})",
            older.version.value, current.version.value
        )),
        None => Ok(()),
    }
}

fn differences(before: &Layout, after: &Layout, found: &mut Vec<(What, String, String)>) -> Result<(), String> {
    let mut last = None;
    for old in &before.fields {
        let said = |what: &str| format!("{} field {}: {what}", before.kind, old.id);
        let at = after.fields.iter().position(|field| field.id == old.id).ok_or_else(|| said("gone later"))?;
        let new = &after.fields[at];
        if last.is_some_and(|last| at < last) {
            return Err(said("in another order later"));
        }
        last = Some(at);
        if (&old.r#type, &old.codes, &old.constant) != (&new.r#type, &new.codes, &new.constant) {
            return Err(said("of another type later"));
        }
        match (old.length, new.length) {
            (Some(shorter), Some(longer)) if longer > shorter => {
                found.push((What::FieldWidened, before.kind.clone(), old.id.clone()));
            }
            (old, new) if old != new => return Err(said("shorter later")),
            _ => {}
        }
    }
    let added = after.fields.iter().filter(|new| !before.fields.iter().any(|old| old.id == new.id));
    found.extend(added.map(|field| (What::FieldAdded, before.kind.clone(), field.id.clone())));
    Ok(())
}
