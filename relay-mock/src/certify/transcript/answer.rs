//! What a product answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The answer to one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "lowercase")]
pub enum Answer {
    /// It was imported.
    Imported,
    /// It was not imported, or not exported.
    Refused {
        /// Why.
        reasons: Vec<Reason>,
    },
    /// Nothing was said of it, and what came behind it was not looked at: the product fetches it again and again.
    #[serde(rename = "held-up")]
    HeldUp {
        /// How often it was fetched.
        times: u64,
    },
    /// The rows are typed in.
    Entered,
    /// The unit was written; its files are those of the step.
    Exported,
    /// What the screen shows, by the facts' ids.
    Shown {
        /// The values.
        facts: BTreeMap<String, String>,
    },
    /// The product cannot do this.
    Unsupported,
    /// There is no answer that can be judged.
    Broken {
        /// How.
        how: Broken,
        /// What exactly, in English, for the engineer.
        detail: String,
    },
}

/// Why something was refused: the id of a rule (`spec-fixtures/rules.md`), or a text.
pub type Reason = String;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Broken {
    /// The product could not be started.
    NotStarted,
    /// The product ended.
    Ended,
    /// The time limit passed.
    TimedOut,
    /// The answer was not of the form.
    Garbled,
    /// Too many files, or too long ones.
    TooLarge,
    /// A file has a number that could be a real person's: it was not stored.
    LooksReal,
    /// The files that were kept are not those of the transcript.
    Altered,
}

impl Broken {
    /// Its id, as in a transcript.
    pub fn id(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::Ended => "ended",
            Self::TimedOut => "timed-out",
            Self::Garbled => "garbled",
            Self::TooLarge => "too-large",
            Self::LooksReal => "looks-real",
            Self::Altered => "altered",
        }
    }
}
