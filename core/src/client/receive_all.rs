//! `receive_all`: all pages of the inbox.

use std::time::Duration;

use super::inbox::in_order;
use super::{Batch, Client, ReceiveOptions};
use crate::error::{Code, Result};
use crate::progress::Job;

/// More messages than an office gets in a year: what a call holds in memory is bounded. The next call goes on.
const MOST: usize = 10_000;

impl Client {
    /// Fetches all that is in the inbox behind the cursor (empty: from the beginning), page by page, and gives it in
    /// the order of import over all pages. A wait is for the first message only. In memory are the messages'
    /// descriptions, not their files; after 10,000 messages the next call goes on.
    ///
    /// # Errors
    /// As [`Client::receive`], where not a single message came; else the error is in [`Batch::fault`].
    /// [`Code::Cancelled`] in any case: what was fetched comes again.
    pub fn receive_all(&mut self, cursor: &str, options: &ReceiveOptions, job: &mut Job<'_>) -> Result<Batch> {
        let mut all = self.receive(cursor, options, job)?;
        let options = options.clone().with_wait(Duration::ZERO);
        let mut before = cursor.to_owned();
        while all.fault.is_none() && !all.messages.is_empty() && all.next != before && all.messages.len() < MOST {
            let page = match self.receive(&all.next, &options, job) {
                Ok(page) => page,
                Err(error) if error.code() == Code::Cancelled => return Err(error),
                Err(error) => {
                    all.fault = Some(error);
                    break;
                }
            };
            all.obstacles = page.obstacles;
            if page.messages.is_empty() {
                // A cursor of a page without messages may lead further all the same.
                all.next = page.next;
                break;
            }
            before = std::mem::replace(&mut all.next, page.next);
            all.fault = page.fault;
            all.messages.extend(page.messages);
        }
        all.messages = in_order(all.messages);
        Ok(all)
    }
}
