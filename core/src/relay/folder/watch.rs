//! Watching the folder: what is there, what is whole, and since when nothing has changed.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use super::found::{Found, Stamp};
use super::group::{Group, Key, groups};
use super::options::FolderOptions;
use super::scan::{KnownZips, Scan};
use super::whole::{Whole, whole};
use crate::error::{Code, Error, Result};
use crate::progress::Job;
use crate::seal::{Draft, MessageId};
use crate::unit::UnitId;

/// A download that was given up leaves its half file; after so long it holds nothing up.
const GIVEN_UP: Duration = Duration::from_secs(600);

/// What a watcher remembers from look to look; it may forget it at any time.
#[derive(Default)]
pub(super) struct Watch {
    zips: KnownZips,
    /// Since when each file has not changed, by our own clock: a server's may be another.
    unchanged: HashMap<PathBuf, (Stamp, Instant)>,
    /// What messages were made of which files.
    known: HashMap<Key, (Vec<FileStamp>, Ready)>,
}

/// What shows that a file is still the same: where it is, its name, and when it was changed.
type FileStamp = (PathBuf, String, Stamp);

/// A message that lies in the folder, whole.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    pub(super) id: MessageId,
    pub(super) unit: Key,
    unit_id: UnitId,
    pub(super) from: String,
    pub(super) kind: String,
    pub(super) size: u64,
    /// Its files, copies included.
    pub(super) files: Vec<Found>,
    /// The name that its folder will have.
    pub(super) folder: String,
}

/// What a look has found.
#[derive(Default)]
pub(super) struct Seen {
    /// In the order of their serials.
    pub(super) ready: Vec<Ready>,
    pub(super) obstacles: Vec<Error>,
    /// Whether something is still on its way.
    pub(super) is_moving: bool,
}

impl Watch {
    /// Looks once.
    ///
    /// # Errors
    /// [`Code::FolderGone`], [`Code::Cancelled`]; all else is an obstacle.
    pub(super) fn look(
        &mut self,
        folder: &Path,
        office: &str,
        options: &FolderOptions,
        job: &mut Job<'_>,
    ) -> Result<Seen> {
        let mut scan = Scan::of(folder, &mut self.zips, job)?;
        self.note(&scan);
        let mut seen = Seen { obstacles: std::mem::take(&mut scan.obstacles), ..Seen::default() };
        for (path, stamp, error) in std::mem::take(&mut scan.bad_zips) {
            if self.is_still(&path, stamp, options.settle) {
                seen.obstacles.push(error);
            } else {
                seen.is_moving = true;
            }
        }
        let groups = groups(scan, office, &mut seen.obstacles);
        self.known.retain(|key, _| groups.contains_key(key));
        for (key, group) in groups {
            job.check()?;
            self.judge(key, &group, options, &mut seen, job)?;
        }
        Ok(seen)
    }

    fn judge(
        &mut self,
        key: Key,
        group: &Group,
        options: &FolderOptions,
        seen: &mut Seen,
        job: &mut Job<'_>,
    ) -> Result<()> {
        let is_going_on = group.unfinished.iter().any(|found| !self.is_still(&found.path, found.stamp, GIVEN_UP));
        let is_still = group.files.iter().all(|found| self.is_still(&found.path, found.stamp, options.settle));
        if is_going_on || !is_still {
            seen.is_moving = true;
            return Ok(());
        }
        if group.files.is_empty() {
            return Ok(());
        }
        seen.obstacles.extend(group.strange.iter().map(|found| Error::new(Code::FileUnplaced).in_file(found.told())));
        let stamps: Vec<_> =
            group.files.iter().map(|found| (found.path.clone(), found.name.clone(), found.stamp)).collect();
        if let Some((known, ready)) = self.known.get(&key)
            && *known == stamps
        {
            seen.ready.push(ready.clone());
            return Ok(());
        }
        match whole(group, options.take_incomplete, job)? {
            Whole::Waits(obstacles) => seen.obstacles.extend(obstacles),
            Whole::Message(draft) => {
                let ready = Ready::of(&draft, key.clone(), group);
                self.known.insert(key, (stamps, ready.clone()));
                seen.ready.push(ready);
            }
        }
        Ok(())
    }

    /// Remembers since when each file has been as it is.
    fn note(&mut self, scan: &Scan) {
        let now = Instant::now();
        let files = scan.files.iter().map(|found| (&found.path, found.stamp));
        let zips = scan.bad_zips.iter().map(|(path, stamp, _)| (path, *stamp));
        let mut unchanged = HashMap::new();
        for (path, stamp) in files.chain(zips) {
            let since = self.unchanged.get(path).filter(|(known, _)| *known == stamp).map_or(now, |(_, since)| *since);
            unchanged.insert(path.clone(), (stamp, since));
        }
        self.unchanged = unchanged;
    }

    /// Whether a file has not changed for so long: by its own time, or, where that says nothing, as we have seen it.
    fn is_still(&self, path: &Path, stamp: Stamp, settle: Duration) -> bool {
        let by_file = SystemTime::now().duration_since(stamp.changed).is_ok_and(|age| age >= settle);
        by_file || self.unchanged.get(path).is_some_and(|(_, since)| since.elapsed() >= settle)
    }
}

impl Ready {
    /// The message, made anew of its files.
    ///
    /// # Errors
    /// [`Code::SourceChanged`] where they are not what they were, [`Code::Cancelled`].
    pub(super) fn draft(&self, job: &mut Job<'_>) -> Result<Box<Draft>> {
        let group =
            Group { id: self.unit_id.clone(), files: self.files.clone(), unfinished: Vec::new(), strange: Vec::new() };
        let draft = message(&group, job)?.filter(|draft| draft.id() == self.id);
        let changed =
            || Error::new(Code::SourceChanged).in_file(self.files.first().map(Found::told).unwrap_or_default());
        draft.ok_or_else(changed)
    }

    fn of(draft: &Draft, unit: Key, group: &Group) -> Self {
        let message = draft.message();
        let names = group.files.iter().map(|found| found.name.as_str());
        Self {
            id: draft.id(),
            unit,
            unit_id: group.id.clone(),
            from: message.from.office.clone(),
            kind: message.kind.clone(),
            size: draft.unsigned_size(),
            files: group.files.clone(),
            folder: super::name::folder_name(&message.from, message, names),
        }
    }
}

/// The messages that are ready, by their ids.
pub(super) fn by_id(ready: Vec<Ready>) -> BTreeMap<MessageId, Ready> {
    ready.into_iter().map(|ready| (ready.id, ready)).collect()
}

/// The message that lies in a folder of files that were put away.
///
/// # Errors
/// [`Code::FolderGone`], [`Code::Cancelled`].
pub(super) fn put_away(folder: &Path, office: &str, unit: &Key, job: &mut Job<'_>) -> Result<Option<Box<Draft>>> {
    let scan = Scan::of_unit(folder, job)?;
    let group = groups(scan, office, &mut Vec::new()).remove(unit);
    group.map_or(Ok(None), |group| message(&group, job))
}

/// The message of a group, whether or not something is missing, if it is one.
fn message(group: &Group, job: &mut Job<'_>) -> Result<Option<Box<Draft>>> {
    match whole(group, true, job)? {
        Whole::Message(draft) => Ok(Some(draft)),
        Whole::Waits(_) => Ok(None),
    }
}
