//! Two folders and a person between them: the way to use the library with the national client, or the browser that
//! replaces it, as long as these have no interface for programs.
//!
//! What is sent is laid ready as the files that a person uploads, with a sheet in Japanese that says which, where and to
//! whom. What the person downloads is found, put together unit by unit, checked, and handed over by the same verbs as
//! any other message.
//!
//! | below [`out`](FolderOptions::out) | |
//! |---|---|
//! | `送信待ち/<folder of a unit>/` | its files, `アップロード票.html` and `.txt`, `forms/帳票.html` |
//! | `送信済/` | those that were uploaded, as a person has said by [`confirm_uploaded`](crate::relay::Transport::confirm_uploaded) |
//! | `取消/` | those that were recalled before that |
//! | `記録/` | what happened, a line of JSON each; the lock |
//!
//! | in [`inward`](FolderOptions::inward) | |
//! |---|---|
//! | files, folders and ZIP files | what a person downloads; folders are looked into, but no folders in these |
//! | `取込済/`, `取込不可/` | the files of messages that were acknowledged, unless they are to be [left](FolderOptions::leave) |
//!
//! # What is proved
//!
//! Nothing. Nobody signs, nobody sends receipts: a message is what the names of its files say, and
//! [`ReceivedMessage::signer`](crate::client::ReceivedMessage::signer) is `None`. That something was uploaded is the
//! word of a person. Evidence refuses such messages. An outcome is noted here and told to nobody.
//!
//! # Agents
//!
//! There are none. Who works for several offices uploads for each with that office's own login, and has for each a client
//! with that office's key and folders of its own; a client that would act for another office
//! ([`Client::for_office`](crate::client::Client::for_office)) is [`Code::ActingUnsupported`](crate::Code::ActingUnsupported).
//!
//! # Which files are a message
//!
//! A standard name says sender, receiver and serial. Copies (` (1)`, ` - コピー`) with the same bytes are one file; with
//! other bytes nobody knows which is right, and the unit waits. A unit is handed over once the standard's set is there,
//! with every image that it names, and no file was changed for [`settle`](FolderOptions::settle). Attachments of other
//! names belong to the unit with whose files they share a folder or a ZIP, if that is one unit; elsewhere nothing
//! tells whose they are. Everything that waits or belongs nowhere is told by
//! [`Inbox::obstacles`](crate::client::Inbox::obstacles) until it is resolved.

mod found;
mod group;
mod journal;
mod lock;
mod name;
mod options;
mod places;
mod prepare;
mod received;
mod scan;
mod sent;
mod sheet;
mod take;
mod told;
mod transport;
mod watch;
mod whole;
mod zipped;

pub use options::FolderOptions;
pub use transport::FolderTransport;
