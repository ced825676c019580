//! One line of a self-check.

use super::generated::Observation;
use crate::error::{Code, Error};
use crate::finding::Severity;
use crate::keys::Notice;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DiagnosisLine {
    /// A stable id: `key`, `trust`, `certificate`, `chain`, `crl`, `relay`, `tls`, `proxy`, `protocol`, `clock`,
    /// `registration`, `licence`.
    pub id: &'static str,
    /// `Info` where nothing is wrong.
    pub severity: Severity,
    /// What was seen, in Japanese.
    pub text_ja: String,
    /// What was seen, in English.
    pub text_en: String,
    /// What to do, in Japanese; empty where nothing is to be done.
    pub remedy_ja: String,
    /// What to do, in English; empty where nothing is to be done.
    pub remedy_en: String,
}

impl DiagnosisLine {
    /// What was seen, with these values in the places of the text.
    pub(super) fn of(seen: Observation, values: &[(&str, &str)]) -> Self {
        let fill = |text: &str| {
            values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
        };
        let id = seen.id();
        Self {
            id: id.split_once('.').map_or(id, |(line, _)| line),
            severity: seen.severity(),
            text_ja: fill(seen.text_ja()),
            text_en: fill(seen.text_en()),
            remedy_ja: fill(seen.remedy_ja().unwrap_or_default()),
            remedy_en: fill(seen.remedy_en().unwrap_or_default()),
        }
    }

    /// The same line with the remedy of a remark on the certificate.
    pub(super) fn with_remedy(mut self, notice: Notice) -> Self {
        self.severity = notice.severity();
        notice.remedy_ja().clone_into(&mut self.remedy_ja);
        notice.remedy_en().clone_into(&mut self.remedy_en);
        self
    }

    /// The same line with what this code says of it, and its remedy.
    pub(super) fn with_cause(mut self, code: Code) -> Self {
        self.text_ja.push_str(code.message_ja());
        self.text_en.push_str(&format!(" {}", code.message_en()));
        code.remedy_ja().clone_into(&mut self.remedy_ja);
        code.remedy_en().clone_into(&mut self.remedy_en);
        self
    }

    /// A remark on the certificate.
    pub(super) fn notice(id: &'static str, notice: Notice) -> Self {
        Self {
            id,
            severity: notice.severity(),
            text_ja: notice.message_ja().to_owned(),
            text_en: notice.message_en().to_owned(),
            remedy_ja: notice.remedy_ja().to_owned(),
            remedy_en: notice.remedy_en().to_owned(),
        }
    }

    /// A fault, with the file that it is about.
    pub(super) fn error(id: &'static str, error: &Error) -> Self {
        let message = error.message_ja();
        Self {
            id,
            severity: Severity::Error,
            text_ja: error.at().file.as_ref().map_or(message.to_owned(), |file| format!("{file}：{message}")),
            text_en: error.to_string(),
            remedy_ja: error.code().remedy_ja().to_owned(),
            remedy_en: error.code().remedy_en().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_its_values_and_nothing_left_to_fill() {
        let names = ["file", "code", "count", "days", "seconds", "office", "kind_ja", "kind_en", "protocol", "tls"];
        let values: Vec<_> = names.iter().map(|name| (*name, "42")).collect();
        for seen in Observation::ALL {
            let line = DiagnosisLine::of(*seen, &values);
            for text in [&line.text_ja, &line.text_en, &line.remedy_ja, &line.remedy_en] {
                assert!(!text.contains('{'), "{text}");
            }
            assert!(seen.id().starts_with(line.id) && !line.id.contains('.'));
            assert_eq!(line.remedy_ja.is_empty(), line.severity == Severity::Info, "{}", seen.id());
        }
        let line = DiagnosisLine::of(Observation::ClockOff, &[("seconds", "301")]);
        assert_eq!((line.id, line.text_ja.as_str()), ("clock", "パソコンの時計が301秒ずれています。"));
    }
}
