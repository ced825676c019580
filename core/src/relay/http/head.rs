//! The heads of answers: where they end, and the interim ones (1xx) among them.
//!
//! The parser of `ureq-proto` gets a head once it is whole. Until then only the new bytes are looked at, and the
//! limits of lines, bytes and interim answers hold, whatever comes and however slowly.

use ureq_proto::client::MAX_RESPONSE_HEADERS;

use super::fault::{Outcome, protocol};
use crate::error::{Code, Error};

/// The most bytes of all heads before a body.
const MAX_HEAD: usize = 32 * 1024;
/// The most interim answers to one request.
const MAX_INTERIM: usize = 16;
/// What every answer begins with: version and status.
const BEGIN: &[u8; 12] = b"HTTP/1.x nnn";

/// What has come of the head of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// Its end has not come; whether it is the final answer is not known before its status.
    Partial { is_final: bool },
    /// An interim answer with this status, which was taken out.
    Interim(u16),
    /// The final answer's head is whole.
    Final,
}

/// Reads the heads of the answers to one request.
#[derive(Default)]
pub(super) struct Heads {
    /// So much of the input was looked at.
    scanned: usize,
    /// Where the line that has not ended begins.
    line: usize,
    /// The lines that have ended.
    lines: usize,
    /// Bytes of the heads that were taken out.
    taken: usize,
    interim: usize,
}

impl Heads {
    /// Looks at what is new at the end of `input`, which is what came since the last head.
    pub(super) fn look(&mut self, input: &mut Vec<u8>) -> Outcome<Head> {
        if self.interim > MAX_INTERIM {
            return Err(protocol("too many interim answers"));
        }
        check_begin(input)?;
        let length = self.find_end(input);
        if self.taken.saturating_add(length.unwrap_or(self.scanned)) > MAX_HEAD {
            return Err(Error::new(Code::AnswerTooLarge).with_detail("answer head").into());
        }
        // Beside the headers there is the status line.
        if self.lines > MAX_RESPONSE_HEADERS + 1 {
            return Err(protocol("an answer has too many headers"));
        }
        let status = status(input);
        // 101 ends what HTTP has to say, so it is refused as an answer.
        let is_interim = status.is_some_and(|status| status / 100 == 1 && status != 101);
        match (length, status) {
            (Some(length), Some(status)) if is_interim => {
                input.drain(..length);
                *self = Self { taken: self.taken + length, interim: self.interim + 1, ..Self::default() };
                Ok(Head::Interim(status))
            }
            (Some(_), _) => Ok(Head::Final),
            (None, status) => Ok(Head::Partial { is_final: status.is_some() && !is_interim }),
        }
    }

    /// Takes interim answers out of the input: whether a final one has begun.
    pub(super) fn final_answer_waits(&mut self, input: &mut Vec<u8>) -> bool {
        loop {
            match self.look(input) {
                Ok(Head::Interim(_)) => {}
                Ok(Head::Partial { is_final }) => return is_final,
                // An error comes again, and is told, when the answer is read.
                Ok(Head::Final) | Err(_) => return true,
            }
        }
    }

    /// The length of the head, where its empty line has come.
    fn find_end(&mut self, input: &[u8]) -> Option<usize> {
        while let Some(at) = memchr::memchr(b'\n', &input[self.scanned..]) {
            let end = self.scanned + at;
            let is_empty = matches!(&input[self.line..end], b"" | b"\r");
            if is_empty {
                return Some(end + 1);
            }
            self.lines += 1;
            (self.scanned, self.line) = (end + 1, end + 1);
        }
        self.scanned = input.len();
        None
    }
}

/// Anything but HTTP is known by its first bytes.
fn check_begin(input: &[u8]) -> Outcome<()> {
    let fits = |(byte, wanted): (&u8, &u8)| match wanted {
        b'x' => matches!(byte, b'0' | b'1'),
        b'n' => byte.is_ascii_digit(),
        _ => byte == wanted,
    };
    if input.iter().zip(BEGIN).all(fits) { Ok(()) } else { Err(protocol("the answer is no HTTP/1")) }
}

fn status(input: &[u8]) -> Option<u16> {
    let digits = input.get(9..BEGIN.len())?;
    Some(digits.iter().fold(0, |status, digit| status * 10 + u16::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interim_answers_are_passed_over() {
        let check = |input: &str, waits, rest: &str| {
            let (mut all, mut byte_by_byte) = (input.as_bytes().to_vec(), Vec::new());
            assert_eq!(Heads::default().final_answer_waits(&mut all), waits, "{input:?}");
            assert_eq!(all, rest.as_bytes(), "{input:?}");
            let mut heads = Heads::default();
            let mut found = false;
            for byte in input.bytes() {
                byte_by_byte.push(byte);
                found = heads.final_answer_waits(&mut byte_by_byte);
            }
            assert_eq!((found, byte_by_byte), (waits, all), "{input:?}");
        };
        check("", false, "");
        check("HTT", false, "HTT");
        check("HTTP/1.1 100 Cont", false, "HTTP/1.1 100 Cont");
        check("HTTP/1.1 100 Continue\r\n\r\n", false, "");
        check("HTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 4", false, "HTTP/1.1 4");
        check("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403", true, "HTTP/1.1 403");
        check("HTTP/1.1 101 Switching Protocols\r\n\r\n", true, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
        check("HTTP/1.0 403 Forbidden", true, "HTTP/1.0 403 Forbidden");
        check("junk", true, "junk");
    }

    #[test]
    fn an_end_is_found_in_pieces() {
        let mut heads = Heads::default();
        let mut input = b"HTTP/1.1 200 OK\r\nA: b\r".to_vec();
        assert_eq!(heads.look(&mut input).ok(), Some(Head::Partial { is_final: true }));
        input.extend_from_slice(b"\n\r");
        assert_eq!(heads.look(&mut input).ok(), Some(Head::Partial { is_final: true }));
        input.extend_from_slice(b"\nbody");
        assert_eq!(heads.look(&mut input).ok(), Some(Head::Final));
    }

    #[test]
    fn floods_end() {
        let fails = |piece: &str, code: Code| {
            let (mut heads, mut input) = (Heads::default(), b"HTTP/1.1 200 ".to_vec());
            if piece.starts_with("HTTP") {
                input.clear();
            }
            for _ in 0..40_000 {
                input.extend_from_slice(piece.as_bytes());
                match heads.look(&mut input) {
                    Ok(_) => assert!(input.len() <= MAX_HEAD),
                    Err(fault) => return assert_eq!(fault.into_error().code(), code, "{piece:?}"),
                }
            }
            panic!("no end of {piece:?}");
        };
        fails("a", Code::AnswerTooLarge);
        fails("\r\na: b", Code::Protocol);
        fails("HTTP/1.1 100 Continue\r\n\r\n", Code::Protocol);
        fails(&format!("HTTP/1.1 103 Hints\r\na: {}\r\n\r\n", "b".repeat(5000)), Code::AnswerTooLarge);
    }
}
