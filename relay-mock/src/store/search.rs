//! What is looked for among all messages, for people: newest first.

use cplink::relay::State;

use crate::japan::MonthInJapan;

/// Which messages are looked for: those of which all that is said here is true.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The sending office.
    pub sender: Option<String>,
    /// The receiving office.
    pub receiver: Option<String>,
    /// The state as it is seen now.
    pub state: Option<State>,
    /// The month in which it was accepted.
    pub month: Option<MonthInJapan>,
}

/// Where a page of what was found begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// With the newest message.
    Newest,
    /// With the newest of those accepted before the one at this place.
    Before(u64),
    /// So that it ends just before the message at this place: with those accepted next after it.
    After(u64),
}
