//! What a fault does.

use std::fmt;
use std::time::Duration;

use super::call::Call;
use super::limits;
use super::place::Place;
use super::values::{duration, duration_text, signed, split, whole};

/// What a fault does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The connection is reset: TCP RST.
    Reset,
    /// The connection ends in order, with TLS close_notify, but without what was due.
    Close,
    /// The connection ends without TLS close_notify, as an attacker's or a broken proxy's would.
    NoCloseNotify,
    /// Nothing more comes, and the connection stays open.
    Stall,
    /// This HTTP status is the answer.
    Status(u16),
    /// The answer's body ends early: less comes than its length says.
    Truncate,
    /// A bit of the next byte of the answer's body is another.
    Flip,
    /// A changing call is done twice, and the second answer given; a list has its first entry twice.
    Duplicate,
    /// The entries of a list come the other way round.
    Reorder,
    /// A wait.
    Delay(Duration),
    /// Only TLS 1.2 is offered.
    Tls12,
    /// The caller's certificate is refused as revoked.
    Revoke,
    /// The relay's clock moves by so many seconds, and stays there.
    Clock(i64),
    /// The relay's disk is full: nothing is stored.
    DiskFull,
    /// The login is locked.
    Lock,
}

impl Effect {
    /// How they are written.
    pub(super) const FORMS: [&'static str; 15] = [
        "reset",
        "close",
        "no-close-notify",
        "stall",
        "status:NNN",
        "truncate",
        "flip",
        "duplicate",
        "reorder",
        "delay:2s",
        "tls12",
        "revoke",
        "clock:+SECONDS",
        "disk-full",
        "lock",
    ];

    pub(super) fn parse(text: &str) -> Option<Self> {
        let (name, value) = split(text);
        if let Some(value) = value {
            return match name {
                "status" => whole(value).filter(|n| (400..600).contains(n)).map(|n| Self::Status(n as u16)),
                "delay" => duration(value).filter(|wait| *wait <= limits::DELAY).map(Self::Delay),
                "clock" => signed(value).filter(|by| by.abs() <= limits::CLOCK_SECONDS).map(Self::Clock),
                _ => None,
            };
        }
        let plain = [
            Self::Reset,
            Self::Close,
            Self::NoCloseNotify,
            Self::Stall,
            Self::Truncate,
            Self::Flip,
            Self::Duplicate,
            Self::Reorder,
            Self::Tls12,
            Self::Revoke,
            Self::DiskFull,
            Self::Lock,
        ];
        plain.into_iter().find(|effect| effect.form() == name)
    }

    /// The forms of the effects that make sense at a place.
    pub(super) fn forms_at(place: Place) -> &'static [&'static str] {
        match place {
            Place::Handshake => &["reset", "close", "stall", "delay:2s", "tls12", "revoke"],
            Place::Before => &[
                "reset",
                "close",
                "no-close-notify",
                "stall",
                "status:NNN",
                "delay:2s",
                "clock:+SECONDS",
                "disk-full",
                "lock",
            ],
            Place::RequestByte(_) => {
                &["reset", "close", "no-close-notify", "stall", "status:NNN", "delay:2s", "clock:+SECONDS", "disk-full"]
            }
            Place::AfterCommit => &[
                "reset",
                "close",
                "no-close-notify",
                "stall",
                "status:NNN",
                "delay:2s",
                "clock:+SECONDS",
                "duplicate",
                "reorder",
            ],
            Place::AnswerByte(_) => &["reset", "close", "no-close-notify", "stall", "delay:2s", "truncate", "flip"],
        }
    }

    /// Whether it makes sense at a place.
    pub(super) fn goes_at(self, place: Place) -> bool {
        Self::forms_at(place).contains(&self.form())
    }

    /// Whether it makes sense for a call, at a place where it goes.
    pub(super) fn goes_with(self, place: Place, call: Call) -> bool {
        let body = !matches!(place, Place::RequestByte(_)) || call.has_body();
        body && match self {
            Self::Duplicate => call.changes() || call.lists(),
            Self::Reorder => call.lists(),
            Self::DiskFull => call != Call::Capabilities,
            _ => true,
        }
    }

    /// How it is written, values left open.
    pub(super) fn form(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Close => "close",
            Self::NoCloseNotify => "no-close-notify",
            Self::Stall => "stall",
            Self::Status(_) => "status:NNN",
            Self::Truncate => "truncate",
            Self::Flip => "flip",
            Self::Duplicate => "duplicate",
            Self::Reorder => "reorder",
            Self::Delay(_) => "delay:2s",
            Self::Tls12 => "tls12",
            Self::Revoke => "revoke",
            Self::Clock(_) => "clock:+SECONDS",
            Self::DiskFull => "disk-full",
            Self::Lock => "lock",
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "status:{status}"),
            Self::Delay(wait) => write!(f, "delay:{}", duration_text(*wait)),
            Self::Clock(seconds) => write!(f, "clock:{seconds:+}"),
            other => f.write_str(other.form()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_are_read_as_they_are_written() {
        for text in ["reset", "status:503", "delay:2s", "delay:250ms", "clock:+86400", "clock:-60", "disk-full"] {
            assert_eq!(Effect::parse(text).map(|effect| effect.to_string()).as_deref(), Some(text));
        }
        for wrong in [
            "",
            "Reset",
            "reset:1",
            "status",
            "status:200",
            "status:+503",
            "delay:2",
            "delay:-1s",
            "delay:99999s",
            "clock:60",
            "clock:+",
            "clock:+１",
            "clock:+99999999999999999999",
        ] {
            assert_eq!(Effect::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_effect_goes_somewhere_and_every_form_is_listed() {
        let places = [Place::Handshake, Place::Before, Place::RequestByte(0), Place::AfterCommit, Place::AnswerByte(0)];
        for form in Effect::FORMS {
            assert!(places.iter().any(|place| Effect::forms_at(*place).contains(&form)), "{form}");
        }
        assert!(places.iter().flat_map(|place| Effect::forms_at(*place)).all(|form| Effect::FORMS.contains(form)));
    }
}
