//! Messages are sealed and brought to disk ahead of the one that is being sent.

use std::path::{Path, PathBuf};

use super::helpers::{Begun, Helpers};
use super::keeper::Keeper;
use crate::error::Result;
use crate::progress::Job;
use crate::seal::{Draft, MessageId};

/// So many messages are ahead at most.
pub(super) const MOST: usize = 16;
/// Beyond so many bytes one message alone is ahead.
const BYTES: u64 = 8 << 20;

/// Containers on their way to disk: the disk works while the relay does. The signer is asked on the calling thread only,
/// and no message leaves before its container is on disk.
pub(super) struct Ahead<'a, 'env> {
    keeper: &'env Keeper,
    helpers: &'a Helpers<'env>,
    folder: &'a Path,
    /// How many may be ahead now: more with each one, since a relay that takes no message shows it at the first ones.
    reach: usize,
    begun: Vec<Next>,
}

/// A message that is ahead.
struct Next {
    id: MessageId,
    size: u64,
    kept: Kept,
}

enum Kept {
    /// It is, or cannot be.
    Known(Result<()>),
    /// A thread is at it.
    Coming(Begun<Result<()>>),
}

impl<'a, 'env> Ahead<'a, 'env> {
    pub(super) fn new(keeper: &'env Keeper, helpers: &'a Helpers<'env>, folder: &'a Path) -> Self {
        Self { keeper, helpers, folder, reach: 1, begun: Vec::new() }
    }

    /// Has a message on disk, and meanwhile begins with those that come next: where its container is. What fails of those
    /// is told when it is their turn.
    pub(super) fn keep<'d>(
        &mut self,
        draft: &Draft,
        next: impl Iterator<Item = &'d Draft>,
        job: &mut Job<'_>,
    ) -> Result<PathBuf> {
        let id = draft.id();
        let ahead = self.begun.iter().position(|one| one.id == id);
        // What was begun before it was passed over since.
        let ours = ahead.and_then(|at| self.begun.drain(..=at).next_back());
        let ours = ours.unwrap_or_else(|| self.begin(draft, job));
        if !ours.has_failed() {
            self.go_ahead(next, job);
        }
        ours.wait().map(|()| self.place(&id))
    }

    /// Once half of what may be ahead has gone, the other half is begun at once: what comes to disk at the same time goes
    /// there in one go.
    fn go_ahead<'d>(&mut self, next: impl Iterator<Item = &'d Draft>, job: &mut Job<'_>) {
        if self.begun.len() > self.reach / 2 {
            return;
        }
        let mut bytes: u64 = self.begun.iter().map(|one| one.size).sum();
        for draft in next.take(self.reach) {
            let id = draft.id();
            if self.begun.iter().any(|one| one.id == id) {
                continue;
            }
            bytes = bytes.saturating_add(draft.least_size());
            let is_room = self.begun.is_empty() || bytes <= BYTES;
            // A key that does not sign is not asked again before that was told.
            if !is_room || self.begun.iter().any(Next::has_failed) {
                break;
            }
            let begun = self.begin(draft, job);
            self.begun.push(begun);
        }
        self.reach = (2 * self.reach).min(MOST);
    }

    fn place(&self, id: &MessageId) -> PathBuf {
        self.folder.join(id.container_name())
    }

    /// Seals a message, and has a thread bring it to disk.
    fn begin(&self, draft: &Draft, job: &mut Job<'_>) -> Next {
        let (id, size, keeper) = (draft.id(), draft.least_size(), self.keeper);
        let kept = match keeper.seal(draft, self.place(&id), job) {
            Ok(Some(sealed)) => {
                let cancel = job.cancel().clone();
                let lay = move || keeper.lay(sealed, &mut Job::new().with_cancel(&cancel));
                Kept::Coming(self.helpers.begin(lay))
            }
            Ok(None) => Kept::Known(Ok(())),
            Err(error) => Kept::Known(Err(error)),
        };
        Next { id, size, kept }
    }
}

impl Next {
    fn has_failed(&self) -> bool {
        matches!(self.kept, Kept::Known(Err(_)))
    }

    fn wait(self) -> Result<()> {
        match self.kept {
            Kept::Known(kept) => kept,
            Kept::Coming(begun) => begun.wait(),
        }
    }
}
