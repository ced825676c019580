//! What a product says of itself.

use serde::{Deserialize, Serialize};

use super::profile_fault::{NAME_CHARS, ProfileFault, ProfileProblem};
use super::unseen::is_unseen;
use crate::certify::scenario::{Case, Need, Role};

/// The roles, as a profile names them.
pub const ROLES: [(Role, &str); 3] =
    [(Role::CareManager, "care-manager"), (Role::Provider, "provider"), (Role::SupportCentre, "support-centre")];

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

impl Profile {
    /// Why no run can begin with it, wherever it comes from: `product.toml`, the answer to `hello`, a form. A fault a
    /// key, for a name or version that nobody could read, for a role or an ability that there is not.
    pub fn faults(&self) -> Vec<ProfileFault> {
        let name = unreadable(&self.name).map(|problem| ProfileFault::of("name", problem));
        let version = unreadable(&self.version).map(|problem| ProfileFault::of("version", problem));
        // A slip of the pen here would make cases silently not applicable.
        let role = self.roles.iter().find(|role| Self::role(role).is_none());
        let role = role.map(|role| ProfileFault::of("roles", ProfileProblem::Role(role.clone())));
        let need = self.supports.iter().find(|need| Need::parse(need).is_none());
        let need = need.map(|need| ProfileFault::of("supports", ProfileProblem::Ability(need.clone())));
        [name, version, role, need].into_iter().flatten().collect()
    }

    /// Whether a run can begin with it.
    ///
    /// # Errors
    /// The first of its [faults](Self::faults).
    pub fn check(&self) -> Result<(), ProfileFault> {
        self.faults().into_iter().next().map_or(Ok(()), Err)
    }

    /// The role that a word of the profile means.
    pub fn role(word: &str) -> Option<Role> {
        ROLES.iter().find(|(_, known)| *known == word).map(|(role, _)| *role)
    }

    /// What a case needs and the product does not have, as its profile would name it.
    pub fn lacks(&self, case: &Case) -> Vec<String> {
        let role = ROLES.iter().find(|(role, _)| *role == case.role).map(|(_, role)| (*role).to_owned());
        let role = role.filter(|role| !self.roles.contains(role));
        let needs = case.needs.iter().map(|need| need.text()).filter(|need| !self.supports.contains(need));
        role.into_iter().chain(needs).collect()
    }
}

fn unreadable(text: &str) -> Option<ProfileProblem> {
    if text.trim().is_empty() {
        Some(ProfileProblem::Blank)
    } else if text.chars().count() > NAME_CHARS {
        Some(ProfileProblem::TooLong)
    } else if text.chars().any(is_unseen) {
        Some(ProfileProblem::Unseen)
    } else {
        None
    }
}
