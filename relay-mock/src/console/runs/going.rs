//! A run at work.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use cplink::progress::Cancel;
use cplink_cli::Language;
use parking_lot::Mutex;

use super::plan::Plan;
use crate::certify::drive::{Channel, Desk, Folder, Terminal, Window};
use crate::certify::judge::{Word, case, judge};
use crate::certify::pack::Pack;
use crate::certify::report::{PageInput, write};
use crate::certify::run;
use crate::certify::transcript::{FolderError, RunFolder, Transcript};
use crate::store::AsyncStore;

/// What a thread works on.
pub(super) struct Work {
    pub(super) pack: Arc<Pack>,
    pub(super) plan: Plan,
    pub(super) folder: RunFolder,
    pub(super) transcript: Transcript,
}

/// What is known of a run while it goes on.
#[derive(Default)]
pub(in super::super) struct State {
    /// How the cases ended that are done.
    pub(in super::super) words: BTreeMap<String, Word>,
    /// Why it ended where it should not have.
    pub(in super::super) failure: Option<String>,
}

/// A run at work.
pub(in super::super) struct Going {
    /// By which it is answered.
    pub(in super::super) window: Window,
    pub(in super::super) state: Arc<Mutex<State>>,
    cancel: Cancel,
    has_ended: Arc<AtomicBool>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Going {
    pub(super) fn start(work: Work, store: AsyncStore) -> io::Result<Self> {
        let watched = store.clone();
        let window = Window::new(move || watched.touch());
        let (cancel, state, has_ended) = (Cancel::new(), Arc::<Mutex<State>>::default(), Arc::<AtomicBool>::default());
        for (id, record) in &work.transcript.cases {
            if let Some(each) = work.pack.case(id) {
                state.lock().words.insert(id.clone(), case(each, Some(record), &[]).word);
            }
        }
        let own = (window.clone(), cancel.clone(), Arc::clone(&state), Arc::clone(&has_ended));
        let thread = thread::Builder::new().name("certify".to_owned()).spawn(move || {
            let (window, cancel, state, has_ended) = own;
            if let Err(error) = work.run(window, &cancel, &state, &store) {
                state.lock().failure = Some(error.to_string());
            }
            // Behind everything else: the folder is free by now.
            has_ended.store(true, Ordering::SeqCst);
            store.touch();
        })?;
        Ok(Self { window, state, cancel, has_ended, thread: Mutex::new(Some(thread)) })
    }

    pub(in super::super) fn is_at_work(&self) -> bool {
        let is_alive = self.thread.lock().as_ref().is_some_and(|thread| !thread.is_finished());
        is_alive && !self.has_ended.load(Ordering::SeqCst)
    }

    pub(super) fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Has it end, and waits for that, but not for ever.
    pub(super) fn rest(&self, within: Duration) {
        self.cancel();
        let end = Instant::now() + within;
        while self.is_at_work() && Instant::now() < end {
            thread::sleep(Duration::from_millis(20));
        }
        let thread = self.thread.lock().take_if(|thread| thread.is_finished());
        // What it has to say of itself is in its state.
        drop(thread.map(JoinHandle::join));
    }
}

impl Work {
    fn run(self, window: Window, cancel: &Cancel, state: &Mutex<State>, store: &AsyncStore) -> Result<(), FolderError> {
        let Self { pack, plan, folder, mut transcript } = self;
        // Nobody sits at the desk itself.
        let terminal = Terminal::new(io::empty(), io::sink());
        let work = folder.path().join("work");
        let desk = Desk::new(work, terminal, Channel::Folder, Language::Ja, cancel, None).with_window(window);
        let mut driver = Folder::new(transcript.run.product.clone(), desk);
        let wanted = |case: &crate::certify::scenario::Case| plan.wants(&case.id);
        run::run(&pack, wanted, &mut driver, &folder, &mut transcript, cancel, |record| {
            if let Some(each) = pack.case(&record.id) {
                state.lock().words.insert(record.id.clone(), case(each, Some(record), &[]).word);
            }
            store.touch();
        })?;
        drop(driver);
        if !cancel.is_cancelled() {
            let verdict = judge(&pack, &transcript);
            let input =
                PageInput { pack: &pack, transcript: &transcript, verdict: &verdict, tester: None, is_test_key: None };
            write(&input, &folder)?;
        }
        Ok(())
    }
}
