//! The relay between two offices, whatever protocol it speaks: the [`Transport`] trait, the types it speaks in,
//! and the transports there are.
//!
//! | transport | what it is |
//! |---|---|
//! | [`cpx`] | CPX/1, our own protocol, over HTTPS ([`http`]) |
//! | [`folder`] | two folders and a person between them, for the national client: no signatures, no receipts |
//! | [`memory`] | a relay in this process, for tests, examples and simulations |
//!
//! The national wire protocol is not in our hands; it would be a further one.
//!
//! # How to plug in a transport
//!
//! Implement [`Transport`] and give it to [`Client::new`](crate::client::Client::new). To let hosts choose it by an
//! option, also add its name to [`TRANSPORTS`], to [`connect()`], and where it has no URL to
//! [`ConnectOptions::needs_url`]: all three are in one file. The smallest example is [`memory`].
//!
//! A transport moves sealed containers and says what became of them. It neither opens nor verifies them: the client
//! seals before [`put_message`](Transport::put_message) and verifies after [`get_message`](Transport::get_message),
//! so that nothing hangs on the relay's honesty. Every method must guarantee:
//!
//! - It blocks, runs on the calling thread, starts no thread of its own, and has a time limit.
//! - It looks at the cancel flag ([`Job::check`](crate::progress::Job::check)) at least every 200 ms and then returns
//!   [`Code::Cancelled`](crate::Code::Cancelled).
//! - It may be repeated at any time, also after an error: nothing is sent twice.
//! - An error whose call may have taken effect is marked
//!   [`with_in_doubt`](crate::Error::with_in_doubt); the client repeats the same call to know.
//! - Errors are those of the code table: 4xx where the relay was not reached or not understood, 5xx where it refused.
//!   They hold no value of a record and no secret.
//! - What comes from the other end is hostile: bounded in size, checked in form.
//!
//! And each by itself:
//!
//! | method | guarantees |
//! |---|---|
//! | [`capabilities`](Transport::capabilities) | limits, versions, kinds and abilities of the relay that is asked. The client asks once, keeps to what it says, and asks anew after a network error |
//! | [`office`](Transport::office) | `None` for an office that is not registered; left out where [`Abilities::directory`] is false |
//! | [`put_message`](Transport::put_message) | on success the relay has the message for good. The same id again gives the same answer; another content under the id is [`Code::RelayConflict`](crate::Code::RelayConflict). With [`Abilities::receipts`] a signed receipt is in the answer, without it the relay's time |
//! | [`get_message`](Transport::get_message) | the bytes that were put, not more than `max`; fetching by the receiver is the pick-up |
//! | [`inbox`](Transport::inbox) | every message to the office at least once, in a stable order; a cursor, of the page and of each message, stays valid for ever |
//! | [`sent`](Transport::sent) | every own message with its present state; receipts unchanged |
//! | [`acknowledge`](Transport::acknowledge) | the first outcome remains, and is what the answer says: to the same again and to another one too. A relay without receipts takes the plain outcome |
//! | [`recall`](Transport::recall) | afterwards the receiver can no longer fetch the message, and the answer says so; left out where [`Abilities::recall`] is false |
//! | [`confirm_uploaded`](Transport::confirm_uploaded) | notes the word of a person, once; left out where nothing is uploaded by hand |
//! | [`carries_signatures`](Transport::carries_signatures) | a fact of the program; left out but for a way that can carry none |
//! | [`connection`](Transport::connection) | how the last call was connected, for the self-check; left out where there is no connection |
//! | [`another`](Transport::another) | a line of its own, which never waits for this one: a client waits for messages on one and sends on the other. Left out where an office can have one line only |
//! | [`for_office`](Transport::for_office) | a line whose calls are for another office; the relay, not the transport, decides whether it may. Left out where nobody can act for another |
//! | [`rest`](Transport::rest) | afterwards nothing is open; left out where nothing is kept open |

mod capabilities;
mod connect;
pub mod cpx;
mod directory;
pub mod folder;
pub mod http;
pub mod memory;
mod page;
mod state;
mod transport;

pub use capabilities::{Abilities, Capabilities, Limits};
pub use connect::{ConnectOptions, TRANSPORTS, connect, reach};
pub use directory::DirectoryEntry;
pub use memory::MemoryRelay;
pub use page::{InboxEntry, InboxPage, SentEntry, SentPage};
pub use state::State;
pub use transport::{Acceptance, Acknowledgement, Connection, Outcome, Outgoing, Standing, Transport};
