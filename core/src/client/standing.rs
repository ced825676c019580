//! What a message's state is: what verified receipts prove, and what is only the relay's word.

use crate::error::Code;
use crate::relay::State;
use crate::seal::{Receipt, ReceiptKind, VerifiedReceipt};

/// What is to be said of a message of the sent list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Judged {
    pub(super) state: State,
    pub(super) is_signed: bool,
    /// [`Code::StateUnproven`] or [`Code::StateContradicted`].
    pub(super) doubt: Option<Code>,
}

/// Judges what the relay says by the receipts. `signs`: whether this relay carries receipts at all.
pub(super) fn judge(told: State, receipts: &[(VerifiedReceipt, Vec<u8>)], signs: bool) -> Judged {
    let judged = |state, is_signed, doubt| Judged { state, is_signed, doubt };
    let (proven, is_torn) = proven(receipts);
    let has_outcome = matches!(proven, Some(State::Imported | State::Refused));
    let is_picked_up = has_outcome || proven == Some(State::PickedUp);
    match (told, proven) {
        (_, Some(proven)) if is_torn => judged(proven, true, Some(Code::StateContradicted)),
        (told, Some(proven)) if told == proven => judged(proven, true, None),
        // Once it is picked up nobody can recall it.
        (State::Recalled, Some(proven)) if is_picked_up => judged(proven, true, Some(Code::StateContradicted)),
        (State::Imported | State::Refused, Some(proven)) if has_outcome => {
            judged(proven, true, Some(Code::StateContradicted))
        }
        // The outcome outlives the container.
        (State::Expired | State::Unknown, Some(proven)) if has_outcome => judged(proven, true, None),
        // Of these nobody signs anything.
        (State::Recalled | State::Expired | State::Unknown, _) => judged(told, false, None),
        (told, None) if signs => judged(State::Unknown, false, Some(Code::StateUnproven)).or_accepted(told),
        (told, None) => judged(told, false, None),
        // Its list may lag behind its receipts.
        (told, Some(proven)) if rank(told) < rank(proven) => judged(proven, true, None),
        (_, Some(proven)) => judged(proven, true, Some(Code::StateUnproven)),
    }
}

impl Judged {
    /// That a message is in the relay's list at all means that it has it; more needs a receipt.
    fn or_accepted(self, told: State) -> Self {
        if told == State::Accepted { Self { state: told, ..self } } else { self }
    }
}

/// The farthest state that a receipt proves, and whether the receiver has signed both outcomes. Of the receiver's
/// receipts the one counts that the relay has recorded.
fn proven(receipts: &[(VerifiedReceipt, Vec<u8>)]) -> (Option<State>, bool) {
    let has = |kind| receipts.iter().any(|(verified, _)| verified.receipt.kind == kind);
    let recorded = receipts.iter().find_map(|(verified, _)| verified.receipt.records);
    let own = || receipts.iter().filter(|(verified, _)| !verified.receipt.kind.by_relay());
    let outcome = own().find(|(_, der)| recorded == Some(Receipt::digest(der))).or_else(|| own().next());
    let state = match outcome.map(|(verified, _)| verified.receipt.kind) {
        Some(ReceiptKind::Refused) => Some(State::Refused),
        Some(_) => Some(State::Imported),
        None if has(ReceiptKind::PickedUp) => Some(State::PickedUp),
        None if has(ReceiptKind::Accepted) => Some(State::Accepted),
        None => None,
    };
    (state, has(ReceiptKind::Imported) && has(ReceiptKind::Refused))
}

fn rank(state: State) -> u8 {
    match state {
        State::Accepted => 0,
        State::PickedUp => 1,
        _ => 2,
    }
}
