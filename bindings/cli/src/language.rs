//! The language that a person reads.

use std::ffi::OsString;

use clap::ValueEnum;
use cplink::finding::{Finding, Severity};

/// Language of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Japanese.
    Ja,
    /// English.
    En,
}

impl Language {
    /// The language that `--lang` asks for, else that of the user's locale. It is looked for before the
    /// arguments are parsed, since what is wrong with them must be said in it.
    pub fn of_arguments(arguments: &[OsString]) -> Self {
        let mut words = arguments.iter().skip(1).map(|word| word.to_string_lossy()).take_while(|word| word != "--");
        while let Some(word) = words.next() {
            let value = match word.strip_prefix("--lang") {
                Some("") => words.next().map(|word| word.into_owned()),
                Some(rest) => rest.strip_prefix('=').map(str::to_owned),
                None => None,
            };
            if let Some(language) = value.and_then(|value| Self::from_str(&value, false).ok()) {
                return language;
            }
        }
        Self::of_locale(sys_locale::get_locale().as_deref())
    }

    fn of_locale(locale: Option<&str>) -> Self {
        let is_japanese = locale.is_some_and(|locale| locale.split(['-', '_', '.']).next() == Some("ja"));
        if is_japanese { Self::Ja } else { Self::En }
    }

    /// One of two texts.
    pub fn pick<'a>(self, ja: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }

    /// A finding with its place and remedy, on one line.
    pub fn finding(self, finding: &Finding) -> String {
        let mut place = finding.file().unwrap_or(self.pick("送信単位", "unit")).to_owned();
        if let Some(row) = finding.row() {
            place += &match self {
                Self::Ja => format!(" {row}行目"),
                Self::En => format!(" row {row}"),
            };
        }
        if let Some(column) = finding.item_number() {
            place += &match self {
                Self::Ja => format!(" 項目{column}"),
                Self::En => format!(" item {column}"),
            };
        }
        let (severity, message, remedy) = match self {
            Self::Ja => (severity_ja(finding.severity()), finding.message_ja(), finding.remedy_ja()),
            Self::En => (finding.severity().name(), finding.message_en(), finding.remedy_en()),
        };
        format!("{place}: {severity}: {message} {remedy} [{}]", finding.rule().id())
    }

    /// What a severity is called.
    pub fn severity(self, severity: Severity) -> &'static str {
        match self {
            Self::Ja => severity_ja(severity),
            Self::En => severity.name(),
        }
    }
}

fn severity_ja(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "エラー",
        Severity::Warning => "警告",
        Severity::Info => "情報",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_that_of_the_argument_before_that_of_the_locale() {
        let of = |words: &[&str]| {
            Language::of_arguments(&words.iter().map(|word| OsString::from(*word)).collect::<Vec<_>>())
        };
        assert_eq!(of(&["cplink", "check", "--lang", "ja", "x"]), Language::Ja);
        assert_eq!(of(&["cplink", "--lang=en", "check"]), Language::En);
        for (locale, language) in
            [("ja-JP", Language::Ja), ("ja_JP.UTF-8", Language::Ja), ("jam-JM", Language::En), ("en-GB", Language::En)]
        {
            assert_eq!(Language::of_locale(Some(locale)), language, "{locale}");
        }
        assert_eq!(Language::of_locale(None), Language::En);
    }
}
