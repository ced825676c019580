//! What a C++ exception carries: cxx passes on nothing but a text, so the text contains all of it.

use std::fmt;

use cplink::error::Retry;
use cplink::{Code, Error};

use super::border;

/// An error on its way to C++.
pub(super) struct Thrown(pub(super) Error);

impl fmt::Display for Thrown {
    /// The error as ever, with what a program must know behind it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        write!(f, "{error}{MARK}{} {} {}", error.code() as i32, word(error.retry()), u8::from(error.in_doubt()))
    }
}

const MARK: &str = " | ";
const RETRIES: [(Retry, &str); 4] =
    [(Retry::Never, "never"), (Retry::AfterFix, "after-fix"), (Retry::Safe, "safe"), (Retry::Login, "login")];

fn word(retry: Retry) -> &'static str {
    RETRIES.iter().find(|(one, _)| *one == retry).map_or("never", |(_, word)| word)
}

pub(super) fn fault(what: &str) -> border::Fault {
    read(what).unwrap_or_else(|| border::Fault {
        code: 0,
        name: String::new(),
        retry: border::Retry::Never,
        in_doubt: false,
        message_ja: String::new(),
        remedy_ja: String::new(),
    })
}

fn read(what: &str) -> Option<border::Fault> {
    let (_, facts) = what.rsplit_once(MARK)?;
    let mut facts = facts.split(' ');
    let number: i32 = facts.next()?.parse().ok()?;
    let code = Code::ALL.iter().copied().find(|code| *code as i32 == number)?;
    let retry = facts.next()?;
    let in_doubt = facts.next()? == "1";
    let (retry, _) = RETRIES.iter().find(|(_, word)| *word == retry)?;
    Some(border::Fault {
        code: number,
        name: code.name().to_owned(),
        retry: match retry {
            Retry::AfterFix => border::Retry::AfterFix,
            Retry::Safe => border::Retry::Safe,
            Retry::Login => border::Retry::Login,
            Retry::Never => border::Retry::Never,
        },
        in_doubt,
        message_ja: code.message_ja().to_owned(),
        remedy_ja: code.remedy_ja().to_owned(),
    })
}
