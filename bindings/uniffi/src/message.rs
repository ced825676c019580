//! One message that came in.

use std::path::Path;
use std::sync::{Arc, Mutex};

use cplink::client::{Incoming, ReceivedMessage};
use cplink::progress::Job;
use cplink_values as values;

use crate::cancel::{Cancel, Watcher, watched};
use crate::failure::{Failure, Result, hold, misuse};
use crate::generated::{Error, MessageContent, MessageReference, UnitReport};

/// A received message: verified, or with the error that says why it could not be opened.
#[derive(uniffi::Object)]
pub struct Message {
    reference: values::MessageReference,
    content: std::result::Result<values::MessageContent, Box<values::Error>>,
    /// It holds the container open until it is closed.
    received: Mutex<Option<ReceivedMessage>>,
}

impl Message {
    pub(crate) fn of(incoming: Incoming) -> Arc<Self> {
        let reference = (&incoming.reference).into();
        Arc::new(match incoming.content {
            Ok(received) => Self { reference, content: Ok((&received).into()), received: Mutex::new(Some(received)) },
            Err(error) => Self { reference, content: Err(Box::new(error.into())), received: Mutex::default() },
        })
    }

    pub(crate) fn opened(received: ReceivedMessage) -> Arc<Self> {
        let (reference, content) = ((&received).into(), Ok((&received).into()));
        Arc::new(Self { reference, content, received: Mutex::new(Some(received)) })
    }

    fn with<T>(&self, use_of: impl FnOnce(&mut ReceivedMessage) -> Result<T>) -> Result<T> {
        self.content()?;
        let mut held = hold(&self.received)?;
        use_of(
            held.as_mut().ok_or_else(|| misuse("the message is closed", "このメッセージはすでに閉じられています。"))?,
        )
    }
}

#[uniffi::export]
impl Message {
    /// What is known of every message.
    pub fn reference(&self) -> MessageReference {
        self.reference.clone().into()
    }

    /// Why it could not be opened.
    pub fn error(&self) -> Option<Error> {
        self.content.as_ref().err().map(|error| values::Error::clone(error).into())
    }

    /// What it says; its error where it could not be opened.
    pub fn content(&self) -> Result<MessageContent> {
        match &self.content {
            Ok(content) => Ok(content.clone().into()),
            Err(error) => Err(Failure::Failed { fault: Box::new(values::Error::clone(error).into()) }),
        }
    }

    /// The CSV files with their rows, and what is to be said of them.
    pub fn report(&self) -> Result<UnitReport> {
        self.with(|received| Ok(received.read(&mut Job::new())?.into()))
    }

    /// A file's bytes, verified once more.
    pub fn read(&self, name: String, cancel: Arc<Cancel>, watcher: Option<Box<dyn Watcher>>) -> Result<Vec<u8>> {
        self.with(|received| watched(&cancel, watcher, |job| Ok(received.bytes(&name, job)?)))
    }

    /// Writes all files into a folder.
    pub fn save(&self, folder: String, cancel: Arc<Cancel>, watcher: Option<Box<dyn Watcher>>) -> Result<()> {
        self.with(|received| watched(&cancel, watcher, |job| Ok(received.save(Path::new(&folder), job)?)))
    }

    /// Lets go of the kept container.
    pub fn close(&self) -> Result<()> {
        *hold(&self.received)? = None;
        Ok(())
    }
}
