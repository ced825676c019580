//! What is worth a word about a certificate that holds all the same.

use crate::finding::Severity;

macro_rules! notices {
    ($($name:ident $id:literal $severity:ident $ja:literal $remedy_ja:literal $en:literal $remedy_en:literal;)*) => {
        /// A remark on a certificate that was accepted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Notice {
            $(#[doc = $en] #[doc = ""] #[doc = $remedy_en] $name,)*
        }

        impl Notice {
            /// All remarks.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// A stable id.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// How grave it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// What was seen, in Japanese.
            pub fn message_ja(self) -> &'static str {
                match self { $(Self::$name => $ja,)* }
            }

            /// What to do, in Japanese.
            pub fn remedy_ja(self) -> &'static str {
                match self { $(Self::$name => $remedy_ja,)* }
            }

            /// What was seen, in English.
            pub fn message_en(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }

            /// What to do, in English.
            pub fn remedy_en(self) -> &'static str {
                match self { $(Self::$name => $remedy_en,)* }
            }
        }
    };
}

notices! {
    Expires90 "expires_90" Info
        "電子証明書の有効期限まで90日を切りました。" "更新の案内が届いているか確かめてください。"
        "The certificate expires in less than 90 days." "Look for the notice of renewal.";
    Expires30 "expires_30" Warning
        "電子証明書の有効期限まで30日を切りました。" "新しい電子証明書の発行を申請してください。"
        "The certificate expires in less than 30 days." "Apply for a new certificate.";
    Expires7 "expires_7" Warning
        "電子証明書の有効期限まで7日を切りました。" "すぐに新しい電子証明書を取得し、設定してください。"
        "The certificate expires in less than 7 days." "Obtain and set the new certificate now.";
    CrlStale "crl_stale" Warning
        "失効リストの有効期限が切れています。" "新しい失効リストを取得して設定してください。"
        "A revocation list is past its next update." "Fetch and set the newest revocation list.";
    CrlMissing "crl_missing" Info
        "失効リストがないため、失効していないかは確かめていません。" "認証局の失効リストを取得して設定してください。"
        "Without a revocation list of the issuer, revocation was not checked." "Fetch and set the authority's revocation list.";
    ExpiredSince "expired_since" Info
        "署名した時は有効でしたが、その後、電子証明書の有効期限が切れています。" "長く保存する証拠には、受領証またはタイムスタンプを添えてください。"
        "The certificate was valid when it signed and has expired since." "Keep a receipt or a time stamp with evidence that has to last.";
    RevokedSince "revoked_since" Info
        "署名した後に、更新などの理由で電子証明書が失効しています。" "署名の時刻を受領証で確かめてください。"
        "The certificate was revoked after it signed, for a reason such as renewal." "Compare the time of signing with the receipt.";
}

/// The remark on a certificate with so many days left.
pub(super) fn of_days_left(days: i64) -> Option<Notice> {
    match days {
        ..7 => Some(Notice::Expires7),
        7..30 => Some(Notice::Expires30),
        30..90 => Some(Notice::Expires90),
        _ => None,
    }
}
