//! What a shell learns of how a command ended.

use cplink::error::Retry;
use cplink::{Code, Error};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All is done.
    Done,
    /// There are error-level findings or differences, something is not valid, or the relay refused.
    Refused,
    /// Arguments, settings, keys or files cannot be used.
    Unusable,
    /// Nothing is lost: the same call may be repeated as it is.
    TryAgain,
    /// A number of the command's own, which its help states.
    Own(u8),
}

impl Exit {
    /// All of them with what they mean, in Japanese and English: the table in the help.
    pub const TABLE: [(Self, &'static str, &'static str); 4] = [
        (Self::Done, "終わりました。", "done"),
        (
            Self::Refused,
            "エラーの指摘、違い、検証できないもの、または中継サービスによる拒否があります。",
            "error findings, differences, something that is not valid, or refused by the relay",
        ),
        (
            Self::Unusable,
            "引数、設定、鍵またはファイルを使用できません。",
            "arguments, settings, key or files cannot be used",
        ),
        (
            Self::TryAgain,
            "通信障害、混雑または中止です。同じ呼び出しをそのまま繰り返せます。",
            "network trouble, busy or cancelled: repeat the same call as it is",
        ),
    ];

    /// The number that the shell gets.
    pub fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
            Self::Unusable => 2,
            Self::TryAgain => 3,
            Self::Own(number) => number,
        }
    }

    /// What an error means for the shell.
    pub fn of(error: &Error) -> Self {
        // A proxy that refuses is trouble of the network, whatever its own settings are.
        if error.retry() == Retry::Safe || error.code() == Code::Proxy {
            return Self::TryAgain;
        }
        let refused = !error.findings().is_empty() || matches!(error.code() as i32, 321..=333 | 380 | 500..=599);
        // The relay did not understand us: no change of the data helps.
        if refused && error.code() != Code::RelayRequest { Self::Refused } else { Self::Unusable }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_have_the_exit_code_that_tells_a_script_what_to_do() {
        for (code, exit) in [
            (Code::Connect, Exit::TryAgain),
            (Code::RelayUnavailable, Exit::TryAgain),
            (Code::Cancelled, Exit::TryAgain),
            (Code::Proxy, Exit::TryAgain),
            (Code::RelayState, Exit::Refused),
            (Code::ContainerDigest, Exit::Refused),
            (Code::MessageReceiver, Exit::Refused),
            (Code::KeyPassword, Exit::Unusable),
            (Code::FileRead, Exit::Unusable),
            (Code::TlsServerCertificate, Exit::Unusable),
        ] {
            assert_eq!(Exit::of(&Error::new(code)), exit, "{code:?}");
        }
        let numbers: Vec<u8> = Exit::TABLE.iter().map(|(exit, ..)| exit.number()).collect();
        assert_eq!(numbers, [0, 1, 2, 3]);
    }
}
