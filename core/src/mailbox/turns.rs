//! Whose turn it is in the inbox: the index of what is due, remembered, so that thousands of names are not read for each
//! message that is handed out.
//!
//! The record of a message is what holds, and is looked at before it is handed out; a name that is remembered and not in
//! the index any more costs one look. Names that came into the index since are *announced* by a file of a new name in a
//! folder of its own, which is looked at each time: what was named to the end before [`Mailbox::next`](super::Mailbox::next)
//! was called has its turn. Whoever ended before it could announce is found when the index is read the next time, which
//! is soon: as soon as reading it takes a small part of the time only.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;
use std::time::{Duration, Instant};

use super::due::{by_office, office_in, serial_in};

/// What was read is believed for so many times the time that reading it took, as long as nothing is announced.
const TIMES: u32 = 20;
/// So long at most.
const MOST: Duration = Duration::from_secs(10);

/// A sender's turn among the others: the serial of its first message of which it is known, and its number.
pub(super) type Turn = (Option<String>, String);

/// What is due, by turn of its sender.
#[derive(Debug, Default)]
pub(super) struct Turns {
    /// What was announced before the index was read.
    announced: Vec<String>,
    /// When it was read, and how long that took.
    read: Option<(Instant, Duration)>,
    senders: BTreeMap<Turn, VecDeque<String>>,
}

impl Turns {
    /// Whether what was read still holds, by what is announced now.
    pub(super) fn hold(&self, announced: &[String]) -> bool {
        let is_young = |(at, took): (Instant, Duration)| at.elapsed() < (took * TIMES).min(MOST);
        self.read.is_some_and(is_young) && self.announced == announced
    }

    /// Takes over names in order, whose reading began then.
    pub(super) fn fill(&mut self, announced: Vec<String>, names: &[String], begun: Instant) {
        self.senders = by_office(names).map(|of_sender| of_sender.iter().cloned().collect()).map(with_turn).collect();
        self.announced = announced;
        self.read = Some((Instant::now(), begun.elapsed()));
    }

    /// The first name of the sender whose turn is after this one.
    pub(super) fn after(&self, last: Option<&Turn>) -> Option<(Turn, String)> {
        let behind = last.map_or(Bound::Unbounded, Bound::Excluded);
        let mut senders = self.senders.range::<Turn, _>((behind, Bound::Unbounded));
        senders.find_map(|(turn, names)| Some((turn.clone(), names.front()?.clone())))
    }

    /// Forgets a name: the sender's next one has its turn.
    pub(super) fn forget(&mut self, turn: &Turn, name: &str) {
        // Another thread may have forgotten it, or read the index anew.
        let Some(names) = self.senders.get_mut(turn).filter(|names| is_first(names, name)) else { return };
        names.pop_front();
        let names = std::mem::take(names);
        self.senders.remove(turn);
        if !names.is_empty() {
            self.senders.extend([with_turn(names)]);
        }
    }

    /// Forgets a message that was dealt with.
    pub(super) fn forget_done(&mut self, name: &str) {
        let turn = self.senders.iter().find(|(_, names)| is_first(names, name)).map(|(turn, _)| turn.clone());
        if let Some(turn) = turn {
            self.forget(&turn, name);
        }
    }
}

fn is_first(names: &VecDeque<String>, name: &str) -> bool {
    names.front().is_some_and(|first| first == name)
}

/// A sender's names, with its turn.
fn with_turn(names: VecDeque<String>) -> (Turn, VecDeque<String>) {
    let known = names.iter().find_map(|name| serial_in(name)).map(str::to_owned);
    let office = names.front().map(|name| office_in(name).to_owned()).unwrap_or_default();
    ((known, office), names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailbox::due::DueName;
    use crate::seal::MessageId;

    /// As if reading had taken so long.
    fn ago(seconds: u64) -> Instant {
        Instant::now().checked_sub(Duration::from_secs(seconds)).unwrap()
    }

    fn name(office: &str, serial: u32) -> String {
        DueName::new(office, &format!("2026110100{serial:04}"), MessageId([serial as u8; 32])).to_string()
    }

    #[test]
    fn the_lowest_serial_of_all_senders_comes_first_and_who_is_held_is_passed_over() {
        let (one, other) = ("1370000011", "1370000029");
        let names = [name(one, 2), name(one, 5), name(other, 1), name(other, 3)];
        let mut turns = Turns::default();
        turns.fill(Vec::new(), &names, Instant::now());
        let mut order = Vec::new();
        while let Some((turn, name)) = turns.after(None) {
            turns.forget(&turn, &name);
            // Another thread does the same.
            turns.forget(&turn, &name);
            turns.forget_done(&name);
            order.push(name);
        }
        assert_eq!(order, [name(other, 1), name(one, 2), name(other, 3), name(one, 5)]);
        turns.fill(Vec::new(), &names, Instant::now());
        let (held, first) = turns.after(None).unwrap();
        let (also_held, second) = turns.after(Some(&held)).unwrap();
        assert_eq!((first, second), (name(other, 1), name(one, 2)));
        assert!(turns.after(Some(&also_held)).is_none());
        turns.forget_done(&name(other, 1));
        assert_eq!(turns.after(None).unwrap().1, name(one, 2));
    }

    #[test]
    fn what_takes_long_to_read_is_remembered_until_something_is_announced() {
        let mut turns = Turns::default();
        assert!(!turns.hold(&[]), "nothing was read yet");
        let announced = vec!["one".to_owned()];
        turns.fill(announced.clone(), &[], ago(5));
        assert!(turns.hold(&announced));
        assert!(!turns.hold(&[]) && !turns.hold(&["other".to_owned()]));
        turns.fill(announced.clone(), &[], Instant::now());
        std::thread::sleep(Duration::from_millis(50));
        assert!(!turns.hold(&announced), "what is read in no time is read each time");
    }

    #[test]
    fn a_message_whose_serial_is_not_known_comes_first_of_its_sender() {
        let sender = "1370000011";
        let unknown = DueName::of_unknown(sender, MessageId([9; 32]));
        let mut turns = Turns::default();
        turns.fill(Vec::new(), &[unknown.to_string(), name(sender, 1)], Instant::now());
        let (turn, first) = turns.after(None).unwrap();
        assert_eq!(first, unknown.to_string());
        turns.forget(&turn, &first);
        assert_eq!(turns.after(None).unwrap().1, name(sender, 1));
    }
}
