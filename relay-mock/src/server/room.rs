//! Who may have how many connections: nobody uses the relay up for the others.
//!
//! A connection is a *knock* until its certificate is known, then a *guest* of its caller. When there are too
//! many knocks, the oldest goes: an honest handshake is done in a moment. A caller has a share of the guests: its own
//! that has been without a request for longest makes room for another of its own, and if there is none, it has to wait.
//! When the house is full, the guest goes that has been without a request for longest; if there is none, the one
//! that has waited for news longest.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::watch;

/// Connections without a known certificate.
const KNOCKS: usize = 128;
/// Connections of one caller. An office has a few terminals with a connection or two each.
const SHARE: usize = 64;
/// Connections of all callers together. With the knocks less than the 1024 files that a process often has.
const GUESTS: usize = 640;

/// All connections.
#[derive(Clone, Default)]
pub(crate) struct Room(Arc<Mutex<Inside>>);

/// Who is connected, for people.
pub(crate) struct Present {
    /// The office's number; empty where the certificate is of none.
    pub(crate) caller: String,
    pub(crate) doing: Doing,
    /// Since when it does so.
    pub(crate) since: Instant,
}

#[derive(Default)]
struct Inside {
    next: u64,
    /// Oldest first.
    knocks: BTreeMap<u64, watch::Sender<bool>>,
    guests: HashMap<u64, Guest>,
    callers: HashMap<String, usize>,
    /// Told whenever somebody comes, goes or does something else.
    moved: watch::Sender<()>,
}

struct Guest {
    caller: String,
    doing: Doing,
    /// The order of the last change of what it does.
    since: u64,
    /// When that was.
    at: Instant,
    leave: watch::Sender<bool>,
}

/// What a connection does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    /// It had no request yet.
    New,
    /// It has none now.
    Nothing,
    /// Its request waits for news.
    Waiting,
    /// It has a request.
    Busy,
}

impl Room {
    /// A new connection. The oldest knock has to go where there are too many.
    pub(crate) fn knock(&self) -> Knock {
        let mut inside = lock(&self.0);
        if inside.knocks.len() >= KNOCKS
            && let Some((_, oldest)) = inside.knocks.pop_first()
        {
            let _ = oldest.send(true);
        }
        let (leave, left) = watch::channel(false);
        let id = inside.number();
        inside.knocks.insert(id, leave);
        Knock { room: self.clone(), id, left }
    }

    /// Who is connected, by office and by when they came.
    pub(crate) fn present(&self) -> Vec<Present> {
        let inside = lock(&self.0);
        let mut guests: Vec<_> = inside.guests.iter().collect();
        guests.sort_by(|(id, one), (other_id, other)| (&one.caller, id).cmp(&(&other.caller, other_id)));
        let present =
            |(_, guest): (&u64, &Guest)| Present { caller: guest.caller.clone(), doing: guest.doing, since: guest.at };
        guests.into_iter().map(present).collect()
    }

    /// How many are at the door, whose certificates are not known yet.
    pub(crate) fn knocking(&self) -> usize {
        lock(&self.0).knocks.len()
    }

    /// Tells when somebody comes, goes or does something else.
    pub(crate) fn moves(&self) -> watch::Receiver<()> {
        lock(&self.0).moved.subscribe()
    }

    /// All guests of this caller have to go, once their requests are done: the next request needs a new connection.
    pub(crate) fn turn_out(&self, caller: &str) {
        for guest in lock(&self.0).guests.values().filter(|guest| guest.caller == caller) {
            let _ = guest.leave.send(true);
        }
    }
}

/// A connection whose caller is not known, or has its share already. Ends when dropped.
pub(crate) struct Knock {
    room: Room,
    id: u64,
    left: watch::Receiver<bool>,
}

impl Knock {
    /// Done when it has to go.
    pub(crate) fn left(&self) -> watch::Receiver<bool> {
        self.left.clone()
    }

    /// The knock of this caller as a guest; `None` where it has its share, or where everybody is busy.
    pub(crate) fn enter(&self, caller: &str) -> Option<Seat> {
        let mut inside = lock(&self.room.0);
        if inside.callers.get(caller).is_some_and(|count| *count >= SHARE) {
            let (_, leave) = inside.goes_first(&[Doing::Nothing], |guest| guest.caller == caller)?;
            let _ = leave.send(true);
        }
        if inside.guests.len() >= GUESTS {
            let (_, leave) = inside
                .goes_first(&[Doing::New, Doing::Nothing], |_| true)
                .or_else(|| inside.goes_first(&[Doing::Waiting], |_| true))?;
            let _ = leave.send(true);
        }
        let leave = inside.knocks.remove(&self.id)?;
        let since = inside.number();
        *inside.callers.entry(caller.to_owned()).or_default() += 1;
        let at = Instant::now();
        inside.guests.insert(self.id, Guest { caller: caller.to_owned(), doing: Doing::New, since, at, leave });
        inside.moved.send_replace(());
        Some(Seat(Arc::new(Place {
            room: self.room.clone(),
            id: self.id,
            caller: caller.to_owned(),
            left: self.left(),
        })))
    }
}

impl Drop for Knock {
    fn drop(&mut self) {
        lock(&self.room.0).knocks.remove(&self.id);
    }
}

/// A guest's connection. Ends when the last clone is dropped.
#[derive(Clone)]
pub(crate) struct Seat(Arc<Place>);

struct Place {
    room: Room,
    id: u64,
    caller: String,
    left: watch::Receiver<bool>,
}

impl Seat {
    /// Done when it has to go.
    pub(crate) fn left(&self) -> watch::Receiver<bool> {
        self.0.left.clone()
    }

    /// Has a request, until the guard is dropped.
    pub(crate) fn busy(&self) -> Request {
        self.set(Doing::Busy);
        Request(self.clone())
    }

    /// Its request waits for news: it may be asked to give way.
    pub(crate) fn waiting(&self) -> Wait {
        self.set(Doing::Waiting);
        Wait(self.clone())
    }

    fn set(&self, doing: Doing) {
        let mut inside = lock(&self.0.room.0);
        let since = inside.number();
        if let Some(guest) = inside.guests.get_mut(&self.0.id) {
            guest.doing = doing;
            guest.since = since;
            guest.at = Instant::now();
        }
        inside.moved.send_replace(());
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = lock(&self.room.0);
        inside.guests.remove(&self.id);
        inside.moved.send_replace(());
        if let Some(count) = inside.callers.get_mut(&self.caller) {
            *count -= 1;
            if *count == 0 {
                inside.callers.remove(&self.caller);
            }
        }
    }
}

/// The time of a request.
pub(crate) struct Request(Seat);

impl Drop for Request {
    fn drop(&mut self) {
        self.0.set(Doing::Nothing);
    }
}

/// The time of a wait within a request.
pub(crate) struct Wait(Seat);

impl Drop for Wait {
    fn drop(&mut self) {
        self.0.set(Doing::Busy);
    }
}

impl Inside {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Of the guests that do one of these, the one that has done so for longest and has not been asked yet.
    fn goes_first(&self, doing: &[Doing], is_one: impl Fn(&Guest) -> bool) -> Option<(u64, &watch::Sender<bool>)> {
        let may_go = |guest: &Guest| doing.contains(&guest.doing) && is_one(guest) && !*guest.leave.borrow();
        let oldest = self.guests.iter().filter(|(_, guest)| may_go(guest)).min_by_key(|(_, guest)| guest.since);
        oldest.map(|(id, guest)| (*id, &guest.leave))
    }
}

fn lock(inside: &Mutex<Inside>) -> MutexGuard<'_, Inside> {
    inside.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_knock_goes() {
        let room = Room::default();
        let knocks: Vec<Knock> = (0..KNOCKS + 2).map(|_| room.knock()).collect();
        let gone: Vec<bool> = knocks.iter().map(|knock| *knock.left().borrow()).collect();
        assert!(gone[0] && gone[1] && !gone[2] && !gone[KNOCKS + 1]);
        drop(knocks);
        assert!(lock(&room.0).knocks.is_empty());
    }

    #[test]
    fn a_caller_has_its_share_and_no_more() {
        let room = Room::default();
        let seats: Vec<Seat> = (0..SHARE).map(|_| room.knock().enter("1").unwrap()).collect();
        assert!(room.knock().enter("1").is_none(), "each is about to ask");
        let requests: Vec<Request> = seats.iter().map(Seat::busy).collect();
        assert!(room.knock().enter("1").is_none(), "all are busy");
        drop(requests);
        let waits: Vec<_> = seats[1..].iter().map(|seat| (seat.busy(), seat.waiting())).collect();
        let (one, another) = (room.knock().enter("1"), room.knock().enter("1"));
        assert!(one.is_some() && another.is_none(), "the idle one makes room, and no other");
        assert!(*seats[0].left().borrow() && !*seats[1].left().borrow());
        drop((one, waits));
        let other = room.knock().enter("2").unwrap();
        drop((seats, other));
        assert!(room.knock().enter("1").is_some());
        let inside = lock(&room.0);
        assert!(inside.guests.is_empty() && inside.callers.is_empty() && inside.knocks.is_empty());
    }

    #[test]
    fn who_is_present_is_told_with_what_they_do() {
        let room = Room::default();
        let mut moves = room.moves();
        let (one, _other) = (room.knock().enter("2").unwrap(), room.knock().enter("1").unwrap());
        let _at_the_door = room.knock();
        let _request = one.busy();
        let doing = || room.present().into_iter().map(|present| (present.caller, present.doing)).collect::<Vec<_>>();
        assert_eq!(doing(), [("1".to_owned(), Doing::New), ("2".to_owned(), Doing::Busy)]);
        assert_eq!(room.knocking(), 1);
        assert!(moves.has_changed().unwrap());
        moves.mark_unchanged();
        let waiting = one.waiting();
        assert!(moves.has_changed().unwrap() && doing()[1].1 == Doing::Waiting);
        drop(waiting);
        assert_eq!(doing()[1].1, Doing::Busy);
    }

    #[test]
    fn who_is_turned_out_goes_with_all_connections_and_nobody_else() {
        let room = Room::default();
        let seats = ["1", "2", "1"].map(|caller| room.knock().enter(caller).unwrap());
        room.turn_out("1");
        assert_eq!(seats.map(|seat| *seat.left().borrow()), [true, false, true]);
    }

    #[test]
    fn in_a_full_house_the_idle_go_first_and_then_those_who_wait() {
        let room = Room::default();
        let seats: Vec<Seat> = (0..GUESTS).map(|n| room.knock().enter(&n.to_string()).unwrap()).collect();
        let requests: Vec<Request> = seats.iter().map(Seat::busy).collect();
        assert!(room.knock().enter("new").is_none(), "all are busy");
        let _wait = seats[5].waiting();
        let _later = seats[4].waiting();
        assert!(room.knock().enter("new").is_some());
        assert!(*seats[5].left().borrow() && !*seats[4].left().borrow());
        let mut requests = requests;
        requests.remove(9);
        assert!(room.knock().enter("new").is_some());
        assert!(*seats[9].left().borrow() && !*seats[4].left().borrow());
    }
}
