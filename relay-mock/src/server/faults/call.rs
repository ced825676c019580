//! The calls of CPX/1, and which of them a fault is for.

use std::fmt;

/// A call of CPX/1: an operation of `relay-mock/openapi.json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// What the relay can do.
    Capabilities,
    /// The directory.
    Offices,
    /// A container comes in.
    PutMessage,
    /// A container goes out.
    GetMessage,
    /// What the receiver did with a message.
    Acknowledge,
    /// The sender takes a message back.
    Recall,
    /// The list of what came in.
    Inbox,
    /// The list of what was sent.
    Sent,
}

impl Call {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Capabilities,
        Self::Offices,
        Self::PutMessage,
        Self::GetMessage,
        Self::Acknowledge,
        Self::Recall,
        Self::Inbox,
        Self::Sent,
    ];

    /// Its `operationId`.
    pub fn id(self) -> &'static str {
        self.parts().0
    }

    /// Its path as the document has it.
    pub fn path(self) -> &'static str {
        self.parts().2
    }

    /// The call of this id; `put-message` is `putMessage`.
    pub fn from_id(id: &str) -> Option<Self> {
        let plain = id.replace('-', "");
        Self::ALL.into_iter().find(|call| call.id().eq_ignore_ascii_case(&plain))
    }

    /// The call that a request is.
    pub(crate) fn of(method: &str, path: &str) -> Option<Self> {
        let method = if method == "HEAD" { "GET" } else { method };
        Self::ALL.into_iter().find(|call| call.parts().1 == method && is_like(call.path(), path))
    }

    /// Whether it changes something at the relay.
    pub(crate) fn changes(self) -> bool {
        self.parts().1 != "GET"
    }

    /// Whether its answer is a list.
    pub(crate) fn lists(self) -> bool {
        matches!(self, Self::Inbox | Self::Sent)
    }

    /// Whether its request has a body that the relay reads.
    pub(super) fn has_body(self) -> bool {
        matches!(self, Self::PutMessage | Self::Acknowledge)
    }

    fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Capabilities => ("capabilities", "GET", "/v1/capabilities"),
            Self::Offices => ("offices", "GET", "/v1/offices"),
            Self::PutMessage => ("putMessage", "PUT", "/v1/messages/{id}"),
            Self::GetMessage => ("getMessage", "GET", "/v1/messages/{id}"),
            Self::Acknowledge => ("acknowledge", "POST", "/v1/messages/{id}/ack"),
            Self::Recall => ("recall", "POST", "/v1/messages/{id}/recall"),
            Self::Inbox => ("inbox", "GET", "/v1/inbox"),
            Self::Sent => ("sent", "GET", "/v1/sent"),
        }
    }
}

/// Which calls a fault is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Calls {
    /// All for which it makes sense.
    Any,
    /// One operation.
    One(Call),
    /// Those of a path; a segment in braces stands for any.
    Path(String),
}

impl Calls {
    /// Reads `any`, an operation's id or a path; `None` where the relay has no such call.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text == "any" {
            Some(Self::Any)
        } else if text.starts_with('/') {
            let path = Self::Path(text.to_owned());
            path.all().next()?;
            Some(path)
        } else {
            Call::from_id(text).map(Self::One)
        }
    }

    /// The calls that may be meant.
    pub(super) fn all(&self) -> impl Iterator<Item = Call> {
        Call::ALL.into_iter().filter(move |call| match self {
            Self::Any => true,
            Self::One(one) => one == call,
            Self::Path(path) => is_like(path, call.path()) || is_like(call.path(), path),
        })
    }

    /// Whether this request is meant.
    pub(super) fn include(&self, call: Call, path: &str) -> bool {
        match self {
            Self::Any => true,
            Self::One(one) => *one == call,
            Self::Path(of) => is_like(of, path),
        }
    }
}

impl fmt::Display for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "any",
            Self::One(call) => call.id(),
            Self::Path(path) => path,
        })
    }
}

/// Whether a path is one of a pattern, in which a segment in braces stands for any.
fn is_like(pattern: &str, path: &str) -> bool {
    let alike = |(of, one): (&str, &str)| of == one || (of.starts_with('{') && of.ends_with('}') && !one.is_empty());
    pattern.split('/').count() == path.split('/').count() && pattern.split('/').zip(path.split('/')).all(alike)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calls_are_those_of_the_document() {
        let document: serde_json::Value =
            serde_json::from_str(include_str!("../../../openapi.json")).unwrap_or_default();
        let mut found = 0;
        for (path, methods) in document["paths"].as_object().into_iter().flatten() {
            for (method, operation) in methods.as_object().into_iter().flatten() {
                let Some(id) = operation["operationId"].as_str() else { continue };
                let call = Call::of(&method.to_uppercase(), path);
                assert_eq!((call.map(Call::id), call.map(Call::path)), (Some(id), Some(path.as_str())));
                found += 1;
            }
        }
        assert_eq!(found, Call::ALL.len());
    }

    #[test]
    fn calls_are_named_by_id_or_path() {
        assert_eq!(Calls::parse("put-message"), Some(Calls::One(Call::PutMessage)));
        assert_eq!(Calls::parse("putMessage"), Some(Calls::One(Call::PutMessage)));
        assert_eq!(Calls::parse("/v1/nothing"), None);
        assert_eq!(Calls::parse("post-message"), None);
        let path = Calls::parse("/v1/messages/{id}");
        let all: Option<Vec<Call>> = path.map(|path| path.all().collect());
        assert_eq!(all, Some(vec![Call::PutMessage, Call::GetMessage]));
        let one = Calls::Path("/v1/messages/12".to_owned());
        assert!(one.include(Call::GetMessage, "/v1/messages/12") && !one.include(Call::GetMessage, "/v1/messages/13"));
    }
}
