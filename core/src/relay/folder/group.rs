//! Which files belong together.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::time::Duration;

use super::found::Found;
use super::scan::Scan;
use crate::error::{Code, Error};
use crate::unit::{AttachmentFault, FileName, MediaType, NameKind, Parsed, UnitId};

/// Who downloads an attachment does so within minutes of the rest.
const NEAR: Duration = Duration::from_secs(600);
/// Endings of files that are not whole yet.
const UNFINISHED: [&str; 1] = ["tmp"];

/// The files of a unit, as their names tell.
pub(super) struct Group {
    pub(super) id: UnitId,
    pub(super) files: Vec<Found>,
    /// A download of one of its files that is still going on, or was given up.
    pub(super) unfinished: Vec<Found>,
    /// Files beside them that have no place in a unit.
    pub(super) strange: Vec<Found>,
}

/// The order of groups: by serial, then by whom.
pub(super) type Key = (String, String);

/// The key of a unit: the same for all its files, and for no other's.
pub(super) fn key(id: &UnitId) -> Key {
    let address = |address: &crate::unit::Address| format!("{}_{}", address.office(), address.service_type());
    (id.serial.to_string(), format!("{}_{}", address(&id.from), address(&id.to)))
}

/// Puts the files that are for this office into groups. What only looks like a file of the standard, or is for
/// somebody else, is told.
pub(super) fn groups(scan: Scan, office: &str, obstacles: &mut Vec<Error>) -> BTreeMap<Key, Group> {
    let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
    let mut of_place: HashMap<PathBuf, BTreeSet<Key>> = HashMap::new();
    let mut others = Vec::new();
    for found in scan.files {
        let (parsed, is_whole) = parsed(&found.name);
        let Some(name) = parsed.name else {
            if let Some(obstacle) = nearly(&found, &parsed) {
                obstacles.push(obstacle);
            } else {
                others.push(found);
            }
            continue;
        };
        let id = UnitId { from: name.from, to: name.to, serial: name.serial };
        if id.to.office() != office {
            // What we have sent ourselves may be downloaded, too.
            if id.from.office() != office {
                obstacles.push(Error::new(Code::FileNotOurs).in_file(found.told()));
            }
            continue;
        }
        let key = key(&id);
        if let Some(place) = &found.place {
            of_place.entry(place.clone()).or_default().insert(key.clone());
        }
        let group = groups.entry(key).or_insert_with(|| Group {
            id,
            files: Vec::new(),
            unfinished: Vec::new(),
            strange: Vec::new(),
        });
        let list = if is_whole { &mut group.files } else { &mut group.unfinished };
        list.push(found);
    }
    // An image or half a file alone is no unit, but may be the first of one.
    for found in others {
        place(found, &of_place, &mut groups, obstacles);
    }
    groups
}

/// The name, and whether the file is whole as far as that tells.
fn parsed(name: &str) -> (Parsed, bool) {
    if AttachmentFault::of_name(name) == Some(AttachmentFault::Unfinished) || is_unfinished(name) {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        return (FileName::parse(stem), false);
    }
    (FileName::parse(name), true)
}

fn is_unfinished(name: &str) -> bool {
    UNFINISHED.iter().any(|ending| super::scan::has_ending(name, ending))
}

/// A name that is nearly one of the standard.
fn nearly(found: &Found, parsed: &Parsed) -> Option<Error> {
    let is_csv = matches!(parsed.kind, Some(NameKind::Csv(_)));
    let is_other = AttachmentFault::of_name(&found.name) == Some(AttachmentFault::OtherEnding);
    let is_short = parsed.rules.contains(&crate::finding::Rule::NameShortForm);
    (is_csv || is_other || is_short)
        .then(|| Error::new(Code::FileName).with_findings(parsed.findings().collect()).in_file(found.told()))
}

/// A file without a standard name goes with the unit whose files it lies with, if there is one such unit only.
fn place(
    found: Found,
    of_place: &HashMap<PathBuf, BTreeSet<Key>>,
    groups: &mut BTreeMap<Key, Group>,
    obstacles: &mut Vec<Error>,
) {
    let is_attachment = MediaType::of_name(&found.name).is_some_and(|kind| kind != MediaType::Csv);
    let unplaced = || Error::new(Code::FileUnplaced).in_file(found.told());
    let Some(inside) = &found.place else {
        // Where everything lies, nothing tells whose it is; only what came with the others is worth a word.
        if is_attachment && groups.values().any(|group| group.files.iter().any(|file| is_near(file, &found))) {
            obstacles.push(unplaced());
        }
        return;
    };
    let keys = of_place.get(inside);
    let single = keys.filter(|keys| keys.len() == 1).and_then(BTreeSet::first);
    match single.and_then(|key| groups.get_mut(key)) {
        Some(group) if is_attachment => group.files.push(found),
        Some(group) => group.strange.push(found),
        None if keys.is_some() => obstacles.push(unplaced()),
        None => {}
    }
}

fn is_near(one: &Found, other: &Found) -> bool {
    let (one, other) = (one.stamp.changed, other.stamp.changed);
    let apart = one.duration_since(other).or_else(|_| other.duration_since(one));
    apart.is_ok_and(|apart| apart <= NEAR)
}
