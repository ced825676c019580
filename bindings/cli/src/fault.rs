//! What is said where a command cannot do its work: what it is about, what is wrong, what to do.

use std::fmt::Display;
use std::io::ErrorKind;
use std::path::Path;

use cplink::{Code, Error};
use serde_json::Value;

use crate::{Exit, Language, values};

/// A text in Japanese and English.
type Both = [String; 2];

/// Why a command did not do its work.
#[derive(Debug)]
pub struct Fault {
    error: Error,
    /// The file, folder, host or argument that it is about.
    about: Option<String>,
    /// What is said instead of the code's own texts: message and remedy.
    said: Option<Box<(Both, Both)>>,
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self { error, about: None, said: None }
    }
}

impl Fault {
    /// A fault of this code in words of its own, each in Japanese and English: what is wrong, what to do.
    pub fn new(code: Code, message: [&str; 2], remedy: [&str; 2]) -> Self {
        let both = |texts: [&str; 2]| texts.map(str::to_owned);
        Self { error: Error::new(code), about: None, said: Some(Box::new((both(message), both(remedy)))) }
    }

    /// An argument or a setting that cannot be used.
    pub fn argument(message: [&str; 2], remedy: [&str; 2]) -> Self {
        Self::new(Code::InvalidArgument, message, remedy)
    }

    /// A local file that cannot be read, or written, as the system says.
    pub fn io(code: Code, path: impl Display, error: std::io::Error) -> Self {
        Self::from(Error::io(code, error)).about(path)
    }

    /// Names the file, folder, host or argument that it is about; what was named before stays.
    pub fn about(mut self, what: impl Display) -> Self {
        self.about.get_or_insert_with(|| what.to_string());
        self
    }

    /// Names the folder where the library wrote, if writing is what failed.
    pub fn written_to(self, folder: &Path) -> Self {
        if matches!(self.code(), Code::FileWrite | Code::DiskFull) { self.about(folder.display()) } else { self }
    }

    /// Names what it is about more closely: behind the host, or whatever was named before.
    pub fn concerning(mut self, what: impl Display) -> Self {
        self.about = Some(self.about.map_or_else(|| what.to_string(), |about| format!("{about}: {what}")));
        self
    }

    /// Adds what exactly was wrong, in English, for the engineer.
    pub fn detail(mut self, detail: impl Display) -> Self {
        self.error = self.error.with_detail(detail.to_string());
        self
    }

    /// Adds what exactly was wrong as this error has it, for texts that say better what to do.
    pub fn detail_of(self, error: &Error) -> Self {
        if let Some(detail) = error.detail() { self.detail(detail) } else { self }
    }

    /// The error's code.
    pub fn code(&self) -> Code {
        self.error.code()
    }

    /// What the shell gets.
    pub fn exit(&self) -> Exit {
        Exit::of(&self.error)
    }

    /// Whether it is the reader of standard output that has gone away.
    pub fn is_unread(&self) -> bool {
        let source = std::error::Error::source(&self.error).and_then(|source| source.downcast_ref::<std::io::Error>());
        source.is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
    }

    /// All of it on one line, its findings on further ones.
    pub fn text(&self, lang: Language) -> String {
        let at = self.error.at();
        let mut text = self.about.clone().or_else(|| at.file.clone()).map_or(String::new(), |about| about + ": ");
        let (message, remedy) = self.words(lang);
        let gap = lang.pick("", " ");
        text += &format!("{message}{gap}{remedy} ({} {}", self.code().name(), self.code() as i32);
        let item = at.item_number.map(u64::from);
        for (ja, en, value) in [("行", "row", at.row), ("項目", "item", item), ("バイト", "byte", at.offset)] {
            if let Some(value) = value {
                text += &format!(", {} {value}", lang.pick(ja, en));
            }
        }
        for more in [self.detail_beside_subject(), self.cause()].into_iter().flatten() {
            text += &format!("; {more}");
        }
        if let Some(code) = self.error.relay_code() {
            text += &format!("; relay: {code}");
        }
        text.push(')');
        if self.error.in_doubt() {
            text += "\n";
            text += lang.pick(
                "届いている可能性があります。同じ呼び出しを繰り返してください。二重にはなりません。",
                "It may have arrived: repeat the same call; nothing is sent twice.",
            );
        }
        for finding in self.error.findings() {
            text += &format!("\n{}", lang.finding(finding));
        }
        text
    }

    /// The detail without the host that the line begins with.
    fn detail_beside_subject(&self) -> Option<String> {
        let detail = self.error.detail()?;
        let about = self.about.as_deref().unwrap_or_default();
        let rest = detail.strip_prefix(about).filter(|_| !about.is_empty()).unwrap_or(detail);
        let rest = if rest.len() < detail.len() { rest.trim_start_matches(": ") } else { rest };
        (!rest.is_empty()).then(|| rest.to_owned())
    }

    /// What it is about and what is wrong, and what to do: as a line of the self-check has them.
    pub fn told(&self, lang: Language) -> (String, String) {
        let (message, remedy) = self.words(lang);
        let about = self.about.clone().or_else(|| self.error.at().file.clone());
        (about.map_or_else(|| message.to_owned(), |about| format!("{about}: {message}")), remedy.to_owned())
    }

    /// The object that `--json` prints as the member `error`.
    pub fn json(&self) -> Value {
        let [message_ja, remedy_ja] = self.pair(Language::Ja);
        let [message_en, remedy_en] = self.pair(Language::En);
        let mut object = values::error(&(&self.error).into());
        // A fault may have words of its own.
        for (name, text) in
            [("message_ja", message_ja), ("message_en", message_en), ("remedy_ja", remedy_ja), ("remedy_en", remedy_en)]
        {
            object[name] = text.into();
        }
        object["cause"] = self.cause().into();
        object["about"] = self.about.clone().into();
        object
    }

    fn pair(&self, lang: Language) -> [String; 2] {
        let (message, remedy) = self.words(lang);
        [message.to_owned(), remedy.to_owned()]
    }

    fn words(&self, lang: Language) -> (&str, &str) {
        match self.said.as_deref() {
            Some(([message_ja, message_en], [remedy_ja, remedy_en])) => {
                (lang.pick(message_ja, message_en), lang.pick(remedy_ja, remedy_en))
            }
            None => {
                let code = self.code();
                (lang.pick(self.error.message_ja(), code.message_en()), lang.pick(code.remedy_ja(), code.remedy_en()))
            }
        }
    }

    /// What the operating system says, where it is the cause.
    fn cause(&self) -> Option<String> {
        let mut cause = std::error::Error::source(&self.error);
        while let Some(error) = cause {
            if let Some(io) = error.downcast_ref::<std::io::Error>() {
                return Some(io.to_string());
            }
            cause = error.source();
        }
        None
    }
}

/// Says of a failed step what it was about.
pub trait About<T> {
    /// Names the file, folder, host or argument.
    ///
    /// # Errors
    /// The fault, with its subject.
    fn about(self, what: impl Display) -> Result<T, Fault>;
}

impl<T, E: Into<Fault>> About<T> for Result<T, E> {
    fn about(self, what: impl Display) -> Result<T, Fault> {
        self.map_err(|error| error.into().about(what))
    }
}

/// What an argument's value should have been, for a `value_parser`.
#[derive(Debug)]
pub struct Expected {
    /// The error's code.
    pub code: Code,
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

impl Expected {
    /// The same thing in both languages.
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: Code::InvalidArgument, ja: ja.into(), en: en.into() }
    }

    /// For a value that has a code of its own.
    pub fn with_code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }
}

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.en)
    }
}

impl std::error::Error for Expected {}
