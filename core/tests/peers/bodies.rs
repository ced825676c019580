//! Lengths, chunks, trailers, and TLS records that bring nothing.

use cplink::Code::{AnswerTooLarge, ConnectionLost, Protocol, Timeout, TlsFailed};

use crate::call::Call::{Capabilities, Get, Inbox};
use crate::peer::Piece::{EmptyRecords, Hold};
use crate::table::{Case, chunked, endless, once, times};

const JSON: &str = "application/json";
const CONTAINER: &str = "application/vnd.etsi.asic-e+zip";

pub(crate) fn cases() -> Vec<Case> {
    let length = |length: &str| {
        once(format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"))
    };
    let twice = "1\r\nContent-Length: 2";
    vec![
        Case::new("two lengths", Capabilities, [length(twice), once("{}")], Protocol),
        Case::new("a negative length", Capabilities, [length("-1"), once("{}")], Protocol),
        Case::new("a length with a sign", Capabilities, [length("+2"), once("{}")], Protocol),
        Case::new("a length in hexadecimal", Capabilities, [length("0x2"), once("{}")], Protocol),
        Case::new("a length beyond 64 bits", Capabilities, [length("18446744073709551616"), once("{}")], Protocol),
        Case::new("a length of 64 bits", Capabilities, [length("18446744073709551615"), Hold], AnswerTooLarge),
        Case::new("a length beyond the limit", Capabilities, [length("99999999999"), endless("x")], AnswerTooLarge),
        Case::new("a body shorter than its length", Capabilities, [length("9"), once("{}")], ConnectionLost),
        Case::new("a body that stops", Capabilities, [length("9"), once("{}"), Hold], Timeout),
        Case::new("a body beyond its length", Capabilities, [length("2"), once("{}"), endless("x")], Protocol),
        Case::new(
            "no length",
            Capabilities,
            [once("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"), endless("x")],
            Protocol,
        ),
        Case::new("HTTP/1.0 without length", Capabilities, [once("HTTP/1.0 200 OK\r\n\r\n{}")], Protocol),
        Case::new(
            "HTTP/1.0 in chunks",
            Capabilities,
            [once("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")],
            Protocol,
        ),
        Case::new("a body of nothing but blanks", Capabilities, [length("200000"), times(200_000, " ")], Protocol),
        Case::new(
            "a container slower than its limit",
            Get,
            [
                once(format!("HTTP/1.1 200 OK\r\nContent-Type: {CONTAINER}\r\nContent-Length: 1000000\r\n\r\n")),
                once("PK"),
                Hold,
            ],
            Timeout,
        ),
        Case::new("endless size of a chunk", Capabilities, chunked(JSON, [endless("0")]), Protocol),
        Case::new("endless extension of a chunk", Capabilities, chunked(JSON, [once("2;a="), endless("b")]), Protocol),
        Case::new(
            "endless extension of a container's chunk",
            Get,
            chunked(CONTAINER, [once("2;a="), endless("b")]),
            Protocol,
        ),
        Case::new(
            "endless trailers",
            Capabilities,
            chunked(JSON, [once("2\r\n{}\r\n0\r\n"), endless("a: b\r\n")]),
            Protocol,
        ),
        Case::new(
            "endless trailers of a page",
            Inbox,
            chunked(JSON, [once("2\r\n{}\r\n0\r\n"), endless("a: b\r\n")]),
            Protocol,
        ),
        Case::new(
            "an endless trailer",
            Capabilities,
            chunked(JSON, [once("2\r\n{}\r\n0\r\na: "), endless("b")]),
            Protocol,
        ),
        Case::new(
            "endless bytes behind a chunk",
            Capabilities,
            chunked(JSON, [once("2\r\n{}"), endless("x")]),
            Protocol,
        ),
        Case::new(
            "a chunk's size that is no number",
            Capabilities,
            chunked(JSON, [once("xyz\r\n{}\r\n0\r\n\r\n")]),
            Protocol,
        ),
        Case::new("a chunk's negative size", Capabilities, chunked(JSON, [once("-2\r\n{}\r\n0\r\n\r\n")]), Protocol),
        Case::new(
            "a chunk beyond 64 bits",
            Capabilities,
            chunked(JSON, [once("fffffffffffffffff\r\n"), endless("x")]),
            Protocol,
        ),
        Case::new(
            "a chunk of 64 bits",
            Capabilities,
            chunked(JSON, [once("ffffffffffffffff\r\n"), endless("x")]),
            // On a PC of 32 bits it is no number at all.
            if cfg!(target_pointer_width = "64") { AnswerTooLarge } else { Protocol },
        ),
        Case::new("endless chunks of one byte", Capabilities, chunked(JSON, [endless("1\r\nx\r\n")]), AnswerTooLarge),
        Case::new(
            "endless chunks with extensions",
            Capabilities,
            chunked(JSON, [endless("1;abcdefghijkl\r\nx\r\n")]),
            AnswerTooLarge,
        ),
        Case::new("endless chunks of a container", Get, chunked(CONTAINER, [endless("4\r\nPKPK\r\n")]), AnswerTooLarge),
        Case::new("a chunk without its end", Capabilities, chunked(JSON, [once("2\r\n{}0\r\n\r\n")]), Protocol),
        Case::new("chunks of bare line ends", Capabilities, chunked(JSON, [once("2\n{}\n0\n\n"), Hold]), Timeout),
        Case::new("chunks cut short", Capabilities, chunked(JSON, [once("9\r\n{}")]), ConnectionLost),
        Case::new("chunks without the last one", Capabilities, chunked(JSON, [once("2\r\n{}\r\n")]), ConnectionLost),
        Case::new(
            "chunks that stop before their end",
            Capabilities,
            chunked(JSON, [once("2\r\n{}\r\n0\r\n"), Hold]),
            Timeout,
        ),
        Case::new("records of nothing before the head", Capabilities, [EmptyRecords], TlsFailed),
        Case::new(
            "records of nothing in the head",
            Capabilities,
            [once("HTTP/1.1 200 OK\r\n"), EmptyRecords],
            TlsFailed,
        ),
        Case::new("records of nothing in the body", Capabilities, [length("9"), once("{}"), EmptyRecords], TlsFailed),
        Case::new("records of nothing in a chunk", Get, chunked(CONTAINER, [once("9\r\nPK"), EmptyRecords]), TlsFailed),
    ]
}
