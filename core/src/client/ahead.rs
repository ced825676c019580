//! One message is sealed ahead of the one that is being sent.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, Scope};

use super::keeper::Keeper;
use crate::error::{Code, Error, Result};
use crate::file::Unsynced;
use crate::progress::{Cancel, Job};
use crate::seal::{Draft, MessageId};

/// Containers on their way to disk, one at a time, by a thread of its own: the disk works while the relay does. The
/// signer is asked on the calling thread only, and no message leaves before its container is on disk.
pub(super) struct Ahead<'env> {
    keeper: &'env Keeper,
    thread: Option<Thread<'env>>,
    next: Option<Next>,
}

/// The thread; it ends with this value.
struct Thread<'env> {
    sealed: Sender<Sealed<'env>>,
    kept: Receiver<Result<()>>,
}

struct Sealed<'env> {
    container: &'env Path,
    id: MessageId,
    file: Unsynced<'env>,
    cancel: Cancel,
}

/// The message that is to be sent next.
struct Next {
    id: MessageId,
    /// What came of keeping it; `None` while the thread is at it.
    kept: Option<Result<()>>,
}

impl<'env> Ahead<'env> {
    /// Without a thread, where the system gives none, each message is sealed when it is its turn.
    pub(super) fn new<'scope>(scope: &'scope Scope<'scope, 'env>, keeper: &'env Keeper) -> Self {
        let (sealed, to_keep) = channel();
        let (done, kept) = channel();
        let run = move || {
            // Ends with whoever seals.
            for Sealed { container, id, file, cancel } in to_keep {
                if done.send(keeper.lay(file, container, &id, &mut Job::new().with_cancel(&cancel))).is_err() {
                    return;
                }
            }
        };
        let spawned = Builder::new().name("cplink keep".to_owned()).spawn_scoped(scope, run);
        Self { keeper, thread: spawned.is_ok().then_some(Thread { sealed, kept }), next: None }
    }

    /// Has a message on disk: that which was begun, or any other.
    pub(super) fn keep(&mut self, draft: &Draft, container: &Path, job: &mut Job<'_>) -> Result<()> {
        match self.take() {
            Some((id, kept)) if id == draft.id() => kept,
            _ => self.keeper.keep(draft, container, job),
        }
    }

    /// Seals a message and begins to bring it to disk. What fails is told when it is asked for.
    pub(super) fn begin(&mut self, draft: &Draft, container: &'env Path, job: &mut Job<'_>) {
        self.take();
        let (Some(thread), id) = (&self.thread, draft.id()) else { return };
        let kept = match self.keeper.seal(draft, container, job) {
            Ok(Some(file)) => {
                let sealed = Sealed { container, id, file, cancel: job.cancel().clone() };
                thread.sealed.send(sealed).map_or_else(|_| Some(Err(gone())), |()| None)
            }
            Ok(None) => Some(Ok(())),
            Err(error) => Some(Err(error)),
        };
        self.next = Some(Next { id, kept });
    }

    /// The message that was begun and what came of it.
    fn take(&mut self) -> Option<(MessageId, Result<()>)> {
        let Next { id, kept } = self.next.take()?;
        let wait = |thread: &Thread<'_>| thread.kept.recv().unwrap_or_else(|_| Err(gone()));
        kept.or_else(|| self.thread.as_ref().map(wait)).map(|kept| (id, kept))
    }
}

/// Nobody ends the thread.
fn gone() -> Error {
    Error::new(Code::Bug).with_detail("the thread that keeps containers has ended")
}
