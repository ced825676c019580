//! Why a bundle is not opened, as the user reads it.

use cplink::{Code, Error};
use cplink_cli::Fault;

use super::codes::{is_alteration, is_certificate};

/// What the library says of messages, said of a bundle; of certificates it says the right thing itself.
pub fn fault_of(error: Error) -> Fault {
    let code = error.code();
    if is_certificate(code) || !is_alteration(code) && code != Code::NotAContainer {
        return Fault::from(error);
    }
    let said = if is_alteration(code) {
        Fault::new(
            code,
            [
                "この署名付き試験結果は、署名のあとで変更されているか、壊れています。",
                "The bundle was changed since it was signed, or is damaged.",
            ],
            ["使用せず、作成者からもう一度受け取ってください。", "Do not use it; get it again from its maker."],
        )
    } else {
        Fault::new(
            code,
            ["このファイルは署名付き試験結果ではありません。", "The file is no bundle."],
            [
                "certify report --bundle で作成した .asice のファイルを指定してください。",
                "Name a file that certify report --bundle has made.",
            ],
        )
    };
    said.detail_of(&error)
}
