//! What a relay's problem means here.

use http::{HeaderMap, header};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use crate::error::{Code, Error};

use super::problem_code::{ProblemCode, retry_from_token};
use super::wire::{Problem, ProblemFinding};
use crate::finding::{Finding, Rule, Severity};

/// The error for a relay's problem. For a code of a newer relay, the status decides.
pub(super) fn error_of(status: u16, problem: Problem) -> Error {
    let known = ProblemCode::from_token(&problem.code);
    let code = match (known, code_of_status(status)) {
        (Some(known), _) => known.code(),
        // It speaks CPX/1, so this is not the wrong address.
        (None, Code::Protocol) => Code::RelayRequest,
        (None, code) => code,
    };
    let retry =
        retry_from_token(&problem.retry).or_else(|| known.map(ProblemCode::retry)).unwrap_or_else(|| code.retry());
    let mut error = Error::new(code).with_retry(retry).with_at(crate::error::At {
        file: problem.file.as_deref().map(|name| clean(name, 255)),
        row: problem.row,
        item_number: problem.item_number,
        offset: None,
    });
    if !problem.code.is_empty() {
        error = error.with_relay_code(clean(&problem.code, 64));
    }
    if let Some(detail) = problem.detail.as_deref().filter(|detail| !detail.is_empty()) {
        error = error.with_detail(clean(detail, 500));
    }
    error.with_findings(problem.findings.iter().filter_map(finding_of).collect())
}

/// A relay's finding with our own texts; `None` for a rule of a newer relay, which the detail names.
fn finding_of(told: &ProblemFinding) -> Option<Finding> {
    let rule = Rule::from_id(&told.rule)?;
    let mut finding = Finding::new(rule);
    if let Some(severity) = Severity::from_name(&told.severity) {
        finding = finding.with_severity(severity);
    }
    if let Some(file) = &told.file {
        finding = finding.in_file(clean(file, 255));
    }
    if let Some(row) = told.row {
        finding = finding.at_row(row);
    }
    if let Some(parameter) = &told.parameter {
        finding = finding.with_parameter(clean(parameter, 200));
    }
    Some(finding)
}

/// The error for an answer without a problem body.
pub(super) fn error_of_status(status: u16) -> Error {
    Error::new(code_of_status(status)).with_detail(format!("HTTP status {status}"))
}

/// Adds the relay's advice when to come back (RFC 9110, 10.2.3): the caller decides, nobody waits here.
pub(super) fn with_advice(error: Error, headers: &HeaderMap, now: OffsetDateTime) -> Error {
    let told = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
    match told.and_then(|told| seconds_of(told.trim(), now)) {
        Some(seconds) => error.and_detail(&format!("retry after {seconds} seconds")).with_retry_after(seconds),
        None => error,
    }
}

/// Seconds, or a date of HTTP. More than a day is no advice.
fn seconds_of(told: &str, now: OffsetDateTime) -> Option<u32> {
    let seconds = match told.parse() {
        Ok(seconds) => seconds,
        Err(_) => {
            let wait = OffsetDateTime::parse(told, &Rfc2822).ok()? - now;
            u32::try_from(wait.whole_seconds().max(0)).ok()?
        }
    };
    (seconds <= 86_400).then_some(seconds)
}

fn code_of_status(status: u16) -> Code {
    match status {
        507 => Code::RelayStorageFull,
        // Too many requests.
        429 => Code::RelayUnavailable,
        500..=599 => Code::RelayUnavailable,
        413 => Code::RelayTooLarge,
        408 => Code::Timeout,
        _ => Code::Protocol,
    }
}

/// A peer's text, safe for a log: no control characters, bounded.
fn clean(text: &str, most: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Retry;

    #[test]
    fn the_table_is_consistent() {
        for code in ProblemCode::ALL {
            assert_eq!(ProblemCode::from_token(code.token()), Some(*code));
            assert!((400..600).contains(&code.status()), "{code:?}");
            let error = error_of(code.status(), Problem::new(*code));
            assert_eq!((error.code(), error.retry()), (code.code(), code.retry()));
            assert_eq!(error.relay_code(), Some(code.token()));
        }
    }

    #[test]
    fn a_newer_relays_problem_is_told_by_its_status() {
        let problem = Problem { code: "moon\u{7}-phase".into(), retry: "safe".into(), ..Default::default() };
        let error = error_of(503, problem.clone());
        assert_eq!((error.code(), error.retry()), (Code::RelayUnavailable, Retry::Safe));
        assert_eq!(error.relay_code(), Some("moon-phase"));
        assert_eq!(error_of(422, problem).code(), Code::RelayRequest);
    }

    #[test]
    fn the_advice_when_to_come_back_is_told() {
        let told = |status, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, http::HeaderValue::from_static(value));
            let now = time::macros::datetime!(1994-11-06 08:49:00 UTC);
            let error = with_advice(error_of_status(status), &headers, now);
            assert_eq!((error.code(), error.retry()), (Code::RelayUnavailable, Retry::Safe), "{status}");
            (error.retry_after(), error.detail().unwrap().to_owned())
        };
        for (value, seconds) in
            [("5", 5), (" 120 ", 120), ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("Sun, 06 Nov 1994 08:00:00 GMT", 0)]
        {
            for status in [429, 503] {
                let detail = format!("HTTP status {status}; retry after {seconds} seconds");
                assert_eq!(told(status, value), (Some(seconds), detail), "{value}");
            }
        }
        for none in ["", "soon", "-1", "99999999999999999999", "86401", "Sun, 06 Nov 2994 08:49:37 GMT"] {
            assert_eq!(told(503, none), (None, "HTTP status 503".to_owned()), "{none}");
        }
        let alone = Error::new(Code::RelayUnavailable).and_detail("retry after 5 seconds");
        assert_eq!(alone.detail(), Some("retry after 5 seconds"));
    }

    #[test]
    fn a_peers_text_is_cut_and_cleaned() {
        let detail = Some(format!("a\nb\u{1b}[31m{}", "x".repeat(10_000)));
        let problem = Problem { detail, ..Problem::new(ProblemCode::Request) };
        let error = error_of(400, problem);
        let detail = error.detail().unwrap();
        assert!(detail.starts_with("ab[31mxx") && detail.len() == 500);
    }
}
