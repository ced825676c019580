//! Who holds something for a while: a [`Claim`] in a record, and whether its owner is still there.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};

use super::disk::Disk;
use crate::error::{Code, Error, Result};

/// That one program has an entry in its hands. The number of the revision that says so is its fencing number: whoever
/// takes the entry over writes a higher one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Claim {
    /// Whose it is.
    owner: String,
    /// The machine, where it is known.
    machine: String,
    /// Which of its owner's claims it is.
    count: u64,
    /// The number of the revision that says so.
    pub(super) number: u64,
    /// For how long, from when the file server wrote it.
    seconds: u64,
    /// Whether it ends with its program; else it ends by time alone.
    is_bound: bool,
}

impl Claim {
    /// The same in another revision, whose time begins anew.
    pub(super) fn renewed(self, number: u64) -> Self {
        Self { number, ..self }
    }

    pub(super) fn owner(&self) -> &str {
        &self.owner
    }

    /// Whether its time is over. The file server's clock says when it was written and what time it is.
    fn is_over(&self, written: SystemTime, now: SystemTime) -> bool {
        // No lease is longer, whatever a damaged record says.
        let lease = Duration::from_secs(self.seconds.min(86_400));
        match now.duration_since(written) {
            Ok(age) => age > lease,
            // The server's clock was set back since.
            Err(ahead) => ahead.duration() > lease,
        }
    }
}

/// The claims that this program still acts upon, bound ones. It knows of its own at once when one has ended, also where
/// a full disk keeps it from saying so.
#[derive(Debug, Default)]
struct Held {
    last: u64,
    counts: BTreeSet<u64>,
}

/// One opened mailbox, as others see it.
#[derive(Debug)]
pub(super) struct Owner {
    token: String,
    machine: String,
    folder: PathBuf,
    /// Locked as long as the program runs, where the system can.
    lock: Mutex<Option<File>>,
    held: Mutex<Held>,
    /// How many names it has given out.
    names: AtomicU64,
    /// Whether files of programs that ended were looked for.
    has_swept: AtomicBool,
}

impl Owner {
    /// An owner of claims in a mailbox whose folder for leases is this one.
    pub(super) fn new(folder: PathBuf) -> Result<Self> {
        let mut token = [0; 16];
        SystemRandom::new().fill(&mut token).map_err(|_| Error::new(Code::Bug).with_detail("no random numbers"))?;
        let token = base16ct::lower::encode_string(&token);
        Ok(Self {
            token,
            machine: machine(),
            folder,
            lock: Mutex::new(None),
            held: Mutex::default(),
            names: AtomicU64::new(0),
            has_swept: AtomicBool::new(false),
        })
    }

    /// A name that no other program has and that is given once.
    pub(super) fn new_name(&self) -> String {
        format!("{}-{}", self.token, self.names.fetch_add(1, Ordering::Relaxed))
    }

    /// A claim of ours. One that is bound ends with this program, at once where others on this machine can see it.
    pub(super) fn claim(&self, disk: &Disk, number: u64, lease: Duration, is_bound: bool) -> Result<Claim> {
        let is_bound = is_bound && self.locked(disk)?;
        let (owner, machine) = (self.token.clone(), self.machine.clone());
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.last += 1;
        let count = held.last;
        held.counts.insert(count);
        Ok(Claim { owner, machine, count, number, seconds: lease.as_secs(), is_bound })
    }

    /// We act upon a claim of ours no more, whether or not a record says so.
    pub(super) fn let_go(&self, claim: &Claim) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).counts.remove(&claim.count);
    }

    /// Whether a claim still holds that was written then. `now` asks the file server for its time.
    pub(super) fn holds(
        &self,
        claim: &Claim,
        written: SystemTime,
        now: impl FnOnce() -> Result<SystemTime>,
    ) -> Result<bool> {
        if self.has_ended(claim) {
            return Ok(false);
        }
        Ok(!claim.is_over(written, now()?))
    }

    /// Whether the owner's program has ended, or has let go, for certain: only on this machine, where a lock means what
    /// it says.
    fn has_ended(&self, claim: &Claim) -> bool {
        if claim.is_bound && claim.owner == self.token {
            let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            return !held.counts.contains(&claim.count);
        }
        if !claim.is_bound || self.machine.is_empty() || claim.machine != self.machine {
            return false;
        }
        // A name out of a record is no path.
        if !claim.owner.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return false;
        }
        match File::open(self.folder.join(format!("{}.lock", claim.owner))) {
            Ok(file) => file.try_lock_shared().is_ok(),
            Err(error) => error.kind() == ErrorKind::NotFound,
        }
    }

    /// Locks our file, once; whether it could be.
    fn locked(&self, disk: &Disk) -> Result<bool> {
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if lock.is_some() {
            return Ok(true);
        }
        let path = self.path();
        disk.write_new(&path, b"")?;
        let file = File::options().read(true).write(true).open(&path);
        let file = file.map_err(|error| Error::path(Code::FileWrite, &path, error))?;
        match file.try_lock() {
            Ok(()) => *lock = Some(file),
            // No file system must have locks: then the time alone counts.
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
        }
        Ok(lock.is_some())
    }

    fn path(&self) -> PathBuf {
        self.folder.join(format!("{}.lock", self.token))
    }

    /// Removes the files of programs on any machine that ended long ago, once. `now` asks the file server for its time.
    pub(super) fn sweep(&self, disk: &Disk, now: impl FnOnce() -> Result<SystemTime>) {
        const OLD: Duration = Duration::from_secs(7 * 86_400);
        if self.has_swept.swap(true, Ordering::Relaxed) {
            return;
        }
        let mut there = disk.names(&self.folder).unwrap_or_default();
        there.retain(|name| *name != format!("{}.lock", self.token));
        if there.is_empty() {
            return;
        }
        let Ok(now) = now() else { return };
        for name in there {
            let path = self.folder.join(&name);
            let is_old = |path: &Path| {
                let found = path.symlink_metadata();
                found.is_ok_and(|found| {
                    found.is_file()
                        && found.modified().is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > OLD))
                })
            };
            let is_free = || File::open(&path).is_ok_and(|file| file.try_lock_shared().is_ok());
            if name.ends_with(".lock") && is_old(&path) && is_free() {
                let _ = disk.remove(&path);
            }
        }
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        let lock = self.lock.get_mut().unwrap_or_else(PoisonError::into_inner);
        if lock.take().is_some() {
            let _ = std::fs::remove_file(self.path());
        }
    }
}

/// A name of this machine, until it is started anew where the system tells; empty where nothing is known.
fn machine() -> String {
    let booted = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let named = || std::env::var("COMPUTERNAME").unwrap_or_default();
    let name = if booted.trim().is_empty() { named() } else { booted.trim().to_owned() };
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_ends_by_the_servers_clock_and_with_its_program() {
        let folder = tempfile::tempdir().unwrap();
        let owner = || Owner::new(folder.path().to_owned()).unwrap();
        let (disk, one, other) = (Disk::default(), owner(), owner());
        let minute = Duration::from_secs(60);
        let written = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let bound = one.claim(&disk, 1, minute, true).unwrap();
        let free = one.claim(&disk, 1, minute, false).unwrap();
        let holds = |claim: &Claim, now| other.holds(claim, written, || Ok(now)).unwrap();
        for claim in [&bound, &free] {
            assert!(holds(claim, written) && holds(claim, written + minute) && holds(claim, written - minute));
            assert!(!holds(claim, written + minute + Duration::from_secs(1)));
            assert!(!holds(claim, written - minute - Duration::from_secs(1)), "the clock was set back");
        }
        let own = |claim: &Claim| one.holds(claim, written, || Ok(written)).unwrap();
        assert!(own(&bound) && own(&free));
        one.let_go(&bound);
        one.let_go(&free);
        assert!(!own(&bound) && holds(&bound, written), "its own program knows at once");
        assert!(own(&free), "it is a ticket's");
        drop(one);
        assert!(!holds(&bound, written), "its program has ended");
        assert!(holds(&free, written), "it was not bound to a program");
        let elsewhere = Claim { machine: "another".to_owned(), ..bound };
        assert!(holds(&elsewhere, written), "what runs on another machine nobody knows here");
    }
}
