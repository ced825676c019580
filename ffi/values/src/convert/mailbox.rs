//! What a mailbox tells.

use time::OffsetDateTime;

use crate::{EntryState, Error, Findings, MailboxEntries, MailboxEntry, Obstacles, Pumped, Queued, Side};
use cplink::mailbox::{self, Filter};
use cplink::{Code, Result};

impl From<mailbox::Side> for Side {
    fn from(side: mailbox::Side) -> Self {
        match side {
            mailbox::Side::Outbox => Self::Outbox,
            mailbox::Side::Inbox => Self::Inbox,
        }
    }
}

impl Side {
    /// The halves of these numbers.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] for a number that is none.
    pub fn of_numbers(numbers: &[i32]) -> Result<Vec<mailbox::Side>> {
        let of_number = |number: &i32| {
            let side = mailbox::Side::ALL.iter().copied().find(|side| Self::from(*side) as i32 == *number);
            side.ok_or_else(|| unknown("half of a mailbox", *number))
        };
        numbers.iter().map(of_number).collect()
    }
}

impl From<mailbox::EntryState> for EntryState {
    fn from(state: mailbox::EntryState) -> Self {
        match state {
            mailbox::EntryState::Draft => Self::Draft,
            mailbox::EntryState::Waiting => Self::Waiting,
            mailbox::EntryState::Accepted => Self::Accepted,
            mailbox::EntryState::PickedUp => Self::PickedUp,
            mailbox::EntryState::Imported => Self::Imported,
            mailbox::EntryState::Refused => Self::Refused,
            mailbox::EntryState::Recalled => Self::Recalled,
            mailbox::EntryState::Expired => Self::Expired,
            mailbox::EntryState::Prepared => Self::Prepared,
            mailbox::EntryState::Uploaded => Self::Uploaded,
            // What a later version adds needs a person who knows it.
            _ => Self::Attention,
        }
    }
}

impl EntryState {
    /// The states of these numbers.
    ///
    /// # Errors
    /// [`Code::InvalidArgument`] for a number that is none.
    pub fn of_numbers(numbers: &[i32]) -> Result<Vec<mailbox::EntryState>> {
        let of_number = |number: &i32| {
            let state = mailbox::EntryState::ALL.iter().copied().find(|state| Self::from(*state) as i32 == *number);
            state.ok_or_else(|| unknown("state of an entry", *number))
        };
        numbers.iter().map(of_number).collect()
    }
}

fn unknown(what: &str, number: i32) -> cplink::Error {
    cplink::Error::new(Code::InvalidArgument).with_detail(format!("there is no {what} {number}"))
}

/// Which entries to list: of these halves, in these states, of this office, where any is given.
pub fn filter(
    sides: &[mailbox::Side],
    states: &[mailbox::EntryState],
    office_number: Option<&str>,
    with_archive: bool,
) -> Filter {
    let mut filter = Filter::new();
    // Both are as good as none.
    if let [side] = sides {
        filter = filter.of_side(*side);
    }
    for state in states {
        filter = filter.of_state(*state);
    }
    if let Some(office) = office_number {
        filter = filter.of_office(office);
    }
    if with_archive { filter.with_archive() } else { filter }
}

/// The moment so many seconds after 1970.
///
/// # Errors
/// [`Code::InvalidArgument`] for a year that has not four digits.
pub fn moment(seconds: i64) -> Result<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(seconds)
        .map_err(|_| cplink::Error::new(Code::InvalidArgument).with_detail("no moment of a year of four digits"))
}

impl From<mailbox::Queued> for Queued {
    fn from(queued: mailbox::Queued) -> Self {
        Self {
            id: queued.id.to_string(),
            state: queued.state.into(),
            state_ja: queued.state.name_ja(),
            is_repeat: queued.is_repeat,
            findings: Findings::from_iter(&queued.findings),
        }
    }
}

impl From<mailbox::Pumped> for Pumped {
    fn from(pumped: mailbox::Pumped) -> Self {
        Self {
            sent: pumped.sent as usize,
            prepared: pumped.prepared as usize,
            recalled: pumped.recalled as usize,
            changed: pumped.changed as usize,
            received: pumped.received as usize,
            reported: pumped.reported as usize,
            attention: pumped.attention.iter().map(ToString::to_string).collect(),
            obstacles: Obstacles::from_iter(&pumped.obstacles),
            next_attempt: pumped.next_attempt.map(OffsetDateTime::unix_timestamp),
            error: pumped.fault.map(Error::from),
        }
    }
}

impl FromIterator<mailbox::Entry> for MailboxEntries {
    fn from_iter<I: IntoIterator<Item = mailbox::Entry>>(entries: I) -> Self {
        Self { items: entries.into_iter().map(MailboxEntry::from).collect() }
    }
}

impl From<mailbox::Entry> for MailboxEntry {
    fn from(entry: mailbox::Entry) -> Self {
        let told = |fault: mailbox::EntryFault| Error::from(cplink::Error::from(&fault));
        let path = |path: std::path::PathBuf| path.to_string_lossy().into_owned();
        Self {
            id: entry.id,
            side: entry.side.into(),
            state: entry.state.into(),
            state_ja: entry.state_ja,
            state_en: entry.state.name_en(),
            office: entry.office,
            kind: entry.kind,
            serial: entry.serial,
            subject: entry.subject,
            supersedes: entry.supersedes,
            superseded_by: entry.superseded_by,
            at: entry.at.map(OffsetDateTime::unix_timestamp),
            changed_at: entry.changed_at.map(OffsetDateTime::unix_timestamp),
            accepted_at: entry.accepted_at.map(OffsetDateTime::unix_timestamp),
            not_before: entry.not_before.map(OffsetDateTime::unix_timestamp),
            tries: entry.tries as usize,
            in_doubt: entry.in_doubt,
            is_signed: entry.is_signed,
            fault: entry.fault.map(told),
            doubt: entry.doubt.map(told),
            reason: entry.reason,
            blocked_by: entry.blocked_by,
            is_to_recall: entry.is_to_recall,
            prepared: entry.prepared.map(path),
            offered: entry.offered as usize,
            is_reported: entry.is_reported,
            container: entry.container.map(path),
        }
    }
}
