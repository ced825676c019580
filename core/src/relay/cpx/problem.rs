//! The table of a relay's problems: what stands on the wire, and what it means here.

use crate::error::{Code, Error, Retry};

use super::wire::{Problem, ProblemFinding};
use crate::finding::{Finding, Rule, Severity};

macro_rules! problems {
    ($($name:ident $token:literal $status:literal $code:ident $retry:ident $en:literal $ja:literal;)*) => {
        /// A problem code of CPX/1.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ProblemCode {
            $(#[doc = $en] $name,)*
        }

        impl ProblemCode {
            /// All problem codes.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code on the wire.
            pub fn token(self) -> &'static str {
                match self { $(Self::$name => $token,)* }
            }

            /// The HTTP status it comes with.
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// Our error code for it.
            pub fn code(self) -> Code {
                match self { $(Self::$name => Code::$code,)* }
            }

            /// Whether and how to repeat.
            pub fn retry(self) -> Retry {
                match self { $(Self::$name => Retry::$retry,)* }
            }

            /// The title in English.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }

            /// The title in Japanese.
            pub fn title_ja(self) -> &'static str {
                match self { $(Self::$name => $ja,)* }
            }
        }
    };
}

problems! {
    Request "request" 400 RelayRequest Never
        "The request is malformed." "要求の形式が正しくありません。";
    CertificateKind "certificate-kind" 403 RelayCertKind AfterFix
        "Certificates of this kind are not accepted." "この種類の電子証明書は使えません。";
    CertificateSubject "certificate-subject" 403 TlsClientRefused AfterFix
        "The certificate names no office." "電子証明書に事業所番号がありません。";
    CertificateOffice "certificate-office" 403 RelayCertOffice AfterFix
        "The certificate is not the sending office's." "電子証明書が送信元の事業所のものではありません。";
    SenderUnregistered "sender-unregistered" 403 RelaySenderUnknown AfterFix
        "The calling office is not registered." "自分の事業所が登録されていません。";
    SenderLicence "sender-licence" 403 RelaySenderLicense AfterFix
        "The calling office's licence is not valid today." "自分の事業所のライセンスが有効ではありません。";
    NotFound "not-found" 404 RelayNotFound Never
        "There is no such message for this office." "この事業所が扱えるメッセージがありません。";
    NoEndpoint "no-endpoint" 404 RelayRequest Never
        "CPX/1 has no such path." "CPX/1にないパスです。";
    Method "method" 405 RelayRequest Never
        "The path does not know this method." "このパスでは使えないメソッドです。";
    RequestTimeout "request-timeout" 408 Timeout Safe
        "The request did not arrive in time." "要求が時間内に届きませんでした。";
    MessageConflict "message-conflict" 409 RelayConflict Never
        "Another message stands under this id." "このIDには別のメッセージがあります。";
    State "state" 409 RelayState Never
        "The message's state does not allow this." "メッセージの状態のため、この操作はできません。";
    MessageRecalled "message-recalled" 410 RelayState Never
        "The sender has recalled the message." "送信元がメッセージを取り消しました。";
    MessageExpired "message-expired" 410 RelayExpired Never
        "The message's keeping time is over." "メッセージの保存期限が過ぎています。";
    LengthRequired "length-required" 411 RelayRequest Never
        "The body's length must be told in advance." "本文の長さが示されていません。";
    TooLarge "too-large" 413 RelayTooLarge AfterFix
        "The body is larger than the limit." "大きさの上限を超えています。";
    Range "range" 416 RelayRequest Never
        "The range lies outside the message." "範囲がメッセージの外にあります。";
    Container "container" 422 RelayContent Never
        "The container is malformed or damaged." "コンテナの形式が正しくないか、壊れています。";
    Signature "signature" 422 RelayContent AfterFix
        "The container's signature or its certificate is not valid." "電子署名またはその証明書が有効ではありません。";
    MessageId "message-id" 422 MessageId Never
        "The id is not that of the container." "IDとコンテナの内容が合いません。";
    FileSet "file-set" 422 RelayFileSet AfterFix
        "The set or a name of the files is not allowed." "ファイルの組合せまたは名前が認められません。";
    SameOffice "same-office" 422 RelaySameOffice AfterFix
        "Sender and receiver are one office." "送信先が自分の事業所です。";
    ReceiverUnregistered "receiver-unregistered" 422 RelayReceiverUnknown AfterFix
        "The receiving office is not registered." "送信先の事業所が登録されていません。";
    ReceiverLicence "receiver-licence" 422 RelayReceiverLicense AfterFix
        "The receiving office's licence is not valid today." "送信先の事業所のライセンスが有効ではありません。";
    Receipt "receipt" 422 ReceiptFormat Never
        "The receipt is malformed or speaks of another message." "受領証が正しくないか、別のメッセージのものです。";
    Internal "internal" 500 RelayUnavailable Safe
        "The relay failed." "中継サービスの内部で誤りが起きました。";
    Unavailable "unavailable" 503 RelayUnavailable Safe
        "The relay is not available for now." "中継サービスが一時的に使えません。";
    StorageFull "storage-full" 507 RelayStorageFull Safe
        "The relay has no room." "中継サービスの保存領域が不足しています。";
}

impl ProblemCode {
    /// The problem of this code.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.token() == token)
    }
}

/// The name of the advice on the wire.
pub(crate) fn retry_token(retry: Retry) -> &'static str {
    match retry {
        Retry::Never => "never",
        Retry::AfterFix => "after-fix",
        Retry::Safe => "safe",
        Retry::Login => "login",
    }
}

fn retry_from_token(token: &str) -> Option<Retry> {
    [Retry::Never, Retry::AfterFix, Retry::Safe, Retry::Login].into_iter().find(|retry| retry_token(*retry) == token)
}

/// The error that a relay's problem stands for. A code of a newer relay is told by its status.
pub(super) fn error_of(status: u16, problem: Problem) -> Error {
    let known = ProblemCode::from_token(&problem.code);
    let code = match (known, code_of_status(status)) {
        (Some(known), _) => known.code(),
        // It speaks CPX/1, so this is not the wrong address.
        (None, Code::Protocol) => Code::RelayRequest,
        (None, code) => code,
    };
    let retry =
        retry_from_token(&problem.retry).or_else(|| known.map(ProblemCode::retry)).unwrap_or_else(|| code.retry());
    let mut error = Error::new(code).with_retry(retry).with_at(crate::error::At {
        file: problem.file.as_deref().map(|name| clean(name, 255)),
        row: problem.row,
        column: problem.column,
        offset: None,
    });
    if !problem.code.is_empty() {
        error = error.with_relay_code(clean(&problem.code, 64));
    }
    if let Some(detail) = problem.detail.as_deref().filter(|detail| !detail.is_empty()) {
        error = error.with_detail(clean(detail, 500));
    }
    error.with_findings(problem.findings.iter().take(MAX_FINDINGS).filter_map(finding_of).collect())
}

/// As many findings of a relay as anybody will read.
const MAX_FINDINGS: usize = 1000;

/// A relay's finding with our own texts; `None` for a rule of a newer relay, which the detail tells.
fn finding_of(told: &ProblemFinding) -> Option<Finding> {
    let rule = Rule::from_id(&told.rule)?;
    let mut finding = Finding::new(rule);
    if let Some(severity) = Severity::from_name(&told.severity) {
        finding = finding.with_severity(severity);
    }
    if let Some(file) = &told.file {
        finding = finding.in_file(clean(file, 255));
    }
    if let Some(row) = told.row {
        finding = finding.at_row(row);
    }
    if let Some(parameter) = &told.parameter {
        finding = finding.with_parameter(clean(parameter, 200));
    }
    Some(finding)
}

/// What an answer without a problem body stands for.
pub(super) fn error_of_status(status: u16) -> Error {
    Error::new(code_of_status(status)).with_detail(format!("HTTP status {status}"))
}

fn code_of_status(status: u16) -> Code {
    match status {
        507 => Code::RelayStorageFull,
        500..=599 => Code::RelayUnavailable,
        413 => Code::RelayTooLarge,
        408 => Code::Timeout,
        _ => Code::Protocol,
    }
}

/// A peer's text, fit to stand in a log: no control characters, bounded.
fn clean(text: &str, most: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_consistent() {
        for code in ProblemCode::ALL {
            assert_eq!(ProblemCode::from_token(code.token()), Some(*code));
            assert!((400..600).contains(&code.status()), "{code:?}");
            let error = error_of(code.status(), Problem::new(*code));
            assert_eq!((error.code(), error.retry()), (code.code(), code.retry()));
            assert_eq!(error.relay_code(), Some(code.token()));
        }
    }

    #[test]
    fn a_newer_relays_problem_is_told_by_its_status() {
        let problem = Problem { code: "moon\u{7}-phase".into(), retry: "safe".into(), ..Default::default() };
        let error = error_of(503, problem.clone());
        assert_eq!((error.code(), error.retry()), (Code::RelayUnavailable, Retry::Safe));
        assert_eq!(error.relay_code(), Some("moon-phase"));
        assert_eq!(error_of(422, problem).code(), Code::RelayRequest);
    }

    #[test]
    fn a_peers_text_is_cut_and_cleaned() {
        let detail = Some(format!("a\nb\u{1b}[31m{}", "x".repeat(10_000)));
        let problem = Problem { detail, ..Problem::new(ProblemCode::Request) };
        let error = error_of(400, problem);
        let detail = error.detail().unwrap();
        assert!(detail.starts_with("ab[31mxx") && detail.len() == 500);
    }
}
