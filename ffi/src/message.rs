//! One message that came in.

use crate::boundary::{Handle, OutText};
use crate::generated::handles::{cpl_error, cpl_files, cpl_findings, cpl_job};
use crate::job;
use crate::layout::wrong;
use cplink::Result;
use cplink::client::{Checked, Incoming, ReceivedMessage};
use cplink::progress::Job;
use cplink_values::{MessageContent, MessageReference};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A received message: verified, or with the error that says why it could not be opened.
pub struct cpl_message {
    reference: MessageReference,
    content: std::result::Result<Box<Content>, cpl_error>,
}

struct Content {
    values: MessageContent,
    // Reading a part moves the place in the container's file.
    received: Arc<Handle<ReceivedMessage>>,
    rows: OnceLock<Rows>,
    /// Held by the one thread that reads them.
    reading: Mutex<()>,
}

/// What is read when it is first asked for.
struct Rows {
    unit_kind: Option<&'static str>,
    files: cpl_files,
    findings: cpl_findings,
}

impl Rows {
    fn new(Checked { contents, report }: Checked) -> Self {
        Self {
            unit_kind: report.unit_kind.map(|unit| unit.token()),
            findings: report.all_findings().collect(),
            files: cpl_files::new(contents.files, report.files),
        }
    }
}

impl cpl_message {
    pub(crate) fn of(incoming: Incoming) -> Self {
        let Incoming { reference, content } = incoming;
        let content = content.map(|received| Box::new(Content::new(received))).map_err(cpl_error::from);
        Self { reference: (&reference).into(), content }
    }

    pub(crate) fn opened(received: ReceivedMessage) -> Self {
        Self { reference: (&received).into(), content: Ok(Box::new(Content::new(received))) }
    }

    /// What is known of every message.
    pub(crate) fn reference(&self) -> Result<&MessageReference> {
        Ok(&self.reference)
    }

    /// What a message says that could be opened.
    pub(crate) fn content(&self) -> Result<&MessageContent> {
        Ok(&self.open()?.values)
    }

    fn open(&self) -> Result<&Content> {
        self.content.as_deref().map_err(|_| wrong("the message could not be opened; see cpl_message_error"))
    }
}

impl Content {
    fn new(received: ReceivedMessage) -> Self {
        Self {
            values: (&received).into(),
            received: Arc::new(Handle::new(received)),
            rows: OnceLock::new(),
            reading: Mutex::new(()),
        }
    }

    /// The rows, read by the first call that asks for them.
    fn rows(&self) -> Result<&Rows> {
        if let Some(rows) = self.rows.get() {
            return Ok(rows);
        }
        let _alone = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rows) = self.rows.get() {
            return Ok(rows);
        }
        let rows = Rows::new(self.received.write()?.read(&mut Job::new())?);
        Ok(self.rows.get_or_init(|| rows))
    }
}

pub(crate) fn error(message: &cpl_message) -> Result<Option<&cpl_error>> {
    Ok(message.content.as_ref().err())
}

pub(crate) fn unit_kind(message: &cpl_message, text: OutText<'_>) -> Result<()> {
    text.put_maybe(message.open()?.rows()?.unit_kind);
    Ok(())
}

pub(crate) fn files(message: &cpl_message) -> Result<&cpl_files> {
    Ok(&message.open()?.rows()?.files)
}

pub(crate) fn findings(message: &cpl_message) -> Result<&cpl_findings> {
    Ok(&message.open()?.rows()?.findings)
}

pub(crate) fn read(message: &cpl_message, name: &str, job: Option<&cpl_job>) -> Result<Vec<u8>> {
    let received = Arc::clone(&message.open()?.received);
    let mut received = received.write()?;
    job::run(job, |job| received.bytes(name, job))
}

pub(crate) fn save(message: &cpl_message, folder: &str, job: Option<&cpl_job>) -> Result<()> {
    let received = Arc::clone(&message.open()?.received);
    let mut received = received.write()?;
    job::run(job, |job| received.save(Path::new(folder), job))?;
    Ok(())
}
