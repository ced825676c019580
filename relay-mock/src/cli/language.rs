//! The language that a person reads.

use clap::ValueEnum;
use cplink::Error;
use cplink::finding::{Finding, Severity};

/// Language of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Japanese.
    Ja,
    /// English.
    En,
}

impl Language {
    /// One of two texts.
    pub(crate) fn pick(self, ja: &'static str, en: &'static str) -> &'static str {
        self.pick_of(ja, en)
    }

    /// One of two borrowed texts.
    pub(crate) fn pick_of<'a>(self, ja: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }

    /// An error with its remedy, on one line.
    pub(crate) fn error(self, error: &Error) -> String {
        match self {
            Self::Ja => format!("{}{}（{error}）", error.message_ja(), error.remedy_ja()),
            Self::En => format!("{error} {}", error.code().remedy_en()),
        }
    }

    /// A finding with its place and remedy, on one line.
    pub(crate) fn finding(self, finding: &Finding) -> String {
        let mut place = finding.file().unwrap_or(self.pick("送信単位", "unit")).to_owned();
        if let Some(row) = finding.row() {
            place += &match self {
                Self::Ja => format!(" {row}行目"),
                Self::En => format!(" row {row}"),
            };
        }
        if let Some(column) = finding.column() {
            place += &match self {
                Self::Ja => format!(" 項目{column}"),
                Self::En => format!(" item {column}"),
            };
        }
        let (severity, message, remedy) = match self {
            Self::Ja => (
                match finding.severity() {
                    Severity::Error => "エラー",
                    Severity::Warning => "警告",
                    Severity::Info => "情報",
                },
                finding.message_ja(),
                finding.remedy_ja(),
            ),
            Self::En => (finding.severity().name(), finding.message_en(), finding.remedy_en()),
        };
        format!("{place}: {severity}: {message} {remedy} [{}]", finding.rule().id())
    }
}
