//! What a relay asks of its store.

use std::io::Read;
use std::sync::Arc;

use cplink::relay::State;
use cplink::seal::{Link, MessageId};
use time::OffsetDateTime;

use super::error::Result;
use super::message::{Accepted, Acknowledged, Due, Listed, NewMessage, Page, PickUp, Recalled, StoredMessage};
use super::office::{OfficeNames, RegisteredOffice};
use super::search::{Search, Turn};

/// A claim on a store, which ends when it is dropped or the process ends.
pub type Claim = Box<dyn Send>;

/// Signs a receipt of the relay for this place in the sender's chain.
pub type SignReceipt<'a> = &'a dyn Fn(Link) -> Result<Vec<u8>>;

/// Signs a receipt that names the *accepted* one, for this place in the sender's chain.
pub type SignNextReceipt<'a> = &'a dyn Fn(&[u8], Link) -> Result<Vec<u8>>;

/// The relay's memory: its directory of offices, its messages and their receipts.
///
/// # Adding a store
///
/// Make a folder beside `sqlite` and `memory` with a type that implements this trait, name it in
/// `store/mod.rs`, and add it to the list in `store/conformance/mod.rs`: those tests say what every store
/// does alike. A relay takes it by [`Relay::start_with`](crate::server::Relay::start_with); the program
/// `relay-mock` itself opens SQLite, in `server/relay.rs` and `cli/office.rs`. Nothing else changes: rules of
/// the directory (numbers, licence years, the days of Japan) are in [`directory`](crate::directory), rules of
/// messages and the wire in the server.
///
/// # What holds for every call
///
/// - Calls may block; several threads call at once. The server never calls from an async worker: it
///   has only an `AsyncStore`, which gives each call a thread.
/// - What a changing call did is on disk before it returns, all of it; after an error, nothing is. Several go to
///   disk together within [`Store::together`].
/// - A receipt is signed within the change that it belongs to. `sign` gets its place in the chain of
///   the *sending* office: the numbers of a chain run from 1 without a gap, over all its messages, and
///   each link names the [digest](cplink::seal::Receipt::digest) of the receipt before it.
/// - A message accepted before `kept_since` is past its time, whether or not [`Store::expire`] has come
///   by: every call sees it as `expire` would leave it.
/// - A *place* is where a list goes on: opaque to clients, 0 is the beginning, and later entries have
///   higher places.
pub trait Store: Send + Sync {
    /// Makes the caller the one relay of this store; `None` where another has claimed it. The directory
    /// may be read and changed without a claim.
    ///
    /// # Errors
    /// The store failed, as with every call here.
    fn claim(&self) -> Result<Option<Claim>>;

    /// What tells this store from every other, also from one made anew in its folder. Cursors carry it.
    fn id(&self) -> u64;

    /// Makes several changes in one: what this thread changes during `calls` is on disk when this returns, and
    /// the answers it got count from then on. After an error nothing of it is there, as when one of the changes
    /// failed; then each may be made again for itself. [`Store::clear`] is not among them.
    ///
    /// It is for speed. A store that does not override it brings each change to disk for itself.
    ///
    /// # Errors
    /// One of the changes failed, or the store.
    fn together(&self, calls: &mut dyn FnMut()) -> Result<()> {
        calls();
        Ok(())
    }

    /// All offices by number.
    ///
    /// # Errors
    /// The store failed.
    fn offices(&self) -> Result<Vec<RegisteredOffice>>;

    /// The names of all offices: what a list needs of them. A store that does not override it takes them of
    /// [`Store::offices`].
    ///
    /// # Errors
    /// The store failed.
    fn office_names(&self) -> Result<Arc<OfficeNames>> {
        let names = self.offices()?.into_iter().map(|office| (office.number, office.name));
        Ok(Arc::new(names.collect()))
    }

    /// The office of this number.
    ///
    /// # Errors
    /// The store failed.
    fn office(&self, number: &str) -> Result<Option<RegisteredOffice>>;

    /// Adds an office; `false` and no change where its number is there already.
    ///
    /// # Errors
    /// The store failed.
    fn add_office(&self, office: &RegisteredOffice) -> Result<bool>;

    /// Changes the office of this number, which keeps its number, and gives what it is now; `None`
    /// where it is not there. Nobody else changes it in between.
    ///
    /// # Errors
    /// The store failed.
    fn change_office(&self, number: &str, change: &dyn Fn(&mut RegisteredOffice)) -> Result<Option<RegisteredOffice>>;

    /// Takes an office out of the directory; `false` where it is not there. Its messages stay.
    ///
    /// # Errors
    /// The store failed.
    fn remove_office(&self, number: &str) -> Result<bool>;

    /// At most `most` messages behind a place, of all offices, in the order they were accepted.
    ///
    /// # Errors
    /// The store failed.
    fn messages(&self, after: u64, most: usize, kept_since: OffsetDateTime) -> Result<Page<StoredMessage>>;

    /// At most `most` of the messages that are looked for, of all offices, **newest first**: those that were accepted
    /// last, by their places. However many messages there are, a page of what is looked for takes a moment.
    ///
    /// # Errors
    /// The store failed.
    fn search(
        &self,
        search: &Search,
        turn: Turn,
        most: usize,
        kept_since: OffsetDateTime,
    ) -> Result<Vec<StoredMessage>>;

    /// Forgets all messages with their receipts and chains, as tests do between each other; offices stay. From
    /// then on the store has another [`Store::id`].
    ///
    /// # Errors
    /// The store failed.
    fn clear(&self) -> Result<()>;

    /// Takes a message of [`NewMessage::size`] bytes in, with the *accepted* receipt that `sign` makes.
    /// A message of the same id stays as it is. One of the same offices and [`NewMessage::unit`] is not
    /// taken in, unless the other was recalled or expired before anybody had it.
    ///
    /// # Errors
    /// [`StoreError::Full`](super::StoreError::Full) where the disk is full; `sign` or the store failed.
    fn accept(
        &self,
        message: &NewMessage,
        container: &mut dyn Read,
        kept_since: OffsetDateTime,
        sign: SignReceipt<'_>,
    ) -> Result<Accepted>;

    /// The message of this id.
    ///
    /// # Errors
    /// The store failed.
    fn message(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<Option<StoredMessage>>;

    /// The container's piece `n`, from 0, of [`PIECE`](super::PIECE) bytes each; `None` where it is gone.
    ///
    /// # Errors
    /// The store failed.
    fn piece(&self, id: &MessageId, n: u64, kept_since: OffsetDateTime) -> Result<Option<Vec<u8>>>;

    /// The receipts of a message, oldest first.
    ///
    /// # Errors
    /// The store failed.
    fn receipts(&self, id: &MessageId) -> Result<Vec<Vec<u8>>>;

    /// At most `most` messages to this office behind a place, in the order they were accepted, without
    /// those that are recalled or past their time.
    ///
    /// # Errors
    /// The store failed.
    fn inbox(&self, receiver: &str, after: u64, most: usize, kept_since: OffsetDateTime)
    -> Result<Page<StoredMessage>>;

    /// At most `most` messages of this office that were accepted or have changed behind a place, in the
    /// order of their last changes.
    ///
    /// # Errors
    /// The store failed.
    fn sent(&self, sender: &str, after: u64, most: usize, kept_since: OffsetDateTime) -> Result<Page<Listed>>;

    /// Makes room for the pick-up of a message, before a container that takes long is handed out: then
    /// [`Store::pick_up`] fails no longer because the store is at its limit. It is given back by the pick-up, or when
    /// the container goes. A repeat changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Full`](super::StoreError::Full) where there is no room; the store failed.
    fn reserve_pick_up(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<PickUp>;

    /// Notes that the receiver has the message, with the *picked up* receipt that `sign` makes.
    /// A repeat changes nothing.
    ///
    /// # Errors
    /// `sign` or the store failed.
    fn pick_up(&self, id: &MessageId, kept_since: OffsetDateTime, sign: SignNextReceipt<'_>) -> Result<PickUp>;

    /// Takes the receiver's own receipt of the final `state`, *imported* or *refused*, of a message that
    /// was picked up, and behind it the *recorded* receipt that `sign` makes. A repeat changes nothing.
    ///
    /// # Errors
    /// `sign` or the store failed.
    fn acknowledge(
        &self,
        id: &MessageId,
        state: State,
        receipt: &[u8],
        kept_since: OffsetDateTime,
        sign: SignReceipt<'_>,
    ) -> Result<Acknowledged>;

    /// Takes a message back that nobody has picked up; its container goes. A repeat changes nothing.
    ///
    /// # Errors
    /// The store failed.
    fn recall(&self, id: &MessageId, kept_since: OffsetDateTime) -> Result<Recalled>;

    /// How many containers [`Store::expire`] would let go of, and how many there are.
    ///
    /// # Errors
    /// The store failed.
    fn due(&self, kept_since: OffsetDateTime) -> Result<Due>;

    /// Lets go of the containers of at most `most` messages that are past their time, and gives how many
    /// it were. A message that nobody picked up becomes *expired*, which is a change in the sent list.
    ///
    /// # Errors
    /// The store failed.
    fn expire(&self, kept_since: OffsetDateTime, most: usize) -> Result<usize>;
}
