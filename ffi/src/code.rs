//! The texts of the error codes.

use cplink::{Code, Error, Result};

fn code_of(number: i32) -> Result<Code> {
    let code = Code::ALL.iter().copied().find(|code| *code as i32 == number);
    code.ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("no such code"))
}

pub(crate) fn name(code: i32) -> Result<&'static str> {
    Ok(code_of(code)?.name())
}

pub(crate) fn message_ja(code: i32) -> Result<&'static str> {
    Ok(code_of(code)?.message_ja())
}

pub(crate) fn remedy_ja(code: i32) -> Result<&'static str> {
    Ok(code_of(code)?.remedy_ja())
}

pub(crate) fn message_en(code: i32) -> Result<&'static str> {
    Ok(code_of(code)?.message_en())
}

pub(crate) fn remedy_en(code: i32) -> Result<&'static str> {
    Ok(code_of(code)?.remedy_en())
}
