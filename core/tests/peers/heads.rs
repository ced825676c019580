//! Heads, interim answers and redirects.

use cplink::Code::{AnswerTooLarge, ConnectionLost, Protocol, Timeout};

use crate::call::Call::{Capabilities, Inbox, Put, PutLarge, Recall};
use crate::peer::Piece::Hold;
use crate::table::{Case, endless, once, times};

const BODY: &str = "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

pub(crate) fn cases() -> Vec<Case> {
    let ok = "HTTP/1.1 200 OK\r\n";
    let interim = "HTTP/1.1 103 Early Hints\r\n";
    let redirect = |to: &str| once(format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"));
    vec![
        Case::new("endless status line", Capabilities, [once("HTTP/1.1 200 "), endless("a")], AnswerTooLarge),
        Case::new("endless header name", Capabilities, [once(ok), endless("a")], AnswerTooLarge),
        Case::new("endless header value", Capabilities, [once(ok), once("A: "), endless("b")], AnswerTooLarge),
        Case::new("endless headers", Capabilities, [once(ok), endless("a: b\r\n")], Protocol),
        Case::new("endless headers of bare line ends", Capabilities, [once(ok), endless("a: b\n")], Protocol),
        Case::new("endless empty lines first", Capabilities, [endless("\r\n")], Protocol),
        Case::new("endless blanks first", Capabilities, [endless(" ")], Protocol),
        Case::new("endless zeros", Capabilities, [endless([0])], Protocol),
        Case::new("endless headers of a page", Inbox, [once(ok), endless("a: b\r\n")], Protocol),
        Case::new("endless headers to a container", Put, [once(ok), endless("a: b\r\n")], Protocol),
        Case::new("130 headers", Capabilities, [once(ok), times(130, "a: b\r\n"), once(BODY)], Protocol),
        Case::new("another protocol", Capabilities, [once("SSH-2.0-OpenSSH\r\n"), Hold], Protocol),
        Case::new("HTTP/2", Capabilities, [once("HTTP/2 200\r\n\r\n")], Protocol),
        Case::new("a page without a head", Capabilities, [once("<html>hello</html>")], Protocol),
        Case::new("status 000", Capabilities, [once("HTTP/1.1 000 No\r\n"), once(BODY)], Protocol),
        Case::new("status of five digits", Capabilities, [once("HTTP/1.1 20000 OK\r\n"), once(BODY)], Protocol),
        Case::new("a header without colon", Capabilities, [once(ok), once("a\r\n"), once(BODY)], Protocol),
        Case::new("a header with a zero", Capabilities, [once(ok), once("a: \0\r\n"), once(BODY)], Protocol),
        Case::new("a folded header", Capabilities, [once(ok), once("a: b\r\n c\r\n"), once(BODY)], Protocol),
        Case::new("a blank before the colon", Capabilities, [once(ok), once("a : b\r\n"), once(BODY)], Protocol),
        Case::new(
            "a type that is no text",
            Capabilities,
            [once(ok), once(b"Content-Type: \xff\r\n"), once(BODY)],
            Protocol,
        ),
        Case::new("a head cut short", Capabilities, [once("HTTP/1.1 200 OK\r\nContent-")], ConnectionLost),
        Case::new("no word", Capabilities, [], ConnectionLost),
        Case::new("silence", Capabilities, [Hold], Timeout),
        Case::new("silence in the head", Capabilities, [once(ok), Hold], Timeout),
        Case::new("endless 100", Capabilities, [endless("HTTP/1.1 100 Continue\r\n\r\n")], Protocol),
        Case::new("endless 100 before an upload", PutLarge, [endless("HTTP/1.1 102 Processing\r\n\r\n")], Protocol),
        Case::new("endless 103", Capabilities, [endless("HTTP/1.1 103 Hints\r\nLink: a\r\n\r\n")], Protocol),
        Case::new("endless header of a 103", Capabilities, [once(interim), once("a: "), endless("b")], AnswerTooLarge),
        Case::new("endless headers of a 103", Capabilities, [once(interim), endless("a: b\r\n")], Protocol),
        Case::new(
            "endless headers of a 100 before an upload",
            PutLarge,
            [once("HTTP/1.1 100 Go\r\n"), endless("a: b\r\n")],
            Protocol,
        ),
        Case::new("a 103 with a body", Capabilities, [once(interim), once("Content-Length: 4\r\n\r\nabcd")], Protocol),
        Case::new(
            "101",
            Capabilities,
            [once("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), endless("x")],
            Protocol,
        ),
        Case::new("100 and no more", Capabilities, [once("HTTP/1.1 100 Continue\r\n\r\n")], ConnectionLost),
        Case::new("100 and silence", Recall, [once("HTTP/1.1 100 Continue\r\n\r\n"), Hold], Timeout),
        Case::new("a redirect to itself", Capabilities, [redirect("/v1/capabilities")], Protocol),
        Case::new("a redirect to somebody else", Capabilities, [redirect("https://127.0.0.1:1/")], Protocol),
        Case::new("a redirect to a file", Capabilities, [redirect("file:///etc/passwd")], Protocol),
        Case::new(
            "a redirect of an upload",
            Put,
            [once("HTTP/1.1 308 Moved\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n")],
            Protocol,
        ),
        Case::new(
            "a redirect to nowhere",
            Capabilities,
            [once("HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n")],
            Protocol,
        ),
        Case::new(
            "endless place of a redirect",
            Capabilities,
            [once("HTTP/1.1 302 Found\r\nLocation: /"), endless("a")],
            AnswerTooLarge,
        ),
        Case::new(
            "endless body of a redirect",
            Capabilities,
            [once("HTTP/1.1 302 Found\r\nTransfer-Encoding: chunked\r\n\r\n"), endless("4\r\nabcd\r\n")],
            AnswerTooLarge,
        ),
    ]
}
