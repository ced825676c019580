//! What the folder of a run says without its files being read.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::plan::{self, Plan};
use crate::certify::judge::Word;
use crate::certify::pack::Pack;
use crate::certify::transcript::{KeptFile, RunRecord};

/// A run as it lies there.
pub(in super::super) struct Seen {
    /// Its name in addresses.
    pub(in super::super) key: String,
    /// Its folder's name.
    pub(in super::super) name: String,
    pub(in super::super) path: PathBuf,
    pub(in super::super) run: RunRecord,
    /// What it is to do; nothing where a command has begun it.
    pub(in super::super) plan: Option<Plan>,
    /// The cases that are done.
    pub(in super::super) done: BTreeSet<String>,
    /// The word of its verdict, where there is one.
    pub(in super::super) word: Option<Word>,
}

#[derive(Deserialize)]
struct Result {
    word: Word,
}

/// The name in addresses of a folder.
pub(super) fn key(name: &str) -> String {
    let mut sum = KeptFile::sum(name.as_bytes());
    sum.truncate(16);
    sum
}

impl Seen {
    /// The run of a folder; nothing where there is none that can be read.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().into_owned();
        let run = serde_json::from_slice(&fs::read(path.join("run.json")).ok()?).ok()?;
        let plan = fs::read(path.join(plan::FILE)).ok().and_then(|bytes| Plan::read(&bytes));
        let cases = fs::read_dir(path.join("cases")).into_iter().flatten().flatten();
        let ids = cases.filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".json").map(str::to_owned));
        let result = fs::read(path.join("result.json")).ok();
        let word = result.and_then(|bytes| serde_json::from_slice::<Result>(&bytes).ok()).map(|result| result.word);
        Some(Self { key: key(&name), name, path: path.to_owned(), run, plan, done: ids.collect(), word })
    }

    /// The cases that it is to do and that product and driver can do.
    pub(in super::super) fn wanted(&self, pack: &Pack) -> usize {
        pack.cases.iter().filter(|case| self.is_wanted(&case.id) && self.run.lacks(case).is_empty()).count()
    }

    /// Whether nothing of what it is to do is left.
    pub(in super::super) fn is_whole(&self, pack: &Pack) -> bool {
        let mut cases = pack.cases.iter().filter(|case| self.is_wanted(&case.id) && self.run.lacks(case).is_empty());
        cases.all(|case| self.done.contains(&case.id))
    }

    pub(in super::super) fn is_wanted(&self, case: &str) -> bool {
        self.plan.as_ref().is_none_or(|plan| plan.wants(case))
    }
}
