//! One error for all verbs: a stable [`Code`], advice on repeating, and where it happened.
//!
//! No text of an error contains a value of a row, a name of a person or a secret.

mod code;
#[rustfmt::skip]
mod generated;
mod retry;

pub use generated::Code;
pub use retry::Retry;

use std::borrow::Cow;
use std::fmt;
use std::path::Path;

use crate::finding::Finding;

/// What every fallible call returns.
pub type Result<T> = std::result::Result<T, Error>;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// A place in a file: what is not known is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct At {
    /// The file's or container entry's name.
    pub file: Option<String>,
    /// 1-based row.
    pub row: Option<u64>,
    /// The layout's item number.
    pub item_number: Option<u16>,
    /// 0-based byte offset.
    pub offset: Option<u64>,
}

impl At {
    /// A file.
    pub fn file(name: impl Into<String>) -> Self {
        Self { file: Some(name.into()), ..Self::default() }
    }

    /// A byte offset.
    pub fn offset(offset: u64) -> Self {
        Self { offset: Some(offset), ..Self::default() }
    }
}

struct Inner {
    code: Code,
    retry: Retry,
    in_doubt: bool,
    detail: Option<Cow<'static, str>>,
    at: At,
    os_code: Option<i32>,
    relay_code: Option<String>,
    retry_after: Option<u32>,
    findings: Vec<Finding>,
    source: Option<Source>,
    advises_doctor: bool,
}

/// What to do where the self-check can tell more, behind the code's own remedy.
const DOCTOR_JA: &str = "原因は自己診断（doctor）で確認できます。";
/// The same in English.
const DOCTOR_EN: &str = " The self-check (doctor) shows the cause.";

/// The error of every verb.
pub struct Error(Box<Inner>);

impl Error {
    /// An error of this code with the code's own advice on repeating.
    pub fn new(code: Code) -> Self {
        Self(Box::new(Inner {
            code,
            retry: code.retry(),
            in_doubt: false,
            detail: None,
            at: At::default(),
            os_code: None,
            relay_code: None,
            retry_after: None,
            findings: Vec::new(),
            source: None,
            advises_doctor: false,
        }))
    }

    /// An error of the local file system; a full disk gets its own code.
    pub fn io(code: Code, error: std::io::Error) -> Self {
        let code = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Code::DiskFull,
            _ => code,
        };
        let mut this = Self::new(code);
        this.0.os_code = error.raw_os_error().or_else(|| wrapped_os_code(&error));
        this.with_source(error)
    }

    /// An error of the local file system about this file or folder.
    pub fn path(code: Code, path: &Path, error: std::io::Error) -> Self {
        Self::io(code, error).in_file(path.display().to_string())
    }

    /// Adds what it is about in front of what exactly was wrong: a host with its port.
    pub(crate) fn about(mut self, what: &str) -> Self {
        self.0.detail = Some(match self.0.detail.take() {
            Some(detail) => format!("{what}: {detail}").into(),
            None => what.to_owned().into(),
        });
        self
    }

    /// Adds something behind what exactly was wrong.
    pub(crate) fn and_detail(mut self, more: &str) -> Self {
        self.0.detail = Some(match self.0.detail.take() {
            Some(detail) => format!("{detail}; {more}").into(),
            None => more.to_owned().into(),
        });
        self
    }

    /// Adds what exactly was wrong, in English, for the engineer: never a value of a record.
    pub fn with_detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// Adds where.
    pub fn with_at(mut self, at: At) -> Self {
        self.0.at = at;
        self
    }

    /// Adds the file's name to where it is, and to its findings that name none.
    pub fn in_file(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        for finding in self.0.findings.iter_mut().filter(|finding| finding.file().is_none()) {
            *finding = finding.clone().in_file(name.as_str());
        }
        self.0.at.file = Some(name);
        self
    }

    /// Adds the cause.
    pub fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Marks that the other side may already have done the request.
    pub fn with_in_doubt(mut self) -> Self {
        self.0.in_doubt = true;
        self
    }

    /// Overrides the code's own advice on repeating (a relay may know better).
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.0.retry = retry;
        self
    }

    /// Adds the relay's own code.
    pub fn with_relay_code(mut self, code: impl Into<String>) -> Self {
        self.0.relay_code = Some(code.into());
        self
    }

    /// Adds after how many seconds the other side asks to be called again.
    pub fn with_retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// Adds the findings that led to the refusal.
    pub fn with_findings(mut self, findings: Vec<Finding>) -> Self {
        self.0.findings = findings;
        self
    }

    /// Adds to the remedy that the self-check can tell more.
    pub fn with_doctor(mut self) -> Self {
        self.0.advises_doctor = true;
        self
    }

    /// The code.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Whether and how to repeat.
    pub fn retry(&self) -> Retry {
        self.0.retry
    }

    /// Whether the other side may already have done the request: repeat the same call to find out.
    pub fn in_doubt(&self) -> bool {
        self.0.in_doubt
    }

    /// Where it happened.
    pub fn at(&self) -> &At {
        &self.0.at
    }

    /// The operating system's error number.
    pub fn os_code(&self) -> Option<i32> {
        self.0.os_code
    }

    /// The relay's own code.
    pub fn relay_code(&self) -> Option<&str> {
        self.0.relay_code.as_deref()
    }

    /// After how many seconds the other side asks to be called again; at most a day. `None` where it did not say.
    pub fn retry_after(&self) -> Option<u32> {
        self.0.retry_after
    }

    /// What exactly was wrong, in English, for the engineer.
    pub fn detail(&self) -> Option<&str> {
        self.0.detail.as_deref()
    }

    /// The findings that led to the refusal.
    pub fn findings(&self) -> &[Finding] {
        &self.0.findings
    }

    /// What happened, in Japanese, for the user.
    pub fn message_ja(&self) -> &'static str {
        self.0.code.message_ja()
    }

    /// What to do, in Japanese, for the user.
    pub fn remedy_ja(&self) -> Cow<'static, str> {
        self.advised(self.0.code.remedy_ja(), DOCTOR_JA)
    }

    /// What to do, in English.
    pub fn remedy_en(&self) -> Cow<'static, str> {
        self.advised(self.0.code.remedy_en(), DOCTOR_EN)
    }

    fn advised(&self, remedy: &'static str, doctor: &str) -> Cow<'static, str> {
        if self.0.advises_doctor { format!("{remedy}{doctor}").into() } else { remedy.into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): ", self.0.code.name(), self.0.code as i32)?;
        let At { file, row, item_number, offset } = &self.0.at;
        // The place comes first: behind it are whole sentences.
        let numbers = [("row", *row), ("item", item_number.map(u64::from)), ("byte", *offset)];
        let numbers = numbers.into_iter().filter_map(|(what, value)| Some(format!("{what} {}", value?)));
        let place: Vec<String> = file.iter().cloned().chain(numbers).collect();
        if !place.is_empty() {
            write!(f, "{}: ", place.join(", "))?;
        }
        f.write_str(self.0.code.message_en())?;
        if let Some(detail) = &self.0.detail {
            write!(f, " [{detail}]")?;
        }
        if let Some(code) = &self.0.relay_code {
            write!(f, " (relay: {code})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        if self.0.in_doubt {
            write!(f, " in doubt")?;
        }
        let mut source = std::error::Error::source(self);
        while let Some(error) = source {
            write!(f, "; caused by: {error}")?;
            source = error.source();
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

impl Code {
    /// An error of this code, with what exactly was wrong, in English: never a value of a row.
    pub fn with_detail(self, detail: impl Into<Cow<'static, str>>) -> Error {
        Error::new(self).with_detail(detail)
    }
}

/// The system's number of an error that a library has wrapped to say more of it.
fn wrapped_os_code(error: &std::io::Error) -> Option<i32> {
    let inner = std::error::Error::source(error.get_ref()?)?;
    inner.downcast_ref::<std::io::Error>()?.raw_os_error()
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_in_front_and_behind_it_are_whole_sentences() {
        let error = Error::path(Code::FileRead, Path::new("in/a.CSV"), std::io::Error::other("x"));
        assert_eq!(error.to_string(), "CPL_E_FILE_READ (601): in/a.CSV: A file cannot be read.");
        let at = At { file: Some("a.CSV".to_owned()), row: Some(3), item_number: Some(4), offset: Some(5) };
        let error = Code::FileContent.with_detail("why").with_at(at).with_relay_code("their-code");
        let said = "CPL_E_FILE_CONTENT (226): a.CSV, row 3, item 4, byte 5: The file cannot be read as CSV of the standard. \
                    [why] (relay: their-code)";
        assert_eq!(error.to_string(), said);
        assert_eq!(
            Error::new(Code::FileContent).to_string(),
            said.replace("a.CSV, row 3, item 4, byte 5: ", "").split(" [").next().unwrap()
        );
    }
}
