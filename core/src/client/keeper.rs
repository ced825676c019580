//! Messages sealed into the folder that keeps them.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use super::{Client, keep, unix_now};
use crate::error::{Code, Result};
use crate::file::Unsynced;
use crate::keys::{Signer, Trust};
use crate::progress::Job;
use crate::seal::{Draft, Limits, MessageId, SealOptions, TimeStamper, open_by_agent};

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
    pub(super) fn keep(&self, draft: &Draft, container: &Path, job: &mut Job<'_>) -> Result<()> {
        match self.seal(draft, container, job)? {
            Some(sealed) => self.lay(sealed, container, &draft.id(), job),
            None => Ok(()),
        }
    }

    /// Seals a message beside its place; `None` where it is kept already. Here the signer is asked.
    pub(super) fn seal<'a>(
        &self,
        draft: &Draft,
        container: &'a Path,
        job: &mut Job<'_>,
    ) -> Result<Option<Unsynced<'a>>> {
        if self.is_kept(container, &draft.id(), job)? {
            return Ok(None);
        }
        let mut options = SealOptions::new(unix_now());
        options.stamper = self.stamper.as_deref();
        options.stamp_authorities = self.trust.stamp_authorities();
        Unsynced::write(container, |file| draft.seal_with(&*self.signer, &options, file, job).map(|_| ())).map(Some)
    }

    /// Brings a sealed message to disk and to its place.
    pub(super) fn lay(&self, sealed: Unsynced<'_>, container: &Path, id: &MessageId, job: &mut Job<'_>) -> Result<()> {
        // Another thread or process may have sealed the same message meanwhile.
        sealed.sync()?.put_unless(|| self.is_kept(container, id, job))
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
