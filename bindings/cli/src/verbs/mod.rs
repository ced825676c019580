//! The verbs: one file or folder each.

pub(crate) mod ack;
pub(crate) mod check;
pub(crate) mod convert;
pub(crate) mod diff;
pub(crate) mod doctor;
mod input;
pub(crate) mod mailbox;
pub(crate) mod office;
pub(crate) mod print;
pub(crate) mod recall;
mod receipts;
pub(crate) mod receive;
pub(crate) mod send;
mod send_all;
pub(crate) mod sent;
pub(crate) mod uploaded;
pub(crate) mod verify;

use cplink::Code;
use cplink::seal::MessageId;
use cplink_cli::Expected;

/// A message id as an argument.
fn message_id(text: &str) -> Result<MessageId, Expected> {
    text.parse().map_err(|_| {
        Expected::new(
            "メッセージID（小文字の16進数64桁）を指定してください。",
            "A message id has 64 lower-case hexadecimal digits.",
        )
        .with_code(Code::MessageReference)
    })
}

/// A line for people as an argument, signed and shown to the other office: not empty, no control characters.
fn line<const MAX: usize>(text: &str) -> Result<String, Expected> {
    if !text.trim().is_empty() && text.chars().count() <= MAX && !text.chars().any(char::is_control) {
        return Ok(text.to_owned());
    }
    Err(Expected::new(
        format!("1～{MAX}文字の1行で指定してください。"),
        format!("Give one line of 1 to {MAX} characters."),
    ))
}

/// The wait of a long poll, in seconds.
fn seconds(text: &str) -> Result<u64, Expected> {
    text.parse().map_err(|_| Expected::new("秒数を整数で指定してください。", "Give whole seconds."))
}
