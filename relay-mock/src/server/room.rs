//! Who may have how many connections: nobody uses the relay up for the others.
//!
//! A connection is a *knock* until its certificate is known, then a *guest* of its caller. When there are too
//! many knocks, the oldest goes: an honest handshake is done in a moment. A caller has a share of the guests: its own
//! that has been without a request for longest makes room for another of its own, and if there is none, it has to wait.
//! When the house is full, the guest goes that has been without a request for longest; if there is none, the one
//! that has waited for news longest.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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

#[derive(Default)]
struct Inside {
    next: u64,
    /// Oldest first.
    knocks: BTreeMap<u64, watch::Sender<bool>>,
    guests: HashMap<u64, Guest>,
    callers: HashMap<String, usize>,
}

struct Guest {
    caller: String,
    doing: Doing,
    /// The order of the last change of what it does.
    since: u64,
    leave: watch::Sender<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Doing {
    /// It had no request yet.
    New,
    Nothing,
    Waiting,
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
        inside.guests.insert(self.id, Guest { caller: caller.to_owned(), doing: Doing::New, since, leave });
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
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = lock(&self.room.0);
        inside.guests.remove(&self.id);
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
