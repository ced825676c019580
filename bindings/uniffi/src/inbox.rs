//! Pages of the inbox.

use std::sync::{Arc, Mutex};

use cplink::client;
use cplink_values as values;

use crate::failure::{Result, hold};
use crate::generated::{Error, Obstacle, obstacles};
use crate::message::Message;
use crate::number::signed;

/// A page whose messages are fetched one by one.
#[derive(uniffi::Object)]
pub struct Inbox(pub(crate) Mutex<client::Inbox>);

#[uniffi::export]
impl Inbox {
    /// How many messages were not handed over yet.
    pub fn remaining(&self) -> Result<i64> {
        Ok(signed(hold(&self.0)?.len()))
    }

    /// The cursor after the last message that was handed over.
    pub fn cursor(&self) -> Result<String> {
        Ok(hold(&self.0)?.cursor().to_owned())
    }

    /// What keeps files from being messages.
    pub fn obstacles(&self) -> Result<Vec<Obstacle>> {
        Ok(obstacles(values::Obstacles::from_iter(hold(&self.0)?.obstacles())))
    }
}

/// A whole page.
#[derive(uniffi::Record)]
pub struct Batch {
    /// The messages in the order of import.
    pub messages: Vec<Arc<Message>>,
    /// The cursor for the next call.
    pub next: String,
    /// Why the page ended early, where it did.
    pub error: Option<Error>,
    /// What keeps files from being messages.
    pub obstacles: Vec<Obstacle>,
}

impl From<client::Batch> for Batch {
    fn from(batch: client::Batch) -> Self {
        Self {
            messages: batch.messages.into_iter().map(Message::of).collect(),
            next: batch.next,
            error: batch.fault.map(|error| values::Error::from(error).into()),
            obstacles: obstacles(values::Obstacles::from_iter(&batch.obstacles)),
        }
    }
}
