//! What a store knows of messages, and what comes of the calls that change them.

use cplink::relay::State;
use cplink::seal::MessageId;
use time::OffsetDateTime;

/// The size of a container's pieces: all but the last have exactly this many bytes.
pub const PIECE: usize = 256 * 1024;

/// A message to accept.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// The id.
    pub id: MessageId,
    /// The sending office.
    pub sender: String,
    /// The receiving office.
    pub receiver: String,
    /// What tells its unit from the others between these offices: their service types and the serial.
    pub unit: String,
    /// The kind of message.
    pub kind: String,
    /// The line for people, which may be empty: kept beside the container, for lists.
    pub subject: String,
    /// The container's size.
    pub size: u64,
    /// When.
    pub at: OffsetDateTime,
    /// The office that sends it for the sender.
    pub agent: Option<String>,
}

/// A message as the store knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMessage {
    /// Its place in the receiver's inbox.
    pub place: u64,
    /// The id.
    pub id: MessageId,
    /// The sending office.
    pub sender: String,
    /// The receiving office.
    pub receiver: String,
    /// The kind of message.
    pub kind: String,
    /// The line for people; empty where there is none, or the container is not here any more: it may name somebody.
    pub subject: String,
    /// The container's size.
    pub size: u64,
    /// The container's SHA-256.
    pub sha256: [u8; 32],
    /// When it was accepted, in whole milliseconds.
    pub accepted_at: OffsetDateTime,
    /// The state.
    pub state: State,
    /// Whether the container is still here.
    pub kept: bool,
    /// The office that sent it for the sender; `None` where the sender itself did.
    pub agent: Option<String>,
}

/// A message of the sent list with its receipts, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The message.
    pub message: StoredMessage,
    /// The receipts.
    pub receipts: Vec<Vec<u8>>,
}

/// A page of a list, and where the next begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The entries.
    pub entries: Vec<T>,
    /// The place behind the last of them; of an empty page the place that was asked for.
    pub next: u64,
}

/// How many containers are here, and how many of them are past their time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Those past their time.
    pub due: usize,
    /// All.
    pub kept: usize,
}

/// What came of accepting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// It is stored now, with this receipt.
    New(Vec<u8>),
    /// It was here already: its first receipt, and its state.
    Before(Vec<u8>, State),
    /// Another message is the same unit of the same offices, and was or will be delivered.
    UnitTaken,
}

/// What came of a pick-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickUp {
    /// The receiver may have it; the state says so by now.
    Done,
    /// It was recalled or has expired meanwhile.
    Gone,
}

/// What came of a recall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recalled {
    /// It is recalled, now or before.
    Done,
    /// It is too late: the state it has.
    TooLate(State),
}

/// What came of an acknowledgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledged {
    /// The receipt of this kind is here, now or before.
    Done,
    /// The state does not allow it.
    Refused(State),
}
