//! Putting files away whose message was acknowledged.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::places::{IMPORTED, REFUSED, move_into};
use super::received::{Done, ReceivedRecord};
use super::watch::Ready;
use crate::seal::MessageId;

/// Where the files of a message that was acknowledged lie.
pub(super) fn folder_of(inward: &Path, done: &Done) -> PathBuf {
    inward.join(if done.refused.is_some() { REFUSED } else { IMPORTED }).join(&done.folder)
}

/// Moves the files of a message, copies included, into the folder of what was taken. A ZIP stays until all of its
/// messages were acknowledged. What cannot be moved now is moved by a later call: nothing hangs on it.
pub(super) fn put_away(inward: &Path, ready: &Ready, all: &BTreeMap<MessageId, Ready>, record: &ReceivedRecord) {
    let Some(done) = record.find(&ready.id).and_then(|fate| fate.done.as_ref()) else { return };
    let is_open =
        |other: &&Ready| other.id != ready.id && record.find(&other.id).is_none_or(|fate| fate.done.is_none());
    let needed: BTreeSet<&Path> =
        all.values().filter(is_open).flat_map(|other| other.files.iter().map(|found| found.path.as_path())).collect();
    let own: BTreeSet<&Path> = ready.files.iter().map(|found| found.path.as_path()).collect();
    let folder = folder_of(inward, done);
    for path in own.difference(&needed) {
        let _ = move_into(path, &folder);
    }
    let folders = ready.files.iter().filter(|found| found.entry.is_none()).filter_map(|found| found.place.as_deref());
    for folder in folders.collect::<BTreeSet<_>>() {
        // Only if nothing is left in it.
        let _ = std::fs::remove_dir(folder);
    }
}
