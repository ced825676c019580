//! Telling a relay's answer from the "100 Continue" that may come before it.

use ureq_proto::client::MAX_RESPONSE_HEADERS;
use ureq_proto::parser::try_parse_response;

const INTERIM: &[u8] = b"HTTP/1.1 1";

/// Whether a final answer has begun in `input`; interim ones before it are taken out.
pub(super) fn final_answer_waits(input: &mut Vec<u8>) -> bool {
    while input.starts_with(INTERIM) {
        match try_parse_response::<MAX_RESPONSE_HEADERS>(input) {
            Ok(Some((used, _))) => drop(input.drain(..used.min(input.len()))),
            Ok(None) => return false,
            // Read again, and refused, as the answer.
            Err(_) => return true,
        }
    }
    !INTERIM.starts_with(input)
}

#[cfg(test)]
mod tests {
    use super::final_answer_waits;

    #[test]
    fn interim_answers_are_passed_over() {
        let check = |input: &str, waits, rest: &str| {
            let mut bytes = input.as_bytes().to_vec();
            assert_eq!(final_answer_waits(&mut bytes), waits, "{input:?}");
            assert_eq!(bytes, rest.as_bytes(), "{input:?}");
        };
        check("", false, "");
        check("HTT", false, "HTT");
        check("HTTP/1.1 100 Cont", false, "HTTP/1.1 100 Cont");
        check("HTTP/1.1 100 Continue\r\n\r\n", false, "");
        check("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 4", true, "HTTP/1.1 4");
        check("HTTP/1.1 403 Forbidden", true, "HTTP/1.1 403 Forbidden");
        check("junk", true, "junk");
    }
}
