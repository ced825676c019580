//! Messages sealed into the folder that keeps them.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Client, keep, unix_now};
use crate::error::{Code, Result};
use crate::file::{Unsynced, folder_of, sync_folder};
use crate::keys::{Signer, Trust};
use crate::progress::Job;
use crate::seal::{Draft, Limits, MessageId, SealOptions, TimeStamper, open_by_agent};

/// A message of at most so many bytes is sealed in memory: its file is made by whoever brings it to disk.
pub(super) const SMALL: u64 = 1 << 20;

/// A message that is sealed and not in its place yet.
pub(super) struct Sealed {
    id: MessageId,
    container: PathBuf,
    content: Content,
}

enum Content {
    Bytes(Vec<u8>),
    File(Unsynced),
}

/// What it takes to seal and keep messages. It has no line to the relay, so that another thread may keep one while
/// the client sends.
pub(super) struct Keeper {
    signer: Arc<dyn Signer>,
    pub(super) trust: Trust,
    limits: Limits,
    stamper: Option<Arc<dyn TimeStamper>>,
    /// Of our certificate.
    office: String,
}

impl Client {
    pub(super) fn keeper(&self) -> Keeper {
        Keeper {
            signer: Arc::clone(&self.signer),
            trust: self.trust.clone(),
            limits: self.limits.clone(),
            stamper: self.stamper.clone(),
            office: self.own_office().to_owned(),
        }
    }
}

impl Keeper {
    /// For many messages: what signed the first ones' certificates is verified once.
    pub(super) fn for_many(mut self) -> Self {
        self.trust = self.trust.remembering();
        self
    }

    /// Seals a message into its place, unless it is there already. Then it is on disk.
    pub(super) fn keep(&self, draft: &Draft, container: PathBuf, job: &mut Job<'_>) -> Result<()> {
        match self.seal(draft, container, job)? {
            Some(sealed) => self.lay(sealed, job),
            None => Ok(()),
        }
    }

    /// Seals a message; `None` where it is kept already. Here the signer is asked.
    pub(super) fn seal(&self, draft: &Draft, container: PathBuf, job: &mut Job<'_>) -> Result<Option<Sealed>> {
        let id = draft.id();
        if self.is_kept(&container, &id, job)? {
            // Whoever put it there may not have come to the folder yet.
            sync_folder(folder_of(&container));
            return Ok(None);
        }
        let mut options = SealOptions::new(unix_now());
        options.stamper = self.stamper.as_deref();
        options.stamp_authorities = self.trust.stamp_authorities();
        let mut write = |out: &mut dyn Write| draft.seal_with(&*self.signer, &options, out, job).map(drop);
        let content = if draft.least_size() <= SMALL {
            let mut bytes = Vec::new();
            write(&mut bytes)?;
            Content::Bytes(bytes)
        } else {
            Content::File(Unsynced::write(&container, write)?)
        };
        Ok(Some(Sealed { id, container, content }))
    }

    /// Brings a sealed message to disk and to its place.
    pub(super) fn lay(&self, sealed: Sealed, job: &mut Job<'_>) -> Result<()> {
        let Sealed { id, container, content } = sealed;
        let file = match content {
            Content::Bytes(bytes) => Unsynced::of_bytes(&container, &bytes)?,
            Content::File(file) => file,
        };
        // Another thread or process may have sealed the same message meanwhile.
        file.sync()?.put_unless(|| self.is_kept(&container, &id, job))
    }

    /// Whether the same message lies here whole and as it would be sealed now: by the same certificate, which is
    /// still valid, and stamped where it would be. What does not hold any more must not be sent for ever.
    fn is_kept(&self, container: &Path, id: &MessageId, job: &mut Job<'_>) -> Result<bool> {
        if !keep::is_file(container) {
            return Ok(false);
        }
        let Ok(file) = File::open(container) else { return Ok(false) };
        match open_by_agent(BufReader::new(file), &self.office, &self.limits, &self.trust, unix_now(), job) {
            Ok(opened) => {
                let signed = opened.signer();
                let is_ours = self.signer.chain().first() == Some(&signed.certificate);
                let is_stamped = signed.time_stamp.as_ref().is_some_and(|stamp| stamp.trusted);
                Ok(opened.id() == *id && is_ours && (is_stamped || self.stamper.is_none()))
            }
            Err(error) if error.code() == Code::Cancelled => Err(error),
            // A torn file, or a certificate that has expired or was revoked since.
            Err(_) => Ok(false),
        }
    }
}
