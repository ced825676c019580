//! What a product answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::certify::scenario::{Case, Need, Role};

/// What a product says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// As whom it can work: `care-manager`, `provider`, `support-centre`.
    pub roles: Vec<String>,
    /// What it can do: `import:KIND`, `export:KIND`, `enter:KIND`, `attach`, `show`.
    pub supports: Vec<String>,
}

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

/// The roles, as a profile names them.
const ROLES: [(Role, &str); 3] =
    [(Role::CareManager, "care-manager"), (Role::Provider, "provider"), (Role::SupportCentre, "support-centre")];

impl Profile {
    /// A word of the profile that means nothing.
    pub fn unknown(&self) -> Option<&str> {
        let role = self.roles.iter().find(|role| ROLES.iter().all(|(_, known)| known != role));
        role.or_else(|| self.supports.iter().find(|need| Need::parse(need).is_none())).map(String::as_str)
    }

    /// What a case needs and the product does not have, as its profile would name it.
    pub fn lacks(&self, case: &Case) -> Vec<String> {
        let role = ROLES.iter().find(|(role, _)| *role == case.role).map(|(_, role)| (*role).to_owned());
        let role = role.filter(|role| !self.roles.contains(role));
        let needs = case.needs.iter().map(|need| need.text()).filter(|need| !self.supports.contains(need));
        role.into_iter().chain(needs).collect()
    }
}
