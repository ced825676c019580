//! Known failures: `expect.toml`, which a vendor keeps beside the call.

use serde::Deserialize;
use time::Date;

use super::strict::PackError;

/// One known failure.
#[derive(Clone, Debug)]
pub struct KnownFailure {
    /// The case, or the cases that begin with what is before a `*` at the end.
    pub case: String,
    /// The check.
    pub check: String,
    /// The finding, as the verdict has it.
    pub finding: String,
    /// Why it fails.
    pub reason: String,
    /// The last day on which it may.
    pub until: Date,
}

/// All known failures.
#[derive(Clone, Debug, Default)]
pub struct Known(pub Vec<KnownFailure>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKnown {
    #[serde(default)]
    expect: Vec<RawFailure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFailure {
    case: String,
    check: String,
    finding: String,
    reason: String,
    until: String,
}

impl Known {
    /// Reads `expect.toml`.
    ///
    /// # Errors
    /// A key that is unknown or missing, an empty reason, a day that is none.
    pub fn read(text: &str, file: &str) -> Result<Self, PackError> {
        let raw: RawKnown = toml::from_str(text).map_err(|error| PackError::form(file, error))?;
        let day = time::macros::format_description!("[year]-[month]-[day]");
        let mut known = Vec::new();
        for (number, RawFailure { case, check, finding, reason, until }) in raw.expect.into_iter().enumerate() {
            let key = |name: &str| format!("expect {} {name}", number + 1);
            if reason.trim().is_empty() {
                return Err(PackError::key(file, &key("reason"), "say why it fails"));
            }
            let until = Date::parse(&until, &day)
                .map_err(|_| PackError::key(file, &key("until"), "a day is written 2026-12-31"))?;
            known.push(KnownFailure { case, check, finding, reason, until });
        }
        Ok(Self(known))
    }
}

impl KnownFailure {
    /// Whether it is about this case.
    pub fn covers(&self, case: &str) -> bool {
        match self.case.strip_suffix('*') {
            Some(begin) => case.starts_with(begin),
            None => case == self.case,
        }
    }
}
