//! The inbox: a page of it, and its messages handed over one by one.

use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;
use std::time::Duration;

use super::learn::narrowed;
use super::{Client, MessageReference, ReceivedMessage, keep};
use crate::error::{Code, Error, Result};
use crate::progress::Job;
use crate::relay::InboxEntry;
use crate::seal::Limits;
use crate::unit::import_order;

/// How to receive.
#[derive(Clone, Debug)]
pub struct ReceiveOptions {
    keep: PathBuf,
    wait: Duration,
}

impl ReceiveOptions {
    /// The containers are kept in this folder as `<message id>.asice`. On Unix they are for their owner only (mode
    /// 0600, new folders 0700); on Windows they have the rights that their folder hands down.
    pub fn new(keep: impl Into<PathBuf>) -> Self {
        Self { keep: keep.into(), wait: Duration::ZERO }
    }

    /// Where there is no message, waits up to this long for one.
    pub fn with_wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }
}

/// A page of the inbox whose messages are fetched one by one, by [`Client::next_message`].
#[derive(Debug)]
pub struct Inbox {
    pub(super) keep: PathBuf,
    pub(super) limits: Limits,
    waiting: VecDeque<Waiting>,
    /// Of each message by its place in the page: the cursor after it, and whether it was handed over.
    places: Vec<(String, bool)>,
    /// The first that was not.
    behind: usize,
    cursor: String,
    /// After all of them.
    next: String,
    pub(super) obstacles: Vec<Error>,
}

#[derive(Debug)]
struct Waiting {
    place: usize,
    entry: InboxEntry,
    /// Whether fetching it failed once, for no fault of its own.
    failed: bool,
}

impl Inbox {
    /// How many messages have not been handed over yet.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether every message was handed over, or given up for now.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Where the next call goes on: after the last message that was handed over and has none before it that was
    /// not. Store it together with what was imported.
    pub fn cursor(&self) -> &str {
        &self.cursor
    }

    /// What keeps messages from being listed, where files come by hand ([`relay::folder`](crate::relay::folder)): which
    /// file is missing, belongs nowhere or cannot be read. Show it to the user; it is told again until it is resolved.
    pub fn obstacles(&self) -> &[Error] {
        &self.obstacles
    }

    /// The same, given away.
    pub(crate) fn take_obstacles(&mut self) -> Vec<Error> {
        std::mem::take(&mut self.obstacles)
    }

    /// The message that [`Client::next_message`] would fetch now.
    pub(crate) fn first(&self) -> Option<&InboxEntry> {
        self.waiting.front().map(|waiting| &waiting.entry)
    }

    /// Passes over messages that the caller has already, as if they had been handed over.
    pub(crate) fn pass_over(&mut self, mut is_known: impl FnMut(&InboxEntry) -> bool) {
        let waiting = std::mem::take(&mut self.waiting);
        for one in waiting {
            if is_known(&one.entry) {
                self.hand_over(one.place);
            } else {
                self.waiting.push_back(one);
            }
        }
    }

    /// Leaves the message that would be fetched now for another page: the cursor does not go past it.
    pub(crate) fn leave_first(&mut self) {
        self.waiting.pop_front();
    }

    fn hand_over(&mut self, place: usize) {
        self.places[place].1 = true;
        while let Some((cursor, true)) = self.places.get_mut(self.behind) {
            self.cursor = std::mem::take(cursor);
            self.behind += 1;
        }
        if self.behind == self.places.len() {
            self.cursor.clone_from(&self.next);
        }
    }

    /// One that could not be fetched comes last, so that it does not hold up the others, and once more only.
    fn put_off(&mut self, waiting: Waiting) {
        if !waiting.failed {
            self.waiting.push_back(Waiting { failed: true, ..waiting });
        }
    }

    fn is_done(&self) -> bool {
        self.behind == self.places.len()
    }
}

/// A page of the inbox, fetched.
#[derive(Debug)]
pub struct Batch {
    /// The messages in the order of import: by serial; those that could not be opened come last.
    pub messages: Vec<Incoming>,
    /// The cursor for the next call: store it together with what was imported.
    pub next: String,
    /// Why the page ended early, where it did: the messages above are here all the same, and the next call goes on
    /// behind them.
    pub fault: Option<Error>,
    /// As [`Inbox::obstacles`].
    pub obstacles: Vec<Error>,
}

/// One message of the inbox. A message that cannot be opened does not hold up the others.
#[derive(Debug)]
pub struct Incoming {
    /// Its id and the two offices, according to the relay.
    pub reference: MessageReference,
    /// The message, verified; or what is wrong with it, for [`Client::acknowledge`] to refuse.
    pub content: Result<ReceivedMessage>,
}

impl Client {
    /// Asks for a page of the inbox after the cursor (empty: from the beginning). Nothing is fetched yet: that does
    /// [`Client::next_message`]. Every message is delivered at least once: what the host has imported already it
    /// knows by the id.
    ///
    /// # Errors
    /// [`Code::KeepFolder`] where the folder that keeps containers has no name; network errors (4xx),
    /// the relay's refusals (5xx), [`Code::Cancelled`].
    pub fn inbox(&mut self, cursor: &str, options: &ReceiveOptions, job: &mut Job<'_>) -> Result<Inbox> {
        keep::check(&options.keep)?;
        self.sweep(&options.keep);
        let relay = self.capabilities(job)?;
        let limits = narrowed(&self.limits, &relay);
        let answer = self.transport.inbox(cursor, options.wait.min(relay.limits.wait), job);
        self.heed(&answer);
        let page = answer?;
        // A relay that names a message twice on a page has it once all the same.
        let mut seen = BTreeSet::new();
        let once: Vec<InboxEntry> = page.entries.into_iter().filter(|entry| seen.insert(entry.id.0)).collect();
        let places = once.iter().map(|entry| (entry.cursor.clone(), false)).collect::<Vec<_>>();
        let entries = once.into_iter().enumerate();
        Ok(Inbox {
            keep: options.keep.clone(),
            limits,
            cursor: if places.is_empty() { page.next.clone() } else { cursor.to_owned() },
            places,
            behind: 0,
            waiting: entries.map(|(place, entry)| Waiting { place, entry, failed: false }).collect(),
            next: page.next,
            obstacles: page.obstacles,
        })
    }

    /// Fetches the next message of a page, verifies it and keeps it; `None` after the last. What is wrong with a
    /// message is in its [`Incoming::content`].
    ///
    /// # Errors
    /// Network errors (4xx), the relay's refusals (5xx), local files (6xx), [`Code::Cancelled`]. The message is put
    /// off to the end of the page and tried once more there: call again for the others. Nothing is lost: a message
    /// that was not handed over comes again with the next page after [`Inbox::cursor`].
    pub fn next_message(&mut self, inbox: &mut Inbox, job: &mut Job<'_>) -> Result<Option<Incoming>> {
        job.check()?;
        let Some(waiting) = inbox.waiting.pop_front() else { return Ok(None) };
        let entry = &waiting.entry;
        let reference = MessageReference { id: entry.id, from: entry.from.clone(), to: self.office.clone() };
        let content = match self.fetch(entry, &inbox.keep, &inbox.limits, job) {
            Err(error) if error.code() == Code::Cancelled => {
                inbox.waiting.push_front(waiting);
                return Err(error);
            }
            Err(error) if !error.code().is_of_message() => {
                inbox.put_off(waiting);
                return Err(error);
            }
            content => content,
        };
        inbox.hand_over(waiting.place);
        Ok(Some(Incoming { reference, content }))
    }

    /// Fetches one message that was listed before.
    pub(crate) fn fetch_listed(
        &mut self,
        entry: &InboxEntry,
        keep: &std::path::Path,
        job: &mut Job<'_>,
    ) -> Result<ReceivedMessage> {
        let relay = self.capabilities(job)?;
        let limits = narrowed(&self.limits, &relay);
        self.fetch(entry, keep, &limits, job)
    }

    /// Fetches a whole page of the inbox after the cursor (empty: from the beginning), in the order of import.
    ///
    /// # Errors
    /// As [`Client::inbox`] and [`Client::next_message`], where not a single message came; else the error is in
    /// [`Batch::fault`]. [`Code::Cancelled`] in any case: what was fetched comes again.
    pub fn receive(&mut self, cursor: &str, options: &ReceiveOptions, job: &mut Job<'_>) -> Result<Batch> {
        let mut inbox = self.inbox(cursor, options, job)?;
        let mut messages = Vec::new();
        let mut fault: Option<Error> = None;
        let mut failed_before = false;
        loop {
            match self.next_message(&mut inbox, job) {
                Ok(None) => break,
                Ok(Some(incoming)) => {
                    failed_before = false;
                    messages.push(incoming);
                }
                Err(error) if error.code() == Code::Cancelled => return Err(error),
                Err(error) => {
                    // One may be late alone; after two in a row the relay is away.
                    let is_over = failed_before;
                    failed_before = true;
                    fault.get_or_insert(error);
                    if is_over {
                        break;
                    }
                }
            }
        }
        let mut fault = fault.filter(|_| !inbox.is_done());
        if messages.is_empty()
            && let Some(fault) = fault.take()
        {
            return Err(fault);
        }
        Ok(Batch { messages: in_order(messages), next: inbox.cursor, fault, obstacles: inbox.obstacles })
    }

    /// Clears a folder of what was left half written, once.
    pub(super) fn sweep(&mut self, folder: &std::path::Path) {
        if !self.swept.contains(folder) {
            keep::sweep(folder);
            self.swept.insert(folder.to_owned());
        }
    }
}

/// By serial; those that could not be opened come last.
pub(super) fn in_order(messages: Vec<Incoming>) -> Vec<Incoming> {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for incoming in messages {
        match incoming {
            Incoming { reference, content: Ok(received) } => good.push((reference, received)),
            unopened => bad.push(unopened),
        }
    }
    import_order(&mut good, |(_, received)| received.serial);
    let good = good.into_iter().map(|(reference, received)| Incoming { reference, content: Ok(received) });
    good.chain(bad).collect()
}
