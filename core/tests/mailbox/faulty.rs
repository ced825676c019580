//! A transport on which a call fails as a test wants it, before or after the relay has done it.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cplink::progress::Job;
use cplink::relay::{
    Acceptance, Acknowledgement, Capabilities, DirectoryEntry, InboxPage, Outgoing, SentPage, Standing, State,
    Transport,
};
use cplink::seal::MessageId;
use cplink::{Error, Result};

type Make = Box<dyn Fn() -> Error + Send>;
type Look = Box<dyn FnMut() + Send>;

/// What is to go wrong.
pub(crate) struct Plan {
    call: &'static str,
    /// Whether the relay does what it is asked all the same.
    is_done: bool,
    times: usize,
    error: Make,
}

/// What goes wrong on a transport, and what was called.
#[derive(Clone, Default)]
pub(crate) struct Faults {
    plans: Arc<Mutex<VecDeque<Plan>>>,
    calls: Arc<Mutex<Vec<&'static str>>>,
    /// Messages that come damaged.
    damaged: Arc<Mutex<Vec<MessageId>>>,
    /// What is done before each call of a name.
    look: Arc<Mutex<Option<(&'static str, Look)>>>,
}

impl Faults {
    /// The next calls of this name fail.
    pub(crate) fn fail(&self, call: &'static str, times: usize, error: impl Fn() -> Error + Send + 'static) {
        self.plan(call, false, times, error);
    }

    /// The next call of this name is done, but nobody hears of it.
    pub(crate) fn lose_answer(&self, call: &'static str, error: impl Fn() -> Error + Send + 'static) {
        self.plan(call, true, 1, error);
    }

    fn plan(&self, call: &'static str, is_done: bool, times: usize, error: impl Fn() -> Error + Send + 'static) {
        self.plans.lock().unwrap().push_back(Plan { call, is_done, times, error: Box::new(error) });
    }

    /// All goes well again.
    pub(crate) fn clear(&self) {
        self.plans.lock().unwrap().clear();
        self.damaged.lock().unwrap().clear();
    }

    pub(crate) fn damage(&self, id: MessageId) {
        self.damaged.lock().unwrap().push(id);
    }

    /// How often a call was made since the last time.
    pub(crate) fn take_calls(&self, call: &str) -> usize {
        let mut calls = self.calls.lock().unwrap();
        let before = calls.len();
        calls.retain(|made| *made != call);
        before - calls.len()
    }

    /// Looks at something before each call of this name.
    pub(crate) fn before_each(&self, call: &'static str, look: impl FnMut() + Send + 'static) {
        *self.look.lock().unwrap() = Some((call, Box::new(look)));
    }

    fn during<T>(&self, call: &'static str, make: impl FnOnce() -> Result<T>) -> Result<T> {
        self.calls.lock().unwrap().push(call);
        if let Some((_, look)) = self.look.lock().unwrap().as_mut().filter(|(name, _)| *name == call) {
            look();
        }
        let mut plans = self.plans.lock().unwrap();
        let Some(at) = plans.iter().position(|plan| plan.call == call) else {
            drop(plans);
            return make();
        };
        let plan = &mut plans[at];
        plan.times -= 1;
        let (error, is_done) = ((plan.error)(), plan.is_done);
        if plan.times == 0 {
            plans.remove(at);
        }
        drop(plans);
        if is_done {
            make()?;
        }
        Err(error)
    }
}

/// A transport with faults.
pub(crate) struct Faulty<T> {
    pub(crate) inner: T,
    pub(crate) faults: Faults,
}

impl<T: Transport> Transport for Faulty<T> {
    fn capabilities(&mut self, job: &mut Job<'_>) -> Result<Capabilities> {
        self.inner.capabilities(job)
    }

    fn office(&mut self, number: &str, job: &mut Job<'_>) -> Result<Option<DirectoryEntry>> {
        self.inner.office(number, job)
    }

    fn put_message(
        &mut self,
        outgoing: &Outgoing<'_>,
        body: &mut dyn Read,
        len: u64,
        job: &mut Job<'_>,
    ) -> Result<Acceptance> {
        self.faults.during("put", || self.inner.put_message(outgoing, body, len, job))
    }

    fn get_message(&mut self, id: &MessageId, sink: &mut dyn Write, max: u64, job: &mut Job<'_>) -> Result<u64> {
        let is_damaged = self.faults.damaged.lock().unwrap().contains(id);
        self.faults.during("get", || {
            let mut bytes = Vec::new();
            let length = self.inner.get_message(id, &mut bytes, max, job)?;
            if is_damaged {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
            }
            sink.write_all(&bytes).unwrap();
            Ok(length)
        })
    }

    fn inbox(&mut self, after: &str, wait: Duration, job: &mut Job<'_>) -> Result<InboxPage> {
        self.faults.during("inbox", || self.inner.inbox(after, wait, job))
    }

    fn sent(&mut self, after: &str, job: &mut Job<'_>) -> Result<SentPage> {
        self.faults.during("sent", || self.inner.sent(after, job))
    }

    fn acknowledge(&mut self, id: &MessageId, said: &Acknowledgement<'_>, job: &mut Job<'_>) -> Result<Standing> {
        self.faults.during("acknowledge", || self.inner.acknowledge(id, said, job))
    }

    fn recall(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<State> {
        self.faults.during("recall", || self.inner.recall(id, job))
    }
}
