//! The log on stderr.

use std::io::Write as _;
use std::time::Instant;

use axum::extract::Request;
use time::OffsetDateTime;

use super::calls::Called;

/// A line of the log: never an id, an office or a query.
pub(super) struct Line {
    method: String,
    path: String,
    begin: Instant,
}

impl Line {
    pub(super) fn begin(request: &Request) -> Self {
        let path = request.uri().path();
        let known = path.len() < 120 && path.starts_with("/v1/");
        let segments = path.split('/').map(|segment| match segment.len() {
            0..=16 if segment.bytes().all(|c| c.is_ascii_lowercase() || c == b'1') => segment,
            _ => "{id}",
        });
        let path = if known { segments.collect::<Vec<_>>().join("/") } else { "(other)".to_owned() };
        Self { method: request.method().as_str().chars().take(8).collect(), path, begin: Instant::now() }
    }

    pub(super) fn end(self, status: u16, at: OffsetDateTime) -> Called {
        Called { at, method: self.method, route: self.path, status, took: self.begin.elapsed() }
    }
}

pub(super) fn print_call(called: &Called) {
    let Called { method, route, status, took, .. } = called;
    print_line(&format!("{method} {route} {status} {} ms", took.as_millis()));
}

/// A line on standard error. A reader that has gone away does not stop the relay.
pub(super) fn print_line(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
