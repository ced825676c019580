//! What is wrong with a container or a receipt, for whoever verifies it: it is another one's certificate.

use cplink::{Code, Error};
use cplink_cli::Fault;

/// A certificate that has ended or was revoked since is no fault of a message: its receipt says when it was signed at
/// the latest. That of a receipt is one, unless the relay recorded it before.
pub(super) fn of_item(is_receipt: bool, error: Error) -> Fault {
    let receipts = [
        "このメッセージの受領証（accepted、.p7s）も一緒に指定してください。メッセージのファイル名は、保管したときの名前（メッセージID.asice）のままにしてください。",
        "Give the message's receipt (accepted, .p7s) as well, and leave the message its name (its id and .asice).",
    ];
    let (message, remedy) = match (error.code(), is_receipt) {
        (Code::CertExpired, false) => (
            [
                "署名した電子証明書の有効期限が切れており、署名がそれより前であることを示す受領証がありません。",
                "The signer's certificate has expired, and no receipt shows that the message was signed before.",
            ],
            receipts,
        ),
        (Code::CertRevoked, false) => (
            [
                "署名した電子証明書が失効しており、署名がそれより前であることを示す受領証がありません。",
                "The signer's certificate has been revoked, and no receipt shows that the message was signed before.",
            ],
            receipts,
        ),
        (Code::CertOffice, false) => (
            [
                "署名した電子証明書が送信元の事業所のものではなく、代行であることを示す受領証もありません。",
                "The signer's certificate is not the sender's, and no receipt shows that it may act for the sender.",
            ],
            receipts,
        ),
        (Code::CertExpired, true) => (
            [
                "電子証明書の有効期間外に署名された受領証です。",
                "The receipt was signed when its certificate was not valid any more.",
            ],
            [
                "この受領証は証拠になりません。署名した事業所に確認してください。",
                "It proves nothing. Ask the office that signed it.",
            ],
        ),
        (Code::CertRevoked, true) => (
            [
                "署名した電子証明書が失効しており、署名がそれより前であることを示す受領証がありません。",
                "The signer's certificate has been revoked, and no receipt shows that it was signed before.",
            ],
            [
                "中継サービスの受領証（recorded、.p7s）も一緒に指定してください。ない場合、この受領証は証拠になりません。",
                "Give the relay's receipt (recorded, .p7s) as well. Without one, this receipt proves nothing.",
            ],
        ),
        _ => return error.into(),
    };
    Fault::new(error.code(), message, remedy).detail_of(&error)
}

#[cfg(test)]
mod tests {
    use cplink_cli::Language;

    use super::*;

    /// Nobody who verifies another office's file is told to obtain a certificate.
    #[test]
    fn an_ended_or_revoked_certificate_is_told_as_the_signers() {
        for code in [Code::CertExpired, Code::CertRevoked] {
            for is_receipt in [false, true] {
                let fault = of_item(is_receipt, Error::new(code));
                for language in [Language::Ja, Language::En] {
                    let text = fault.text(language);
                    assert!(!text.contains(language.pick(code.remedy_ja(), code.remedy_en())), "{text}");
                    assert!(text.contains(code.name()), "{text}");
                }
            }
        }
        let other = of_item(true, Error::new(Code::ClockAhead)).text(Language::Ja);
        assert!(other.contains(Code::ClockAhead.remedy_ja()), "{other}");
    }
}
