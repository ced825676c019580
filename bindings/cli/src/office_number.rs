//! An office number on the command line.

use cplink::Code;
use cplink::keys::is_office_number;
use cplink_cli::Expected;

/// An office number as an argument.
pub(crate) fn office_number(text: &str) -> Result<String, Expected> {
    if is_office_number(text) {
        return Ok(text.to_owned());
    }
    Err(Expected::new(
        "事業所番号（半角の数字10桁。英大文字を含むこともあります）を指定してください。",
        "An office number has 10 half-width digits or capital letters.",
    )
    .with_code(Code::OfficeNumber))
}
