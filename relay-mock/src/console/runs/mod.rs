//! The runs of certification that lie in the console's folder: those of the browser, and, to be read, those that a
//! command has made there.
//!
//! | module | noun |
//! |---|---|
//! | `plan` | what a run of the browser is to do |
//! | `going` | a run at work: a thread, and the window by which it is answered |
//! | `seen` | what a folder says without its files being read |
//! | `judged` | a run with its verdict |
//! | `wrong` | why a folder cannot be used |
//!
//! A run is named in addresses by a digest of its folder's name: nothing that comes from a browser becomes a path.

mod going;
mod judged;
mod plan;
mod seen;
mod wrong;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use parking_lot::Mutex;
use time::OffsetDateTime;
use time::macros::{format_description, offset};

use self::going::{Going, Work};
pub(super) use self::judged::zip;
use self::plan::Plan;
pub(super) use self::seen::Seen;
pub(super) use self::wrong::Wrong;
use self::wrong::of_folder;
use crate::certify::pack::{Pack, embedded};
use crate::certify::run;
use crate::certify::transcript::{Profile, RunFolder, Transcript};
use crate::private;
use crate::store::AsyncStore;

/// How many runs may be at work at a time.
const AT_WORK: usize = 8;
/// How long one waits for a run to rest.
const REST: Duration = Duration::from_secs(5);

/// The runs.
pub(super) struct Runs {
    folder: PathBuf,
    store: AsyncStore,
    going: Mutex<BTreeMap<String, Arc<Going>>>,
    packs: Mutex<BTreeMap<String, Arc<Pack>>>,
}

impl Runs {
    /// The runs in a folder; who watches the store hears of them.
    pub(super) fn new(folder: PathBuf, store: AsyncStore) -> Self {
        Self { folder, store, going: Mutex::default(), packs: Mutex::default() }
    }

    /// An embedded pack; a path is none.
    pub(super) fn pack(&self, id: &str) -> Option<Arc<Pack>> {
        if !embedded().contains(&id) {
            return None;
        }
        let mut packs = self.packs.lock();
        if let Some(pack) = packs.get(id) {
            return Some(Arc::clone(pack));
        }
        let pack = Arc::new(Pack::open(id).ok()?);
        packs.insert(id.to_owned(), Arc::clone(&pack));
        Some(pack)
    }

    /// The packs of which an operator can do cases by hand.
    pub(super) fn packs(&self) -> Vec<Arc<Pack>> {
        let packs = embedded().into_iter().filter_map(|id| self.pack(id));
        packs.filter(|pack| pack.cases.iter().any(|case| !case.is_for_relay())).collect()
    }

    /// All runs, the newest first.
    pub(super) fn all(&self) -> Vec<Seen> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        // Not followed: a link could lead anywhere.
        let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        let mut runs: Vec<Seen> = folders.filter_map(|entry| Seen::of(&entry.path())).collect();
        runs.sort_by(|one, other| (&other.run.started, &other.name).cmp(&(&one.run.started, &one.name)));
        runs
    }

    /// The run of this name in addresses.
    pub(super) fn seen(&self, key: &str) -> Result<Seen, Wrong> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        let found = folders.find(|entry| seen::key(&entry.file_name().to_string_lossy()) == key);
        found
            .and_then(|entry| Seen::of(&entry.path()))
            .ok_or_else(|| Wrong::new(StatusCode::NOT_FOUND, "この試験はありません。", "一覧から選び直してください。"))
    }

    /// Its work, if it is at work or ended by a fault since this program began.
    pub(super) fn going(&self, key: &str) -> Option<Arc<Going>> {
        self.going.lock().get(key).cloned()
    }

    /// Begins a run and tells its name in addresses. Without cases it is to do all.
    pub(super) fn begin(&self, pack: &Arc<Pack>, product: Profile, cases: Vec<String>) -> Result<String, Wrong> {
        self.check_room()?;
        let run = run::begin(pack, "folder", product);
        let form = format_description!("[year][month][day]-[hour][minute][second]");
        let now = OffsetDateTime::now_utc().to_offset(offset!(+9)).format(form).unwrap_or_default();
        let name = format!("{now}-{}", run.run);
        let path = self.folder.join(&name);
        private::folder(&self.folder).map_err(wrong::of_io)?;
        let folder = RunFolder::begin(&path, &run).map_err(of_folder)?;
        let plan = Plan::new(cases);
        folder.write_json(&path.join(plan::FILE), &plan).map_err(of_folder)?;
        let key = seen::key(&name);
        let transcript = Transcript { run, cases: BTreeMap::new() };
        self.start(&key, Work { pack: Arc::clone(pack), plan, folder, transcript })?;
        Ok(key)
    }

    /// Goes on with a run that rests.
    pub(super) fn go_on(&self, key: &str) -> Result<(), Wrong> {
        let seen = self.seen(key)?;
        if self.going(key).is_some_and(|going| going.is_at_work()) {
            return Ok(());
        }
        self.check_own(&seen)?;
        let Some(plan) = seen.plan else { return Err(foreign()) };
        self.check_room()?;
        let pack = self.pack(&seen.run.pack.id).filter(|pack| pack.sha256 == seen.run.pack.sha256);
        let pack = pack.ok_or_else(|| {
            Wrong::new(
                StatusCode::CONFLICT,
                "始めたときと試験パックの版が違うため、続けられません。",
                "始めたときと同じ版の relay-mock を使うか、新しい試験を始めてください。",
            )
        })?;
        let (folder, transcript) = RunFolder::resume(&seen.path).map_err(of_folder)?;
        self.start(key, Work { pack, plan, folder, transcript })
    }

    /// Lets a run rest: the case that is being done begins anew when it goes on. Blocks for a moment.
    pub(super) fn rest(&self, key: &str) {
        if let Some(going) = self.going(key) {
            going.rest(REST);
            self.going.lock().remove(key);
            self.store.touch();
        }
    }

    /// What a command has begun is not written to.
    pub(super) fn check_own(&self, seen: &Seen) -> Result<(), Wrong> {
        if seen.plan.is_some() { Ok(()) } else { Err(foreign()) }
    }

    fn start(&self, key: &str, work: Work) -> Result<(), Wrong> {
        let going = Going::start(work, self.store.clone()).map_err(wrong::of_io)?;
        self.going.lock().insert(key.to_owned(), Arc::new(going));
        Ok(())
    }

    fn check_room(&self) -> Result<(), Wrong> {
        let at_work = self.going.lock().values().filter(|going| going.is_at_work()).count();
        if at_work < AT_WORK {
            return Ok(());
        }
        Err(Wrong::new(
            StatusCode::CONFLICT,
            format!("同時に進められる試験は{AT_WORK}件までです。"),
            "進行中の試験を終えるか、中断してから、もう一度操作してください。",
        ))
    }
}

impl Drop for Runs {
    fn drop(&mut self) {
        // All are told before any is waited for.
        let going: Vec<_> = self.going.get_mut().values().cloned().collect();
        going.iter().for_each(|going| going.cancel());
        going.iter().for_each(|going| going.rest(REST));
    }
}

fn foreign() -> Wrong {
    Wrong::new(
        StatusCode::CONFLICT,
        "コマンドで始めた試験は、ここでは見るだけです。",
        "続けるときは、relay-mock certify run に --resume を付けて実行してください。",
    )
}
