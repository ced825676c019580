//! A small document in numbered revisions: `00000001.json`, `00000002.json` … in a folder of its own.
//!
//! The highest number is what holds. A change is a whole new file that takes the next number, and of several who want
//! that number exactly one gets it: who has read an older revision than the highest can change nothing.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::disk::Disk;
use crate::error::{Code, Error, Result};

/// So many revisions stay in any case.
const KEEP: u64 = 8;
/// So long all of them stay, unless they are many.
const LATELY: Duration = Duration::from_secs(900);
/// So many of those stay.
const MANY: u64 = 64;
/// So long even more stay: what a network share has shown another machine it may go on showing for a minute.
const JUST_NOW: Duration = Duration::from_secs(120);
/// So often a change is tried against others.
const TRIES: usize = 64;

/// What is kept in revisions.
pub(super) trait Document: Serialize + DeserializeOwned {
    /// Whether it is what belongs into this folder, and names nothing that it may not: paths come of what it says.
    fn belongs_into(&self, folder: &Path) -> bool;
}

/// One revision.
#[derive(Clone, Debug)]
pub(super) struct Revision<T> {
    pub(super) number: u64,
    pub(super) value: T,
    /// When it was written, by the file server's clock.
    pub(super) written: SystemTime,
}

fn path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:08}.json"))
}

fn number(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(".json").filter(|digits| digits.len() == 8)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

fn numbers(disk: &Disk, folder: &Path) -> Result<Vec<u64>> {
    Ok(disk.names(folder)?.iter().filter_map(|name| number(name)).collect())
}

/// The revision that holds; `None` where there is none yet.
pub(super) fn latest<T: Document>(disk: &Disk, folder: &Path) -> Result<Option<Revision<T>>> {
    for _ in 0..TRIES {
        let Some(number) = numbers(disk, folder)?.into_iter().max() else { return Ok(None) };
        let path = path(folder, number);
        // It may have been superseded and cleared away, or moved, since its name was read.
        let Some((bytes, written)) = disk.read(&path)? else { continue };
        let damaged = || Error::new(Code::MailboxDamaged).in_file(path.display().to_string());
        let value: T = serde_json::from_slice(&bytes).map_err(|error| damaged().with_detail(place(&error)))?;
        if !value.belongs_into(folder) {
            return Err(damaged().with_detail("the record is of another entry, or names what it may not"));
        }
        return Ok(Some(Revision { number, value, written }));
    }
    Err(Error::new(Code::MailboxBusy))
}

/// What holds of a document that can be made anew: where it is damaged or missing, nothing is known.
pub(super) fn latest_or_new<T: Document + Default>(disk: &Disk, folder: &Path) -> Result<Revision<T>> {
    let fresh = |number| Revision { number, value: T::default(), written: SystemTime::UNIX_EPOCH };
    match latest(disk, folder) {
        Ok(found) => Ok(found.unwrap_or_else(|| fresh(0))),
        Err(error) if error.code() == Code::MailboxDamaged => {
            Ok(fresh(numbers(disk, folder)?.into_iter().max().unwrap_or(0)))
        }
        Err(error) => Err(error),
    }
}

/// Writes the revision after `number`; `None` where somebody else did.
pub(super) fn append<T: Serialize>(disk: &Disk, folder: &Path, number: u64, value: &T) -> Result<Option<u64>> {
    let next = number + 1;
    let bytes = serde_json::to_vec_pretty(value).map_err(|error| Error::new(Code::Bug).with_source(error))?;
    let path_of_next = path(folder, next);
    // Only the first revision makes its folder: one that was moved away is not begun anew.
    let is_made =
        if number == 0 { disk.write_new(&path_of_next, &bytes)? } else { disk.write_next(&path_of_next, &bytes)? };
    if !is_made {
        return Ok(None);
    }
    // Old numbers are cleared away from below. As long as the one before ours is there, ours was never given before;
    // else we come so late that others have long gone on.
    if number > 0 && !disk.opens(&path(folder, number)) {
        return Ok(None);
    }
    clear_old(disk, folder, next);
    Ok(Some(next))
}

/// Clears away what nobody can have read lately, from below. What cannot be removed stops that: the next change
/// goes on.
fn clear_old(disk: &Disk, folder: &Path, newest: u64) {
    let Ok(there) = numbers(disk, folder) else { return };
    let written = |number| path(folder, number).symlink_metadata().and_then(|found| found.modified());
    let Ok(now) = written(newest) else { return };
    let mut there: Vec<u64> = there.into_iter().filter(|old| old + KEEP <= newest).collect();
    crate::sort::sort(&mut there);
    for old in there {
        let longest = if old + MANY <= newest { JUST_NOW } else { LATELY };
        let is_old = written(old).is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > longest));
        if !is_old || disk.remove(&path(folder, old)).is_err() {
            return;
        }
    }
}

/// Changes what holds, as often as others come between; `change` says whether there is anything to change. Gives
/// back what holds then. `folder` says where the document is now.
pub(super) fn update<T: Document>(
    disk: &Disk,
    folder: impl Fn() -> Result<PathBuf>,
    mut change: impl FnMut(&mut Revision<T>) -> Result<bool>,
) -> Result<Revision<T>> {
    let mut is_missing = false;
    for _ in 0..TRIES {
        let folder = folder()?;
        let Some(mut revision) = latest(disk, &folder)? else {
            // It was moved since it was found; or nothing is written yet.
            if is_missing {
                return Err(Error::new(Code::MailboxEntry));
            }
            is_missing = true;
            continue;
        };
        if !change(&mut revision)? {
            return Ok(revision);
        }
        if let Some(number) = append(disk, &folder, revision.number, &revision.value)? {
            return Ok(Revision { number, ..revision });
        }
    }
    Err(Error::new(Code::MailboxBusy))
}

/// Leaves the highest revision alone, in a folder that nobody changes any more.
pub(super) fn settle(disk: &Disk, folder: &Path) -> Result<()> {
    let there = numbers(disk, folder)?;
    let Some(highest) = there.iter().copied().max() else { return Ok(()) };
    there.into_iter().filter(|number| *number < highest).try_for_each(|number| disk.remove(&path(folder, number)))
}

/// Where a record is wrong, without what is written there.
fn place(error: &serde_json::Error) -> String {
    format!("line {}, column {}: not a record of this version", error.line(), error.column())
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Document for u32 {
        fn belongs_into(&self, _: &Path) -> bool {
            true
        }
    }

    impl Document for u64 {
        fn belongs_into(&self, _: &Path) -> bool {
            true
        }
    }

    #[test]
    fn a_number_is_given_once_and_the_highest_holds() {
        let folder = tempfile::tempdir().unwrap();
        let (disk, folder) = (Disk::default(), folder.path());
        assert!(latest::<u32>(&disk, folder).unwrap().is_none());
        assert_eq!(append(&disk, folder, 0, &10).unwrap(), Some(1));
        assert_eq!(append(&disk, folder, 0, &11).unwrap(), None, "the number is taken");
        let age = |number: u64| {
            let file = std::fs::File::options().write(true).open(path(folder, number)).unwrap();
            file.set_modified(SystemTime::now() - 2 * LATELY).unwrap();
        };
        for number in 1..20 {
            assert_eq!(append(&disk, folder, number, &(10 + number)).unwrap(), Some(number + 1));
        }
        assert_eq!(numbers(&disk, folder).unwrap().len(), 20, "all of them are young");
        (1..=20).for_each(age);
        assert_eq!(append(&disk, folder, 20, &30).unwrap(), Some(21));
        assert_eq!(numbers(&disk, folder).unwrap(), (14..=21).collect::<Vec<u64>>());
        // Many are cleared away sooner: a mailbox that is busy for a quarter of an hour has no thousands of them.
        for number in 21..200 {
            assert_eq!(append(&disk, folder, number, &(10 + number)).unwrap(), Some(number + 1));
        }
        assert_eq!(numbers(&disk, folder).unwrap().len(), 180, "all of them are young");
        for number in 21..=200 {
            let file = std::fs::File::options().write(true).open(path(folder, number)).unwrap();
            file.set_modified(SystemTime::now() - 2 * JUST_NOW).unwrap();
        }
        assert_eq!(append(&disk, folder, 200, &210).unwrap(), Some(201));
        assert_eq!(numbers(&disk, folder).unwrap(), (138..=201).collect::<Vec<u64>>());
        // Who slept so long finds the number free, and has it not.
        assert_eq!(append(&disk, folder, 1, &99).unwrap(), None);
        let found = latest::<u64>(&disk, folder).unwrap().unwrap();
        assert_eq!((found.number, found.value), (201, 210));
    }

    #[test]
    fn foreign_files_are_no_revisions_and_a_damaged_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let (disk, folder) = (Disk::default(), folder.path());
        append(&disk, folder, 0, &1).unwrap();
        for name in ["Thumbs.db", "2.json", "00000002.json.bak", "０0000003.json", "unit-1"] {
            std::fs::write(folder.join(name), b"{").unwrap();
        }
        assert_eq!(latest::<u32>(&disk, folder).unwrap().unwrap().value, 1);
        std::fs::write(folder.join("00000002.json"), b"{\"name\": \"\xE6").unwrap();
        let error = latest::<u32>(&disk, folder).unwrap_err();
        assert_eq!(error.code(), Code::MailboxDamaged);
        assert!(error.at().file.as_deref().is_some_and(|file| file.ends_with("00000002.json")), "{error}");
    }

    #[test]
    fn of_many_at_once_each_change_counts() {
        let folder = tempfile::tempdir().unwrap();
        let (disk, folder) = (Disk::default(), folder.path());
        append(&disk, folder, 0, &0u32).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..10 {
                        update::<u32>(
                            &disk,
                            || Ok(folder.to_owned()),
                            |found| {
                                found.value += 1;
                                Ok(true)
                            },
                        )
                        .unwrap();
                    }
                });
            }
        });
        assert_eq!(latest::<u32>(&disk, folder).unwrap().unwrap().value, 40);
    }
}
