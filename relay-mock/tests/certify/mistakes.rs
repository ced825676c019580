//! What a host can do wrong.

use cplink::Code;

/// What a host does wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mistakes {
    /// After an answer that was lost it makes the unit anew, under another serial, and sends that.
    pub(crate) sends_anew: bool,
    /// Takes a receipt that is dated ahead of its own clock for none, and sends the unit anew.
    pub(crate) doubts_clocks: bool,
    /// After a call that failed it takes the unit for sent, and says so.
    pub(crate) assumes_sent: bool,
    /// Where an outcome had been reported before, it takes it for another terminal's and gives its own import up.
    pub(crate) yields: bool,
    /// Refuses without a word that means anything.
    pub(crate) no_reason: bool,
    /// Names somebody in the reason, beside the finding.
    pub(crate) names_a_person: bool,
    /// Refuses at once what could be whole when it is fetched again.
    pub(crate) refuses_at_once: bool,
    /// Takes a list of the inbox as it is: imports an entry as often as it is named, in the order of the list.
    pub(crate) believes_lists: bool,
    /// Imports again what comes again.
    pub(crate) imports_again: bool,
    /// Imports what cannot be opened for one of these reasons.
    pub(crate) forgives: &'static [Code],
    /// Imports whatever the relay brings: it will have looked at it.
    pub(crate) trusts_relay: bool,
    /// Ends each page at a message that cannot be opened, and begins there again.
    pub(crate) stops_at_spoilt: bool,
    /// Fetches a message once.
    pub(crate) fetches_once: bool,
    /// Receives nothing more after a call that failed, and says so.
    pub(crate) gives_up: bool,
    /// Waits for an answer for a tenth of a second only.
    pub(crate) is_impatient: bool,
    /// Refuses what is signed with another certificate than the sender's first message.
    pub(crate) pins_certificates: bool,
    /// Makes requests over TLS 1.2 where nothing else is offered.
    pub(crate) takes_tls12: bool,
    /// Its software keeps what is imported once more beside what is there, and goes by the order of the imports.
    pub(crate) has_naive_software: bool,
    /// Does not come any more.
    pub(crate) is_away: bool,
}

impl Mistakes {
    /// A right host makes none.
    pub(crate) const NONE: Self = Self {
        sends_anew: false,
        doubts_clocks: false,
        assumes_sent: false,
        yields: false,
        no_reason: false,
        names_a_person: false,
        refuses_at_once: false,
        believes_lists: false,
        imports_again: false,
        forgives: &[],
        trusts_relay: false,
        stops_at_spoilt: false,
        fetches_once: false,
        gives_up: false,
        is_impatient: false,
        pins_certificates: false,
        takes_tls12: false,
        has_naive_software: false,
        is_away: false,
    };
}
