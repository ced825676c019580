//! The table of hostile answers.

use cplink::Code;
use cplink_testkit::World;

use crate::call::Call;
use crate::peer::{Piece, Place};
use crate::{bodies, containers, heads, pages, tunnels};

pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) call: Call,
    pub(crate) place: Place,
    pub(crate) pieces: Vec<Piece>,
    /// How the call ends where the answer comes as fast as it can.
    pub(crate) code: Code,
    /// How it may end as well where the answer comes in pieces.
    pub(crate) in_pieces: Option<Code>,
}

impl Case {
    pub(crate) fn new(name: &'static str, call: Call, pieces: impl Into<Vec<Piece>>, code: Code) -> Self {
        Self { name, call, place: Place::Relay, pieces: pieces.into(), code, in_pieces: None }
    }

    pub(crate) fn or_in_pieces(self, code: Code) -> Self {
        Self { in_pieces: Some(code), ..self }
    }

    pub(crate) fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// Whether the peer alone would never come to an end.
    pub(crate) fn is_endless(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Endless(_) | Piece::EmptyRecords | Piece::Hold))
    }
}

pub(crate) fn all(world: &World) -> Vec<Case> {
    let table: Vec<Case> =
        [heads::cases(), bodies::cases(), pages::cases(), containers::cases(world), tunnels::cases()]
            .into_iter()
            .flatten()
            .collect();
    let mut names: Vec<&str> = table.iter().map(|case| case.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), table.len(), "two cases of one name");
    table
}

pub(crate) fn once(bytes: impl AsRef<[u8]>) -> Piece {
    Piece::Once(bytes.as_ref().to_vec())
}

pub(crate) fn endless(bytes: impl AsRef<[u8]>) -> Piece {
    Piece::Endless(bytes.as_ref().to_vec())
}

pub(crate) fn times(count: usize, bytes: impl AsRef<[u8]>) -> Piece {
    Piece::Times(count, bytes.as_ref().to_vec())
}

/// An answer that is whole, of this type, with a body of these pieces.
pub(crate) fn whole(status: &str, content: &str, body: impl Into<Vec<Piece>>) -> Vec<Piece> {
    let mut pieces = body.into();
    let length: usize = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Once(bytes) => bytes.len(),
            Piece::Times(count, bytes) => count * bytes.len(),
            _ => panic!("a body without end has no length"),
        })
        .sum();
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: {content}\r\nContent-Length: {length}\r\n\r\n");
    pieces.insert(0, once(head));
    pieces
}

/// The same in chunks, with what comes behind the head as it is.
pub(crate) fn chunked(content: &str, rest: impl Into<Vec<Piece>>) -> Vec<Piece> {
    let mut pieces = rest.into();
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {content}\r\nTransfer-Encoding: chunked\r\n\r\n");
    pieces.insert(0, once(head));
    pieces
}
