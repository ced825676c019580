//! The token of a console: one that somebody gives, or one that is made.

use std::net::SocketAddr;
use std::path::Path;

use cplink::Code;
use cplink_cli::Fault;

/// Fewer signs could be guessed.
const FEWEST: usize = 16;

/// The token of the file; where there is none, a new one for a console that other machines can reach.
pub(super) fn of(file: Option<&Path>, listen: SocketAddr) -> Result<Option<String>, Fault> {
    match file {
        Some(file) => read(file).map(Some),
        None if listen.ip().is_loopback() => Ok(None),
        None => made().map(Some),
    }
}

fn read(file: &Path) -> Result<String, Fault> {
    let text = std::fs::read_to_string(file).map_err(|error| Fault::io(Code::FileRead, file.display(), error))?;
    let token = text.trim();
    if token.len() >= FEWEST && token.bytes().all(|sign| sign.is_ascii_graphic()) {
        return Ok(token.to_owned());
    }
    Err(Fault::argument(
        ["管理画面のトークンとして使えません。", "This is no token of a console."],
        [
            "空白のない半角の英数字と記号16文字以上を、1行でファイルに書いてください。",
            "Write one line of 16 or more visible ASCII characters into the file, without blanks.",
        ],
    )
    .about(file.display()))
}

fn made() -> Result<String, Fault> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Fault::io(Code::Bug, "relay-mock", std::io::Error::other(error.to_string())))?;
    Ok(base16ct::lower::encode_string(&bytes))
}
