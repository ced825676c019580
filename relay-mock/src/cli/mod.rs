//! The commands.

mod browser;
pub(crate) mod certify;
pub(crate) mod console;
pub(crate) mod demo;
mod fault;
pub(crate) mod office;
pub(crate) mod pki;
mod running;
mod samples;
pub(crate) mod serve;
mod texts;
mod token;

pub(crate) use texts::TEXTS;

use cplink::Code;
use cplink::keys::is_office_number;
use cplink_cli::Expected;

/// An office number as an argument.
fn office_number(text: &str) -> Result<String, Expected> {
    if is_office_number(text) { Ok(text.to_owned()) } else { Err(no_office_number()) }
}

fn no_office_number() -> Expected {
    Expected::new(
        "事業所番号（半角の数字10桁。英大文字を含むこともあります）を指定してください。",
        "An office number has 10 half-width digits or capital letters.",
    )
    .with_code(Code::OfficeNumber)
}
