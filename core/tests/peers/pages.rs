//! JSON: pages, problems, capabilities.

use cplink::Code::{AnswerTooLarge, Protocol, RelayRequest, RelayUnavailable};

use crate::call::Call::{Capabilities, Inbox, Office, Put, Recall, Sent};
use crate::peer::Piece;
use crate::table::{Case, chunked, endless, once, times, whole};

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

fn inbox(entry: &str) -> Vec<Piece> {
    whole("200 OK", JSON, [once(format!(r#"{{"entries":[{entry}],"next":""}}"#))])
}

fn sent(receipts: impl Into<Vec<Piece>>) -> Vec<Piece> {
    let id = "0".repeat(64);
    let mut pieces = receipts.into();
    pieces.insert(
        0,
        once(format!(
            r#"{{"entries":[{{"id":"{id}","to":"1370000029","kind":"slip","state":"accepted","accepted_at":"2026-01-31T00:00:00Z","receipts":["#
        )),
    );
    pieces.push(once(r#"]}],"next":"c1"}"#));
    whole("200 OK", JSON, pieces)
}

fn entry(id: &str, from: &str, size: &str, at: &str) -> String {
    format!(r#"{{"id":"{id}","from":"{from}","kind":"slip","size":{size},"accepted_at":"{at}"}}"#)
}

pub(crate) fn cases() -> Vec<Case> {
    let id = "0".repeat(64);
    let (from, at) = ("1370000011", "2026-01-31T00:00:00Z");
    let sound = entry(&id, from, "1", at);
    let page = |pieces: Vec<Piece>| whole("200 OK", JSON, pieces);
    let list =
        |first: &str, count: usize, each: &str, last: &str| page(vec![once(first), times(count, each), once(last)]);
    let refused = |pieces: Vec<Piece>| whole("422 Unprocessable Content", PROBLEM, pieces);
    vec![
        Case::new(
            "a page of 2000 entries",
            Inbox,
            list(r#"{"next":"","entries":["#, 2000, &format!("{sound},"), &format!("{sound}]}}")),
            Protocol,
        ),
        Case::new(
            "a page of eight million bytes",
            Inbox,
            list(r#"{"next":"","x":["#, 2_700_000, "{},", "{}]}"),
            Protocol,
        ),
        Case::new("lists in lists", Inbox, list("", 4_000_000, "[", ""), Protocol),
        Case::new("records in records", Inbox, list("", 1_000_000, r#"{"x":"#, ""), Protocol),
        Case::new("a cursor of a million", Inbox, list(r#"{"entries":[],"next":""#, 1_000_000, "a", "\"}"), Protocol),
        Case::new(
            "an endless text",
            Inbox,
            chunked(JSON, [once("10000000\r\n{\"next\":\""), endless("a")]),
            AnswerTooLarge,
        ),
        Case::new("endless blanks", Inbox, chunked(JSON, [once("10000000\r\n"), endless(" ")]), AnswerTooLarge),
        Case::new("a text without its end", Inbox, list("{\"next\":\"", 100, "a", ""), Protocol),
        Case::new("not UTF-8", Inbox, page(vec![once(b"{\"entries\":[],\"next\":\"\xff\xfe\"}")]), Protocol),
        Case::new("UTF-16", Inbox, page(vec![once(b"\xff\xfe{\0}\0")]), Protocol),
        Case::new("a byte order mark", Inbox, page(vec![once("\u{feff}{\"entries\":[],\"next\":\"\"}")]), Protocol),
        Case::new("bytes behind the page", Inbox, page(vec![once("{\"entries\":[],\"next\":\"\"} {}")]), Protocol),
        Case::new("a page that leads to itself", Inbox, inbox(&sound), Protocol),
        Case::new("an id of other letters", Inbox, inbox(&entry(&"z".repeat(64), from, "1", at)), Protocol),
        Case::new("an id of a path", Inbox, inbox(&entry("../../x", from, "1", at)), Protocol),
        Case::new("a sender that is no office", Inbox, inbox(&entry(&id, "../x", "1", at)), Protocol),
        Case::new("a negative size", Inbox, inbox(&entry(&id, from, "-1", at)), Protocol),
        Case::new("a size beyond 64 bits", Inbox, inbox(&entry(&id, from, "1e999", at)), Protocol),
        Case::new("a time that is none", Inbox, inbox(&entry(&id, from, "1", "yesterday")), Protocol),
        Case::new("a time beyond all times", Inbox, inbox(&entry(&id, from, "1", "99999-01-01T00:00:00Z")), Protocol),
        Case::new("a member twice", Inbox, inbox(&sound.replace(r#""kind""#, r#""id":"x","kind""#)), Protocol),
        Case::new("two million empty receipts", Sent, sent([times(2_000_000, r#""","#), once(r#""""#)]), Protocol),
        Case::new(
            "a receipt of six million bytes",
            Sent,
            sent([once("\""), times(2_000_000, "AAAA"), once("\"")]),
            Protocol,
        ),
        Case::new("a receipt that is not base64", Sent, sent([once("\"*\"")]), Protocol),
        Case::new("a receipt that is none", Sent, sent([once("\"AAAA\"")]), cplink::Code::SignatureFormat),
        Case::new("a page of HTML", Inbox, whole("200 OK", "text/html", [once("<html></html>")]), Protocol),
        Case::new(
            "capabilities of a million versions",
            Capabilities,
            list(r#"{"protocol":"CPX/1","csv_versions":["#, 60_000, r#""","#, r#"""]}"#),
            Protocol,
        ),
        Case::new(
            "capabilities of megabytes",
            Capabilities,
            list(r#"{"protocol":"#, 1_000_000, "\"a\"", "}"),
            AnswerTooLarge,
        ),
        Case::new(
            "another protocol's capabilities",
            Capabilities,
            page(vec![once(
                r#"{"protocol":"CPX/9","limits":{"container_bytes":1,"container_entries":1,"page_entries":1,"wait_seconds":1},"csv_versions":[],"kinds":[],"keep_days":1,"features":[],"server_time":"2026-01-31T00:00:00Z"}"#,
            )]),
            Protocol,
        ),
        Case::new(
            "many offices for one",
            Office,
            list(
                r#"{"offices":["#,
                3,
                r#"{"number":"1370000029","name":"","registered":true,"csv_versions":[],"service_types":[],"licensed":true},"#,
                "{}]}",
            ),
            Protocol,
        ),
        Case::new(
            "another office than asked for",
            Office,
            page(vec![once(
                r#"{"offices":[{"number":"1370000037","name":"","registered":true,"csv_versions":[],"service_types":[],"licensed":true}]}"#,
            )]),
            Protocol,
        ),
        Case::new(
            "the state of another message",
            Recall,
            page(vec![once(format!(r#"{{"id":"{id}","state":"recalled"}}"#))]),
            Protocol,
        ),
        Case::new(
            "a problem of a hundred thousand findings",
            Put,
            refused(vec![once(r#"{"code":"moon","findings":["#), times(100_000, "{},"), once("{}]}")]),
            RelayRequest,
        ),
        Case::new(
            "a problem of megabytes",
            Put,
            refused(vec![once(r#"{"code":""#), times(2_000_000, "a"), once("\"}")]),
            AnswerTooLarge,
        ),
        Case::new(
            "an endless problem",
            Put,
            [
                once(
                    "HTTP/1.1 503 Busy\r\nContent-Type: application/problem+json\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n",
                ),
                endless("a"),
            ],
            AnswerTooLarge,
        ),
        Case::new("a problem that is none", Put, whole("503 Busy", PROBLEM, [once("[]")]), RelayUnavailable),
    ]
}
