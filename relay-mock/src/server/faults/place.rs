//! Where in a call a fault happens.

use std::fmt;

/// Where in a call a fault happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// While the connection is made.
    Handshake,
    /// When the head of the request is here, and nothing was done.
    Before,
    /// When so many bytes of the request's body came in.
    RequestByte(u64),
    /// When the relay has done what was asked, and nothing of the answer has left.
    AfterCommit,
    /// When so many bytes of the answer's body have left, and there are more.
    AnswerByte(u64),
}

impl Place {
    /// How they are written.
    pub(super) const FORMS: [&'static str; 5] =
        ["handshake", "before", "request-byte:N", "after-commit", "answer-byte:N"];

    pub(super) fn parse(text: &str) -> Option<Self> {
        let (name, number) = super::values::split(text);
        let number = || number.and_then(super::values::whole);
        Some(match name {
            "request-byte" => Self::RequestByte(number()?),
            "answer-byte" => Self::AnswerByte(number()?),
            _ => match text {
                "handshake" => Self::Handshake,
                "before" => Self::Before,
                "after-commit" => Self::AfterCommit,
                _ => return None,
            },
        })
    }

    /// After how many bytes of a body it is; those that are in no body are never reached in one.
    pub(crate) fn bytes(self) -> u64 {
        match self {
            Self::RequestByte(n) | Self::AnswerByte(n) => n,
            Self::Handshake | Self::Before | Self::AfterCommit => u64::MAX,
        }
    }

    /// How it is written, the number left open.
    pub(super) fn form(self) -> &'static str {
        match self {
            Self::Handshake => "handshake",
            Self::Before => "before",
            Self::RequestByte(_) => "request-byte:N",
            Self::AfterCommit => "after-commit",
            Self::AnswerByte(_) => "answer-byte:N",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RequestByte(n) => write!(f, "request-byte:{n}"),
            Self::AnswerByte(n) => write!(f, "answer-byte:{n}"),
            other => f.write_str(other.form()),
        }
    }
}
