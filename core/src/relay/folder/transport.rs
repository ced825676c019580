//! The verbs over two folders.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::time::{Duration, Instant};

use super::group::Key;
use super::name::folder_name;
use super::options::FolderOptions;
use super::places::{Places, RECALLED, UPLOADED, WAITING, move_into};
use super::prepare;
use super::received::{Done, ReceivedLine, ReceivedRecord, Seen};
use super::sent::{SentLine, SentRecord, moment, now};
use super::take;
use super::watch::{self, Ready, Watch};
use crate::error::{Code, Error, Result};
use crate::keys::is_office_number;
use crate::progress::{Job, Step};
use crate::relay::{
    Abilities, Acceptance, Acknowledgement, Capabilities, InboxEntry, InboxPage, Limits, Outcome, Outgoing, SentPage,
    Standing, State, Transport,
};
use crate::seal::{Draft, MessageId};
use crate::sort::sort_by;

/// The most entries of a page.
const PAGE: usize = 100;
/// The longest wait for files; longer ones are several calls.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Between two looks.
const BETWEEN: Duration = Duration::from_secs(1);
/// How often a wait asks whether it is cancelled.
const NAP: Duration = Duration::from_millis(100);

/// An office's two folders.
pub struct FolderTransport {
    options: FolderOptions,
    office: String,
    watch: Watch,
    /// What the last look has found.
    ready: BTreeMap<MessageId, Ready>,
}

impl FolderTransport {
    /// The folders of this office.
    ///
    /// # Errors
    /// [`Code::FolderSetting`] where they are not set, or one is inside the other. Whether they can be used is asked by
    /// every call.
    pub fn new(options: FolderOptions, office: impl Into<String>) -> Result<Self> {
        options.check()?;
        Ok(Self { options, office: office.into(), watch: Watch::default(), ready: BTreeMap::new() })
    }

    fn places(&self, job: &Job<'_>) -> Result<Places> {
        job.check()?;
        Places::find(&self.options)
    }

    /// Looks into the folder; what keeps files from being messages.
    fn look(&mut self, job: &mut Job<'_>) -> Result<Vec<Error>> {
        let seen = self.watch.look(&self.options.inward, &self.office, &self.options, job)?;
        self.ready = watch::by_id(seen.ready);
        Ok(seen.obstacles)
    }

    /// Notes what is new and what is gone; the record afterwards.
    fn note(&self, places: &Places, obstacles: &mut Vec<Error>, job: &Job<'_>) -> Result<ReceivedRecord> {
        let journal = places.received();
        let record = ReceivedRecord::read(&journal, &self.office)?;
        if self.changes(&record).is_empty() {
            self.tell(&record, obstacles);
            return Ok(record);
        }
        // Another program may have noted the same meanwhile.
        let lock = places.lock(job)?;
        let changes = self.changes(&ReceivedRecord::read(&journal, &self.office)?);
        if !changes.is_empty() {
            journal.add(&changes)?;
        }
        drop(lock);
        let record = ReceivedRecord::read(&journal, &self.office)?;
        self.tell(&record, obstacles);
        Ok(record)
    }

    /// What the record does not know yet.
    fn changes(&self, record: &ReceivedRecord) -> Vec<ReceivedLine> {
        let (at, office) = (now().unix_timestamp(), &self.office);
        let is_away = |id: &MessageId| {
            let fate = record.find(id);
            !self.ready.contains_key(id) && fate.is_some_and(|fate| fate.done.is_none() && !fate.is_gone)
        };
        let gone = record.seen.iter().map(|(_, seen)| seen.id).filter(is_away);
        let gone = gone.map(|id| ReceivedLine::Gone { at, office: office.clone(), id });
        let is_new = |ready: &&Ready| record.is_new(&ready.id) && !record.contradicts(&ready.unit, &ready.id);
        let mut new: Vec<&Ready> = self.ready.values().filter(is_new).collect();
        sort_by(&mut new, |one, other| one.unit.cmp(&other.unit));
        let new = new.into_iter().map(|ready| {
            ReceivedLine::Seen(Seen {
                at,
                office: office.clone(),
                id: ready.id,
                unit: ready.unit.clone(),
                from: ready.from.clone(),
                kind: ready.kind.clone(),
                size: ready.size,
            })
        });
        gone.chain(new).collect()
    }

    /// Tells of units whose content is another one than before.
    fn tell(&self, record: &ReceivedRecord, obstacles: &mut Vec<Error>) {
        for ready in self.ready.values().filter(|ready| record.contradicts(&ready.unit, &ready.id)) {
            let detail = "the unit was handed over with another content before";
            let file = ready.files.first().map(super::found::Found::told).unwrap_or_default();
            obstacles.push(Error::new(Code::UnitAmbiguous).with_detail(detail).in_file(file));
        }
    }

    fn page(&mut self, places: &Places, after: usize, job: &mut Job<'_>) -> Result<InboxPage> {
        let mut obstacles = self.look(job)?;
        let record = self.note(places, &mut obstacles, job)?;
        self.tidy(&record);
        let is_there = |seen: &Seen| {
            let done = record.find(&seen.id).and_then(|fate| fate.done.as_ref());
            self.ready.contains_key(&seen.id)
                || done.is_some_and(|done| take::folder_of(&self.options.inward, done).is_dir())
        };
        let waiting = record.seen.iter().filter(|(number, seen)| *number > after && is_there(seen));
        let entries = waiting.take(PAGE).map(|(number, seen)| InboxEntry {
            id: seen.id,
            from: seen.from.clone(),
            kind: seen.kind.clone(),
            size: seen.size,
            accepted_at: moment(seen.at),
            cursor: number.to_string(),
            accepted: None,
        });
        let entries: Vec<InboxEntry> = entries.collect();
        let next = entries.last().map_or_else(|| after.to_string(), |last| last.cursor.clone());
        Ok(InboxPage { entries, next, obstacles })
    }

    /// Puts away what was acknowledged and still lies here: copies that came later, and files that were in use.
    fn tidy(&self, record: &ReceivedRecord) {
        if !self.options.leave {
            self.ready.values().for_each(|ready| take::put_away(&self.options.inward, ready, &self.ready, record));
        }
    }

    /// The message as it lies in the folder, or where its files were put.
    fn draft(&mut self, places: &Places, id: &MessageId, job: &mut Job<'_>) -> Result<Box<Draft>> {
        if let Some(ready) = self.ready.get(id) {
            match ready.draft(job) {
                // Since the last look it may have been acknowledged elsewhere, and moved.
                Err(error) if error.code() == Code::SourceChanged => {}
                made => return made,
            }
        }
        self.look(job)?;
        if let Some(ready) = self.ready.get(id) {
            return ready.draft(job);
        }
        let record = ReceivedRecord::read(&places.received(), &self.office)?;
        let seen = record.line(id).ok_or(Code::RelayNotFound)?;
        let Some(done) = record.find(id).and_then(|fate| fate.done.as_ref()) else {
            return Err(Error::new(Code::SourceChanged).with_detail("its files are not in the folder any more"));
        };
        let folder = take::folder_of(&self.options.inward, done);
        let found = watch::put_away(&folder, &self.office, &seen.unit, job)?.filter(|draft| draft.id() == *id);
        found.ok_or_else(|| Error::new(Code::SourceChanged).in_file(folder.display().to_string()))
    }

    /// One of our own messages, as the record has it.
    fn own(&self, places: &Places, id: &MessageId) -> Result<SentLine> {
        let record = SentRecord::read(&places.sent(), &self.office)?;
        record.get(id).cloned().ok_or_else(|| Error::new(Code::RelayNotFound))
    }

    /// Moves the folder of one of our messages on, and notes it: in this order, so that what is still to be uploaded
    /// never lies where it is not, and what is not any more never lies there.
    fn move_on(&self, places: &Places, line: &SentLine, to: &str, state: State) -> Result<()> {
        move_into(&places.of(WAITING).join(&line.folder), &places.of(to))?;
        places.sent().add(&[line.now(state)])
    }
}

impl Transport for FolderTransport {
    fn capabilities(&mut self, job: &mut Job<'_>) -> Result<Capabilities> {
        self.places(job)?;
        Ok(Capabilities {
            protocol: "folder".to_owned(),
            limits: Limits { wait: LONGEST_WAIT, ..Limits::default() },
            csv_versions: None,
            kinds: None,
            keep_days: None,
            clock: None,
            abilities: Abilities { receipts: false, directory: false, recall: true },
        })
    }

    fn put_message(
        &mut self,
        outgoing: &Outgoing<'_>,
        body: &mut dyn Read,
        len: u64,
        job: &mut Job<'_>,
    ) -> Result<Acceptance> {
        let places = self.places(job)?;
        let Outgoing { id, message } = *outgoing;
        if message.from.office != self.office {
            return Err(Error::new(Code::RelayCertOffice));
        }
        if message.to.office == self.office {
            return Err(Error::new(Code::RelaySameOffice));
        }
        let mut container = prepare::take(&places, outgoing, body, len, job)?;
        let names: Vec<String> = container.parts().iter().map(|part| part.name.clone()).collect();
        let line = SentLine {
            at: now().unix_timestamp(),
            office: self.office.clone(),
            id,
            to: message.to.office.clone(),
            kind: message.kind.clone(),
            serial: message.serial.clone(),
            state: State::Prepared.token().to_owned(),
            folder: folder_name(&message.to, message, names.iter().map(String::as_str)),
        };
        let _lock = places.lock(job)?;
        let record = SentRecord::read(&places.sent(), &self.office)?;
        let known = record.get(&id);
        match known.map(SentLine::state) {
            Some(State::Recalled) => return Err(Error::new(Code::RelayState)),
            Some(State::Uploaded) => {
                return Ok(Acceptance { receipt: None, at: known.map(SentLine::at), prepared: None });
            }
            _ => {}
        }
        if let Some(other) = record.other(&line) {
            let folder = places.of(WAITING).join(&other.folder);
            return Err(Error::new(Code::FolderConflict).in_file(folder.display().to_string()));
        }
        let folder = prepare::lay_ready(&places, &line.folder, &mut container, job)?;
        let at = Some(known.unwrap_or(&line).at());
        if known.is_none() {
            places.sent().add(&[line])?;
        }
        Ok(Acceptance { receipt: None, at, prepared: Some(folder) })
    }

    fn get_message(&mut self, id: &MessageId, sink: &mut dyn Write, max: u64, job: &mut Job<'_>) -> Result<u64> {
        let places = self.places(job)?;
        let record = ReceivedRecord::read(&places.received(), &self.office)?;
        let fate = record.find(id).ok_or(Code::RelayNotFound)?;
        let draft = self.draft(&places, id, job)?;
        if draft.unsigned_size() > max {
            return Err(Error::new(Code::AnswerTooLarge));
        }
        let size = draft.write_unsigned(sink, job)?.size;
        if !fate.is_given {
            let _lock = places.lock(job)?;
            let (at, office) = (now().unix_timestamp(), self.office.clone());
            places.received().add(&[ReceivedLine::Given { at, office, id: *id }])?;
        }
        Ok(size)
    }

    fn inbox(&mut self, after: &str, wait: Duration, job: &mut Job<'_>) -> Result<InboxPage> {
        let places = self.places(job)?;
        let after = if after.is_empty() { Ok(0) } else { after.parse() };
        let after = after.map_err(|_| Error::new(Code::InvalidArgument).with_detail("cursor"))?;
        let begun = Instant::now();
        loop {
            let page = self.page(&places, after, job)?;
            let left = wait.min(LONGEST_WAIT).saturating_sub(begun.elapsed());
            if !page.entries.is_empty() || left.is_zero() {
                return Ok(page);
            }
            nap(left.min(BETWEEN), job)?;
        }
    }

    fn sent(&mut self, after: &str, job: &mut Job<'_>) -> Result<SentPage> {
        let places = self.places(job)?;
        let after = if after.is_empty() { Ok(0) } else { after.parse() };
        let after = after.map_err(|_| Error::new(Code::InvalidArgument).with_detail("cursor"))?;
        Ok(SentRecord::read(&places.sent(), &self.office)?.page(after))
    }

    fn acknowledge(&mut self, id: &MessageId, said: &Acknowledgement<'_>, job: &mut Job<'_>) -> Result<Standing> {
        let places = self.places(job)?;
        if !self.ready.contains_key(id) {
            self.look(job)?;
        }
        let journal = places.received();
        let lock = places.lock(job)?;
        let record = ReceivedRecord::read(&journal, &self.office)?;
        let seen = record.line(id).ok_or(Code::RelayNotFound)?;
        let fate = record.find(id).filter(|fate| fate.is_given).ok_or(Code::RelayState)?;
        if let Some(done) = &fate.done {
            return Ok(Standing { state: done.state(), is_repeat: true, receipt: None, recorded: None });
        }
        let refused = match said.outcome {
            Outcome::Imported => None,
            Outcome::Refused(reason) => Some(reason.clone()),
        };
        let folder = self.ready.get(id).map_or_else(|| fallback(&seen.unit), |ready| ready.folder.clone());
        let done = Done { refused: refused.clone(), folder: folder.clone() };
        let (at, office) = (now().unix_timestamp(), self.office.clone());
        journal.add(&[ReceivedLine::Done { at, office, id: *id, refused, folder }])?;
        let record = ReceivedRecord::read(&journal, &self.office)?;
        drop(lock);
        self.tidy(&record);
        Ok(Standing { state: done.state(), is_repeat: false, receipt: None, recorded: None })
    }

    fn recall(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<State> {
        let places = self.places(job)?;
        let _lock = places.lock(job)?;
        let line = self.own(&places, id)?;
        match line.state() {
            State::Prepared => self.move_on(&places, &line, RECALLED, State::Recalled)?,
            State::Recalled => {}
            // Once it is uploaded only the national client can take it back.
            _ => return Err(Error::new(Code::RelayState)),
        }
        Ok(State::Recalled)
    }

    fn confirm_uploaded(&mut self, id: &MessageId, job: &mut Job<'_>) -> Result<()> {
        let places = self.places(job)?;
        let _lock = places.lock(job)?;
        let line = self.own(&places, id)?;
        match line.state() {
            State::Prepared => self.move_on(&places, &line, UPLOADED, State::Uploaded),
            State::Uploaded => Ok(()),
            _ => Err(Error::new(Code::RelayState)),
        }
    }

    /// A person carries files: nobody has signed them.
    fn carries_signatures(&self) -> bool {
        false
    }

    /// The folders are locked against each other as against another program.
    fn another(&self) -> Option<Box<dyn Transport>> {
        let (options, office) = (self.options.clone(), self.office.clone());
        Some(Box::new(Self { options, office, watch: Watch::default(), ready: BTreeMap::new() }))
    }

    /// Only its own: a person uploads with an office's own login, and nothing would say that somebody acted for it.
    fn for_office(&self, office: &str) -> Result<Box<dyn Transport>> {
        if !is_office_number(office) {
            return Err(Error::new(Code::OfficeNumber));
        }
        let own = self.another().filter(|_| office == self.office);
        own.ok_or_else(|| Code::ActingUnsupported.with_detail("files that a person uploads have no agent"))
    }
}

/// The folder's name where the files are not there any more.
fn fallback(unit: &Key) -> String {
    format!("{}_{}", unit.1, unit.0)
}

fn nap(how_long: Duration, job: &mut Job<'_>) -> Result<()> {
    let until = Instant::now() + how_long;
    loop {
        job.report(Step::Waiting, 0, 0)?;
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        std::thread::sleep(left.min(NAP));
    }
}
